//! What came of the race and of the new worlds.

use super::fresh::Fresh;
use super::job::Drawn;
use crate::scenario::plan::{Plan, PlanDesign};
use crate::statistics::race::{PlanFlask, Rule, Standing, Tally, Use};
use crate::statistics::worlds::WorldFlask;
use std::collections::BTreeMap;

/// What came of the race and of the new worlds.
pub struct Found {
    /// Values that are drawn in every world.
    pub values: u64,
    /// What was drawn in the new worlds, by key.
    pub drawn: BTreeMap<String, Drawn>,
    /// Designs that need more than a limit allows in more than one experiment of ten.
    pub over: Vec<bool>,
    /// How the designs stand.
    pub standings: Vec<Standing>,
    /// No other can be better by more than the margin.
    pub decided: bool,
    /// The race ended because no design came to the goal in any world.
    pub out_of_reach: bool,
    /// Designs that were neither shown to be worse nor break a limit.
    pub running: u64,
    /// Worlds of the race.
    pub worlds: u64,
    /// Further ones.
    pub refused: u64,
    /// Why in the first of them.
    pub refused_why: Option<String>,
    /// Flasks of the race.
    pub flasks: u64,
    /// What each design took in its worlds.
    pub uses: Vec<Vec<Use>>,
    /// Per design and number of flasks from 1: sums of values over worlds.
    pub fewer: Vec<Vec<f64>>,
    /// How probably each design came to the goal, where it had to do so as probably as is asked.
    pub met: Vec<Standing>,
    /// What was seen of each design in the race, where two hypotheses are told apart.
    pub tallies: Vec<Tally>,
    /// Designs that were looked at again, the winner first.
    pub finalists: Vec<usize>,
    /// What came of that.
    pub fresh: Fresh,
}

impl Found {
    /// How a design's outcome is read with its flasks, where two hypotheses are told apart.
    pub fn rule(&self, design: usize) -> Option<Rule> {
        self.tallies[design].rule()
    }

    /// How a design tells two hypotheses apart with fewer flasks.
    pub fn apart(&self, plan: &Plan, design: usize) -> Apart<'_> {
        let place = self.finalists.iter().position(|finalist| *finalist == design);
        let judged = place.map(|place| {
            let mut judged = Tally::new(plan.limits.flasks);
            let worlds = self.fresh.worlds.iter().map(|world| &world[place]);
            worlds.for_each(|flasks| judged.add(plan.goal.hits_of_pair(&ends(flasks))));
            judged
        });
        Apart {
            learnt: &self.tallies[design],
            judged,
        }
    }

    /// Values of the finalists among these designs in every new world.
    pub fn values(&self, plan: &Plan, designs: &[PlanDesign]) -> Vec<Vec<f64>> {
        let value = |(place, flasks): (usize, &Vec<PlanFlask>)| {
            let rule = self.rule(self.finalists[place]);
            match (plan.goal.is_pair(), rule) {
                (true, Some(rule)) => rule.right(plan.goal.hits_of_pair(&ends(flasks))),
                _ => plan.goal.value(&ends(flasks), designs[self.finalists[place]].flasks),
            }
        };
        let worlds = self.fresh.worlds.iter();
        worlds
            .map(|world| world.iter().enumerate().map(value).collect())
            .collect()
    }

    /// All flasks of the winner that were simulated, in every new world.
    pub fn winner(&self) -> Vec<&[PlanFlask]> {
        self.fresh.worlds.iter().map(|world| world[0].as_slice()).collect()
    }
}

/// Two hypotheses told apart by a design with fewer flasks than it has.
pub struct Apart<'a> {
    learnt: &'a Tally,
    judged: Option<Tally>,
}

impl Apart<'_> {
    /// The rule for so many flasks, from the race.
    pub fn rule(&self, flasks: u64) -> Option<Rule> {
        self.learnt.rule_of(flasks)
    }

    /// How often it is right: in the new worlds, else in those of the race that had no part in the rule.
    pub fn right(&self, flasks: u64) -> f64 {
        match (&self.judged, self.rule(flasks)) {
            (Some(judged), Some(rule)) => judged.right_of(flasks, rule),
            _ => self.learnt.crossed(flasks),
        }
    }
}

/// How flasks ended.
pub fn ends(flasks: &[PlanFlask]) -> Vec<&WorldFlask> {
    flasks.iter().map(|flask| &flask.end).collect()
}
