//! The likelihood of everything that was seen, at a point; and the same seen again there.

use super::checks::check;
use super::conditions::{DataFile, conditions};
use super::cultures;
use super::free::{COUNTING, Free, Values, WELLS};
use super::plan::Plan;
use super::seen::Condition;
use super::simulated::Simulated;
use super::wells;
use crate::engine::record::Outcome;
use crate::knowledge::{KnowledgeBase, Open};
use crate::model::biology::Biology;
use crate::random::{Purpose, replicate_of, stream};
use crate::scenario::vary::Draft;
use crate::scenario::{Overlay, Scenario, with_overlays};
use crate::session::SessionError;
use crate::statistics::fit::{COUNTING_ERROR, Place, WELL_SCATTER, names};
use crate::statistics::worlds::WorldFlask;
use std::sync::atomic::AtomicBool;

/// Streams of each evaluation, and of each condition within one.
const EVALUATION: u64 = 1 << 24;
const CONDITION: u64 = 1 << 16;

/// What was seen, and the model that is to explain it.
pub(super) struct Evaluator {
    pub draft: Draft,
    pub knowledge: KnowledgeBase,
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
            conditions,
            usual,
        })
    }

    /// Whether counts of cells, and wells, are among the data.
    pub fn seen(&self) -> [bool; 2] {
        let mut flasks = self.conditions.iter().flat_map(|condition| condition.flasks.values());
        let counts = flasks.any(|flask| !flask.counts.is_empty())
            || self
                .conditions
                .iter()
                .any(|condition| !condition.final_cells().is_empty());
        [
            counts,
            self.conditions.iter().any(|condition| !condition.plates.is_empty()),
        ]
    }

    /// Whether chance between flasks makes of the likelihood an estimate.
    pub fn is_estimated(&self) -> bool {
        self.conditions.iter().any(Condition::has_flasks)
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
        let (mut sum, mut flasks) = (0.0, 0);
        let Some(knowledge) = self.knowledge_at(&values) else {
            return Some((f64::NEG_INFINITY, flasks));
        };
        for (at, condition) in self.conditions.iter().enumerate() {
            if !condition.has_flasks() && values.scenario.is_empty() {
                sum += self
                    .biology(at, &knowledge)
                    .map_or(f64::NEG_INFINITY, |biology| of_plates(condition, &biology, &values));
                continue;
            }
            let Some(scenario) = self.scenario(condition, &values, &knowledge) else {
                return Some((f64::NEG_INFINITY, flasks));
            };
            if let Some(laboratory) = scenario.laboratory() {
                sum += of_plates(condition, &laboratory.biology, &values);
            }
            sum += cultures::log_likelihood(condition, &scenario, counting(&values));
            if condition.has_flasks() {
                let streams = (self.streams(), first(number, at));
                let (log, taken) = condition.log_likelihood(&scenario, streams, repeats, counting(&values), stop)?;
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
        let mut rng = stream(self.seed, number, Purpose::Observation);
        let (mut numbers, mut taken) = (Vec::new(), 0);
        let Some(knowledge) = self.knowledge_at(&values) else {
            return Some((numbers, taken));
        };
        for (at, condition) in self.conditions.iter().enumerate() {
            let Some(scenario) = self.scenario(condition, &values, &knowledge) else {
                return Some((Vec::new(), taken));
            };
            if condition.has_flasks() {
                let flasks = condition.flasks.len() as u64;
                let simulated = condition.simulate(&scenario, self.streams(), first(number, at), flasks, stop)?;
                taken += flasks;
                for (flask, seen) in simulated.iter().zip(condition.flasks.values()) {
                    numbers.extend(flask.seen_again(seen, counting(&values), &mut rng));
                }
                let ends = condition.ends_of(simulated.iter().map(Simulated::end));
                numbers.extend(
                    condition
                        .of_ends()
                        .iter()
                        .map(|(_, of)| of.among_simulated(condition, &ends)),
                );
            }
            let cultures = (self.streams(), first(number, at) + condition.flasks.len() as u64);
            numbers.extend(cultures::seen_again(
                condition,
                &scenario,
                cultures,
                counting(&values),
                &mut rng,
                stop,
            )?);
            taken += condition.cultures.len() as u64;
            if let Some(laboratory) = scenario.laboratory() {
                for plate in condition.plates.values() {
                    numbers.extend(wells::seen_again(
                        &laboratory.biology,
                        plate,
                        scatter(&values),
                        &mut rng,
                    ));
                }
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
        let numbers = values.knowledge.iter().map(|(key, number)| (key.as_str(), *number));
        match values.knowledge.is_empty() {
            true => Some(self.knowledge.clone()),
            false => self.knowledge.with_values(numbers).ok(),
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

/// What is asked of the ends of a condition's flasks.
enum OfEnds {
    Flasks(Outcome),
    MeanDay(Outcome),
    Led(String),
}

impl OfEnds {
    fn among_seen(&self, condition: &Condition) -> f64 {
        let ends = || condition.flasks.values().filter_map(|flask| flask.end.as_ref());
        match self {
            OfEnds::Flasks(outcome) => ends().filter(|end| end.outcome == *outcome).count() as f64,
            OfEnds::MeanDay(outcome) => mean(ends().filter(|end| end.outcome == *outcome).map(|end| end.day)),
            OfEnds::Led(name) => {
                let led = |names: &Option<Vec<String>>| names.iter().flatten().any(|other| other == name);
                ends().filter(|end| led(&end.mechanisms)).count() as f64
            }
        }
    }

    /// The same of simulated flasks that stand for the observed ones whose end is known.
    fn among_simulated(&self, condition: &Condition, ends: &[WorldFlask]) -> f64 {
        match self {
            OfEnds::Flasks(outcome) => ends.iter().filter(|end| end.outcome == *outcome).count() as f64,
            OfEnds::MeanDay(outcome) => mean(ends.iter().filter(|end| end.outcome == *outcome).map(|end| end.day)),
            OfEnds::Led(name) => {
                let seen = condition.flasks.values().filter_map(|flask| flask.end.as_ref());
                let both = seen.zip(ends).filter(|(seen, _)| seen.mechanisms.is_some());
                both.filter(|(_, end)| names(name, end)).count() as f64
            }
        }
    }
}

/// NaN of no flask: what did not happen has no day.
fn mean(days: impl Iterator<Item = f64> + Clone) -> f64 {
    let n = days.clone().count();
    if n == 0 { f64::NAN } else { days.sum::<f64>() / n as f64 }
}

impl Condition {
    fn of_ends(&self) -> Vec<(&'static str, OfEnds)> {
        let ends = || self.flasks.values().filter_map(|flask| flask.end.as_ref());
        let mut asked = Vec::new();
        for (what, day, outcome) in [
            ("flasks resistant", "mean day of resistance", Outcome::Resistant),
            ("flasks extinct", "mean day of extinction", Outcome::Extinct),
            ("flasks given up", "mean day of giving up", Outcome::GivenUp),
            ("flasks still running", "", Outcome::TimeOver),
        ] {
            if ends().any(|end| end.outcome == outcome) {
                asked.push((what, OfEnds::Flasks(outcome)));
                if !day.is_empty() {
                    asked.push((day, OfEnds::MeanDay(outcome)));
                }
            }
        }
        let mut names: Vec<&String> = ends().flat_map(|end| end.mechanisms.iter().flatten()).collect();
        names.sort();
        names.dedup();
        asked.extend(
            names
                .into_iter()
                .map(|name| ("flasks led by", OfEnds::Led(name.clone()))),
        );
        asked
    }

    fn places(&self) -> Vec<(Place, f64)> {
        let place = |what: String, of: &str, at: Option<f64>| Place {
            condition: self.name.clone(),
            what,
            of: of.to_owned(),
            at,
        };
        let mut places = Vec::new();
        for (name, flask) in &self.flasks {
            for count in &flask.counts {
                let what = count
                    .population
                    .as_ref()
                    .map_or("cells".to_owned(), |which| format!("{which} cells"));
                places.push((place(what, name, Some(count.day)), count.seen as f64 / count.share));
            }
            for fraction in &flask.fractions {
                let what = format!("frequency of {}", fraction.change);
                let seen = fraction.mutated as f64 / fraction.depth.max(1) as f64;
                places.push((place(what, name, Some(fraction.day)), seen));
            }
        }
        for (what, of) in self.of_ends() {
            let what = match &of {
                OfEnds::Led(name) => format!("{what} {name}"),
                _ => what.to_owned(),
            };
            places.push((place(what, "", None), of.among_seen(self)));
        }
        for culture in &self.cultures {
            places.push((
                place("colonies".to_owned(), &culture.name, None),
                culture.colonies.count as f64,
            ));
        }
        for (name, cells) in self.final_cells() {
            places.push((place("final cells".to_owned(), name, None), cells));
        }
        for (name, wells) in &self.plates {
            for well in wells {
                let cells = well
                    .allele
                    .as_ref()
                    .map_or(String::new(), |allele| format!(" of {allele}"));
                let what = match &well.drug {
                    Some(drug) => format!("signal{cells} under {drug}"),
                    None => format!("signal{cells} without drug"),
                };
                places.push((place(what, name, Some(well.dose)), well.signal));
            }
        }
        places
    }
}
