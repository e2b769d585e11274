//! The rules of tables of potencies and of toxicity.

use super::check::{Check, Checked, Kind};
use crate::knowledge::schema::{Quantity, Side, Study, ToxicityTable, parts};
use std::collections::BTreeSet;

impl Check<'_> {
    pub(super) fn study(&self, study: &Study) -> Checked {
        let id = study.id.as_str();
        self.family_id(id, &study.family)?;
        self.reference(id, &study.reference)?;
        self.known(id, "system", Kind::Lines, &study.system)?;
        for (label, row) in &study.ic50 {
            self.label(id, &format!("ic50.{label}"), &study.family, label)?;
            for (drug, dose) in row {
                let at = format!("ic50.{label}.{drug}");
                self.drug_id(id, &at, drug)?;
                self.must(dose.get() > 0.0, id, &at, dose.to_string(), "doses above 0 nM")?;
            }
        }
        self.bounds(study)?;
        for (label, row) in &study.range {
            for (drug, (low, high)) in row {
                let dose = study.ic50.get(label).and_then(|doses| doses.get(drug));
                let inside = dose.is_some_and(|dose| low <= dose && dose <= high);
                let (key, value) = (format!("range.{label}.{drug}"), format!("{low} to {high}"));
                self.must(inside, id, &key, value, "a range around the dose of that row")?;
            }
        }
        for (label, row) in &study.slope {
            for (drug, slope) in row {
                let known = study.ic50.get(label).is_some_and(|doses| doses.contains_key(drug)) && *slope > 0.0;
                let key = format!("slope.{label}.{drug}");
                self.must(known, id, &key, slope.text(), "slopes above 0 of a row with a dose")?;
            }
        }
        study
            .bridge
            .as_deref()
            .map_or(Ok(()), |bridge| self.label(id, "bridge", &study.family, bridge))?;
        if let Some(background) = &study.background {
            self.label(id, "background", &study.family, background)?;
            self.must(
                study.ic50.contains_key(background),
                id,
                "background",
                format!("\"{background}\""),
                "an allele with a row of its own",
            )?;
        }
        Ok(())
    }

    /// A bound is one of a row without a dose, and above 0.
    fn bounds(&self, study: &Study) -> Checked {
        let id = study.id.as_str();
        let mut seen = BTreeSet::new();
        for bound in study.bounds() {
            let (label, drug) = (bound.label, bound.drug);
            let table = match (bound.side, study.ic50.bounds().any(|written| written == bound)) {
                (_, true) => "ic50",
                (Side::Above, false) => "above",
                (Side::Below, false) => "below",
            };
            let at = format!("{table}.{label}.{drug}");
            self.label(id, &at, &study.family, label)?;
            self.drug_id(id, &at, drug)?;
            self.must(bound.dose.get() > 0.0, id, &at, bound.text(), "doses above 0 nM")?;
            let alone = study.dose(label, drug).is_none() && seen.insert((parts(label), drug));
            let allowed = "one bound, of a row without a dose for the drug";
            self.must(alone, id, &at, bound.text(), allowed)?;
        }
        Ok(())
    }

    pub(super) fn toxicity(&self, table: &ToxicityTable) -> Checked {
        let id = table.id.as_str();
        self.reference(id, &table.reference)?;
        self.known(id, "system", Kind::Lines, &table.system)?;
        for (drug, dose) in &table.ic50 {
            let at = format!("ic50.{drug}");
            self.drug_id(id, &at, drug)?;
            self.must(dose.get() > 0.0, id, &at, dose.to_string(), "doses above 0 nM")?;
        }
        Ok(())
    }
}
