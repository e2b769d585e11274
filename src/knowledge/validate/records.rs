//! The rules of each kind of record.

use super::check::{Check, Checked};
use super::ids::record_ids;
use crate::knowledge::schema::*;
use crate::model::biology::StateClass;

impl Check<'_> {
    pub(super) fn sources_and_nodes(&self) -> Checked {
        for source in &self.data.source {
            self.node_ids(&source.id, source.weights.keys())?;
            for (node, weight) in &source.weights {
                let inside = *weight >= 0.0 && source.range.0 <= *weight && *weight <= source.range.1;
                self.must(
                    inside,
                    &source.id,
                    node,
                    weight.text(),
                    "weights from 0, within the source's range",
                )?;
            }
            self.cited(&source.id, &source.reference, &source.assumed)?;
            (source.also.iter()).try_for_each(|also| self.reference(&source.id, &also.reference))?;
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
        (family.guide.iter()).try_for_each(|guide| self.reference(id, guide))?;
        self.known(
            id,
            "reference_system",
            "lines",
            &family.reference_system,
            self.data.line.iter().map(|l| l.id.as_str()),
        )?;
        for bypass in &family.bypasses {
            self.known(
                id,
                "bypasses",
                "bypass records",
                bypass,
                self.data.bypass.iter().map(|b| b.id.as_str()),
            )?;
        }
        for state in &family.states {
            self.known(
                id,
                "states",
                "states",
                state,
                self.data.state.iter().map(|s| s.id.as_str()),
            )?;
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
        for site in &drug.on {
            let one = site.source.is_some() != site.node.is_some();
            self.must(one, id, "on", "both or neither", "one source or one node")?;
            site.source
                .as_deref()
                .map_or(Ok(()), |source| self.source_id(id, source))?;
            self.node_ids(id, site.node.iter())?;
            self.must(
                site.endpoint.is_of_target(),
                id,
                "endpoint",
                format!("{:?}", site.endpoint),
                "phosphorylation or enzyme",
            )?;
        }
        let acts = drug.family.is_some() || !drug.on.is_empty();
        self.must(acts, id, "family", "none", "a family, or sites to act on")
    }

    pub(super) fn spectra(&self) -> Checked {
        for record in &self.data.spectrum {
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
            self.must(positive && (sum - 1.0).abs() < 1e-3, id, "shares", sum.text(), allowed)?;
        }
        for record in &self.data.mutagen {
            self.reference(&record.id, &record.reference)?;
            let spectra = self.data.spectrum.iter().map(|spectrum| spectrum.id.as_str());
            self.known(&record.id, "spectrum", "spectra", &record.spectrum, spectra)?;
        }
        Ok(())
    }

    pub(super) fn small_records(&self) -> Checked {
        let data = self.data;
        if let Some(defaults) = &data.defaults {
            self.weights("defaults", &defaults.node_weights)?;
        }
        for record in &data.compound {
            self.family_id(&record.id, &record.family)?;
            self.label(&record.id, "alleles", &record.family, &record.alleles.join("+"))?;
        }
        for record in &data.fold {
            self.known(
                &record.allele,
                "allele",
                "alleles",
                &record.allele,
                data.allele.iter().map(|a| a.id.as_str()),
            )?;
            self.drug_id(&record.allele, "drug", &record.drug)?;
        }
        for record in &data.state {
            record
                .activates
                .iter()
                .try_for_each(|activation| self.source_id(&record.id, &activation.source))?;
            record
                .reference
                .as_deref()
                .map_or(Ok(()), |reference| self.reference(&record.id, reference))?;
        }
        for record in &data.switch {
            for state in [&record.from, &record.to] {
                self.known(
                    &record.from,
                    "switch",
                    "states",
                    state,
                    data.state.iter().map(|s| s.id.as_str()),
                )?;
            }
        }
        for record in &data.call {
            self.family_id(&record.allele, &record.family)?;
            self.label(&record.allele, "call", &record.family, &record.allele)?;
            self.reference(&record.allele, &record.reference)?;
            let drugs = record.resists.iter().chain(&record.sensitive_to);
            drugs
                .into_iter()
                .try_for_each(|drug| self.drug_id(&record.allele, "call", drug))?;
        }
        for record in &data.observation {
            self.known(
                &record.id,
                "about",
                "records",
                &record.about,
                record_ids(data).into_iter(),
            )?;
            self.reference(&record.id, &record.reference)?;
        }
        for record in &data.pair {
            self.drug_id(&record.drug, "drug", &record.drug)?;
            self.drug_id(&record.drug, "beside", &record.beside)?;
            let apart = record.drug != record.beside;
            self.must(apart, &record.drug, "beside", &record.beside, "another drug")?;
        }
        for record in &data.vessel {
            self.must(
                record.area_cm2 > 0.0,
                &record.id,
                "area_cm2",
                record.area_cm2.text(),
                "areas above 0",
            )?;
        }
        Ok(())
    }
}
