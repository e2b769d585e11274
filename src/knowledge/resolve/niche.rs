//! What the surroundings of the cells do together.

use super::asked::Asked;
use super::lean::Lean;
use crate::knowledge::lookup::Factor;
use crate::knowledge::schema::SourceRecord;
use crate::model::biology::Niche;

/// Ligand and source activities add up, what is left of doses and of killing multiplies.
pub(super) fn niche(asked: &Asked, lean: &mut Lean, sources: &[&SourceRecord]) -> Niche {
    let mut niche = Niche::default();
    if asked.around.is_empty() {
        return niche;
    }
    niche.sources = vec![0.0; sources.len()];
    niche.dose_left = vec![1.0; asked.drugs.len()];
    let mut killed = 1.0;
    for &Factor { record: factor, level } in &asked.around {
        if let Some(ligand) = &factor.ligand {
            niche.ligand += level * lean.on(ligand);
        }
        if let (Some(source), Some(activity)) = (&factor.source, &factor.activity) {
            let activity = lean.on(activity);
            if let Some(i) = sources.iter().position(|record| record.id == *source) {
                niche.sources[i] += level * activity;
            }
        }
        if let Some(sparing) = &factor.sparing {
            killed *= 1.0 - level * lean.on(sparing);
        }
        if let Some(left) = &factor.dose_left {
            let left = lean.on(left);
            for (share, drug) in niche.dose_left.iter_mut().zip(&asked.drugs) {
                if factor.drugs.contains(&drug.id) {
                    *share *= 1.0 - level * (1.0 - left);
                }
            }
        }
    }
    niche.sparing = 1.0 - killed;
    niche
}
