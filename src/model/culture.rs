//! Growth in a flask without drug, as the yardstick for growth under drug.

/// A flask with this share of its capacity is full, whatever its passage rule asks: crowding leaves so little
/// growth that more days say nothing of the cells.
pub const FULL: f64 = 0.9;

/// Days that a population takes from `start` to `end` cells under logistic growth with net rate
/// `growth` per day and the given capacity; `None` where it never gets there.
pub fn logistic_days(start: f64, end: f64, growth: f64, capacity: f64) -> Option<f64> {
    if !(start > 0.0 && end > start && end < capacity && growth > 0.0) {
        return None;
    }
    Some((libm::log(end / start) + libm::log((capacity - start) / (capacity - end))) / growth)
}

/// Cells after so many days of logistic growth from `start` cells, below the capacity.
pub fn logistic_cells(start: f64, days: f64, growth: f64, capacity: f64) -> f64 {
    let grown = libm::expm1(growth * days);
    start * (1.0 + grown) / (1.0 + grown * start / capacity)
}

/// Divisions while a population grows from `start` to `end` cells below the capacity, where crowding acts on births: `birth` per day without
/// it, of which `growth` is net. Of a cell added there are one division and those that make up for the dead.
pub fn logistic_divisions((start, end): (f64, f64), birth: f64, growth: f64, capacity: f64) -> f64 {
    if !(growth > 0.0 && start > 0.0 && end > start && end < capacity) {
        return 0.0;
    }
    let lived = libm::log((capacity - start) / (capacity - end)) / growth;
    capacity * (birth - growth) * lived + end - start
}

/// Observed growth from `start` to `end` cells over `days`, as a share of the parental growth in
/// the same flask (1 is parental; not positive where the population shrank). Logistic crowding is
/// taken into account for both; near or above the capacity the uncrowded rate is the yardstick.
pub fn growth_share(start: f64, end: f64, days: f64, growth: f64, capacity: f64) -> f64 {
    if days <= 0.0 || start <= 0.0 || growth <= 0.0 {
        return 0.0;
    }
    match logistic_days(start, end.min(0.98 * capacity), growth, capacity) {
        Some(parental) => parental / days,
        None => libm::log(end.max(0.5) / start) / (growth * days),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn divisions_of_crowded_growth_are_those_of_small_steps() {
        let (birth, growth, capacity) = (0.7, 0.45, 1.2e7);
        for (start, days) in [(8e5, 5.0), (6e6, 3.0), (1e4, 9.0)] {
            let (mut cells, mut made, steps) = (start, 0.0, 200_000);
            let step = days / f64::from(steps);
            for _ in 0..steps {
                made += step * cells * (birth - growth * cells / capacity);
                cells += step * growth * cells * (1.0 - cells / capacity);
            }
            let end = logistic_cells(start, days, growth, capacity);
            assert!((end / cells - 1.0).abs() < 1e-4, "{end} {cells}");
            let told = logistic_divisions((start, end), birth, growth, capacity);
            assert!((told / made - 1.0).abs() < 1e-3, "{told} {made}");
        }
    }

    #[test]
    fn parental_growth_is_one() {
        let (g, c, start) = (0.35, 1e7, 1e6);
        for days in [1.0f64, 5.0, 9.0] {
            let e = (g * days).exp();
            let end = c * start * e / (c + start * (e - 1.0));
            assert!((growth_share(start, end, days, g, c) - 1.0).abs() < 1e-9);
        }
        assert!(growth_share(1e6, 5e5, 3.0, g, c) < 0.0);
    }
}
