//! The short-term synergy of the two drugs of a design, beside how long it holds.

use crate::model::endpoint::{HIGHEST_DOSE, USUAL_HOURS, viability};
use crate::report::plan::ShortTerm;
use crate::scenario::{Body, Scenario};
use crate::statistics::synergy::SynergyMatrix;

/// Of a design with two drugs, at the doses that their courses come to, whether they meet or not; the unaltered line at its
/// central values.
pub fn short_term(scenario: &Scenario) -> Option<ShortTerm> {
    let Body::Laboratory(laboratory) = &scenario.body else {
        return None;
    };
    let biology = &laboratory.biology;
    let mut drugs: Vec<(usize, f64)> = Vec::new();
    for course in &laboratory.protocol.courses {
        let dose = course.dosing.goal();
        match drugs.iter_mut().find(|(drug, _)| *drug == course.drug) {
            Some((_, most)) => *most = most.max(dose),
            None => drugs.push((course.drug, dose)),
        }
    }
    let [(first, a), (second, b)] = drugs[..] else {
        return None;
    };
    let parental = biology.wild_type();
    let alive = |a: f64, b: f64| {
        let mut doses = vec![0.0; biology.drugs().len()];
        (doses[first], doses[second]) = (a, b);
        viability(biology, &parental, 0, &doses, USUAL_HOURS)
    };
    let matrix = SynergyMatrix::of(alive, &[a], &[b], HIGHEST_DOSE);
    let cell = matrix.cells.first()?.first()?;
    Some(ShortTerm {
        hours: USUAL_HOURS,
        doses: [
            (biology.drugs()[first].name.clone(), a),
            (biology.drugs()[second].name.clone(), b),
        ],
        cell: *cell,
    })
}
