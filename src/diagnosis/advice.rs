//! What to do about a call: next-generation inhibitor (S01), combination partner (S02), holiday or the
//! adaptive mechanism's inhibitor (S03). Chosen from the knowledge base, each with its source.

use super::atlas::{Atlas, Feeds};
use super::call::{Call, Diagnosis, Kind};
use super::decide::dose;
use super::thresholds::Thresholds;
use crate::assay::functional::switch_dose;
use crate::assay::{Bench, Specimen, genotype};
use crate::model::endpoint::viability;
use serde::{Deserialize, Serialize};

/// One piece of advice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Advice {
    /// The call that it answers.
    pub about: String,
    pub text: String,
    /// Citation, or why there is none.
    pub source: String,
}

/// Advice for every call of a diagnosis, the best-founded first.
pub fn advise(bench: &Bench, atlas: &Atlas, drug: usize, diagnosis: &Diagnosis, limits: &Thresholds) -> Vec<Advice> {
    let adviser = Adviser {
        bench,
        atlas,
        drug,
        limits,
    };
    diagnosis
        .calls
        .iter()
        .flat_map(|call| {
            let advice = adviser.about(call);
            advice.into_iter().map(|(text, source)| Advice {
                about: call.to_string(),
                text,
                source,
            })
        })
        .collect()
}

struct Adviser<'a> {
    bench: &'a Bench,
    atlas: &'a Atlas,
    drug: usize,
    limits: &'a Thresholds,
}

type Said = (String, String);

impl Adviser<'_> {
    fn about(&self, call: &Call) -> Vec<Said> {
        match call.kind {
            Kind::OnTarget => self.next_generation(call),
            Kind::Amplification => self.amplified(),
            Kind::Bypass => self.combination(call),
            Kind::Reversible => self.adaptive(call),
            Kind::Niche => self.niche(call),
            Kind::Transformed => vec![(
                "another lineage: inhibitors of the driver no longer help; the knowledge base has no drug for it"
                    .into(),
                self.guide(),
            )],
            Kind::NotResistant => vec![(
                "repeat the dose-response before anything else; a culture that is sensitive in the assay may owe its \
                 growth to the flask's conditions"
                    .into(),
                self.guide(),
            )],
            Kind::Material => vec![(
                "use a fresh drug stock, then start again".into(),
                self.citation("larotrectinib-guide"),
            )],
            Kind::Undetermined => vec![(
                "look further: phospho-proteomics, exome and RNA sequencing, lineage markers, co-culture".into(),
                self.guide(),
            )],
        }
    }

    fn citation(&self, id: &str) -> String {
        let data = self.bench.knowledge().data();
        let found = data.reference.iter().find(|reference| reference.id == id);
        found.map_or(id.to_owned(), |reference| {
            format!("{} ({})", reference.citation, reference.link)
        })
    }

    /// The guide that the line's family comes with.
    fn guide(&self) -> String {
        let family = self
            .bench
            .line()
            .ok()
            .and_then(|line| line.family.clone())
            .unwrap_or_default();
        let id = format!("{family}-guide");
        let known = self.bench.knowledge().data().reference.iter().any(|r| r.id == id);
        if known {
            self.citation(&id)
        } else {
            "no guide for this family in the knowledge base".to_owned()
        }
    }

    fn drug_name(&self, id: &str) -> String {
        let drugs = self.bench.knowledge().drugs();
        drugs
            .iter()
            .find(|drug| drug.id == id)
            .map_or(id.to_owned(), |drug| drug.name.clone())
    }

    /// S01: inhibitors of the driver that stop a clone with the called alleles.
    fn next_generation(&self, call: &Call) -> Vec<Said> {
        let label = call.names.join("+");
        let clone = genotype::read(&self.bench.biology, &label).ok();
        let Some(clone) = clone.filter(|_| !label.is_empty()) else {
            return vec![(
                "a later-generation inhibitor of the driver, by the switch test; sequence the driver to choose".into(),
                self.guide(),
            )];
        };
        let mut rows: Vec<(f64, f64, usize, Said)> = Vec::new();
        for drug in self.bench.driver_drugs().into_iter().filter(|d| *d != self.drug) {
            let Some(test) = switch_dose(self.bench, drug) else {
                continue;
            };
            let left = self.left(&clone, drug, test.nm);
            if left < self.limits.sensitive {
                let name = &self.bench.biology.drugs()[drug].name;
                let text = format!(
                    "{name}: a clone with {label} keeps {:.0}% viability in 72 h at {} ({})",
                    100.0 * left,
                    dose(test.nm),
                    test.words
                );
                let (certain, source) = self.potency_source(&call.names, drug);
                rows.push((certain, left, drug, (text, source)));
            }
        }
        if rows.is_empty() {
            let text = format!(
                "no inhibitor of the driver on the bench stops {label} at its dose; test compounds empirically"
            );
            return vec![(text, self.guide())];
        }
        rows.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        rows.truncate(3);
        rows.into_iter().map(|(.., said)| said).collect()
    }

    fn left(&self, clone: &Specimen, drug: usize, nm: f64) -> f64 {
        let doses = self.bench.only(drug, nm);
        clone.mean(|part| viability(&self.bench.biology, &part.genotype, part.state, &doses, 72.0))
    }

    /// Where the drug's potency on the alleles comes from: rank (0 where a guide agrees, 1 measured, 2 else).
    fn potency_source(&self, alleles: &[String], drug: usize) -> (f64, String) {
        let data = self.bench.knowledge().data();
        let id = &self.bench.biology.drugs()[drug].id;
        let label = alleles.join("+");
        let guide = data
            .call
            .iter()
            .find(|call| call.allele == label && call.sensitive_to.contains(id));
        if let Some(call) = guide {
            return (0.0, self.citation(&call.reference));
        }
        let study = data
            .study
            .iter()
            .filter(|study| study.ic50.get(&label).is_some_and(|row| row.contains_key(id)));
        match study.min_by_key(|study| study.rank) {
            Some(study) => (1.0, self.citation(&study.reference)),
            None => (
                2.0,
                "imputed by the knowledge base from related alleles or drugs; see `escalade kb matrix`".into(),
            ),
        }
    }

    fn amplified(&self) -> Vec<Said> {
        let mut said = Vec::new();
        let record = self.bench.drug_record(self.drug);
        if let Some(later) = crate::assay::functional::next_generation(self.bench, self.drug).first() {
            let name = &self.bench.biology.drugs()[*later].name;
            said.push((
                format!("a more potent inhibitor of the driver, such as {name}: more copies need more inhibition"),
                self.guide(),
            ));
        }
        let toxic = "a holiday: many undrugged copies over-signal, and copies are lost without drug".to_owned();
        let data = self.bench.knowledge().data();
        let family = record.and_then(|record| record.family.clone()).unwrap_or_default();
        let about = data
            .family
            .iter()
            .find(|f| f.id == family)
            .map(|f| f.amplification.summary.clone());
        said.push((
            toxic,
            about.filter(|text| !text.is_empty()).unwrap_or_else(|| self.guide()),
        ));
        said
    }

    /// S02: the drug with an inhibitor of the called route.
    fn combination(&self, call: &Call) -> Vec<Said> {
        let drug = &self.bench.biology.drugs()[self.drug].name;
        let Some(route) = call.route.as_ref().and_then(|id| self.atlas.route(id)) else {
            return vec![(
                "find the route first: phospho-array and gene panel; a later inhibitor of the driver alone may not help"
                    .into(),
                self.guide(),
            )];
        };
        // A guide to another family's drugs is no source for this one's; the family's own says the same.
        let own = route.references.first().filter(|id| !id.ends_with("-guide"));
        let source = own.map_or_else(|| self.guide(), |id| self.citation(id));
        if route.inhibitors.is_empty() {
            let text = format!("no inhibitor of {} is known to the knowledge base", route.name);
            return vec![(text, source)];
        }
        let partners: Vec<String> = route.inhibitors.iter().map(|id| self.drug_name(id)).collect();
        vec![(
            format!("{drug} with {} against {}", partners.join(" or "), route.name),
            source,
        )]
    }

    /// S03: a holiday, or the adaptive mechanism's inhibitor.
    fn adaptive(&self, call: &Call) -> Vec<Said> {
        let drug = &self.bench.biology.drugs()[self.drug].name;
        let routes = self.atlas.routes.iter().filter(|route| route.feeds == Feeds::State);
        let of_call = routes.filter(|route| {
            call.names.contains(&route.readout)
                || self
                    .atlas
                    .states
                    .iter()
                    .any(|(state, marker, _)| route.through.contains(state) && call.names.contains(marker))
        });
        let mut said = vec![(
            "about two weeks without drug, then the drug again".to_owned(),
            self.guide(),
        )];
        for route in of_call {
            let partners: Vec<String> = route.inhibitors.iter().map(|id| self.drug_name(id)).collect();
            if !partners.is_empty() {
                let source = route
                    .references
                    .first()
                    .map_or_else(|| self.guide(), |id| self.citation(id));
                said.push((
                    format!("{drug} with {} against {}", partners.join(" or "), route.name),
                    source,
                ));
            }
        }
        said
    }

    /// What takes the factors away.
    fn niche(&self, call: &Call) -> Vec<Said> {
        let data = self.bench.knowledge().data();
        let of_call = data.niche.iter().filter(|factor| {
            let shown: Vec<&str> = factor.readout.split(", ").collect();
            !factor.inhibitors.is_empty() && call.names.iter().any(|name| shown.contains(&name.as_str()))
        });
        let said: Vec<Said> = of_call
            .map(|factor| {
                let names: Vec<String> = factor.inhibitors.iter().map(|id| self.drug_name(id)).collect();
                (
                    format!("against {}: {}", factor.name, names.join(" or ")),
                    self.citation(&factor.reference),
                )
            })
            .collect();
        match said.is_empty() {
            true => vec![(
                "interrupt the stroma: no inhibitor of these factors is in the knowledge base".into(),
                self.guide(),
            )],
            false => said,
        }
    }
}
