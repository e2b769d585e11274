//! The surroundings of a co-culture.

use super::cells::Cells;
use crate::knowledge::schema::NicheRecord;
use crate::knowledge::{Factor, NicheLevel};
use crate::scenario::error::nearest;
use crate::session::SessionError;

/// The surroundings of a co-culture.
pub(super) struct CoCulture<'a> {
    /// All factors that the line can have.
    pub known: Vec<&'a NicheRecord>,
    /// Those of this one, with those that they bring along.
    pub factors: Vec<Factor<'a>>,
    /// As they were named.
    wanted: Vec<NicheLevel>,
}

impl<'a> CoCulture<'a> {
    /// The named factors with their levels, or those of the run.
    pub fn of(cells: &'a Cells, named: &[NicheLevel]) -> Result<Self, SessionError> {
        let base = cells.bench.knowledge();
        let record = cells.bench.line()?;
        let known = base.niche_of(record);
        let of_run = cells.run.map(|run| run.laboratory().conditions.niche.as_slice());
        let wanted = match named.is_empty() {
            true => of_run.unwrap_or_default(),
            false => named,
        };
        if wanted.is_empty() || known.is_empty() {
            let names: Vec<&str> = known.iter().map(|factor| factor.id.as_str()).collect();
            return Err(SessionError::Request(match names.is_empty() {
                true => format!("no surroundings of {} are in the knowledge base", record.name),
                false => format!(
                    "say what surrounds the cells: --niche FACTOR\n  {}",
                    nearest("", &names)
                ),
            }));
        }
        Ok(Self {
            factors: base.surroundings(record, wanted)?,
            known,
            wanted: wanted.to_vec(),
        })
    }

    /// Share of a drug's dose that reaches the cells.
    pub fn dose_left(&self, cells: &Cells, drug: &str) -> Result<f64, SessionError> {
        let line = &cells.bench.biology.line_id;
        let niche = cells
            .bench
            .knowledge()
            .resolve_in(line, &[drug], &self.wanted)?
            .biology
            .niche;
        Ok(niche.dose_left.first().copied().unwrap_or(1.0))
    }
}
