//! Shares of categories, from few flasks of many worlds.

use crate::statistics::binomials::log_factorial;

/// Shares of each world: its counts with so many flasks of the profile of all worlds. Worlds of which nothing is known
/// have that profile, which is the mean of a Dirichlet law: even before any flask.
pub fn smoothed(counts: &[Vec<f64>], smoothing: f64) -> Vec<Vec<f64>> {
    let categories = counts.first().map_or(0, Vec::len);
    let mut pooled = vec![0.0; categories];
    counts.iter().for_each(|world| add(&mut pooled, world));
    // One flask for each category stands beside those at hand (Laplace 1774): few flasks do not make a share of 0 certain.
    let all: f64 = pooled.iter().sum::<f64>() + categories as f64;
    pooled.iter_mut().for_each(|one| *one = (*one + 1.0) / all);
    let of = |world: &Vec<f64>| {
        let flasks: f64 = world.iter().sum();
        let both = world.iter().zip(&pooled);
        both.map(|(count, pooled)| (count + smoothing * pooled) / (flasks + smoothing))
            .collect()
    };
    counts.iter().map(of).collect()
}

fn add(sums: &mut [f64], counts: &[f64]) {
    sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
}

/// The mean of several profiles.
pub fn mean(profiles: &[&[f64]]) -> Vec<f64> {
    let mut sums = vec![0.0; profiles.first().map_or(0, |one| one.len())];
    profiles.iter().for_each(|one| add(&mut sums, one));
    sums.into_iter().map(|sum| sum / profiles.len() as f64).collect()
}

/// Shares as they are published, where some categories are `weight` times as likely to be as others.
pub fn published(shares: &[f64], novel: &[bool], weight: f64) -> Vec<f64> {
    let weighed = shares.iter().zip(novel);
    let weighed: Vec<f64> = weighed
        .map(|(share, novel)| if *novel { share * weight } else { *share })
        .collect();
    let sum: f64 = weighed.iter().sum();
    match sum > 0.0 {
        true => weighed.into_iter().map(|one| one / sum).collect(),
        false => shares.to_vec(),
    }
}

/// The same with a part of equal shares mixed in.
pub fn mixed(shares: &[f64], uniform: f64) -> Vec<f64> {
    let even = uniform / shares.len() as f64;
    shares.iter().map(|share| (1.0 - uniform) * share + even).collect()
}

/// Log probability of counts: multinomial.
pub fn log_probability(counts: &[u64], shares: &[f64]) -> f64 {
    let all: u64 = counts.iter().sum();
    let ways = log_factorial(all) - counts.iter().map(|count| log_factorial(*count)).sum::<f64>();
    let each = counts.iter().zip(shares);
    let each = each.map(|(count, share)| match count {
        0 => 0.0,
        count => *count as f64 * libm::log(*share),
    });
    ways + each.sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_flasks_lean_on_all_worlds() {
        let shares = smoothed(&[vec![3.0, 0.0], vec![0.0, 0.0], vec![0.0, 1.0]], 1.0);
        let close = |a: f64, b: f64| (a - b).abs() < 1e-12;
        let pooled = 4.0 / 6.0;
        assert!(
            close(shares[0][0], (3.0 + pooled) / 4.0)
                && close(shares[1][0], pooled)
                && close(shares[2][0], pooled / 2.0)
        );
        let twice = published(&[0.5, 0.5], &[true, false], 3.0);
        assert!(close(twice[0], 0.75) && close(mixed(&twice, 0.2)[0], 0.7));
        // Three of four: 4 x 0.7^3 x 0.3.
        assert!(close(
            libm::exp(log_probability(&[3, 1], &[0.7, 0.3])),
            4.0 * 0.343 * 0.3
        ));
        assert!(close(libm::exp(log_probability(&[2, 0], &[1.0, 0.0])), 1.0));
    }
}
