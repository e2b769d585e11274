//! The answer of a comparison in words.

use super::data::{CompareReport, Comparison, letter};
use crate::report::words::share;
use crate::statistics::paired::{PairedMeans, PairedShares};
use crate::words::{self, counted, number, percent};

/// The answer, a sentence or two per protocol.
pub fn answer(report: &CompareReport) -> String {
    report
        .comparisons
        .iter()
        .map(|row| sentence(report, row))
        .collect::<Vec<_>>()
        .join(" ")
}

fn sentence(report: &CompareReport, row: &Comparison) -> String {
    let (a, b) = (letter(0), letter(row.other));
    let paired = &row.paired;
    let resistant = &paired.resistant;
    let flasks = match &paired.order {
        Some(order) => format!(
            "Flask by flask, resistance came later under {b} in {}, later under {a} in {}, and neither in {}.",
            share(&order.later_in_other),
            share(&order.later_in_first),
            percent(order.tie.share),
        ),
        None => format!("The lines of {a} and {b} differ, so that this compares independent flasks, not pairs."),
    };
    format!(
        "Resistant by day {}: {} of {} under {a}, {} under {b}; difference {}. Time to resistance up to that day: {} d \
         under {a}, {} d under {b}; difference {}. {flasks}",
        number(report.horizon),
        percent(resistant.first.share),
        counted(paired.n, "flask"),
        percent(resistant.other.share),
        points(resistant),
        number(paired.time.first),
        number(paired.time.other),
        days(&paired.time),
    )
}

/// Difference in resistant flasks.
pub fn points(shares: &PairedShares) -> String {
    let interval = Some((shares.low, shares.high));
    words::difference(words::points, shares.difference, interval, "percentage points")
}

/// Difference in the restricted mean time.
pub fn days(means: &PairedMeans) -> String {
    words::difference(words::signed, means.difference, means.low.zip(means.high), "d")
}

/// What pairing bought, in a sentence.
pub fn gain(correlation: Option<f64>, ratio: Option<f64>) -> String {
    match (correlation, ratio) {
        (Some(r), Some(ratio)) if ratio > 0.0 => format!(
            "correlation {}; the difference varies {} times as much as between independent flasks ({} as many of those \
             would do as well)",
            number(r),
            number(ratio),
            match 1.0 / ratio {
                times if times >= 1.0 => format!("{} times", number(times)),
                times => percent(times),
            }
        ),
        (Some(r), Some(_)) => format!("correlation {}; the difference does not vary at all", number(r)),
        (None, Some(ratio)) => format!(
            "no correlation can be given, since one side never varies; variance ratio {}",
            number(ratio)
        ),
        _ => "nothing varies, so there is no correlation".to_owned(),
    }
}
