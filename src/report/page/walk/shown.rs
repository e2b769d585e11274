//! One step of a walk as it is shown.

use crate::diagnosis::Step;
use maud::Markup;

/// One step as it is shown: question, what the guides expect, what was seen.
pub(super) struct Shown {
    pub question: &'static str,
    /// The guides' step, for who looks for it in the page's source.
    pub guide: &'static str,
    pub expects: &'static str,
    /// Its evidence in the decision.
    pub step: Option<Step>,
    pub seen: Markup,
    /// What is said where the decision makes nothing of it.
    pub unused: &'static str,
}

impl Shown {
    /// `asked` is the question and the guides' step.
    pub fn new(asked: (&'static str, &'static str), expects: &'static str, step: Option<Step>, seen: Markup) -> Self {
        Self {
            question: asked.0,
            guide: asked.1,
            expects,
            step,
            seen,
            unused: "Not used: nothing in it speaks for or against, or the work-up had ended before.",
        }
    }

    /// With other words where the decision makes nothing of it.
    pub fn or_says(self, unused: &'static str) -> Self {
        Self { unused, ..self }
    }
}
