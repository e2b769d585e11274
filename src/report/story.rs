//! The results in words: the answer in one sentence, and the profile as plain text.

use super::words::{labelled, mechanism, share, share_parts};
use crate::engine::record::{Outcome, PlainStop};
use crate::model::biology::MechanismClass;
use crate::statistics::arms::ArmsSummary;
use crate::statistics::barcodes::{Overlap, Verdict};
use crate::statistics::lines::LineRow;
use crate::statistics::quantile::Distribution;
use crate::statistics::{FlaskSummary, PlainSummary};
use crate::words::{self, counted, dose, grouped, listed, number, percent, shortened};

/// The answer in one sentence (two where no flask became resistant), with numbers.
pub fn answer_sentence(summary: &FlaskSummary) -> String {
    let n = summary.replicates;
    let resistant = summary.outcome(Outcome::Resistant);
    if n == 0 {
        return "No flask was simulated.".to_owned();
    }
    let others = other_outcomes(summary);
    let (percent_resistant, range) = share_parts(&resistant);
    if resistant.count == 0 {
        return format!(
            "No flask of {} became resistant (0%, 95% interval {range}){others}.",
            grouped(n)
        );
    }

    let mut out = format!(
        "In {} of {} ({}, 95% interval {range}) the cells became resistant{}",
        grouped(resistant.count),
        counted(n, "flask"),
        percent_resistant,
        to_what(summary),
    );
    if let Some(days) = &summary.time_to_resistance {
        out.push_str(&timing(days, !summary.lines.is_empty()));
        if !summary.courses.is_empty() && never_held(summary, days) {
            out.push_str(", since the dose never held the unaltered cells");
        }
    }
    if let Some(line) = summary.lines.last() {
        out.push_str(&last_line(line));
    }
    out.push_str(&mechanisms(summary));
    out.push_str(&others);
    out.push('.');
    out
}

/// ` to alectinib at 1 µM`.
fn to_what(summary: &FlaskSummary) -> String {
    let doses: Vec<String> = summary
        .courses
        .iter()
        .filter(|c| !c.earlier_line)
        .map(|c| format!("{} at {}", c.drug, dose(c.goal)))
        .collect();
    if doses.is_empty() {
        String::new()
    } else {
        format!(" to {}", listed(&doses))
    }
}

/// Most flasks were resistant within two days, by cells without an alteration: nothing had to arise.
fn never_held(summary: &FlaskSummary, days: &Distribution) -> bool {
    let rows = &summary.profile.by_mechanism;
    let unaltered = rows.iter().find(|row| row.class == MechanismClass::None);
    days.median().value <= 2.0 && unaltered.is_some_and(|row| row.dominant.of_resistant.share > 0.5)
}

/// `, after a median of 231 days (middle 80%: 190 to 238)`.
fn timing(days: &Distribution, several_lines: bool) -> String {
    let since = if several_lines { " from seeding" } else { "" };
    let median = words::days(days.median().value);
    let ends = (days.quantile(0.1), days.quantile(0.9));
    match ends {
        (Some(low), Some(high)) if days.n >= 5 => {
            format!(
                ", after a median of {median}{since} (80% of them between {} and {})",
                number(low.value),
                number(high.value)
            )
        }
        _ if days.n == 1 => format!(", after {median}{since}"),
        _ => format!(", after a median of {median}{since}"),
    }
}

/// `; where it failed, the last line of treatment (lorlatinib) had held for a median of 110 days`.
fn last_line(line: &LineRow) -> String {
    let held = line.held.as_ref();
    held.map_or(String::new(), |held| {
        format!(
            "; where it failed, the last line of treatment ({}) had held for a median of {}",
            listed(&line.drugs),
            words::days(held.median().value)
        )
    })
}

/// `; most often by G1202R (41% of the resistant flasks), then ...`.
fn mechanisms(summary: &FlaskSummary) -> String {
    let rows = summary
        .profile
        .by_mechanism
        .iter()
        .filter(|row| row.dominant.of_resistant.count > 0);
    let mut rows = rows.map(|row| {
        let label = if row.class == MechanismClass::None {
            "cells without a known alteration"
        } else {
            row.label.as_str()
        };
        (label.to_owned(), row.dominant.of_resistant.share)
    });
    let Some((first, most)) = rows.next() else {
        return String::new();
    };
    if most >= 1.0 {
        return format!("; always dominated by {first}");
    }
    let next = rows
        .next()
        .map(|(label, share)| format!(", then {label} ({})", percent(share)))
        .unwrap_or_default();
    format!(
        "; most often dominated by {first} ({} of the resistant flasks){next}",
        percent(most)
    )
}

/// `; of the others, 40 went extinct and 17 were given up`.
fn other_outcomes(summary: &FlaskSummary) -> String {
    let verb = |outcome, count| match (outcome, count) {
        (Outcome::Extinct, _) => "went extinct",
        (Outcome::GivenUp, 1) => "was given up",
        (Outcome::GivenUp, _) => "were given up",
        _ => "ran out of time",
    };
    let parts: Vec<String> = [Outcome::Extinct, Outcome::GivenUp, Outcome::TimeOver]
        .into_iter()
        .map(|outcome| (outcome, summary.outcome(outcome).count))
        .filter(|&(_, count)| count > 0)
        .map(|(outcome, count)| format!("{} {}", grouped(count), verb(outcome, count)))
        .collect();
    if parts.is_empty() {
        return String::new();
    }
    let lead = if summary.outcome(Outcome::Resistant).count > 0 {
        "of the others, "
    } else {
        ""
    };
    format!("; {lead}{}", listed(&parts))
}

/// The profile for a terminal: aligned columns, at most 12 mechanisms, of which few that never dominated.
pub fn text_profile(summary: &FlaskSummary) -> String {
    const SHOWN: usize = 12;
    const PRESENT_ONLY: usize = 3;
    let profile = &summary.profile;
    if profile.resistant_flasks == 0 {
        return format!("no resistant flask among {}\n", grouped(profile.all_flasks));
    }
    let count = |n: u64, of: u64| format!("{}/{}", grouped(n), grouped(of));
    let head = [
        "mechanism",
        "dominant",
        "of resistant flasks (95%)",
        "of all flasks (95%)",
        "present",
    ]
    .map(str::to_owned);
    let dominant = profile
        .by_mechanism
        .iter()
        .filter(|row| row.dominant.of_resistant.count > 0)
        .count();
    let shown = SHOWN.min(dominant + PRESENT_ONLY).min(profile.by_mechanism.len());
    let mut lines = vec![head];
    lines.extend(profile.by_mechanism.iter().take(shown).map(|row| {
        let dominant = &row.dominant.of_resistant;
        [
            shortened(labelled(row.class, &row.label), 32),
            count(dominant.count, dominant.n),
            share(dominant),
            share(&row.dominant.of_all),
            percent(row.present.of_resistant.share),
        ]
    }));
    let mut out = aligned(&lines);
    if profile.by_mechanism.len() > shown {
        out.push_str(&format!(
            "and {} more in the report\n",
            profile.by_mechanism.len() - shown
        ));
    }
    out
}

/// Lines of treatment, and what ties the flasks together, a line each: wells, arms, barcodes. Empty where
/// nothing does.
pub fn text_together(summary: &FlaskSummary) -> String {
    let mut out = text_lines(&summary.lines);
    if let Some(wells) = &summary.wells {
        out.push_str(&format!(
            "Positive wells: {}/{}, {}; with a mutant clone: {}.\n",
            grouped(wells.positive.count),
            grouped(wells.positive.n),
            share(&wells.positive),
            grouped(wells.clonal.count)
        ));
    }
    if let Some(arms) = &summary.arms {
        out.push_str(&format!("Arms: {}\n", arms_verdict(arms)));
    }
    if let Some(barcodes) = summary.barcodes.as_ref().filter(|barcodes| barcodes.arms > 1) {
        out.push_str(&format!("Barcodes: {}\n", barcode_verdict(barcodes.overlap.as_ref())));
    }
    out
}

/// A row per line of treatment; nothing where there is one.
fn text_lines(lines: &[LineRow]) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let mut rows = vec![
        [
            "line of treatment",
            "failed",
            "median day",
            "median days held",
            "dominant at failure",
        ]
        .map(str::to_owned),
    ];
    rows.extend((1..).zip(lines).map(|(i, line)| line_cells(i, line)));
    format!("\n{}\n", aligned(&rows))
}

/// Mechanisms told of each line of treatment.
const OF_A_LINE: usize = 3;

/// Number and drugs, failed flasks, median day, median days held, leading mechanisms.
pub(super) fn line_cells(i: usize, line: &LineRow) -> [String; 5] {
    let median = |d: &Option<Distribution>| d.as_ref().map_or("-".to_owned(), |d| number(d.median().value));
    let leading: Vec<String> = (line.dominant.iter().take(OF_A_LINE))
        .map(|row| format!("{} {}", mechanism(&row.mechanism), grouped(row.flasks.count)))
        .collect();
    [
        format!("{i}: {}", listed(&line.drugs)),
        format!("{}/{}", grouped(line.failed.count), grouped(line.failed.n)),
        median(&line.day),
        median(&line.held),
        if leading.is_empty() {
            "-".to_owned()
        } else {
            leading.join(", ")
        },
    ]
}

/// What the agreement of sister flasks speaks for.
pub(super) fn arms_verdict(summary: &ArmsSummary) -> &'static str {
    match &summary.excess {
        Some(excess) if excess.high - excess.low > 1.0 => {
            "The flasks are too few to tell whether sister flasks agree more often than unrelated ones."
        }
        Some(excess) if excess.low > 0.0 => {
            "Sister flasks agree more often than unrelated ones: part of what makes them resistant was in the stock \
             before the split."
        }
        Some(_) => {
            "Sister flasks do not agree more often than unrelated ones do: nothing speaks for mechanisms that were in \
             the stock before the split."
        }
        None => "There are too few stocks with resistant flasks to compare.",
    }
}

/// What the overlap of winning barcodes speaks for.
pub(super) fn barcode_verdict(overlap: Option<&Overlap>) -> &'static str {
    let Some(overlap) = overlap else {
        return "In no stock did two sister arms become resistant: there are no winners to compare.";
    };
    match overlap.verdict {
        Verdict::PreExisting if overlap.shared_winners < 0.5 => {
            "Sister arms share more winning barcodes than chance gives: some resistant cells were there before the \
             split, but most winners are an arm's own."
        }
        Verdict::PreExisting => {
            "Sister arms share most of their winning barcodes: the resistant cells were there before the split."
        }
        Verdict::Acquired => {
            "Sister arms share no more winning barcodes than chance gives: most of the resistance arose after the split."
        }
        Verdict::Open => {
            "There are too few resistant sister arms or winners to tell resistance before the split from resistance after it."
        }
    }
}

/// Columns padded with spaces, the first to the left and the others to the right.
fn aligned<const N: usize>(lines: &[[String; N]]) -> String {
    let length = |text: &str| text.chars().count();
    let widths: Vec<usize> = (0..N)
        .map(|k| lines.iter().map(|line| length(&line[k])).max().unwrap_or(0))
        .collect();
    let mut out = String::new();
    for line in lines {
        let mut text = String::new();
        for (k, cell) in line.iter().enumerate() {
            let padding = " ".repeat(widths[k] - length(cell));
            text.push_str(&if k == 0 {
                format!("{cell}{padding}")
            } else {
                format!("  {padding}{cell}")
            });
        }
        out.push_str(text.trim_end());
        out.push('\n');
    }
    out
}

/// How a plain replicate ended, as a label.
pub(super) fn stop_words(reason: PlainStop) -> &'static str {
    match reason {
        PlainStop::PhasesDone => "all phases done",
        PlainStop::TotalCells => "total cells reached",
        PlainStop::TypeCells => "cells of a type reached",
        PlainStop::Extinct => "extinct",
        PlainStop::TooManyCells => "too many cells to count",
        PlainStop::Unending => "never ended",
    }
}

/// What came out of a plain run, in one sentence.
pub fn plain_answer(summary: &PlainSummary) -> String {
    if summary.replicates == 0 {
        return "No replicate was simulated.".to_owned();
    }
    let how = |reason| match reason {
        PlainStop::PhasesDone => "ran to the end of the last phase",
        PlainStop::TotalCells => "reached the stop size",
        PlainStop::TypeCells => "reached the stop size of a type",
        PlainStop::Extinct => "died out",
        PlainStop::TooManyCells => "were left where they had more cells than can be counted (9 × 10¹⁵)",
        PlainStop::Unending => "were left after a million days in a phase that nothing ended",
    };
    let seen = summary.stops.iter().filter(|row| row.share.count > 0);
    let parts: Vec<String> = seen
        .map(|row| {
            let (percent, range) = share_parts(&row.share);
            format!(
                "{} ({}, 95% interval {range}) {}",
                grouped(row.share.count),
                percent,
                how(row.reason)
            )
        })
        .collect();
    let median = summary.end_day.as_ref().map_or(String::new(), |d| {
        format!("; the median replicate ended on day {}", number(d.median().value))
    });
    format!(
        "Of {}, {}{median}.",
        counted(summary.replicates, "replicate"),
        listed(&parts)
    )
}
