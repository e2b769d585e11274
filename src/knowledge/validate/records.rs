//! The rules of each kind of record.

use super::check::{Check, Checked, Kind, Rules};
use crate::knowledge::called::bare;
use crate::knowledge::schema::*;
use crate::model::biology::StateClass;

/// Most rungs that an adaptation may have: each is a compartment of every lineage.
const MOST_RUNGS: u32 = 6;

impl Check<'_> {
    pub(super) fn source(&self, source: &SourceRecord) -> Checked {
        self.node_ids(&source.id, "weights", source.weights.keys())?;
        for (node, weight) in &source.weights {
            let inside = *weight >= 0.0 && source.range.0 <= *weight && *weight <= source.range.1;
            self.must(
                inside,
                &source.id,
                &format!("weights.{node}"),
                weight.text(),
                "weights from 0, within the source's range",
            )?;
        }
        self.cited(&source.id, &source.reference, &source.assumed)?;
        for (i, also) in source.also.iter().enumerate() {
            let key = format!("also.{i}.reference");
            self.known(&source.id, &key, Kind::References, &also.reference)?;
        }
        Ok(())
    }

    pub(super) fn cited(&self, id: &str, reference: &Option<String>, assumed: &Option<String>) -> Checked {
        match (reference, assumed) {
            (Some(reference), None) => self.reference(id, reference),
            (None, Some(why)) => self.must(!why.trim().is_empty(), id, "assumed", "", "the reason"),
            _ => Err(self.wrong(
                id,
                "reference",
                "none",
                "either a reference or the reason why it is assumed",
            )),
        }
    }

    pub(super) fn family(&self, family: &Family) -> Checked {
        let id = family.id.as_str();
        (family.guide.iter()).try_for_each(|guide| self.known(id, "guide", Kind::References, guide))?;
        self.known(id, "reference_system", Kind::Lines, &family.reference_system)?;
        for bypass in &family.bypasses {
            self.known(id, "bypasses", Kind::Bypasses, bypass)?;
        }
        for state in &family.states {
            self.known(id, "states", Kind::States, state)?;
        }
        let first = family
            .states
            .first()
            .and_then(|first| self.data.state.iter().find(|state| state.id == *first));
        let naive = first.is_some_and(|state| state.class == StateClass::Naive);
        self.must(
            naive,
            id,
            "states",
            family.states.join(", "),
            "a list that begins with the naive state",
        )
    }

    pub(super) fn drug(&self, drug: &DrugRecord) -> Checked {
        let id = drug.id.as_str();
        drug.family
            .as_deref()
            .map_or(Ok(()), |family| self.family_id(id, family))?;
        self.drug_names(drug)?;
        for (i, site) in drug.on.iter().enumerate() {
            let at = |key: &str| format!("on.{i}.{key}");
            let one = site.source.is_some() != site.node.is_some();
            self.must(one, id, &at("source"), "both or neither", "one source or one node")?;
            site.source
                .as_deref()
                .map_or(Ok(()), |source| self.source_id(id, &at("source"), source))?;
            let node = site.node.as_deref();
            node.map_or(Ok(()), |node| self.known(id, &at("node"), Kind::Nodes, node))?;
            self.must(
                site.endpoint.is_of_target(),
                id,
                &at("endpoint"),
                format!("\"{}\"", site.endpoint.words()),
                "phosphorylation or enzyme",
            )?;
        }
        let acts = drug.family.is_some() || !drug.on.is_empty();
        self.must(acts, id, "family", "none", "a family, or sites to act on")
    }

    /// No other drug goes by a name of this one, and what is said of its names has a source.
    fn drug_names(&self, drug: &DrugRecord) -> Checked {
        let id = drug.id.as_str();
        let others = || self.data.drug.iter().filter(|other| other.id != drug.id);
        for (i, name) in drug.synonyms.iter().enumerate() {
            let taken = others().any(|other| other.names().iter().any(|known| bare(known) == bare(name)));
            let allowed = "names that no other drug goes by";
            self.must(
                !taken && !bare(name).is_empty(),
                id,
                &format!("synonyms.{i}"),
                format!("\"{name}\""),
                allowed,
            )?;
        }
        let formula = drug.formula.as_deref().unwrap_or_default();
        let read = drug.formula.is_none() || drug.molar_mass().is_some();
        let allowed = "elements with their counts, such as \"C21H22F2N6O2\"";
        self.must(read, id, "formula", format!("\"{formula}\""), allowed)?;
        match &drug.names_reference {
            Some(reference) => self.reference(id, reference),
            None => Ok(()),
        }
    }

    pub(super) fn spectrum(&self, record: &SpectrumRecord) -> Checked {
        let id = record.id.as_str();
        self.reference(id, &record.reference)?;
        let named = |kind: &String| {
            let bases: Vec<char> = kind.chars().collect();
            matches!(bases.as_slice(), [from, '>', to] if from != to && "ACGT".contains(*from) && "ACGT".contains(*to))
        };
        let whole = matches!(record.shares.len(), 6 | 12) && record.shares.keys().all(named);
        let listed: Vec<&str> = record.shares.keys().map(String::as_str).collect();
        let allowed = "all twelve substitutions such as \"C>T\", or six for both strands";
        self.must(whole, id, "shares", listed.join(", "), allowed)?;
        let sum: f64 = record.shares.values().sum();
        let positive = record.shares.values().all(|share| *share >= 0.0);
        let allowed = "shares from 0 that sum to 1";
        self.must(positive && (sum - 1.0).abs() < 1e-3, id, "shares", sum.text(), allowed)
    }

    pub(super) fn mutagen(&self, record: &MutagenRecord) -> Checked {
        self.reference(&record.id, &record.reference)?;
        self.known(&record.id, "spectrum", Kind::Spectra, &record.spectrum)
    }

    pub(super) fn small_records(&self, rules: &mut Rules) {
        let data = self.data;
        if let Some(defaults) = &data.defaults {
            rules.keep(self.weights("defaults", &defaults.node_weights));
        }
        data.compound
            .iter()
            .for_each(|record| rules.keep(self.compound(record)));
        data.fold.iter().for_each(|record| rules.keep(self.fold(record)));
        data.state.iter().for_each(|record| rules.keep(self.state(record)));
        data.switch.iter().for_each(|record| rules.keep(self.switch(record)));
        data.call.iter().for_each(|record| rules.keep(self.call(record)));
        data.observation
            .iter()
            .for_each(|record| rules.keep(self.observation(record)));
        data.pair.iter().for_each(|record| rules.keep(self.pair(record)));
        data.vessel.iter().for_each(|record| {
            let (area, allowed) = (record.area_cm2, "areas above 0");
            rules.keep(self.must(area > 0.0, &record.id, "area_cm2", area.text(), allowed));
        });
    }

    fn compound(&self, record: &CompoundRecord) -> Checked {
        self.family_id(&record.id, &record.family)?;
        self.label(&record.id, "alleles", &record.family, &record.alleles.join("+"))
    }

    fn fold(&self, record: &FoldRecord) -> Checked {
        let id = &Which::beside(&record.allele, "fold", "drug", &record.drug);
        self.known(id, "allele", Kind::Alleles, &record.allele)?;
        self.drug_id(id, "drug", &record.drug)
    }

    fn state(&self, record: &StateRecord) -> Checked {
        self.part_name(&record.id, &record.name)?;
        for (i, activation) in record.activates.iter().enumerate() {
            self.source_id(&record.id, &format!("activates.{i}.source"), &activation.source)?;
        }
        let rungs =
            record.rungs == 1 || (record.class == StateClass::Adapted && (2..=MOST_RUNGS).contains(&record.rungs));
        let allowed = format!("1; 2 to {MOST_RUNGS} for a state of the class adapted");
        self.must(rungs, &record.id, "rungs", record.rungs.to_string(), &allowed)?;
        let reference = record.reference.as_deref();
        reference.map_or(Ok(()), |reference| self.reference(&record.id, reference))
    }

    fn switch(&self, record: &SwitchRecord) -> Checked {
        let id = &Which::beside(&record.from, "switch", "to", &record.to);
        self.known(id, "from", Kind::States, &record.from)?;
        self.known(id, "to", Kind::States, &record.to)?;
        let state = |id: &str| self.data.state.iter().find(|state| state.id == *id);
        let graded = |id: &str| state(id).is_some_and(|state| state.rungs > 1);
        let naive = |id: &str| state(id).is_some_and(|state| state.class == StateClass::Naive);
        let allowed = "the naive state: a state with rungs is entered from it and left to it";
        self.must(
            !graded(&record.to) || naive(&record.from),
            id,
            "from",
            &record.from,
            allowed,
        )?;
        self.must(
            !graded(&record.from) || naive(&record.to),
            id,
            "to",
            &record.to,
            allowed,
        )
    }

    fn call(&self, record: &Call) -> Checked {
        let id = &Which::beside(&record.allele, "call", "reference", &record.reference);
        self.family_id(id, &record.family)?;
        self.label(id, "allele", &record.family, &record.allele)?;
        self.reference(id, &record.reference)?;
        for (key, drugs) in [("resists", &record.resists), ("sensitive_to", &record.sensitive_to)] {
            drugs.iter().try_for_each(|drug| self.drug_id(id, key, drug))?;
        }
        Ok(())
    }

    fn observation(&self, record: &Observation) -> Checked {
        self.known(&record.id, "about", Kind::Records, &record.about)?;
        self.reference(&record.id, &record.reference)
    }

    fn pair(&self, record: &PairRecord) -> Checked {
        let id = &Which::beside(&record.drug, "pair", "beside", &record.beside);
        self.drug_id(id, "drug", &record.drug)?;
        self.drug_id(id, "beside", &record.beside)?;
        let apart = record.drug != record.beside;
        self.must(apart, id, "beside", &record.beside, "another drug")
    }
}
