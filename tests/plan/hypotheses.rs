//! Plans that tell two hypotheses apart: the better design is found, and where nothing differs it is said.

use crate::support::{Bench, changed};
use crate::{Grid, LABORATORY, planned};
use serde_json::Value;

/// Two rescue mutants that differ in how often they arise: 30,000 founders give a flask with a probability of 0.117 where the
/// mutation has 1e-5 and 0.713 where it has 1e-4 (see [`Grid::truth`], birth 0.5); a tenth of the founders gives 0.0119 and
/// 0.113. Of six flasks the best limits are right in 0.93 and 0.71.
#[test]
fn two_hypotheses_are_told_apart_by_the_better_design() {
    let text = Grid {
        at_least: 1,
        flasks: 6,
        founders: &[3e3, 3e4],
        births: &[0.5, 0.50001],
    }
    .text(7);
    let text = changed(
        &text,
        "kind = \"flasks\", at_least = 1, by = \"200 d\"",
        "kind = \"tell\", by = \"200 d\", probability = \"86.5%\"",
    );
    let last = text.rfind("[[plan.choice]]").unwrap();
    let text = format!(
        "{}[[plan.hypothesis]]\nname = \"rare\"\nset = {{ \"plain.phases.1.rates.resistant.birth\" = 0.5 }}\n[[plan.hypothesis]]\nname \
         = \"frequent\"\nset = {{ \"plain.mutations.1.per_division\" = 1e-4 }}\n",
        &text[..last]
    )
    .replace("resistant = { birth = 0.7", "resistant = { birth = 0.5");
    let plan = planned(text, 1);
    let rescued = |founders: f64, rate: f64| 1.0 - (-founders * rate * (1.0 - 0.3 / 0.5)).exp();
    let below = |flasks: i32, p: f64, limit: i32| {
        let choose = |k: i32| (0..k).fold(1.0, |all, i| all * f64::from(flasks - i) / f64::from(i + 1));
        (0..limit)
            .map(|k| choose(k) * p.powi(k) * (1.0 - p).powi(flasks - k))
            .sum::<f64>()
    };
    let best_of = |flasks: i32, founders: f64| {
        let below = |p: f64, limit: i32| below(flasks, p, limit);
        let right = |limit| 0.5 * (below(rescued(founders, 1e-5), limit) + 1.0 - below(rescued(founders, 1e-4), limit));
        (1..=flasks).map(right).fold(0.0, f64::max)
    };
    let best = |founders: f64| best_of(6, founders);
    let winner = &plan["winner"];
    assert_eq!(winner["design"], 2, "{winner}");
    let (value, truth) = (winner["value"].as_f64().unwrap(), best(3e4));
    assert!(truth > best(3e3) + 0.1, "{truth}");
    // 1,000 worlds of two answers each: five standard errors of at most 0.5 / sqrt(2000) are 0.056.
    assert!((value - truth).abs() < 0.056, "{value} {truth}");
    assert_eq!(plan["telling"]["rule"]["first"], false);
    // Fewer flasks are read by rules of their own: 1 to 6 of them are right in 0.798, 0.849, 0.881, 0.899, 0.916 and 0.932.
    for (flasks, told) in (1..).zip(plan["value_by_flasks"].as_array().unwrap()) {
        let (told, truth) = (told.as_f64().unwrap(), best_of(flasks, 3e4));
        assert!((told - truth).abs() < 0.03, "{flasks}: {told} {truth}");
    }
    assert_eq!(
        (&winner["enough"], &plan["telling"]["fewer"][0]),
        (&Value::from(3), &Value::from(3))
    );
    assert_eq!(plan["power"][0]["flasks"], 2, "{}", plan["power"]);
    let answer = plan["answer"].as_str().unwrap();
    assert!(answer.contains("tells \"rare\" from \"frequent\""), "{answer}");
}

/// Hypotheses that are overlays: MET copies that arise in one of a hundred divisions and carry cells whole, or next to never. Every
/// flask is resistant under the one; under the other the drug holds them by all routes that the scenario leaves open.
#[test]
fn hypotheses_may_be_overlays() {
    let bench = Bench::new();
    let overlay = |[low, rate, high]: [&str; 3]| {
        format!(
            "schema = 2\n[[bypass]]\nid = \"met-amplification\"\noverride = true\nname = \"MET amplification\"\nsource = \
             \"met\"\nsummary = \"Made up.\"\nreference = \"dagogo-jack-2020\"\ninhibitors = [\"capmatinib\"]\nactivity = {{ \
             value = 1.1, range = [1.0, 1.2], assumed = \"Made up.\" }}\nrate = {{ value = {rate}, range = [{low}, {high}], assumed = \"Made up.\" }}\n"
        )
    };
    bench.write("often.toml", &overlay(["5e-3", "1e-2", "2e-2"]));
    bench.write("never.toml", &overlay(["5e-15", "1e-14", "2e-14"]));
    let choices = LABORATORY.find("[[plan.choice]]").unwrap();
    let goal = "kind = \"flasks\", of = \"resistant\"";
    let text = changed(&LABORATORY[..choices], goal, "kind = \"tell\", of = \"resistant\"");
    let text = text.replace(
        "[plan]",
        "[routes]\nalleles = []\nstates = false\namplification = false\n[plan]",
    );
    let one = |name: &str| format!("[[plan.hypothesis]]\nname = \"{name}\"\noverlays = [\"{name}.toml\"]\n");
    bench.write("p.toml", &(text.clone() + &one("often") + &one("never")));
    bench.good(&["check", "p.toml"]);
    bench.good(&["plan", "p.toml", "--fresh-worlds", "100", "--quiet", "--out", "p"]);
    let plan: Value = serde_json::from_slice(&bench.read("p/plan.json")).unwrap();
    // 200 answers, most of them right: an overlay that is not taken leaves coin flips, 0.5 with a standard error of 0.035.
    let value = plan["winner"]["value"].as_f64().unwrap();
    assert!(value > 0.7, "{value}");
    bench.write("p.toml", &(text.clone() + &one("often") + &one("missing")));
    bench.refused(
        &["plan", "p.toml", "--out", "q"],
        &["p.toml:", "\"missing.toml\" cannot be taken", "no such file"],
    );
    bench.write(
        "p.toml",
        &(text + &one("often") + &one("often").replace("\"often\"", "\"again\"")),
    );
    bench.refused(&["plan", "p.toml", "--out", "q"], &["are the same"]);
}

/// Where nothing differs that the day sees, nothing could tell.
#[test]
fn hypotheses_that_cannot_be_told_apart_are_refused() {
    let bench = Bench::new();
    let choices = LABORATORY.find("[[plan.choice]]").unwrap();
    let with = |hypotheses: &str| {
        let goal = "kind = \"flasks\", of = \"resistant\"";
        let text = changed(&LABORATORY[..choices], goal, "kind = \"tell\", of = \"resistant\"");
        format!("{text}{hypotheses}")
    };
    let one = |name: &str, set: &str| format!("[[plan.hypothesis]]\nname = \"{name}\"\nset = {{ {set} }}\n");
    let (a, b) = ("\"routes.states\" = false", "\"routes.alleles\" = false");
    for (hypotheses, what) in [
        (String::new(), "needs two"),
        (one("a", a), "has 1 entries"),
        (one("a", a) + &one("a", b), "is the name of both"),
        (one("a", a) + &one("b", a), "are the same"),
        (
            one("a", "\"stop.after\" = \"110 d\"") + &one("b", "\"stop.after\" = \"120 d\""),
            "nothing could tell them apart",
        ),
        (one("a", "\"route.states\" = false") + &one("b", b), "route"),
    ] {
        bench.write("wrong.toml", &with(&hypotheses));
        let output = bench.run(&["plan", "wrong.toml", "--out", "w"]);
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{what}: {told}");
        assert!(told.contains(what), "{what}: {told}");
    }
    let unmeant = LABORATORY[..choices].to_owned() + &one("a", a) + &one("b", b);
    bench.write("wrong.toml", &unmeant);
    let output = bench.run(&["plan", "wrong.toml", "--out", "w"]);
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("has no meaning for this goal")
    );
}
