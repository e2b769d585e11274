//! What an experiment takes, a line each.

use crate::scenario::plan::Bench;
use crate::statistics::race::Use;
use serde::Serialize;

/// A line of the cost sheet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CostLine {
    /// What is needed.
    pub what: String,
    /// Mean over worlds.
    pub mean: f64,
    /// Enough in nine experiments of ten.
    pub nine_of_ten: f64,
    /// Its unit.
    pub unit: &'static str,
    /// What it is worked out from.
    pub from: String,
}

/// Vials of an experiment with so many flasks: of what is left of every stock, of every flask that lives at its end, and where the
/// bench says so at every step.
pub fn vials(used: &Use, bench: &Bench, flasks: f64) -> f64 {
    flasks + used.alive + if bench.freeze_at_steps { used.steps } else { 0.0 }
}

/// Hours of hands-on work of an experiment with so many flasks of so many pooled vessels each: every vessel is looked at,
/// fed and passaged, and [`vials`] are frozen. The plain form, which has no vessels, takes none.
pub fn hours(used: &Use, bench: &Bench, flasks: f64, pooled: u32) -> f64 {
    let vessels = f64::from(pooled);
    if pooled == 0 {
        return 0.0;
    }
    let freezes = vials(used, bench, flasks);
    let minutes = used.visits * bench.minutes_visit
        + vessels * used.looks * bench.minutes_look
        + vessels * used.feeds * bench.minutes_feed
        + vessels * (used.passages + flasks) * bench.minutes_passage
        + freezes * bench.minutes_freeze;
    minutes / 60.0
}
