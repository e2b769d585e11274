//! Who gives advice, and what it can look up.

use crate::assay::Bench;
use crate::diagnosis::advice::says::{Citation, Says, Source};
use crate::diagnosis::atlas::Atlas;
use crate::diagnosis::outcome::Diagnosis;
use crate::diagnosis::readouts::Readouts;
use crate::diagnosis::thresholds::Thresholds;
use crate::knowledge::schema::Family;

/// The knowledge base and one culture's tests.
pub(super) struct Adviser<'a> {
    /// The line with every drug worth advising.
    pub bench: &'a Bench,
    /// What signals can mean in the family.
    pub atlas: &'a Atlas,
    /// The drug that the culture resists, as an index on the bench.
    pub drug: usize,
    /// The culture's own tests.
    pub readouts: &'a Readouts,
    /// What they say.
    pub diagnosis: &'a Diagnosis,
    /// Limits of the decision.
    pub limits: &'a Thresholds,
}

/// Advice on one call.
pub(super) struct Said {
    /// What to do.
    pub says: Says,
    /// Where that comes from.
    pub sources: Vec<Source>,
}

impl Says {
    /// With one source.
    pub(super) fn from(self, source: Source) -> Said {
        self.by(vec![source])
    }

    /// With its sources.
    pub(super) fn by(self, sources: Vec<Source>) -> Said {
        Said { says: self, sources }
    }
}

impl Adviser<'_> {
    /// A reference by its id.
    pub fn cited(&self, id: &str) -> Source {
        let data = self.bench.knowledge().data();
        let found = data.reference.iter().find(|reference| reference.id == id);
        found.map_or_else(
            || Source::Record(id.to_owned()),
            |reference| {
                Source::Cited(Citation {
                    id: reference.id.clone(),
                    citation: reference.citation.clone(),
                    link: reference.link.clone(),
                })
            },
        )
    }

    /// The driver family of the line.
    pub fn family(&self) -> Option<&Family> {
        let id = self.bench.line().ok()?.family.as_ref()?;
        let mut families = self.bench.knowledge().data().family.iter();
        families.find(|family| family.id == *id)
    }

    /// The guide that the line's family comes with.
    pub fn guide(&self) -> Source {
        let guide = self.family().and_then(|family| family.guide.as_ref());
        guide.map_or(Source::NoGuide, |id| self.cited(id))
    }

    /// Name of a drug of the knowledge base.
    pub fn drug_name(&self, id: &str) -> String {
        let mut drugs = self.bench.knowledge().drugs().iter();
        let found = drugs.find(|drug| drug.id == id);
        found.map_or(id.to_owned(), |drug| drug.name.clone())
    }

    /// Name of the drug that the culture resists.
    pub fn own_drug(&self) -> &str {
        &self.bench.biology.drugs()[self.drug].name
    }

    /// A clone with more driver copies, as genotypes are written.
    pub fn amplification(&self) -> String {
        format!("{}-amplification", self.bench.biology.driver_name.to_lowercase())
    }
}
