//! A fit in words.

use super::names::OVERLAY;
use crate::report::table::POSTERIOR;
use crate::statistics::fit::{Agreement, Band, FitSummary, FreeValue, MOST_LUCK, Placed, UNUSUAL};
use crate::words::{Align, Columns, capital, counted, grouped, listed, number, percent, with_interval};

/// Heads of the table of values.
pub const HEADS: [&str; 5] = ["value", "before the data", "with the data", "spread left", "identified"];

/// A median with its interval.
pub fn band(band: &Band) -> String {
    with_interval([band.middle, band.low, band.high].map(number))
}

/// The rows of the table of values.
pub fn rows(fit: &FitSummary) -> Vec<[String; 5]> {
    let row = |value: &FreeValue| {
        [
            value.what.clone(),
            value.words(&value.prior),
            value.words(&value.posterior),
            percent(value.narrowed.min(1.0)),
            if value.is_identified() { "yes" } else { "no" }.to_owned(),
        ]
    };
    fit.values.iter().map(row).collect()
}

/// What was learned, and whether the model can give what was seen.
pub fn answer(fit: &FitSummary) -> String {
    let of_world = || fit.values.iter().filter(|value| !value.of_data);
    let learned: Vec<String> = of_world()
        .filter(|value| value.is_identified())
        .map(|value| format!("{} {}", value.what, value.words(&value.posterior)))
        .collect();
    let open: Vec<String> = of_world()
        .filter(|value| !value.is_identified())
        .map(|value| value.what.clone())
        .collect();
    if !fit.is_trusted() {
        return format!(
            "Not to be trusted: chance between flasks hides what the data say. The draws rest on simulated flasks that happened to \
             look like the observed ones (estimated anew, their log likelihood falls by {}; up to {} is sound), so the intervals \
             are too narrow and may lie beside the truth. Counts of many cells, later starts or fewer days help; what comes of a \
             handful of cells does not tell rates.",
            number(fit.luck.round()),
            number(MOST_LUCK)
        );
    }
    let mut sentences = vec![match learned.is_empty() {
        true => "The data say little more than was known beforehand".to_owned(),
        false => format!("The data give {} (median, central 90%)", listed(&learned)),
    }];
    if !open.is_empty() && !learned.is_empty() {
        sentences.push(format!("they say little of {}", listed(&open)));
    }
    format!("{}. {}", sentences.join("; "), agreement(fit))
}

/// Whether the fitted model explains what was seen.
pub fn agreement(fit: &FitSummary) -> String {
    let inside = format!(
        "{} of {} lie where 90% of new ones would",
        percent(fit.agreement.inside),
        counted(fit.points.len() as u64, "number")
    );
    let p = number(fit.agreement.probability);
    let strained: Vec<String> = fit
        .values
        .iter()
        .filter(|value| value.is_strained())
        .map(strain)
        .collect();
    match (fit.is_contradiction(), strained.is_empty()) {
        (true, true) => format!(
            "The model contradicts the data: {inside}, and {} as far from the fitted model; no value within the ranges gives what \
             was seen.",
            as_far(&fit.agreement, "new experiments")
        ),
        (true, false) => format!(
            "The model contradicts the data: it gives what was seen only with {}. ({}; share of new experiments as far off: {p}.)",
            listed(&strained),
            capital(&inside)
        ),
        (false, _) if !fit.settled => format!(
            "Whether the fitted model explains what was seen is open until the draws have settled: {inside} (share of new experiments \
             as far off: {p})."
        ),
        (false, _) if !fit.agreement.is_usual(fit.points.len()) => format!(
            "The fitted model explains what was seen badly: {inside} (share of new experiments as far off: {p})."
        ),
        (false, _) => {
            format!("The fitted model explains what was seen: {inside} (share of new experiments as far off: {p}).")
        }
    }
}

/// A value far from where it was believed to be.
fn strain(value: &FreeValue) -> String {
    format!(
        "{} {}, beforehand {}",
        value.what,
        value.words(&value.posterior),
        value.words(&value.prior)
    )
}

/// What else the reader should know; a sentence each.
pub fn notes(fit: &FitSummary) -> Vec<String> {
    let mut notes = Vec::new();
    for pair in fit.trade_offs.iter().take(5) {
        let how = if pair.correlation > 0.0 {
            "rise together"
        } else {
            "trade off: one rises as the other falls"
        };
        notes.push(format!(
            "{} and {} {how} (rank correlation {}): the data know them together better than apart.",
            capital(&what(fit, &pair.one)),
            what(fit, &pair.other),
            number((pair.correlation * 100.0).round() / 100.0)
        ));
    }
    for value in fit
        .values
        .iter()
        .filter(|value| !value.is_identified() && !value.measure.is_empty())
    {
        notes.push(format!("What would tell {}: {}.", value.what, value.measure));
    }
    let power = fit.stages.last().map_or(0.0, |stage| stage.power);
    if power < 1.0 {
        notes.push(format!(
            "Only a part of what the data say was let in (the likelihood to the power {}): chance between flasks hides the rest, or \
             the budget of flasks was spent. The intervals are wider than the data would allow.",
            number(power)
        ));
    } else if !fit.settled {
        notes.push(
            "The budget of flasks was spent before the draws had settled: intervals may be too wide or off; raise --most-flasks."
                .to_owned(),
        );
    }
    if let Some(last) = fit.stages.last().filter(|stage| stage.accepted < 0.03) {
        notes.push(format!(
            "Only {} of the last moves were accepted, so that draws repeat: chance between flasks hides much; more \
             --particles help.",
            percent(last.accepted)
        ));
    }
    notes
}

/// What whoever takes the values for known should know; a phrase each.
pub(super) fn caveats(fit: &FitSummary) -> Vec<String> {
    let told = [
        (fit.is_contradiction(), "the model contradicts the data"),
        (
            !fit.settled,
            "the budget of flasks was spent before the draws had settled",
        ),
    ];
    let held = told.into_iter().filter(|(holds, _)| *holds);
    held.map(|(_, phrase)| phrase.to_owned()).collect()
}

/// How later runs use what was found; a sentence or two each.
pub fn uses(fit: &FitSummary) -> Vec<String> {
    let of_scenario: Vec<String> = fit
        .values
        .iter()
        .filter_map(|value| Some(format!("{} = {}", value.key, value.of_scenario.as_ref()?)))
        .collect();
    let mut uses = vec![match of_scenario.is_empty() {
        true => format!(
            "`{POSTERIOR}` holds the draws, a world a row: `escalade run SCENARIO --worlds {POSTERIOR}` asks them what comes of them. \
             What it does not name goes on being drawn."
        ),
        false => format!(
            "`{POSTERIOR}` holds the draws, one a row: `escalade batch SCENARIO --table {POSTERIOR}` asks each what comes of it."
        ),
    }];
    if fit.gives_overlay() {
        let of_class = "What is not known of their classes says nothing of them any more.";
        uses.push(format!(
            "`{OVERLAY}` holds the values as an overlay: with `--kb {OVERLAY}`, or `overlays = [\"{OVERLAY}\"]` at the top of a \
             scenario, every later command takes their medians, and worlds draw them together as the data left them (median, \
             central 90% and correlation on the scale of normal scores). {of_class} A fit with this overlay refuses the same data."
        ));
    } else if !fit.is_trusted() && fit.of_knowledge().next().is_some() {
        uses.push(format!(
            "No `{OVERLAY}` was written: later runs would take chance for knowledge."
        ));
    }
    if !of_scenario.is_empty() {
        let alone = match fit.gives_overlay() {
            true => " It belongs beside the overlay, whose values go with it.",
            false => "",
        };
        uses.push(format!(
            "No overlay holds what stands in the scenario: write the {} there by hand, {}. That is the middle of what the data say; \
             how far it could be off is in `{POSTERIOR}` alone.{alone}",
            if of_scenario.len() == 1 { "median" } else { "medians" },
            listed(&of_scenario)
        ));
    }
    uses
}

fn what(fit: &FitSummary, key: &str) -> String {
    let value = fit.values.iter().find(|value| value.key == key);
    value.map_or_else(|| key.to_owned(), |value| value.what.clone())
}

/// For the terminal.
pub fn text(fit: &FitSummary) -> String {
    let mut lines = vec![answer(fit), String::new()];
    let mut table = Columns::new(&[Align::Left, Align::Right, Align::Right, Align::Right, Align::Left]);
    table.row(HEADS);
    rows(fit).into_iter().for_each(|row| table.row(row));
    lines.push(table.text());
    lines.extend(notes(fit));
    lines.join("\n")
}

/// Whether an observed experiment is unusual among simulated ones.
pub fn placed_answer(placed: &Placed) -> String {
    let by_chance = &placed.by_chance;
    let inside = format!(
        "{} of {} lie within the central 90%",
        percent(by_chance.inside),
        counted(placed.points.len() as u64, "observation")
    );
    let usual = by_chance.probability >= UNUSUAL;
    match (usual, &placed.among_worlds) {
        (true, _) => format!(
            "Nothing unusual: with every value at its central guess, {} of simulated experiments are as far from their middle; \
             {inside}.",
            percent(by_chance.probability)
        ),
        (false, None) => format!(
            "Unusual: {} as far from their middle; {inside}.",
            as_far(by_chance, "simulated experiments")
        ),
        (false, Some(worlds)) if worlds.probability >= UNUSUAL => format!(
            "Chance alone does not explain it: with every value at its central guess {} as far from their middle ({inside}). What \
             is not known does: {} of the worlds are. `escalade fit` says which values.",
            as_far(by_chance, "simulated experiments"),
            percent(worlds.probability)
        ),
        (false, Some(worlds)) => format!(
            "Unusual: {} as far from their middle with every value at its central guess ({inside}), and {}.",
            as_far(by_chance, "simulated experiments"),
            as_far(worlds, "worlds")
        ),
    }
}

/// `only 2% of simulated experiments are`, `none of 400 worlds is`.
fn as_far(agreement: &Agreement, what: &str) -> String {
    match agreement.is_farthest() {
        true => format!("none of {} {what} is", grouped(agreement.experiments)),
        false => format!("only {} of {what} are", percent(agreement.probability)),
    }
}
