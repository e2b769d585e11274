//! Diagnoses of many flasks, in words and tables.

use super::missed::why;
use super::names::{all_calls, truth};
use crate::diagnosis::{Beyond, Confusion, Kind, Notebook, Thresholds, Verdict, Worked, Workup};
use crate::report::AssumptionRow;
use crate::report::assay::Grid;
use crate::report::words::share_parts;
use crate::scenario::warnings::Warning;
use crate::statistics::Proportion;
use crate::words;

/// A work-up of some flasks of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct DiagnosisReport {
    /// Name of the run's scenario.
    pub run: String,
    /// Name of the line.
    pub line: String,
    /// What the run's scenario may not mean.
    pub warnings: Vec<Warning>,
    /// What was done.
    pub workup: Workup,
    /// Limits of the decision.
    pub thresholds: Thresholds,
    /// How often it is right.
    pub confusion: Confusion,
    /// Flask by flask.
    pub flasks: Vec<Worked>,
    /// The same flasks by another work-up.
    pub against: Option<Against>,
    /// Assumed, imputed and unchecked values of the knowledge base behind cells and drugs.
    pub knowledge_values: Vec<AssumptionRow>,
    /// Flasks to walk through step by step (see [`examples`]).
    pub examples: Vec<Example>,
}

/// A flask to walk through, with all that was seen of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// The flask.
    pub worked: Worked,
    /// Its curves and sequencing runs.
    pub notes: Notebook,
    /// What was done beside the decision.
    pub beyond: Beyond,
}

/// Most flasks that are walked through.
const EXAMPLES: usize = 5;

/// Flasks to walk through: of each kind of first call the one with the lowest number, in the order of kinds, five at
/// most.
pub fn examples(worked: &[Worked]) -> Vec<u64> {
    let of_kind = |kind: Kind| {
        let called = |one: &&Worked| one.diagnosis.first().is_some_and(|call| call.kind == kind);
        worked.iter().filter(called).map(|one| one.flask).min()
    };
    Kind::ALL.into_iter().filter_map(of_kind).take(EXAMPLES).collect()
}

/// Another work-up of the same flasks.
#[derive(Debug, Clone, PartialEq)]
pub struct Against {
    /// What was done.
    pub workup: Workup,
    /// How often it is right.
    pub confusion: Confusion,
    /// Flask by flask, in the same order.
    pub flasks: Vec<Worked>,
}

/// What the shares are not.
pub const CAVEAT: &str = "The cells can only have what the knowledge base knows, and the work-up looks for just that: \
     with real cultures, which may have what nobody lists, expect less.";

fn share(of: &Proportion) -> String {
    let (share, interval) = share_parts(of);
    format!("{} of {} ({share}, 95% interval {interval})", of.count, of.n)
}

impl DiagnosisReport {
    /// One or two sentences.
    pub fn answer(&self) -> String {
        let n = self.flasks.len() as u64;
        let mut text = format!(
            "The {} work-up names the kind of the dominant mechanism in {}; right or partly right in {}; with allele, \
             route or state in {}; and with every mechanism of at least 5% of the cells in {}.",
            self.workup.name,
            share(&self.confusion.right),
            share(&self.confusion.at_least_partly),
            share(&self.confusion.named),
            share(&self.confusion.complete)
        );
        if !self.confusion.missed.is_empty() {
            let counts = self.confusion.missed.iter();
            let words: Vec<String> = counts.map(|(reason, n)| format!("{n} {}", reason.word())).collect();
            text += &format!(" Mechanisms missed: {}.", words.join(", "));
        }
        if let Some(other) = &self.against {
            let (ours, theirs) = (self.confusion.right.count, other.confusion.right.count);
            let lost = self.only(true).len();
            let won = self.only(false).len();
            text += &format!(
                " The {} work-up is right in {theirs} of the same {n} flasks, this one in {ours}: {lost} are right there \
                 and not here, {won} here and not there; with the name it is right in {}, this one in {}.",
                other.workup.name, other.confusion.named.count, self.confusion.named.count
            );
        }
        text
    }

    /// Flasks that only the other work-up gets right (`theirs`), or only this one.
    pub fn only(&self, theirs: bool) -> Vec<(&Worked, &Worked)> {
        let Some(other) = &self.against else { return Vec::new() };
        let right = |one: &Worked| one.score.verdict == Verdict::Right;
        (self.flasks.iter().zip(&other.flasks))
            .filter(|(ours, other)| right(ours) != right(other) && right(other) == theirs)
            .collect()
    }

    /// Truth by call.
    pub fn confusion_table(&self) -> Grid {
        confusion_table(&self.confusion)
    }

    /// One row per flask; reasons are cut after so many letters.
    pub fn flask_table(&self, why_letters: usize) -> Grid {
        let mut table = Grid::new(&["flask", "day", "call", "truth", "dominant", "complete", "why"]);
        for one in &self.flasks {
            table.push(vec![
                words::flask_of_files(one.flask),
                words::number(one.day),
                all_calls(&one.diagnosis),
                truth(&one.truth),
                one.score.verdict.word().to_owned(),
                if one.score.complete { "yes" } else { "no" }.to_owned(),
                words::shortened(&why(&one.why).unwrap_or_default(), why_letters),
            ]);
        }
        table
    }

    /// For the terminal.
    pub fn text(&self) -> String {
        let mut text = format!("{}\n\n{}\n", self.answer(), self.confusion_table().text());
        text += &self.flask_table(60).text();
        text += &format!("\n{CAVEAT}\n");
        text
    }
}

/// Truth by call, shares on the right.
pub fn confusion_table(confusion: &Confusion) -> Grid {
    let calls: Vec<String> = confusion.columns.iter().map(|kind| format!("called {kind}")).collect();
    let head: Vec<&str> = ["truth"]
        .into_iter()
        .chain(calls.iter().map(String::as_str))
        .chain(["right (95%)"])
        .collect();
    let mut table = Grid::new(&head);
    for row in &confusion.rows {
        let counts = row.counts.iter().map(u64::to_string);
        let (_, interval) = share_parts(&row.right);
        let right = format!("{}/{} ({interval})", row.right.count, row.right.n);
        table.push(
            [row.truth.word().to_owned()]
                .into_iter()
                .chain(counts)
                .chain([right])
                .collect(),
        );
    }
    table
}
