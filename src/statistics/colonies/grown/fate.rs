//! What becomes of one founder.

use crate::model::plain::BirthDeath;

/// What becomes of one founder by a later day, through any rates and passages: with f(z) the generating function of its
/// clone, 1 - f(z) = 1 / (fall / (1 - z) + turn), a geometric size beside a chance of none (Kendall 1948,
/// doi:10.1214/aoms/1177730285).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Fate {
    /// One over the mean size.
    pub fall: f64,
    /// How much births have spread it.
    pub turn: f64,
}

impl Fate {
    /// A founder as it is.
    pub const SAME: Self = Self { fall: 1.0, turn: 0.0 };

    /// Of some days at constant rates.
    pub fn over(rates: BirthDeath, days: f64) -> Self {
        let grown = (rates.birth - rates.death) * days;
        let span = match grown.abs() < 1e-12 {
            true => days,
            false => -libm::expm1(-grown) / (rates.birth - rates.death),
        };
        Self {
            fall: libm::exp(-grown),
            turn: rates.birth * span,
        }
    }

    /// Of being kept with this probability.
    pub fn kept(share: f64) -> Self {
        Self {
            fall: 1.0 / share,
            turn: 0.0,
        }
    }

    /// And then.
    pub fn then(self, later: Self) -> Self {
        Self {
            fall: self.fall * later.fall,
            turn: self.turn + self.fall * later.turn,
        }
    }

    /// Probability that anything is left.
    pub fn alive(self) -> f64 {
        1.0 / (self.fall + self.turn)
    }

    /// Ratio of the geometric law of what is left: of n + 1 over n.
    pub fn again(self) -> f64 {
        self.turn / (self.fall + self.turn)
    }

    /// Variance of what is left of one founder, over its squared mean.
    pub fn spread(self) -> f64 {
        2.0 * self.turn + self.fall - 1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two stretches are one; a passage leaves what binomial sampling of a geometric size does.
    #[test]
    fn stretches_and_passages_compose() {
        let rates = BirthDeath { birth: 0.9, death: 0.3 };
        let (whole, parts) = (
            Fate::over(rates, 3.0),
            Fate::over(rates, 1.2).then(Fate::over(rates, 1.8)),
        );
        assert!((whole.fall / parts.fall - 1.0).abs() < 1e-14 && (whole.turn / parts.turn - 1.0).abs() < 1e-14);
        // Without death the size is geometric from 1 with mean m; kept with p, some are left with p m / (1 - p + p m).
        let (mean, share) = (libm::exp(2.0), 0.2);
        let grown = Fate::over(BirthDeath { birth: 1.0, death: 0.0 }, 2.0).then(Fate::kept(share));
        let known = share * mean / (1.0 - share + share * mean);
        assert!((grown.alive() - known).abs() < 1e-14);
        assert!((grown.alive() / (1.0 - grown.again()) - share * mean).abs() < 1e-12);
    }
}
