//! What a line's growth leans on.

use super::asked::Asked;
use super::lean::Lean;
use super::supply;
use crate::knowledge::schema::Weights;

/// Notes every value behind the line's model and the supply of its mutants.
pub(super) fn note(asked: &Asked, lean: &mut Lean) {
    let (line, defaults) = (asked.line, asked.kb.defaults());
    lean.on(&line.doubling);
    line.copies.iter().for_each(|copies| {
        lean.on(copies);
    });
    lean.on(line.turnover.as_ref().unwrap_or(&defaults.turnover));
    if line.kill_fit.is_none() {
        lean.on(line.kill_per_growth.as_ref().unwrap_or(&defaults.kill_per_growth));
    }
    lean.on(line.kill_over.as_ref().unwrap_or(&defaults.kill_over));
    lean.on(line.birth_exponent.as_ref().unwrap_or(&defaults.birth_exponent));
    lean.on(line.saturation.as_ref().unwrap_or(&defaults.saturation));
    weights(lean, line.node_weights.as_ref().unwrap_or(&defaults.node_weights));
    line.side_weights.iter().for_each(|side| weights(lean, side));
    supply::note(asked, lean);
    if let Some(fit) = &line.kill_fit {
        lean.on(&fit.growth_share);
    }
}

fn weights(lean: &mut Lean, weights: &Weights) {
    lean.on_weights(
        &weights.about,
        &weights.value,
        (weights.range.into(), weights.spread()),
        &weights.cited(),
    );
}
