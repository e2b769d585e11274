//! Which cells are assayed, and under which drugs: from flags to specimens on a bench.

use super::super::source::Knowledge;
use crate::assay::bench::Bench;
use crate::assay::clones::{Cloning, CloningDesign, single_cell_clones};
use crate::assay::cross_resistance::{Crossing, Treatment, ic50};
use crate::assay::foreign::{ForeignLine, MOST_FOREIGN, mixed_with};
use crate::assay::plate::{PlateDesign, usual_doses};
use crate::assay::{Specimen, genotype};
use crate::cli::Failure;
use crate::ensemble::specimens::{FinishedRun, When};
use crate::knowledge::KnowledgeBase;
use crate::random::{Generator, Purpose, replicate_of, stream};
use crate::report::words;
use crate::scenario;
use crate::scenario::error::nearest;
use crate::units::{Days, Nanomolar, Percent};
use std::path::PathBuf;
use std::sync::Arc;

/// Largest well of a cloning.
const MOST_WELLS: i64 = 10_000;
/// Wells looked through for clones that grew, where the one that is asked for did not.
const USUAL_WELLS: u32 = 24;

/// A flask of a finished run, or cells named by line and genotype.
#[derive(Debug, clap::Args)]
pub struct SubjectArgs {
    /// Folder of a finished run.
    #[arg(long, value_name = "DIR", conflicts_with = "line")]
    run: Option<PathBuf>,
    /// Flask of the run (the column `replicate` of replicates.csv).
    #[arg(long, value_name = "N", requires = "run")]
    flask: Option<u64>,
    /// Day on which the flask is sampled, such as 120 (the first look on or after it).
    #[arg(long, requires = "flask", conflicts_with = "at")]
    day: Option<f64>,
    /// Sample the flask at its start, its outcome (default) or its end.
    #[arg(long, value_enum, requires = "flask")]
    at: Option<Moment>,
    /// Line of the knowledge base, such as H3122.
    #[arg(long)]
    line: Option<String>,
    /// Genotype, such as "ALK-G1202R", "C1156Y+L1198F", "G1202R in 2 of 4 copies + met-amplification @ ccn1-high"
    /// (may be repeated). Without it the parental line.
    #[arg(long, value_name = "TEXT", requires = "line")]
    genotype: Vec<String>,
    /// The clone in this well of `assay clones` with the same cells and seed (drug-free, usual efficiency).
    #[arg(long, value_name = "WELL", value_parser = clap::value_parser!(u32).range(1..=MOST_WELLS))]
    clone: Option<u32>,
    /// Assay in the niche of the run's scenario (co-culture) instead of plain medium.
    #[arg(long, requires = "run")]
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

/// Cells on a bench.
pub struct Subject {
    pub bench: Bench,
    pub run: Option<FinishedRun>,
    /// The cells to assay; the parental line where nothing else was named.
    pub cultures: Vec<Specimen>,
    /// The pre-treatment sample: the flask on day 0, else the parental line.
    pub before: Specimen,
    /// What tells these cells from all others, for the scatter's stream: flask and day, or line and genotypes.
    identity: String,
    /// Day on which the flask was sampled.
    pub day: Option<f64>,
    /// Drugs in the flask's medium then, or when it last had any: index on the bench and dose in nM.
    pub treated: Vec<(usize, f64)>,
}

fn input(error: impl std::fmt::Display) -> Failure {
    Failure::Input(error.to_string())
}

impl SubjectArgs {
    /// The run, if one is named.
    pub fn open_run(&self) -> Result<Option<FinishedRun>, Failure> {
        self.run
            .as_ref()
            .map(|root| FinishedRun::open(root).map_err(input))
            .transpose()
    }

    /// The flask that is named.
    pub fn flask(&self) -> Option<u64> {
        self.flask
    }

    fn knowledge(&self) -> Result<KnowledgeBase, Failure> {
        scenario::with_overlays(&self.knowledge.overlays()?).map_err(input)
    }

    /// The bench alone.
    pub fn bench(&self, run: Option<&FinishedRun>) -> Result<Bench, Failure> {
        let knowledge = self.knowledge()?;
        match (run, &self.line) {
            (Some(run), _) if self.in_niche && run.laboratory().conditions.niche.is_empty() => {
                Err(Failure::Input("--in-niche: the run's scenario has no niche".to_owned()))
            }
            (Some(run), _) if self.in_niche => run.bench_in_niche(&knowledge).map_err(input),
            (Some(run), _) => run.bench(&knowledge).map_err(input),
            (None, Some(line)) => Bench::of_line(&knowledge, line).map_err(input),
            (None, None) => {
                let lines: Vec<&str> = (knowledge.lines().iter())
                    .filter(|line| line.family.is_some())
                    .map(|line| line.id.as_str())
                    .collect();
                Err(Failure::Input(format!(
                    "no cells are named\n  a flask of a finished run: --run DIR --flask N [--day D]\n  \
                     or a line with a genotype: --line H3122 --genotype \"ALK-G1202R\"\n  lines: {}",
                    lines.join(", ")
                )))
            }
        }
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

    /// Cells named by genotype.
    pub fn genotypes(&self, bench: &Bench) -> Result<Vec<Specimen>, Failure> {
        let read = |text: &String| genotype::read(&bench.biology, text).map_err(input);
        self.genotype.iter().map(read).collect()
    }

    /// Everything that the flags name. `seed` is the assay's.
    pub fn take(&self, seed: u64) -> Result<Subject, Failure> {
        let mut subject = self.whole()?;
        if let Some(text) = &self.mixed_with {
            subject.contaminate(text)?;
        }
        match self.clone {
            Some(well) => subject.banked(well, seed),
            None => Ok(subject),
        }
    }

    /// The culture, or cultures, before any cloning.
    fn whole(&self) -> Result<Subject, Failure> {
        let run = self.open_run()?;
        let bench = self.bench(run.as_ref())?;
        let parental = Specimen::parental(&bench.biology);
        let Some(run) = run else {
            let mut cultures = self.genotypes(&bench)?;
            if cultures.is_empty() {
                cultures.push(parental.clone());
            }
            let names: Vec<&str> = cultures.iter().map(|culture| culture.name.as_str()).collect();
            return Ok(Subject {
                run: None,
                before: parental,
                identity: format!("{}: {}", bench.biology.line_id, names.join("; ")),
                day: None,
                treated: Vec::new(),
                cultures,
                bench,
            });
        };
        let Some(flask) = self.flask else {
            let last = run.scenario.replicates - 1;
            return Err(Failure::Input(format!(
                "say which flask of the run: --flask N\n  allowed: 0 to {last} (the column `replicate` of replicates.csv)"
            )));
        };
        let mut taken = run
            .specimens(&bench, flask, &[When::Start, self.when()?])
            .map_err(input)?;
        let culture = taken.pop();
        let day = culture.as_ref().map(|taken| taken.day);
        let treated = culture.as_ref().map_or(Vec::new(), |taken| {
            run.treatment(&bench, &taken.record, taken.day, |_| true)
        });
        let before = taken.pop().map(|taken| taken.specimen);
        let identity = format!(
            "{} {}: flask {flask}, day {}",
            run.scenario.name,
            run.scenario.seed,
            day.unwrap_or(0.0)
        );
        Ok(Subject {
            run: Some(run),
            cultures: culture.into_iter().map(|taken| taken.specimen).collect(),
            before: before.map_or(parental, |before| {
                before.named(format!("flask {flask}, before treatment"))
            }),
            identity,
            day,
            treated,
            bench,
        })
    }
}

/// Reads "KM12:30%": another line and its share of the cells.
pub fn contamination(bench: &Bench, text: &str) -> Result<(Arc<ForeignLine>, f64), Failure> {
    let wrong = |why: String| {
        let most = 100.0 * MOST_FOREIGN;
        Failure::Input(format!(
            "--mixed-with \"{text}\": {why}\n  allowed: a line and its share, above 0% to {most}%, such as \"KM12:30%\""
        ))
    };
    let (line, share) = text
        .rsplit_once(':')
        .ok_or_else(|| wrong("no share is given".to_owned()))?;
    let share: Percent = share.parse().map_err(|error| wrong(format!("{error}")))?;
    let share = share.fraction();
    if !(share > 0.0 && share <= MOST_FOREIGN) {
        return Err(wrong("the share is out of range".to_owned()));
    }
    let line = ForeignLine::on(bench, line.trim()).map_err(|error| wrong(error.to_string()))?;
    Ok((line, share))
}

impl Subject {
    /// Mixes another line into every culture.
    fn contaminate(&mut self, text: &str) -> Result<(), Failure> {
        let (line, share) = contamination(&self.bench, text)?;
        let mixed = |culture: &Specimen| {
            let name = format!("{} + {} {}", culture.name, words::percent(share), line.name);
            mixed_with(culture, &line, share).named(name)
        };
        self.cultures = self.cultures.iter().map(mixed).collect();
        self.identity += &format!(", with {share} of {}", line.name);
        Ok(())
    }

    /// The scatter of one assay of these cells: one stream, drawn from in a fixed order.
    pub fn rng(&self, seed: u64, purpose: Purpose) -> Generator {
        stream(seed, replicate_of(&self.identity), purpose)
    }

    /// Plates single cells of the one culture.
    pub fn plate_singly(&self, design: &CloningDesign, seed: u64) -> Result<Cloning, Failure> {
        let [culture] = self.cultures.as_slice() else {
            return Err(Failure::Input(
                "clones are picked from one culture: give one --genotype".to_owned(),
            ));
        };
        let mut picking = self.rng(seed, Purpose::Cloning);
        let growth = |well: u32| self.rng_of(seed, Purpose::CloneGrowth, &format!("well {well}"));
        Ok(single_cell_clones(&self.bench, culture, design, &mut picking, growth))
    }

    /// The clone in a well in place of the culture. Wells do not depend on each other, nor on how many there are.
    fn banked(mut self, well: u32, seed: u64) -> Result<Self, Failure> {
        let design = CloningDesign::new(&self.bench, well.max(USUAL_WELLS));
        let grown = self.plate_singly(&design, seed)?.clones;
        let wells: Vec<String> = grown.iter().map(|clone| clone.well.to_string()).collect();
        let Some(clone) = grown.into_iter().find(|clone| clone.well == well) else {
            return Err(Failure::Input(format!(
                "--clone {well}: the cell in that well did not grow\n  wells with a clone: {} (see `escalade assay clones`)",
                match wells.is_empty() {
                    true => "none".to_owned(),
                    false => wells.join(", "),
                }
            )));
        };
        self.identity += &format!(", clone {well}");
        self.cultures = vec![clone.specimen];
        Ok(self)
    }

    /// The scatter of one run of several on these cells, such as a sequencing run at one depth: a stream of its
    /// own, whatever other runs are asked for.
    pub fn rng_of(&self, seed: u64, purpose: Purpose, run: &str) -> Generator {
        stream(seed, replicate_of(&format!("{} | {run}", self.identity)), purpose)
    }

    /// Indices of the drugs to titrate: those named, else those of the run.
    pub fn drugs(&self, named: &[String]) -> Result<Vec<usize>, Failure> {
        if !named.is_empty() {
            return named.iter().map(|name| drug(&self.bench, name)).collect();
        }
        let Some(run) = &self.run else {
            let driver: Vec<&str> = (self.bench.driver_drugs().iter())
                .map(|&d| self.bench.biology.drugs()[d].id.as_str())
                .collect();
            return Err(Failure::Input(format!(
                "say which drug: --drug {}",
                driver.join(", --drug ")
            )));
        };
        let biology = &run.laboratory().biology;
        Ok((biology.drugs().iter())
            .filter_map(|drug| self.bench.drug(&drug.id))
            .collect())
    }
}

/// A drug of the bench by id or name.
pub fn drug(bench: &Bench, name: &str) -> Result<usize, Failure> {
    let wanted = name.trim().to_lowercase();
    let drugs = bench.biology.drugs().iter();
    let mut found = drugs
        .clone()
        .enumerate()
        .filter(|(_, drug)| drug.id == wanted || drug.name.to_lowercase() == wanted);
    match found.next() {
        Some((index, _)) => Ok(index),
        None => {
            let ids: Vec<&str> = drugs.map(|drug| drug.id.as_str()).collect();
            Err(Failure::Input(format!(
                "drug \"{name}\" does nothing known to {}\n  {}",
                bench.biology.line_name,
                nearest(&wanted, &ids)
            )))
        }
    }
}

/// A plate's layout.
#[derive(Debug, clap::Args)]
pub struct PlateArgs {
    /// Doses, such as "1 nM, 10 nM, 100 nM, 1 uM, 10 uM"; without it from 1 nM, or a thirtieth of the parental
    /// IC50 where that is lower, to 10 uM in ten doses or more.
    #[arg(long, value_name = "LIST")]
    doses: Option<String>,
    /// Duration, from 12 h to 240 h, such as "72 h" or "96 h".
    #[arg(long, default_value = "72 h")]
    time: String,
    /// Wells per dose.
    #[arg(long, default_value_t = 3)]
    wells: u32,
    /// No scatter: what the mean of endless plates would show.
    #[arg(long)]
    no_scatter: bool,
}

impl PlateArgs {
    /// The plate for a drug of the bench.
    pub fn design(&self, bench: &Bench, drug: usize) -> Result<PlateDesign, Failure> {
        let usual = PlateDesign::default();
        let hours = days("--time", &self.time)? * 24.0;
        let doses = match &self.doses {
            None => usual_doses(parental_ic50(bench, drug, hours)),
            Some(list) => (list.split(','))
                .map(|dose| dose.trim().parse::<Nanomolar>().map(Nanomolar::get))
                .collect::<Result<Vec<f64>, _>>()
                .map_err(|error| Failure::Input(format!("--doses: {error}")))?,
        };
        let design = PlateDesign {
            doses,
            hours,
            wells: self.wells,
            ..usual
        };
        let design = if self.no_scatter { design.noise_free() } else { design };
        match design.fault() {
            Some(fault) => Err(Failure::Input(format!("the plate cannot be laid out: {fault}"))),
            None => Ok(design),
        }
    }
}

/// IC50 of the parental line on the bench, nM.
fn parental_ic50(bench: &Bench, drug: usize, hours: f64) -> Option<f64> {
    let parental = Specimen::parental(&bench.biology);
    match ic50(bench, &parental, &Treatment::single(bench, drug), hours) {
        Crossing::At(nm) => Some(nm),
        _ => None,
    }
}

/// A time with its unit, in days.
pub fn days(flag: &str, text: &str) -> Result<f64, Failure> {
    let read: Result<Days, _> = text.parse();
    read.map(Days::get)
        .map_err(|error| Failure::Input(format!("{flag}: {error}")))
}
