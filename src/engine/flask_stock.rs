//! The stock: expansion without drug before day 0, marking with barcodes, and the split into arms.

use super::Engine;
use super::exact::Advance;
use super::flask_world::FlaskWorld;
use super::population::{Crowding, Population};
use super::threshold::Watch;
use crate::model::biology::Biology;
use crate::model::protocol::{Protocol, Stock};
use crate::random::{Generator, Purpose, stream};
use crate::sampling::binomial;

/// A stock on its way to the flasks.
struct Stockroom<'a, 'b> {
    engine: &'b mut Engine,
    rng: Generator,
    world: FlaskWorld<'a>,
    population: Population,
}

/// The cells that are put into flask `replicate`, on day 0. All arms of one stock see the same stock,
/// barcodes and split, whichever of them is simulated.
pub(super) fn seeded<'a>(
    biology: &'a Biology,
    protocol: &Protocol,
    engine: &mut Engine,
    seed: u64,
    replicate: u64,
) -> (FlaskWorld<'a>, Population) {
    let (stock, arm) = (replicate / protocol.design.arms, replicate % protocol.design.arms);
    let (world, population) = FlaskWorld::new(biology, 1);
    let mut room = Stockroom {
        engine,
        rng: stream(seed, stock, Purpose::Stock),
        world,
        population,
    };
    let mut day = room.expand(biology, protocol);
    if let Some(barcodes) = protocol.design.barcodes {
        let mut rng = stream(seed, stock, Purpose::Barcode);
        room.world.mark(&mut room.population, barcodes.library, day, &mut rng);
        room.world.compact(&mut room.population);
        if barcodes.pool() > room.population.total() {
            day = room.grow_to(day, barcodes.pool() as f64).unwrap_or(day);
        }
    }
    room.split(protocol.flask.seed_cells, arm);
    room.world.shift_days(day);
    room.world.compact(&mut room.population);
    (room.world, room.population)
}

impl<'a> Stockroom<'a, '_> {
    /// Grows the stock; returns the day. A clone that dies out is not a clone: it is drawn again.
    fn expand(&mut self, biology: &'a Biology, protocol: &Protocol) -> f64 {
        let (expand_to, passaged) = match protocol.stock {
            Stock::Clone { expand_to } => (expand_to, 0.0),
            Stock::Old {
                expand_to,
                passaged_days,
            } => (expand_to, passaged_days),
        };
        let mut day = loop {
            if let Some(day) = self.grow_to(0.0, expand_to) {
                break day;
            }
            (self.world, self.population) = FlaskWorld::new(biology, 1);
        };
        let end = day + passaged;
        while day < end {
            self.split(protocol.flask.seed_cells, 0);
            match self.grow_to(day, expand_to) {
                Some(later) => day = later,
                None => break,
            }
        }
        day
    }

    /// Unlimited growth without drug to `cells` cells; the day it takes, `None` if all die.
    fn grow_to(&mut self, day: f64, cells: f64) -> Option<f64> {
        let (world, population, rng) = (&mut self.world, &mut self.population, &mut self.rng);
        let mut watches = [Watch::new(None, cells as u64, population)];
        let span = (day, day + 3650.0);
        let open = Crowding::default();
        let advance = self.engine.advance(world, population, &open, span, &mut watches, rng);
        match advance {
            Advance::Met(_, day) => Some(day),
            Advance::Reached => Some(span.1),
            Advance::Extinct(_) => None,
        }
    }

    /// Keeps the cells of one arm: about `cells`, from what the arms before it have left.
    fn split(&mut self, cells: u64, arm: u64) {
        let keep = cells as f64 / self.population.total().max(1) as f64;
        let of_rest = |arm: u64| {
            let rest = 1.0 - arm as f64 * keep;
            if rest > keep { keep / rest } else { 1.0 }
        };
        for earlier in 0..arm {
            let share = of_rest(earlier);
            for n in &mut self.population.cells {
                *n -= binomial(&mut self.rng, *n, share);
            }
        }
        self.population.sample(&mut self.rng, of_rest(arm));
    }
}
