//! What was seen under one condition, by flask and plate.

use super::reads::Genome;
use super::stocks::SeenStock;
use crate::assay::sequencing::panel::Alteration;
use crate::engine::record::Outcome;
use crate::statistics::fit::{Colonies, Observation, ObservedEnd, counted_once};
use crate::statistics::worlds::WorldFlask;
use std::collections::BTreeMap;
use toml::Value;

/// A condition with its data.
#[derive(Debug, Clone, Default)]
pub(super) struct Condition {
    /// As the data call it; empty where there is but one.
    pub name: String,
    /// Keys of the scenario that are set under it.
    pub set: Vec<(String, Value)>,
    /// Its flasks, by name.
    pub flasks: BTreeMap<String, SeenFlask>,
    /// Cultures of a fluctuation test, in the order of their files.
    pub cultures: Vec<SeenCulture>,
    /// Its plates, by name.
    pub plates: BTreeMap<String, Vec<SeenWell>>,
    /// Stocks whose barcodes were read, by name.
    pub stocks: BTreeMap<String, SeenStock>,
    /// Changes that reads were counted of, as the data call them.
    pub changes: Vec<String>,
    /// Species of the scenario's line; empty in the plain form.
    pub species: String,
    /// Consecutive flasks of the scenario that are split from one stock; 0 or 1 where each has its own.
    pub arms: u64,
}

/// A flask.
#[derive(Debug, Clone, Default)]
pub(super) struct SeenFlask {
    pub counts: Vec<SeenCount>,
    pub fractions: Vec<SeenFraction>,
    pub end: Option<ObservedEnd>,
}

/// Cells that were counted.
#[derive(Debug, Clone)]
pub(super) struct SeenCount {
    /// Line of its file, from 1.
    pub line: usize,
    pub day: f64,
    /// Which cells, where not all.
    pub population: Option<String>,
    /// As many as were seen in the share.
    pub seen: u64,
    /// Share of the flask that was counted.
    pub share: f64,
}

/// A culture of a fluctuation test.
#[derive(Debug, Clone)]
pub(super) struct SeenCulture {
    /// Line of its file, from 1.
    pub line: usize,
    pub name: String,
    /// Which cells form the colonies, where the file says so.
    pub population: Option<String>,
    pub colonies: Colonies,
}

/// Reads of an allele.
#[derive(Debug, Clone)]
pub(super) struct SeenFraction {
    /// Line of its file, from 1.
    pub line: usize,
    pub day: f64,
    pub change: String,
    /// Its place among the changes of its condition.
    pub number: usize,
    pub mutated: u64,
    pub depth: u64,
    /// Share of reads that show it where it is not.
    pub misread: f64,
}

/// A well.
#[derive(Debug, Clone)]
pub(super) struct SeenWell {
    /// Line of its file, from 1.
    pub line: usize,
    /// None in a control well.
    pub drug: Option<String>,
    pub allele: Option<String>,
    pub dose: f64,
    pub days: f64,
    pub signal: f64,
}

impl SeenFlask {
    /// Numbers seen of it, but for its end: counts, then reads.
    pub fn observations(&self) -> Vec<Observation> {
        let counts = self.counts.iter().map(|count| Observation::Count(count.seen));
        let reads = self.fractions.iter().map(|fraction| Observation::Reads {
            mutated: fraction.mutated,
            depth: fraction.depth,
        });
        counts.chain(reads).collect()
    }
}

impl Condition {
    /// Days on which cells or alleles were looked at, rising, without day 0.
    pub fn days(&self) -> Vec<f64> {
        let of = |flask: &SeenFlask| -> Vec<f64> {
            let counts = flask.counts.iter().map(|count| count.day);
            counts
                .chain(flask.fractions.iter().map(|fraction| fraction.day))
                .collect()
        };
        let mut days: Vec<f64> = self.flasks.values().flat_map(of).filter(|day| *day > 0.0).collect();
        days.sort_by(f64::total_cmp);
        days.dedup();
        days
    }

    /// What its changes are in the line; none of one that the line cannot have.
    pub fn alterations(&self, genome: &Genome) -> Vec<Option<Alteration>> {
        self.changes.iter().map(|name| genome.change(name).ok()).collect()
    }

    /// Ends of its flasks, by the stock that they are of: each its own, all of one where there are no more of them than arms, else by
    /// their numbers, of which the first is 0 where there is such a flask, and 1 elsewhere.
    ///
    /// # Errors
    /// Names are no numbers, where it takes them to know.
    pub fn ends_by_stock(&self) -> Result<Vec<Vec<&ObservedEnd>>, String> {
        let ended = || {
            self.flasks
                .iter()
                .filter_map(|(name, flask)| Some((name, flask.end.as_ref()?)))
        };
        if self.arms < 2 {
            return Ok(ended().map(|(_, end)| vec![end]).collect());
        }
        if self.flasks.len() as u64 <= self.arms {
            return Ok(vec![ended().map(|(_, end)| end).collect()]);
        }
        let first = u64::from(!self.flasks.contains_key("0"));
        let mut stocks: BTreeMap<u64, Vec<&ObservedEnd>> = BTreeMap::new();
        for (name, end) in ended() {
            let number = name.parse::<u64>().ok().and_then(|number| number.checked_sub(first));
            let number = number.ok_or_else(|| {
                format!(
                    "{} flasks, of which {arms} are split from one stock: which are, {name} does not say\n  allowed: at most {arms} \
                     flasks under each condition, or flasks by their numbers, 1 to {arms} of the first stock",
                    self.flasks.len(),
                    arms = self.arms
                )
            })?;
            stocks.entry(number / self.arms).or_default().push(end);
        }
        Ok(stocks.into_values().collect())
    }

    /// Whether ends of flasks are among the data.
    pub fn has_ends(&self) -> bool {
        self.flasks.values().any(|flask| flask.end.is_some())
    }

    /// Of simulated flasks that stand for the observed ones: the ends of those whose end is among the data, as far as they would
    /// be known. One that had not ended was followed until it was seen last; those that had ended would have been as long as the
    /// last of these, where there is one.
    pub fn ends_of<'a>(&self, simulated: impl Iterator<Item = &'a WorldFlask>) -> Vec<WorldFlask> {
        let running = |end: &&ObservedEnd| end.outcome == Outcome::TimeOver;
        let ends = self.flasks.values().filter_map(|flask| flask.end.as_ref());
        let last = ends.filter(running).map(|end| end.day).reduce(f64::max);
        let followed_to = |end: &ObservedEnd| match running(&end) {
            true => end.day,
            false => last.map_or(f64::INFINITY, |last| last.max(end.day)),
        };
        let both = self.flasks.values().zip(simulated);
        both.filter_map(|(flask, end)| Some(end.until(followed_to(flask.end.as_ref()?))))
            .collect()
    }

    /// Whether chance has to be simulated at all.
    pub fn is_simulated(&self) -> bool {
        self.has_flasks() || self.has_barcodes()
    }

    /// Whether barcodes are among its data.
    pub fn has_barcodes(&self) -> bool {
        !self.stocks.is_empty()
    }

    /// Whether flasks were followed.
    pub fn has_flasks(&self) -> bool {
        !self.flasks.is_empty()
    }

    /// Whether a well holds other cells than the line's unaltered ones.
    pub fn has_altered_wells(&self) -> bool {
        self.plates.values().flatten().any(|well| well.allele.is_some())
    }

    /// Colonies of all cultures.
    pub fn colonies(&self) -> Vec<Colonies> {
        self.cultures.iter().map(|culture| culture.colonies).collect()
    }

    /// Cultures by name with the cells that were counted of each; one number that all state was counted once, of none of
    /// them.
    pub fn final_cells(&self) -> Vec<(&str, f64)> {
        match counted_once(&self.colonies()) {
            Some(cells) => vec![("", cells)],
            None => {
                let counted = |culture: &'_ SeenCulture| culture.colonies.cells;
                (self.cultures.iter())
                    .filter_map(|culture| Some((culture.name.as_str(), counted(culture)?)))
                    .collect()
            }
        }
    }

    /// Observations.
    pub fn observations(&self) -> usize {
        let of = |flask: &SeenFlask| flask.counts.len() + flask.fractions.len() + usize::from(flask.end.is_some());
        let cultures = self.cultures.len() + self.final_cells().len();
        let barcodes = self.stocks.values().map(SeenStock::observations).sum::<usize>();
        let wells = self.plates.values().map(Vec::len).sum::<usize>();
        self.flasks.values().map(of).sum::<usize>() + wells + cultures + barcodes
    }
}
