//! Quantiles of any number of counts in little memory, exact for the first thousands.

/// Counts that are kept as they are before any is left out.
const KEPT: usize = 8192;

/// A sample of counts of which quantiles are asked.
///
/// Up to 8,192 counts are all kept, and quantiles are those of the data. Beyond, the sorted counts of a full level give
/// way to every second one with twice the weight, the first and the second of each pair in turn (Munro & Paterson 1980,
/// doi:10.1016/0304-3975(80)90061-4; Manku et al. 1998, doi:10.1145/276304.276342). What is off then is the *rank*, by
/// less than 0.1% of a million counts, so a quantile never leaves the spread of the data, however narrow it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ranks {
    /// Level l holds counts that stand for 2^l each.
    levels: Vec<Level>,
    total: u64,
}

#[derive(Debug, Clone, Default, PartialEq)]
struct Level {
    counts: Vec<u64>,
    /// Whether the next thinning keeps the second of each pair.
    second: bool,
}

impl Ranks {
    /// Adds one count.
    pub fn add(&mut self, count: u64) {
        self.total += 1;
        self.push(0, count);
    }

    fn push(&mut self, level: usize, count: u64) {
        if level == self.levels.len() {
            self.levels.push(Level::default());
        }
        let here = &mut self.levels[level];
        here.counts.push(count);
        // One more than fits: an even number is thinned, the last one stays.
        if here.counts.len() > KEPT {
            let last = here.counts.pop();
            here.counts.sort_unstable();
            let kept: Vec<u64> = here
                .counts
                .iter()
                .skip(usize::from(here.second))
                .step_by(2)
                .copied()
                .collect();
            here.second = !here.second;
            here.counts.clear();
            here.counts.extend(last);
            kept.into_iter().for_each(|count| self.push(level + 1, count));
        }
    }

    /// The quantiles at each `p` (0 to 1), between the two counts next to it; `None` where empty. Sorts once.
    pub fn quantiles<const N: usize>(&self, places: [f64; N]) -> Option<[f64; N]> {
        let last = self.total.checked_sub(1)?;
        let sorted = Sorted::of(&self.levels);
        Some(places.map(|p| {
            let place = p * last as f64;
            let below = libm::floor(place) as u64;
            let (at, next) = (sorted.at(below), sorted.at((below + 1).min(last)));
            at + (place - below as f64) * (next - at)
        }))
    }
}

/// What is kept, rising, with the number of counts up to and with each.
struct Sorted(Vec<(u64, u64)>);

impl Sorted {
    fn of(levels: &[Level]) -> Self {
        let weighted = levels
            .iter()
            .enumerate()
            .flat_map(|(level, of)| of.counts.iter().map(move |&count| (count, 1u64 << level)));
        let mut all: Vec<(u64, u64)> = weighted.collect();
        all.sort_unstable();
        let mut up_to = 0;
        for (_, weight) in &mut all {
            up_to += *weight;
            *weight = up_to;
        }
        Self(all)
    }

    /// The count of a rank from 0; the largest beyond the end.
    fn at(&self, rank: u64) -> f64 {
        let place = self.0.partition_point(|&(_, up_to)| up_to <= rank);
        self.0[place.min(self.0.len() - 1)].0 as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantile(ranks: &Ranks, p: f64) -> Option<f64> {
        ranks.quantiles([p]).map(|[value]| value)
    }

    fn of(counts: impl IntoIterator<Item = u64>) -> Ranks {
        let mut ranks = Ranks::default();
        counts.into_iter().for_each(|count| ranks.add(count));
        ranks
    }

    #[test]
    fn thousands_are_exact_however_narrow() {
        let narrow = of((0..=1000).map(|i| 2_200_000_000_000 + 1000 * i));
        for (p, expected) in [(0.05, 50_000.0), (0.5, 500_000.0), (0.9505, 950_500.0)] {
            assert_eq!(quantile(&narrow, p), Some(2.2e12 + expected));
        }
        assert_eq!((quantile(&of([7]), 0.3), quantile(&of([]), 0.3)), (Some(7.0), None));
        assert_eq!(quantile(&of([1, 2]), 0.5), Some(1.5));
    }

    /// A million counts in an order that no thinning can lean on (multiples modulo a prime): ranks are right to 0.1%.
    #[test]
    fn a_million_is_right_to_a_thousandth_of_its_ranks() {
        let prime = 1_000_003;
        let many = of((1..prime).map(|i| i * 387_420_489 % prime));
        for p in [0.001, 0.05, 0.25, 0.5, 0.75, 0.95, 0.999] {
            let rank = quantile(&many, p).unwrap() / prime as f64;
            assert!((rank - p).abs() < 1e-3, "{p}: {rank}");
        }
        let sorted = of(0..1_000_000);
        assert!((quantile(&sorted, 0.5).unwrap() / 1e6 - 0.5).abs() < 1e-3);
        let kept: usize = sorted.levels.iter().map(|level| level.counts.len()).sum();
        assert!(kept <= 8 * KEPT, "{kept}");
    }
}
