//! Concentration over time: decay in medium between changes, and oral dosing: at steady state, and from
//! the first dose to the last one's wash-out.
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
    Decay {
        /// Days.
        half_life: f64,
    },
    /// One compartment with first-order absorption, a dose every `interval` days, at steady state;
    /// the nominal dose is the mean over an interval (Gibaldi & Perrier 1982; Rowland & Tozer).
    Oral {
        /// Elimination half-life, days.
        half_life: f64,
        /// Absorption half-life, days.
        absorption_half_life: f64,
        /// Days between doses.
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

    /// Multiple of the nominal dose `t` days after the first of the doses that are taken every interval for
    /// `days` (`None`: on and on), with nothing before: it builds up, and washes out after the last dose.
    /// Other profiles than the oral one have no such course and keep to [`Self::level`].
    pub fn taken_level(&self, t: f64, days: Option<f64>) -> f64 {
        if !matches!(self, Profile::Oral { .. }) {
            return self.level(t);
        }
        let oral = self.oral();
        let Some((doses, last)) = oral.doses_by(t, days) else {
            return 0.0;
        };
        let term = |rate: f64| oral.remains(rate, t - last, doses);
        oral.interval * (term(oral.elimination) - term(oral.absorption)) * oral.scale
    }

    /// Mean of [`Self::taken_level`] between two days; the level where they meet.
    pub fn taken_mean(&self, from: f64, to: f64, days: Option<f64>) -> f64 {
        let span = to - from;
        if !matches!(self, Profile::Oral { .. }) {
            return self.mean(from, to);
        }
        if span <= 1e-12 {
            return self.taken_level(from, days);
        }
        (self.taken_integral(to, days) - self.taken_integral(from, days)) / span
    }

    fn taken_integral(&self, t: f64, days: Option<f64>) -> f64 {
        let oral = self.oral();
        let Some((doses, last)) = oral.doses_by(t, days) else {
            return 0.0;
        };
        let part = |rate: f64| (doses - oral.remains(rate, t - last, doses)) / rate;
        oral.interval * (part(oral.elimination) - part(oral.absorption)) * oral.scale
    }

    /// Days after which less than a millionth is left of what was taken; `None` where it does not go by itself.
    pub fn gone_after(&self) -> Option<f64> {
        match *self {
            Profile::Steady | Profile::Decay { .. } => None,
            Profile::Oral {
                half_life,
                absorption_half_life,
                ..
            } => Some(20.0 * (half_life + absorption_half_life)),
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

    /// Whether it falls until the medium is fresh again.
    pub fn fades(&self) -> bool {
        matches!(self, Profile::Decay { .. })
    }

    /// Days between oral doses.
    pub fn interval(&self) -> Option<f64> {
        match *self {
            Profile::Steady | Profile::Decay { .. } => None,
            Profile::Oral { interval, .. } => Some(interval),
        }
    }

    /// Days after an oral dose by which most of it has been absorbed.
    pub fn rise(&self) -> f64 {
        match *self {
            Profile::Steady | Profile::Decay { .. } => 0.0,
            Profile::Oral {
                absorption_half_life, ..
            } => 3.0 * absorption_half_life,
        }
    }

    /// Whether oral doses that have been taken for `days` have done so for so many half-lives.
    pub fn built_up(&self, days: f64, half_lives: f64) -> bool {
        match *self {
            Profile::Steady | Profile::Decay { .. } => true,
            Profile::Oral {
                half_life,
                absorption_half_life,
                ..
            } => days >= half_lives * half_life.max(absorption_half_life),
        }
    }

    /// Days, whole intervals between doses, in which oral doses build up for so many half-lives; 0 of others.
    pub fn building_up(&self, half_lives: f64) -> f64 {
        match *self {
            Profile::Steady | Profile::Decay { .. } => 0.0,
            Profile::Oral {
                half_life,
                absorption_half_life,
                interval,
            } => interval * (1.0 + libm::floor(half_lives * half_life.max(absorption_half_life) / interval)),
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

/// How a concentration in plasma compares with a nominal dose in medium.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "by")]
pub enum Plasma {
    /// By what was measured: plasma holds the drug back so many times as much as medium.
    Shift {
        /// Dose in plasma over dose in medium that have the same effect.
        fold: f64,
    },
    /// By the drug that is free.
    Free {
        /// Unbound share in plasma, 0 to 1.
        in_plasma: f64,
        /// Unbound share in medium, 0 to 1.
        in_medium: f64,
    },
}

impl Plasma {
    /// By the free drug, in medium with this share of serum.
    pub fn free(in_plasma: f64, serum: f64) -> Self {
        Plasma::Free {
            in_plasma,
            in_medium: free_in_medium(in_plasma, serum),
        }
    }

    /// By which rule the two are compared.
    pub fn rule(self) -> &'static str {
        match self {
            Plasma::Shift { .. } => "over the measured shift from medium to plasma",
            Plasma::Free { .. } => "as free drug in medium",
        }
    }

    /// The nominal dose in medium that does as much as this concentration in plasma.
    pub fn in_medium(self, plasma: f64) -> f64 {
        match self {
            Plasma::Shift { fold } => plasma / fold,
            Plasma::Free { in_plasma, in_medium } => plasma * in_plasma / in_medium,
        }
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

    /// How many doses have been taken by `t` days after the first one, and the day of the last of them, where
    /// doses are taken for `days`; `None` before the first.
    fn doses_by(&self, t: f64, days: Option<f64>) -> Option<(f64, f64)> {
        let most = days.map_or(f64::INFINITY, |days| libm::ceil(days / self.interval - 1e-9));
        let doses = (libm::floor(t / self.interval) + 1.0).min(most);
        (t >= 0.0 && doses >= 1.0).then_some((doses, (doses - 1.0) * self.interval))
    }

    /// `sum e^(-k (t + i interval))` over so many doses, the last of them `t` days ago.
    fn remains(&self, rate: f64, t: f64, doses: f64) -> f64 {
        self.term(rate, t) * -libm::expm1(-rate * doses * self.interval)
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
    fn doses_build_up_and_wash_out() {
        let profile = Profile::Oral {
            half_life: 2.0,
            absorption_half_life: 0.1,
            interval: 1.0,
        };
        // The sum over doses, written out.
        let (out, into) = (std::f64::consts::LN_2 / 2.0, std::f64::consts::LN_2 / 0.1);
        let one = |t: f64| {
            if t < 0.0 {
                0.0
            } else {
                out * into / (into - out) * (libm::exp(-out * t) - libm::exp(-into * t))
            }
        };
        for (t, days, doses) in [
            (0.5, None, 1),
            (6.3, None, 7),
            (6.3, Some(4.0), 4),
            (30.0, Some(3.5), 4),
        ] {
            let sum: f64 = (0..doses).map(|i| one(t - f64::from(i))).sum();
            assert!((profile.taken_level(t, days) - sum).abs() < 1e-12, "{t} {days:?}");
            let fine: f64 = (0..4000)
                .map(|i| profile.taken_level(t * (f64::from(i) + 0.5) / 4000.0, days))
                .sum();
            let mean = profile.taken_mean(0.0, t, days);
            assert!((fine / 4000.0 - mean).abs() < 1e-5, "{t} {days:?}: {mean}");
        }
        // Steady state after many half-lives, nothing after as many without.
        assert!((profile.taken_level(60.4, None) - profile.level(0.4)).abs() < 1e-8);
        assert_eq!(profile.taken_level(-0.1, None), 0.0);
        let gone = profile.gone_after().expect("it is eliminated");
        assert!(profile.taken_level(10.0 + gone, Some(10.0)) < 1e-5);
        // All that was taken passes through: the integral is one interval's mean per dose.
        assert!((profile.taken_integral(500.0, Some(10.0)) - 10.0).abs() < 1e-9);
    }

    #[test]
    fn diluted_protein_frees_drug() {
        // 1% free in plasma: 1 / (1 + 0.1 * 99) in a tenth of the protein; all of it where there is none.
        assert!((free_in_medium(0.01, 0.1) - 0.09174311926605505).abs() < 1e-12);
        assert_eq!((free_in_medium(0.3, 0.0), free_in_medium(1.0, 0.1)), (1.0, 1.0));
        assert!((free_in_medium(0.3, 1.0) - 0.3).abs() < 1e-12);
    }
}
