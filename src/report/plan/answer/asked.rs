//! Whether the winner comes up to the probability that is asked for.

use crate::report::plan::data::{DesignRow, PlanReport};
use crate::words::{counted, grouped, percent};

/// How a winner stands to the probability that is asked for, to go on with after what comes of it; empty where none is.
pub(super) fn asked(report: &PlanReport, winner: &DesignRow) -> String {
    let Some(asked) = report.goal.probability else {
        return String::new();
    };
    let met = winner.met;
    let (low, high) = met.map_or((winner.low, winner.high), |met| (met.low, met.high));
    if low >= asked {
        return format!("; {} is asked for{}", percent(asked), enough(report, winner));
    }
    if high >= asked {
        return format!(
            "; whether that is the {} asked for, these worlds do not tell",
            percent(asked)
        );
    }
    missed(report, asked)
}

/// Fewer flasks that would do.
fn enough(report: &PlanReport, winner: &DesignRow) -> String {
    let fewer = winner.enough.filter(|n| *n < report.limits.flasks);
    fewer.map_or(String::new(), |n| {
        let do_so = if n == 1 { "does" } else { "do" };
        format!(", for which {} {do_so}", counted(n, report.culture))
    })
}

/// The winner is known to fall short.
fn missed(report: &PlanReport, asked: f64) -> String {
    let (search, asked) = (&report.search, percent(asked));
    if report.goal.is_cheapest() {
        return format!(
            ", less than the {asked} asked for: in the race it seemed to reach that; allow more flasks, or raise plan.budget"
        );
    }
    if search.decided || search.out_of_reach || search.running <= 1 {
        return format!(". No design within the limits reaches the {asked} asked for: this is the best there is");
    }
    let others = match search.running - 1 {
        1 => "1 other design was".to_owned(),
        n => format!("{} other designs were", grouped(n)),
    };
    format!(
        ". It does not reach the {asked} asked for; it is the best that was found within the budget, and {others} not shown to \
         be worse"
    )
}
