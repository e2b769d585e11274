//! Which cells are assayed, from flags.

use crate::cli::failure::Failure;
use crate::cli::source::Knowledge;
use crate::ensemble::specimens::{FinishedRun, When};
use crate::scenario::{self, Overlay};
use crate::session::SessionError;
use crate::session::assay::{Source, Subject};
use std::path::PathBuf;
use std::sync::Arc;

/// A flask of a finished run, or cells named by line and genotype.
#[derive(Debug, clap::Args)]
pub struct SubjectArgs {
    /// Folder of a finished run.
    #[arg(long, value_name = "DIR", conflicts_with = "line")]
    run: Option<PathBuf>,
    /// Flask of the run (the column `replicate` of replicates.csv).
    #[arg(long, value_name = "N", requires = "run", conflicts_with = "line")]
    flask: Option<u64>,
    /// Day on which the flask is sampled, such as 120 (the first look on or after it).
    #[arg(long, requires = "flask", conflicts_with_all = ["at", "line"])]
    day: Option<f64>,
    /// Sample the flask at its start, its outcome (default) or its end.
    #[arg(long, value_enum, requires = "flask", conflicts_with = "line")]
    at: Option<Moment>,
    /// Line of the knowledge base, such as H3122.
    #[arg(long)]
    line: Option<String>,
    /// Genotype, such as "ALK-G1202R", "C1156Y+L1198F", "G1202R in 2 of 4 copies + met-amplification @ ccn1-high"
    /// (may be repeated). Without it the parental line.
    #[arg(long, value_name = "TEXT", requires = "line", conflicts_with = "run")]
    genotype: Vec<String>,
    /// The clone in this well of `assay clones` with the same cells and seed (drug-free, usual efficiency).
    #[arg(long, value_name = "WELL")]
    clone: Option<u32>,
    /// Assay in the niche of the run's scenario (co-culture) instead of plain medium.
    #[arg(long, requires = "run", conflicts_with = "line")]
    in_niche: bool,
    /// What-if: this share of the culture is of another line, such as "KM12:30%" (a contamination).
    #[arg(long, value_name = "LINE:SHARE", conflicts_with = "clone")]
    mixed_with: Option<String>,
    #[command(flatten)]
    knowledge: Knowledge,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Moment {
    Start,
    Outcome,
    End,
}

impl SubjectArgs {
    /// The cells that are named; `held` stands in for the named run.
    pub fn read(&self, held: Option<Arc<FinishedRun>>) -> Result<Subject, Failure> {
        let overlays = self.knowledge.overlays()?;
        let source = match (&self.run, &self.line) {
            (Some(root), _) => Source::Run {
                run: match held {
                    Some(run) => run,
                    None => Arc::new(FinishedRun::open(root).map_err(SessionError::from)?),
                },
                flask: self.flask,
                when: self.when()?,
                in_niche: self.in_niche,
            },
            (None, Some(line)) => Source::Line {
                id: line.clone(),
                genotypes: self.genotype.clone(),
            },
            (None, None) => return Err(nothing_named(&overlays)),
        };
        Ok(Subject {
            clone: self.clone,
            mixed_with: self.mixed_with.as_ref().map(|text| text.parse()).transpose()?,
            overlays,
            ..Subject::from(source)
        })
    }

    fn when(&self) -> Result<When, Failure> {
        match (self.day, self.at) {
            (Some(day), _) if !day.is_finite() => Err(Failure::Input(format!("--day {day} is not a day"))),
            (Some(day), _) => Ok(When::Day(day)),
            (None, Some(Moment::Start)) => Ok(When::Start),
            (None, Some(Moment::End)) => Ok(When::End),
            (None, Some(Moment::Outcome) | None) => Ok(When::Outcome),
        }
    }
}

fn nothing_named(overlays: &[Overlay]) -> Failure {
    let knowledge = match scenario::with_overlays(overlays) {
        Ok(knowledge) => knowledge,
        Err(error) => return Failure::Input(error.to_string()),
    };
    let lines: Vec<&str> = (knowledge.lines().iter())
        .filter(|line| line.family.is_some())
        .map(|line| line.id.as_str())
        .collect();
    let systems: Vec<&str> = knowledge.systems().iter().map(|line| line.id.as_str()).collect();
    Failure::Input(format!(
        "no cells are named\n  a flask of a finished run: --run DIR --flask N [--day D]\n  \
         or a line with a genotype: --line H3122 --genotype \"ALK-G1202R\"\n  lines: {}\n  \
         systems that potencies were read in: {}",
        lines.join(", "),
        systems.join(", ")
    ))
}
