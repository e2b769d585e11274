//! The answer of a comparison in words.

use super::data::{Arm, CompareReport, Comparison, End, letter};
use crate::report::choice::{self, Naming};
use crate::statistics::paired::{PairedMeans, PairedShares};
use crate::words::{self, counted, number, percent};

/// The answer: what choosing means over worlds, where there are any, else what comes of the central values.
pub fn answer(report: &CompareReport) -> String {
    over_worlds(report).unwrap_or_else(|| of_central(report))
}

/// What comes of the central values, where the answer is another.
pub fn central(report: &CompareReport) -> Option<String> {
    over_worlds(report).map(|_| choice::central(&of_central(report)))
}

fn over_worlds(report: &CompareReport) -> Option<String> {
    let eligible = |i: usize| report.eligible(i);
    let sentences = report.worlds.as_ref()?.sentences(&report.aim, &naming(), eligible)?;
    Some(sentences + &left_out(report))
}

/// Which protocols are not among those to choose from, and why.
fn left_out(report: &CompareReport) -> String {
    let of = |which: &dyn Fn(&Arm) -> bool, why: &str| {
        let all = report.arms.iter().enumerate();
        let found: Vec<String> = all
            .filter(|(_, arm)| which(arm))
            .map(|(i, _)| letter(i).to_string())
            .collect();
        match found.len() {
            0 => String::new(),
            1 => format!(" {} is left out, since {why}.", found[0]),
            _ => format!(" {} are left out, since {why}.", words::listed(&found)),
        }
    };
    of(
        &|arm| arm.treated() && !arm.held(),
        "the doses do not hold the unaltered cells there",
    ) + &of(&|arm| !arm.treated(), "no drug is given there")
}

/// What protocols are called.
pub fn naming() -> Naming<'static> {
    Naming {
        of: &|i| letter(i).to_string(),
        one: "protocol",
        by: "under",
    }
}

/// Every protocol in the order in which it is wanted, then its difference to the first.
fn of_central(report: &CompareReport) -> String {
    let ranked = report.ranked();
    if report.comparisons.is_empty() {
        return "There is no other protocol to compare with.".to_owned();
    }
    let culture = report.culture();
    let of_all = counted(report.replicates, culture);
    let sought = report.aim.want.sought();
    let found = |end: &End| match sought {
        Some(_) => end.sought.count,
        None => end.resistant.count,
    };
    if ranked.iter().all(|end| found(end) == 0) {
        return format!(
            "No {culture} became resistant{} under any protocol by day {} (of {of_all} under each), so that none is ahead of another.",
            sought.map_or(String::new(), |what| format!(" by {}", what.words())),
            number(report.horizon),
        );
    }
    let end = |end: &End, of: &str| {
        format!(
            "{}{} (mean time {}, resistant {}{of}{})",
            letter(end.arm),
            report
                .doses_of(end.arm)
                .map_or(String::new(), |doses| format!(", {doses}")),
            words::days(end.time),
            percent(end.resistant.share),
            match sought {
                Some(sought) => format!(", by {} {}", sought.words(), percent(end.sought.share)),
                None => String::new(),
            }
        )
    };
    let first = format!(" of {of_all}");
    let told = ranked.iter().enumerate();
    let told: Vec<String> = told
        .map(|(place, one)| end(one, if place == 0 { &first } else { "" }))
        .collect();
    let may_be_chosen = ranked.iter().filter(|end| report.eligible(end.arm)).count();
    let (day, best) = (number(report.horizon), report.aim.best());
    let ranking = match told.split_at(may_be_chosen) {
        ([], open) => format!("By day {day} no protocol is one to choose: {}.", open.join("; ")),
        ([only], open) => format!(
            "By day {day} only {only} is one to choose; beside it {}.",
            open.join("; ")
        ),
        ([first, then @ ..], []) => {
            format!(
                "By day {day} resistance comes {best} under {first}; then {}.",
                then.join(", ")
            )
        }
        ([first, then @ ..], open) => format!(
            "By day {day} resistance comes {best} under {first}; then {}. Beside them {}.",
            then.join(", "),
            open.join("; ")
        ),
    };
    let differences: Vec<String> = report.comparisons.iter().map(difference).collect();
    let unpaired = match report.comparisons.iter().any(|row| !row.shares_flasks) {
        true => format!(" Where lines differ, {culture}s are independent samples, not pairs."),
        false => String::new(),
    };
    format!(
        "{ranking}{} Against A: {}.{unpaired}",
        left_out(report),
        differences.join("; ")
    )
}

/// `B +31 d (95% interval +25 to +37)`, with a remark where chance alone may be behind it.
fn difference(row: &Comparison) -> String {
    let time = &row.paired.time;
    if time.difference == 0.0 && time.low == Some(0.0) && time.high == Some(0.0) {
        return format!("under {} nothing fares otherwise", letter(row.other));
    }
    let open = time
        .low
        .zip(time.high)
        .is_none_or(|(low, high)| low <= 0.0 && high >= 0.0);
    let remark = if open { ", which may be chance" } else { "" };
    format!("{} {}{remark}", letter(row.other), days(time))
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
