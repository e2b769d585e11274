//! What a sweep tells of wells: how many are positive, and which mutations they hold.

use super::data::{PointResult, SweepReport, told, values};
use crate::report::words::mechanism;
use crate::statistics::wells::WellsSummary;
use crate::words::counted;

/// Mutations named in a line of the terminal.
const NAMED: usize = 4;
/// Points whose clones are told one by one.
const POINTS: usize = 6;

/// `12 G595R (11 wells), 2 F589L (2 wells)`, most wells first.
pub fn clones(wells: &WellsSummary) -> String {
    let named = wells.mutations.iter().take(NAMED).map(|row| {
        format!(
            "{} {} ({})",
            row.clones,
            mechanism(&row.mechanism),
            counted(row.wells.count, "well")
        )
    });
    let mut parts: Vec<String> = named.collect();
    if wells.mutations.len() > NAMED {
        parts.push(format!("{} more kinds", wells.mutations.len() - NAMED));
    }
    match parts.is_empty() {
        true => "no clone above the detection limit".to_owned(),
        false => parts.join(", "),
    }
}

/// The clones at each point, in a sentence.
pub fn sentence(report: &SweepReport) -> Option<String> {
    let wells: Vec<(&PointResult, &WellsSummary)> = report
        .points
        .iter()
        .filter_map(|point| Some((point, point.result.wells.as_ref()?)))
        .collect();
    if wells.is_empty() {
        return None;
    }
    if wells.len() > POINTS {
        let most = wells.iter().max_by_key(|(_, w)| w.clones())?;
        return Some(format!(
            "Most clones, {} of {}, are at {}.",
            most.1.clones(),
            counted(most.1.mutations.len() as u64, "mutation"),
            values(report, most.0)
        ));
    }
    let each: Vec<String> = wells
        .iter()
        .map(|(point, w)| format!("at {}, {}", told(report, point).join(", "), clones(w)))
        .collect();
    Some(format!("Clones in positive wells: {}.", each.join("; ")))
}
