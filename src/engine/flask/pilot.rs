//! What a flask costs, counted in what the engine did for it.

use crate::engine::interval::Effort;

/// How far a stock had come.
#[derive(Debug, Clone, Copy)]
pub struct Grown {
    /// Its cells.
    pub cells: f64,
    /// Those that it is grown to.
    pub of: f64,
    /// Its compartments.
    pub compartments: f64,
}

impl Grown {
    fn is_finished(&self) -> bool {
        self.cells >= self.of
    }

    /// Compartments that the rest of its growth carries, for each step that it took until now: with R times as many cells in the
    /// end, ln R / ln cells as many steps with (R - 1) / ln R times as many compartments on average.
    fn left(&self) -> f64 {
        let more = (self.of / self.cells.max(1.0) - 1.0).max(0.0);
        self.compartments * more / libm::log(self.cells.max(core::f64::consts::E))
    }
}

/// What the engine did for a flask that shows what others cost.
#[derive(Debug, Clone)]
pub struct Pilot {
    /// Steps and compartments carried, of the stock and of the flask.
    pub effort: Effort,
    /// Compartments carried before day 0.
    pub stock: u64,
    /// How far the stock had come.
    pub grown: Grown,
    /// The share of its days that it lived until it was halted: 0 where it was within its stock.
    pub lived: f64,
    /// It ended by itself, after that share of its days.
    pub ended: bool,
    /// The share of its days from one look to the next.
    pub look: f64,
}

impl Pilot {
    /// Compartments of the whole flask, where one lives for such a share of its days: those that were not lived cost as much each
    /// as those that were, of which there is a look at most where it was halted within its first. A stock that was not
    /// finished founds lineages as its cells divide, and takes as many steps for a doubling as before; its flask is not
    /// counted.
    pub fn expected(&self, until: f64) -> f64 {
        let (all, stock) = (self.effort.compartments() as f64, self.stock as f64);
        let lived = self.lived.max(self.look).min(1.0);
        match (self.ended, self.grown.is_finished()) {
            (true, _) => all,
            (false, true) => stock + (all - stock) * until.max(lived) / lived,
            (false, false) => all + self.effort.steps as f64 * self.grown.left(),
        }
    }

    /// The share of their days that those live who ended by themselves, on average: for how long others are likely to be followed.
    /// All of them where nobody ended.
    pub fn until(pilots: &[Self]) -> f64 {
        let ended: Vec<f64> = (pilots.iter().filter(|pilot| pilot.ended))
            .map(|pilot| pilot.lived)
            .collect();
        match ended.len() {
            0 => 1.0,
            n => ended.iter().sum::<f64>() / n as f64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A pilot that carried 1,000 compartments, of which 100 for its stock.
    fn pilot(lived: f64, ended: bool) -> Pilot {
        let mut effort = Effort {
            steps: 10,
            ..Effort::default()
        };
        effort.carried[3] = 1_000;
        Pilot {
            effort,
            stock: 100,
            grown: Grown {
                cells: 1e6,
                of: 1e6,
                compartments: 100.0,
            },
            lived,
            ended,
            look: 0.01,
        }
    }

    /// A patient who is halted at a tenth of the days, where others leave after a third of them, is not followed to the last day.
    #[test]
    fn days_that_others_do_not_live_are_not_counted() {
        let all = [pilot(0.1, false), pilot(0.2, true), pilot(0.4, true)];
        let until = Pilot::until(&all);
        assert!((until - 0.3).abs() < 1e-12);
        let expected: Vec<f64> = all.iter().map(|pilot| pilot.expected(until)).collect();
        assert!((expected[0] - (100.0 + 900.0 * 3.0)).abs() < 1e-9, "{expected:?}");
        assert_eq!(expected[1..], [1_000.0, 1_000.0]);
        assert_eq!(Pilot::until(&all[..1]), 1.0);
        assert!(
            (all[0].expected(0.05) - 1_000.0).abs() < 1e-9,
            "what was lived is not taken back"
        );
    }
}
