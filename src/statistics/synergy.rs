//! Short-term synergy of two drugs from the viability of cells under both, against what additivity
//! in three senses would leave alive.
//!
//! *Excess* is expected minus observed viability (1 is the undrugged control): above 0 the pair kills
//! more than expected (synergy), below 0 less (antagonism).
//!
//! - Highest single agent: the lower of the two single viabilities.
//! - Bliss: the product of the two, independent action.
//! - Loewe: the viability y at which d1/D1(y) + d2/D2(y) = 1, with D(y) the dose of one drug alone
//!   that leaves y alive; half a dose plus half a dose of one drug is the whole dose.
//!
//! Definitions as in Greco 1995 (Pharmacological Reviews 47:331), Foucquier and Guedj 2015
//! (doi:10.1002/prp2.149) and Yadav 2015 (doi:10.1016/j.csbj.2015.09.001).

use crate::model::solve::root_between;
use serde::{Deserialize, Serialize};

/// One pair of doses.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SynergyCell {
    /// Viability under both drugs, 1 in the undrugged control.
    pub viability: f64,
    /// Over the highest single agent.
    pub hsa_excess: f64,
    /// Over independent action.
    pub bliss_excess: f64,
    /// Absent where one drug alone cannot reach the effect that the equation asks for.
    pub loewe_excess: Option<f64>,
}

/// An excess over the pairs in which both doses are above 0.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SynergyScore {
    /// Sum over the pairs in which it is defined.
    pub sum: f64,
    /// Largest and smallest.
    pub max: f64,
    /// See [`Self::max`].
    pub min: f64,
    /// Pairs that count, and pairs in which the excess is not defined.
    pub pairs: u64,
    /// See [`Self::pairs`].
    pub undefined: u64,
}

/// A dose matrix.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SynergyMatrix {
    /// Doses of the first drug (rows) and the second (columns), nM.
    pub first_doses: Vec<f64>,
    /// See [`Self::first_doses`].
    pub second_doses: Vec<f64>,
    /// One row per first dose, one column per second dose.
    pub cells: Vec<Vec<SynergyCell>>,
    /// `None` where no pair has both doses above 0 (and, for Loewe, where none is defined).
    pub hsa: Option<SynergyScore>,
    /// As [`Self::hsa`], for Bliss.
    pub bliss: Option<SynergyScore>,
    /// As [`Self::hsa`], for Loewe.
    pub loewe: Option<SynergyScore>,
}

impl SynergyMatrix {
    /// From the viability at a pair of doses, which must fall (or stay) as a dose rises; doses above
    /// `highest` are not tried when the Loewe equation is solved.
    pub fn of(viability: impl Fn(f64, f64) -> f64, first_doses: &[f64], second_doses: &[f64], highest: f64) -> Self {
        let alone = |dose: f64| viability(dose, 0.0);
        let other_alone = |dose: f64| viability(0.0, dose);
        let cell = |a: f64, b: f64| {
            let (observed, ya, yb) = (viability(a, b), alone(a), other_alone(b));
            let loewe = expected_loewe((a, &alone), (b, &other_alone), highest);
            SynergyCell {
                viability: observed,
                hsa_excess: single_agent((a, ya), (b, yb)) - observed,
                bliss_excess: independent(ya, yb) - observed,
                loewe_excess: loewe.map(|expected| expected - observed),
            }
        };
        let row = |&a: &f64| second_doses.iter().map(|&b| cell(a, b)).collect();
        let cells: Vec<Vec<SynergyCell>> = first_doses.iter().map(row).collect();
        let score = |excess: fn(&SynergyCell) -> Option<f64>| {
            let both = |(i, row): (usize, &Vec<SynergyCell>)| -> Vec<Option<f64>> {
                let pairs = row
                    .iter()
                    .zip(second_doses)
                    .filter(|&(_, &b)| b > 0.0 && first_doses[i] > 0.0);
                pairs.map(|(cell, _)| excess(cell)).collect()
            };
            SynergyScore::of(&cells.iter().enumerate().flat_map(both).collect::<Vec<_>>())
        };
        Self {
            hsa: score(|cell| Some(cell.hsa_excess)),
            bliss: score(|cell| Some(cell.bliss_excess)),
            loewe: score(|cell| cell.loewe_excess),
            first_doses: first_doses.to_vec(),
            second_doses: second_doses.to_vec(),
            cells,
        }
    }
}

impl SynergyScore {
    fn of(excesses: &[Option<f64>]) -> Option<Self> {
        let known: Vec<f64> = excesses.iter().copied().flatten().collect();
        let max = known.iter().copied().reduce(f64::max)?;
        Some(Self {
            sum: known.iter().sum(),
            max,
            min: known.iter().copied().fold(max, f64::min),
            pairs: excesses.len() as u64,
            undefined: (excesses.len() - known.len()) as u64,
        })
    }
}

/// Viability under the better of two drugs alone (dose and viability of each); a dose of 0 is no agent, even where
/// the other drug at a low dose makes cells grow faster than without any.
fn single_agent((a, ya): (f64, f64), (b, yb): (f64, f64)) -> f64 {
    match (a > 0.0, b > 0.0) {
        (true, false) => ya,
        (false, true) => yb,
        _ => ya.min(yb),
    }
}

/// Spearman's rank correlation (ties get their mean rank); `None` below three pairs or without variance.
pub fn rank_correlation(pairs: &[(f64, f64)]) -> Option<f64> {
    let ranks = |read: fn(&(f64, f64)) -> f64| -> Vec<f64> {
        let rank = |x: f64| {
            let below = pairs.iter().filter(|p| read(p) < x).count() as f64;
            let equal = pairs.iter().filter(|p| read(p) == x).count() as f64;
            below + 0.5 * (equal + 1.0)
        };
        pairs.iter().map(|p| rank(read(p))).collect()
    };
    let (x, y) = (ranks(|p| p.0), ranks(|p| p.1));
    let middle = 0.5 * (pairs.len() as f64 + 1.0);
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| (a - middle) * (b - middle)).sum::<f64>();
    let variances = product(&x, &x) * product(&y, &y);
    (pairs.len() >= 3 && variances > 0.0).then(|| product(&x, &y) / libm::sqrt(variances))
}

/// Viability that independent action (Bliss 1939, doi:10.1111/j.1744-7348.1939.tb06990.x) expects of two drugs, from
/// that under each alone.
pub fn independent(first: f64, second: f64) -> f64 {
    first * second
}

/// Loewe's sum d1/D1 + d2/D2 of two drugs at some effect: each is its dose in the pair and the dose of it alone that
/// does as much, in one unit. 1 is additive, below 1 synergy. A drug that alone never does as much (`None`) adds
/// nothing, the limit of D at infinity; `None` where neither does.
pub fn combination_index(first: (f64, Option<f64>), second: (f64, Option<f64>)) -> Option<f64> {
    let part = |(dose, alone): (f64, Option<f64>)| alone.map(|alone| dose / alone);
    match (part(first), part(second)) {
        (None, None) => None,
        (first, second) => Some(first.unwrap_or(0.0) + second.unwrap_or(0.0)),
    }
}

/// A dose, and the viability that any dose of the same drug alone leaves.
type Single<'a> = (f64, &'a dyn Fn(f64) -> f64);

/// Viability that Loewe additivity expects of two doses: the root of d1/D1(y) + d2/D2(y) = 1.
/// `None` where it lies at an effect that one of the drugs alone does not reach up to `highest`.
pub fn expected_loewe(first: Single, second: Single, highest: f64) -> Option<f64> {
    let ((a, read_a), (b, read_b)) = (first, second);
    if a <= 0.0 {
        return Some(read_b(b));
    }
    if b <= 0.0 {
        return Some(read_a(a));
    }
    // Where one drug alone leaves this much, its own term is 1 and the sum is above.
    let top = read_a(a).min(read_b(b));
    let sum = |y: f64| -> Option<f64> {
        let da = dose_for(read_a, a, y, highest)?;
        let db = dose_for(read_b, b, y, highest)?;
        combination_index((a, Some(da)), (b, Some(db))).map(|index| index - 1.0)
    };
    sum(top)?;
    let mut above = top;
    loop {
        let below = above * 0.9;
        match sum(below) {
            Some(value) if value <= 0.0 => return root(&sum, below, above),
            Some(_) if below > 1e-12 => above = below,
            Some(_) => return None,
            None => {
                let reach = deepest(|y| sum(y).is_some(), below, above);
                return sum(reach)
                    .filter(|&value| value <= 0.0)
                    .and_then(|_| root(&sum, reach, above));
            }
        }
    }
}

fn root(sum: &impl Fn(f64) -> Option<f64>, low: f64, high: f64) -> Option<f64> {
    root_between(|y| sum(y).unwrap_or(f64::NAN), low, high)
}

/// Dose of a drug alone that leaves `y`, at least (about) `from`; `None` where `highest` does not suffice.
fn dose_for(read: &dyn Fn(f64) -> f64, from: f64, y: f64, highest: f64) -> Option<f64> {
    let excess = |ln: f64| read(libm::exp(ln)) - y;
    // This dose already leaves no more: look below it.
    let (low, high) = match read(from) <= y {
        true => (libm::log(from) - 60.0, libm::log(from)),
        false => (libm::log(from), libm::log(highest)),
    };
    root_between(excess, low, high).map(libm::exp)
}

/// The smallest value above `low` for which `holds`, given that it holds at `high` and not at `low`.
fn deepest(holds: impl Fn(f64) -> bool, low: f64, high: f64) -> f64 {
    let (mut low, mut high) = (low, high);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if holds(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hill(dose: f64, slope: f64) -> f64 {
        1.0 / (1.0 + libm::pow(dose, slope))
    }

    /// k.bliss_vs_loewe: one drug in two tubes. Bliss calls it synergy or antagonism by the slope and
    /// the dose; Loewe calls it what it is.
    #[test]
    fn a_drug_with_itself_is_additive_by_loewe_and_by_nothing_else() {
        let known = [
            (0.25, 1.0, -0.026_666_666_666_666_505),
            (0.25, 2.0, 0.085_813_148_788_927_32),
            (0.25, 3.0, 0.080_578_566_732_413_04),
            (0.5, 1.0, -0.055_555_555_555_555_58),
            (0.5, 2.0, 0.140_000_000_000_000_12),
            (0.5, 3.0, 0.290_123_456_790_123_4),
            (1.0, 1.0, -0.083_333_333_333_333_31),
            (1.0, 2.0, 0.049_999_999_999_999_99),
            (1.0, 3.0, 0.138_888_888_888_888_9),
            (2.0, 1.0, -0.088_888_888_888_888_9),
            (2.0, 2.0, -0.018_823_529_411_764_697),
            (2.0, 3.0, -0.003_038_936_372_269_707),
        ];
        for (dose, slope, bliss) in known {
            let matrix = SynergyMatrix::of(|a, b| hill(a + b, slope), &[dose], &[dose], 1e6);
            let cell = matrix.cells[0][0];
            assert!((cell.bliss_excess - bliss).abs() < 1e-12, "{dose} {slope}: {cell:?}");
            assert!(cell.loewe_excess.unwrap().abs() < 1e-10, "{dose} {slope}: {cell:?}");
            assert!(cell.hsa_excess > 0.0);
        }
    }

    #[test]
    fn unlike_slopes_meet_the_additivity_equation() {
        // Drug a of slope 1 and K 10, drug b of slope 3 and K 50: put y back into the equation.
        let (a, b) = (|d: f64| hill(d / 10.0, 1.0), |d: f64| hill(d / 50.0, 3.0));
        for (da, db) in [(5.0, 20.0), (30.0, 10.0), (1.0, 90.0)] {
            let y = expected_loewe((da, &a), (db, &b), 1e6).unwrap();
            let odds: f64 = 1.0 / y - 1.0;
            let sum = da / (10.0 * odds) + db / (50.0 * libm::cbrt(odds));
            assert!((sum - 1.0).abs() < 1e-9, "{sum}");
        }
    }

    #[test]
    fn independent_action_has_no_bliss_excess() {
        let matrix = SynergyMatrix::of(
            |a, b| hill(a, 1.0) * hill(b / 3.0, 2.0),
            &[0.0, 0.5, 2.0],
            &[0.0, 1.0, 9.0],
            1e6,
        );
        let bliss = matrix.bliss.unwrap();
        assert!(bliss.sum.abs() < 1e-14 && bliss.max.abs() < 1e-14 && bliss.min.abs() < 1e-14);
        assert_eq!((bliss.pairs, bliss.undefined), (4, 0));
        // Without one drug there is nothing to combine.
        for cell in matrix.cells[0].iter().chain(matrix.cells.iter().map(|row| &row[0])) {
            assert_eq!(
                (cell.hsa_excess.min(0.0), cell.bliss_excess, cell.loewe_excess),
                (0.0, 0.0, Some(0.0))
            );
        }
    }

    #[test]
    fn a_single_drug_exceeds_no_single_drug() {
        // A low dose of the first makes cells grow faster than none.
        let hormetic = |a: f64, b: f64| {
            if a > 0.0 && a < 5.0 {
                1.1 * hill(b, 1.0)
            } else {
                hill(a + b, 1.0)
            }
        };
        let matrix = SynergyMatrix::of(hormetic, &[0.0, 1.0, 10.0], &[0.0, 10.0], 1e6);
        assert!(matrix.cells[0].iter().all(|cell| cell.hsa_excess == 0.0));
        assert!(matrix.cells.iter().all(|row| row[0].hsa_excess == 0.0));
    }

    #[test]
    fn rank_correlations() {
        let line: Vec<(f64, f64)> = (0..6).map(|i| (f64::from(i), f64::from(i * i))).collect();
        assert_eq!(rank_correlation(&line), Some(1.0));
        let falling: Vec<(f64, f64)> = line.iter().map(|p| (p.0, -p.1)).collect();
        assert_eq!(rank_correlation(&falling), Some(-1.0));
        assert_eq!(rank_correlation(&[(1.0, 2.0), (2.0, 2.0), (3.0, 2.0)]), None);
        // Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: 4.5 / sqrt(4.5 * 5).
        let tied = [(1.0, 1.0), (2.0, 2.0), (2.0, 3.0), (5.0, 4.0)];
        assert!((rank_correlation(&tied).unwrap() - 4.5 / 22.5f64.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn loewe_is_undefined_where_one_drug_cannot_get_there() {
        // Drug b leaves 60% at any dose; drug a at dose 3 leaves 25%.
        let weak = |d: f64| 0.6 + 0.4 * hill(d, 1.0);
        let strong = |d: f64| hill(d, 1.0);
        assert_eq!(expected_loewe((3.0, &strong), (5.0, &weak), 1e6), None);
        let shallow = expected_loewe((0.2, &strong), (0.2, &weak), 1e6).unwrap();
        assert!(shallow < strong(0.2) && shallow > 0.6, "{shallow}");
        let matrix = SynergyMatrix::of(|a, b| strong(a) * weak(b), &[0.0, 3.0], &[5.0], 1e6);
        assert!(matrix.loewe.is_none() && matrix.bliss.is_some());
    }
}
