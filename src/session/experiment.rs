//! A scenario with the knowledge that it stands on, both of which take other values.

use super::SessionError;
use super::batch::{self, Batch};
use super::sweep::{self, Swept};
use crate::document;
use crate::knowledge::KnowledgeBase;
use crate::scenario::vary::Draft;
use crate::scenario::{Books, Overlay, Scenario, load_from, with_overlays};

/// A scenario's text, checked, and its knowledge base.
#[derive(Debug, Clone)]
pub struct Experiment {
    file: String,
    text: String,
    overlays: Vec<Overlay>,
    knowledge: KnowledgeBase,
    /// Whether knowledge values were set by key.
    moved: bool,
    scenario: Scenario,
}

impl Experiment {
    /// Of a scenario file's text, of a lock file's, or of one with `[[sweep]]` entries; `file` is its name in messages.
    ///
    /// # Errors
    /// The scenario or an overlay is not valid.
    pub fn of(file: &str, text: String, overlays: Vec<Overlay>) -> Result<Self, SessionError> {
        let knowledge = with_overlays(&overlays)?;
        let scenario = load_from(file, text.clone(), Books::Overlays(&overlays))?;
        Ok(Self {
            file: file.to_owned(),
            text,
            overlays,
            knowledge,
            moved: false,
            scenario,
        })
    }

    /// The same with other values, each text as in a table of `escalade batch`: scenario keys (`course.1.dose`) and
    /// knowledge keys (`H3122/doubling`).
    ///
    /// # Errors
    /// A key leads nowhere, a value cannot be read, or the scenario is not valid with them.
    pub fn with_values(&self, values: &[(String, String)]) -> Result<Self, SessionError> {
        let draft = Draft::read(&self.file, self.text.clone())?;
        let mut other = self.clone();
        let (mut of_scenario, mut of_knowledge) = (Vec::new(), Vec::new());
        for (key, value) in values {
            if key.contains('/') && !draft.is_plain() {
                of_knowledge.push((key.as_str(), self.knowledge.number(key, value)?));
            } else {
                of_scenario.push(Draft::cell(key, value).map_err(SessionError::Request)?);
            }
        }
        if !of_knowledge.is_empty() {
            other.knowledge = self.knowledge.with_values(of_knowledge)?;
            other.moved = true;
        }
        other.scenario = draft.scenario(&of_scenario, &other.knowledge)?;
        other.text = draft.text(&of_scenario, Books::Base(&other.knowledge))?;
        Ok(other)
    }

    /// Of a scenario file's text with other numbers of replicates and of the seed, as `escalade run` takes them; its text says
    /// them too.
    ///
    /// # Errors
    /// The scenario or an overlay is not valid, or there is no replicate, or too many.
    pub fn of_ensemble(
        file: &str,
        text: String,
        overlays: Vec<Overlay>,
        replicates: Option<u64>,
        seed: Option<u64>,
    ) -> Result<Self, SessionError> {
        let numbers = [("seed", seed), ("replicates", replicates)];
        let numbers = numbers.into_iter().filter_map(|(key, number)| Some((key, number?)));
        let changed = numbers.fold(text.clone(), |text, (key, number)| with_number(&text, key, number));
        Self::of(file, changed, overlays.clone()).map_err(|error| {
            // What is wrong with the file itself is told by its own lines.
            Self::of(file, text, overlays).err().unwrap_or(error)
        })
    }

    /// Its name in messages.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The scenario file with the values in it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The user's own knowledge files.
    pub fn overlays(&self) -> &[Overlay] {
        &self.overlays
    }

    /// The knowledge base with the values in it.
    pub fn knowledge(&self) -> &KnowledgeBase {
        &self.knowledge
    }

    /// The checked scenario.
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The scenario into which rows of values are put.
    ///
    /// # Errors
    /// Its values are fixed, or what is to be collected is not known.
    pub fn batch(&self, wanted: batch::Wanted) -> Result<Batch, SessionError> {
        Batch::on(&self.file, self.text.clone(), self.knowledge.clone(), wanted)
    }

    /// The scenario over lists of values.
    ///
    /// # Errors
    /// A point is no scenario of the laboratory form, or there are too many.
    pub fn sweep(&self, wanted: sweep::Wanted) -> Result<Swept, SessionError> {
        let books = match self.moved {
            true => Books::Base(&self.knowledge),
            false => Books::Overlays(&self.overlays),
        };
        Swept::of(&self.file, self.text.clone(), wanted, books)
    }
}

/// The text of a scenario with another whole number at a key above all tables.
pub(super) fn with_number(text: &str, key: &str, value: u64) -> String {
    document::with_number(text, key, value, "schema")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Body;

    const TEXT: &str = "schema = 1\nname = \"t\"\nreplicates = 2\n[line]\nid = \"H3122\"\n[[course]]\ndrug = \"alectinib\"\n\
                        dose = \"300 nM\"\n[stop]\nafter = \"20 d\"\n";

    fn values(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        let own = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
        pairs.iter().map(own).collect()
    }

    fn dose(experiment: &Experiment) -> Option<f64> {
        match &experiment.scenario().body {
            Body::Laboratory(laboratory) => laboratory.protocol.courses[0].dosing.only(),
            Body::Plain(_) => None,
        }
    }

    #[test]
    fn values_are_those_of_a_file_that_has_them() {
        let usual = Experiment::of("t.toml", TEXT.to_owned(), Vec::new()).unwrap();
        let other = usual.with_values(&values(&[("course.1.dose", "30 nM")])).unwrap();
        let written = Experiment::of("t.toml", TEXT.replace("300 nM", "30 nM"), Vec::new()).unwrap();
        assert_eq!((dose(&usual), dose(&other)), (Some(300.0), Some(30.0)));
        let read = |experiment: &Experiment| experiment.scenario().body.clone();
        assert_eq!(read(&other), read(&written));
        let slower = other.with_values(&values(&[("H3122/doubling", "3")])).unwrap();
        assert_eq!(dose(&slower), Some(30.0));
        assert_ne!(read(&slower), read(&other));
    }

    #[test]
    fn wrong_values_keep_what_is_known_of_them() {
        let usual = Experiment::of("t.toml", TEXT.to_owned(), Vec::new()).unwrap();
        let refused = |key: &str, value: &str| usual.with_values(&values(&[(key, value)])).unwrap_err();
        let SessionError::Scenario(error) = refused("course.1.dosee", "30 nM") else {
            panic!("a scenario error")
        };
        let key = error.key.as_ref().map(crate::scenario::Path::dotted);
        assert_eq!(
            (key.as_deref(), error.nearest.as_deref()),
            (Some("course.1.dosee"), Some("dose"))
        );
        assert!(matches!(refused("H3122/doublin", "2"), SessionError::Knowledge(_)));
        assert!(matches!(refused("H3122/doubling", "-1"), SessionError::Knowledge(_)));
        assert!(matches!(refused("H3122/doubling", "much"), SessionError::Knowledge(_)));
        let doubling = |value: &str| {
            let moved = usual
                .with_values(&values(&[("H3122/doubling", value), ("H3122/copies", "2")]))
                .unwrap();
            moved.scenario().body.clone()
        };
        assert_eq!(doubling("48 h"), doubling("2"));
        assert_ne!(doubling("48 h"), doubling("49 h"));
    }

    #[test]
    fn text_says_the_ensemble_that_is_run() {
        let of = |text: &str, n, seed| Experiment::of_ensemble("t.toml", text.to_owned(), Vec::new(), n, seed);
        let usual = of(TEXT, None, None).unwrap();
        let other = of(TEXT, Some(7), Some(77)).unwrap();
        assert_eq!((other.scenario().replicates, other.scenario().seed), (7, 77));
        let written = of(other.text(), None, None).unwrap();
        assert_eq!(written.scenario(), other.scenario());
        assert_eq!(written.scenario().body, usual.scenario().body);
        let none = of(TEXT, Some(0), None).unwrap_err().to_string();
        assert!(none.starts_with("t.toml:") && none.contains("replicates"), "{none}");
        let slip = of(&TEXT.replace("dose", "doze"), None, Some(7))
            .unwrap_err()
            .to_string();
        assert!(slip.starts_with("t.toml:8:"), "{slip}");
        let quoted = TEXT.replace("replicates", "\"replicates\"");
        let other = of(&quoted, Some(7), Some(77)).unwrap();
        assert_eq!((other.scenario().replicates, other.scenario().seed), (7, 77));
    }
}
