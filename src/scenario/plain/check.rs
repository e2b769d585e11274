//! Checks of the plain form.

use super::file::{PlainFile, RatesFile, ThresholdFile};
use crate::model::plain::{BirthDeath, PlainModel, PlainMutation, PlainPhase, PlainSwitch, PlainType, Threshold};
use crate::scenario::error::Checked;
use crate::scenario::file::RecordFile;
use crate::scenario::value::Place;
use crate::units::MAX_CELLS;

/// Most recorded points per replicate.
const MAX_RECORDED: f64 = 1e6;

/// Checks the plain form and turns names into indices.
pub fn check(root: &Place, file: &PlainFile, record: Option<&RecordFile>) -> Checked<PlainModel> {
    let place = root.key("plain");
    if record.is_some_and(|record| record.looks.is_some()) {
        return Err(root
            .key("record")
            .key("looks")
            .fault("belongs to the laboratory form")
            .allowed("every = \"1 d\""));
    }
    let types = check_types(&place.key("types"), file)?;
    let names: Vec<&str> = types.iter().map(|t| t.name.as_str()).collect();
    let mutations = check_mutations(&place.key("mutations"), file, &names)?;
    let switches = check_switches(&place.key("switches"), file, &names)?;
    let stop = match &file.stop {
        Some(stop) => Some(threshold(&place.key("stop"), stop, &types)?),
        None => None,
    };
    let phases = check_phases(&place.key("phases"), file, &types, stop.is_some())?;
    let mut model = PlainModel {
        types,
        mutations,
        switches,
        phases,
        stop,
        record_every: None,
    };
    check_day_zero(&place, &model)?;
    check_reachable(&place, &model)?;
    if let Some(record) = record {
        model.record_every = check_record(&root.key("record"), record, &model)?;
    }
    Ok(model)
}

fn check_types(place: &Place, file: &PlainFile) -> Checked<Vec<PlainType>> {
    let mut types: Vec<PlainType> = Vec::with_capacity(file.types.len());
    for (i, entry) in file.types.iter().enumerate() {
        let here = place.index(i);
        let good = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if entry.name.is_empty() || !entry.name.chars().all(good) {
            return Err(here
                .key("name")
                .fault(format!("= \"{}\" is not a name", entry.name))
                .allowed("letters, digits and hyphens, such as \"resistant-1\""));
        }
        if types.iter().any(|known| known.name == entry.name) {
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

fn index_of(place: &Place, name: &str, names: &[&str]) -> Checked<usize> {
    place.among(name, names, "one of the types")
}

/// Both ends of an arrow between two different types.
fn arrow(place: &Place, from: &str, to: &str, names: &[&str]) -> Checked<(usize, usize)> {
    let ends = (
        index_of(&place.key("from"), from, names)?,
        index_of(&place.key("to"), to, names)?,
    );
    if ends.0 == ends.1 {
        return Err(place
            .key("to")
            .wrong(format!("\"{to}\""), "is the type that it starts from"));
    }
    Ok(ends)
}

fn check_mutations(place: &Place, file: &PlainFile, names: &[&str]) -> Checked<Vec<PlainMutation>> {
    let mut mutations: Vec<PlainMutation> = Vec::with_capacity(file.mutations.iter().flatten().count());
    let mut sums = vec![0.0; names.len()];
    for (i, entry) in file.mutations.iter().flatten().enumerate() {
        let here = place.index(i);
        let (from, to) = arrow(&here, &entry.from, &entry.to, names)?;
        if mutations.iter().any(|m| (m.from, m.to) == (from, to)) {
            return Err(here.fault(format!("repeats the mutation {} to {}", entry.from, entry.to)));
        }
        let value = here.key("per_division");
        let per_division = entry.per_division(&here)?;
        sums[from] += per_division;
        if sums[from] > 1.0 + 4.0 * f64::EPSILON {
            return Err(value
                .fault(format!(
                    "makes the mutation probabilities of \"{}\" sum to {}",
                    entry.from, sums[from]
                ))
                .allowed("the per_division of one type sum to at most 1"));
        }
        mutations.push(PlainMutation { from, to, per_division });
    }
    Ok(mutations)
}

fn check_switches(place: &Place, file: &PlainFile, names: &[&str]) -> Checked<Vec<PlainSwitch>> {
    let mut switches: Vec<PlainSwitch> = Vec::with_capacity(file.switches.iter().flatten().count());
    for (i, entry) in file.switches.iter().flatten().enumerate() {
        let here = place.index(i);
        let (from, to) = arrow(&here, &entry.from, &entry.to, names)?;
        if switches.iter().any(|s| (s.from, s.to) == (from, to)) {
            return Err(here.fault(format!("repeats the switch {} to {}", entry.from, entry.to)));
        }
        let per_day = entry.per_day(&here)?;
        switches.push(PlainSwitch { from, to, per_day });
    }
    Ok(switches)
}

fn check_phases(place: &Place, file: &PlainFile, types: &[PlainType], stops: bool) -> Checked<Vec<PlainPhase>> {
    if file.phases.is_empty() {
        return Err(place.fault("is empty").help("at least one phase is needed"));
    }
    let mut phases = Vec::with_capacity(file.phases.len());
    for (i, entry) in file.phases.iter().enumerate() {
        let here = place.index(i);
        let until = match &entry.until {
            Some(until) => Some(threshold(&here.key("until"), until, types)?),
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
            rates: check_rates(&here.key("rates"), &entry.rates, types)?,
            keep: entry.keep(&here)?,
            until,
            repeat: entry.repeat(&here)? as u32,
        });
    }
    Ok(phases)
}

fn check_rates(
    place: &Place,
    rates: &std::collections::BTreeMap<String, RatesFile>,
    types: &[PlainType],
) -> Checked<Vec<BirthDeath>> {
    let names: Vec<&str> = types.iter().map(|t| t.name.as_str()).collect();
    if let Some(unknown) = rates.keys().find(|name| !names.contains(&name.as_str())) {
        return Err(place
            .key(unknown)
            .fault("is not one of the types")
            .one_of(unknown, &names));
    }
    let mut checked = Vec::with_capacity(types.len());
    for name in names {
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

fn threshold(place: &Place, file: &ThresholdFile, types: &[PlainType]) -> Checked<Threshold> {
    let names: Vec<&str> = types.iter().map(|t| t.name.as_str()).collect();
    let (of_type, key) = match (&file.total_cells, &file.r#type, &file.cells) {
        (Some(_), None, None) => (None, "total_cells"),
        (None, Some(name), Some(_)) => (Some(index_of(&place.key("type"), name, &names)?), "cells"),
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

/// A phase without duration that waits for one type must be able to meet it.
fn check_reachable(place: &Place, model: &PlainModel) -> Checked<()> {
    let mut alive: Vec<bool> = model.types.iter().map(|t| t.founders > 0).collect();
    let arrows: Vec<(usize, usize)> = model
        .mutations
        .iter()
        .filter(|m| m.per_division > 0.0)
        .map(|m| (m.from, m.to))
        .chain(
            model
                .switches
                .iter()
                .filter(|s| s.per_day > 0.0)
                .map(|s| (s.from, s.to)),
        )
        .collect();
    for _ in 0..model.types.len() {
        for &(from, to) in &arrows {
            alive[to] |= alive[from];
        }
    }
    for (i, phase) in model.phases.iter().enumerate() {
        if phase.duration.is_finite() {
            continue;
        }
        let here = place.key("phases").index(i);
        let reachable = |t: &Threshold| t.of_type.is_none_or(|index| alive[index]);
        if ![phase.until, model.stop].iter().flatten().any(reachable) {
            return Err(here
                .fault("has no `duration` and waits for a type that no cell can become")
                .help("give it a duration, or founders or a mutation for that type"));
        }
        let still = |j: usize| {
            let rates = phase.rates[j];
            rates.birth == 0.0 && rates.death == 0.0 && !model.switches.iter().any(|s| s.from == j && s.per_day > 0.0)
        };
        if (0..model.types.len()).all(|j| !alive[j] || still(j)) {
            return Err(here
                .fault("has no `duration` and never ends: no cell divides, dies or switches")
                .help("give the phase a duration, or a type a rate above 0"));
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
