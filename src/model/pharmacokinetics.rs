//! Concentration over time: decay in medium between changes, and oral dosing at steady state.
//!
//! A profile is a pure function of time; what cells see over an interval is its exact mean there.

use serde::{Deserialize, Serialize};

/// How a drug's concentration moves, as a multiple of the nominal dose (days throughout).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Profile {
    /// Stays at the nominal dose.
    Steady,
    /// Halves every `half_life` days after each medium change.
    Decay { half_life: f64 },
    /// One compartment with first-order absorption, a dose every `interval` days, at steady state;
    /// the nominal dose is the mean over an interval (Gibaldi & Perrier 1982; Rowland & Tozer).
    Oral {
        half_life: f64,
        absorption_half_life: f64,
        interval: f64,
    },
}

impl Profile {
    /// Multiple of the nominal dose `t` days after the last medium change (or oral dose).
    pub fn level(&self, t: f64) -> f64 {
        match *self {
            Profile::Steady => 1.0,
            Profile::Decay { half_life } => libm::exp2(-t / half_life),
            Profile::Oral { interval, .. } => {
                let t = t - interval * libm::floor(t / interval);
                let oral = self.oral();
                interval * (oral.term(oral.elimination, t) - oral.term(oral.absorption, t)) * oral.scale
            }
        }
    }

    /// Mean multiple between `from` and `to` days after the last change; `level(from)` where they meet.
    pub fn mean(&self, from: f64, to: f64) -> f64 {
        let span = to - from;
        if span <= 1e-12 {
            return self.level(from);
        }
        match *self {
            Profile::Steady => 1.0,
            Profile::Decay { half_life } => {
                let rate = std::f64::consts::LN_2 / half_life;
                -libm::expm1(-rate * span) / (rate * span) * self.level(from)
            }
            Profile::Oral { .. } => (self.oral_integral(to) - self.oral_integral(from)) / span,
        }
    }

    /// Lowest and highest multiple of the nominal dose at steady state; `None` where it only falls.
    pub fn extremes(&self) -> Option<(f64, f64)> {
        match *self {
            Profile::Steady => Some((1.0, 1.0)),
            Profile::Decay { .. } => None,
            Profile::Oral { interval, .. } => {
                let Oral {
                    elimination: out,
                    absorption: into,
                    ..
                } = self.oral();
                let accumulated = |rate: f64| -libm::expm1(-rate * interval);
                let peak = libm::log(into * accumulated(out) / (out * accumulated(into))) / (into - out);
                Some((self.level(0.0), self.level(peak)))
            }
        }
    }

    /// A step over which the level changes by little (about a sixth), days; infinite where it is steady.
    pub fn resolution(&self) -> f64 {
        match *self {
            Profile::Steady => f64::INFINITY,
            Profile::Decay { half_life } => 0.25 * half_life,
            Profile::Oral {
                half_life,
                absorption_half_life,
                interval,
            } => match self.extremes() {
                // A level that hardly moves acts by its mean.
                Some((trough, peak)) if peak < 1.19 * trough => interval,
                _ => 0.25 * half_life.min(absorption_half_life),
            },
        }
    }

    fn oral(&self) -> Oral {
        let Profile::Oral {
            half_life,
            absorption_half_life,
            interval,
        } = *self
        else {
            return Oral {
                elimination: 1.0,
                absorption: 2.0,
                interval: 1.0,
                scale: 1.0,
            };
        };
        let elimination = std::f64::consts::LN_2 / half_life;
        let mut absorption = std::f64::consts::LN_2 / absorption_half_life;
        if (absorption / elimination - 1.0).abs() < 1e-6 {
            // The formula is 0/0 at equal rates; a relative 1e-6 off it is right to 1e-6.
            absorption = elimination * (1.0 + 1e-6);
        }
        // Normalised so that the mean over an interval is one.
        Oral {
            elimination,
            absorption,
            interval,
            scale: elimination * absorption / (absorption - elimination),
        }
    }

    /// Integral of the oral level from 0 to `t`.
    fn oral_integral(&self, t: f64) -> f64 {
        let oral = self.oral();
        let whole = libm::floor(t / oral.interval);
        let rest = t - whole * oral.interval;
        let part = |rate: f64| oral.term(rate, 0.0) * -libm::expm1(-rate * rest) / rate;
        let partial = (part(oral.elimination) - part(oral.absorption)) * oral.scale * oral.interval;
        whole * oral.interval + partial
    }
}

/// Unbound share of a drug in medium with this share of serum, given its unbound share in plasma: the
/// binding protein is diluted, the affinity stays (Kalvass & Maurer 2002, doi 10.1002/bdd.325).
pub fn free_in_medium(free_in_plasma: f64, serum: f64) -> f64 {
    1.0 / (1.0 + serum * (1.0 / free_in_plasma - 1.0))
}

struct Oral {
    elimination: f64,
    absorption: f64,
    interval: f64,
    scale: f64,
}

impl Oral {
    /// `e^(-k t) / (1 - e^(-k interval))`: what all earlier doses leave, per unit.
    fn term(&self, rate: f64, t: f64) -> f64 {
        libm::exp(-rate * t) / -libm::expm1(-rate * self.interval)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decay_between_medium_changes() {
        // 100 nM, half-life 36 h, refed every 72 h: trough 25, mean 54.1.
        let profile = Profile::Decay { half_life: 1.5 };
        assert!((100.0 * profile.level(3.0) - 25.0).abs() < 1e-9);
        assert!((100.0 * profile.mean(0.0, 3.0) - 54.10106403333613).abs() < 1e-9);
    }

    #[test]
    fn oral_steady_state() {
        // 100 mg, F = 1, V = 50 L, ka = 1/h, half-life 12 h, every 12 h: trough 2.1226, peak 3.5043
        // at 2.2906 h, mean 2.8854 mg/L.
        let h = 1.0 / 24.0;
        let profile = Profile::Oral {
            half_life: 12.0 * h,
            absorption_half_life: std::f64::consts::LN_2 * h,
            interval: 12.0 * h,
        };
        let mean = 2.885390081777927;
        assert!((mean * profile.level(0.0) - 2.1225935210489473).abs() < 1e-9);
        assert!((mean * profile.level(2.2905880904332836 * h) - 3.5042790404236293).abs() < 1e-9);
        assert!((mean * profile.level(6.0 * h) - 2.996557540833935).abs() < 1e-9);
        let (trough, peak) = profile.extremes().unwrap();
        assert!((mean * trough - 2.1225935210489473).abs() < 1e-9);
        assert!((mean * peak - 3.5042790404236293).abs() < 1e-9);
        assert!((profile.mean(0.0, 12.0 * h) - 1.0).abs() < 1e-12);
        assert!((profile.mean(3.0 * h, 27.0 * h) - 1.0).abs() < 1e-12);
        let fine: f64 = (0..1000)
            .map(|i| profile.level((3.0 + 5.0 * (f64::from(i) + 0.5) / 1000.0) * h))
            .sum();
        assert!((fine / 1000.0 - profile.mean(3.0 * h, 8.0 * h)).abs() < 1e-6);
    }

    #[test]
    fn diluted_protein_frees_drug() {
        // 1% free in plasma: 1 / (1 + 0.1 * 99) in a tenth of the protein; all of it where there is none.
        assert!((free_in_medium(0.01, 0.1) - 0.09174311926605505).abs() < 1e-12);
        assert_eq!((free_in_medium(0.3, 0.0), free_in_medium(1.0, 0.1)), (1.0, 1.0));
        assert!((free_in_medium(0.3, 1.0) - 0.3).abs() < 1e-12);
    }
}
