//! All proofs of worlds that need no laboratory.

use super::calibration::{Told, calibrated};
use super::fault::WorldFault;
use super::plain::{Unknown, growth, rescue, rescued};
use super::proof::Proof;
use super::scale::Scale;
use super::{influence, spread};
use crate::ensemble;

/// Seeds, far enough from each other that no two experiments have one in common.
const SEEDS: u64 = 20_280_000;

/// Flasks of the truth.
const FLASKS: u64 = 20;

/// Whether predictions over worlds are calibrated and sharp, and the spread between worlds is free of chance;
/// `announce` is called with the name of each group as it starts.
pub fn predictions(scale: Scale, fault: WorldFault, announce: impl Fn(&str)) -> Vec<Proof> {
    announce("rescue of a population whose rates are not known");
    let rescues = told(&rescue(), scale, fault, Some(rescued), SEEDS);
    let mut proofs = calibrated("rescue", &rescues, &[20.0, 40.0], scale);
    announce("growth at a rate that is not known");
    let growths = told(&growth(), scale, fault, None, SEEDS + 100_000);
    proofs.extend(calibrated("growth", &growths, &[16.0], scale));
    announce("widths and variances against closed forms");
    proofs.extend(spread::sharp(&rescues, &growths, scale));
    proofs.extend(spread::free_of_chance(scale, SEEDS + 200_000, fault));
    proofs
}

/// Whether the unknowns that are shown are those that act, as much as they act.
pub fn influences(scale: Scale, fault: WorldFault) -> Vec<Proof> {
    let mut proofs = vec![influence::null(scale, SEEDS + 300_000, fault)];
    proofs.extend(influence::power(scale, SEEDS + 400_000, fault));
    proofs.extend(influence::closed_form(scale, SEEDS + 500_000, fault));
    proofs
}

/// Experiments with worlds and a truth of their own.
fn told(unknown: &Unknown, scale: Scale, fault: WorldFault, share: Option<fn(&[f64]) -> f64>, seed: u64) -> Vec<Told> {
    ensemble::collect(scale.experiments, |experiment| {
        let seed = seed + experiment;
        let (world, flasks) = unknown.truth(seed, scale.worlds, FLASKS);
        Told {
            summary: unknown.summary(seed, scale.worlds, 2, fault),
            flasks,
            share: share.map(|share| share(&world.numbers)),
        }
    })
}
