//! Helpers: plates of dose-response tests, and what is reported of them.

use escalade::assay::viability::dose_response::DoseResponse;
use escalade::assay::viability::plate::{PlateDesign, PlateNoise};
use escalade::model::endpoint::{Endpoint, dilution_series};
use escalade::random::{Generator, Purpose, stream};

pub fn rng(replicate: u64) -> Generator {
    stream(20261122, replicate, Purpose::DoseResponse)
}

/// What the assay reports in an endpoint that a plate can read.
pub fn reported(response: &DoseResponse, endpoint: Endpoint) -> Option<f64> {
    match endpoint {
        Endpoint::Midpoint => response.ec50.dose(),
        Endpoint::Viability => response.ic50.dose(),
        Endpoint::Gi50 => response.gi50.dose(),
        Endpoint::Gr50 => response.gr50.dose(),
        Endpoint::Phosphorylation | Endpoint::Enzyme => None,
    }
}

/// A wide plate without scatter.
pub fn wide(hours: f64) -> PlateDesign {
    PlateDesign {
        doses: dilution_series(),
        hours,
        ..without_scatter()
    }
}

/// The usual plate without scatter: one well says it all.
pub fn without_scatter() -> PlateDesign {
    PlateDesign {
        noise: PlateNoise::NONE,
        ..PlateDesign::default()
    }
}
