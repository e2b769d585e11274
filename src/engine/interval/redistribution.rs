//! What the middle of a split step does to cells whose kinds switch, or divide into two other kinds, often.

use super::exchange::{Fate, Group, Redistribution, Way};
use super::workspace::Interval;
use crate::engine::culture::Culture;
use crate::engine::population::{Kind, Population, World, singles};
use crate::random::Generator;
use crate::sampling::{binomial_pq, multinomial, poisson};

impl Interval {
    /// Moves cells between kinds whose changes are split off. What arrives may differ by a trifle (of second order)
    /// from what leaves, since either has to have its exact mean.
    pub(super) fn redistribute<W: World>(&mut self, culture: &mut Culture<W>, length: f64) {
        let mut work = std::mem::take(&mut self.redistribution);
        self.find_changing(culture.population, &mut work);
        self.set_rows(culture.world, length, &mut work);
        let Redistribution {
            changing,
            rows,
            parts,
            moved,
            ..
        } = &mut work;
        moved.clear();
        for &(from, row) in changing.iter() {
            let row = &rows[row];
            let cells = &mut culture.population.cells[from];
            let leaving = binomial_pq(culture.rng, *cells, row.leave, 1.0 - row.leave);
            *cells = scaled(culture.rng, *cells - leaving, row.kept);
            if leaving == 0 {
                continue;
            }
            parts.clear();
            parts.resize(row.weights.len(), 0);
            multinomial(culture.rng, leaving, &row.weights, parts);
            for again in &row.again {
                let times = poisson(culture.rng, leaving as f64 * again.times);
                if times > 0 {
                    let by = culture.world.switched(culture.population, from, again.kind);
                    culture.world.converted(culture.population, by, again.conversion, times);
                }
            }
            for (way, &times) in row.ways.iter().zip(parts.iter()).filter(|(_, times)| **times > 0) {
                match way {
                    Way::To(kind, factor) => {
                        let cells = scaled(culture.rng, times, *factor);
                        if cells > 0 {
                            moved.push((culture.world.switched(culture.population, from, *kind), cells));
                        }
                    }
                    Way::Pair(conversion, fates) => {
                        let daughters = culture.world.converted(culture.population, from, *conversion, times);
                        for (daughter, fates) in daughters.into_iter().zip(fates) {
                            change_on(culture, (daughter, times), fates, moved);
                        }
                    }
                }
            }
        }
        for &(to, cells) in moved.iter() {
            culture.population.cells[to] += cells;
        }
        self.redistribution = work;
    }

    /// The compartments whose cells may change, and the split kinds that they are of.
    fn find_changing(&self, population: &Population, work: &mut Redistribution) {
        work.changing.clear();
        work.wanted.clear();
        work.wanted.resize(self.split.switching().len(), false);
        for (from, kind) in population.kinds.iter().enumerate() {
            if population.cells[from] > 0
                && let Some(row) = self.split.place(*kind)
            {
                work.changing.push((from, row));
                work.wanted[row] = true;
            }
        }
    }

    /// The rows of the split kinds of which there are cells; those of a group of kinds are made together.
    fn set_rows<W: World>(&mut self, world: &W, length: f64, work: &mut Redistribution) {
        let Redistribution {
            rows,
            wanted,
            group,
            series,
            ..
        } = work;
        let split = self.split.switching().len();
        if rows.len() < split {
            rows.resize_with(split, Default::default);
        }
        for i in 0..split {
            if !wanted[i] {
                continue;
            }
            self.set_group(world, self.split.switching()[i], length, group);
            for place in 0..group.kinds.len() {
                if let Some(row) = self.split.place(group.kinds[place]).filter(|&row| wanted[row]) {
                    rows[row].set(group, place, series);
                    wanted[row] = false;
                }
            }
        }
    }

    /// All kinds that cells of `from` may come to within a step, and how.
    fn set_group<W: World>(&mut self, world: &W, from: Kind, length: f64, group: &mut Group) {
        group.clear();
        self.place(world, group, from, length);
        let mut next = 0;
        while next < group.kinds.len() {
            let kind = group.kinds[next];
            if self.split.switches(kind) {
                let (targets, cumulative) = world.switches(kind);
                for (&to, rate) in targets.iter().zip(singles(cumulative)) {
                    let to = self.place(world, group, to, length);
                    group.switch(next, to, rate * length);
                }
                let (pairs, cumulative) = world.conversions(kind);
                for (conversion, (&[a, b], share)) in pairs.iter().zip(singles(cumulative)).enumerate() {
                    let birth = self.kind_step(world, kind).birth;
                    let daughters = [a, b].map(|to| self.place(world, group, to, length));
                    group.convert(next, conversion, daughters, birth * share * length);
                }
            }
            next += 1;
        }
        group.sort();
    }

    /// A kind's place in the group.
    fn place<W: World>(&mut self, world: &W, group: &mut Group, kind: Kind, length: f64) -> usize {
        if let Some(place) = group.kinds.iter().position(|&known| known == kind) {
            return place;
        }
        group.add(kind, self.kind_step(world, kind).branching.growth() * length)
    }
}

/// Daughters of a compartment change on, each on its own.
fn change_on<W: World>(
    culture: &mut Culture<W>,
    (from, daughters): (usize, u64),
    fates: &[Fate],
    moved: &mut Vec<(usize, u64)>,
) {
    let shares: Vec<f64> = fates.iter().map(|fate| fate.share).collect();
    let mut parts = vec![0; fates.len()];
    multinomial(culture.rng, daughters, &shares, &mut parts);
    for (fate, cells) in fates.iter().zip(parts).filter(|(_, cells)| *cells > 0) {
        let to = match fate.kind == culture.population.kinds[from] {
            true => from,
            false => culture.world.switched(culture.population, from, fate.kind),
        };
        moved.push((to, scaled(culture.rng, cells, fate.factor)));
    }
}

/// `cells` times a factor close to one, in the mean; none stays none.
pub(super) fn scaled(rng: &mut Generator, cells: u64, factor: f64) -> u64 {
    if factor >= 1.0 {
        cells + poisson(rng, cells as f64 * (factor - 1.0))
    } else {
        binomial_pq(rng, cells, factor, 1.0 - factor)
    }
}
