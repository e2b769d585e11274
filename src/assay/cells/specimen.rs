//! The cells that an assay is given.

use crate::engine::record::FlaskSample;
use crate::model::biology::{Biology, Genotype};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Cells of one culture on one day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Specimen {
    /// What tables and figures call it, for example "flask 12, day 217" or "parental".
    pub name: String,
    /// Never empty; counts are above zero; each type once.
    cells: Vec<SpecimenCells>,
    /// Cells of another line among them: a contaminated culture.
    #[serde(skip)]
    foreign: Option<Foreign>,
}

/// Cells of one type.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SpecimenCells {
    /// Alleles by copy, and bypass alterations, as indices of the biology.
    pub genotype: Genotype,
    /// Index into the biology's states.
    pub state: usize,
    /// How many; relative amounts where the culture is a model of one.
    pub count: f64,
}

/// A line that does not belong into the culture, under the drugs of the culture's bench.
#[derive(Debug, Clone, PartialEq)]
pub struct ForeignLine {
    /// Name of the line.
    pub name: String,
    /// Whose DNA it is: lines made from one parental line share it.
    pub descent: String,
    /// Species of its cells.
    pub species: String,
    /// The line under the bench's drugs, in plain medium.
    pub biology: Biology,
}

/// Cells of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Foreign {
    /// The line that they are of.
    pub line: Arc<ForeignLine>,
    /// How many, in the unit of the specimen's own counts; above zero.
    pub count: f64,
}

impl Specimen {
    /// Cells of one type only, such as a single-cell clone.
    pub fn pure(name: impl Into<String>, genotype: Genotype, state: usize) -> Self {
        Self {
            name: name.into(),
            cells: vec![SpecimenCells {
                genotype,
                state,
                count: 1.0,
            }],
            foreign: None,
        }
    }

    /// The unaltered line in its naive state.
    pub fn parental(biology: &Biology) -> Self {
        Self::pure("parental", biology.wild_type(), 0)
    }

    /// Cells of several types; counts of the same type are added. `None` without a living cell.
    pub fn mixed(name: impl Into<String>, cells: impl IntoIterator<Item = SpecimenCells>) -> Option<Self> {
        let mut merged: Vec<SpecimenCells> = Vec::new();
        for part in cells.into_iter().filter(|part| part.count > 0.0) {
            let same = |known: &&mut SpecimenCells| known.genotype == part.genotype && known.state == part.state;
            match merged.iter_mut().find(same) {
                Some(known) => known.count += part.count,
                None => merged.push(part),
            }
        }
        (!merged.is_empty()).then(|| Self {
            name: name.into(),
            cells: merged,
            foreign: None,
        })
    }

    /// The cells of a flask on a day; `None` where none is alive.
    pub fn of_flask(name: impl Into<String>, sample: &FlaskSample) -> Option<Self> {
        let cells = sample.cells.iter().map(|cells| SpecimenCells {
            genotype: cells.genotype.clone(),
            state: cells.state,
            count: cells.cells as f64,
        });
        Self::mixed(name, cells)
    }

    /// The same amounts of other cells.
    pub fn map(&self, of_part: impl Fn(&SpecimenCells) -> SpecimenCells) -> Self {
        Self {
            name: self.name.clone(),
            cells: self.cells.iter().map(of_part).collect(),
            foreign: self.foreign.clone(),
        }
    }

    /// The same cells with so many of another line among them, in place of any that were.
    pub fn with_foreign(self, foreign: Foreign) -> Self {
        Self {
            foreign: Some(foreign),
            ..self
        }
    }

    /// Cells of another line.
    pub fn foreign(&self) -> Option<&Foreign> {
        self.foreign.as_ref()
    }

    /// Share of all cells that are of the line itself: 1 for a clean culture.
    pub fn own_share(&self) -> f64 {
        let own = self.total();
        own / (own + self.foreign.as_ref().map_or(0.0, |foreign| foreign.count))
    }

    /// The same cells under another name.
    pub fn named(self, name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ..self
        }
    }

    /// Its types, without cells of another line.
    pub fn cells(&self) -> &[SpecimenCells] {
        &self.cells
    }

    /// Names of the driver alleles that the unaltered line has not.
    pub fn new_alleles(&self, biology: &Biology) -> Vec<String> {
        let before = biology.wild_type().alleles();
        let mut found: Vec<u32> = (self.cells.iter())
            .flat_map(|part| part.genotype.alleles())
            .filter(|allele| !before.contains(allele))
            .collect();
        found.sort_unstable();
        found.dedup();
        let names = found
            .into_iter()
            .filter_map(|allele| biology.alleles.get(allele as usize));
        names.map(|allele| allele.name.clone()).collect()
    }

    /// All cells of the line.
    pub fn total(&self) -> f64 {
        self.cells.iter().map(|part| part.count).sum()
    }

    /// Mean over the cells of the line of what one type shows.
    pub fn mean(&self, of_type: impl Fn(&SpecimenCells) -> f64) -> f64 {
        self.cells.iter().map(|part| part.count * of_type(part)).sum::<f64>() / self.total()
    }
}
