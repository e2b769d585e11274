//! Fractions and parents for fishplot's `createFishObject`.
//!
//! Its rules: a clone's percentage holds those of its descendants, children together never exceed their parent, and a
//! clone that is gone does not come back.

use super::lineages::{Lineage, lineages};
use crate::engine::record::FlaskTrace;
use crate::tables::{Description, Kind, Rows, Table};

/// Clones at most: as many as fishplot has colours for.
const MOST_CLONES: usize = 10;
/// Time points at most.
const MOST_DAYS: usize = 20;
/// A clone that never has this share of the cells is counted with its ancestor.
const SMALLEST: f64 = 0.01;
/// Parts of a percent: percentages are whole numbers of them, so that sums are exact.
const PARTS: f64 = 1024.0;

/// A clone with its percentages.
#[derive(Debug, PartialEq)]
struct Fish {
    clone: usize,
    label: String,
    /// Number of its parent's row, from 1; 0 for none.
    parent: usize,
    /// Per time point.
    percent: Vec<f64>,
}

struct Fractions;

impl Rows for Fractions {
    type Row<'a> = &'a Fish;
}

fn fractions(days: &[String]) -> Table<Fractions> {
    let table = Table::<Fractions>::new("fishplot_fractions.csv", "clone of the flask")
        .column("clone", Kind::Integer, "its row, from 1", |row| row.clone.into())
        .column("label", Kind::Text, "its heritable alterations and lineage", |row| {
            (&row.label).into()
        })
        .column("parent", Kind::Integer, "row of its parent; 0: none", |row| {
            row.parent.into()
        });
    table.each(days, |table, i, name| {
        let meaning = "percent of the cells on that day, its descendants among them";
        table.column(name.clone(), Kind::Number, meaning, move |row| row.percent[i].into())
    })
}

pub fn descriptions(days: &[String]) -> Vec<Description> {
    vec![fractions(days).description().clone()]
}

pub fn tables(trace: &FlaskTrace) -> (Vec<Description>, Vec<String>) {
    let all = lineages(trace);
    let places = places(trace.days.len());
    let names: Vec<String> = places.iter().map(|&day| format!("day_{}", trace.days[day])).collect();
    let text = fractions(&names).text(&fish(&all, &places));
    (descriptions(&names), vec![text])
}

/// Days of the trace, evenly spread, the first and the last among them.
fn places(days: usize) -> Vec<usize> {
    let wanted = days.min(MOST_DAYS);
    match wanted {
        0 | 1 => (0..wanted).collect(),
        _ => (0..wanted).map(|i| i * (days - 1) / (wanted - 1)).collect(),
    }
}

fn fish(all: &[Lineage], places: &[usize]) -> Vec<Fish> {
    let kept = kept(all, places);
    // What is not kept is counted with the nearest ancestor that is.
    let place_of = |clone: usize| {
        let mut ancestors = std::iter::successors(Some(clone), |&clone| all[clone].parent);
        ancestors.find_map(|clone| kept.iter().position(|&kept| kept == clone))
    };
    let mut own = vec![vec![0.0; places.len()]; kept.len()];
    for (i, clone) in all.iter().enumerate() {
        let Some(place) = place_of(i) else { continue };
        for (sum, &day) in own[place].iter_mut().zip(places) {
            *sum += clone.cells.get(day).copied().unwrap_or(0) as f64;
        }
    }
    let parents: Vec<Option<usize>> = kept.iter().map(|&clone| all[clone].parent.and_then(place_of)).collect();
    let parts = in_parts(&own, &parents);
    let row = |(i, &clone): (usize, &usize)| Fish {
        clone: i + 1,
        label: format!("{} (lineage {})", all[clone].mechanism.label, all[clone].lineage),
        parent: parents[i].map_or(0, |parent| parent + 1),
        percent: parts[i].iter().map(|&parts| parts / PARTS).collect(),
    };
    kept.iter().enumerate().map(row).collect()
}

/// The root, and the largest of those that are ever large enough; parents first.
fn kept(all: &[Lineage], places: &[usize]) -> Vec<usize> {
    let cells = |clone: &Lineage, day: usize| clone.cells.get(day).copied().unwrap_or(0) as f64;
    let totals: Vec<f64> = places
        .iter()
        .map(|&day| all.iter().map(|clone| cells(clone, day)).sum())
        .collect();
    let largest = |clone: usize| {
        let shares = places
            .iter()
            .zip(&totals)
            .map(|(&day, total)| cells(&all[clone], day) / total.max(1.0));
        shares.fold(0.0, f64::max)
    };
    let mut some: Vec<(f64, usize)> = (1..all.len()).map(|clone| (largest(clone), clone)).collect();
    some.retain(|(share, _)| *share >= SMALLEST);
    some.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    some.truncate(MOST_CLONES - 1);
    let mut kept: Vec<usize> = some.into_iter().map(|(_, clone)| clone).collect();
    kept.extend((!all.is_empty()).then_some(0));
    kept.sort_unstable();
    kept
}

/// Cells of each clone by day as parts with all descendants: at most 100% in all, never gone in between.
fn in_parts(own: &[Vec<f64>], parents: &[Option<usize>]) -> Vec<Vec<f64>> {
    let days = own.first().map_or(0, Vec::len);
    let mut parts: Vec<Vec<f64>> = vec![vec![0.0; days]; own.len()];
    for day in 0..days {
        let total: f64 = own.iter().map(|clone| clone[day]).sum();
        for (parts, own) in parts.iter_mut().zip(own) {
            let share = if total > 0.0 { own[day] / total } else { 0.0 };
            let least = f64::from(u8::from(own[day] > 0.0));
            parts[day] = libm::floor(share * 100.0 * PARTS).max(least);
        }
    }
    summed(&mut parts, parents);
    for clone in 0..parts.len() {
        let there: Vec<usize> = (0..days).filter(|&day| parts[clone][day] > 0.0).collect();
        let (Some(&first), Some(&last)) = (there.first(), there.last()) else {
            continue;
        };
        for day in first..=last {
            if parts[clone][day] == 0.0 {
                add(&mut parts, parents, clone, day, 1.0);
            }
        }
    }
    // What was rounded up is taken from the largest share of nobody but the root's own, or of its largest descendant.
    for day in 0..days {
        while let Some(root) =
            (0..parts.len()).find(|&clone| parents[clone].is_none() && parts[clone][day] > 100.0 * PARTS)
        {
            let excess = parts[root][day] - 100.0 * PARTS;
            let spare = |clone: usize| {
                let children = (0..parts.len()).filter(|&child| parents[child] == Some(clone));
                parts[clone][day] - children.map(|child| parts[child][day]).sum::<f64>()
            };
            let Some(richest) = (0..parts.len()).max_by(|&a, &b| spare(a).total_cmp(&spare(b))) else {
                break;
            };
            add(&mut parts, parents, richest, day, -excess);
        }
    }
    parts
}

/// Adds every clone to its ancestors; parents stand before their children.
fn summed(parts: &mut [Vec<f64>], parents: &[Option<usize>]) {
    for clone in (0..parts.len()).rev() {
        if let Some(parent) = parents[clone] {
            let below = parts[clone].clone();
            parts[parent]
                .iter_mut()
                .zip(below)
                .for_each(|(sum, below)| *sum += below);
        }
    }
}

/// Adds to a clone and all its ancestors.
fn add(parts: &mut [Vec<f64>], parents: &[Option<usize>], clone: usize, day: usize, more: f64) {
    let mut at = Some(clone);
    while let Some(clone) = at {
        parts[clone][day] += more;
        at = parents[clone];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rules of the module, for cells of four clones by day: a root, its two children, a grandchild.
    #[test]
    fn fractions_keep_the_rules() {
        let parents = [None, Some(0), Some(0), Some(1)];
        let own = [
            vec![1e6, 1e3, 0.0, 7.0, 3.0],
            vec![0.0, 1.0, 0.0, 1e7, 3.0],
            vec![0.0, 1e9, 0.0, 1.0, 3.0],
            vec![0.0, 0.0, 5.0, 1e9, 2.0],
        ];
        let parts = in_parts(&own, &parents);
        for day in 0..5 {
            assert!(
                parts[0][day] <= 100.0 * PARTS && parts[0][day] > 99.9 * PARTS,
                "day {day}: {parts:?}"
            );
            for parent in 0..4 {
                let children = (0..4).filter(|&child| parents[child] == Some(parent));
                let sum: f64 = children.map(|child| parts[child][day]).sum();
                assert!(sum <= parts[parent][day], "day {day}: {parts:?}");
            }
        }
        for clone in &parts {
            let there: Vec<bool> = clone.iter().map(|&parts| parts > 0.0).collect();
            let changes = there.windows(2).filter(|pair| pair[0] != pair[1]).count();
            assert!(changes <= usize::from(!there[0]) + 1, "{clone:?}");
            assert!(clone.iter().all(|parts| parts.fract() == 0.0), "{clone:?}");
        }
    }

    #[test]
    fn time_points_are_spread_evenly() {
        assert_eq!(places(3), [0, 1, 2]);
        let many = places(200);
        assert_eq!((many.len(), many[0], many[MOST_DAYS - 1]), (MOST_DAYS, 0, 199));
    }
}
