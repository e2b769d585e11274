//! Typing of cultures.

use super::delivery::Delivery;
use super::subject::Subject;
use crate::assay::identity::{Typing, TypingNoise, typing};
use crate::random::Purpose;
use crate::report::assay::identity;
use crate::session::SessionError;

/// STR profile and species of each culture against its line.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Identity;

impl Identity {
    /// Carries it out.
    ///
    /// # Errors
    /// The [`Subject`] cannot be had, or the report cannot be made.
    pub fn carry_out(&self, subject: &Subject, seed: u64) -> Result<Delivery<Vec<Typing>>, SessionError> {
        let cells = subject.take(seed)?;
        let mut rng = cells.rng(Purpose::Identity);
        let noise = TypingNoise::default();
        let typed: Vec<_> = (cells.cultures.iter())
            .map(|culture| typing(&cells.bench, culture, noise, &mut rng))
            .collect();
        // Typing reads DNA alone: no growth, no drug.
        let report = identity(&typed, &[]);
        Delivery::of(typed, report)
    }
}
