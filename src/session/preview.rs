//! What a sound scenario file would do, told without running it.

use super::SessionError;
use super::plan::{self, Planned};
use super::sweep::{self, PlainSwept, Swept};
use crate::ensemble::available;
use crate::scenario::{Books, Overlay, Scenario, cost, words};
use crate::words::counted;

/// A scenario file that was found to be sound, with all that its sweep and its plan are made of.
#[derive(Debug, Clone, Copy)]
pub struct Preview<'a> {
    /// What it holds.
    pub scenario: &'a Scenario,
    /// Its name in messages.
    pub file: &'a str,
    /// Its text.
    pub text: &'a str,
    /// Overlays on the knowledge base.
    pub overlays: &'a [Overlay],
    /// Overlays of each hypothesis of its plan.
    pub hypotheses: &'a [Vec<Overlay>],
}

impl Preview<'_> {
    /// The form, what running takes, and what a sweep and a plan would do, each point and design of which is checked;
    /// `large` allows sweeps however many points they have.
    ///
    /// # Errors
    /// A point of the sweep or a design of the plan is not valid, or there are too many.
    pub fn told(&self, large: bool) -> Result<String, SessionError> {
        let scenario = self.scenario;
        let (sweep, plan) = (self.sweep(large)?, self.plan()?);
        // `run` leaves scenarios with [[sweep]] to `sweep`.
        let running = match scenario.sweeps {
            true => String::new(),
            false => format!("\n  running it takes {}", cost::of_run(scenario).told(available())),
        };
        Ok(format!(
            "{}: good ({}; {}, seed {}){running}{sweep}{plan}",
            self.file,
            words::form(scenario),
            counted(scenario.replicates, "replicate"),
            scenario.seed
        ))
    }

    /// What a sweep would do; empty where the scenario has none.
    fn sweep(&self, large: bool) -> Result<String, SessionError> {
        if !self.scenario.sweeps {
            return Ok(String::new());
        }
        let wanted = sweep::Wanted {
            large,
            ..sweep::Wanted::default()
        };
        let told = |told: &[String], scenarios: &[Scenario]| {
            let cost = cost::of_all(scenarios).told(available());
            format!("\n  sweeping it: {}; {cost}", told.join("; "))
        };
        if let Some(swept) = PlainSwept::of(self.file, self.text, &wanted)? {
            return Ok(told(swept.told(), swept.scenarios()));
        }
        let swept = Swept::of(self.file, self.text.to_owned(), wanted, self.books())?;
        Ok(told(swept.told(), swept.scenarios()))
    }

    /// What a plan would do; empty where the scenario has none.
    fn plan(&self) -> Result<String, SessionError> {
        if !self.scenario.plans {
            return Ok(String::new());
        }
        let wanted = plan::Wanted::default();
        let planned = Planned::of(self.file, self.text.to_owned(), wanted, self.books(), self.hypotheses)?;
        Ok(format!(
            "\n  planning it: {}; at most {}",
            planned.told().join("; "),
            planned.cost().told(available())
        ))
    }

    fn books(&self) -> Books<'_> {
        Books::Overlays(self.overlays)
    }
}
