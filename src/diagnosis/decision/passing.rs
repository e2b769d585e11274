//! Where a signal that runs under drug joins its way to ERK: at RAS, between RAS and MEK, or above both.
//!
//! RAS-GTP and pMEK are up behind any driver or receptor that sends. They name a route of their own only by
//! what they carry beyond what comes to them.

use crate::assay::signals::array::PhosphoArray;
use crate::assay::signals::blot::Blot;
use crate::assay::signals::shown::RowKind;
use crate::diagnosis::decision::reading::Reading;
use crate::model::signalling::node_output;
use libm::{log, sqrt};

/// Bands of parental and resistant cells under drug.
pub(super) struct Lanes {
    /// (read-out, kind, parental, resistant); nothing where a band is not told from background.
    bands: Vec<(String, RowKind, f64, f64)>,
    /// Standard error of the log of a ratio of two bands.
    error: f64,
}

impl Lanes {
    /// The lanes with drug of a diagnostic blot (see [`super::LANES`]).
    pub fn of_blot(blot: &Blot) -> Self {
        let rows = blot.rows.iter().filter(|row| !row.silent);
        let bands = rows.filter_map(|row| {
            let (parental, resistant) = (row.bands.get(1)?, row.bands.get(3)?);
            let seen = if resistant.faint { 0.0 } else { resistant.value };
            Some((row.readout.clone(), row.kind, parental.value, seen))
        });
        Self {
            bands: bands.collect(),
            error: sqrt(2.0) * blot.noise.log_error(),
        }
    }

    /// The spots of an array, without their background.
    pub fn of_array(array: &PhosphoArray) -> Self {
        let above = |signal: f64| (signal - array.noise.background).max(0.0);
        let spots = array.spots.iter();
        let bands = spots.map(|spot| {
            let (parental, resistant) = (above(spot.parental), above(spot.resistant));
            let weakest = array.noise.background;
            (spot.readout.clone(), spot.kind, parental.max(weakest), resistant)
        });
        Self {
            bands: bands.collect(),
            error: array.noise.log_error(),
        }
    }

    fn of(&self, readout: &str) -> Option<&(String, RowKind, f64, f64)> {
        self.bands.iter().find(|band| band.0 == readout)
    }

    /// Routes that join at a relay, and how strong. `raised` are the routes that show a signal of their own.
    pub fn joining(&self, reading: &Reading, raised: &[(String, f64)]) -> Vec<(String, f64)> {
        let (atlas, limits) = (reading.atlas, reading.limits);
        let own = |readout: &str| atlas.routes.iter().any(|route| route.readout == readout);
        let sends = |band: &&(String, RowKind, f64, f64)| match band.1 {
            RowKind::Target => true,
            RowKind::Source => own(&band.0),
            RowKind::Relay | RowKind::Pathway => false,
        };
        let unseen = raised.iter().filter(|(id, _)| {
            let route = atlas.route(id);
            route.is_none_or(|route| self.of(&route.readout).is_none())
        });
        // All that can come down, as if every sender fed this pathway in full.
        let sent: f64 = self.bands.iter().filter(sends).map(|band| band.3).sum::<f64>()
            + unseen.map(|(_, strength)| strength).sum::<f64>();
        let mut joining = Vec::new();
        let mut before: f64 = 0.0;
        for relay in &atlas.relays {
            let Some((_, _, parental, value)) = self.of(&relay.readout) else {
                continue;
            };
            let expected = node_output(sent, relay.saturation).max(before).max(*parental);
            let beyond = *value >= limits.raised * expected && log(value / expected) >= limits.errors * self.error;
            if let Some(route) = atlas.joining_at(&relay.readout).filter(|_| beyond) {
                joining.push((route.id.clone(), value - expected));
            }
            before = *value;
        }
        joining
    }
}

/// Routes that join at a relay, of blot and array together; what a panel has read is left to it.
pub(super) fn joining(reading: &Reading, raised: &[(String, f64)]) -> Vec<(String, f64)> {
    let readouts = reading.readouts;
    let lanes = (readouts.blot.as_ref().map(Lanes::of_blot)).or_else(|| readouts.array.as_ref().map(Lanes::of_array));
    let mut joining = lanes.map_or(Vec::new(), |lanes| lanes.joining(reading, raised));
    let genes = readouts.panel.iter().flat_map(|run| &run.genes);
    let genes: Vec<&str> = genes.map(String::as_str).collect();
    joining.retain(|(id, _)| {
        let mut through = reading.atlas.route(id).into_iter().flat_map(|route| &route.through);
        !through.any(|name| genes.iter().any(|gene| name.starts_with(gene)))
    });
    joining
}
