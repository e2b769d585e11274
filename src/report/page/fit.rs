//! The page of a fit.

use super::document::{Figure, Told, figures, key_numbers, shell, table};
use crate::report::fit::{HEADS, agreement, answer, band, notes, placed_answer, rows, uses};
use crate::statistics::fit::{FitSummary, IDENTIFIED, Over, Placed, PlacedPoint, Point};
use crate::words::{counted, grouped, number, percent};
use maud::{Markup, html};

/// Drawings of the page.
pub struct Drawn {
    /// Values before and after.
    pub values: String,
    /// Observations over bands, where any stands on a day or at a dose.
    pub observed: Option<String>,
    /// Panels that are left to the table.
    pub left_out: usize,
}

/// The whole page.
pub fn page(fit: &FitSummary, drawn: &Drawn) -> String {
    let values: Vec<Vec<String>> = rows(fit).into_iter().map(Vec::from).collect();
    let (codes, ends): (Vec<&Point>, Vec<&Point>) = (fit.points.iter())
        .filter(|point| point.place.at.is_none())
        .partition(|point| point.place.is_of_barcodes());
    let [codes, ends] = [codes, ends].map(|points| points.into_iter().map(loose).collect::<Vec<_>>());
    let body = html! {
        (key_numbers(&tiles(fit)))
        section { h2 { "Results" } (figures(&shown(drawn))) }
        section {
            h2 { "Values" }
            (table("Median and central 90%, before and with the data", &HEADS, &values))
            @for sentence in uses(fit) { p { (coded(&sentence)) } }
        }
        @for (head, rows) in [("Ends of flasks", &ends), ("Barcodes at the outcome", &codes)] {
            @if !rows.is_empty() { section {
                h2 { (head) }
                (table("What was seen beside what the fitted model shows", &["what", "seen", "simulated"], rows))
            } }
        }
        (methods(fit))
    };
    let told = Told {
        answer: &answer(fit),
        notes: &notes(fit),
        warned: &warned(fit),
    };
    let title = format!("Fit of {}", fit.scenario);
    shell(
        &fit.version,
        &title,
        "What do the data say about the values that matter?",
        told,
        body,
    )
}

fn tiles(fit: &FitSummary) -> [(String, String); 5] {
    let identified = fit.values.iter().filter(|value| value.is_identified()).count();
    [
        (
            format!("{identified} of {}", fit.values.len()),
            "values that the data tell clearly".to_owned(),
        ),
        (
            percent(fit.agreement.inside),
            "of what was seen lies where 90% of new observations would".to_owned(),
        ),
        (grouped(fit.observations), "observations".to_owned()),
        (grouped(fit.flasks), "flasks simulated".to_owned()),
        (grouped(fit.particles), "draws of the posterior".to_owned()),
    ]
}

/// The drawings with their captions.
fn shown(drawn: &Drawn) -> Vec<Figure<'_>> {
    let values = Figure {
        svg: &drawn.values,
        title: "What the data say of each value",
        caption: format!(
            "Grey: what was known beforehand, central 90%, on a log scale. Blue: with the data; the line is the median. A value \
             counts as identified where its spread fell below {} of what it was.",
            percent(IDENTIFIED)
        ),
    };
    let more = match drawn.left_out {
        0 => String::new(),
        n => format!(" {} more stand in observed.csv.", counted(n as u64, "panel")),
    };
    let observed = drawn.observed.as_ref().map(|svg| Figure {
        svg,
        title: "What was seen, over what the fitted model shows",
        caption: format!(
            "Dots: the data. Line and band: median and central 90% of new flasks of the fitted model, counted or read in the \
             same way, with everything that the fit leaves open.{more}"
        ),
    });
    [Some(values), observed].into_iter().flatten().collect()
}

fn methods(fit: &FitSummary) -> Markup {
    html! { section {
        h2 { "Methods in short" }
        p { "The priors of the values are the distributions that worlds are drawn from, or the ranges that were stated. "
            (grouped(fit.particles)) " draws were moved from the priors to the posterior in "
            (counted(fit.stages.len() as u64, "step")) " of sequential Monte Carlo, with seed " (fit.seed) ". "
            "Counts scatter by chance, by the share that was counted and by a counting error that is free itself; plates by "
            "the scatter of their wells. What was counted and read of one flask is held together against the mean and "
            "covariance of simulated flasks, ends of flasks against the density of simulated ends. Everything that is not named "
            "here was held at its central guess." }
        @if fit.points.iter().any(|point| point.place.is_of_barcodes()) {
            p { "Barcodes: simulated stocks are split into as many arms, and each arm gives as many reads as the real one, with an \
                error of each barcode beside chance. How many barcodes are seen, how unequal they are and how alike sister arms are \
                is held together against the mean and covariance of these stocks." }
        }
        @if let Some(last) = fit.stages.last() {
            p { "The last step moved each draw " (counted(u64::from(last.moves), "time")) "; " (percent(last.accepted))
                " of the moves were accepted." }
        }
        p { "Data: " @for (i, data) in fit.data.iter().enumerate() { @if i > 0 { ", " } code { (data.file) } } "." }
    } }
}

/// Why the values are not to be taken as they are.
fn warned(fit: &FitSummary) -> Vec<String> {
    match (fit.is_trusted(), fit.is_contradiction()) {
        (false, _) => vec!["The values, figures and draws below are not to be trusted; see the answer.".to_owned()],
        (true, true) => vec![agreement(fit)],
        (true, false) => Vec::new(),
    }
}

/// A sentence whose names of files and commands stand between backticks.
fn coded(sentence: &str) -> Markup {
    html! {
        @for (i, part) in sentence.split('`').enumerate() {
            @if i % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}

fn loose(point: &Point) -> Vec<String> {
    let place = &point.place;
    let stock = Some(&place.of).filter(|of| place.is_of_barcodes() && !of.is_empty());
    let what = stock.map_or(place.what.clone(), |stock| format!("{stock}, {}", place.what));
    let what = match place.condition.is_empty() {
        true => what,
        false => format!("{}: {what}", place.condition),
    };
    vec![what, number(point.observed), band(&point.simulated)]
}

/// The page of an observed experiment among simulated ones.
pub fn placed_page(placed: &Placed, drawn: Option<&str>) -> String {
    let worlds = placed.among_worlds.as_ref();
    let mut tiles = vec![(
        percent(placed.by_chance.probability),
        "of simulated experiments are as far from their middle, by chance alone".to_owned(),
    )];
    tiles.extend(worlds.map(|worlds| (percent(worlds.probability), "of the worlds are".to_owned())));
    tiles.push((grouped(placed.points.len() as u64), "observations".to_owned()));
    let shown: Vec<Figure> = drawn
        .map(|svg| Figure {
            svg,
            title: "What was seen, among what is simulated",
            caption: match worlds {
                Some(_) => "Dots: the data. Line and band: median and central 90% over worlds, each with everything that is not known \
                            drawn anew.",
                None => "Dots: the data. Line and band: median and central 90% of simulated experiments.",
            }
            .to_owned(),
        })
        .into_iter()
        .collect();
    let heads = [
        "where",
        "seen",
        "by chance alone",
        "of those below",
        "over worlds",
        "of those below",
    ];
    let rows: Vec<Vec<String>> = placed.points.iter().map(placed_row).collect();
    let body = html! {
        (key_numbers(&tiles))
        @if !shown.is_empty() { section { h2 { "Results" } (figures(&shown)) } }
        section {
            h2 { "Every observation" }
            (table("Median and central 90% of what is simulated, and the share of it that is lower than what was seen", &heads, &rows))
        }
        section {
            h2 { "Methods in short" }
            p { (grouped(placed.experiments)) " experiments with as many flasks as the data have, counted or read in the same way, \
                with every value at its central guess"
                @if worlds.is_some() { ", and as many worlds with one experiment each" }
                ". Nothing was fitted. Distances from the middle are taken on a log scale, over all observations together." }
        }
    };
    let told = Told {
        answer: &placed_answer(placed),
        notes: &[],
        warned: &[],
    };
    let title = format!("Your data and {}", placed.scenario);
    shell(&placed.version, &title, "Is what was observed unusual?", told, body)
}

fn placed_row(point: &PlacedPoint) -> Vec<String> {
    let place = &point.place;
    let parts = [place.condition.clone(), place.of.clone(), place.what.clone()];
    let mut whole: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    whole.extend(place.at.map(|at| match place.over() {
        Over::Doses => crate::words::dose(at),
        Over::Days => crate::words::day(at),
    }));
    vec![
        whole.join(", "),
        number(point.observed),
        band(&point.chance),
        percent(point.below),
        point.worlds.as_ref().map_or(String::new(), band),
        point.below_worlds.map_or(String::new(), percent),
    ]
}
