//! Ratios of several studies of one rank: a number for each allele and an offset for each study.
//!
//! The logarithm of a ratio is taken to be the allele's own number, plus an offset that all alleles of a study have in
//! common, plus noise. Offsets are estimated from the alleles that studies share, shrunk as if each study had one further
//! allele without any offset, and no study is taken for the right one: a ratio that one study alone gives is moved by its
//! offset too.

use crate::knowledge::schema::Range;
use libm::{exp, log, sqrt};
use std::collections::BTreeMap;

/// Standard normal score of the ends of a central 90%.
const SCORE: f64 = 1.645;

/// Ratios of one drug by allele label (its parts sorted) and study.
pub(super) type Ratios<'a> = BTreeMap<Vec<&'a str>, BTreeMap<&'a str, f64>>;

/// A pooled ratio.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pooled {
    /// Its median.
    pub ratio: f64,
    /// Its central 90%; `None` where no two studies share an allele, and nothing is said of how far they lie apart.
    pub range: Option<Range>,
}

/// The pooled ratio of one of the labels.
pub(super) fn pooled(ratios: &Ratios, label: &[&str]) -> Option<Pooled> {
    let offsets = offsets(ratios);
    let own = ratios.get(label)?;
    let ratio = exp(own_number(own, &offsets));
    let shared = || ratios.values().filter(|row| row.len() > 1);
    let (rows, cells) = (shared().count(), shared().map(BTreeMap::len).sum::<usize>());
    if rows < 2 {
        return Some(Pooled { ratio, range: None });
    }
    let squares = shared().map(|row| {
        let number = own_number(row, &offsets);
        row.iter()
            .map(|(study, ratio)| log(*ratio) - number - offset(&offsets, study))
            .map(|rest| rest * rest)
            .sum::<f64>()
    });
    let studies = offsets.len();
    let free = |count: usize, used: usize| count.saturating_sub(used).max(1) as f64;
    let noise = squares.sum::<f64>() / free(cells, rows + studies - 1);
    let between = offsets.values().map(|offset| offset * offset).sum::<f64>() / free(studies, 1);
    let spread = exp(SCORE * sqrt(noise / own.len() as f64 + between / studies as f64));
    Some(Pooled {
        ratio,
        range: Some(Range::new(ratio / spread, ratio * spread)),
    })
}

fn offset(offsets: &BTreeMap<&str, f64>, study: &str) -> f64 {
    offsets.get(study).copied().unwrap_or_default()
}

/// Mean logarithm of an allele's ratios, each without the offset of its study.
fn own_number(row: &BTreeMap<&str, f64>, offsets: &BTreeMap<&str, f64>) -> f64 {
    let without = row.iter().map(|(study, ratio)| log(*ratio) - offset(offsets, study));
    without.sum::<f64>() / row.len() as f64
}

/// Offsets of the studies, by turns with the alleles' numbers until both stay.
fn offsets<'a>(ratios: &Ratios<'a>) -> BTreeMap<&'a str, f64> {
    let studies = ratios.values().flat_map(BTreeMap::keys);
    let mut offsets: BTreeMap<&str, f64> = studies.map(|study| (*study, 0.0)).collect();
    for _ in 0..200 {
        let mut rests: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
        for row in ratios.values().filter(|row| row.len() > 1) {
            let number = own_number(row, &offsets);
            for (study, ratio) in row {
                let (sum, count) = rests.entry(study).or_default();
                *sum += log(*ratio) - number;
                *count += 1.0;
            }
        }
        let next = |study: &str| rests.get(study).map_or(0.0, |(sum, count)| sum / (count + 1.0));
        let before = offsets.clone();
        offsets = before.keys().map(|study| (*study, next(study))).collect();
        if offsets == before {
            break;
        }
    }
    offsets
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratios<'a>(of: &[(&'a str, &'a str, f64)]) -> Ratios<'a> {
        let mut table = Ratios::new();
        for (allele, study, ratio) in of {
            table.entry(vec![*allele]).or_default().insert(study, *ratio);
        }
        table
    }

    /// Two studies four times apart on many shared alleles meet in the middle, and so does what one alone gives.
    #[test]
    fn a_study_s_offset_is_taken_off_what_it_alone_gives() {
        let alleles: Vec<String> = (0..400).map(|i| format!("A{i}")).collect();
        let mut of: Vec<(&str, &str, f64)> = Vec::new();
        for allele in &alleles {
            of.extend([(allele.as_str(), "low", 2.0), (allele.as_str(), "high", 8.0)]);
        }
        of.push(("alone", "high", 8.0));
        let table = ratios(&of);
        let both = pooled(&table, &["A0"]).unwrap();
        assert!((both.ratio - 4.0).abs() < 1e-9, "{both:?}");
        let alone = pooled(&table, &["alone"]).unwrap();
        assert!((alone.ratio / 4.0 - 1.0).abs() < 0.01, "{alone:?}");
        // Which of the two scales is right stays open: an offset of ln 2 either way, seen in two studies.
        let spread = exp(SCORE * log(2.0));
        let range = alone.range.unwrap();
        assert!((range.high / alone.ratio / spread - 1.0).abs() < 0.02, "{range:?}");
    }

    #[test]
    fn studies_without_a_shared_allele_stay_as_they_are() {
        let table = ratios(&[("A", "one", 3.0), ("B", "other", 5.0)]);
        let of = |label| pooled(&table, &[label]).unwrap();
        assert_eq!((of("A").range, of("B").range), (None, None));
        assert!((of("A").ratio - 3.0).abs() < 1e-12 && (of("B").ratio - 5.0).abs() < 1e-12);
    }
}
