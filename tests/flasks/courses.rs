//! The course vocabulary in scenario files: what is read, told, locked and refused.

use crate::support::{Bench, changed};
use escalade::engine::record::{FlaskSample, SampledCells};
use escalade::engine::sample_flask;
use escalade::model::biology::{Biology, StateClass};
use escalade::scenario::{Body, Scenario, load, lock, words};

/// A scenario around courses. The flask is passaged at confluence only.
fn around(courses: &str) -> String {
    format!(
        "schema = 1\nname = \"courses\"\nreplicates = 3\n[line]\nid = \"H3122\"\n[flask]\nvessel = \"T75\"\n\
         passage = {{ or_every = \"never\" }}\n[stop]\nafter = \"200 d\"\nat_resistance = true\n{courses}\n"
    )
}

fn course(keys: &str) -> String {
    format!("[[course]]\ndrug = \"alectinib\"\n{keys}\n")
}

fn escalation(keys: &str) -> String {
    course(&format!("start = \"30 nM\"\nfactor = 2\ngoal = \"1 uM\"\n{keys}"))
}

fn loaded(text: &str) -> Scenario {
    load("s.toml", text.to_owned()).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// Every kind of course, and a part of what is said about it.
fn vocabulary() -> Vec<(String, &'static [&'static str])> {
    let second = "[[course]]\ndrug = \"lorlatinib\"\n";
    vec![
        (
            escalation("step_when = { confluence = true }"),
            &["when the flask is passaged at confluence."][..],
        ),
        (
            escalation("step_when = { doubling_time = \"125% of parental\", held_for = 1, or_after = \"30 d\" }"),
            &["grows at 80% of the parental rate for 1 passage, or after 30 days at a dose"],
        ),
        (
            escalation("step_when = { doubling_time = \"60 h\" }"),
            &["grows at 80% of the parental rate for 2 passages in a row"],
        ),
        (
            escalation("step_when = { every = \"14 d\" }"),
            &["when the dose was given for 14 days"],
        ),
        (
            escalation("step_when = { passages = 3, confluence = true, growth = \"50%\" }\nhold = \"21 d\""),
            &[
                "confluent and has grown at 50% of the parental rate for 2 passages in a row and there were 3 passages",
                "held for at least 21 d",
            ],
        ),
        (
            escalation("on_crash = \"thaw\"\nvial_survival = \"70%\"\ngive_up_after_crashes = 3"),
            &["vials (10⁶ cells each", "70% of its cells live", "crash number 3"],
        ),
        (
            course("dose = \"100 nM\"\npulse = { on = \"3 d\", off = \"4 d\", start = \"off\" }"),
            &["3 days with, 4 days without, first without", "by the days on drug"],
        ),
        (
            course("dose = \"100 nM\"\npulse = { on = \"3 d\", off_until = \"80% confluence\" }"),
            &["without until the flask is 80% confluent"],
        ),
        (
            escalation("holidays = [{ from = \"100 d\", until = \"114 d\" }, { from = \"150 d\", until = \"160 d\" }]"),
            &["day 100 to day 114, day 150 to day 160"],
        ),
        (
            course("dose = \"100 nM\"\nadaptive = { off_below = \"50%\", on_above = \"120% of start\" }"),
            &[
                "fewer than 50% of the cells at the course's start",
                "once there are 120%",
            ],
        ),
        (
            course("dose = \"100 nM\"\nactual = \"33% of nominal\""),
            &["only 33% of the nominal alectinib", "that is 33 nM"],
        ),
        (
            course("oral = { every = \"12 h\" }"),
            &[
                "half-life 33 h",
                "a dose every 12 h",
                "on average 1.28 µM in plasma at steady state, of which 1% is free (9.2% in medium)",
                "nominal 140 nM on average",
                "at the trough",
                "builds up from the first dose and washes out after the last",
            ],
        ),
        (
            course("oral = { every = \"12 h\", plasma_shift = 20 }"),
            &[
                "of which 20 times as much as in medium is needed (measured)",
                "nominal 64.2 nM on average",
            ],
        ),
        (
            course("dose = \"100 nM\"\nuntil = \"resistance\"")
                + second
                + "from = \"resistance\"\nuntil = \"resistance\"\ndose = \"30 nM\"\n"
                + "[[course]]\ndrug = \"brigatinib\"\nfrom = \"second resistance\"\ndose = \"100 nM\"",
            &["from day 0 until resistance", "the flask's second resistance at 100 nM"],
        ),
    ]
}

#[test]
fn every_kind_of_course_is_told_and_locked() {
    for (text, parts) in vocabulary() {
        let scenario = loaded(&around(&text));
        let told = words::of(&scenario).join("\n");
        for part in parts {
            assert!(told.contains(part), "\"{part}\" is missing from\n{told}");
        }
        let lock = lock::write(&scenario).expect("it can be locked");
        let again = load("l.toml", lock.text.clone()).unwrap_or_else(|error| panic!("{error}\n{}", lock.text));
        assert!(again.body == scenario.body, "{}", lock.text);
        assert_eq!(lock::write(&again).expect("it can be locked").text, lock.text);
    }
}

/// While oral doses build up (33 h half-life: 6.9 d to within 3%) the cells grow on; that is no resistance.
#[test]
fn growth_while_oral_doses_build_up_is_no_resistance() {
    let text = around(&course("oral = { every = \"12 h\" }")).replace("replicates = 3", "replicates = 12");
    let days: Vec<f64> = flasks_of(&text).iter().map(|record| record.outcome_day).collect();
    assert!(days.iter().all(|day| *day > 14.0), "{days:?}");
}

#[test]
fn every_kind_of_course_runs() {
    for (i, (text, _)) in vocabulary().iter().enumerate() {
        let bench = Bench::with(&around(text));
        let explained = bench.good(&["explain", "s.toml"]);
        assert!(explained.contains("How it is computed"), "{explained}");
        bench.good(&["run", "s.toml", "--out", "r", "--quiet"]);
        let header = String::from_utf8_lossy(&bench.read("r/resistances.csv")).into_owned();
        assert!(
            header.starts_with("replicate,treatment_line,day,dominant,"),
            "{i}: {header}"
        );
    }
}

/// Three assumptions of an oral course, two of a thawing one, are listed as such.
#[test]
fn defaults_that_nobody_measured_are_listed() {
    let count = |text: &str| match loaded(&around(text)).body {
        Body::Laboratory(laboratory) => {
            let ours = laboratory.assumptions.iter().filter(|a| a.key.starts_with("course/"));
            ours.count()
        }
        Body::Plain(_) => 0,
    };
    assert_eq!(count(&escalation("on_crash = \"thaw\"")), 2);
    assert_eq!(count(&escalation("on_crash = \"rescue\"")), 0);
    assert_eq!(count(&course("oral = { every = \"12 h\", half_life = \"33 h\" }")), 2);
}

/// Impossible protocols: what is written, the line and key that are blamed, and the reason.
#[test]
fn impossible_courses_are_refused_with_the_reason() {
    let calendar = |text: String| around(&text).replace("or_every = \"never\"", "or_every = \"5 d\"");
    let cases: Vec<(String, &[&str])> = vec![
        (
            around(&course("start = \"1 uM\"\nfactor = 2\ngoal = \"30 nM\"")),
            &[
                "s.toml:16: `goal`",
                "= \"30 nM\" is below the start, which is 1 µM",
                "at least \"1 uM\"",
            ][..],
        ),
        (
            around(&course("start = \"30 nM\"\nfactor = 1\ngoal = \"1 uM\"")),
            &["`factor`", "does not escalate"],
        ),
        (
            around(&escalation("step_when = { growth = \"120% of parental\" }")),
            &["`growth`", "0% to 100%"],
        ),
        (
            around(&escalation("step_when = { doubling_time = \"90% of parental\" }")),
            &["`doubling_time`", "shorter than the parental", "never go up"],
        ),
        (
            around(&escalation("step_when = { doubling_time = \"20 h\" }")),
            &["`doubling_time`", "shorter than the parental"],
        ),
        (
            around(&escalation(
                "step_when = { doubling_time = \"120%\", growth = \"70%\" }",
            )),
            &["`doubling_time`", "says the same as `growth`"],
        ),
        (
            around(&escalation("step_when = { every = \"10 d\", held_for = 2 }")),
            &["`held_for`", "nothing to hold"],
        ),
        (
            calendar(escalation("step_when = { confluence = true }")),
            &["`confluence`", "never met", "the calendar passages the flask"],
        ),
        (
            around(&escalation("step_when = { every = \"40 d\" }")),
            &["`every`", "needs 200 days for 5 dose steps", "ends on day 200"],
        ),
        (
            around(&escalation("hold = \"60 d\"")),
            &["`hold`", "dose steps", "ends on day 200"],
        ),
        (
            around(&escalation("step_when = { or_after = \"10 d\" }\nhold = \"20 d\"")),
            &["`or_after`", "shorter than hold"],
        ),
        (
            around(&escalation("step_when = { every = \"20 d\", or_after = \"10 d\" }")),
            &["`or_after`", "makes every = 20 d void"],
        ),
        (
            around(&escalation("on_crash = \"rescue\"\nvial_cells = 1e6")),
            &["`vial_cells`", "on_crash = \"thaw\""],
        ),
        (
            around(&escalation("on_crash = \"thew\"")),
            &["`on_crash`", "did you mean `thaw`?"],
        ),
        (
            around(&course(
                "dose = \"1 nM\"\nholidays = [{ from = \"100 d\", until = \"250 d\" }]",
            )),
            &["`until`", "no day on drug after the holiday"],
        ),
        (
            around(&course(
                "dose = \"1 nM\"\nfrom = \"50 d\"\nholidays = [{ from = \"10 d\", until = \"20 d\" }]",
            )),
            &["`from`", "outside the course", "from day 50 to day 200"],
        ),
        (
            around(&course(
                "dose = \"1 nM\"\nholidays = [{ from = \"10 d\", until = \"20 d\" }, { from = \"15 d\", until = \"30 d\" }]",
            )),
            &["`from`", "lies in or before the holiday before it"],
        ),
        (
            around(&course("dose = \"1 nM\"\npulse = { on = \"3 d\", off = \"300 d\" }")),
            &["`off`", "the course lasts 200 d"],
        ),
        (
            around(&course("dose = \"1 nM\"\npulse = { on = \"300 d\", off = \"3 d\" }")),
            &["`on`", "no pulse"],
        ),
        (
            around(&course("dose = \"1 nM\"\npulse = { on = \"36 h\", off = \"36 h\" }")),
            &["`on`", "whole number of looks", "look_every"],
        ),
        (
            around(&course("dose = \"1 nM\"\npulse = { on = \"3 d\" }")),
            &["`pulse`", "either `off` or `off_until`"],
        ),
        (
            calendar(course(
                "dose = \"1 nM\"\npulse = { on = \"3 d\", off_until = \"80% confluence\" }",
            )),
            &["`off_until`", "never met"],
        ),
        (
            around(&course("dose = \"1 nM\"\nfrom = \"resistance\"")),
            &["`from`", "no earlier course"],
        ),
        (
            around(
                &(course("dose = \"1 nM\"")
                    + "[[course]]\ndrug = \"lorlatinib\"\nfrom = \"second resistance\"\ndose = \"1 nM\""),
            ),
            &["`from`", "no course starts at the resistance"],
        ),
        (
            around(&(course("dose = \"1 nM\"") + &course("from = \"resistance\"\ndose = \"10 nM\""))),
            &["`drug`", "still given by an earlier course"],
        ),
        (
            around(&course("dose = \"1 nM\"\nuntil = \"resistance\"")),
            &["`until`", "the experiment stops there"],
        ),
        (
            around(
                &(course("dose = \"1 nM\"\nuntil = \"resistance\"")
                    + "[[course]]\ndrug = \"lorlatinib\"\nfrom = \"resistance\"\nuntil = \"50 d\"\ndose = \"1 nM\""),
            ),
            &["`until`", "cannot be a day"],
        ),
        (
            around(&course(
                "dose = \"1 nM\"\nadaptive = { off_below = \"100%\", on_above = \"50%\" }",
            )),
            &["`on_above`", "not above off_below"],
        ),
        (
            around(&course(
                "dose = \"1 nM\"\nadaptive = { off_below = \"50%\", on_above = \"1000%\" }",
            )),
            &["`on_above`"],
        ),
        (
            around(&course(
                "start = \"10 nM\"\nfactor = 2\ngoal = \"100 nM\"\ngive_up_after = \"5 d\"",
            )),
            &["`give_up_after`", "over before the dose can go up", "2 passages"],
        ),
        (
            around(&course(
                "start = \"10 nM\"\nfactor = 2\ngoal = \"100 nM\"\nstep_when = { passages = 40 }",
            )),
            &["`step_when`", "40 passages, which take at least"],
        ),
        (
            around(&course("start = \"10 nM\"\nfactor = 2\ngoal = \"100 nM\""))
                + "[resistance]\nheld_for = \"50 passages\"\n",
            &["`held_for`", "longer than the experiment"],
        ),
        (
            around(&course(
                "dose = \"1 nM\"\nadaptive = { off_below = \"50%\", on_above = \"900%\" }",
            )),
            &["`on_above`", "holds at most"],
        ),
        (
            around(&course("dose = \"1 nM\"\nactual = \"0% of nominal\"")),
            &["`actual`", "1% to 1000%"],
        ),
        (
            around(&course(
                "oral = { every = \"12 h\", half_life = \"33 h\" }\ndose = \"1 nM\"",
            )),
            &["`dose`", "does not go with `oral`"],
        ),
        (
            around("[[course]]\ndrug = \"bemcentinib\"\noral = { every = \"12 h\" }"),
            &["`oral`", "needs `half_life`"],
        ),
    ];
    for (text, parts) in &cases {
        let error = load("s.toml", text.clone()).err();
        let told = error.map_or_else(|| panic!("accepted:\n{text}"), |error| error.to_string());
        for part in std::iter::once(&"s.toml:").chain(parts.iter()) {
            assert!(told.contains(part), "\"{part}\" is missing from\n{told}\nfor\n{text}");
        }
    }
    let bench = Bench::with(&cases[0].0);
    bench.refused(&["run", "s.toml"], cases[0].1);
    bench.refused(&["explain", "s.toml"], cases[0].1);
}

/// Viability of mixed cells after 72 h at a dose, over the same cells undrugged.
fn viability(biology: &Biology, sample: &FlaskSample, dose: f64) -> f64 {
    let after = |dose: f64| -> f64 {
        let grown = |cells: &SampledCells| {
            let net = biology.phenotype(&cells.genotype, cells.state, &[dose]).net();
            cells.cells as f64 * (3.0 * net).exp()
        };
        sample.cells.iter().map(grown).sum()
    };
    after(dose) / after(0.0)
}

/// Dose at which viability crosses 50%, nM; at most 100 uM.
fn ic50(biology: &Biology, sample: &FlaskSample) -> f64 {
    let (mut low, mut high) = (1e-2f64, 1e5f64);
    for _ in 0..60 {
        let middle = (low * high).sqrt();
        match viability(biology, sample, middle) > 0.5 {
            true => low = middle,
            false => high = middle,
        }
    }
    low
}

/// The reversibility experiment of the ALK guide, with recipe 02 at lower doses: rising alectinib, months at the
/// highest, two weeks without, re-test. With reversible plasticity only, a state carries the flask and the IC50
/// falls over the fortnight; with heritable alterations only, it stays. In all of the first 20 flasks each that live (if the two
/// fell alike, that every fall of one is below every fall of the other has probability 1 / C(40, 20) = 7e-12).
#[test]
fn reversible_resistance_is_lost_in_a_drug_holiday() {
    let recipe = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/02_alk_reversible_holiday.toml");
    let recipe = std::fs::read_to_string(recipe).expect("the recipe");
    let doses = "[\"30 nM\", \"60 nM\", \"125 nM\", \"250 nM\", \"500 nM\", \"1 uM\"]";
    let lower = changed(&recipe, doses, "[\"10 nM\", \"30 nM\", \"100 nM\", \"300 nM\"]");
    let lower = changed(&lower, "on_crash = \"rescue\"", "on_crash = \"hold\"");
    let falls = |routes: &str| -> Vec<f64> {
        let text = changed(&lower, "[resistance]", &format!("[routes]\n{routes}\n[resistance]"));
        let scenario = loaded(&text);
        let Body::Laboratory(laboratory) = &scenario.body else {
            panic!("a laboratory scenario");
        };
        // Transformation does not reverse, and carries one plastic flask in 25.
        let mut biology = laboratory.biology.clone();
        let reversible: Vec<bool> = biology
            .states()
            .iter()
            .map(|s| s.class != StateClass::Transformed)
            .collect();
        biology.transitions.retain(|change| reversible[change.to]);
        let (biology, protocol) = (&biology, &laboratory.protocol);
        let fall = |replicate| {
            let (settings, seed) = (&scenario.settings, scenario.seed);
            let (_, samples) = sample_flask(biology, protocol, settings, seed, replicate, &[300.0]);
            // Alive before and after the holiday.
            (samples.len() == 2).then(|| ic50(biology, &samples[1]) / ic50(biology, &samples[0]))
        };
        (0..200).filter_map(fall).take(20).collect()
    };
    let plastic = falls("alleles = false\nbypass = false\namplification = false");
    let single = falls("states = false");
    assert_eq!((plastic.len(), single.len()), (20, 20), "flasks that live");
    assert!(plastic.iter().all(|fall| *fall < 0.5), "{plastic:?}");
    assert!(single.iter().all(|fall| *fall > 0.8), "{single:?}");
}

fn flasks_of(text: &str) -> Vec<escalade::engine::record::FlaskRecord> {
    let scenario = load("s.toml", text.to_owned()).unwrap();
    let escalade::scenario::Body::Laboratory(laboratory) = &scenario.body else {
        panic!("a laboratory scenario");
    };
    (0..scenario.replicates)
        .map(|i| {
            escalade::engine::run_flask(
                &laboratory.biology,
                &laboratory.protocol,
                &scenario.settings,
                scenario.seed,
                i,
            )
        })
        .collect()
}

const HEAD: &str = "schema = 1\nname = \"s\"\nreplicates = 5\nseed = 1\n[flask]\nvessel = \"T75\"\nseed_cells = 1e6\n\
                    [stop]\nafter = \"100 d\"\n";

/// An escalation that is over by its last day no longer stands in the way of resistance to what follows.
#[test]
fn resistance_is_judged_on_the_courses_under_way() {
    let text = format!(
        "{HEAD}[line]\nid = \"H3122\"\n[[course]]\ndrug = \"crizotinib\"\nuntil = \"14 d\"\ndoses = [\"1 nM\", \"2 nM\"]\n\
         step_when = {{ every = \"7 d\" }}\n[[course]]\ndrug = \"lorlatinib\"\nfrom = \"14 d\"\ndose = \"0.1 nM\"\n"
    );
    for flask in flasks_of(&text) {
        assert_eq!(flask.outcome, escalade::engine::record::Outcome::Resistant);
    }
}

/// What arises in the pauses of a pulse did not exist before the drug (300 nM: at 1 µM nothing that does lives on).
#[test]
fn founders_of_drug_free_days_are_not_pre_existing() {
    let text = format!(
        "{}[line]\nid = \"H3122\"\n[[course]]\ndrug = \"alectinib\"\ndose = \"300 nM\"\n\
         pulse = {{ on = \"3 d\", off = \"11 d\" }}\n",
        HEAD.replace("1e6", "1e5")
            .replace("100 d", "300 d")
            .replace("replicates = 5", "replicates = 40")
    );
    let mut later = 0;
    for flask in flasks_of(&text) {
        let before = flask.lineages.iter().filter(|lineage| lineage.founded_day < 0.0);
        let cells: u64 = before.map(|lineage| lineage.end_cells.iter().sum::<u64>()).sum();
        let most = cells as f64 / flask.cells.max(1) as f64;
        later += u64::from(
            flask
                .lineages
                .iter()
                .any(|one| one.founded_day > 3.0 && !one.under_drug),
        );
        assert!(
            flask.pre_existing <= most + 0.02,
            "{} of at most {most}",
            flask.pre_existing
        );
    }
    assert!(later > 0, "no lineage arose in a pause");
}

/// An old stock that is hardly larger than what a passage keeps still comes to an end.
#[test]
fn an_old_stock_of_the_seeding_number_is_passaged() {
    let text = format!(
        "{HEAD}[line]\nid = \"H3122\"\nstock = \"old\"\npassaged = \"30 d\"\nexpand_to = 1e6\n[[course]]\n\
         drug = \"alectinib\"\ndose = \"300 nM\"\n"
    );
    assert_eq!(flasks_of(&text.replace("replicates = 5", "replicates = 1")).len(), 1);
}

/// Unharmed cells that wait in a full flask for their passage on the calendar grow as fast as ever: their doses rise,
/// and their growth is the parental one (0.64 of it, had the days in the full flask counted).
#[test]
fn days_in_a_full_flask_are_no_slow_growth() {
    let pulse = "pulse = { on = \"14 d\", off = \"14 d\" }\n";
    for extra in ["", pulse] {
        let text = format!(
            "{HEAD}[line]\nid = \"H3122\"\n[routes]\nalleles = false\nbypass = false\nstates = false\n\
             amplification = false\n[[course]]\ndrug = \"alectinib\"\ndoses = [\"0.001 nM\", \"0.002 nM\"]\n\
             step_when = {{ growth = \"90% of parental\" }}\n{extra}"
        )
        .replace(
            "[flask]\n",
            "[flask]\npassage = { at = \"never\", or_every = \"28 d\" }\n",
        )
        .replace("after = \"100 d\"", "after = \"80 d\"\nat_resistance = false");
        for flask in flasks_of(&text) {
            let share = flask.growth_share.unwrap();
            assert!((share - 1.0).abs() < 0.05, "growth {share}, {extra:?}");
            assert!(flask.dose_steps >= 1, "{extra:?}");
        }
    }
}

/// The count at the end is of the cells that grew, also where a passage would have been due that day.
#[test]
fn a_flask_that_ends_on_a_day_of_passage_is_harvested() {
    let text =
        format!("{HEAD}[line]\nid = \"H3122\"\n[[course]]\ndrug = \"alectinib\"\ndose = \"0.001 nM\"\n[resistance]\n")
            .replace(
                "[flask]\n",
                "[flask]\npassage = { at = \"never\", or_every = \"7 d\" }\n",
            )
            .replace("after = \"100 d\"", "after = \"28 d\"\nat_resistance = false");
    for flask in flasks_of(&text) {
        let last = flask.looks.last().unwrap();
        assert_eq!((last.day, last.passaged, flask.passages), (28.0, false, 3));
        let alive: u64 = flask
            .lineages
            .iter()
            .map(|lineage| lineage.end_cells.iter().sum::<u64>())
            .sum();
        // Lineages of less than a millionth are not kept one by one.
        let share = alive as f64 / last.cells as f64;
        assert!(
            share > 0.999 && share <= 1.0,
            "the lineages are of the last count: {share}"
        );
        assert!(last.cells > 5_000_000, "{}", last.cells);
    }
}

/// Cells that do not attach did not die of the drug: where one in ten attaches, a flask is no crash at its first look.
#[test]
fn a_crash_is_counted_from_the_cells_that_attach() {
    let text = format!(
        "{HEAD}[line]\nid = \"H3122\"\n[[course]]\ndrug = \"alectinib\"\ndoses = [\"0.001 nM\", \"0.002 nM\"]\n\
         step_when = {{ confluence = true }}\n"
    )
    .replace(
        "[flask]\n",
        "[flask]\nplating = \"10%\"\npassage = { or_every = \"never\" }\n",
    );
    for flask in flasks_of(&text) {
        assert_eq!((flask.crashes, flask.dose_steps), (0, 1));
    }
}
