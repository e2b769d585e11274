//! A line as the system of its own assays: its model with everything fitted, and the potencies that were read in it.

use super::own::own_copies;
use super::solve::{Assay, FittedKill, GrowthAt, Stated};
use super::system::{LineModel, line_model};
use super::toxicity::toxicity_in;
use crate::knowledge::base::KnowledgeBase;
use crate::knowledge::error::KnowledgeError;
use crate::knowledge::lookup::studies;
use crate::knowledge::schema::{Bound, DrugRecord, LineRecord, Study};
use crate::model::biology::SiteAction;
use crate::model::endpoint::Endpoint;

/// A dose of a study's table as its assay reports it. A slope is the target's only where the target was read: reversible
/// competitive inhibitors follow mass action there, and a flat curve of viability says that cells differ (Fallahi-Sichani
/// 2013, doi 10.1038/nchembio.1337), not that half of the drug binds.
pub fn stated_at(study: &Study, label: &str, drug: &str, dose: f64) -> Stated {
    Stated {
        endpoint: study.endpoint,
        hours: study.hours(),
        dose,
        slope: study.slope_of(label, drug).filter(|_| study.endpoint.is_of_target()),
    }
}

/// A potency that was read in a line itself.
#[derive(Debug, Clone, Copy)]
pub struct ReadInLine<'a> {
    /// Where it stands.
    pub study: &'a Study,
    /// The numbers.
    pub stated: Stated,
}

/// The potency of a drug that was read in the line itself, from the study of lowest rank.
pub fn read_in<'a>(kb: &'a KnowledgeBase, line: &LineRecord, drug: &str) -> Option<ReadInLine<'a>> {
    reads_in(kb, line, drug).next()
}

/// The potencies that stand beside the first one: of its rank, on growth as it or on the target as it.
pub fn alike_in<'a>(kb: &'a KnowledgeBase, line: &LineRecord, drug: &str) -> Vec<ReadInLine<'a>> {
    let kind = |read: &ReadInLine| (read.study.rank, read.study.endpoint.is_of_target());
    let reads: Vec<ReadInLine> = reads_in(kb, line, drug).collect();
    let alike = |read: &ReadInLine| kind(read) == kind(&reads[0]);
    reads.iter().copied().filter(alike).collect()
}

/// The potencies of a drug that were read in the line itself: those on its growth before those on the target, each by rank.
fn reads_in<'a>(kb: &'a KnowledgeBase, line: &LineRecord, drug: &str) -> impl Iterator<Item = ReadInLine<'a>> {
    let label = line.own_label();
    let of_family = line.family.iter().flat_map(|family| studies(kb, family));
    let mut in_line: Vec<&Study> = of_family.filter(|study| study.system == line.id).collect();
    in_line.sort_by_key(|study| study.endpoint.is_of_target());
    in_line.into_iter().filter_map(move |study| {
        let dose = study.dose(&label, drug)?;
        let dose = kb.moved(&study.key(&label, drug)).unwrap_or(dose);
        Some(ReadInLine {
            study,
            stated: stated_at(study, &label, drug, dose),
        })
    })
}

/// A potency of which the line's own studies know only the side of a dose.
#[derive(Debug, Clone, Copy)]
pub struct BoundInLine<'a> {
    /// The number at the bound.
    pub at: ReadInLine<'a>,
    /// On which side of it.
    pub bound: Bound<'a>,
}

/// The bound of a drug's potency in the line itself, from the study of lowest rank with one.
pub fn bound_in<'a>(kb: &'a KnowledgeBase, line: &LineRecord, drug: &str) -> Option<BoundInLine<'a>> {
    let label = line.own_label();
    let in_line = studies(kb, line.family.as_deref()?).into_iter();
    in_line.filter(|study| study.system == line.id).find_map(|study| {
        let bound = study.bound(&label, drug)?;
        let dose = kb.moved(&study.key(&label, drug)).unwrap_or(bound.dose.get());
        let stated = stated_at(study, &label, drug, dose);
        let at = ReadInLine { study, stated };
        Some(BoundInLine { at, bound })
    })
}

/// The assay of a drug in a line's own cells.
pub fn assay_in(
    kb: &KnowledgeBase,
    model: &LineModel,
    line: &LineRecord,
    drug: &DrugRecord,
) -> Result<Assay, KnowledgeError> {
    Ok(Assay {
        model: model.clone(),
        own: own_copies(kb, line, drug)?,
        toxicity: toxicity_in(kb, line, drug),
        usual_slope: kb.defaults().hill_slope.value,
    })
}

/// A line's model with all that is fitted.
#[derive(Debug, Clone, PartialEq)]
pub struct CompleteModel {
    /// With k_max.
    pub model: LineModel,
    /// The drug (id) that k_max was fitted with, and its site; `None` where k_max is a multiple of growth, or
    /// where the drug's potency is that of another number.
    pub fitted: Option<(String, SiteAction)>,
}

/// The line's model with k_max fitted where the line has growth under a drug.
pub fn complete_model(kb: &KnowledgeBase, line: &LineRecord) -> Result<CompleteModel, KnowledgeError> {
    let model = line_model(kb, line);
    let Some(record) = &line.kill_fit else {
        return Ok(CompleteModel { model, fitted: None });
    };
    let undetermined = |why: String| KnowledgeError::Undetermined {
        what: format!("how fast cells of {} die at most under the drug (k_max)", line.name),
        why,
    };
    let drug = kb.drug(&record.drug)?;
    let mut reads = reads_in(kb, line, &drug.id);
    let first = reads.next();
    let is_midpoint = |read: &ReadInLine| read.stated.endpoint == Endpoint::Midpoint;
    let midpoint = first.filter(is_midpoint).or_else(|| reads.find(is_midpoint));
    let midpoint = midpoint.ok_or_else(|| undetermined(format!("no midpoint of {} in the line", drug.id)))?;
    let grown = GrowthAt {
        dose: record.dose.get(),
        share: record.growth_share.value,
    };
    let fitted = assay_in(kb, &model, line, drug)?.fit_kill(midpoint.stated, grown);
    let FittedKill { model, site } = fitted.map_err(|reason| undetermined(reason.reason().to_owned()))?;
    // A number of another endpoint that comes first, such as one's own IC50, gives the drug's potency; k_max stays with the
    // midpoint.
    let own = first.filter(is_midpoint).map(|_| (drug.id.clone(), site));
    Ok(CompleteModel { model, fitted: own })
}
