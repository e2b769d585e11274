//! Which of two hypotheses an experiment speaks for: by how many of its flasks are hits, with a limit that was learnt from
//! other worlds.

use serde::Serialize;

/// Flasks that were hits under either hypothesis, in experiments of one size.
#[derive(Debug, Clone, PartialEq)]
pub struct Tally {
    /// Per hypothesis and number of hits, worlds.
    counts: [Vec<u64>; 2],
}

/// How an experiment is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// With at least so many hits...
    pub at_least: u64,
    /// ...it speaks for the first hypothesis, else for the second; or the other way round.
    pub first: bool,
}

impl Tally {
    /// Of experiments with so many flasks.
    pub fn new(flasks: u64) -> Self {
        let none = vec![0; flasks as usize + 1];
        Self {
            counts: [none.clone(), none],
        }
    }

    /// Takes the hits of a world under either hypothesis.
    pub fn add(&mut self, hits: [u64; 2]) {
        for (counts, hits) in self.counts.iter_mut().zip(hits) {
            counts[hits as usize] += 1;
        }
    }

    /// The limit that was right most often so far; the least of several. `None` before the first world.
    pub fn rule(&self) -> Option<Rule> {
        let worlds: u64 = self.counts[0].iter().sum();
        let above = |of: usize, limit: usize| self.counts[of][limit..].iter().sum::<u64>();
        let limits = 1..self.counts[0].len();
        let right = |limit: usize, first: bool| {
            let (own, other) = if first { (0, 1) } else { (1, 0) };
            above(own, limit) + worlds - above(other, limit)
        };
        let all = limits.flat_map(|limit| [(limit, true), (limit, false)]);
        let best = all.fold(None, |best: Option<(u64, usize, bool)>, (limit, first)| {
            let own = right(limit, first);
            match best {
                Some((most, ..)) if most >= own => best,
                _ => Some((own, limit, first)),
            }
        });
        best.filter(|_| worlds > 0).map(|(_, limit, first)| Rule {
            at_least: limit as u64,
            first,
        })
    }
}

impl Rule {
    /// How often this rule is right in a world with these hits under either hypothesis: of two experiments, one each.
    pub fn right(self, hits: [u64; 2]) -> f64 {
        let says_first = |hits: u64| (hits >= self.at_least) == self.first;
        0.5 * (f64::from(u8::from(says_first(hits[0]))) + f64::from(u8::from(!says_first(hits[1]))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, stream};
    use crate::sampling::binomial;

    /// Six flasks, of which each is a hit with 0.9 under the one and 0.2 under the other: the best limit is 4 of 6 (with 4 or
    /// more 0.984 and 0.983 are right; with 3, 0.999 and 0.901; with 5, 0.886 and 0.998). The rule is right in 0.9837
    /// (within 0.004: five standard errors of 20,000 worlds).
    #[test]
    fn the_limit_is_the_one_of_the_likelihood() {
        let mut rng = stream(2, 0, Purpose::World);
        let mut draw = || [binomial(&mut rng, 6, 0.2), binomial(&mut rng, 6, 0.9)];
        let mut tally = Tally::new(6);
        assert_eq!(tally.rule(), None);
        (0..20_000).for_each(|_| tally.add(draw()));
        let rule = tally.rule().unwrap();
        assert_eq!(
            rule,
            Rule {
                at_least: 4,
                first: false
            }
        );
        let right = (0..20_000).map(|_| rule.right(draw())).sum::<f64>() / 20_000.0;
        assert!((right - 0.9837).abs() < 0.004, "{right}");
    }

    #[test]
    fn what_does_not_differ_is_guessed() {
        let mut rng = stream(3, 0, Purpose::World);
        let mut draw = || [binomial(&mut rng, 3, 0.5), binomial(&mut rng, 3, 0.5)];
        let mut tally = Tally::new(3);
        (0..2_000).for_each(|_| tally.add(draw()));
        let rule = tally.rule().unwrap();
        let right = (0..20_000).map(|_| rule.right(draw())).sum::<f64>() / 20_000.0;
        assert!((right - 0.5).abs() < 0.015, "{right}");
    }
}
