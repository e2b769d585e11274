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
const GOLDEN: [(&str, &str); 34] = [
    ("01_alk_alectinib_escalation.toml", "609b9015c906f4e955aae77573bad67a"),
    ("02_alk_reversible_holiday.toml", "831033493736214e0509ce0a983095df"),
    ("03_alk_crizotinib_axl.toml", "2d3507db06333bd496961b24419b12f9"),
    ("04_luria_delbrueck.toml", "a97dc375e32864d044912c914425b5b3"),
    ("05_rescue.toml", "942f2f814422cf4d16415e5801389069"),
    ("06_speed_w1.toml", "c1ebf8428714ddfcb8f664fa3c06dfff"),
    ("07_speed_w2.toml", "42031d6262ad706abb83261c0e0f0354"),
    (
        "08_alk_crizotinib_then_lorlatinib.toml",
        "9490fa4c176762fd00e5422eb5d85e0d",
    ),
    ("09_alk_alternating.toml", "26566019f6b5dd75c607e511065d17bc"),
    ("10_alk_adaptive.toml", "a1aa2da3fc8336ea56d6db07cd458b42"),
    ("11_barcoded_arms.toml", "76126b498c4bd6f33a162fd5ef816dc4"),
    ("12_wells.toml", "3a8933c90d8fe5682238c1eb72d0e9be"),
    (
        "13_trk_larotrectinib_trametinib_matrix.toml",
        "0890150b14635a66256de23b4d7696ad",
    ),
    ("14_alk_alectinib_at_once.toml", "9f3795f1b260c19588b130ac4bbf3bae"),
    ("15_alk_crizotinib.toml", "c36e73c644f035d167ea2336d59ba61c"),
    ("16_alk_lorlatinib_first.toml", "a2030393da3a1dd5e53c12f901e3d8fe"),
    (
        "17_alk_alectinib_then_lorlatinib.toml",
        "2cc0bf3e29f9a1b0cc232f16c82b5f5a",
    ),
    (
        "18_trk_larotrectinib_then_selitrectinib.toml",
        "93a0dbd39250d12b3a80a9ae579eca92",
    ),
    (
        "19_trk_larotrectinib_trametinib.toml",
        "d2873400a88fd69fa065442e55e4c3cf",
    ),
    ("20_flt3_quizartinib.toml", "2a2935e8b48328bac791362a41425855"),
    ("21_flt3_gilteritinib.toml", "185cce1778ecf52fc6bfa9a2d36e4056"),
    ("22_flt3_niche.toml", "6f8571dc920976b08082e0f98352c7ba"),
    ("23_alk_ccn1_holiday.toml", "cc524ad209713b7670fa848dbc52b9c5"),
    ("24_alk_ccn1_block.toml", "05bc76bf430e373fc90cbd154f7588f6"),
    ("25_own_compound.toml", "2a4b8ba00ecf13b0c8b0c6e3f17d0993"),
    ("26_enu_screen.toml", "d02d577ead568690ffd09d48cd7136c9"),
    ("27_spike_in.toml", "3226b9926eef991b4ff77368644097a0"),
    ("28_graded_adaptation.toml", "03aed0c2758f5e841ae700a8a256ed2c"),
    ("29_plan_on_target.toml", "28de7f39b96deaf6c34b0d4d1e8e328a"),
    ("30_plan_two_mechanisms.toml", "38c21b6e629b7ed925f5f2f7c5aeda56"),
    ("31_plan_longest_control.toml", "21496c59ee6b86aa21601f79135cce51"),
    ("33_alk_crizotinib_patients.toml", "3c347c54933d990aff800685513212ca"),
    ("34_flt3_quizartinib_patients.toml", "c57b5dad98863c2534f964760ca458ba"),
    ("35_plan_tell_reversible.toml", "2c23fb01903ab82a25f470717c212a27"),
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
        frequency: 0.05,
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
