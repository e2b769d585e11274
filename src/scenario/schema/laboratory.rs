//! Tables of the laboratory form.

use super::course::{course, niche, sweep};
use super::{
    Names, cells, choice, default, known, list, number, object, passages, pattern, share, time, time_or, truth, whole,
};
use crate::model::design::Barcodes;
use crate::scenario::defaults::{self, NEVER};
use serde_json::{Value, json};

pub fn keys(names: &Names) -> Vec<(&'static str, Value)> {
    vec![
        ("line", line(names)),
        ("flask", flask(names)),
        ("niche", niche(names)),
        ("routes", routes(names)),
        ("barcodes", barcodes()),
        ("course", list("What is given, a drug each.", course(names), 1)),
        ("resistance", resistance()),
        ("stop", stop()),
        (
            "look_every",
            default(
                time("How often the flask is looked at, 1 h to 30 d; everything happens at looks."),
                defaults::LOOK_EVERY,
            ),
        ),
        ("sweep", sweep()),
    ]
}

fn line(names: &Names) -> Value {
    let agent = || known("A mutagen of the knowledge base.", &names.of("mutagen"));
    let dosed = vec![
        ("agent", agent()),
        ("dose", default(number("In treatments of the record.", 0.0, 100.0), 1)),
    ];
    let mutagen = json!({
        "description": "Treatment once before seeding.",
        "anyOf": [agent(), object("With a dose.", &["agent"], dosed)],
    });
    let keys = vec![
        (
            "id",
            known(
                "Cell line of the knowledge base, or of an overlay (--kb).",
                &names.of("line"),
            ),
        ),
        (
            "stock",
            default(
                choice(
                    "A fresh clone, or an old stock with more neutral mutants.",
                    &["clone", "old"],
                ),
                defaults::STOCK,
            ),
        ),
        (
            "expand_to",
            default(
                cells("Size to which the founding cell is grown before seeding."),
                defaults::EXPAND_TO,
            ),
        ),
        (
            "passaged",
            default(
                time("How long an old stock was passaged after that."),
                defaults::PASSAGED,
            ),
        ),
        (
            "spectrum",
            known(
                "Spectrum of point mutations; the codon rule where left out.",
                &names.of("spectrum"),
            ),
        ),
        ("mutagen", mutagen),
        (
            "arms",
            default(
                whole("So many consecutive flasks are split from one stock.", 1, 1000),
                1,
            ),
        ),
    ];
    object("The cells before the experiment.", &["id"], keys)
}

fn flask(names: &Names) -> Value {
    let at = json!({
        "description": "Confluence at which the flask is passaged, or never: on the calendar only.",
        "anyOf": [share("", "confluence|confluent"), { "const": NEVER }],
    });
    let passage = vec![
        ("at", default(at, defaults::PASSAGE_AT)),
        (
            "or_every",
            default(
                time_or("Or this long after the last passage.", &[NEVER]),
                defaults::PASSAGE_EVERY,
            ),
        ),
        (
            "split",
            default(
                pattern(
                    "Share carried over at confluence.",
                    r"^\s*1:\s*[0-9.eE+]+\s*$",
                    &["1:8"],
                ),
                defaults::SPLIT,
            ),
        ),
    ];
    let keys = vec![
        (
            "vessel",
            default(
                known(
                    "Vessel of the knowledge base; any name with capacity.",
                    &names.of("vessel"),
                ),
                defaults::VESSEL,
            ),
        ),
        (
            "capacity",
            cells("Cells of a full vessel; the vessel's where left out."),
        ),
        (
            "seed_cells",
            cells("Cells seeded on day 0 and at calendar passages; the vessel's usual number where left out."),
        ),
        (
            "pooled",
            default(whole("Vessels that are pooled and re-seeded together.", 1, 1000), 1),
        ),
        (
            "plating",
            default(
                share("Cells that attach at seeding and at passages.", "attach"),
                defaults::PLATING,
            ),
        ),
        (
            "medium",
            pattern(
                "Volume of medium in a vessel.",
                r"^\s*[0-9.eE+-]+\s*(mL|ml|uL|ul|µL|μL|L)\s*$",
                &["10 mL"],
            ),
        ),
        (
            "medium_change",
            default(
                time_or(
                    "Medium is changed this often besides passages and changes of dose.",
                    &[NEVER],
                ),
                defaults::MEDIUM_CHANGE,
            ),
        ),
        ("passage", object("When and how the flask is passaged.", &[], passage)),
    ];
    object("The vessel.", &[], keys)
}

fn routes(names: &Names) -> Value {
    let open = |what: &str, kind: &str| {
        json!({
            "description": what,
            "anyOf": [{ "type": "boolean" }, list("Only these.", known("A name.", &names.of(kind)), 0)],
            "default": true,
        })
    };
    let keys = vec![
        (
            "alleles",
            open("Point mutations of the driver: all, none, or a list.", "allele"),
        ),
        (
            "amplification",
            default(truth("Copy-number changes of the driver."), true),
        ),
        ("bypass", open("Bypass alterations: all, none, or a list.", "bypass")),
        (
            "states",
            open(
                "Drug-tolerant, adapted and transformed states: all, none, or a list.",
                "state",
            ),
        ),
        (
            "induced_mutability",
            default(truth("Stress makes point mutations more frequent."), false),
        ),
    ];
    object("Which escape routes are open.", &[], keys)
}

fn barcodes() -> Value {
    let keys = vec![
        (
            "library",
            whole("Cells that get a barcode each.", 10, Barcodes::MAX_LIBRARY),
        ),
        (
            "transduced",
            cells("Instead of library, with moi: cells that meet the virus."),
        ),
        (
            "moi",
            number(
                "Multiplicity of infection: a share 1 - e^-moi of the cells gets a barcode.",
                0.001,
                5.0,
            ),
        ),
        (
            "cells_per_barcode",
            default(
                whole("Mean number of cells per barcode when the pool is split.", 1, 1_000_000),
                defaults::CELLS_PER_BARCODE,
            ),
        ),
    ];
    object(
        "Heritable marks, to tell pre-existing from acquired resistance.",
        &[],
        keys,
    )
}

fn resistance() -> Value {
    let keys = vec![
        (
            "growth",
            default(
                share(
                    "Growth at the goal dose, as a share of the parental rate, that counts as resistant.",
                    "of parental",
                ),
                defaults::GROWTH,
            ),
        ),
        (
            "held_for",
            default(passages("Passages in a row with that growth."), defaults::HELD_FOR),
        ),
        (
            "detection_limit",
            default(
                share("Share of cells above which a mechanism is present.", "VAF"),
                defaults::DETECTION_LIMIT,
            ),
        ),
    ];
    object("When a flask counts as resistant.", &[], keys)
}

fn stop() -> Value {
    let keys = vec![
        ("after", default(time("Last day."), defaults::STOP_AFTER)),
        (
            "at_resistance",
            default(
                truth("Stop a flask when it is resistant."),
                defaults::STOP_AT_RESISTANCE,
            ),
        ),
    ];
    object("When the experiment ends.", &[], keys)
}
