//! The answer of a plan in words.

use super::data::{DesignRow, PlanReport, Standing};
use super::needed::needed;
use super::notes::notes;
use crate::scenario::plan::GoalKind;
use crate::words::{Align, Columns, counted, grouped, number, percent, percent_with_interval};

/// Designs told at the terminal at most.
const SHOWN: usize = 20;

/// One sentence: what to do, what comes of it, and how sure that is.
pub fn answer(report: &PlanReport) -> String {
    let Some(winner) = report.designs.first() else {
        return "No design could be looked at.".to_owned();
    };
    let goal = &report.goal;
    let flasks = match goal.is_cheapest() {
        true => format!("at most {}", counted(report.limits.flasks, report.culture)),
        false => counted(report.limits.flasks, report.culture),
    };
    let asked = asked_for(report, winner);
    if let (false, Some(instead)) = (is_only(report), &report.instead) {
        return out_of_reach(report, winner, &flasks, &asked, instead);
    }
    let comes = comes(report, winner);
    if is_only(report) {
        return format!("With {flasks}, the experiment {comes}{asked}.");
    }
    format!(
        "Of {} with {flasks}, choose \"{}\": it {comes}{asked}.{}",
        counted(report.designs.len() as u64, "design"),
        winner.name,
        among_the_best(report)
    )
}

/// There was nothing to choose from.
fn is_only(report: &PlanReport) -> bool {
    report.designs.len() + report.excluded.len() == 1 && !report.goal.is_cheapest()
}

/// What comes of the winner, by the goal.
fn comes(report: &PlanReport, winner: &DesignRow) -> String {
    let (culture, interval) = (report.culture, interval(report, winner));
    match report.goal.kind {
        GoalKind::Cheapest => format!("takes {interval} on average{}", beside(winner)),
        GoalKind::Flasks | GoalKind::Mechanisms => format!("meets the goal with a probability of {interval}"),
        GoalKind::Tell => format!(
            "tells {} with a probability of {interval}",
            report.telling.as_ref().map_or_else(
                || "the hypotheses apart".to_owned(),
                |told| format!("\"{}\" from \"{}\"", told.first, told.second)
            )
        ),
        GoalKind::Soonest => format!(
            "reaches the goal after {interval} on average, {}",
            whole(report, "the experiments that do not reach it", "the experiments")
        ),
        GoalKind::Longest => {
            let longer = format!("{culture}s that hold longer");
            let held = whole(report, &longer, &format!("the {culture}s"));
            format!("holds without resistance for {interval} on average, {held}")
        }
        GoalKind::More => format!("gives {interval} more of the one than of the other"),
    }
}

/// Whether that is as probable as is asked; nothing where no probability is asked for.
fn asked_for(report: &PlanReport, winner: &DesignRow) -> String {
    let Some(asked) = report.goal.probability else {
        return String::new();
    };
    let met = winner.met.map(|met| (met.low, met.high));
    let (low, high) = met.unwrap_or((winner.low, winner.high));
    match (low >= asked, high >= asked) {
        (true, _) => match winner.enough {
            Some(n) if n < report.limits.flasks => format!(
                "; {} is asked for, for which {} {}",
                percent(asked),
                counted(n, report.culture),
                if n == 1 { "does" } else { "do" }
            ),
            _ => format!("; {} is asked for", percent(asked)),
        },
        (false, true) => format!(
            "; whether that is the {} asked for, these worlds do not tell",
            percent(asked)
        ),
        (false, false) => asked_too_much(report, asked),
    }
}

/// What that means where even the best does not come to it.
fn asked_too_much(report: &PlanReport, asked: f64) -> String {
    let search = &report.search;
    if report.goal.is_cheapest() {
        return format!(
            ", less than the {} asked for: in the race it seemed to reach that; allow more flasks, or raise plan.budget",
            percent(asked)
        );
    }
    if !search.decided && !search.out_of_reach && search.running > 1 {
        return format!(
            ". It does not reach the {} asked for; it is the best that was found within the budget, and {} not shown to \
             be worse",
            percent(asked),
            match search.running - 1 {
                1 => "1 other design was".to_owned(),
                n => format!("{} other designs were", grouped(n)),
            }
        );
    }
    format!(
        ". No design within the limits reaches the {} asked for: this is the best there is",
        percent(asked)
    )
}

/// The answer where no design came to the goal in any world.
fn out_of_reach(report: &PlanReport, winner: &DesignRow, flasks: &str, asked: &str, instead: &str) -> String {
    let asked = asked.strip_prefix('.');
    format!(
        "None of {} with {flasks} came to the goal in any of {}: within these limits it is out of reach. \"{}\" stands for \
         all of them; of its {}s by day {}: {instead}.{}",
        counted(report.designs.len() as u64, "design"),
        counted(report.fresh_worlds + report.search.worlds, "world"),
        winner.name,
        report.culture,
        number(report.goal.by),
        asked.map_or(String::new(), |asked| format!("{asked}."))
    )
}

/// How sure it is that it is the best of those looked at again, and what choosing it may cost.
fn among_the_best(report: &PlanReport) -> String {
    match report.regret.each.len() {
        0 | 1 => String::new(),
        again => format!(
            " It is the best of the {} looked at again with a probability of {}; choosing it is expected to cost {} against the \
             best of them.",
            counted(again as u64, "design"),
            percent(report.regret.best),
            report.goal.difference(report.regret.expected)
        ),
    }
}

/// How a time is counted that not all come to: "where the experiments that do not reach it count as day 60 (12% of the experiments)".
fn whole(report: &PlanReport, who: &str, of: &str) -> String {
    let share = percent(report.counted_whole.unwrap_or(0.0));
    format!("where {who} count as day {} ({share} of {of})", number(report.goal.by))
}

/// How probably a design that is judged by what it takes comes to the goal.
fn beside(row: &DesignRow) -> String {
    row.met.map_or(String::new(), |met| {
        let told = percent_with_interval(met.probability, met.low, met.high);
        format!(" and meets the goal with a probability of {told}")
    })
}

/// A design's value with its interval.
fn interval(report: &PlanReport, row: &DesignRow) -> String {
    let (value, range) = report.goal.told_within(row.value, row.low, row.high);
    format!("{value} (95% interval {range})")
}

/// All of it for a terminal.
pub fn text(report: &PlanReport) -> String {
    let mut out = format!("{}\n\n", answer(report));
    for note in notes(report) {
        out += &format!("{note}\n\n");
    }
    let met = report.goal.is_cheapest();
    let mut aligned = vec![
        Align::Left,
        Align::Right,
        Align::Right,
        Align::Right,
        Align::Right,
        Align::Left,
    ];
    let mut heads = vec!["design", report.goal.value_words(), "weeks", "passages", "worlds", ""];
    if met {
        aligned.insert(2, Align::Right);
        heads.insert(2, "the goal");
    }
    let mut table = Columns::new(&aligned);
    table.row(heads);
    for row in report.designs.iter().take(SHOWN) {
        let value = report.goal.cell(row.value, row.low, row.high);
        let standing = match (row.standing, row.fresh) {
            (Standing::Winner, _) => "winner",
            (Standing::Running, true) => "looked at again",
            (Standing::Running, false) => "in the race at its end",
            (Standing::SetAside, _) => "set aside",
            (Standing::Dropped, _) => "dropped",
            (Standing::OverLimit, _) => "over a limit",
            (Standing::Short, _) => "too rarely",
        };
        let mut cells = vec![
            row.name.clone(),
            value,
            number(row.used.weeks),
            number(row.used.passages),
            grouped(row.worlds),
            standing.to_owned(),
        ];
        if met {
            let told = row.met.map(|met| percent(met.probability));
            cells.insert(2, told.unwrap_or_default());
        }
        table.row(cells);
    }
    out += &table.text();
    if report.designs.len() > SHOWN {
        out += &format!("and {} more in designs.csv\n", report.designs.len() - SHOWN);
    }
    let power = report.power.iter().map(|one| {
        let known = if one.extrapolated && one.flasks.is_some() {
            ", extrapolated"
        } else {
            ""
        };
        format!("{}: {}{known}", percent(one.power), needed(one))
    });
    let power: Vec<String> = power.collect();
    if !power.is_empty() {
        out += &format!(
            "\n{}s of this design needed for the goal with a probability of {}\n",
            crate::words::capital(report.culture),
            power.join("; ")
        );
    }
    out
}
