//! The rules of tables of potencies and of toxicity.

use super::check::{Check, Checked};
use crate::knowledge::schema::{Quantity, Study, ToxicityTable};

impl Check<'_> {
    pub(super) fn study(&self, study: &Study) -> Checked {
        let id = study.id.as_str();
        self.family_id(id, &study.family)?;
        self.reference(id, &study.reference)?;
        self.known(
            id,
            "system",
            "lines",
            &study.system,
            self.data.line.iter().map(|l| l.id.as_str()),
        )?;
        for (label, row) in &study.ic50 {
            self.label(id, "ic50", &study.family, label)?;
            for (drug, dose) in row {
                self.drug_id(id, label, drug)?;
                self.must(
                    dose.get() > 0.0,
                    id,
                    &format!("{label} {drug}"),
                    dose.to_string(),
                    "doses above 0 nM",
                )?;
            }
        }
        for (label, row) in &study.range {
            for (drug, (low, high)) in row {
                let dose = study.ic50.get(label).and_then(|doses| doses.get(drug));
                let inside = dose.is_some_and(|dose| low <= dose && dose <= high);
                let key = format!("range of {label} {drug}");
                self.must(
                    inside,
                    id,
                    &key,
                    format!("{low} to {high}"),
                    "a range around the dose of that row",
                )?;
            }
        }
        for (label, row) in &study.slope {
            for (drug, slope) in row {
                let known = study.ic50.get(label).is_some_and(|doses| doses.contains_key(drug)) && *slope > 0.0;
                self.must(
                    known,
                    id,
                    &format!("slope of {label} {drug}"),
                    slope.text(),
                    "slopes above 0 of a row with a dose",
                )?;
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
        for (label, row) in study.above.iter().chain(&study.below) {
            self.label(id, "above, below", &study.family, label)?;
            row.keys().try_for_each(|drug| self.drug_id(id, label, drug))?;
        }
        Ok(())
    }

    pub(super) fn toxicity(&self, table: &ToxicityTable) -> Checked {
        let id = table.id.as_str();
        self.reference(id, &table.reference)?;
        self.known(
            id,
            "system",
            "lines",
            &table.system,
            self.data.line.iter().map(|l| l.id.as_str()),
        )?;
        for (drug, dose) in &table.ic50 {
            self.drug_id(id, "ic50", drug)?;
            self.must(dose.get() > 0.0, id, drug, dose.to_string(), "doses above 0 nM")?;
        }
        Ok(())
    }
}
