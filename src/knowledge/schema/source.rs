//! Where a number comes from.

use crate::knowledge::certainty::{Certainty, Transcription};

/// Where a number comes from: either measured (reference, system, transcription) or assumed (why).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cited {
    /// Id of the reference, where somebody measured it.
    pub reference: Option<String>,
    /// In which cells or assay.
    pub system: Option<String>,
    /// Whether it was compared with the reference.
    pub transcription: Option<Transcription>,
    /// Why, where nothing was measured.
    pub assumed: Option<String>,
    /// What else there is to say.
    pub note: Option<String>,
    /// To which data it was fitted, where it was.
    pub fitted: Option<String>,
}

impl Cited {
    /// How sure the number is.
    pub fn certainty(&self) -> Certainty {
        match self.fitted {
            Some(_) => Certainty::Fitted,
            None => Certainty::of(self.transcription),
        }
    }

    /// Reason or source.
    pub fn why(&self) -> String {
        match (&self.fitted, &self.assumed, &self.reference) {
            (Some(why), ..) | (None, Some(why), _) => why.clone(),
            (None, None, Some(reference)) => {
                let system = self.system.as_deref().map_or(String::new(), |s| format!(", {s}"));
                let note = self.note.as_deref().map_or(String::new(), |n| format!(" ({n})"));
                format!("{reference}{system}{note}")
            }
            (None, None, None) => String::new(),
        }
    }
}
