//! Expected cells and founding events of a plain model: the mean of the branching process.
//!
//! A mutating division leaves the mother's count alone and adds one mutant, so
//! dm_i/dt = (b_i (1 - sum_j u_ij) - d_i - sum_j s_ij) m_i + sum_j (b_j u_ji + s_ji) m_j.

use crate::model::plain::{BirthDeath, PlainModel, Threshold};

/// More Taylor steps than this are not worth their time.
const MAX_STEPS: f64 = 2e5;
const ORDER: u32 = 18;

/// Expected cells per type and expected founding events per mutation so far.
#[derive(Debug, Clone, PartialEq)]
pub struct Means {
    pub cells: Vec<f64>,
    pub founded: Vec<f64>,
}

impl Means {
    pub fn start(model: &PlainModel) -> Self {
        Self {
            cells: model.types.iter().map(|t| t.founders as f64).collect(),
            founded: vec![0.0; model.mutations.len()],
        }
    }

    /// Expected size that a threshold watches.
    pub fn watched(&self, threshold: &Threshold) -> f64 {
        match threshold.of_type {
            Some(index) => self.cells[index],
            None => self.cells.iter().sum(),
        }
    }

    /// After `days` at constant rates; `None` where that is too much work.
    pub fn after(&self, model: &PlainModel, rates: &[BirthDeath], days: f64) -> Option<Self> {
        let fastest = rates.iter().map(|r| 2.0 * r.birth + r.death).fold(0.0, f64::max)
            + model.switches.iter().map(|s| s.per_day).sum::<f64>();
        let steps = libm::ceil((fastest * days).max(1.0));
        if !days.is_finite() || steps > MAX_STEPS {
            return None;
        }
        let mut now = self.clone();
        for _ in 0..steps as u64 {
            now.step(model, rates, days / steps);
        }
        Some(now)
    }

    /// One step of the Taylor series of the exponential.
    fn step(&mut self, model: &PlainModel, rates: &[BirthDeath], days: f64) {
        let mut term = self.clone();
        for order in 1..=ORDER {
            term = term.derivative(model, rates);
            let scale = days / f64::from(order);
            for (sum, part) in [
                (&mut self.cells, &mut term.cells),
                (&mut self.founded, &mut term.founded),
            ] {
                for (total, value) in sum.iter_mut().zip(part.iter_mut()) {
                    *value *= scale;
                    *total += *value;
                }
            }
        }
    }

    fn derivative(&self, model: &PlainModel, rates: &[BirthDeath]) -> Self {
        let growth = |(cells, rates): (&f64, &BirthDeath)| cells * (rates.birth - rates.death);
        let mut change: Vec<f64> = self.cells.iter().zip(rates).map(growth).collect();
        let mut founded = Vec::with_capacity(model.mutations.len());
        for mutation in &model.mutations {
            let rate = rates[mutation.from].birth * mutation.per_division * self.cells[mutation.from];
            change[mutation.from] -= rate;
            change[mutation.to] += rate;
            founded.push(rate);
        }
        for switch in &model.switches {
            let rate = switch.per_day * self.cells[switch.from];
            change[switch.from] -= rate;
            change[switch.to] += rate;
        }
        Self { cells: change, founded }
    }

    /// First day within `days` on which the mean reaches a threshold from below.
    pub fn crossing(&self, model: &PlainModel, rates: &[BirthDeath], days: f64, threshold: &Threshold) -> Option<f64> {
        const GRID: u32 = 64;
        let size = threshold.cells as f64;
        let mut horizon = if days.is_finite() { days } else { 1.0 };
        loop {
            let mut before = self.clone();
            let width = horizon / f64::from(GRID);
            for i in 0..GRID {
                let after = before.after(model, rates, width)?;
                if before.watched(threshold) < size && after.watched(threshold) >= size {
                    let at = |share: f64| before.after(model, rates, width * share);
                    let (mut low, mut high) = (0.0, 1.0);
                    for _ in 0..30 {
                        let middle = 0.5 * (low + high);
                        match at(middle)?.watched(threshold) >= size {
                            true => high = middle,
                            false => low = middle,
                        }
                    }
                    return Some(width * (f64::from(i) + high));
                }
                before = after;
            }
            if days.is_finite() || horizon > 20_000.0 {
                return None;
            }
            horizon *= 4.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::plain::{PlainMutation, PlainType};

    fn model() -> PlainModel {
        let of = |name: &str, founders| PlainType {
            name: name.to_owned(),
            founders,
        };
        PlainModel {
            types: vec![of("a", 1000), of("b", 0)],
            mutations: vec![PlainMutation {
                from: 0,
                to: 1,
                per_division: 0.01,
            }],
            switches: Vec::new(),
            phases: Vec::new(),
            stop: None,
            record_every: None,
        }
    }

    #[test]
    fn means_follow_the_closed_form() {
        let rates = [
            BirthDeath { birth: 0.7, death: 0.2 },
            BirthDeath { birth: 0.4, death: 0.3 },
        ];
        let after = Means::start(&model()).after(&model(), &rates, 10.0).unwrap();
        let (own, mutant) = (0.7 * 0.99 - 0.2, 0.1);
        let expected = 1000.0 * libm::exp(own * 10.0);
        assert!((after.cells[0] / expected - 1.0).abs() < 1e-12);
        let made = 1000.0 * 0.007 * (libm::exp(own * 10.0) - libm::exp(mutant * 10.0)) / (own - mutant);
        assert!((after.cells[1] / made - 1.0).abs() < 1e-12);
        let founded = 1000.0 * 0.007 * libm::expm1(own * 10.0) / own;
        assert!((after.founded[0] / founded - 1.0).abs() < 1e-12);
    }

    #[test]
    fn the_day_of_a_size_is_found_with_and_without_duration() {
        let rates = [BirthDeath { birth: 0.7, death: 0.2 }; 2];
        let size = Threshold {
            of_type: None,
            cells: 1_000_000,
        };
        let expected = libm::log(1000.0) / 0.5;
        for days in [30.0, f64::INFINITY] {
            let day = Means::start(&model()).crossing(&model(), &rates, days, &size).unwrap();
            assert!((day - expected).abs() < 1e-6, "{day}");
        }
        assert_eq!(Means::start(&model()).crossing(&model(), &rates, 5.0, &size), None);
    }
}
