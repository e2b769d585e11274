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
    ("01_alk_alectinib_escalation.toml", "6a1685c291d3796e5d21863d144c02cc"),
    ("02_alk_reversible_holiday.toml", "f018965044340d6dd161851e592b70c1"),
    ("03_alk_crizotinib_axl.toml", "49a87d000d5a004c1c8c0532d060fef9"),
    ("04_luria_delbrueck.toml", "a97dc375e32864d044912c914425b5b3"),
    ("05_rescue.toml", "942f2f814422cf4d16415e5801389069"),
    ("06_speed_w1.toml", "c1ebf8428714ddfcb8f664fa3c06dfff"),
    ("07_speed_w2.toml", "42031d6262ad706abb83261c0e0f0354"),
    (
        "08_alk_crizotinib_then_lorlatinib.toml",
        "1ae62b2e4c7124e86f4370c0b46a28c3",
    ),
    ("09_alk_alternating.toml", "25231f3f13569d4e28b512c1a1689a49"),
    ("10_alk_adaptive.toml", "5e8e77f793bd8e1bac110ac7460e0343"),
    ("11_barcoded_arms.toml", "bc4cd980904a6261cfd8db347aeaa0c1"),
    ("12_wells.toml", "82639c18e2b9cd2243ff103903072572"),
    (
        "13_trk_larotrectinib_trametinib_matrix.toml",
        "015fb11f3cca9f20fb95d2fe05d85b2d",
    ),
    ("14_alk_alectinib_at_once.toml", "fca622e6456965e61c280754860162ca"),
    ("15_alk_crizotinib.toml", "2f5a7be5d3a5c7ff53e9ca2f9e4d8faf"),
    ("16_alk_lorlatinib_first.toml", "2b3f804bd33a23c63c0d33a80d67ef29"),
    (
        "17_alk_alectinib_then_lorlatinib.toml",
        "537997b1a9f4c6247541c66cae509ea3",
    ),
    (
        "18_trk_larotrectinib_then_selitrectinib.toml",
        "0237f5aa006193da3f579576b1fd2eb9",
    ),
    (
        "19_trk_larotrectinib_trametinib.toml",
        "b1857ccd6133cec45fb75a74986bd3f5",
    ),
    ("20_flt3_quizartinib.toml", "54a0aa4f309177f40b240e4f73209e08"),
    ("21_flt3_gilteritinib.toml", "4aa06f03f36bdb118530b8c5f69bd3ad"),
    ("22_flt3_niche.toml", "46e11c9d1e128caa63bd73e2efaa2bde"),
    ("23_alk_ccn1_holiday.toml", "4e13304efa9982983e9806a9d22f67f4"),
    ("24_alk_ccn1_block.toml", "2fb1049af81ac2ba61556a77d1b54709"),
    ("25_own_compound.toml", "76c564180a003f1967b19c465e1ca5f1"),
    ("26_enu_screen.toml", "1b3c882eeb22e3ed065db539c9a302a0"),
    ("27_spike_in.toml", "51f347f3b83cd6a8f8b700bb080f006f"),
    ("28_graded_adaptation.toml", "0727c44179bffecf46681249810629aa"),
    ("29_plan_on_target.toml", "e5fb3627bfcb24db5461791c32c78f50"),
    ("30_plan_two_mechanisms.toml", "acf122e4156410e3276b810de30dc56c"),
    ("31_plan_longest_control.toml", "d616e0da69dfa44deaa90a379faa9215"),
    ("33_alk_crizotinib_patients.toml", "0358116ce126365b1751b34c732ab9f0"),
    ("34_flt3_quizartinib_patients.toml", "39875cc9fb49624f6980d5923c6cc764"),
    ("35_plan_tell_reversible.toml", "864a1b96dc0dda8a4aef0d12a5844317"),
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
