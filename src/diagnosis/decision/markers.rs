//! Lineage and state markers.

use crate::diagnosis::call::Kind;
use crate::diagnosis::decision::found::Stained;
use crate::diagnosis::decision::reading::Reading;
use crate::diagnosis::evidence::Finding;
use crate::model::biology::StateClass;

/// Share of cells in each marked state, corrected for what the stain misses and makes up.
pub(super) fn read(reading: &mut Reading) -> Vec<Stained> {
    let Some(stains) = reading
        .readouts
        .stains
        .as_ref()
        .filter(|stains| !stains.rows.is_empty())
    else {
        return Vec::new();
    };
    let noise = stains.noise;
    let span = (1.0 - noise.false_negative - noise.false_positive).max(0.1);
    let above = stains.rows.iter().filter(|row| row.resistant.low > row.parental.high);
    let shares: Vec<Stained> = above
        .map(|row| Stained {
            class: row.class,
            marker: row.marker.clone(),
            share: ((row.resistant.share - noise.false_positive) / span).clamp(0.0, 1.0),
        })
        .collect();
    let kind = shares.last().map(|stained| match stained.class {
        StateClass::Transformed => Kind::Transformed,
        _ => Kind::Reversible,
    });
    reading.note(Finding::Markers, kind);
    shares
}
