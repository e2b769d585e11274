//! Scenarios that are odd rather than wrong are told so before they run; slips are refused with what is meant.

use crate::support::{Bench, LABORATORY, PATIENTS, changed};

/// What `check` warns of, without the scenario's name.
fn warnings(text: &str) -> String {
    let bench = Bench::with(text);
    let output = bench.run(&["check", "s.toml"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{told}");
    let explained = bench.good(&["explain", "s.toml"]);
    for line in told.lines() {
        let warning = line.split_once(": one dose: ").expect("the scenario's name").1;
        assert!(explained.contains(warning), "explain lacks: {warning}");
    }
    told
}

fn with_course(course: &str) -> String {
    changed(LABORATORY, "dose = \"300 nM\"", course)
}

const RISING: &str = "start = \"IC20\"\nfactor = 2\ngoal = \"1 uM\"\n";

#[test]
fn a_sound_scenario_has_no_warning() {
    assert_eq!(warnings(LABORATORY), "");
    assert_eq!(warnings(&with_course(RISING)), "");
}

#[test]
fn a_dose_that_parental_cells_outgrow_is_told() {
    let low = warnings(&with_course("dose = \"1 nM\""));
    assert!(
        low.contains("does not stop unaltered cells") && low.contains("its IC50 on the line is"),
        "{low}"
    );
    let goal = warnings(&with_course("start = \"0.1 nM\"\nfactor = 2\ngoal = \"0.4 nM\""));
    assert!(goal.contains("at its goal, 0.4 nM, leaves unaltered cells"), "{goal}");
    assert!(goal.contains("70% counts as resistant"), "{goal}");
}

/// `--quiet` takes away progress, not what the answer may not mean.
#[test]
fn warnings_are_told_in_quiet_too() {
    let bench = Bench::with(&with_course("dose = \"1 nM\""));
    let run = [
        "run",
        "s.toml",
        "--out",
        "r",
        "--replicates",
        "1",
        "--worlds",
        "0",
        "--quiet",
    ];
    let told = String::from_utf8(bench.run(&run).stderr).expect("text");
    assert!(told.contains("does not stop unaltered cells"), "{told}");
}

/// Net growth of unaltered cells at each dose of the first course.
fn growth(text: &str) -> Vec<f64> {
    let bench = Bench::with(text);
    let told: serde_json::Value = serde_json::from_str(&bench.good(&["explain", "s.toml", "--json"])).expect("JSON");
    let rows = told["laboratory"]["courses"][0]["types"][0]["net"].as_array().cloned();
    rows.expect("rates")
        .iter()
        .map(|net| net.as_f64().expect("a rate"))
        .collect()
}

/// A dose that decays is judged by the mean of the growth at all its levels until the medium is fresh again: against
/// that of the levels at 60 moments, each given on its own.
#[test]
fn a_drug_that_decays_is_judged_over_the_days_that_a_medium_lasts() {
    let decaying = |dose: &str| {
        let course = with_course(&format!("dose = \"{dose}\"\nhalf_life = \"10 h\""));
        changed(&course, "[stop]", "[flask]\nmedium_change = \"3 d\"\n[stop]")
    };
    let mut levels: Vec<f64> = (0..60)
        .map(|part| 100.0 * 0.5f64.powf((f64::from(part) + 0.5) * 72.0 / 60.0 / 10.0))
        .collect();
    levels.reverse();
    let doses: Vec<String> = levels.iter().map(|level| format!("\"{level} nM\"")).collect();
    let each = growth(&with_course(&format!("doses = [{}]", doses.join(", "))));
    assert_eq!(each.len(), 60);
    let mean = each.iter().sum::<f64>() / 60.0;
    let told = growth(&decaying("100 nM"))[0];
    assert!((told - mean).abs() < 0.003 && mean > 0.05, "{told} {mean}");
    let fresh = growth(&with_course("dose = \"100 nM\""))[0];
    assert!(fresh < -0.01, "the fresh dose holds: {fresh}");
    let warned = warnings(&decaying("100 nM"));
    assert!(
        warned.contains("which decays until the medium is fresh again, does not stop"),
        "{warned}"
    );
    assert_eq!(warnings(&decaying("10 uM")), "", "so much holds until then");
    // No calendar renews the medium: what is left in the long run is none.
    let once = changed(
        &decaying("10 uM"),
        "medium_change = \"3 d\"",
        "passage = { at = \"80% confluence\", or_every = \"never\" }",
    );
    assert!(
        warnings(&once).contains("(they keep 100% of their growth)"),
        "{}",
        warnings(&once)
    );
}

/// Patients of few cells, who are soon simulated: what is warned of here does not turn on them.
fn few() -> String {
    changed(PATIENTS, "pool = 1e9", "pool = 1e6")
}

/// A flask of this line outgrows the average level of crizotinib; a tumour that makes up for nine births of ten by deaths does
/// not, unless a patient has a hundredth of it.
#[test]
fn patients_are_warned_of_by_their_own_pace_and_exposure() {
    assert_eq!(warnings(&few()), "");
    let little = warnings(&few().replace("pool = 1e6", "pool = 1e6\nexposure = 0.01"));
    assert!(
        little.contains("does not stop unaltered cells of a patient in the middle of all"),
        "{little}"
    );
    assert!(little.contains("crizotinib at 1.3 nM"), "{little}");
}

#[test]
fn days_between_looks_are_told() {
    let with = |timing: &str| warnings(&few().replace("[stop]", &format!("{timing}\n[stop]")));
    assert_eq!(with("holidays = [{ from = \"14 d\", until = \"42 d\" }]"), "");
    let moved = with("holidays = [{ from = \"15 d\", until = \"40 d\" }]");
    assert!(
        moved.contains("every 7 days: the holiday from day 15 to 40 lasts from day 21 to 42"),
        "{moved}"
    );
    let none = with("holidays = [{ from = \"15 d\", until = \"20 d\" }]");
    assert!(
        none.contains("the holiday from day 15 to 20 does not take place"),
        "{none}"
    );
    let start = with("from = \"10 d\"");
    assert!(start.contains("what starts on day 10 does so on day 14"), "{start}");
}

#[test]
fn a_limit_that_is_never_met_is_told() {
    let long = warnings(&with_course(&format!("{RISING}give_up_after = \"90 d\"")));
    assert!(
        long.contains("no flask is ever given up: give_up_after = 90 days"),
        "{long}"
    );
    assert_eq!(warnings(&with_course(&format!("{RISING}give_up_after = \"30 d\""))), "");
}

#[test]
fn a_later_course_is_told_to_hold_resistance_back() {
    let second = "\n[[course]]\ndrug = \"lorlatinib\"\nfrom = \"30 d\"\n";
    let both = with_course(&format!("{RISING}{second}doses = [\"10 nM\", \"100 nM\"]"));
    let told = warnings(&both);
    assert!(
        told.contains("before lorlatinib has started on day 30 and comes to its goal")
            && told.contains("from = \"resistance\""),
        "{told}"
    );
    let constant = warnings(&with_course(&format!("dose = \"300 nM\"{second}dose = \"100 nM\"")));
    assert!(
        constant.contains("its experiment ends before lorlatinib is given"),
        "{constant}"
    );
    let line = second.replace("30 d", "resistance");
    assert_eq!(warnings(&with_course(&format!("{RISING}{line}dose = \"100 nM\""))), "");
}

/// The simulation does what the warning says: cells that outgrow a weak first drug are not called resistant before
/// the second one is at its goal.
#[test]
fn resistance_waits_for_the_goal_of_a_later_course() {
    let weak = "doses = [\"1 nM\", \"2 nM\"]\nstep_when = { every = \"7 d\" }";
    let bench = Bench::with(&with_course(weak));
    bench.write(
        "late.toml",
        &with_course(&format!(
            "{weak}\n[[course]]\ndrug = \"lorlatinib\"\nfrom = \"30 d\"\ndoses = [\"0.01 nM\", \"0.02 nM\"]\n\
             step_when = {{ every = \"7 d\" }}"
        )),
    );
    let day = |file: &str| -> f64 {
        bench.good(&["run", file, "--out", file.trim_end_matches(".toml"), "--quiet"]);
        let table =
            String::from_utf8(bench.read(&format!("{}/replicates.csv", file.trim_end_matches(".toml")))).unwrap();
        let days = table
            .lines()
            .skip(1)
            .map(|row| row.split(',').nth(3).unwrap().parse::<f64>());
        days.map(|day| day.expect("resistant")).fold(f64::INFINITY, f64::min)
    };
    let (alone, held) = (day("s.toml"), day("late.toml"));
    assert!(alone < 30.0, "alone on day {alone}");
    assert!(held >= 37.0, "held back to day {held}");
}

#[test]
fn doses_beyond_sense_are_refused_and_very_high_ones_told() {
    let bench = Bench::with(&with_course("start = \"IC20\"\nfactor = 2\ngoal = \"1 mM\""));
    bench.refused(
        &["check", "s.toml"],
        &["`goal`", "\"1 mM\" is out of range", "at most 100 µM", "dissolve"],
    );
    let high = warnings(&with_course("dose = \"30 uM\""));
    assert!(
        high.contains("alectinib at 30 µM is above 10 µM") && high.contains("extrapolated"),
        "{high}"
    );
}

#[test]
fn what_is_due_between_looks_is_refused() {
    for key in ["passage = { or_every = \"3 d\" }", "medium_change = \"3 d\""] {
        let flask = format!("look_every = \"4 d\"\n[flask]\n{key}\n[line]");
        let bench = Bench::with(&changed(LABORATORY, "[line]", &flask));
        bench.refused(
            &["check", "s.toml"],
            &["= 3 d is shorter than look_every = 4 d", "happen at looks"],
        );
        bench.write(
            "daily.toml",
            &changed(LABORATORY, "[line]", &flask.replace("4 d", "3 d")),
        );
        bench.good(&["check", "daily.toml"]);
    }
}

/// Hours are told as hours, not as a fraction of a day in all its digits.
#[test]
fn times_in_refusals_can_be_typed() {
    let flask = "look_every = \"8 h\"\n[flask]\npassage = { or_every = \"5 h\" }\n[line]";
    let bench = Bench::with(&changed(LABORATORY, "[line]", flask));
    bench.refused(
        &["check", "s.toml"],
        &["= 5 h is shorter than look_every = 8 h", "at least 8 h", "at most 5 h"],
    );
}

#[test]
fn decimal_commas_and_repeated_keys_are_recognised() {
    let asks = |dose: &str, wanted: &str| {
        let bench = Bench::with(&with_course(&format!("dose = \"{dose}\"")));
        bench.refused(&["check", "s.toml"], &[wanted]);
    };
    asks("0,5 uM", "did you mean \"0.5 uM\"?");
    asks("1,000 nM", "did you mean \"1000 nM\"?");
    asks("0,125 uM", "did you mean \"0.125 uM\"?");
    let bench = Bench::with(&changed(LABORATORY, "replicates = 4", "replicates = 1,000"));
    bench.refused(
        &["check", "s.toml"],
        &["not valid TOML", "decimal point and no separators"],
    );
    let bench = Bench::with(&changed(
        LABORATORY,
        "id = \"H3122\"",
        "id = \"H3122\"\nstock = \"old\"\nid = \"H2228\"",
    ));
    bench.refused(
        &["check", "s.toml"],
        &["s.toml:8: `id` is written twice", "on line 6 already"],
    );
    let bench = Bench::with(&format!("{LABORATORY}\n[line]\nspectrum = \"exac\"\n"));
    bench.refused(&["check", "s.toml"], &["`line` is written twice", "on line 5 already"]);
}

#[test]
fn a_misspelt_record_gets_its_nearest_names_only() {
    let bench = Bench::new();
    let told = bench.refused(
        &["kb", "show", "alectinb"],
        &[
            "unknown record \"alectinb\"",
            "did you mean \"alectinib\"",
            "escalade kb list",
        ],
    );
    assert!(told.len() < 300, "{told}");
}

/// A line whose tissue nothing says takes no state that belongs to one, and is told so in every run; one that says it
/// does, or that closes them, is not.
#[test]
fn a_line_of_unknown_tissue_is_told_what_it_lacks() {
    let bench = Bench::with(&changed(LABORATORY, "H3122", "mine"));
    let line = |tissue: &str| {
        let kept = "doubling = { value = \"30 h\", range = [\"20 h\", \"40 h\"], assumed = \"Mine.\" }";
        bench.write(
            "mine.toml",
            &format!("schema = 2\n[[line]]\nid = \"mine\"\nname = \"Mine\"\nfamily = \"alk\"\n{tissue}{kept}\n"),
        );
    };
    let told = || {
        let output = bench.run(&["check", "s.toml", "--kb", "mine.toml"]);
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{told}");
        told
    };
    line("");
    let warning = told();
    assert!(
        warning.contains("tissue of Mine is unknown")
            && warning.contains("CCN1-high, SCLC, EGFR activation")
            && warning.contains("; say tissue = "),
        "{warning}"
    );
    // The lock file tells it too.
    bench.good(&["run", "s.toml", "--kb", "mine.toml", "--out", "run", "--quiet"]);
    let again = bench.run(&["check", "run/scenario.lock.toml"]);
    assert!(
        String::from_utf8(again.stderr)
            .unwrap()
            .contains("tissue of Mine is unknown")
    );
    line("tissue = \"blood\"\n");
    assert_eq!(told(), "");
    line("dna_of = \"H2228\"\n");
    assert_eq!(told(), "");
    line("");
    let closed = changed(LABORATORY, "H3122\"", "mine\"\n[routes]\nstates = false");
    bench.write("s.toml", &closed);
    assert_eq!(told(), "");
}

/// 33 divisions a day: 2e20 cells by the evening, and with 1,000 more than any number; the same with room for a million is sound.
#[test]
fn means_beyond_counting_are_told() {
    let with = |birth: &str| {
        changed(
            crate::support::PLAIN,
            "birth = 0.7, death = 0.5",
            &format!("{birth}, death = 0.5"),
        )
    };
    let text = with("birth = 33");
    let bench = Bench::with(&text);
    for birth in ["birth = 33", "birth = 1000"] {
        bench.write("s.toml", &with(birth));
        let told = String::from_utf8(bench.run(&["check", "s.toml"]).stderr).unwrap();
        assert!(told.contains("too_many_cells") && told.contains("phase 1"), "{told}");
        assert!(!bench.good(&["explain", "s.toml"]).contains("NaN"));
    }
    bench.write("s.toml", &changed(&text, "[plain]", "[plain]\ncapacity = 1e6"));
    assert_eq!(bench.run(&["check", "s.toml"]).stderr, b"");
}

/// Where the surroundings signal so much that unaltered cells die of it without any drug, no stock can be grown: the scenario is
/// refused (its clones had been drawn anew without end).
#[test]
fn cells_that_shrink_without_drug_are_refused() {
    let bench = Bench::with(&changed(
        LABORATORY,
        "[[course]]\ndrug = \"alectinib\"\ndose = \"300 nM\"",
        "[niche]\nfgf2 = 1.0\n[[course]]\ndrug = \"quizartinib\"\ndose = \"10 nM\"",
    ));
    let text = String::from_utf8(bench.read("s.toml")).unwrap();
    bench.write("s.toml", &changed(&text, "H3122", "MOLM-13"));
    bench.good(&["check", "s.toml"]);
    let batch = "defaults/kill_over,fgf2/activity\n2.1,1.973\n";
    bench.write("b.csv", batch);
    bench.refused(
        &["batch", "s.toml", "--table", "b.csv", "--out", "r.csv"],
        &["unaltered cells of MOLM-13 do not grow without drug here"],
    );
}
