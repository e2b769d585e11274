//! Sequencing: reads drawn from true allele frequencies, a caller, copy ratios; Sanger and digital PCR beside it.
//!
//! The frequency of a change is its copies over all copies of its locus: of the driver these are its copies
//! and, for a fusion, the unrearranged homologue; of another gene two per cell. Cells of a specimen may be
//! mixed with normal ones (purity). A caller wants at least so many reads with the change, and more than
//! sequencing errors make at any of the sites looked at (binomial test, Bonferroni).

use super::bench::Bench;
use super::foreign::{Foreign, HUMAN};
use super::panel::{Alteration, DnaChange, Panel, Site, sites};
use super::scatter::normal;
use super::specimen::{Specimen, SpecimenCells};
use crate::model::biology::Biology;
use crate::random::Generator;
use crate::sampling::{binomial, poisson};
use crate::statistics::interval::{binomial_cdf, clopper_pearson};
use libm::log2;
use serde::{Deserialize, Serialize};

/// Copies of a gene in cells with the amplification of a bypass route (`assumed`: five or more is a usual definition,
/// Cappuzzo 2009, doi 10.1200/JCO.2008.19.8135, for MET).
pub const AMPLIFIED_COPIES: f64 = 6.0;
/// Copies of a gene in unaltered cells, other than the driver: two alleles.
pub const USUAL_COPIES: f64 = 2.0;

/// Reads with a change that a call asks for, whatever else (`assumed`: callers ask for about five).
pub const FEWEST_READS: u64 = 5;

/// How DNA is read.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Method {
    /// Next-generation sequencing: usable reads per site.
    Reads { depth: u64 },
    /// One trace: a peak counts from this share on.
    Sanger { limit: f64 },
    /// One reaction per change.
    DigitalPcr { genomes: f64 },
}

impl Method {
    /// Sanger with its usual limit.
    pub const SANGER: Self = Method::Sanger { limit: 0.2 };
    /// Digital PCR on 33 ng of DNA.
    pub const DIGITAL_PCR: Self = Method::DigitalPcr { genomes: 10_000.0 };

    /// "1000x", "Sanger", "digital PCR".
    pub fn name(&self) -> String {
        match self {
            Method::Reads { depth } => format!("{depth}x"),
            Method::Sanger { .. } => "Sanger".to_owned(),
            Method::DigitalPcr { .. } => "digital PCR".to_owned(),
        }
    }
}

/// Everything about a sequencing run but the cells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SequencingDesign {
    pub method: Method,
    pub panel: Panel,
    /// Chance that a base is read as another one; each of the three is as likely.
    pub error_rate: f64,
    /// Share of the DNA that comes from the specimen; the rest is normal.
    pub purity: f64,
    /// Reads with the change that a call needs.
    pub min_reads: u64,
    /// Chance of any false call of a point mutation in a run.
    pub false_calls: f64,
    /// Standard deviation of a gene's log2 copy ratio.
    pub ratio_noise: f64,
    /// Change of the log2 copy ratio that is called.
    pub ratio_call: f64,
}

impl SequencingDesign {
    /// Usual settings.
    pub fn new(method: Method, panel: Panel) -> Self {
        Self {
            method,
            panel,
            error_rate: 1e-3,
            purity: 1.0,
            min_reads: FEWEST_READS,
            false_calls: 0.01,
            ratio_noise: 0.12,
            ratio_call: 0.5,
        }
    }

    /// What is wrong with it, if anything.
    pub fn fault(&self) -> Option<String> {
        match self.method {
            Method::Reads { depth } if !(self.min_reads..=10_000_000).contains(&depth) => Some(format!(
                "depth {depth}: allowed {0} to 10000000 reads per site (a call needs {0} with the change)",
                self.min_reads
            )),
            Method::Sanger { limit } if !(0.01..=0.9).contains(&limit) => {
                Some(format!("Sanger limit {limit}: allowed 1% to 90%"))
            }
            _ if !(0.0..=0.1).contains(&self.error_rate) => {
                Some(format!("error rate {}: allowed 0 to 0.1 per base", self.error_rate))
            }
            _ if !(self.purity > 0.0 && self.purity <= 1.0) => {
                Some(format!("purity {}: allowed above 0% to 100%", 100.0 * self.purity))
            }
            _ => None,
        }
    }
}

/// Standard deviation of a peak's share in a Sanger trace.
pub(super) const PEAK_SD: f64 = 0.03;
/// Partitions of a digital PCR, and those that shine without a mutant.
const PARTITIONS: u64 = 20_000;
pub(super) const FALSE_PARTITIONS: f64 = 1.0;
/// Chance of a false call of a reaction or peak.
const REACTION_ALPHA: f64 = 1e-3;

/// A point mutation as a run sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VariantRow {
    pub site: Site,
    /// Reads, or partitions, looked at; 0 for a trace.
    pub depth: u64,
    /// Of these with the change.
    pub changed: u64,
    /// Observed frequency with a 95% interval.
    pub vaf: f64,
    pub low: f64,
    pub high: f64,
    pub called: bool,
}

/// A gene's copies as a run sees them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CopyRow {
    pub site: Site,
    /// Log2 of copies over those of the unaltered line.
    pub log2_ratio: f64,
    /// The ratio as copies per cell, taking the unaltered line's for known.
    pub copies: f64,
    pub called: bool,
}

/// A sequencing run: what it shows, without the truth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SequencingRun {
    pub specimen: String,
    pub method: Method,
    pub panel: String,
    /// Point mutations that were called or seen, most frequent first.
    pub variants: Vec<VariantRow>,
    /// Copy ratios; empty where the method has none.
    pub copies: Vec<CopyRow>,
    /// Sites looked at.
    pub sites: usize,
}

impl SequencingRun {
    /// Called point mutations, most frequent first.
    pub fn calls(&self) -> impl Iterator<Item = &VariantRow> {
        self.variants.iter().filter(|row| row.called)
    }

    /// Called gains and losses.
    pub fn copy_calls(&self) -> impl Iterator<Item = &CopyRow> {
        self.copies.iter().filter(|row| row.called)
    }
}

/// True copies: of the locus per cell, and of those with the change.
fn copies_in(bench: &Bench, part: &SpecimenCells, site: &Site) -> (f64, f64) {
    let biology = &bench.biology;
    let driver = f64::from(part.genotype.total_copies() + homologues(biology, species(bench)));
    let has = |bypass: u32| part.genotype.bypasses().contains(&bypass);
    match (site.what, site.dna) {
        (Alteration::Allele(allele), _) => (driver, f64::from(part.genotype.copies_with(allele))),
        (Alteration::DriverCopies, _) => (driver, 0.0),
        (Alteration::Bypass(bypass), DnaChange::Point) => (USUAL_COPIES, f64::from(u8::from(has(bypass)))),
        (Alteration::Bypass(bypass), DnaChange::Gain) if has(bypass) => (AMPLIFIED_COPIES, 0.0),
        (Alteration::Bypass(bypass), DnaChange::Loss) if has(bypass) => (0.0, 0.0),
        _ if site.gene == biology.driver_name => (driver, 0.0),
        _ => (USUAL_COPIES, 0.0),
    }
}

/// Species of the bench's line.
pub fn species(bench: &Bench) -> &str {
    bench.line().map_or(HUMAN, |line| &line.species)
}

/// Copies of the driver's locus beside the driver: a fusion leaves the other allele of a diploid cell in
/// place; a driver that is mutated rather than fused has all its copies in the biology, and in cells of another species
/// than human the driver is a human gene brought in, whose own locus is not read.
pub fn homologues(biology: &Biology, species: &str) -> u32 {
    let fused = biology.base_copies.iter().all(|group| group.alleles.is_empty());
    u32::from(fused && species == HUMAN)
}

/// Mean copies per cell in the DNA that is read: of a site's gene, and of those with the change. What is not pure
/// is of normal cells.
fn copies_read(bench: &Bench, specimen: &Specimen, site: &Site, purity: f64) -> (f64, f64) {
    let own = specimen.own_share();
    let beside = (specimen.foreign()).map_or((USUAL_COPIES, 0.0), |foreign| copies_beside(bench, foreign, site));
    let locus = own * specimen.mean(|part| copies_in(bench, part, site).0) + (1.0 - own) * beside.0;
    let changed = own * specimen.mean(|part| copies_in(bench, part, site).1) + (1.0 - own) * beside.1;
    (purity * locus + (1.0 - purity) * USUAL_COPIES, purity * changed)
}

/// The same in cells of another line: unaltered, though their driver may be the same gene and have its own alleles.
fn copies_beside(bench: &Bench, foreign: &Foreign, site: &Site) -> (f64, f64) {
    let (ours, theirs) = (&bench.biology, &foreign.line.biology);
    if site.gene != ours.driver_name || theirs.driver_name != ours.driver_name {
        return (USUAL_COPIES, 0.0);
    }
    let wild = theirs.wild_type();
    let with = |allele: u32| {
        let id = &ours.alleles[allele as usize].id;
        let same = theirs.alleles.iter().position(|other| other.id == *id);
        same.map_or(0.0, |index| f64::from(wild.copies_with(index as u32)))
    };
    let changed = match site.what {
        Alteration::Allele(allele) => with(allele),
        _ => 0.0,
    };
    (
        f64::from(wild.total_copies() + homologues(theirs, &foreign.line.species)),
        changed,
    )
}

/// True frequency of a change in the DNA that is read.
pub fn true_vaf(bench: &Bench, specimen: &Specimen, site: &Site, purity: f64) -> f64 {
    let (all, changed) = copies_read(bench, specimen, site, purity);
    if all > 0.0 { changed / all } else { 0.0 }
}

/// Copies of a site's gene per cell in the DNA that is read, over those of the unaltered line.
fn true_ratio(bench: &Bench, specimen: &Specimen, site: &Site, purity: f64) -> (f64, f64) {
    let of = |specimen: &Specimen| copies_read(bench, specimen, site, purity).0;
    let usual = of(&Specimen::parental(&bench.biology));
    (of(specimen) / usual, usual)
}

/// Chance that a run with these settings calls a change of a true frequency: at least as many reads as a call
/// needs out of `depth`, by the binomial law.
pub fn detection_power(depth: u64, vaf: f64, needed: u64) -> f64 {
    match needed {
        0 => 1.0,
        needed if needed > depth => 0.0,
        needed => 1.0 - binomial_cdf(needed - 1, depth, vaf),
    }
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

/// Sequences a specimen.
pub fn sequence(bench: &Bench, specimen: &Specimen, design: &SequencingDesign, rng: &mut Generator) -> SequencingRun {
    let covered: Vec<Site> = (sites(bench).into_iter())
        .filter(|site| design.panel.covers(site))
        .collect();
    let point: Vec<&Site> = covered.iter().filter(|site| site.dna == DnaChange::Point).collect();
    let mut variants: Vec<VariantRow> = Vec::new();
    for &site in &point {
        let vaf = true_vaf(bench, specimen, site, design.purity);
        let row = match design.method {
            Method::Reads { depth } => reads(site, vaf, depth, point.len(), design, rng),
            Method::Sanger { limit } => trace(site, vaf, limit, rng),
            Method::DigitalPcr { genomes } => partitions(site, vaf, genomes, rng),
        };
        if row.called || row.changed > 0 {
            variants.push(row);
        }
    }
    variants.sort_by(|a, b| b.called.cmp(&a.called).then(b.vaf.total_cmp(&a.vaf)));
    let mut copies = Vec::new();
    if matches!(design.method, Method::Reads { .. }) {
        for site in covered
            .iter()
            .filter(|site| matches!(site.dna, DnaChange::Gain | DnaChange::Loss))
        {
            copies.push(copy_row(bench, specimen, site, design, rng));
        }
    }
    SequencingRun {
        specimen: specimen.name.clone(),
        method: design.method,
        panel: design.panel.name.clone(),
        variants,
        copies,
        sites: point.len(),
    }
}

fn reads(
    site: &Site,
    vaf: f64,
    depth: u64,
    sites: usize,
    design: &SequencingDesign,
    rng: &mut Generator,
) -> VariantRow {
    let seen = vaf * (1.0 - design.error_rate) + (1.0 - vaf) * design.error_rate / 3.0;
    let changed = binomial(rng, depth, seen);
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

fn trace(site: &Site, vaf: f64, limit: f64, rng: &mut Generator) -> VariantRow {
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

fn partitions(site: &Site, vaf: f64, genomes: f64, rng: &mut Generator) -> VariantRow {
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

fn copy_row(
    bench: &Bench,
    specimen: &Specimen,
    site: &Site,
    design: &SequencingDesign,
    rng: &mut Generator,
) -> CopyRow {
    let (ratio, usual) = true_ratio(bench, specimen, site, design.purity);
    // A gene that is lost in every cell still has a few stray reads.
    let log2_ratio = log2(ratio.max(0.02)) + design.ratio_noise * normal(rng);
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
