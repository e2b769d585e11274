//! A flask over its days, and then without drug.

use crate::assay::signals::expression::DaySample;
use crate::assay::viability::holiday;
use crate::assay::{Bench, Specimen};
use crate::ensemble::specimens::{FinishedRun, When};
use crate::session::SessionError;
use crate::words;

/// A flask of a run on some days.
pub(in crate::session) fn flask_course(
    run: &FinishedRun,
    bench: &Bench,
    flask: u64,
    when: &[When],
) -> Result<Vec<DaySample>, SessionError> {
    let record = run.record(flask)?;
    let drugged = |day: f64| {
        let mut looks = record.looks.iter();
        looks.any(|look| (look.day - day).abs() < 1e-6 && look.doses.iter().any(|dose| *dose > 0.0))
    };
    let taken = run.specimens(bench, flask, when)?.into_iter();
    let samples = taken.map(|one| DaySample {
        day: one.day,
        on_drug: drugged(one.day),
        specimen: one.specimen,
    });
    Ok(samples.collect())
}

/// A culture after so many days without drug; `None` where nothing is left.
pub(super) fn rested(bench: &Bench, culture: &Specimen, away: f64) -> Option<Specimen> {
    let none = vec![0.0; bench.biology.drugs().len()];
    holiday::rested(&bench.biology, culture, &none, away)
}

/// The same cells after so many days without drug; `None` where nothing is left.
pub(in crate::session) fn withdrawn(bench: &Bench, last: &DaySample, away: f64) -> Option<DaySample> {
    Some(DaySample {
        day: last.day + away,
        on_drug: false,
        specimen: rested(bench, &last.specimen, away)?,
    })
}

/// Days on which a flask is sampled up to `last`: those named, else every 30 d.
pub(in crate::session) fn sampled(named: &[f64], last: f64) -> Result<Vec<When>, SessionError> {
    let every = || (0..).map(|month| 30.0 * f64::from(month)).take_while(|day| *day < last);
    let mut days: Vec<f64> = match named.is_empty() {
        true => every().collect(),
        false => named.to_vec(),
    };
    if let Some(outside) = days.iter().find(|day| !(0.0..=last).contains(*day)) {
        return Err(SessionError::Request(format!(
            "--days {outside}: the flask is followed up to {}, then without drug\n  \
             allowed: 0 to {}; a later --day D or `--at end` follows it further",
            words::day(last),
            libm::floor(last * 100.0) / 100.0
        )));
    }
    days.push(last);
    days.sort_by(f64::total_cmp);
    days.dedup_by(|a, b| (*a - *b).abs() < 1e-9);
    Ok(days.into_iter().map(When::Day).collect())
}
