//! What lies on the desk between two questions.

use escalade::scenario::{Overlay, Scenario, overlays};
use escalade::session::classroom::{Game, Unknown};
use escalade::session::{Experiment, Growing, SessionError};
use serde::Deserialize;

/// A file of the user's: name and text.
#[derive(Deserialize)]
pub struct Given(pub String, pub String);

/// A scenario and as much of it as is simulated.
#[derive(Default)]
pub struct Desk {
    lies: Option<(Experiment, Growing)>,
    /// Its worlds, as many of them as are drawn.
    pub unknown: Option<Unknown>,
    /// A hidden flask.
    pub game: Option<Game>,
}

impl Desk {
    /// Puts a scenario there; nothing of it is simulated.
    pub fn put(&mut self, experiment: Experiment) -> &Growing {
        self.unknown = None;
        let growing = Growing::of(experiment.scenario().clone());
        &self.lies.insert((experiment, growing)).1
    }

    /// The scenario's file.
    pub fn experiment(&self) -> Result<&Experiment, SessionError> {
        self.lies.as_ref().map(|lies| &lies.0).ok_or_else(nothing)
    }

    /// The scenario.
    pub fn scenario(&self) -> Result<&Scenario, SessionError> {
        self.experiment().map(Experiment::scenario)
    }

    /// As much of it as is simulated.
    pub fn growing(&mut self) -> Result<&mut Growing, SessionError> {
        self.lies.as_mut().map(|lies| &mut lies.1).ok_or_else(nothing)
    }
}

fn nothing() -> SessionError {
    SessionError::failed("the page asked before it had opened a scenario")
}

/// Files as the library wants them.
pub fn overlays(given: &[Given]) -> Vec<Overlay> {
    let own = |Given(file, text): &Given| Overlay {
        file: file.clone(),
        text: text.clone(),
    };
    given.iter().map(own).collect()
}

/// The files that a scenario names, then the others, as the command line orders them. A page knows files by their bare
/// names.
pub fn overlays_of(file: &str, text: &str, given: &[Given]) -> Result<Vec<Overlay>, SessionError> {
    let bare = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
    let all = overlays(given);
    let mut named = overlays::named(file, text, |name| {
        let one = all.iter().find(|one| bare(&one.file) == bare(name));
        one.cloned().ok_or_else(|| "no such file is on the page".to_owned())
    })?;
    let others = all.into_iter().filter(|one| !named.contains(one)).collect::<Vec<_>>();
    named.extend(others);
    Ok(named)
}
