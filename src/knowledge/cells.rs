//! What a resolved biology has beside the driver: cell states, switching, bypasses, copy number.

use super::conditions;
use super::resolve::Work;
use super::schema::*;
use super::variants;
use crate::model::biology::*;

pub(super) fn states(work: &mut Work, sources: &[&SourceRecord]) -> Vec<CellState> {
    let records = conditions::states(work.kb, work.family, work.routes);
    records
        .into_iter()
        .map(|record| {
            let mut effect = |value: &Option<Sourced<f64>>, key: &str, what: &str, usual: f64| {
                if let Some(value) = value {
                    let key = format!("{}/{key}", record.id);
                    work.note(value, key, format!("{what} of {} cells", record.name), "");
                }
                value.as_ref().map_or(usual, |value| value.value)
            };
            let birth_factor = effect(&record.birth_factor, "birth_factor", "relative birth", 1.0);
            let death_factor = effect(&record.death_factor, "death_factor", "relative background death", 1.0);
            let sparing = effect(&record.sparing, "sparing", "killing spared", 0.0);
            let driver_share = effect(&record.driver_share, "driver_share", "dependence on the driver", 1.0);
            let mut activity = vec![0.0; sources.len()];
            for activation in &record.activates {
                work.note(
                    &activation.activity,
                    format!("{}/activity of {}", record.id, activation.source),
                    format!("{} activity of {} cells", activation.source, record.name),
                    "",
                );
                if let Some(i) = sources.iter().position(|source| source.id == activation.source) {
                    activity[i] += activation.activity.value;
                }
            }
            CellState {
                id: record.id.clone(),
                name: record.name.clone(),
                class: record.class,
                marker: record.marker.clone(),
                birth_factor,
                death_factor,
                sparing,
                driver_share,
                activity,
            }
        })
        .collect()
}

pub(super) fn transitions(work: &mut Work, states: &[CellState]) -> Vec<Transition> {
    let index = |id: &str| states.iter().position(|state| state.id == id);
    let mut resolved = Vec::new();
    for record in &work.kb.data().switch {
        let (Some(from), Some(to)) = (index(&record.from), index(&record.to)) else {
            continue;
        };
        let way = format!("{} to {}", states[from].name, states[to].name);
        let mut take = |value: &Option<Sourced<f64>>, key: &str, what: &str, unit: &str, absent: f64| {
            if let Some(value) = value {
                let key = format!("{}/{key} to {}, per day", record.from, record.to);
                work.note(value, key, format!("{what}, {way}"), unit);
            }
            value.as_ref().map_or(absent, |value| value.value)
        };
        resolved.push(Transition {
            from,
            to,
            base: take(&record.base, "base", "spontaneous switching", " per day", 0.0),
            induced: take(
                &record.induced,
                "induced",
                "switching under full stress",
                " per day",
                0.0,
            ),
            induced_exponent: take(
                &record.induced_exponent,
                "induced_exponent",
                "exponent of stress",
                "",
                1.0,
            ),
            relief: take(&record.relief, "relief", "switching without stress", " per day", 0.0),
            relief_exponent: take(
                &record.relief_exponent,
                "relief_exponent",
                "exponent of relief",
                "",
                1.0,
            ),
        });
    }
    resolved
}

pub(super) fn bypasses(work: &mut Work, sources: &[&SourceRecord]) -> Vec<Bypass> {
    conditions::bypasses(work.kb, work.family, work.routes)
        .into_iter()
        .map(|record| {
            work.note(
                &record.activity,
                format!("{}/activity", record.id),
                format!("strength of {}", record.name),
                "",
            );
            let per_division = variants::bypass_rate(work, record);
            let activity = sources
                .iter()
                .map(|source| {
                    if source.id == record.source {
                        record.activity.value
                    } else {
                        0.0
                    }
                })
                .collect();
            Bypass {
                id: record.id.clone(),
                name: record.name.clone(),
                per_division,
                point: !record.paths.is_empty(),
                activity,
            }
        })
        .collect()
}

pub(super) fn ladder(work: &mut Work) -> Ladder {
    let family = work.family;
    let record = &family.amplification;
    if work.routes.no_amplification {
        return Ladder {
            max_copies: record.max_copies.value as u32,
            first_gain: 0.0,
            further_gain: 0.0,
            loss: 0.0,
        };
    }
    let driver = &family.driver_name;
    work.note(
        &record.max_copies,
        format!("{}/max_copies", record.id),
        format!("most copies of {driver}"),
        "",
    );
    work.note(
        &record.first_gain,
        format!("{}/first_gain", record.id),
        format!("first extra copy of {driver}"),
        " per division",
    );
    work.note(
        &record.further_gain,
        format!("{}/further_gain", record.id),
        format!("further copies of {driver}, once amplified"),
        " per division",
    );
    work.note(
        &record.loss,
        format!("{}/loss", record.id),
        format!("loss of an extra copy of {driver}"),
        " per division",
    );
    Ladder {
        max_copies: record.max_copies.value as u32,
        first_gain: record.first_gain.value,
        further_gain: record.further_gain.value,
        loss: record.loss.value,
    }
}
