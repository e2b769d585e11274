//! Parts that JSON Schemas are made of.

use serde_json::{Value, json};

/// A bare number with a unit behind, in text.
pub const NUMBER: &str = r"\s*[+]?[0-9._]+([eE][+-]?[0-9]+)?\s*";

/// A text that matches a regular expression.
pub fn pattern(what: &str, pattern: &str, examples: &[&str]) -> Value {
    json!({ "description": what, "type": "string", "pattern": pattern, "examples": examples })
}

/// A whole number between two bounds.
pub fn whole(what: &str, low: u64, high: u64) -> Value {
    json!({ "description": what, "type": "number", "multipleOf": 1, "minimum": low, "maximum": high })
}

/// A name of the knowledge base, or of an overlay.
pub fn known(what: &str, names: &[&str]) -> Value {
    json!({ "description": what, "anyOf": [{ "enum": names }, { "type": "string", "minLength": 1 }] })
}

/// A list of at least so many values.
pub fn list(what: &str, items: Value, least: u64) -> Value {
    json!({ "description": what, "type": "array", "items": items, "minItems": least })
}

/// A time with its unit.
pub fn time(what: &str) -> Value {
    let unit = "(d|day|days|h|hour|hours|min|w|week|weeks|month|months)";
    pattern(
        &format!("{what} A time such as \"7 d\", \"36 h\" or \"2 weeks\"."),
        &format!("^{NUMBER}{unit}\\s*$"),
        &["7 d", "36 h"],
    )
}

/// A share in percent, with one of these words behind where there are any.
pub fn share(what: &str, words: &[&str]) -> Value {
    let after = match words {
        [] => String::new(),
        words => format!("(\\s*({}))?", words.join("|")),
    };
    pattern(
        &format!("{what} A share in text, such as \"70%\"."),
        &format!("^{NUMBER}(%|percent){after}\\s*$"),
        &["70%"],
    )
}

/// A concentration with its unit.
pub fn concentration(what: &str) -> Value {
    let mass = r"(pg|ng|ug|µg|μg|mcg|mg|g)\s*/\s*(uL|ul|µL|μL|mL|ml|dL|dl|L|l)";
    let units = format!("^{NUMBER}(pM|nM|uM|µM|μM|mM|{mass})\\s*$");
    pattern(what, &units, &["50 nM", "1 uM"])
}
