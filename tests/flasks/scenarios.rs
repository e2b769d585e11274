//! Helpers: scenarios around courses and of patients, as text, read, and run.

use escalade::scenario::{Body, Laboratory, Scenario, load};
use escalade::session::{Conduct, InMemory, Outcome, Silent, Summary, run};
use escalade::statistics::FlaskSummary;
use escalade::statistics::patients::PatientsSummary;
use std::sync::atomic::AtomicBool;

/// A scenario around courses. The flask is passaged at confluence only.
pub fn around(courses: &str) -> String {
    format!(
        "schema = 1\nname = \"courses\"\nreplicates = 3\n[line]\nid = \"H3122\"\n[flask]\nvessel = \"T75\"\n\
         passage = {{ or_every = \"never\" }}\n[stop]\nafter = \"200 d\"\nat_resistance = true\n{courses}\n"
    )
}

pub fn course(keys: &str) -> String {
    format!("[[course]]\ndrug = \"alectinib\"\n{keys}\n")
}

pub fn escalation(keys: &str) -> String {
    course(&format!("start = \"30 nM\"\nfactor = 2\ngoal = \"1 uM\"\n{keys}"))
}

pub fn loaded(text: &str) -> Scenario {
    load("s.toml", text.to_owned()).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

pub const SERIES: &str = r#"
schema = 1
name = "A series"
replicates = 12
look_every = "7 d"
[line]
id = "H3122"
[patients]
pool = "1e7..1e9"
exposure = "0.5..2"
doubling = "20 d..60 d"
progression = { visible = 1e7 }
[[course]]
drug = "alectinib"
oral = { every = "12 h" }
[stop]
after = "400 d"
[worlds]
count = 0
"#;

pub fn laboratory(text: &str) -> (Scenario, Laboratory) {
    let scenario = load("s.toml", text.to_owned()).unwrap_or_else(|error| panic!("{error}"));
    let Body::Laboratory(laboratory) = scenario.body.clone() else {
        panic!("a laboratory scenario");
    };
    (scenario, *laboratory)
}

pub fn series(text: &str, threads: usize) -> FlaskSummary {
    let scenario = load("s.toml", text.to_owned()).unwrap_or_else(|error| panic!("{error}"));
    let conduct = Conduct {
        threads,
        stop: &AtomicBool::new(false),
        progress: &Silent,
    };
    match run(&scenario, &InMemory, &conduct) {
        Ok(Outcome::Done {
            result: Summary::Laboratory(summary),
            ..
        }) => *summary,
        _ => panic!("a run of the laboratory form"),
    }
}

pub fn biopsies(text: &str) -> PatientsSummary {
    series(text, 1).patients.expect("patients")
}

/// Patients who see next to nothing of the drug, looked at daily: all have tumours of so many cells, nine deaths for ten births, and this
/// doubling time.
pub fn untreated(pool: &str, doubling: &str) -> String {
    SERIES
        .replace(
            "pool = \"1e7..1e9\"",
            &format!("pool = {pool}\nturnover = \"90%\"\nmost_cells = 1e13"),
        )
        .replace("exposure = \"0.5..2\"", "exposure = 1e-6")
        .replace("doubling = \"20 d..60 d\"", &format!("doubling = \"{doubling}\""))
        .replace("look_every = \"7 d\"", "look_every = \"1 d\"")
}
