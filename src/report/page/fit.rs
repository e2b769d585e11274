//! The page of a fit.

use super::document::{Figure, Told, figures, key_numbers, shell, table};
use crate::report::fit::{HEADS, agreement, answer, band, notes, rows};
use crate::statistics::fit::{FitSummary, IDENTIFIED, Point};
use crate::words::{counted, grouped, number, percent};
use maud::html;

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
    let identified = fit.values.iter().filter(|value| value.is_identified()).count() as u64;
    let tiles = [
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
    ];
    let mut shown = vec![Figure {
        svg: &drawn.values,
        title: "What the data say of each value",
        caption: format!(
            "Grey: what was known beforehand, central 90%, on a log scale. Blue: with the data; the line is the median. A value \
             counts as identified where its spread fell below {} of what it was.",
            percent(IDENTIFIED)
        ),
    }];
    let more = match drawn.left_out {
        0 => String::new(),
        n => format!(" {} more stand in observed.csv.", counted(n as u64, "panel")),
    };
    if let Some(observed) = &drawn.observed {
        shown.push(Figure {
            svg: observed,
            title: "What was seen, over what the fitted model shows",
            caption: format!(
                "Dots: the data. Line and band: median and central 90% of new flasks of the fitted model, counted or read in the \
                 same way, with everything that the fit leaves open.{more}"
            ),
        });
    }
    let values: Vec<Vec<String>> = rows(fit).into_iter().map(Vec::from).collect();
    let loose: Vec<Vec<String>> = fit
        .points
        .iter()
        .filter(|point| point.place.at.is_none())
        .map(loose)
        .collect();
    let body = html! {
        (key_numbers(&tiles))
        section { h2 { "Results" } (figures(&shown)) }
        section {
            h2 { "Values" }
            (table("Median and central 90%, before and with the data", &HEADS, &values))
            p { code { "posterior.csv" } " holds the draws, a world a row: " code { "escalade run SCENARIO --worlds posterior.csv" }
                " asks them what comes of them; of a plain scenario, " code { "escalade batch SCENARIO --table posterior.csv" } ". "
                "What it does not name goes on being drawn." }
        }
        @if !loose.is_empty() { section {
            h2 { "Ends of flasks" }
            (table("What was seen beside what the fitted model shows", &["what", "seen", "simulated"], &loose))
        } }
        section {
            h2 { "Methods in short" }
            p { "The priors of the values are the distributions that worlds are drawn from, or the ranges that were stated. "
                (grouped(fit.particles)) " draws were moved from the priors to the posterior in "
                (counted(fit.stages.len() as u64, "step")) " of sequential Monte Carlo, with seed " (fit.seed) ". "
                "Counts scatter by chance, by the share that was counted and by a counting error that is free itself; plates by "
                "the scatter of their wells. Where flasks differ by chance, the likelihood is estimated without bias from "
                "simulated flasks. Ends of flasks are held against the density of simulated ends. Everything that is not named "
                "here was held at its central guess." }
            @if let Some(last) = fit.stages.last() {
                p { "The last step moved each draw " (counted(u64::from(last.moves), "time")) "; " (percent(last.accepted))
                    " of the moves were accepted." }
            }
            p { "Data: " @for (i, name) in fit.data.iter().enumerate() { @if i > 0 { ", " } code { (name) } } "." }
        }
    };
    let told_notes = notes(fit);
    let warned: Vec<String> = match fit.is_contradiction() {
        true => vec![agreement(fit)],
        false => Vec::new(),
    };
    let told = Told {
        answer: &answer(fit),
        notes: &told_notes,
        warned: &warned,
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

fn loose(point: &Point) -> Vec<String> {
    let what = match point.place.condition.is_empty() {
        true => point.place.what.clone(),
        false => format!("{}: {}", point.place.condition, point.place.what),
    };
    vec![what, number(point.observed), band(&point.simulated)]
}
