//! Reports on made-up records: accumulators, tables, figures and pages, with degenerate ensembles.
//!
//! The records come from a small generator with a fixed seed; they look like flasks but follow no
//! model. `ESCALADE_SHOW=folder cargo test --test report` writes the files, to look at them.

use escalade::engine::record::*;
use escalade::model::biology::{Mechanism, MechanismClass};
use escalade::model::design::Design;
use escalade::model::plain::*;
use escalade::model::protocol::*;
use escalade::report::{AssumptionRow, Provenance, RunContext, flask, plain};
use escalade::report::{answer_sentence, plain_answer, text_profile};
use escalade::statistics::{FlaskAccumulator, FlaskSummary, MAX_DRAWN, PlainAccumulator, PlainSummary};

/// SplitMix64, for made-up records only.
struct Dice(u64);

impl Dice {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
}

fn mechanism(label: &str, class: MechanismClass, region: &str, order: u32) -> Mechanism {
    Mechanism {
        label: label.into(),
        class,
        region: region.into(),
        order,
    }
}

fn none() -> Mechanism {
    mechanism("none", MechanismClass::None, "", 0)
}

/// Mechanisms with their chance to dominate.
fn catalogue() -> Vec<(Mechanism, f64)> {
    use MechanismClass::*;
    [
        ("G1202R", OnTarget, "solvent front", 7, 0.30),
        ("I1171N", OnTarget, "beta5-alphaC", 3, 0.12),
        ("I1171T", OnTarget, "beta5-alphaC", 4, 0.07),
        ("V1180L", OnTarget, "roof", 5, 0.05),
        ("L1196M", OnTarget, "gatekeeper", 6, 0.04),
        ("ALK amplification", Amplification, "", 20, 0.10),
        ("MET amplification", Bypass, "", 24, 0.12),
        ("CCN1-high", State, "", 30, 0.06),
        ("G1202R + MET amplification", Compound, "", 40, 0.05),
        ("I1171N + ALK amplification", Compound, "", 41, 0.03),
        ("transformed (SCLC-like)", Transformed, "", 50, 0.02),
        ("none", None, "", 0, 0.04),
    ]
    .map(|(label, class, region, order, weight)| (mechanism(label, class, region, order), weight))
    .to_vec()
}

fn ladder() -> Vec<f64> {
    (0..9)
        .map(|k| if k == 8 { 1000.0 } else { 40.0 * 1.5f64.powi(k) })
        .collect()
}

fn protocol(courses: Vec<Course>) -> Protocol {
    Protocol {
        stock: Stock::Clone { expand_to: 1e7 },
        flask: Flask {
            vessel: "T75".into(),
            capacity: 1.2e7,
            seed_cells: 1_000_000,
            passage_at: 0.8,
            passage_every: Some(7.0),
            medium_every: None,
            split: 0.125,
        },
        courses,
        resistance: ResistanceRule {
            growth: 0.7,
            held_for: 2,
            detection_limit: 0.01,
        },
        stop: StopRule {
            after: 240.0,
            at_resistance: true,
        },
        look_every: 1.0,
        design: Design::default(),
    }
}

fn escalation() -> Course {
    let dosing = Dosing::Escalation {
        doses: ladder(),
        step_when: StepRule::growth(0.7, 2),
        hold: 0.0,
        crash_below: 0.2,
        on_crash: CrashRule::StepBack,
        give_up_after: Some(60.0),
        give_up_after_crashes: None,
    };
    Course {
        drug: 0,
        from: 0.0,
        until: None,
        half_life: None,
        timing: Timing::default(),
        actual: 1.0,
        dosing,
    }
}

/// Days, cells and doses of a made-up flask; ends at `end`.
fn looks(dice: &mut Dice, outcome: Outcome, end: f64, doses: &[f64]) -> Vec<Look> {
    let mut cells = 1e6;
    let pace = end / doses.len() as f64;
    let mut out = Vec::new();
    for day in 0..=end as u32 {
        let reach = if outcome == Outcome::GivenUp { 0.6 } else { 1.0 };
        let step = ((f64::from(day) / pace * reach) as usize).min(doses.len() - 1);
        let dying = outcome == Outcome::Extinct && f64::from(day) > end - 40.0;
        let rate = if dying {
            -0.42
        } else {
            0.10 + 0.22 * dice.unit() - 0.02 * (step as f64 % 3.0)
        };
        let passaged = cells > 9.6e6;
        out.push(Look {
            day: f64::from(day),
            cells: cells as u64,
            doses: vec![doses[step]],
            passaged,
        });
        cells = (if passaged { cells * 0.125 } else { cells }) * rate.exp();
        cells = if dying && f64::from(day) + 1.0 >= end {
            0.0
        } else {
            cells.min(1.15e7)
        };
    }
    out
}

fn made_up_flask(replicate: u64) -> FlaskRecord {
    let mut dice = Dice(replicate * 7919 + 11);
    let outcome = match dice.unit() {
        u if u < 0.70 => Outcome::Resistant,
        u if u < 0.84 => Outcome::Extinct,
        u if u < 0.95 => Outcome::GivenUp,
        _ => Outcome::TimeOver,
    };
    let end = match outcome {
        Outcome::TimeOver => 240.0,
        Outcome::Extinct => (60.0 + 90.0 * dice.unit()).floor(),
        _ => (110.0 + 120.0 * dice.unit().sqrt()).floor(),
    };
    let doses = ladder();
    let looks = looks(&mut dice, outcome, end, &doses);
    let cells = looks.last().map_or(0, |look| look.cells);
    let shares = [0.86, 0.09, 0.04, 0.004];
    let mut composition: Vec<MechanismShare> = Vec::new();
    while composition.len() < shares.len() && outcome != Outcome::Extinct {
        let picked = pick(&mut dice);
        if composition.iter().all(|entry| entry.mechanism != picked) {
            let share = shares[composition.len()];
            composition.push(MechanismShare {
                mechanism: picked,
                share,
                present: share > 0.01,
            });
        }
    }
    let old = dice.unit() < 0.3;
    FlaskRecord {
        replicate,
        outcome,
        outcome_day: end,
        end_day: end,
        goal_day: (outcome == Outcome::Resistant).then_some((end * 8.0 / 9.0).floor()),
        passages: looks.iter().filter(|look| look.passaged).count() as u32,
        dose_steps: 8,
        crashes: (dice.unit() * 3.0) as u32,
        thaws: 0,
        failures: Vec::new(),
        cells,
        growth_share: (outcome != Outcome::Extinct).then_some(0.7 + 0.3 * dice.unit()),
        composition,
        pre_existing: if old { 0.9 } else { 0.05 },
        acquired: if old { 0.05 } else { 0.6 },
        via_tolerant: if old { 0.0 } else { 0.25 },
        compound: 0.08,
        looks,
        lineages: vec![LineageRecord {
            lineage: 3,
            parent: Some(0),
            mechanism: mechanism("G1202R", MechanismClass::OnTarget, "solvent front", 7),
            founded_day: -2.5,
            founded_state: "naive".into(),
            under_drug: false,
            barcode: None,
            founders: 1,
            max_cells: 9_000_000,
            max_share: 0.9,
            end_cells: vec![8_000_000, 1_000],
        }],
        minor_lineages: 41,
        work: Work::default(),
        months: Vec::new(),
        samples: Vec::new(),
        barcodes: None,
    }
}

fn pick(dice: &mut Dice) -> Mechanism {
    let mut left = dice.unit();
    for (mechanism, weight) in catalogue() {
        left -= weight;
        if left < 0.0 {
            return mechanism;
        }
    }
    none()
}

/// Sweeps of nested lineages in a made-up flask.
fn made_up_trace(record: FlaskRecord) -> FlaskTrace {
    let days: Vec<f64> = record.looks.iter().map(|look| look.day).collect();
    let last = *days.last().unwrap();
    let by = |label: &str| {
        catalogue()
            .into_iter()
            .map(|(m, _)| m)
            .find(|m| m.label == label)
            .unwrap()
    };
    // (lineage, parent, mechanism, midpoint of its rise, final weight, speed)
    let plan = [
        (0, None, none(), -1e9, 1.0, 1.0),
        (0, None, by("CCN1-high"), last * 0.2, 1.2, 0.12),
        (4, Some(0), by("MET amplification"), last * 0.45, 6.0, 0.10),
        (7, Some(0), by("I1171N"), last * 0.5, 9.0, 0.11),
        (9, Some(0), by("I1171T"), last * 0.55, 3.0, 0.2),
        (12, Some(0), by("G1202R"), last * 0.75, 160.0, 0.14),
        (15, Some(0), by("G1202R"), last * 0.85, 60.0, 0.16),
        (16, Some(12), by("G1202R + MET amplification"), last * 0.9, 400.0, 0.2),
        (17, Some(0), by("V1180L"), last * 0.5, 0.01, 0.2),
    ];
    let weight = |&(_, _, _, middle, end, speed): &(u32, Option<u32>, Mechanism, f64, f64, f64), day: f64| {
        let rise = 1.0 / (1.0 + (-speed * (day - middle)).exp());
        if rise < 1e-4 { 0.0 } else { end * rise }
    };
    let rows = plan.iter().map(|entry| {
        let cells = record.looks.iter().map(|look| {
            let total: f64 = plan.iter().map(|other| weight(other, look.day)).sum();
            (look.cells as f64 * weight(entry, look.day) / total) as u64
        });
        TraceRow {
            lineage: entry.0,
            parent: entry.1,
            mechanism: entry.2.clone(),
            cells: cells.collect(),
        }
    });
    FlaskTrace {
        rows: rows.collect(),
        days,
        record,
    }
}

fn context(name: &str) -> RunContext {
    let row = |what: &str, value: &str, range: Option<&str>, certainty: &str, why: &str| AssumptionRow {
        what: what.into(),
        value: value.into(),
        range: range.map(str::to_owned),
        certainty: certainty.parse().expect("a certainty"),
        why: why.into(),
    };
    RunContext {
        name: name.into(),
        question: "Which resistance mechanisms will I get, in how many flasks out of ten, and when?".into(),
        protocol_words: vec![
            "H3122 from a fresh clone, expanded to 10⁷ cells; 10⁶ seeded in a T75 flask (capacity 1.2 × 10⁷).".into(),
            "Passaged 1:8 at 80% confluence, or every 7 days.".into(),
            "Alectinib from 40 nM in steps of 1.5 to 1 µM, up when growth is 70% of parental in 2 passages.".into(),
        ],
        provenance: Provenance {
            version: "0.1.0".into(),
            schema: 1,
            scenario_hash: "9f2c".repeat(16),
            knowledge_hash: "07ab".repeat(16),
            seed: 2026,
            replicates: 200,
            method: "interval".into(),
            tolerance: 0.02,
            sampler_version: 1,
        },
        assumptions: vec![
            row(
                "doubling time of H3122",
                "48 h",
                Some("36 to 72 h"),
                "assumed",
                "no reliable value in the literature read",
            ),
            row(
                "point mutation rate",
                "1e-9 per base and division",
                Some("1e-10 to 1e-8"),
                "assumed",
                "usual for human lines",
            ),
            row(
                "alectinib on I1171S",
                "12-fold",
                None,
                "imputed",
                "class rule <same residue> & \"type I\"",
            ),
        ],
    }
}

fn summarised(protocol: &Protocol, records: &[FlaskRecord]) -> FlaskSummary {
    let drugs = protocol
        .courses
        .iter()
        .map(|course| ["alectinib", "crizotinib"][course.drug].to_owned());
    let mut accumulator = FlaskAccumulator::with_drugs(protocol, drugs.collect());
    records.iter().for_each(|record| accumulator.add(record));
    accumulator.finish()
}

fn flask_run(name: &str, protocol: &Protocol, records: &[FlaskRecord]) -> Vec<(String, String)> {
    let summary = summarised(protocol, records);
    let typical = records
        .iter()
        .find(|record| Some(record.replicate) == summary.typical_replicate);
    let trace = typical.cloned().map(made_up_trace);
    let files = flask::files(&context(name), protocol, &summary, trace.as_ref()).unwrap();
    check(name, &files);
    files
}

fn plain_run(name: &str, model: &PlainModel, records: &[PlainRecord]) -> (PlainSummary, Vec<(String, String)>) {
    let mut accumulator = PlainAccumulator::new(model);
    records.iter().for_each(|record| accumulator.add(record));
    let summary = accumulator.finish();
    let files = plain::files(&context(name), model, &summary).unwrap();
    check(name, &files);
    (summary, files)
}

/// What holds for every file of every run; writes them where asked.
fn check(name: &str, files: &[(String, String)]) {
    for (path, text) in files {
        assert!(
            !text.contains("NaN") && !text.contains("inf\""),
            "{name}/{path} holds a number that is none"
        );
        if path.ends_with(".svg") {
            well_formed(path, text);
        }
        if path.ends_with(".html") {
            // The one link leads to a page in the same folder.
            let alone = text.replace("href=\"diagnosis/diagnosis.html\"", "");
            assert!(
                text.starts_with("<!DOCTYPE html>") && !alone.contains("src=") && !alone.contains("href="),
                "{path}"
            );
            let after_doctype = text.split_once('>').unwrap().1.replace("<meta charset=\"utf-8\">", "");
            let start = after_doctype.find("<body>").unwrap();
            let end = after_doctype.rfind("</html>").unwrap();
            well_formed(path, &after_doctype[start..end]);
        }
        if path.ends_with(".json") {
            let value: serde_json::Value = serde_json::from_str(text).unwrap();
            assert_eq!(value["schema"], 1);
        }
        if let Ok(folder) = std::env::var("ESCALADE_SHOW") {
            let target = std::path::Path::new(&folder).join(name).join(path);
            std::fs::create_dir_all(target.parent().unwrap()).unwrap();
            std::fs::write(target, text).unwrap();
        }
    }
}

/// Every tag is closed in order, attributes are quoted, and no bare `<` or `&` is left.
fn well_formed(path: &str, text: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        let between = &rest[..start];
        assert!(
            !between.contains('>') || between.contains("style"),
            "{path}: stray > in {between}"
        );
        for entity in between.split('&').skip(1) {
            assert!(
                ["amp;", "lt;", "gt;", "quot;", "apos;"]
                    .iter()
                    .any(|e| entity.starts_with(e)),
                "{path}: &{entity}"
            );
        }
        let end = start + rest[start..].find('>').expect("a tag is closed");
        let tag = &rest[start + 1..end];
        assert_eq!(tag.matches('"').count() % 2, 0, "{path}: <{tag}>");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{path}");
        } else if !tag.ends_with('/') {
            open.push(tag.split_whitespace().next().unwrap());
        }
        rest = &rest[end + 1..];
    }
    assert!(open.is_empty(), "{path}: {open:?} left open");
}

fn file<'a>(files: &'a [(String, String)], path: &str) -> &'a str {
    &files
        .iter()
        .find(|file| file.0 == path)
        .unwrap_or_else(|| panic!("{path} is missing"))
        .1
}

#[test]
fn a_laboratory_run_has_all_its_files_and_they_name_what_they_show() {
    let records: Vec<FlaskRecord> = (0..200).map(made_up_flask).collect();
    let protocol = protocol(vec![escalation()]);
    let files = flask_run("usual", &protocol, &records);
    let names: Vec<&str> = files.iter().map(|file| file.0.as_str()).collect();
    let figures = [
        "figures/profile.svg",
        "figures/incidence.svg",
        "figures/course.svg",
        "figures/over_time.svg",
        "figures/muller.svg",
    ];
    assert_eq!(names, [&["summary.json"], &figures[..], &["report.html"]].concat());
    let profile = file(&files, "figures/profile.svg");
    for text in [
        "G1202R",
        "MET amplification",
        "on-target mutation",
        "share of resistant flasks",
        "95% Wilson interval",
    ] {
        assert!(profile.contains(text), "{text}");
    }
    assert!(file(&files, "figures/course.svg").contains("alectinib, nM"));
    assert!(file(&files, "figures/muller.svg").contains("share of cells"));
    assert!(file(&files, "figures/incidence.svg").contains("days since seeding"));
    let page = file(&files, "report.html");
    for text in [
        "Answer",
        "95% interval",
        "What was assumed",
        "48 h",
        "Research and teaching only",
        "&lt;same residue&gt;",
    ] {
        assert!(page.contains(text), "{text}");
    }
    assert_eq!(
        flask_run("again", &protocol, &records),
        files_named(files, "usual", "again"),
        "same bytes again"
    );
}

fn files_named(files: Vec<(String, String)>, old: &str, new: &str) -> Vec<(String, String)> {
    let renamed = |(path, text): (String, String)| {
        let text = text.replace(&format!(">{old}<"), &format!(">{new}<"));
        let text = text.replace(&format!("\"{old}\""), &format!("\"{new}\""));
        (path, text.replace(&format!("<title>{old} "), &format!("<title>{new} ")))
    };
    files.into_iter().map(renamed).collect()
}

#[test]
fn degenerate_ensembles_are_told_and_drawn() {
    let with = |outcome: Outcome| -> Vec<FlaskRecord> {
        (0..400)
            .map(made_up_flask)
            .filter(|record| record.outcome == outcome)
            .take(12)
            .collect()
    };
    let protocol = protocol(vec![escalation()]);
    for (name, outcome) in [
        ("extinct", Outcome::Extinct),
        ("resistant", Outcome::Resistant),
        ("over", Outcome::TimeOver),
    ] {
        flask_run(name, &protocol, &with(outcome));
    }
    flask_run("one", &protocol, &with(Outcome::Resistant)[..1]);
    flask_run("nothing", &protocol, &[]);
    let extinct = summarised(&protocol, &with(Outcome::Extinct));
    let sentence = answer_sentence(&extinct);
    assert_eq!(
        sentence,
        "No flask of 12 became resistant (0%, 95% interval 0 to 24%); 12 went extinct."
    );
    assert!(text_profile(&extinct).starts_with("no resistant flask"));
    assert_eq!(answer_sentence(&summarised(&protocol, &[])), "No flask was simulated.");
}

#[test]
fn several_courses_share_a_panel() {
    let constant = Course {
        drug: 1,
        from: 60.0,
        until: None,
        half_life: None,
        timing: Timing::default(),
        actual: 1.0,
        dosing: Dosing::Constant { dose: 300.0 },
    };
    let mut records: Vec<FlaskRecord> = (0..60).map(made_up_flask).collect();
    for look in records.iter_mut().flat_map(|record| &mut record.looks) {
        look.doses.push(if look.day < 60.0 { 0.0 } else { 300.0 });
    }
    let files = flask_run("two-drugs", &protocol(vec![escalation(), constant]), &records);
    assert!(file(&files, "figures/course.svg").contains("crizotinib"));
    flask_run(
        "no-drug",
        &protocol(Vec::new()),
        &(0..30).map(made_up_flask).collect::<Vec<_>>(),
    );
}

#[test]
fn accumulators_count_what_the_records_say() {
    let records: Vec<FlaskRecord> = (0..300).map(made_up_flask).collect();
    let summary = summarised(&protocol(vec![escalation()]), &records);
    let resistant: Vec<&FlaskRecord> = records.iter().filter(|r| r.outcome == Outcome::Resistant).collect();
    assert_eq!(summary.outcome(Outcome::Resistant).count, resistant.len() as u64);
    assert_eq!(summary.outcomes.iter().map(|row| row.share.count).sum::<u64>(), 300);
    assert_eq!(summary.drawn.len(), MAX_DRAWN);
    let dominated = |label: &str| {
        resistant
            .iter()
            .filter(|r| r.composition[0].mechanism.label == label)
            .count() as u64
    };
    for row in &summary.profile.by_mechanism {
        assert_eq!(row.dominant.of_resistant.count, dominated(&row.label), "{}", row.label);
        assert!(row.present.of_resistant.count >= row.dominant.of_resistant.count);
        assert_eq!(row.dominant.of_all.n, 300);
    }
    let mut days: Vec<f64> = resistant.iter().map(|r| r.outcome_day).collect();
    days.sort_by(f64::total_cmp);
    let median = summary.time_to_resistance.as_ref().unwrap().median();
    assert_eq!(median.value, (days[(days.len() - 1) / 2] + days[days.len() / 2]) / 2.0);
    let last = summary.incidence.resistant.last().unwrap();
    assert!((last.value - resistant.len() as f64 / 300.0).abs() < 1e-12);
    assert!((summary.success_by_week.last().unwrap().share - last.value).abs() < 1e-12);
    typical_is_typical(&summary, &resistant);
    let reached = &summary.courses[0].dose_reached;
    assert!(reached.iter().all(|band| band.n == 300) && reached.windows(2).all(|w| w[0].median <= w[1].median));
    let json = serde_json::to_string(&summary).unwrap();
    let back: FlaskSummary = serde_json::from_str(&json).unwrap();
    assert_eq!(
        back,
        FlaskSummary {
            drawn: Vec::new(),
            ..summary
        },
        "what is drawn is not kept"
    );
}

fn typical_is_typical(summary: &FlaskSummary, resistant: &[&FlaskRecord]) {
    let commonest = summary.commonest().unwrap();
    let alike: Vec<&&FlaskRecord> = resistant
        .iter()
        .filter(|r| r.composition[0].mechanism == *commonest)
        .collect();
    let typical = alike
        .iter()
        .find(|r| Some(r.replicate) == summary.typical_replicate)
        .expect("of the commonest group");
    let earlier = alike.iter().filter(|r| r.outcome_day < typical.outcome_day).count();
    let later = alike.iter().filter(|r| r.outcome_day > typical.outcome_day).count();
    assert!(
        earlier <= alike.len().div_ceil(2) && later <= alike.len().div_ceil(2),
        "{earlier} {later} {}",
        alike.len()
    );
}

fn rescue() -> PlainModel {
    let rates = vec![
        BirthDeath { birth: 0.3, death: 0.6 },
        BirthDeath { birth: 0.7, death: 0.3 },
    ];
    PlainModel {
        types: vec![
            PlainType {
                name: "sensitive".into(),
                founders: 1_000_000,
            },
            PlainType {
                name: "resistant".into(),
                founders: 0,
            },
        ],
        mutations: vec![PlainMutation {
            from: 0,
            to: 1,
            per_division: 1e-6,
        }],
        switches: Vec::new(),
        phases: vec![PlainPhase {
            duration: f64::INFINITY,
            rates,
            keep: 1.0,
            until: None,
            repeat: 1,
        }],
        stop: Some(Threshold {
            of_type: None,
            cells: 100_000_000,
        }),
        record_every: Some(1.0),
    }
}

fn made_up_replicate(replicate: u64) -> PlainRecord {
    let mut dice = Dice(replicate + 1);
    let rescued = dice.unit() < 0.6;
    let founded = 5.0 + 15.0 * dice.unit();
    let end = if rescued {
        founded + 46.0
    } else {
        (44.0 + 6.0 * dice.unit()).floor()
    };
    let sensitive = |day: f64| (1e6 * (-0.3 * day).exp()) as u64;
    let resistant = |day: f64| {
        if rescued && day > founded {
            (0.4 * (day - founded)).exp() as u64
        } else {
            0
        }
    };
    let stop = if rescued {
        PlainStop::TotalCells
    } else {
        PlainStop::Extinct
    };
    let samples = (0..=end as u32).map(|day| {
        let day = f64::from(day);
        PlainSample {
            day,
            cells: vec![sensitive(day), resistant(day)],
        }
    });
    let cells = if rescued {
        vec![sensitive(end), resistant(end)]
    } else {
        vec![0, 0]
    };
    PlainRecord {
        replicate,
        stop,
        end_day: end,
        cells,
        mutations: vec![u64::from(rescued)],
        samples: samples.collect(),
    }
}

#[test]
fn a_plain_run_is_summarised_drawn_and_told() {
    let records: Vec<PlainRecord> = (0..500).map(made_up_replicate).collect();
    let (summary, files) = plain_run("plain", &rescue(), &records);
    let names: Vec<&str> = files.iter().map(|file| file.0.as_str()).collect();
    let figures = ["figures/stops.svg", "figures/counts.svg", "figures/trajectories.svg"];
    assert_eq!(names, [&["summary.json"], &figures[..], &["report.html"]].concat());
    let extinct = records.iter().filter(|r| r.stop == PlainStop::Extinct).count() as u64;
    assert_eq!(summary.stops[3].share.count, extinct);
    let mean = records.iter().map(|r| r.cells[1] as f64).sum::<f64>() / 500.0;
    assert!((summary.types[1].mean / mean - 1.0).abs() < 1e-12);
    assert_eq!(summary.types[1].zero.count, extinct);
    assert_eq!(summary.mutations[0].zero.count, extinct);
    let band = &summary.trajectories[0].points[10];
    assert_eq!((band.band.day, band.band.n), (10.0, 500));
    let late = summary.trajectories[0].points.last().unwrap();
    assert!(late.band.n >= extinct, "the extinct count as zero for ever");
    assert!(plain_answer(&summary).contains("died out"));
    let (_, one) = plain_run(
        "plain-one",
        &PlainModel {
            record_every: None,
            ..rescue()
        },
        &[PlainRecord {
            samples: Vec::new(),
            ..made_up_replicate(1)
        }],
    );
    assert!(one.iter().all(|file| file.0 != "figures/trajectories.svg"));
    plain_run("plain-nothing", &rescue(), &[]);
}
