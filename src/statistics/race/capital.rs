//! A bet against a mean that is not above 0: its capital is a test that holds at every look.

/// Stakes, as parts of all that could be lost: the best is not known, so the capital is spread over them.
const STAKES: [f64; 8] = [0.9, 0.6, 0.4, 0.2, 0.1, 0.05, 0.02, 0.01];

/// Capital beyond which nothing more has to be shown.
const ENOUGH: f64 = 1e30;

/// The capital of a bet on values in [-1, 1]: 1 at the start, and a nonnegative supermartingale as long as their mean, given
/// those before, is at most 0. So it ever reaches 1/a with a probability of at most a (Ville 1939), however often one looks
/// and whatever the values' law. Betting on bounded means: Waudby-Smith and Ramdas 2024, doi 10.1093/jrsssb/qkad009.
#[derive(Debug, Clone, Copy)]
pub struct Capital {
    on: [f64; STAKES.len()],
    most: f64,
}

impl Default for Capital {
    /// Before any bet.
    fn default() -> Self {
        Self {
            on: [1.0; STAKES.len()],
            most: 1.0,
        }
    }
}

impl Capital {
    /// Bets on the next value.
    pub fn bet(&mut self, value: f64) {
        debug_assert!(value.abs() <= 1.0 + 1e-9);
        if self.most >= ENOUGH {
            return;
        }
        for (capital, stake) in self.on.iter_mut().zip(STAKES) {
            *capital *= 1.0 + stake * value;
        }
        self.most = self.most.max(self.on.iter().sum::<f64>() / STAKES.len() as f64);
    }

    /// The most that it ever was.
    pub fn most(&self) -> f64 {
        self.most
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, stream};
    use crate::sampling::uniform;

    /// Fair bets on values of three laws reach twenty times the stake in at most 1 of 20 sequences of 2,000 (that many or fewer
    /// of 4,000: the count of a binomial with p = 0.05 is above 290 with a probability below 1e-6). Unfair ones all do.
    #[test]
    fn a_fair_bet_rarely_wins_at_any_look() {
        let laws: [fn(f64) -> f64; 3] = [
            |u| if u < 0.5 { 1.0 } else { -1.0 },
            |u| if u < 0.1 { 0.9 } else { -0.1 },
            |u| if u < 0.9 { 0.1 } else { -0.9 },
        ];
        for (law, draw) in laws.iter().enumerate() {
            let mut won = 0;
            for sequence in 0..4_000 {
                let mut rng = stream(law as u64, sequence, Purpose::Resample);
                let mut capital = Capital::default();
                (0..2_000).for_each(|_| capital.bet(draw(uniform(&mut rng))));
                won += u32::from(capital.most() >= 20.0);
            }
            assert!(won <= 290, "{law}: {won}");
        }
        let mut capital = Capital::default();
        (0..200).for_each(|i| capital.bet(if i % 3 == 0 { -0.4 } else { 0.4 }));
        assert!(capital.most() > 20.0, "{}", capital.most());
    }
}
