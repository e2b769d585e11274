//! What an experiment needs of medium and drug.

use crate::scenario::plan::{Limits, Plan, PlanDesign};
use crate::statistics::race::{PlanFlask, Use};
use std::collections::BTreeMap;

/// Medium and drug of an experiment, with what is lost on top.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Needs {
    /// Medium, mL.
    pub medium_ml: Option<f64>,
    /// Mass of each drug, mg.
    pub drug_mg: BTreeMap<String, f64>,
}

/// The flasks of a design with so many of them, of all that were simulated in a world.
pub fn own<'a>(plan: &Plan, flasks: &'a [PlanFlask], n: u64) -> &'a [PlanFlask] {
    match plan.goal.is_pair() {
        true => flasks,
        false => &flasks[..(n as usize).min(flasks.len())],
    }
}

/// What a use of a design needs.
pub fn needs(used: &Use, design: &PlanDesign, plan: &Plan) -> Needs {
    let (limited, flasks) = (&design.limited, design.flasks);
    let spare = 1.0 + plan.bench.spare;
    let medium_ml = limited.medium_ml.map(|each| spare * each * used.fills(flasks as f64));
    let mut drug_mg = BTreeMap::new();
    for (course, ((drug, _), dose)) in limited.courses.iter().zip(&used.drug).enumerate() {
        if let Some(needed) = limited.milligrams(course, *dose) {
            *drug_mg.entry(drug.clone()).or_insert(0.0) += spare * needed;
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

/// The experiments of a world: one, or one under either hypothesis. What is enough for most of them is no matter of their mean.
pub fn experiments<'a>(plan: &Plan, flasks: &'a [PlanFlask]) -> impl Iterator<Item = &'a [PlanFlask]> + use<'a> {
    let each = flasks.len() / hypotheses(plan);
    flasks.chunks(each.max(1))
}

/// What each experiment of a world takes.
pub fn used(plan: &Plan, flasks: &[PlanFlask]) -> Vec<Use> {
    experiments(plan, flasks).map(Use::of).collect()
}

/// Experiments of a world.
pub fn hypotheses(plan: &Plan) -> usize {
    if plan.goal.is_pair() { 2 } else { 1 }
}
