//! A potency carried over to a line in which none was read.

use super::line::{assay_in, complete_model, read_in, stated_at};
use super::system::LineModel;
use crate::knowledge::base::KnowledgeBase;
use crate::knowledge::error::KnowledgeError;
use crate::knowledge::lookup::{geometric_mean, studies};
use crate::knowledge::schema::{DrugRecord, LineRecord, Range, Study};
use crate::knowledge::values::BETWEEN_LABORATORIES;
use crate::model::biology::SiteAction;
use crate::model::spread::SCORE_95;
use libm::{exp, log, sqrt};

/// K of a drug in another system of the family.
struct Elsewhere<'a> {
    /// Of several studies of one rank that of the first id.
    study: &'a Study,
    site: SiteAction,
    /// Lowest and highest K over them.
    range: Range,
}

/// Whether two studies read one system, both on growth or both on the target.
fn beside(a: &Study, b: &Study) -> bool {
    a.system == b.system && a.endpoint.is_of_target() == b.endpoint.is_of_target()
}

/// K in a system of the line's gene: what was read on growth before what was read on the target, since lines are told
/// by growth, and the family's reference system before others. The studies of lowest rank give the number, several of one
/// rank their geometric mean. Only studies that are `wanted` count.
fn elsewhere<'a>(
    kb: &'a KnowledgeBase,
    line: &LineRecord,
    drug: &DrugRecord,
    wanted: impl Fn(&Study) -> bool,
) -> Option<Elsewhere<'a>> {
    let family = kb.family_of(line)?;
    let gene = family.gene.iter().find(|gene| Some(&gene.id) == line.gene.as_ref());
    let preferred = gene.map_or(&family.reference_system, |gene| &gene.reference_system);
    let mut all: Vec<(&Study, &LineRecord)> = studies(kb, &family.id)
        .into_iter()
        .filter(|study| study.system != line.id && wanted(study))
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
/// over the family's other drugs, of K in the line over K in that system. Where no drug tells how the two differ, and another system
/// of the line's gene has both this drug and one of the line's on growth, that one takes its place.
pub fn carry<'a>(
    kb: &'a KnowledgeBase,
    model: &LineModel,
    line: &LineRecord,
    drug: &DrugRecord,
) -> Result<Carried<'a>, KnowledgeError> {
    let usual = elsewhere(kb, line, drug, |_| true).ok_or_else(|| KnowledgeError::Undetermined {
        what: format!("potency of drug \"{}\" on line \"{}\"", drug.id, line.id),
        why: "no study of the family gives its potency on the unmutated driver".to_owned(),
    })?;
    let bridges = Bridges { kb, model, line, drug };
    let ratios = bridges.ratios(&usual, |_| true);
    let better = match ratios.is_empty() && !usual.study.endpoint.is_of_target() {
        true => bridges.shared(),
        false => None,
    };
    let (reference, ratios) = better.unwrap_or((usual, ratios));
    let ratio = geometric_mean(&ratios).map_or(1.0, |found| found.mean);
    let usual = reference.site.half_dose * ratio;
    Ok(Carried {
        study: reference.study,
        site: SiteAction {
            half_dose: kb.moved(&key(line, drug)).unwrap_or(usual),
            slope: reference.site.slope,
        },
        ratio,
        others: ratios.len(),
        range: carried_range(usual, &reference, &ratios),
    })
}

/// Drugs that tell how a line differs from other systems.
struct Bridges<'k, 'l> {
    kb: &'k KnowledgeBase,
    model: &'l LineModel,
    line: &'l LineRecord,
    /// The one without data in the line.
    drug: &'l DrugRecord,
}

impl<'k> Bridges<'k, '_> {
    /// K in the line over K in the other system, of every other drug that has both there; it may have the latter in studies that are
    /// `wanted`.
    fn ratios(&self, reference: &Elsewhere, wanted: impl Fn(&Study) -> bool) -> Vec<f64> {
        let others = self.kb.drugs().iter();
        let others = others.filter(|other| other.family == self.drug.family && other.id != self.drug.id);
        let ratio = |other: &DrugRecord| {
            let read = read_in(self.kb, self.line, &other.id)?;
            let there = elsewhere(self.kb, self.line, other, &wanted)?;
            let here = assay_in(self.kb, self.model, self.line, other)
                .ok()?
                .solve(read.stated)
                .ok()?;
            beside(there.study, reference.study).then(|| here.half_dose / there.site.half_dose)
        };
        others.filter_map(ratio).collect()
    }

    /// The first system of the line's gene in which the drug and at least one of the line's were read on growth, with the ratios.
    fn shared(&self) -> Option<(Elsewhere<'k>, Vec<f64>)> {
        let kb = self.kb;
        let of_gene = |study: &Study| {
            kb.system(&study.system)
                .is_some_and(|system| system.gene == self.line.gene)
        };
        let on_growth = studies(kb, self.line.family.as_deref()?).into_iter();
        let mut on_growth = on_growth.filter(|study| !study.endpoint.is_of_target() && of_gene(study));
        on_growth.find_map(|at| {
            let reference = elsewhere(kb, self.line, self.drug, |study| beside(study, at))?;
            let ratios = self.ratios(&reference, |study| beside(study, at));
            (!ratios.is_empty()).then_some((reference, ratios))
        })
    }
}

/// How far a carried K may be off, as the central 90%: as far as a K that another study measured (by the spread between laboratories, or
/// between the studies of the other system where these differ more), and beside that as far as the mean ratio of n bridging drugs.
/// Each of these is off by as much as laboratories differ, or by as much as the drugs do where that is more; without any bridge the
/// ratio is as unsure as one of a single drug.
fn carried_range(usual: f64, reference: &Elsewhere, ratios: &[f64]) -> Range {
    let laboratories = log(BETWEEN_LABORATORIES);
    let of_one = laboratories.max(SCORE_95 * deviation(ratios));
    let of_mean = of_one * of_one / ratios.len().max(1) as f64;
    let fold = |of_studies: f64| {
        let measured = laboratories.max(log(of_studies));
        exp(sqrt(measured * measured + of_mean))
    };
    let (k, Range { low, high }) = (reference.site.half_dose, reference.range);
    Range::new(usual / fold(k / low), usual * fold(high / k))
}

/// Standard deviation of the logarithms; 0 of fewer than two.
fn deviation(ratios: &[f64]) -> f64 {
    let n = ratios.len() as f64;
    if ratios.len() < 2 {
        return 0.0;
    }
    let logs = || ratios.iter().map(|&ratio| log(ratio));
    let mean = logs().sum::<f64>() / n;
    sqrt(logs().map(|one| (one - mean) * (one - mean)).sum::<f64>() / (n - 1.0))
}
