//! The read-outs of one culture without its truth.

use super::shift::shift_words;
use crate::assay::Estimate;
use crate::diagnosis::readouts::{DriverSequencing, PanelSequencing};
use crate::diagnosis::{Readouts, Topic};
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

/// Columns of a switch test that are seen; the last one says what they mean.
const SEEN: [usize; 6] = [0, 1, 2, 3, 4, 5];

/// What is on the table, without any call, in the guides' order.
pub fn sheets(readouts: &Readouts) -> Vec<Sheet> {
    let sheet = |topic| {
        Some(Sheet {
            topic,
            text: text(topic, readouts)?,
        })
    };
    Topic::ALL.into_iter().filter_map(sheet).collect()
}

/// Rows or sentences of one kind; `None` for what was not done.
fn text(topic: Topic, readouts: &Readouts) -> Option<String> {
    if !topic.done(readouts) {
        return None;
    }
    match topic {
        Topic::Stock => readouts.potency.as_ref().map(|check| {
            let over = check.ic50_over_record;
            let ratio = words::with_interval([over.value, over.low, over.high].map(words::number));
            format!("parental IC50 with this stock over that with a reference batch: {ratio}\n")
        }),
        Topic::Line => (readouts.identity.as_ref()).map(|typing| identity_table(std::slice::from_ref(typing)).text()),
        Topic::DoseResponse => dose_response(readouts),
        Topic::Driver => readouts.driver.as_ref().map(driver),
        Topic::DrugLevel => readouts.drug_level.as_ref().map(|level| {
            let share = level.mean_share;
            let share = words::percent_with_interval(share.value, share.low, share.high);
            format!("mean level over that in plain medium: {share}\n")
        }),
        Topic::Switch => Some(switch_table(&readouts.switches).pick(&SEEN, usize::MAX).text()),
        Topic::Blot => readouts.blot.as_ref().map(|blot| blot_table(blot).text()),
        Topic::Array => readouts.array.as_ref().map(|array| array_table(array).text()),
        Topic::Panel => readouts.panel.as_ref().map(panel),
        Topic::AddBack => Some(add_back_table(&readouts.add_backs).text()),
        Topic::Markers => readouts.stains.as_ref().map(|stains| stains_table(stains).text()),
        Topic::Cytokines => readouts.elisa.as_ref().map(|elisa| elisa_table(elisa).text()),
    }
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
    let mut text = format!(
        "{} by {}, against the pre-treatment sample\n",
        run.gene,
        run.method.name()
    );
    for variant in &run.new_variants {
        let vaf = variant.vaf;
        let share = words::percent_with_interval(vaf.value, vaf.low, vaf.high);
        let told = against_before(variant.before, vaf);
        text += &format!("{told}: {} ({}), VAF {share}\n", variant.name, variant.region);
    }
    if run.new_variants.is_empty() {
        text += &format!("no new variant above {}\n", words::percent(run.limit));
    }
    for variant in &run.as_before {
        let share = words::percent(variant.vaf.value);
        text += &format!(
            "as before treatment: {} ({}), VAF {share}\n",
            variant.name, variant.region
        );
    }
    if let Some(copies) = run.copies {
        let copies = words::with_interval([copies.value, copies.low, copies.high].map(words::number));
        text += &format!("copies over parental: {copies}\n");
    }
    text
}

/// How a change that explains something stands against the pre-treatment sample.
fn against_before(before: Option<Estimate>, now: Estimate) -> String {
    let percent = |share: Estimate| words::percent(share.value.min(1.0));
    before.map_or("new".to_owned(), |before| words::risen(&percent(before), &percent(now)))
}

fn panel(panel: &PanelSequencing) -> String {
    let genes = panel.genes.join(", ");
    let mut text = format!("{} genes at {}: {genes}\n", panel.genes.len(), panel.method.name());
    for finding in &panel.findings {
        let share = words::percent(finding.share.value.min(1.0));
        let told = against_before(finding.before, finding.share);
        text += &format!("{told}: {} in about {share} of the cells\n", finding.name);
    }
    if panel.findings.is_empty() {
        text += "nothing new\n";
    }
    text
}
