//! One protocol against the first.

use crate::report::aim::mean_time;
use crate::report::compare::{CompareReport, Comparison, days, gain, letter, points};
use crate::report::page::document::table;
use crate::report::words::{mechanism, share};
use crate::statistics::paired::{Order, Paired, PairedMeans};
use crate::words::{self, dose, grouped, number, short_days};
use maud::{Markup, html};

/// Rows of the table of mechanisms at most.
const MECHANISMS: usize = 15;

/// What differs between a protocol and the first one.
pub(super) fn against(report: &CompareReport, row: &Comparison) -> Markup {
    let (a, b) = (letter(0), letter(row.other));
    let (paired, culture) = (&row.paired, report.culture());
    let (under_a, under_b) = (format!("Under {a}"), format!("Under {b}"));
    let outcomes = outcomes(report, row);
    html! {
        section {
            h2 { (b) " against " (a) }
            @if row.shares_flasks {
                (table(&format!("Outcomes over the same {culture}s"), &["", &under_a, &under_b, "Difference"], &outcomes))
            } @else {
                p { "The lines differ: the " (culture) "s of " (a) " and " (b) " are independent samples, and nothing pairs them." }
                (table(&format!("Outcomes over independent {culture}s"), &["", &under_a, &under_b, "Difference"], &outcomes))
            }
            p { (mean_time(report.culture(), report.horizon)) }
            @if let Some(order) = &paired.order { (later(order, [a, b], paired.horizon, culture)) }
            @if !paired.mechanisms.is_empty() {
                (table(
                    &format!("Resistant by the horizon with the mechanism dominant, of all {culture}s"),
                    &["Mechanism", &under_a, &under_b, "Difference, percentage points"],
                    &mechanisms(paired),
                ))
            }
            @if paired.mechanisms.len() > MECHANISMS {
                p { (paired.mechanisms.len() - MECHANISMS) " rarer mechanisms are in compare.json. With this many rows some \
                    intervals miss 0 by chance." }
            }
            @if row.shares_flasks {
                h3 { "What pairing bought" }
                p { "Time to resistance: " (gain(paired.time.correlation, paired.time.variance_ratio)) ". Resistant or not: "
                    (gain(paired.resistant.correlation, paired.resistant_variance_ratio)) "." }
            }
        }
    }
}

/// What came of either protocol, and the difference.
fn outcomes(report: &CompareReport, row: &Comparison) -> Vec<Vec<String>> {
    let paired = &row.paired;
    let held = |arm: usize| if report.arms[arm].held() { "held" } else { "not held" }.to_owned();
    let measures = [
        vec![
            "resistant by the horizon".to_owned(),
            share(&paired.resistant.first),
            share(&paired.resistant.other),
            points(&paired.resistant),
        ],
        vec![
            "mean time to resistance".to_owned(),
            short_days(paired.time.first),
            short_days(paired.time.other),
            days(&paired.time),
        ],
        vec!["unaltered cells".to_owned(), held(0), held(row.other), String::new()],
    ];
    let doses = paired.doses.iter().map(|pair| {
        let means = &pair.highest;
        vec![
            format!("highest dose of {}, mean", pair.drug),
            dose(means.first),
            dose(means.other),
            nanomolar(means),
        ]
    });
    measures.into_iter().chain(doses).collect()
}

/// How often each of the most frequent mechanisms leads.
fn mechanisms(paired: &Paired) -> Vec<Vec<String>> {
    let frequent = paired.mechanisms.iter().take(MECHANISMS);
    frequent
        .map(|pair| {
            let shares = &pair.shares;
            vec![
                mechanism(&pair.mechanism).to_owned(),
                share(&shares.first),
                share(&shares.other),
                words::with_interval([shares.difference, shares.low, shares.high].map(words::points)),
            ]
        })
        .collect()
}

/// Who is resistant later, flask by flask.
fn later(order: &Order, [a, b]: [char; 2], horizon: f64, culture: &str) -> Markup {
    let cultures = words::capital(&format!("{culture}s"));
    let rows = [
        (format!("later under {a}"), &order.later_in_first),
        ("tie".to_owned(), &order.tie),
        (format!("later under {b}"), &order.later_in_other),
    ]
    .map(|(what, p)| vec![what, format!("{}/{}", grouped(p.count), grouped(p.n)), share(p)]);
    html! {
        (table("Who is resistant later", &["", &cultures, "Share (95% interval)"], &rows))
        p { "Of the ties, " (grouped(order.neither)) " were " (culture) "s without resistance by day "
            (number(horizon)) " under either protocol." }
    }
}

fn nanomolar(means: &PairedMeans) -> String {
    let text = |value: f64| match value {
        v if v < 0.0 => format!("−{}", dose(-v)),
        v if v > 0.0 => format!("+{}", dose(v)),
        _ => "0".to_owned(),
    };
    match means.low.zip(means.high) {
        Some((low, high)) => words::with_95([means.difference, low, high].map(text)),
        None => text(means.difference),
    }
}
