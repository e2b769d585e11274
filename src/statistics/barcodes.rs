//! Barcodes: diversity within arms, and whether sister arms end up with the same ones.
//!
//! A *winner* is a barcode above the detection limit in a resistant flask. If resistance was there before
//! the split, resistant sister arms share winners; if it arose afterwards, they share as many as chance
//! gives. Arms that did not become resistant have no winners and stay out of the comparison. By chance an arm's n winners are drawn from the barcodes that it was seeded with, larger ones
//! more often: barcode b wins with 1 - exp(-c w_b), w_b being its share at seeding, and c such that these
//! sum to n (Poisson sampling in proportion to size; Hajek 1964, doi:10.1214/aoms/1177700375).

use super::paired::t_quantile;
use super::quantile::Distribution;
use crate::engine::record::{BarcodeCounts, FlaskRecord, Outcome};
use crate::model::protocol::Protocol;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// See module docs. Numbers are per flask unless said otherwise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BarcodeSummary {
    /// Arms per stock.
    pub arms: u64,
    /// Barcodes in the flask on day 0, and at the outcome.
    pub seeded: Option<Distribution>,
    /// See [`Self::seeded`].
    pub left: Option<Distribution>,
    /// Barcodes above the detection limit in resistant flasks.
    pub winners: Option<Distribution>,
    /// Shannon's entropy in nats and the inverse Simpson index 1 / sum p^2 (the number of equally common
    /// barcodes that would be as diverse), on day 0 and among flasks with living cells at the outcome.
    pub shannon_seeded: Option<Distribution>,
    /// See [`Self::shannon_seeded`].
    pub shannon: Option<Distribution>,
    /// See [`Self::shannon_seeded`].
    pub simpson_seeded: Option<Distribution>,
    /// See [`Self::shannon_seeded`].
    pub simpson: Option<Distribution>,
    /// Stocks of which every arm is there and two or more are resistant; only they count below.
    pub stocks: u64,
    /// How many resistant arms share a barcode; absent with one arm per stock, and without such stocks.
    pub overlap: Option<Overlap>,
}

/// Winners that sister arms share.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Overlap {
    /// Mean number of winners that two sister arms share.
    pub shared: f64,
    /// The same by chance.
    pub by_chance: f64,
    /// Observed less by chance, with its interval over stocks (Student's t; absent below two stocks).
    pub excess: f64,
    /// Ends of the 95% interval of the excess.
    pub low: Option<f64>,
    /// See [`Self::low`].
    pub high: Option<f64>,
    /// Share of an arm's winners that win in at least one sister arm: observed, and by chance.
    pub shared_winners: f64,
    /// See [`Self::shared_winners`].
    pub shared_by_chance: f64,
    /// Barcodes per stock that win in exactly 1, 2, ... arms: observed and by chance.
    pub in_arms: Vec<(f64, f64)>,
    /// Of barcodes seeded into any arm of a stock, the share that every arm got on day 0.
    pub seeded_in_all: f64,
    /// Winners that each two arms of the first of these stocks share; the diagonal is the arm's own number.
    pub first_stock: Vec<Vec<u64>>,
    /// What the excess speaks for.
    pub verdict: Verdict,
}

/// What the overlap speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Sister arms share more winners than chance gives: they were resistant before the split.
    PreExisting,
    /// No more than chance gives, and too few for half of the winners to be shared beyond chance.
    Acquired,
    /// Too few stocks or winners to say.
    Open,
}

/// Barcodes that win in several arms, against the number that chance gives (Poisson, which is wider than the
/// sum of unlike chances that it stands for), out of `won` winners; two-sided 5%.
fn verdict(seen: f64, chance: f64, won: f64) -> Verdict {
    // P(N < seen) at the mean of chance, and the largest mean at which so few are not yet a surprise.
    if seen > 0.0 && 1.0 - poisson_below(seen, chance) < 0.025 {
        return Verdict::PreExisting;
    }
    let (mut low, mut high) = (seen, seen + 10.0 * libm::sqrt(seen + 4.0));
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        match poisson_below(seen + 1.0, middle) > 0.025 {
            true => low = middle,
            false => high = middle,
        }
    }
    match high - chance < 0.5 * won {
        true => Verdict::Acquired,
        false => Verdict::Open,
    }
}

/// P(N < count) of a Poisson number with this mean.
fn poisson_below(count: f64, mean: f64) -> f64 {
    let mut mass = libm::exp(-mean);
    let mut sum = 0.0;
    let mut k = 0.0;
    while k < count {
        sum += mass;
        k += 1.0;
        mass *= mean / k;
    }
    sum
}

/// Streams flasks; keeps the barcodes of one stock at a time.
#[derive(Debug, Clone)]
pub(crate) struct BarcodeAccumulator {
    arms: u64,
    limit: f64,
    seeded: Vec<f64>,
    left: Vec<f64>,
    winners: Vec<f64>,
    /// (Shannon, inverse Simpson) on day 0 and at the outcome.
    diversity: [Vec<(f64, f64)>; 2],
    /// Arms of the stock under way, and whether each is resistant.
    open: Vec<(BarcodeCounts, bool)>,
    /// Per finished stock: (shared, by chance), means over pairs of arms.
    stocks: Vec<(f64, f64)>,
    in_arms: Vec<(f64, f64)>,
    seeded_in_all: (u64, u64),
    first_stock: Vec<Vec<u64>>,
}

impl BarcodeAccumulator {
    /// `None` without barcodes.
    pub fn new(protocol: &Protocol) -> Option<Self> {
        let arms = protocol.design.arms;
        protocol.design.barcodes.map(|_| Self {
            arms,
            limit: protocol.resistance.detection_limit,
            seeded: Vec::new(),
            left: Vec::new(),
            winners: Vec::new(),
            diversity: [Vec::new(), Vec::new()],
            open: Vec::new(),
            stocks: Vec::new(),
            in_arms: vec![(0.0, 0.0); arms as usize],
            seeded_in_all: (0, 0),
            first_stock: Vec::new(),
        })
    }

    pub fn add(&mut self, record: &FlaskRecord) {
        if record.replicate.is_multiple_of(self.arms) {
            self.open.clear();
        }
        let Some(counts) = &record.barcodes else { return };
        self.seeded.push(counts.seeded.len() as f64);
        self.left.push(counts.at_outcome.len() as f64);
        let resistant = record.outcome == Outcome::Resistant;
        if resistant {
            self.winners.push(winners(counts, self.limit).len() as f64);
        }
        for (list, cells) in self.diversity.iter_mut().zip([&counts.seeded, &counts.at_outcome]) {
            list.extend(diversity(cells));
        }
        self.open.push((counts.clone(), resistant));
        if self.open.len() as u64 == self.arms {
            let arms = std::mem::take(&mut self.open);
            self.close(&arms);
        }
    }

    /// Folds a whole stock.
    fn close(&mut self, arms: &[(BarcodeCounts, bool)]) {
        let resistant: Vec<usize> = (0..arms.len()).filter(|&a| arms[a].1).collect();
        if resistant.len() < 2 {
            return;
        }
        self.note_seeded(arms);
        let won: Vec<BTreeSet<u32>> = arms
            .iter()
            .map(|(arm, resistant)| {
                if *resistant {
                    winners(arm, self.limit)
                } else {
                    BTreeSet::new()
                }
            })
            .collect();
        let mut chances: BTreeMap<u32, Vec<f64>> = BTreeMap::new();
        for &a in &resistant {
            for (barcode, chance) in by_chance(&arms[a].0.seeded, won[a].len()) {
                chances.entry(barcode).or_insert_with(|| vec![0.0; arms.len()])[a] = chance;
            }
        }
        let all: BTreeSet<u32> = won.iter().flatten().copied().collect();
        for barcode in all {
            let holders = won.iter().filter(|arm| arm.contains(&barcode)).count();
            self.in_arms[holders - 1].0 += 1.0;
        }
        for chances in chances.values() {
            let numbers = number_of_arms(chances);
            for (sum, chance) in self.in_arms.iter_mut().zip(&numbers[1..]) {
                sum.1 += chance;
            }
        }
        let (mut shared, mut chance, mut pairs) = (0.0, 0.0, 0.0);
        for (i, &a) in resistant.iter().enumerate() {
            for &b in &resistant[..i] {
                shared += won[a].intersection(&won[b]).count() as f64;
                chance += chances.values().map(|c| c[a] * c[b]).sum::<f64>();
                pairs += 1.0;
            }
        }
        if self.stocks.is_empty() {
            let row = |a: &BTreeSet<u32>| won.iter().map(|b| a.intersection(b).count() as u64).collect();
            self.first_stock = won.iter().map(row).collect();
        }
        self.stocks.push((shared / pairs, chance / pairs));
    }

    /// Counts the barcodes of a stock that every arm was seeded with.
    fn note_seeded(&mut self, arms: &[(BarcodeCounts, bool)]) {
        let mut seeded: BTreeMap<u32, usize> = BTreeMap::new();
        for &(barcode, _) in arms.iter().flat_map(|(arm, _)| &arm.seeded) {
            *seeded.entry(barcode).or_insert(0) += 1;
        }
        self.seeded_in_all.0 += seeded.values().filter(|&&n| n == arms.len()).count() as u64;
        self.seeded_in_all.1 += seeded.len() as u64;
    }

    pub fn finish(&self) -> BarcodeSummary {
        let of = |values: &[f64]| Distribution::of(&mut values.to_vec());
        let index = |list: &[(f64, f64)], read: fn(&(f64, f64)) -> f64| of(&list.iter().map(read).collect::<Vec<_>>());
        let [seeded, left] = &self.diversity;
        BarcodeSummary {
            arms: self.arms,
            seeded: of(&self.seeded),
            left: of(&self.left),
            winners: of(&self.winners),
            shannon_seeded: index(seeded, |d| d.0),
            shannon: index(left, |d| d.0),
            simpson_seeded: index(seeded, |d| d.1),
            simpson: index(left, |d| d.1),
            stocks: self.stocks.len() as u64,
            overlap: (self.arms > 1 && !self.stocks.is_empty()).then(|| self.overlap()),
        }
    }

    fn overlap(&self) -> Overlap {
        let n = self.stocks.len() as f64;
        let mean = |read: &dyn Fn(&(f64, f64)) -> f64| self.stocks.iter().map(read).sum::<f64>() / n;
        let excess = mean(&|s| s.0 - s.1);
        let squares: f64 = self
            .stocks
            .iter()
            .map(|s| (s.0 - s.1 - excess) * (s.0 - s.1 - excess))
            .sum();
        let half = (n >= 2.0).then(|| t_quantile(0.95, n - 1.0) * libm::sqrt(squares / (n - 1.0) / n));
        let bounds = half.map(|half| (excess - half, excess + half));
        let won = self.in_arms.iter().map(|arms| arms.0).sum::<f64>();
        let several = self.in_arms.iter().skip(1);
        let (seen, chance) = several.fold((0.0, 0.0), |sum, arms| (sum.0 + arms.0, sum.1 + arms.1));
        let verdict = match bounds {
            Some((low, _)) if n >= 3.0 && low > 0.0 => Verdict::PreExisting,
            _ => verdict(seen, chance, won),
        };
        let (all, any) = self.seeded_in_all;
        let shared_share = |read: &dyn Fn(&(f64, f64)) -> f64| {
            let entries = |from: usize| -> f64 {
                let arms = self.in_arms.iter().enumerate().skip(from);
                arms.map(|(i, numbers)| (i + 1) as f64 * read(numbers)).sum()
            };
            if entries(0) > 0.0 { entries(1) / entries(0) } else { 0.0 }
        };
        Overlap {
            shared: mean(&|s| s.0),
            by_chance: mean(&|s| s.1),
            excess,
            low: bounds.map(|b| b.0),
            high: bounds.map(|b| b.1),
            in_arms: self
                .in_arms
                .iter()
                .map(|&(seen, chance)| (seen / n, chance / n))
                .collect(),
            shared_winners: shared_share(&|n| n.0),
            shared_by_chance: shared_share(&|n| n.1),
            seeded_in_all: all as f64 / (any as f64).max(1.0),
            first_stock: self.first_stock.clone(),
            verdict,
        }
    }
}

/// Barcodes above the limit at the outcome.
fn winners(counts: &BarcodeCounts, limit: f64) -> BTreeSet<u32> {
    let total: u64 = counts.at_outcome.iter().map(|&(_, cells)| cells).sum();
    let large = |&&(_, cells): &&(u32, u64)| cells as f64 >= limit * total as f64;
    counts
        .at_outcome
        .iter()
        .filter(large)
        .map(|&(barcode, _)| barcode)
        .collect()
}

/// Shannon's entropy (nats) and the inverse Simpson index; `None` without cells.
pub fn diversity(cells: &[(u32, u64)]) -> Option<(f64, f64)> {
    let total = cells.iter().map(|&(_, n)| n).sum::<u64>() as f64;
    let shares = || cells.iter().map(|&(_, n)| n as f64 / total).filter(|&p| p > 0.0);
    let shannon = -shares().map(|p| p * libm::log(p)).sum::<f64>();
    (total > 0.0).then(|| (shannon.max(0.0), 1.0 / shares().map(|p| p * p).sum::<f64>()))
}

/// The chance of each seeded barcode to be among `winners` drawn by size (see module docs).
fn by_chance(seeded: &[(u32, u64)], winners: usize) -> Vec<(u32, f64)> {
    let total = seeded.iter().map(|&(_, n)| n).sum::<u64>() as f64;
    let weight = |n: u64| n as f64 / total;
    if winners >= seeded.len() {
        return seeded.iter().map(|&(barcode, _)| (barcode, 1.0)).collect();
    }
    let chance = |c: f64, n: u64| -libm::expm1(-c * weight(n));
    let expected = |c: f64| seeded.iter().map(|&(_, n)| chance(c, n)).sum::<f64>();
    // The sum rises from 0 to the number of barcodes, and stays below c.
    let (mut low, mut high) = (winners as f64, winners as f64 + 1.0);
    while expected(high) < winners as f64 && high < 1e12 {
        high *= 2.0;
    }
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if expected(middle) < winners as f64 {
            low = middle;
        } else {
            high = middle;
        }
    }
    let c = if winners == 0 { 0.0 } else { 0.5 * (low + high) };
    seeded.iter().map(|&(barcode, n)| (barcode, chance(c, n))).collect()
}

/// Probabilities that 0, 1, 2, ... of independent events happen.
fn number_of_arms(chances: &[f64]) -> Vec<f64> {
    let mut law = vec![1.0];
    for chance in chances {
        let mut next = vec![0.0; law.len() + 1];
        for (k, p) in law.iter().enumerate() {
            next[k] += p * (1.0 - chance);
            next[k + 1] += p * chance;
        }
        law = next;
    }
    law
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn diversity_has_its_known_values() {
        let even: Vec<(u32, u64)> = (0..8).map(|i| (i, 5)).collect();
        let (shannon, simpson) = diversity(&even).unwrap();
        assert!((shannon - 8f64.ln()).abs() < 1e-12 && (simpson - 8.0).abs() < 1e-12);
        assert_eq!(diversity(&[(3, 10)]), Some((0.0, 1.0)));
        assert_eq!(diversity(&[]), None);
    }

    #[test]
    fn verdicts_need_numbers() {
        // One shared winner where chance gives 0.01 speaks; none among four does not speak against it.
        assert_eq!(verdict(1.0, 0.01, 5.0), Verdict::PreExisting);
        assert_eq!(verdict(0.0, 0.01, 4.0), Verdict::Open);
        // The upper bound on none is 3.69 (Garwood 1936, Biometrika 28:437): below half of 8, not of 7.
        assert_eq!(verdict(0.0, 0.0, 8.0), Verdict::Acquired);
        assert_eq!(verdict(0.0, 0.0, 7.0), Verdict::Open);
        assert_eq!(verdict(30.0, 29.0, 100.0), Verdict::Acquired);
    }

    #[test]
    fn chances_sum_to_the_winners_and_larger_barcodes_win_more_often() {
        let seeded: Vec<(u32, u64)> = (0..50).map(|i| (i, u64::from(i) + 1)).collect();
        for winners in [0, 1, 7, 49, 50] {
            let chances = by_chance(&seeded, winners);
            let sum: f64 = chances.iter().map(|c| c.1).sum();
            assert!((sum - winners as f64).abs() < 1e-6, "{winners}: {sum}");
            assert!(chances.windows(2).all(|w| w[0].1 <= w[1].1 && w[1].1 <= 1.0));
        }
        let law = number_of_arms(&[0.5, 0.2]);
        assert!((law[0] - 0.4).abs() < 1e-12 && (law[1] - 0.5).abs() < 1e-12 && (law[2] - 0.1).abs() < 1e-12);
    }
}
