//! The answer of a plan in words.

use super::data::{DesignRow, PlanReport, Standing, Telling};
use super::needed::needed;
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
    let comes = match goal.kind {
        GoalKind::Cheapest => format!("takes {} on average{}", interval(report, winner), beside(winner)),
        GoalKind::Flasks | GoalKind::Mechanisms => {
            format!("meets the goal with a probability of {}", interval(report, winner))
        }
        GoalKind::Tell => format!(
            "tells {} with a probability of {}",
            report.telling.as_ref().map_or_else(
                || "the hypotheses apart".to_owned(),
                |told| format!("\"{}\" from \"{}\"", told.first, told.second)
            ),
            interval(report, winner)
        ),
        GoalKind::Soonest => format!(
            "reaches the goal after {} on average, {}",
            interval(report, winner),
            whole(report, "the experiments that do not reach it", "the experiments")
        ),
        GoalKind::Longest => {
            let culture = report.culture;
            let held = whole(
                report,
                &format!("{culture}s that hold longer"),
                &format!("the {culture}s"),
            );
            format!(
                "holds without resistance for {} on average, {held}",
                interval(report, winner)
            )
        }
        GoalKind::More => format!("gives {} more of the one than of the other", interval(report, winner)),
    };
    let asked = goal.probability.map_or(String::new(), |asked| {
        let (low, high) = winner
            .met
            .map_or((winner.low, winner.high), |met| (met.low, met.high));
        let (reached, perhaps) = (low >= asked, high >= asked);
        match (reached, perhaps) {
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
            (false, false) if goal.is_cheapest() => format!(
                ", less than the {} asked for: in the race it seemed to reach that; allow more flasks, or raise plan.budget",
                percent(asked)
            ),
            (false, false) if !report.search.decided && !report.search.out_of_reach && report.search.running > 1 => format!(
                ". It does not reach the {} asked for; it is the best that was found within the budget, and {} not shown to \
                 be worse",
                percent(asked),
                match report.search.running - 1 {
                    1 => "1 other design was".to_owned(),
                    n => format!("{} other designs were", grouped(n)),
                }
            ),
            (false, false) => format!(
                ". No design within the limits reaches the {} asked for: this is the best there is",
                percent(asked)
            ),
        }
    });
    if report.designs.len() + report.excluded.len() == 1 && !goal.is_cheapest() {
        return format!("With {flasks}, the experiment {comes}{asked}.");
    }
    if let Some(instead) = &report.instead {
        return format!(
            "None of {} with {flasks} came to the goal in any of {}: within these limits it is out of reach. \"{}\" stands for \
             all of them; of its {}s by day {}: {instead}.{}",
            counted(report.designs.len() as u64, "design"),
            counted(report.fresh_worlds + report.search.worlds, "world"),
            winner.name,
            report.culture,
            number(goal.by),
            asked
                .strip_prefix('.')
                .map_or(String::new(), |asked| format!("{asked}."))
        );
    }
    let sure = match report.regret.each.len() {
        0 | 1 => String::new(),
        _ => format!(
            " It is the best of the {} looked at again with a probability of {}; choosing it is expected to cost {} against the \
             best of them.",
            counted(report.regret.each.len() as u64, "design"),
            percent(report.regret.best),
            goal.difference(report.regret.expected)
        ),
    };
    format!(
        "Of {} with {flasks}, choose \"{}\": it {comes}{asked}.{sure}",
        counted(report.designs.len() as u64, "design"),
        winner.name
    )
}

/// How a time is counted that not all come to: "where the experiments that do not reach it count as day 60 (12% of the experiments)".
fn whole(report: &PlanReport, who: &str, of: &str) -> String {
    let share = percent(report.counted_whole.unwrap_or(0.0));
    format!("where {who} count as day {} ({share} of {of})", number(report.goal.by))
}

/// How fewer flasks are read, where they are enough.
fn with_fewer(told: &Telling, culture: &str) -> String {
    told.fewer.map_or(String::new(), |(flasks, rule)| {
        let more = if rule.first { &told.first } else { &told.second };
        format!(
            " With {}: at least {} for \"{more}\".",
            counted(flasks, culture),
            rule.at_least
        )
    })
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

/// What the answer means, a paragraph each.
pub fn notes(report: &PlanReport) -> Vec<String> {
    let search = &report.search;
    let margin = report.goal.difference(report.margin);
    let why = match (search.decided, search.running) {
        _ if search.out_of_reach => "no design came to the goal in any of them".to_owned(),
        (true, 1) if report.designs.len() == 1 => "there is but one design".to_owned(),
        (true, 1) => "every other design was shown to be worse".to_owned(),
        (true, running) => format!(
            "none of the other {} left can be better by more than {margin}",
            counted(running - 1, "design")
        ),
        (false, running) => format!(
            "the budget of {} flasks was spent with {} not shown to be worse, so that a better one may be among them: raise \
             plan.budget. {} only the best four went on, and beyond it in half as many worlds as the final figures rest on",
            grouped(search.budget),
            counted(running, "design"),
            match report.goal.is_cheapest() {
                true => "The worse half was set aside again and again, until after two thirds of it",
                false => "After two thirds of it",
            }
        ),
    };
    let mut notes = vec![format!(
        "The goal: {}. Designs raced over {}, each with the same draws of what is not known and the same flasks ({} simulated, \
         where all designs in as many worlds as the final figures would take {}). The race ended because {why}. It drops the \
         best design, or ends with one that is worse by more than {margin}, in at most 5 of 100 plans.{}",
        report.goal.words(),
        counted(search.worlds, "world"),
        counted(search.flasks, "flask"),
        grouped(search.brute_force),
        match report.goal.probability.zip(report.goal.near()) {
            Some((asked, near)) => format!(
                " Only a design that is known to come to the goal in {} of the experiments or more, and seems to in {} with a standard \
                 error to spare, beats others; one that is known to come to it more rarely is out.",
                percent(near),
                percent(asked)
            ),
            None => String::new(),
        },
    )];
    if let Some(told) = &report.telling {
        let (more, less) = match told.rule.first {
            true => (&told.first, &told.second),
            false => (&told.second, &told.first),
        };
        let of = report.goal.of.words();
        notes.push(format!(
            "How to read it: with at least {} of {} {of} it speaks for \"{more}\", with fewer for \"{less}\". The rule comes from the \
             worlds of the race; guessing is right in half of the cases.{} Under \"{}\" {} of the {culture}s are {of}, under \"{}\" {}.",
            told.rule.at_least,
            counted(report.limits.flasks, report.culture),
            with_fewer(told, report.culture),
            told.first,
            percent(told.shares[0]),
            told.second,
            percent(told.shares[1]),
            culture = report.culture,
        ));
    }
    let again = report.designs.iter().filter(|row| row.fresh).count() as u64;
    notes.push(format!(
        "The figures of the winner{} come from {} new worlds, which had no part in choosing.{}",
        match again {
            0 | 1 => String::new(),
            more => format!(" and of {} beside it", counted(more - 1, "design")),
        },
        grouped(report.fresh_worlds),
        match report
            .designs
            .iter()
            .filter(|row| row.fresh)
            .skip(1)
            .any(|row| row.value > report.designs[0].value)
        {
            true => " There another one came out ahead of it: between them the choice is open.",
            false => "",
        }
    ));
    if search.refused + report.fresh_refused > 0 {
        notes.push(format!(
            "In {} some design cannot be carried out as it is written{}; they are left out.",
            counted(search.refused + report.fresh_refused, "further world"),
            search
                .refused_why
                .as_deref()
                .map_or(String::new(), |why| format!(" (in the first: {why})"))
        ));
    }
    if !report.excluded.is_empty() {
        notes.push(format!(
            "Left out before the search, by the limits or because the goal is out of their reach: {}.",
            counted(report.excluded.len() as u64, "further design")
        ));
    }
    notes
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
