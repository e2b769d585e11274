//! How much an allele changes K, from how much it changes what an assay reads.

use super::solve::{Assay, Stated, Unreachable};
use super::system::{LineModel, OwnCopies};
use crate::knowledge::lookup::MeasuredFold;
use crate::model::biology::{SiteAction, Toxicity};
use crate::model::endpoint::Endpoint;

/// Turns a ratio of endpoints into a ratio of K in the line. Ratios of phosphorylation are ratios of
/// K; for growth endpoints the line's own dose in that endpoint is multiplied and K solved again.
pub fn ratio_of_k(
    model: &LineModel,
    site: SiteAction,
    toxicity: Option<Toxicity>,
    measured: &MeasuredFold,
) -> Result<f64, Unreachable> {
    if measured.endpoint.is_of_target() {
        return Ok(measured.ratio);
    }
    let assay = single(model, site, toxicity);
    let parental = assay.simulate(site, measured.endpoint, measured.hours);
    let stated = Stated {
        endpoint: measured.endpoint,
        hours: measured.hours,
        dose: parental.ok_or(Unreachable::Floor)? * measured.ratio,
        slope: None,
    };
    Ok(assay.solve(stated)?.half_dose / site.half_dose)
}

/// The dose that an assay reports of the line without an allele, as [`ratio_of_k`] multiplies it; of the target itself its K.
pub fn dose_of_parental(
    model: &LineModel,
    site: SiteAction,
    toxicity: Option<Toxicity>,
    endpoint: Endpoint,
    hours: f64,
) -> Option<f64> {
    match endpoint.is_of_target() {
        true => Some(site.half_dose),
        false => single(model, site, toxicity).simulate(site, endpoint, hours),
    }
}

fn single(model: &LineModel, site: SiteAction, toxicity: Option<Toxicity>) -> Assay {
    Assay {
        model: model.clone(),
        own: OwnCopies::single(),
        toxicity,
        usual_slope: site.slope,
    }
}
