//! Sections on what ties flasks together: arms of one stock, barcodes, wells; and what the others hold.

use super::document::table;
use crate::report::story;
use crate::report::words::{mechanism, share};
use crate::statistics::arms::{Agreement, ArmsSummary};
use crate::statistics::barcodes::{BarcodeSummary, Overlap};
use crate::statistics::over_time::NotResistant;
use crate::statistics::quantile::Distribution;
use crate::statistics::wells::WellsSummary;
use crate::words::{capital, counted, grouped, number, percent, percent_with_interval, points, with_95, with_interval};
use maud::{Markup, html};

/// Mechanisms listed at most.
const MAX_HELD: usize = 12;

/// What flasks that did not become resistant hold; nothing where all did.
pub fn not_resistant(others: &NotResistant, culture: &str) -> Markup {
    let rows: Vec<Vec<String>> = others
        .held
        .iter()
        .take(MAX_HELD)
        .map(|row| {
            vec![
                mechanism(&row.mechanism).to_owned(),
                format!("{}/{}", grouped(row.dominant.count), grouped(row.dominant.n)),
                share(&row.dominant),
                share(&row.present),
            ]
        })
        .collect();
    html! {
        @if others.flasks > 0 && !rows.is_empty() {
            section {
                h2 { (capital(culture)) "s that did not become resistant" }
                p { "What they held when they were given up or time was over. Extinct: " (share(&others.extinct)) " of them." }
                (table(
                    &format!("Of {}", counted(others.flasks, culture)),
                    &["Mechanism", "Dominant in", "Share (95% interval)", "Present above the limit"],
                    &rows,
                ))
                @if others.held.len() > MAX_HELD {
                    p { "And " (counted((others.held.len() - MAX_HELD) as u64, "rarer mechanism")) ", see " code { "summary.json" } "." }
                }
            }
        }
    }
}

/// Sister flasks against unrelated ones.
pub fn arms(summary: &ArmsSummary) -> Markup {
    let row = |name: &str, agreement: &Option<Agreement>| match agreement {
        Some(a) => {
            let counts = format!("{}/{}", grouped(a.agreeing), grouped(a.pairs));
            vec![name.to_owned(), counts, percent_with_interval(a.share, a.low, a.high)]
        }
        None => vec![name.to_owned(), "no pair".to_owned(), "unknown".to_owned()],
    };
    let rows = [
        row("of the same stock", &summary.sisters),
        row("of different stocks", &summary.unrelated),
    ];
    let verdict = story::arms_verdict(summary);
    html! {
        section {
            h2 { "Arms of one stock" }
            p {
                "Every " (summary.arms) " flasks come from one expanded stock. " (verdict)
                @if let Some(e) = &summary.excess {
                    " The difference is " (points(e.difference)) " percentage points (95% interval " (points(e.low)) " to " (points(e.high))
                    ", jackknife over stocks)."
                }
                " " (story::OF_STOCKS)
            }
            (table("Pairs of resistant flasks with the same dominant mechanism", &["Pairs", "Agree", "Share (95% interval)"], &rows))
        }
    }
}

/// Diversity and overlap of barcodes.
pub fn barcodes(summary: &BarcodeSummary) -> Markup {
    let row = |name: &str, seeded: &Option<Distribution>, left: &Option<Distribution>| {
        vec![name.to_owned(), middle(seeded), middle(left)]
    };
    let mut rows = vec![
        row("barcodes", &summary.seeded, &summary.left),
        row("Shannon entropy, nats", &summary.shannon_seeded, &summary.shannon),
        row("inverse Simpson index", &summary.simpson_seeded, &summary.simpson),
    ];
    rows.push(vec![
        "winners (above the detection limit, resistant flasks)".to_owned(),
        String::new(),
        middle(&summary.winners),
    ]);
    html! {
        section {
            h2 { "Barcodes" }
            @if let Some(overlap) = &summary.overlap { (verdict(overlap, summary.stocks)) }
            @else if summary.arms > 1 { p { b { (story::barcode_verdict(None)) } } }
            (table("Within a flask: median (10% to 90%)", &["", "On day 0", "At the outcome"], &rows))
            @if let Some(overlap) = &summary.overlap { (matrix(overlap)) }
            p { code { "barcodes.csv" } " holds the count of every barcode in every flask, as sequencing without error would." }
        }
    }
}

fn verdict(overlap: &Overlap, stocks: u64) -> Markup {
    let call = story::barcode_verdict(Some(overlap));
    html! {
        p {
            b { (call) } " Two resistant arms share " (number(overlap.shared)) " winners on average; by chance it would be "
            (number(overlap.by_chance)) " (difference " (number(overlap.excess))
            @if let Some((low, high)) = overlap.low.zip(overlap.high) { ", 95% interval " (number(low)) " to " (number(high)) }
            ", over " (counted(stocks, "stock")) " with two or more resistant arms): " (percent(overlap.shared_winners)) " of an arm's winners win in a sister arm as well, against "
            (percent(overlap.shared_by_chance)) " by chance. Of the barcodes that any arm was seeded with, "
            (percent(overlap.seeded_in_all)) " were seeded into every arm; a clone that is missing from an arm cannot win there."
        }
    }
}

/// Winners that arms of the first stock share, where the table fits the page.
fn matrix(overlap: &Overlap) -> Markup {
    let n = overlap.first_stock.len();
    let heads: Vec<String> = std::iter::once(String::new())
        .chain((1..=n).map(|i| format!("arm {i}")))
        .collect();
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let rows: Vec<Vec<String>> = overlap
        .first_stock
        .iter()
        .enumerate()
        .map(|(i, row)| {
            std::iter::once(format!("arm {}", i + 1))
                .chain(row.iter().map(|&n| grouped(n)))
                .collect()
        })
        .collect();
    html! {
        @if (2..=10).contains(&n) {
            (table("Winning barcodes that two arms of the first such stock share (diagonal: the arm's own; 0: not resistant)", &heads, &rows))
        }
    }
}

fn middle(d: &Option<Distribution>) -> String {
    let Some(d) = d else { return "unknown".to_owned() };
    match (d.quantile(0.1), d.quantile(0.9)) {
        (Some(low), Some(high)) => with_interval([d.median().value, low.value, high.value].map(number)),
        _ => number(d.median().value),
    }
}

/// Plates of wells.
pub fn wells(summary: &WellsSummary) -> Markup {
    let positive = &summary.positive;
    let rows: Vec<Vec<String>> = summary
        .mutations
        .iter()
        .map(|row| {
            vec![
                mechanism(&row.mechanism).to_owned(),
                format!("{}/{}", grouped(row.wells.count), grouped(row.wells.n)),
                share(&row.wells),
                grouped(row.clones),
            ]
        })
        .collect();
    let founders = match (summary.founders_per_well, summary.founders_high) {
        (Some(m), Some(high)) => {
            let [low, high] = [summary.founders_low, high].map(number);
            with_95([format!("{} per well", number(m)), low, high])
        }
        (Some(m), None) => format!("{} per well (at least {})", number(m), number(summary.founders_low)),
        (None, _) => format!(
            "at least {} per well, since every well grew out",
            number(summary.founders_low)
        ),
    };
    html! {
        section {
            h2 { "Wells" }
            p {
                "Positive wells: " (grouped(positive.count)) " of " (grouped(positive.n)) ", " (share(positive))
                " (Wilson). The share of negative wells (P0) says how many cells grew out, by mutation or by a change of state: "
                (founders) ". Wells that hold a clone, that is a heritable alteration above the detection limit: " (grouped(summary.clonal.count))
                " of " (grouped(summary.clonal.n)) ", " (share(&summary.clonal)) "."
                @if summary.single_clone.n > 0 {
                    " Of these, " (share(&summary.single_clone)) " hold exactly one"
                    @if let Some(chance) = summary.single_by_chance { "; independent clones at that density would give " (percent(chance)) }
                    "."
                }
            }
            @if !rows.is_empty() {
                (table("Mutations in positive wells", &["Mutation", "Wells", "Share (95% interval)", "Clones"], &rows))
                p { "A clone is one founding event above the detection limit, with what arose inside it; frequent routes are followed in pools and count once per pool." }
            }
        }
    }
}
