//! `[[course]]`.

use super::{
    Names, cells, choice, default, dose, known, list, number, object, passages, pattern, share, text, time, time_or,
    truth, whole,
};
use crate::scenario::defaults::{self, NEVER};
use serde_json::{Value, json};

const RESISTANCES: [&str; 6] = [
    "resistance",
    "first resistance",
    "second resistance",
    "third resistance",
    "fourth resistance",
    "fifth resistance",
];

pub fn course(names: &Names) -> Value {
    let mut keys = vec![
        (
            "drug",
            known(
                "Drug of the knowledge base, or of an overlay (--kb).",
                &names.of("drug"),
            ),
        ),
        (
            "from",
            default(
                time_or(
                    "First day, or the resistance of the flask at which the course starts.",
                    &RESISTANCES,
                ),
                defaults::FROM,
            ),
        ),
        (
            "until",
            default(
                time_or("Day on which the drug is withdrawn.", &[NEVER, "resistance"]),
                NEVER,
            ),
        ),
        (
            "half_life",
            default(
                time_or("Half-life of the drug in medium, at least 1 h.", &[NEVER]),
                defaults::HALF_LIFE,
            ),
        ),
        ("dose", dose("One dose throughout.")),
        ("start", dose("First dose of an escalation.")),
        (
            "factor",
            json!({ "description": "Each dose of an escalation over the one before.", "type": "number", "exclusiveMinimum": 1, "maximum": 1000 }),
        ),
        ("goal", dose("Last dose of an escalation.")),
        (
            "doses",
            list(
                "Rising doses of an escalation, instead of start, factor and goal.",
                dose("A dose."),
                1,
            ),
        ),
        ("pulse", pulse()),
        ("holidays", list("Days without this drug, in order.", holiday(), 0)),
        ("adaptive", adaptive()),
        (
            "actual",
            default(
                share(
                    "Active drug over the nominal: below 100% for a degraded or overdiluted drug.",
                    "of nominal",
                ),
                "100%",
            ),
        ),
        ("oral", oral()),
    ];
    keys.extend(escalation());
    object(
        "One drug over time. A constant dose, an escalation, or a patient-like course.",
        &["drug"],
        keys,
    )
}

/// How an escalation reacts to the flask.
fn escalation() -> Vec<(&'static str, Value)> {
    vec![
        ("step_when", step_when()),
        ("hold", default(time("Least time at each dose."), defaults::HOLD)),
        (
            "crash_below",
            default(
                share(
                    "A flask with fewer viable cells, as a share of the seeding number, has crashed.",
                    "of seeding",
                ),
                defaults::CRASH_BELOW,
            ),
        ),
        (
            "on_crash",
            default(
                choice(
                    "What is done with a crashed flask: keep the dose; one step back; drug-free medium until recovery; the last vial.",
                    &["hold", "step-back", "rescue", "thaw"],
                ),
                defaults::ON_CRASH,
            ),
        ),
        (
            "vial_cells",
            default(
                cells("Cells in a vial, with on_crash = \"thaw\"."),
                defaults::VIAL_CELLS,
            ),
        ),
        (
            "vial_survival",
            default(
                share("Cells alive after thawing.", ""),
                format!("{}%", 100.0 * defaults::VIAL_SURVIVAL),
            ),
        ),
        (
            "give_up_after",
            default(
                time_or("The flask is given up this long after the last step up.", &[NEVER]),
                NEVER,
            ),
        ),
        (
            "give_up_after_crashes",
            whole("The flask is given up at this crash.", 1, 1000),
        ),
    ]
}

fn step_when() -> Value {
    let doubling = json!({
        "description": "Doubling time at most this, such as \"120% of parental\" or \"60 h\"; instead of growth.",
        "anyOf": [share("", "of parental"), time("")],
    });
    let keys = vec![
        (
            "growth",
            default(
                share(
                    "Growth over a passage is at least this share of the parental rate.",
                    "of parental",
                ),
                defaults::GROWTH,
            ),
        ),
        ("doubling_time", doubling),
        (
            "confluence",
            truth("The passage was done because the flask was confluent."),
        ),
        (
            "held_for",
            default(
                passages("Passages in a row with growth, doubling_time or confluence."),
                defaults::HELD_FOR,
            ),
        ),
        ("passages", passages("Passages at the dose at least.")),
        ("every", time("Time at the dose at least.")),
        (
            "or_after",
            time_or("Step up after this time whatever else is asked.", &[NEVER]),
        ),
    ];
    object("When the dose goes up: all that is stated holds.", &[], keys)
}

fn pulse() -> Value {
    let keys = vec![
        ("on", time("Time with drug, a whole number of looks.")),
        ("off", time("Time without drug.")),
        (
            "off_until",
            share(
                "Instead of off: without drug until the flask is this full.",
                "confluence|confluent",
            ),
        ),
        (
            "start",
            default(choice("How the first pulse begins.", &["on", "off"]), "on"),
        ),
    ];
    object("Drug on and off in turn.", &["on"], keys)
}

fn holiday() -> Value {
    let keys = vec![
        ("from", time("First day without drug.")),
        ("until", time("First day with drug again.")),
    ];
    object("A holiday.", &["from", "until"], keys)
}

fn adaptive() -> Value {
    let level = |what: &str| {
        pattern(
            what,
            r"^\s*[0-9.]+\s*%(\s*of (start|seeding))?\s*$",
            &["50%", "100% of seeding"],
        )
    };
    let keys = vec![
        ("off_below", level("The drug is left out once fewer cells are left.")),
        ("on_above", level("It is given again once as many are there.")),
    ];
    object(
        "Drug off and on by the number of cells, as a share of those at the course's start.",
        &["off_below", "on_above"],
        keys,
    )
}

fn oral() -> Value {
    let plasma = |what: &str| {
        let unit = r"^\s*[0-9.]+([eE][+-]?[0-9]+)?\s*(pM|nM|uM|µM|μM|mM)\s*$";
        pattern(what, unit, &["500 nM"])
    };
    let keys = vec![
        ("every", time("Time between oral doses.")),
        ("half_life", time("Elimination half-life in plasma.")),
        (
            "absorption_half_life",
            default(time("Half-life of absorption."), defaults::ABSORPTION_HALF_LIFE),
        ),
        ("average", plasma("Mean total concentration in plasma.")),
        (
            "trough",
            plasma("Instead of average: total concentration in plasma before the next dose."),
        ),
        ("free_fraction", number("Unbound share in plasma.", 0.0, 1.0)),
        (
            "medium_free_fraction",
            number(
                "Unbound share in medium; computed for 10% serum where left out.",
                0.0,
                1.0,
            ),
        ),
    ];
    object(
        "A patient-like course at steady state, instead of doses.",
        &["every"],
        keys,
    )
}

/// `[[sweep]]`
pub fn sweep() -> Value {
    let values = json!({
        "description": "The values, or a range in text such as \"10..1000 nM:5 log\".",
        "anyOf": [
            { "type": "array", "items": { "type": ["string", "number", "boolean"] }, "minItems": 1 },
            { "type": "string" },
        ],
    });
    let keys = vec![
        (
            "key",
            text("A dotted key of this file, such as flask.passage.split or course.alectinib.dose."),
        ),
        ("values", values),
    ];
    let entry = object(
        "One key and its values; `escalade sweep` runs all combinations.",
        &["key", "values"],
        keys,
    );
    list("For `escalade sweep`.", entry, 0)
}

/// `[niche]`
pub fn niche(names: &Names) -> Value {
    let level = |what: &str| number(what, 0.0, 1.0);
    let known: serde_json::Map<String, Value> = names
        .of("niche")
        .into_iter()
        .map(|id| (id.to_owned(), level("Level from 0 to 1.")))
        .collect();
    json!({
        "description": "What surrounds the cells, a level from 0 to 1 per factor.",
        "type": "object",
        "properties": known,
        "additionalProperties": level("Level from 0 to 1."),
    })
}
