//! When to sequence: how often a sample of a day, read at a depth, names what made a flask resistant.

use super::flask::PlanFlask;
use crate::statistics::interval::{Z95, wilson};
use serde::Serialize;

/// What is not worth waiting or reading deeper for, a share.
const MARGIN: f64 = 0.05;

/// Marks of a sample in [`PlanFlask::sequenced`].
pub const WRONG: u8 = 0;
/// The first call has the right kind.
pub const RIGHT: u8 = 1;
/// And every mechanism is found.
pub const COMPLETE: u8 = 2;
/// On top of one of these: every mechanism is found, however few of the cells it speaks for.
pub const FOUND: u8 = 4;

/// Flasks sequenced on some days at some depths.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WhenToSequence {
    /// Flasks that became resistant and were sequenced.
    pub flasks: u64,
    /// Worlds that they are of.
    pub worlds: u64,
    /// By day, then by depth.
    pub samples: Vec<SampleShare>,
    /// The earliest day, and on it the least depth, from which neither waiting nor deeper reading gains more than five points.
    pub chosen: usize,
}

impl WhenToSequence {
    /// The sample to take: the cheapest that loses little.
    pub fn sample(&self) -> SampleShare {
        self.samples[self.chosen]
    }

    /// The highest probability that a sample of any day and depth tells all.
    pub fn most(&self) -> f64 {
        most(&self.samples)
    }
}

fn most(samples: &[SampleShare]) -> f64 {
    samples.iter().map(|one| one.complete).fold(0.0, f64::max)
}

/// A day and a depth.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SampleShare {
    /// Day of the sample; of flasks that were resistant before, their last sample.
    pub day: f64,
    /// Reads at every position.
    pub depth: u64,
    /// Probability that every mechanism is found, however few of the cells it speaks for.
    pub found: f64,
    /// Probability that the first call has the right kind.
    pub right: f64,
    /// Probability that it has, and that every mechanism is found.
    pub complete: f64,
    /// The 95% interval of that.
    pub low: f64,
    /// See [`Self::low`].
    pub high: f64,
}

/// Of the flasks of some worlds; `None` where none was sequenced.
pub fn when_to_sequence(worlds: &[&[PlanFlask]], days: &[f64], depths: &[u64]) -> Option<WhenToSequence> {
    let read = |flask: &&PlanFlask| flask.sequenced.len() == days.len() * depths.len() && !flask.sequenced.is_empty();
    let each: Vec<Vec<&PlanFlask>> = worlds.iter().map(|world| world.iter().filter(read).collect()).collect();
    let each: Vec<Vec<&PlanFlask>> = each.into_iter().filter(|world| !world.is_empty()).collect();
    let flasks: usize = each.iter().map(Vec::len).sum();
    if flasks == 0 {
        return None;
    }
    let sample = |i: usize| {
        let share = |least: u8| shares(&each, &|flask| flask.sequenced[i] & !FOUND >= least);
        let (complete, low, high) = share(COMPLETE);
        SampleShare {
            day: days[i / depths.len()],
            depth: depths[i % depths.len()],
            found: shares(&each, &|flask| flask.sequenced[i] & FOUND > 0).0,
            right: share(RIGHT).0,
            complete,
            low,
            high,
        }
    };
    let samples: Vec<SampleShare> = (0..days.len() * depths.len()).map(sample).collect();
    let chosen = samples.iter().position(|one| one.complete >= most(&samples) - MARGIN)?;
    Some(WhenToSequence {
        flasks: flasks as u64,
        worlds: each.len() as u64,
        samples,
        chosen,
    })
}

/// The share of flasks with such marks, and its interval: the world is the unit of evidence, so that flasks of one
/// world count for as many as have the same error.
fn shares(worlds: &[Vec<&PlanFlask>], is: &dyn Fn(&PlanFlask) -> bool) -> (f64, f64, f64) {
    let hits = |world: &Vec<&PlanFlask>| world.iter().filter(|flask| is(flask)).count() as f64;
    let n = worlds.iter().map(Vec::len).sum::<usize>() as f64;
    let share = worlds.iter().map(hits).sum::<f64>() / n;
    let k = worlds.len() as f64;
    let squares = |world: &Vec<&PlanFlask>| {
        let off = hits(world) - share * world.len() as f64;
        off * off
    };
    let variance = worlds.iter().map(squares).sum::<f64>() / (n * n) * k / (k - 1.0).max(1.0);
    let alike = match variance > 0.0 {
        true => (share * (1.0 - share) / variance).min(n),
        false => k,
    };
    let (low, high) = wilson(share * alike, alike, Z95);
    (share, low, high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::record::Outcome;
    use crate::statistics::worlds::WorldFlask;

    fn flask(sequenced: &[u8]) -> PlanFlask {
        let end = WorldFlask {
            outcome: Outcome::Resistant,
            day: 50.0,
            class: None,
            mechanism: None,
        };
        PlanFlask {
            sequenced: sequenced.to_vec(),
            ..PlanFlask::taking_nothing(end)
        }
    }

    #[test]
    fn the_earliest_day_and_least_depth_that_lose_little_are_chosen() {
        // Two days, two depths: late and shallow is as good as late and deep, within the margin.
        let world: Vec<PlanFlask> = (0..40)
            .map(|i| {
                flask(&[
                    u8::from(i < 4),
                    u8::from(i < 20),
                    2 * u8::from(i < 35),
                    2 * u8::from(i < 36) + FOUND * u8::from(i < 38),
                ])
            })
            .chain([flask(&[])])
            .collect();
        let worlds: Vec<&[PlanFlask]> = world.chunks(4).collect();
        let found = when_to_sequence(&worlds, &[10.0, 30.0], &[100, 1000]).unwrap();
        assert_eq!((found.flasks, found.worlds), (40, 10));
        let chosen = found.samples[found.chosen];
        assert_eq!((chosen.day, chosen.depth), (30.0, 100));
        assert_eq!((found.samples[1].right, found.samples[1].complete), (0.5, 0.0));
        assert_eq!(
            found.samples.iter().map(|one| one.found).collect::<Vec<_>>(),
            [0.0, 0.0, 0.0, 0.95]
        );
        assert_eq!(found.samples[3].complete, 0.9);
        assert!(chosen.low < chosen.complete && chosen.complete < chosen.high);
        // Worlds that agree within leave fewer independent flasks than there are.
        let (_, low, high) = shares(
            &worlds
                .iter()
                .map(|w| w.iter().take(4).filter(|f| !f.sequenced.is_empty()).collect::<Vec<_>>())
                .filter(|w| !w.is_empty())
                .collect::<Vec<_>>(),
            &|flask| flask.sequenced[1] >= RIGHT,
        );
        let (own_low, own_high) = wilson(20.0, 40.0, Z95);
        assert!(high - low > 1.2 * (own_high - own_low), "{low} {high}");
        assert!(when_to_sequence(&[&[flask(&[])]], &[10.0], &[100]).is_none());
    }
}
