//! Rates and laws of a kind during one growth step, worked out once however many compartments have it.

use super::kind_step::{KindStep, Known, Whole};
use super::workspace::Interval;
use crate::engine::population::{Kind, KindRates, World};
use crate::model::branching::{Branching, growth_integral};

impl Interval {
    /// A growth step with rates of its own begins.
    pub(super) fn new_rates(&mut self) {
        self.step_number += 1;
    }

    /// Rates of a kind in this step, made once.
    pub(super) fn kind_step<W: World>(&mut self, world: &W, kind: Kind) -> KindStep {
        let (index, of) = (kind as usize, self.step_number);
        if let Some(Some(known)) = self.known.get(index)
            && known.of == of
        {
            return known.step;
        }
        if index >= self.known.len() {
            self.known.resize(index + 1, None);
        }
        let step = self.rates_in_step(world, kind);
        self.known[index] = Some(Known { of, step, whole: None });
        step
    }

    fn rates_in_step<W: World>(&self, world: &W, kind: Kind) -> KindStep {
        let KindRates {
            birth,
            death,
            mutation,
            converting,
            switching,
        } = world.rates(kind);
        let birth = (birth - (birth - death).max(0.0) * self.crowding).max(0.0);
        let (switch_rate, convert_rate) = match self.split.switches(kind) {
            true => (0.0, 0.0),
            false => (switching, birth * converting),
        };
        let (founding, channels) = if self.split.founds(kind) {
            (world.rare_mutation(kind), world.rare_channels(kind))
        } else {
            (mutation, world.channels(kind).len())
        };
        let mutation_rate = birth * founding;
        KindStep {
            branching: Branching::new(
                (birth * (1.0 - mutation - converting)).max(0.0),
                death,
                mutation_rate + switch_rate + convert_rate,
            ),
            birth,
            mutation_rate,
            switch_rate,
            convert_rate,
            channels,
        }
    }

    /// What the next `length` days bring to a cell of a kind, if that is a whole growth step.
    pub(super) fn whole(&mut self, kind: Kind, process: &Branching, length: f64) -> Whole {
        let known = self.known.get_mut(kind as usize).and_then(Option::as_mut);
        if let Some(Known {
            whole: Some(whole), of, ..
        }) = &known
            && whole.length == length
            && *of == self.step_number
        {
            return *whole;
        }
        let whole = Whole {
            length,
            law: process.after(length),
            cell_days: growth_integral(process.growth(), length),
        };
        if let Some(known) = known {
            known.whole = Some(whole);
        }
        whole
    }
}
