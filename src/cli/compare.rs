//! `escalade compare`: protocols over the same flasks.

use super::failure::Failure;
use super::grid::{self, Answer, GridArgs};
use super::{run, source, terminal};
use crate::engine::record::FlaskRecord;
use crate::ensemble::{COMPARE, Grid, GridPoint, KeepError, Sink};
use crate::report::compare::{self as report, Arm, CompareReport, Comparison, MAX_ARMS, letter};
use crate::sampling::SAMPLER_VERSION;
use crate::scenario::lock::{self, Lock, VERSION};
use crate::scenario::{Laboratory, MAX_REPLICATES, Scenario, pairing, words};
use crate::session::Made;
use crate::statistics::paired::{self, FlaskEnd, Flasks};
use crate::statistics::{FlaskAccumulator, names};
use serde::Serialize;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub struct CompareArgs {
    /// Scenario files of the laboratory form; the others are compared with the first.
    #[arg(required = true, num_args = 2..=MAX_ARMS, value_name = "SCENARIO")]
    scenarios: Vec<PathBuf>,
    /// Folder of the comparison [default: runs/compare-NAMES-OF-THE-FILES].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Flasks under each protocol [default: the smallest number of the scenarios].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=MAX_REPLICATES))]
    replicates: Option<u64>,
    /// Random seed [default: the first scenario's].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(0..=i64::MAX as u64))]
    seed: Option<u64>,
    #[command(flatten)]
    knowledge: source::Knowledge,
    #[command(flatten)]
    grid: GridArgs,
}

pub fn run(args: &CompareArgs) -> Result<(), Failure> {
    let mut scenarios = Vec::new();
    for path in &args.scenarios {
        let scenario = source::scenario(path, &args.knowledge)?;
        grid::laboratory(path, &scenario, "compare")?;
        scenarios.push(scenario);
    }
    let choices = choose(args, &mut scenarios);
    let (seed, replicates) = (scenarios[0].seed, scenarios[0].replicates);
    let mut locks = Vec::new();
    for scenario in &scenarios {
        locks.push(lock::write(scenario).map_err(|error| Failure::Input(error.to_string()))?);
    }
    let mut laboratories = Vec::new();
    for (path, scenario) in args.scenarios.iter().zip(&scenarios) {
        laboratories.push(grid::laboratory(path, scenario, "compare")?);
    }
    if !args.grid.quiet {
        scenarios.iter().for_each(terminal::warn);
    }
    let unpaired = unpaired(&scenarios, &laboratories);
    for line in &unpaired {
        terminal::note(&format!("warning: pairing fails: {line}"));
    }
    let out = args.out.clone().unwrap_or_else(|| default_folder(&args.scenarios));
    let settings = scenarios.iter().map(|scenario| scenario.settings);
    let points = laboratories.iter().zip(settings);
    let whole = Grid {
        points: points
            .map(|(&laboratory, settings)| GridPoint { laboratory, settings })
            .collect(),
        replicates,
        seed,
    };
    let identity = identity(&scenarios, &locks)?;
    let sink = PairSink::new(&laboratories, replicates);
    grid::run(&args.grid, (&out, COMPARE, &identity), &whole, sink, |sink| {
        let context = Context {
            choices,
            unpaired,
            scenarios: &scenarios,
            locks: &locks,
            laboratories: &laboratories,
        };
        context.made(sink)
    })
}

/// One seed and one number of replicates for all; says which.
fn choose(args: &CompareArgs, scenarios: &mut [Scenario]) -> Vec<String> {
    let smallest = scenarios.iter().map(|scenario| scenario.replicates).min().unwrap_or(1);
    let seed = args.seed.unwrap_or(scenarios[0].seed);
    let replicates = args.replicates.unwrap_or(smallest);
    let choices = vec![
        match args.seed {
            Some(_) => format!("Seed {seed}, as asked for."),
            None => format!("Seed {seed}, that of the first scenario, for all."),
        },
        match args.replicates {
            Some(_) => format!("{replicates} flasks under each protocol, as asked for."),
            None => format!("{replicates} flasks under each protocol, the smallest number that a scenario asks for."),
        },
    ];
    for scenario in scenarios {
        scenario.seed = seed;
        scenario.replicates = replicates;
    }
    choices
}

fn unpaired(scenarios: &[Scenario], laboratories: &[&Laboratory]) -> Vec<String> {
    let first = (laboratories[0], &scenarios[0].settings);
    let mut out = Vec::new();
    for (i, (laboratory, scenario)) in laboratories.iter().zip(scenarios).enumerate().skip(1) {
        for line in pairing::obstacles(first, (laboratory, &scenario.settings)) {
            out.push(format!("{} and {}: {line}.", letter(0), letter(i)));
        }
    }
    out
}

fn default_folder(files: &[PathBuf]) -> PathBuf {
    let stems: Vec<String> = files.iter().map(|file| run::stem(file)).collect();
    Path::new("runs").join(format!("compare-{}", stems.join("-")))
}

/// The text that names a comparison.
fn identity(scenarios: &[Scenario], locks: &[Lock]) -> Result<String, Failure> {
    #[derive(Serialize)]
    struct Identity<'a> {
        kind: &'static str,
        version: &'static str,
        seed: u64,
        replicates: u64,
        scenario: Vec<Protocol<'a>>,
    }
    #[derive(Serialize)]
    struct Protocol<'a> {
        name: &'a str,
        scenario_hash: &'a str,
        knowledge_hash: &'a str,
    }
    fn protocol<'a>((scenario, lock): (&'a Scenario, &'a Lock)) -> Protocol<'a> {
        Protocol {
            name: &scenario.name,
            scenario_hash: &lock.scenario_hash,
            knowledge_hash: &lock.knowledge_hash,
        }
    }
    let identity = Identity {
        kind: "compare",
        version: VERSION,
        seed: scenarios[0].seed,
        replicates: scenarios[0].replicates,
        scenario: scenarios.iter().zip(locks).map(protocol).collect(),
    };
    let text = toml::to_string(&identity).map_err(|error| Failure::Other(error.to_string()))?;
    Ok(format!(
        "# Written by escalade {VERSION}: what is compared here. scenarios/ holds each scenario as used.\n{text}"
    ))
}

/// Statistics of each protocol, and the ends of its flasks.
struct PairSink {
    replicates: u64,
    seen: u64,
    horizon: f64,
    courses: Vec<usize>,
    statistics: Vec<FlaskAccumulator>,
    ends: Vec<Vec<FlaskEnd>>,
}

impl PairSink {
    fn new(laboratories: &[&Laboratory], replicates: u64) -> Self {
        let horizon = laboratories
            .iter()
            .map(|l| l.protocol.stop.after)
            .fold(f64::INFINITY, f64::min);
        Self {
            replicates,
            seen: 0,
            horizon,
            courses: laboratories.iter().map(|l| l.protocol.courses.len()).collect(),
            statistics: laboratories
                .iter()
                .map(|l| FlaskAccumulator::new(&l.protocol, &l.biology))
                .collect(),
            ends: laboratories.iter().map(|_| Vec::new()).collect(),
        }
    }
}

impl Sink<FlaskRecord> for PairSink {
    fn accept(&mut self, record: &FlaskRecord) -> Result<(), KeepError> {
        let arm = (self.seen / self.replicates) as usize;
        self.statistics[arm].add(record);
        self.ends[arm].push(FlaskEnd::of(record, self.courses[arm], self.horizon));
        self.seen += 1;
        Ok(())
    }
}

/// What the report needs besides the records.
struct Context<'a> {
    choices: Vec<String>,
    unpaired: Vec<String>,
    scenarios: &'a [Scenario],
    locks: &'a [Lock],
    laboratories: &'a [&'a Laboratory],
}

impl Context<'_> {
    fn made(self, sink: PairSink) -> Result<Made<Answer>, crate::report::ReportError> {
        let arms: Vec<Arm> = (0..self.scenarios.len()).map(|i| self.arm(i, &sink)).collect();
        let side = |i: usize| (sink.ends[i].as_slice(), arms[i].drugs.as_slice());
        let comparisons = (1..arms.len())
            .map(|other| {
                let flasks = match pairing::share_flasks(self.laboratories[0], self.laboratories[other]) {
                    true => Flasks::Shared,
                    false => Flasks::Unrelated,
                };
                Comparison {
                    other,
                    shares_flasks: flasks == Flasks::Shared,
                    paired: paired::compare(side(0), side(other), sink.horizon, flasks),
                }
            })
            .collect();
        let pairs = report::pairs_table(&arms, &sink.ends);
        let report = CompareReport {
            version: VERSION.to_owned(),
            seed: self.scenarios[0].seed,
            replicates: self.scenarios[0].replicates,
            sampler_version: SAMPLER_VERSION,
            horizon: sink.horizon,
            choices: self.choices,
            unpaired: self.unpaired,
            arms,
            comparisons,
            assumptions: grid::assumptions(self.laboratories.iter().copied()),
        };
        let mut files: Vec<(String, Vec<u8>)> = pairs
            .into_iter()
            .map(|(path, text)| (path, text.into_bytes()))
            .collect();
        for (i, lock) in self.locks.iter().enumerate() {
            let path = format!("scenarios/{}.lock.toml", letter(i));
            files.push((path, lock.text.clone().into_bytes()));
        }
        let drawn = report::files(&report)?;
        files.extend(drawn.into_iter().map(|(path, text)| (path, text.into_bytes())));
        Ok(Answer::with(report::text(&report), "compare.html", COMPARE, files))
    }

    fn arm(&self, i: usize, sink: &PairSink) -> Arm {
        let (scenario, laboratory) = (&self.scenarios[i], self.laboratories[i]);
        let (biology, protocol) = (&laboratory.biology, &laboratory.protocol);
        Arm {
            name: scenario.name.clone(),
            protocol_words: words::of(scenario),
            scenario_hash: self.locks[i].scenario_hash.clone(),
            knowledge_hash: self.locks[i].knowledge_hash.clone(),
            method: words::method(scenario.settings.method).to_owned(),
            tolerance: scenario.settings.tolerance,
            after: protocol.stop.after,
            drugs: names::course_drugs(biology, protocol),
            columns: names::course_ids(biology, protocol),
            summary: sink.statistics[i].finish(),
        }
    }
}
