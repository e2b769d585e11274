//! The page of a tornado.

use super::document::{Figure, Told, figures, key_numbers, shell, table};
use crate::report::tornado::{HEADS, MEANING, PAIRS, answer, beyond, reach, rows};
use crate::statistics::tornado::Tornado;
use crate::words::{counted, days, grouped, percent, short_days};
use maud::html;

/// The whole page; `top` values are shown.
pub fn page(tornado: &Tornado, top: usize, drawn: &str, version: &str) -> String {
    let tiles = [
        (percent(tornado.resistant), "of flasks resistant as it is".to_owned()),
        (short_days(tornado.days), "mean time to resistance as it is".to_owned()),
        (
            counted(tornado.rows.len() as u64, "value"),
            "moved over its range".to_owned(),
        ),
        (
            grouped(beyond(tornado) as u64),
            "move the answer beyond noise".to_owned(),
        ),
        (
            counted(tornado.replicates, "flask"),
            "at each end, on the same random streams".to_owned(),
        ),
    ];
    let figure = Figure {
        svg: drawn,
        title: "How far each value moves the answer",
        caption: format!("Values that move the answer beyond noise, the strongest on top. {MEANING}"),
    };
    let cells: Vec<Vec<String>> = rows(tornado, top).into_iter().map(Vec::from).collect();
    let body = html! {
        (key_numbers(&tiles))
        section { h2 { "Results" } (figures(&[figure])) }
        section {
            h2 { "The strongest values" }
            div.named { (table(PAIRS, &HEADS, &cells)) }
            p { code { "tornado.csv" } " has every value." }
            p { (reach(tornado)) }
        }
        @if !tornado.without_part.is_empty() { section {
            h2 { "Without a part in this run" }
            p { (tornado.without_part.join(", ")) }
        } }
        @if !tornado.not_moved.is_empty() { section {
            h2 { "Not moved" }
            ul { @for (key, why) in &tornado.not_moved { li { code { (key) } ": " (why) } } }
        } }
        section {
            h2 { "Methods in short" }
            p { "Every value that nobody measured for this purpose is set to the low and the high end of its range, one at \
                a time, and " (counted(tornado.replicates, "flask")) " are run at each end with seed " (tornado.seed) " on the \
                random streams of the scenario as it is, for " (days(tornado.horizon)) ". Values that act together are not seen \
                together." }
            p { "A value moves the answer beyond noise where chance would have it in at most one tornado of twenty: sign tests of the \
                flasks that changed (McNemar's exact test), and of the differences of their times, corrected step by step (Holm \
                1979) for those that could tell anything (Tarone 1990)." }
        }
    };
    let told = Told {
        answer: &answer(tornado),
        notes: &[],
        warned: &[],
    };
    let title = format!("Tornado of {}", tornado.scenario);
    shell(
        version,
        &title,
        "Which uncertain values does the answer lean on?",
        told,
        body,
    )
}
