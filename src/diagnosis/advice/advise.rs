//! What to do about a call: next-generation inhibitor (S01), combination partner (S02), holiday or the
//! adaptive mechanism's inhibitor (S03). What the culture's own tests showed comes first, then what the
//! knowledge base knows; each with its source, which is cited for what it says and no more.

use crate::assay::Bench;
use crate::diagnosis::advice::adviser::{Adviser, Said};
use crate::diagnosis::advice::says::{Advice, RestAdvice, Says, Source};
use crate::diagnosis::atlas::{Atlas, Feeds, Route};
use crate::diagnosis::call::{Call, Fault, Kind};
use crate::diagnosis::evidence::Step;
use crate::diagnosis::outcome::Diagnosis;
use crate::diagnosis::readouts::Readouts;
use crate::diagnosis::thresholds::Thresholds;

/// Advice for every call of a diagnosis, the best-founded first. The culture's own tests come before the
/// knowledge base and overrule it; nothing is advised that the culture has outgrown. `drug` is the one that the
/// culture resists, as an index on the bench.
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
    let about = |calls: &[Call], said: Said| Advice {
        about: calls.to_vec(),
        says: said.says,
        sources: said.sources,
    };
    let mut all: Vec<Advice> = Vec::new();
    for call in &diagnosis.calls {
        for said in adviser.about(call) {
            // What helps against several calls is said once.
            match all.iter_mut().find(|known| known.says == said.says) {
                Some(known) if known.about.contains(call) => {}
                Some(known) => known.about.push(call.clone()),
                None => all.push(about(std::slice::from_ref(call), said)),
            }
        }
    }
    all.extend(adviser.together().map(|said| about(&diagnosis.calls, said)));
    all
}

impl Adviser<'_> {
    fn about(&self, call: &Call) -> Vec<Said> {
        match call.kind {
            Kind::OnTarget => self.alleles(call),
            Kind::Amplification => self.amplified(),
            Kind::Bypass => self.combination(call),
            Kind::Reversible => self.adaptive(call),
            Kind::Niche => self.niche(call),
            Kind::Transformed => vec![Says::AnotherLineage.from(self.guide())],
            Kind::NotResistant => vec![Says::RepeatDoseResponse.from(Source::Own)],
            Kind::Material => (self.diagnosis.shown.faults.iter())
                .map(|fault| match fault {
                    Fault::ForeignCells => Says::Discard,
                    Fault::WeakStock => Says::FreshStock,
                })
                .map(|says| says.from(self.guide()))
                .collect(),
            Kind::Undetermined => self.further(),
        }
    }

    fn amplified(&self) -> Vec<Said> {
        let Some(family) = self.family() else {
            return vec![Says::CountCopies.from(Source::Own)];
        };
        let gain = &family.amplification;
        let mut said = self.stopping(&[self.amplification()], &gain.name);
        let loss = &gain.loss;
        let reason = match (&loss.assumed, &loss.reference) {
            (Some(why), _) => Some(Source::Record(why.clone())),
            (None, Some(id)) => Some(self.cited(id)),
            (None, None) => None,
        };
        let lose = Says::LoseCopies {
            per_division: loss.value,
            tested: self.diagnosis.did(Step::Holiday),
        };
        let summary = Source::Record(gain.summary.clone());
        said.push(lose.by([summary].into_iter().chain(reason).collect()));
        said
    }

    /// S03: a holiday, or the adaptive mechanism's inhibitor.
    fn adaptive(&self, call: &Call) -> Vec<Said> {
        let routes = self.routes_of_state(call);
        let mut said: Vec<Said> = vec![match self.diagnosis.shown.holiday {
            Some(rest) if rest.lost > 0.0 => Says::Rest(RestAdvice::Helped {
                days: rest.days,
                lost: rest.lost,
            })
            .from(Source::Own),
            Some(rest) => Says::Rest(RestAdvice::InVain { days: rest.days }).from(self.guide()),
            None => Says::Rest(RestAdvice::Untried).from(self.guide()),
        }];
        let mut told: Vec<&str> = Vec::new();
        for partner in routes.iter().flat_map(|route| self.own_partners(&route.id)) {
            if !told.contains(&partner.partner_id.as_str()) {
                told.push(&partner.partner_id);
                said.push(Says::Partner(self.own_test(partner)).from(Source::Own));
            }
        }
        for route in routes.iter().filter(|route| !route.inhibitors.is_empty()) {
            let state = route.references.first().map(|id| self.cited(id));
            let acts = route.inhibitors.iter().map(|id| self.acts_by(id));
            let combine = self.combine(&route.inhibitors, &route.name);
            said.push(combine.by(state.into_iter().chain(acts).collect()));
        }
        said
    }

    /// Routes that the called states feed.
    fn routes_of_state(&self, call: &Call) -> Vec<&Route> {
        let routes = self.atlas.routes.iter().filter(|route| route.feeds == Feeds::State);
        routes
            .filter(|route| {
                let mut states = self.atlas.states.iter();
                let marked =
                    states.any(|state| route.through.contains(&state.name) && call.names.contains(&state.marker));
                call.names.contains(&route.readout) || marked
            })
            .collect()
    }
}
