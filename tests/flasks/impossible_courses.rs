//! Courses that cannot be: each is refused with its line, its key and the reason.

use crate::scenarios::{around, course, escalation};
use crate::support::Bench;
use escalade::scenario::load;

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
