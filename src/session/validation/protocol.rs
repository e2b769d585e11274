//! What is compared with what, stated before anything is fitted.

use crate::document::{FileError, Path, Source};
use crate::model::biology::MechanismClass;
use crate::session::SessionError;
use crate::statistics::profile::class_word;
use crate::statistics::validation::{Category, Counts, Matcher};
use serde::Deserialize;

/// Layout of protocols that this version reads.
const SCHEMA: u32 = 1;

/// See module docs.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Protocol {
    schema: u32,
    /// What it is called.
    pub name: String,
    /// Seed of all streams.
    pub seed: u64,
    /// Draws of what is not known.
    pub worlds: u64,
    /// Flasks of the pooled profile added to those of each world.
    pub smoothing: f64,
    /// Part of equal shares mixed into every predictor.
    pub uniform: f64,
    /// How much likelier novel findings are published than their share, each looked at.
    pub reporting: Vec<f64>,
    /// The one that scores are taken at.
    pub judged_at: f64,
    /// Worlds that a likelihood leaves at least.
    pub least_effective: f64,
    /// Draws of observations.
    pub bootstrap: usize,
    /// Sets of observations.
    #[serde(rename = "set")]
    pub sets: Vec<SetFile>,
    /// Claims.
    #[serde(default, rename = "claim")]
    pub claims: Vec<ClaimFile>,
}

/// A set of observations.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetFile {
    /// Its identifier.
    pub id: String,
    /// What it is.
    pub title: String,
    /// With which others it is left out.
    pub group: String,
    /// Scenario files beside the protocol; of several the mean is taken.
    pub scenarios: Vec<String>,
    /// Flasks of each in a world and half.
    pub flasks: u64,
    /// Which are counted: `resistant` or `all`.
    #[serde(default = "resistant")]
    of: String,
    within: Option<String>,
    #[serde(default)]
    only: Vec<String>,
    #[serde(default)]
    novel: Vec<String>,
    /// Where it is from.
    pub source: String,
    /// What there is to know about it.
    #[serde(default)]
    pub note: String,
    categories: Vec<CategoryFile>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct CategoryFile {
    name: String,
    #[serde(default)]
    any: Vec<String>,
    #[serde(default)]
    rest: bool,
    observed: u64,
    supply: Option<f64>,
    potency_rank: Option<f64>,
}

/// A claim.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimFile {
    /// Its identifier.
    pub id: String,
    /// What it is.
    pub title: String,
    /// With which sets it is left out.
    pub group: String,
    /// Scenario files beside the protocol.
    pub scenarios: Vec<String>,
    /// Flasks of each in a world.
    pub flasks: u64,
    /// What is found in a flask where the claim comes true: any of these.
    present: Vec<String>,
    /// What was claimed.
    pub claim: String,
    /// Where.
    pub source: String,
    /// What there is to know about it.
    #[serde(default)]
    pub note: String,
}

fn resistant() -> String {
    "resistant".to_owned()
}

impl Protocol {
    /// Reads a protocol; `file` is its name in messages.
    ///
    /// # Errors
    /// It is no TOML, has a key that is not known or misses one, or a value is not allowed; with its line.
    pub fn read(file: &str, text: &str) -> Result<Self, SessionError> {
        let source = Source {
            file: file.to_owned(),
            text: text.to_owned(),
        };
        let protocol: Self = source.parse(&[]).map_err(SessionError::request)?;
        protocol.check(&source).map_err(SessionError::request)?;
        Ok(protocol)
    }

    fn check(&self, source: &Source) -> Result<(), FileError> {
        let fault = |key: &str, what: String, allowed: &str| -> Result<(), FileError> {
            Err(source.fault(&Path::default().key(key), what).allowed(allowed))
        };
        let in_range = |key: &str, value: f64, low: f64, high: f64| match (low..=high).contains(&value) {
            true => Ok(()),
            false => fault(
                key,
                format!("`{key}` = {value}"),
                &format!("a number from {low} to {high}"),
            ),
        };
        if self.schema != SCHEMA {
            return fault("schema", format!("`schema` = {}", self.schema), "1");
        }
        in_range("worlds", self.worlds as f64, 20.0, 100_000.0)?;
        in_range("smoothing", self.smoothing, 0.01, 1000.0)?;
        in_range("uniform", self.uniform, 0.001, 0.5)?;
        in_range("least_effective", self.least_effective, 2.0, self.worlds as f64)?;
        in_range("bootstrap", self.bootstrap as f64, 100.0, 1e6)?;
        for weight in &self.reporting {
            in_range("reporting", *weight, 0.01, 100.0)?;
        }
        if !self.reporting.contains(&self.judged_at) {
            let what = format!("`judged_at` = {}", self.judged_at);
            return fault("judged_at", what, "one of `reporting`");
        }
        if self.sets.is_empty() {
            return fault("set", "holds no set of observations".to_owned(), "one or more");
        }
        for (i, set) in self.sets.iter().enumerate() {
            set.check(source, &Path::default().key("set").index(i))?;
        }
        for (i, claim) in self.claims.iter().enumerate() {
            let at = Path::default().key("claim").index(i);
            flasks(source, &at, claim.flasks)?;
            scenarios(source, &at, &claim.scenarios)?;
        }
        Ok(())
    }
}

/// Flasks in a world that a set may ask for.
const MOST_FLASKS: u64 = 10_000;

fn flasks(source: &Source, at: &Path, flasks: u64) -> Result<(), FileError> {
    match (1..=MOST_FLASKS).contains(&flasks) {
        true => Ok(()),
        false => Err(source
            .fault(&at.key("flasks"), format!("`flasks` = {flasks}"))
            .allowed(format!("a whole number from 1 to {MOST_FLASKS}"))),
    }
}

fn scenarios(source: &Source, at: &Path, files: &[String]) -> Result<(), FileError> {
    match files.is_empty() {
        false => Ok(()),
        true => Err(source
            .fault(&at.key("scenarios"), "`scenarios` names none")
            .allowed("one scenario file or more, beside the protocol")),
    }
}

impl SetFile {
    fn check(&self, source: &Source, at: &Path) -> Result<(), FileError> {
        flasks(source, at, self.flasks)?;
        scenarios(source, at, &self.scenarios)?;
        if !["resistant", "all"].contains(&self.of.as_str()) {
            let error = source.fault(&at.key("of"), format!("`of` = \"{}\"", self.of));
            return Err(error.one_of(&self.of, &["resistant", "all"]));
        }
        if let Some(within) = self.within.as_ref().filter(|within| days(within).is_none()) {
            let error = source.fault(&at.key("within"), format!("`within` = \"{within}\""));
            return Err(error.allowed("days, such as \"84 d\""));
        }
        let names: Vec<&str> = self.categories.iter().map(|category| category.name.as_str()).collect();
        if let Some(novel) = self.novel.iter().find(|novel| !names.contains(&novel.as_str())) {
            let error = source.fault(
                &at.key("novel"),
                format!("`novel` names \"{novel}\", which is no category"),
            );
            return Err(error.one_of(novel, &names));
        }
        let place = at.key("categories");
        if self.categories.len() < 2 || self.categories.iter().all(|category| category.observed == 0) {
            return Err(source
                .fault(&place, "`categories` leave nothing to predict")
                .allowed("two or more, of which one was observed"));
        }
        for (i, category) in self.categories.iter().enumerate() {
            let at = place.index(i);
            if category.rest != category.any.is_empty() {
                return Err(source
                    .fault(
                        &at,
                        format!("category \"{}\" needs `any` or `rest = true`", category.name),
                    )
                    .allowed("what its flasks are known by, or that it takes all others; not both"));
            }
            if category.rest && i + 1 < self.categories.len() {
                return Err(source
                    .fault(
                        &at,
                        format!("category \"{}\" takes all others, and more follow", category.name),
                    )
                    .allowed("`rest = true` in the last category"));
            }
            for (key, value) in [("supply", category.supply), ("potency_rank", category.potency_rank)] {
                if value.is_some_and(|value| !(value.is_finite() && value > 0.0)) {
                    return Err(source
                        .fault(&at.key(key), format!("`{key}` of \"{}\"", category.name))
                        .allowed("a number above 0"));
                }
            }
        }
        Ok(())
    }

    /// Which flasks are counted.
    pub fn counts(&self) -> Counts {
        Counts {
            all: self.of == "all",
            within: self.within.as_deref().and_then(days),
            only: self.only.iter().map(|word| matcher(word)).collect(),
        }
    }

    /// Its categories.
    pub fn categories(&self) -> Vec<Category> {
        let category = |file: &CategoryFile| Category {
            name: file.name.clone(),
            any: file.any.iter().map(|word| matcher(word)).collect(),
            observed: file.observed,
            supply: file.supply,
            potency_rank: file.potency_rank,
            novel: self.novel.contains(&file.name),
        };
        self.categories.iter().map(category).collect()
    }

    /// Everything that flasks are known by, to be held against what a scenario may show.
    pub fn matchers(&self) -> Vec<Matcher> {
        let any = self.categories.iter().flat_map(|category| &category.any);
        any.chain(&self.only).map(|word| matcher(word)).collect()
    }
}

impl ClaimFile {
    /// What is found where it comes true.
    pub fn matchers(&self) -> Vec<Matcher> {
        self.present.iter().map(|word| matcher(word)).collect()
    }
}

/// Days above 0.
fn days(text: &str) -> Option<f64> {
    let number = text.trim().strip_suffix('d')?.trim().parse::<f64>().ok()?;
    (number.is_finite() && number > 0.0).then_some(number)
}

/// A class word, an outcome, or the name of a part.
fn matcher(word: &str) -> Matcher {
    use MechanismClass::{Amplification, Bypass, None, OnTarget, State, Transformed};
    let class = [None, OnTarget, Amplification, Bypass, State, Transformed]
        .into_iter()
        .find(|class| class_word(*class) == word);
    match (class, word) {
        (Some(class), _) => Matcher::Class(class),
        (_, "resistant") => Matcher::Resistant,
        (_, "not resistant") => Matcher::NotResistant,
        _ => Matcher::Part(word.to_owned()),
    }
}
