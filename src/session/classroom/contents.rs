//! What a page of the classroom holds beside its engine: lessons, and the user's own scenarios and overlays.

use super::single::one_run;
use crate::report::classroom::{Contents, GivenScenario, lessons};
use crate::scenario::lock::VERSION;
use crate::scenario::{Overlay, Scenario, with_overlays};
use crate::session::SessionError;
use std::path::Path;

/// Scenarios and overlays for a page, as they are gathered.
#[derive(Debug, Default)]
pub struct Gathering {
    scenarios: Vec<GivenScenario>,
    /// Those that the scenarios name, the same ones in each.
    overlays: Vec<Overlay>,
}

impl Gathering {
    /// Adds a scenario that was found to be sound: its file as messages name it, its text, and the overlays that it names.
    ///
    /// # Errors
    /// One run does not answer its question, it names other overlays than those before it, or two overlays have one name.
    pub fn add(
        &mut self,
        file: &str,
        text: String,
        scenario: Scenario,
        overlays: Vec<Overlay>,
    ) -> Result<(), SessionError> {
        one_run(file, &scenario)?;
        let mut own = Vec::new();
        for overlay in overlays {
            add_once(&mut own, overlay)?;
        }
        if !self.scenarios.is_empty() && own != self.overlays {
            return Err(SessionError::Request(format!(
                "{file}: names other overlays than the scenario before it, and those of a page act on all of its scenarios\n  allowed: the \
                 same `overlays` in each, --kb for all, or a page for each"
            )));
        }
        self.overlays = own;
        self.scenarios.push(GivenScenario {
            file: bare(file),
            name: scenario.name,
            text,
        });
        Ok(())
    }

    /// All that the page holds, with overlays for every scenario.
    ///
    /// # Errors
    /// Two overlays have one name, or they cannot be used.
    pub fn contents(self, overlays: Vec<Overlay>) -> Result<Contents, SessionError> {
        let mut all = self.overlays;
        for overlay in overlays {
            add_once(&mut all, overlay)?;
        }
        with_overlays(&all)?;
        Ok(Contents {
            version: VERSION.to_owned(),
            knowledge: with_overlays(&[])?.fingerprint(),
            lessons: lessons().map_err(SessionError::failed)?,
            scenarios: self.scenarios,
            overlays: all.into_iter().map(|Overlay { file, text }| (file, text)).collect(),
        })
    }
}

/// A file's name without its folder.
fn bare(file: &str) -> String {
    let name = Path::new(file).file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// Adds an overlay by its bare name, each once.
fn add_once(overlays: &mut Vec<Overlay>, Overlay { file, text }: Overlay) -> Result<(), SessionError> {
    let one = Overlay {
        file: bare(&file),
        text,
    };
    match overlays.iter().find(|known| known.file == one.file) {
        Some(known) if *known != one => Err(SessionError::Request(format!(
            "{file}: another overlay on the page is called {} as well, and a page knows files by these names\n  allowed: names of their \
             own",
            one.file
        ))),
        Some(_) => Ok(()),
        None => {
            overlays.push(one);
            Ok(())
        }
    }
}
