//! What to do about a call: next-generation inhibitor (S01), combination partner (S02), holiday or the
//! adaptive mechanism's inhibitor (S03). What the culture's own tests showed comes first, then what the
//! knowledge base knows; each with its source, which is cited for what it says and no more.

use super::atlas::{Atlas, Feeds, Route};
use super::call::{Call, Diagnosis, Helped, Kind, Step};
use super::decide::FOREIGN_CELLS;
use super::thresholds::Thresholds;
use crate::assay::Bench;
use crate::knowledge::schema::{BypassRecord, Family};
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
        diagnosis,
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

pub(super) struct Adviser<'a> {
    pub bench: &'a Bench,
    pub atlas: &'a Atlas,
    pub drug: usize,
    pub diagnosis: &'a Diagnosis,
    pub limits: &'a Thresholds,
}

/// Advice and its source.
pub(super) type Said = (String, String);

/// Source of what the read-outs themselves show.
pub(super) const OWN: &str = "a test of this culture";

impl Adviser<'_> {
    fn about(&self, call: &Call) -> Vec<Said> {
        match call.kind {
            Kind::OnTarget => self.alleles(call),
            Kind::Amplification => self.amplified(),
            Kind::Bypass => self.combination(call),
            Kind::Reversible => self.adaptive(call),
            Kind::Niche => self.niche(call),
            Kind::Transformed => vec![(
                "another lineage: it does not come back, and the knowledge base has no drug for it".into(),
                self.guide(),
            )],
            Kind::NotResistant => vec![(
                "repeat the dose-response before anything else; a culture that is sensitive in the assay may owe its \
                 growth to the flask's conditions"
                    .into(),
                OWN.into(),
            )],
            Kind::Material => (call.names.iter())
                .map(|name| match name.as_str() {
                    FOREIGN_CELLS => {
                        "discard the culture and thaw an earlier vial that types as the line; nothing else that is \
                                      read off this one can be trusted"
                    }
                    _ => "use a fresh drug stock, then start again",
                })
                .map(|text| (text.to_owned(), self.citation("larotrectinib-guide")))
                .collect(),
            Kind::Undetermined => self.further(),
        }
    }

    pub fn citation(&self, id: &str) -> String {
        let data = self.bench.knowledge().data();
        let found = data.reference.iter().find(|reference| reference.id == id);
        found.map_or(id.to_owned(), |reference| {
            format!("{} ({})", reference.citation, reference.link)
        })
    }

    pub fn family_id(&self) -> String {
        let line = self.bench.line().ok();
        line.and_then(|line| line.family.clone()).unwrap_or_default()
    }

    pub fn family(&self) -> Option<&Family> {
        let id = self.family_id();
        self.bench
            .knowledge()
            .data()
            .family
            .iter()
            .find(|family| family.id == id)
    }

    /// The guide that the line's family comes with.
    pub fn guide(&self) -> String {
        let id = format!("{}-guide", self.family_id());
        let known = self.bench.knowledge().data().reference.iter().any(|r| r.id == id);
        if known {
            self.citation(&id)
        } else {
            "no guide for this family in the knowledge base".to_owned()
        }
    }

    pub fn drug_name(&self, id: &str) -> String {
        let drugs = self.bench.knowledge().drugs();
        drugs
            .iter()
            .find(|drug| drug.id == id)
            .map_or(id.to_owned(), |drug| drug.name.clone())
    }

    pub fn own_drug(&self) -> &str {
        &self.bench.biology.drugs()[self.drug].name
    }

    /// What the knowledge base has on a partner's site: all that is cited for it.
    fn acts_by(&self, id: &str) -> String {
        let drug = self.bench.knowledge().drugs().iter().find(|drug| drug.id == id);
        let of_site = drug
            .and_then(|drug| drug.on.first())
            .map(|site| match &site.half_dose.reference {
                Some(reference) => self.citation(reference),
                None => "potency assumed".to_owned(),
            });
        format!(
            "{}: {}",
            self.drug_name(id),
            of_site.unwrap_or_else(|| "no potency on record".to_owned())
        )
    }

    /// Partners that re-sensitised this culture and close a route; those at the source before those behind it,
    /// then by their fold.
    fn own_partners(&self, route: &str) -> Vec<&Helped> {
        let mut found: Vec<&Helped> = (self.diagnosis.shown.helped.iter())
            .filter(|partner| partner.closes.iter().any(|closed| closed == route))
            .collect();
        found.sort_by(|a, b| (a.downstream.cmp(&b.downstream)).then(b.ic50_fold.total_cmp(&a.ic50_fold)));
        found
    }

    pub fn own_words(&self, partner: &Helped) -> String {
        format!(
            "in your own add-back {} re-sensitises the culture: IC50 of {} down {}{:.1}-fold",
            partner.partner,
            self.own_drug(),
            if partner.at_least { "at least " } else { "" },
            partner.ic50_fold
        )
    }

    fn amplified(&self) -> Vec<Said> {
        let Some(family) = self.family() else {
            return vec![("count the copies again in single-cell clones".into(), OWN.into())];
        };
        let gain = &family.amplification;
        let mut said = self.stopping(std::slice::from_ref(&gain.id), &gain.name);
        let loss = &gain.loss;
        let why = loss.assumed.clone();
        let tested = match self.diagnosis.did(Step::Holiday) {
            true => "; the re-test after a holiday cannot show it, since copies do not change in that read-out",
            false => "",
        };
        said.push((
            format!(
                "a holiday of weeks, to lose copies: the model takes {} lost per division, without drug and with{tested}",
                loss.value
            ),
            why.or_else(|| loss.reference.as_ref().map(|id| self.citation(id)))
                .map_or_else(|| gain.summary.clone(), |reason| format!("{} {reason}", gain.summary)),
        ));
        said
    }

    /// Bypass records of the line's family that use a route.
    fn alterations(&self, route: &Route) -> Vec<&BypassRecord> {
        let ids = self.family().map_or(&[][..], |family| &family.bypasses);
        let all = self.bench.knowledge().data().bypass.iter();
        all.filter(|record| record.source == route.id && ids.contains(&record.id))
            .collect()
    }

    /// S02: the drug with an inhibitor of what was found: of the alteration where it is named, else of its
    /// route.
    fn combination(&self, call: &Call) -> Vec<Said> {
        let Some(route) = call.route.as_ref().and_then(|id| self.atlas.route(id)) else {
            let helped = self.diagnosis.shown.helped.iter();
            let mut said: Vec<Said> = helped.map(|partner| (self.own_words(partner), OWN.into())).collect();
            said.push((
                "find the route first: phospho-array and gene panel; a later inhibitor of the driver alone may not help"
                    .into(),
                self.guide(),
            ));
            return said;
        };
        let known = self.alterations(route);
        let named: Vec<&BypassRecord> = known
            .iter()
            .copied()
            .filter(|record| call.names.contains(&record.name))
            .collect();
        let mut said: Vec<Said> = Vec::new();
        for partner in self.own_partners(&route.id) {
            let elsewhere = |of: &[&BypassRecord]| of.iter().any(|r| r.inhibitors.contains(&partner.partner_id));
            let not_this = !named.is_empty() && !elsewhere(&named) && elsewhere(&known);
            let limit = match not_this {
                true => {
                    "; yet it is known to act on another change of this route only, which the model does not \
                         tell apart"
                }
                false => "",
            };
            said.push((self.own_words(partner) + limit, OWN.into()));
        }
        // A partner known for another change of the route is no answer to this one.
        said.sort_by_key(|(text, _)| text.contains("another change of this route"));
        match named.is_empty() {
            false => said.extend(named.iter().map(|record| self.by_record(record))),
            true => said.push(self.by_route(route, &known)),
        }
        said
    }

    fn by_record(&self, record: &BypassRecord) -> Said {
        if record.inhibitors.is_empty() {
            let text = format!("no inhibitor of {} itself is in the knowledge base", record.name);
            return (text, "the knowledge base lists none".into());
        }
        let partners: Vec<String> = record.inhibitors.iter().map(|id| self.drug_name(id)).collect();
        let acts: Vec<String> = record.inhibitors.iter().map(|id| self.acts_by(id)).collect();
        (
            format!(
                "{} with {} against {}",
                self.own_drug(),
                partners.join(" or "),
                record.name
            ),
            format!(
                "{}: {}; {}",
                record.name,
                self.citation(&record.reference),
                acts.join("; ")
            ),
        )
    }

    /// Partners against a route whose alteration is not known: what closes every one of them.
    fn by_route(&self, route: &Route, known: &[&BypassRecord]) -> Said {
        let for_all = |id: &&String| known.iter().all(|record| record.inhibitors.contains(id));
        let (sure, other): (Vec<&String>, Vec<&String>) = route.inhibitors.iter().partition(for_all);
        if sure.is_empty() && other.is_empty() {
            let text = format!("no inhibitor of {} itself is in the knowledge base", route.name);
            return (text, "the knowledge base lists none".into());
        }
        let names = |ids: &[&String]| ids.iter().map(|id| self.drug_name(id)).collect::<Vec<_>>().join(" or ");
        let text = match (sure.is_empty(), other.is_empty()) {
            (false, true) => format!("{} with {} against {}", self.own_drug(), names(&sure), route.name),
            (false, false) => format!(
                "{} with {} against {}; {} only for some changes of it: sequence it first",
                self.own_drug(),
                names(&sure),
                route.name,
                names(&other)
            ),
            (true, _) => format!(
                "{} with {} against {}, by the change behind it: sequence it first",
                self.own_drug(),
                names(&other),
                route.name
            ),
        };
        let acts: Vec<String> = sure.iter().chain(&other).map(|id| self.acts_by(id)).collect();
        (text, acts.join("; "))
    }

    /// S03: a holiday, or the adaptive mechanism's inhibitor.
    fn adaptive(&self, call: &Call) -> Vec<Said> {
        let routes = self.atlas.routes.iter().filter(|route| route.feeds == Feeds::State);
        let of_call: Vec<&Route> = routes
            .filter(|route| {
                let marked = |(state, marker, _): &(String, String, _)| {
                    route.through.contains(state) && call.names.contains(marker)
                };
                call.names.contains(&route.readout) || self.atlas.states.iter().any(marked)
            })
            .collect();
        let mut said: Vec<Said> = vec![match self.diagnosis.shown.holiday {
            Some((days, lost)) if lost > 0.0 => (
                format!(
                    "in your own re-test {days} days without drug took {:.0}% of the resistance: rest the culture, \
                     then the drug again",
                    100.0 * lost
                ),
                OWN.into(),
            ),
            Some((days, _)) => (
                format!(
                    "{days} days without drug did not bring this culture back; about two weeks are said to be enough"
                ),
                self.citation("alk-guide"),
            ),
            None => (
                "about two weeks without drug, then the drug again; not tried on this culture".into(),
                self.citation("alk-guide"),
            ),
        }];
        let mut told: Vec<&str> = Vec::new();
        for partner in of_call.iter().flat_map(|route| self.own_partners(&route.id)) {
            if !told.contains(&partner.partner_id.as_str()) {
                told.push(&partner.partner_id);
                said.push((self.own_words(partner), OWN.into()));
            }
        }
        for route in of_call.iter().filter(|route| !route.inhibitors.is_empty()) {
            let partners: Vec<String> = route.inhibitors.iter().map(|id| self.drug_name(id)).collect();
            let acts: Vec<String> = route.inhibitors.iter().map(|id| self.acts_by(id)).collect();
            let state = route.references.first().map(|id| format!("{}; ", self.citation(id)));
            said.push((
                format!(
                    "{} with {} against {}",
                    self.own_drug(),
                    partners.join(" or "),
                    route.name
                ),
                format!("{}{}", state.unwrap_or_default(), acts.join("; ")),
            ));
        }
        said
    }
}
