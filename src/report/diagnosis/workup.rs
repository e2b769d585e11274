//! What a work-up does, in words.

use crate::assay::sequencing::panel::Ready;
use crate::diagnosis::Workup;
use crate::diagnosis::examination::workup::{PanelGenes, PanelRun};
use crate::words;

/// What is done, a phrase each.
pub fn workup(of: &Workup) -> Vec<String> {
    let mut words = Vec::new();
    let mut say = |done: bool, text: String| {
        if done {
            words.push(text);
        }
    };
    say(of.potency, "drug stock checked on the parental line".into());
    say(of.identity, "line typed (STR)".into());
    say(
        true,
        format!("dose-response, {} wells per dose, {}", of.wells, words::hours(of.hours)),
    );
    if let Some(days) = of.holiday {
        say(true, format!("re-test after {} without drug", words::days(days)));
    }
    if let Some(reads) = &of.driver {
        let copies = if of.copies { ", copies counted" } else { "" };
        say(true, format!("driver by {}{copies}", reads.method().name()));
    }
    let all = of.switches > 1;
    say(
        of.switches > 0,
        format!(
            "switch test with {}",
            if all {
                "every next-generation inhibitor"
            } else {
                "one next-generation inhibitor"
            }
        ),
    );
    say(of.blots > 0, format!("western blot, {} repeats", of.blots));
    say(of.array, "phospho-array".into());
    if let Some(PanelRun { genes, depth }) = &of.panel {
        let which = match genes {
            PanelGenes::Ready { panel: Ready::Broad } => "broad, every gene of the family's routes".to_owned(),
            PanelGenes::Ready { .. } => "the usual bypass genes".to_owned(),
            PanelGenes::Named { genes } => genes.join(", "),
        };
        say(true, format!("panel at {depth}x: {which}"));
    }
    say(of.add_back, "add-back of every pathway inhibitor".into());
    say(
        of.stained_cells > 0,
        format!("stains, {} cells counted", of.stained_cells),
    );
    say(of.elisa, "ELISA where there is a co-culture".into());
    say(of.drug_level, "drug left in its medium (LC-MS/MS)".into());
    words
}
