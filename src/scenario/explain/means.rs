//! Expected cells and founding events of a plain model: the mean of the branching process.
//!
//! A mutating division leaves the mother's count alone and adds one mutant, so
//! dm_i/dt = (b_i (1 - sum_j u_ij) - d_i - sum_j s_ij) m_i + sum_j (b_j u_ji + s_ji) m_j;
//! where both daughters change the mother is lost. Crowding lowers births by the mean of the total (mean field).

use crate::engine::population::Crowding;
use crate::model::plain::{BirthDeath, PlainModel, PlainPhase, Threshold};

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

    /// After `days` of a phase; `None` where that is too much work.
    pub fn after(&self, model: &PlainModel, phase: &PlainPhase, days: f64) -> Option<Self> {
        let flow = Flow {
            model,
            rates: &phase.rates,
            per_division: phase.per_division(model),
            per_day: phase.per_day(model),
            crowding: Crowding {
                capacity: model.capacity.map(|cells| cells as f64),
            },
        };
        let fastest = flow.turnover().into_iter().fold(0.0, f64::max);
        // Crowding makes it curved: the steps of Runge and Kutta are shorter than those of a series.
        let finer = if model.capacity.is_some() { 8.0 } else { 1.0 };
        let steps = libm::ceil((finer * fastest * days).max(1.0));
        if !days.is_finite() || steps > MAX_STEPS {
            return None;
        }
        let mut now = self.clone();
        for _ in 0..steps as u64 {
            match model.capacity {
                None => now.series(&flow, days / steps),
                Some(_) => now.runge_kutta(&flow, days / steps),
            }
        }
        Some(now)
    }

    /// One step of the Taylor series of the exponential.
    fn series(&mut self, flow: &Flow, days: f64) {
        let mut term = self.clone();
        for order in 1..=ORDER {
            term = term.scaled_change(flow, days / f64::from(order));
            self.add(&term, 1.0);
        }
    }

    /// One step of the classical method of Runge and Kutta.
    fn runge_kutta(&mut self, flow: &Flow, days: f64) {
        let start = self.clone();
        let (mut slope, mut at) = (start.scaled_change(flow, days), start.clone());
        for (weight, next) in [(1.0, Some(0.5)), (2.0, Some(0.5)), (2.0, Some(1.0)), (1.0, None)] {
            self.add(&slope, weight / 6.0);
            if let Some(next) = next {
                at.clone_from(&start);
                at.add(&slope, next);
                slope = at.scaled_change(flow, days);
            }
        }
    }

    fn add(&mut self, other: &Self, factor: f64) {
        let cells = self.cells.iter_mut().zip(&other.cells);
        let founded = self.founded.iter_mut().zip(&other.founded);
        cells.chain(founded).for_each(|(sum, term)| *sum += factor * term);
    }

    /// Change per day times `factor`.
    fn scaled_change(&self, flow: &Flow, factor: f64) -> Self {
        let Flow { model, rates, .. } = flow;
        let total = self.cells.iter().sum();
        let birth = |kind: usize| flow.crowding.birth(rates[kind].birth, rates[kind].death, total);
        let cells = self.cells.iter().enumerate();
        let mut change: Vec<f64> = cells
            .map(|(kind, cells)| factor * cells * (birth(kind) - rates[kind].death))
            .collect();
        let mut founded = Vec::with_capacity(model.mutations.len());
        for (mutation, per_division) in model.mutations.iter().zip(&flow.per_division) {
            let events = factor * birth(mutation.from) * per_division * self.cells[mutation.from];
            change[mutation.to] += events;
            change[mutation.from] -= events;
            if let Some(and) = mutation.and {
                change[and] += events;
                change[mutation.from] -= events;
            }
            founded.push(events);
        }
        for (switch, per_day) in model.switches.iter().zip(&flow.per_day) {
            let events = factor * per_day * self.cells[switch.from];
            change[switch.from] -= events;
            change[switch.to] += events;
        }
        Self { cells: change, founded }
    }

    /// First day within a phase on which the mean reaches a threshold from below.
    pub fn crossing(&self, model: &PlainModel, phase: &PlainPhase, threshold: &Threshold) -> Option<f64> {
        const GRID: u32 = 64;
        let size = threshold.cells as f64;
        let days = phase.duration;
        let mut horizon = if days.is_finite() { days } else { 1.0 };
        loop {
            let mut before = self.clone();
            let width = horizon / f64::from(GRID);
            for i in 0..GRID {
                let after = before.after(model, phase, width)?;
                if before.watched(threshold) < size && after.watched(threshold) >= size {
                    let at = |share: f64| before.after(model, phase, width * share);
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

/// What moves the means in a phase.
struct Flow<'a> {
    model: &'a PlainModel,
    rates: &'a [BirthDeath],
    per_division: Vec<f64>,
    per_day: Vec<f64>,
    crowding: Crowding,
}

impl Flow<'_> {
    /// Rate per day of all that a cell of each type does and brings about.
    fn turnover(&self) -> Vec<f64> {
        let mut turnover: Vec<f64> = self.rates.iter().map(|r| 2.0 * r.birth + r.death).collect();
        for (switch, per_day) in self.model.switches.iter().zip(&self.per_day) {
            turnover[switch.from] += 2.0 * per_day;
        }
        turnover
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::plain::{PlainMutation, PlainSwitch, PlainType};

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
                and: None,
                per_division: 0.01,
            }],
            switches: Vec::new(),
            phases: Vec::new(),
            capacity: None,
            stop: None,
            record_every: None,
        }
    }

    fn phase(rates: &[BirthDeath], duration: f64) -> PlainPhase {
        PlainPhase {
            duration,
            rates: rates.to_vec(),
            keep: 1.0,
            until: None,
            repeat: 1,
            changes: None,
        }
    }

    /// 1,000 cells, births 0.6 and deaths 0.1, half of the divisions into two of a type that stays as many: after a day
    /// 1000 e^-0.1 and 600 (1 - e^-0.1) / 0.1.
    #[test]
    fn two_changed_daughters_cost_the_mother() {
        let mut model = model();
        (model.mutations[0].and, model.mutations[0].per_division) = (Some(1), 0.5);
        let rates = [
            BirthDeath { birth: 0.6, death: 0.1 },
            BirthDeath { birth: 0.1, death: 0.1 },
        ];
        let after = Means::start(&model).after(&model, &phase(&rates, 1.0), 1.0).unwrap();
        assert!((after.cells[0] - 904.837_418_036).abs() < 1e-6, "{after:?}");
        assert!((after.cells[1] - 570.975_491_784).abs() < 1e-6, "{after:?}");
    }

    /// A hundred types that all change into each other, each once a day: all are alike after a while, and steps are as long as each
    /// of them allows, not all of them together.
    #[test]
    fn many_types_that_change_cost_what_each_does() {
        let n = 100;
        let of = |i: usize| PlainType {
            name: format!("t{i}"),
            founders: if i == 0 { 1_000 } else { 0 },
        };
        let others = |from| {
            (0..n).filter(move |&to| to != from).map(move |to| PlainSwitch {
                from,
                to,
                per_day: 1.0 / 99.0,
            })
        };
        let model = PlainModel {
            types: (0..n).map(of).collect(),
            mutations: Vec::new(),
            switches: (0..n).flat_map(others).collect(),
            ..model()
        };
        let phase = phase(&vec![BirthDeath { birth: 0.0, death: 0.0 }; n], 1_000.0);
        let after = Means::start(&model).after(&model, &phase, 10.0).unwrap();
        assert!((after.cells[7] - 10.0).abs() < 1e-3, "{}", after.cells[7]);
        let whole = Means::start(&model)
            .after(&model, &phase, 1_000.0)
            .expect("not too much work");
        assert!((whole.cells.iter().sum::<f64>() - 1_000.0).abs() < 1e-6);
    }

    /// Logistic growth: N(t) = C / (1 + (C / N0 - 1) e^(-rt)).
    #[test]
    fn crowding_makes_growth_logistic() {
        let mut model = model();
        model.mutations.clear();
        model.capacity = Some(20_000);
        let rates = [BirthDeath { birth: 0.7, death: 0.2 }; 2];
        let after = Means::start(&model).after(&model, &phase(&rates, 9.0), 9.0).unwrap();
        let expected = 20_000.0 / (1.0 + 19.0 * libm::exp(-4.5));
        assert!((after.cells[0] / expected - 1.0).abs() < 1e-7, "{after:?}");
    }

    #[test]
    fn means_follow_the_closed_form() {
        let rates = [
            BirthDeath { birth: 0.7, death: 0.2 },
            BirthDeath { birth: 0.4, death: 0.3 },
        ];
        let after = Means::start(&model())
            .after(&model(), &phase(&rates, 10.0), 10.0)
            .unwrap();
        let (own, mutant) = (0.7 * 0.99 - 0.2, 0.1);
        let expected = 1000.0 * libm::exp(own * 10.0);
        assert!((after.cells[0] / expected - 1.0).abs() < 1e-12);
        let made = 1000.0 * 0.007 * (libm::exp(own * 10.0) - libm::exp(mutant * 10.0)) / (own - mutant);
        assert!((after.cells[1] / made - 1.0).abs() < 1e-12);
        let founded = 1000.0 * 0.007 * libm::expm1(own * 10.0) / own;
        assert!((after.founded[0] / founded - 1.0).abs() < 1e-12);
    }

    /// Cells that only die: 1,000 e^(-0.5 t), also where they die fast.
    #[test]
    fn cells_that_never_divide_die_out_as_they_should() {
        for (death, days) in [(0.5, 3.0), (20.0, 0.5)] {
            let rates = [BirthDeath { birth: 0.0, death }; 2];
            let after = Means::start(&model()).after(&model(), &phase(&rates, days), days);
            let expected = 1000.0 * libm::exp(-death * days);
            let found = after.expect("not too much work").cells[0];
            assert!((found / expected - 1.0).abs() < 1e-9, "{found} {expected}");
        }
        // And fast growth is as exact as slow growth.
        let rates = [BirthDeath {
            birth: 30.0,
            death: 0.0,
        }; 2];
        let grown = Means::start(&model())
            .after(&model(), &phase(&rates, 1.0), 1.0)
            .unwrap();
        let expected = 1000.0 * libm::exp(30.0 * 0.99);
        assert!((grown.cells[0] / expected - 1.0).abs() < 1e-9, "{grown:?}");
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
            let day = Means::start(&model())
                .crossing(&model(), &phase(&rates, days), &size)
                .unwrap();
            assert!((day - expected).abs() < 1e-6, "{day}");
        }
        assert_eq!(
            Means::start(&model()).crossing(&model(), &phase(&rates, 5.0), &size),
            None
        );
    }
}
