//! The likelihood of everything that was seen, at a point; and the same seen again there.

use super::arms::Streams;
use super::checks::check;
use super::conditions::{DataFile, conditions};
use super::cultures;
use super::free::{COUNTING, Free, Measured, READS, Values, WELLS};
use super::plan::Plan;
use super::seen::Condition;
use super::simulated::Simulated;
use super::wells;
use crate::knowledge::{KnowledgeBase, Open};
use crate::model::biology::Biology;
use crate::random::{Generator, Purpose, replicate_of, stream};
use crate::scenario::vary::Draft;
use crate::scenario::{Overlay, Scenario, with_overlays};
use crate::session::SessionError;
use crate::statistics::fit::{COUNTING_ERROR, Place, READ_SCATTER, WELL_SCATTER};
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

/// Streams of each evaluation, and of each condition within one.
const EVALUATION: u64 = 1 << 24;
const CONDITION: u64 = 1 << 16;

/// What was seen, and the model that is to explain it.
pub(super) struct Evaluator {
    pub draft: Draft,
    pub knowledge: KnowledgeBase,
    /// The same with values of points before, to be moved to those of the next: a tenth of what a copy takes.
    used: Mutex<Vec<KnowledgeBase>>,
    pub conditions: Vec<Condition>,
    /// The scenario under each of them, as it is.
    pub usual: Vec<Scenario>,
    pub seed: u64,
}

impl Evaluator {
    /// Of a scenario and files of data, all of them checked; the seed is the scenario's where none is said.
    pub fn of(
        shown: &str,
        text: &str,
        overlays: &[Overlay],
        plan: &Plan,
        files: &[DataFile],
        seed: Option<u64>,
    ) -> Result<Self, SessionError> {
        let knowledge = with_overlays(overlays)?;
        let draft = Draft::read(shown, text.to_owned())?;
        let mut conditions = conditions(plan, files)?;
        let under = |condition: &mut Condition| {
            let scenario = draft.scenario(&condition.set, &knowledge)?;
            if let Some(laboratory) = scenario.laboratory() {
                condition.species = knowledge.line(&laboratory.biology.line_id)?.species.clone();
                condition.arms = laboratory.protocol.design.arms;
            }
            check(condition, &scenario).map(|()| scenario)
        };
        let usual = conditions
            .iter_mut()
            .map(under)
            .collect::<Result<Vec<Scenario>, SessionError>>()?;
        Ok(Self {
            seed: seed.unwrap_or(usual[0].seed),
            draft,
            knowledge,
            used: Mutex::default(),
            conditions,
            usual,
        })
    }

    /// What is among the data that has an error of measuring of its own.
    pub fn seen(&self) -> Measured {
        let mut flasks = self.conditions.iter().flat_map(|condition| condition.flasks.values());
        let counts = flasks.any(|flask| !flask.counts.is_empty())
            || self
                .conditions
                .iter()
                .any(|condition| !condition.final_cells().is_empty());
        Measured {
            counts,
            wells: self.conditions.iter().any(|condition| !condition.plates.is_empty()),
            reads: self.conditions.iter().any(Condition::has_barcodes),
        }
    }

    /// Whether chance between flasks makes of the likelihood an estimate.
    pub fn is_estimated(&self) -> bool {
        self.conditions.iter().any(Condition::is_simulated)
    }

    /// The log likelihood at a point, and the flasks that it took; `None` on a stop.
    pub fn log_likelihood(
        &self,
        free: &Free,
        scores: &[f64],
        number: u64,
        repeats: u32,
        stop: &AtomicBool,
    ) -> Option<(f64, u64)> {
        let values = free.values(scores);
        let Some(knowledge) = self.knowledge_at(&values) else {
            return Some((f64::NEG_INFINITY, 0));
        };
        let found = self.log_likelihood_of(&values, &knowledge, number, repeats, stop);
        self.leave(knowledge);
        found
    }

    fn log_likelihood_of(
        &self,
        values: &Values,
        knowledge: &KnowledgeBase,
        number: u64,
        repeats: u32,
        stop: &AtomicBool,
    ) -> Option<(f64, u64)> {
        let (mut sum, mut flasks) = (0.0, 0);
        for (at, condition) in self.conditions.iter().enumerate() {
            if self.is_of_plates(condition, values) {
                sum += self
                    .biology(at, knowledge)
                    .map_or(f64::NEG_INFINITY, |biology| of_plates(condition, &biology, values));
                continue;
            }
            let Some(scenario) = self.scenario(condition, values, knowledge) else {
                return Some((f64::NEG_INFINITY, flasks));
            };
            if let Some(laboratory) = scenario.laboratory() {
                sum += of_plates(condition, &laboratory.biology, values);
            }
            sum += cultures::log_likelihood(condition, &scenario, counting(values));
            if condition.has_flasks() {
                let streams = (self.streams(), first(number, at));
                let (log, taken) = condition.log_likelihood(&scenario, streams, repeats, counting(values), stop)?;
                sum += log;
                flasks += taken;
            }
            if condition.has_barcodes() {
                let streams = self.streams_of_barcodes(number, at);
                let (log, taken) = condition.log_barcodes(&scenario, streams, repeats, reading(values), stop)?;
                sum += log;
                flasks += taken;
            }
            if sum == f64::NEG_INFINITY {
                break;
            }
        }
        Some((sum, flasks))
    }

    /// Everything seen again at a point: a number per place of [`Self::places`]. `None` on a stop.
    pub fn seen_again(&self, free: &Free, scores: &[f64], number: u64, stop: &AtomicBool) -> Option<(Vec<f64>, u64)> {
        let values = free.values(scores);
        let Some(knowledge) = self.knowledge_at(&values) else {
            return Some((Vec::new(), 0));
        };
        let found = self.seen_again_with(&values, &knowledge, number, stop);
        self.leave(knowledge);
        found
    }

    fn seen_again_with(
        &self,
        values: &Values,
        knowledge: &KnowledgeBase,
        number: u64,
        stop: &AtomicBool,
    ) -> Option<(Vec<f64>, u64)> {
        let mut rng = stream(self.seed, number, Purpose::Observation);
        let (mut numbers, mut taken) = (Vec::new(), 0);
        for (at, condition) in self.conditions.iter().enumerate() {
            if self.is_of_plates(condition, values) {
                let Some(biology) = self.biology(at, knowledge) else {
                    return Some((Vec::new(), taken));
                };
                numbers.extend(plates_again(condition, &biology, values, &mut rng));
                continue;
            }
            let Some(scenario) = self.scenario(condition, values, knowledge) else {
                return Some((Vec::new(), taken));
            };
            if condition.has_flasks() {
                let flasks = condition.flasks.len() as u64;
                let simulated = condition.simulate(&scenario, self.streams(), first(number, at), flasks, stop)?;
                taken += flasks;
                for (flask, seen) in simulated.iter().zip(condition.flasks.values()) {
                    numbers.extend(flask.seen_again(seen, counting(values), &mut rng));
                }
                let ends = condition.ends_of(simulated.iter().map(Simulated::end));
                numbers.extend(condition.told_of_ends(&ends));
            }
            let cultures = (self.streams(), first(number, at) + condition.flasks.len() as u64);
            numbers.extend(cultures::seen_again(
                condition,
                &scenario,
                cultures,
                counting(values),
                &mut rng,
                stop,
            )?);
            taken += condition.cultures.len() as u64;
            if condition.has_barcodes() {
                let streams = self.streams_of_barcodes(number, at);
                let (again, flasks) = condition.barcodes_again(&scenario, streams, reading(values), &mut rng, stop)?;
                numbers.extend(again);
                taken += flasks;
            }
            if let Some(laboratory) = scenario.laboratory() {
                numbers.extend(plates_again(condition, &laboratory.biology, values, &mut rng));
            }
        }
        Some((numbers, taken))
    }

    /// Every observation: where it stands, and what was seen.
    pub fn places(&self) -> Vec<(Place, f64)> {
        self.conditions.iter().flat_map(Condition::places).collect()
    }

    /// The knowledge base with these values, the same under every condition; `None` where they do not fit together.
    fn knowledge_at(&self, values: &Values) -> Option<KnowledgeBase> {
        let used = self.used.lock().ok().and_then(|mut used| used.pop());
        let same = |used: &KnowledgeBase| {
            let (moved, wanted) = (used.all_moved(), &values.knowledge);
            moved.len() == wanted.len() && wanted.iter().all(|(key, _)| moved.contains_key(key))
        };
        let base = used.filter(same).unwrap_or_else(|| self.knowledge.clone());
        base.moving(values.knowledge.iter().map(|(key, number)| (key.as_str(), *number)))
            .ok()
    }

    /// Leaves it to the next point.
    fn leave(&self, knowledge: KnowledgeBase) {
        if let Ok(mut used) = self.used.lock() {
            used.push(knowledge);
        }
    }

    /// The scenario under a condition with these values; `None` where it cannot be carried out.
    fn scenario(&self, condition: &Condition, values: &Values, knowledge: &KnowledgeBase) -> Option<Scenario> {
        let mut cells = condition.set.clone();
        for (key, text) in &values.scenario {
            if !self.is_set(condition, key) {
                cells.push(Draft::cell(key, text).ok()?);
            }
        }
        self.draft.scenario(&cells, knowledge).ok()
    }

    /// Whether a condition says what a key of the scenario is under it, whatever is free elsewhere.
    pub fn is_set(&self, condition: &Condition, key: &str) -> bool {
        let mut set = condition.set.iter();
        set.any(|(set, _)| self.draft.includes(set, key, &self.knowledge))
    }

    /// Whether plates are all that was seen under a condition, and none of the values is the scenario's: then the cells tell all.
    fn is_of_plates(&self, condition: &Condition, values: &Values) -> bool {
        let plates = !condition.plates.is_empty();
        plates && !condition.is_simulated() && values.scenario.is_empty()
    }

    /// The cells of a condition: all that plates ask for, at a fraction of what a scenario takes.
    fn biology(&self, condition: usize, knowledge: &KnowledgeBase) -> Option<Biology> {
        let laboratory = self.usual[condition].laboratory()?;
        let drugs: Vec<&str> = laboratory.biology.drugs().iter().map(|drug| drug.id.as_str()).collect();
        let mut conditions = laboratory.conditions.clone();
        if !self.conditions[condition].has_altered_wells() {
            // No well depends on what its cells could become.
            (conditions.routes.alleles, conditions.routes.bypass) = (Open::None, Open::None);
        }
        let resolved = knowledge.resolve_under(&laboratory.biology.line_id, &drugs, &conditions);
        Some(resolved.ok()?.biology)
    }

    /// A fit's flasks are none of a run's.
    fn streams(&self) -> u64 {
        self.seed ^ replicate_of("fit")
    }

    /// Stocks whose barcodes are looked at are none of those of the other flasks.
    fn streams_of_barcodes(&self, number: u64, condition: usize) -> Streams {
        Streams {
            seed: self.seed ^ replicate_of("barcodes of a fit"),
            first: first(number, condition),
        }
    }
}

/// Wells of all plates of a condition seen again.
fn plates_again(condition: &Condition, biology: &Biology, values: &Values, rng: &mut Generator) -> Vec<f64> {
    let plates = condition.plates.values();
    let wells = plates.flat_map(|plate| wells::seen_again(biology, plate, scatter(values), rng));
    wells.collect()
}

fn of_plates(condition: &Condition, biology: &Biology, values: &Values) -> f64 {
    let plates = condition.plates.values();
    plates
        .map(|plate| wells::log_likelihood(biology, plate, scatter(values)))
        .sum()
}

fn first(number: u64, condition: usize) -> u64 {
    number * EVALUATION + condition as u64 * CONDITION
}

fn counting(values: &Values) -> f64 {
    values.data.get(COUNTING).copied().unwrap_or(COUNTING_ERROR.0)
}

fn scatter(values: &Values) -> f64 {
    values.data.get(WELLS).copied().unwrap_or(WELL_SCATTER.0)
}

fn reading(values: &Values) -> f64 {
    values.data.get(READS).copied().unwrap_or(READ_SCATTER.0)
}
