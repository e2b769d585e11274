//! Who is alive: cell counts per compartment, and what the engines need to know about each kind.

use crate::random::Generator;
use crate::units::MAX_CELLS;

/// A cell kind: one genotype in one state, or one plain type. Kinds are numbered by the [`World`].
pub type Kind = u32;

/// Cell counts. A compartment is one kind within one lineage (or pool); its index is its name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Population {
    /// Kind of each compartment.
    pub kinds: Vec<Kind>,
    /// Cells of each compartment.
    pub cells: Vec<u64>,
}

impl Population {
    /// Adds a compartment and returns its index.
    pub fn add(&mut self, kind: Kind, cells: u64) -> usize {
        self.kinds.push(kind);
        self.cells.push(cells);
        self.cells.len() - 1
    }

    /// All living cells, at most 2^53.
    pub fn total(&self) -> u64 {
        self.cells
            .iter()
            .fold(0u64, |sum, &n| sum.saturating_add(n))
            .min(MAX_CELLS)
    }

    /// Living cells of one kind.
    pub fn of_kind(&self, kind: Kind) -> u64 {
        self.kinds
            .iter()
            .zip(&self.cells)
            .filter(|(k, _)| **k == kind)
            .map(|(_, n)| n)
            .sum()
    }

    /// Keeps each cell with probability `keep` (a passage). Cells kept and discarded add up.
    pub fn sample(&mut self, rng: &mut Generator, keep: f64) {
        if keep >= 1.0 {
            return;
        }
        for n in &mut self.cells {
            *n = crate::sampling::binomial(rng, *n, keep);
        }
    }
}

/// Rates of a kind in the current interval, per cell per day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KindRates {
    /// All divisions, those that found a mutant included; without crowding.
    pub birth: f64,
    /// All deaths.
    pub death: f64,
    /// Probability per division that one daughter is a mutant (sum over channels).
    pub mutation: f64,
    /// Probability per division that both daughters are of other kinds (sum over conversions).
    pub converting: f64,
    /// Total rate of switching to another kind.
    pub switching: f64,
}

impl KindRates {
    /// Net growth.
    pub fn growth(&self) -> f64 {
        self.birth - self.death
    }

    /// Rate at which a cell is lost to other kinds.
    pub fn leaving(&self) -> f64 {
        self.switching + self.birth * self.converting
    }
}

/// A single rate or probability of running sums.
pub fn single(cumulative: &[f64], i: usize) -> f64 {
    cumulative[i] - if i == 0 { 0.0 } else { cumulative[i - 1] }
}

/// All of them.
pub fn singles(cumulative: &[f64]) -> impl Iterator<Item = f64> {
    (0..cumulative.len()).map(|i| single(cumulative, i))
}

/// Pooled channels with at least this probability per division may be split off where they bring
/// many founders.
pub const FREQUENT: f64 = 1e-4;

/// What the engines ask about the kinds, and tell about foundings. One implementation bypasses the
/// knowledge base (plain types), another makes genotypes on demand.
pub trait World {
    /// Rates in the current interval.
    fn rates(&self, kind: Kind) -> KindRates;
    /// Makes the rates those of the days `from` to `to` (their means where they vary in time).
    fn prepare(&mut self, _population: &Population, _from: f64, _to: f64) {}
    /// Longest step from `day` on over which rates that vary in time may be taken as constant.
    fn steady_for(&self, _day: f64) -> f64 {
        f64::INFINITY
    }
    /// Longest step from `day` on over which rates that vary in time may be replaced by their means, with a relative
    /// error below `tolerance` in what the step brings.
    fn averaged_for(&self, day: f64, _tolerance: f64) -> f64 {
        self.steady_for(day)
    }
    /// Cumulative probabilities per division of the kind's mutation channels, rare ones first.
    fn channels(&self, kind: Kind) -> &[f64];
    /// How many of the channels are rare (tracked, or below [`FREQUENT`] per division).
    fn rare_channels(&self, kind: Kind) -> usize;
    /// Probability per division of the rare channels together.
    fn rare_mutation(&self, kind: Kind) -> f64 {
        match self.rare_channels(kind) {
            0 => 0.0,
            n => self.channels(kind)[n - 1],
        }
    }
    /// Kinds that a living cell may switch to and the cumulative rates per day.
    fn switches(&self, kind: Kind) -> (&[Kind], &[f64]);
    /// Kinds of the mutants by each channel of a kind, where they are known beforehand; else none.
    fn mutants(&self, _kind: Kind) -> &[Kind] {
        &[]
    }
    /// Registers `founders` mutants by `channel` from a mother in compartment `from` at day `at`;
    /// returns the compartment that takes them (it may be new). Counts are added by the engine.
    fn found(&mut self, population: &mut Population, from: usize, channel: usize, at: f64, founders: u64) -> usize;
    /// Whether founders of a channel share a compartment.
    fn pooled(&self, kind: Kind, channel: usize) -> bool;
    /// Largest birth rate and largest net growth per day among all kinds that may appear in the
    /// current interval; bounds what a step may bring.
    fn ceiling(&self) -> (f64, f64);
    /// Largest net growth or decline per day among the same kinds; bounds what changes within a step.
    fn steepest(&self) -> f64 {
        self.ceiling().0
    }
    /// The compartment that takes a cell of compartment `from` that switched to kind `to`.
    fn switched(&mut self, population: &mut Population, from: usize, to: Kind) -> usize;
    /// Pairs of kinds that both daughters of a division may become, and the cumulative probabilities per division.
    fn conversions(&self, _kind: Kind) -> (&[[Kind; 2]], &[f64]) {
        (&[], &[])
    }
    /// Registers that divisions in compartment `from` brought forth a pair, so many times; returns the compartments
    /// that take the daughters. Counts are changed by the engine.
    fn converted(&mut self, _population: &mut Population, from: usize, _conversion: usize, _times: u64) -> [usize; 2] {
        [from; 2]
    }
}

/// What shapes growth besides the kinds' rates.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Crowding {
    /// Carrying capacity, cells; `None` is unlimited.
    pub capacity: Option<f64>,
}

impl Crowding {
    /// Birth rate when the total is `cells`: `b - max(0, b-d) N/C`, not below 0, so that at the
    /// plateau births equal deaths and kinds that shrink anyway are left alone.
    #[inline]
    pub fn birth(&self, birth: f64, death: f64, cells: f64) -> f64 {
        match self.capacity {
            None => birth,
            Some(capacity) => (birth - (birth - death).max(0.0) * cells / capacity).max(0.0),
        }
    }
}
