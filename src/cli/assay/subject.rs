//! Which cells are assayed, and under which drugs: from flags to specimens on a bench.

use super::super::source::Knowledge;
use crate::assay::Bench;
use crate::assay::cells::foreign::{MOST_FOREIGN, mixed_with};
use crate::assay::cells::specimen::ForeignLine;
use crate::assay::clones::{Cloning, CloningDesign, single_cell_clones};
use crate::assay::{Specimen, genotype};
use crate::cli::failure::Failure;
use crate::ensemble::specimens::{FinishedRun, When};
use crate::knowledge::KnowledgeBase;
use crate::knowledge::schema::DrugRecord;
use crate::random::{Generator, Purpose, replicate_of, stream};
use crate::report::AssumptionRow;
use crate::scenario;
use crate::scenario::error::nearest;
use crate::units::{Days, Percent};
use crate::words;
use std::collections::BTreeSet;
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
    #[arg(long, value_name = "WELL", value_parser = clap::value_parser!(u32).range(1..=MOST_WELLS))]
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

/// Values of the knowledge base that a line under some drugs (by index on its bench) leans on.
pub fn leans_on(bench: &Bench, drugs: &[usize]) -> Result<Vec<AssumptionRow>, Failure> {
    let values = bench.leaned_on(drugs).map_err(input)?;
    Ok(values.iter().map(AssumptionRow::from).collect())
}

/// Indices of the drugs that are there at some doses.
pub fn drugs_at(doses: &[f64]) -> Vec<usize> {
    (0..doses.len()).filter(|drug| doses[*drug] > 0.0).collect()
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
            (None, Some(line)) => Bench::of_line(&knowledge.with_system(line), line).map_err(input),
            (None, None) => {
                let lines: Vec<&str> = (knowledge.lines().iter())
                    .filter(|line| line.family.is_some())
                    .map(|line| line.id.as_str())
                    .collect();
                let systems: Vec<&str> = knowledge.systems().iter().map(|line| line.id.as_str()).collect();
                Err(Failure::Input(format!(
                    "no cells are named\n  a flask of a finished run: --run DIR --flask N [--day D]\n  \
                     or a line with a genotype: --line H3122 --genotype \"ALK-G1202R\"\n  lines: {}\n  \
                     systems that potencies were read in: {}",
                    lines.join(", "),
                    systems.join(", ")
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

/// Reads "0-19" or "3,5,8": flasks of a run with so many, each once, in the order named.
pub fn flask_numbers(list: &str, replicates: u64) -> Result<Vec<u64>, Failure> {
    let wrong = |part: &str| {
        Failure::Input(format!(
            "--flasks \"{list}\": \"{}\" is not a flask or a range\n  allowed: 0 to {}, such as 0-19 or 3,5,8",
            part.trim(),
            replicates - 1
        ))
    };
    let (mut flasks, mut named) = (Vec::new(), BTreeSet::new());
    for part in list.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let number = |text: &str| text.trim().parse::<u64>().ok().filter(|n| *n < replicates);
        match (number(first), number(last)) {
            (Some(first), Some(last)) if first <= last => {
                flasks.extend((first..=last).filter(|flask| named.insert(*flask)));
            }
            _ => return Err(wrong(part)),
        }
    }
    Ok(flasks)
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
                "--clone {well}: the cell in that well did not grow\n  wells with a clone: {} (see `escalade assay clones \
                 --cells {}`)",
                match wells.is_empty() {
                    true => "none".to_owned(),
                    false => wells.join(", "),
                },
                design.cells
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
    if let Some((index, _)) = found.next() {
        return Ok(index);
    }
    let line = &bench.biology.line_name;
    let known = bench.knowledge().drugs().iter();
    let mut elsewhere = known.filter(|drug| drug.id == wanted || drug.name.to_lowercase() == wanted);
    let ids: Vec<&str> = drugs.map(|drug| drug.id.as_str()).collect();
    Err(Failure::Input(match elsewhere.next() {
        Some(drug) => format!(
            "drug \"{name}\" does nothing known to {line}: it is {}\n  known to act on it: {}",
            kind(bench, drug),
            ids.join(", ")
        ),
        None => format!(
            "drug \"{name}\" is not in the knowledge base\n  {}",
            nearest(&wanted, &ids)
        ),
    }))
}

/// "an inhibitor of NTRK1, NTRK2 and NTRK3", "an EGFR inhibitor".
fn kind(bench: &Bench, drug: &DrugRecord) -> String {
    let families = bench.knowledge().data().family.iter();
    let mut own = families.filter(|family| drug.family.as_ref() == Some(&family.id));
    match own.next() {
        Some(family) if family.gene.is_empty() => format!("an inhibitor of {}", family.driver_name),
        Some(family) => {
            let genes: Vec<String> = family.gene.iter().map(|gene| gene.driver_name.clone()).collect();
            format!("an inhibitor of {}", words::listed(&genes))
        }
        None => format!("of the class \"{}\"", drug.class),
    }
}

/// A time with its unit, in days.
pub fn days(flag: &str, text: &str) -> Result<f64, Failure> {
    let read: Result<Days, _> = text.parse();
    read.map(Days::get)
        .map_err(|error| Failure::Input(format!("{flag}: {error}")))
}
