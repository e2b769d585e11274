//! What a plan says of more and fewer flasks, and of what an experiment takes, against what is known of them.

use crate::planned;
use crate::support::changed;
use escalade::scenario::Books;
use escalade::session::plan::{Planned, Wanted};
use escalade::session::{Conduct, InMemory};
use serde_json::Value;

/// KM12 on one dose: mutants come from an old stock, whose size differs from world to world.
pub const KM12: &str = r#"
schema = 1
name = "KM12"
replicates = 4
seed = 3
[line]
id = "KM12"
stock = "old"
passaged = "300 d"
[routes]
bypass = false
states = false
amplification = false
[flask]
vessel = "T25"
seed_cells = 3e5
[[course]]
drug = "larotrectinib"
dose = "100 nM"
[stop]
after = "60 d"
[plan]
goal = { kind = "flasks", of = "on-target", by = "60 d", probability = "80%" }
limits = { flasks = FLASKS }
fresh_worlds = WORLDS
"#;

pub fn km12(flasks: u64, worlds: u64) -> String {
    KM12.replace("FLASKS", &flasks.to_string())
        .replace("WORLDS", &worlds.to_string())
}

/// A line of the cost sheet: mean, and what is enough in nine of ten.
pub fn cost(plan: &Value, what: &str) -> (f64, f64) {
    let lines = plan["costs"].as_array().unwrap();
    let line = lines
        .iter()
        .find(|line| line["what"].as_str().unwrap().starts_with(what));
    let line = line.unwrap_or_else(|| panic!("no {what} in {lines:?}"));
    (line["mean"].as_f64().unwrap(), line["nine_of_ten"].as_f64().unwrap())
}

/// One flask side by side: worlds differ all the same, so that far more flasks are needed than if all worlds were alike, and
/// the plan of twelve flasks lies in the interval.
#[test]
fn one_flask_needs_as_many_as_worlds_that_differ() {
    let power = |plan: &Value| plan["power"][1].clone();
    let one = planned(km12(1, 150), 2);
    let hit = one["winner"]["value"].as_f64().unwrap();
    let alike = (0.1_f64.ln() / (1.0 - hit).ln()).ceil();
    let told = power(&one);
    assert!((one["value_by_flasks"][0].as_f64().unwrap() - hit).abs() < 1e-9);
    assert_eq!(told["extrapolated"], true);
    let flasks = |key: &str, told: &Value| told[key].as_f64().unwrap_or(f64::INFINITY);
    assert!(
        flasks("flasks", &told) > 4.0 * alike,
        "{told} where all alike needed {alike}"
    );
    assert!(
        flasks("low", &told) > 1.5 * alike,
        "{told} where all alike needed {alike}"
    );
    let many = power(&planned(km12(12, 150), 2));
    assert!(
        flasks("low", &told) <= flasks("flasks", &many) && flasks("flasks", &many) <= flasks("high", &told),
        "{told} {many}"
    );
    // What one flask takes is what one takes.
    let fills = 1.0 + one["winner"]["used"]["passages"].as_f64().unwrap();
    assert!((cost(&one, "vessels").0 / fills - 1.0).abs() < 1e-9);
}

/// Two hypotheses about one experiment: with mutants or without, in which case nothing ends before day 60; at a hundredth of the dose.
fn two_stocks(limits: &str) -> String {
    let text = changed(
        &km12(6, 40),
        "kind = \"flasks\", of = \"on-target\"",
        "kind = \"tell\", of = \"resistant\"",
    );
    let one = |name: &str, set: &str| format!("[[plan.hypothesis]]\nname = \"{name}\"\nset = {{ {set} }}\n");
    changed(&text, "flasks = 6", limits) + &one("good stock", GOOD) + &one("dead stock", DEAD) + "[worlds]\ncount = 0\n"
}

const GOOD: &str = "\"routes.alleles\" = false";
const DEAD: &str = "\"course.1.actual\" = \"1%\"";

/// What is enough in nine experiments of ten is enough in more than half of those under either hypothesis: no mean of the two, which
/// is enough for none of the hypothesis that takes more. The limit of medium is held against every experiment alike.
#[test]
fn what_is_enough_is_enough_under_either_hypothesis() {
    let alone = |set: &str| {
        let (_, value) = set.split_once(" = ").unwrap();
        let text = km12(6, 40) + "[worlds]\ncount = 0\n";
        let text = match set == GOOD {
            true => changed(&text, "[routes]", &format!("[routes]\nalleles = {value}")),
            false => changed(
                &text,
                "dose = \"100 nM\"",
                &format!("dose = \"100 nM\"\nactual = {value}"),
            ),
        };
        let goal = "kind = \"flasks\", of = \"on-target\", by = \"60 d\", probability = \"80%\"";
        cost(
            &planned(changed(&text, goal, "kind = \"longest\", by = \"60 d\""), 2),
            "medium",
        )
    };
    let (good, dead) = (alone(GOOD), alone(DEAD));
    let plan = planned(two_stocks("flasks = 6"), 2);
    let (mean, enough) = cost(&plan, "medium");
    let most = good.1.max(dead.1);
    assert!(
        (mean - 0.5 * (good.0 + dead.0)).abs() < 1e-6 * mean,
        "{mean} {good:?} {dead:?}"
    );
    assert!(most > 1.3 * mean, "{mean} {good:?} {dead:?}");
    assert!(
        (enough / most - 1.0).abs() < 0.1,
        "{enough} where {good:?} and {dead:?} are needed"
    );
    let between = two_stocks(&format!("flasks = 6, medium = \"{} mL\"", 0.5 * (mean + most)));
    let between = Planned::of("plan.toml", between, Wanted::default(), Books::Overlays(&[]), &[]).unwrap();
    let Err(error) = between.run(&InMemory, &Conduct::quiet()) else {
        panic!("half of the experiments need more");
    };
    assert!(
        error.to_string().contains("in more than one experiment of ten"),
        "{error}"
    );
}
