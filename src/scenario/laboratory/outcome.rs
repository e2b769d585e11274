//! `[resistance]` and `[stop]`: when a flask counts as resistant, and when the experiment ends.

use crate::model::protocol::{ResistanceRule, StopRule};
use crate::scenario::defaults::{GROWTH, HELD_FOR};
use crate::scenario::error::Checked;
use crate::scenario::keys::kinds::{Passages, SomeShare, TimeWithin, Truth};
use crate::scenario::keys::write::{days, percent};
use crate::scenario::keys::{Or, Rules, table};
use crate::scenario::value::Place;

table! {
    /// When a flask counts as resistant.
    #[derive(Default)]
    pub struct ResistanceFile {
        /// Growth at the goal dose, as a share of the parental rate, that counts as resistant.
        growth: Or<SomeShare> = SomeShare(&["of parental"]).or(GROWTH),
        /// Passages in a row with that growth.
        held_for: Or<Passages> = Passages.or(HELD_FOR),
        /// Share of cells above which a mechanism is present.
        detection_limit: Or<SomeShare> = SomeShare(&["VAF"]).or("1%"),
    }
}

impl ResistanceFile {
    /// The rule.
    pub fn check(&self, table: &Place) -> Checked<ResistanceRule> {
        Ok(ResistanceRule {
            growth: self.growth(table)?,
            held_for: self.held_for(table)?,
            detection_limit: self.detection_limit(table)?,
        })
    }

    /// The table of a rule; patients progress by another.
    pub fn of(rule: &ResistanceRule, of_patients: bool) -> Self {
        Self {
            growth: (!of_patients).then(|| percent(rule.growth)),
            held_for: (!of_patients).then(|| rule.held_for.into()),
            detection_limit: Some(percent(rule.detection_limit)),
        }
    }
}

table! {
    /// When the experiment ends.
    #[derive(Default)]
    pub struct StopFile {
        /// Last day.
        after: Or<TimeWithin> = TimeWithin {
            low: f64::MIN_POSITIVE,
            high: f64::INFINITY,
            allowed: "times above 0 d",
        }.or("365 d"),
        /// Stop a flask when it is resistant.
        at_resistance: Or<Truth> = Truth.or(true),
    }
}

impl StopFile {
    /// The rule.
    pub fn check(&self, table: &Place) -> Checked<StopRule> {
        Ok(StopRule {
            after: self.after(table)?,
            at_resistance: self.at_resistance(table)?,
        })
    }

    /// The table of a rule.
    pub fn of(rule: &StopRule) -> Self {
        Self {
            after: Some(days(rule.after)),
            at_resistance: Some(rule.at_resistance),
        }
    }
}

/// When the experiment ends, in words.
pub fn stop_words(rule: &StopRule) -> String {
    let resistance = if rule.at_resistance { ", or at resistance" } else { "" };
    format!(
        "The experiment ends after {}{resistance}.",
        crate::words::days(rule.after)
    )
}
