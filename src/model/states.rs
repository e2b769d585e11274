//! Cell states, the rungs of graded ones, and the switching between them.

use libm::pow;
use serde::{Deserialize, Serialize};

/// What kind of cell state it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StateClass {
    /// The usual state of the line.
    Naive,
    /// Survives drug without growing much.
    Tolerant,
    /// Grows under drug, and reverts without it.
    Adapted,
    /// Another lineage; does not come back.
    Transformed,
}

/// A cell state. Index 0 is naive. The rungs of a graded one are states of their own that stand in a row, the lowest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CellState {
    /// Knowledge identifier; that of a rung ends in its number.
    pub id: String,
    /// Label in tables and profiles, the same for all rungs.
    pub name: String,
    /// Decides how the state is classed in profiles.
    pub class: StateClass,
    /// Marker that a pathologist or an RNA read-out looks for; empty if none.
    pub marker: String,
    /// Multiplies birth.
    pub birth_factor: f64,
    /// Multiplies background death.
    pub death_factor: f64,
    /// Share of killing that becomes arrest (sigma).
    pub sparing: f64,
    /// Share of the driver's activity that still counts (0: independent of the driver).
    pub driver_share: f64,
    /// Activity that the state gives to each source.
    pub activity: Vec<f64>,
    /// Which rung of a graded adaptation it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rung: Option<Rung>,
}

/// One of the rungs of a graded adaptation: rung k of n gives k / n of the activity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rung {
    /// Knowledge identifier of the adaptation.
    pub of: String,
    /// From 1, the lowest, to `steps`.
    pub step: u32,
    /// Rungs of the adaptation.
    pub steps: u32,
}

impl CellState {
    /// Its name, with its place among rungs: "EGFR activation 2/3".
    pub fn full_name(&self) -> String {
        match &self.rung {
            Some(rung) => format!("{} {}/{}", self.name, rung.step, rung.steps),
            None => self.name.clone(),
        }
    }

    /// States of the same adaptation before it in a biology's list.
    pub fn below(&self) -> usize {
        self.rung.as_ref().map_or(0, |rung| rung.step as usize - 1)
    }

    /// How much of what it is its cells have taken on: k / n for rung k of n, else 1.
    pub fn grade(&self) -> f64 {
        let of = |rung: &Rung| f64::from(rung.step) / f64::from(rung.steps);
        self.rung.as_ref().map_or(1.0, of)
    }

    /// Whether it is an adaptation's highest rung, or has no rungs.
    pub fn is_top(&self) -> bool {
        self.rung.as_ref().is_none_or(|rung| rung.step == rung.steps)
    }
}

/// Switching between two states: rate per day = base + induced x^m + relief y^n.
///
/// Usually the stress x = 1 - min(1, S) and y = 1 - x, where S is the signal of the same genotype in the naive state at the
/// same doses. So adapted cells do not flip back while the drug is on, and resistant cells are not stressed.
///
/// Graded adaptation answers to the signal T of the cells as they are: they climb for x = 1 - min(1, T), what they lack, and
/// descend for y = (T - 1) / (T - S) within 0 to 1, the part of what their rung adds that they could do without. So they stop
/// climbing where their signal is back, whatever the dose, and come down once the drug is gone.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Transition {
    /// Index of the state that is left.
    pub from: usize,
    /// Index of the state that is entered.
    pub to: usize,
    /// Rate without stress or relief, per day.
    pub base: f64,
    /// Rate that full stress (x = 1) adds, per day.
    pub induced: f64,
    /// m, the exponent of the stress.
    pub induced_exponent: f64,
    /// Rate that full relief (y = 1) adds, per day.
    pub relief: f64,
    /// n, the exponent of the relief.
    pub relief_exponent: f64,
    /// A step of a graded adaptation.
    #[serde(default, skip_serializing_if = "is_false")]
    pub graded: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_false(is: &bool) -> bool {
    !is
}

/// Signals as near to the parental one as this are it, but for rounding.
const ROUNDING: f64 = 1e-9;

/// Stress x = 1 - min(1, S) at a signal.
pub fn stress(signal: f64) -> f64 {
    1.0 - signal.clamp(0.0, 1.0)
}

impl Transition {
    /// Rate per day, at the signal of naive cells and that of the cells in the state that is left.
    pub fn rate(&self, naive: f64, own: f64) -> f64 {
        let (missing, spare) = match self.graded {
            true => (stress(own), spare(naive, own)),
            false => (stress(naive), 1.0 - stress(naive)),
        };
        self.base + self.induced * pow(missing, self.induced_exponent) + self.relief * pow(spare, self.relief_exponent)
    }
}

/// Part of the signal that a state adds which its cells could do without.
fn spare(naive: f64, own: f64) -> f64 {
    if naive >= 1.0 - ROUNDING {
        1.0
    } else if own <= 1.0 {
        0.0
    } else {
        (own - 1.0) / (own - naive)
    }
}

/// A way in which a living cell changes its state.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Switch {
    /// Index of the new state.
    pub to: usize,
    /// Rate per cell per day.
    pub per_day: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(graded: bool, induced: f64, relief: f64) -> Transition {
        Transition {
            from: 0,
            to: 1,
            base: 0.0,
            induced,
            induced_exponent: 1.0,
            relief,
            relief_exponent: 1.0,
            graded,
        }
    }

    #[test]
    fn a_rung_is_left_upwards_for_what_is_missing_and_downwards_for_what_is_spare() {
        let (up, down) = (way(true, 0.2, 0.0), way(true, 0.0, 0.8));
        // Under drug: naive cells have 0.2 of their signal, those of the rung 0.5.
        assert!((up.rate(0.2, 0.5) - 0.1).abs() < 1e-15);
        assert_eq!(down.rate(0.2, 0.5), 0.0);
        // Enough, and a quarter of what the rung adds too much.
        assert_eq!(up.rate(0.4, 1.2), 0.0);
        assert!((down.rate(0.4, 1.2) - 0.8 * 0.25).abs() < 1e-15);
        // Without drug all is too much, also where the rung's own receptor is blocked.
        assert_eq!(down.rate(1.0, 1.3), 0.8);
        assert_eq!(down.rate(1.0, 1.0), 0.8);
    }

    #[test]
    fn other_states_answer_to_what_naive_cells_would_feel() {
        assert_eq!(way(false, 0.2, 0.0).rate(0.2, 0.9), 0.2 * 0.8);
        assert!((way(false, 0.0, 0.8).rate(0.2, 0.9) - 0.8 * 0.2).abs() < 1e-15);
    }
}
