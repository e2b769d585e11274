//! How sure a number is, and the one wording of it.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Whether a measured number was compared with its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Transcription {
    /// Read in the source.
    Checked,
    /// From memory or second-hand.
    Unchecked,
    /// Not a measurement at all: an example's number.
    MadeUp,
}

impl Transcription {
    /// As files have it.
    pub fn word(self) -> &'static str {
        match self {
            Transcription::Checked => "checked",
            Transcription::Unchecked => "unchecked",
            Transcription::MadeUp => "made-up",
        }
    }
}

/// How sure a value is, the surest first. Files and tables hold it as its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Certainty {
    /// Somebody measured it; the transcription was compared with the source or not.
    Measured(Transcription),
    /// Inferred from a laboratory's own data, through the model.
    Fitted,
    /// Derived from other measurements by a stated rule.
    Imputed,
    /// Nobody measured it; the reason says why the value was chosen.
    Assumed,
}

impl Certainty {
    /// Measured and compared with its source.
    pub const CHECKED: Certainty = Certainty::Measured(Transcription::Checked);

    /// Every kind, the surest first.
    pub const ALL: [Certainty; 6] = [
        Certainty::CHECKED,
        Certainty::Measured(Transcription::Unchecked),
        Certainty::Measured(Transcription::MadeUp),
        Certainty::Fitted,
        Certainty::Imputed,
        Certainty::Assumed,
    ];

    /// By its transcription, where it was measured; else assumed.
    pub fn of(transcription: Option<Transcription>) -> Self {
        transcription.map_or(Certainty::Assumed, Certainty::Measured)
    }

    /// Whether a source gives the number, checked or not; an example's number is none.
    pub fn is_measured(self) -> bool {
        matches!(
            self,
            Certainty::Measured(Transcription::Checked | Transcription::Unchecked)
        )
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Certainty::Measured(Transcription::Checked) => "measured",
            Certainty::Measured(Transcription::Unchecked) => "measured, unchecked",
            Certainty::Measured(Transcription::MadeUp) => "made up",
            Certainty::Fitted => "fitted",
            Certainty::Imputed => "imputed",
            Certainty::Assumed => "assumed",
        }
    }
}

impl fmt::Display for Certainty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.words())
    }
}

impl FromStr for Certainty {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = Certainty::ALL
            .into_iter()
            .find(|certainty| certainty.words().eq_ignore_ascii_case(text));
        known.ok_or_else(|| {
            format!(
                "\"{text}\" is no certainty; allowed: {}",
                Certainty::ALL.map(Certainty::words).join(" | ")
            )
        })
    }
}

impl TryFrom<String> for Certainty {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Certainty> for String {
    fn from(certainty: Certainty) -> String {
        certainty.words().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back() {
        for certainty in Certainty::ALL {
            assert_eq!(certainty.words().parse(), Ok(certainty));
        }
        assert!("measured, checked".parse::<Certainty>().is_err());
        assert!(Certainty::ALL.is_sorted());
    }
}
