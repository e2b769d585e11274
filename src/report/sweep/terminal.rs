//! A sweep at the terminal.

use super::answer::answer;
use super::data::{SweepReport, untreated, values};
use crate::report::words::{mechanism, share};
use crate::words::{counted, listed, number, percent};

/// The answer and the table of points for a terminal.
pub fn text(report: &SweepReport) -> String {
    const SHOWN: usize = 60;
    let keys: Vec<String> = report.keys.iter().map(|key| format!("`{}`", key.key)).collect();
    let mut out = format!(
        "{} over {}, {} each\n\n",
        counted(report.points.len() as u64, "point"),
        listed(&keys),
        counted(report.replicates, report.culture())
    );
    let width = report
        .points
        .iter()
        .map(|p| values(report, p).chars().count())
        .max()
        .unwrap_or(0);
    for (i, point) in report.points.iter().enumerate().take(SHOWN) {
        if untreated(report, i) {
            out += &format!("  {:<width$}  no drug, no result\n", values(report, point));
            continue;
        }
        let r = &point.result;
        if let Some(wells) = r.wells.as_ref().filter(|_| report.in_wells()) {
            out += &format!("  {:<width$}  {}\n", values(report, point), super::wells::line(wells));
            continue;
        }
        let leading = r.mechanisms.first().map_or(String::new(), |row| {
            format!("; {} {}", mechanism(&row.mechanism), percent(row.share.share))
        });
        out += &format!(
            "  {:<width$}  resistant {:<22} restricted mean {} d{leading}\n",
            values(report, point),
            share(&r.resistant),
            number(r.restricted_mean),
        );
    }
    if report.points.len() > SHOWN {
        out += &format!("  and {} more in sweep.csv\n", report.points.len() - SHOWN);
    }
    out + "\n" + &answer(report)
}
