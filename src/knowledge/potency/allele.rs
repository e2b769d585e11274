//! How much an allele changes K, from how much it changes what an assay reads.

use super::solve::{Assay, Stated, Unreachable};
use super::system::{LineModel, OwnCopies};
use crate::knowledge::lookup::MeasuredFold;
use crate::model::biology::{SiteAction, Toxicity};

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
    let assay = Assay {
        model: model.clone(),
        own: OwnCopies::single(),
        toxicity,
        usual_slope: site.slope,
    };
    let parental = assay.simulate(site, measured.endpoint, measured.hours);
    let stated = Stated {
        endpoint: measured.endpoint,
        hours: measured.hours,
        dose: parental.ok_or(Unreachable::Floor)? * measured.ratio,
        slope: None,
    };
    Ok(assay.solve(stated)?.half_dose / site.half_dose)
}
