//! Advice on routes beside the driver (S02): what to give with an inhibitor of the driver.

use crate::assay::functional::AddBack;
use crate::diagnosis::advice::adviser::{Adviser, Said};
use crate::diagnosis::advice::says::{GivenBefore, Partner, PartnerDid, Partners, Says, Source};
use crate::diagnosis::atlas::Route;
use crate::diagnosis::call::{Call, Kind};
use crate::diagnosis::evidence::FoldDown;
use crate::diagnosis::outcome::Helped;
use crate::knowledge::schema::BypassRecord;
use crate::statistics::synergy::independent;

impl Adviser<'_> {
    /// The inhibitor of the driver to combine with: the one that answers to what was found in the driver too, else the
    /// culture's own.
    pub(super) fn base(&self) -> String {
        let calls = self.diagnosis.calls.iter();
        let mut found = calls.filter_map(|call| match call.kind {
            Kind::OnTarget => self.best(&call.names),
            Kind::Amplification => self.best(&[self.amplification()]),
            _ => None,
        });
        found.next().unwrap_or_else(|| self.own_drug().to_owned())
    }

    /// The add-back of a partner to this culture.
    fn tried(&self, partner: &str) -> Option<&AddBack> {
        self.readouts.add_backs.iter().find(|test| test.partner_id == partner)
    }

    fn tried_in_vain(&self, partner: &str) -> bool {
        let helped = self.diagnosis.shown.helped.iter();
        self.tried(partner).is_some() && helped.into_iter().all(|one| one.partner_id != partner)
    }

    /// Several routes carry the culture: closing one leaves the other open.
    pub(super) fn together(&self) -> Option<Said> {
        let routes = self.diagnosis.calls.iter().filter(|call| call.kind == Kind::Bypass);
        let named: Vec<&Call> = routes.filter(|call| call.route.is_some()).collect();
        let first = |call: &&Call| {
            let route = self.atlas.route(call.route.as_ref()?)?;
            let known = self
                .alterations(route)
                .into_iter()
                .filter(|record| call.names.contains(&record.name));
            let listed = known.flat_map(|record| &record.inhibitors).chain(&route.inhibitors);
            let own = self
                .own_partners(&route.id)
                .first()
                .map(|partner| partner.partner_id.clone());
            own.or_else(|| listed.into_iter().next().cloned())
                .map(|id| self.drug_name(&id))
        };
        let mut partners: Vec<String> = named.iter().filter_map(first).collect();
        partners.dedup();
        (named.len() > 1 && partners.len() > 1).then(|| {
            let base = self.base();
            Says::AllRoutes { base, partners }.from(Source::FollowsFromCalls)
        })
    }

    /// What the knowledge base has on a partner's site: all that is cited for it.
    pub(super) fn acts_by(&self, id: &str) -> Source {
        let drug = self.bench.knowledge().drugs().iter().find(|drug| drug.id == id);
        let site = drug.and_then(|drug| drug.on.first());
        let source = site.map_or(Source::NoPotency, |site| match &site.half_dose.reference {
            Some(reference) => self.cited(reference),
            None => Source::PotencyAssumed,
        });
        Source::Of {
            what: self.drug_name(id),
            source: Box::new(source),
        }
    }

    /// Partners that re-sensitised this culture and close a route; those at the source before those behind it,
    /// then by their fold.
    pub(super) fn own_partners(&self, route: &str) -> Vec<&Helped> {
        let mut found: Vec<&Helped> = (self.diagnosis.shown.helped.iter())
            .filter(|partner| partner.closes.iter().any(|closed| closed == route))
            .collect();
        let had = |partner: &Helped| {
            self.readouts
                .given
                .iter()
                .any(|given| given.drug_id == partner.partner_id)
        };
        found.sort_by(|a, b| {
            let order = (had(a), a.downstream).cmp(&(had(b), b.downstream));
            order.then(b.ic50_fold.total_cmp(&a.ic50_fold))
        });
        found
    }

    /// Every partner that re-sensitised this culture.
    pub(super) fn own_tests(&self) -> Vec<Said> {
        let helped = self.diagnosis.shown.helped.iter();
        helped
            .map(|partner| Says::Partner(self.own_test(partner)).from(Source::Own))
            .collect()
    }

    /// What a partner did in this culture's add-back.
    pub(super) fn own_test(&self, partner: &Helped) -> Partner {
        let test = self.tried(&partner.partner_id);
        let did = match test.filter(|_| partner.ic50_fold < self.limits.resensitised) {
            Some(test) => PartnerDid::Synergy {
                left: test.both.value,
                expected: independent(test.drug_alone.value, test.partner_alone.value),
            },
            None => PartnerDid::Fall {
                drug: self.own_drug().to_owned(),
                ic50: FoldDown {
                    fold: partner.ic50_fold,
                    at_least: partner.at_least,
                },
            },
        };
        let given = self
            .readouts
            .given
            .iter()
            .find(|given| given.drug_id == partner.partner_id);
        Partner {
            partner: partner.partner.clone(),
            dose: test.map(|test| test.partner_dose.nm),
            did,
            given: given.map(|given| GivenBefore {
                now: given.now,
                dose: given.dose,
            }),
            elsewhere: false,
        }
    }

    /// Bypass records of the line's family that use a route.
    pub(super) fn alterations(&self, route: &Route) -> Vec<&BypassRecord> {
        let ids = self.family().map_or(&[][..], |family| &family.bypasses);
        let all = self.bench.knowledge().data().bypass.iter();
        all.filter(|record| record.source == route.id && ids.contains(&record.id))
            .collect()
    }

    /// S02: the drug with an inhibitor of what was found: of the alteration where it is named, else of its
    /// route.
    pub(super) fn combination(&self, call: &Call) -> Vec<Said> {
        let Some(route) = call.route.as_ref().and_then(|id| self.atlas.route(id)) else {
            let mut said = self.own_tests();
            said.push(Says::FindRoute.from(self.guide()));
            return said;
        };
        let known = self.alterations(route);
        let named: Vec<&BypassRecord> = (known.iter().copied())
            .filter(|record| call.names.contains(&record.name))
            .collect();
        let mut tested: Vec<Partner> = (self.own_partners(&route.id).into_iter())
            .map(|partner| {
                let acts_on = |of: &[&BypassRecord]| of.iter().any(|r| r.inhibitors.contains(&partner.partner_id));
                Partner {
                    elsewhere: !named.is_empty() && !acts_on(&named) && acts_on(&known),
                    ..self.own_test(partner)
                }
            })
            .collect();
        // A partner known for another change of the route is no answer to this one.
        tested.sort_by_key(|partner| partner.elsewhere);
        let tested = tested.into_iter();
        let mut said: Vec<Said> = tested.map(|partner| Says::Partner(partner).from(Source::Own)).collect();
        match named.is_empty() {
            false => said.extend(named.iter().map(|record| self.by_record(record))),
            true => said.push(self.by_route(route, &known)),
        }
        said
    }

    /// The driver's inhibitor with those partners that were not tried on the culture in vain.
    pub(super) fn combine(&self, partners: &[String], against: &str) -> Says {
        Says::Combine {
            base: self.base(),
            partners: self.by_add_back(partners),
            against: against.to_owned(),
        }
    }

    /// Those that were not tried on the culture in vain, and those that were.
    pub(super) fn by_add_back(&self, partners: &[String]) -> Partners {
        let (vain, open) = partners.iter().partition(|id| self.tried_in_vain(id));
        Partners {
            open: self.names(open),
            vain: self.names(vain),
        }
    }

    fn names(&self, ids: Vec<&String>) -> Vec<String> {
        ids.into_iter().map(|id| self.drug_name(id)).collect()
    }

    fn by_record(&self, record: &BypassRecord) -> Said {
        if record.inhibitors.is_empty() {
            let of = record.name.clone();
            return Says::NoInhibitor { of }.from(Source::NoneListed);
        }
        let known = Source::Of {
            what: record.name.clone(),
            source: Box::new(self.cited(&record.reference)),
        };
        let acts = record.inhibitors.iter().map(|id| self.acts_by(id));
        let combine = self.combine(&record.inhibitors, &record.name);
        combine.by([known].into_iter().chain(acts).collect())
    }

    /// Partners against a route whose alteration is not known: what closes every one of them.
    fn by_route(&self, route: &Route, known: &[&BypassRecord]) -> Said {
        let for_all = |id: &&String| known.iter().all(|record| record.inhibitors.contains(id));
        let open: Vec<&String> = (route.inhibitors.iter()).filter(|id| !self.tried_in_vain(id)).collect();
        if open.is_empty() && !route.inhibitors.is_empty() {
            return self.combine(&route.inhibitors, &route.name).from(Source::Own);
        }
        if open.is_empty() {
            let of = route.name.clone();
            return Says::NoInhibitor { of }.from(Source::NoneListed);
        }
        let (sure, other): (Vec<&String>, Vec<&String>) = open.into_iter().partition(for_all);
        let acts = sure.iter().chain(&other).map(|id| self.acts_by(id)).collect();
        Says::CombineByRoute {
            base: self.base(),
            sure: self.names(sure),
            other: self.names(other),
            against: route.name.clone(),
        }
        .by(acts)
    }
}
