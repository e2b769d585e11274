//! True copies and frequencies of a change in the DNA that is read.
//!
//! The frequency of a change is its copies over all copies of its locus: of the driver these are its copies
//! and, for a fusion, the unrearranged homologue; of another gene two per cell. Cells of a specimen may be
//! mixed with normal ones (purity).

use crate::assay::bench::Bench;
use crate::assay::cells::foreign::HUMAN;
use crate::assay::cells::specimen::{Foreign, Specimen, SpecimenCells};
use crate::assay::sequencing::panel::{Alteration, DnaChange, Site};
use crate::model::biology::{Biology, Genotype};

/// Copies of a gene in cells with the amplification of a bypass route (`assumed`: five or more is a usual definition,
/// Cappuzzo 2009, doi 10.1200/JCO.2008.19.8135, for MET).
pub const AMPLIFIED_COPIES: f64 = 6.0;

/// Copies of a gene in unaltered cells, other than the driver: two alleles.
pub const USUAL_COPIES: f64 = 2.0;

/// Copies of a locus in one cell.
pub struct Copies {
    /// All.
    pub locus: f64,
    /// Those with the change.
    pub changed: f64,
}

/// Of a point mutation, in a cell of a line with so many copies of the driver's locus beside the driver: all copies of its gene, and those
/// that have it. More copies of the driver have no place that reads could show.
pub fn of_point(homologues: u32, genotype: &Genotype, what: Alteration) -> Copies {
    let driver = f64::from(genotype.total_copies() + homologues);
    let (locus, changed) = match what {
        Alteration::Allele(allele) => (driver, f64::from(genotype.copies_with(allele))),
        Alteration::DriverCopies => (driver, 0.0),
        Alteration::Bypass(bypass) => {
            let has = genotype.bypasses().contains(&bypass);
            (USUAL_COPIES, f64::from(u8::from(has)))
        }
    };
    Copies { locus, changed }
}

/// True copies: of the locus per cell, and of those with the change.
fn copies_in(bench: &Bench, part: &SpecimenCells, site: &Site) -> (f64, f64) {
    let biology = &bench.biology;
    let beside = homologues(biology, species(bench));
    let driver = f64::from(part.genotype.total_copies() + beside);
    let has = |bypass: u32| part.genotype.bypasses().contains(&bypass);
    match (site.what, site.dna) {
        (Alteration::Allele(_) | Alteration::DriverCopies, _) | (Alteration::Bypass(_), DnaChange::Point) => {
            let Copies { locus, changed } = of_point(beside, &part.genotype, site.what);
            (locus, changed)
        }
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
pub(super) fn true_ratio(bench: &Bench, specimen: &Specimen, site: &Site, purity: f64) -> (f64, f64) {
    let of = |specimen: &Specimen| copies_read(bench, specimen, site, purity).0;
    let usual = of(&Specimen::parental(&bench.biology));
    (of(specimen) / usual, usual)
}
