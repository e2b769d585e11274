//! What the cells of a flask see, step by step, and how long a step may be.

use super::medium::{Medium, Moment};

/// See module docs.
#[derive(Clone)]
pub(super) struct Exposure {
    medium: Medium,
    /// What is seen in this step.
    moments: Vec<Moment>,
    /// Widest range of a rate of birth, death or growth between two oral doses, per day, of any kind of cell.
    swing: f64,
    /// From which day on it was last looked at.
    swing_from: f64,
}

impl Exposure {
    /// No drug at all, of so many.
    pub fn without_drug(drugs: usize) -> Self {
        Self {
            medium: Medium::default(),
            moments: Moment::throughout(vec![0.0; drugs]),
            swing: 0.0,
            swing_from: 0.0,
        }
    }

    /// What is seen in this step.
    pub fn moments(&self) -> &[Moment] {
        &self.moments
    }

    /// Whether there is any drug in what is seen.
    pub fn is_to_drug(&self) -> bool {
        self.moments
            .iter()
            .flat_map(|moment| &moment.doses)
            .any(|&dose| dose > 0.0)
    }

    /// Another medium, seen from the day of its change on. Whether rates are to be worked out anew.
    pub fn set(&mut self, medium: Medium) -> bool {
        let day = medium.changed;
        self.medium = medium;
        self.see_interval(day)
    }

    /// Days from `from` on are the first of another interval between oral doses: what is seen are all of them. Whether rates
    /// are to be worked out anew.
    pub fn begins_interval(&mut self, from: f64) -> bool {
        let interval = self.medium.interval();
        interval.is_some_and(|interval| from >= self.swing_from + interval - 1e-9) && self.see_interval(from)
    }

    fn see_interval(&mut self, day: f64) -> bool {
        self.swing_from = day;
        let changes = self.take(self.medium.moments(day, day + self.medium.interval().unwrap_or(0.0)));
        if changes {
            self.swing = 0.0;
        }
        changes
    }

    /// What is seen are these days. Whether rates are to be worked out anew.
    pub fn take_step(&mut self, from: f64, to: f64) -> bool {
        !self.medium.is_steady() && self.take(self.medium.moments(from, to))
    }

    fn take(&mut self, moments: Vec<Moment>) -> bool {
        let changes = moments != self.moments;
        self.moments = moments;
        changes
    }

    /// Rates of a kind range so widely in what is seen.
    pub fn note_swing(&mut self, swing: f64) {
        self.swing = self.swing.max(swing);
    }

    /// Days over which no level changes by much.
    pub fn resolution(&self) -> f64 {
        self.medium.resolution()
    }

    /// Longest step from `day` on whose rates may be replaced by their means. Growth that swings by `w` about its mean,
    /// interval after interval of `t` days, moves the logarithm of a count by at most `w t / 8` from where the mean has it.
    pub fn averaged_for(&self, day: f64, tolerance: f64) -> f64 {
        let finest = self.medium.resolution();
        let Some(interval) = self.medium.interval() else {
            return finest;
        };
        let longest = 8.0 * tolerance / self.swing.max(f64::MIN_POSITIVE);
        if longest < interval {
            return longest.max(finest);
        }
        match self.medium.rhythm(day) {
            Some(_) => f64::INFINITY,
            None => interval,
        }
    }
}
