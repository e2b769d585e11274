//! How the flasks of an experiment hang together, and what is followed in them: arms from one stock,
//! pooled flasks, plating loss, barcodes, days on which samples are kept.

use super::genotype::Genotype;
use super::patients::{Patient, Patients};
use serde::{Deserialize, Serialize};

/// See module docs. The default is one flask per stock, none of the rest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Design {
    /// Flasks that are seeded from one expanded stock: replicates `k * arms` to `k * arms + arms - 1`
    /// are split from stock `k`, without putting a cell into two of them.
    pub arms: u64,
    /// Vessels that are pooled and re-seeded together at each passage. Such flasks are treated as one
    /// well-mixed culture: [`super::protocol::Flask`] holds the capacity and seeding of all together.
    pub pooled: u32,
    /// Flasks are not passaged at confluence, only on the calendar.
    pub calendar_only: bool,
    /// Share of cells that attach and live whenever cells are put into fresh vessels.
    pub plating: f64,
    /// Barcodes that label the cells before the arms are split; `None` for none.
    pub barcodes: Option<Barcodes>,
    /// Medium in all pooled vessels together, mL; `None` where it is not known.
    pub medium_ml: Option<f64>,
    /// Days whose composition is kept, rising.
    pub samples: Vec<f64>,
    /// Cells that are mixed into the stock's when the flasks are seeded; their shares sum to at most 1.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spikes: Vec<Spike>,
    /// Replicates are patients who differ from each other; none: flasks that are alike.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patients: Option<Patients>,
    /// The patient of one replicate; none in a protocol that is for all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient: Option<Patient>,
}

/// Cells of one genotype and state that take the place of a share of the stock's cells on day 0. They carry what their
/// genotype says and nothing else, and neither a mutagen nor a barcode has met them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Spike {
    /// The genotype as the scenario has it.
    pub name: String,
    /// What they carry.
    pub genotype: Genotype,
    /// Index of their cell state.
    pub state: usize,
    /// Probability that a cell seeded is one of them, above 0 up to 1.
    pub share: f64,
}

impl Default for Design {
    fn default() -> Self {
        Self {
            arms: 1,
            pooled: 1,
            calendar_only: false,
            plating: 1.0,
            barcodes: None,
            medium_ml: None,
            samples: Vec::new(),
            spikes: Vec::new(),
            patients: None,
            patient: None,
        }
    }
}

/// Heritable neutral marks: `library` cells of the stock get one each, and the marked cells are expanded
/// to the pool that the arms are split from.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Barcodes {
    /// Marked cells, each with a mark of its own.
    pub library: u64,
    /// Mean number of cells per mark when the pool is split.
    pub cells_per_barcode: u64,
    /// Multiplicity of infection m with which the cells were marked, where stated: barcodes per cell are
    /// Poisson(m). It says how many cells met the virus and how many of the marked ones have several barcodes;
    /// the simulation follows cells, not barcodes, so that several in one cell count as one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moi: Option<f64>,
}

impl Barcodes {
    /// Most marks that are followed one by one.
    pub const MAX_LIBRARY: u64 = 100_000;

    /// Share of cells with at least one barcode at this multiplicity of infection: 1 - e^-m.
    pub fn marked_share(moi: f64) -> f64 {
        -libm::expm1(-moi)
    }

    /// Share of the marked cells with more than one: 1 - m e^-m / (1 - e^-m).
    pub fn several_share(moi: f64) -> f64 {
        1.0 - moi / libm::expm1(moi)
    }

    /// Cells of the expanded pool.
    pub fn pool(&self) -> u64 {
        self.library.saturating_mul(self.cells_per_barcode)
    }
    /// Probability that each of `arms` flasks gets at least one of `cells` cells of a barcode, where every flask
    /// takes `share` of the pool and no cell goes into two: the sum over k of (-1)^k C(arms, k) (1 - k share)^cells.
    /// `None` for more than 20 arms, where the sum loses its digits.
    pub fn in_all_arms(cells: u64, share: f64, arms: u64) -> Option<f64> {
        if arms > 20 {
            return None;
        }
        let (mut sum, mut choose) = (0.0, 1.0);
        for k in 0..=arms {
            let missed = libm::pow((1.0 - k as f64 * share).max(0.0), cells as f64);
            sum += if k % 2 == 0 { choose * missed } else { -choose * missed };
            choose = choose * (arms - k) as f64 / (k + 1) as f64;
        }
        Some(sum.clamp(0.0, 1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn barcodes_per_cell_are_poisson() {
        // By summing the Poisson law itself, at a small and a large multiplicity.
        for moi in [0.1_f64, 0.3, 2.0] {
            let (mut term, mut marked, mut several) = (libm::exp(-moi), 0.0, 0.0);
            for k in 1..60 {
                term *= moi / f64::from(k);
                marked += term;
                several += if k > 1 { term } else { 0.0 };
            }
            assert!((Barcodes::marked_share(moi) - marked).abs() < 1e-12);
            assert!((Barcodes::several_share(moi) - several / marked).abs() < 1e-12);
        }
        assert!((Barcodes::marked_share(0.1) - 0.095_162_6).abs() < 1e-7);
        assert!((Barcodes::several_share(0.1) - 0.049_166_8).abs() < 1e-7);
    }

    #[test]
    fn ten_cells_reach_three_arms_of_a_fifth_in_seven_of_ten_cases() {
        let p = |cells, share, arms| Barcodes::in_all_arms(cells, share, arms).unwrap();
        assert!((p(10, 0.2, 3) - 0.695_92).abs() < 1e-5);
        assert!((p(10, 0.2, 1) - (1.0 - 0.8f64.powi(10))).abs() < 1e-12);
        assert!(p(2, 0.3, 3) < 1e-12, "two cells cannot be in three arms");
        assert!((p(100_000, 0.05, 20) - 1.0).abs() < 1e-12);
        assert_eq!(Barcodes::in_all_arms(10, 0.01, 21), None);
    }
}
