//! A scenario in sentences, for reports and `explain`.

use super::checked::{Body, Laboratory, Scenario};
use super::course;
use super::course::timing::passages_held;
use super::file::METHOD;
use super::laboratory::outcome::stop_words;
use crate::engine::Method;
use crate::model::biology::Biology;
use crate::model::design::{Barcodes, Design};
use crate::model::plain::{PhaseChanges, PlainModel, Threshold};
use crate::model::protocol::{Protocol, Stock};
use crate::statistics::names::vessel_noun;
use crate::words::{cells, counted, days, listed, number, percent};

/// Up to so many cells, chance decides noticeably how many a vessel gets.
const FEW: u64 = 20;

/// The protocol, a sentence per entry.
pub fn of(scenario: &Scenario) -> Vec<String> {
    match &scenario.body {
        Body::Plain(model) => plain(model),
        Body::Laboratory(laboratory) => protocol(laboratory),
    }
}

/// Which form a scenario has, and of what: "laboratory form, H3122 under alectinib".
pub fn form(scenario: &Scenario) -> String {
    match &scenario.body {
        Body::Laboratory(laboratory) => {
            let biology = &laboratory.biology;
            let drugs: Vec<&str> = biology.drugs().iter().map(|drug| drug.name.as_str()).collect();
            format!("laboratory form, {} under {}", biology.line_name, drugs.join(" with "))
        }
        Body::Plain(model) => format!("plain form, {} types, {} phases", model.types.len(), model.phases.len()),
    }
}

/// What happens in all courses, a sentence per entry; none for the plain form.
pub fn courses(scenario: &Scenario) -> Vec<String> {
    let laboratory = scenario.laboratory();
    laboratory.map_or_else(Vec::new, |one| {
        let courses = one.protocol.courses.iter();
        courses
            .flat_map(|course| course::words::of(&one.biology, course))
            .collect()
    })
}

/// The doses of each course, "alectinib at 300 nM"; none for the plain form.
pub fn doses(scenario: &Scenario) -> Vec<String> {
    match &scenario.body {
        Body::Plain(_) => Vec::new(),
        Body::Laboratory(laboratory) => {
            let courses = laboratory.protocol.courses.iter();
            courses
                .map(|course| course::words::doses(&laboratory.biology, course))
                .collect()
        }
    }
}

/// The engine and its tolerance, both as a scenario names them: `interval, tolerance 0.01`.
pub fn engine(method: Method, tolerance: f64) -> String {
    format!("{}, tolerance {}", METHOD.word(method), number(tolerance))
}

fn protocol(laboratory: &Laboratory) -> Vec<String> {
    let Laboratory { biology, protocol, .. } = laboratory;
    let vessel = vessel_noun(&protocol.flask.vessel);
    let mut words = match &protocol.design.patients {
        Some(patients) => super::laboratory::patients::words(patients),
        None => vec![stock(biology, protocol), flask(protocol)],
    };
    let (spikes, seeded) = (&protocol.design.spikes, protocol.flask.seed_cells);
    words.extend(super::laboratory::spike::words(biology, spikes, seeded));
    words.extend(super::laboratory::conditions::words(&laboratory.conditions, biology));
    words.extend(together(protocol));
    for course in &protocol.courses {
        words.extend(course::words::of(biology, course));
    }
    let rule = &protocol.resistance;
    let often = match protocol.look_every {
        1.0 => "day".to_owned(),
        other => days(other),
    };
    if protocol.design.patients.is_some() {
        words.push(format!(
            "A mechanism counts as present above {}.",
            percent(rule.detection_limit)
        ));
        words.push(stop_words(&protocol.stop));
        return words;
    }
    words.push(format!(
        "The {vessel} is looked at every {often}. It counts as resistant when it grows at {} of the parental rate for {} at \
         the goal dose (without escalation: when it has outgrown its size at treatment start on drug); a mechanism \
         counts as present above {}.",
        percent(rule.growth),
        passages_held(rule.held_for),
        percent(rule.detection_limit)
    ));
    if protocol.courses.iter().any(|course| course.timing.pauses()) {
        words.push(
            format!(
                "Where drugs are paused, growth is judged by the days on drug, and without escalation the {vessel} must also \
             have outgrown its size when the drug came back."),
        );
    }
    words.push(stop_words(&protocol.stop));
    words
}

fn stock(biology: &Biology, protocol: &Protocol) -> String {
    match protocol.stock {
        Stock::Clone { expand_to } => format!(
            "One {} cell is expanded without drug to {} cells (a fresh clone).",
            biology.line_name,
            cells(expand_to)
        ),
        Stock::Old {
            expand_to,
            passaged_days,
        } => format!(
            "One {} cell is expanded without drug to {} cells and passaged for another {} (an old stock).",
            biology.line_name,
            cells(expand_to),
            days(passaged_days)
        ),
    }
}

fn flask(protocol: &Protocol) -> String {
    let flask = &protocol.flask;
    let full = format!(
        "passaged 1:{} at {} confluence",
        number(1.0 / flask.split),
        percent(flask.passage_at)
    );
    let passage = match (protocol.design.calendar_only, flask.passage_every) {
        (false, Some(days)) => format!("{full}, or after {} back to the seeding number", self::days(days)),
        (false, None) => full,
        (true, Some(days)) => format!("passaged every {} back to the seeding number", self::days(days)),
        (true, None) => "and never passaged".to_owned(),
    };
    let medium = flask.medium_every.map_or(String::new(), |days| {
        format!(" Medium is changed at passages and every {}.", self::days(days))
    });
    let room = format!("{} (capacity {} cells)", flask.vessel, cells(flask.capacity));
    if flask.seed_cells <= FEW {
        let each = vessel_noun(&flask.vessel);
        return format!(
            "Each {each}, a {room}, gets {} on average, as limiting dilution does: {} of them get none. It is \
             {passage}.{medium}",
            counted(flask.seed_cells, "cell"),
            percent(libm::exp(-(flask.seed_cells as f64)))
        )
        .replace("It is and never passaged", "It is never passaged");
    }
    format!(
        "{} cells are seeded into a {room}, {passage}.{medium}",
        cells(flask.seed_cells as f64)
    )
}

/// What ties flasks together.
fn together(protocol: &Protocol) -> Vec<String> {
    let Design {
        arms,
        pooled,
        plating,
        barcodes,
        samples,
        ..
    } = &protocol.design;
    let mut words = Vec::new();
    if let Some(barcodes) = barcodes {
        words.push(format!(
            "{} cells of the stock get a heritable barcode each and are expanded to a pool of {} cells.",
            cells(barcodes.library as f64),
            cells(barcodes.pool() as f64)
        ));
        if let Some(moi) = barcodes.moi {
            words.push(format!(
                "Marked at a multiplicity of infection of {}, which marks {} of the cells: about {} met the virus. {} of the \
                 marked cells have more than one barcode; these travel together and are followed as one.",
                number(moi),
                percent(Barcodes::marked_share(moi)),
                cells(barcodes.library as f64 / Barcodes::marked_share(moi)),
                percent(Barcodes::several_share(moi))
            ));
        }
        let taken = protocol.flask.seed_cells as f64 / barcodes.pool() as f64;
        let of = barcodes.cells_per_barcode;
        if let Some(all) = Barcodes::in_all_arms(of, taken, *arms).filter(|_| *arms > 1) {
            words.push(format!(
                "Each arm takes {} of the pool; a barcode of {of} cells gets into all {arms} arms with probability {}.",
                percent(taken),
                number(all)
            ));
        }
    }
    if *arms > 1 {
        words.push(format!(
            "Every {arms} consecutive {}s are arms that are split from one stock.",
            vessel_noun(&protocol.flask.vessel)
        ));
    }
    if *pooled > 1 {
        words.push(format!(
            "A replicate is {pooled} vessels that are pooled and re-seeded together at each passage, treated as one \
             well-mixed culture; cell numbers are of all {pooled}."
        ));
    }
    if *plating < 1.0 {
        words.push(format!(
            "{} of the cells attach at seeding and at passages.",
            percent(*plating)
        ));
    }
    if !samples.is_empty() {
        let kept: Vec<String> = samples.iter().map(|&day| number(day)).collect();
        let days = if kept.len() == 1 { "day" } else { "days" };
        words.push(format!("The composition is kept on {days} {}.", listed(&kept)));
    }
    words
}

fn plain(model: &PlainModel) -> Vec<String> {
    let founders: Vec<String> = model
        .types
        .iter()
        .filter(|t| t.founders > 0)
        .map(|t| format!("{} {}", cells(t.founders as f64), t.name))
        .collect();
    let mut words = vec![format!("Founders: {}.", founders.join(", "))];
    if let Some(capacity) = model.capacity {
        words.push(format!(
            "There is room for {} cells: births slow down as the total comes near.",
            cells(capacity as f64)
        ));
    }
    for (i, phase) in model.phases.iter().enumerate() {
        let length = match phase.duration.is_finite() {
            true => days(phase.duration),
            false => "no fixed duration".to_owned(),
        };
        let mut word = format!("Phase {}: {length}", i + 1);
        if phase.repeat > 1 {
            word += &format!(", {} times", phase.repeat);
        }
        if let Some(until) = &phase.until {
            word += &format!(", until {}", size(model, until));
        }
        if phase.keep < 1.0 {
            word += &format!("; then each cell is kept with probability {}", number(phase.keep));
        }
        if let Some(own) = &phase.changes {
            word += &format!("; {}", changes(model, own));
        }
        words.push(word + ".");
    }
    if let Some(stop) = &model.stop {
        words.push(format!("The replicate stops at {}.", size(model, stop)));
    }
    words
}

/// What changes into what in a phase with rates of its own.
fn changes(model: &PlainModel, own: &PhaseChanges) -> String {
    let mutations = model
        .mutations
        .iter()
        .zip(&own.per_division)
        .filter(|(_, rate)| **rate > 0.0);
    let mutations = mutations.map(|(m, rate)| format!("{} at {} per division", model.arrow(m), number(*rate)));
    let switches = model.switches.iter().zip(&own.per_day).filter(|(_, rate)| **rate > 0.0);
    let name = |kind: usize| &model.types[kind].name;
    let switches = switches.map(|(s, rate)| format!("{} -> {} at {} per day", name(s.from), name(s.to), number(*rate)));
    let told: Vec<String> = mutations.chain(switches).collect();
    match told.is_empty() {
        true => "nothing mutates or switches in it".to_owned(),
        false => format!("in it {}", listed(&told)),
    }
}

/// "1e8 cells in total", "1e5 cells of resistant".
pub fn size(model: &PlainModel, threshold: &Threshold) -> String {
    match threshold.of_type {
        Some(index) => format!("{} cells of {}", cells(threshold.cells as f64), model.types[index].name),
        None => format!("{} cells in total", cells(threshold.cells as f64)),
    }
}
