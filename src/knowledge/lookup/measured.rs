//! How much an allele changes the potency of a drug, where a study read both.

use super::mean::ends;
use crate::knowledge::base::KnowledgeBase;
use crate::knowledge::certainty::Transcription;
use crate::knowledge::schema::{Range, Study, parts};
use crate::model::endpoint::Endpoint;

/// A ratio of two numbers of one study and endpoint.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasuredFold {
    /// Dose of the allele over dose of the unmutated driver, in the study's endpoint.
    pub ratio: f64,
    /// What was read.
    pub endpoint: Endpoint,
    /// Duration of the assay.
    pub hours: f64,
    /// Id of the study.
    pub study: String,
    /// Whether the numbers, also those of a bridge, were compared with their sources.
    pub transcription: Transcription,
    /// Lowest and highest ratio over all studies of the pair, where there are several.
    pub range: Option<Range>,
}

/// Studies of a family, lowest rank first.
pub fn studies<'a>(kb: &'a KnowledgeBase, family: &str) -> Vec<&'a Study> {
    let mut found: Vec<&Study> = kb.data().study.iter().filter(|study| study.family == family).collect();
    found.sort_by(|a, b| (a.rank, &a.id).cmp(&(b.rank, &b.id)));
    found
}

/// The measured fold of an allele (or alleles in cis, "A+B") for a drug, from the study of lowest rank.
pub fn measured(kb: &KnowledgeBase, family: &str, label: &str, drug: &str) -> Option<MeasuredFold> {
    let found: Vec<(&Study, Ratio)> = studies(kb, family)
        .into_iter()
        .filter_map(|study| Some((study, ratio_in(kb, study, label, drug)?)))
        .collect();
    let &(study, first) = found.first()?;
    let ratios: Vec<f64> = found.iter().map(|(_, ratio)| ratio.number).collect();
    Some(MeasuredFold {
        ratio: first.number,
        endpoint: study.endpoint,
        hours: study.hours(),
        study: study.id.clone(),
        transcription: first.transcription,
        range: (ratios.len() > 1).then(|| ends(&ratios)),
    })
}

/// An allele's dose over that of the unmutated driver.
#[derive(Debug, Clone, Copy)]
struct Ratio {
    number: f64,
    transcription: Transcription,
}

/// Ratio within one study: on the copies' background where they carry an allele anyway; over a bridge allele (with its
/// own fold from elsewhere) where the study has no unmutated row.
fn ratio_in(kb: &KnowledgeBase, study: &Study, label: &str, drug: &str) -> Option<Ratio> {
    let here = |number: f64| Ratio {
        number,
        transcription: study.transcription,
    };
    if let Some(background) = study.background.as_deref() {
        if parts(label).contains(&background) {
            return None;
        }
        let with = study.dose(&format!("{background}+{label}"), drug)?;
        return Some(here(with / study.dose(background, drug)?));
    }
    let dose = study.dose(label, drug)?;
    if let Some(unmutated) = study.unmutated(drug) {
        return Some(here(dose / unmutated));
    }
    let bridge = study.bridge.as_deref()?;
    if parts(bridge) == parts(label) {
        return None;
    }
    let over_bridge = dose / study.dose(bridge, drug)?;
    let of_bridge = studies(kb, &study.family).into_iter().find_map(|other| {
        Some(Ratio {
            number: other.dose(bridge, drug)? / other.unmutated(drug)?,
            transcription: other.transcription,
        })
    })?;
    Some(Ratio {
        number: over_bridge * of_bridge.number,
        transcription: study.transcription.max(of_bridge.transcription),
    })
}
