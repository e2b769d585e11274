//! What a genotype in a state does over a step: its rates, averaged over what the cells see.

use super::medium::Moment;
use crate::model::biology::{Biology, Genotype, Switch};

/// Rates per cell and day.
#[derive(Default)]
pub(super) struct Rates {
    pub birth: f64,
    pub death: f64,
    pub switches: Vec<Switch>,
    /// Widest range among the moments of births, deaths, or growth.
    pub swing: f64,
}

impl Rates {
    /// Means over the moments of a step, of the cells in each state.
    pub fn over(moments: &[Moment], biology: &Biology, genotype: &Genotype) -> Vec<Self> {
        let mut means: Vec<Rates> = biology.states().iter().map(|_| Rates::default()).collect();
        let mut ranges = vec![[Range::EMPTY; 3]; means.len()];
        for Moment { share, doses } in moments {
            let under_drug = biology.under_drug(genotype, doses);
            let mut naive = 0.0;
            for (state, (mean, ranges)) in means.iter_mut().zip(&mut ranges).enumerate() {
                let now = under_drug.phenotype(state);
                if state == 0 {
                    naive = now.signal;
                }
                mean.birth += share * now.birth;
                mean.death += share * now.death;
                for (range, rate) in ranges.iter_mut().zip([now.birth, now.death, now.birth - now.death]) {
                    range.include(rate);
                }
                for switch in biology.switches_at(state, naive, now.signal) {
                    mean.add(share * switch.per_day, switch.to);
                }
            }
        }
        for (mean, ranges) in means.iter_mut().zip(&ranges) {
            mean.swing = ranges.iter().fold(0.0, |widest, range| range.width().max(widest));
        }
        means
    }

    fn add(&mut self, per_day: f64, to: usize) {
        match self.switches.iter_mut().find(|switch| switch.to == to) {
            Some(known) => known.per_day += per_day,
            None => self.switches.push(Switch { to, per_day }),
        }
    }
}

/// Smallest and largest of some rates.
#[derive(Clone, Copy)]
struct Range {
    least: f64,
    most: f64,
}

impl Range {
    const EMPTY: Self = Self {
        least: f64::INFINITY,
        most: f64::NEG_INFINITY,
    };

    fn include(&mut self, rate: f64) {
        (self.least, self.most) = (self.least.min(rate), self.most.max(rate));
    }

    fn width(&self) -> f64 {
        self.most - self.least
    }
}
