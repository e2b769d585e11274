//! What a resolved biology leans on that was not measured and checked.

use super::schema::{Quantity, Sourced, Transcription};
use serde::{Deserialize, Serialize};
use std::fmt;

/// How sure a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Certainty {
    /// Somebody measured it; the transcription was compared with the source or not.
    Measured { transcription: Transcription },
    /// Derived from other measurements by a stated rule.
    Imputed,
    /// Nobody measured it; the reason says why the value was chosen.
    Assumed,
}

impl Certainty {
    /// Measured and compared with its source.
    pub const CHECKED: Certainty = Certainty::Measured {
        transcription: Transcription::Checked,
    };
}

impl fmt::Display for Certainty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Certainty::Measured {
                transcription: Transcription::Checked,
            } => "measured",
            Certainty::Measured {
                transcription: Transcription::Unchecked,
            } => "measured, unchecked",
            Certainty::Measured {
                transcription: Transcription::MadeUp,
            } => "made up",
            Certainty::Imputed => "imputed",
            Certainty::Assumed => "assumed",
        })
    }
}

/// One assumed, imputed or unchecked value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assumption {
    /// Which value, for programs: record and key, such as "H3122/doubling".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub key: String,
    /// Which value, in words.
    pub what: String,
    /// With its unit.
    pub value: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<String>,
    /// Reason, rule, or source.
    pub why: String,
    pub certainty: Certainty,
}

impl<T: Quantity> Sourced<T> {
    /// Certainty of the value.
    pub fn certainty(&self) -> Certainty {
        match self.transcription {
            Some(transcription) => Certainty::Measured { transcription },
            None => Certainty::Assumed,
        }
    }

    /// The range in words.
    pub fn range_text(&self) -> Option<String> {
        self.range
            .as_ref()
            .map(|(low, high)| format!("{} to {}", low.text(), high.text()))
    }

    /// Reason or source.
    pub fn why(&self) -> String {
        match (&self.assumed, &self.reference) {
            (Some(why), _) => why.clone(),
            (None, Some(reference)) => {
                let system = self.system.as_deref().map_or(String::new(), |s| format!(", {s}"));
                let note = self.note.as_deref().map_or(String::new(), |n| format!(" ({n})"));
                format!("{reference}{system}{note}")
            }
            (None, None) => String::new(),
        }
    }

    /// An assumption, unless the value was measured and checked.
    pub fn assumption(&self, key: impl Into<String>, what: impl Into<String>, unit: &str) -> Option<Assumption> {
        (self.certainty() != Certainty::CHECKED).then(|| Assumption {
            key: key.into(),
            what: what.into(),
            value: format!("{}{unit}", self.value.text()),
            range: self.range_text(),
            why: self.why(),
            certainty: self.certainty(),
        })
    }
}
