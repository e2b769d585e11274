//! `escalade diagnose`: each flask's mechanism worked out from read-outs alone, and scored.

use super::quiz::{self, QuizArgs};
use super::{Failure, source, terminal};
use crate::assay::panel::Panel;
use crate::assay::{Bench, BenchError, Specimen, Translation};
use crate::diagnosis::examine::assumptions;
use crate::diagnosis::workup::{PRESETS, STEPS};
use crate::diagnosis::{Case, Surroundings, Thresholds, Worked, Workup, tally, work};
use crate::engine::record::{FlaskRecord, Outcome};
use crate::ensemble::folder;
use crate::ensemble::specimens::{FinishedRun, SpecimenError, When};
use crate::report::diagnosis::{Against, DiagnosisReport};
use crate::report::page;
use crate::scenario;
use crate::scenario::error::nearest;
use crate::scenario::lock::VERSION;
use crate::units::Percent;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub struct DiagnoseArgs {
    /// Folder of a finished run.
    run: PathBuf,
    /// How much is done: `full` (everything of the guides), `standard` (no array, no stains, usual genes at 500x)
    /// or `cheap` (dose-response, Sanger, one switch test).
    #[arg(long, value_name = "NAME", default_value = "full")]
    workup: String,
    /// Compare with another work-up of the same flasks.
    #[arg(long, value_name = "NAME")]
    against: Option<String>,
    /// Steps to leave out of the work-up, such as blot,array (potency, holiday, driver, copies, switch, blot, array,
    /// panel, add-back, markers, cytokines).
    #[arg(long, value_name = "STEPS", value_delimiter = ',')]
    without: Vec<String>,
    /// Depth of sequencing of driver and panel, instead of the work-up's.
    #[arg(long, value_name = "READS")]
    depth: Option<u64>,
    /// Genes of the panel, instead of the work-up's, such as KRAS,MET,EGFR.
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    genes: Vec<String>,
    /// Flasks, such as 0-19 or 3,5,8 (the column `replicate`); the first 20 resistant ones without it.
    #[arg(long, value_name = "LIST")]
    flasks: Option<String>,
    /// What the drug stock of the bench still holds of its label, such as "30%": a degraded drug looks like
    /// resistance.
    #[arg(long, value_name = "SHARE", default_value = "100%")]
    stock: String,
    /// Seed of the read-outs' scatter; with --blind it also picks the flask.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Folder for diagnosis.html, diagnosis.csv and diagnosis.json.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// As JSON.
    #[arg(long, conflicts_with = "blind")]
    json: bool,
    #[command(flatten)]
    quiz: QuizArgs,
    #[command(flatten)]
    knowledge: source::Knowledge,
}

fn input(error: impl std::fmt::Display) -> Failure {
    Failure::Input(error.to_string())
}

/// Flasks that are diagnosed where none are named.
const USUAL_FLASKS: usize = 20;
/// Flasks looked through for resistant ones.
const LOOKED_THROUGH: u64 = 2000;

pub fn run(args: &DiagnoseArgs) -> Result<(), Failure> {
    let mut workup = preset("--workup", &args.workup)?;
    let against = args
        .against
        .as_ref()
        .map(|name| preset("--against", name))
        .transpose()?;
    let stock: Percent = (args.stock.parse()).map_err(|error| Failure::Input(format!("--stock: {error}")))?;
    if stock.fraction() <= 0.0 {
        return Err(Failure::Input("--stock must be above 0%".to_owned()));
    }
    let session = Session::open(args, stock.fraction())?;
    customise(&mut workup, args, &session.bench)?;
    if args.quiz.blind {
        return quiz::run(&session, &args.quiz, &workup, args.out.as_deref());
    }
    let flasks = session.flasks(args.flasks.as_deref())?;
    let limits = Thresholds::default();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for flask in flasks {
        let taken = session.take(flask)?;
        ours.push(session.work(&taken, &workup, &limits)?);
        if let Some(other) = &against {
            theirs.push(session.work(&taken, other, &limits)?);
        }
    }
    let report = DiagnosisReport {
        run: session.run.scenario.name.clone(),
        line: session.bench.biology.line_name.clone(),
        confusion: tally(&ours),
        flasks: ours,
        thresholds: limits,
        against: against.map(|workup| Against {
            workup,
            confusion: tally(&theirs),
            flasks: theirs,
        }),
        workup,
    };
    deliver(args, &report)
}

fn deliver(args: &DiagnoseArgs, report: &DiagnosisReport) -> Result<(), Failure> {
    let failed = |error: &dyn std::fmt::Display| Failure::Other(error.to_string());
    let json = serde_json::to_string_pretty(report).map_err(|error| failed(&error))? + "\n";
    if let Some(root) = &args.out {
        let html =
            page::diagnosis::page(report, VERSION, &assumptions(&report.workup)).map_err(|error| failed(&error))?;
        let files = [
            ("diagnosis.html".to_owned(), html),
            ("diagnosis.csv".to_owned(), report.csv()),
            ("diagnosis.json".to_owned(), json.clone()),
        ];
        folder::write_files(root, &files).map_err(input)?;
    }
    if args.json {
        return terminal::print(json.trim_end());
    }
    terminal::print(report.text().trim_end())?;
    match &args.out {
        Some(root) => terminal::print(&format!("\nPage: {}", root.join("diagnosis.html").display())),
        None => terminal::print("\nEvidence and advice per flask: --out DIR writes diagnosis.html; --json prints all"),
    }
}

fn preset(flag: &str, name: &str) -> Result<Workup, Failure> {
    Workup::preset(name)
        .ok_or_else(|| Failure::Input(format!("{flag} \"{name}\" is unknown\n  {}", nearest(name, &PRESETS))))
}

/// Changes a preset as the flags say.
fn customise(workup: &mut Workup, args: &DiagnoseArgs, bench: &Bench) -> Result<(), Failure> {
    let preset = workup.clone();
    if let Some(depth) = args.depth {
        if !(1..=10_000_000).contains(&depth) {
            return Err(Failure::Input(format!(
                "--depth {depth}: allowed 1 to 10000000 reads per site"
            )));
        }
        workup.at_depth(depth);
    }
    if !args.genes.is_empty() {
        Panel::of_genes(bench, &args.genes).map_err(|error| Failure::Input(format!("--genes: {error}")))?;
        workup.with_genes(args.genes.clone());
    }
    for step in &args.without {
        if !workup.leave_out(step.trim()) {
            return Err(Failure::Input(format!(
                "--without \"{step}\" is not a step\n  {}",
                nearest(step, &STEPS)
            )));
        }
    }
    if *workup != preset {
        workup.name = format!("changed {}", workup.name);
    }
    Ok(())
}

/// A run on the bench.
pub(super) struct Session {
    pub run: FinishedRun,
    pub bench: Bench,
    /// Courses of the run with a drug on the driver, and the drug's index on the bench; never empty.
    courses: Vec<(usize, usize)>,
    stock: f64,
    pub seed: u64,
    /// The line among the run's niche factors; `None` in plain medium.
    co_culture: Option<Bench>,
}

/// The cells of one flask.
pub(super) struct Taken {
    pub flask: u64,
    pub day: f64,
    before: Specimen,
    resistant: Specimen,
    /// The drug that it grew under last, and its dose in nM.
    drug: usize,
    dose: f64,
    /// The same cells as the co-culture's bench knows them: before, resistant.
    among: Option<(Specimen, Specimen)>,
}

impl Session {
    fn open(args: &DiagnoseArgs, stock: f64) -> Result<Self, Failure> {
        let run = FinishedRun::open(&args.run).map_err(input)?;
        let knowledge = scenario::with_overlays(&args.knowledge.overlays()?).map_err(input)?;
        let bench = run.bench(&knowledge).map_err(input)?;
        let laboratory = run.laboratory();
        let names = |course: usize| {
            let drug = laboratory.protocol.courses.get(course)?.drug;
            bench.drug(&laboratory.biology.drugs().get(drug)?.id)
        };
        let on_driver = |drug: &usize| bench.biology.drugs()[*drug].driver.is_some();
        let courses: Vec<(usize, usize)> = (0..laboratory.protocol.courses.len())
            .filter_map(|course| Some((course, names(course).filter(on_driver)?)))
            .collect();
        if courses.is_empty() {
            return Err(Failure::Input(format!(
                "{}: no course of the run has a drug on the driver of {}; there is no resistance to diagnose",
                args.run.display(),
                bench.biology.line_name
            )));
        }
        let co_culture = co_culture(&run, &bench).map_err(input)?;
        Ok(Self {
            run,
            bench,
            courses,
            stock,
            seed: args.seed,
            co_culture,
        })
    }

    /// The bench whose routes explain the signals: the co-culture's, where there is one.
    pub fn signal_bench(&self) -> &Bench {
        self.co_culture.as_ref().unwrap_or(&self.bench)
    }

    /// Flasks that are named, else the first resistant ones.
    fn flasks(&self, list: Option<&str>) -> Result<Vec<u64>, Failure> {
        let replicates = self.run.scenario.replicates;
        let Some(list) = list else {
            return self.resistant(USUAL_FLASKS);
        };
        let wrong = |part: &str| {
            Failure::Input(format!(
                "--flasks \"{list}\": \"{}\" is not a flask or a range\n  allowed: 0 to {}, such as 0-19 or 3,5,8",
                part.trim(),
                replicates - 1
            ))
        };
        let mut flasks: Vec<u64> = Vec::new();
        for part in list.split(',') {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            let number = |text: &str| text.trim().parse::<u64>().ok().filter(|n| *n < replicates);
            let (Some(first), Some(last)) = (number(first), number(last)) else {
                return Err(wrong(part));
            };
            if first > last {
                return Err(wrong(part));
            }
            flasks.extend(
                (first..=last)
                    .filter(|flask| !flasks.contains(flask))
                    .collect::<Vec<_>>(),
            );
        }
        Ok(flasks)
    }

    /// The first resistant flasks of the run.
    pub fn resistant(&self, at_most: usize) -> Result<Vec<u64>, Failure> {
        let mut found = Vec::new();
        for flask in 0..self.run.scenario.replicates.min(LOOKED_THROUGH) {
            if self.run.record(flask).map_err(input)?.outcome == Outcome::Resistant {
                found.push(flask);
            }
            if found.len() == at_most {
                break;
            }
        }
        match found.is_empty() {
            true => Err(Failure::Input(
                "no flask of the run became resistant: there is nothing to diagnose\n  name flasks with --flasks to look anyway"
                    .to_owned(),
            )),
            false => Ok(found),
        }
    }

    /// A flask before treatment and at its outcome.
    pub fn take(&self, flask: u64) -> Result<Taken, Failure> {
        let taken = self.run.specimens(&self.bench, flask, &[When::Start, When::Outcome]);
        let [before, resistant] = <[_; 2]>::try_from(taken.map_err(input)?).map_err(|_| {
            input(SpecimenError::NoSuchFlask {
                flask,
                replicates: self.run.scenario.replicates,
            })
        })?;
        let among = match &self.co_culture {
            None => None,
            Some(other) => {
                let to = Translation::between(&self.bench.biology, &other.biology).map_err(input)?;
                Some((to.specimen(&before.specimen), to.specimen(&resistant.specimen)))
            }
        };
        let (drug, dose) = self.treatment(&resistant.record, resistant.day);
        Ok(Taken {
            flask,
            day: resistant.day,
            drug,
            dose,
            among,
            before: before.specimen.named("before treatment"),
            resistant: resistant.specimen,
        })
    }

    /// The last drug on the driver up to a day, and its dose; the first course's drug at no dose before any.
    fn treatment(&self, record: &FlaskRecord, day: f64) -> (usize, f64) {
        let looks = record.looks.iter().rev().filter(|look| look.day <= day + 1e-9);
        let on = |doses: &Vec<f64>| {
            let given = self
                .courses
                .iter()
                .rev()
                .map(|(course, drug)| (*drug, doses.get(*course).copied()));
            given
                .filter_map(|(drug, dose)| Some((drug, dose.filter(|dose| *dose > 0.0)?)))
                .next()
        };
        let mut found = looks.filter_map(|look| on(&look.doses));
        found.next().unwrap_or((self.courses[0].1, 0.0))
    }

    pub fn work(&self, taken: &Taken, workup: &Workup, limits: &Thresholds) -> Result<Worked, Failure> {
        let wanted = &self.run.laboratory().conditions.niche;
        let line = self.bench.line().map_err(input)?;
        let factors = self.bench.knowledge().surroundings(line, wanted).map_err(input)?;
        let known = self.bench.knowledge().niche_of(line);
        let surroundings = match (&self.co_culture, &taken.among) {
            (Some(bench), Some((parental, resistant))) => Some(Surroundings {
                bench,
                resistant,
                parental,
                factors: &factors,
                known: &known,
            }),
            _ => None,
        };
        let case = Case {
            bench: &self.bench,
            before: &taken.before,
            resistant: &taken.resistant,
            drug: taken.drug,
            dose: taken.dose,
            stock: self.stock,
            growing: self.run.laboratory().protocol.resistance.growth,
            surroundings,
            seed: self.seed,
            stream: taken.flask,
        };
        Ok(work(&case, workup, limits, taken.day))
    }
}

/// The bench of a run that grew among niche factors.
fn co_culture(run: &FinishedRun, bench: &Bench) -> Result<Option<Bench>, BenchError> {
    let niche = &run.laboratory().conditions.niche;
    if niche.is_empty() {
        return Ok(None);
    }
    let factors: Vec<(&str, f64)> = niche.iter().map(|(id, level)| (id.as_str(), *level)).collect();
    let drugs = bench.drug_ids();
    Bench::among(bench.knowledge(), &bench.biology.line_id, &drugs, &factors).map(Some)
}
