//! Flasks of a finished run as specimens: rebuilt by simulating them again from the run's lock file.

use super::{LOCK, SUMMARY};
use crate::assay::{Bench, BenchError, Specimen, Translation};
use crate::engine::record::{FlaskRecord, FlaskSample};
use crate::engine::{run_flask, sample_flask};
use crate::knowledge::{KnowledgeBase, KnowledgeError};
use crate::scenario::error::ScenarioError;
use crate::scenario::{self, Body, Laboratory, Overlay, Scenario, lock, with_overlays};
use crate::words;
use std::fmt;
use std::path::{Path, PathBuf};

/// A finished laboratory run.
#[derive(Debug, Clone)]
pub struct FinishedRun {
    root: PathBuf,
    /// As its lock file says.
    pub scenario: Scenario,
    /// Fingerprint of the knowledge base that it was made with.
    pub knowledge_hash: String,
    laboratory: Laboratory,
}

/// When a specimen is taken from a flask.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum When {
    /// Day 0, before any drug: the pre-treatment sample.
    Start,
    /// The first look on or after this day.
    Day(f64),
    /// The day on which the flask's outcome was settled (resistance, giving up).
    Outcome,
    /// The last day of its run.
    End,
}

/// Why a run's flask cannot be had.
#[derive(Debug)]
pub enum SpecimenError {
    /// The system refused to read.
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The folder has no lock file.
    NotARun {
        /// The folder.
        path: PathBuf,
    },
    /// The folder has no summary.
    Unfinished {
        /// The folder.
        path: PathBuf,
    },
    /// The lock file was refused: another version, or edited.
    Lock(ScenarioError),
    /// The run has the plain form: its types have no genotype.
    Plain {
        /// The folder.
        path: PathBuf,
    },
    /// The run has fewer flasks.
    NoSuchFlask {
        /// The flask asked for, from 0.
        flask: u64,
        /// Flasks of the run.
        replicates: u64,
    },
    /// The flask was not grown then.
    DayOutside {
        /// The flask, from 0.
        flask: u64,
        /// The day asked for.
        day: f64,
        /// Its last day.
        last: f64,
    },
    /// Nobody is alive.
    NoCells {
        /// The flask, from 0.
        flask: u64,
        /// The day asked for.
        day: f64,
        /// What became of the flask.
        outcome: &'static str,
        /// When.
        outcome_day: f64,
    },
    /// No flask that was looked at became resistant.
    NoneResistant {
        /// Flasks by outcome.
        outcomes: Vec<(&'static str, u64)>,
    },
    /// The cells have no bench.
    Bench(BenchError),
}

impl fmt::Display for SpecimenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SpecimenError::Io { path, source } => write!(f, "cannot read {}: {source}", path.display()),
            SpecimenError::NotARun { path } => write!(
                f,
                "{}: not the folder of a run (it has no {LOCK})\n  a run's folder is what `escalade run --out DIR` filled",
                path.display()
            ),
            SpecimenError::Unfinished { path } => write!(
                f,
                "{}: the run is not finished (it has no {SUMMARY})\n  run the same command again to complete it",
                path.display()
            ),
            SpecimenError::Lock(error) => write!(f, "{error}"),
            SpecimenError::Plain { path } => write!(
                f,
                "{}: a run of the plain form, whose types have no genotype to assay\n  \
                 assays need a scenario with a [line]",
                path.display()
            ),
            SpecimenError::NoSuchFlask { flask, replicates } => write!(
                f,
                "replicate {flask} is not in the run\n  allowed: 0 to {} (the column `replicate` of replicates.csv)",
                replicates - 1
            ),
            SpecimenError::DayOutside { flask, day, last } => {
                write!(
                    f,
                    "{} is outside the run of {}\n  allowed: a day from 0 to {}, `start`, `outcome`, `end`",
                    words::day(*day),
                    words::flask_of_files(*flask),
                    // Down, so that what is allowed is within the run.
                    libm::floor(last * 100.0) / 100.0
                )
            }
            SpecimenError::NoCells {
                flask,
                day,
                outcome,
                outcome_day,
            } => write!(
                f,
                "{} has no living cell on {} (its outcome is {outcome} on {})\n  take an earlier day or another flask",
                words::flask_of_files(*flask),
                words::day(*day),
                words::day(*outcome_day)
            ),
            SpecimenError::NoneResistant { outcomes } => {
                let words: Vec<String> = outcomes.iter().map(|(word, n)| format!("{n} {word}")).collect();
                let all: u64 = outcomes.iter().map(|(_, n)| n).sum();
                write!(
                    f,
                    "none of {all} flasks looked at became resistant, so there is no emergent population: {}\n  \
                     name a flask to look at its cells anyway: --flask N [--day D]",
                    words.join(", ")
                )
            }
            SpecimenError::Bench(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for SpecimenError {}

impl From<BenchError> for SpecimenError {
    fn from(error: BenchError) -> Self {
        SpecimenError::Bench(error)
    }
}

/// A flask of a run on a day: its cells as the run's biology and as the bench's biology know them.
#[derive(Debug, Clone)]
pub struct FlaskSpecimen {
    /// Number of the flask, from 0.
    pub flask: u64,
    /// Day of the look.
    pub day: f64,
    /// With the indices of the bench's biology.
    pub specimen: Specimen,
    /// The flask's record, simulated again.
    pub record: FlaskRecord,
}

/// A flask at two times.
#[derive(Debug, Clone)]
pub struct BeforeAnd {
    /// Before treatment, on day 0.
    pub before: Specimen,
    /// At the other time.
    pub then: FlaskSpecimen,
}

impl FinishedRun {
    /// The run that a lock file names; `root` is where it stands, for messages.
    ///
    /// # Errors
    /// The text is no valid scenario, is of another version, was edited, or has the plain form.
    pub fn of_lock(root: &Path, text: String) -> Result<Self, SpecimenError> {
        let path = root.join(LOCK);
        let knowledge_hash = lock::identity(&text).map_or(String::new(), |identity| identity.knowledge_hash);
        let scenario = scenario::load(&path.display().to_string(), text).map_err(SpecimenError::Lock)?;
        let Body::Laboratory(laboratory) = &scenario.body else {
            return Err(SpecimenError::Plain { path: root.to_owned() });
        };
        Ok(Self {
            root: root.to_owned(),
            laboratory: laboratory.as_ref().clone(),
            knowledge_hash,
            scenario,
        })
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Its biology and protocol.
    pub fn laboratory(&self) -> &Laboratory {
        &self.laboratory
    }

    /// The knowledge base that the run was made with, and these overlays behind; its own count once.
    ///
    /// # Errors
    /// An overlay is not valid.
    pub fn knowledge(&self, more: &[Overlay]) -> Result<KnowledgeBase, KnowledgeError> {
        let own = &self.laboratory.overlays;
        let new = more
            .iter()
            .filter(|one| !own.iter().any(|other| other.text == one.text));
        let all: Vec<Overlay> = own.iter().chain(new).cloned().collect();
        with_overlays(&all)
    }

    /// The bench for the run's cells, in plain medium.
    ///
    /// # Errors
    /// See [`Bench::of_run`].
    pub fn bench(&self, knowledge: &KnowledgeBase) -> Result<Bench, SpecimenError> {
        Ok(Bench::of_run(
            knowledge,
            &self.laboratory.biology,
            &self.knowledge_hash,
        )?)
    }

    /// The bench for the run's cells, among the niche factors of the run's own scenario.
    ///
    /// # Errors
    /// See [`Bench::of_run_among`].
    pub fn bench_in_niche(&self, knowledge: &KnowledgeBase) -> Result<Bench, SpecimenError> {
        let Laboratory {
            biology, conditions, ..
        } = &self.laboratory;
        Ok(Bench::of_run_among(
            knowledge,
            biology,
            &self.knowledge_hash,
            &conditions.niche,
        )?)
    }

    /// A flask's record, simulated again.
    ///
    /// # Errors
    /// The run has no such flask.
    pub fn record(&self, flask: u64) -> Result<FlaskRecord, SpecimenError> {
        self.known(flask)?;
        let Laboratory { biology, protocol, .. } = &self.laboratory;
        Ok(run_flask(
            biology,
            protocol,
            &self.scenario.settings,
            self.scenario.seed,
            flask,
        ))
    }

    /// The `wanted` drugs at a flask's last look with any of them up to a day, and their doses in nM, in the order of courses.
    pub fn treatment(
        &self,
        bench: &Bench,
        record: &FlaskRecord,
        day: f64,
        wanted: impl Fn(usize) -> bool,
    ) -> Vec<(usize, f64)> {
        let Laboratory { biology, protocol, .. } = &self.laboratory;
        let given = |doses: &[f64]| -> Vec<(usize, f64)> {
            let given = protocol.courses.iter().zip(doses).filter(|(_, dose)| **dose > 0.0);
            given
                .filter_map(|(course, dose)| Some((bench.drug(&biology.drugs()[course.drug].id)?, *dose)))
                .filter(|(drug, _)| wanted(*drug))
                .collect()
        };
        let until = record.looks.iter().rev().filter(|look| look.day <= day + 1e-6);
        let mut treated = until.map(|look| given(&look.doses));
        treated.find(|given| !given.is_empty()).unwrap_or_default()
    }

    /// The cells of a flask on the given days, brought to the bench.
    ///
    /// # Errors
    /// There is no such flask, it was not grown or had no living cell then, or the bench lacks what its cells may have.
    pub fn specimens(&self, bench: &Bench, flask: u64, when: &[When]) -> Result<Vec<FlaskSpecimen>, SpecimenError> {
        let translation = Translation::between(&self.laboratory.biology, &bench.biology)?;
        let (record, samples) = self.samples(flask, when)?;
        let taken = samples.into_iter().map(|sample| {
            let day = sample.day;
            let name = format!("{}, {}", words::flask(flask), words::day(day));
            let specimen = Specimen::of_flask(name, &sample).ok_or(SpecimenError::NoCells {
                flask,
                day,
                outcome: record.outcome.word(),
                outcome_day: record.outcome_day,
            })?;
            Ok(FlaskSpecimen {
                flask,
                day,
                specimen: translation.specimen(&specimen),
                record: record.clone(),
            })
        });
        taken.collect()
    }

    /// One specimen of a flask.
    ///
    /// # Errors
    /// See [`Self::specimens`].
    pub fn specimen(&self, bench: &Bench, flask: u64, when: When) -> Result<FlaskSpecimen, SpecimenError> {
        let mut taken = self.specimens(bench, flask, &[when])?;
        taken.pop().ok_or_else(|| self.none(flask))
    }

    /// A flask before treatment and at another time.
    ///
    /// # Errors
    /// See [`Self::specimens`].
    pub fn before_and(&self, bench: &Bench, flask: u64, when: When) -> Result<BeforeAnd, SpecimenError> {
        let mut taken = self.specimens(bench, flask, &[When::Start, when])?.into_iter();
        match (taken.next(), taken.next()) {
            (Some(before), Some(then)) => Ok(BeforeAnd {
                before: before.specimen,
                then,
            }),
            _ => Err(self.none(flask)),
        }
    }

    fn none(&self, flask: u64) -> SpecimenError {
        SpecimenError::NoSuchFlask {
            flask,
            replicates: self.scenario.replicates,
        }
    }

    fn known(&self, flask: u64) -> Result<(), SpecimenError> {
        match flask < self.scenario.replicates {
            true => Ok(()),
            false => Err(self.none(flask)),
        }
    }

    /// One sample per entry of `when`, in its order.
    fn samples(&self, flask: u64, when: &[When]) -> Result<(FlaskRecord, Vec<FlaskSample>), SpecimenError> {
        let mut outcome_day = 0.0;
        if when.contains(&When::Outcome) {
            outcome_day = self.record(flask)?.outcome_day;
        }
        self.known(flask)?;
        let day_of = |when: &When| match *when {
            When::Start => Some(0.0),
            When::Day(day) => Some(day),
            When::Outcome => Some(outcome_day),
            When::End => None,
        };
        let days: Vec<f64> = when.iter().filter_map(day_of).collect();
        let Laboratory { biology, protocol, .. } = &self.laboratory;
        let (seed, settings) = (self.scenario.seed, &self.scenario.settings);
        let (record, samples) = sample_flask(biology, protocol, settings, seed, flask, &days);
        let mut picked = Vec::new();
        for when in when {
            let Some(day) = day_of(when) else {
                picked.extend(samples.last().cloned());
                continue;
            };
            let sample = samples.iter().find(|sample| sample.day >= day - 1e-9);
            match sample.filter(|_| day >= 0.0) {
                Some(sample) => picked.push(sample.clone()),
                None => {
                    let last = record.end_day;
                    return Err(SpecimenError::DayOutside { flask, day, last });
                }
            }
        }
        Ok((record, picked))
    }
}
