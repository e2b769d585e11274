//! Which samples are sequenced and which are frozen: the calendar orders them, the cost sheet counts them.

use crate::statistics::race::PlanFlask;

/// Samples of the flasks in culture before their end.
#[derive(Debug, Clone, PartialEq)]
pub struct Samples {
    /// Whether each flask that lives is sequenced at its end.
    pub at_end: bool,
    /// Days of further samples that are sequenced, rising.
    pub sequenced: Vec<f64>,
    /// Days of pellets that are only frozen, rising.
    pub frozen: Vec<f64>,
}

impl Samples {
    /// Of so many sequenced samples of each flask, the one at its end among them: the others on the day that is `advised`, then on
    /// those on which the file freezes pellets, then evenly up to the day that counts.
    pub fn of(samples: u64, pellets: &[f64], advised: Option<f64>, by: f64) -> Self {
        let further = samples.saturating_sub(1);
        let stated = advised.into_iter().chain(pellets.iter().copied());
        let mut stated: Vec<f64> = stated.filter(|day| *day < by).collect();
        let evenly = (1..=further).map(|i| by * i as f64 / (further + 1) as f64);
        let mut sequenced: Vec<f64> = Vec::new();
        for day in stated.iter().copied().chain(evenly) {
            if sequenced.len() < further as usize && !sequenced.contains(&day) {
                sequenced.push(day);
            }
        }
        stated.retain(|day| !sequenced.contains(day));
        stated.sort_by(f64::total_cmp);
        stated.dedup();
        sequenced.sort_by(f64::total_cmp);
        Self {
            at_end: samples > 0,
            sequenced,
            frozen: stated,
        }
    }

    /// Samples of an experiment that are sequenced: of flasks in culture on their days, and of those that live at their end.
    pub fn runs(&self, flasks: &[PlanFlask]) -> f64 {
        let alive = flasks.iter().filter(|flask| flask.lives()).count();
        in_culture(flasks, &self.sequenced) + if self.at_end { alive as f64 } else { 0.0 }
    }

    /// Pellets of an experiment: all that are sequenced, those that are only frozen, and one of each flask that lives at its end.
    pub fn pellets(&self, flasks: &[PlanFlask]) -> f64 {
        let alive = flasks.iter().filter(|flask| flask.lives()).count();
        in_culture(flasks, &self.sequenced) + in_culture(flasks, &self.frozen) + alive as f64
    }
}

/// Flasks that are in culture on some days.
fn in_culture(flasks: &[PlanFlask], days: &[f64]) -> f64 {
    let on = |day: &f64| flasks.iter().filter(|flask| flask.end.day > *day).count();
    days.iter().map(on).sum::<usize>() as f64
}

#[cfg(test)]
mod tests {
    use super::Samples;
    use crate::engine::record::Outcome;
    use crate::statistics::race::PlanFlask;
    use crate::statistics::worlds::WorldFlask;

    #[test]
    fn as_many_samples_are_ordered_as_are_counted() {
        let of = |samples, pellets: &[f64]| Samples::of(samples, pellets, Some(24.0), 60.0);
        let one = of(1, &[10.0, 60.0]);
        assert_eq!(
            (one.at_end, one.sequenced, one.frozen),
            (true, vec![], vec![10.0, 24.0])
        );
        let none = of(0, &[]);
        assert_eq!((none.at_end, none.sequenced, none.frozen), (false, vec![], vec![24.0]));
        let three = of(3, &[24.0, 10.0, 30.0]);
        assert_eq!((three.sequenced, three.frozen), (vec![10.0, 24.0], vec![30.0]));
        assert_eq!(of(4, &[]).sequenced, [15.0, 24.0, 30.0]);
    }

    /// One flask dies out on day 20, one lives to day 60: the first is in culture on day 10 only, the second on all three days and at
    /// its end.
    #[test]
    fn flasks_give_samples_while_they_are_in_culture() {
        let flask = |outcome, day| {
            PlanFlask::taking_nothing(WorldFlask {
                outcome,
                day,
                class: None,
                mechanism: None,
            })
        };
        let flasks = [flask(Outcome::Extinct, 20.0), flask(Outcome::Resistant, 60.0)];
        let samples = |at_end| Samples {
            at_end,
            sequenced: vec![10.0, 30.0],
            frozen: vec![40.0],
        };
        let both = |samples: &Samples| (samples.runs(&flasks), samples.pellets(&flasks));
        assert_eq!(both(&samples(true)), (4.0, 5.0));
        assert_eq!(both(&samples(false)), (3.0, 5.0));
    }
}
