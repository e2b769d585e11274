//! What the person at the terminal sees: output that survives a closed pipe, notes, progress.

use super::Failure;
use crate::scenario::Scenario;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
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
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Writes to standard error without ending the line: what is typed stands behind it.
pub fn prompt(text: &str) {
    let mut err = std::io::stderr().lock();
    let _ = write!(err, "{text}").and_then(|()| err.flush());
}

/// Notes what a scenario may not mean.
pub fn warn(scenario: &Scenario) {
    for warning in crate::scenario::warnings::of(scenario) {
        note(&format!("warning: {}: {warning}", scenario.name));
    }
}

/// Progress of a run: a bar on a terminal, a line every few seconds elsewhere.
pub struct Progress {
    total: u64,
    done: AtomicU64,
    shown: Shown,
}

enum Shown {
    Quiet,
    Bar(ProgressBar),
    Lines(Mutex<Instant>),
}

const LINE_EVERY: Duration = Duration::from_secs(5);

impl Progress {
    pub fn new(total: u64, quiet: bool) -> Self {
        let shown = match (quiet, std::io::stderr().is_terminal()) {
            (true, _) => Shown::Quiet,
            (false, true) => Shown::Bar(bar(total)),
            (false, false) => Shown::Lines(Mutex::new(Instant::now())),
        };
        Self {
            total,
            done: AtomicU64::new(0),
            shown,
        }
    }

    /// More replicates are done.
    pub fn add(&self, replicates: u64) {
        let done = self.done.fetch_add(replicates, Ordering::Relaxed) + replicates;
        match &self.shown {
            Shown::Quiet => {}
            Shown::Bar(bar) => bar.inc(replicates),
            Shown::Lines(last) => {
                let Ok(mut last) = last.try_lock() else { return };
                if last.elapsed() >= LINE_EVERY {
                    *last = Instant::now();
                    note(&format!("{done} of {} replicates", self.total));
                }
            }
        }
    }

    /// Clears the bar.
    pub fn finish(&self) {
        if let Shown::Bar(bar) = &self.shown {
            bar.finish_and_clear();
        }
    }
}

fn bar(total: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr());
    match ProgressStyle::with_template("{bar:40} {human_pos} of {human_len} replicates, {eta} left") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// A number in at most four digits.
pub fn number(x: f64) -> String {
    let size = x.abs();
    if x == 0.0 {
        "0".to_owned()
    } else if !(1e-3..1e5).contains(&size) {
        format!("{x:.2e}")
    } else {
        let decimals = if size >= 100.0 {
            0
        } else {
            3 - libm::floor(libm::log10(size)) as usize
        };
        let text = format!("{x:.decimals$}");
        match text.contains('.') {
            true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
            false => text,
        }
    }
}

/// Rows in aligned columns: the first to the left, the others to the right.
pub fn table<const N: usize>(rows: &[[String; N]]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..N).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let mut line = format!("  {:<1$}", row[0], widths[0]);
        for (cell, width) in row.iter().zip(&widths).skip(1) {
            line += &format!("  {cell:>width$}");
        }
        text += line.trim_end();
        text.push('\n');
    }
    text
}

/// Writes a value as indented JSON to standard output.
pub fn print_json(value: &impl serde::Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value).map_err(|error| Failure::Other(error.to_string()))?;
    print(&text)
}

/// Rows in columns aligned to the left; the last one runs free.
pub fn left_table<const N: usize>(rows: &[[String; N]]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..N).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            line += &format!("{cell:<width$}  ");
        }
        text += line.trim_end();
        text.push('\n');
    }
    text
}
