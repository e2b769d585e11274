//! Colonies of cultures, and cells of a culture when it was plated.

use super::counts::counted;
use crate::statistics::colonies::{Foundings, MOST};
use std::collections::BTreeMap;

/// A culture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Colonies {
    /// Colonies; from [`MOST`] on so many or more.
    pub count: u64,
    /// Share of the culture that was plated.
    pub plated: f64,
    /// Cells of the culture when it was plated, where they were counted.
    pub cells: Option<f64>,
}

/// Cells of a culture, where all state the same number: it was counted once, of their mean.
pub fn counted_once(cultures: &[Colonies]) -> Option<f64> {
    let first = cultures.first()?.cells?;
    let all = cultures.iter().all(|culture| culture.cells == Some(first));
    all.then_some(first)
}

/// How large a culture is for what its parents' chance is to be, and the variance of that.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Size {
    size: f64,
    spread: f64,
}

/// Log likelihood of cultures that grew alike; `error` is that of the counts of their cells. Where chance makes cultures
/// differ in size and each was counted, the count tells how large each was.
pub fn log_cultures(foundings: &Foundings, cultures: &[Colonies], error: f64) -> f64 {
    let usual = Size {
        size: 1.0,
        spread: foundings.spread(),
    };
    let once = counted_once(cultures);
    let mut sum = once.map_or(0.0, |cells| {
        let spread = usual.spread / cultures.len() as f64;
        log_counted(cells, foundings.cells, spread, error)
    });
    // Cultures of the same plated share and size have one law: by share and counted cells.
    let mut alike: BTreeMap<[u64; 2], Vec<&Colonies>> = BTreeMap::new();
    for culture in cultures {
        let counted = culture.cells.filter(|_| once.is_none()).unwrap_or(0.0);
        alike
            .entry([culture.plated.to_bits(), counted.to_bits()])
            .or_default()
            .push(culture);
    }
    for group in alike.values() {
        let (n, plated) = (group.len() as f64, group[0].plated);
        let known = group.iter().map(|culture| culture.count).filter(|&count| count < MOST);
        let beyond = n - known.clone().count() as f64;
        let most = if beyond > 0.0 {
            MOST - 1
        } else {
            known.clone().max().unwrap_or(0)
        };
        let law = match group[0].cells.filter(|_| once.is_none()) {
            None => foundings.plated(plated, most as usize),
            Some(cells) => {
                let (size, log) = of_counted(usual, cells / foundings.cells, error);
                sum += n * (log + libm::log1p(-foundings.lost()));
                foundings.plated_of_size(plated, most as usize, size.size, size.spread)
            }
        };
        sum += known.map(|count| law.log(count)).sum::<f64>();
        if beyond > 0.0 {
            sum += beyond * law.log_beyond();
        }
    }
    sum
}

/// Log density of a count of many cells, on the scale of its logarithm, where they scatter about their mean themselves.
fn log_counted(seen: f64, mean: f64, spread: f64, error: f64) -> f64 {
    let expected = counted(mean, error);
    let variance = expected.variance + spread;
    let away = libm::log(seen) - expected.mean;
    -0.5 * (away * away / variance + libm::log(2.0 * core::f64::consts::PI * variance))
}

/// What a count says of a culture's size beyond what is usual, and the log density of that count. `seen` is over the mean.
fn of_counted(usual: Size, seen: f64, error: f64) -> (Size, f64) {
    /// Cells that stand for many: then the error is all.
    const MANY: f64 = 1e9;
    let wide = libm::sqrt(counted(MANY, error).variance);
    let narrow = libm::sqrt(usual.spread);
    if narrow < 0.2 * wide || narrow < 1e-3 {
        return (usual, log_counted(seen * MANY, MANY, usual.spread, error));
    }
    // Sizes are gamma about 1; the count is next to normal on the scale of logarithms.
    let shape = 1.0 / usual.spread;
    let front = shape * libm::log(shape) - libm::lgamma(shape);
    let step = 0.5 * wide.min(narrow);
    let steps = libm::ceil(8.0 * wide / step);
    let mut sums = [0.0; 3];
    for i in 0..=2 * steps as u64 {
        let score = libm::log(seen) + (i as f64 - steps) * step;
        let size = libm::exp(score);
        let weight = front + shape * (score - size) + log_counted(seen * MANY, size * MANY, 0.0, error);
        let weight = step * libm::exp(weight);
        sums = [
            sums[0] + weight,
            sums[1] + weight * size,
            sums[2] + weight * size * size,
        ];
    }
    let [all, first, second] = sums;
    if all <= 0.0 {
        return (usual, f64::NEG_INFINITY);
    }
    let size = first / all;
    let spread = (second / all / (size * size) - 1.0).max(0.0);
    (Size { size, spread }, libm::log(all))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sizes that are exponential, and a count with next to no error: the size is what was counted, its density the
    /// exponential's on the scale of logarithms.
    #[test]
    fn a_count_tells_how_large_a_culture_was() {
        let usual = Size { size: 1.0, spread: 1.0 };
        let (size, log) = of_counted(usual, 0.7, 0.01);
        assert!(
            (size.size / 0.7 - 1.0).abs() < 1e-3 && (size.spread / 1e-4 - 1.0).abs() < 0.05,
            "{size:?}"
        );
        assert!((log - (libm::log(0.7) - 0.7)).abs() < 1e-3, "{log}");
        // Where the count says nothing, the usual is left: an error of 300% is next to none beside a spread of 1%.
        let usual = Size {
            size: 1.0,
            spread: 1e-4,
        };
        assert_eq!(of_counted(usual, 1.3, 0.3).0, usual);
    }
}
