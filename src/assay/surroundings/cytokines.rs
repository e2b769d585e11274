//! ELISA of a co-culture's supernatant: FLT3 ligand, FGF2, CXCL12, ... against plain medium (P13).

use crate::assay::scatter::{ReadoutValue, mean_of};
use crate::knowledge::Factor;
use crate::knowledge::schema::NicheRecord;
use crate::random::Generator;
use serde::{Deserialize, Serialize};

/// How wells scatter and what is told from nothing.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ElisaNoise {
    /// Coefficient of variation of one well.
    pub cv: f64,
    /// Least amount that is told from plain medium, share of what level 1 stands for.
    pub limit: f64,
    /// Wells per reading.
    pub wells: u32,
}

impl Default for ElisaNoise {
    fn default() -> Self {
        Self {
            cv: 0.1,
            limit: 0.005,
            wells: 3,
        }
    }
}

impl ElisaNoise {
    /// What stands behind the numbers.
    pub fn assumptions(&self) -> Vec<ReadoutValue> {
        vec![
            ReadoutValue::assumed(
                "ELISA: variation between wells (CV)",
                self.cv,
                (0.05, 0.2),
                "Kits state below 10% within an assay; validation guidelines accept 20%.",
            ),
            ReadoutValue::assumed(
                "ELISA: detection limit, share of the amount at level 1",
                self.limit,
                (0.001, 0.05),
                "Kits reach tens of pg/ml, the co-cultures of the sources use 10 ng/ml.",
            ),
        ]
    }
}

/// One analyte.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CytokineRow {
    /// What is measured, such as "FL".
    pub readout: String,
    /// The factor of the surroundings that it belongs to.
    pub factor: String,
    /// Its id in the knowledge base.
    pub factor_id: String,
    /// "ng/ml" where the knowledge base states a concentration, else "of full stroma".
    pub unit: String,
    /// In plain medium and in the co-culture; at least the detection limit.
    pub medium: f64,
    /// In the co-culture; at least the detection limit.
    pub co_culture: f64,
    /// Detection limit, in the same unit.
    pub limit: f64,
    /// Above the limit and at least three times plain medium.
    pub raised: bool,
}

/// A plate as read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Elisa {
    /// A row per analyte.
    pub rows: Vec<CytokineRow>,
    /// How wells scattered.
    pub noise: ElisaNoise,
}

/// Whether a factor is something that the stroma secretes (rather than contact, or an enzyme inside it).
fn secreted(record: &NicheRecord) -> bool {
    !record.readout.is_empty() && (record.ligand.is_some() || record.source.is_some())
}

/// Reads every secreted factor that can surround the line: `known` are all of them, `around` those of
/// the co-culture with their levels (0 to 1).
pub fn elisa(known: &[&NicheRecord], around: &[Factor], noise: ElisaNoise, rng: &mut Generator) -> Elisa {
    let rows = known
        .iter()
        .filter(|record| secreted(record))
        .flat_map(|record| record.readout.iter().map(move |readout| (record, readout)))
        .map(|(record, readout)| {
            let level = around
                .iter()
                .find(|factor| factor.record.id == record.id)
                .map_or(0.0, |factor| factor.level);
            let full = record.ng_per_ml;
            let scale = full.unwrap_or(1.0);
            let limit = noise.limit * scale;
            let medium = mean_of(rng, 0.0, noise.cv, noise.wells).max(limit);
            let co_culture = mean_of(rng, level * scale, noise.cv, noise.wells).max(limit);
            CytokineRow {
                readout: readout.clone(),
                factor: record.name.clone(),
                factor_id: record.id.clone(),
                unit: if full.is_some() { "ng/ml" } else { "of full stroma" }.to_owned(),
                medium,
                co_culture,
                limit,
                raised: co_culture > limit && co_culture >= 3.0 * medium,
            }
        })
        .collect();
    Elisa { rows, noise }
}
