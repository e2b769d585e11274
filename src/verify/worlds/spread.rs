//! Whether the spread between worlds is that of the closed form, whatever the number of flasks in a world.

use super::calibration::Told;
use super::fault::WorldFault;
use super::law::count_width;
use super::plain::{growth_quantile, rescue, rescue_law};
use super::proof::Proof;
use super::scale::Scale;
use crate::ensemble;

/// Flasks of a new experiment whose numbers are predicted.
const PREDICTED: u64 = 10;

/// The part of the variance that is not chance, at 2, 4 and 8 flasks a world, over that of the closed form.
pub(super) fn free_of_chance(scale: Scale, seed: u64, fault: WorldFault) -> Vec<Proof> {
    let Scale {
        experiments,
        worlds,
        errors,
        ..
    } = scale;
    let (unknown, expected) = (rescue(), rescue_law().knowledge());
    let of = |flasks: u64| {
        let found = ensemble::collect(experiments / 5, |experiment| {
            let summary = unknown.summary(seed + experiment, worlds, flasks, fault);
            summary.resistant.knowledge / expected
        });
        let (mean, error) = mean_and_error(&found);
        // Beyond the error of the mean, one over the number of worlds: what a ratio of estimates may be off.
        let allowed = errors * error + 1.0 / worlds as f64;
        let proof = format!("rescue: variance between worlds over the closed form's, {flasks} flasks a world");
        Proof::within(proof, found.len(), mean, 1.0 - allowed, 1.0 + allowed)
    };
    [2, 4, 8].map(of).into()
}

/// Widths of stated intervals over those of the closed forms, and whether the mean's error is its error.
pub(super) fn sharp(rescues: &[Told], growths: &[Told], scale: Scale) -> Vec<Proof> {
    let law = rescue_law();
    let outlooks = || rescues.iter().map(|one| &one.summary.resistant);
    let ratio = |proof: &str, widths: Vec<f64>, exact: f64| {
        let (mean, _) = mean_and_error(&widths);
        Proof::within(proof, widths.len(), mean / exact, 0.9, 1.1)
    };
    let mean = law.mean();
    let held = outlooks().map(|outlook| (outlook.mean - mean).abs() <= 1.645 * outlook.error);
    let spreads = || growths.iter().filter_map(|one| one.summary.days);
    vec![
        ratio(
            "rescue: width of the central 90% of own shares over the closed form's",
            outlooks().map(|outlook| outlook.high - outlook.low).collect(),
            law.quantile(0.95) - law.quantile(0.05),
        ),
        ratio(
            "rescue: width of the middle half of own shares over the closed form's",
            outlooks()
                .map(|outlook| outlook.three_quarters - outlook.quarter)
                .collect(),
            law.quantile(0.75) - law.quantile(0.25),
        ),
        ratio(
            "rescue: width of the predicted number of 10 over the closed form's",
            outlooks()
                .map(|outlook| count_width(&outlook.shares().predict(PREDICTED)))
                .collect(),
            count_width(&law.predict(PREDICTED)),
        ),
        ratio(
            "growth: width of the central 90% of days over the closed form's",
            spreads().map(|days| days.high - days.low).collect(),
            growth_quantile(0.95) - growth_quantile(0.05),
        ),
        ratio(
            "growth: width of the middle half of days over the closed form's",
            spreads().map(|days| days.three_quarters - days.quarter).collect(),
            growth_quantile(0.75) - growth_quantile(0.25),
        ),
        Proof::share(
            "rescue: the true mean within 1.645 of the stated errors",
            held,
            0.9,
            scale.errors,
        ),
    ]
}

pub(super) fn mean_and_error(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (mean, libm::sqrt(squares / (n - 1.0).max(1.0) / n))
}
