//! Profiles of lines: which alleles each has at the markers of a kit.
//!
//! Which alleles a line has is drawn, once per line and for good, not looked up: what is simulated is how far
//! unrelated lines share alleles, and from which share on foreign cells show. Alleles therefore have letters, not
//! repeat numbers. Drift of a line's own alleles in long culture is left out.

use crate::assay::bench::Bench;
use crate::assay::cells::foreign::{NO_CELLS, descent};
use crate::assay::identity::noise::{ALLELES, TWO_ALLELES};
use crate::assay::identity::scores::{Marker, PRESENT};
use crate::random::{Purpose, replicate_of, stream};
use crate::sampling::uniform;

/// Markers of human kits (ANSI/ATCC ASN-0002-2011).
pub(super) const HUMAN: [&str; 8] = [
    "D5S818", "D13S317", "D7S820", "D16S539", "vWA", "TH01", "TPOX", "CSF1PO",
];

/// Markers of a mouse kit (Almeida, Hill and Cole 2014, doi 10.1007/s10616-013-9545-7, who chose nine).
pub(super) const MOUSE: [&str; 9] = ["M1", "M2", "M3", "M4", "M5", "M6", "M7", "M8", "M9"];

/// Seed of the profiles: they belong to the lines, not to an experiment.
const PROFILES: u64 = 0;

/// Alleles of a line at each marker of a kit.
pub(super) fn profile(descent: &str, markers: usize) -> Vec<Vec<u8>> {
    let mut rng = stream(PROFILES, replicate_of(descent), Purpose::StrProfile);
    let mut pick = |of: u8| ((uniform(&mut rng) * f64::from(of)) as u8).min(of - 1);
    (0..markers)
        .map(|_| {
            let first = pick(ALLELES);
            // The second is one of the others; a fixed number of draws keeps markers apart.
            let (second, two) = ((first + 1 + pick(ALLELES - 1)) % ALLELES, pick(100));
            match f64::from(two) < 100.0 * TWO_ALLELES {
                true => vec![first, second],
                false => vec![first],
            }
        })
        .collect()
}

/// Other lines of one descent.
pub(super) fn alike(bench: &Bench, own: &str) -> Vec<String> {
    let lines = bench.knowledge().data().line.iter();
    let same = lines.filter(|line| descent(line) == own && line.id != bench.biology.line_id);
    same.map(|line| line.name.clone()).collect()
}

/// Lines that account for the foreign alleles: nearly all of their profile is seen, and nearly all that is
/// foreign is theirs.
pub(super) fn fits(bench: &Bench, own: &str, kit: &str, markers: &[Marker]) -> Vec<String> {
    let called = |i: usize, allele: u8| markers[i].peaks[usize::from(allele)].called;
    let foreign: Vec<(usize, u8)> = (0..markers.len())
        .flat_map(|i| (0..ALLELES).map(move |allele| (i, allele)))
        .filter(|&(i, allele)| called(i, allele) && !markers[i].peaks[usize::from(allele)].of_line)
        .collect();
    if foreign.is_empty() {
        return Vec::new();
    }
    let lines = bench.knowledge().data().line.iter();
    let candidates = lines.filter(|line| line.species == kit && line.species != NO_CELLS);
    let fitting = candidates.filter(|line| descent(line) != own).filter(|line| {
        let theirs = profile(&descent(line), markers.len());
        let all: usize = theirs.iter().map(Vec::len).sum();
        let alleles = theirs
            .iter()
            .enumerate()
            .flat_map(|(i, alleles)| alleles.iter().map(move |a| (i, *a)));
        let seen = alleles.filter(|&(i, allele)| called(i, allele)).count();
        let explained = foreign
            .iter()
            .filter(|&&(i, allele)| theirs[i].contains(&allele))
            .count();
        seen as f64 >= PRESENT * all as f64 && explained as f64 >= PRESENT * foreign.len() as f64
    });
    fitting.map(|line| line.name.clone()).collect()
}
