//! `[plan.goal]` as it stands in a scenario file, and its checks.

use super::goal::{Counted, EXTINCT, Goal, GoalKind, NOT_RESISTANT, RESISTANT};
use super::limits::Limits;
use super::reach::contradiction;
use crate::scenario::checked::Body;
use crate::scenario::error::{Checked, nearest_name};
use crate::scenario::keys::kinds::{Choice, SomeShare, Text, Time, Whole};
use crate::scenario::keys::{May, Must, Or, Rules, table};
use crate::scenario::value::Place;
use crate::scenario::want::{Sought, Want};
use crate::words::number;

/// Probability that is asked for where none is stated.
const PROBABILITY: f64 = 0.9;

/// The words for goals.
const KINDS: Choice<GoalKind> = Choice {
    what: "a goal",
    words: &[
        ("flasks", GoalKind::Flasks),
        ("cheapest", GoalKind::Cheapest),
        ("mechanisms", GoalKind::Mechanisms),
        ("soonest", GoalKind::Soonest),
        ("longest", GoalKind::Longest),
        ("more", GoalKind::More),
        ("tell", GoalKind::Tell),
    ],
};

table! {
    /// What the experiment is for.
    #[derive(Default)]
    pub struct GoalFile {
        /// flasks: at least so many of something by a day; cheapest: the same in the fewest flask-weeks; mechanisms: at least so many different ones; soonest: a resistant
        /// line early; longest: none for long; more: flasks of one thing rather than of another; tell: which of two hypotheses holds.
        kind: Must<Choice<GoalKind>> = KINDS.must(),
        /// What is counted: resistant, not resistant, extinct, a class such as on-target, or a mechanism.
        of: Or<Text> = Text.or(RESISTANT),
        /// For more: what there should be less of.
        than: May<Text> = Text.may(),
        /// So many flasks, or mechanisms [default: 1 flask, 2 mechanisms].
        at_least: May<Whole> = Whole(1, 96).may(),
        /// The day that counts [default: the end of the experiment].
        by: May<Time> = Time.may(),
        /// For flasks, cheapest, mechanisms and tell: the probability that is asked for.
        probability: May<SomeShare> = SomeShare(&[]).may(),
    }
}

/// The goal of a scenario with this body.
pub(super) fn check(place: &Place, file: &GoalFile, body: &Body) -> Checked<Goal> {
    let kind = file.kind(place)?;
    every_key_has_a_meaning(place, file, kind)?;
    let of = counted_by(&place.key("of"), &file.of(place)?, body)?;
    let than = file
        .than
        .as_ref()
        .map(|text| counted_by(&place.key("than"), text, body))
        .transpose()?;
    if kind == GoalKind::More {
        of_two_things(place, file, &of, than.as_ref(), body)?;
    }
    let stated = file.by(place)?;
    if let (Body::Plain(_), GoalKind::Mechanisms) = (body, kind) {
        return Err(place
            .key("kind")
            .wrong("\"mechanisms\"", "belongs to the laboratory form"));
    }
    let by = day_that_counts(place, stated, body)?;
    let usual = match kind {
        GoalKind::Mechanisms => 2,
        _ => 1,
    };
    Ok(Goal {
        kind,
        of,
        than,
        at_least: file.at_least(place)?.unwrap_or(usual),
        by,
        probability: match asks_a_probability(kind) {
            true => Some(file.probability(place)?.unwrap_or(PROBABILITY)),
            false => None,
        },
    })
}

fn asks_a_probability(kind: GoalKind) -> bool {
    matches!(
        kind,
        GoalKind::Flasks | GoalKind::Cheapest | GoalKind::Mechanisms | GoalKind::Tell
    )
}

/// Refuses a key that belongs to goals of other kinds.
fn every_key_has_a_meaning(place: &Place, file: &GoalFile, kind: GoalKind) -> Checked<()> {
    let counts = matches!(
        kind,
        GoalKind::Flasks | GoalKind::Cheapest | GoalKind::More | GoalKind::Tell
    );
    let so_many = !matches!(kind, GoalKind::Longest | GoalKind::More | GoalKind::Tell);
    let keys = [
        ("of", file.of.is_some(), counts, "flasks, cheapest, more and tell"),
        (
            "probability",
            file.probability.is_some(),
            asks_a_probability(kind),
            "flasks, cheapest, mechanisms and tell",
        ),
        (
            "at_least",
            file.at_least.is_some(),
            so_many,
            "flasks, cheapest, mechanisms and soonest",
        ),
        ("than", file.than.is_some(), kind == GoalKind::More, "more"),
    ];
    match keys.into_iter().find(|(_, given, means, _)| *given && !means) {
        None => Ok(()),
        Some((key, _, _, kinds)) => Err(place
            .key(key)
            .fault(format!("has no meaning for kind = \"{}\"", file.kind))
            .help(format!("it belongs to {kinds}"))),
    }
}

/// Refuses a goal of kind more without two things that flasks could be, one rather than the other.
fn of_two_things(place: &Place, file: &GoalFile, of: &Counted, than: Option<&Counted>, body: &Body) -> Checked<()> {
    let Some(than) = than else {
        return Err(place
            .fault("of kind more has no `than`")
            .help("say what there should be less of, such as than = \"bypass\""));
    };
    let told = format!("\"{}\"", file.than.as_deref().unwrap_or_default());
    let wrong = |why: &str| Err(place.key("than").wrong(&told, why));
    if than == of {
        return wrong("is what there should be more of as well");
    }
    let Body::Laboratory(laboratory) = body else {
        return Ok(());
    };
    contradiction(of, than, &laboratory.biology).map_or(Ok(()), |why| wrong(&why))
}

/// The day that counts: the stated one, else the end of the experiment.
fn day_that_counts(place: &Place, stated: Option<f64>, body: &Body) -> Checked<f64> {
    let end = match body {
        Body::Laboratory(laboratory) => Some(laboratory.protocol.stop.after),
        Body::Plain(_) => None,
    };
    match (stated, end) {
        (Some(by), _) if by <= 0.0 => Err(place.key("by").fault("is no time after the start")),
        (Some(by), Some(end)) if by > end => Err(place
            .key("by")
            .fault(format!(
                "is day {}, after the experiment's end on day {}",
                number(by),
                number(end)
            ))
            .help("let [stop] after be as late, or name an earlier day")),
        (Some(by), _) | (None, Some(by)) => Ok(by),
        (None, None) => Err(place
            .fault("has no `by`")
            .help("the plain form has no end of its own: name the day that counts")),
    }
}

fn counted_by(place: &Place, text: &str, body: &Body) -> Checked<Counted> {
    let text = text.trim();
    match text {
        RESISTANT => return Ok(Counted::Resistant),
        NOT_RESISTANT => return Ok(Counted::NotResistant),
        EXTINCT => return Ok(Counted::Extinct),
        _ => {}
    }
    let words = [RESISTANT, NOT_RESISTANT, EXTINCT];
    let wrong = || place.wrong(format!("\"{text}\""), "is nothing that flasks could be counted by");
    let Body::Laboratory(laboratory) = body else {
        return Err(wrong()
            .one_of(text, &words)
            .help("resistant means that the plain scenario's stop was reached"));
    };
    match Want::read(text, &[laboratory]) {
        Ok(Want::More(sought)) => Ok(Counted::Kind(sought)),
        _ => {
            let names = laboratory.biology.part_names();
            let classes = Sought::class_words();
            let all: Vec<&str> = words
                .iter()
                .copied()
                .chain(classes)
                .chain(names.iter().map(String::as_str))
                .collect();
            Err(wrong()
                .perhaps(nearest_name(text, &all).map(str::to_owned))
                .allowed(format!(
                    "{}, a class ({}), or a mechanism as reports name it, such as \"{}\"",
                    words.join(", "),
                    Sought::class_words().join(", "),
                    names.first().map_or("MET amplification", String::as_str)
                )))
        }
    }
}

/// Refuses a goal that its limits contradict.
pub(super) fn within(plan: &Place, goal: &Goal, limits: &Limits) -> Checked<()> {
    let place = plan.key("goal");
    if goal.at_least > limits.flasks {
        let each = match goal.kind {
            GoalKind::Mechanisms => "a flask is led by one mechanism",
            _ => "there are not so many",
        };
        return Err(place.key("at_least").wrong(
            goal.at_least,
            format!("is more than limits.flasks = {}: {each}", limits.flasks),
        ));
    }
    match limits.weeks {
        Some(weeks) if goal.by > 7.0 * weeks + 1e-9 => Err(place
            .key("by")
            .fault(format!(
                "is day {}, after limits.weeks = {} (day {})",
                number(goal.by),
                number(weeks),
                number(7.0 * weeks)
            ))
            .help("without `by` the day that counts is the end of the experiment, [stop] after; name a day within the limit")),
        _ => Ok(()),
    }
}
