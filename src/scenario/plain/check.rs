//! Checks of the plain form.

use super::changes::{Changes, TypeNames};
use super::ends::check_reachable;
use super::file::{PlainFile, RatesFile, ThresholdFile};
use crate::document::Mistakes;
use crate::model::plain::{BirthDeath, PlainModel, PlainPhase, PlainType, Threshold};
use crate::scenario::error::Checked;
use crate::scenario::file::RecordFile;
use crate::scenario::value::Place;
use crate::units::MAX_CELLS;

/// Most recorded points per replicate.
const MAX_RECORDED: f64 = 1e6;

/// Checks the plain form and turns names into indices.
pub fn check(root: &Place, file: &PlainFile, record: Option<&RecordFile>) -> Checked<PlainModel> {
    let place = root.key("plain");
    let mut found = Mistakes::default();
    if record.is_some_and(|record| record.looks.is_some()) {
        let looks = root.key("record").key("looks");
        found.add(looks.fault("belongs to the laboratory form").allowed("every = \"1 d\""));
    }
    let capacity = found.keep(capacity(&place, file));
    let Some(types) = found.keep(check_types(&place.key("types"), file)) else {
        return found.refused();
    };
    let names = TypeNames::of(&types);
    let (mutations, switches) = (file.mutations.as_deref(), file.switches.as_deref());
    let changes = found.keep(Changes::usual(&place, mutations, switches, &names));
    let stop = file
        .stop
        .as_ref()
        .map(|stop| threshold(&place.key("stop"), stop, &names));
    let stop = found.keep(stop.transpose());
    let (Some(mut changes), Some(stop), Some(capacity)) = (changes, stop, capacity) else {
        return found.refused();
    };
    let phases = found.keep(check_phases(
        &place.key("phases"),
        file,
        &names,
        &mut changes,
        stop.is_some(),
    ));
    let (mutations, switches) = (changes.mutations, changes.switches);
    let Some(phases) = phases.filter(|_| found.is_empty()) else {
        return found.refused();
    };
    let mut model = PlainModel {
        mutations,
        switches,
        phases,
        capacity,
        stop,
        types,
        record_every: None,
    };
    found.keep(check_day_zero(&place, &model));
    found.keep(check_reachable(&place, &model));
    if let Some(record) = record {
        let every = found.keep(check_record(&root.key("record"), record, &model));
        model.record_every = every.flatten();
    }
    found.told().map(|()| model)
}

/// Types at most: every one has a rate in every phase, and a column in every table.
const MOST_TYPES: usize = 1_000;

fn check_types(place: &Place, file: &PlainFile) -> Checked<Vec<PlainType>> {
    if file.types.len() > MOST_TYPES {
        let fault = place.fault(format!("has {} entries", file.types.len()));
        return Err(fault.allowed(format!("at most {MOST_TYPES} types")));
    }
    let mut types: Vec<PlainType> = Vec::with_capacity(file.types.len());
    let mut seen = std::collections::BTreeSet::new();
    for (i, entry) in file.types.iter().enumerate() {
        let here = place.index(i);
        let good = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if entry.name.is_empty() || !entry.name.chars().all(good) {
            return Err(here
                .key("name")
                .fault(format!("= \"{}\" is not a name", entry.name))
                .allowed("letters, digits and hyphens, such as \"resistant-1\""));
        }
        if !seen.insert(&entry.name) {
            return Err(here.key("name").fault(format!("= \"{}\" is used twice", entry.name)));
        }
        types.push(PlainType {
            name: entry.name.clone(),
            founders: entry.founders(&here)?,
        });
    }
    let total = types.iter().try_fold(0_u64, |sum, t| sum.checked_add(t.founders));
    match total {
        Some(0) => Err(place
            .fault("has no founders at all")
            .help("at least one type needs founders = 1 or more")),
        Some(total) if total <= MAX_CELLS => Ok(types),
        _ => Err(place
            .fault("has too many founders in total")
            .allowed("at most 9e15 cells")),
    }
}

/// Room for at least one cell.
fn capacity(place: &Place, file: &PlainFile) -> Checked<Option<u64>> {
    match file.capacity(place)? {
        Some(0) => Err(place.key("capacity").out_of_range(0, "room for at least 1 cell")),
        capacity => Ok(capacity),
    }
}

fn check_phases(
    place: &Place,
    file: &PlainFile,
    names: &TypeNames,
    changes: &mut Changes,
    stops: bool,
) -> Checked<Vec<PlainPhase>> {
    if file.phases.is_empty() {
        return Err(place.fault("is empty").help("at least one phase is needed"));
    }
    let mut phases: Vec<PlainPhase> = Vec::with_capacity(file.phases.len());
    for (i, entry) in file.phases.iter().enumerate() {
        let here = place.index(i);
        let until = match &entry.until {
            Some(until) => Some(threshold(&here.key("until"), until, names)?),
            None => None,
        };
        let duration = match entry.duration(&here)? {
            Some(days) => days,
            None if until.is_some() || stops => f64::INFINITY,
            None => {
                return Err(here
                    .fault("has no `duration` and nothing else that ends it")
                    .help("add duration = \"30 d\", until = { total_cells = 1e6 } or a [plain.stop]"));
            }
        };
        phases.push(PlainPhase {
            duration,
            rates: check_rates(&here.key("rates"), &entry.rates, names)?,
            keep: entry.keep(&here)?,
            until,
            repeat: entry.repeat(&here)? as u32,
            changes: changes.of_phase(&here, entry.mutations.as_deref(), entry.switches.as_deref())?,
        });
    }
    for phase in &mut phases {
        phase.changes = changes.filled(phase.changes.take());
    }
    Ok(phases)
}

fn check_rates(
    place: &Place,
    rates: &std::collections::BTreeMap<String, RatesFile>,
    names: &TypeNames,
) -> Checked<Vec<BirthDeath>> {
    if let Some(unknown) = rates.keys().find(|name| !names.knows(name)) {
        return Err(place
            .key(unknown)
            .fault("is not one of the types")
            .one_of(unknown, names.all()));
    }
    let mut checked = Vec::with_capacity(names.all().len());
    for &name in names.all() {
        let Some(entry) = rates.get(name) else {
            return Err(place
                .fault(format!("has no entry for type \"{name}\""))
                .help("every type needs its birth and death rate in every phase"));
        };
        let here = place.key(name);
        checked.push(BirthDeath {
            birth: entry.birth(&here)?,
            death: entry.death(&here)?,
        });
    }
    Ok(checked)
}

fn threshold(place: &Place, file: &ThresholdFile, names: &TypeNames) -> Checked<Threshold> {
    let (of_type, key) = match (&file.total_cells, &file.r#type, &file.cells) {
        (Some(_), None, None) => (None, "total_cells"),
        (None, Some(name), Some(_)) => (Some(names.index(&place.key("type"), name)?), "cells"),
        _ => {
            return Err(place
                .fault("does not name one size")
                .allowed("total_cells = 1e8, or type = \"resistant\" together with cells = 1e5"));
        }
    };
    let here = place.key(key);
    let cells = file.total_cells(place)?.or(file.cells(place)?).unwrap_or(0);
    if cells < 1 {
        return Err(here.out_of_range(cells, "a size of at least 1 cell"));
    }
    Ok(Threshold { of_type, cells })
}

fn founders(model: &PlainModel, threshold: &Threshold) -> u64 {
    match threshold.of_type {
        Some(index) => model.types[index].founders,
        None => model.types.iter().map(|t| t.founders).sum(),
    }
}

/// A size that is already there at the start would never be passed upwards.
fn check_day_zero(place: &Place, model: &PlainModel) -> Checked<()> {
    let phase = place.key("phases").index(0).key("until");
    let watched = [
        (place.key("stop"), model.stop.as_ref()),
        (phase, model.phases[0].until.as_ref()),
    ];
    for (here, threshold) in watched {
        let Some(threshold) = threshold else { continue };
        let present = founders(model, threshold);
        if present >= threshold.cells {
            return Err(here.fault(format!(
                "is already true at day 0: {present} founders, size {}",
                threshold.cells
            )));
        }
    }
    Ok(())
}

fn check_record(place: &Place, record: &RecordFile, model: &PlainModel) -> Checked<Option<f64>> {
    let (Some(every), Some(days)) = (&record.every, record.every(place)?) else {
        return Ok(None);
    };
    let total: f64 = model
        .phases
        .iter()
        .filter(|phase| phase.duration.is_finite())
        .map(|phase| phase.duration * f64::from(phase.repeat))
        .sum();
    match days > 0.0 && total / days <= MAX_RECORDED {
        true => Ok(Some(days)),
        false => Err(place
            .key("every")
            .wrong(every, "records too often")
            .allowed("above 0 d, and at most a million points per replicate")),
    }
}
