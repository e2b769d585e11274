//! Cultures by drugs and combinations.

use super::delivery::Delivery;
use super::drugs::drug;
use super::plate::usual_time;
use super::subject::{Source, Subject, named};
use crate::assay::functional::cross_resistance::{CrossMap, LookedAt, Treatment, cross_map, usual_pairs};
use crate::assay::{Bench, Specimen};
use crate::ensemble::specimens::FinishedRun;
use crate::report::assay::cross_resistance;
use crate::session::SessionError;
use crate::units::{Days, Nanomolar};
use crate::words;

/// Who is resistant to what, and collaterally sensitive: the named cultures, one flask, or without a flask all resistant
/// flasks of a run, each with all its cells.
#[derive(Debug, Clone, PartialEq)]
pub struct CrossResistance {
    /// Drugs to map; all drugs on the driver without any.
    pub drugs: Vec<String>,
    /// Combinations beside them.
    pub pairs: Pairs,
    /// Time under drug, from 12 h to 240 h.
    pub time: Days,
    /// Flasks of the run that are looked at; all, at most the first 2000, without any.
    pub flasks: Option<Vec<u64>>,
}

impl Default for CrossResistance {
    fn default() -> Self {
        Self {
            drugs: Vec::new(),
            pairs: Pairs::Usual,
            time: usual_time(),
            flasks: None,
        }
    }
}

/// Which combinations are mapped.
#[derive(Debug, Clone, PartialEq)]
pub enum Pairs {
    /// The run's drug, or the first one mapped, with every inhibitor of a route beside the driver, each at its IC20 on
    /// the parental line (at most ten times the dose that halves its site).
    Usual,
    /// None.
    None,
    /// These.
    These(Vec<Combination>),
}

/// A titrated drug with others at fixed doses.
#[derive(Debug, Clone, PartialEq)]
pub struct Combination {
    /// The titrated drug.
    pub drug: String,
    /// What stands beside it.
    pub beside: Vec<Beside>,
}

/// A drug at a fixed dose.
#[derive(Debug, Clone, PartialEq)]
pub struct Beside {
    /// The drug.
    pub drug: String,
    /// Its dose.
    pub dose: Nanomolar,
}

/// Most flasks that are looked at unasked.
const LOOKED_AT: u64 = 2000;

/// Cultures with the flasks that each stands for, and how many flasks were looked at.
struct Cultures {
    rows: Vec<(Specimen, Option<u64>)>,
    looked_at: Option<LookedAt>,
}

impl CrossResistance {
    /// Carries it out.
    ///
    /// # Errors
    /// The [`Subject`], a drug or a flask cannot be had, the time is not from 12 h to 240 h, no culture is named or no
    /// flask resistant, or the report cannot be made.
    pub fn carry_out(&self, subject: &Subject, seed: u64) -> Result<Delivery<CrossMap>, SessionError> {
        let hours = self.time.get() * 24.0;
        if !(12.0..=240.0).contains(&hours) {
            let time = words::hours(hours);
            return Err(SessionError::Request(format!("--time {time}: allowed 12 h to 240 h")));
        }
        let bench = subject.bench()?;
        let treatments = self.treatments(&bench, subject.run(), hours)?;
        let cultures = self.cultures(&bench, subject, seed)?;
        if cultures.rows.is_empty() {
            return Err(SessionError::request(
                "no culture is named: --genotype \"ALK-G1202R\" (may be repeated)",
            ));
        }
        let mut map = cross_map(&bench, &cultures.rows, &treatments, hours);
        map.looked_at = cultures.looked_at;
        let used = treatments.iter().flat_map(|one| {
            let beside = one.beside.iter().map(|(drug, _)| *drug);
            beside.chain([one.drug])
        });
        let report = cross_resistance(&map, &super::leans_on(&bench, &used.collect::<Vec<_>>())?);
        Delivery::of(map, report)
    }

    /// Drugs alone, then pairs.
    fn treatments(&self, bench: &Bench, run: Option<&FinishedRun>, hours: f64) -> Result<Vec<Treatment>, SessionError> {
        let named = self.drugs.iter().map(|name| drug(bench, name));
        let named = named.collect::<Result<Vec<_>, _>>()?;
        let on_driver = bench.driver_drugs();
        let drugs = if named.is_empty() { &on_driver } else { &named };
        let mut all: Vec<Treatment> = drugs.iter().map(|&drug| Treatment::single(bench, drug)).collect();
        match &self.pairs {
            Pairs::None => {}
            Pairs::These(pairs) => {
                for pair in pairs {
                    all.push(pair.on(bench)?);
                }
            }
            Pairs::Usual => {
                let of_run = run.and_then(|run| own_drug(run, bench));
                let first = named.first().copied().or(of_run).or(on_driver.first().copied());
                all.extend(first.map_or(Vec::new(), |drug| usual_pairs(bench, drug, hours, words::dose)));
            }
        }
        Ok(all)
    }

    fn cultures(&self, bench: &Bench, subject: &Subject, seed: u64) -> Result<Cultures, SessionError> {
        let cultures = match &subject.source {
            Source::Run { run, flask: None, .. } => return self.emergent(bench, run),
            Source::Run { .. } => subject.take(seed)?.cultures,
            Source::Line { genotypes, .. } => named(genotypes, bench)?,
        };
        Ok(Cultures {
            rows: cultures.into_iter().map(|one| (one, None)).collect(),
            looked_at: None,
        })
    }

    /// Populations of a run's resistant flasks.
    fn emergent(&self, bench: &Bench, run: &FinishedRun) -> Result<Cultures, SessionError> {
        let mut flasks = match &self.flasks {
            Some(flasks) => flasks.clone(),
            None => (0..run.scenario.replicates.min(LOOKED_AT)).collect(),
        };
        flasks.sort_unstable();
        let emergent = run.emergent(bench, &flasks)?;
        let populations = emergent.populations.into_iter();
        Ok(Cultures {
            rows: populations.map(|(cells, n)| (cells, Some(n))).collect(),
            looked_at: Some(emergent.flasks),
        })
    }
}

impl Combination {
    fn on(&self, bench: &Bench) -> Result<Treatment, SessionError> {
        let mut treatment = Treatment::single(bench, drug(bench, &self.drug)?);
        for beside in &self.beside {
            let dose = beside.dose.get();
            treatment = treatment.with(bench, (drug(bench, &beside.drug)?, dose), &words::dose(dose));
        }
        Ok(treatment)
    }
}

/// The run's last drug on the driver.
fn own_drug(run: &FinishedRun, bench: &Bench) -> Option<usize> {
    let laboratory = run.laboratory();
    let given = laboratory.protocol.courses.iter().rev();
    let mut on_bench = given.filter_map(|course| bench.drug(&laboratory.biology.drugs()[course.drug].id));
    on_bench.find(|drug| bench.biology.drugs()[*drug].driver.is_some())
}
