//! Many cultures diagnosed: each held against the truth, and why it was missed where it was.

use super::advice::{Advice, advise};
use super::atlas::Atlas;
use super::call::{Diagnosis, Kind};
use super::decide::diagnose;
use super::examine::{Case, examine_noting};
use super::notebook::Notebook;
use super::readouts::Readouts;
use super::score::{Confusion, Score, Truth, Verdict, confusion, score, truth};
use super::thresholds::Thresholds;
use super::workup::Workup;
use serde::{Deserialize, Serialize};

/// One culture, worked up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Worked {
    /// Number of the flask.
    pub flask: u64,
    pub day: f64,
    pub readouts: Readouts,
    pub diagnosis: Diagnosis,
    pub advice: Vec<Advice>,
    /// What only the simulator knows.
    pub truth: Truth,
    pub score: Score,
    /// Why the call is not right, or not as precise as it could be.
    pub why: Option<String>,
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
    let truth = truth(&case.bench.biology, case.resistant, case.protected());
    let score = score(&diagnosis, &truth);
    let worked = Worked {
        flask: case.stream,
        day,
        advice: advise(case.bench, &atlas, case.drug, &diagnosis, limits),
        why: why(&readouts, &diagnosis, &truth, &score),
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
    confusion(&scores)
}

/// Share from which a second type counts as a second mechanism in the flask.
const SECOND: f64 = 0.2;

fn why(readouts: &Readouts, diagnosis: &Diagnosis, truth: &Truth, score: &Score) -> Option<String> {
    if score.verdict == Verdict::Right {
        return None;
    }
    let mut reasons = Vec::new();
    let first = truth.types.first()?;
    let second = truth.types.get(1).filter(|kind| kind.share >= SECOND);
    if let Some(second) = second {
        let names = [&first.label, &second.label].map(|label| if label == "none" { "unaltered cells" } else { label });
        reasons.push(format!(
            "two kinds of cells in one flask: {} and {}",
            names[0], names[1]
        ));
    }
    if score.called == Kind::NotResistant && !first.causes.is_empty() {
        reasons.push("its IC50 hardly shifts in the assay".to_owned());
    }
    if first.causes.is_empty() && score.called != Kind::NotResistant {
        reasons.push("most cells are unaltered; the read-outs show what the others have".to_owned());
    }
    for cause in &first.causes {
        let seen = diagnosis.calls.iter().any(|call| call.kind == cause.kind);
        if !seen && score.called != Kind::NotResistant {
            reasons.push(unseen(readouts, cause.kind, &cause.name, first.share));
        }
    }
    if reasons.is_empty() {
        reasons.push("seen, but weighed below another finding".to_owned());
    }
    Some(reasons.join("; "))
}

/// Why a kind of cause was not seen.
fn unseen(readouts: &Readouts, kind: Kind, name: &str, share: f64) -> String {
    match kind {
        Kind::OnTarget => match &readouts.driver {
            None => "the driver was not sequenced".to_owned(),
            Some(run) => format!(
                "{name} in {:.0}% of the cells was not called by {} (limit {:.1}% of the reads)",
                100.0 * share,
                run.method,
                100.0 * run.limit
            ),
        },
        Kind::Amplification => match readouts.driver.as_ref().and_then(|run| run.copies) {
            None => "driver copies were not counted".to_owned(),
            Some(copies) => format!(
                "copies at {:.2} times the parental ones are not surely a gain",
                copies.value
            ),
        },
        Kind::Bypass => match (&readouts.panel, &readouts.blot) {
            (None, None) => "neither panel nor blot: no route can be seen".to_owned(),
            (_, None) => format!("{name} is not in the panel's DNA and no blot was run"),
            _ => format!("{name}: not in the panel's DNA, and no band or spot beyond the limits"),
        },
        Kind::Reversible => match (&readouts.holiday, &readouts.stains) {
            (None, None) => "non-genetic: neither holiday nor stains were done".to_owned(),
            _ => "non-genetic: the holiday takes too little of the shift".to_owned(),
        },
        Kind::Transformed => match readouts.stains {
            None => "lineage markers were not stained".to_owned(),
            Some(_) => "too few cells stained".to_owned(),
        },
        Kind::Niche => "the surroundings were not told from the cells".to_owned(),
        Kind::NotResistant | Kind::Material | Kind::Undetermined => "not seen".to_owned(),
    }
}
