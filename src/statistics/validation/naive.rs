//! Predictors that know next to nothing.

use super::category::Category;
use serde::{Deserialize, Serialize};

/// A predictor that needs no simulation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Naive {
    /// Every category alike.
    Uniform,
    /// In proportion to how often each arises.
    Supply,
    /// In proportion to one over its rank by IC50.
    PotencyRank,
}

/// All of them.
pub const NAIVE: [Naive; 3] = [Naive::Uniform, Naive::Supply, Naive::PotencyRank];

impl Naive {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Naive::Uniform => "all alike",
            Naive::Supply => "supply alone",
            Naive::PotencyRank => "rank of the IC50 alone",
        }
    }

    /// Shares of categories; none where it says nothing of one of them.
    pub fn shares(self, categories: &[Category]) -> Option<Vec<f64>> {
        let of = |category: &Category| match self {
            Naive::Uniform => Some(1.0),
            Naive::Supply => category.supply,
            Naive::PotencyRank => category.potency_rank.map(|rank| 1.0 / rank),
        };
        let all: Vec<f64> = categories.iter().map(of).collect::<Option<_>>()?;
        let sum: f64 = all.iter().sum();
        (sum > 0.0).then(|| all.into_iter().map(|one| one / sum).collect())
    }
}
