//! What blot and phospho-array say: is the target inhibited, do the pathways run on, which route is raised.

use crate::assay::signals::blot::{Band, Blot, BlotRow};
use crate::assay::signals::shown::RowKind;
use crate::diagnosis::atlas::Feeds;
use crate::diagnosis::call::{Kind, Step};
use crate::diagnosis::decision::found::Signals;
use crate::diagnosis::decision::passing;
use crate::diagnosis::decision::reading::Reading;
use libm::{fabs, log, sqrt};

/// Lanes of a diagnostic blot, in this order.
pub const LANES: [&str; 4] = [
    "parental, no drug",
    "parental, drug",
    "resistant, no drug",
    "resistant, drug",
];

pub(super) fn read(reading: &mut Reading) -> Signals {
    let mut signals = Signals::default();
    let readouts = reading.readouts;
    if let Some(blot) = &readouts.blot {
        blot_says(reading, blot, &mut signals);
    }
    if let Some(array) = &readouts.array {
        let called: Vec<_> = array
            .spots
            .iter()
            .filter(|spot| spot.called && spot.fold > 1.0)
            .collect();
        let words: Vec<String> = (called.iter())
            .map(|spot| format!("{} {:.1}-fold up", spot.readout, spot.fold))
            .collect();
        let mut kind = None;
        for spot in called.iter().filter(|spot| spot.kind == RowKind::Source) {
            if let Some(route) = reading.atlas.shown_by(&spot.readout, &spot.name) {
                kind = kind.or(Some(kind_of(route.feeds)));
                let strength = (spot.resistant - array.noise.background).max(0.0);
                raise(&mut signals.raised, &route.id, strength);
            }
        }
        let text = match words.is_empty() {
            true => format!("nothing of {} spots under {} rises", array.spots.len(), readouts.drug),
            false => format!(
                "of {} spots under {}: {}",
                array.spots.len(),
                readouts.drug,
                words.join(", ")
            ),
        };
        reading.note(Step::Array, kind, text);
    }
    signals.joined = passing::joining(reading, &signals.raised);
    signals
}

fn raise(raised: &mut Vec<(String, f64)>, route: &str, strength: f64) {
    match raised.iter_mut().find(|(id, _)| id == route) {
        Some((_, known)) => *known = known.max(strength),
        None => raised.push((route.to_owned(), strength)),
    }
}

pub(super) fn kind_of(feeds: Feeds) -> Kind {
    match feeds {
        Feeds::Bypass => Kind::Bypass,
        Feeds::State => Kind::Reversible,
        Feeds::Transformed => Kind::Transformed,
        Feeds::Niche => Kind::Niche,
    }
}

fn blot_says(reading: &mut Reading, blot: &Blot, signals: &mut Signals) {
    let (limits, readouts) = (reading.limits, reading.readouts);
    // Two bands, each with its own scatter.
    let error = sqrt(2.0) * blot.noise.log_error();
    let above = |a: Band, b: Band| {
        let fold = a.value / b.value;
        !a.faint && fold >= limits.raised && fabs(log(fold)) >= limits.errors * error
    };
    let lanes = |row: &BlotRow| <[Band; 4]>::try_from(row.bands.as_slice()).ok();
    let mut words = Vec::new();
    if let Some([_, p1, r0, r1]) = blot.target().and_then(lanes) {
        let left = r1.value / r0.value;
        signals.target_sustained = above(r1, p1);
        let inhibited = left <= limits.inhibited && !signals.target_sustained;
        signals.target_inhibited = Some(inhibited);
        words.push(format!(
            "{} under {} {:.2} of the parental undrugged band (parental {:.2}): {}",
            blot.target().map_or("target", |row| row.readout.as_str()),
            readouts.drug,
            r1.value,
            p1.value,
            match (inhibited, signals.target_sustained) {
                (true, _) => "inhibited",
                (false, true) => "sustained",
                (false, false) => "unclear",
            }
        ));
    }
    for row in blot.rows.iter().filter(|row| !row.silent) {
        let Some([_, p1, _, r1]) = lanes(row) else { continue };
        if !above(r1, p1) {
            continue;
        }
        match row.kind {
            RowKind::Target => {}
            RowKind::Relay => {
                words.push(format!(
                    "{} up at {:.2} (parental {:.2})",
                    row.readout, r1.value, p1.value
                ));
            }
            RowKind::Pathway => {
                words.push(format!(
                    "{} sustained at {:.2} (parental {:.2})",
                    row.readout, r1.value, p1.value
                ));
                signals.sustained.push(row.readout.clone());
            }
            RowKind::Source => {
                if let Some(route) = reading.atlas.shown_by(&row.readout, &row.name) {
                    words.push(format!("{} raised to {:.2}", row.readout, r1.value));
                    raise(&mut signals.raised, &route.id, r1.value);
                }
            }
        }
    }
    let kind = match (
        signals.target_sustained,
        signals.target_inhibited,
        signals.sustained.is_empty(),
    ) {
        (true, _, _) => Some(Kind::OnTarget),
        (false, Some(true), false) => Some(Kind::Bypass),
        _ => None,
    };
    reading.note(Step::Blot, kind, words.join("; "));
}
