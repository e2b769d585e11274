//! Closed-form laws of a linear birth-death process with constant rates, and of the same process
//! stopped at its first marked event (a mutation or a switch).
//!
//! With birth rate `b`, death rate `d` and event rate `k`, per cell:
//! `D = sqrt((b+d+k)^2 - 4bd)`, `F = exp(-D t)`, `phi = (1-F)/D`, `q = phi (b+d+k) + 1 + F`.
//! For one founder, on the paths without an event until `t`:
//! P(extinct) = `2 d phi / q`; P(n cells) = `c eta^(n-1)` with `c = 4F/q^2`, `eta = 2 b phi / q`.
//! P(an event by t) = `2 k phi / (1 + F + phi (d+k-b))`.
//! For `k = 0` this is Kendall (1948, doi:10.1214/aoms/1177730285). All complements are computed
//! without cancellation, since a population of 1e13 cells sees a probability of 1e-13.

use crate::sampling::Geometric;

/// Rates of a linear birth-death process with marked events, per cell per day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Branching {
    /// Birth rate b.
    pub birth: f64,
    /// Death rate d.
    pub death: f64,
    /// Rate of the marked events that the process is stopped at.
    pub event: f64,
    /// `D` of the module docs.
    root: f64,
    /// `1 - a/D` and `1 + a/D` with `a = b - d - k`, without cancellation.
    one_minus_slope: f64,
    one_plus_slope: f64,
}

/// The law of one founder's family after a given time (see the module docs).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Transition {
    /// P(extinct, no event).
    pub extinct: f64,
    /// P(alive, no event).
    pub alive: f64,
    /// P(an event happened).
    pub event: f64,
    /// Cells beyond the first, given alive and no event.
    pub extra: Geometric,
}

impl Branching {
    /// Rates must be finite and not negative.
    pub fn new(birth: f64, death: f64, event: f64) -> Self {
        debug_assert!(birth >= 0.0 && death >= 0.0 && event >= 0.0);
        let a = birth - death - event;
        let root = libm::sqrt(a * a + 4.0 * birth * event);
        // (D-a)(D+a) = 4bk gives the small one of D-a and D+a without cancellation.
        let (one_minus_slope, one_plus_slope) = if root == 0.0 {
            (1.0, 1.0)
        } else {
            let large = root + a.abs();
            let small = 4.0 * birth * event / large;
            if a > 0.0 {
                (small / root, large / root)
            } else {
                (large / root, small / root)
            }
        };
        Self {
            birth,
            death,
            event,
            root,
            one_minus_slope,
            one_plus_slope,
        }
    }

    /// Net growth per day of the unmarked process.
    pub fn growth(&self) -> f64 {
        self.birth - self.death
    }

    /// `F` and `phi` of the module docs.
    #[inline]
    fn decay(&self, t: f64) -> (f64, f64) {
        let x = self.root * t;
        if x > 0.5 {
            let f = libm::exp(-x);
            (f, (1.0 - f) / self.root)
        } else if x > 1e-12 {
            let e = libm::expm1(-x);
            (1.0 + e, -e / self.root)
        } else {
            (1.0 - x, t)
        }
    }

    /// `1 + F + phi (d+k-b)`, the numerator of 1 - eta.
    #[inline]
    fn eta_complement(&self, f: f64) -> f64 {
        self.one_minus_slope + f * self.one_plus_slope
    }

    /// The law after `t` days.
    #[inline]
    pub fn after(&self, t: f64) -> Transition {
        let (f, phi) = self.decay(t);
        self.law(f, phi)
    }

    /// The law given `F` and `phi`.
    #[inline]
    fn law(&self, f: f64, phi: f64) -> Transition {
        let q = phi * (self.birth + self.death + self.event) + 1.0 + f;
        let complement = self.eta_complement(f);
        Transition {
            extinct: 2.0 * self.death * phi / q,
            alive: 4.0 * f / (q * complement),
            event: 2.0 * self.event * phi / complement,
            extra: Geometric {
                eta: 2.0 * self.birth * phi / q,
                one_minus_eta: complement / q,
            },
        }
    }

    /// Day of the first event among the families of `founders` cells, and the law of a family until
    /// then, where `log_u` is the natural logarithm of a uniform draw; `None` where no event ever
    /// happens (all families die out first) or none before `limit` days.
    #[inline]
    pub fn first_event(&self, founders: u64, log_u: f64, limit: f64) -> Option<(f64, Transition)> {
        if self.event <= 0.0 {
            return None;
        }
        let h = one_minus_exp(log_u / founders as f64);
        // h (1 + F - a phi) = 2 k phi, solved for (1-F)/(1+F) = tanh(D t / 2).
        let a = self.birth - self.death - self.event;
        let denominator = 2.0 * self.event + a * h;
        let half_phi = h / denominator;
        let tanh = half_phi * self.root;
        if denominator <= 0.0 || tanh >= 1.0 {
            return None;
        }
        let day = 2.0 * half_phi * atanh_over(tanh);
        if day >= limit {
            return None;
        }
        let f = (1.0 - tanh) / (1.0 + tanh);
        Some((day, self.law(f, 2.0 * half_phi / (1.0 + tanh))))
    }

    /// Day of extinction of all families of `founders` cells, given that they are extinct without
    /// an event by day `t`; `log_u` is the logarithm of a uniform draw.
    pub fn extinction_day(&self, founders: u64, t: f64, log_u: f64) -> f64 {
        let by_t = self.after(t).extinct;
        let x = by_t * libm::exp(log_u / founders as f64);
        let denominator = 2.0 * self.death - x * (self.birth + self.death + self.event);
        let tanh = x * self.root / denominator;
        if denominator <= 0.0 || tanh >= 1.0 {
            return t;
        }
        (2.0 * x / denominator * atanh_over(tanh)).clamp(0.0, t)
    }
}

/// `1 - e^x` for x <= 0 without cancellation; a short series where x is small.
#[inline]
fn one_minus_exp(x: f64) -> f64 {
    if x > -1e-5 {
        -x * (1.0 + x * (0.5 + x / 6.0))
    } else {
        -libm::expm1(x)
    }
}

/// `atanh(x) / x` for x in [0, 1); a short series where x is small.
#[inline]
fn atanh_over(x: f64) -> f64 {
    if x < 1e-2 {
        let y = x * x;
        1.0 + y * (1.0 / 3.0 + y * (1.0 / 5.0 + y * (1.0 / 7.0 + y / 9.0)))
    } else {
        0.5 * libm::log1p(2.0 * x / (1.0 - x)) / x
    }
}

/// `(e^(g t) - 1) / g`, the integral of `e^(g s)` from 0 to `t`; `t` where `g` is 0.
#[inline]
pub fn growth_integral(g: f64, t: f64) -> f64 {
    let x = g * t;
    if x.abs() < 1e-9 {
        t * (1.0 + 0.5 * x)
    } else {
        libm::expm1(x) / g
    }
}

/// Days until [`growth_integral`] of growth `g` reaches `integral`; infinite where it never does.
#[inline]
pub fn growth_time(g: f64, integral: f64) -> f64 {
    let x = g * integral;
    if x <= -1.0 {
        f64::INFINITY
    } else if x.abs() < 1e-9 {
        integral * (1.0 - 0.5 * x)
    } else {
        libm::log1p(x) / g
    }
}

/// Variance of one founder's family after `t` days (Bailey 1964): `(b+d)/(b-d) E (E-1)`, `E = e^((b-d)t)`.
#[inline]
pub fn family_variance(birth: f64, death: f64, t: f64) -> f64 {
    let g = birth - death;
    (birth + death) * libm::exp(g * t) * growth_integral(g, t)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() <= 1e-9 * b.abs().max(1e-300)
    }

    #[test]
    fn kendall_constants() {
        let t = Branching::new(0.8, 0.2, 0.0).after(5.0);
        assert!(close(t.extinct, 0.24054726873660712));
        assert!(close(t.extra.eta, 0.9621890749464285));
        assert!(close(t.alive + t.extinct, 1.0));
        let critical = Branching::new(0.5, 0.5, 0.0).after(4.0);
        assert!(close(critical.extinct, 2.0 / 3.0) && close(critical.extra.eta, 2.0 / 3.0));
    }

    #[test]
    fn probabilities_sum_to_one() {
        for (b, d, k) in [
            (0.7, 0.2, 1e-6),
            (0.3, 0.6, 0.1),
            (0.0, 0.5, 0.01),
            (0.5, 0.5, 0.3),
            (0.7, 0.0, 0.02),
            (0.0, 0.0, 0.1),
        ] {
            for t in [1e-7, 0.1, 1.0, 30.0] {
                let law = Branching::new(b, d, k).after(t);
                assert!(
                    close(law.extinct + law.alive + law.event, 1.0),
                    "{b} {d} {k} {t}: {law:?}"
                );
                assert!(close(law.extra.eta + law.extra.one_minus_eta, 1.0));
            }
        }
    }

    #[test]
    fn no_mutant_in_pure_birth() {
        // One founder, pure birth 1 per day, U = 1e-3, 8 days: mothers grow at b(1-U), events at bU.
        let law = Branching::new(0.999, 0.0, 0.001).after(8.0);
        assert!((1.0 - law.event - 0.2513).abs() < 5e-5, "{}", 1.0 - law.event);
    }

    #[test]
    fn first_event_inverts_its_law() {
        for (b, d, k, n) in [
            (0.7, 0.2, 1e-6, 1000u64),
            (0.3, 0.6, 1e-4, 100_000),
            (0.5, 0.5, 1e-3, 10),
            (0.0, 0.4, 0.2, 3),
        ] {
            let process = Branching::new(b, d, k);
            for t in [0.01, 0.5, 3.0, 20.0] {
                let event = process.after(t).event;
                let log_u = n as f64 * (-event).ln_1p();
                let (day, law) = process.first_event(n, log_u, 1e3).unwrap();
                assert!((day - t).abs() < 1e-6 * t, "{b} {d} {k}: {day} against {t}");
                let same = process.after(day);
                assert!(close(law.extinct, same.extinct) && close(law.alive, same.alive));
                assert!(close(law.event, same.event) && close(law.extra.one_minus_eta, same.extra.one_minus_eta));
                assert!(process.first_event(n, log_u, 0.9 * t).is_none());
            }
        }
        assert_eq!(Branching::new(0.3, 0.6, 1e-6).first_event(1, 1e-3f64.ln(), 1e9), None);
    }

    #[test]
    fn extinction_day_inverts_its_law() {
        let process = Branching::new(0.3, 0.6, 0.0);
        let (n, t) = (50u64, 12.0);
        let by = |s: f64| process.after(s).extinct.powi(50);
        let day = process.extinction_day(n, t, (by(5.0) / by(t)).ln());
        assert!((day - 5.0).abs() < 1e-6);
    }
}
