//! Advice on alleles of the driver: which inhibitors stop a clone with them (S01).

use crate::assay::functional::{SwitchTest, TestDose, switch_dose};
use crate::assay::{Specimen, genotype};
use crate::diagnosis::advice::adviser::{Adviser, OWN, Said};
use crate::diagnosis::call::Call;
use crate::diagnosis::decision::resistance::dose;
use crate::diagnosis::decision::switching::Response;
use crate::model::endpoint::viability;

/// Inhibitors told per call.
const TOLD: usize = 3;

/// One inhibitor against the clones that a culture may hold.
struct Row {
    drug: String,
    /// Least certain source of the alleles: 0 a guide agrees, 1 measured, 2 imputed.
    certain: u8,
    /// Most that is left of any clone.
    left: f64,
    said: Said,
}

/// Inhibitors that are no answer.
#[derive(Default)]
struct Out {
    /// Each stops some of the clones, not all.
    apart: Vec<String>,
    /// The culture's own switch test says otherwise.
    overruled: Vec<String>,
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

    /// The inhibitor of the driver that is advised first against the labels.
    pub(super) fn best(&self, labels: &[String]) -> Option<String> {
        let rows = self.rows(labels).0;
        rows.first().map(|row| row.drug.clone())
    }

    /// Inhibitors of the driver that stop a clone with each of the labels, the best-founded first; then those that
    /// should, and did not in the culture's own switch test.
    pub(super) fn stopping(&self, labels: &[String], words: &str) -> Vec<Said> {
        if self.clones(labels).is_empty() {
            return vec![(
                format!("what stops {words} cannot be computed; test the inhibitors of the driver"),
                self.guide(),
            )];
        }
        let (rows, out) = self.rows(labels);
        if self.switch_says_off_target() {
            let text = format!(
                "no inhibitor of the driver alone: by your own switch test the cells no longer need it, whatever {words} \
                 adds"
            );
            return vec![(text, OWN.to_owned())];
        }
        let mut said: Vec<Said> = rows.into_iter().take(TOLD).map(|row| row.said).collect();
        if said.is_empty() {
            let apart = match out.apart.is_empty() {
                true => String::new(),
                false => format!(" ({})", out.apart.join(", ")),
            };
            let text = format!(
                "no one inhibitor of the driver that is left stops {words} at its dose{apart}; test compounds empirically"
            );
            said.push((text, self.guide()));
        }
        if !out.overruled.is_empty() {
            let text = format!("not by your own switch test: {}", out.overruled.join(", "));
            said.push((text, OWN.to_owned()));
        }
        said
    }

    /// The culture's switch test leaves it alive under every inhibitor of the driver that stops the parental line.
    fn switch_says_off_target(&self) -> bool {
        let tests = self.readouts.switches.iter();
        let told: Vec<Response> = tests.filter_map(|test| Response::told(test, self.limits)).collect();
        !told.is_empty() && told.iter().all(|response| *response == Response::Resistant)
    }

    /// Each label as a clone of its own.
    fn clones(&self, labels: &[String]) -> Vec<(String, Specimen)> {
        let clone = |label: &String| genotype::read(&self.bench.biology, label).ok();
        (labels.iter())
            .filter_map(|label| Some((label.clone(), clone(label)?)))
            .collect()
    }

    /// Neither given before nor called useless by a guide.
    fn open(&self, drug: usize, labels: &[String]) -> bool {
        let id = &self.bench.biology.drugs()[drug].id;
        let calls = &self.bench.knowledge().data().call;
        let family = self.family_id();
        let resists = |label: &String| {
            (calls.iter()).any(|call| call.family == family && call.allele == *label && call.resists.contains(id))
        };
        let given = self.readouts.given.iter().any(|given| given.drug_id == *id);
        drug != self.drug && !given && !labels.iter().any(resists)
    }

    /// What answers to the labels, in order, and what does not though it might.
    fn rows(&self, labels: &[String]) -> (Vec<Row>, Out) {
        let clones = self.clones(labels);
        let (mut rows, mut out) = (Vec::new(), Out::default());
        if clones.is_empty() {
            return (rows, out);
        }
        let labels: &[String] = &clones.iter().map(|(label, _)| label.clone()).collect::<Vec<_>>();
        let in_cis = match labels.len() {
            1 => None,
            _ => self.clones(&[labels.join("+")]).pop().map(|(_, cells)| cells),
        };
        for drug in self.bench.driver_drugs().into_iter().filter(|d| self.open(*d, labels)) {
            let Some(test) = switch_dose(self.bench, drug) else {
                continue;
            };
            let record = &self.bench.biology.drugs()[drug];
            let left: Vec<f64> = (clones.iter())
                .map(|(_, cells)| self.left(cells, drug, test.nm))
                .collect();
            let all = in_cis.as_ref().map(|cells| self.left(cells, drug, test.nm));
            // As in a switch test: nearly what the parental line loses; where a guide agrees, half will do.
            let parental = self.left(&Specimen::parental(&self.bench.biology), drug, test.nm);
            let guided = labels.iter().all(|label| self.potency_source(label, drug).0 == 0);
            let full = |left: f64| 1.0 - left >= self.limits.full_response * (1.0 - parental);
            let stops = |left: f64| left < self.limits.sensitive && (guided || full(left));
            if !left.iter().chain(&all).all(|left| stops(*left)) {
                let stopped = clones
                    .iter()
                    .zip(&left)
                    .filter(|(_, left)| labels.len() > 1 && stops(**left));
                out.apart
                    .extend(stopped.map(|((label, _), _)| format!("{} stops {label}", record.name)));
                continue;
            }
            let own = self.readouts.switches.iter().find(|own| own.drug_id == record.id);
            let response = own.and_then(|own| Response::told(own, self.limits));
            if let (Some(own), Some(Response::Partial | Response::Resistant)) = (own, response) {
                out.overruled
                    .push(format!("{} left {:.0}%", record.name, 100.0 * own.resistant.value));
                continue;
            }
            rows.push(self.row(labels, (drug, &test), (&left, all), own));
        }
        rows.sort_by(|a, b| a.certain.cmp(&b.certain).then(a.left.total_cmp(&b.left)));
        (rows, out)
    }

    fn row(
        &self,
        labels: &[String],
        (drug, test): (usize, &TestDose),
        (left, all): (&[f64], Option<f64>),
        own: Option<&SwitchTest>,
    ) -> Row {
        let name = &self.bench.biology.drugs()[drug].name;
        let keeps: Vec<String> = (labels.iter().zip(left))
            .map(|(label, left)| format!("a clone with {label} keeps {:.0}%", 100.0 * left))
            .collect();
        let all = all.map_or(String::new(), |left| format!("; all on one copy {:.0}%", 100.0 * left));
        let own = own.map_or(String::new(), |own| {
            format!("; your own switch test left {:.0}%", 100.0 * own.resistant.value)
        });
        let text = format!(
            "{name}: {}{all} viability in 72 h at {} ({}){own}",
            keeps.join(", "),
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
        Row {
            drug: name.clone(),
            certain: sources.iter().map(|(rank, _)| *rank).max().unwrap_or(2),
            left: left.iter().copied().fold(0.0, f64::max),
            said: (text, told.join("; ")),
        }
    }

    fn left(&self, clone: &Specimen, drug: usize, nm: f64) -> f64 {
        let doses = self.bench.only(drug, nm);
        clone.mean(|part| viability(&self.bench.biology, &part.genotype, part.state, &doses, 72.0))
    }

    /// Where the drug's potency on an allele comes from: rank (0 where a guide agrees, 1 measured, 2 else).
    fn potency_source(&self, label: &str, drug: usize) -> (u8, String) {
        let data = self.bench.knowledge().data();
        let id = &self.bench.biology.drugs()[drug].id;
        if self.amplification() == label {
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
