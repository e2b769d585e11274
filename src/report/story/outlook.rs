//! What worlds say in words: the prediction first, then what the central values give by chance alone.

use super::answer::{answer_sentence, since};
use crate::engine::record::Outcome;
use crate::statistics::FlaskSummary;
use crate::statistics::profile::class_name;
use crate::statistics::rules::RuleEdge;
use crate::statistics::worlds::{Lean, NoWorld, Outlook, Question, WorldsSummary};
use crate::words::{self, counted, grouped, listed, number, percents};

/// The answer in paragraphs, the prediction over worlds first where there is one.
pub fn answer(summary: &FlaskSummary) -> Vec<String> {
    let central = answer_sentence(summary);
    let deciding = summary.rules.iter().filter(|rule| rule.decides());
    let knife_edges =
        Some(deciding.map(RuleEdge::sentence).collect::<Vec<_>>().join(" ")).filter(|text| !text.is_empty());
    let Some(worlds) = &summary.worlds else {
        let no_world = summary.no_world.iter().map(in_no_world);
        return no_world.chain([central]).chain(knife_edges).collect();
    };
    let decided = format!(
        "{}{}{}",
        leaders(worlds),
        leaning(worlds, summary.culture()),
        refused(worlds)
    );
    let guessed = format!(
        "With every value at its central guess, and intervals of chance alone: {}{}",
        words::uncapital(&central),
        beyond(summary, worlds)
    );
    let paragraphs = [prediction(summary, worlds), decided.trim().to_owned(), guessed].into_iter();
    paragraphs
        .filter(|paragraph| !paragraph.is_empty())
        .chain(knife_edges)
        .collect()
}

/// `all 101 uncertain values drawn anew`, or what of them came from a table.
fn unknowns(worlds: &WorldsSummary) -> String {
    let all = grouped(worlds.values);
    match worlds.given.filter(|given| *given > 0) {
        None => format!("all {all} uncertain values drawn anew"),
        Some(given) if given == worlds.values => format!("all {all} uncertain values from the table of worlds"),
        Some(given) => format!(
            "{} of {all} uncertain values from the table of worlds and the others drawn anew",
            grouped(given)
        ),
    }
}

/// `27 to 99%`: the middle half of the worlds.
pub fn middle_half(outlook: &Outlook) -> String {
    percents(outlook.mean, outlook.quarter, outlook.three_quarters).1
}

/// `65%`.
pub fn mean(outlook: &Outlook) -> String {
    match outlook.low == outlook.high {
        true => words::percent(outlook.mean),
        // Half of the worlds may be alike, which makes none of them precise.
        false if outlook.quarter == outlook.three_quarters => percents(outlook.mean, outlook.low, outlook.high).0,
        false => percents(outlook.mean, outlook.quarter, outlook.three_quarters).0,
    }
}

/// What a question is, as the end of "decides": `whether flasks become resistant`.
pub fn question(question: Question, culture: &str) -> String {
    match question {
        Question::Whether => format!("whether {culture}s become resistant"),
        Question::When => "how soon".to_owned(),
        Question::Which(class) => format!("how often {} dominates", class_name(class)),
    }
}

/// Which way an unknown moves the answer: `later, the larger it is`.
pub fn direction(lean: &Lean) -> &'static str {
    match (lean.question, lean.rises) {
        (Question::When, true) => "later, the larger it is",
        (Question::When, false) => "sooner, the larger it is",
        (_, true) => "more often, the larger it is",
        (_, false) => "less often, the larger it is",
    }
}

/// What an unknown is called: a class as what its values have in common.
pub fn unknown(lean: &Lean) -> String {
    match lean.input.key {
        Some(_) => lean.input.what.clone(),
        None => format!("{} (what all such values have in common)", lean.input.what),
    }
}

fn prediction(summary: &FlaskSummary, worlds: &WorldsSummary) -> String {
    let (culture, resistant) = (summary.culture(), &worlds.resistant);
    let (_, range) = percents(resistant.mean, resistant.low, resistant.high);
    // Where chance alone explains how worlds differ, their spread is estimated as none.
    let half = middle_half(resistant);
    let spread = match resistant.low == resistant.high {
        true => "differs by no more than chance".to_owned(),
        // Alike in nearly all worlds.
        false if half == range => format!("is {range} in nine of ten"),
        false => format!("is {half} in the middle half and {range} in nine of ten"),
    };
    let becomes = match summary.lines.last() {
        _ if summary.patients.is_some() => "progresses (counts as resistant)".to_owned(),
        Some(last) => format!(
            "becomes resistant to {}, the last of {} lines of treatment,",
            listed(&last.drugs),
            summary.lines.len()
        ),
        None => "becomes resistant".to_owned(),
    };
    let since = since(summary);
    let mut out = format!(
        "A {culture} {becomes} with probability {} once what is not known is counted in: over {}, each with {}, the \
         share of resistant {culture}s {spread}.",
        mean(resistant),
        counted(worlds.worlds - worlds.refused, "world"),
        unknowns(worlds),
    );
    if let Some(days) = &worlds.days {
        out.push_str(&format!(
            " Resistant {culture}s are so after a median of {}{since} (nine of ten between {} and {}).",
            words::days(days.median),
            number(days.low),
            number(days.high)
        ));
    }
    out
}

/// Where the experiment can be carried out in none of the worlds drawn.
pub fn in_no_world(none: &NoWorld) -> String {
    format!(
        "What is not known is not counted in: in none of {} can the experiment be carried out as it is written (in the first: {}). \
         Every value is at its central guess.",
        counted(none.worlds, "world"),
        none.why
    )
}

/// ` In 1 further world (0.3%) the experiment cannot be carried out as it is written (cannot determine ...) and is left out.`
fn refused(worlds: &WorldsSummary) -> String {
    if worlds.refused == 0 {
        return String::new();
    }
    let why = worlds.refused_why.as_deref().unwrap_or_default();
    let whose = if worlds.refused == 1 {
        ""
    } else {
        "in the first of them: "
    };
    format!(
        " In {} ({}) the experiment cannot be carried out as it is written ({whose}{why}); {} left out of all that is said \
         here.",
        counted(worlds.refused, "further world"),
        words::percent(worlds.refused as f64 / worlds.worlds.max(1) as f64),
        if worlds.refused == 1 { "it is" } else { "they are" },
    )
}

/// Worlds that a class leads, to a tenth, so that they add up: `204.5`, `1,203`.
pub fn leads(worlds: f64) -> String {
    let tenths = libm::round(10.0 * worlds) as u64;
    match (grouped(tenths / 10), tenths % 10) {
        (whole, 0) => whole,
        (whole, tenth) => format!("{whole}.{tenth}"),
    }
}

/// ` Bypass leads in 152 of the 292 worlds with resistance, driver amplification in 80.`
fn leaders(worlds: &WorldsSummary) -> String {
    let classes = worlds.leading();
    let Some(first) = classes.first() else {
        return String::new();
    };
    let tied = match classes.iter().any(|class| class.leads.fract() != 0.0) {
        true => " (a world in which two lead counts half for each)",
        false => "",
    };
    let others: Vec<String> = classes[1..]
        .iter()
        .take(3)
        .map(|class| format!("{} in {}", class_name(class.class), leads(class.leads)))
        .collect();
    let others = if others.is_empty() {
        String::new()
    } else {
        format!(", {}", listed(&others))
    };
    format!(
        " {} leads in {} of the {} with resistance{others}{tied}.",
        words::capital(class_name(first.class)),
        leads(first.leads),
        counted(worlds.with_leader, "world"),
    )
}

/// ` It leans most on the doubling time and ...`
fn leaning(worlds: &WorldsSummary, culture: &str) -> String {
    let most = worlds.leans.iter().take(2).map(|lean| {
        let what = match lean.input.key {
            Some(_) => format!("the {}", lean.input.what),
            None => format!("the {} as a whole", lean.input.what),
        };
        format!("{what} ({})", question(lean.question, culture))
    });
    let most: Vec<String> = most.collect();
    match most.is_empty() {
        true => String::new(),
        false => format!(" Of the unknowns, the answer leans most on {}.", listed(&most)),
    }
}

/// Says where the central values lie outside the middle half of the worlds, by more than chance.
fn beyond(summary: &FlaskSummary, worlds: &WorldsSummary) -> String {
    let central = summary.outcome(Outcome::Resistant);
    let side = match central {
        // Worlds that differ by chance alone have no middle half.
        _ if worlds.resistant.low == worlds.resistant.high => return String::new(),
        of if of.low > worlds.resistant.three_quarters => "above",
        of if of.high < worlds.resistant.quarter => "below",
        _ => return String::new(),
    };
    format!(
        " That share of resistant {}s lies {side} the middle half of the worlds: the central guesses are not typical of \
         what is possible.",
        summary.culture()
    )
}
