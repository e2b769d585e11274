//! Cells in suspension fill the medium of a vessel; the unit of a density is part of it.

use crate::support::{LABORATORY, changed};
use escalade::knowledge::KnowledgeBase;
use escalade::scenario::{Body, Overlay, load_with};

const AML: &str = r#"
[[reference]]
id = "my-lab"
citation = "notebook"
link = "unpublished"
[[line]]
id = "my-aml"
name = "My AML"
family = "flt3"
tissue = "blood"
copies = { value = 1, range = [1, 2], assumed = "Not counted." }
doubling = { value = "30 h", range = ["26 h", "34 h"], reference = "my-lab", system = "suspension", transcription = "checked" }
density = { value = "1e6 per mL", range = ["8e5 per mL", "2e6 per mL"], reference = "my-lab", system = "suspension", transcription = "checked" }
[[study]]
id = "my-aml-gilt"
family = "flt3"
reference = "my-lab"
system = "my-aml"
endpoint = "viability"
duration = "72 h"
transcription = "checked"
rank = 1
[study.ic50]
WT = { gilteritinib = "5 nM" }
"#;

/// Cells of a full flask, and those seeded, of a scenario with this `[flask]`.
fn capacity(line: &str, flask: &str, overlay: &str) -> Result<(f64, u64), String> {
    let text = changed(
        LABORATORY,
        "alectinib",
        if line == "H3122" { "alectinib" } else { "gilteritinib" },
    );
    let text = changed(
        &text,
        "[line]\nid = \"H3122\"",
        &format!("[flask]\n{flask}\n[line]\nid = \"{line}\""),
    );
    let text = match line.starts_with("baf3") {
        true => changed(&text, "gilteritinib", "larotrectinib"),
        false => text,
    };
    let overlays = [Overlay {
        file: "mine.toml".to_owned(),
        text: overlay.to_owned(),
    }];
    match load_with("s.toml", text, &overlays)
        .map_err(|error| error.to_string())?
        .body
    {
        Body::Laboratory(laboratory) => {
            let flask = &laboratory.protocol.flask;
            Ok((flask.capacity, flask.seed_cells))
        }
        Body::Plain(_) => Err("plain".to_owned()),
    }
}

#[test]
fn cells_in_suspension_fill_the_medium() {
    // 1e6 per mL in 15 mL, in a T75's usual 12 mL, in two of them, in a well of 0.2 mL.
    for (flask, full) in [
        ("medium = \"15 mL\"", 1.5e7),
        ("", 1.2e7),
        ("pooled = 2", 2.4e7),
        ("vessel = \"96-well\"", 2e5),
        ("capacity = 7e6", 7e6),
    ] {
        assert_eq!(capacity("my-aml", flask, AML).unwrap().0, full, "{flask}");
    }
    for line in ["MOLM-13", "MV4-11", "baf3-tpm3-ntrk1"] {
        assert_eq!(capacity(line, "medium = \"20 mL\"", AML).unwrap().0, 2e7, "{line}");
    }
    // Cells on the floor do not care: 75 cm2 at 1.55e5.
    let usual = capacity("H3122", "", AML).unwrap();
    assert_eq!(usual, capacity("H3122", "medium = \"20 mL\"", AML).unwrap());
    assert_eq!(usual.0, 1.162e7);
    // Fewer are seeded where fewer fit: 3 mL hold 3e6 of the 1.162e7 that the vessel's 2.1e6 are meant for.
    assert_eq!(
        capacity("my-aml", "medium = \"3 mL\"", AML).unwrap(),
        (3e6, (2.1e6 * 3e6 / 1.162e7_f64).round() as u64)
    );
    // A vessel of unknown volume.
    let vessel = "[[vessel]]\nid = \"bag\"\nname = \"bag\"\narea_cm2 = 50\n\
                  capacity = { value = 1e7, range = [1e6, 1e8], assumed = \"a\" }\n\
                  seeding = { value = 1e6, range = [1e5, 1e7], assumed = \"a\" }\n";
    let told = capacity("my-aml", "vessel = \"bag\"", &format!("{AML}{vessel}")).unwrap_err();
    assert!(
        told.contains("`medium` in [flask] is missing") && told.contains("15 mL"),
        "{told}"
    );
    assert_eq!(
        capacity(
            "my-aml",
            "vessel = \"bag\"\nmedium = \"30 mL\"",
            &format!("{AML}{vessel}")
        )
        .unwrap()
        .0,
        3e7
    );
}

#[test]
fn a_density_has_a_unit() {
    let refused = |density: &str| {
        let overlay = changed(
            AML,
            "{ value = \"1e6 per mL\", range = [\"8e5 per mL\", \"2e6 per mL\"]",
            density,
        );
        KnowledgeBase::builtin_with(&[("mine.toml", &overlay)])
            .unwrap_err()
            .to_string()
    };
    let told = refused("{ value = 1e6, range = [8e5, 2e6]");
    assert!(
        told.contains("mine.toml:13: ") && told.contains("\"1e6 per mL\" for cells in suspension"),
        "{told}"
    );
    let told = refused("{ value = \"1e6 per mL\", range = [\"8e5 per cm2\", \"2e6 per cm2\"]");
    assert!(
        told.contains("mine.toml:13:") && told.contains("densities per mL, like the value"),
        "{told}"
    );
    let told = refused("{ value = \"-1 per mL\", range = [\"-2 per mL\", \"2e6 per mL\"]");
    assert!(told.contains("numbers above 0"), "{told}");
}

/// A density is moved within its unit, bare or with it.
#[test]
fn a_density_is_moved_in_its_own_unit() {
    let base = KnowledgeBase::builtin().unwrap();
    assert_eq!(base.number("MOLM-13/density", "2e6 per mL").unwrap(), 2e6);
    assert_eq!(base.number("MOLM-13/density", "2e6").unwrap(), 2e6);
    assert!(base.number("MOLM-13/density", "2e6 per cm2").is_err());
    let moved = base.with_value("MOLM-13/density", 2e6).unwrap();
    let density = moved.line("MOLM-13").unwrap().density.as_ref().unwrap().value;
    assert_eq!(density, escalade::knowledge::schema::Density::Medium(2e6));
}
