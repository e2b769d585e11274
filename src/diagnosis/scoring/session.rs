//! Many cultures diagnosed: each held against the truth, and why it was missed where it was.

use crate::diagnosis::advice::Advice;
use crate::diagnosis::advice::advise;
use crate::diagnosis::atlas::Atlas;
use crate::diagnosis::call::Kind;
use crate::diagnosis::decision::diagnose;
use crate::diagnosis::examination::Notebook;
use crate::diagnosis::examination::case::Case;
use crate::diagnosis::examination::examine::examine_noting;
use crate::diagnosis::examination::workup::Workup;
use crate::diagnosis::outcome::Diagnosis;
use crate::diagnosis::readouts::Readouts;
use crate::diagnosis::scoring::confusion::{Confusion, confusion};
use crate::diagnosis::scoring::missed::{Missed, Reason, missed};
use crate::diagnosis::scoring::score::{Score, Verdict, score};
use crate::diagnosis::scoring::truth::{Cause, Truth, of_case};
use crate::diagnosis::thresholds::Thresholds;

/// One culture, worked up.
#[derive(Debug, Clone, PartialEq)]
pub struct Worked {
    /// Number of the flask.
    pub flask: u64,
    /// Day on which its cells were taken.
    pub day: f64,
    /// Everything measured.
    pub readouts: Readouts,
    /// What the read-outs say.
    pub diagnosis: Diagnosis,
    /// What to do about it.
    pub advice: Vec<Advice>,
    /// What only the simulator knows.
    pub truth: Truth,
    /// How good the diagnosis is.
    pub score: Score,
    /// Mechanisms of the flask that no call names, the commonest first, and why.
    pub missed: Vec<Missed>,
    /// Why the call is not right, or not complete; empty where it is both.
    pub why: Vec<Why>,
}

/// Why a call is not right, or not complete.
#[derive(Debug, Clone, PartialEq)]
pub enum Why {
    /// A mechanism that no call names.
    Missed(Missed),
    /// Most cells are unaltered; the read-outs show what the others have.
    MostUnaltered,
    /// Seen, but in too few cells to explain the culture.
    TooFewCells(Cause),
    /// Seen, but weighed below another finding.
    WeighedBelow,
}

/// Works a case up and holds the result against the truth.
pub fn work(case: &Case, workup: &Workup, limits: &Thresholds, day: f64) -> Worked {
    work_noting(case, workup, limits, day).0
}

/// The same, with the notebook of the work-up.
pub fn work_noting(case: &Case, workup: &Workup, limits: &Thresholds, day: f64) -> (Worked, Notebook) {
    let atlas = Atlas::of(case.signal_bench());
    let (readouts, notes) = examine_noting(case, workup);
    let diagnosis = diagnose(&readouts, &atlas, limits);
    let truth = of_case(case);
    let score = score(&diagnosis, &truth);
    let missed = missed(case.bench, &atlas, &readouts, &diagnosis, &truth, limits);
    let worked = Worked {
        flask: case.stream,
        day,
        advice: advise(case.bench, &atlas, case.drug, &readouts, &diagnosis, limits),
        why: why(&missed, &diagnosis, &truth, &score),
        missed,
        readouts,
        diagnosis,
        truth,
        score,
    };
    (worked, notes)
}

/// How often a work-up is right.
pub fn tally(worked: &[Worked]) -> Confusion {
    let scores: Vec<Score> = worked.iter().map(|one| one.score.clone()).collect();
    let missed = worked.iter().flat_map(|one| &one.missed);
    let mut counts: Vec<(Reason, u64)> = Reason::ALL.map(|reason| (reason, 0)).to_vec();
    for one in missed {
        counts
            .iter_mut()
            .filter(|(reason, _)| *reason == one.reason)
            .for_each(|(_, n)| *n += 1);
    }
    counts.retain(|(_, n)| *n > 0);
    Confusion {
        missed: counts,
        ..confusion(&scores)
    }
}

/// What was missed, then what was seen and yet not put first.
fn why(missed: &[Missed], diagnosis: &Diagnosis, truth: &Truth, score: &Score) -> Vec<Why> {
    if score.complete {
        return Vec::new();
    }
    let mut reasons: Vec<Why> = missed.iter().cloned().map(Why::Missed).collect();
    let Some(first) = truth.types.first() else {
        return Vec::new();
    };
    let wrong = score.verdict != Verdict::Right;
    if wrong && first.causes.is_empty() && !truth.protected && score.called != Kind::NotResistant {
        reasons.push(Why::MostUnaltered);
    }
    let too_few = |cause: &&Cause| diagnosis.minor.iter().any(|call| call.kind == cause.kind);
    if let Some(cause) = first.causes.iter().find(too_few).filter(|_| wrong) {
        reasons.push(Why::TooFewCells(cause.clone()));
    }
    if reasons.is_empty() {
        reasons.push(Why::WeighedBelow);
    }
    reasons
}
