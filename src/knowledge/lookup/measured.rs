//! How much an allele changes the potency of a drug, where a study read both.

use super::mean::ends;
use super::pooled::{Ratios, pooled};
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
    /// Its rank.
    pub rank: u32,
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

/// The measured fold of an allele (or alleles in cis, "A+B") for a drug, from the study of lowest rank; several studies of
/// that rank are pooled, each with an offset of its own.
pub fn measured(kb: &KnowledgeBase, family: &str, label: &str, drug: &str) -> Option<MeasuredFold> {
    let all = studies(kb, family);
    let read = |study: &'_ &Study| ratio_in(kb, study, label, drug);
    let found: Vec<(&Study, Ratio)> = all.iter().filter_map(|study| Some((*study, read(study)?))).collect();
    let &(study, first) = found.first()?;
    let of_rank = || found.iter().take_while(|(other, _)| other.rank == study.rank);
    let pooled = pooled(&ratios_of(kb, &all, study.rank, drug), &parts(label))?;
    let ratios: Vec<f64> = found.iter().map(|(_, ratio)| ratio.number).collect();
    let ids: Vec<&str> = of_rank().map(|(study, _)| study.id.as_str()).collect();
    Some(MeasuredFold {
        ratio: pooled.ratio,
        endpoint: study.endpoint,
        hours: study.hours(),
        study: ids.join(" with "),
        rank: study.rank,
        transcription: of_rank()
            .map(|(_, ratio)| ratio.transcription)
            .fold(first.transcription, Ord::max),
        range: pooled.range.or((ratios.len() > 1).then(|| ends(&ratios))),
    })
}

/// All ratios for a drug in the studies of a rank.
fn ratios_of<'a>(kb: &'a KnowledgeBase, studies: &[&'a Study], rank: u32, drug: &str) -> Ratios<'a> {
    let mut table = Ratios::new();
    for study in studies.iter().filter(|study| study.rank == rank) {
        for label in study.labels() {
            // On a background, rows are told by what they add to it.
            let added: Vec<&str> = match study.background.as_deref() {
                Some(background) => parts(label).into_iter().filter(|part| *part != background).collect(),
                None => parts(label),
            };
            if let Some(ratio) = ratio_in(kb, study, &added.join("+"), drug).filter(|_| !added.is_empty()) {
                table.entry(added).or_default().insert(study.id.as_str(), ratio.number);
            }
        }
    }
    table
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
