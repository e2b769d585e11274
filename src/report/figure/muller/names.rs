//! Which mechanisms have a name in a Muller plot.

use crate::model::biology::Mechanism;
use crate::report::figure::nest::Nest;
use crate::report::palette::{self, Colour, Texture};

/// Mechanisms with a name at most.
const MAX_NAMED: usize = 14;
/// A mechanism with a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Named<'a> {
    /// The mechanism.
    pub mechanism: &'a Mechanism,
    /// Its colour in every figure.
    pub colour: Colour,
    /// What tells it from others in grey print.
    pub texture: Texture,
    /// Its largest share of all cells on any day.
    pub most: f64,
    /// Its share on the last day with a living cell.
    pub end: f64,
}

/// Mechanisms that share a look, since none of them is ever as large as those with a name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rest {
    /// How many.
    pub count: usize,
    /// Their largest share together on any day.
    pub most: f64,
    /// Their share on the last day with a living cell.
    pub end: f64,
}

/// Who has a name: those with the largest share at any time, since what fills a culture for a month may be gone in the end.
pub(super) fn of<'a>(nest: &Nest<'a>) -> (Vec<Named<'a>>, Option<Rest>) {
    let mut all = nest.by_mechanism();
    let others = all.split_off(all.len().min(MAX_NAMED));
    let last = nest.last_living();
    let most = |shares: &[f64]| shares.iter().copied().fold(0.0, f64::max);
    let end = |shares: &[f64]| last.map_or(0.0, |day| shares[day]);
    let textures = palette::textures(&all.iter().map(|(mechanism, _)| *mechanism).collect::<Vec<_>>());
    let named = all.iter().zip(textures).map(|((mechanism, shares), texture)| Named {
        mechanism,
        colour: palette::mechanism(mechanism),
        texture,
        most: most(shares),
        end: end(shares),
    });
    let together = others
        .iter()
        .map(|(_, shares)| shares.clone())
        .reduce(|mut sum, shares| {
            sum.iter_mut().zip(shares).for_each(|(sum, share)| *sum += share);
            sum
        });
    let rest = together.map(|shares| Rest {
        count: others.len(),
        most: most(&shares),
        end: end(&shares),
    });
    (named.collect(), rest)
}
