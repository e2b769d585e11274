//! Step 4 of dose to growth: from the fate signal to birth and death rates.

use libm::pow;
use serde::{Deserialize, Serialize};

/// How the cells of one line turn signal into birth and death. Rates per cell per day.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct FateRule {
    /// Birth rate of the undrugged parental line (b0).
    pub birth: f64,
    /// Its death rate (d0).
    pub death: f64,
    /// Extra death without any signal (k_max).
    pub kill: f64,
    /// Extra death per unit of signal above the parental one (k_over): over-signalling is toxic.
    pub kill_over: f64,
    /// How steeply birth follows signal (alpha).
    pub birth_exponent: f64,
}

/// What a cell state changes in the fate rule.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StateEffect {
    /// Multiplies birth.
    pub birth_factor: f64,
    /// Multiplies the background death.
    pub death_factor: f64,
    /// Share of the killing that becomes arrest instead (sigma).
    pub sparing: f64,
}

impl StateEffect {
    /// The naive state changes nothing.
    pub const NAIVE: StateEffect = StateEffect {
        birth_factor: 1.0,
        death_factor: 1.0,
        sparing: 0.0,
    };
}

impl FateRule {
    /// Net growth of the undrugged parental line, per day.
    pub fn growth(&self) -> f64 {
        self.birth - self.death
    }

    /// Birth and death rate at fate signal `signal`.
    ///
    /// birth = b0 min(1,S)^alpha, death = d0 + k_max (1 - min(1,S)) (1 - sigma) + k_over max(0, S - 1).
    /// `growth_kept` is the share of parental growth that off-target toxicity leaves: birth is
    /// multiplied by (d0 + (b0 - d0) f) / b0, so that at S = 1 net growth is f times the parental one.
    pub fn rates(&self, signal: f64, state: StateEffect, growth_kept: f64) -> (f64, f64) {
        let capped = signal.clamp(0.0, 1.0);
        let tolerated = (self.death + self.growth() * growth_kept) / self.birth;
        let birth = self.birth * pow(capped, self.birth_exponent) * tolerated * state.birth_factor;
        let death = self.death * state.death_factor
            + self.kill * (1.0 - capped) * (1.0 - state.sparing)
            + self.kill_over * (signal - 1.0).max(0.0);
        (birth, death)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: FateRule = FateRule {
        birth: 0.4,
        death: 0.05,
        kill: 0.2,
        kill_over: 0.1,
        birth_exponent: 1.0,
    };

    #[test]
    fn parental_cells_keep_their_rates() {
        assert_eq!(RULE.rates(1.0, StateEffect::NAIVE, 1.0), (0.4, 0.05));
    }

    #[test]
    fn toxicity_takes_a_share_of_growth() {
        let (birth, death) = RULE.rates(1.0, StateEffect::NAIVE, 0.6);
        assert!((birth - death - 0.6 * RULE.growth()).abs() < 1e-15);
    }

    #[test]
    fn sparing_turns_killing_into_arrest_and_excess_signal_kills() {
        let spared = StateEffect {
            sparing: 1.0,
            ..StateEffect::NAIVE
        };
        assert_eq!(RULE.rates(0.0, spared, 1.0), (0.0, 0.05));
        assert_eq!(RULE.rates(0.0, StateEffect::NAIVE, 1.0), (0.0, 0.25));
        assert_eq!(RULE.rates(2.0, StateEffect::NAIVE, 1.0).1, 0.15000000000000002);
    }
}
