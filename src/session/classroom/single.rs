//! What a page of the classroom can run: one scenario.

use crate::scenario::Scenario;
use crate::session::{SessionError, grid};

/// Refuses a scenario whose question one run does not answer; `shown` is its file's name.
///
/// # Errors
/// It holds `[[sweep]]` entries or a `[plan]`; the message names the command that carries it out.
pub fn one_run(shown: &str, scenario: &Scenario) -> Result<(), SessionError> {
    if scenario.sweeps {
        return Err(grid::is_a_sweep(shown));
    }
    match scenario.plans {
        false => Ok(()),
        true => Err(SessionError::Request(format!(
            "{shown}: holds a [plan], which compares many experiments, and a page runs one\n  \
             carry it out with: escalade plan {shown}\n  or leave [plan] out, to run the experiment as it stands"
        ))),
    }
}
