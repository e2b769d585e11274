//! What a vessel is: a record says it, a scenario may, a name does where neither has.

use crate::support::{LABORATORY, changed};
use escalade::scenario::{Overlay, Scenario, load, load_with, lock};

/// A plate by a name of the user's own, with or without a word on what it is.
fn plate(well: &str) -> String {
    format!(
        "[[vessel]]\nid = \"plate-384\"\nname = \"well of a 384-well plate\"\n{well}area_cm2 = 0.056\n\
         capacity = {{ value = 8e3, range = [4e3, 2e4], assumed = \"a\" }}\n\
         seeding = {{ value = 1e3, range = [5e2, 2e3], assumed = \"a\" }}\n"
    )
}

fn scenario(flask: &str, overlay: &str) -> Scenario {
    let text = changed(LABORATORY, "[line]\n", &format!("[flask]\n{flask}\n[line]\n"));
    let overlays = [Overlay {
        file: "mine.toml".to_owned(),
        text: overlay.to_owned(),
    }];
    load_with("s.toml", text, &overlays).unwrap_or_else(|error| panic!("{flask}: {error}"))
}

fn is_well(scenario: &Scenario) -> bool {
    scenario
        .laboratory()
        .is_some_and(|one| one.protocol.flask.vessel.is_well())
}

/// Flask, overlay, whether it is a well, and whether its lock file has to say so.
#[test]
fn wells_are_told_by_record_scenario_or_name() {
    let (silent, speaking) = (plate(""), plate("well = true\n"));
    for (flask, overlay, well, written) in [
        ("vessel = \"96-well\"", &silent, true, false),
        ("vessel = \"T75\"", &silent, false, false),
        ("vessel = \"plate-384\"", &silent, false, false),
        ("vessel = \"plate-384\"", &speaking, true, true),
        ("vessel = \"plate\"\ncapacity = 8e3\nwell = true", &silent, true, true),
        (
            "vessel = \"24-well\"\ncapacity = 2e5\nwell = false",
            &silent,
            false,
            true,
        ),
        ("vessel = \"24-well\"\ncapacity = 2e5", &silent, true, false),
    ] {
        let scenario = scenario(flask, overlay);
        assert_eq!(is_well(&scenario), well, "{flask}");
        let text = lock::write(&scenario).unwrap().text;
        assert_eq!(text.contains("\nwell = "), written, "{flask}");
        // A lock file stands without the record.
        assert_eq!(is_well(&load("s.lock.toml", text).unwrap()), well, "{flask}");
    }
}
