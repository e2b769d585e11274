//! Counts of eight conditions (death rates of the sensitive cells) by three flasks, on three days.

use crate::ranks::Prior;
use crate::{Design, lopsided};
use escalade::engine::run_plain;
use escalade::random::Generator;
use escalade::sampling::{gamma, poisson};
use escalade::scenario::{Body, load};
use escalade::statistics::fit::COUNTING_ERROR;

const DEATHS: [f64; 8] = [0.2, 0.4, 0.6, 0.8, 1.0, 1.2, 1.4, 1.6];

fn scenario(sensitive: &str, birth: &str, death: &str, resistant_birth: &str, resistant: &str) -> String {
    format!(
        r#"
schema = 1
name = "Eight conditions"
replicates = 3
[plain]
types = [{{ name = "sensitive", founders = {sensitive} }}, {{ name = "resistant", founders = {resistant} }}]
[[plain.phases]]
duration = "9 d"
rates = {{ sensitive = {{ birth = {birth}, death = {death} }}, resistant = {{ birth = {resistant_birth}, death = 0.15 }} }}
"#
    )
}

/// Founders and their number of resistant cells beforehand.
fn counts(founders: &str, (low, high): (f64, f64)) -> bool {
    let free = [
        Prior {
            key: "plain.phases.1.rates.sensitive.birth",
            low: 0.4,
            high: 0.9,
        },
        Prior {
            key: "plain.phases.1.rates.resistant.birth",
            low: 0.3,
            high: 0.7,
        },
        Prior {
            key: "plain.types.2.founders",
            low,
            high,
        },
    ];
    let condition = |death| {
        format!("[[condition]]\nname = \"{death}\"\nset = {{ \"plain.phases.1.rates.sensitive.death\" = {death} }}\n")
    };
    let plan: String = DEATHS.iter().map(condition).collect();
    let experiment = |truth: &[f64], experiment: u64, rng: &mut Generator| {
        let error = lopsided(COUNTING_ERROR, rng);
        let mut data = "condition,flask,day,type,cells\n".to_owned();
        for (at, death) in DEATHS.iter().enumerate() {
            let [birth, resistant_birth, resistant] = [truth[0], truth[1], truth[2].round()].map(|x| x.to_string());
            let text = scenario(founders, &birth, &death.to_string(), &resistant_birth, &resistant);
            let loaded = load("t", format!("{text}[record]\nevery = \"3 d\"\n")).unwrap();
            let Body::Plain(model) = &loaded.body else {
                unreachable!()
            };
            for flask in 0..3 {
                let number = experiment * 64 + at as u64 * 3 + flask;
                let record = run_plain(model, &loaded.settings, 991, number);
                for day in [3.0, 6.0, 9.0] {
                    let sample = record.samples.iter().find(|sample| sample.day == day);
                    for (at, name) in ["sensitive", "resistant"].iter().enumerate() {
                        // A flask that died out is counted as well, and holds nothing.
                        let cells = sample.map_or(0, |sample| sample.cells[at]);
                        let shape = 1.0 / (error * error);
                        let mean = cells as f64 * gamma(rng, shape) / shape;
                        let seen = poisson(rng, mean);
                        data += &format!("{death},{flask},{day},{name},{seen}\n");
                    }
                }
            }
        }
        Some(data)
    };
    let design = Design {
        scenario: &scenario(founders, "0.6", "0.6", "0.5", "300"),
        plan: Some(&plan),
        free: &free,
        particles: 200,
        experiment: &experiment,
    };
    design.holds(77)
}

#[test]
#[ignore = "slow; see the head of main.rs"]
fn counts_far_above_chance() {
    assert!(counts("2e7", (1e5, 1e6)));
}

/// Sensitive cells nearly die out under half of the conditions; a few dozen resistant ones begin.
#[test]
#[ignore = "slow; see the head of main.rs"]
fn counts_that_chance_rules() {
    assert!(counts("20000", (10.0, 100.0)));
}
