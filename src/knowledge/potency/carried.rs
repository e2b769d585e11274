//! A potency carried over to a line in which none was read.

use super::line::{assay_in, complete_model, read_in, stated_at};
use super::system::LineModel;
use crate::knowledge::base::KnowledgeBase;
use crate::knowledge::error::KnowledgeError;
use crate::knowledge::lookup::{geometric_mean, studies};
use crate::knowledge::schema::{DrugRecord, LineRecord, Range, Study};
use crate::model::biology::SiteAction;

/// K of a drug in another system of the family.
struct Elsewhere<'a> {
    /// Of several studies of one rank that of the first id.
    study: &'a Study,
    site: SiteAction,
    /// Lowest and highest K over them.
    range: Range,
}

impl Elsewhere<'_> {
    /// Whether two K were read in one system, both on growth or both on the target.
    fn beside(&self, other: &Self) -> bool {
        let on_target = |study: &Study| study.endpoint.is_of_target();
        self.study.system == other.study.system && on_target(self.study) == on_target(other.study)
    }
}

/// K in a system of the line's gene: what was read on growth before what was read on the target, since lines are told
/// by growth, and the family's reference system before others. The studies of lowest rank give the number, several of one
/// rank their geometric mean.
fn elsewhere<'a>(kb: &'a KnowledgeBase, line: &LineRecord, drug: &DrugRecord) -> Option<Elsewhere<'a>> {
    let family = kb.family_of(line)?;
    let gene = family.gene.iter().find(|gene| Some(&gene.id) == line.gene.as_ref());
    let preferred = gene.map_or(&family.reference_system, |gene| &gene.reference_system);
    let mut all: Vec<(&Study, &LineRecord)> = studies(kb, &family.id)
        .into_iter()
        .filter(|study| study.system != line.id)
        .filter_map(|study| Some((study, kb.system(&study.system)?)))
        .collect();
    // Ranks hold within each.
    let place = |(study, system): &(&Study, &LineRecord)| {
        let elsewhere = study.system != *preferred;
        (system.gene != line.gene, study.endpoint.is_of_target(), elsewhere)
    };
    all.sort_by_key(place);
    let solved = |(study, system): &(&'a Study, &LineRecord)| {
        let label = system.own_label();
        let dose = study.dose(&label, &drug.id)?;
        let model = complete_model(kb, system).ok()?.model;
        let assay = assay_in(kb, &model, system, drug).ok()?;
        assay.solve(stated_at(study, &label, &drug.id, dose)).ok()
    };
    let (at, site) = all.iter().enumerate().find_map(|(i, at)| Some((i, solved(at)?)))?;
    let first = all[at];
    let like = |at: &&(&Study, &LineRecord)| {
        place(at) == place(&first) && (&at.0.system, at.0.rank) == (&first.0.system, first.0.rank)
    };
    let others = all[at + 1..].iter().filter(like).filter_map(solved);
    let sites: Vec<SiteAction> = core::iter::once(site).chain(others).collect();
    let (site, range) = mean_site(&sites)?;
    Some(Elsewhere {
        study: first.0,
        site,
        range,
    })
}

/// The first of several readings of one drug with the geometric mean of their K, and the lowest and highest K; `None` of
/// nothing.
pub fn mean_site(sites: &[SiteAction]) -> Option<(SiteAction, Range)> {
    let all_k: Vec<f64> = sites.iter().map(|site| site.half_dose).collect();
    let (first, found) = (sites.first()?, geometric_mean(&all_k)?);
    let half_dose = found.mean;
    Some((SiteAction { half_dose, ..*first }, found.range))
}

/// A potency that was carried over, with the rule's numbers.
#[derive(Debug, Clone)]
pub struct Carried<'a> {
    /// Of the other system.
    pub study: &'a Study,
    /// In the line.
    pub site: SiteAction,
    /// K in the line over K in the other system.
    pub ratio: f64,
    /// How many drugs gave the ratio.
    pub others: usize,
    /// Low and high end of K, nM.
    pub range: Range,
}

/// By which a carried potency is moved and noted.
pub fn key(line: &LineRecord, drug: &DrugRecord) -> String {
    format!("potency/{}/{}", line.id, drug.id)
}

/// K of a drug without data in the line: its K in the reference system times the geometric mean,
/// over the family's other drugs, of K in the line over K in that system.
pub fn carry<'a>(
    kb: &'a KnowledgeBase,
    model: &LineModel,
    line: &LineRecord,
    drug: &DrugRecord,
) -> Result<Carried<'a>, KnowledgeError> {
    let reference = elsewhere(kb, line, drug).ok_or_else(|| KnowledgeError::Undetermined {
        what: format!("potency of drug \"{}\" on line \"{}\"", drug.id, line.id),
        why: "no study of the family gives its potency on the unmutated driver".to_owned(),
    })?;
    let others = kb.drugs().iter();
    let others = others.filter(|other| other.family == drug.family && other.id != drug.id);
    let ratios: Vec<f64> = others
        .filter_map(|other| {
            let read = read_in(kb, line, &other.id)?;
            let there = elsewhere(kb, line, other)?;
            let here = assay_in(kb, model, line, other).ok()?.solve(read.stated).ok()?;
            there.beside(&reference).then(|| here.half_dose / there.site.half_dose)
        })
        .collect();
    let (ratio, range) = match geometric_mean(&ratios) {
        Some(found) => (found.mean, found.range),
        None => (1.0, Range::new(1.0 / 3.0, 3.0)),
    };
    let usual = reference.site.half_dose * ratio;
    Ok(Carried {
        study: reference.study,
        site: SiteAction {
            half_dose: kb.moved(&key(line, drug)).unwrap_or(usual),
            slope: reference.site.slope,
        },
        ratio,
        others: ratios.len(),
        range: Range::new(reference.range.low * range.low, reference.range.high * range.high),
    })
}
