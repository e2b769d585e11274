//! A diagnosis for other programs: facts with the words that people read.

use super::missed::{missed, why};
use super::names::cause;
use super::{DiagnosisReport, Told, evidence, told};
use crate::assay::scatter::ReadoutValue;
use crate::diagnosis::examination::examine::assumptions;
use crate::diagnosis::outcome::{Diagnosis, Shown};
use crate::diagnosis::scoring::truth::{Cause, TypeShare};
use crate::diagnosis::{Call, Confusion, Kind, Readouts, Reason, Score, Step, Thresholds, Worked, Workup};
use crate::report::{AssumptionRow, ReportError};
use crate::scenario::warnings::Warning;
use serde::Serialize;

impl DiagnosisReport {
    /// Everything, as indented JSON; flasks by their number in the run, from 0.
    ///
    /// # Errors
    /// See [`ReportError::Json`].
    pub fn json(&self) -> Result<String, ReportError> {
        let report = Report {
            run: &self.run,
            line: &self.line,
            warnings: &self.warnings,
            workup: &self.workup,
            thresholds: &self.thresholds,
            confusion: &self.confusion,
            flasks: self.flasks.iter().map(|one| Flask::of(one, &self.thresholds)).collect(),
            assay_values: assumptions(&self.workup),
            knowledge_values: &self.knowledge_values,
            against: self.against.as_ref().map(|other| Other {
                workup: &other.workup,
                confusion: &other.confusion,
                flasks: other
                    .flasks
                    .iter()
                    .map(|one| Flask::of(one, &self.thresholds))
                    .collect(),
            }),
        };
        let text = serde_json::to_string_pretty(&report).map_err(ReportError::Json)?;
        Ok(text + "\n")
    }
}

#[derive(Serialize)]
struct Report<'a> {
    run: &'a str,
    line: &'a str,
    #[serde(skip_serializing_if = "<[Warning]>::is_empty")]
    warnings: &'a [Warning],
    workup: &'a Workup,
    thresholds: &'a Thresholds,
    confusion: &'a Confusion,
    flasks: Vec<Flask<'a>>,
    against: Option<Other<'a>>,
    assay_values: Vec<ReadoutValue>,
    knowledge_values: &'a [AssumptionRow],
}

#[derive(Serialize)]
struct Other<'a> {
    workup: &'a Workup,
    confusion: &'a Confusion,
    flasks: Vec<Flask<'a>>,
}

#[derive(Serialize)]
struct Flask<'a> {
    flask: u64,
    day: f64,
    readouts: &'a Readouts,
    diagnosis: Diagnosed<'a>,
    advice: Vec<Told>,
    truth: Truth<'a>,
    score: &'a Score,
    missed: Vec<Missed>,
    why: Option<String>,
}

impl<'a> Flask<'a> {
    fn of(one: &'a Worked, limits: &Thresholds) -> Self {
        Self {
            flask: one.flask,
            day: one.day,
            readouts: &one.readouts,
            diagnosis: Diagnosed::of(&one.diagnosis, &one.readouts, limits),
            advice: one.advice.iter().map(told).collect(),
            truth: Truth {
                types: one.truth.types.iter().map(Type::of).collect(),
                protected: one.truth.protected,
                weak_stock: one.truth.weak_stock,
            },
            score: &one.score,
            missed: (one.missed.iter())
                .map(|of| Missed {
                    cause: Named::of(&of.cause),
                    share: of.share,
                    reason: of.reason,
                    text: missed(of),
                })
                .collect(),
            why: why(&one.why),
        }
    }
}

#[derive(Serialize)]
struct Diagnosed<'a> {
    culture: &'a str,
    calls: &'a [Call],
    minor: &'a [Call],
    evidence: Vec<Seen>,
    shown: &'a Shown,
}

#[derive(Serialize)]
struct Seen {
    step: Step,
    text: String,
    speaks_for: Option<Kind>,
}

impl<'a> Diagnosed<'a> {
    fn of(diagnosis: &'a Diagnosis, readouts: &Readouts, limits: &Thresholds) -> Self {
        let seen = diagnosis.evidence.iter().map(|row| Seen {
            step: row.step(),
            text: evidence(row, readouts, limits),
            speaks_for: row.speaks_for,
        });
        Self {
            culture: &diagnosis.culture,
            calls: &diagnosis.calls,
            minor: &diagnosis.minor,
            evidence: seen.collect(),
            shown: &diagnosis.shown,
        }
    }
}

#[derive(Serialize)]
struct Truth<'a> {
    types: Vec<Type<'a>>,
    protected: bool,
    weak_stock: Option<f64>,
}

#[derive(Serialize)]
struct Type<'a> {
    label: &'a str,
    share: f64,
    causes: Vec<Named>,
}

impl<'a> Type<'a> {
    fn of(kind: &'a TypeShare) -> Self {
        Self {
            label: &kind.label,
            share: kind.share,
            causes: kind.causes.iter().map(Named::of).collect(),
        }
    }
}

/// A cause by its name.
#[derive(Serialize)]
struct Named {
    kind: Kind,
    name: String,
    route: Option<String>,
}

impl Named {
    fn of(of: &Cause) -> Self {
        Self {
            kind: of.kind,
            name: cause(of),
            route: of.route.clone(),
        }
    }
}

#[derive(Serialize)]
struct Missed {
    cause: Named,
    share: f64,
    reason: Reason,
    text: String,
}
