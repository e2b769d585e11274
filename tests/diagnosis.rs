//! The virtual laboratory's read-outs and the diagnosis made from them, against what the guides expect.

mod support;

use escalade::assay::blot::{Band, Blot, BlotNoise, BlotRow, Lane, RowKind};
use escalade::assay::cytokines::{ElisaNoise, elisa};
use escalade::assay::expression::{DaySample, ExpressionNoise, expression};
use escalade::assay::functional::{Estimate, SwitchTest, TestDose, add_back, express, switch_dose, switch_test};
use escalade::assay::growth::Culture;
use escalade::assay::plate::PlateDesign;
use escalade::assay::{Bench, Specimen, SpecimenCells, Translation, genotype};
use escalade::diagnosis::examine::plate;
use escalade::diagnosis::readouts::{DriverSequencing, Holiday, PotencyCheck, Shift, Variant};
use escalade::diagnosis::score::{score, truth};
use escalade::diagnosis::{
    Atlas, Case, Diagnosis, Kind, Readouts, Surroundings, Thresholds, Verdict, Workup, advise, diagnose, examine,
};
use escalade::knowledge::KnowledgeBase;
use escalade::random::{Purpose, stream};
use escalade::statistics::interval::binomial_cdf;

fn knowledge() -> KnowledgeBase {
    KnowledgeBase::builtin().expect("the built-in knowledge base is valid")
}

fn bench(line: &str) -> Bench {
    Bench::of_line(&knowledge(), line).expect("a line of the knowledge base")
}

fn clone(bench: &Bench, name: &str) -> Specimen {
    genotype::read(&bench.biology, name).expect("a genotype of the line")
}

fn index(bench: &Bench, drug: &str) -> usize {
    bench.drug(drug).expect("a drug on the bench")
}

/// Two kinds of cells in one culture.
fn mixture(parts: &[(&Specimen, f64)]) -> Specimen {
    let cells = parts.iter().flat_map(|(specimen, share)| {
        specimen.cells().iter().map(move |part| SpecimenCells {
            count: part.count * share,
            ..part.clone()
        })
    });
    Specimen::mixed("mixture", cells).expect("living cells")
}

struct Found {
    readouts: Readouts,
    diagnosis: Diagnosis,
}

fn work_up(bench: &Bench, cells: &Specimen, (drug, dose): (&str, f64), workup: &Workup, stream: u64) -> Found {
    let before = Specimen::parental(&bench.biology);
    let case = Case {
        bench,
        before: &before,
        resistant: cells,
        drug: index(bench, drug),
        dose,
        stock: 1.0,
        surroundings: None,
        seed: 11,
        stream,
    };
    let readouts = examine(&case, workup);
    let diagnosis = diagnose(&readouts, &Atlas::of(bench), &Thresholds::default());
    Found { readouts, diagnosis }
}

fn called(found: &Found) -> Kind {
    found.diagnosis.first().expect("never without a call").kind
}

// ---- what the guides expect

/// "Sustained phosphorylation of ERK and/or AKT despite effective inhibition" speaks for off-target.
#[test]
fn pathways_run_on_despite_target_inhibition_in_bypass_clones_only() {
    for (line, drug, bypass, on_target) in [
        ("H3122", ("alectinib", 1000.0), "met-amplification", "G1202R"),
        ("KM12", ("larotrectinib", 100.0), "kras-g12d", "G595R"),
        ("MOLM-13", ("quizartinib", 20.0), "nras-g12d", "D835Y"),
    ] {
        let bench = bench(line);
        let lanes = |name: &str| {
            let found = work_up(&bench, &clone(&bench, name), drug, &Workup::full(), 0);
            let blot = found.readouts.blot.expect("the full work-up has a blot");
            let band = |row: &BlotRow, lane: usize| row.bands[lane].value;
            let target = blot.target().expect("a target row");
            let erk = blot.row("pERK").expect("a pERK row");
            (band(target, 3) / band(target, 1), band(erk, 3) / band(erk, 1))
        };
        let (target, erk) = lanes(bypass);
        assert!(
            target < 2.0 && erk > 2.0,
            "{line} {bypass}: target {target}, pERK {erk}"
        );
        let (target, erk) = lanes(on_target);
        assert!(
            target > 2.0 && erk > 2.0,
            "{line} {on_target}: target {target}, pERK {erk}"
        );
    }
}

#[test]
fn lorlatinib_tells_g1202r_from_met_amplification() {
    let bench = bench("H3122");
    let parental = Specimen::parental(&bench.biology);
    let lorlatinib = index(&bench, "lorlatinib");
    let mut rng = stream(2, 0, Purpose::DoseResponse);
    let mut left = |name: &str| {
        let dose = switch_dose(&bench, lorlatinib).expect("a dose that stops the parental line");
        let cells = clone(&bench, name);
        switch_test(
            &bench,
            (&parental, &cells),
            lorlatinib,
            dose,
            &PlateDesign::default(),
            &mut rng,
        )
    };
    let (on, off) = (left("G1202R"), left("met-amplification"));
    assert!(on.parental.high < 0.5 && on.resistant.high < 0.5, "{on:?}");
    assert!(off.parental.high < 0.5 && off.resistant.low > 0.5, "{off:?}");
}

#[test]
fn two_weeks_without_drug_resensitise_ccn1_high_cells_and_leave_an_allele() {
    let bench = bench("H3122");
    let drug = ("alectinib", 1000.0);
    let state = work_up(&bench, &clone(&bench, "parental @ ccn1-high"), drug, &Workup::full(), 0);
    let rest = state.readouts.holiday.as_ref().expect("a holiday");
    let before = state.readouts.shift.as_ref().expect("a shift");
    assert!(
        before.index.low > 2.0 && rest.shift.index.value < 2.0,
        "{before:?} {rest:?}"
    );
    assert_eq!(called(&state), Kind::Reversible);
    let allele = work_up(&bench, &clone(&bench, "G1202R"), drug, &Workup::full(), 0);
    assert!(allele.readouts.holiday.expect("a holiday").shift.index.low > 5.0);
}

#[test]
fn ascl1_is_positive_after_transformation_only() {
    let bench = bench("H3122");
    let share = |name: &str| {
        let found = work_up(&bench, &clone(&bench, name), ("alectinib", 1000.0), &Workup::full(), 3);
        let rows = found.readouts.stains.as_ref().expect("stains").rows.clone();
        let row = rows.into_iter().find(|row| row.marker == "ASCL1").expect("ASCL1");
        (row.resistant.share, called(&found))
    };
    let (transformed, call) = share("parental @ sclc");
    assert!(transformed > 0.7 && call == Kind::Transformed);
    assert!(share("met-amplification").0 < 0.1);
}

#[test]
fn flt3_ligand_is_high_in_the_co_culture() {
    let base = knowledge();
    let line = base.line("MOLM-13").expect("a line");
    let known = base.niche_of(line);
    let around = base.surroundings(line, &[("hs-5".to_owned(), 1.0)]).expect("a factor");
    let mut rng = stream(1, 0, Purpose::Cytokines);
    let plate = elisa(&known, &around, ElisaNoise::default(), &mut rng);
    for readout in ["FL", "FGF2", "CXCL12"] {
        let row = plate.rows.iter().find(|row| row.readout == readout).expect(readout);
        assert!(row.raised && row.co_culture > 10.0 * row.medium, "{row:?}");
    }
    let nothing = elisa(&known, &[], ElisaNoise::default(), &mut rng);
    assert!(nothing.rows.iter().all(|row| !row.raised));
}

#[test]
fn a_mek_inhibitor_resensitises_kras_mutant_trk_cells_and_not_on_target_ones() {
    let bench = bench("KM12");
    let (drug, partner) = (index(&bench, "larotrectinib"), index(&bench, "trametinib"));
    let design = plate(&bench, drug, 6, 72.0);
    let mut rng = stream(4, 0, Purpose::DoseResponse);
    let mut test = |name: &str| add_back(&bench, &clone(&bench, name), (drug, 100.0), partner, &design, &mut rng);
    let kras = test("kras-g12d");
    assert!(kras.bliss_excess.low > 0.0 && kras.bliss_excess.value > 0.1, "{kras:?}");
    assert!(kras.ic50_fold.is_some_and(|fold| fold > 10.0), "{kras:?}");
    let allele = test("G595R");
    assert!(allele.bliss_excess.value < 0.1, "{allele:?}");
}

#[test]
fn ectopic_expression_validates_the_candidate() {
    let bench = bench("KM12");
    let drug = index(&bench, "larotrectinib");
    let mut rng = stream(5, 0, Purpose::DoseResponse);
    let design = plate(&bench, drug, 6, 72.0);
    let engineered = express(&bench, &clone(&bench, "KRAS G12D"), drug, &design, &mut rng);
    let fold = engineered
        .engineered
        .resistance_index(&engineered.parental)
        .expect("a ratio");
    assert!(fold.low > 10.0, "{fold:?}");
}

#[test]
fn ccn1_expression_follows_drug_and_withdrawal() {
    let bench = bench("H3122");
    let (parental, adapted) = (
        Specimen::parental(&bench.biology),
        clone(&bench, "parental @ ccn1-high"),
    );
    let none = vec![0.0; bench.biology.drugs().len()];
    let rested = Culture::new(&bench.biology, &adapted, &none)
        .after(14.0)
        .expect("cells");
    let day = |day, on_drug, specimen: &Specimen| DaySample {
        day,
        on_drug,
        specimen: specimen.clone(),
    };
    let course = [
        day(0.0, false, &parental),
        day(150.0, true, &adapted),
        day(164.0, false, &rested),
    ];
    let mut rng = stream(6, 0, Purpose::Expression);
    let read = expression(&bench.biology, &course, ExpressionNoise::default(), &mut rng);
    let row = |marker: &str| read.rows.iter().find(|row| row.marker == marker).expect(marker);
    assert!(row("CCN1").follows_drug, "{:?}", row("CCN1"));
    assert!(!row("ASCL1").follows_drug);
}

#[test]
fn a_co_culture_protects_and_is_called() {
    let base = knowledge();
    let plain = Bench::of_line(&base, "MOLM-13").expect("a line");
    let factors = [("hs-5".to_owned(), 1.0)];
    let line = base.line("MOLM-13").expect("a line");
    let around = base.surroundings(line, &factors).expect("factors");
    let known = base.niche_of(line);
    let stroma = Bench::among(&base, "MOLM-13", &plain.drug_ids(), &[("hs-5", 1.0)]).expect("a co-culture");
    let parental = Specimen::parental(&plain.biology);
    let there = Translation::between(&plain.biology, &stroma.biology).expect("the same line");
    let moved = there.specimen(&parental);
    let case = Case {
        bench: &plain,
        before: &parental,
        resistant: &parental,
        drug: index(&plain, "quizartinib"),
        dose: 20.0,
        stock: 1.0,
        surroundings: Some(Surroundings {
            bench: &stroma,
            resistant: &moved,
            parental: &moved,
            factors: &around,
            known: &known,
        }),
        seed: 1,
        stream: 0,
    };
    let readouts = examine(&case, &Workup::full());
    let diagnosis = diagnose(&readouts, &Atlas::of(&stroma), &Thresholds::default());
    let call = diagnosis.first().expect("a call");
    assert_eq!(call.kind, Kind::Niche, "{diagnosis:?}");
    assert!(call.names.iter().any(|name| name == "FL"));
    let advice = advise(
        &plain,
        &Atlas::of(&stroma),
        case.drug,
        &diagnosis,
        &Thresholds::default(),
    );
    assert!(advice.iter().any(|one| one.text.contains("PD173074")), "{advice:?}");
}

#[test]
fn a_degraded_stock_is_found_before_anything_is_called() {
    let bench = bench("H3122");
    let parental = Specimen::parental(&bench.biology);
    let case = |stock| Case {
        bench: &bench,
        before: &parental,
        resistant: &parental,
        drug: bench.drug("alectinib").expect("a drug"),
        dose: 1000.0,
        stock,
        surroundings: None,
        seed: 5,
        stream: 0,
    };
    let call = |stock, workup: &Workup| {
        let readouts = examine(&case(stock), workup);
        let diagnosis = diagnose(&readouts, &Atlas::of(&bench), &Thresholds::default());
        diagnosis.first().expect("a call").kind
    };
    assert_eq!(call(0.05, &Workup::full()), Kind::Material);
    assert_eq!(call(1.0, &Workup::full()), Kind::NotResistant);
    // Without the check the weak stock looks like resistance.
    assert_ne!(call(0.05, &Workup::cheap()), Kind::NotResistant);
}

// ---- how often it is right

/// Hypothesis: at most 1% of cultures without a mutant are called on-target (the caller's own rate of false
/// calls per run). 150 cultures; rejected where so many would have a chance below 1e-6. The planted error, a
/// caller that is given a tenth of the cells with G1202R and no limit of share, is rejected.
#[test]
fn cultures_without_mutants_are_not_called_on_target() {
    let bench = bench("H3122");
    let (rate, alpha, n) = (0.01, 1e-6, 150);
    let mut most = 0;
    while 1.0 - binomial_cdf(most, n, rate) > alpha {
        most += 1;
    }
    let workup = Workup {
        add_back: false,
        ..Workup::full()
    };
    let adapted = clone(&bench, "parental @ ccn1-high");
    let parental = Specimen::parental(&bench.biology);
    let calls = |cells: &Specimen, limits: &Thresholds, n: u64| {
        let run = |stream| {
            let found = work_up(&bench, cells, ("alectinib", 1000.0), &workup, stream);
            diagnose(&found.readouts, &Atlas::of(&bench), limits)
        };
        let on_target = |diagnosis: &Diagnosis| diagnosis.calls.iter().any(|call| call.kind == Kind::OnTarget);
        (0..n).map(run).filter(on_target).count() as u64
    };
    let usual = Thresholds::default();
    assert!(calls(&adapted, &usual, n) <= most);
    assert!(calls(&parental, &usual, n) <= most);
    let planted = mixture(&[(&adapted, 0.9), (&clone(&bench, "G1202R"), 0.1)]);
    let lax = Thresholds {
        explaining_share: 0.0,
        ..usual
    };
    assert!(calls(&planted, &lax, n) > most);
}

/// Clones of every class by the full work-up. The share is measured and its floor stated: every clone whose
/// IC50 is shifted at least threefold without scatter is called right in nine runs of ten.
#[test]
fn pure_clones_are_called_right() {
    let (mut right, mut named, mut all) = (0, 0, 0);
    let mut wrong = Vec::new();
    for (line, drug, names) in [
        (
            "H3122",
            ("alectinib", 1000.0),
            &[
                "G1202R",
                "I1171N",
                "alk-amplification in 4 copies",
                "met-amplification",
                "egfr-activation",
                "igf1r-activation",
                "axl-shc1",
                "parental @ ccn1-high",
                "parental @ sclc",
            ][..],
        ),
        (
            "KM12",
            ("larotrectinib", 100.0),
            &[
                "G595R",
                "G667C",
                "F589L",
                "kras-g12d",
                "braf-v600e",
                "pik3ca-e545k",
                "met-amplification",
                "parental @ emt",
            ],
        ),
        (
            "MOLM-13",
            ("quizartinib", 20.0),
            &["D835Y", "F691L", "nras-g12d", "ptpn11-e76k"],
        ),
    ] {
        let bench = bench(line);
        for name in names {
            let cells = clone(&bench, name);
            let truth = truth(&bench.biology, &cells, false);
            for stream in 0..5 {
                let found = work_up(&bench, &cells, drug, &Workup::full(), stream);
                let score = score(&found.diagnosis, &truth);
                all += 1;
                right += u32::from(score.verdict == Verdict::Right);
                named += u32::from(score.named);
                if score.verdict != Verdict::Right {
                    wrong.push(format!("{line} {name}: {}", found.diagnosis.words()));
                }
            }
        }
    }
    println!("{right} right and {named} named of {all}; {wrong:?}");
    assert!(f64::from(right) >= 0.9 * f64::from(all), "{right} of {all}: {wrong:?}");
}

#[test]
fn a_cheap_work_up_loses_what_is_not_in_the_drivers_sequence() {
    let bench = bench("H3122");
    let drug = ("alectinib", 1000.0);
    let cheap = |name: &str| called(&work_up(&bench, &clone(&bench, name), drug, &Workup::cheap(), 1));
    assert_eq!(cheap("G1202R"), Kind::OnTarget);
    assert_ne!(cheap("parental @ ccn1-high"), Kind::Reversible);
    assert_ne!(cheap("alk-amplification in 4 copies"), Kind::Amplification);
}

#[test]
fn two_mechanisms_in_one_flask_are_both_named() {
    let bench = bench("H3122");
    let both = mixture(&[
        (&clone(&bench, "met-amplification"), 0.5),
        (&clone(&bench, "G1202R"), 0.5),
    ]);
    let found = work_up(&bench, &both, ("alectinib", 1000.0), &Workup::full(), 0);
    let kinds: Vec<Kind> = found.diagnosis.calls.iter().map(|call| call.kind).collect();
    assert!(
        kinds.contains(&Kind::OnTarget) && kinds.contains(&Kind::Bypass),
        "{kinds:?}"
    );
}

// ---- the decision on hand-made read-outs

fn shift(fold: f64) -> Shift {
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

fn driver(variants: &[(&str, f64)], copies: f64) -> DriverSequencing {
    DriverSequencing {
        gene: "ALK".into(),
        method: "1000x".into(),
        limit: 0.01,
        new_variants: (variants.iter())
            .map(|(name, vaf)| Variant {
                name: (*name).into(),
                region: "solvent front".into(),
                vaf: Estimate::exact(*vaf),
            })
            .collect(),
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
            "sensitive to the next generation without a sequence is on-target",
            Readouts {
                switches: vec![switch(0.2)],
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
        assert_eq!(decide(&readouts).words(), expected, "{what}");
    }
    let both = Readouts {
        driver: Some(driver(&[("G1202R", 0.25)], 1.0)),
        blot: Some(hand_blot(&off_target)),
        ..table()
    };
    assert_eq!(decide(&both).words(), "bypass: MET + on-target: G1202R");
}

/// The decision's sources name no cells.
#[test]
fn the_decision_cannot_see_the_truth() {
    for file in [
        "decide",
        "follow_up",
        "signals",
        "weigh",
        "call",
        "readouts",
        "thresholds",
    ] {
        let path = format!("{}/src/diagnosis/{file}.rs", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(&path).expect("a source file");
        for word in ["Specimen", "Genotype", "Biology", "MechanismClass", "::score", "engine"] {
            assert!(!text.contains(word), "{path} names {word}");
        }
    }
}

// ---- the command

/// A small finished run of four flasks in folder `r`.
fn finished() -> support::Bench {
    let text = support::changed(support::LABORATORY, "\"60 d\"", "\"250 d\"");
    let bench = support::Bench::with(&text);
    bench.good(&["run", "s.toml", "--out", "r", "--quiet"]);
    bench
}

#[test]
fn a_run_is_diagnosed_the_same_way_twice() {
    let bench = finished();
    let flasks = ["diagnose", "r", "--flasks", "0-3", "--against", "cheap", "--out"];
    let once = bench.good(&[&flasks[..], &["o"]].concat());
    bench.good(&[&flasks[..], &["p"]].concat());
    for file in ["diagnosis.html", "diagnosis.csv", "diagnosis.json"] {
        assert!(!bench.read(&format!("o/{file}")).is_empty());
        assert_eq!(
            bench.read(&format!("o/{file}")),
            bench.read(&format!("p/{file}")),
            "{file}"
        );
    }
    assert!(
        once.contains("The full work-up names") && once.contains("The cheap work-up is right in"),
        "{once}"
    );
    let csv = String::from_utf8(bench.read("o/diagnosis.csv")).expect("text");
    assert_eq!(csv.lines().count(), 9);
}

#[test]
fn a_hidden_flask_stays_hidden_until_the_answer() {
    let bench = finished();
    let asked = bench.good(&["diagnose", "r", "--blind", "--seed", "7", "--out", "q"]);
    assert!(
        asked.contains("What is it, and what now?") && asked.contains("== Dose-response"),
        "{asked}"
    );
    assert!(!asked.contains("flask") && !asked.contains("The cells"), "{asked}");
    let page = String::from_utf8(bench.read("q/quiz.html")).expect("text");
    assert!(!page.contains("flask") && !page.contains("Truth"));
    let told = bench.good(&["diagnose", "r", "--blind", "--seed", "7", "--answer", "bypass:MET"]);
    assert!(
        told.contains("Your answer: bypass: MET is") && told.contains("The workflow says"),
        "{told}"
    );
}

#[test]
fn bad_input_is_refused_with_what_is_allowed() {
    let bench = finished();
    bench.refused(
        &["diagnose", "r", "--workup", "ful"],
        &["--workup \"ful\" is unknown", "full"],
    );
    bench.refused(
        &["diagnose", "r", "--flasks", "2-9"],
        &["is not a flask or a range", "0 to 3"],
    );
    bench.refused(&["diagnose", "r", "--depth", "0"], &["--depth 0", "1 to 10000000"]);
    bench.refused(
        &["diagnose", "r", "--genes", "KRAZ"],
        &["gene \"KRAZ\" is unknown", "KRAS"],
    );
    bench.refused(&["diagnose", "r", "--without", "blott"], &["is not a step", "blot"]);
    bench.refused(&["diagnose", "r", "--stock", "0%"], &["--stock must be above 0%"]);
    bench.refused(
        &["diagnose", "r", "--blind", "--answer", "bypas:MET"],
        &["\"bypas\" is not a kind", "bypass"],
    );
    bench.refused(&["diagnose", "nowhere"], &["not the folder of a run"]);
    std::fs::remove_file(bench.path("r/summary.json")).expect("a finished run");
    bench.refused(&["diagnose", "r"], &["the run is not finished"]);
    bench.write("p.toml", support::PLAIN);
    bench.good(&["run", "p.toml", "--out", "plain", "--quiet"]);
    bench.refused(&["diagnose", "plain"], &["plain form"]);
    let lock = String::from_utf8(bench.read("r/scenario.lock.toml")).expect("text");
    let version = format!("version = \"{}\"", env!("CARGO_PKG_VERSION"));
    bench.write("r/scenario.lock.toml", &lock.replace(&version, "version = \"0.0.9\""));
    bench.refused(&["diagnose", "r"], &["was written by escalade 0.0.9"]);
}

#[test]
fn every_kind_of_assay_answers() {
    let bench = support::Bench::new();
    let cells = ["--line", "H3122", "--genotype", "met-amplification"];
    let dosed = ["--drug", "alectinib", "--dose", "1 uM"];
    for (kind, extra, parts) in [
        ("blot", &dosed[..], &["pALK", "pMET", "pHER2", "not in the model"][..]),
        ("array", &dosed, &["rank", "pMET", "yes"]),
        ("markers", &[], &["ASCL1", "CCN1"]),
        ("expression", &[], &["CCN1", "day 0 -", "follows the drug"]),
        ("switch", &["--drug", "alectinib"], &["lorlatinib", "generation"]),
        (
            "add-back",
            &[&dosed[..], &["--partner", "capmatinib"]].concat(),
            &["capmatinib", "Bliss excess", "Loewe"],
        ),
        (
            "express",
            &["--drug", "alectinib"],
            &["MET amplification", "yes: more survive"],
        ),
    ] {
        let text = bench.good(&[&["assay", kind], &cells[..], extra, &["--out", kind]].concat());
        assert!(parts.iter().all(|part| text.contains(part)), "{kind}: {text}");
    }
    assert!(
        String::from_utf8(bench.read("blot/blot.svg"))
            .expect("text")
            .starts_with("<svg")
    );
    let stroma = bench.good(&["assay", "cytokines", "--line", "MOLM-13", "--niche", "hs-5"]);
    assert!(
        stroma.contains("FL") && stroma.contains("ng/ml") && stroma.contains("yes"),
        "{stroma}"
    );
    bench.refused(
        &["assay", "cytokines", "--line", "MOLM-13", "--niche", "hs5"],
        &["hs-5"],
    );
    bench.refused(&["assay", "cytokines", "--line", "MOLM-13"], &["--niche FACTOR"]);
    bench.refused(
        &["assay", "blot", "--line", "H3122", "--drug", "alectinib", "--dose", "1"],
        &["--dose"],
    );
    bench.refused(
        &["assay", "express", "--line", "H3122", "--drug", "alectinib"],
        &["say what is engineered"],
    );
}
