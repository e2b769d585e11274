//! A comparison at the terminal.

use super::answer::{answer, central, days, gain, points};
use super::data::{CompareReport, Comparison, letter};
use crate::report::words::share;
use crate::statistics::paired::Paired;
use crate::words::{Columns, counted, number, short_days};

/// The answer for a terminal.
pub fn text(report: &CompareReport) -> String {
    let mut out = String::new();
    for (i, arm) in report.arms.iter().enumerate() {
        let doses = report.doses_of(i).map_or(String::new(), |doses| format!(" ({doses})"));
        out += &format!("{}  {}{doses}\n", letter(i), arm.name);
    }
    out += &format!("\n{}\n", answer(report));
    out += &central(report).map_or(String::new(), |text| format!("\n{text}\n\n"));
    for line in report
        .aim
        .notes(report.culture(), report.horizon)
        .into_iter()
        .chain(report.warned())
    {
        out += &format!("{line}\n");
    }
    out += "\n";
    for row in &report.comparisons {
        out += &against(report, row);
    }
    out
}

/// One protocol against the first.
fn against(report: &CompareReport, row: &Comparison) -> String {
    let [a, b] = [letter(0), letter(row.other)];
    let how = if row.shares_flasks { "paired" } else { "each, unpaired" };
    let mut columns = Columns::left().indented(2);
    for (what, words) in measures(&row.paired, [a, b]) {
        columns.row([what, words.as_str()]);
    }
    format!(
        "{b} against {a}, {} {how}, up to day {}\n{}\n",
        counted(row.paired.n, report.culture()),
        number(report.horizon),
        columns.text()
    )
}

/// What came of both, and what pairing bought.
fn measures(paired: &Paired, [a, b]: [char; 2]) -> Vec<(&'static str, String)> {
    let (resistant, time) = (&paired.resistant, &paired.time);
    let both = |first: String, other: String| format!("{a} {first}, {b} {other}");
    let mut lines = vec![
        (
            "resistant by then",
            both(share(&resistant.first), share(&resistant.other)),
        ),
        ("  difference", points(resistant)),
        ("mean time", both(short_days(time.first), short_days(time.other))),
        ("  difference", days(time)),
    ];
    if let Some(order) = &paired.order {
        let later = both(share(&order.later_in_first), share(&order.later_in_other));
        lines.extend([
            ("later in", format!("{later}, tie {}", share(&order.tie))),
            ("pairing, time", gain(time.correlation, time.variance_ratio)),
            (
                "pairing, resistant",
                gain(resistant.correlation, paired.resistant_variance_ratio),
            ),
        ]);
    }
    lines
}
