//! Helpers: a small scenario whose runs draw worlds, and the files that they leave.

use escalade::scenario::Scenario;
use escalade::session::{Conduct, InMemory, Outcome as Done, Silent, Summary, run};
use escalade::statistics::worlds::WorldsSummary;
use std::sync::atomic::AtomicBool;

pub const TEXT: &str = r#"
schema = 1
name = "Small"
replicates = 4
seed = 3
[line]
id = "H3122"
[flask]
vessel = "96-well"
seed_cells = 1e4
[[course]]
drug = "alectinib"
dose = "100 nM"
[stop]
after = "60 d"
[worlds]
count = 12
"#;

pub fn files(scenario: &Scenario, threads: usize) -> (WorldsSummary, std::collections::BTreeMap<String, Vec<u8>>) {
    let stop = AtomicBool::new(false);
    let conduct = Conduct {
        threads,
        stop: &stop,
        progress: &Silent,
    };
    match run(scenario, &InMemory, &conduct).unwrap() {
        Done::Done {
            result: Summary::Laboratory(summary),
            target,
        } => (summary.worlds.expect("worlds are drawn"), target.files),
        _ => panic!("memory holds nothing"),
    }
}
