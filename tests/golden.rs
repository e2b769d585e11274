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
    ("01_alk_alectinib_escalation.toml", "5d1b22f7a85cbb0017fc59bb15331044"),
    ("02_alk_reversible_holiday.toml", "1c5b1f3137b872cfe0c563aa8a60cc87"),
    ("03_alk_crizotinib_axl.toml", "802cedac66ff53d7bd0dd34d80ad7ec4"),
    ("04_luria_delbrueck.toml", "a97dc375e32864d044912c914425b5b3"),
    ("05_rescue.toml", "942f2f814422cf4d16415e5801389069"),
    ("06_speed_w1.toml", "c1ebf8428714ddfcb8f664fa3c06dfff"),
    ("07_speed_w2.toml", "42031d6262ad706abb83261c0e0f0354"),
    (
        "08_alk_crizotinib_then_lorlatinib.toml",
        "8b6580700c3c6d0628db7eebadc8e046",
    ),
    ("09_alk_alternating.toml", "b837942d6a38a9c9ac379918f7bb01d6"),
    ("10_alk_adaptive.toml", "5a9a1daaa8df4ef10078a61db4a1d1c2"),
    ("11_barcoded_arms.toml", "b3afd1cb77f1bd89dab51337291e5b19"),
    ("12_wells.toml", "f2cef6e887101b0abd9485b3344266fb"),
    (
        "13_trk_larotrectinib_trametinib_matrix.toml",
        "93fd762b0e630ed3b0079795fe558f82",
    ),
    ("14_alk_alectinib_at_once.toml", "a0fb581dca516e32f5261652190667ca"),
    ("15_alk_crizotinib.toml", "978e856e4e5a46df3e929a1cf0419963"),
    ("16_alk_lorlatinib_first.toml", "e77d12c33f761563849362424a99d502"),
    (
        "17_alk_alectinib_then_lorlatinib.toml",
        "1afb41fbf7b9d30f2eaf781488cfca90",
    ),
    (
        "18_trk_larotrectinib_then_selitrectinib.toml",
        "d2b03b3cf8cc7d4289c3e21c185c9497",
    ),
    (
        "19_trk_larotrectinib_trametinib.toml",
        "fe195f88acddd4cc3c0d912ea424d93a",
    ),
    ("20_flt3_quizartinib.toml", "774eadd8d978878562015184579f6d52"),
    ("21_flt3_gilteritinib.toml", "7f5f7535dae27eaf6e1e4222fe1bd1ff"),
    ("22_flt3_niche.toml", "c52571b4ed8b841e4a0e37a8de7c212c"),
    ("23_alk_ccn1_holiday.toml", "1166ec9d566d54d7da5ffc2a3b4412b2"),
    ("24_alk_ccn1_block.toml", "841b0f064ec3dd9f45d6b287dd6b32be"),
    ("25_own_compound.toml", "19178a96179d691a6b232110f9f88335"),
    ("26_enu_screen.toml", "95581d0ecd6b78553559aa66bdbe4947"),
    ("27_spike_in.toml", "036de0321aaeafdcc04e38a896f6ba0a"),
    ("28_graded_adaptation.toml", "0727c44179bffecf46681249810629aa"),
    ("29_plan_on_target.toml", "54d35da1adb587f2b99b5ff64c445c49"),
    ("30_plan_two_mechanisms.toml", "f9ca21993cc5ef2d159012a42dc93e7a"),
    ("31_plan_longest_control.toml", "337d34c3f2c0aaa3dd9dcdebf7fe94fd"),
    ("33_alk_crizotinib_patients.toml", "54ae8df4e4b7f0f4f586ab2b68bb32bf"),
    ("34_flt3_quizartinib_patients.toml", "902ecc145e8a0af3c9bbf1600e93de90"),
    ("35_plan_tell_reversible.toml", "d5dc054d922a39bdc8275b3166da344f"),
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
    let books = Books::Overlays(&overlays);
    let sweep = Sweep::read(recipe, text, Vec::new(), books).unwrap();
    let last = sweep.points() - 1;
    let points = [0, last / 2, last];
    let told = points.map(|point| simulated(&sweep.scenario(point, books).unwrap()));
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
