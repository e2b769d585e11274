//! A comparison at the terminal.

use super::answer::{answer, central, days, gain, points};
use super::data::{CompareReport, letter};
use crate::report::words::share;
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
        let (a, b) = (letter(0), letter(row.other));
        let paired = &row.paired;
        let how = if row.shares_flasks { "paired" } else { "each, unpaired" };
        out += &format!(
            "{b} against {a}, {} {how}, up to day {}\n",
            counted(paired.n, report.culture()),
            number(report.horizon)
        );
        let mut lines = vec![
            (
                "resistant by then",
                format!(
                    "{a} {}, {b} {}",
                    share(&paired.resistant.first),
                    share(&paired.resistant.other)
                ),
            ),
            ("  difference", points(&paired.resistant)),
            (
                "mean time",
                format!(
                    "{a} {}, {b} {}",
                    short_days(paired.time.first),
                    short_days(paired.time.other)
                ),
            ),
            ("  difference", days(&paired.time)),
        ];
        let of_pairs = paired.order.as_ref().map(|order| {
            [
                (
                    "later in",
                    format!(
                        "{a} {}, {b} {}, tie {}",
                        share(&order.later_in_first),
                        share(&order.later_in_other),
                        share(&order.tie)
                    ),
                ),
                (
                    "pairing, time",
                    gain(paired.time.correlation, paired.time.variance_ratio),
                ),
                (
                    "pairing, resistant",
                    gain(paired.resistant.correlation, paired.resistant_variance_ratio),
                ),
            ]
        });
        lines.extend(of_pairs.into_iter().flatten());
        let mut columns = Columns::left().indented(2);
        lines
            .into_iter()
            .for_each(|(what, words)| columns.row([what, words.as_str()]));
        out += &columns.text();
        out += "\n";
    }
    out
}
