//! The rules of the schedule at neighbouring values.

use super::document::table;
use crate::statistics::rules::RuleEdge;
use crate::words::{capital, counted};
use maud::{Markup, html};

/// The section; nothing where no rule was looked at.
pub(super) fn section(rules: &[RuleEdge]) -> Markup {
    let Some(first) = rules.first() else { return html! {} };
    let row = |rule: &RuleEdge| {
        let cell = |i: usize| format!("{} at {}", rule.values[i].resistant, rule.values[i].value);
        let verdict = if rule.decides() { "knife-edge" } else { "–" };
        vec![capital(&rule.what), cell(0), cell(1), cell(2), verdict.to_owned()]
    };
    let rows: Vec<Vec<String>> = rules.iter().map(row).collect();
    let caption = format!("Resistant, of {} at each value", counted(first.flasks, "flask"));
    html! {
        section {
            h2 { "What the rules of the schedule decide" }
            p { "The first flasks of the run once more, on their own streams, with one rule a little lower or higher. A \
                knife-edge is a rule by which at least half of the flasks end otherwise: there the answer is that of the rule, \
                and small differences at the bench can turn it round." }
            (table(&caption, &["Rule", "Lower", "As stated", "Higher", ""], &rows))
        }
    }
}
