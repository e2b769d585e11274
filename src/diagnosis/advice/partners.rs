//! Advice on routes beside the driver (S02): what to give with an inhibitor of the driver.

use crate::assay::functional::AddBack;
use crate::diagnosis::advice::adviser::{Adviser, OWN, Said};
use crate::diagnosis::atlas::Route;
use crate::diagnosis::call::{Call, Helped, Kind};
use crate::diagnosis::decision::resistance::dose;
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
            let text = format!(
                "more than one route carries the culture: {} with {} at once, or the cells of the other route grow on",
                self.base(),
                partners.join(" and ")
            );
            (text, "follows from the calls; not tested on this culture".to_owned())
        })
    }

    /// What the knowledge base has on a partner's site: all that is cited for it.
    pub(super) fn acts_by(&self, id: &str) -> String {
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

    pub fn own_words(&self, partner: &Helped) -> String {
        let test = self.tried(&partner.partner_id);
        let at = test.map_or(String::new(), |test| format!(" at {}", dose(test.partner_dose.nm)));
        let by = match (test, partner.ic50_fold >= self.limits.resensitised) {
            (Some(test), false) => format!(
                "{:.0}% of the cells left, where independent action would leave {:.0}%",
                100.0 * test.both.value,
                100.0 * independent(test.drug_alone.value, test.partner_alone.value)
            ),
            _ => format!(
                "IC50 of {} down {}{:.1}-fold",
                self.own_drug(),
                if partner.at_least { "at least " } else { "" },
                partner.ic50_fold
            ),
        };
        let given = self
            .readouts
            .given
            .iter()
            .find(|given| given.drug_id == partner.partner_id);
        let had = given.map_or(String::new(), |given| {
            let when = if given.now { "holds" } else { "has had" };
            format!("; yet the flask {when} it at {} and grows", dose(given.dose))
        });
        format!(
            "in your own add-back {}{at} re-sensitises the culture: {by}{had}",
            partner.partner
        )
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

    /// The driver's inhibitor with those partners that were not tried on the culture in vain.
    pub(super) fn with_partners(&self, partners: &[String], against: &str) -> String {
        match self.by_add_back(partners) {
            (Some(open), None) => format!("{} with {open} against {against}", self.base()),
            (Some(open), Some(vain)) => format!("{} with {open} against {against}; {vain}", self.base()),
            (None, vain) => format!(
                "against {against} nothing that works alone: {}",
                vain.unwrap_or_default()
            ),
        }
    }

    /// "A or B" of those that were not tried on the culture in vain, and what is said of those that were.
    pub(super) fn by_add_back(&self, partners: &[String]) -> (Option<String>, Option<String>) {
        let (vain, open): (Vec<&String>, Vec<&String>) = partners.iter().partition(|id| self.tried_in_vain(id));
        let but = |names: String| format!("{names} did not re-sensitise it in your own add-back");
        (
            (!open.is_empty()).then(|| self.or(&open)),
            (!vain.is_empty()).then(|| but(self.or(&vain))),
        )
    }

    /// Names of drugs, joined by "or".
    fn or(&self, ids: &[&String]) -> String {
        ids.iter().map(|id| self.drug_name(id)).collect::<Vec<_>>().join(" or ")
    }

    fn by_record(&self, record: &BypassRecord) -> Said {
        if record.inhibitors.is_empty() {
            let text = format!("no inhibitor of {} itself is in the knowledge base", record.name);
            return (text, "the knowledge base lists none".into());
        }
        let text = self.with_partners(&record.inhibitors, &record.name);
        let acts: Vec<String> = record.inhibitors.iter().map(|id| self.acts_by(id)).collect();
        (
            text,
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
        let open = route.inhibitors.iter().filter(|id| !self.tried_in_vain(id));
        let (sure, other): (Vec<&String>, Vec<&String>) = open.partition(for_all);
        if sure.is_empty() && other.is_empty() && !route.inhibitors.is_empty() {
            let text = self.with_partners(&route.inhibitors, &route.name);
            return (text, OWN.into());
        }
        if sure.is_empty() && other.is_empty() {
            let text = format!("no inhibitor of {} itself is in the knowledge base", route.name);
            return (text, "the knowledge base lists none".into());
        }
        let text = match (sure.is_empty(), other.is_empty()) {
            (false, true) => format!("{} with {} against {}", self.base(), self.or(&sure), route.name),
            (false, false) => format!(
                "{} with {} against {}; {} only for some changes of it: sequence it first",
                self.base(),
                self.or(&sure),
                route.name,
                self.or(&other)
            ),
            (true, _) => format!(
                "{} with {} against {}, by the change behind it: sequence it first",
                self.base(),
                self.or(&other),
                route.name
            ),
        };
        let acts: Vec<String> = sure.iter().chain(&other).map(|id| self.acts_by(id)).collect();
        (text, acts.join("; "))
    }
}
