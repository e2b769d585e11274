//! Reads drawn from true frequencies, and what is called of them. A caller wants at least so many reads with the
//! change, and more than sequencing errors make at any of the sites looked at (binomial test, Bonferroni). Sanger
//! and digital PCR beside it.

use crate::assay::bench::Bench;
use crate::assay::cells::specimen::Specimen;
use crate::assay::scatter::normal;
use crate::assay::sequencing::copies::{USUAL_COPIES, true_ratio};
use crate::assay::sequencing::design::{Method, SequencingDesign};
use crate::assay::sequencing::panel::{DnaChange, Site};
use crate::assay::sequencing::rows::{CopyRow, VariantRow};
use crate::random::Generator;
use crate::sampling::{binomial, poisson};
use crate::statistics::interval::{binomial_cdf, clopper_pearson};
use libm::log2;

/// Standard deviation of a peak's share in a Sanger trace.
pub(super) const PEAK_SD: f64 = 0.03;

/// Partitions of a digital PCR, and those that shine without a mutant.
const PARTITIONS: u64 = 20_000;
pub(super) const FALSE_PARTITIONS: f64 = 1.0;

/// Chance of a false call of a reaction or peak.
const REACTION_ALPHA: f64 = 1e-3;

/// Share of reads with a change of a true frequency: those that are read right, and errors that look like it.
pub(super) fn read_share(vaf: f64, error_rate: f64) -> f64 {
    vaf * (1.0 - error_rate) + (1.0 - vaf) * error_rate / 3.0
}

/// Chance that a run calls a change of a true frequency (0 to 1) among so many sites: by the binomial law of its reads, the
/// scatter of its traces, or the laws of its partitions.
pub fn detection_power(design: &SequencingDesign, vaf: f64, sites: usize) -> f64 {
    power(design, vaf, needed(design, sites))
}

/// Reads or partitions with a change that are called; 0 of a trace.
fn needed(design: &SequencingDesign, sites: usize) -> u64 {
    match design.method {
        Method::Reads { depth } => reads_needed(design, depth, sites),
        Method::Sanger { .. } => 0,
        Method::DigitalPcr { .. } => partitions_needed(),
    }
}

/// The same where so many are called.
fn power(design: &SequencingDesign, vaf: f64, needed: u64) -> f64 {
    let at_least = |n: u64, share: f64| match needed {
        0 => 1.0,
        needed if needed > n => 0.0,
        needed => 1.0 - binomial_cdf(needed - 1, n, share),
    };
    match design.method {
        Method::Reads { depth } => at_least(depth, read_share(vaf, design.error_rate)),
        Method::Sanger { limit } => 0.5 * libm::erfc((limit - vaf) / (PEAK_SD * core::f64::consts::SQRT_2)),
        Method::DigitalPcr { genomes } => {
            let (load, false_load) = (vaf * genomes / PARTITIONS as f64, FALSE_PARTITIONS / PARTITIONS as f64);
            at_least(PARTITIONS, -libm::expm1(-load - false_load))
        }
    }
}

/// Smallest allele fraction that a run calls with a probability of 95%; 1 where none is.
pub fn detection_limit(design: &SequencingDesign, sites: usize) -> f64 {
    let needed = needed(design, sites);
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..40 {
        let middle = 0.5 * (low + high);
        match power(design, middle, needed) < 0.95 {
            true => low = middle,
            false => high = middle,
        }
    }
    high
}

/// Fewest reads with a change that are called at a depth.
pub fn reads_needed(design: &SequencingDesign, depth: u64, sites: usize) -> u64 {
    let alpha = design.false_calls / sites.max(1) as f64;
    let error = design.error_rate / 3.0;
    let unlikely = |reads: u64| reads > depth || 1.0 - binomial_cdf(reads - 1, depth, error) <= alpha;
    let mut needed = design.min_reads.max(1);
    while !unlikely(needed) {
        needed += 1;
    }
    needed
}

pub(super) fn reads(
    site: &Site,
    vaf: f64,
    depth: u64,
    sites: usize,
    design: &SequencingDesign,
    rng: &mut Generator,
) -> VariantRow {
    let changed = binomial(rng, depth, read_share(vaf, design.error_rate));
    let (low, high) = clopper_pearson(changed, depth, 0.95);
    VariantRow {
        site: site.clone(),
        depth,
        changed,
        vaf: changed as f64 / depth as f64,
        low,
        high,
        called: changed >= reads_needed(design, depth, sites),
    }
}

pub(super) fn trace(site: &Site, vaf: f64, limit: f64, rng: &mut Generator) -> VariantRow {
    let peak = |shift: f64| (vaf + shift).clamp(0.0, 1.0);
    let height = peak(PEAK_SD * normal(rng));
    VariantRow {
        site: site.clone(),
        depth: 0,
        changed: 0,
        vaf: height,
        low: (height - 2.0 * PEAK_SD).max(0.0),
        high: (height + 2.0 * PEAK_SD).min(1.0),
        called: height >= limit,
    }
}

pub(super) fn partitions(site: &Site, vaf: f64, genomes: f64, rng: &mut Generator) -> VariantRow {
    let load = vaf * genomes / PARTITIONS as f64;
    let filled = binomial(rng, PARTITIONS, -libm::expm1(-load));
    let positive = (filled + poisson(rng, FALSE_PARTITIONS)).min(PARTITIONS);
    let molecules = |partitions: f64| -libm::log1p(-(partitions / PARTITIONS as f64).min(0.999_99)) * PARTITIONS as f64;
    let share = |partitions: f64| (molecules(partitions) / genomes).min(1.0);
    let (low, high) = clopper_pearson(positive, PARTITIONS, 0.95);
    VariantRow {
        site: site.clone(),
        depth: PARTITIONS,
        changed: positive,
        vaf: share((positive as f64 - FALSE_PARTITIONS).max(0.0)),
        low: share((low * PARTITIONS as f64 - FALSE_PARTITIONS).max(0.0)),
        high: share(high * PARTITIONS as f64),
        called: positive >= partitions_needed(),
    }
}

/// Lowest frequency that a reaction calls, as it reports it, on so many genomes.
pub fn digital_limit(genomes: f64) -> f64 {
    let share = (partitions_needed() as f64 - FALSE_PARTITIONS) / PARTITIONS as f64;
    (-libm::log1p(-share) * PARTITIONS as f64 / genomes).min(1.0)
}

/// Fewest positive partitions that false ones seldom make.
fn partitions_needed() -> u64 {
    let share = FALSE_PARTITIONS / PARTITIONS as f64;
    let mut needed = 1;
    while 1.0 - binomial_cdf(needed - 1, PARTITIONS, share) > REACTION_ALPHA {
        needed += 1;
    }
    needed
}

/// Copies of a gene over those of the unaltered line: by the depth of reads, or by partitions of digital PCR.
pub(super) fn copy_row(
    bench: &Bench,
    specimen: &Specimen,
    site: &Site,
    design: &SequencingDesign,
    rng: &mut Generator,
) -> CopyRow {
    let (ratio, usual) = true_ratio(bench, specimen, site, design.purity);
    let log2_ratio = match design.method {
        Method::DigitalPcr { genomes } => log2(partition_ratio(ratio, usual, genomes, rng)),
        // A gene that is lost in every cell still has a few stray reads.
        _ => log2(ratio.max(0.02)) + design.ratio_noise * normal(rng),
    };
    let called = match site.dna {
        DnaChange::Loss => log2_ratio <= -design.ratio_call,
        _ => log2_ratio >= design.ratio_call,
    };
    CopyRow {
        site: site.clone(),
        log2_ratio,
        copies: usual * libm::exp2(log2_ratio),
        called,
    }
}

/// Counted copies of a gene over those of the unaltered line, beside a reference gene of one copy per haploid genome: the
/// molecules of either fall into partitions by chance, and how many there were is read off the empty ones (Poisson).
fn partition_ratio(ratio: f64, usual: f64, genomes: f64, rng: &mut Generator) -> f64 {
    let mut molecules = |expected: f64| {
        let filled = binomial(rng, PARTITIONS, -libm::expm1(-expected / PARTITIONS as f64));
        let positive = (filled + poisson(rng, FALSE_PARTITIONS)).clamp(1, PARTITIONS - 1);
        -libm::log1p(-(positive as f64 / PARTITIONS as f64)) * PARTITIONS as f64
    };
    let per_genome = usual / USUAL_COPIES;
    let gene = molecules(ratio * per_genome * genomes);
    gene / molecules(genomes) / per_genome
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, stream};

    /// Means of 4,000 reactions against the true ratio; standard deviations against the delta method for two independent
    /// Poisson counts read off partitions, var(ln molecules) = (e^load - 1) / (partitions load^2). Alpha below 1e-6: means
    /// within 5 standard errors, standard deviations within 6% (5 standard errors of 1.1%).
    #[test]
    fn partitions_count_copies_with_the_chance_of_their_number() {
        let reactions = 4_000;
        for (ratio, usual, genomes) in [(1.0, 2.0, 10_000.0), (3.0, 2.0, 10_000.0), (1.5, 2.0, 500.0)] {
            let mut rng = stream(5, 0, Purpose::DigitalPcr);
            let logs: Vec<f64> = (0..reactions)
                .map(|_| libm::log(partition_ratio(ratio, usual, genomes, &mut rng)))
                .collect();
            let mean = logs.iter().sum::<f64>() / f64::from(reactions);
            let variance = logs.iter().map(|log| (log - mean) * (log - mean)).sum::<f64>() / f64::from(reactions - 1);
            let of = |molecules: f64| {
                let load = molecules / PARTITIONS as f64;
                libm::expm1(load) / (PARTITIONS as f64 * load * load)
            };
            // A false partition weighs little where molecules are many.
            let expected = of(genomes) + of(ratio * genomes);
            let bias = 2.0 * FALSE_PARTITIONS / genomes;
            assert!(
                (mean - libm::log(ratio)).abs() < 5.0 * libm::sqrt(expected / f64::from(reactions)) + bias,
                "{mean}"
            );
            let spread = libm::sqrt(variance / expected);
            assert!((spread - 1.0).abs() < 0.06, "{spread}");
        }
    }
}
