//! A laboratory scenario read again, where the world is another.

use super::checked::{Origin, Scenario};
use super::error::{Checked, ScenarioError};
use super::known::Books;
use super::load::load_from;
use super::lock;
use crate::knowledge::KnowledgeBase;

impl Origin {
    /// The scenario on another knowledge base.
    ///
    /// # Errors
    /// It cannot be carried out there.
    pub fn read(&self, knowledge: &KnowledgeBase) -> Checked<Scenario> {
        load_from(&self.file, self.text.clone(), Books::Base(knowledge))
    }

    /// Refuses an origin that does not give the scenario that it is the origin of: that of an edited lock file.
    ///
    /// # Errors
    /// See above.
    pub fn check(&self, knowledge: &KnowledgeBase, scenario: &Scenario) -> Checked<()> {
        let mut read = self.read(knowledge)?;
        read.worlds = scenario.worlds;
        match lock::write(&read)?.scenario_hash == lock::write(scenario)?.scenario_hash {
            true => Ok(()),
            false => Err(ScenarioError::whole_file(
                &self.file,
                "holds another scenario than the one that it was read from",
            )
            .help("run the scenario that the lock file came from, or leave out worlds: --worlds 0")),
        }
    }
}
