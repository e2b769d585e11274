//! Which of two hypotheses an experiment speaks for: by how many of its flasks are hits, with a limit that was learnt from
//! other worlds.

use super::subsets::exactly;
use serde::Serialize;

/// Flasks that were hits under either hypothesis, in experiments of one size.
#[derive(Debug, Clone, PartialEq)]
pub struct Tally {
    /// Of every second world and of the others: per hypothesis and number of hits, worlds.
    halves: [[Vec<u64>; 2]; 2],
    worlds: u64,
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
        let half = [none.clone(), none];
        Self {
            halves: [half.clone(), half],
            worlds: 0,
        }
    }

    /// Takes the hits of a world under either hypothesis.
    pub fn add(&mut self, hits: [u64; 2]) {
        let half = &mut self.halves[(self.worlds % 2) as usize];
        for (counts, hits) in half.iter_mut().zip(hits) {
            counts[hits as usize] += 1;
        }
        self.worlds += 1;
    }

    /// Flasks of an experiment.
    fn flasks(&self) -> u64 {
        self.halves[0][0].len() as u64 - 1
    }

    /// The limit that was right most often so far; the least of several. `None` before the first world.
    pub fn rule(&self) -> Option<Rule> {
        self.rule_of(self.flasks())
    }

    /// The same for experiments with `n` of the flasks.
    pub fn rule_of(&self, n: u64) -> Option<Rule> {
        best(&self.among(n, &self.halves))
    }

    /// How often a rule is right with `n` of the flasks, mean over worlds and over all choices of `n`.
    pub fn right_of(&self, n: u64, rule: Rule) -> f64 {
        right(&self.among(n, &self.halves), rule)
    }

    /// The same with the rule of every half of the worlds held against the other half: what chose it does not judge it.
    pub fn crossed(&self, n: u64) -> f64 {
        let [even, odd] = self
            .halves
            .each_ref()
            .map(|half| self.among(n, std::slice::from_ref(half)));
        let judged = |by: &[Vec<f64>; 2], of: &[Vec<f64>; 2]| {
            let worlds: f64 = of[0].iter().sum();
            (worlds * best(by).map_or(0.5, |rule| right(of, rule)), worlds)
        };
        let ((right, of), (more, others)) = (judged(&even, &odd), judged(&odd, &even));
        match of + others > 0.0 {
            true => (right + more) / (of + others),
            false => 0.5,
        }
    }

    /// Worlds by how many of `n` of their flasks are hits under either hypothesis, over all choices of `n`.
    fn among(&self, n: u64, halves: &[[Vec<u64>; 2]]) -> [Vec<f64>; 2] {
        let total = self.flasks();
        [0, 1].map(|of| {
            let mut among = vec![0.0; n as usize + 1];
            for (hits, worlds) in halves.iter().flat_map(|half| (0..).zip(&half[of])) {
                match (*worlds, n == total) {
                    (0, _) => {}
                    (_, true) => among[hits as usize] += *worlds as f64,
                    (_, false) => (0..)
                        .zip(&mut among)
                        .for_each(|(x, sum)| *sum += *worlds as f64 * exactly(x, n, hits, total)),
                }
            }
            among
        })
    }
}

/// The limit that is right most often; the least of several. `None` where there is no world.
fn best(among: &[Vec<f64>; 2]) -> Option<Rule> {
    let limits = 1..among[0].len() as u64;
    let all = limits.flat_map(|at_least| [true, false].map(|first| Rule { at_least, first }));
    let best = all.fold(None, |best: Option<(f64, Rule)>, rule| {
        let own = right(among, rule);
        match best {
            Some((most, _)) if most >= own => best,
            _ => Some((own, rule)),
        }
    });
    best.filter(|_| among[0].iter().sum::<f64>() > 0.0)
        .map(|(_, rule)| rule)
}

/// How often a rule is right, under either hypothesis as often.
fn right(among: &[Vec<f64>; 2], rule: Rule) -> f64 {
    let above = |of: &Vec<f64>| of[rule.at_least as usize..].iter().sum::<f64>();
    let below = |of: &Vec<f64>| of[..rule.at_least as usize].iter().sum::<f64>();
    let [own, other] = if rule.first {
        [&among[0], &among[1]]
    } else {
        [&among[1], &among[0]]
    };
    let worlds: f64 = own.iter().chain(other).sum();
    (above(own) + below(other)) / worlds.max(f64::MIN_POSITIVE)
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

    /// Of six such flasks any three are alike: with them a limit of 2 is best, right in 0.934 (0.972 under the one, 0.896 under the
    /// other), and within 0.006 (five standard errors of 20,000 worlds) by the other half of the worlds, too.
    #[test]
    fn fewer_flasks_have_a_rule_of_their_own() {
        let mut rng = stream(2, 0, Purpose::World);
        let mut tally = Tally::new(6);
        (0..20_000).for_each(|_| tally.add([binomial(&mut rng, 6, 0.2), binomial(&mut rng, 6, 0.9)]));
        let rule = tally.rule_of(3).unwrap();
        assert_eq!((rule.at_least, rule.first), (2, false));
        let (own, crossed) = (tally.right_of(3, rule), tally.crossed(3));
        assert!(
            (own - 0.934).abs() < 0.006 && (crossed - 0.934).abs() < 0.006,
            "{own} {crossed}"
        );
    }

    /// Where nothing differs, the best of 40 limits seems right in more than half of 8 worlds; by the other half it is a guess.
    #[test]
    fn a_rule_is_not_judged_by_the_worlds_that_chose_it() {
        let (mut own, mut crossed) = (0.0, 0.0);
        for case in 0..400 {
            let mut rng = stream(case, 2, Purpose::World);
            let mut tally = Tally::new(20);
            (0..8).for_each(|_| tally.add([binomial(&mut rng, 20, 0.5), binomial(&mut rng, 20, 0.5)]));
            own += tally.right_of(20, tally.rule().unwrap()) / 400.0;
            crossed += tally.crossed(20) / 400.0;
        }
        assert!(own > 0.6 && (crossed - 0.5).abs() < 0.04, "{own} {crossed}");
    }
}
