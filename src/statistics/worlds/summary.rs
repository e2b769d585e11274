//! What worlds say together.

use super::collect::{WorldFlask, WorldsAccumulator};
use super::influence::{FEWEST, Influence, Influences, Output, Question, influences};
use super::split::{Shares, Split};
use crate::engine::record::Outcome;
use crate::knowledge::Certainty;
use crate::model::biology::MechanismClass;
use crate::statistics::counts::share;
use crate::statistics::quantile::predictive_quantile;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Days at which the incidence over worlds is told.
const DAYS: usize = 60;

/// A mechanism class is asked about where so many of the resistant flasks are of it.
const WORTH_ASKING: f64 = 0.05;

/// The share of flasks to which something happens, over worlds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Outlook {
    /// Probability for a flask in a world that nobody knows.
    pub mean: f64,
    /// Standard error of that probability, from the number of worlds.
    pub error: f64,
    /// A world's own share: in 5% of the worlds it is smaller.
    pub low: f64,
    /// In a quarter.
    pub quarter: f64,
    /// In three quarters.
    pub three_quarters: f64,
    /// In 95%.
    pub high: f64,
    /// Share of the variance of a flask's outcome that comes from what is not known.
    pub knowledge: f64,
}

impl Outlook {
    /// The mean, and what nine of ten worlds lie between.
    pub fn nine_of_ten(&self) -> [f64; 3] {
        [self.mean, self.low, self.high]
    }

    /// How the share differs between worlds, and so what is predicted of a new experiment's flasks.
    pub fn shares(&self) -> Shares {
        let all = self.mean * (1.0 - self.mean);
        Shares::of(&Split {
            mean: self.mean,
            knowledge: self.knowledge * all,
            chance: (1.0 - self.knowledge) * all,
        })
    }

    /// Of a 0 or 1 of every world's flasks.
    pub fn of(worlds: &[Vec<f64>]) -> Self {
        let split = Split::of(worlds);
        let shares = Shares::of(&split);
        let n = worlds.iter().filter(|flasks| !flasks.is_empty()).count().max(1) as f64;
        let flasks = worlds.iter().map(Vec::len).sum::<usize>().max(1) as f64;
        Self {
            mean: split.mean,
            error: libm::sqrt((split.knowledge.max(0.0) + split.chance * n / flasks) / n),
            low: shares.quantile(0.05),
            quarter: shares.quantile(0.25),
            three_quarters: shares.quantile(0.75),
            high: shares.quantile(0.95),
            knowledge: split.share(),
        }
    }
}

/// Quantiles of a quantity of flasks of all worlds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// Flasks that have it.
    pub flasks: u64,
    /// 5% quantile.
    pub low: f64,
    /// 25% quantile.
    pub quarter: f64,
    /// Median.
    pub median: f64,
    /// 75% quantile.
    pub three_quarters: f64,
    /// 95% quantile.
    pub high: f64,
    /// Share of the variance of the mean time within the experiment that comes from what is not known.
    pub knowledge: f64,
}

/// A class of mechanisms over worlds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClassOutlook {
    /// The class.
    pub class: MechanismClass,
    /// Among resistant flasks.
    pub share: Outlook,
    /// Worlds in which it leads; ties are shared.
    pub leads: f64,
}

/// Flasks resistant by a day.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct WorldDay {
    /// The day.
    pub day: f64,
    /// Of the flasks, see [`Outlook`].
    pub share: Outlook,
}

/// What worlds say together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WorldsSummary {
    /// Worlds drawn.
    pub worlds: u64,
    /// Flasks in each.
    pub flasks: u64,
    /// Worlds in which the experiment cannot be carried out as it is written; they are left out of everything else.
    pub refused: u64,
    /// Why, in the first of them.
    pub refused_why: Option<String>,
    /// Values that were drawn, or given by a table.
    pub values: u64,
    /// Those of them that a table gave, by themselves or by the score of their class; absent where none did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given: Option<u64>,
    /// Part of the variance that values have in common with their class.
    pub shared: f64,
    /// Values that are taken as exact, since they are stated without a range, with their numbers in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exact: Vec<String>,
    /// Flasks that become resistant.
    pub resistant: Outlook,
    /// Flasks that die out.
    pub extinct: Outlook,
    /// Flasks that are given up.
    pub given_up: Outlook,
    /// When resistant flasks are, days; absent where none is.
    pub days: Option<Spread>,
    /// Classes of dominant mechanisms, the most frequent first.
    pub classes: Vec<ClassOutlook>,
    /// Worlds with a resistant flask.
    pub with_leader: u64,
    /// Resistance by day.
    pub incidence: Vec<WorldDay>,
    /// Which unknown decides: those above chance, the largest first.
    pub leans: Vec<Lean>,
    /// Smallest index that these worlds can tell from chance, of the first question; absent where nothing varies.
    pub smallest: Option<f64>,
    /// Part of the variance (first question) that these leave: interaction, and influences too small to see.
    pub left: Option<f64>,
}

/// An input in words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Described {
    /// What it is.
    pub what: String,
    /// By which it is moved; absent for what a class has in common.
    pub key: Option<String>,
    /// The value with its unit; absent for a class.
    pub value: Option<String>,
    /// Its range; absent for a class.
    pub range: Option<String>,
    /// How sure the value is; absent for a class.
    pub certainty: Option<Certainty>,
    /// What would measure it; empty where nothing simple does.
    pub measure: String,
}

impl Described {
    /// `doubling time of H3122 (35 h)`.
    pub fn named(&self) -> String {
        match &self.value {
            Some(value) => format!("{} ({value})", self.what),
            None => self.what.clone(),
        }
    }
}

/// An unknown that decides, and how much.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lean {
    /// What it is.
    #[serde(flatten)]
    pub input: Described,
    /// The question that it decides most about.
    pub question: Question,
    /// Share of the variance that is not chance, 0 to 1.
    pub index: f64,
    /// Central 90% of resampled worlds.
    pub low: f64,
    /// See [`Self::low`].
    pub high: f64,
    /// Whether the answer rises with it.
    pub rises: bool,
}

/// What was drawn, for a summary.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn {
    /// Scores, a list per input with a score per world.
    pub scores: Vec<Vec<f64>>,
    /// The inputs in words.
    pub inputs: Vec<Described>,
    /// See [`WorldsSummary::exact`].
    pub exact: Vec<String>,
    /// See [`WorldsSummary::given`].
    pub given: Option<u64>,
    /// See [`WorldsSummary::shared`].
    pub shared: f64,
    /// End of the experiment, days.
    pub horizon: f64,
    /// Seed of permutations.
    pub seed: u64,
}

impl WorldsSummary {
    /// Classes that lead in half a world or more, the most frequent first; a world whose flasks are led by several counts in parts.
    pub fn leading(&self) -> Vec<&ClassOutlook> {
        let mut classes: Vec<&ClassOutlook> = self.classes.iter().filter(|class| class.leads >= 0.5).collect();
        classes.sort_by(|a, b| b.leads.total_cmp(&a.leads));
        classes
    }

    /// Flasks resistant by a day: the mean, and what nine of ten worlds lie between; on the line between the days that were
    /// looked at, after the end those of the end.
    pub fn by(&self, day: f64) -> Option<[f64; 3]> {
        let last = self.incidence.len().checked_sub(1)?;
        let after = self.incidence.iter().position(|one| one.day >= day).unwrap_or(last);
        let (before, after) = (&self.incidence[after.saturating_sub(1)], &self.incidence[after]);
        let part = match after.day > before.day {
            true => ((day - before.day) / (after.day - before.day)).min(1.0),
            false => 0.0,
        };
        let (before, after) = (before.share.nine_of_ten(), after.share.nine_of_ten());
        Some([0, 1, 2].map(|i| before[i] + part * (after[i] - before[i])))
    }
}

impl WorldsAccumulator {
    /// What all worlds say; `None` where the experiment can be carried out in none.
    pub fn finish(&self, drawn: &Drawn) -> Option<WorldsSummary> {
        let held: Vec<(usize, &Vec<WorldFlask>)> = self
            .worlds
            .iter()
            .enumerate()
            .filter_map(|(i, flasks)| Some((i, flasks.as_ref().ok()?)))
            .collect();
        let worlds = Worlds {
            flasks: held.iter().map(|(_, flasks)| flasks.as_slice()).collect(),
            horizon: drawn.horizon,
        };
        let first = worlds.flasks.first()?;
        let refused = self.worlds.iter().filter_map(|flasks| flasks.as_ref().err());
        let scores: Vec<Vec<f64>> = drawn
            .scores
            .iter()
            .map(|scores| held.iter().map(|(i, _)| scores[*i]).collect())
            .collect();
        let classes = worlds.classes();
        let Influences { shown, smallest, left } = influences(&scores, &worlds.outputs(&classes), drawn.seed);
        let lean = |one: Influence| Lean {
            input: drawn.inputs[one.input].clone(),
            question: one.question,
            index: one.index,
            low: one.low,
            high: one.high,
            rises: one.rises,
        };
        Some(WorldsSummary {
            worlds: self.worlds.len() as u64,
            flasks: first.len() as u64,
            refused: refused.clone().count() as u64,
            refused_why: refused.clone().next().cloned(),
            values: drawn.inputs.iter().filter(|input| input.key.is_some()).count() as u64,
            given: drawn.given,
            exact: drawn.exact.clone(),
            shared: drawn.shared,
            resistant: Outlook::of(&worlds.of(|flask| share(flask.is_resistant()))),
            extinct: Outlook::of(&worlds.of(|flask| share(flask.outcome == Outcome::Extinct))),
            given_up: Outlook::of(&worlds.of(|flask| share(flask.outcome == Outcome::GivenUp))),
            days: worlds.days(),
            with_leader: worlds
                .flasks
                .iter()
                .filter(|flasks| flasks.iter().any(|f| f.is_resistant()))
                .count() as u64,
            incidence: worlds.incidence(),
            leans: shown.into_iter().map(lean).collect(),
            smallest,
            left,
            classes,
        })
    }
}

/// Worlds in which the experiment was carried out.
struct Worlds<'a> {
    flasks: Vec<&'a [WorldFlask]>,
    horizon: f64,
}

impl Worlds<'_> {
    /// A quantity of every flask that has it.
    fn of(&self, quantity: impl Fn(&WorldFlask) -> Option<f64>) -> Vec<Vec<f64>> {
        let world = |flasks: &&[WorldFlask]| flasks.iter().filter_map(&quantity).collect();
        self.flasks.iter().map(world).collect()
    }

    /// Time to resistance within the experiment.
    fn restricted(&self) -> Vec<Vec<f64>> {
        self.of(|flask| Some(flask.restricted(self.horizon)))
    }

    fn days(&self) -> Option<Spread> {
        let mut days: Vec<f64> = self.of(|flask| flask.is_resistant().then_some(flask.day)).concat();
        days.sort_by(f64::total_cmp);
        let at = |p| predictive_quantile(&days, p);
        (!days.is_empty()).then(|| Spread {
            flasks: days.len() as u64,
            low: at(0.05),
            quarter: at(0.25),
            median: at(0.5),
            three_quarters: at(0.75),
            high: at(0.95),
            knowledge: Split::of(&self.restricted()).share(),
        })
    }

    fn classes(&self) -> Vec<ClassOutlook> {
        let mut leads: BTreeMap<MechanismClass, f64> = BTreeMap::new();
        for flasks in &self.flasks {
            let mut counts: BTreeMap<MechanismClass, u32> = BTreeMap::new();
            flasks
                .iter()
                .filter_map(|flask| flask.class)
                .for_each(|class| *counts.entry(class).or_default() += 1);
            let most = counts.values().copied().max().unwrap_or(0);
            let first: Vec<_> = counts.iter().filter(|(_, count)| **count == most).collect();
            for (class, _) in &first {
                *leads.entry(**class).or_default() += 1.0 / first.len() as f64;
            }
        }
        let outlook = |class: MechanismClass| Outlook::of(&self.of(|flask| share(flask.class? == class)));
        let mut classes: Vec<ClassOutlook> = leads
            .into_iter()
            .map(|(class, leads)| ClassOutlook {
                class,
                share: outlook(class),
                leads,
            })
            .collect();
        classes.sort_by(|a, b| b.share.mean.total_cmp(&a.share.mean));
        classes
    }

    fn incidence(&self) -> Vec<WorldDay> {
        let days = (0..=DAYS).map(|i| self.horizon * i as f64 / DAYS as f64);
        let share_by = |day: f64| Outlook::of(&self.of(|flask| share(flask.is_resistant_by(day))));
        days.map(|day| WorldDay {
            day,
            share: share_by(day),
        })
        .collect()
    }

    /// The answers about which influence is asked.
    fn outputs(&self, classes: &[ClassOutlook]) -> Vec<Output> {
        if self.flasks.len() < FEWEST {
            return Vec::new();
        }
        let output = |question: Question, worlds: Vec<Vec<f64>>| Output {
            question,
            knowledge: Split::of(&worlds).knowledge,
            values: worlds
                .iter()
                .map(|flasks| flasks.iter().sum::<f64>() / flasks.len().max(1) as f64)
                .collect(),
        };
        let whether = output(Question::Whether, self.of(|flask| share(flask.is_resistant())));
        let when = output(Question::When, self.restricted());
        let asked = classes
            .iter()
            .filter(|one| one.share.mean >= WORTH_ASKING && one.share.mean <= 1.0 - 1e-9);
        let which = asked.map(|one| {
            let worlds = self.of(|flask| share(flask.class == Some(one.class)));
            output(Question::Which(one.class), worlds)
        });
        [whether, when].into_iter().chain(which).collect()
    }
}
