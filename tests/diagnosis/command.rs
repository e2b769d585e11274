//! `escalade diagnose` from outside.

use super::support;

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

/// What a diagnosis costs is told by its flasks and work-ups before it starts; what would take days is refused, and nothing is said
/// where nothing is to be said.
#[test]
fn a_diagnosis_tells_its_cost_and_is_quiet_where_it_is_to_be() {
    use escalade::diagnosis::Workup;
    use escalade::ensemble::specimens::FinishedRun;
    use escalade::session::diagnosis::Request;
    let bench = finished();
    let usual = Request::of(
        std::sync::Arc::new(FinishedRun::open(&bench.path("r")).expect("a run")),
        Vec::new(),
    );
    let of = |flasks: u64| Request {
        flasks: Some((0..flasks).collect()),
        ..usual.clone()
    };
    assert_eq!(usual.cost().replicates, 4, "no more flasks than the run has");
    let (four, hundred) = (of(4).cost().seconds, of(100).cost().seconds);
    assert!(
        (hundred / four - 25.0).abs() < 1e-9 && hundred > 15.0 && hundred < 90.0,
        "{four} and {hundred}"
    );
    let both = Request {
        against: Some(Workup::cheap()),
        ..of(100)
    };
    let less = Request {
        without: vec!["add-back".to_owned()],
        ..of(100)
    };
    assert!(both.cost().seconds > hundred && less.cost().seconds < 0.5 * hundred);
    assert!(of(1_000_000).cost().is_absurd() && !of(100).cost().is_absurd());
    let output = bench.run(&[
        "diagnose", "r", "--flasks", "0-1", "--workup", "cheap", "--quiet", "--large",
    ]);
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
}

/// A culture is worked up as it is on the named day; flasks that had ended by then are left out.
#[test]
fn flasks_are_sampled_on_the_named_day() {
    let bench = finished();
    let day = |day: &str| bench.good(&["diagnose", "r", "--flasks", "0-3", "--day", day, "--json", "--out", "o"]);
    let json: serde_json::Value = serde_json::from_str(&day("20")).expect("json");
    let days: Vec<f64> = json["flasks"]
        .as_array()
        .expect("flasks")
        .iter()
        .map(|one| one["day"].as_f64().expect("a day"))
        .collect();
    assert_eq!(days.len(), 4);
    // What it leans on stands in the file and on the page.
    let page = String::from_utf8(bench.read("o/diagnosis.html")).expect("text");
    let values = json["knowledge_values"]
        .as_array()
        .expect("values of the knowledge base");
    assert!(!values.is_empty() && page.contains(&format!("{} values:", values.len())));
    assert!(!json["assay_values"].as_array().expect("the assay's own").is_empty());
    assert!(days.iter().all(|day| (20.0..30.0).contains(day)), "{days:?}");
    bench.refused(&["diagnose", "r", "--day", "5000"], &["no flask has cells", "day 5000"]);
    bench.refused(&["diagnose", "r", "--day=-1"], &["--day -1", "from 0 on"]);
}

/// `run --diagnose` leaves what `diagnose` would, and the report leads to it.
#[test]
fn a_run_may_be_diagnosed_at_once() {
    let text = support::changed(support::LABORATORY, "\"60 d\"", "\"250 d\"");
    let bench = support::Bench::with(&text);
    let told = bench.good(&["run", "s.toml", "--out", "r", "--quiet", "--diagnose"]);
    assert!(told.contains("r/diagnosis/diagnosis.html"), "{told}");
    let report = String::from_utf8(bench.read("r/report.html")).expect("text");
    // The report is written before: it leads to no page that may not be there.
    assert!(report.contains("escalade diagnose") && !report.contains("href=\"diagnosis"));
    let once = bench.read("r/diagnosis/diagnosis.json");
    bench.good(&["diagnose", "r"]);
    assert!(once == bench.read("r/diagnosis/diagnosis.json"));
}

/// Every step of the guides on the page in the run's folder, the run itself untouched; the page is self-contained and
/// names no place, and the flasks that it walks through are the lowest of their kind of call.
#[test]
fn a_page_in_the_runs_folder_walks_through_the_steps() {
    let bench = finished();
    let before = bench.run_files("r");
    let told = bench.good(&["diagnose", "r", "--flasks", "0-3"]);
    assert!(told.contains("r/diagnosis/diagnosis.html"), "{told}");
    let after: Vec<_> = bench
        .run_files("r")
        .into_iter()
        .filter(|(name, _)| !name.starts_with("diagnosis/"))
        .collect();
    assert_eq!(before, after);
    let html = String::from_utf8(bench.read("r/diagnosis/diagnosis.html")).expect("text");
    for guide in [
        "P02", "P03", "P04", "P05", "P06", "P07", "P09", "P10", "P11", "P14", "P15", "P16", "P17", "P18", "P19",
    ] {
        let shown = html
            .split("data-guide=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next());
        assert!(
            shown.clone().any(|guides| guides.contains(guide)),
            "{guide} is not on the page"
        );
    }
    for figure in [
        "Dose-response under alectinib",
        "Allele frequencies in",
        "Western blot, with and without drug",
    ] {
        assert!(html.contains(figure), "{figure}");
    }
    for outside in ["src=\"", "http-equiv", "@import", "<script", "/tmp", "thread"] {
        assert!(!html.contains(outside), "{outside}");
    }
    assert!(!html.contains(&bench.path("").display().to_string()));
    let csv = String::from_utf8(bench.read("r/diagnosis/diagnosis.csv")).expect("text");
    let mut walked: Vec<String> = Vec::new();
    let mut kinds: Vec<String> = Vec::new();
    for line in csv.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        if !kinds.contains(&cells[3].to_owned()) {
            kinds.push(cells[3].to_owned());
            walked.push(format!("id=\"flask-{}\"", cells[0]));
        }
    }
    assert_eq!(html.matches("id=\"flask-").count(), walked.len());
    assert!(walked.iter().all(|one| html.contains(one)), "{walked:?}");
    // Nothing is left in the run's folder by a quiz.
    let quiet = finished();
    let untouched = quiet.run_files("r");
    quiet.good(&["diagnose", "r", "--blind", "--workup", "cheap"]);
    assert_eq!(quiet.run_files("r"), untouched);
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
    for verdict in ["reads as", "on the label", "resistant to"] {
        assert!(
            !page.contains(verdict) && !asked.contains(verdict),
            "{verdict} gives it away"
        );
    }
    // A wrong answer gives a hint; the third one the truth.
    let answers = |n: usize| {
        let answers = [
            ["--answer", "bypass:MET"],
            ["--answer", "amplification"],
            ["--answer", "bypass:KRAS"],
        ]
        .concat();
        bench.good(&[&["diagnose", "r", "--blind", "--seed", "7"][..], &answers[..2 * n]].concat())
    };
    let (first, second, third) = (answers(1), answers(2), answers(3));
    let hints = |text: &str| text.matches("Hint: ").count();
    assert_eq!((hints(&first), hints(&second), hints(&third)), (1, 2, 2), "{third}");
    // Which flask the seed hides is chance; none holds nothing but MET.
    let judged = ["is not right", "is partly right"].map(|verdict| first.contains(&format!("bypass: MET {verdict}")));
    assert!(judged[0] != judged[1], "{first}");
    assert!(
        !first.contains("The cells (") && !second.contains("The cells ("),
        "{second}"
    );
    assert!(
        third.contains("The cells (flask ") && third.contains("The workflow says"),
        "{third}"
    );
}

/// The answer may come through a pipe: one line, right or refused; nothing on it asks for the answer as a flag.
#[test]
fn a_piped_answer_is_taken() {
    use std::io::Write;
    use std::process::Stdio;
    let bench = finished();
    let piped = |answer: &str| {
        let mut command = bench.command(&["diagnose", "r", "--blind", "--seed", "7", "--workup", "cheap"]);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        stdin.write_all(answer.as_bytes()).expect("it reads");
        drop(stdin);
        let output = child.wait_with_output().expect("it ends");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    };
    let (code, out, _) = piped("bypass:MET\n");
    assert!(code == Some(0) && out.contains("Your answer: bypass: MET is"), "{out}");
    let (code, _, err) = piped("reversible:nothing\n");
    assert!(
        code == Some(2) && err.contains("is no name of kind reversible"),
        "{err}"
    );
    let (code, out, _) = piped("");
    assert!(code == Some(0) && out.contains("--answer \"KIND:NAME\""), "{out}");
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
    bench.refused(&["diagnose", "r", "--depth", "0"], &["--depth 0", "5 to 10000000"]);
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
        ("blot", &dosed[..], &["pALK", "pMET", "pHER2", "RAS-GTP", "pMEK"][..]),
        ("array", &dosed, &["rank", "pMET", "yes", "phosphorylation", "protein"]),
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
