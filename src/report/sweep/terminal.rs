//! A sweep at the terminal.

use super::answer::{answer, central};
use super::data::{PointResult, SweepReport, told, warned};
use crate::report::words::{mechanism, share};
use crate::words::{Align, Columns, counted, lines, listed, number, percent};

/// Points told at most.
const SHOWN: usize = 60;
/// Letters of a key in one line of its column's head, and lines of it at most.
const HEAD: (usize, usize) = (18, 5);

/// The answer and the table of points for a terminal.
pub fn text(report: &SweepReport) -> String {
    let keys: Vec<String> = report.keys.iter().map(|key| key.words.clone()).collect();
    let mut out = format!(
        "{} over {}, {} each\n\n{}\n",
        counted(report.points.len() as u64, "point"),
        listed(&keys),
        counted(report.replicates, report.culture()),
        answer(report)
    );
    out += &central(report).map_or(String::new(), |text| format!("\n{text}\n\n"));
    let notes = (!report.in_wells()).then(|| report.aim.notes(report.culture(), report.horizon));
    for line in notes.into_iter().flatten().chain(warned(report)) {
        out += &format!("{line}\n");
    }
    out += &format!("\n{}", table(report));
    if report.points.len() > SHOWN {
        out += &format!("and {} more in sweep.csv\n", report.points.len() - SHOWN);
    }
    out
}

fn table(report: &SweepReport) -> String {
    let keys = vec![Align::Left; report.keys.len()];
    let results: &[Align] = match report.in_wells() {
        true => &[Align::Right],
        false => &[Align::Right, Align::Right],
    };
    let mut rows = Columns::new(&[&keys, results].concat());
    let results: &[&str] = match report.in_wells() {
        true => &["positive", "share (95%)", "clones"],
        false => &["resistant (95%)", "mean time, d", "leading mechanism"],
    };
    let mut heads: Vec<Vec<String>> = report
        .keys
        .iter()
        .map(|key| lines(&key.words, HEAD.0, HEAD.1))
        .collect();
    heads.extend(results.iter().map(|head| vec![(*head).to_owned()]));
    let tall = heads.iter().map(Vec::len).max().unwrap_or(1);
    for line in 0..tall {
        let of = |head: &Vec<String>| {
            (line + head.len())
                .checked_sub(tall)
                .map_or("", |i| head[i].as_str())
                .to_owned()
        };
        rows.row(heads.iter().map(of));
    }
    for point in report.points.iter().take(SHOWN) {
        let result = match point.untreated {
            true => vec!["no drug".to_owned(), "no result".to_owned()],
            false => result(report, point),
        };
        rows.row(told(report, point).into_iter().chain(result));
    }
    rows.text()
}

/// What came of a point.
fn result(report: &SweepReport, point: &PointResult) -> Vec<String> {
    let r = &point.result;
    if let Some(wells) = r.wells.as_ref().filter(|_| report.in_wells()) {
        let of = format!("{}/{}", wells.positive.count, wells.positive.n);
        return vec![of, share(&wells.positive), super::wells::clones(wells)];
    }
    let leading = r.mechanisms.first().map_or(String::new(), |row| {
        format!("{} {}", mechanism(&row.mechanism), percent(row.share.share))
    });
    let mark = if point.unaltered_held { "" } else { "; not held" };
    vec![
        share(&r.resistant),
        number(r.restricted_mean),
        format!("{leading}{mark}"),
    ]
}
