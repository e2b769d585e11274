//! Which values a move draws afresh from their prior.
//!
//! A step from where a particle stands takes many moves to forget it where many values are free, and particles that were drawn
//! twice stay near each other: their spread shrinks in values that no datum depends on. A value that is drawn from its prior has
//! forgotten all at once, and where the likelihood does not turn on it nothing is lost. Which values those are is learned on
//! the way: moves that draw such a value afresh are no worse than others.

use crate::random::Generator;
use crate::sampling::uniform;

/// Of fewer values a random walk forgets fast enough.
const FEWEST: usize = 3;
/// Share of moves that draw nothing afresh.
const NONE: f64 = 1.0 / 3.0;
/// Logarithms of odds stay within this of even ones.
const MOST: f64 = 3.0;
/// What a batch adds to the logarithm of the odds, and how much of it for each standard error by which its moves are better.
const TOWARDS: (f64, f64) = (0.3, 0.5);

/// The odds of each value to be drawn afresh.
#[derive(Debug, Clone)]
pub(super) struct Fresh {
    log_odds: Vec<f64>,
}

impl Fresh {
    pub fn new(dims: usize) -> Self {
        Self {
            log_odds: vec![0.0; dims],
        }
    }

    /// The values that a move draws afresh.
    pub fn pick(&self, rng: &mut Generator) -> Vec<bool> {
        if self.log_odds.len() < FEWEST {
            return vec![false; self.log_odds.len()];
        }
        let none = uniform(rng) < NONE;
        let odds = self.log_odds.iter().map(|log| 1.0 / (1.0 + libm::exp(-log)));
        odds.map(|chance| uniform(rng) < chance && !none).collect()
    }

    /// Learns from moves, by how much each changed the log likelihood: the ranks of those that drew a value afresh among all
    /// (Wilcoxon).
    pub fn learn(&mut self, moves: &[&[bool]], changes: &[f64]) {
        let ranks = middle_ranks(changes);
        let all = ranks.len() as f64;
        for (value, log) in self.log_odds.iter_mut().enumerate() {
            let with = moves.iter().zip(&ranks).filter(|(fresh, _)| fresh[value]);
            let (n, sum) = with.fold((0.0, 0.0), |(n, sum), (_, rank)| (n + 1.0, sum + rank));
            if n < 1.0 || n >= all {
                continue;
            }
            let off = sum / n - 0.5 * (all - 1.0);
            let error = libm::sqrt((all + 1.0) * (all - n) / (12.0 * n));
            *log = (*log + TOWARDS.0 + TOWARDS.1 * off / error).clamp(-MOST, MOST);
        }
    }
}

/// Ranks from 0; equal numbers share the middle of theirs.
fn middle_ranks(numbers: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..numbers.len()).collect();
    order.sort_by(|a, b| numbers[*a].total_cmp(&numbers[*b]));
    let mut ranks = vec![0.0; numbers.len()];
    let mut first = 0;
    for equal in order.chunk_by(|a, b| numbers[*a] == numbers[*b]) {
        let middle = first as f64 + 0.5 * (equal.len() as f64 - 1.0);
        equal.iter().for_each(|at| ranks[*at] = middle);
        first += equal.len();
    }
    ranks
}
