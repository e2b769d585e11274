//! Reports on made-up records: accumulators, tables, figures and pages, with degenerate ensembles.
//!
//! The records come from a small generator with a fixed seed; they look like flasks but follow no
//! model. `ESCALADE_SHOW=folder cargo test --test report` writes the files, to look at them.

mod assay_figures;
mod barcode_figures;
mod comparison_figures;
mod counted;
mod course_figures;
mod drawn;
mod incidence_figures;
mod lineage_figures;
mod made_up;
mod mechanism_figures;
mod plain_figures;
mod sweep_figures;
mod told;
mod tornado_figures;

use escalade::engine::record::*;
use escalade::model::plain::*;
use escalade::model::protocol::*;
use escalade::report::{AssumptionRow, Provenance, RunContext, flask, plain};
use escalade::report::{answer_sentence, plain_answer, text_profile};
use escalade::statistics::{FlaskAccumulator, FlaskSummary, MAX_DRAWN, PlainAccumulator, PlainSummary};
use made_up::*;

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
        warnings: Vec::new(),
        provenance: Provenance {
            version: "0.1.0".into(),
            schema: 1,
            scenario_hash: "9f2c".repeat(16),
            knowledge_hash: "07ab".repeat(16),
            seed: 2026,
            replicates: 200,
            method: escalade::engine::Method::Interval,
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
    let course = file(&files, "figures/course.svg");
    assert!(course.contains("alectinib, nM") && course.contains("the first 12 of 200 flasks"));
    assert!(file(&files, "figures/muller.svg").contains("share of cells"));
    assert!(file(&files, "figures/incidence.svg").contains("days since seeding"));
    let page = file(&files, "report.html");
    assert!(page.contains("48\u{a0}h"), "a number and its unit stand on one line");
    let page = page.replace('\u{a0}', " ");
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
        let files = flask_run(name, &protocol, &with(outcome));
        let dominated = file(&files, "report.html").contains("of resistant flasks</");
        assert_eq!(
            dominated,
            outcome == Outcome::Resistant,
            "{name}: a tile of what dominates"
        );
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
