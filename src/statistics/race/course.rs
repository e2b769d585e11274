//! A race of designs over the same worlds. The world is the unit of evidence: each gives one value for every design.

use super::capital::Capital;
use crate::statistics::interval::{Z95, wilson};

/// Error of all that a race claims: half of it for dropping the best design, half for stopping too soon.
pub const ERROR: f64 = 0.05;

/// Designs in the same worlds; the greater the value the better.
#[derive(Debug, Clone)]
pub struct Race {
    /// Of each design.
    spans: Vec<f64>,
    margin: f64,
    standings: Vec<Standing>,
    /// Designs that are known to do what is asked of all: they alone beat others.
    sure: Vec<bool>,
    /// Designs that seem to do it: one of them leads.
    fit: Vec<bool>,
    /// Of each ordered pair (one, other): a bet against "the one is at least as good", and a bet against "the one is better by
    /// more than the margin".
    pairs: Vec<[Capital; 2]>,
}

/// How a design stands.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Standing {
    /// Worlds in which it was looked at.
    pub worlds: u64,
    /// Mean of its values.
    pub mean: f64,
    /// Sum of squared deviations from that mean.
    squares: f64,
    /// Why it is out of the race.
    pub out: Option<Out>,
}

/// Why a design is out of a race.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Out {
    /// Another was shown to be better.
    Beaten,
    /// It breaks a limit.
    Limit,
    /// It was shown to come to the goal less often than is asked.
    Short,
    /// Not shown to be worse, but not among the best when the budget ran low.
    Aside,
}

impl Standing {
    /// Takes the value of a world.
    pub fn add(&mut self, value: f64) {
        self.worlds += 1;
        let step = value - self.mean;
        self.mean += step / self.worlds as f64;
        self.squares += step * (value - self.mean);
    }

    /// Standard error of the mean; 0 with fewer than two worlds.
    pub fn error(&self) -> f64 {
        match self.worlds {
            0 | 1 => 0.0,
            n => libm::sqrt(self.squares / (n - 1) as f64 / n as f64),
        }
    }

    /// The 95% interval of the mean over worlds. Of a probability by Wilson's method, where worlds that are neither 0 nor 1
    /// count for as many of either as have the same error; else by Student's.
    pub fn interval(&self, probability: bool) -> (f64, f64) {
        let (n, error) = (self.worlds as f64, self.error());
        if self.worlds < 2 {
            return match probability {
                true => (0.0, 1.0),
                false => (self.mean, self.mean),
            };
        }
        if probability {
            let p = self.mean.clamp(0.0, 1.0);
            let alike = match error > 0.0 {
                true => (p * (1.0 - p) / (error * error)).max(n),
                false => n,
            };
            return wilson(p * alike, alike, Z95);
        }
        // Student's quantile to the second order in 1/n (Cornish and Fisher).
        let t = Z95 + (Z95 * Z95 * Z95 + Z95) / (4.0 * (n - 1.0));
        (self.mean - t * error, self.mean + t * error)
    }

    /// Whether it is in the race.
    pub fn is_in(&self) -> bool {
        self.out.is_none()
    }
}

impl Race {
    /// Of designs whose values lie within these spans of 0, or of the best, in a world; differences up to `margin` do not
    /// matter.
    pub fn new(spans: Vec<f64>, margin: f64) -> Self {
        let designs = spans.len();
        Self {
            spans,
            margin,
            standings: vec![Standing::default(); designs],
            sure: vec![true; designs],
            fit: vec![true; designs],
            pairs: vec![[Capital::default(); 2]; designs * designs],
        }
    }

    /// How every design stands.
    pub fn standings(&self) -> &[Standing] {
        &self.standings
    }

    /// The designs in the race.
    pub fn running(&self) -> Vec<usize> {
        (0..self.standings.len())
            .filter(|i| self.standings[*i].is_in())
            .collect()
    }

    /// Takes a world: a value for every design in the race, in the order of [`Self::running`].
    pub fn add(&mut self, values: &[f64]) {
        let running = self.running();
        debug_assert_eq!(running.len(), values.len());
        let n = self.standings.len();
        for (one, value) in running.iter().zip(values) {
            self.standings[*one].add(*value);
            for (other, its) in running.iter().zip(values).filter(|(other, _)| *other != one) {
                let [worse, within] = &mut self.pairs[one * n + other];
                let behind = its - value;
                let span = self.spans[*one].max(self.spans[*other]);
                worse.bet(behind / span);
                within.bet((behind + self.margin) / (span + self.margin));
            }
        }
    }

    /// What a bet has to win: the best design meets at most so many others, in each of the two kinds of claims.
    fn bar(&self) -> f64 {
        2.0 * (self.standings.len() as f64 - 1.0).max(1.0) / ERROR
    }

    /// Drops the designs that some other is better than. With a probability of at least 97.5% the best is never among them.
    pub fn drop_worse(&mut self) {
        let (n, bar) = (self.standings.len(), self.bar());
        let running = self.running();
        let beaten = |one: &&usize| {
            running
                .iter()
                .any(|other| self.sure[*other] && self.pairs[*one * n + other][0].most() >= bar)
        };
        let beaten: Vec<usize> = running.iter().filter(beaten).copied().collect();
        // Of two that each lost to the other at some time, the one with the better mean stays.
        let leader = self.leader();
        for one in beaten.into_iter().filter(|one| Some(*one) != leader) {
            self.standings[one].out = Some(Out::Beaten);
        }
    }

    /// Takes a design out that may not be chosen, for a reason.
    pub fn exclude(&mut self, design: usize, out: Out) {
        self.standings[design].out = Some(out);
    }

    /// Whether a design seems to do what is asked of all, and whether that is known.
    pub fn qualify(&mut self, design: usize, fit: bool, sure: bool) {
        (self.fit[design], self.sure[design]) = (fit, sure);
    }

    /// Whether a design seems to do what is asked of all.
    pub fn is_fit(&self, design: usize) -> bool {
        self.fit[design]
    }

    /// The design in the race with the best mean that seems to do what is asked; the first of several.
    pub fn leader(&self) -> Option<usize> {
        let better = |best: Option<usize>, one: usize| match best {
            Some(best) if self.standings[best].mean >= self.standings[one].mean => Some(best),
            _ => Some(one),
        };
        let fit = self.running().into_iter().filter(|one| self.fit[*one]);
        fit.fold(None, better)
    }

    /// Whether no other design in the race is better than the leader by more than the margin. With a probability of at least
    /// 97.5% that is never said of a leader which the best of them beats by more.
    pub fn is_settled(&self) -> bool {
        self.within_margin(|standing| standing.is_in())
    }

    /// The same of all designs that were neither shown to be worse nor break a limit.
    pub fn is_decided(&self) -> bool {
        self.within_margin(|standing| matches!(standing.out, None | Some(Out::Aside)))
    }

    fn within_margin(&self, counts: impl Fn(&Standing) -> bool) -> bool {
        let (n, bar) = (self.standings.len(), self.bar());
        let Some(leader) = self.leader() else {
            return self.running().is_empty();
        };
        let mut others = (0..n).filter(|other| *other != leader && counts(&self.standings[*other]));
        others.all(|other| self.pairs[other * n + leader][1].most() >= bar)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, stream};
    use crate::sampling::{normal, uniform};

    /// Designs that meet a goal with these probabilities; a world's difficulty is shared by all. Returns winner, whether the
    /// best was dropped, whether it was decided, and the worlds.
    fn raced(seed: u64, chances: &[f64], margin: f64, most: u64) -> (usize, bool, bool, u64) {
        let mut race = Race::new(vec![1.0; chances.len()], margin);
        let mut worlds = 0;
        while worlds < most && !race.is_decided() {
            for _ in 0..8 {
                let mut rng = stream(seed, worlds, Purpose::World);
                let shared = uniform(&mut rng);
                let own = 0.3 * (uniform(&mut rng) - 0.5);
                let met = |i: &usize| f64::from(u8::from((shared + own).clamp(0.0, 1.0) < chances[*i]));
                let values: Vec<f64> = race.running().iter().map(met).collect();
                race.add(&values);
                worlds += 1;
            }
            race.drop_worse();
        }
        let best = (0..chances.len())
            .max_by(|a, b| chances[*a].total_cmp(&chances[*b]))
            .unwrap();
        let dropped = !race.standings()[best].is_in();
        (race.leader().unwrap(), dropped, race.is_decided(), worlds)
    }

    /// Worlds of one flask that are 1 or 0 are as many trials: Wilson's interval of 40 in 100 is 30.9% to 49.8%. Worlds of many flasks that
    /// nearly agree tell more than as many trials.
    #[test]
    fn worlds_that_agree_tell_more_than_as_many_trials() {
        let of = |value: &dyn Fn(u64) -> f64| {
            let mut standing = Standing::default();
            (0..100).for_each(|world| standing.add(value(world)));
            standing.interval(true)
        };
        let (low, high) = of(&|world| f64::from(u8::from(world % 5 < 2)));
        assert!(
            (low - 0.309).abs() < 2e-3 && (high - 0.498).abs() < 2e-3,
            "{low} {high}"
        );
        let (low, high) = of(&|world| if world % 2 == 0 { 0.35 } else { 0.45 });
        assert!((low - 0.39).abs() < 1e-3 && (high - 0.41).abs() < 1e-3, "{low} {high}");
    }

    #[test]
    fn the_worse_drop_out_and_it_is_decided() {
        let (winner, dropped, decided, worlds) = raced(1, &[0.2, 0.35, 0.8, 0.5, 0.76], 0.05, 4_000);
        assert!(winner == 2 || winner == 4);
        assert!(!dropped && decided && worlds < 4_000, "{worlds}");
        let alone = raced(2, &[0.4], 0.05, 4_000);
        assert_eq!((alone.0, alone.3), (0, 0));
    }

    /// In 400 races of twelve designs, six of them equally good and best, one of those is dropped in at most 5% (more than 45
    /// of 400 has a probability below 1e-6 where that holds), although every pair is looked at after every eighth world.
    #[test]
    fn the_best_is_rarely_dropped_at_any_look() {
        let chances = [0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.55, 0.5, 0.45, 0.4, 0.3, 0.2];
        let mut dropped = 0;
        for seed in 0..400 {
            let mut race = Race::new(vec![1.0; chances.len()], 0.05);
            for world in 0..240 {
                let mut rng = stream(seed, world, Purpose::World);
                let met = |i: &usize| f64::from(u8::from(uniform(&mut rng) < chances[*i]));
                let values: Vec<f64> = race.running().iter().map(met).collect();
                race.add(&values);
                if world % 8 == 7 {
                    race.drop_worse();
                }
            }
            dropped += u32::from((0..6).any(|best| !race.standings()[best].is_in()));
        }
        assert!(dropped <= 45, "{dropped}");
    }

    /// What is cheap because it does not do what is asked beats nothing; the cheapest that does it wins.
    #[test]
    fn only_what_does_what_is_asked_beats_others() {
        let mut race = Race::new(vec![1.0, 2.0, 3.0], 0.05);
        let values = [-0.2, -0.9, -1.8];
        for world in 0..400 {
            let running = race.running();
            let sure = world >= 40;
            (0..3).for_each(|design| race.qualify(design, design > 0 && sure, design > 0 && sure));
            if sure && race.standings()[0].is_in() {
                assert!(race.standings()[1].is_in(), "the cheap one beat it");
                race.exclude(0, Out::Short);
                continue;
            }
            race.add(&running.iter().map(|design| values[*design]).collect::<Vec<_>>());
            if world < 40 {
                race.drop_worse();
                assert!(!race.is_settled() && race.running().len() == 3);
            }
        }
        race.drop_worse();
        assert_eq!(
            (race.running(), race.leader(), race.is_settled()),
            (vec![1], Some(1), true)
        );
    }

    #[test]
    fn what_is_set_aside_stays_undecided() {
        let mut race = Race::new(vec![1.0; 3], 0.05);
        (0..20).for_each(|_| race.add(&[0.5, 0.51, 0.3]));
        race.exclude(2, Out::Aside);
        assert_eq!((race.running(), race.leader()), (vec![0, 1], Some(1)));
        (0..400).for_each(|_| race.add(&[0.5, 0.51]));
        assert!(race.is_settled() && !race.is_decided());
    }

    #[test]
    fn times_race_in_days() {
        let mut race = Race::new(vec![300.0; 2], 7.0);
        let mut rng = stream(5, 0, Purpose::World);
        for _ in 0..3_000 {
            let world = 150.0 + 40.0 * normal(&mut rng);
            race.add(&[
                world.clamp(0.0, 300.0),
                (world + 20.0 + 15.0 * normal(&mut rng)).clamp(0.0, 300.0),
            ]);
            race.drop_worse();
            if race.is_decided() {
                break;
            }
        }
        assert_eq!(race.leader(), Some(1));
        assert!(race.is_decided() && race.standings()[0].worlds < 1_000);
    }
}
