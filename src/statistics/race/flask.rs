//! What a flask of a plan came to, and what it took.

use crate::engine::record::{FlaskRecord, Look, Outcome, PlainRecord};
use crate::statistics::worlds::WorldFlask;
use serde::{Deserialize, Serialize};

/// Steps of a flask that are kept at most: a course that goes on and off for a year has more.
const MOST_STEPS: usize = 64;

/// A flask of a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlanFlask {
    /// How it ended.
    pub end: WorldFlask,
    /// Looks at it after day 0.
    pub looks: u32,
    /// Days of its passages.
    pub passages: Vec<u16>,
    /// Changes of medium besides seeding and passages.
    pub feeds: u32,
    /// Rises of dose, the first dose of each course among them; pauses are none.
    pub steps: Vec<DoseStep>,
    /// Doses of all fresh medium summed, nM, one entry per course.
    pub drug: Vec<f64>,
    /// What samples of it show, by day, then by depth; empty where it was not sequenced.
    #[serde(default)]
    pub sequenced: Vec<u8>,
}

/// A rise of dose.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct DoseStep {
    /// Day of the look.
    pub day: f64,
    /// Which course.
    pub course: u32,
    /// The dose from then on, nM.
    pub dose: f64,
}

impl PlanFlask {
    /// Of a flask's record.
    pub fn of(record: &FlaskRecord) -> Self {
        let passages: Vec<u16> = (record.looks.iter().filter(|look| look.passaged))
            .map(|look| look.day.clamp(0.0, 65_535.0) as u16)
            .collect();
        let feeds = record.work.medium_changes.saturating_sub(1 + passages.len() as u32);
        Self {
            end: WorldFlask::of(record),
            looks: record.looks.iter().filter(|look| look.day > 0.0).count() as u32,
            feeds,
            passages,
            steps: steps(&record.looks),
            drug: record.work.drug.clone(),
            sequenced: Vec::new(),
        }
    }

    /// Rises of dose after the first dose of each course.
    pub fn raised(&self) -> impl Iterator<Item = &DoseStep> {
        let first = |place: usize| {
            let course = self.steps[place].course;
            self.steps[..place].iter().all(|before| before.course != course)
        };
        let steps = self.steps.iter().enumerate();
        steps.filter(move |(place, _)| !first(*place)).map(|(_, step)| step)
    }

    /// Whether cells live in it at its end.
    pub fn lives(&self) -> bool {
        !matches!(self.end.outcome, Outcome::Extinct | Outcome::Empty)
    }

    /// Of a replicate of the plain form, which takes nothing.
    pub fn of_plain(record: &PlainRecord) -> Self {
        Self::taking_nothing(WorldFlask::of_plain(record))
    }

    /// A flask that ended so, and took nothing.
    pub fn taking_nothing(end: WorldFlask) -> Self {
        Self {
            end,
            looks: 0,
            passages: Vec::new(),
            feeds: 0,
            steps: Vec::new(),
            drug: Vec::new(),
            sequenced: Vec::new(),
        }
    }
}

/// Doses of a look are those since the one before.
fn steps(looks: &[Look]) -> Vec<DoseStep> {
    let mut steps = Vec::new();
    let (mut before, mut known) = (0.0, Vec::new());
    for look in looks {
        known.resize(look.doses.len(), 0.0);
        for (course, (dose, last)) in look.doses.iter().zip(&mut known).enumerate() {
            if *dose > *last * (1.0 + 1e-9) && steps.len() < MOST_STEPS {
                steps.push(DoseStep {
                    day: before,
                    course: course as u32,
                    dose: *dose,
                });
            }
            // A pause is no step, nor is the same dose after it; a step back is none, but the next one up is.
            if *dose > 0.0 {
                *last = *dose;
            }
        }
        before = look.day;
    }
    steps
}

/// What the flasks of an experiment take together.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Use {
    /// Weeks until the last of them is done with.
    pub weeks: f64,
    /// Weeks of all flasks together.
    pub flask_weeks: f64,
    /// Looks at a flask, of all flasks.
    pub looks: f64,
    /// Days with a look, that of seeding among them; 0 where nothing is looked at.
    pub visits: f64,
    /// Passages of all flasks.
    pub passages: f64,
    /// Further changes of medium.
    pub feeds: f64,
    /// Rises of dose after the first dose of each course, of all flasks.
    pub steps: f64,
    /// Flasks in which cells live at their end.
    pub alive: f64,
    /// Doses of all fresh medium summed, nM, one entry per course.
    pub drug: Vec<f64>,
}

impl Use {
    /// Of the flasks of one experiment.
    pub fn of(flasks: &[PlanFlask]) -> Self {
        let sum = |of: &dyn Fn(&PlanFlask) -> f64| flasks.iter().map(of).sum::<f64>();
        let most = |of: &dyn Fn(&PlanFlask) -> f64| flasks.iter().map(of).fold(0.0, f64::max);
        let courses = flasks.first().map_or(0, |first| first.drug.len());
        Self {
            weeks: most(&|flask| flask.end.day) / 7.0,
            flask_weeks: sum(&|flask| flask.end.day) / 7.0,
            looks: sum(&|flask| f64::from(flask.looks)),
            visits: Some(most(&|flask| f64::from(flask.looks)))
                .filter(|looks| *looks > 0.0)
                .map_or(0.0, |looks| looks + 1.0),
            passages: sum(&|flask| flask.passages.len() as f64),
            feeds: sum(&|flask| f64::from(flask.feeds)),
            steps: sum(&|flask| flask.raised().count() as f64),
            alive: sum(&|flask| f64::from(u8::from(flask.lives()))),
            drug: (0..courses).map(|course| sum(&|flask| flask.drug[course])).collect(),
        }
    }

    /// Vessels that are filled with fresh medium: at seeding, passages and feeds.
    pub fn fills(&self, flasks: f64) -> f64 {
        flasks + self.passages + self.feeds
    }

    /// Mean of several experiments.
    pub fn mean<'a>(all: impl Iterator<Item = &'a Use> + Clone) -> Self {
        let n = all.clone().count().max(1) as f64;
        let mean = |of: &dyn Fn(&Use) -> f64| all.clone().map(of).sum::<f64>() / n;
        let courses = all.clone().next().map_or(0, |first| first.drug.len());
        Self {
            weeks: mean(&|one| one.weeks),
            flask_weeks: mean(&|one| one.flask_weeks),
            looks: mean(&|one| one.looks),
            visits: mean(&|one| one.visits),
            passages: mean(&|one| one.passages),
            feeds: mean(&|one| one.feeds),
            steps: mean(&|one| one.steps),
            alive: mean(&|one| one.alive),
            drug: (0..courses).map(|course| mean(&|one| one.drug[course])).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flask(doses: &[[f64; 2]]) -> PlanFlask {
        let looks = doses.iter().enumerate().map(|(i, doses)| Look {
            day: (i + 1) as f64,
            cells: 1,
            doses: doses.to_vec(),
            passaged: false,
        });
        let end = WorldFlask {
            outcome: Outcome::TimeOver,
            day: doses.len() as f64,
            class: None,
            mechanism: None,
        };
        PlanFlask {
            looks: doses.len() as u32,
            steps: steps(&looks.collect::<Vec<_>>()),
            drug: vec![0.0; 2],
            ..PlanFlask::taking_nothing(end)
        }
    }

    /// Pauses and the same dose after them are no steps, nor is a step back; the next step up is one.
    #[test]
    fn only_rises_of_dose_are_steps() {
        let pulsed = flask(&[
            [30.0, 0.0],
            [0.0, 5.0],
            [30.0, 0.0],
            [0.0, 5.0],
            [60.0, 0.0],
            [60.0, 5.0],
        ]);
        assert_eq!((pulsed.steps.len(), pulsed.raised().count()), (3, 1));
        assert_eq!(
            pulsed.raised().map(|step| (step.day, step.dose)).collect::<Vec<_>>(),
            [(4.0, 60.0)]
        );
        let crashed = flask(&[[30.0, 0.0], [60.0, 0.0], [30.0, 0.0], [60.0, 0.0]]);
        assert_eq!(crashed.raised().count(), 2);
        assert_eq!(Use::of(&[pulsed, crashed]).steps, 3.0);
    }

    /// Two flasks that are looked at four and two times: both are seen on the day of seeding and on the first two looks. One is
    /// passaged twice, the other fed three times: with both seedings seven fills. A flask that nobody looks at takes no visit.
    #[test]
    fn visits_are_shared_by_flasks_and_fills_are_not() {
        let long = PlanFlask {
            passages: vec![2, 3],
            ..flask(&[[30.0, 0.0]; 4])
        };
        let short = PlanFlask {
            feeds: 3,
            ..flask(&[[30.0, 0.0]; 2])
        };
        let both = Use::of(&[long, short]);
        assert_eq!((both.looks, both.visits, both.fills(2.0)), (6.0, 5.0, 7.0));
        assert_eq!((both.weeks * 7.0, both.flask_weeks * 7.0), (4.0, 6.0));
        let alone = Use::of(&[flask(&[])]);
        assert_eq!((alone.looks, alone.visits, alone.fills(1.0)), (0.0, 0.0, 1.0));
        let mean = Use::mean([&both, &alone].into_iter());
        assert_eq!((mean.looks, mean.visits), (3.0, 2.5));
    }
}
