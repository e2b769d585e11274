//! The mean path of the parents through the phases, to the end.

use crate::model::plain::{BirthDeath, PlainModel, PlainPhase, Threshold};

/// A stretch at constant rates.
#[derive(Debug, Clone)]
pub(super) struct Stretch {
    pub days: f64,
    /// The mutants' rates, as [`Rates::all`] has them.
    pub clone: BirthDeath,
    pub sources: Vec<Source>,
    /// Share of the cells that is kept at its end.
    pub keep: f64,
}

/// Parents of one type in a stretch.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source {
    /// Index of the type.
    pub kind: usize,
    /// Cells at the beginning.
    pub cells: f64,
    pub rates: BirthDeath,
    /// Mutants founded per cell and day.
    pub founding: f64,
}

/// The parents' way.
#[derive(Debug, Clone)]
pub(super) struct Path {
    pub stretches: Vec<Stretch>,
    /// Whether a size ended it.
    pub sized: bool,
    /// Cells at the end, but for what was founded on the way.
    pub cells: f64,
}

impl Path {
    /// Of the parents of mutants of a type; what the founders have is followed, what mutations found is too few to matter for
    /// sizes.
    pub fn of(model: &PlainModel, mutant: usize) -> Result<Self, String> {
        let mut cells: Vec<f64> = model.types.iter().map(|kind| kind.founders as f64).collect();
        cells[mutant] = 0.0;
        let mut stretches = Vec::new();
        for phase in &model.phases {
            let rates = Rates::of(model, phase);
            for _ in 0..phase.repeat {
                let growth = |of: Option<usize>| -> Vec<(f64, f64)> {
                    let kinds = (0..cells.len()).filter(|kind| of.is_none_or(|of| of == *kind));
                    kinds.map(|kind| (cells[kind], net(rates.all[kind]))).collect()
                };
                let reached = |threshold: &Option<Threshold>| {
                    let threshold = threshold.as_ref()?;
                    crossing(&growth(threshold.of_type), threshold.cells as f64, phase.duration)
                };
                let (until, stop) = (reached(&phase.until), reached(&model.stop));
                let days = [until, stop].into_iter().flatten().fold(phase.duration, f64::min);
                if !days.is_finite() {
                    return Err(
                        "the cultures do not come to an end: no size is reached and no duration stated".to_owned(),
                    );
                }
                let sized = stop.is_some_and(|stop| stop <= days);
                let keep = if sized { 1.0 } else { phase.keep };
                let source = |kind: usize| Source {
                    kind,
                    cells: cells[kind],
                    rates: rates.all[kind],
                    founding: rates.founding(model, phase, kind, mutant),
                };
                let sources = (0..cells.len()).filter(|kind| cells[*kind] > 0.0).map(source);
                stretches.push(Stretch {
                    days,
                    clone: rates.all[mutant],
                    sources: sources.collect(),
                    keep,
                });
                for (cells, rates) in cells.iter_mut().zip(&rates.all) {
                    *cells *= libm::exp(net(*rates) * days) * keep;
                }
                if sized {
                    return Ok(Self {
                        stretches,
                        sized,
                        cells: cells.iter().sum(),
                    });
                }
            }
        }
        Ok(Self {
            stretches,
            sized: false,
            cells: cells.iter().sum(),
        })
    }
}

/// Growth per day.
pub(super) fn net(rates: BirthDeath) -> f64 {
    rates.birth - rates.death
}

/// Rates in a phase, and changes of it.
struct Rates {
    /// By type: births without those that change a daughter, deaths with everything that takes a cell away.
    all: Vec<BirthDeath>,
    per_division: Vec<f64>,
    per_day: Vec<f64>,
}

impl Rates {
    fn of(model: &PlainModel, phase: &PlainPhase) -> Self {
        let (per_division, per_day) = (phase.per_division(model), phase.per_day(model));
        let of = |(kind, rates): (usize, &BirthDeath)| {
            let changes = || {
                model
                    .mutations
                    .iter()
                    .zip(&per_division)
                    .filter(|(m, _)| m.from == kind)
            };
            let mutating: f64 = changes().map(|(_, rate)| rate).sum();
            let both: f64 = changes().filter(|(m, _)| m.and.is_some()).map(|(_, rate)| rate).sum();
            let switches = model.switches.iter().zip(&per_day).filter(|(s, _)| s.from == kind);
            BirthDeath {
                birth: rates.birth * (1.0 - mutating),
                death: rates.death + rates.birth * both + switches.map(|(_, rate)| rate).sum::<f64>(),
            }
        };
        Self {
            all: phase.rates.iter().enumerate().map(of).collect(),
            per_division,
            per_day,
        }
    }

    /// Mutants founded per cell of a type and day.
    fn founding(&self, model: &PlainModel, phase: &PlainPhase, from: usize, to: usize) -> f64 {
        let leads = |m: &crate::model::plain::PlainMutation| m.from == from && (m.to == to || m.and == Some(to));
        let mutations = model.mutations.iter().zip(&self.per_division);
        let per_division: f64 = mutations.filter(|(m, _)| leads(m)).map(|(_, rate)| rate).sum();
        let switches = model.switches.iter().zip(&self.per_day);
        let per_day = switches.filter(|(s, _)| s.from == from && s.to == to);
        phase.rates[from].birth * per_division + per_day.map(|(_, rate)| rate).sum::<f64>()
    }
}

/// The day on which a sum of exponentials, each a size and its growth, passes a number upward; it is convex, so that it does
/// so at most once.
fn crossing(growth: &[(f64, f64)], cells: f64, limit: f64) -> Option<f64> {
    let total = |day: f64| growth.iter().map(|(n, net)| n * libm::exp(net * day)).sum::<f64>();
    let growing = growth.iter().filter(|(n, net)| *n > 0.0 && *net > 0.0);
    let alone = growing.map(|(n, net)| libm::log(cells / n) / net);
    let last = alone.fold(f64::INFINITY, f64::min).min(limit);
    if total(0.0) >= cells || !last.is_finite() || total(last) < cells * (1.0 - 1e-12) {
        return None;
    }
    let (mut low, mut high) = (0.0, last);
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        if total(middle) < cells {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some(high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_met_where_the_sum_passes_it() {
        let day = crossing(&[(1.0, 1.0)], 1e6, f64::INFINITY).unwrap();
        assert!((day - libm::log(1e6)).abs() < 1e-9);
        // Dying cells beside growing ones: 100 e^-t + e^(t/2) = 50 on the way up.
        let growth = [(40.0, -1.0), (1.0, 0.5)];
        let day = crossing(&growth, 50.0, f64::INFINITY).unwrap();
        let total = 40.0 * libm::exp(-day) + libm::exp(0.5 * day);
        assert!((total / 50.0 - 1.0).abs() < 1e-9);
        assert_eq!(crossing(&growth, 50.0, 2.0), None);
        assert_eq!(crossing(&[(1e3, -0.1)], 1e4, f64::INFINITY), None);
    }
}
