//! Every recipe of `scenarios/`, a few replicates each, against hashes of what they always gave.
//!
//! A hash covers the records themselves (counts, days, mechanisms, at full precision), not tables or
//! pages, so it holds however these are written. A change of draws or of knowledge changes it: that is
//! value-breaking, goes into the changelog, and takes the new table that the failing test prints.

use escalade::engine::record::{FlaskRecord, LineageRecord, MechanismShare, PlainRecord, PlainSample};
use escalade::engine::{run_flask, run_plain};
use escalade::model::biology::{Mechanism, MechanismClass};
use escalade::scenario::vary::Sweep;
use escalade::scenario::{Body, Books, Overlay, Scenario, load_with};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// Flasks per scenario, and plain replicates (which cost next to nothing).
const FLASKS: u64 = 3;
const PLAIN: u64 = 50;

/// Recipe, and the first half of the SHA-256 of its records.
const GOLDEN: [(&str, &str); 27] = [
    ("01_alk_alectinib_escalation.toml", "d63ef122b4d426ebf2637275b1fb88c2"),
    ("02_alk_reversible_holiday.toml", "6a892d065784321cd9d76e8f9974402a"),
    ("03_alk_crizotinib_axl.toml", "647c0e23eab41c6f4e72897b871c080d"),
    ("04_luria_delbrueck.toml", "4009b501286bd619bef52f41257c188a"),
    ("05_rescue.toml", "0019b7b992df63e183600cdc40103ae1"),
    ("06_speed_w1.toml", "be9462c7406d58d2031892d236d3d8ce"),
    ("07_speed_w2.toml", "659f5e702928d644f88660e591da61ca"),
    (
        "08_alk_crizotinib_then_lorlatinib.toml",
        "3c046769f1d791e993d819c3088ed423",
    ),
    ("09_alk_alternating.toml", "c3434319f5b50ba8b493de7b1b618f85"),
    ("10_alk_adaptive.toml", "fda41fb06601b99d9dff81e5f59d8e35"),
    ("11_barcoded_arms.toml", "ac4fc2d5132c5abc954b8de3bbeb8912"),
    ("12_wells.toml", "b223629504310f3504ef0b835b7d990e"),
    (
        "13_trk_larotrectinib_trametinib_matrix.toml",
        "42e98e07a7b3889d0cdba0c8fabe545f",
    ),
    ("14_alk_alectinib_at_once.toml", "f8f5ac2d34352924359dd88c58cf0f2d"),
    ("15_alk_crizotinib.toml", "8b5494d45a7433961e67774bc08024d7"),
    ("16_alk_lorlatinib_first.toml", "0a74e9dbd71de2bf8a1901356a4a9707"),
    (
        "17_alk_alectinib_then_lorlatinib.toml",
        "686729e345824ad49791debfec0cea74",
    ),
    (
        "18_trk_larotrectinib_then_selitrectinib.toml",
        "45741d30a051613b1c60d3bb357e0c2e",
    ),
    (
        "19_trk_larotrectinib_trametinib.toml",
        "3cc6c1f53de99064178bc5c32dbc6e4c",
    ),
    ("20_flt3_quizartinib.toml", "31ba13de4fdb5231c438e27af756b07b"),
    ("21_flt3_gilteritinib.toml", "5dda1cda70a3d2e749678a1db9934ffe"),
    ("22_flt3_niche.toml", "0092b338daa9cae0ffe3101df7144c4c"),
    ("23_alk_ccn1_holiday.toml", "4b725d2e7b79b47420a0070934ee2bbb"),
    ("24_alk_ccn1_block.toml", "10117c769650aa2fed73ecc88294d9a9"),
    ("25_own_compound.toml", "e4530136b38751e3fe9b1cb1bd515b97"),
    ("26_enu_screen.toml", "8f6c8f0b722d93135ba8ebd4c5388433"),
    ("27_spike_in.toml", "878e7f104b5006188b400fcc8a05a432"),
];

#[test]
fn recipes_give_what_they_always_gave() {
    let now: Vec<(String, String)> = recipes()
        .into_par_iter()
        .map(|recipe| (recipe.clone(), hash(&records(&recipe))))
        .collect();
    let same = now.len() == GOLDEN.len()
        && now
            .iter()
            .zip(GOLDEN)
            .all(|((recipe, hash), (known, golden))| recipe == known && hash == golden);
    if !same {
        let mut table = String::new();
        for (recipe, hash) in &now {
            let golden = GOLDEN.iter().find(|(known, _)| known == recipe);
            let mark = if golden.is_some_and(|(_, golden)| golden == hash) {
                ""
            } else {
                " // changed"
            };
            writeln!(table, "    (\"{recipe}\", \"{hash}\"),{mark}").unwrap();
        }
        panic!("the recipes' records have changed; they give now:\n{table}");
    }
}

/// A record's text tells its last bit, and a mechanism's class and place.
#[test]
fn the_text_of_records_is_exact() {
    let mut share = MechanismShare {
        mechanism: Mechanism {
            label: "G1202R".into(),
            class: MechanismClass::OnTarget,
            region: "solvent front".into(),
            order: 10_004,
        },
        share: 0.1,
        present: true,
    };
    let text = composition(std::slice::from_ref(&share));
    assert_eq!(text, "[G1202R/OnTarget/solvent front/10004 0.1 true]");
    share.share = f64::from_bits(0.1f64.to_bits() + 1);
    assert_ne!(text, composition(&[share]));
    assert_ne!(hash("a"), hash("b"));
}

/// File names of the recipes, in order.
fn recipes() -> Vec<String> {
    let entries = fs::read_dir(folder()).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name.ends_with(".toml")).collect();
    names.sort();
    names
}

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios"))
}

/// All records of a recipe as text: of its sweep the first, the middle and the last point.
fn records(recipe: &str) -> String {
    let text = fs::read_to_string(folder().join(recipe)).unwrap();
    let overlays = overlays(recipe, &text);
    let scenario = load_with(recipe, text.clone(), &overlays).unwrap();
    if !scenario.sweeps {
        return simulated(&scenario);
    }
    let sweep = Sweep::read(recipe, text, Vec::new()).unwrap();
    let last = sweep.points() - 1;
    let points = [0, last / 2, last];
    let told = points.map(|point| simulated(&sweep.scenario(point, Books::Overlays(&overlays)).unwrap()));
    told.concat()
}

/// The overlays that a recipe names.
fn overlays(recipe: &str, text: &str) -> Vec<Overlay> {
    let read = |name: &str| {
        let text = fs::read_to_string(folder().join(name)).map_err(|error| error.to_string())?;
        let file = name.to_owned();
        Ok(Overlay { file, text })
    };
    escalade::scenario::overlays::named(recipe, text, read).unwrap()
}

fn simulated(scenario: &Scenario) -> String {
    let (settings, seed) = (&scenario.settings, scenario.seed);
    match &scenario.body {
        Body::Plain(model) => (0..PLAIN.min(scenario.replicates))
            .map(|replicate| plain(&run_plain(model, settings, seed, replicate)))
            .collect(),
        Body::Laboratory(laboratory) => (0..FLASKS.min(scenario.replicates))
            .map(|replicate| {
                flask(&run_flask(
                    &laboratory.biology,
                    &laboratory.protocol,
                    settings,
                    seed,
                    replicate,
                ))
            })
            .collect(),
    }
}

fn hash(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest[..16].iter().map(|byte| format!("{byte:02x}")).collect()
}

// What a record is, as text. `{:?}` of a number is the shortest text that gives it back exactly.

fn plain(record: &PlainRecord) -> String {
    let PlainRecord {
        replicate,
        stop,
        end_day,
        cells,
        mutations,
        samples,
    } = record;
    let sample = |PlainSample { day, cells }: &PlainSample| format!("  {day:?} {cells:?}\n");
    let samples: String = samples.iter().map(sample).collect();
    format!(
        "{replicate} {} {end_day:?} {cells:?} {mutations:?}\n{samples}",
        stop.word()
    )
}

fn flask(record: &FlaskRecord) -> String {
    let r = record;
    let mut text = format!(
        "{} {} {:?} {:?} {:?} passages {} steps {} crashes {} thaws {} cells {} growth {:?}\n",
        r.replicate,
        r.outcome.word(),
        r.outcome_day,
        r.end_day,
        r.goal_day,
        r.passages,
        r.dose_steps,
        r.crashes,
        r.thaws,
        r.cells,
        r.growth_share,
    );
    let origins = [r.pre_existing, r.acquired, r.via_tolerant, r.compound];
    // Of mixtures only: others keep the text that they always had.
    let spiked = (r.spiked > 0.0).then(|| format!("  spiked {:?}\n", r.spiked));
    text += &spiked.unwrap_or_default();
    let mut line = |what: &str, rest: String| writeln!(text, "  {what} {rest}").unwrap();
    line("origins", format!("{origins:?}"));
    line("composition", composition(&r.composition));
    for failure in &r.failures {
        line(
            "failure",
            format!("{:?} {}", failure.day, composition(&failure.composition)),
        );
    }
    for look in &r.looks {
        line(
            "look",
            format!("{:?} {} {:?} {}", look.day, look.cells, look.doses, look.passaged),
        );
    }
    for lineage in &r.lineages {
        line("lineage", lineage_text(lineage));
    }
    line("minor", r.minor_lineages.to_string());
    let work = &r.work;
    line(
        "work",
        format!(
            "{:?} {} {} {} {:?}",
            work.doublings, work.discarded, work.lost, work.medium_changes, work.drug
        ),
    );
    for month in &r.months {
        line("month", month.as_ref().map_or("-".to_owned(), mechanism));
    }
    for sample in &r.samples {
        let shares = composition(&sample.composition);
        line(
            "sample",
            format!("{:?} {:?} {} {shares}", sample.asked_day, sample.day, sample.cells),
        );
    }
    if let Some(barcodes) = &r.barcodes {
        line("barcodes", format!("{:?} {:?}", barcodes.seeded, barcodes.at_outcome));
    }
    text
}

fn lineage_text(lineage: &LineageRecord) -> String {
    let l = lineage;
    format!(
        "{} {:?} {} {:?} {} {} {:?} {} {} {:?} {:?}",
        l.lineage,
        l.parent,
        mechanism(&l.mechanism),
        l.founded_day,
        l.founded_state,
        l.under_drug,
        l.barcode,
        l.founders,
        l.max_cells,
        l.max_share,
        l.end_cells,
    )
}

fn composition(shares: &[MechanismShare]) -> String {
    let share = |s: &MechanismShare| format!("{} {:?} {}", mechanism(&s.mechanism), s.share, s.present);
    let shares: Vec<String> = shares.iter().map(share).collect();
    format!("[{}]", shares.join(", "))
}

/// The unaltered line by its class, whatever it is called.
fn mechanism(mechanism: &Mechanism) -> String {
    let m = mechanism;
    let label = if m.class == MechanismClass::None { "" } else { &m.label };
    format!("{label}/{:?}/{}/{}", m.class, m.region, m.order)
}
