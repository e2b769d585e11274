//! `escalade run`: the ensemble and its folder.

use super::outputs::{Answer, FlaskOutput, PlainOutput, failed};
use super::{Failure, diagnose, source, terminal};
use crate::engine::record::{FlaskRecord, PlainRecord};
use crate::engine::{self, Settings};
use crate::ensemble::folder::{self, Found, RunFolder};
use crate::ensemble::{Drive, Ended, Job, KeepError, Sink};
use crate::model::plain::PlainModel;
use crate::scenario::lock::{self, Identity, Lock};
use crate::scenario::{Body, Laboratory, MAX_REPLICATES, Scenario};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Instant, SystemTime};

#[derive(Debug, clap::Args)]
pub struct RunArgs {
    /// Scenario file, or the scenario.lock.toml of an earlier run.
    scenario: PathBuf,
    /// Folder of the run [default: runs/NAME-OF-THE-SCENARIO-FILE].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Number of replicates, instead of the scenario's.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=MAX_REPLICATES))]
    replicates: Option<u64>,
    /// Random seed, instead of the scenario's.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(0..=i64::MAX as u64))]
    seed: Option<u64>,
    /// Threads [default: all cores]; results do not depend on it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1024))]
    threads: Option<u64>,
    /// Then diagnose the first resistant flasks from read-outs alone, as `escalade diagnose` does.
    #[arg(long)]
    diagnose: bool,
    /// As JSON: the content of summary.json.
    #[arg(long, conflicts_with = "diagnose")]
    json: bool,
    #[command(flatten)]
    knowledge: source::Knowledge,
    /// No progress.
    #[arg(long)]
    quiet: bool,
}

/// Set by Ctrl-C.
pub(super) static STOP: AtomicBool = AtomicBool::new(false);

pub fn run(args: &RunArgs) -> Result<(), Failure> {
    let mut scenario = source::scenario(&args.scenario, &args.knowledge)?;
    if scenario.sweeps {
        return Err(super::grid::is_a_sweep(&args.scenario));
    }
    if args.diagnose && matches!(scenario.body, Body::Plain(_)) {
        return Err(Failure::Input(format!(
            "--diagnose: {} has the plain form; its types have no genotype that could be read out",
            args.scenario.display()
        )));
    }
    scenario.replicates = args.replicates.unwrap_or(scenario.replicates);
    scenario.seed = args.seed.unwrap_or(scenario.seed);
    let lock = lock::write(&scenario).map_err(|error| Failure::Input(error.to_string()))?;
    if !args.quiet {
        terminal::warn(&scenario);
    }
    let out = args.out.clone().unwrap_or_else(|| default_folder(&args.scenario));
    let (folder, found) = RunFolder::open(&out, &lock.text).map_err(|error| refused(&error, &lock.text))?;
    if found == Found::Complete {
        if args.json {
            return super::grid::already(&out, folder::RUN, true);
        }
        terminal::print(&format!("already complete: {}", out.display()))?;
        return then_diagnose(args, &out);
    }
    catch_interrupts();
    let start = Instant::now();
    let threads = threads(args.threads);
    let resumed = found == Found::Unfinished;
    log(
        &folder,
        &format!(
            "started with {threads} threads{}",
            if resumed { ", resuming" } else { "" }
        ),
    )?;
    let drive = Driving {
        scenario: &scenario,
        lock: &lock,
        threads,
        quiet: args.quiet,
    };
    let answer = match &scenario.body {
        Body::Plain(model) => drive.plain(&folder, model),
        Body::Laboratory(laboratory) => drive.laboratory(&folder, laboratory),
    };
    let seconds = start.elapsed().as_secs_f64();
    match &answer {
        Ok(_) => log(&folder, &format!("complete after {seconds:.1} s"))?,
        Err(Failure::Interrupted(_)) => log(&folder, &format!("interrupted after {seconds:.1} s"))?,
        Err(_) => log(&folder, &format!("failed after {seconds:.1} s"))?,
    }
    let (answer, summary) = answer?;
    folder.finish(&summary).map_err(|error| failed(&error))?;
    if args.json {
        return terminal::print(&String::from_utf8_lossy(&summary));
    }
    terminal::print(&format!(
        "{}\n\nReport: {}",
        answer.trim_end(),
        out.join("report.html").display()
    ))?;
    then_diagnose(args, &out)
}

/// The diagnosis of the finished run, where it was asked for.
fn then_diagnose(args: &RunArgs, out: &Path) -> Result<(), Failure> {
    match args.diagnose {
        true => terminal::print("").and_then(|()| diagnose::after_run(out, &args.knowledge)),
        false => Ok(()),
    }
}

/// The run's folder where none is named: `runs/` and the scenario's file name without `.toml`.
fn default_folder(scenario: &Path) -> PathBuf {
    Path::new("runs").join(stem(scenario))
}

/// The name of a scenario file without `.toml` or `.lock.toml`.
pub(super) fn stem(scenario: &Path) -> String {
    let name = scenario.file_name().unwrap_or_default().to_string_lossy();
    let stem = name.strip_suffix(".toml").unwrap_or(&name);
    stem.strip_suffix(".lock").unwrap_or(stem).to_owned()
}

pub(super) fn threads(wanted: Option<u64>) -> usize {
    wanted.map_or_else(crate::ensemble::available, |threads| threads as usize)
}

/// The first Ctrl-C stops at the next block; the second ends at once (files are whole or absent).
pub(super) fn catch_interrupts() {
    let handler = || {
        if STOP.swap(true, Ordering::SeqCst) {
            std::process::exit(130);
        }
    };
    if let Err(error) = ctrlc::set_handler(handler) {
        terminal::note(&format!("Ctrl-C will end the run at once: {error}"));
    }
}

pub(super) fn log(folder: &RunFolder, what: &str) -> Result<(), Failure> {
    let now = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    folder
        .log(&format!("{} {what}", utc(now)))
        .map_err(|error| failed(&error))
}

/// Seconds since 1970 as "2026-01-31 12:00:00 UTC" (civil-from-days, H. Hinnant).
fn utc(seconds: u64) -> String {
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    let (hour, minute, second) = (rest / 3600, rest % 3600 / 60, rest % 60);
    format!("{year}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} UTC")
}

/// A folder that cannot be used: the user's to mend.
fn refused(error: &KeepError, ours: &str) -> Failure {
    let advice = match error {
        KeepError::OtherRun { lock, .. } => format!(
            "{}\n  nothing was changed; choose another folder with --out",
            differences(lock, ours)
        ),
        KeepError::NotARun { .. } => "\n  nothing was changed; choose another folder with --out".to_owned(),
        KeepError::Io { .. } | KeepError::Tables(_) | KeepError::Threads(_) => {
            "\n  choose a folder that can be written with --out".to_owned()
        }
    };
    Failure::Input(format!("{error}{advice}"))
}

/// What tells two runs apart, one line each.
fn differences(theirs: &str, ours: &str) -> String {
    let (Some(theirs), Some(ours)) = (lock::identity(theirs), lock::identity(ours)) else {
        return format!("\n  its {} cannot be read", folder::LOCK);
    };
    let text = |i: &Identity| (i.name.clone(), i.scenario_hash.clone());
    let mut lines = String::new();
    let mut compare = |what: &str, theirs: &str, ours: &str| {
        if theirs != ours {
            lines += &format!("\n  {what}: {theirs} there, {ours} here");
        }
    };
    compare("version", &theirs.version, &ours.version);
    compare(
        "knowledge base",
        &short(&theirs.knowledge_hash),
        &short(&ours.knowledge_hash),
    );
    compare("seed", &theirs.seed.to_string(), &ours.seed.to_string());
    compare(
        "replicates",
        &theirs.replicates.to_string(),
        &ours.replicates.to_string(),
    );
    let ((their_name, their_hash), (our_name, our_hash)) = (text(&theirs), text(&ours));
    compare(
        "scenario",
        &format!("\"{their_name}\" ({})", short(&their_hash)),
        &format!("\"{our_name}\" ({})", short(&our_hash)),
    );
    if lines.is_empty() {
        lines = format!("\n  its {} has been edited", folder::LOCK);
    }
    lines
}

/// The first letters of a hash.
fn short(hash: &str) -> String {
    hash.chars().take(12).collect()
}

/// One run in progress.
struct Driving<'a> {
    scenario: &'a Scenario,
    lock: &'a Lock,
    threads: usize,
    quiet: bool,
}

impl Driving<'_> {
    fn plain(&self, folder: &RunFolder, model: &PlainModel) -> Answer {
        let job = PlainJob {
            plan: engine::PlainPlan::new(model),
            settings: self.scenario.settings,
            seed: self.scenario.seed,
        };
        let mut output = PlainOutput::new(folder, model)?;
        self.ensemble(&job, &mut output, folder)?;
        output.finish(folder, self.scenario, self.lock)
    }

    fn laboratory(&self, folder: &RunFolder, laboratory: &Laboratory) -> Answer {
        let job = FlaskJob {
            laboratory,
            settings: self.scenario.settings,
            seed: self.scenario.seed,
        };
        let mut output = FlaskOutput::new(folder, laboratory)?;
        self.ensemble(&job, &mut output, folder)?;
        let trace = |replicate| {
            let Laboratory { biology, protocol, .. } = laboratory;
            engine::trace_flask(biology, protocol, &job.settings, job.seed, replicate)
        };
        output.finish(folder, self.scenario, self.lock, trace)
    }

    fn ensemble<J: Job>(&self, job: &J, sink: &mut impl Sink<J::Record>, folder: &RunFolder) -> Result<(), Failure> {
        let replicates = self.scenario.replicates;
        let progress = terminal::Progress::new(replicates, self.quiet);
        let drive = Drive {
            replicates,
            threads: self.threads,
            stop: &STOP,
            progress: &|done| progress.add(done),
        };
        let ended = crate::ensemble::run(job, sink, &mut folder.parts().clone(), &drive);
        progress.finish();
        match ended.map_err(|error| failed(&error))? {
            Ended::Complete => Ok(()),
            Ended::Interrupted { stored } => Err(Failure::Interrupted(format!(
                "interrupted: {stored} of {replicates} replicates are kept in {}; run the same command to go on",
                folder.root().display()
            ))),
        }
    }
}

struct PlainJob<'a> {
    plan: engine::PlainPlan<'a>,
    settings: Settings,
    seed: u64,
}

impl Job for PlainJob<'_> {
    type Record = PlainRecord;
    fn simulate(&self, replicate: u64) -> PlainRecord {
        self.plan.run(&self.settings, self.seed, replicate)
    }
}

struct FlaskJob<'a> {
    laboratory: &'a Laboratory,
    settings: Settings,
    seed: u64,
}

impl Job for FlaskJob<'_> {
    type Record = FlaskRecord;
    fn simulate(&self, replicate: u64) -> FlaskRecord {
        let Laboratory { biology, protocol, .. } = self.laboratory;
        engine::run_flask(biology, protocol, &self.settings, self.seed, replicate)
    }
}
