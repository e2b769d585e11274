//! What is found in a flask, and as what it would have been published.

use crate::engine::record::{FlaskRecord, Outcome};
use crate::model::biology::MechanismClass;
use crate::model::mechanism::parts;
use crate::statistics::profile::class_word;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One alteration or state of a mechanism.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// As labels of mechanisms have it.
    pub name: String,
    /// What it is by itself.
    pub class: MechanismClass,
}

/// What is found in a flask, or in a patient's biopsy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Whether it became resistant.
    pub resistant: bool,
    /// Day of its outcome.
    pub day: f64,
    /// Parts of the mechanism with the most cells, where it is resistant.
    pub leading: Vec<Part>,
    /// Parts of any mechanism above the limit of detection, each once, where it is resistant.
    pub present: Vec<Part>,
}

impl Finding {
    /// Of a flask's record, among the [`findings`](crate::statistics::patients::findings) of its line.
    pub fn of(record: &FlaskRecord, findings: &BTreeMap<String, MechanismClass>) -> Self {
        let resistant = record.outcome == Outcome::Resistant;
        let shares = record.composition.iter().filter(|_| resistant);
        let mut present: Vec<Part> = Vec::new();
        for share in shares.clone().filter(|share| share.present) {
            for part in classed(&share.mechanism.label, findings) {
                if !present.contains(&part) {
                    present.push(part);
                }
            }
        }
        let leading = shares.clone().next();
        Self {
            resistant,
            day: record.outcome_day,
            leading: leading.map_or_else(Vec::new, |share| classed(&share.mechanism.label, findings)),
            present,
        }
    }
}

/// The parts of a label; what is no finding is the unaltered line.
fn classed(label: &str, findings: &BTreeMap<String, MechanismClass>) -> Vec<Part> {
    let part = |name: &str| Part {
        name: name.to_owned(),
        class: findings.get(name).copied().unwrap_or(MechanismClass::None),
    };
    parts(label).map(part).collect()
}

/// What a category is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Matcher {
    /// A part of this class.
    Class(MechanismClass),
    /// A part of this name.
    Part(String),
    /// The flask became resistant, by whatever.
    Resistant,
    /// It did not.
    NotResistant,
}

impl Matcher {
    /// Whether an outcome is it.
    fn is_outcome(&self, resistant: bool) -> bool {
        match self {
            Matcher::Resistant => resistant,
            Matcher::NotResistant => !resistant,
            Matcher::Class(_) | Matcher::Part(_) => false,
        }
    }

    /// Whether any part is it.
    pub fn is_among(&self, parts: &[Part]) -> bool {
        parts.iter().any(|part| match self {
            Matcher::Class(class) => part.class == *class,
            Matcher::Part(name) => part.name == *name,
            Matcher::Resistant | Matcher::NotResistant => false,
        })
    }

    /// Whether it is found in a flask, in whatever share above the limit of detection.
    pub fn is_found(&self, flask: &Finding) -> bool {
        self.is_outcome(flask.resistant) || self.is_among(&flask.present)
    }

    /// As files have it.
    pub fn words(&self) -> &str {
        match self {
            Matcher::Class(class) => class_word(*class),
            Matcher::Part(name) => name,
            Matcher::Resistant => "resistant",
            Matcher::NotResistant => "not resistant",
        }
    }
}

/// A category of an observed set.
#[derive(Debug, Clone, PartialEq)]
pub struct Category {
    /// What it is called.
    pub name: String,
    /// What it is known by; empty: everything else.
    pub any: Vec<Matcher>,
    /// How many were observed.
    pub observed: u64,
    /// How often it arises, relative to the others; of a naive predictor.
    pub supply: Option<f64>,
    /// Its place by IC50, 1 the most resistant; of a naive predictor.
    pub potency_rank: Option<f64>,
    /// Published more readily than its share.
    pub novel: bool,
}

/// Which flasks of a set are counted.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Counts {
    /// All flasks, resistant or not.
    pub all: bool,
    /// Flasks that became resistant later than this day count as not resistant.
    pub within: Option<f64>,
    /// Only flasks in whose leading mechanism one of these is found.
    pub only: Vec<Matcher>,
}

impl Counts {
    /// The category that a flask is counted in; none where it is not counted, or fits none.
    pub fn category(&self, categories: &[Category], finding: &Finding) -> Option<usize> {
        let resistant = finding.resistant && self.within.is_none_or(|day| finding.day <= day);
        let found: &[Part] = if resistant { &finding.leading } else { &[] };
        let counted =
            (self.all || resistant) && (self.only.is_empty() || self.only.iter().any(|wanted| wanted.is_among(found)));
        let fits = |category: &Category| {
            category.any.is_empty()
                || (category.any.iter()).any(|wanted| wanted.is_outcome(resistant) || wanted.is_among(found))
        };
        counted.then(|| categories.iter().position(fits)).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(name: &str, class: MechanismClass) -> Part {
        Part {
            name: name.to_owned(),
            class,
        }
    }

    fn category(name: &str, any: Vec<Matcher>) -> Category {
        Category {
            name: name.to_owned(),
            any,
            observed: 0,
            supply: None,
            potency_rank: None,
            novel: false,
        }
    }

    #[test]
    fn the_first_category_of_which_a_part_is_takes_a_flask() {
        let flask = Finding {
            resistant: true,
            day: 90.0,
            leading: vec![
                part("L1196M", MechanismClass::OnTarget),
                part("EGFR activation", MechanismClass::State),
            ],
            present: Vec::new(),
        };
        let categories = [
            category("gatekeeper", vec![Matcher::Part("L1196M".to_owned())]),
            category("allele", vec![Matcher::Class(MechanismClass::OnTarget)]),
            category("receptor", vec![Matcher::Class(MechanismClass::State)]),
            category("other", Vec::new()),
        ];
        let counts = Counts::default();
        assert_eq!(counts.category(&categories, &flask), Some(0));
        assert_eq!(counts.category(&categories[1..], &flask), Some(0));
        assert_eq!(counts.category(&categories[2..], &flask), Some(0));
        assert_eq!(counts.category(&categories[3..], &flask), Some(0));
        assert_eq!(
            counts.category(
                &[category("bypass", vec![Matcher::Class(MechanismClass::Bypass)])],
                &flask
            ),
            None
        );
        let early = Counts {
            within: Some(84.0),
            ..Counts::default()
        };
        assert_eq!(early.category(&categories, &flask), None);
        let outcomes = [
            category("resistant", vec![Matcher::Resistant]),
            category("not", vec![Matcher::NotResistant]),
        ];
        let all = Counts { all: true, ..early };
        assert_eq!(all.category(&outcomes, &flask), Some(1));
        assert_eq!(Counts { within: None, ..all }.category(&outcomes, &flask), Some(0));
        let only = Counts {
            only: vec![Matcher::Class(MechanismClass::Bypass)],
            ..Counts::default()
        };
        assert_eq!(only.category(&categories, &flask), None);
    }
}
