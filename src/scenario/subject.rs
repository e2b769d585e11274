//! Whose cells are told about before anything is simulated: the line's, or those of a patient in the middle of all.

use super::checked::Laboratory;
use crate::engine::{Cycle, Given};
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

    /// What its cells see of these drugs in the long run, stated as they are given, in a flask whose medium lasts so many days.
    pub fn cycle(&self, given: &[Given], medium_lasts: f64) -> Cycle {
        let seen = |given: &Given| Given {
            dose: given.dose * self.exposure(),
            ..given.clone()
        };
        let seen: Vec<Given> = given.iter().map(seen).collect();
        Cycle::of(&seen, self.biology.drugs().len(), medium_lasts)
    }

    /// Births minus deaths per day, on average over what is seen.
    pub fn net(&self, genotype: &Genotype, state: usize, seen: &Cycle) -> f64 {
        seen.net(&self.biology, genotype, state)
    }

    /// Net growth of its unaltered cells without drug, per day.
    pub fn undrugged(&self) -> f64 {
        self.biology.parental_growth()
    }
}
