//! What blot and phospho-array say: is the target inhibited, do the pathways run on, which route is raised.

use crate::assay::signals::array::PhosphoArray;
use crate::assay::signals::blot::{Band, Blot, BlotRow};
use crate::assay::signals::shown::RowKind;
use crate::diagnosis::atlas::Feeds;
use crate::diagnosis::call::Kind;
use crate::diagnosis::decision::found::{RouteSignal, Signals};
use crate::diagnosis::decision::passing;
use crate::diagnosis::decision::reading::Reading;
use crate::diagnosis::evidence::{Finding, RaisedBand, RaisedSpot, TargetBand, TargetState};
use crate::diagnosis::thresholds::Thresholds;
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
        array_says(reading, array, &mut signals);
    }
    signals.joined = passing::joining(reading, &signals.raised);
    signals
}

fn raise(raised: &mut Vec<RouteSignal>, route: &str, strength: f64) {
    match raised.iter_mut().find(|signal| signal.route == route) {
        Some(known) => known.strength = known.strength.max(strength),
        None => raised.push(RouteSignal {
            route: route.to_owned(),
            strength,
        }),
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

fn array_says(reading: &mut Reading, array: &PhosphoArray, signals: &mut Signals) {
    let called = || array.spots.iter().filter(|spot| spot.called && spot.fold > 1.0);
    let mut kind = None;
    for spot in called().filter(|spot| spot.kind == RowKind::Source) {
        if let Some(route) = reading.atlas.shown_by(&spot.readout, &spot.name) {
            kind = kind.or(Some(kind_of(route.feeds)));
            let strength = (spot.resistant - array.noise.background).max(0.0);
            raise(&mut signals.raised, &route.id, strength);
        }
    }
    let raised = called().map(|spot| RaisedSpot {
        readout: spot.readout.clone(),
        fold: spot.fold,
    });
    let finding = Finding::Array {
        spots: array.spots.len(),
        raised: raised.collect(),
    };
    reading.note(finding, kind);
}

/// Whether one band is above another: two bands, each with its own scatter.
fn above(blot: &Blot, limits: &Thresholds, a: Band, b: Band) -> bool {
    let error = sqrt(2.0) * blot.noise.log_error();
    let fold = a.value / b.value;
    !a.faint && fold >= limits.raised && fabs(log(fold)) >= limits.errors * error
}

/// The four lanes of a row (see [`LANES`]).
fn lanes(row: &BlotRow) -> Option<[Band; 4]> {
    <[Band; 4]>::try_from(row.bands.as_slice()).ok()
}

/// The band of the drug's target.
fn target(blot: &Blot, limits: &Thresholds) -> Option<TargetBand> {
    let row = blot.target()?;
    let [_, parental, undrugged, resistant] = lanes(row)?;
    let state = if above(blot, limits, resistant, parental) {
        TargetState::Sustained
    } else if resistant.value / undrugged.value <= limits.inhibited {
        TargetState::Inhibited
    } else {
        TargetState::Unclear
    };
    Some(TargetBand {
        readout: row.readout.clone(),
        resistant: resistant.value,
        parental: parental.value,
        state,
    })
}

fn blot_says(reading: &mut Reading, blot: &Blot, signals: &mut Signals) {
    let limits = reading.limits;
    let target = target(blot, limits);
    let state = target.as_ref().map(|band| band.state);
    signals.target_sustained = state == Some(TargetState::Sustained);
    signals.target_inhibited = state.map(|state| state == TargetState::Inhibited);
    let mut raised: Vec<RaisedBand> = Vec::new();
    for row in blot
        .rows
        .iter()
        .filter(|row| !row.silent && row.kind != RowKind::Target)
    {
        let Some([_, parental, _, resistant]) = lanes(row) else {
            continue;
        };
        if !above(blot, limits, resistant, parental) {
            continue;
        }
        if row.kind == RowKind::Source {
            // A band that no route of the family explains says nothing.
            let Some(route) = reading.atlas.shown_by(&row.readout, &row.name) else {
                continue;
            };
            raise(&mut signals.raised, &route.id, resistant.value);
        }
        signals.pathway_sustained |= row.kind == RowKind::Pathway;
        raised.push(RaisedBand {
            readout: row.readout.clone(),
            kind: row.kind,
            resistant: resistant.value,
            parental: parental.value,
        });
    }
    let kind = match state {
        Some(TargetState::Sustained) => Some(Kind::OnTarget),
        Some(TargetState::Inhibited) if signals.pathway_sustained => Some(Kind::Bypass),
        _ => None,
    };
    reading.note(Finding::Blot { target, raised }, kind);
}
