//! What a drug does to an unmutated driver copy of a line, and how that is known.

use super::carried::{self, Carried, carry};
use super::line::{CompleteModel, ReadInLine, assay_in, read_in};
use crate::knowledge::base::KnowledgeBase;
use crate::knowledge::error::KnowledgeError;
use crate::knowledge::schema::{DrugRecord, LineRecord};
use crate::model::biology::SiteAction;

/// K and slope, and how they are known.
#[derive(Debug, Clone)]
pub struct DriverPotency<'a> {
    /// On an unmutated copy.
    pub site: SiteAction,
    /// How it is known.
    pub basis: Basis<'a>,
}

/// How a potency is known.
#[derive(Debug, Clone)]
pub enum Basis<'a> {
    /// It was read in the line itself.
    Read(ReadInLine<'a>),
    /// It was carried over from another system.
    Carried(Carried<'a>),
}

impl DriverPotency<'_> {
    /// Id of the reference of the study behind it.
    pub fn source(&self) -> &str {
        match &self.basis {
            Basis::Read(read) => &read.study.reference,
            Basis::Carried(carried) => &carried.study.reference,
        }
    }
}

impl Basis<'_> {
    /// By which the potency of a drug in a line is moved and noted.
    pub fn key(&self, line: &LineRecord, drug: &DrugRecord) -> String {
        match self {
            Basis::Read(read) => read.study.key(&line.own_label(), &drug.id),
            Basis::Carried(_) => carried::key(line, drug),
        }
    }
}

/// K and slope of a drug on an unmutated driver copy of the line.
pub fn driver_potency<'a>(
    kb: &'a KnowledgeBase,
    complete: &CompleteModel,
    line: &LineRecord,
    drug: &DrugRecord,
) -> Result<DriverPotency<'a>, KnowledgeError> {
    let Some(read) = read_in(kb, line, &drug.id) else {
        let carried = carry(kb, &complete.model, line, drug)?;
        return Ok(DriverPotency {
            site: carried.site,
            basis: Basis::Carried(carried),
        });
    };
    let fitted = complete.fitted.as_ref().filter(|(fitted, _)| *fitted == drug.id);
    let site = match fitted {
        Some((_, site)) => *site,
        None => {
            let solved = assay_in(kb, &complete.model, line, drug)?.solve(read.stated);
            solved.map_err(|reason| KnowledgeError::Undetermined {
                what: format!("K of {} in {}", drug.id, line.id),
                why: reason.reason().to_owned(),
            })?
        }
    };
    Ok(DriverPotency {
        site,
        basis: Basis::Read(read),
    })
}

impl KnowledgeBase {
    /// K and slope of a drug on an unmutated driver copy of a line (both by id), and how they are known.
    pub fn potency(&self, line: &str, drug: &str) -> Result<DriverPotency<'_>, KnowledgeError> {
        let (line, drug) = (self.line(line)?, self.drug(drug)?);
        let complete = super::line::complete_model(self, line)?;
        driver_potency(self, &complete, line, drug)
    }
}
