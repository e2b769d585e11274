//! The decision on hand-made read-outs.

use super::{bench, words};
use escalade::assay::Estimate;
use escalade::assay::functional::{SwitchTest, TestDose};
use escalade::assay::sequencing::Method;
use escalade::assay::signals::blot::{Band, Blot, BlotNoise, BlotRow, Lane};
use escalade::assay::signals::shown::RowKind;
use escalade::diagnosis::readouts::{DriverSequencing, Holiday, PotencyCheck, Shift, Survival, Variant};
use escalade::diagnosis::scoring::answer::Book;
use escalade::diagnosis::{Atlas, Diagnosis, Kind, Readouts, Thresholds, diagnose};

pub fn shift(fold: f64) -> Shift {
    Shift {
        parental_ic50: Some(10.0),
        resistant_ic50: Some(10.0 * fold),
        highest: 10_000.0,
        index: Estimate {
            value: fold,
            low: 0.8 * fold,
            high: 1.25 * fold,
        },
        at_least: false,
    }
}

/// Shares alive at the flask's dose, each within 0.04.
fn survival(resistant: f64, parental: f64) -> Option<Survival> {
    let within = |value: f64| Estimate {
        value,
        low: value - 0.04,
        high: value + 0.04,
    };
    Some(Survival {
        parental: within(parental),
        resistant: within(resistant),
        alone: None,
        rested: None,
    })
}

fn table() -> Readouts {
    Readouts {
        shift: Some(shift(20.0)),
        ..Readouts::empty("hand-made", "alectinib", 1000.0)
    }
}

fn switch(resistant: f64) -> SwitchTest {
    SwitchTest {
        drug: "lorlatinib".into(),
        drug_id: "lorlatinib".into(),
        generation: Some(3),
        dose: TestDose {
            nm: 235.0,
            words: String::new(),
        },
        parental: Estimate::exact(0.1),
        resistant: Estimate::exact(resistant),
    }
}

/// Rows: (read-out, kind, parental with drug, resistant with drug); without drug all are 1 but for sources.
fn hand_blot(rows: &[(&str, &str, RowKind, f64, f64)]) -> Blot {
    let band = |value: f64| Band {
        value: value.max(0.03),
        faint: value < 0.03,
        saturated: false,
    };
    Blot {
        lanes: vec![
            Lane {
                specimen: String::new(),
                treatment: String::new(),
            };
            4
        ],
        rows: (rows.iter())
            .map(|(readout, name, kind, parental, resistant)| {
                let off = if *kind == RowKind::Source { 0.0 } else { 1.0 };
                let resistant_off = if *kind == RowKind::Source { *resistant } else { 1.0 };
                BlotRow {
                    readout: (*readout).into(),
                    name: (*name).into(),
                    kind: *kind,
                    silent: false,
                    bands: [off, *parental, resistant_off, *resistant].map(band).to_vec(),
                }
            })
            .collect(),
        noise: BlotNoise::default(),
    }
}

pub fn driver(variants: &[(&str, f64)], copies: f64) -> DriverSequencing {
    DriverSequencing {
        gene: "ALK".into(),
        method: Method::Reads { depth: 1000 },
        limit: 0.01,
        new_variants: (variants.iter())
            .map(|(name, vaf)| Variant {
                name: (*name).into(),
                region: "solvent front".into(),
                vaf: Estimate::exact(*vaf),
                before: None,
            })
            .collect(),
        as_before: Vec::new(),
        copies: Some(Estimate::exact(copies)),
    }
}

fn decide(readouts: &Readouts) -> Diagnosis {
    diagnose(readouts, &Atlas::of(&bench("H3122")), &Thresholds::default())
}

#[test]
fn the_decision_table_holds() {
    let source = |readout: &'static str, name: &'static str| (readout, name, RowKind::Source, 0.0, 1.0);
    let off_target = [
        ("pALK", "ALK", RowKind::Target, 0.05, 0.05),
        ("pERK", "MAPK", RowKind::Pathway, 0.1, 0.9),
        source("pMET", "MET"),
    ];
    let on_target = [
        ("pALK", "ALK", RowKind::Target, 0.05, 0.8),
        ("pERK", "MAPK", RowKind::Pathway, 0.1, 0.9),
    ];
    let nothing = [("pALK", "ALK", RowKind::Target, 0.05, 0.05)];
    let cases: Vec<(&str, Readouts, &str)> = vec![
        (
            "a weak stock stops everything",
            Readouts {
                potency: Some(PotencyCheck {
                    ic50_over_record: Estimate::exact(10.0),
                }),
                ..table()
            },
            "material: weak drug stock",
        ),
        (
            "no shift is no resistance",
            Readouts {
                shift: Some(shift(1.3)),
                driver: Some(driver(&[("G1202R", 0.5)], 1.0)),
                ..table()
            },
            "not-resistant",
        ),
        (
            "a shift that is not sure is none without surely more survivors",
            Readouts {
                shift: Some(shift(2.2)),
                survival: survival(0.34, 0.31),
                driver: Some(driver(&[("G1202R", 0.5)], 1.0)),
                ..table()
            },
            "not-resistant",
        ),
        (
            "a shift that is not sure counts beside surely more survivors",
            Readouts {
                shift: Some(shift(2.2)),
                survival: survival(0.46, 0.31),
                driver: Some(driver(&[("G1202R", 0.5)], 1.0)),
                ..table()
            },
            "on-target: G1202R",
        ),
        (
            "a shift that a holiday takes away is reversible",
            Readouts {
                holiday: Some(Holiday {
                    days: 14.0,
                    shift: shift(1.2),
                }),
                ..table()
            },
            "reversible",
        ),
        (
            "a new allele in most cells is on-target",
            Readouts {
                driver: Some(driver(&[("G1202R", 0.48)], 1.0)),
                ..table()
            },
            "on-target: G1202R",
        ),
        (
            "an allele in few cells explains nothing",
            Readouts {
                driver: Some(driver(&[("G1202R", 0.02)], 1.0)),
                ..table()
            },
            "undetermined",
        ),
        (
            "more copies are amplification, even where a holiday loses them",
            Readouts {
                driver: Some(driver(&[], 2.5)),
                holiday: Some(Holiday {
                    days: 14.0,
                    shift: shift(1.2),
                }),
                ..table()
            },
            "amplification: ALK",
        ),
        (
            "sensitive to the next generation without a sequence is on-target, where a holiday takes nothing",
            Readouts {
                switches: vec![switch(0.2)],
                holiday: Some(Holiday {
                    days: 14.0,
                    shift: shift(20.0),
                }),
                ..table()
            },
            "on-target",
        ),
        (
            "resistant to the next generation without more is off-target",
            Readouts {
                switches: vec![switch(0.9)],
                ..table()
            },
            "bypass",
        ),
        (
            "a raised receptor names the bypass",
            Readouts {
                blot: Some(hand_blot(&off_target)),
                ..table()
            },
            "bypass: MET",
        ),
        (
            "a sustained target is on-target",
            Readouts {
                blot: Some(hand_blot(&on_target)),
                ..table()
            },
            "on-target",
        ),
        (
            "nothing seen is nothing said",
            Readouts {
                blot: Some(hand_blot(&nothing)),
                ..table()
            },
            "undetermined",
        ),
    ];
    for (what, readouts, expected) in cases {
        assert_eq!(words(&decide(&readouts)), expected, "{what}");
    }
    let both = Readouts {
        driver: Some(driver(&[("G1202R", 0.25)], 1.0)),
        blot: Some(hand_blot(&off_target)),
        ..table()
    };
    assert_eq!(words(&decide(&both)), "bypass: MET + on-target: G1202R");
}

/// The decision's sources name no cells.
#[test]
fn the_decision_cannot_see_the_truth() {
    let room = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/diagnosis");
    let steps = std::fs::read_dir(room.join("decision")).expect("a room");
    let steps: Vec<_> = steps.map(|entry| entry.expect("a file").path()).collect();
    assert!(steps.len() > 10, "{steps:?}");
    let common = ["call.rs", "evidence.rs", "outcome.rs", "readouts.rs", "thresholds.rs"];
    for path in steps.into_iter().chain(common.map(|file| room.join(file))) {
        let text = std::fs::read_to_string(&path).expect("a source file");
        for word in ["Specimen", "Genotype", "Biology", "MechanismClass", "scoring", "engine"] {
            assert!(!text.contains(word), "{} names {word}", path.display());
        }
    }
}

/// Every kind of answer of the quiz: read whatever the spelling, refused with what is near where a name is wrong.
#[test]
fn answers_are_read_and_slips_are_named() {
    let book = Book::of(&bench("H3122"));
    let read = |text: &str| {
        let calls = book.read(text).unwrap_or_else(|problem| panic!("{problem}"));
        let words: Vec<String> = calls.iter().map(ToString::to_string).collect();
        words.join(" + ")
    };
    for (text, meant) in [
        ("bypass:MET", "bypass: MET"),
        ("Bypass: met amplification", "bypass: met amplification"),
        ("on target: g1202r", "on-target: G1202R"),
        ("on-target:C1156Y+l1198f", "on-target: C1156Y, L1198F"),
        ("amplification:alk", "amplification: ALK"),
        ("reversible:CCN1-high", "reversible: CCN1-high"),
        ("reversible:ccn1", "reversible: CCN1"),
        ("transformed:ascl1", "transformed: ASCL1"),
        ("material:Weak drug stock", "material: weak drug stock"),
        ("undetermined", "undetermined"),
        ("on-target:G1202R+bypass:MET", "on-target: G1202R + bypass: MET"),
        (
            "on-target: C1156Y + L1198F + reversible",
            "on-target: C1156Y, L1198F + reversible",
        ),
        ("bypass:KRAS+ amplification", "bypass: KRAS + amplification"),
        ("reversible:egfr activation", "reversible: EGFR activation"),
        ("reversible: pEGFR", "reversible: pEGFR"),
    ] {
        assert_eq!(read(text), meant, "{text}");
    }
    assert_eq!(book.read("bypass:MET + reversible").map(|calls| calls.len()), Ok(2));
    assert!(Kind::ALL.iter().all(|kind| book.read(kind.word()).is_ok()));
    let niche = Book::of(&bench("MOLM-13"));
    assert!(niche.read("niche:FGF2").is_ok() && niche.read("niche:fl").is_ok());
    for (book, text, parts) in [
        (&book, "bypas:MET", &["\"bypas\" is not a kind", "bypass"][..]),
        (
            &book,
            "bypass:METT",
            &["\"METT\" is no name of kind bypass", "did you mean", "MET"],
        ),
        (&book, "on-target:G1202K", &["\"G1202K\"", "G1202R"]),
        (
            &book,
            "reversible:CNN1",
            &["\"CNN1\" is no name of kind reversible", "CCN1"],
        ),
        (&book, "transformed:ASCL2", &["\"ASCL2\"", "ASCL1"]),
        (
            &book,
            "amplification:MET",
            &["\"MET\" is no name of kind amplification", "ALK"],
        ),
        (&book, "material:weak drug", &["weak drug stock"]),
        (&book, "not-resistant:G1202R", &["takes no name"]),
        (&niche, "niche:FGF3", &["\"FGF3\" is no name of kind niche", "FGF2"]),
    ] {
        let problem = book.read(text).expect_err(text);
        assert!(parts.iter().all(|part| problem.contains(part)), "{text}: {problem}");
    }
}
