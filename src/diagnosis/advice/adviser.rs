//! What to do about a call: next-generation inhibitor (S01), combination partner (S02), holiday or the
//! adaptive mechanism's inhibitor (S03). What the culture's own tests showed comes first, then what the
//! knowledge base knows; each with its source, which is cited for what it says and no more.

use crate::assay::Bench;
use crate::diagnosis::atlas::{Atlas, Feeds, Route};
use crate::diagnosis::call::{Call, Diagnosis, Kind, Step};
use crate::diagnosis::decision::material::FOREIGN_CELLS;
use crate::diagnosis::readouts::Readouts;
use crate::diagnosis::thresholds::Thresholds;
use crate::knowledge::schema::Family;
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

/// Advice for every call of a diagnosis, the best-founded first. The culture's own tests come before the
/// knowledge base and overrule it; nothing is advised that the culture has outgrown.
pub fn advise(
    bench: &Bench,
    atlas: &Atlas,
    drug: usize,
    readouts: &Readouts,
    diagnosis: &Diagnosis,
    limits: &Thresholds,
) -> Vec<Advice> {
    let adviser = Adviser {
        bench,
        atlas,
        drug,
        readouts,
        diagnosis,
        limits,
    };
    let mut all: Vec<Advice> = Vec::new();
    for call in &diagnosis.calls {
        let said = adviser.about(call).into_iter();
        all.extend(said.map(|(text, source)| Advice {
            about: call.to_string(),
            text,
            source,
        }));
    }
    all.extend(adviser.together().map(|(text, source)| Advice {
        about: diagnosis.words(),
        text,
        source,
    }));
    all
}

pub(super) struct Adviser<'a> {
    pub bench: &'a Bench,
    pub atlas: &'a Atlas,
    pub drug: usize,
    pub readouts: &'a Readouts,
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

    /// A clone with more driver copies, as genotypes are written.
    pub fn amplification(&self) -> String {
        format!("{}-amplification", self.bench.biology.driver_name.to_lowercase())
    }

    fn amplified(&self) -> Vec<Said> {
        let Some(family) = self.family() else {
            return vec![("count the copies again in single-cell clones".into(), OWN.into())];
        };
        let gain = &family.amplification;
        let mut said = self.stopping(&[self.amplification()], &gain.name);
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
            let acts: Vec<String> = route.inhibitors.iter().map(|id| self.acts_by(id)).collect();
            let state = route.references.first().map(|id| format!("{}; ", self.citation(id)));
            said.push((
                self.with_partners(&route.inhibitors, &route.name),
                format!("{}{}", state.unwrap_or_default(), acts.join("; ")),
            ));
        }
        said
    }
}
