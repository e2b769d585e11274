//! Cells of one biology brought to another one of the same line: those of a run, whose lock file holds the drugs of
//! its scenario only, to the bench.

use crate::assay::bench::BenchError;
use crate::assay::cells::specimen::{Specimen, SpecimenCells};
use crate::model::biology::{Biology, CopyGroup, Genotype};

/// Brings cells of one biology to another one of the same line, by ids.
#[derive(Debug, Clone, PartialEq)]
pub struct Translation {
    alleles: Vec<u32>,
    bypasses: Vec<u32>,
    states: Vec<usize>,
}

impl Translation {
    /// From one biology to another.
    ///
    /// # Errors
    /// It is another line, its driver copies differ, or `to` lacks an allele, bypass or state that cells of `from` may
    /// have, whether or not they have it.
    pub fn between(from: &Biology, to: &Biology) -> Result<Self, BenchError> {
        if from.line_id != to.line_id || from.base_copies.len() != to.base_copies.len() {
            return Err(BenchError::Differs {
                what: format!("the driver copies of {}", from.line_name),
            });
        }
        let missing = |kind, id: &String| BenchError::Missing { kind, id: id.clone() };
        let allele = |id: &String| to.alleles.iter().position(|other| other.id == *id);
        let bypass = |id: &String| to.bypasses.iter().position(|other| other.id == *id);
        let state = |id: &String| to.states().iter().position(|other| other.id == *id);
        let alleles =
            (from.alleles.iter()).map(|a| allele(&a.id).map(|i| i as u32).ok_or_else(|| missing("allele", &a.id)));
        let bypasses =
            (from.bypasses.iter()).map(|b| bypass(&b.id).map(|i| i as u32).ok_or_else(|| missing("bypass", &b.id)));
        let states = (from.states().iter()).map(|s| state(&s.id).ok_or_else(|| missing("state", &s.id)));
        let translation = Self {
            alleles: alleles.collect::<Result<_, _>>()?,
            bypasses: bypasses.collect::<Result<_, _>>()?,
            states: states.collect::<Result<_, _>>()?,
        };
        match translation.genotype(&from.wild_type()) == to.wild_type() {
            true => Ok(translation),
            false => Err(BenchError::Differs {
                what: format!("the driver copies of {}", from.line_name),
            }),
        }
    }

    /// The same genotype with the indices of the other biology.
    pub fn genotype(&self, genotype: &Genotype) -> Genotype {
        let copies = genotype.copies().iter().map(|group| CopyGroup {
            count: group.count,
            alleles: group.alleles.iter().map(|&a| self.alleles[a as usize]).collect(),
        });
        let bypasses = genotype.bypasses().iter().map(|&b| self.bypasses[b as usize]);
        Genotype::new(copies.collect(), bypasses.collect())
    }

    /// The same state with the index of the other biology.
    pub fn state(&self, state: usize) -> usize {
        self.states[state]
    }

    /// The same cells with the indices of the other biology.
    pub fn specimen(&self, specimen: &Specimen) -> Specimen {
        specimen.map(|part| SpecimenCells {
            genotype: self.genotype(&part.genotype),
            state: self.state(part.state),
            count: part.count,
        })
    }
}
