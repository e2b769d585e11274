//! What a drug does to an unmutated driver copy of a line, and how that is known.

use super::carried::{self, Carried, carry, mean_site};
use super::line::{BoundInLine, CompleteModel, ReadInLine, alike_in, assay_in, bound_in};
use crate::knowledge::base::KnowledgeBase;
use crate::knowledge::error::KnowledgeError;
use crate::knowledge::schema::{DrugRecord, LineRecord, Range, Study};
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
    /// Several studies of one rank read it in the line itself.
    Pooled(Pooled<'a>),
    /// It was carried over from another system.
    Carried(Carried<'a>),
    /// A study of the line gives a bound that stands before every number, and which none fits.
    Bounded(BoundInLine<'a>),
}

/// K over several studies of one rank.
#[derive(Debug, Clone)]
pub struct Pooled<'a> {
    /// That of the first id.
    pub study: &'a Study,
    /// Their ids.
    pub studies: Vec<String>,
    /// Lowest and highest K, nM.
    pub range: Range,
}

impl DriverPotency<'_> {
    /// Id of the reference of the study behind it.
    pub fn source(&self) -> &str {
        match &self.basis {
            Basis::Read(read) => &read.study.reference,
            Basis::Pooled(pooled) => &pooled.study.reference,
            Basis::Carried(carried) => &carried.study.reference,
            Basis::Bounded(bounded) => &bounded.at.study.reference,
        }
    }
}

impl Basis<'_> {
    /// By which the potency of a drug in a line is moved and noted.
    pub fn key(&self, line: &LineRecord, drug: &DrugRecord) -> String {
        match self {
            Basis::Read(read) => read.study.key(&line.own_label(), &drug.id),
            Basis::Pooled(_) | Basis::Carried(_) => carried::key(line, drug),
            Basis::Bounded(bounded) => bounded.at.study.key(&line.own_label(), &drug.id),
        }
    }
}

/// K and slope of a drug on an unmutated driver copy of the line: as it was read there, or carried over from another system,
/// but never beyond a bound of the line's own studies that stands before the number.
pub fn driver_potency<'a>(
    kb: &'a KnowledgeBase,
    complete: &CompleteModel,
    line: &LineRecord,
    drug: &DrugRecord,
) -> Result<DriverPotency<'a>, KnowledgeError> {
    let reads = alike_in(kb, line, &drug.id);
    let rank = reads.first().map(|read| read.study.rank);
    let number = match reads[..] {
        [] => carried_over(kb, complete, line, drug),
        [read] => once_read(kb, complete, line, drug, read),
        _ => pooled(kb, complete, line, drug, &reads),
    };
    let before = |bounded: &BoundInLine| rank.is_none_or(|rank| bounded.at.study.rank < rank);
    let bounded = bound_in(kb, line, &drug.id).filter(before).and_then(|bounded| {
        let assay = assay_in(kb, &complete.model, line, drug).ok()?;
        Some((bounded, assay.solve(bounded.at.stated).ok()?))
    });
    match (number, bounded) {
        (Ok(number), Some((bounded, site))) if bounded.bound.side.holds(number.site.half_dose, site.half_dose) => {
            Ok(number)
        }
        (_, Some((bounded, site))) => Ok(DriverPotency {
            site,
            basis: Basis::Bounded(bounded),
        }),
        (number, None) => number,
    }
}

/// As one study of the line has it.
fn once_read<'a>(
    kb: &'a KnowledgeBase,
    complete: &CompleteModel,
    line: &LineRecord,
    drug: &DrugRecord,
    read: ReadInLine<'a>,
) -> Result<DriverPotency<'a>, KnowledgeError> {
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

/// The geometric mean of K over several studies of the line.
fn pooled<'a>(
    kb: &'a KnowledgeBase,
    complete: &CompleteModel,
    line: &LineRecord,
    drug: &DrugRecord,
    reads: &[ReadInLine<'a>],
) -> Result<DriverPotency<'a>, KnowledgeError> {
    let assay = assay_in(kb, &complete.model, line, drug)?;
    let (studies, sites): (Vec<&Study>, Vec<SiteAction>) = reads
        .iter()
        .filter_map(|read| Some((read.study, assay.solve(read.stated).ok()?)))
        .unzip();
    let (Some(first), Some((site, range))) = (studies.first(), mean_site(&sites)) else {
        return carried_over(kb, complete, line, drug);
    };
    Ok(DriverPotency {
        site: SiteAction {
            half_dose: kb.moved(&carried::key(line, drug)).unwrap_or(site.half_dose),
            ..site
        },
        basis: Basis::Pooled(Pooled {
            study: first,
            studies: studies.iter().map(|study| study.id.clone()).collect(),
            range,
        }),
    })
}

/// From another system.
fn carried_over<'a>(
    kb: &'a KnowledgeBase,
    complete: &CompleteModel,
    line: &LineRecord,
    drug: &DrugRecord,
) -> Result<DriverPotency<'a>, KnowledgeError> {
    let carried = carry(kb, &complete.model, line, drug)?;
    Ok(DriverPotency {
        site: carried.site,
        basis: Basis::Carried(carried),
    })
}

impl KnowledgeBase {
    /// K and slope of a drug on an unmutated driver copy of a line (both by id), and how they are known.
    ///
    /// # Errors
    /// There is no such line or drug, or the data do not determine the potency or how fast cells of the line die at most.
    pub fn potency(&self, line: &str, drug: &str) -> Result<DriverPotency<'_>, KnowledgeError> {
        let (line, drug) = (self.line(line)?, self.drug(drug)?);
        let complete = super::line::complete_model(self, line)?;
        driver_potency(self, &complete, line, drug)
    }
}
