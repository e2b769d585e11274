//! The read-outs of one culture without its truth.

use super::shift::shift_words;
use crate::assay::Estimate;
use crate::diagnosis::Readouts;
use crate::diagnosis::readouts::{DriverSequencing, PanelSequencing};
use crate::report::assay::{
    add_back_table, array_table, blot_table, elisa_table, identity_table, stains_table, switch_table,
};
use crate::words;

/// One read-out as it is handed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Which.
    pub topic: Topic,
    /// Its rows or its sentences, a line each.
    pub text: String,
}

/// What a sheet is about, in the guides' order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// Drug stock.
    Stock,
    /// Typing of the line.
    Line,
    /// Dose-responses and survival.
    DoseResponse,
    /// Sequence of the driver.
    Driver,
    /// Drug left over the co-culture.
    DrugLevel,
    /// Other inhibitors of the driver.
    Switch,
    /// Western blot.
    Blot,
    /// Phospho-array.
    Array,
    /// Genes outside the driver.
    Panel,
    /// Add-backs.
    AddBack,
    /// Stains.
    Markers,
    /// ELISA.
    Cytokines,
}

impl Topic {
    /// Its heading.
    pub fn heading(self) -> &'static str {
        match self {
            Topic::Stock => "Drug stock",
            Topic::Line => "Identity of the line",
            Topic::DoseResponse => "Dose-response",
            Topic::Driver => "Driver sequencing",
            Topic::DrugLevel => "Drug over the co-culture (LC-MS/MS)",
            Topic::Switch => "Switch test",
            Topic::Blot => "Western blot",
            Topic::Array => "Phospho-array, ranked",
            Topic::Panel => "Gene panel",
            Topic::AddBack => "Add-back",
            Topic::Markers => "Lineage markers",
            Topic::Cytokines => "Cytokines of the co-culture",
        }
    }
}

/// Columns of a switch test that are seen; the last one says what they mean.
const SEEN: [usize; 6] = [0, 1, 2, 3, 4, 5];

/// What is on the table, without any call, in the guides' order.
pub fn sheets(readouts: &Readouts) -> Vec<Sheet> {
    let potency = readouts.potency.as_ref().map(|check| {
        let over = check.ic50_over_record;
        let ratio = words::with_interval([over.value, over.low, over.high].map(words::number));
        format!("parental IC50 with this stock over that with a reference batch: {ratio}\n")
    });
    let level = readouts.drug_level.as_ref().map(|level| {
        let share = level.mean_share;
        let share = words::percent_with_interval(share.value, share.low, share.high);
        format!("mean level over that in plain medium: {share}\n")
    });
    let switches =
        (!readouts.switches.is_empty()).then(|| switch_table(&readouts.switches).pick(&SEEN, usize::MAX).text());
    let add_backs = (!readouts.add_backs.is_empty()).then(|| add_back_table(&readouts.add_backs).text());
    let stains = readouts.stains.as_ref().filter(|stains| !stains.rows.is_empty());
    let all = [
        (Topic::Stock, potency),
        (
            Topic::Line,
            readouts
                .identity
                .as_ref()
                .map(|typing| identity_table(std::slice::from_ref(typing)).text()),
        ),
        (Topic::DoseResponse, dose_response(readouts)),
        (Topic::Driver, readouts.driver.as_ref().map(driver)),
        (Topic::DrugLevel, level),
        (Topic::Switch, switches),
        (Topic::Blot, readouts.blot.as_ref().map(|blot| blot_table(blot).text())),
        (
            Topic::Array,
            readouts.array.as_ref().map(|array| array_table(array).text()),
        ),
        (Topic::Panel, readouts.panel.as_ref().map(panel)),
        (Topic::AddBack, add_backs),
        (Topic::Markers, stains.map(|stains| stains_table(stains).text())),
        (
            Topic::Cytokines,
            readouts.elisa.as_ref().map(|elisa| elisa_table(elisa).text()),
        ),
    ];
    all.into_iter()
        .filter_map(|(topic, text)| Some(Sheet { topic, text: text? }))
        .collect()
}

fn dose_response(readouts: &Readouts) -> Option<String> {
    let mut text = String::new();
    if let Some(shift) = &readouts.shift {
        text += &format!("{}\n", shift_words(shift));
    }
    if let Some(alone) = &readouts.alone {
        text += &format!("out of the co-culture: {}\n", shift_words(alone));
    }
    if let Some(rest) = &readouts.holiday {
        text += &format!(
            "after {} days without drug: {}\n",
            words::number(rest.days),
            shift_words(&rest.shift)
        );
    }
    if let Some(at) = &readouts.survival {
        let left = |of: &Estimate| words::percent_with_interval(of.value, of.low.max(0.0), of.high);
        text += &format!(
            "viability at {}: {}, parental {}",
            words::dose(readouts.dose),
            left(&at.resistant),
            left(&at.parental)
        );
        let alone = at
            .alone
            .map(|alone| format!(", out of the co-culture {}", left(&alone)));
        let rested = at.rested.map(|rested| format!(", after the holiday {}", left(&rested)));
        text.extend(alone.into_iter().chain(rested));
        text.push('\n');
    }
    (!text.is_empty()).then_some(text)
}

fn driver(run: &DriverSequencing) -> String {
    let mut text = format!("{} by {}, against the pre-treatment sample\n", run.gene, run.method);
    for variant in &run.new_variants {
        let vaf = variant.vaf;
        let share = words::percent_with_interval(vaf.value, vaf.low, vaf.high);
        text += &format!("new: {} ({}), VAF {share}\n", variant.name, variant.region);
    }
    if run.new_variants.is_empty() {
        text += &format!("no new variant above {}\n", words::percent(run.limit));
    }
    if let Some(copies) = run.copies {
        let copies = words::with_interval([copies.value, copies.low, copies.high].map(words::number));
        text += &format!("copies over parental: {copies}\n");
    }
    text
}

fn panel(panel: &PanelSequencing) -> String {
    let genes = panel.genes.join(", ");
    let mut text = format!("{} genes at {}: {genes}\n", panel.genes.len(), panel.method);
    for finding in &panel.findings {
        let share = words::percent(finding.share.value.min(1.0));
        text += &format!("new: {} in about {share} of the cells\n", finding.name);
    }
    if panel.findings.is_empty() {
        text += "nothing new\n";
    }
    text
}
