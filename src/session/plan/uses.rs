//! What an experiment needs of medium and drug.

use crate::scenario::plan::{Limits, Plan};
use crate::scenario::{Body, Scenario};
use crate::session::SessionError;
use crate::statistics::race::{PlanFlask, Use};
use std::collections::BTreeMap;

/// What of a design its needs are worked out from.
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
    pub fn of(scenario: &Scenario) -> Result<Self, SessionError> {
        let Body::Laboratory(laboratory) = &scenario.body else {
            return Ok(Self::default());
        };
        let base = crate::scenario::with_overlays(&laboratory.overlays).map_err(SessionError::request)?;
        let drugs = laboratory.biology.drugs();
        let course = |course: &crate::model::protocol::Course| {
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
}

/// Medium and drug of an experiment, with what is lost on top.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Needs {
    /// Medium, mL.
    pub medium_ml: Option<f64>,
    /// Mass of each drug, mg.
    pub drug_mg: BTreeMap<String, f64>,
}

/// What a use needs.
pub fn needs(used: &Use, limited: &Limited, plan: &Plan) -> Needs {
    let spare = 1.0 + plan.bench.spare;
    let medium_ml = limited
        .medium_ml
        .map(|each| spare * each * used.fills(plan.limits.flasks as f64));
    let mut drug_mg = BTreeMap::new();
    for ((drug, mass), dose) in limited.courses.iter().zip(&used.drug) {
        if let (Some(volume), Some(mass)) = (limited.medium_ml, mass) {
            // nM times mL is pmol; times g/mol, pg.
            *drug_mg.entry(drug.clone()).or_insert(0.0) += spare * dose * volume * mass * 1e-9;
        }
    }
    Needs { medium_ml, drug_mg }
}

impl Needs {
    /// Whether it is more than what is allowed.
    pub fn is_over(&self, limits: &Limits) -> bool {
        let medium = limits
            .medium_ml
            .zip(self.medium_ml)
            .is_some_and(|(most, needed)| needed > most);
        medium
            || limits
                .drug_mg
                .is_some_and(|most| self.drug_mg.values().any(|needed| *needed > most))
    }
}

/// What an experiment takes: under two hypotheses on average.
pub fn used(plan: &Plan, flasks: &[PlanFlask]) -> Use {
    match plan.goal.is_pair() {
        false => Use::of(flasks),
        true => {
            let (first, second) = flasks.split_at(flasks.len() / 2);
            Use::mean([Use::of(first), Use::of(second)].iter())
        }
    }
}
