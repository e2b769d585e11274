//! What of a design its needs of medium and drug are worked out from.

use crate::knowledge::KnowledgeError;
use crate::model::protocol::Course;
use crate::scenario::checked::{Body, Scenario};
use crate::scenario::known::with_overlays;

/// See the module's docs.
#[derive(Debug, Clone, Default)]
pub struct Limited {
    /// Medium of a flask, mL, where it is known.
    pub medium_ml: Option<f64>,
    /// Of every course the drug's id and molar mass, g/mol, where that is known.
    pub courses: Vec<(String, Option<f64>)>,
    /// Vessels that are pooled in a flask; 0 where nothing is known.
    pub vessels: u32,
}

impl Limited {
    /// Of a scenario.
    ///
    /// # Errors
    /// An overlay is not valid.
    pub fn of(scenario: &Scenario) -> Result<Self, KnowledgeError> {
        let Body::Laboratory(laboratory) = &scenario.body else {
            return Ok(Self::default());
        };
        let base = with_overlays(&laboratory.overlays)?;
        let drugs = laboratory.biology.drugs();
        let course = |course: &Course| {
            let id = drugs[course.drug].id.clone();
            let mass = base.drug(&id).ok().and_then(|record| record.molar_mass());
            (id, mass)
        };
        Ok(Self {
            medium_ml: laboratory.protocol.design.medium_ml,
            courses: laboratory.protocol.courses.iter().map(course).collect(),
            vessels: laboratory.protocol.design.pooled,
        })
    }

    /// Drug, mg, of the course with this index in all medium of a flask, whose doses (nM) come to `dose`; `None` where medium
    /// or molar mass is not known.
    pub fn milligrams(&self, course: usize, dose: f64) -> Option<f64> {
        let (_, molar) = self.courses.get(course)?;
        // nM times mL is pmol; times g/mol, pg.
        Some(dose * self.medium_ml? * (*molar)? * 1e-9)
    }
}
