//! Diagnoses in words and tables; the read-outs of one culture without its truth.

use super::assay::{Grid, add_back_table, array_table, blot_table, elisa_table, short, stains_table, switch_table};
use crate::diagnosis::Readouts;
use crate::diagnosis::readouts::{Estimate, Shift};
use crate::diagnosis::{Beyond, Confusion, Kind, Notebook, Thresholds, Verdict, Worked, Workup};
use crate::statistics::Proportion;
use crate::words;
use serde::Serialize;

/// A work-up of some flasks of a run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DiagnosisReport {
    pub run: String,
    pub line: String,
    pub workup: Workup,
    pub thresholds: Thresholds,
    pub confusion: Confusion,
    pub flasks: Vec<Worked>,
    /// The same flasks by another work-up.
    pub against: Option<Against>,
    /// Flasks to walk through step by step (see [`examples`]).
    #[serde(skip)]
    pub examples: Vec<Example>,
}

/// A flask to walk through, with all that was seen of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    pub worked: Worked,
    pub notes: Notebook,
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
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Against {
    pub workup: Workup,
    pub confusion: Confusion,
    pub flasks: Vec<Worked>,
}

/// What the shares are not.
pub const CAVEAT: &str = "The cells can only have what the knowledge base knows, and the work-up looks for just that: \
     with real cultures, which may have what nobody lists, expect less.";

fn share(of: &Proportion) -> String {
    format!(
        "{} of {} ({}, 95% interval {} to {})",
        of.count,
        of.n,
        words::percent(of.share),
        words::percent(of.low),
        words::percent(of.high)
    )
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
                one.flask.to_string(),
                short(one.day),
                one.diagnosis.all_words(),
                one.truth.words(),
                one.score.verdict.word().to_owned(),
                if one.score.complete { "yes" } else { "no" }.to_owned(),
                words::shortened(one.why.as_deref().unwrap_or_default(), why_letters),
            ]);
        }
        table
    }

    /// For spreadsheets.
    pub fn csv(&self) -> String {
        let heads = [
            "replicate",
            "day",
            "workup",
            "call",
            "calls",
            "weight",
            "confirmed",
            "truth",
            "cells",
            "verdict",
            "named",
            "complete",
            "missed",
            "why",
            "advice",
            "source",
        ];
        let mut table = Grid::new(&heads);
        let others = self
            .against
            .iter()
            .flat_map(|other| other.flasks.iter().map(|one| (one, &other.workup.name)));
        for (one, workup) in self.flasks.iter().map(|one| (one, &self.workup.name)).chain(others) {
            let first = one.diagnosis.first();
            let advice = one.advice.first();
            let missed: Vec<String> = (one.missed.iter())
                .map(|missed| format!("{} ({})", missed.cause.name, missed.reason.word()))
                .collect();
            table.push(vec![
                one.flask.to_string(),
                short(one.day),
                workup.clone(),
                one.score.called.word().to_owned(),
                one.diagnosis.words(),
                first.map_or(String::new(), |call| short(call.weight)),
                first.is_some_and(|call| call.confirmed).to_string(),
                one.score.truth.clone(),
                one.truth.words(),
                one.score.verdict.word().to_owned(),
                one.score.named.to_string(),
                one.score.complete.to_string(),
                missed.join("; "),
                one.why.clone().unwrap_or_default(),
                advice.map_or(String::new(), |advice| advice.text.clone()),
                advice.map_or(String::new(), |advice| advice.source.clone()),
            ]);
        }
        table.csv()
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
        let right = format!(
            "{}/{} ({} to {})",
            row.right.count,
            row.right.n,
            words::percent(row.right.low),
            words::percent(row.right.high)
        );
        table.push([row.truth.clone()].into_iter().chain(counts).chain([right]).collect());
    }
    table
}

fn shift_words(shift: &Shift) -> String {
    let ic50 = |value: Option<f64>| value.map_or(format!("above {}", words::dose(shift.highest)), words::dose);
    let index = match shift.at_least {
        true => format!("at least {}", words::number(shift.index.value)),
        false if shift.index.high.is_infinite() => format!(
            "{} ({} or more)",
            words::number(shift.index.value),
            words::number(shift.index.low)
        ),
        false => format!(
            "{} ({} to {})",
            words::number(shift.index.value),
            words::number(shift.index.low),
            words::number(shift.index.high)
        ),
    };
    format!(
        "IC50 {}, parental {}, index {index}",
        ic50(shift.resistant_ic50),
        ic50(shift.parental_ic50)
    )
}

/// What is on the table, without any call: (heading, text) in the guides' order.
pub fn sheets(readouts: &Readouts) -> Vec<(String, String)> {
    let mut sheets: Vec<(String, String)> = Vec::new();
    let mut lay = |head: &str, text: String| sheets.push((head.to_owned(), text));
    if let Some(check) = &readouts.potency {
        let over = check.ic50_over_record;
        lay(
            "Drug stock",
            format!(
                "parental IC50 with this stock over that with a reference batch: {} ({} to {})\n",
                short(over.value),
                short(over.low),
                short(over.high)
            ),
        );
    }
    if let Some(typing) = &readouts.identity {
        lay("Identity of the line", format!("{}\n", typing.words()));
    }
    let mut doses = String::new();
    if let Some(shift) = &readouts.shift {
        doses += &format!("{}\n", shift_words(shift));
    }
    if let Some(alone) = &readouts.alone {
        doses += &format!("out of the co-culture: {}\n", shift_words(alone));
    }
    if let Some(rest) = &readouts.holiday {
        doses += &format!("after {} days without drug: {}\n", rest.days, shift_words(&rest.shift));
    }
    if let Some(at) = &readouts.survival {
        let left = |of: &Estimate| {
            let (value, range) = words::percents(of.value, of.low.max(0.0), of.high);
            format!("{value} ({range})")
        };
        doses += &format!(
            "viability at {}: {}, parental {}",
            words::dose(readouts.dose),
            left(&at.resistant),
            left(&at.parental)
        );
        doses += &at.alone.map_or(String::new(), |alone| {
            format!(", out of the co-culture {}", left(&alone))
        });
        doses += &at
            .rested
            .map_or(String::new(), |rested| format!(", after the holiday {}", left(&rested)));
        doses.push('\n');
    }
    if !doses.is_empty() {
        lay("Dose-response", doses);
    }
    if let Some(run) = &readouts.driver {
        let mut text = format!("{} by {}, against the pre-treatment sample\n", run.gene, run.method);
        for variant in &run.new_variants {
            let vaf = variant.vaf;
            let share = [vaf.value, vaf.low, vaf.high].map(words::percent);
            text += &format!(
                "new: {} ({}), VAF {} ({} to {})\n",
                variant.name, variant.region, share[0], share[1], share[2]
            );
        }
        if run.new_variants.is_empty() {
            text += &format!("no new variant above {}\n", words::percent(run.limit));
        }
        if let Some(copies) = run.copies {
            text += &format!(
                "copies over parental: {} ({} to {})\n",
                short(copies.value),
                short(copies.low),
                short(copies.high)
            );
        }
        lay("Driver sequencing", text);
    }
    if let Some(level) = &readouts.drug_level {
        let share = level.mean_share;
        let [value, low, high] = [share.value, share.low, share.high].map(words::percent);
        lay(
            "Drug over the co-culture (LC-MS/MS)",
            format!("mean level over that in plain medium: {value} ({low} to {high})\n"),
        );
    }
    if !readouts.switches.is_empty() {
        lay("Switch test", switch_table(&readouts.switches).text());
    }
    if let Some(blot) = &readouts.blot {
        lay("Western blot", blot_table(blot).text());
    }
    if let Some(array) = &readouts.array {
        lay("Phospho-array, ranked", array_table(array).text());
    }
    if let Some(panel) = &readouts.panel {
        let mut text = format!(
            "{} genes at {}: {}\n",
            panel.genes.len(),
            panel.method,
            panel.genes.join(", ")
        );
        for finding in &panel.findings {
            let share = words::percent(finding.share.value.min(1.0));
            text += &format!("new: {} in about {share} of the cells\n", finding.name);
        }
        if panel.findings.is_empty() {
            text += "nothing new\n";
        }
        lay("Gene panel", text);
    }
    if !readouts.add_backs.is_empty() {
        lay("Add-back", add_back_table(&readouts.add_backs).text());
    }
    if let Some(stains) = readouts.stains.as_ref().filter(|stains| !stains.rows.is_empty()) {
        lay("Lineage markers", stains_table(stains).text());
    }
    if let Some(elisa) = &readouts.elisa {
        lay("Cytokines of the co-culture", elisa_table(elisa).text());
    }
    sheets
}
