//! Which cells are assayed.

use super::cells::Cells;
use super::contamination::Contamination;
use crate::assay::{Bench, Specimen, genotype};
use crate::ensemble::specimens::{BeforeAnd, FinishedRun, When};
use crate::scenario::{self, Overlay};
use crate::session::SessionError;
use std::sync::Arc;

/// Cells to assay. They cannot be had where an overlay is not valid or does not fit the run, there is no such line,
/// genotype, flask, day or niche, no cell lives by then, the other line cannot be mixed in, or the clone did not grow.
#[derive(Debug, Clone)]
pub struct Subject {
    /// Where they come from.
    pub source: Source,
    /// The clone in this well, from 1, of a cloning of the culture with the same seed (drug-free, usual efficiency).
    pub clone: Option<u32>,
    /// What-if: another line among the cells.
    pub mixed_with: Option<Contamination>,
    /// The user's own knowledge files; for a run those beside the ones that it was made with.
    pub overlays: Vec<Overlay>,
}

/// Where cells come from.
#[derive(Debug, Clone)]
pub enum Source {
    /// A flask of a finished run.
    Run {
        /// The run.
        run: Arc<FinishedRun>,
        /// The flask, from 0; none for an assay of the whole run.
        flask: Option<u64>,
        /// When it is sampled.
        when: When,
        /// In the niche of the run's scenario instead of plain medium.
        in_niche: bool,
    },
    /// Cells named by what they have.
    Line {
        /// Line of the knowledge base, such as "H3122".
        id: String,
        /// Genotypes, such as "C1156Y+L1198F", a culture each; without any the parental line.
        genotypes: Vec<String>,
    },
}

impl From<Source> for Subject {
    fn from(source: Source) -> Self {
        Self {
            source,
            clone: None,
            mixed_with: None,
            overlays: Vec::new(),
        }
    }
}

impl Subject {
    /// A line of the built-in knowledge base with some genotypes.
    pub fn line<T: Into<String>>(id: &str, genotypes: impl IntoIterator<Item = T>) -> Self {
        Self::from(Source::Line {
            id: id.to_owned(),
            genotypes: genotypes.into_iter().map(Into::into).collect(),
        })
    }

    /// A flask of a run, from 0, at its outcome.
    pub fn flask(run: Arc<FinishedRun>, flask: u64) -> Self {
        Self::from(Source::Run {
            run,
            flask: Some(flask),
            when: When::Outcome,
            in_niche: false,
        })
    }

    /// The run that they come from.
    pub fn run(&self) -> Option<&FinishedRun> {
        match &self.source {
            Source::Run { run, .. } => Some(run),
            Source::Line { .. } => None,
        }
    }

    /// The bench alone.
    pub(super) fn bench(&self) -> Result<Bench, SessionError> {
        let knowledge = match self.run() {
            Some(run) => run.knowledge(&self.overlays)?,
            None => scenario::with_overlays(&self.overlays)?,
        };
        Ok(match &self.source {
            Source::Run { run, in_niche, .. } => match in_niche {
                false => run.bench(&knowledge)?,
                true if run.laboratory().conditions.niche.is_empty() => {
                    return Err(SessionError::request("--in-niche: the run's scenario has no niche"));
                }
                true => run.bench_in_niche(&knowledge)?,
            },
            Source::Line { id, .. } => Bench::of_line(&knowledge.with_system(id), id)?,
        })
    }

    /// Everything that is named, on a bench. `seed` is the assay's.
    pub(super) fn take(&self, seed: u64) -> Result<Cells<'_>, SessionError> {
        let mut cells = self.whole(seed)?;
        if let Some(contamination) = &self.mixed_with {
            cells.contaminate(&contamination.on(&cells.bench)?);
        }
        match self.clone {
            Some(well) => cells.banked(well),
            None => Ok(cells),
        }
    }

    /// The culture, or cultures, before any mixing or cloning.
    fn whole(&self, seed: u64) -> Result<Cells<'_>, SessionError> {
        let bench = self.bench()?;
        match &self.source {
            Source::Line { genotypes, .. } => {
                let parental = Specimen::parental(&bench.biology);
                let mut cultures = named(genotypes, &bench)?;
                if cultures.is_empty() {
                    cultures.push(parental.clone());
                }
                let names: Vec<&str> = cultures.iter().map(|culture| culture.name.as_str()).collect();
                Ok(Cells {
                    run: None,
                    flask: None,
                    before: parental,
                    treated: Vec::new(),
                    identity: format!("{}: {}", bench.biology.line_id, names.join("; ")),
                    cultures,
                    bench,
                    seed,
                })
            }
            Source::Run { run, flask, when, .. } => {
                let Some(flask) = *flask else {
                    let last = run.scenario.replicates - 1;
                    return Err(SessionError::Request(format!(
                        "say which flask of the run: --flask N\n  allowed: 0 to {last} (the column `replicate` of \
                         replicates.csv)"
                    )));
                };
                let BeforeAnd { before, then } = run.before_and(&bench, flask, *when)?;
                let treated = run.treatment(&bench, &then.record, then.day, |_| true);
                let (name, of_run) = (&run.scenario.name, run.scenario.seed);
                Ok(Cells {
                    run: Some(run),
                    flask: Some((flask, then.day)),
                    before: before.named(format!("{}, before treatment", crate::words::flask(flask))),
                    identity: format!("{name} {of_run}: flask {flask}, day {}", then.day),
                    cultures: vec![then.specimen],
                    treated,
                    bench,
                    seed,
                })
            }
        }
    }
}

/// Cells named by genotype.
pub(super) fn named(genotypes: &[String], bench: &Bench) -> Result<Vec<Specimen>, SessionError> {
    let read = |text: &String| genotype::read(&bench.biology, text).map_err(SessionError::request);
    genotypes.iter().map(read).collect()
}
