//! Cultures that the law expects, by their colonies.

use super::law::{Clones, Design, MOST};
use super::many::{Lattice, Many, step_of};
use std::collections::BTreeMap;

/// Parts into which a doubling of many colonies is divided.
const PARTS: u64 = 32;

/// Cultures expected with more colonies than the part before has, and up to `high`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Part {
    pub high: u64,
    pub cultures: f64,
}

/// Cultures expected at so many mutations each, by their colonies: one by one, then in parts that end where doublings do, up to
/// `most` or a little more. Of each culture the plated share is given.
pub(super) fn expected(plated: impl Iterator<Item = f64>, growth: f64, mutations: f64, most: u64) -> Vec<Part> {
    let mut parts: Vec<Part> = ends(most).map(|high| Part { high, cultures: 0.0 }).collect();
    let mut by_share: BTreeMap<u64, f64> = BTreeMap::new();
    for plated in plated {
        *by_share.entry(plated.to_bits()).or_default() += 1.0;
    }
    for (bits, cultures) in by_share {
        let design = Design {
            plated: f64::from_bits(bits),
            growth,
        };
        add(design, mutations, cultures, &mut parts);
    }
    parts
}

/// Ends of the parts.
fn ends(most: u64) -> impl Iterator<Item = u64> {
    let doublings = std::iter::successors(Some(MOST), |low| Some(low * 2)).take_while(move |&low| low <= most);
    let many = doublings.flat_map(|low| (1..=PARTS).map(move |part| low + part * (low / PARTS) - 1));
    (0..=most.min(MOST - 1)).chain(many)
}

fn add(design: Design, mutations: f64, cultures: f64, parts: &mut [Part]) {
    let single = parts.len().min(MOST as usize);
    let clones = Clones::new(design.plated, design.growth, single - 1);
    let law = clones.law(mutations);
    let mut before = 0.0;
    for (part, p) in parts.iter_mut().zip(&law) {
        part.cultures += cultures * p;
        before += p;
    }
    let mut lattice: Option<(u64, Many)> = None;
    for part in &mut parts[single..] {
        let step = step_of(part.high);
        let many = match lattice.take_if(|(of, _)| *of == step) {
            Some((_, many)) => many,
            None => Lattice::new(design, &clones, step, step * MOST).cultures(mutations),
        };
        let up_to = many.up_to(part.high).max(before);
        part.cultures += cultures * (up_to - before);
        before = up_to;
        lattice = Some((step, many));
    }
}
