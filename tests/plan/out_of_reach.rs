//! Goals out of reach and times that do not come: told early, with the best that there is.

use crate::support::changed;
use crate::{Grid, planned};

/// A mutation that never comes: the race ends early, and says so.
#[test]
fn a_goal_that_no_world_reaches_ends_the_race_early() {
    let grid = Grid {
        at_least: 1,
        flasks: 1,
        founders: &[1.0, 2.0],
        births: &[0.5, 0.9],
    };
    let plan = planned(grid.text(3).replace("per_division = 1e-5", "per_division = 1e-12"), 1);
    let answer = plan["answer"].as_str().unwrap();
    assert!(
        answer.contains("within these limits it is out of reach") && answer.contains("100% extinct"),
        "{answer}"
    );
    let flasks = plan["search"]["flasks"].as_u64().unwrap();
    assert!(flasks < 22_000, "a third of the budget: {flasks}");
}

#[test]
fn a_goal_out_of_reach_is_told_with_the_best_there_is() {
    let grid = Grid {
        at_least: 1,
        flasks: 1,
        founders: &[100.0, 1e3],
        births: &[0.35, 0.9],
    };
    let plan = planned(grid.text(3), 1);
    let answer = plan["answer"].as_str().unwrap();
    assert!(
        answer.contains("No design within the limits reaches the 90% asked for"),
        "{answer}"
    );
    assert!(
        plan["power"]
            .as_array()
            .unwrap()
            .iter()
            .all(|one| one["power"].as_f64().unwrap() >= 0.8)
    );
}

/// Of 10,000 founders 2.5% of the replicates are rescued (birth 0.4; see [`Grid::truth`]): the others count as day 200, which is told
/// beside the mean. 1,000 worlds, five standard errors are 0.025. The plain form takes no visits and no hours.
#[test]
fn times_that_do_not_come_are_told() {
    let grid = Grid {
        at_least: 1,
        flasks: 1,
        founders: &[1e4, 2e4],
        births: &[0.4, 0.41],
    };
    let text = grid.text(5);
    let single = &text[..text.find("[[plan.choice]]").unwrap()];
    let soonest = changed(single, "kind = \"flasks\", at_least = 1,", "kind = \"soonest\",");
    let soonest = soonest
        .replace("margin = \"5%\"\n", "")
        .replace("birth = 0.7", "birth = 0.4");
    let plan = planned(soonest, 1);
    let never = plan["counted_whole"].as_f64().unwrap();
    let truth = (-1e4 * 1e-5 * (1.0_f64 - 0.3 / 0.4)).exp();
    assert!((never - truth).abs() < 0.025, "{never} {truth}");
    let used = &plan["winner"]["used"];
    assert_eq!(
        (used["visits"].as_f64(), plan["winner"]["hours"].as_f64()),
        (Some(0.0), Some(0.0))
    );
}
