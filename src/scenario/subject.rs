//! Whose cells are told about before anything is simulated: the line's, or those of a patient in the middle of all.

use super::checked::Laboratory;
use crate::model::biology::{Biology, Genotype};
use crate::model::patients::Patient;
use std::borrow::Cow;

/// The cells of a flask, or of a patient in the middle of all that patients differ in.
pub struct Subject<'a> {
    /// What rules them.
    pub biology: Cow<'a, Biology>,
    /// The patient; `None` for flasks.
    pub patient: Option<Patient>,
}

impl<'a> Subject<'a> {
    /// The subject of a scenario.
    pub fn of(laboratory: &'a Laboratory) -> Self {
        let line = &laboratory.biology;
        let Some(patients) = &laboratory.protocol.design.patients else {
            return Self {
                biology: Cow::Borrowed(line),
                patient: None,
            };
        };
        let patient = patients.typical(line);
        Self {
            biology: Cow::Owned(patient.biology(line)),
            patient: Some(patient),
        }
    }

    /// The concentration that its cells see, over the stated one.
    pub fn exposure(&self) -> f64 {
        self.patient.map_or(1.0, |patient| patient.exposure)
    }

    /// Births minus deaths per day at these stated doses, nM, one per drug.
    pub fn net(&self, genotype: &Genotype, state: usize, doses: &[f64]) -> f64 {
        let seen: Vec<f64> = doses.iter().map(|dose| dose * self.exposure()).collect();
        self.biology.phenotype(genotype, state, &seen).net()
    }

    /// Net growth of its unaltered cells without drug, per day.
    pub fn undrugged(&self) -> f64 {
        self.biology.parental_growth()
    }
}
