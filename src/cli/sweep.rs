//! `escalade sweep`: one scenario over lists or grids of values.

use super::failure::Failure;
use super::grid::{self, Answer, GridArgs};
use super::{run, source, terminal};
use crate::engine::record::FlaskRecord;
use crate::ensemble::{Grid, GridPoint, KeepError, SWEEP, Sink};
use crate::model::endpoint::{HIGHEST_DOSE, viability};
use crate::report::ReportError;
use crate::report::sweep::{self as report, PointResult, SweepKey, SweepReport, Synergy};
use crate::sampling::SAMPLER_VERSION;
use crate::scenario::lock::{self, VERSION};
use crate::scenario::vary::{Sweep, Vary, fingerprint};
use crate::scenario::{Laboratory, MAX_REPLICATES, Scenario, words};
use crate::session::Made;
use crate::statistics::paired::FlaskEnd;
use crate::statistics::sweep::SweepPoint;
use crate::statistics::synergy::SynergyMatrix;
use crate::statistics::wells::WellCounter;
use crate::words::{counted, grouped};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// More than this is refused without --large (so many flasks are some hours of two cores).
const MOST_POINTS: u64 = 10_000;
const MOST_FLASKS: u64 = 2_000_000;

#[derive(Debug, clap::Args)]
pub struct SweepArgs {
    /// Scenario file of the laboratory form.
    scenario: PathBuf,
    /// A key and its values: KEY=V1,V2,... or KEY=LOW..HIGH:N linear (or log). Keys are dotted
    /// (flask.passage.split); a course is told by its number or drug (course.1.dose,
    /// course.alectinib.dose). May be repeated: all combinations are run.
    #[arg(long, value_name = "KEY=VALUES")]
    vary: Vec<String>,
    /// A dose matrix of two drugs at constant doses, each DRUG=D1,D2,... UNIT, with short-term synergy
    /// beside the long-term result.
    #[arg(long, num_args = 2, value_names = ["DRUG=DOSES", "DRUG=DOSES"])]
    matrix: Vec<String>,
    /// Duration of the viability assay of a dose matrix, hours.
    #[arg(long, value_name = "H", default_value_t = 72.0)]
    hours: f64,
    /// Folder of the sweep [default: runs/sweep-NAME-OF-THE-FILE].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Flasks at each point [default: the scenario's].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=MAX_REPLICATES))]
    replicates: Option<u64>,
    /// Random seed [default: the scenario's].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(0..=i64::MAX as u64))]
    seed: Option<u64>,
    /// Run it however large it is.
    #[arg(long)]
    large: bool,
    #[command(flatten)]
    knowledge: source::Knowledge,
    #[command(flatten)]
    grid: GridArgs,
}

pub fn run(args: &SweepArgs) -> Result<(), Failure> {
    if !(1.0..=10_000.0).contains(&args.hours) {
        return Err(Failure::Input(format!("--hours {}: allowed: 1 to 10000", args.hours)));
    }
    let (shown, text) = source::text(&args.scenario)?;
    let sweep = Sweep::read(&shown, text, asked(args)?).map_err(|error| Failure::Input(error.to_string()))?;
    let overlays = args.knowledge.overlays()?;
    let scenario = |point| {
        sweep
            .scenario(point, &overlays)
            .map_err(|error| Failure::Input(error.to_string()))
    };
    let first = scenario(0)?;
    let replicates = args.replicates.unwrap_or(first.replicates);
    let seed = args.seed.unwrap_or(first.seed);
    let size = size(args, &sweep, replicates)?;
    let mut scenarios = vec![first];
    for point in 1..sweep.points() {
        scenarios.push(scenario(point)?);
    }
    let mut laboratories = Vec::new();
    let mut hashes = Vec::new();
    for scenario in &mut scenarios {
        (scenario.seed, scenario.replicates) = (seed, replicates);
        hashes.push(
            lock::write(scenario)
                .map_err(|error| Failure::Input(error.to_string()))?
                .scenario_hash,
        );
    }
    for scenario in &scenarios {
        laboratories.push(grid::laboratory(&args.scenario, scenario, "sweep")?);
    }
    let whole = Grid {
        points: laboratories
            .iter()
            .zip(&scenarios)
            .map(|(&laboratory, scenario)| GridPoint {
                laboratory,
                settings: scenario.settings,
            })
            .collect(),
        replicates,
        seed,
    };
    let matrix = matrix_courses(&sweep, &laboratories);
    if matrix.is_none() && !args.matrix.is_empty() {
        return Err(Failure::Input(
            "--matrix needs two different drugs at constant doses".to_owned(),
        ));
    }
    if !args.grid.quiet {
        let told = sweep.told(!args.matrix.is_empty()).into_iter();
        let told: Vec<String> = std::iter::once(size).chain(told).collect();
        terminal::note(&format!("sweep: {}", told.join("; ")));
    }
    let context = Context {
        args,
        sweep: &sweep,
        scenarios: &scenarios,
        laboratories: &laboratories,
        matrix,
        points_hash: fingerprint(hashes.iter().map(String::as_str)),
    };
    let out = args.out.clone().unwrap_or_else(|| default_folder(&args.scenario));
    let identity = context.identity()?;
    let text = sweep
        .text(seed, replicates)
        .map_err(|error| Failure::Other(error.to_string()))?;
    let sink = PointSink::new(&laboratories, replicates);
    grid::run(&args.grid, (&out, SWEEP, &identity), &whole, sink, |sink| {
        context.made(sink, text)
    })
}

fn default_folder(file: &Path) -> PathBuf {
    Path::new("runs").join(format!("sweep-{}", run::stem(file)))
}

/// The keys of the command line.
fn asked(args: &SweepArgs) -> Result<Vec<Vary>, Failure> {
    let vary = args
        .vary
        .iter()
        .map(|text| Vary::parse(text).map_err(|what| Failure::Input(format!("--vary {what}"))));
    let doses = args.matrix.iter();
    let doses = doses.map(|text| Vary::parse_dose(text).map_err(|what| Failure::Input(format!("--matrix {what}"))));
    doses.chain(vary).collect()
}

/// How large it is; refused where that looks like a slip.
fn size(args: &SweepArgs, sweep: &Sweep, replicates: u64) -> Result<String, Failure> {
    let points = sweep.points();
    let flasks = points.saturating_mul(replicates);
    let size = format!(
        "{} x {} = {}",
        counted(points, "point"),
        counted(replicates, "flask"),
        counted(flasks, "flask")
    );
    if (points > MOST_POINTS || flasks > MOST_FLASKS) && !args.large {
        return Err(Failure::Input(format!(
            "this sweep is {size}\n  allowed without --large: {} points and {} flasks",
            grouped(MOST_POINTS),
            grouped(MOST_FLASKS)
        )));
    }
    Ok(size)
}

/// The two courses whose constant doses span a matrix, where the sweep is one.
fn matrix_courses(sweep: &Sweep, laboratories: &[&Laboratory]) -> Option<[usize; 2]> {
    if sweep.keys.len() != 2 {
        return None;
    }
    let courses = [sweep.dose_of(0)?, sweep.dose_of(1)?];
    let first = &laboratories.first()?.protocol.courses;
    let drug = |course: usize| first.get(course).map(|course| course.drug);
    let constant = |l: &&Laboratory| courses.iter().all(|&c| dose(l, c).is_some());
    (drug(courses[0])? != drug(courses[1])? && laboratories.iter().all(constant)).then_some(courses)
}

/// The constant dose of a course, nM.
fn dose(laboratory: &Laboratory, course: usize) -> Option<f64> {
    laboratory.protocol.courses.get(course)?.dosing.only()
}

/// The results of the points that are done, and the flasks of the one under way.
struct PointSink {
    replicates: u64,
    horizon: f64,
    ends: Vec<FlaskEnd>,
    points: Vec<SweepPoint>,
    /// One per point; none where its vessel is no well.
    wells: Vec<Option<WellCounter>>,
}

impl PointSink {
    fn new(laboratories: &[&Laboratory], replicates: u64) -> Self {
        Self {
            replicates,
            horizon: laboratories
                .iter()
                .map(|l| l.protocol.stop.after)
                .fold(f64::INFINITY, f64::min),
            ends: Vec::new(),
            points: Vec::new(),
            wells: laboratories.iter().map(|l| WellCounter::new(&l.protocol)).collect(),
        }
    }
}

impl Sink<FlaskRecord> for PointSink {
    fn accept(&mut self, record: &FlaskRecord) -> Result<(), KeepError> {
        self.ends.push(FlaskEnd::of(record, 0, self.horizon));
        let mut wells = self.wells.get_mut(self.points.len()).and_then(Option::as_mut);
        wells.iter_mut().for_each(|wells| wells.add(record));
        if self.ends.len() as u64 == self.replicates {
            let wells = wells.map(|wells| wells.finish());
            let point = SweepPoint::of(&self.ends, self.horizon);
            self.points.push(SweepPoint { wells, ..point });
            self.ends.clear();
        }
        Ok(())
    }
}

/// What the report needs besides the records.
struct Context<'a> {
    args: &'a SweepArgs,
    sweep: &'a Sweep,
    scenarios: &'a [Scenario],
    laboratories: &'a [&'a Laboratory],
    matrix: Option<[usize; 2]>,
    points_hash: String,
}

impl Context<'_> {
    fn keys(&self) -> Vec<SweepKey> {
        let key = |vary: &Vary| SweepKey {
            key: vary.key.clone(),
            values: vary.shown(),
        };
        self.sweep.keys.iter().map(key).collect()
    }

    /// The text that names this sweep.
    fn identity(&self) -> Result<String, Failure> {
        #[derive(Serialize)]
        struct Identity<'a> {
            kind: &'static str,
            version: &'static str,
            seed: u64,
            replicates: u64,
            points_hash: &'a str,
            knowledge_hash: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            hours: Option<f64>,
            key: Vec<SweepKey>,
        }
        let identity = Identity {
            kind: "sweep",
            version: VERSION,
            seed: self.scenarios[0].seed,
            replicates: self.scenarios[0].replicates,
            points_hash: &self.points_hash,
            knowledge_hash: &self.laboratories[0].knowledge_hash,
            hours: self.matrix.map(|_| self.args.hours),
            key: self.keys(),
        };
        let text = toml::to_string(&identity).map_err(|error| Failure::Other(error.to_string()))?;
        Ok(format!(
            "# Written by escalade {VERSION}: what is swept here. sweep.toml holds the scenario.\n{text}"
        ))
    }

    fn made(self, sink: PointSink, text: String) -> Result<Made<Answer>, ReportError> {
        let keys = self.keys();
        let scenario = &self.scenarios[0];
        let values = |point: u64| -> Vec<String> {
            let places = self.sweep.places(point);
            keys.iter()
                .zip(places)
                .map(|(key, place)| key.values[place].clone())
                .collect()
        };
        let points = (0u64..).zip(sink.points).map(|(point, result)| PointResult {
            values: values(point),
            result,
        });
        let report = SweepReport {
            version: VERSION.to_owned(),
            name: scenario.name.clone(),
            question: scenario.question.clone(),
            seed: scenario.seed,
            replicates: scenario.replicates,
            sampler_version: SAMPLER_VERSION,
            points_hash: self.points_hash.clone(),
            knowledge_hash: self.laboratories[0].knowledge_hash.clone(),
            engine: format!(
                "{}, tolerance {}",
                words::method(scenario.settings.method),
                scenario.settings.tolerance
            ),
            horizon: sink.horizon,
            points: points.collect(),
            synergy: self.synergy(),
            protocol_words: words::of(scenario),
            assumptions: grid::assumptions(self.laboratories.iter().copied()),
            keys,
        };
        let files = report::files(&report)?;
        let mut files: Vec<(String, Vec<u8>)> = files
            .into_iter()
            .map(|(path, text)| (path, text.into_bytes()))
            .collect();
        files.push(("sweep.toml".to_owned(), text.into_bytes()));
        Ok(Answer::with(report::text(&report), "sweep.html", SWEEP, files))
    }

    /// The viability matrix of the parental line under the two drugs alone.
    fn synergy(&self) -> Option<Synergy> {
        let courses = self.matrix?;
        let laboratory = self.laboratories[0];
        let biology = &laboratory.biology;
        let drugs = courses.map(|course| laboratory.protocol.courses[course].drug);
        let columns = self.sweep.keys[1].values.len();
        let doses = |points: Vec<usize>, course: usize| -> Vec<f64> {
            points
                .into_iter()
                .filter_map(|point| dose(self.laboratories[point], course))
                .collect()
        };
        let rows = (0..self.laboratories.len()).step_by(columns).collect();
        let parental = biology.wild_type();
        let alive = |a: f64, b: f64| {
            let mut doses = vec![0.0; biology.drugs().len()];
            (doses[drugs[0]], doses[drugs[1]]) = (a, b);
            viability(biology, &parental, 0, &doses, self.args.hours)
        };
        let (first, second) = (doses(rows, courses[0]), doses((0..columns).collect(), courses[1]));
        Some(Synergy {
            first_drug: biology.drugs()[drugs[0]].name.clone(),
            second_drug: biology.drugs()[drugs[1]].name.clone(),
            hours: self.args.hours,
            alone: laboratory.protocol.courses.len() == courses.len(),
            matrix: SynergyMatrix::of(alive, &first, &second, HIGHEST_DOSE),
        })
    }
}
