//! From records to the biology of one line under the drugs of one scenario.

use super::assumption::{Assumption, Certainty};
use super::calibrate::{self, LineModel, Stated, USUAL_HOURS, Unreachable};
use super::conditions::{Routes, bypasses, states};
use super::error::KnowledgeError;
use super::folds::MeasuredFold;
use super::schema::*;
use super::{Conditions, KnowledgeBase, Span, cells, moved, niche, pairs, potency, relays, spectrum, variants};
use crate::model::biology::*;
use crate::model::signalling::Source;

/// A resolved biology, what it leans on, and what could not be closed.
#[derive(Debug, Clone, PartialEq)]
pub struct Resolved {
    pub biology: Biology,
    /// Every assumed, imputed and unchecked value.
    pub assumptions: Vec<Assumption>,
    /// The numbers among them.
    pub spans: Vec<Span>,
    /// Potencies of the line whose endpoint no K can return, with the reason.
    pub unreachable: Vec<NotReached>,
}

/// An allele and drug whose stated endpoint cannot be reached in the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotReached {
    pub allele: String,
    pub drug: String,
    pub study: String,
    pub reason: Unreachable,
}

/// Everything that is needed while resolving.
pub(super) struct Work<'a> {
    pub kb: &'a KnowledgeBase,
    pub line: &'a LineRecord,
    pub family: &'a Family,
    pub routes: &'a Routes,
    pub spectrum: Option<&'a SpectrumRecord>,
    pub model: LineModel,
    pub assumptions: Vec<Assumption>,
    pub spans: Vec<Span>,
    pub unreachable: Vec<NotReached>,
}

impl Work<'_> {
    pub(super) fn note<T: Quantity>(
        &mut self,
        value: &Sourced<T>,
        key: impl Into<String>,
        what: impl Into<String>,
        unit: &str,
    ) {
        let Some(assumption) = value.assumption(key, what, unit) else {
            return;
        };
        let range = value.range.as_ref().map(|(low, high)| (low.number(), high.number()));
        self.span(&assumption.key, value.value.number(), range);
        self.assumptions.push(assumption);
    }

    pub(super) fn say(
        &mut self,
        key: String,
        certainty: Certainty,
        what: String,
        value: String,
        range: Option<(f64, f64)>,
        why: String,
    ) {
        let range = range.map(|(low, high)| format!("{} to {}", short(low), short(high)));
        self.assumptions.push(Assumption {
            key,
            what,
            value,
            range,
            why,
            certainty,
        });
    }
}

/// Four significant digits, without a tail of noise.
pub(super) fn short(value: f64) -> String {
    let text = format!("{value:.3e}");
    text.parse::<f64>().map_or(text, |rounded| rounded.text())
}

/// Resolves `line_id` under `drug_ids`, in that order, under the conditions of a scenario.
pub fn resolve_under(
    kb: &KnowledgeBase,
    line_id: &str,
    drug_ids: &[&str],
    conditions: &Conditions,
) -> Result<Resolved, KnowledgeError> {
    let line = kb.line(line_id)?;
    let drugs = drug_ids.iter().map(|id| kb.drug(id)).collect::<Result<Vec<_>, _>>()?;
    let family = family_of(kb, line)?;
    conditions.routes.check(kb, line, family)?;
    let around = niche::factors(kb, family, &conditions.niche)?;
    let model = calibrate::line_model(kb, line);
    let mut work = Work {
        kb,
        line,
        family,
        routes: &conditions.routes,
        spectrum: conditions.spectrum.as_deref().map(|id| kb.spectrum(id)).transpose()?,
        model,
        assumptions: Vec::new(),
        spans: Vec::new(),
        unreachable: Vec::new(),
    };
    note_line(&mut work);
    let fitted = potency::fit_line(&mut work)?;
    let sources = used_sources(&work, &around);
    let mut actions = Vec::new();
    for drug in &drugs {
        let site = potency::driver_site(&mut work, drug, fitted.as_ref())?;
        actions.push(action(&mut work, drug, site, &sources));
    }
    let records = variants::records(&work);
    let alleles = variants::alleles(&mut work, &records, &drugs, &actions)?;
    let compounds = variants::compounds(&mut work, &drugs, &actions, &alleles);
    let cell_states = cells::states(&mut work, &sources);
    let transitions = cells::transitions(&mut work, &cell_states);
    let bypass_list = cells::bypasses(&mut work, &sources);
    let ladder = cells::ladder(&mut work);
    let open_bypasses = bypasses(kb, family, &conditions.routes);
    let mutagenesis = spectrum::mutagenesis(&mut work, conditions, &records, &open_bypasses)?;
    let gene = family.gene.iter().find(|gene| Some(&gene.id) == line.gene.as_ref());
    let base_copies = variants::base_copies(line, &alleles);
    let biology = Biology {
        line_id: line.id.clone(),
        line_name: line.name.clone(),
        driver_name: gene.map_or(&family.driver_name, |gene| &gene.driver_name).clone(),
        driver_readout: gene.map_or(&family.driver_readout, |gene| &gene.driver_readout).clone(),
        copy_ceiling: variants::ceiling(&mut work),
        fate: work.model.fate,
        ladder,
        base_copies,
        drugs: actions,
        states: cell_states,
        transitions,
        nodes: work.model.nodes.clone(),
        sources: source_table(&mut work, &sources),
        relays: relays::relays(kb, &work.model.nodes),
        alleles,
        compounds,
        bypasses: bypass_list,
        niche: niche::resolve(&mut work, &around, &drugs, &sources),
        mutagenesis,
        pairs: pairs::pairs(&mut work, &drugs),
        induced_mutability: variants::induced_mutability(&mut work)?,
    };
    Ok(Resolved {
        biology,
        assumptions: work.assumptions,
        spans: work.spans,
        unreachable: work.unreachable,
    })
}

/// The family of a line's driver.
pub(super) fn family_of<'a>(kb: &'a KnowledgeBase, line: &LineRecord) -> Result<&'a Family, KnowledgeError> {
    line.family
        .as_ref()
        .and_then(|id| kb.data().family.iter().find(|family| family.id == *id))
        .ok_or_else(|| KnowledgeError::Undetermined {
            what: format!("the driver of line \"{}\"", line.id),
            why: "the line has no driver family".to_owned(),
        })
}

fn note_line(work: &mut Work) {
    let (kb, line) = (work.kb, work.line);
    let defaults = kb.defaults();
    let supply = kb.supply();
    let id = line.id.as_str();
    let of = |own: bool, key: &str| format!("{}/{key}", if own { id } else { "defaults" });
    work.note(&line.doubling, of(true, "doubling"), "doubling time", "");
    if let Some(copies) = &line.copies {
        work.note(copies, of(true, "copies"), "driver copies", "");
    }
    work.note(
        line.turnover.as_ref().unwrap_or(&defaults.turnover),
        of(line.turnover.is_some(), "turnover"),
        "death over birth, undrugged",
        "",
    );
    if line.kill_fit.is_none() {
        let kill = line.kill_per_growth.as_ref().unwrap_or(&defaults.kill_per_growth);
        let key = of(line.kill_per_growth.is_some(), "kill_per_growth");
        work.note(kill, key, "extra death without signal, times growth", "");
    }
    work.note(
        line.kill_over.as_ref().unwrap_or(&defaults.kill_over),
        of(line.kill_over.is_some(), "kill_over"),
        "death per unit of excess signal",
        " per day",
    );
    work.note(
        line.birth_exponent.as_ref().unwrap_or(&defaults.birth_exponent),
        of(line.birth_exponent.is_some(), "birth_exponent"),
        "exponent of birth on signal",
        "",
    );
    work.note(
        line.saturation.as_ref().unwrap_or(&defaults.saturation),
        of(line.saturation.is_some(), "saturation"),
        "saturation of the pathway nodes",
        "",
    );
    let weights = line.node_weights.as_ref().unwrap_or(&defaults.node_weights);
    let key = of(line.node_weights.is_some(), "node_weights");
    note_weights(work, weights, key, "shares of the pathways in fate");
    if let Some(side) = &line.side_weights {
        note_weights(
            work,
            side,
            of(true, "side_weights"),
            "weight in fate of pathways that the driver does not feed",
        );
    }
    work.note(
        &supply.mutation_rate,
        "supply/mutation_rate",
        "point mutation rate",
        " per base pair and division",
    );
    if let Some(spectrum) = work.spectrum {
        spectrum::note(work, spectrum);
        return;
    }
    let kinds = [
        (&supply.transition, "transition", "relative rate of transitions"),
        (&supply.transversion, "transversion", "relative rate of transversions"),
        (
            &supply.cpg_transition,
            "cpg_transition",
            "relative rate of CpG transitions",
        ),
        (&supply.mean_weight, "mean_weight", "mean relative rate over the genome"),
    ];
    for (value, key, what) in kinds {
        work.note(value, format!("supply/{key}"), what, "");
    }
}

fn note_weights(work: &mut Work, weights: &Weights, key: String, what: &str) {
    let listed: Vec<String> = weights.value.iter().map(|(node, w)| format!("{node} {w}")).collect();
    let certainty = weights
        .transcription
        .map_or(Certainty::Assumed, |transcription| Certainty::Measured {
            transcription,
        });
    if certainty != Certainty::CHECKED {
        let why = weights
            .assumed
            .clone()
            .or(weights.reference.clone())
            .unwrap_or_default();
        if let Some((_, largest)) = moved::largest(&weights.value) {
            work.span(&key, largest, Some(weights.range));
        }
        work.say(key, certainty, what.into(), listed.join(", "), Some(weights.range), why);
    }
}

/// Records of the sources that the family's bypasses and states and the niche use, in the order of the data.
fn used_sources<'a>(work: &Work<'a>, around: &[(&NicheRecord, f64)]) -> Vec<&'a SourceRecord> {
    let kb = work.kb;
    let of_bypasses = bypasses(kb, work.family, work.routes)
        .into_iter()
        .map(|bypass| bypass.source.as_str());
    let of_states = states(kb, work.family, work.routes)
        .into_iter()
        .flat_map(|state| state.activates.iter().map(|a| a.source.as_str()));
    let of_niche = around.iter().filter_map(|(factor, _)| factor.source.as_deref());
    let used: Vec<&str> = of_bypasses.chain(of_states).chain(of_niche).collect();
    kb.data()
        .source
        .iter()
        .filter(|source| used.contains(&source.id.as_str()))
        .collect()
}

fn source_table(work: &mut Work, sources: &[&SourceRecord]) -> Vec<Source> {
    let nodes: Vec<String> = work.model.nodes.iter().map(|node| node.id.clone()).collect();
    sources
        .iter()
        .map(|source| {
            let certainty = source
                .transcription
                .map_or(Certainty::Assumed, |transcription| Certainty::Measured {
                    transcription,
                });
            if certainty != Certainty::CHECKED {
                let listed: Vec<String> = source.weights.iter().map(|(node, w)| format!("{node} {w}")).collect();
                let why = source.assumed.clone().or(source.reference.clone()).unwrap_or_default();
                let what = format!("strength of {} in the pathways", source.name);
                let key = format!("{}/weights", source.id);
                if let Some((_, largest)) = moved::largest(&source.weights) {
                    work.span(&key, largest, Some(source.range));
                }
                work.say(key, certainty, what, listed.join(", "), Some(source.range), why);
            }
            Source {
                id: source.id.clone(),
                name: source.name.clone(),
                readout: source.readout.clone(),
                weights: nodes
                    .iter()
                    .map(|node| source.weights.get(node).copied().unwrap_or(0.0))
                    .collect(),
                joins: source.joins,
                also: relays::also(source),
            }
        })
        .collect()
}

fn action(work: &mut Work, drug: &DrugRecord, driver: Option<SiteAction>, sources: &[&SourceRecord]) -> DrugAction {
    let usual = &work.kb.defaults().hill_slope;
    let mut on_sources = Vec::new();
    let mut on_nodes = Vec::new();
    for site in &drug.on {
        let target = site.source.as_ref().or(site.node.as_ref()).cloned().unwrap_or_default();
        let on_source = site
            .source
            .as_ref()
            .and_then(|id| sources.iter().position(|source| source.id == *id));
        let on_node = site
            .node
            .as_ref()
            .and_then(|id| work.model.nodes.iter().position(|node| node.id == *id));
        if on_source.is_none() && on_node.is_none() {
            continue;
        }
        let slope = site.slope.as_ref().unwrap_or(usual);
        work.note(
            &site.half_dose,
            format!("{}/half dose on {target}", drug.id),
            format!("half dose of {} on {target}", drug.name),
            "",
        );
        let key = match site.slope {
            Some(_) => format!("{}/slope on {target}", drug.id),
            None => "defaults/hill_slope".to_owned(),
        };
        work.note(slope, key, format!("Hill slope of {} on {target}", drug.name), "");
        let action = SiteAction {
            half_dose: site.half_dose.value.get(),
            slope: slope.value,
        };
        on_sources.extend(on_source.map(|index| IndexedAction { index, action }));
        on_nodes.extend(on_node.map(|index| IndexedAction { index, action }));
    }
    DrugAction {
        id: drug.id.clone(),
        name: drug.name.clone(),
        driver,
        toxicity: potency::toxicity(work, drug),
        on_sources,
        on_nodes,
    }
}

/// The stated potency of a measured fold's endpoint, for a dose of the line.
pub(super) fn stated_like(fold: &MeasuredFold, dose: f64) -> Stated {
    Stated {
        endpoint: fold.endpoint,
        hours: if fold.hours > 0.0 { fold.hours } else { USUAL_HOURS },
        dose,
        slope: None,
    }
}
