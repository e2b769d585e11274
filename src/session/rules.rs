//! Flasks under a schedule whose rules say a little less or more.

use crate::engine::{self, Settings};
use crate::ensemble;
use crate::scenario::cost::{self, MOST_TOLD};
use crate::scenario::rules::{self, Rule};
use crate::scenario::{Body, Laboratory, Scenario};
use crate::statistics::rules::{RuleEdge, RuleValue};
use crate::statistics::worlds::WorldFlask;
use std::sync::atomic::AtomicBool;

/// The rules of a scenario, and the flasks that look at them: record by record the first rule's lower value, its higher
/// one, the next rule.
pub struct RuleJob<'a> {
    laboratory: &'a Laboratory,
    settings: Settings,
    seed: u64,
    rules: Vec<Rule>,
    flasks: u64,
}

impl<'a> RuleJob<'a> {
    pub fn of(scenario: &Scenario, laboratory: &'a Laboratory) -> Self {
        let rules = rules::of(laboratory);
        Self {
            laboratory,
            settings: scenario.settings,
            seed: scenario.seed,
            flasks: rules::flasks(&rules, scenario.replicates),
            rules,
        }
    }

    /// Flasks of all neighbouring values.
    pub fn records(&self) -> u64 {
        2 * self.rules.len() as u64 * self.flasks
    }

    /// Flasks at each value.
    pub fn flasks(&self) -> u64 {
        self.flasks
    }

    pub fn simulate(&self, record: u64, stop: &AtomicBool) -> Option<WorldFlask> {
        let value = (record / self.flasks) as usize;
        let (_, protocol) = &self.rules[value / 2].neighbours[value % 2];
        let (biology, replicate) = (&self.laboratory.biology, record % self.flasks);
        let record = engine::run_flask_unless(
            stop,
            biology,
            protocol,
            &self.settings,
            engine::Identity::Lineages,
            self.seed,
            replicate,
        )?;
        Some(WorldFlask::of(&record))
    }

    /// What came of it: of the first flasks of the ensemble whether they are resistant, of the others in their order.
    pub fn edges(&self, stated: &[bool], others: &[bool]) -> Vec<RuleEdge> {
        if self.flasks == 0 {
            return Vec::new();
        }
        let count = |flasks: &[bool]| flasks.iter().filter(|resistant| **resistant).count() as u64;
        let usual = count(&stated[..stated.len().min(self.flasks as usize)]);
        let pairs = others.chunks(2 * self.flasks as usize);
        let edge = |(rule, pair): (&Rule, &[bool])| {
            let (low, high) = pair.split_at(self.flasks as usize);
            let value = |value: &String, resistant| RuleValue {
                value: value.clone(),
                resistant,
            };
            RuleEdge {
                key: rule.key.clone(),
                what: rule.what.clone(),
                flasks: self.flasks,
                values: [
                    value(&rule.neighbours[0].0, count(low)),
                    value(&rule.stated, usual),
                    value(&rule.neighbours[1].0, count(high)),
                ],
            }
        };
        self.rules.iter().zip(pairs).map(edge).collect()
    }
}

/// The rules of a scenario at neighbouring values, before it is run; none where that would take long.
pub fn rule_edges(scenario: &Scenario) -> Vec<RuleEdge> {
    let Body::Laboratory(laboratory) = &scenario.body else {
        return Vec::new();
    };
    let job = RuleJob::of(scenario, laboratory);
    let flasks = job.records() + job.flasks();
    if cost::flask(scenario).times(flasks).seconds > MOST_TOLD {
        return Vec::new();
    }
    let never = AtomicBool::new(false);
    let (biology, protocol) = (&laboratory.biology, &laboratory.protocol);
    let usual = ensemble::collect(job.flasks(), |replicate| {
        let record = engine::run_flask(biology, protocol, &scenario.settings, scenario.seed, replicate);
        WorldFlask::of(&record).is_resistant()
    });
    let others = ensemble::collect(job.records(), |record| job.simulate(record, &never));
    let others: Vec<bool> = others.iter().flatten().map(WorldFlask::is_resistant).collect();
    job.edges(&usual, &others)
}
