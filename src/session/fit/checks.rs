//! What the data ask for must be in the scenario.

use super::cultures;
use super::reads::Genome;
use super::seen::{Condition, SeenFlask};
use super::wells::drug_of;
use crate::assay::genotype;
use crate::document::nearest_name;
use crate::engine::record::Outcome;
use crate::model::course::Dosing;
use crate::model::plain::PlainModel;
use crate::scenario::{Body, Laboratory, Scenario};
use crate::session::SessionError;
use crate::statistics::colonies::Foundings;
use crate::words::{self, grouped};

/// Refuses populations, drugs, alleles and days that the scenario does not have.
pub(super) fn check(condition: &Condition, scenario: &Scenario) -> Result<(), SessionError> {
    let wrong = |what: String| {
        let under = match condition.name.is_empty() {
            true => String::new(),
            false => format!("condition {}: ", condition.name),
        };
        Err(SessionError::Request(format!("data: {under}{what}")))
    };
    match &scenario.body {
        Body::Plain(model) => {
            let types: Vec<&str> = model.types.iter().map(|kind| kind.name.as_str()).collect();
            for count in condition.flasks.values().flat_map(|flask| &flask.counts) {
                let Some(population) = &count.population else { continue };
                if !types.iter().any(|name| name.eq_ignore_ascii_case(population)) {
                    let near = nearest_name(population, &types)
                        .map_or(String::new(), |near| format!("; did you mean {near}?"));
                    return wrong(format!(
                        "line {}: \"{population}\" is no type of the scenario\n  allowed: {}{near}",
                        count.line,
                        types.join(", ")
                    ));
                }
            }
            let fractions = condition.flasks.values().any(|flask| !flask.fractions.is_empty());
            if fractions || !condition.plates.is_empty() {
                return wrong(
                    "the plain form has counts of types and outcomes alone\n  allowed: a column type with a type of the \
                     scenario, outcomes, or a laboratory scenario"
                        .to_owned(),
                );
            }
            check_counts(condition, model).or_else(wrong)?;
            check_ends(condition, model).or_else(wrong)?;
            if let Some(culture) = condition.cultures.first() {
                let foundings = cultures::forming(condition, model).and_then(|kind| Foundings::of(model, kind));
                foundings
                    .map(drop)
                    .or_else(|what| wrong(format!("line {}: colonies: {what}", culture.line)))?;
            }
        }
        Body::Laboratory(laboratory) => {
            if !condition.cultures.is_empty() {
                return wrong(
                    "colonies are taken with the plain form alone: what grows into a colony is a type there\n  allowed: a scenario \
                     with [plain], as `escalade new` and the recipe of Luria and Delbrück have it; or escalade fluctuation, which \
                     estimates the mutations per culture"
                        .to_owned(),
                );
            }
            let after = laboratory.protocol.stop.after;
            // Without ends among the data flasks are followed for as long as somebody looked at them.
            let last = condition
                .days()
                .last()
                .copied()
                .filter(|day| condition.has_ends() && *day > after);
            if let Some(day) = last {
                return wrong(format!(
                    "{} is after the experiment, which is held to its end since ends of flasks are among the data\n  allowed: 0 to {} \
                     (stop.after in the scenario)",
                    words::day(day),
                    words::time_of_files(after)
                ));
            }
            for (name, flask) in &condition.flasks {
                if let Some(end) = flask.end.as_ref().filter(|end| end.day > after) {
                    return wrong(format!(
                        "flask {name} ended on {}, after the experiment\n  allowed: 0 to {} (stop.after in the scenario)",
                        words::day(end.day),
                        words::time_of_files(after)
                    ));
                }
            }
            let given_up = |flask: &&SeenFlask| flask.end.as_ref().is_some_and(|end| end.outcome == Outcome::GivenUp);
            if !gives_up(laboratory)
                && let Some((name, _)) = condition.flasks.iter().find(|(_, flask)| given_up(flask))
            {
                return wrong(format!(
                    "flask {name} was given up, which the scenario does with none\n  allowed: resistant, extinct, time_over; or \
                     give_up_after, or give_up_after_crashes, in an escalation of the scenario"
                ));
            }
            let biology = &laboratory.biology;
            condition.ends_by_stock().map(drop).or_else(wrong)?;
            let genome = Genome::of(biology, &condition.species);
            for fraction in condition.flasks.values().flat_map(|flask| &flask.fractions) {
                if let Err(what) = genome.change(&fraction.change) {
                    return wrong(format!("line {}: {what}", fraction.line));
                }
            }
            for well in condition.plates.values().flatten() {
                if let Some(drug) = well.drug.as_ref().filter(|drug| drug_of(biology, drug).is_none()) {
                    let names: Vec<&str> = biology.drugs().iter().map(|drug| drug.name.as_str()).collect();
                    return wrong(format!(
                        "line {}: {drug} is no drug of the scenario\n  allowed: {}",
                        well.line,
                        names.join(", ")
                    ));
                }
                if let Some(Err(error)) = well.allele.as_ref().map(|allele| genotype::read(biology, allele)) {
                    return wrong(format!("line {}: {error}", well.line));
                }
            }
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
