//! Whether what is predicted over worlds happens as often as it is said to.

use super::proof::Proof;
use super::scale::Scale;
use crate::random::{Purpose, stream};
use crate::sampling::uniform;
use crate::statistics::worlds::{Outlook, WorldFlask, WorldsSummary};

/// Seed of the random part of ranks.
const SEED: u64 = 20_270_000;

/// An experiment: what was told beforehand, and what happened.
pub struct Told {
    /// What worlds say.
    pub summary: WorldsSummary,
    /// Flasks in a world more, which nobody knew.
    pub flasks: Vec<WorldFlask>,
    /// The share of resistant flasks in that world, where it is known exactly.
    pub share: Option<f64>,
}

/// Proofs from experiments: numbers of resistant flasks, in all and by each of `days`, by randomised ranks (the
/// distance of Kolmogorov and Smirnov from uniform ones, at the scale's alpha); own shares of worlds and days of resistance by how
/// often the stated intervals hold them (binomial standard errors).
///
/// # Panics
/// An experiment has fewer flasks than five or than the first one, or `days` are asked for and its summary tells of none.
pub fn calibrated(name: &str, told: &[Told], days: &[f64], scale: Scale) -> Vec<Proof> {
    let Scale { alpha, errors, .. } = scale;
    let mut proofs = Vec::new();
    let flasks = told.first().map_or(0, |one| one.flasks.len());
    // Where every flask is resistant, nothing was predicted.
    let differ = told
        .iter()
        .flat_map(|one| &one.flasks)
        .any(|flask| !flask.is_resistant());
    for n in [1, 5, flasks].into_iter().filter(|_| differ) {
        let ranks = ranks(told, |one| {
            let hits = one.flasks[..n].iter().filter(|flask| flask.is_resistant()).count();
            (&one.summary.resistant, n, hits)
        });
        proofs.push(uniform_ranks(format!("{name}: resistant of {n}, ranks"), &ranks, alpha));
    }
    for day in days {
        let ranks = ranks(told, |one| {
            let at = one
                .summary
                .incidence
                .iter()
                .min_by(|a, b| (a.day - day).abs().total_cmp(&(b.day - day).abs()));
            let at = at.expect("days are told");
            let hits = one.flasks.iter().filter(|flask| flask.is_resistant_by(at.day)).count();
            (&at.share, one.flasks.len(), hits)
        });
        proofs.push(uniform_ranks(
            format!("{name}: of {flasks} by day {day}, ranks"),
            &ranks,
            alpha,
        ));
    }
    let shares = || told.iter().filter_map(|one| Some((&one.summary.resistant, one.share?)));
    if shares().next().is_some() {
        let held = shares().map(|(outlook, share)| outlook.low <= share && share <= outlook.high);
        proofs.push(Proof::share(
            format!("{name}: own share in its central 90%"),
            held,
            0.9,
            errors,
        ));
        let held = shares().map(|(outlook, share)| outlook.quarter <= share && share <= outlook.three_quarters);
        proofs.push(Proof::share(
            format!("{name}: own share in its middle half"),
            held,
            0.5,
            errors,
        ));
    }
    let first = |one: &Told| Some(one.flasks.first().filter(|flask| flask.is_resistant())?.day);
    let days = || told.iter().filter_map(|one| Some((one.summary.days?, first(one)?)));
    let held = days().map(|(spread, day)| spread.low <= day && day <= spread.high);
    proofs.push(Proof::share(
        format!("{name}: day of resistance in its central 90%"),
        held,
        0.9,
        errors,
    ));
    let held = days().map(|(spread, day)| spread.quarter <= day && day <= spread.three_quarters);
    proofs.push(Proof::share(
        format!("{name}: day of resistance in its middle half"),
        held,
        0.5,
        errors,
    ));
    proofs
}

/// The place of what happened among what was predicted, a random one within its own probability: uniform where the
/// prediction is right (Czado, Gneiting and Held 2009, doi:10.1111/j.1541-0420.2009.01191.x).
fn ranks<'a>(told: &'a [Told], seen: impl Fn(&'a Told) -> (&'a Outlook, usize, usize)) -> Vec<f64> {
    let rank = |(number, one): (usize, &'a Told)| {
        let (outlook, n, hits) = seen(one);
        let predicted = outlook.shares().predict(n as u64);
        let mut rng = stream(SEED, number as u64, Purpose::Resample);
        predicted[..hits].iter().sum::<f64>() + uniform(&mut rng) * predicted[hits]
    };
    told.iter().enumerate().map(rank).collect()
}

/// Hypothesis: the ranks are uniform. The result is the largest distance of their distribution, times the root of their
/// number; its limit that of Kolmogorov (1933) at `alpha`.
fn uniform_ranks(proof: String, ranks: &[f64], alpha: f64) -> Proof {
    let mut sorted = ranks.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let distance = sorted.iter().enumerate().fold(0.0, |most: f64, (i, rank)| {
        most.max((i as f64 + 1.0) / n - rank).max(rank - i as f64 / n)
    });
    let limit = libm::sqrt(-0.5 * libm::log(0.5 * alpha));
    Proof::new(proof, ranks.len(), distance * libm::sqrt(n), (None, Some(limit)))
}
