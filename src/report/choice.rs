//! What choosing one of several protocols would mean where much is not known: data and words.

use super::Aim;
use super::aim::becoming;
use crate::scenario::Want;
use crate::statistics::worlds::{Choice, ChoiceOption};
use crate::words::{self, counted, grouped, number, percent, percents};
use serde::Serialize;

/// A choice over worlds, and how much was drawn.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OverWorlds {
    /// Values that were drawn in every world.
    pub values: u64,
    /// What came of it.
    #[serde(flatten)]
    pub choice: Choice,
}

/// What the options of a choice are called.
pub struct Naming<'a> {
    /// One of them: `B`, `dose of alectinib = 100 nM`.
    pub of: &'a dyn Fn(usize) -> String,
    /// Any of them: `protocol`.
    pub one: &'a str,
    /// How a result stands by it: `under`, `at`.
    pub by: &'a str,
}

impl OverWorlds {
    /// Options that may be chosen, the one with the least mean loss first.
    pub fn ranked(&self, eligible: impl Fn(usize) -> bool) -> Vec<usize> {
        let options = &self.choice.options;
        let mut all: Vec<usize> = (0..options.len()).filter(|i| eligible(*i)).collect();
        all.sort_by(|a, b| options[*a].loss.total_cmp(&options[*b].loss));
        all
    }

    /// Whether none of the options that may be chosen is ahead of another in any world.
    pub fn all_alike(&self, eligible: impl Fn(usize) -> bool) -> bool {
        let may: Vec<usize> = (0..self.choice.options.len()).filter(|i| eligible(*i)).collect();
        may.len() > 1 && may.iter().all(|i| self.choice.options[*i].regret_high == 0.0)
    }

    /// Which to choose, how sure that is, and what it may cost; a few sentences.
    pub fn sentences(&self, aim: &Aim, naming: &Naming, eligible: impl Fn(usize) -> bool) -> Option<String> {
        let ranked = self.ranked(&eligible);
        let (first, others) = ranked.split_first()?;
        let (worlds, one) = (self.worlds(), naming.one);
        if self.all_alike(eligible) {
            return Some(format!(
                "What is not known changes nothing here: no {one} is ahead in any of {worlds}."
            ));
        }
        let name = (naming.of)(*first);
        let option = |i: usize| &self.choice.options[i];
        if others.is_empty() {
            let outlook = &option(*first).resistant;
            let (mean, range) = percents(outlook.mean, outlook.quarter, outlook.three_quarters);
            return Some(format!(
                "Over {worlds}, {mean} of flasks become resistant {} {name}, the only {one} to choose ({range} in the middle half of \
                 worlds).",
                naming.by
            ));
        }
        // What does the same in every world is no other choice.
        let (twins, others): (Vec<usize>, Vec<usize>) = others.iter().partition(|i| option(**i).is_twin());
        let mut out = match self.rival(&others) {
            None => format!("Over {worlds}, {} {} {name}.", verdict(aim), naming.by),
            Some(other) => self.lead(aim, naming, &name, other),
        };
        if !twins.is_empty() {
            let names: Vec<String> = twins.iter().map(|i| (naming.of)(*i)).collect();
            let does = if twins.len() == 1 { "does" } else { "do" };
            out += &format!(" {} {does} exactly as well in every world.", words::listed(&names));
        }
        if others.len() > 1 {
            let alike = others.iter().filter(|i| !option(**i).is_behind()).count() as u64;
            out += &match alike {
                0 => format!(" It is the best of all in {} of worlds.", percent(option(*first).best)),
                n => format!(
                    " It is the best of all in {} of worlds; {} cannot be told from it on average.",
                    percent(option(*first).best),
                    counted(n, &format!("other {one}"))
                ),
            };
        }
        let cost = |i: &usize| regret(option(*i), &aim.want);
        out += &format!(
            " Against whoever takes the best {one} of each world, choosing {} loses {} on average",
            again(&name, "it"),
            cost(first)
        );
        let told: Vec<String> = match ranked.len() {
            2..=4 => others
                .iter()
                .map(|i| format!("{} {}", (naming.of)(*i), cost(i)))
                .collect(),
            _ => Vec::new(),
        };
        out += &told.iter().map(|other| format!(", {other}")).collect::<String>();
        Some(out + ".")
    }

    /// The one that the chosen option is hardest to tell from: of those that may be as good on average, where there are any, the
    /// one that is ahead of it most often.
    fn rival(&self, others: &[usize]) -> Option<usize> {
        let option = |i: &usize| &self.choice.options[*i];
        let hard = |i: &usize| (!option(i).is_behind(), option(i).ahead_of_chosen);
        let order = |a: &usize, b: &usize| {
            let ((a_open, a_ahead), (b_open, b_ahead)) = (hard(a), hard(b));
            a_open.cmp(&b_open).then(a_ahead.total_cmp(&b_ahead))
        };
        // The last of those that are alike is taken, so that the order is turned round.
        others.iter().rev().copied().max_by(order)
    }

    fn lead(&self, aim: &Aim, naming: &Naming, name: &str, other: usize) -> String {
        let option = &self.choice.options[other];
        let second = (naming.of)(other);
        let (share, range) = percents(
            1.0 - option.ahead_of_chosen,
            1.0 - option.ahead_high,
            1.0 - option.ahead_low,
        );
        let worlds = self.worlds();
        match option.is_behind() {
            true => format!(
                "Counting in what is not known, {} {} {name} on average: it is ahead of {second} in {share} of {worlds} (95% \
                 interval {range}; ties count half).",
                verdict(aim),
                naming.by
            ),
            false => {
                // More often ahead, but not by more on average.
                let often = option.ahead_high < 0.5 || option.ahead_low > 0.5;
                let (better, but) = match often {
                    true => ("better on average", ", although"),
                    false => ("better", ":"),
                };
                format!(
                    "Counting in what is not known, nobody can tell which is {better}, {name} or {second}{but} {} is ahead in \
                     {share} of {worlds} (95% interval {range}; ties count half).",
                    again(name, "the former")
                )
            }
        }
    }

    /// `400 worlds`.
    pub fn worlds(&self) -> String {
        counted(self.choice.worlds, "world")
    }

    /// What the words mean, for a page.
    pub fn meaning(&self, one: &str, culture: &str) -> String {
        let flasks = counted(self.choice.flasks, culture);
        let mut out = format!(
            "A world is one draw of all {} values that are not known. In each of {} every {one} treats {flasks}, on streams of \
             chance that the {one}s of a world share. Best in: share of the worlds in which it did best (ties are shared). \
             Regret: what is lost on average by choosing it, against somebody who knows the world and takes the best {one} \
             there.",
            grouped(self.values),
            self.worlds(),
        );
        out += match self.choice.flasks {
            1 => " With one flask in each world chance passes for knowledge, so the regret is at most this.",
            _ => {
                " Few flasks leave it between two bounds: the first picks by some of the flasks and counts on the others, and is \
                 too small; the second picks by the flasks that it counts, takes chance for knowledge, and is too large."
            }
        };
        if self.choice.refused > 0 {
            out += &format!(
                " {} not counted: the experiment cannot be carried out there as it is written.",
                match self.choice.refused {
                    1 => "1 further world is".to_owned(),
                    n => format!("{} further worlds are", grouped(n)),
                }
            );
        }
        out
    }
}

impl ChoiceOption {
    /// Whether it does as well as the chosen option in every world.
    pub fn is_twin(&self) -> bool {
        self.beyond_chosen == 0.0 && self.beyond_error == 0.0
    }

    /// Whether its mean loss lies above that of the chosen option beyond two standard errors.
    pub fn is_behind(&self) -> bool {
        self.beyond_chosen > 2.0 * self.beyond_error
    }
}

/// A name once more: short ones as they are, long ones by a word that stands for them.
fn again<'a>(name: &'a str, word: &'a str) -> &'a str {
    if name.len() > 12 { word } else { name }
}

/// `resistance comes soonest`.
fn verdict(aim: &Aim) -> String {
    match &aim.want {
        Want::More(sought) => format!("most flasks {}", becoming(sought)),
        _ => format!("resistance comes {}", aim.best()),
    }
}

/// `4 to 9 days`, `at most 9 days`, `nothing`.
pub fn regret(option: &ChoiceOption, want: &Want) -> String {
    let (scale, unit) = match want {
        Want::More(_) => (100.0, "percentage points"),
        _ => (1.0, "days"),
    };
    let decimals = if scale * option.regret_high >= 10.0 { 1.0 } else { 10.0 };
    let rounded = |amount: f64| libm::round(scale * amount * decimals) / decimals;
    let text = |amount: f64| number(rounded(amount));
    let high = text(option.regret_high);
    match option.regret_low.map(text) {
        _ if rounded(option.regret_high) == 0.0 => "nothing".to_owned(),
        None => format!("at most {high} {unit}"),
        Some(low) if low == high => format!("{high} {unit}"),
        Some(low) => format!("{low} to {high} {unit}"),
    }
}

/// Share of resistant flasks over worlds: `64% (14 to 100% in the middle half of worlds)`.
pub fn resistant(option: &ChoiceOption) -> String {
    let outlook = &option.resistant;
    let (mean, range) = percents(outlook.mean, outlook.quarter, outlook.three_quarters);
    format!("{mean} ({range})")
}

/// What is counted at the central values: the lead of the other half of an answer.
pub fn central(text: &str) -> String {
    format!(
        "With every value at its central guess, and intervals of chance alone: {}",
        words::uncapital(text)
    )
}
