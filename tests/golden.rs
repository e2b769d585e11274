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
    ("01_alk_alectinib_escalation.toml", "4608c1b7da8096445970c60b44510347"),
    ("02_alk_reversible_holiday.toml", "760ed826061cfd18f5eee97cfc379111"),
    ("03_alk_crizotinib_axl.toml", "6a659af720ce2284aa24cb88e3819070"),
    ("04_luria_delbrueck.toml", "a97dc375e32864d044912c914425b5b3"),
    ("05_rescue.toml", "942f2f814422cf4d16415e5801389069"),
    ("06_speed_w1.toml", "c1ebf8428714ddfcb8f664fa3c06dfff"),
    ("07_speed_w2.toml", "42031d6262ad706abb83261c0e0f0354"),
    (
        "08_alk_crizotinib_then_lorlatinib.toml",
        "37277a6c815bb8d435840ef578a58397",
    ),
    ("09_alk_alternating.toml", "e7636b83242cf7c6a3fae5a8d4453a24"),
    ("10_alk_adaptive.toml", "6f7cebcef9daa8469ab31b07b9c65359"),
    ("11_barcoded_arms.toml", "b83b9b2874cde21d9c64df3c4532e36c"),
    ("12_wells.toml", "3a98238a201615cc3e6b73e6afdc4d08"),
    (
        "13_trk_larotrectinib_trametinib_matrix.toml",
        "7ec40536d6e9addea35d31ab62628e8c",
    ),
    ("14_alk_alectinib_at_once.toml", "bd1790560e56cd04cfd7f6e59ae78d9c"),
    ("15_alk_crizotinib.toml", "4bb580e3910696daa3d1f581c08244ff"),
    ("16_alk_lorlatinib_first.toml", "72e8a9eba565cc2f495358ac5a7d13b6"),
    (
        "17_alk_alectinib_then_lorlatinib.toml",
        "33336739d56f2a04a08b12c1bb2371fb",
    ),
    (
        "18_trk_larotrectinib_then_selitrectinib.toml",
        "619c8da5ac6fb6663a2e07e5bcdcc942",
    ),
    (
        "19_trk_larotrectinib_trametinib.toml",
        "df1ddd45e9bf4890a97132944fdb3753",
    ),
    ("20_flt3_quizartinib.toml", "76d09bfb0fb1ac09e3b18dcad40ab2b7"),
    ("21_flt3_gilteritinib.toml", "2a5f98dc7844ae099a56f290a7b0a294"),
    ("22_flt3_niche.toml", "4ce3d8aac77fb1e6089daf31e6a8ea8f"),
    ("23_alk_ccn1_holiday.toml", "0542f4fc7dbb1e749fcece0f74aa054b"),
    ("24_alk_ccn1_block.toml", "85bbb7ad26ffe0b92795d27ad9416536"),
    ("25_own_compound.toml", "34cec9d541431d41ae9c8f0e9524c54a"),
    ("26_enu_screen.toml", "341eef5897293cd5693887fbc37aa7e0"),
    ("27_spike_in.toml", "62436ccc10a78c222775331e86478e63"),
    ("28_graded_adaptation.toml", "ec510314ea34e3047b7ec5b7164f979d"),
    ("29_plan_on_target.toml", "042c5dd0cf264e43e182a65f825c0755"),
    ("30_plan_two_mechanisms.toml", "85c89598ca8f291094e5c2d8478c749a"),
    ("31_plan_longest_control.toml", "afe9157b9f4e05b6378afc8205bc0680"),
    ("33_alk_crizotinib_patients.toml", "b378fbf0559c5e6243df6f1229403ce3"),
    ("34_flt3_quizartinib_patients.toml", "5d95848b0385dc8dbf7311427cf8affc"),
    ("35_plan_tell_reversible.toml", "acf51a9f3c5e8dc318f6c6dbd5e6e642"),
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
