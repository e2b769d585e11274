//! A scenario simulated a few replicates at a time, for somebody who watches.

use super::Summary;
use super::conduct::NEVER;
use super::jobs::{FlaskJob, PlainJob};
use crate::engine::record::{FlaskRecord, PlainRecord};
use crate::ensemble::{Job, decode, encode};
use crate::scenario::{Body, Scenario};
use crate::statistics::{FlaskAccumulator, PlainAccumulator};

/// The first replicates of a scenario, and their statistics: those of [`simulate()`](super::simulate()) once all are done.
#[derive(Debug, Clone)]
pub struct Growing {
    scenario: Scenario,
    done: u64,
    statistics: Statistics,
}

#[derive(Debug, Clone)]
enum Statistics {
    Plain(Box<PlainAccumulator>),
    Laboratory(Box<FlaskAccumulator>),
}

/// One replicate of either form.
#[derive(Debug, Clone, PartialEq)]
pub enum Replicate {
    /// Of the plain form.
    Plain(PlainRecord),
    /// Of the laboratory form.
    Flask(Box<FlaskRecord>),
}

impl Replicate {
    fn number(&self) -> u64 {
        match self {
            Self::Plain(record) => record.replicate,
            Self::Flask(record) => record.replicate,
        }
    }
}

impl Growing {
    /// Nothing is simulated yet.
    pub fn of(scenario: Scenario) -> Self {
        let statistics = match &scenario.body {
            Body::Plain(model) => Statistics::Plain(Box::new(PlainAccumulator::new(model))),
            Body::Laboratory(one) => {
                Statistics::Laboratory(Box::new(FlaskAccumulator::new(&one.protocol, &one.biology)))
            }
        };
        let done = 0;
        Self {
            scenario,
            done,
            statistics,
        }
    }

    /// What is simulated.
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// Replicates that are done.
    pub fn done(&self) -> u64 {
        self.done
    }

    /// Simulates so many more, as far as the scenario has them; gives those that are new, in order.
    pub fn more(&mut self, replicates: u64) -> Vec<Replicate> {
        let end = self.done.saturating_add(replicates).min(self.scenario.replicates);
        let new: Vec<Replicate> = match &self.scenario.body {
            Body::Plain(model) => {
                let job = PlainJob::of(&self.scenario, model);
                numbered(&job, self.done, end).map(Replicate::Plain).collect()
            }
            Body::Laboratory(laboratory) => {
                let job = FlaskJob::of(&self.scenario, laboratory);
                let flasks = numbered(&job, self.done, end);
                flasks.map(|flask| Replicate::Flask(Box::new(flask))).collect()
            }
        };
        self.count(&new);
        new
    }

    /// Simulates replicates without counting them, from one number up to another, that one not included; as bytes that
    /// [`Self::take`] reads where the same program has the same scenario.
    pub fn part(&self, from: u64, to: u64) -> Vec<u8> {
        let to = to.min(self.scenario.replicates);
        match &self.scenario.body {
            Body::Plain(model) => {
                let job = PlainJob::of(&self.scenario, model);
                encode(&numbered(&job, from, to).collect::<Vec<_>>())
            }
            Body::Laboratory(laboratory) => {
                let job = FlaskJob::of(&self.scenario, laboratory);
                encode(&numbered(&job, from, to).collect::<Vec<_>>())
            }
        }
    }

    /// Counts the next replicates, as [`Self::part`] gave them; `None` where these bytes are not the next ones up to `to`.
    pub fn take(&mut self, from: u64, to: u64, part: &[u8]) -> Option<Vec<Replicate>> {
        if from != self.done || to > self.scenario.replicates {
            return None;
        }
        let count = to.checked_sub(from)?;
        let new: Vec<Replicate> = match &self.scenario.body {
            Body::Plain(_) => decode(part, count)?.into_iter().map(Replicate::Plain).collect(),
            Body::Laboratory(_) => {
                let flasks = decode(part, count)?.into_iter();
                flasks.map(|flask| Replicate::Flask(Box::new(flask))).collect()
            }
        };
        let numbers = new.iter().map(Replicate::number);
        if !numbers.eq(from..to) {
            return None;
        }
        self.count(&new);
        Some(new)
    }

    fn count(&mut self, new: &[Replicate]) {
        for replicate in new {
            match (&mut self.statistics, replicate) {
                (Statistics::Plain(all), Replicate::Plain(one)) => all.add(one),
                (Statistics::Laboratory(all), Replicate::Flask(one)) => all.add(one),
                _ => {}
            }
        }
        self.done += new.len() as u64;
    }

    /// What is known of those that are done.
    pub fn summary(&self) -> Summary {
        match &self.statistics {
            Statistics::Plain(all) => Summary::Plain(Box::new(all.finish())),
            Statistics::Laboratory(all) => Summary::Laboratory(Box::new(all.finish())),
        }
    }
}

/// Replicates from one number up to another, that one not included.
fn numbered<J: Job>(job: &J, from: u64, to: u64) -> impl Iterator<Item = J::Record> + '_ {
    (from..to).filter_map(|replicate| job.simulate(replicate, &NEVER))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::{Conduct, simulate};

    const FLASKS: &str = "schema = 1\nname = \"t\"\nreplicates = 5\n[line]\nid = \"H3122\"\n[[course]]\ndrug = \"alectinib\"\n\
                          dose = \"300 nM\"\n[stop]\nafter = \"40 d\"\n";
    const CULTURES: &str = "schema = 1\nname = \"t\"\nreplicates = 7\n[plain]\ntypes = [{ name = \"a\", founders = 9 }]\n\
                            [[plain.phases]]\nduration = \"3 d\"\nrates = { a = { birth = 1.0, death = 0.5 } }\n";

    #[test]
    fn statistics_of_parts_are_those_of_the_whole() {
        for text in [FLASKS, CULTURES] {
            let scenario = crate::scenario::load("t.toml", text.to_owned()).unwrap();
            let whole = simulate(&scenario, &Conduct::quiet()).unwrap();
            let all = scenario.replicates;
            let mut growing = Growing::of(scenario);
            assert_eq!(growing.more(2).len(), 2);
            assert_ne!(growing.summary(), whole);
            assert_eq!(growing.more(100).len() as u64, all - 2);
            assert_eq!(growing.more(1), Vec::new());
            assert_eq!((growing.done(), growing.summary()), (all, whole));
        }
    }

    #[test]
    fn replicates_that_another_simulates_are_the_same() {
        for text in [FLASKS, CULTURES] {
            let scenario = crate::scenario::load("t.toml", text.to_owned()).unwrap();
            let whole = simulate(&scenario, &Conduct::quiet()).unwrap();
            let (mut lead, helper) = (Growing::of(scenario.clone()), Growing::of(scenario.clone()));
            lead.more(2);
            let all = scenario.replicates;
            let part = helper.part(2, all + 9);
            assert_eq!(lead.take(3, all, &part), None, "not the next ones");
            assert_eq!(lead.take(2, all - 1, &part), None, "not so many");
            assert_eq!(lead.take(2, all, &part[1..]), None, "not whole");
            assert_eq!(lead.take(2, all, &part).unwrap().len() as u64, all - 2);
            assert_eq!((lead.done(), lead.summary()), (all, whole));
        }
    }
}
