//! The exact engine: every division, death, mutation and switch as one event (Gillespie 1977,
//! doi:10.1021/j100540a008). Slow and obvious; the oracle for the interval engine.

use super::culture::{Culture, Span};
use super::population::{Kind, World};
use super::threshold::Watch;
use crate::sampling::{exponential, pick_cumulative, uniform};

/// Where an advance ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Advance {
    /// The target day was reached.
    Reached,
    /// A watched size was met (index into the watches) on this day.
    Met(usize, f64),
    /// Nobody is left since this day.
    Extinct(f64),
    /// Given up on request ([`Halt`](super::culture::Halt)).
    Halted,
}

/// Events between two looks at whether to give up.
const LOOK_EVERY: u32 = 4096;

/// Compartments that gained a cell of another kind: none, a mutant's or a switched cell's, or those of two daughters.
pub(super) type Gained = [Option<usize>; 2];

/// Advances the whole population event by event over a span of days. Rates that vary in time
/// are taken as constant over a tenth of the step that the interval engine may take.
pub fn advance<W: World>(culture: &mut Culture<W>, span: Span, watches: &mut [Watch]) -> Advance {
    let mut day = span.from;
    if culture.population.total() == 0 {
        return Advance::Extinct(day);
    }
    while day < span.to {
        let end = (day + 0.1 * culture.world.steady_for(day)).min(span.to);
        culture.world.prepare(culture.population, day, end);
        match advance_steady(culture, Span::new(day, end), watches) {
            Advance::Reached => day = end,
            ended => return ended,
        }
    }
    Advance::Reached
}

/// Advances under constant rates.
fn advance_steady<W: World>(culture: &mut Culture<W>, span: Span, watches: &mut [Watch]) -> Advance {
    let mut day = span.from;
    let mut total = culture.population.total();
    let mut rates: Vec<f64> = Vec::new();
    let mut events = 0_u32;
    loop {
        events = events.wrapping_add(1);
        if events.is_multiple_of(LOOK_EVERY) && culture.halt.asked() {
            return Advance::Halted;
        }
        rates.clear();
        let mut sum = 0.0;
        for i in 0..culture.population.cells.len() {
            let n = culture.population.cells[i] as f64;
            if n > 0.0 {
                let kind = culture.world.rates(culture.population.kinds[i]);
                let birth = culture.crowding.birth(kind.birth, kind.death, total as f64);
                sum += n * (birth + kind.death + kind.switching);
            }
            rates.push(sum);
        }
        if sum <= 0.0 {
            return Advance::Reached;
        }
        day += exponential(culture.rng) / sum;
        if day >= span.to {
            return Advance::Reached;
        }
        let i = pick_cumulative(culture.rng, &rates);
        event(culture, i, total, day);
        total = culture.population.total();
        if total == 0 {
            return Advance::Extinct(day);
        }
        if let Some(met) = watches.iter().position(|w| w.met(culture.population)) {
            return Advance::Met(met, day);
        }
        watches.iter_mut().for_each(|w| w.arm(culture.population));
    }
}

/// One event in compartment `i`: division, death or switch, in proportion to their rates.
/// Returns the compartments that gained a cell of another kind.
pub(super) fn event<W: World>(culture: &mut Culture<W>, i: usize, total: u64, day: f64) -> Gained {
    let kind: Kind = culture.population.kinds[i];
    let rates = culture.world.rates(kind);
    let birth = culture.crowding.birth(rates.birth, rates.death, total as f64);
    let u = uniform(culture.rng) * (birth + rates.death + rates.switching);
    if u < birth {
        if rates.mutation > 0.0 && uniform(culture.rng) < rates.mutation {
            let channel = pick_cumulative(culture.rng, culture.world.channels(kind));
            let child = culture.world.found(culture.population, i, channel, day, 1);
            culture.population.cells[child] += 1;
            return [Some(child), None];
        }
        if rates.converting > 0.0 && uniform(culture.rng) * (1.0 - rates.mutation) < rates.converting {
            let conversion = pick_cumulative(culture.rng, culture.world.conversions(kind).1);
            let daughters = culture.world.converted(culture.population, i, conversion, 1);
            culture.population.cells[i] -= 1;
            daughters
                .iter()
                .for_each(|&daughter| culture.population.cells[daughter] += 1);
            return daughters.map(Some);
        }
        culture.population.cells[i] += 1;
        [None; 2]
    } else if u < birth + rates.death {
        culture.population.cells[i] -= 1;
        [None; 2]
    } else {
        let (kinds, cumulative) = culture.world.switches(kind);
        let to = kinds[pick_cumulative(culture.rng, cumulative)];
        let target = culture.world.switched(culture.population, i, to);
        culture.population.cells[i] -= 1;
        culture.population.cells[target] += 1;
        [Some(target), None]
    }
}
