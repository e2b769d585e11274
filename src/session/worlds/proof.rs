//! Whether what worlds of a laboratory scenario predict happens as often as they say.

use super::of::Worlds;
use crate::ensemble;
use crate::scenario::load;
use crate::session::SessionError;
use crate::statistics::worlds::{Drawn, WorldRecord, WorldsAccumulator};
use crate::verify::{Proof, Scale, Told, calibrated};
use std::sync::atomic::AtomicBool;

/// Small flasks with about eighty values that are not known; resistant in two worlds of five.
const SCENARIO: &str = r#"
schema = 1
name = "Wells with alectinib"
replicates = 1
[line]
id = "H3122"
[flask]
vessel = "6-well"
seed_cells = 1e5
[[course]]
drug = "alectinib"
dose = "300 nM"
[stop]
after = "90 d"
"#;

/// Seed of the first experiment.
const SEED: u64 = 20_290_000;

/// Flasks of the truth.
const FLASKS: u64 = 20;

/// Experiments on a laboratory scenario, each with worlds and a truth of its own. A truth in which the experiment cannot
/// be carried out is left out for the next one, as such worlds are left out of the prediction.
///
/// # Errors
/// The scenario cannot be read, which a test excludes.
pub fn laboratory_proofs(scale: Scale) -> Result<Vec<Proof>, SessionError> {
    let scenario = load("wells.toml", SCENARIO.to_owned())?;
    let Some(worlds) = Worlds::of(&scenario)? else {
        return Ok(Vec::new());
    };
    let told = ensemble::collect(scale.experiments, |experiment| {
        told(&worlds, SEED + experiment, scale.worlds)
    });
    let told: Vec<Told> = told.into_iter().flatten().collect();
    Ok(calibrated("laboratory", &told, &[45.0, 60.0, 75.0], scale))
}

fn told(worlds: &Worlds, seed: u64, count: u64) -> Option<Told> {
    let stop = AtomicBool::new(false);
    let simulate = |number, flasks| worlds.simulate_with(seed, number, flasks, &stop);
    let mut all = WorldsAccumulator::default();
    for number in 0..count {
        all.add(&simulate(number, 2)?);
    }
    let drawn = Drawn {
        scores: Vec::new(),
        inputs: Vec::new(),
        ..worlds.drawn()
    };
    let mut truths =
        (count..).filter_map(|number| simulate(number, FLASKS).and_then(|WorldRecord { flasks, .. }| flasks.ok()));
    Some(Told {
        summary: all.finish(&drawn)?,
        flasks: truths.next()?,
        share: None,
    })
}
