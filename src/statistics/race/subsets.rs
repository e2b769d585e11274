//! What some of a world's flasks would have shown: means over all subsets of a size, each equally likely. With as many flasks
//! in the subset as in the world it is what the flasks themselves show; fewer are free of the bias of looking at some.

use crate::statistics::binomials::log_choose;

/// Probability that at least `k` of `n` flasks are hits, where `hits` of `total` are: hypergeometric. `n` is at most `total`.
pub fn at_least(k: u64, n: u64, hits: u64, total: u64) -> f64 {
    debug_assert!(n <= total && hits <= total);
    let most = n.min(hits);
    if k == 0 {
        return 1.0;
    }
    if k > most {
        return 0.0;
    }
    (k..=most).map(|x| exactly(x, n, hits, total)).sum::<f64>().min(1.0)
}

/// Probability that exactly `x` of `n` flasks are hits, where `hits` of `total` are.
pub fn exactly(x: u64, n: u64, hits: u64, total: u64) -> f64 {
    let misses = total - hits;
    match x <= hits.min(n) && n - x <= misses {
        true => libm::exp(log_choose(hits, x) + log_choose(misses, n - x) - log_choose(total, n)),
        false => 0.0,
    }
}

/// Probability that `n` flasks show at least `d` kinds, where `counts` flasks of each kind are among `total`, the others
/// showing none.
pub fn different(d: u64, n: u64, counts: &[u64], total: u64) -> f64 {
    let kinds = counts.iter().filter(|count| **count > 0).count();
    if d == 0 {
        return 1.0;
    }
    if d as usize > kinds {
        return 0.0;
    }
    let (n, none) = (n as usize, total - counts.iter().sum::<u64>());
    // ways[kinds seen][flasks taken], in shares of all subsets at the end.
    let mut ways = vec![vec![0.0; n + 1]; kinds + 1];
    for (taken, unseen) in ways[0].iter_mut().enumerate().take(none as usize + 1) {
        *unseen = choose(none, taken as u64);
    }
    for &count in counts.iter().filter(|count| **count > 0) {
        for seen in (0..kinds).rev() {
            for taken in (0..n).rev() {
                let from = ways[seen][taken];
                if from > 0.0 {
                    for more in 1..=(n - taken).min(count as usize) {
                        ways[seen + 1][taken + more] += from * choose(count, more as u64);
                    }
                }
            }
        }
    }
    let all: f64 = ways.iter().map(|row| row[n]).sum();
    let enough: f64 = ways.iter().skip(d as usize).map(|row| row[n]).sum();
    if all > 0.0 { enough / all } else { 0.0 }
}

/// Mean of the `k`th smallest (from 1) of `n` values out of `sorted`, over all subsets.
pub fn ordered(k: u64, n: u64, sorted: &[f64]) -> f64 {
    let total = sorted.len() as u64;
    debug_assert!(1 <= k && k <= n && n <= total);
    let all = log_choose(total, n);
    let of = |(i, value): (usize, &f64)| {
        let (below, above) = (i as u64, total - i as u64 - 1);
        match k - 1 <= below && n - k <= above {
            true => value * libm::exp(log_choose(below, k - 1) + log_choose(above, n - k) - all),
            false => 0.0,
        }
    };
    sorted.iter().enumerate().map(of).sum()
}

fn choose(n: u64, k: u64) -> f64 {
    libm::exp(log_choose(n, k))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All subsets of `n` of `total`, as bit masks.
    fn subsets(n: u64, total: u64) -> impl Iterator<Item = u32> {
        (0..1u32 << total).filter(move |mask| u64::from(mask.count_ones()) == n)
    }

    fn share(n: u64, total: u64, holds: impl Fn(u32) -> bool) -> f64 {
        let all: Vec<u32> = subsets(n, total).collect();
        all.iter().filter(|mask| holds(**mask)).count() as f64 / all.len() as f64
    }

    #[test]
    fn hits_kinds_and_orders_are_those_of_all_subsets() {
        for total in 1..=7u64 {
            for n in 1..=total {
                for hits in 0..=total {
                    for k in 0..=n + 1 {
                        let of_hits = |mask: u32| u64::from((mask & ((1 << hits) - 1)).count_ones()) >= k;
                        assert!((at_least(k, n, hits, total) - share(n, total, of_hits)).abs() < 1e-9);
                    }
                }
                let values: Vec<f64> = (0..total).map(|i| (i * i) as f64).collect();
                for k in 1..=n {
                    let of = |mask: u32| {
                        let taken: Vec<f64> = (0..total)
                            .filter(|i| mask >> i & 1 == 1)
                            .map(|i| values[i as usize])
                            .collect();
                        taken[k as usize - 1]
                    };
                    let all: Vec<f64> = subsets(n, total).map(of).collect();
                    let mean = all.iter().sum::<f64>() / all.len() as f64;
                    assert!((ordered(k, n, &values) - mean).abs() < 1e-9);
                }
            }
        }
        // Seven flasks: three of one kind, two of another, one of a third, one of none.
        let kinds = [0, 0, 0, 1, 1, 2];
        for n in 1..=7u64 {
            for d in 0..=4u64 {
                let seen = |mask: u32| {
                    let mut seen: Vec<i32> = (0..6).filter(|i| mask >> i & 1 == 1).map(|i| kinds[i]).collect();
                    seen.dedup();
                    seen.len() as u64 >= d
                };
                let exact = share(n, 7, seen);
                assert!((different(d, n, &[3, 2, 0, 1], 7) - exact).abs() < 1e-9, "{n} {d}");
            }
        }
    }
}
