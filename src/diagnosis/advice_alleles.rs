//! Advice on alleles of the driver: which inhibitors stop a clone with them (S01).

use super::advice::{Adviser, Said};
use super::call::Call;
use super::decide::dose;
use crate::assay::functional::switch_dose;
use crate::assay::{Specimen, genotype};
use crate::model::endpoint::viability;

/// Inhibitors told per call.
const TOLD: usize = 3;

/// One inhibitor against the clones that a culture may hold.
struct Row {
    /// Least certain source of the alleles: 0 a guide agrees, 1 measured, 2 imputed.
    certain: u8,
    /// Most that is left of any clone.
    left: f64,
    said: Said,
}

impl Adviser<'_> {
    /// What stops the called alleles. Reads give each allele's share of the cells, not which cells carry
    /// several, so each allele is judged as a clone of its own, and all on one copy beside them.
    pub fn alleles(&self, call: &Call) -> Vec<Said> {
        if call.names.is_empty() {
            let own = self.diagnosis.shown.stopped_by.join(" or ");
            let text = match own.is_empty() {
                true => "a later-generation inhibitor of the driver, by the switch test; sequence the driver to choose"
                    .to_owned(),
                false => format!("{own}, by your own switch test; sequence the driver to choose"),
            };
            return vec![(text, self.guide())];
        }
        let words = call.names.join(" and ");
        let mut said = self.stopping(&call.names, &words);
        if call.names.len() > 1 {
            said.push(self.same_cells(call, &words));
        }
        said
    }

    /// Whether the alleles share cells, as far as shares tell.
    fn same_cells(&self, call: &Call, words: &str) -> Said {
        let shares = &self.diagnosis.shown.alleles;
        let of = |name: &String| {
            shares
                .iter()
                .find(|(known, _)| known == name)
                .map_or(0.0, |(_, share)| *share)
        };
        // Shares of cells that overlap by more than they are measured to must meet in some.
        let over = call.names.iter().map(of).sum::<f64>() - 1.0;
        let start = match over > 0.1 {
            true => format!("shares of {words} come to more than all cells, so some carry more than one"),
            false => format!("whether {words} sit in the same cells, and on one copy (cis) or two (trans), is open"),
        };
        (
            format!(
                "{start}: grow out single cells and sequence them, and test the clones; compounds must be tested \
                 empirically"
            ),
            format!(
                "allele fractions count copies, not cells; on compounds: {}",
                self.citation("alk-guide")
            ),
        )
    }

    /// Inhibitors of the driver that stop a clone with each of the labels, the best-founded first.
    pub(super) fn stopping(&self, labels: &[String], words: &str) -> Vec<Said> {
        let clone = |label: &String| genotype::read(&self.bench.biology, label).ok();
        let clones: Vec<(String, Specimen)> = (labels.iter())
            .filter_map(|label| Some((label.clone(), clone(label)?)))
            .collect();
        let in_cis = (labels.len() > 1).then(|| clone(&labels.join("+"))).flatten();
        if clones.is_empty() {
            return vec![(
                "no inhibitor of the driver is known for it; test them".into(),
                self.guide(),
            )];
        }
        let mut rows: Vec<Row> = Vec::new();
        let mut single: Vec<String> = Vec::new();
        for drug in self.bench.driver_drugs().into_iter().filter(|d| *d != self.drug) {
            let Some(test) = switch_dose(self.bench, drug) else {
                continue;
            };
            let left: Vec<f64> = clones
                .iter()
                .map(|(_, cells)| self.left(cells, drug, test.nm))
                .collect();
            let name = &self.bench.biology.drugs()[drug].name;
            let most = left.iter().copied().fold(0.0, f64::max);
            if most >= self.limits.sensitive {
                let stopped = (clones.iter().zip(&left)).filter(|(_, left)| **left < self.limits.sensitive);
                single.extend(stopped.map(|((label, _), _)| format!("{name} stops {label}")));
                continue;
            }
            let keeps: Vec<String> = (clones.iter().zip(&left))
                .map(|((label, _), left)| format!("a clone with {label} keeps {:.0}%", 100.0 * left))
                .collect();
            let both = in_cis.as_ref().map(|cells| {
                let left = 100.0 * self.left(cells, drug, test.nm);
                format!("; all on one copy {left:.0}%")
            });
            let text = format!(
                "{name}: {}{} viability in 72 h at {} ({})",
                keeps.join(", "),
                both.unwrap_or_default(),
                dose(test.nm),
                test.words
            );
            let sources: Vec<(u8, String)> = labels.iter().map(|label| self.potency_source(label, drug)).collect();
            let mut told: Vec<String> = Vec::new();
            for (_, source) in &sources {
                if !told.contains(source) {
                    told.push(source.clone());
                }
            }
            rows.push(Row {
                certain: sources.iter().map(|(rank, _)| *rank).max().unwrap_or(2),
                left: most,
                said: (text, told.join("; ")),
            });
        }
        if rows.is_empty() {
            let apart = match single.is_empty() || labels.len() == 1 {
                true => String::new(),
                false => format!(" ({})", single.join(", ")),
            };
            let text = format!(
                "no one inhibitor of the driver on the bench stops {words} at its dose{apart}; test compounds empirically"
            );
            return vec![(text, self.guide())];
        }
        rows.sort_by(|a, b| a.certain.cmp(&b.certain).then(a.left.total_cmp(&b.left)));
        rows.into_iter().take(TOLD).map(|row| row.said).collect()
    }

    fn left(&self, clone: &Specimen, drug: usize, nm: f64) -> f64 {
        let doses = self.bench.only(drug, nm);
        clone.mean(|part| viability(&self.bench.biology, &part.genotype, part.state, &doses, 72.0))
    }

    /// Where the drug's potency on an allele comes from: rank (0 where a guide agrees, 1 measured, 2 else).
    fn potency_source(&self, label: &str, drug: usize) -> (u8, String) {
        let data = self.bench.knowledge().data();
        let id = &self.bench.biology.drugs()[drug].id;
        if self.family().is_some_and(|family| family.amplification.id == label) {
            return (2, "computed from the drug's potency on the unaltered driver".into());
        }
        let guide = (data.call.iter()).find(|call| call.allele == label && call.sensitive_to.contains(id));
        if let Some(call) = guide {
            return (0, self.citation(&call.reference));
        }
        let study = (data.study.iter()).filter(|study| study.ic50.get(label).is_some_and(|row| row.contains_key(id)));
        match study.min_by_key(|study| study.rank) {
            Some(study) => (1, self.citation(&study.reference)),
            None => (
                2,
                "imputed by the knowledge base from related alleles or drugs; see `escalade kb matrix`".into(),
            ),
        }
    }
}
