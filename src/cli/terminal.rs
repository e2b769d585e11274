//! What the person at the terminal sees: output that survives a closed pipe, notes, progress.

use super::failure::Failure;
use crate::scenario::Scenario;
use crate::scenario::cost::Cost;
use crate::scenario::warnings::About;
use crate::session::{Conduct, FolderTarget, Outcome};
use crate::words;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::collections::BTreeSet;
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};

/// Writes text to standard output.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    if !text.ends_with('\n') {
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(())
}

/// Writes a line to standard error; where nobody listens there is nothing to do about it.
pub fn note(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{}", words::shown(text));
}

/// Writes to standard error without ending the line: what is typed stands behind it.
pub fn prompt(text: &str) {
    let mut err = std::io::stderr().lock();
    let _ = write!(err, "{text}").and_then(|()| err.flush());
}

/// Notes what scenarios may not mean; what is odd about their overlays, once.
pub fn warn<'a>(scenarios: impl IntoIterator<Item = &'a Scenario>) {
    let mut told = BTreeSet::new();
    for scenario in scenarios {
        for warning in crate::scenario::warnings::of(scenario) {
            match warning.about {
                About::RangesAreLimits if !told.insert(warning.text.clone()) => {}
                About::RangesAreLimits => note(&format!("warning: {warning}")),
                _ => note(&format!("warning: {}: {warning}", scenario.name)),
            }
        }
    }
}

/// A command takes longer than this before it is told what it will cost, seconds.
const WORTH_TELLING: f64 = 2.0;

/// Tells what a command will cost, and refuses what looks like a slip.
pub fn cost(cost: &Cost, threads: Option<u64>, large: bool, quiet: bool) -> Result<(), Failure> {
    let threads = threads.map_or_else(crate::ensemble::available, |threads| threads as usize);
    if cost.is_absurd() && !large {
        return Err(Failure::Input(format!(
            "this would take {}\n  allowed without --large: {}",
            cost.told(threads),
            Cost::limits()
        )));
    }
    if cost.seconds / threads as f64 > WORTH_TELLING && !quiet {
        note(&format!("this takes {}", cost.told(threads)));
    }
    Ok(())
}

/// Notes which files of a complete folder were not as they had been written.
pub fn note_repairs<R, K>(outcome: &Outcome<R, FolderTarget<K>>) {
    if let Outcome::Done { target, .. } = outcome {
        for one in target.repaired() {
            note(&format!("note: {one}: made again"));
        }
    }
}

/// Says that a share is done.
pub fn share_done(out: &Path) -> Result<(), Failure> {
    print(&format!(
        "shard done: {}\n  when all are: escalade merge SHARD... --out DIR",
        out.display()
    ))
}

/// Progress of a run: a bar on a terminal, a line every few seconds elsewhere.
pub struct Progress {
    quiet: bool,
    unit: &'static str,
    done: AtomicU64,
    shown: OnceLock<Shown>,
}

enum Shown {
    Quiet,
    Bar(ProgressBar),
    Lines { total: u64, last: Mutex<Instant> },
}

const LINE_EVERY: Duration = Duration::from_secs(5);

impl Progress {
    pub fn new(quiet: bool) -> Self {
        Self::of(quiet, "replicates")
    }

    /// The same of what is called otherwise.
    pub fn of(quiet: bool, unit: &'static str) -> Self {
        Self {
            quiet,
            unit,
            done: AtomicU64::new(0),
            shown: OnceLock::new(),
        }
    }
}

impl crate::session::Progress for Progress {
    fn begin(&self, total: u64) {
        self.shown
            .get_or_init(|| match (self.quiet, std::io::stderr().is_terminal()) {
                (true, _) => Shown::Quiet,
                (false, true) => Shown::Bar(bar(total, self.unit)),
                (false, false) => Shown::Lines {
                    total,
                    last: Mutex::new(Instant::now()),
                },
            });
    }

    fn add(&self, replicates: u64) {
        let done = self.done.fetch_add(replicates, Ordering::Relaxed) + replicates;
        match self.shown.get() {
            None | Some(Shown::Quiet) => {}
            Some(Shown::Bar(bar)) => bar.inc(replicates),
            Some(Shown::Lines { total, last }) => {
                let Ok(mut last) = last.try_lock() else { return };
                if last.elapsed() >= LINE_EVERY {
                    *last = Instant::now();
                    note(&format!("{done} of {total} {}", self.unit));
                }
            }
        }
    }

    fn note(&self, text: &str) {
        match self.shown.get() {
            None | Some(Shown::Quiet) => {}
            Some(Shown::Bar(bar)) => bar.suspend(|| note(text)),
            Some(Shown::Lines { .. }) => note(text),
        }
    }

    fn end(&self) {
        if let Some(Shown::Bar(bar)) = self.shown.get() {
            bar.finish_and_clear();
        }
    }
}

fn bar(total: u64, unit: &str) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr());
    match ProgressStyle::with_template(&format!(
        "{{bar:40}} {{human_pos}} of {{human_len}} {unit}, {{eta}} left"
    )) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// Writes a value as indented JSON to standard output.
pub fn print_json(value: &impl serde::Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value).map_err(|error| Failure::Other(error.to_string()))?;
    print(&text)
}

/// Set by Ctrl-C.
static STOP: AtomicBool = AtomicBool::new(false);

/// As the options say; from here on Ctrl-C stops at the next block.
pub fn conduct<'a>(threads: Option<u64>, progress: &'a Progress) -> Conduct<'a> {
    catch_interrupts();
    Conduct {
        threads: threads.map_or_else(crate::ensemble::available, |threads| threads as usize),
        stop: &STOP,
        progress,
    }
}

/// The first Ctrl-C stops at the next block; the second ends at once (files are whole or absent).
fn catch_interrupts() {
    let handler = || {
        if STOP.swap(true, Ordering::SeqCst) {
            std::process::exit(130);
        }
    };
    if let Err(error) = ctrlc::set_handler(handler) {
        note(&format!("Ctrl-C will end the run at once: {error}"));
    }
}
