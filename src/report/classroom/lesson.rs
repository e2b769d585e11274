//! A lesson: question, predict, run, explain, what was learned. Lessons are data files in `web/lessons`.

use serde::{Deserialize, Serialize};

/// The files of the lessons, in the order in which they are taught.
const FILES: [(&str, &str); 6] = [
    ("1_chance.toml", include_str!("../../../web/lessons/1_chance.toml")),
    ("2_before.toml", include_str!("../../../web/lessons/2_before.toml")),
    ("3_window.toml", include_str!("../../../web/lessons/3_window.toml")),
    ("4_ladder.toml", include_str!("../../../web/lessons/4_ladder.toml")),
    ("5_holiday.toml", include_str!("../../../web/lessons/5_holiday.toml")),
    ("6_pairs.toml", include_str!("../../../web/lessons/6_pairs.toml")),
];

/// A lesson of 10 to 20 minutes.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Lesson {
    /// By which commands and pages name it.
    pub id: String,
    /// As people read it.
    pub title: String,
    /// How long it takes.
    pub minutes: u32,
    /// What is asked.
    pub question: String,
    /// What there is to know beforehand.
    pub background: String,
    /// Before anything is run.
    pub predict: Predict,
    /// Scenarios that are run, each with the student's own seed.
    #[serde(rename = "arm")]
    pub arms: Vec<Arm>,
    /// What to look at in the figures.
    pub look: String,
    /// What is read off; the tool computes the key.
    #[serde(rename = "read")]
    pub reads: Vec<Read>,
    /// What is to be explained.
    #[serde(rename = "explain")]
    pub explains: Vec<Explain>,
    /// What was learned.
    pub learned: String,
    /// Where it comes from.
    pub sources: Vec<String>,
}

/// A prediction among choices.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Predict {
    /// The question.
    pub ask: String,
    /// What can be predicted.
    pub choices: Vec<String>,
    /// Which of them comes true, from 1.
    pub right: usize,
}

/// A scenario of a lesson.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Arm {
    /// What it is called in the lesson.
    pub name: String,
    /// The text of its scenario file.
    pub scenario: String,
}

/// A number or name that is read off an arm: one of `at`, `estimate` and `share_of`.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Read {
    /// What is read off.
    pub what: String,
    /// Which arm, from 1.
    #[serde(default = "first")]
    pub arm: usize,
    /// Where it stands in the statistics of `summary.json` (a JSON pointer, RFC 6901).
    pub at: Option<String>,
    /// Mutations per culture, estimated from the cultures' counts of the last type.
    pub estimate: Option<Estimate>,
    /// Share of the first flask's cells whose mechanism has this in its name, on `day`.
    pub share_of: Option<String>,
    /// Day from seeding; the last one without it.
    pub day: Option<f64>,
    /// How a number is shown.
    #[serde(default)]
    pub shown: Shown,
}

/// An estimator of mutations per culture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Estimate {
    /// From the share of cultures without a mutant.
    Zeros,
    /// Most likely over all cultures.
    Likelihood,
}

/// How a number is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shown {
    /// Bare.
    #[default]
    Number,
    /// With its unit.
    Days,
    /// A share.
    Percent,
}

/// Something to explain, with a model answer.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Explain {
    /// The question.
    pub ask: String,
    /// A model answer.
    pub answer: String,
}

fn first() -> usize {
    1
}

/// All lessons, in the order in which they are taught.
///
/// # Errors
/// A file of ours is broken.
pub fn lessons() -> Result<Vec<Lesson>, String> {
    let read = |(file, text): &(&str, &str)| toml::from_str(text).map_err(|error| format!("{file}: {error}"));
    FILES.iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lessons_are_whole() {
        let all = lessons().unwrap();
        assert_eq!(all.len(), FILES.len());
        for one in &all {
            assert!((10..=20).contains(&one.minutes), "{}", one.id);
            assert!(
                (1..=one.predict.choices.len()).contains(&one.predict.right),
                "{}",
                one.id
            );
            assert!(
                one.reads.len() >= 3 && one.explains.len() >= 2 && !one.sources.is_empty(),
                "{}",
                one.id
            );
            assert_eq!(all.iter().filter(|other| other.id == one.id).count(), 1);
            for read in &one.reads {
                let ways = [read.at.is_some(), read.estimate.is_some(), read.share_of.is_some()];
                assert_eq!(ways.iter().filter(|way| **way).count(), 1, "{}: {}", one.id, read.what);
                assert!((1..=one.arms.len()).contains(&read.arm), "{}: {}", one.id, read.what);
            }
        }
    }
}
