//! Where a signal that runs under drug joins its way to ERK: at RAS, between RAS and MEK, or above both.
//!
//! RAS-GTP and pMEK are up behind any driver or receptor that sends. They name a route of their own only by
//! what they carry beyond what comes to them.

use crate::assay::signals::array::PhosphoArray;
use crate::assay::signals::blot::Blot;
use crate::assay::signals::shown::RowKind;
use crate::diagnosis::atlas::Atlas;
use crate::diagnosis::decision::found::RouteSignal;
use crate::diagnosis::decision::reading::Reading;
use crate::model::signalling::node_output;
use libm::{log, sqrt};

/// Bands of parental and resistant cells under drug.
pub(super) struct Lanes {
    /// Those that are told from background.
    bands: Vec<Bands>,
    /// Standard error of the log of a ratio of two bands.
    error: f64,
}

/// One read-out under drug.
struct Bands {
    readout: String,
    kind: RowKind,
    parental: f64,
    /// 0 where a band is not told from background.
    resistant: f64,
}

impl Lanes {
    /// The lanes with drug of a diagnostic blot (see [`LANES`](crate::diagnosis::LANES)).
    pub fn of_blot(blot: &Blot) -> Self {
        let rows = blot.rows.iter().filter(|row| !row.silent);
        let bands = rows.filter_map(|row| {
            let (parental, resistant) = (row.bands.get(1)?, row.bands.get(3)?);
            Some(Bands {
                readout: row.readout.clone(),
                kind: row.kind,
                parental: parental.value,
                resistant: if resistant.faint { 0.0 } else { resistant.value },
            })
        });
        Self {
            bands: bands.collect(),
            error: sqrt(2.0) * blot.noise.log_error(),
        }
    }

    /// The spots of an array, without their background.
    pub fn of_array(array: &PhosphoArray) -> Self {
        let weakest = array.noise.background;
        let above = |signal: f64| (signal - weakest).max(0.0);
        let bands = array.spots.iter().map(|spot| Bands {
            readout: spot.readout.clone(),
            kind: spot.kind,
            parental: above(spot.parental).max(weakest),
            resistant: above(spot.resistant),
        });
        Self {
            bands: bands.collect(),
            error: array.noise.log_error(),
        }
    }

    fn of(&self, readout: &str) -> Option<&Bands> {
        self.bands.iter().find(|band| band.readout == readout)
    }

    /// Routes that join at a relay, and how strong. `raised` are the routes that show a signal of their own.
    pub fn joining(&self, reading: &Reading, raised: &[RouteSignal]) -> Vec<RouteSignal> {
        let (atlas, limits) = (reading.atlas, reading.limits);
        // All that can come down, as if every sender fed this pathway in full.
        let sent = self.sent(atlas, raised);
        let mut joining = Vec::new();
        let mut before: f64 = 0.0;
        for relay in &atlas.relays {
            let Some(band) = self.of(&relay.readout) else {
                continue;
            };
            let value = band.resistant;
            let expected = node_output(sent, relay.saturation).max(before).max(band.parental);
            let beyond = value >= limits.raised * expected && log(value / expected) >= limits.errors * self.error;
            if let Some(route) = atlas.joining_at(&relay.readout).filter(|_| beyond) {
                joining.push(RouteSignal {
                    route: route.id.clone(),
                    strength: value - expected,
                });
            }
            before = value;
        }
        joining
    }

    /// What target and routes send together; a route without a band counts by the strength that it showed.
    fn sent(&self, atlas: &Atlas, raised: &[RouteSignal]) -> f64 {
        let own = |readout: &str| atlas.routes.iter().any(|route| route.readout == readout);
        let sends = |band: &&Bands| match band.kind {
            RowKind::Target => true,
            RowKind::Source => own(&band.readout),
            RowKind::Relay | RowKind::Pathway => false,
        };
        let unseen = raised.iter().filter(|signal| {
            let route = atlas.route(&signal.route);
            route.is_none_or(|route| self.of(&route.readout).is_none())
        });
        self.bands.iter().filter(sends).map(|band| band.resistant).sum::<f64>()
            + unseen.map(|signal| signal.strength).sum::<f64>()
    }
}

/// Routes that join at a relay, of blot and array together; what a panel has read is left to it.
pub(super) fn joining(reading: &Reading, raised: &[RouteSignal]) -> Vec<RouteSignal> {
    let readouts = reading.readouts;
    let lanes = (readouts.blot.as_ref().map(Lanes::of_blot)).or_else(|| readouts.array.as_ref().map(Lanes::of_array));
    let mut joining = lanes.map_or(Vec::new(), |lanes| lanes.joining(reading, raised));
    let read: Vec<&String> = readouts.panel.iter().flat_map(|run| &run.genes).collect();
    joining.retain(|signal| {
        let route = reading.atlas.route(&signal.route);
        !route.is_some_and(|route| route.genes.iter().any(|gene| read.contains(&gene)))
    });
    joining
}
