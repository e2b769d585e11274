//! How records of an overlay are written.

use super::asked::Asked;
use crate::knowledge::Transcription;

/// A text as TOML has it.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// Whether what was imported is a measurement.
pub(super) fn transcription(asked: &Asked) -> &'static str {
    let read = if asked.made_up {
        Transcription::MadeUp
    } else {
        Transcription::Checked
    };
    read.word()
}
