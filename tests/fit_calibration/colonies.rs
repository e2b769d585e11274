//! Colonies of sixteen cultures that start from thirty cells and grow for a stated time: half of each is plated and its cells
//! are counted.

use crate::ranks::Prior;
use crate::{Design, lopsided};
use escalade::engine::run_plain;
use escalade::random::Generator;
use escalade::sampling::{binomial, gamma};
use escalade::scenario::{Body, load};
use escalade::statistics::fit::COUNTING_ERROR;

const CULTURES: u64 = 16;

const FREE: [Prior; 2] = [
    Prior {
        key: "plain.mutations.1.per_division",
        low: 2e-6,
        high: 1e-4,
    },
    Prior {
        key: "plain.phases.1.rates.wild-type.birth",
        low: 0.9,
        high: 1.2,
    },
];

fn scenario(per_division: f64, birth: f64) -> String {
    format!(
        r#"
schema = 1
name = "Cultures"
replicates = 16
[plain]
types = [{{ name = "wild-type", founders = 30 }}, {{ name = "mutant", founders = 0 }}]
mutations = [{{ from = "wild-type", to = "mutant", per_division = {per_division} }}]
[[plain.phases]]
duration = "9 d"
rates = {{ wild-type = {{ birth = {birth}, death = 0.2 }}, mutant = {{ birth = 0.9, death = 0.15 }} }}
"#
    )
}

#[test]
#[ignore = "slow; see the head of main.rs"]
fn colonies_of_16_cultures() {
    let experiment = |truth: &[f64], experiment: u64, rng: &mut Generator| {
        let error = lopsided(COUNTING_ERROR, rng);
        let loaded = load("t", scenario(truth[0], truth[1])).unwrap();
        let Body::Plain(model) = &loaded.body else {
            unreachable!()
        };
        let mut data = "culture,count,plated_share,final_cells\n".to_owned();
        for culture in 0..CULTURES {
            let record = run_plain(model, &loaded.settings, 557, experiment * CULTURES + culture);
            let shape = 1.0 / (error * error);
            let cells = record.cells.iter().sum::<u64>() as f64 * gamma(rng, shape) / shape;
            let colonies = binomial(rng, record.cells[1], 0.5);
            data += &format!("{culture},{colonies},0.5,{}\n", cells.round().max(1.0));
        }
        Some(data)
    };
    let design = Design {
        scenario: &scenario(1e-5, 1.0),
        plan: None,
        free: &FREE,
        particles: 200,
        experiment: &experiment,
    };
    assert!(design.holds(80));
}
