//! From records to the biology of one line under the drugs of one scenario.

use super::assumption::{Assumption, Certainty};
use super::calibrate::{self, LineModel, Stated, USUAL_HOURS, Unreachable};
use super::error::KnowledgeError;
use super::folds::{self, MeasuredFold};
use super::schema::*;
use super::{KnowledgeBase, potency};
use crate::model::biology::*;
use crate::model::signalling::Source;
use crate::model::supply::point_mutation_rate;

/// A resolved biology, what it leans on, and what could not be closed.
#[derive(Debug, Clone, PartialEq)]
pub struct Resolved {
    pub biology: Biology,
    /// Every assumed, imputed and unchecked value.
    pub assumptions: Vec<Assumption>,
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
    pub model: LineModel,
    pub assumptions: Vec<Assumption>,
    pub unreachable: Vec<NotReached>,
}

impl Work<'_> {
    pub(super) fn note<T: Quantity>(&mut self, value: &Sourced<T>, what: impl Into<String>, unit: &str) {
        self.assumptions.extend(value.assumption(what, unit));
    }

    pub(super) fn say(
        &mut self,
        certainty: Certainty,
        what: String,
        value: String,
        range: Option<(f64, f64)>,
        why: String,
    ) {
        let range = range.map(|(low, high)| format!("{} to {}", short(low), short(high)));
        self.assumptions.push(Assumption {
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

/// Resolves `line_id` under `drug_ids`, in that order.
pub fn resolve(kb: &KnowledgeBase, line_id: &str, drug_ids: &[&str]) -> Result<Resolved, KnowledgeError> {
    let line = kb.line(line_id)?;
    let drugs = drug_ids.iter().map(|id| kb.drug(id)).collect::<Result<Vec<_>, _>>()?;
    let family = line
        .family
        .as_ref()
        .and_then(|id| kb.data().family.iter().find(|family| family.id == *id))
        .ok_or_else(|| KnowledgeError::Undetermined {
            what: format!("the driver of line \"{}\"", line.id),
            why: "the line has no driver family".to_owned(),
        })?;
    let model = calibrate::line_model(kb, line);
    let mut work = Work {
        kb,
        line,
        family,
        model,
        assumptions: Vec::new(),
        unreachable: Vec::new(),
    };
    note_line(&mut work);
    let fitted = potency::fit_line(&mut work)?;
    let sources = used_sources(&work);
    let mut actions = Vec::new();
    for drug in &drugs {
        let site = potency::driver_site(&mut work, drug, fitted.as_ref())?;
        actions.push(action(&mut work, drug, site, &sources));
    }
    let alleles = alleles(&mut work, &drugs, &actions)?;
    let compounds = compounds(&mut work, &drugs, &actions, &alleles);
    let states = states(&mut work, &sources);
    let transitions = transitions(&mut work, &states);
    let bypasses = bypasses(&mut work, &sources);
    let ladder = ladder(&mut work);
    let base_copies = base_copies(line, &alleles);
    let biology = Biology {
        line_id: line.id.clone(),
        line_name: line.name.clone(),
        driver_name: family.driver_name.clone(),
        driver_readout: family.driver_readout.clone(),
        fate: work.model.fate,
        ladder,
        base_copies,
        drugs: actions,
        states,
        transitions,
        nodes: work.model.nodes.clone(),
        sources: source_table(&mut work, &sources),
        alleles,
        compounds,
        bypasses,
    };
    Ok(Resolved {
        biology,
        assumptions: work.assumptions,
        unreachable: work.unreachable,
    })
}

fn note_line(work: &mut Work) {
    let (kb, line) = (work.kb, work.line);
    let defaults = kb.defaults();
    let supply = kb.supply();
    work.note(&line.doubling, "doubling time", "");
    if let Some(copies) = &line.copies {
        work.note(copies, "driver copies", "");
    }
    work.note(
        line.turnover.as_ref().unwrap_or(&defaults.turnover),
        "death over birth, undrugged",
        "",
    );
    if line.kill_fit.is_none() {
        let kill = line.kill_per_growth.as_ref().unwrap_or(&defaults.kill_per_growth);
        work.note(kill, "extra death without signal, times growth", "");
    }
    work.note(
        line.kill_over.as_ref().unwrap_or(&defaults.kill_over),
        "death per unit of excess signal",
        " per day",
    );
    work.note(
        line.birth_exponent.as_ref().unwrap_or(&defaults.birth_exponent),
        "exponent of birth on signal",
        "",
    );
    work.note(
        line.saturation.as_ref().unwrap_or(&defaults.saturation),
        "saturation of the pathway nodes",
        "",
    );
    let weights = line.node_weights.as_ref().unwrap_or(&defaults.node_weights);
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
        work.say(
            certainty,
            "shares of the pathways in fate".into(),
            listed.join(", "),
            Some(weights.range),
            why,
        );
    }
    work.note(
        &supply.mutation_rate,
        "point mutation rate",
        " per base pair and division",
    );
    work.note(&supply.transition, "relative rate of transitions", "");
    work.note(&supply.transversion, "relative rate of transversions", "");
    work.note(&supply.cpg_transition, "relative rate of CpG transitions", "");
    work.note(&supply.mean_weight, "mean relative rate over the genome", "");
}

/// Records of the sources that the family's bypasses and states use, in the order of the data.
fn used_sources<'a>(work: &Work<'a>) -> Vec<&'a SourceRecord> {
    let kb = work.kb;
    let of_bypasses = family_bypasses(kb, work.family)
        .into_iter()
        .map(|bypass| bypass.source.as_str());
    let of_states = family_states(kb, work.family)
        .into_iter()
        .flat_map(|state| state.activates.iter().map(|a| a.source.as_str()));
    let used: Vec<&str> = of_bypasses.chain(of_states).collect();
    kb.data()
        .source
        .iter()
        .filter(|source| used.contains(&source.id.as_str()))
        .collect()
}

fn family_bypasses<'a>(kb: &'a KnowledgeBase, family: &Family) -> Vec<&'a BypassRecord> {
    kb.data()
        .bypass
        .iter()
        .filter(|bypass| family.bypasses.contains(&bypass.id))
        .collect()
}

/// States in the family's order, naive first.
fn family_states<'a>(kb: &'a KnowledgeBase, family: &Family) -> Vec<&'a StateRecord> {
    family
        .states
        .iter()
        .filter_map(|id| kb.data().state.iter().find(|state| state.id == *id))
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
                work.say(certainty, what, listed.join(", "), Some(source.range), why);
            }
            Source {
                id: source.id.clone(),
                name: source.name.clone(),
                readout: source.readout.clone(),
                weights: nodes
                    .iter()
                    .map(|node| source.weights.get(node).copied().unwrap_or(0.0))
                    .collect(),
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
        work.note(&site.half_dose, format!("half dose of {} on {target}", drug.name), "");
        work.note(slope, format!("Hill slope of {} on {target}", drug.name), "");
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

fn alleles(work: &mut Work, drugs: &[&DrugRecord], actions: &[DrugAction]) -> Result<Vec<Allele>, KnowledgeError> {
    let kb = work.kb;
    let family = work.family;
    let records: Vec<&AlleleRecord> = kb
        .data()
        .allele
        .iter()
        .filter(|allele| allele.family == family.id)
        .collect();
    let mut resolved = Vec::new();
    if records.iter().any(|record| record.activity.is_none()) {
        work.note(
            &family.activity,
            "activity of mutant driver copies, relative to unmutated ones",
            "",
        );
    }
    for record in records {
        let mut potencies = Vec::new();
        for (drug, action) in drugs.iter().zip(actions) {
            let fold = match action.driver {
                Some(site) => potency::allele_fold(work, record, drug, site, action.toxicity)?,
                None => 1.0,
            };
            potencies.push(AllelePotency { fold, slope: None });
        }
        let activity = record.activity.as_ref();
        if let Some(own) = activity {
            work.note(own, format!("activity of a {} copy", record.name), "");
        }
        resolved.push(Allele {
            id: record.id.clone(),
            name: record.name.clone(),
            region: record.region.clone(),
            residue: record.residue,
            activity: activity.unwrap_or(&family.activity).value,
            per_division: allele_rate(work, record),
            potency: potencies,
        });
    }
    Ok(resolved)
}

/// Supply of an allele per division and copy: its own rate, or its single-nucleotide paths.
fn allele_rate(work: &mut Work, record: &AlleleRecord) -> f64 {
    if let Some(rate) = &record.rate {
        work.note(rate, format!("supply of {}", record.name), " per division");
        return rate.value;
    }
    if record.paths_transcription == Some(Transcription::Unchecked) {
        let codings: Vec<&str> = record.paths.iter().map(|path| path.coding.as_str()).collect();
        let certainty = Certainty::Measured {
            transcription: Transcription::Unchecked,
        };
        let why = record.paths_reference.clone().unwrap_or_default();
        work.say(
            certainty,
            format!("coding change of {}", record.name),
            codings.join(", "),
            None,
            why,
        );
    }
    path_rate(work.kb.supply(), &record.paths)
}

/// mu_bp x sum of path weights / mean weight.
pub fn path_rate(supply: &SupplyRecord, paths: &[Path]) -> f64 {
    let weights: Vec<f64> = paths
        .iter()
        .map(|path| match path.kind {
            PathKind::Transition => supply.transition.value,
            PathKind::Transversion => supply.transversion.value,
            PathKind::CpgTransition => supply.cpg_transition.value,
        })
        .collect();
    point_mutation_rate(supply.mutation_rate.value, &weights, supply.mean_weight.value)
}

/// Combinations in cis that some study measured, largest first.
fn compounds(work: &mut Work, drugs: &[&DrugRecord], actions: &[DrugAction], alleles: &[Allele]) -> Vec<Compound> {
    let kb = work.kb;
    let family = &work.family.id;
    let mut labels: Vec<Vec<&str>> = folds::studies(kb, family)
        .into_iter()
        .flat_map(|study| study.ic50.keys().map(|label| folds::parts(label)))
        .filter(|parts| parts.len() > 1)
        .collect();
    labels.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
    labels.dedup();
    let mut resolved = Vec::new();
    for parts in labels {
        let label = parts.join("+");
        let mut indices: Vec<u32> = alleles
            .iter()
            .enumerate()
            .filter(|(_, a)| parts.contains(&a.name.as_str()))
            .map(|(i, _)| i as u32)
            .collect();
        indices.sort_unstable();
        let mut measured = Vec::new();
        for (d, (drug, action)) in drugs.iter().zip(actions).enumerate() {
            let (Some(site), Some(fold)) = (action.driver, folds::measured(kb, family, &label, &drug.id)) else {
                continue;
            };
            let fold = potency::measured_fold(work, &label, drug, site, action.toxicity, &fold);
            measured.push(CompoundPotency { drug: d, fold });
        }
        if indices.len() == parts.len() && !measured.is_empty() {
            resolved.push(Compound {
                alleles: indices,
                potency: measured,
            });
        }
    }
    resolved
}

fn states(work: &mut Work, sources: &[&SourceRecord]) -> Vec<CellState> {
    let records = family_states(work.kb, work.family);
    records
        .into_iter()
        .map(|record| {
            let mut effect = |value: &Option<Sourced<f64>>, what: &str, usual: f64| {
                if let Some(value) = value {
                    work.note(value, format!("{what} of {} cells", record.name), "");
                }
                value.as_ref().map_or(usual, |value| value.value)
            };
            let birth_factor = effect(&record.birth_factor, "relative birth", 1.0);
            let death_factor = effect(&record.death_factor, "relative background death", 1.0);
            let sparing = effect(&record.sparing, "killing spared", 0.0);
            let driver_share = effect(&record.driver_share, "dependence on the driver", 1.0);
            let mut activity = vec![0.0; sources.len()];
            for activation in &record.activates {
                work.note(
                    &activation.activity,
                    format!("{} activity of {} cells", activation.source, record.name),
                    "",
                );
                if let Some(i) = sources.iter().position(|source| source.id == activation.source) {
                    activity[i] += activation.activity.value;
                }
            }
            CellState {
                id: record.id.clone(),
                name: record.name.clone(),
                class: record.class,
                marker: record.marker.clone(),
                birth_factor,
                death_factor,
                sparing,
                driver_share,
                activity,
            }
        })
        .collect()
}

fn transitions(work: &mut Work, states: &[CellState]) -> Vec<Transition> {
    let index = |id: &str| states.iter().position(|state| state.id == id);
    let mut resolved = Vec::new();
    for record in &work.kb.data().switch {
        let (Some(from), Some(to)) = (index(&record.from), index(&record.to)) else {
            continue;
        };
        let way = format!("{} to {}", states[from].name, states[to].name);
        let mut take = |value: &Option<Sourced<f64>>, what: &str, unit: &str, absent: f64| {
            if let Some(value) = value {
                work.note(value, format!("{what}, {way}"), unit);
            }
            value.as_ref().map_or(absent, |value| value.value)
        };
        resolved.push(Transition {
            from,
            to,
            base: take(&record.base, "spontaneous switching", " per day", 0.0),
            induced: take(&record.induced, "switching under full stress", " per day", 0.0),
            induced_exponent: take(&record.induced_exponent, "exponent of stress", "", 1.0),
            relief: take(&record.relief, "switching without stress", " per day", 0.0),
            relief_exponent: take(&record.relief_exponent, "exponent of relief", "", 1.0),
        });
    }
    resolved
}

fn bypasses(work: &mut Work, sources: &[&SourceRecord]) -> Vec<Bypass> {
    family_bypasses(work.kb, work.family)
        .into_iter()
        .map(|record| {
            work.note(&record.activity, format!("strength of {}", record.name), "");
            work.note(&record.rate, format!("supply of {}", record.name), " per division");
            let activity = sources
                .iter()
                .map(|source| {
                    if source.id == record.source {
                        record.activity.value
                    } else {
                        0.0
                    }
                })
                .collect();
            Bypass {
                id: record.id.clone(),
                name: record.name.clone(),
                per_division: record.rate.value,
                activity,
            }
        })
        .collect()
}

fn ladder(work: &mut Work) -> Ladder {
    let family = work.family;
    let record = &family.amplification;
    let driver = &family.driver_name;
    work.note(&record.max_copies, format!("most copies of {driver}"), "");
    work.note(
        &record.first_gain,
        format!("first extra copy of {driver}"),
        " per division",
    );
    work.note(
        &record.further_gain,
        format!("further copies of {driver}, once amplified"),
        " per division",
    );
    work.note(
        &record.loss,
        format!("loss of an extra copy of {driver}"),
        " per division",
    );
    Ladder {
        max_copies: record.max_copies.value as u32,
        first_gain: record.first_gain.value,
        further_gain: record.further_gain.value,
        loss: record.loss.value,
    }
}

fn base_copies(line: &LineRecord, alleles: &[Allele]) -> Vec<CopyGroup> {
    let own: Vec<u32> = alleles
        .iter()
        .enumerate()
        .filter(|(_, a)| line.alleles.contains(&a.name))
        .map(|(i, _)| i as u32)
        .collect();
    let mutant = CopyGroup {
        count: line.copies.as_ref().map_or(1, |copies| copies.value as u32),
        alleles: own,
    };
    let unmutated = CopyGroup {
        count: line.wild_type_copies,
        alleles: Vec::new(),
    };
    Genotype::new(vec![mutant, unmutated], Vec::new()).copies().to_vec()
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
