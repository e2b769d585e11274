//! Checks of the data against themselves in one summary.

use super::closed_loop::LoopRow;
use super::guides::{CallScore, Verdict};
use crate::knowledge::base::KnowledgeBase;
use crate::knowledge::error::KnowledgeError;
use crate::knowledge::potency::Unreachable;
use crate::knowledge::resolve::NotReached;
use crate::knowledge::schema::Bound;
use crate::knowledge::validate::record_ids;
use crate::words;
use serde::Serialize;
use std::fmt;

/// What [`KnowledgeBase::self_check`] found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SelfCheck {
    /// SHA-256 of the data.
    pub fingerprint: String,
    /// How many there are.
    pub records: usize,
    /// Potencies that were simulated in their own system and endpoint.
    pub potencies: usize,
    /// Those that do not come back within 1%, with the reason.
    pub not_closed: Vec<String>,
    /// Those of which the source gives a bound only.
    pub bounds: Vec<String>,
    /// Lines that a scenario may use, each resolved under all drugs of its family.
    pub lines: Vec<String>,
    /// Calls of the guides, scored.
    pub calls: Vec<CallScore>,
    /// Values that a laboratory's own data taught, each with its range and where it comes from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fitted: Vec<String>,
}

impl fmt::Display for SelfCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} records, fingerprint {:.12}", self.records, self.fingerprint)?;
        writeln!(f, "lines that resolve: {}", self.lines.join(", "))?;
        let closed = self.potencies - self.not_closed.len().min(self.potencies);
        writeln!(
            f,
            "{closed} of {} potencies come back from their own assay within 1%",
            self.potencies
        )?;
        for missed in &self.not_closed {
            writeln!(f, "  not reached: {missed}")?;
        }
        if !self.bounds.is_empty() {
            writeln!(f, "{} more are known only as bounds", self.bounds.len())?;
        }
        for bound in &self.bounds {
            writeln!(f, "  not reached: {bound}")?;
        }
        for fitted in &self.fitted {
            writeln!(f, "fitted: {fitted}")?;
        }
        let count = |verdict| self.calls.iter().filter(|call| call.verdict == verdict).count();
        let (agree, differ) = (count(Verdict::Agrees), count(Verdict::Disagrees));
        let silent = count(Verdict::NoData);
        writeln!(
            f,
            "calls of the guides: {agree} agree, {differ} disagree, {silent} without data"
        )?;
        for call in self.calls.iter().filter(|call| call.verdict == Verdict::Disagrees) {
            let said = if call.guide_says_resists {
                "resists"
            } else {
                "stays sensitive to"
            };
            let (dose, growth) = (call.dose.unwrap_or(f64::NAN), call.growth_share.unwrap_or(f64::NAN));
            let CallScore {
                allele,
                drug,
                guide,
                line,
                ..
            } = call;
            writeln!(
                f,
                "  {guide}: {allele} {said} {drug}; simulated, {line} keeps {} of parental growth at {} (patients' exposure {})",
                words::percent(growth),
                words::dose(dose),
                call.dose_by.unwrap_or_default()
            )?;
        }
        Ok(())
    }
}

impl KnowledgeBase {
    /// Checks the data against themselves; what is not well formed was refused on load.
    ///
    /// # Errors
    /// See [`Self::closed_loop`] and [`Self::resolve`].
    pub fn self_check(&self) -> Result<SelfCheck, KnowledgeError> {
        let rows = self.closed_loop()?;
        let off = |row: &LoopRow| match row.simulated {
            Ok(dose) if (dose / row.stated - 1.0).abs() < 0.01 => None,
            Ok(dose) => Some(format!("comes back as {}", words::dose(dose))),
            Err(reason) => Some(reason.reason().to_owned()),
        };
        let mut not_closed = Vec::new();
        for row in &rows {
            if let Some(why) = off(row) {
                let LoopRow {
                    study, allele, drug, ..
                } = row;
                not_closed.push(format!("{study}, {allele}, {drug}, {}: {why}", words::dose(row.stated)));
            }
        }
        let mut lines = Vec::new();
        for line in self.lines().into_iter().filter(|line| line.family.is_some()) {
            let of_family = self.drugs().iter().filter(|drug| drug.family == line.family);
            let ids: Vec<&str> = of_family.map(|drug| drug.id.as_str()).collect();
            let resolved = self.resolve(&line.id, &ids)?;
            let solved = resolved.unreachable.iter().filter(|missed| missed.bound.is_none());
            not_closed.extend(solved.map(|missed| {
                let NotReached {
                    allele,
                    drug,
                    study,
                    reason,
                    ..
                } = missed;
                format!("{study}, {allele}, {drug} in {}: {}", line.id, reason.reason())
            }));
            lines.push(line.id.clone());
        }
        let bounds = self.data().study.iter().flat_map(|study| {
            let told = |bound: Bound| {
                let (reason, words) = (Unreachable::Bound.reason(), bound.words());
                format!("{}, {}, {}, {words}: {reason}", study.id, bound.label, bound.drug)
            };
            study.bounds().map(told)
        });
        let fitted = self.fits().told().map(|told| {
            let range = told.range.as_deref().unwrap_or_default();
            format!("{} {} ({range}), {}", told.what, told.value, told.why)
        });
        Ok(SelfCheck {
            fitted: fitted.collect(),
            bounds: bounds.collect(),
            fingerprint: self.fingerprint(),
            records: record_ids(self.data()).len(),
            potencies: rows.len(),
            not_closed,
            lines,
            calls: self.score_guides()?,
        })
    }
}
