//! What choosing a protocol or a point would mean over worlds.

use super::document::table;
use crate::report::Aim;
use crate::report::choice::{Naming, OverWorlds, regret, resistant};
use crate::words::{capital, days, percent};
use maud::{Markup, html};

/// Options told at most.
const MOST: usize = 40;

/// The section.
pub(super) fn section(
    over: &OverWorlds,
    aim: &Aim,
    naming: &Naming,
    culture: &str,
    eligible: &dyn Fn(usize) -> bool,
) -> Markup {
    let ranked = over.ranked(eligible);
    let row = |i: &usize| {
        let option = &over.choice.options[*i];
        vec![
            (naming.of)(*i),
            resistant(option),
            days(option.time),
            percent(option.best),
            match over.choice.chosen == Some(*i) {
                true => "–".to_owned(),
                false => percent(option.ahead_of_chosen),
            },
            regret(option, &aim.want),
        ]
    };
    let rows: Vec<Vec<String>> = ranked.iter().take(MOST).map(row).collect();
    let first = ranked.first().map_or(String::new(), |i| (naming.of)(*i));
    let heads = [
        &capital(naming.one),
        "Resistant (middle half of worlds)",
        "Mean time",
        "Best in, of worlds",
        &format!("Ahead of the first ({first})"),
        "Regret",
    ];
    html! {
        section {
            h2 { "What choosing means while so much is not known" }
            p { (over.meaning(naming.one, culture)) }
            (table("The one that does best on average first", &heads, &rows))
            @if ranked.len() > MOST { p { "The others are in sweep.csv." } }
        }
    }
}
