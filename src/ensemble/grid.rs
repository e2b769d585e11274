//! Several laboratory scenarios over the same replicate numbers, as one ensemble.
//!
//! Random numbers are keyed by seed, purpose and replicate only, so replicate r of every scenario
//! starts from the same expanded stock and meets the same streams (common random numbers).

use super::Job;
use crate::engine::record::FlaskRecord;
use crate::engine::{self, Settings};
use crate::scenario::Laboratory;
use std::sync::atomic::AtomicBool;

/// One scenario of a grid.
#[derive(Debug, Clone, Copy)]
pub struct GridPoint<'a> {
    /// Its biology and protocol.
    pub laboratory: &'a Laboratory,
    /// Its engine and accuracy.
    pub settings: Settings,
}

/// All scenarios, all replicates; record number p x replicates + r is replicate r of scenario p.
#[derive(Debug)]
pub struct Grid<'a> {
    /// The scenarios.
    pub points: Vec<GridPoint<'a>>,
    /// Replicates of each.
    pub replicates: u64,
    /// The one seed of all.
    pub seed: u64,
}

impl Grid<'_> {
    /// Records altogether.
    pub fn records(&self) -> u64 {
        self.points.len() as u64 * self.replicates
    }
}

impl Job for Grid<'_> {
    type Record = FlaskRecord;

    fn simulate(&self, record: u64, stop: &AtomicBool) -> Option<FlaskRecord> {
        let point = self.points[(record / self.replicates) as usize];
        let Laboratory { biology, protocol, .. } = point.laboratory;
        let replicate = record % self.replicates;
        let mut record = engine::run_flask_unless(
            stop,
            biology,
            protocol,
            &point.settings,
            engine::Identity::Lineages,
            self.seed,
            replicate,
        )?;
        // Only wells tell lineages apart; without them the parts stay small.
        if !protocol.flask.vessel.is_well() {
            record.lineages = Vec::new();
        }
        Some(record)
    }
}
