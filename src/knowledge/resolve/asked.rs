//! What is to be resolved.

use crate::knowledge::base::KnowledgeBase;
use crate::knowledge::error::KnowledgeError;
use crate::knowledge::lookup::{Conditions, Factor, Routes, factors};
use crate::knowledge::schema::{DrugRecord, Family, LineRecord, SpectrumRecord};

/// The records that a request names.
pub(super) struct Asked<'a> {
    pub(super) kb: &'a KnowledgeBase,
    pub(super) line: &'a LineRecord,
    pub(super) family: &'a Family,
    pub(super) drugs: Vec<&'a DrugRecord>,
    pub(super) routes: &'a Routes,
    pub(super) around: Vec<Factor<'a>>,
    /// In place of the kinds of change of the supply record.
    pub(super) spectrum: Option<&'a SpectrumRecord>,
}

impl<'a> Asked<'a> {
    pub(super) fn new(
        kb: &'a KnowledgeBase,
        line: &str,
        drugs: &[&str],
        conditions: &'a Conditions,
    ) -> Result<Self, KnowledgeError> {
        let line = kb.line(line)?;
        let drugs = drugs.iter().map(|id| kb.drug(id)).collect::<Result<Vec<_>, _>>()?;
        let family = kb.driver_family(line)?;
        conditions.routes.check(kb, line, family)?;
        Ok(Self {
            around: factors(kb, family, &conditions.niche)?,
            spectrum: conditions.spectrum.as_deref().map(|id| kb.spectrum(id)).transpose()?,
            routes: &conditions.routes,
            kb,
            line,
            family,
            drugs,
        })
    }
}
