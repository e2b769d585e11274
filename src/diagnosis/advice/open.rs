//! Advice on what lies outside the cells, and on what is not named yet.

use crate::diagnosis::advice::adviser::{Adviser, OWN, Said};
use crate::diagnosis::call::{Call, Step};
use crate::knowledge::schema::NicheRecord;

impl Adviser<'_> {
    /// What takes the factors away, and what the supernatant cannot show.
    pub fn niche(&self, call: &Call) -> Vec<Said> {
        let family = self.family_id();
        let data = self.bench.knowledge().data();
        let here = || {
            data.niche
                .iter()
                .filter(|factor| factor.families.contains(&family) && factor.brings.is_empty())
        };
        let named = |factor: &&NicheRecord| factor.readout.iter().any(|readout| call.names.contains(readout));
        let helped = self.diagnosis.shown.helped.iter();
        let mut said: Vec<Said> = helped
            .map(|partner| (self.own_words(partner), OWN.to_owned()))
            .collect();
        for factor in here().filter(named) {
            let (open, vain) = self.by_add_back(&factor.inhibitors);
            let text = match (open, vain) {
                (None, None) => format!("against {}: no inhibitor is in the knowledge base", factor.name),
                (None, Some(vain)) => format!("against {}: nothing that works alone; {vain}", factor.name),
                (Some(open), None) => format!("against {}: {open}", factor.name),
                (Some(open), Some(vain)) => format!("against {}: {open}; {vain}", factor.name),
            };
            said.push((text, self.citation(&factor.reference)));
        }
        let own = &self.bench.biology.drugs()[self.drug].id;
        // An enzyme that breaks the drug down, where it does: blocking the stroma's signals is no answer to it.
        let measured = self.diagnosis.did(Step::DrugLevel);
        for factor in here().filter(|factor| !measured && factor.breaks_down(own)) {
            let text = format!(
                "{} is not in the supernatant: measure {} in the cells, or the enzyme by metabolic assay or qPCR. {}",
                factor.name,
                self.own_drug(),
                factor.summary
            );
            said.push((text, format!("{}; {}", self.guide(), self.citation(&factor.reference))));
        }
        if call.names.is_empty() {
            for factor in here().filter(|factor| factor.sparing.is_some()) {
                let text = format!("{}, which no supernatant shows: {}", factor.name, factor.summary);
                said.push((text, self.citation(&factor.reference)));
            }
        }
        if said.is_empty() {
            said.push((
                "profile the co-culture's factors: none is named yet".into(),
                self.guide(),
            ));
        }
        said
    }

    /// What would decide, of what was not done.
    pub fn further(&self) -> Vec<Said> {
        let did = |step| self.diagnosis.did(step);
        let shown = &self.diagnosis.shown;
        let mut said: Vec<Said> = (shown.helped.iter())
            .map(|partner| (self.own_words(partner), OWN.to_owned()))
            .collect();
        let mut open: Vec<&str> = Vec::new();
        let mut ask = |wanted: bool, text| {
            if wanted {
                open.push(text);
            }
        };
        ask(
            !did(Step::Holiday),
            "re-test after two weeks without drug, which tells a reversible state",
        );
        ask(
            !did(Step::DriverSequencing),
            "sequence of the driver, which tells a mutation",
        );
        ask(
            !shown.copies_counted,
            "copies of the driver, which tell an amplification",
        );
        ask(
            !did(Step::Switch),
            "switch test, which tells whether the target is still needed",
        );
        ask(
            !did(Step::Blot),
            "western blot, which tells whether the target still works under drug",
        );
        ask(!did(Step::Array), "phospho-array, which tells a bypass");
        ask(!did(Step::Panel), "gene panel, which tells a mutated bypass");
        ask(
            !did(Step::Markers),
            "lineage markers, which tell another lineage or an adapted state",
        );
        let clean = did(Step::DriverSequencing) && !shown.stopped_by.is_empty() && shown.alleles.is_empty();
        let so_far = match clean {
            true => format!(
                "{} stops the cells, yet the driver's sequence is clean: a reversible state, more copies or an allele \
                 below the limit are all possible. ",
                shown.stopped_by.join(" and ")
            ),
            false => String::new(),
        };
        let text = match open.is_empty() {
            false => format!("{so_far}Not done yet: {}", open.join("; ")),
            true => format!(
                "{so_far}Look further: phospho-proteomics, exome and RNA sequencing, co-culture, single-cell clones"
            ),
        };
        said.push((text, self.guide()));
        said
    }
}
