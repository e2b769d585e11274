//! A plate of ten doses by six wells, and six wells without drug.

use crate::ranks::Prior;
use crate::{Design, lopsided};
use escalade::assay::Specimen;
use escalade::assay::viability::growth::Culture;
use escalade::random::Generator;
use escalade::sampling::normal;
use escalade::scenario::{Body, Books, load_from, with_overlays};
use escalade::statistics::fit::{WELL_SCATTER, well_spread};

const FREE: [Prior; 2] = [
    Prior {
        key: "dhawan-2017-h3122/WT/alectinib",
        low: 10.0,
        high: 100.0,
    },
    Prior {
        key: "H3122/doubling",
        low: 1.2,
        high: 4.0,
    },
];

const SCENARIO: &str = include_str!("../data/plated.toml");

#[test]
#[ignore = "slow; see the head of main.rs"]
fn plates_of_ten_doses() {
    let base = with_overlays(&[]).unwrap();
    let experiment = |truth: &[f64], _: u64, rng: &mut Generator| {
        let scatter = lopsided(WELL_SCATTER, rng);
        let keys = FREE.iter().map(|prior| prior.key);
        let moved = base.with_values(keys.zip(truth.iter().copied())).unwrap();
        let scenario = load_from("s.toml", SCENARIO.to_owned(), Books::Base(&moved)).ok()?;
        let Body::Laboratory(laboratory) = scenario.body else {
            unreachable!()
        };
        let biology = &laboratory.biology;
        let specimen = Specimen::parental(biology);
        let fold = |dose: f64| Culture::new(biology, &specimen, &[dose]).fold(3.0);
        let mut text = "drug,dose_nM,signal,hours\n".to_owned();
        let doses = (0..10).map(|step| 3000.0 / 3_f64.powi(step));
        for dose in std::iter::once(0.0).chain(doses) {
            let share = fold(dose) / fold(0.0);
            for _ in 0..6 {
                let signal = 3.3e4 * (share + well_spread(share, scatter) * normal(rng));
                text += &format!("alectinib,{dose},{signal},72\n");
            }
        }
        Some(text)
    };
    let design = Design {
        scenario: SCENARIO,
        plan: None,
        free: &FREE,
        particles: 200,
        experiment: &experiment,
    };
    assert!(design.holds(79));
}
