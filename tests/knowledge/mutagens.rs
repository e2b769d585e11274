//! Mutagens, other spectra, and mutability under stress.

use crate::support::Bench;
use escalade::engine::{Settings, sample_flask};
use escalade::knowledge::{Conditions, KnowledgeBase};
use escalade::model::biology::{Biology, Genotype};
use escalade::scenario::{Body, Laboratory, load, lock};
use std::collections::BTreeMap;

const ENU: &str = r#"
schema = 1
name = "ENU"
replicates = 2
[line]
id = "H3122"
expand_to = 1e6
mutagen = { agent = "ENU", dose = 20 }
[flask]
vessel = "T25"
seed_cells = 1e6
[[course]]
drug = "crizotinib"
dose = "1 uM"
[stop]
after = "1 d"
"#;

fn laboratory(text: &str) -> Laboratory {
    match load("s.toml", text.to_owned()).unwrap().body {
        Body::Laboratory(laboratory) => *laboratory,
        Body::Plain(_) => panic!("not a laboratory scenario"),
    }
}

/// Seeded cells of every genotype, summed over replicates. Nothing but the mutagen founds mutants.
fn seeded(laboratory: &Laboratory, biology: &Biology, replicates: u64) -> BTreeMap<Genotype, u64> {
    let mut counts = BTreeMap::new();
    let settings = Settings {
        method: escalade::engine::Method::Interval,
        tolerance: 0.01,
    };
    for replicate in 0..replicates {
        let (_, samples) = sample_flask(biology, &laboratory.protocol, &settings, 11, replicate, &[0.0]);
        for cells in &samples[0].cells {
            *counts.entry(cells.genotype.clone()).or_insert(0) += cells.cells;
        }
    }
    counts
}

fn without_spontaneous(laboratory: &Laboratory) -> Biology {
    let mut biology = laboratory.biology.clone();
    for allele in &mut biology.alleles {
        allele.per_division = 0.0;
        allele.steps.clear();
    }
    biology.bypasses.iter_mut().for_each(|bypass| bypass.per_division = 0.0);
    biology.ladder.first_gain = 0.0;
    biology
}

/// H0: the number of seeded cells with each change is Poisson with mean cells x copies x probability
/// (binomial with tiny probability). Two-sided alpha 1e-6 over all changes: |z| below 5.6.
#[test]
fn a_mutagen_strikes_as_often_as_its_spectrum_says() {
    let laboratory = laboratory(ENU);
    let biology = without_spontaneous(&laboratory);
    let hits = biology.mutagenesis.clone().unwrap();
    let wild_type = biology.wild_type();
    let replicates = 150;
    let counts = seeded(&laboratory, &biology, replicates);
    let cells = replicates as f64 * 1e6;
    let seen = |genotype: &Genotype| counts.get(genotype).copied().unwrap_or(0) as f64;
    let z = |seen: f64, expected: f64| (seen - expected) / expected.max(1.0).sqrt();
    let mut worst_if_shifted = 0.0_f64;
    let mut tested = 0;
    for (a, probability) in hits.per_copy.iter().enumerate().filter(|(_, p)| **p > 0.0) {
        let (copies, child) = biology.point_mutants(&wild_type, a as u32).remove(0);
        let expected = cells * f64::from(copies) * probability;
        assert!(
            z(seen(&child), expected).abs() < 5.6,
            "{}: {} {expected}",
            biology.alleles[a].name,
            seen(&child)
        );
        // A planted error: the probability of the next change in the list instead of its own.
        let next = hits.per_copy[(a + 1) % hits.per_copy.len()];
        worst_if_shifted = worst_if_shifted.max(z(seen(&child), cells * next).abs());
        tested += 1;
    }
    assert!(tested > 15, "{tested}");
    assert!(worst_if_shifted > 20.0, "{worst_if_shifted}");
    for (b, probability) in hits.per_cell.iter().enumerate().filter(|(_, p)| **p > 0.0) {
        let child = wild_type.with_bypass(b as u32);
        assert!(
            z(seen(&child), cells * probability).abs() < 5.6,
            "{}",
            biology.bypasses[b].name
        );
    }
    // The pooled number would show an error of 5%.
    let expected: f64 = cells * (hits.per_copy.iter().sum::<f64>() + hits.per_cell.iter().sum::<f64>());
    let mutants: f64 = counts
        .iter()
        .filter(|(g, _)| **g != wild_type)
        .map(|(_, n)| *n as f64)
        .sum();
    assert!(
        z(mutants, expected).abs() < 5.6 && z(mutants, 1.05 * expected).abs() > 5.6,
        "{mutants} {expected}"
    );
    let mut spared = biology.clone();
    spared.mutagenesis = None;
    let total = |counts: &BTreeMap<Genotype, u64>| counts.values().sum::<u64>();
    let unstruck = seeded(&laboratory, &spared, replicates);
    assert_eq!(total(&counts), total(&unstruck), "hit cells change, none appear");
}

/// H0: two changes strike the same cell independently: n p q double mutants. Two-sided alpha 1e-6: |z| below 5.
#[test]
fn one_cell_can_be_struck_twice() {
    let laboratory = laboratory(ENU);
    let mut biology = without_spontaneous(&laboratory);
    let (p, q) = (2e-3, 5e-3);
    let mut hits = biology.mutagenesis.clone().unwrap();
    hits.per_cell.fill(0.0);
    hits.per_copy.fill(0.0);
    let first = biology.alleles.iter().position(|a| a.name == "L1196M").unwrap();
    let second = biology.alleles.iter().position(|a| a.name == "G1202R").unwrap();
    (hits.per_copy[first], hits.per_copy[second]) = (p, q);
    biology.mutagenesis = Some(hits);
    let both = biology
        .wild_type()
        .with_allele(0, first as u32)
        .with_allele(0, second as u32);
    let replicates = 40;
    let counts = seeded(&laboratory, &biology, replicates);
    let cells: f64 = counts.values().sum::<u64>() as f64;
    let expected = cells * p * q;
    let seen = counts.get(&both).copied().unwrap_or(0) as f64;
    assert!((seen - expected).abs() < 5.0 * expected.sqrt(), "{seen} {expected}");
    assert!(seen > 5.0 * expected.sqrt(), "leaving doubles out would show");
}

/// Expected frequencies from the published shares, by hand.
#[test]
fn enu_frequencies_follow_from_the_published_shares() {
    let biology = laboratory(&ENU.replace("dose = 20", "dose = 1")).biology;
    let hits = biology.mutagenesis.unwrap();
    let of = |name: &str| {
        let a = biology.alleles.iter().position(|a| a.name == name).unwrap();
        hits.per_copy[a]
    };
    // G1202R is c.3604G>A (GGA to AGA) and GGA to CGA; L1196M is CTG to ATG; 41% of pairs are G.C.
    let close = |a: f64, b: f64| assert!((a / b - 1.0).abs() < 1e-9, "{a} {b}");
    close(of("L1196M"), 1e-6 * 0.07 / 0.41);
    assert!(of("G1202R") >= 1e-6 * 0.22 / 0.41 * (1.0 - 1e-9));
    // A change at A.T is more likely than the same kind at G.C: ENU differs from spontaneous supply.
    let ratio = |name: &str| of(name) / biology.alleles.iter().find(|a| a.name == name).unwrap().per_division;
    assert!(
        ratio("I1171N") > 3.0 * ratio("G1202R"),
        "{} {}",
        ratio("I1171N"),
        ratio("G1202R")
    );
}

#[test]
fn spectra_and_mutability_change_point_mutations_only() {
    let kb = KnowledgeBase::builtin().unwrap();
    let under = |conditions: &Conditions| kb.resolve_under("H3122", &["alectinib"], conditions).unwrap();
    let usual = under(&Conditions::default());
    let exac = under(&Conditions {
        spectrum: Some("exac".to_owned()),
        ..Conditions::default()
    });
    let of = |biology: &Biology, name: &str| biology.alleles.iter().find(|a| a.name == name).unwrap().per_division;
    // L1196M is C>A on the coding strand: 0.0179 of all changes at a quarter of the bases.
    assert!((of(&exac.biology, "L1196M") / (1e-9 * 0.0179 / 0.25) - 1.0).abs() < 1e-9);
    assert_ne!(of(&usual.biology, "L1196M"), of(&exac.biology, "L1196M"));
    assert_eq!(usual.biology.ladder, exac.biology.ladder);
    assert!(exac.assumptions.iter().any(|a| a.key == "exac/gc"));
    assert!(!exac.assumptions.iter().any(|a| a.key == "supply/cpg_transition"));

    let mut conditions = Conditions::default();
    conditions.routes.induced_mutability = true;
    let biology = under(&conditions).biology;
    assert_eq!(biology.alleles, usual.biology.alleles);
    let wild_type = biology.wild_type();
    assert!(
        (biology.mutability(&wild_type, &[0.0]) - 1.0).abs() < 1e-12,
        "no stress without drug"
    );
    let high = biology.mutability(&wild_type, &[1e7]);
    assert!(
        (high - 19.0).abs() < 0.1,
        "the whole factor when the signal is off: {high}"
    );
    let resistant = biology.point_mutants(
        &wild_type,
        biology.alleles.iter().position(|a| a.name == "G1202R").unwrap() as u32,
    );
    let dose = [200.0];
    assert!(biology.mutability(&resistant[0].1, &dose) < biology.mutability(&wild_type, &dose));
    assert_eq!(usual.biology.mutability(&wild_type, &[1e7]), 1.0);
}

#[test]
fn supply_keys_are_told_locked_and_refused() {
    let text = ENU
        .replace("[flask]", "spectrum = \"exac\"\n[flask]")
        .replace("[stop]", "[routes]\ninduced_mutability = true\n[stop]");
    let bench = Bench::with(&text);
    let told = bench.good(&["explain", "s.toml"]);
    for part in [
        "treated with ENU (20 times an overnight",
        "exac spectrum",
        "up to 19-fold",
        "seeded, by mutagen",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
    let scenario = load("s.toml", text.clone()).unwrap();
    let locked = load("scenario.lock.toml", lock::write(&scenario).unwrap().text).unwrap();
    assert_eq!(locked.body, scenario.body);
    bench.good(&["run", "s.toml", "--quiet"]);
    let refused = |from: &str, to: &str, parts: &[&str]| {
        Bench::with(&crate::support::changed(&text, from, to)).refused(&["check", "s.toml"], parts);
    };
    refused(
        "agent = \"ENU\"",
        "agent = \"EMU\"",
        &["s.toml:8: `agent` in [line.mutagen] = \"EMU\"", "did you mean `ENU`?"],
    );
    refused(
        "dose = 20",
        "dose = -1",
        &["`dose` in [line.mutagen] = -1 is out of range"],
    );
    refused(
        "dose = 20",
        "doses = 20",
        &["`doses` in [line.mutagen]", "did you mean `dose`?"],
    );
    refused("\"exac\"", "\"exome\"", &["`spectrum` in [line] = \"exome\"", "exac"]);
    for (id, part) in [
        ("ENU", "frequency: 10⁻⁶ (10⁻⁷ to 10⁻⁵)"),
        ("exac", "A>G: 0.0759"),
        ("enu-in-vitro", "T>A: 0.4"),
    ] {
        let shown = bench.good(&["kb", "show", id]);
        assert!(shown.contains(part), "{part}\n{shown}");
    }
}

#[test]
fn spectra_of_overlays_are_checked() {
    let bench = Bench::with(ENU);
    let spectrum = r#"schema = 2
[[spectrum]]
id = "mine"
name = "mine"
shares = { "C>T" = 0.5, "C>A" = 0.2, "C>G" = 0.1, "T>C" = 0.1, "T>A" = 0.1, "T>G" = 0.1 }
reference = "leighow-2020"
system = "made up"
transcription = "made-up"
gc = { value = 0.4, range = [0.3, 0.5], assumed = "made up" }
"#;
    bench.write("mine.toml", spectrum);
    bench.refused(
        &["kb", "check", "--kb", "mine.toml"],
        &["mine.toml:5", "\"mine\": shares = 1.1", "sum to 1"],
    );
    bench.write("mine.toml", &spectrum.replace("C>T", "C>U"));
    bench.refused(
        &["kb", "check", "--kb", "mine.toml"],
        &["shares", "all twelve substitutions"],
    );
}
