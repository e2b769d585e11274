//! Worlds held against sets of observations, one group left out in turn.

use super::bands::{bands, central_95, weighted};
use super::boot::{Scored, differences, score};
use super::category::Category;
use super::naive::{NAIVE, Naive};
use super::profile::{log_probability, mean, mixed, published, smoothed};
use super::summary::{Assessment, CategoryRow, ClaimRow, GroupRow, MovedRow, SetRow, SumRow, Verdict};
use super::weights::flattened;
use crate::statistics::fit::Band;
use crate::statistics::interval::Proportion;
use crate::statistics::weighted::effective;

/// How worlds are held against observations; see the protocol's keys.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Flasks of the pooled profile added to those of each world.
    pub smoothing: f64,
    /// Part of equal shares mixed into every predictor.
    pub uniform: f64,
    /// Worlds that a likelihood leaves at least.
    pub least_effective: f64,
    /// Draws of observations.
    pub bootstrap: usize,
    /// Seed of those.
    pub seed: u64,
}

/// A set with the flasks that were counted: per half (fitted, predicted), scenario and world, flasks per category.
#[derive(Debug, Clone, PartialEq)]
pub struct Observed {
    /// Its identifier.
    pub id: String,
    /// What it is.
    pub title: String,
    /// With which others it is left out.
    pub group: String,
    /// Where it is from.
    pub source: String,
    /// What there is to know about it.
    pub note: String,
    /// Its categories.
    pub categories: Vec<Category>,
    /// See above.
    pub halves: [Vec<Vec<Vec<f64>>>; 2],
}

/// A claim with the flasks in which it is found.
#[derive(Debug, Clone, PartialEq)]
pub struct Claimed {
    /// Its identifier.
    pub id: String,
    /// What it is.
    pub title: String,
    /// With which sets it is left out.
    pub group: String,
    /// Where it is from.
    pub source: String,
    /// What there is to know about it.
    pub note: String,
    /// What was claimed.
    pub claim: String,
    /// Share of flasks in each world of the second half in which it is found; not a number where none counts.
    pub shares: Vec<f64>,
}

/// What was drawn of a class, or of a value of one, in each world.
#[derive(Debug, Clone, PartialEq)]
pub struct Values {
    /// Its key.
    pub key: String,
    /// What it is.
    pub what: String,
    /// Its class.
    pub class: String,
    /// A number per world.
    pub numbers: Vec<f64>,
}

/// Everything that was simulated.
#[derive(Debug, Clone, PartialEq)]
pub struct Study {
    /// Sets of observations.
    pub sets: Vec<Observed>,
    /// Claims.
    pub claims: Vec<Claimed>,
    /// Classes.
    pub classes: Vec<Values>,
    /// Their values.
    pub values: Vec<Values>,
    /// Worlds.
    pub worlds: usize,
    /// How they are held against observations.
    pub settings: Settings,
}

impl Study {
    /// Everything, where novel findings are so much likelier to be published.
    pub fn assess(&self, reporting: f64) -> Assessment {
        let shares = [0, 1].map(|half| {
            self.sets
                .iter()
                .map(|set| self.shares(set, half, reporting))
                .collect::<Vec<_>>()
        });
        let groups = self.groups();
        let (fitted, powers): (Vec<_>, Vec<_>) = groups.iter().map(|group| self.likelihood(group, &shares[0])).unzip();
        let fit = |left_out: Option<&str>| {
            let kept = groups
                .iter()
                .zip(&fitted)
                .filter(|(group, _)| Some(group.as_str()) != left_out);
            let mut logs = vec![0.0; self.worlds];
            kept.for_each(|(_, one)| logs.iter_mut().zip(one).for_each(|(sum, log)| *sum += log));
            flattened(&logs, self.settings.least_effective)
        };
        let (power, weights) = fit(None);
        let left: Vec<Vec<f64>> = groups.iter().map(|group| fit(Some(group)).1).collect();
        // A claim of no group's is predicted by all.
        let without = |group: &str| {
            groups
                .iter()
                .position(|one| one == group)
                .map_or(&weights, |i| &left[i])
        };
        let (mut rows, mut all) = (Vec::new(), Vec::new());
        let mut sets: Vec<Option<SetRow>> = vec![None; self.sets.len()];
        for (group, own) in groups.iter().zip(powers) {
            let left = without(group);
            let (row, differences) = self.group(group, own, left, &shares[1]);
            for (i, set) in self.sets.iter().enumerate().filter(|(_, set)| set.group == *group) {
                sets[i] = Some(self.set(set, reporting, left, row.best));
            }
            rows.push(row);
            all.push(differences);
        }
        let sets: Vec<SetRow> = sets.into_iter().flatten().collect();
        let categories = || sets.iter().flat_map(|set| &set.categories);
        let inside = categories().filter(|row| row.is_inside()).count() as u64;
        let claims = self.claims.iter().map(|claim| claimed(claim, without(&claim.group)));
        Assessment {
            reporting,
            coverage: Proportion::new(inside, categories().count() as u64),
            sums: sums(&rows, &all),
            claims: claims.collect(),
            classes: self.classes.iter().map(|one| moved(one, &weights)).collect(),
            values: self.values.iter().map(|one| moved(one, &weights)).collect(),
            effective: effective(&weights),
            groups: rows,
            sets,
            power,
            weights,
        }
    }

    /// Groups in the order of their first sets.
    fn groups(&self) -> Vec<String> {
        let mut groups: Vec<String> = Vec::new();
        for set in &self.sets {
            if !groups.contains(&set.group) {
                groups.push(set.group.clone());
            }
        }
        groups
    }

    /// Shares of a set's categories as they are published, in each world.
    fn published(&self, set: &Observed, half: usize, reporting: f64) -> Vec<Vec<f64>> {
        let scenarios: Vec<Vec<Vec<f64>>> = set.halves[half]
            .iter()
            .map(|worlds| smoothed(worlds, self.settings.smoothing))
            .collect();
        let novel: Vec<bool> = set.categories.iter().map(|category| category.novel).collect();
        let world = |i: usize| {
            let each: Vec<&[f64]> = scenarios.iter().map(|worlds| worlds[i].as_slice()).collect();
            published(&mean(&each), &novel, reporting)
        };
        (0..self.worlds).map(world).collect()
    }

    /// The same as a predictor has them.
    fn shares(&self, set: &Observed, half: usize, reporting: f64) -> Vec<Vec<f64>> {
        let published = self.published(set, half, reporting);
        published.iter().map(|one| mixed(one, self.settings.uniform)).collect()
    }

    /// Log likelihood of a group in each world, flattened, and the power of that.
    fn likelihood(&self, group: &str, shares: &[Vec<Vec<f64>>]) -> (Vec<f64>, f64) {
        let mut logs = vec![0.0; self.worlds];
        for (set, shares) in self.sets.iter().zip(shares).filter(|(set, _)| set.group == group) {
            let observed = set.observed();
            logs.iter_mut()
                .zip(shares)
                .for_each(|(sum, shares)| *sum += log_probability(&observed, shares));
        }
        let (power, _) = flattened(&logs, self.settings.least_effective);
        logs.iter_mut().for_each(|log| *log *= power);
        (logs, power)
    }

    fn group(&self, group: &str, power: f64, left: &[f64], shares: &[Vec<Vec<f64>>]) -> (GroupRow, Vec<f64>) {
        let own: Vec<(&Observed, &Vec<Vec<f64>>)> = (self.sets.iter().zip(shares))
            .filter(|(set, _)| set.group == group)
            .collect();
        let observed: Vec<Vec<u64>> = own.iter().map(|(set, _)| set.observed()).collect();
        let naive = |naive: Naive| {
            let each = own.iter().zip(&observed);
            let each = each.map(|((set, _), observed)| Some(log_probability(observed, &self.naive(set, naive)?)));
            (naive, each.sum::<Option<f64>>())
        };
        let naive: Vec<(Naive, Option<f64>)> = NAIVE.map(naive).to_vec();
        let known = naive.iter().filter_map(|(naive, score)| Some((*naive, (*score)?)));
        let (best, best_score) = known
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .unwrap_or((Naive::Uniform, 0.0));
        let of_best: Vec<Vec<f64>> = own
            .iter()
            .map(|(set, _)| self.naive(set, best).unwrap_or_default())
            .collect();
        let scored: Vec<Scored> = (own.iter().zip(&observed).zip(&of_best))
            .map(|(((_, worlds), observed), naive)| Scored {
                observed,
                worlds,
                naive,
            })
            .collect();
        let even = vec![1.0 / self.worlds as f64; self.worlds];
        let ours = score(&scored, &observed, left);
        let Settings { bootstrap, seed, .. } = self.settings;
        let differences = differences(&scored, left, bootstrap, seed, group);
        let (low, high) = central_95(differences.clone());
        let row = GroupRow {
            name: group.to_owned(),
            n: observed.iter().flatten().sum(),
            ours,
            unfitted: score(&scored, &observed, &even),
            naive,
            best,
            difference: ours - best_score,
            low,
            high,
            verdict: Verdict::of(low, high),
            power,
            effective: effective(left),
        };
        (row, differences)
    }

    /// Shares by a naive predictor.
    fn naive(&self, set: &Observed, naive: Naive) -> Option<Vec<f64>> {
        Some(mixed(&naive.shares(&set.categories)?, self.settings.uniform))
    }

    fn set(&self, set: &Observed, reporting: f64, left: &[f64], best: Naive) -> SetRow {
        let worlds = self.published(set, 1, reporting);
        let observed = set.observed();
        let n: u64 = observed.iter().sum();
        let bands = bands(&worlds, left, n, self.settings.seed, &set.id);
        let naive = self.naive(set, best).unwrap_or_default();
        let rows = set.categories.iter().enumerate().map(|(k, category)| {
            let over = |weights: &mut dyn Iterator<Item = f64>| {
                worlds
                    .iter()
                    .zip(weights)
                    .map(|(world, weight)| world[k] * weight)
                    .sum::<f64>()
            };
            CategoryRow {
                name: category.name.clone(),
                observed: Proportion::new(category.observed, n),
                predicted: over(&mut left.iter().copied()),
                band: bands[k],
                unfitted: over(&mut std::iter::repeat(1.0 / self.worlds as f64)),
                naive: naive.get(k).copied().unwrap_or(f64::NAN),
            }
        });
        SetRow {
            id: set.id.clone(),
            title: set.title.clone(),
            group: set.group.clone(),
            n,
            source: set.source.clone(),
            note: set.note.clone(),
            flasks: set.halves[1].iter().flatten().flatten().sum::<f64>() as u64,
            categories: rows.collect(),
        }
    }
}

impl Observed {
    fn observed(&self) -> Vec<u64> {
        self.categories.iter().map(|category| category.observed).collect()
    }
}

fn claimed(claim: &Claimed, weights: &[f64]) -> ClaimRow {
    let known = claim.shares.iter().zip(weights).filter(|(share, _)| !share.is_nan());
    let (shares, weights): (Vec<f64>, Vec<f64>) = known.map(|(share, weight)| (*share, *weight)).unzip();
    let sum: f64 = weights.iter().sum();
    let both = shares.iter().zip(&weights);
    ClaimRow {
        id: claim.id.clone(),
        title: claim.title.clone(),
        claim: claim.claim.clone(),
        source: claim.source.clone(),
        note: claim.note.clone(),
        share: both.map(|(share, weight)| share * weight).sum::<f64>() / sum,
        unfitted: shares.iter().sum::<f64>() / shares.len() as f64,
        band: weighted(&shares, &weights),
    }
}

fn moved(one: &Values, weights: &[f64]) -> MovedRow {
    MovedRow {
        key: one.key.clone(),
        what: one.what.clone(),
        class: one.class.clone(),
        prior: Band::of(one.numbers.clone()),
        posterior: weighted(&one.numbers, weights),
    }
}

/// All groups together, then without the one with the most observations.
fn sums(rows: &[GroupRow], draws: &[Vec<f64>]) -> Vec<SumRow> {
    let largest = rows.iter().max_by_key(|row| row.n).map(|row| row.name.clone());
    let of = |without: Option<String>| {
        let kept = || {
            rows.iter()
                .zip(draws)
                .filter(|(row, _)| Some(&row.name) != without.as_ref())
        };
        let draws = kept().map(|(_, draws)| draws.len()).min().unwrap_or(0);
        let all = (0..draws).map(|i| kept().map(|(_, draws)| draws[i]).sum()).collect();
        let (low, high) = central_95(all);
        SumRow {
            difference: kept().map(|(row, _)| row.difference).sum(),
            low,
            high,
            without,
        }
    };
    match rows.len() > 1 {
        true => vec![of(None), of(largest)],
        false => vec![of(None)],
    }
}
