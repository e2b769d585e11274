//! Outcomes of 24 flasks: a few resistant cells grow to 500, or die out, within 60 days.

use crate::Design;
use crate::ranks::Prior;
use escalade::engine::run_plain;
use escalade::random::Generator;
use escalade::scenario::{Body, load};
use escalade::statistics::worlds::WorldFlask;

const FLASKS: u64 = 24;

const FREE: [Prior; 2] = [
    Prior {
        key: "plain.phases.1.rates.cells.birth",
        low: 0.25,
        high: 0.6,
    },
    Prior {
        key: "plain.phases.1.rates.cells.death",
        low: 0.08,
        high: 0.4,
    },
];

fn scenario(birth: f64, death: f64) -> String {
    format!(
        r#"
schema = 1
name = "Outgrowth"
replicates = 24
[plain]
types = [{{ name = "cells", founders = 5 }}]
stop = {{ total_cells = 500 }}
[[plain.phases]]
duration = "60 d"
rates = {{ cells = {{ birth = {birth}, death = {death} }} }}
"#
    )
}

#[test]
#[ignore = "slow; see the head of main.rs"]
fn outcomes_of_24_flasks() {
    let experiment = |truth: &[f64], experiment: u64, _: &mut Generator| {
        let loaded = load("t", scenario(truth[0], truth[1])).unwrap();
        let Body::Plain(model) = &loaded.body else {
            unreachable!()
        };
        let mut data = "flask,day,outcome\n".to_owned();
        for flask in 0..FLASKS {
            let record = run_plain(model, &loaded.settings, 773, experiment * FLASKS + flask);
            let end = WorldFlask::of_plain(&record);
            data += &format!("{flask},{},{}\n", end.day, end.outcome.word());
        }
        Some(data)
    };
    let design = Design {
        scenario: &scenario(0.4, 0.2),
        plan: None,
        free: &FREE,
        particles: 200,
        experiment: &experiment,
    };
    assert!(design.holds(78));
}
