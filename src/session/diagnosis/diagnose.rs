//! Many flasks diagnosed.

use super::cases::Cases;
use super::flasks::{LeftOut, living};
use super::request::Request;
use crate::diagnosis::{Thresholds, tally};
use crate::ensemble::collect;
use crate::report::diagnosis::{Against, DiagnosisReport, examples, tables};
use crate::report::page;
use crate::scenario::lock::VERSION;
use crate::session::SessionError;

/// Flasks, diagnosed and scored.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnosed {
    /// Flask by flask, and how often the work-up is right.
    pub report: DiagnosisReport,
    /// Flasks that could not be assayed.
    pub left_out: Option<LeftOut>,
}

/// Works the flasks up and holds the calls against the truth.
///
/// # Errors
/// A run without resistance to diagnose, and what is asked for and cannot be had.
pub fn diagnose(request: &Request) -> Result<Diagnosed, SessionError> {
    let cases = Cases::open(request)?;
    let workup = request.changed_workup(&cases.bench)?;
    let living = living(&cases, request.flasks.as_deref())?;
    let limits = Thresholds::default();
    // Flasks do not depend on each other, nor on the order in which they are worked up.
    let both = collect(living.flasks.len() as u64, |i| -> Result<_, SessionError> {
        let taken = cases.take(living.flasks[i as usize])?;
        let other = request.against.as_ref();
        let other = other.map(|other| cases.work(&taken, other, &limits));
        Ok((cases.work(&taken, &workup, &limits)?, other.transpose()?))
    });
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for worked in both {
        let (by_us, by_other) = worked?;
        ours.push(by_us);
        theirs.extend(by_other);
    }
    let walked = examples(&ours);
    let walked = collect(walked.len() as u64, |i| {
        cases.example(walked[i as usize], &workup, &limits)
    });
    let report = DiagnosisReport {
        examples: walked.into_iter().collect::<Result<_, SessionError>>()?,
        run: cases.run.scenario.name.clone(),
        line: cases.bench.biology.line_name.clone(),
        warnings: crate::scenario::warnings::of(&cases.run.scenario),
        confusion: tally(&ours),
        knowledge_values: cases.leaned_on(&ours)?,
        flasks: ours,
        thresholds: limits,
        against: request.against.clone().map(|workup| Against {
            workup,
            confusion: tally(&theirs),
            flasks: theirs,
        }),
        workup,
    };
    Ok(Diagnosed {
        report,
        left_out: living.left_out,
    })
}

impl Diagnosed {
    /// Page, data and tables: file name and content.
    ///
    /// # Errors
    /// A figure cannot be drawn, or JSON cannot hold the report.
    pub fn files(&self) -> Result<Vec<(String, String)>, SessionError> {
        let html = page::diagnosis::page(&self.report, VERSION)?;
        let json = self.report.json().map_err(SessionError::failed)?;
        let mut files = vec![("diagnosis.html".to_owned(), html), ("diagnosis.json".to_owned(), json)];
        files.extend(tables(&self.report));
        Ok(files)
    }
}
