//! A histogram of counts of any size in bounded memory.

/// Histogram with exact buckets for small counts and buckets of constant relative width above.
///
/// With `bits` = 6, counts below 128 are exact and larger ones fall into 64 buckets per doubling,
/// so a quantile is within 0.8% of the true one. Memory is at most (55 - bits) 2^bits numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct LogHistogram {
    bits: u32,
    counts: Vec<u64>,
    total: u64,
}

impl LogHistogram {
    /// An empty histogram with 2^bits buckets per doubling.
    pub fn new(bits: u32) -> Self {
        Self {
            bits,
            counts: Vec::new(),
            total: 0,
        }
    }

    /// Counts one value.
    pub fn add(&mut self, value: u64) {
        self.add_many(value, 1);
    }

    /// Counts a value several times.
    pub fn add_many(&mut self, value: u64, times: u64) {
        let bucket = self.bucket(value);
        if bucket >= self.counts.len() {
            self.counts.resize(bucket + 1, 0);
        }
        self.counts[bucket] += times;
        self.total += times;
    }

    /// Number of values.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Number of zeros.
    pub fn zeros(&self) -> u64 {
        self.counts.first().copied().unwrap_or(0)
    }

    /// The quantile at `p`; `None` where empty.
    pub fn quantile(&self, p: f64) -> Option<f64> {
        let last = self.total.checked_sub(1)?;
        let place = p * last as f64;
        let below = libm::floor(place) as u64;
        let at = self.ranked(below);
        let next = self.ranked((below + 1).min(last));
        Some(at + (place - below as f64) * (next - at))
    }

    /// Non-empty buckets as (lowest value, width, count), rising.
    pub fn buckets(&self) -> impl Iterator<Item = (u64, u64, u64)> + '_ {
        self.counts
            .iter()
            .enumerate()
            .filter(|&(_, &count)| count > 0)
            .map(|(i, &count)| {
                let (low, width) = self.bounds(i);
                (low, width, count)
            })
    }

    /// The value of rank `rank` (from 0), interpolated within its bucket.
    fn ranked(&self, rank: u64) -> f64 {
        let mut before = 0;
        for (low, width, count) in self.buckets() {
            if rank < before + count {
                let within = (rank - before) as f64 + 0.5;
                let spread = if width == 1 {
                    0.0
                } else {
                    (width - 1) as f64 * within / count as f64
                };
                return low as f64 + spread;
            }
            before += count;
        }
        0.0
    }

    fn bucket(&self, value: u64) -> usize {
        if value < 2 << self.bits {
            return value as usize;
        }
        let shift = 63 - value.leading_zeros() - self.bits;
        ((shift as usize) << self.bits) + (value >> shift) as usize
    }

    fn bounds(&self, bucket: usize) -> (u64, u64) {
        if bucket < 2 << self.bits {
            return (bucket as u64, 1);
        }
        let shift = (bucket >> self.bits) - 1;
        (((bucket - (shift << self.bits)) as u64) << shift, 1 << shift)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_tile_the_counts() {
        let h = LogHistogram::new(4);
        let mut next = 0;
        for bucket in 0..600 {
            let (low, width) = h.bounds(bucket);
            assert_eq!(low, next);
            assert_eq!((h.bucket(low), h.bucket(low + width - 1)), (bucket, bucket));
            next = low + width;
        }
    }

    #[test]
    fn quantiles_are_exact_when_small_and_close_when_large() {
        let mut h = LogHistogram::new(6);
        (0..=100).for_each(|v| h.add(v));
        assert_eq!(
            (h.quantile(0.5), h.quantile(0.25), h.zeros()),
            (Some(50.0), Some(25.0), 1)
        );
        let mut big = LogHistogram::new(6);
        (1..=1001).for_each(|v| big.add(v * 1_000_000_007));
        let median = big.quantile(0.5).unwrap();
        assert!((median / 501_000_003_507.0 - 1.0).abs() < 0.008, "{median}");
        assert_eq!(LogHistogram::new(6).quantile(0.5), None);
    }
}
