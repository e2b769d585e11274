//! The stock: expansion without drug before day 0, marking with barcodes, and the split into arms.

use super::course::left_over;
use super::lineage::{Group, Identity};
use super::pilot::Grown;
use super::world::FlaskWorld;
use crate::engine::culture::{Culture, Span};
use crate::engine::exact::Advance;
use crate::engine::method::Engine;
use crate::engine::population::{Crowding, Population};
use crate::engine::threshold::Watch;
use crate::model::biology::Biology;
use crate::model::protocol::{Protocol, Stock};
use crate::random::{Generator, Purpose, stream};
use crate::sampling::binomial;
use std::ops::Range;

/// Days that a stock is followed at once.
const SPAN: f64 = 3650.0;
/// A stock that has not grown after so many times the days that its unaltered cells would need never will: its cells switch into
/// states that do not grow.
const PATIENCE: f64 = 20.0;

/// Clones that are drawn at most: where hardly one in so many lives, none is waited for.
const MOST_CLONES: u32 = 100_000;

/// A stock on its way to the flasks.
struct Stockroom<'a, 'b> {
    engine: &'b mut Engine<'a>,
    rng: Generator,
    world: FlaskWorld<'a>,
    population: Population,
}

/// A stock that was grown and marked, before the arms are split from it.
pub(super) struct Pool<'a> {
    cells: Pooled<'a>,
    rng: Generator,
}

/// Cells of a stock.
#[derive(Clone)]
struct Pooled<'a> {
    world: FlaskWorld<'a>,
    population: Population,
    /// Of its growth.
    day: f64,
    grown: Grown,
}

/// A flask on day 0.
pub(super) struct Seeded<'a> {
    pub world: FlaskWorld<'a>,
    pub population: Population,
    /// What the split left over.
    pub spare: Vec<Group>,
    /// How far the stock had come before.
    pub grown: Grown,
}

/// The stock that flask `replicate` is seeded from: all of its arms see the same cells and barcodes, whichever is simulated.
pub(super) fn pool<'a>(
    biology: &'a Biology,
    protocol: &Protocol,
    engine: &mut Engine<'a>,
    identity: Identity,
    seed: u64,
    replicate: u64,
) -> Pool<'a> {
    let stock = replicate / protocol.design.arms;
    let (world, population) = FlaskWorld::new(biology, identity, 1);
    let mut room = Stockroom {
        engine,
        rng: stream(seed, stock, Purpose::Stock),
        world,
        population,
    };
    let mut day = room.expand(biology, protocol);
    let grown = Grown {
        cells: room.population.total() as f64,
        of: protocol.stock.expand_to(),
        compartments: room.population.cells.len() as f64,
    };
    if let Some(barcodes) = protocol.design.barcodes {
        let mut rng = stream(seed, stock, Purpose::Barcode);
        room.world.mark(&mut room.population, barcodes.library, day, &mut rng);
        room.world.compact(&mut room.population);
        if barcodes.pool() > room.population.total() {
            day = room.grow_to(day, barcodes.pool() as f64).unwrap_or(day);
        }
    }
    Pool {
        cells: Pooled {
            world: room.world,
            population: room.population,
            day,
            grown,
        },
        rng: room.rng,
    }
}

/// The cells that are put into flask `replicate`, on day 0, and what is left of the stock: every arm sees the same split.
pub(super) fn seeded<'a>(mut pool: Pool<'a>, protocol: &Protocol, seed: u64, replicate: u64) -> Seeded<'a> {
    let arm = replicate % protocol.design.arms;
    let before = split(
        &mut pool.cells.population,
        &mut pool.rng,
        protocol.flask.seed_cells,
        arm,
    );
    pool.cells.seeded(&before, protocol, seed, replicate)
}

impl<'a> Pool<'a> {
    /// The cells of these flasks, arms of the stock from its first on; the same as of [`seeded`], one after the other.
    pub fn arms(mut self, protocol: &Protocol, seed: u64, flasks: Range<u64>) -> Vec<Seeded<'a>> {
        let keep = share_of_arm(&self.cells.population, protocol.flask.seed_cells);
        let arm = |replicate: u64| {
            let mut own = self.cells.clone();
            own.population
                .sample(&mut self.rng, of_rest(keep, replicate % protocol.design.arms));
            let before = self.cells.population.cells.clone();
            let taken = self.cells.population.cells.iter_mut().zip(&own.population.cells);
            taken.for_each(|(left, taken)| *left -= taken);
            own.seeded(&before, protocol, seed, replicate)
        };
        flasks.map(arm).collect()
    }
}

impl<'a> Pooled<'a> {
    /// Those that were taken for flask `replicate` out of `before`, on day 0.
    fn seeded(mut self, before: &[u64], protocol: &Protocol, seed: u64, replicate: u64) -> Seeded<'a> {
        let mut spare = left_over(&self.world, before, &self.population);
        self.world.shift_days(self.day);
        if let Some(hits) = &self.world.biology.mutagenesis {
            let mut rng = stream(seed, replicate, Purpose::Mutagen);
            self.world.mutagenise(&mut self.population, hits, &mut rng);
        }
        if !protocol.design.spikes.is_empty() {
            let mut rng = stream(seed, replicate, Purpose::Spike);
            let spikes = &protocol.design.spikes;
            self.world.spike(&mut self.population, &mut spare, spikes, &mut rng);
        }
        self.world.compact(&mut self.population);
        Seeded {
            world: self.world,
            population: self.population,
            spare,
            grown: self.grown,
        }
    }
}

impl<'a> Stockroom<'a, '_> {
    /// Grows the stock; returns the day. A clone that dies out is not a clone: it is drawn again.
    fn expand(&mut self, biology: &'a Biology, protocol: &Protocol) -> f64 {
        let expand_to = protocol.stock.expand_to();
        let passaged = match protocol.stock {
            Stock::Clone { .. } => 0.0,
            Stock::Old { passaged_days, .. } => passaged_days,
        };
        let mut clones = 0..MOST_CLONES;
        let mut day = loop {
            if let Some(day) = self.grow_to(0.0, expand_to) {
                break day;
            }
            if self.engine.is_halted() || clones.next().is_none() {
                return 0.0;
            }
            (self.world, self.population) = FlaskWorld::new(biology, self.world.identity, 1);
        };
        let end = day + passaged;
        while day < end {
            split(&mut self.population, &mut self.rng, protocol.flask.seed_cells, 0);
            // A stock that is hardly larger than what a passage keeps has to double all the same.
            let target = expand_to.max(2.0 * self.population.total() as f64);
            match self.grow_to(day, target) {
                Some(later) => day = later,
                None => break,
            }
        }
        day
    }

    /// Unlimited growth without drug to `cells` cells; the day it takes, `None` if all die.
    fn grow_to(&mut self, day: f64, cells: f64) -> Option<f64> {
        let mut watches = [Watch::new(None, cells as u64, &self.population)];
        let growth = self.world.biology.parental_growth().max(f64::MIN_POSITIVE);
        let patience = PATIENCE * libm::log(cells.max(core::f64::consts::E)) / growth;
        let mut span = Span::new(day, day + SPAN);
        loop {
            let mut culture = Culture {
                world: &mut self.world,
                population: &mut self.population,
                crowding: Crowding::default(),
                rng: &mut self.rng,
                halt: self.engine.halt,
            };
            match self.engine.advance(&mut culture, span, &mut watches) {
                Advance::Met(_, day) => return Some(day),
                Advance::Reached if span.to - day < patience => span = Span::new(span.to, span.to + SPAN),
                Advance::Reached => return Some(span.to),
                Advance::Extinct(_) | Advance::Halted => return None,
            }
        }
    }
}

/// Share of a stock that an arm of about so many cells is.
fn share_of_arm(stock: &Population, cells: u64) -> f64 {
    cells as f64 / stock.total().max(1) as f64
}

/// Share of what the arms before it have left that an arm takes, each a share `keep` of the stock.
fn of_rest(keep: f64, arm: u64) -> f64 {
    let rest = 1.0 - arm as f64 * keep;
    if rest > keep { keep / rest } else { 1.0 }
}

/// Keeps the cells of one arm: about `cells`, from what the arms before it have left. No cell goes into
/// two arms, and every arm draws what the arms before it took. Returns what they had left, per compartment.
fn split(population: &mut Population, rng: &mut Generator, cells: u64, arm: u64) -> Vec<u64> {
    let keep = share_of_arm(population, cells);
    for earlier in 0..arm {
        let share = of_rest(keep, earlier);
        for n in &mut population.cells {
            *n -= binomial(rng, *n, share);
        }
    }
    let left = population.cells.clone();
    population.sample(rng, of_rest(keep, arm));
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ten cells of a barcode, a fifth of the pool per flask: all three arms get one with probability
    /// 1 - 3 0.8^10 + 3 0.6^10 - 0.4^10 = 0.6959. 200,000 barcodes, alpha 1e-6 (4.89 se = 0.0050); arms that
    /// drew from the whole pool each would give (1 - 0.8^10)^3 = 0.7111, which the same test refuses.
    #[test]
    fn three_arms_share_a_barcode_as_often_as_theory_says() {
        let n = 200_000;
        let pool = Population {
            kinds: vec![0; n],
            cells: vec![10; n],
        };
        let arm = |arm: u64, draws: u64| {
            let mut cells = pool.clone();
            split(&mut cells, &mut stream(5, draws, Purpose::Stock), 2 * n as u64, arm);
            cells.cells
        };
        let shared =
            |arms: [Vec<u64>; 3]| (0..n).filter(|&i| arms.iter().all(|arm| arm[i] > 0)).count() as f64 / n as f64;
        let p = |x: f64| libm::pow(x, 10.0);
        let theory = 1.0 - 3.0 * p(0.8) + 3.0 * p(0.6) - p(0.4);
        assert!((theory - 0.6959).abs() < 1e-4);
        let limit = 4.89 * libm::sqrt(theory * (1.0 - theory) / n as f64);
        let arms = [arm(0, 0), arm(1, 0), arm(2, 0)];
        assert!(
            (0..n).all(|i| arms.iter().map(|arm| arm[i]).sum::<u64>() <= 10),
            "no cell twice"
        );
        let got = shared(arms);
        assert!((got - theory).abs() <= limit, "{got} against {theory}");
        let wrong = shared([arm(0, 1), arm(0, 2), arm(0, 3)]);
        assert!((wrong - theory).abs() > limit, "independent arms are noticed: {wrong}");
    }
}
