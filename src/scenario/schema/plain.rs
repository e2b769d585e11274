//! `[plain]`

use super::{at_least, cells, default, list, number, object, pattern, time, whole};
use crate::scenario::defaults;
use serde_json::{Value, json};

/// The name of a type.
fn name(what: &str) -> Value {
    pattern(what, "^[A-Za-z0-9-]+$", &["sensitive"])
}

pub fn plain() -> Value {
    let types = vec![
        ("name", name("Letters, digits and hyphens.")),
        ("founders", cells("Cells on day 0.")),
    ];
    let mutations = vec![
        ("from", name("Type of the mother.")),
        ("to", name("Type of the one daughter that mutates.")),
        (
            "per_division",
            number(
                "Probability per division; those of one type sum to at most 1.",
                0.0,
                1.0,
            ),
        ),
    ];
    let switches = vec![
        ("from", name("Type before.")),
        ("to", name("Type after.")),
        (
            "per_day",
            at_least("Rate per day at which a living cell changes type.", 0.0),
        ),
    ];
    let keys = vec![
        (
            "types",
            list("Types of cells.", object("A type.", &["name", "founders"], types), 1),
        ),
        (
            "mutations",
            list(
                "What can mutate into what.",
                object("A mutation.", &["from", "to", "per_division"], mutations),
                0,
            ),
        ),
        (
            "switches",
            list(
                "What changes into what without dividing.",
                object("A switch.", &["from", "to", "per_day"], switches),
                0,
            ),
        ),
        ("phases", list("Phases in order.", phase(), 1)),
        ("stop", size("The replicate stops at its first passage of this size.")),
    ];
    object(
        "The plain form: types, rates, mutations and phases, without the knowledge base.",
        &["types", "phases"],
        keys,
    )
}

fn phase() -> Value {
    let rates = vec![
        ("birth", at_least("Divisions per cell and day.", 0.0)),
        ("death", at_least("Deaths per cell and day.", 0.0)),
    ];
    let rates = json!({
        "description": "Rates of every type in this phase.",
        "type": "object",
        "additionalProperties": object("Rates per day.", &["birth", "death"], rates),
    });
    let keys = vec![
        (
            "duration",
            time("Length of the phase; may be left out where `until` ends it."),
        ),
        ("rates", rates),
        (
            "keep",
            default(
                number(
                    "Each cell is kept with this probability at the end; a passage 1:10 is 0.1.",
                    0.0,
                    1.0,
                ),
                defaults::KEEP,
            ),
        ),
        ("until", size("The phase ends early at its first passage of this size.")),
        (
            "repeat",
            default(whole("So many times in a row.", 1, 1_000_000), defaults::REPEAT),
        ),
    ];
    object("A phase with constant rates.", &["rates"], keys)
}

/// A size of the population or of a type.
fn size(what: &str) -> Value {
    let keys = vec![
        ("total_cells", cells("All cells together.")),
        ("type", name("Or a type, with `cells`.")),
        ("cells", cells("Cells of that type.")),
    ];
    object(what, &[], keys)
}
