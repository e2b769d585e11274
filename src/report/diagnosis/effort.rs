//! What read-outs take, in words.

use crate::diagnosis::Effort;
use crate::words;

/// `150 EUR, 3 days`.
pub fn effort(of: Effort) -> String {
    format!("{} EUR, {}", words::number(of.euros), words::days(of.days))
}
