//! What the data ask for must be in the scenario.

use super::cultures;
use super::reads::Genome;
use super::seen::{Condition, SeenFlask};
use super::stocks::SeenStock;
use super::wells::drug_of;
use crate::assay::genotype;
use crate::document::nearest_name;
use crate::engine::record::Outcome;
use crate::model::biology::Biology;
use crate::model::course::Dosing;
use crate::model::plain::PlainModel;
use crate::scenario::{Body, Laboratory, Scenario};
use crate::session::SessionError;
use crate::statistics::colonies::Foundings;
use crate::words::{self, grouped};

/// Refuses populations, drugs, alleles and days that the scenario does not have.
pub(super) fn check(condition: &Condition, scenario: &Scenario) -> Result<(), SessionError> {
    let checked = match &scenario.body {
        Body::Plain(model) => check_plain(condition, model),
        Body::Laboratory(laboratory) => check_laboratory(condition, laboratory),
    };
    checked.map_err(|what| {
        let under = match condition.name.is_empty() {
            true => String::new(),
            false => format!("condition {}: ", condition.name),
        };
        SessionError::Request(format!("data: {under}{what}"))
    })
}

/// What the data of a plain scenario must be.
fn check_plain(condition: &Condition, model: &PlainModel) -> Result<(), String> {
    check_populations(condition, model)?;
    let fractions = condition.flasks.values().any(|flask| !flask.fractions.is_empty());
    if fractions || !condition.plates.is_empty() {
        return Err(
            "the plain form has counts of types and outcomes alone\n  allowed: a column type with a type of the \
             scenario, outcomes, or a laboratory scenario"
                .to_owned(),
        );
    }
    if let Some(arm) = condition.stocks.values().flat_map(|stock| stock.arms.values()).next() {
        return Err(format!(
            "{}: the plain form has no barcodes\n  allowed: counts of types, ends, colonies; or a laboratory scenario with \
             [barcodes], and line.arms for arms of one stock",
            arm.at
        ));
    }
    check_counts(condition, model)?;
    check_ends(condition, model)?;
    let Some(culture) = condition.cultures.first() else {
        return Ok(());
    };
    let foundings = cultures::forming(condition, model).and_then(|kind| Foundings::of(model, kind));
    foundings
        .map(drop)
        .map_err(|what| format!("line {}: colonies: {what}", culture.line))
}

/// Refuses counts of types that the scenario does not have.
fn check_populations(condition: &Condition, model: &PlainModel) -> Result<(), String> {
    let types: Vec<&str> = model.types.iter().map(|kind| kind.name.as_str()).collect();
    let known = |population: &str| types.iter().any(|name| name.eq_ignore_ascii_case(population));
    for count in condition.flasks.values().flat_map(|flask| &flask.counts) {
        let Some(population) = count.population.as_ref().filter(|name| !known(name)) else {
            continue;
        };
        let near = nearest_name(population, &types).map_or(String::new(), |near| format!("; did you mean {near}?"));
        return Err(format!(
            "line {}: \"{population}\" is no type of the scenario\n  allowed: {}{near}",
            count.line,
            types.join(", ")
        ));
    }
    Ok(())
}

/// What the data of a laboratory scenario must be.
fn check_laboratory(condition: &Condition, laboratory: &Laboratory) -> Result<(), String> {
    if !condition.cultures.is_empty() {
        return Err(
            "colonies are taken with the plain form alone: what grows into a colony is a type there\n  allowed: a scenario \
             with [plain], as `escalade new` and the recipe of Luria and Delbrück have it; or escalade fluctuation, which \
             estimates the mutations per culture"
                .to_owned(),
        );
    }
    check_days(condition, laboratory.protocol.stop.after)?;
    check_given_up(condition, laboratory)?;
    condition.ends_by_stock()?;
    check_changes(condition, &laboratory.biology)?;
    condition
        .stocks
        .values()
        .try_for_each(|stock| check_barcodes(stock, laboratory))?;
    check_wells(condition, &laboratory.biology)
}

/// Refuses reads of changes that the line cannot have.
fn check_changes(condition: &Condition, biology: &Biology) -> Result<(), String> {
    let genome = Genome::of(biology, &condition.species);
    let mut fractions = condition.flasks.values().flat_map(|flask| &flask.fractions);
    fractions.try_for_each(|fraction| match genome.change(&fraction.change) {
        Ok(_) => Ok(()),
        Err(what) => Err(format!("line {}: {what}", fraction.line)),
    })
}

/// Refuses what was seen after the end of the experiment. Without ends among the data flasks are followed for as long as
/// somebody looked at them.
fn check_days(condition: &Condition, after: f64) -> Result<(), String> {
    let allowed = format!("0 to {} (stop.after in the scenario)", words::time_of_files(after));
    let last = condition.days().last().copied();
    if let Some(day) = last.filter(|day| condition.has_ends() && *day > after) {
        return Err(format!(
            "{} is after the experiment, which is held to its end since ends of flasks are among the data\n  allowed: {allowed}",
            words::day(day),
        ));
    }
    for (name, flask) in &condition.flasks {
        if let Some(end) = flask.end.as_ref().filter(|end| end.day > after) {
            return Err(format!(
                "flask {name} ended on {}, after the experiment\n  allowed: {allowed}",
                words::day(end.day),
            ));
        }
    }
    Ok(())
}

/// Refuses flasks that were given up where the scenario gives none up.
fn check_given_up(condition: &Condition, laboratory: &Laboratory) -> Result<(), String> {
    let given_up = |flask: &SeenFlask| flask.end.as_ref().is_some_and(|end| end.outcome == Outcome::GivenUp);
    match condition.flasks.iter().find(|(_, flask)| given_up(flask)) {
        Some((name, _)) if !gives_up(laboratory) => Err(format!(
            "flask {name} was given up, which the scenario does with none\n  allowed: resistant, extinct, time_over; or \
             give_up_after, or give_up_after_crashes, in an escalation of the scenario"
        )),
        _ => Ok(()),
    }
}

/// Refuses wells with drugs and alleles that the scenario does not have.
fn check_wells(condition: &Condition, biology: &Biology) -> Result<(), String> {
    for well in condition.plates.values().flatten() {
        if let Some(drug) = well.drug.as_ref().filter(|drug| drug_of(biology, drug).is_none()) {
            let names: Vec<&str> = biology.drugs().iter().map(|drug| drug.name.as_str()).collect();
            return Err(format!(
                "line {}: {drug} is no drug of the scenario\n  allowed: {}",
                well.line,
                names.join(", ")
            ));
        }
        if let Some(Err(error)) = well.allele.as_ref().map(|allele| genotype::read(biology, allele)) {
            return Err(format!("line {}: {error}", well.line));
        }
    }
    Ok(())
}

/// Whether an escalation of the scenario gives flasks up.
fn gives_up(laboratory: &Laboratory) -> bool {
    laboratory.protocol.courses.iter().any(|course| match &course.dosing {
        Dosing::Escalation {
            give_up_after,
            give_up_after_crashes,
            ..
        } => give_up_after.is_some() || give_up_after_crashes.is_some(),
        _ => false,
    })
}

/// Refuses barcodes that the scenario has not, more arms than it splits from a stock, and looks after its end.
fn check_barcodes(stock: &SeenStock, laboratory: &Laboratory) -> Result<(), String> {
    let design = &laboratory.protocol.design;
    let first = stock.arms.values().next().map_or("", |arm| arm.at.as_str());
    if design.barcodes.is_none() {
        return Err(format!(
            "{first}: the scenario marks no cells\n  allowed: [barcodes] in the scenario, with library (or transduced and moi) and \
             cells_per_barcode; line.arms for arms of one stock"
        ));
    }
    let extra = stock.arms.iter().nth(design.arms as usize);
    if let Some((name, arm)) = extra {
        return Err(format!(
            "{}: {name} is one of {} arms of one stock ({}), of which the scenario splits {} from each\n  allowed: line.arms = {} in \
             the scenario; or a column stock that says which arms were split from which stock",
            arm.at,
            stock.arms.len(),
            stock.name,
            design.arms,
            stock.arms.len()
        ));
    }
    let after = laboratory.protocol.stop.after;
    for (name, arm) in &stock.arms {
        let late = arm.looks.keys().filter_map(|look| look.day()).find(|day| *day > after);
        if let Some(day) = late {
            return Err(format!(
                "{}: arm {name} was read on {}, after the experiment\n  allowed: 0 to {} (stop.after in the scenario)",
                arm.at,
                words::day(day),
                words::time_of_files(after)
            ));
        }
    }
    Ok(())
}

/// Refuses counts that a replicate of the plain form cannot have, since it is over by then.
fn check_counts(condition: &Condition, model: &PlainModel) -> Result<(), String> {
    let last = model.last_day();
    for count in condition.flasks.values().flat_map(|flask| &flask.counts) {
        if count.day > last + 1e-9 {
            return Err(format!(
                "line {}: day {} is after the experiment\n  allowed: 0 to {last} (durations of the phases)",
                count.line, count.day
            ));
        }
        let Some(stop) = &model.stop else { continue };
        let of_stop = stop.of_type.is_none_or(|kind| {
            let name = &model.types[kind].name;
            count
                .population
                .as_ref()
                .is_some_and(|population| population.eq_ignore_ascii_case(name))
        });
        let cells = count.seen as f64 / count.share;
        if of_stop && cells > stop.cells as f64 {
            return Err(format!(
                "line {}: {} cells are more than a replicate can have, which ends at {} ([plain.stop])\n  allowed: a scenario without \
                 [plain.stop], or with a larger one",
                count.line,
                grouped(cells as u64),
                grouped(stop.cells)
            ));
        }
    }
    Ok(())
}

/// Refuses ends that no replicate of the plain form can have.
fn check_ends(condition: &Condition, model: &PlainModel) -> Result<(), String> {
    let last = model.last_day();
    for (name, flask) in &condition.flasks {
        let Some(end) = &flask.end else { continue };
        let told = end.outcome.word();
        let allowed = match end.outcome {
            _ if end.mechanisms.is_some() => {
                Some("no mechanisms: the plain form knows none; follow a type with counts")
            }
            Outcome::Resistant if model.stop.is_none() => {
                Some("extinct or time_over, or a [plain.stop] in the scenario: resistant means that it was reached")
            }
            Outcome::GivenUp => Some("resistant ([plain.stop] reached), extinct, time_over"),
            _ => None,
        };
        if let Some(allowed) = allowed {
            return Err(format!("flask {name} ended as {told}\n  allowed: {allowed}"));
        }
        if end.day > last + 1e-9 {
            return Err(format!(
                "flask {name} ended on {}, after the experiment\n  allowed: 0 to {} (durations of the phases)",
                words::day(end.day),
                words::time_of_files(last)
            ));
        }
    }
    Ok(())
}
