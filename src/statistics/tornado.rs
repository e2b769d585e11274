//! How far an answer moves when one value moves: two ensembles on the same streams, flask by flask.

use super::interval::binomial_cdf;
use super::worlds::WorldFlask;
use crate::engine::record::Outcome;
use crate::knowledge::Certainty;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a flask counts as in the profile: its dominant mechanism where it is resistant, else how it ended otherwise.
pub fn category(flask: &WorldFlask) -> &str {
    match flask.outcome {
        Outcome::Resistant => flask.mechanism.as_deref().unwrap_or(""),
        Outcome::Extinct => "not resistant: extinct",
        Outcome::GivenUp => "not resistant: given up",
        Outcome::TimeOver => "not resistant: time over",
    }
}

/// What moved, each with its noise: one standard error for means, the mean distance that chance alone
/// gives for the profile.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Shift {
    /// Change of the share of resistant flasks.
    pub resistant: f64,
    /// Its standard error.
    pub resistant_error: f64,
    /// Change of the mean time to resistance within the horizon, days (flasks that never are: the horizon).
    pub days: f64,
    /// Its standard error, days.
    pub days_error: f64,
    /// Half the sum of the absolute changes of all shares of the profile (total variation distance).
    pub profile: f64,
    /// Mean distance that chance alone gives.
    pub profile_noise: f64,
    /// Most by which the share of one mechanism moved beyond [`Noise`].
    pub share_beyond: f64,
    /// By how many days the mean time moved beyond [`Noise`].
    pub days_beyond: f64,
}

/// What chance alone explains: each number lies beyond it with at most this probability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Noise {
    alpha: f64,
}

impl Noise {
    /// Such that in one tornado of twenty at most one of so many numbers lies beyond it, whatever they have in common. All ends
    /// are compared with the same flasks, so that where these are unusual all seem to move.
    pub fn of(numbers: usize) -> Self {
        Self {
            alpha: 0.05 / numbers.max(1) as f64,
        }
    }

    /// Standard errors: a sum of terms whose signs are coin flips lies beyond z times the root of the sum of their squares, on
    /// either side, with a probability below 2 exp(-z²/2) (Hoeffding 1963, doi:10.1080/01621459.1963.10500830).
    fn errors(self) -> f64 {
        libm::sqrt(2.0 * libm::log(2.0 / self.alpha))
    }

    /// Largest net of so many coin flips that chance explains (sign test).
    fn net(self, flips: u64) -> u64 {
        let decides = |tails: &u64| 2.0 * binomial_cdf(*tails, flips, 0.5) <= self.alpha;
        let most = (0..=flips / 2).take_while(decides).last();
        most.map_or(flips, |tails| flips.saturating_sub(2 * (tails + 1)))
    }
}

/// Shift from `before` to `after`, flask by flask; `horizon` is the end of the run in days.
///
/// Each flask keeps its stream, so only flasks whose ending changed carry noise. For the profile: if those
/// changes were coin flips, the share of a category with k changed flasks out of n would move by
/// sqrt(2k / pi) / n on average.
pub fn shift(before: &[WorldFlask], after: &[WorldFlask], horizon: f64, noise: Noise) -> Shift {
    let n = before.len().min(after.len()).max(1) as f64;
    let pairs = || before.iter().zip(after);
    let differences = |of: &dyn Fn(&WorldFlask) -> f64| -> Vec<f64> { pairs().map(|(a, b)| of(b) - of(a)).collect() };
    let mean = |differences: &[f64]| {
        let mean = differences.iter().sum::<f64>() / n;
        let squares: f64 = differences.iter().map(|d| (d - mean) * (d - mean)).sum();
        (mean, libm::sqrt(squares / (n - 1.0).max(1.0) / n))
    };
    let (resistant, resistant_error) = mean(&differences(&|ending| f64::from(u8::from(ending.is_resistant()))));
    let times = differences(&|ending| ending.restricted(horizon));
    let (days, days_error) = mean(&times);
    // Net change of each category, and how many flasks left or joined it.
    let mut categories: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    let categories_of = pairs().map(|(a, b)| (category(a), category(b)));
    for (a, b) in categories_of.filter(|(a, b)| a != b) {
        let left = categories.entry(a).or_default();
        (left.0, left.1) = (left.0 - 1.0, left.1 + 1.0);
        let joined = categories.entry(b).or_default();
        (joined.0, joined.1) = (joined.0 + 1.0, joined.1 + 1.0);
    }
    // An empty sum of floating-point numbers is -0.
    let profile = 0.0 + categories.values().map(|(net, _)| net.abs()).sum::<f64>() / (2.0 * n);
    let chance = |changed: f64| libm::sqrt(2.0 * changed / core::f64::consts::PI);
    let profile_noise = 0.0 + categories.values().map(|(_, changed)| chance(*changed)).sum::<f64>() / (2.0 * n);
    // A flask that changed would as well have changed the other way.
    let beyond = |(net, changed): &(f64, f64)| (net.abs() - noise.net(*changed as u64) as f64) / n;
    Shift {
        resistant,
        resistant_error,
        days,
        days_error,
        profile,
        profile_noise,
        share_beyond: categories.values().map(beyond).fold(0.0, f64::max),
        days_beyond: match is_beyond(&times, noise) {
            true => (days.abs() - noise.errors() * days_error).max(0.0),
            false => 0.0,
        },
    }
}

/// Whether chance explains neither on how many flasks a difference is above 0 rather than below, nor their sum: the standard error
/// of a few flasks says little by itself.
fn is_beyond(differences: &[f64], noise: Noise) -> bool {
    let sum: f64 = differences.iter().sum();
    let squares: f64 = differences.iter().map(|d| d * d).sum();
    let count = |of: &dyn Fn(&f64) -> bool| differences.iter().filter(|d| of(d)).count() as u64;
    let (along, against) = (count(&|d| d * sum > 0.0), count(&|d| d * sum < 0.0));
    along.saturating_sub(against) > noise.net(along + against) || sum.abs() > noise.errors() * libm::sqrt(squares)
}

impl Shift {
    /// How much moves beyond noise, 0 to 1: the larger of what a mechanism's share does, and of what the time does, as a share
    /// of the horizon.
    pub fn effect(&self, horizon: f64) -> f64 {
        self.share_beyond.max(self.days_beyond / horizon)
    }
}

/// One value and what its ends do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Key of the value in the knowledge base.
    pub key: String,
    /// What the value is, in words.
    pub what: String,
    /// The value as used, with its unit.
    pub value: String,
    /// The range it is moved over, in words.
    pub range: String,
    /// Both as numbers.
    pub over: Over,
    /// How sure the value is.
    pub certainty: Certainty,
    /// `None` where that end is the value itself, or the biology cannot be resolved there.
    pub low: Option<Shift>,
    /// See [`Self::low`].
    pub high: Option<Shift>,
    /// The larger effect of the two ends.
    pub effect: f64,
}

/// A value and the ends of its range, in its own unit: days, nM, or none. Weights are moved with the largest of them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Over {
    /// As used.
    pub value: f64,
    /// Low end.
    pub low: f64,
    /// High end.
    pub high: f64,
    /// The value's record states the ends.
    pub stated: bool,
}

/// Values by how far they move the answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tornado {
    /// Name of the scenario.
    pub scenario: String,
    /// Flasks per point.
    pub replicates: u64,
    /// Seed of every point.
    pub seed: u64,
    /// End of the run, days.
    pub horizon: f64,
    /// Share of resistant flasks and mean time to resistance within the horizon, as the scenario is.
    pub resistant: f64,
    /// See [`Self::resistant`].
    pub days: f64,
    /// Unaltered cells dominate most of those: nothing had to arise, since the dose never held them.
    pub never_held: bool,
    /// Values that were moved.
    pub rows: Vec<Row>,
    /// Keys whose whole range leaves every rate of the run as it is.
    pub without_part: Vec<String>,
    /// Keys that could not be moved, with the reason.
    pub not_moved: Vec<(String, String)>,
}

impl Tornado {
    /// Largest effect first; ties by the raw distance of the profile.
    pub fn rank(&mut self) {
        let raw = |row: &Row| {
            let ends = [row.low, row.high].into_iter().flatten();
            ends.map(|shift| shift.profile).fold(0.0, f64::max)
        };
        self.rows.sort_by(|a, b| {
            let order = b.effect.total_cmp(&a.effect).then(raw(b).total_cmp(&raw(a)));
            order.then(a.key.cmp(&b.key))
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, stream};
    use crate::sampling::uniform;

    /// Two standard errors, as the bound has them.
    const TWO: Noise = Noise { alpha: 0.27 };

    fn endings(labels: &[(&str, f64)]) -> Vec<WorldFlask> {
        let ending = |(label, day): &(&str, f64)| WorldFlask {
            outcome: if day.is_finite() {
                Outcome::Resistant
            } else {
                Outcome::TimeOver
            },
            day: *day,
            class: None,
            mechanism: day.is_finite().then(|| (*label).to_owned()),
        };
        labels.iter().map(ending).collect()
    }

    #[test]
    fn the_same_endings_move_nothing() {
        let same = endings(&[("a", 10.0), ("b", f64::NAN)]);
        let shift = shift(&same, &same, 100.0, TWO);
        assert_eq!(
            (shift.profile, shift.profile_noise, shift.days, shift.resistant),
            (0.0, 0.0, 0.0, 0.0)
        );
        assert_eq!(shift.effect(100.0), 0.0);
        assert!(!shift.profile.is_sign_negative() && !shift.profile_noise.is_sign_negative());
    }

    #[test]
    fn shifts_by_hand() {
        let before = endings(&[("a", 10.0), ("a", 20.0), ("b", 30.0), ("-", f64::NAN)]);
        let after = endings(&[("b", 10.0), ("a", 10.0), ("b", 30.0), ("a", 40.0)]);
        let shift = shift(&before, &after, 100.0, TWO);
        // a: one leaves, one joins; b gains one; "-" loses one.
        assert!((shift.profile - 0.25).abs() < 1e-12);
        let noise = (2.0f64.sqrt() + 1.0 + 1.0) * (2.0 / core::f64::consts::PI).sqrt() / 8.0;
        assert!((shift.profile_noise - noise).abs() < 1e-12);
        assert!((shift.resistant - 0.25).abs() < 1e-12);
        assert!((shift.days - (-10.0 - 60.0) / 4.0).abs() < 1e-12);
        assert_eq!(
            shift.share_beyond, 0.0,
            "a net of one among one or two is noise at two standard errors"
        );
    }

    /// A hundred values without any effect, all held against the same 30 flasks, in 2,000 tornados: one of them seems to have one
    /// in at most one of twenty (alpha 1e-6: 4.89 binomial standard errors, 0.0238). Two standard errors find some in nearly all.
    #[test]
    fn values_without_effect_are_noise_all_together() {
        let (tornados, values, flasks) = (2_000, 100, 30);
        let mut rng = stream(11, 0, Purpose::Growth);
        let mut ensemble = || -> Vec<WorldFlask> {
            let kinds = [("a", 40.0), ("b", 60.0), ("-", f64::NAN)];
            let one = |_| kinds[(uniform(&mut rng) * 3.0) as usize];
            endings(&(0..flasks).map(one).collect::<Vec<_>>())
        };
        let strict = Noise::of(values * 4);
        let (mut found, mut found_by_two) = (0, 0);
        for _ in 0..tornados {
            let before = ensemble();
            let all: Vec<Vec<WorldFlask>> = (0..values).map(|_| ensemble()).collect();
            let any = |noise: Noise| {
                all.iter()
                    .any(|after| shift(&before, after, 100.0, noise).effect(100.0) > 0.0)
            };
            found += u32::from(any(strict));
            found_by_two += u32::from(any(TWO));
        }
        let share = |n: u32| f64::from(n) / f64::from(tornados);
        assert!(share(found) < 0.05 + 0.0238, "{}", share(found));
        assert!(share(found_by_two) > 0.9, "{}", share(found_by_two));
    }

    /// Coin flips between two categories must not be ranked as an effect; a one-way change must.
    #[test]
    fn symmetric_exchange_is_noise_and_a_one_way_change_is_not() {
        let pattern = |i: usize| if i.is_multiple_of(2) { ("a", 10.0) } else { ("b", 10.0) };
        let before: Vec<_> = (0..200).map(pattern).collect();
        let swapped: Vec<_> = (0..200).map(|i| pattern(i + 1)).collect();
        let one_way: Vec<_> = (0..200).map(|_| ("a", 10.0)).collect();
        let before = endings(&before);
        assert_eq!(shift(&before, &endings(&swapped), 100.0, TWO).effect(100.0), 0.0);
        assert!(shift(&before, &endings(&one_way), 100.0, TWO).effect(100.0) > 0.3);
    }

    /// Few flasks tell what all of them say, and not what two say: 2 of 2 changed flasks have a probability of 1/2 by chance, 20 of
    /// 20 one of 2e-6; nets that chance explains by the binomial law.
    #[test]
    fn few_flasks_tell_what_all_of_them_say() {
        let noise = Noise::of(1_000);
        // P(|S| = 15 of 15) is 6.1e-5 and of 14 net or more of 16 flips 5.2e-4, above 5e-5; of 16 of 16 it is 3.1e-5.
        assert_eq!(
            (noise.net(2), noise.net(15), noise.net(16), noise.net(20)),
            (2, 15, 14, 16)
        );
        for (flasks, told) in [(2, false), (20, true)] {
            let before = endings(&vec![("a", 40.0); flasks]);
            let other = shift(&before, &endings(&vec![("b", 40.0); flasks]), 100.0, noise);
            assert_eq!(other.effect(100.0) > 0.0, told);
            let later = shift(&before, &endings(&vec![("a", 60.0); flasks]), 100.0, noise);
            assert_eq!(later.effect(100.0), if told { 0.2 } else { 0.0 });
        }
    }
}
