//! What the drugs do: on the driver, on other sites, off any target.

use super::asked::Asked;
use super::lean::{Lean, ends};
use super::resolved::NotReached;
use crate::knowledge::assumption::Assumption;
use crate::knowledge::certainty::Certainty;
use crate::knowledge::error::KnowledgeError;
use crate::knowledge::potency::{
    Basis, BoundInLine, Carried, CompleteModel, DriverPotency, Pooled, ReadInLine, Unreachable, driver_potency,
    toxicity_in, toxicity_table,
};
use crate::knowledge::schema::{Class, DrugRecord, Range, SourceRecord, short};
use crate::knowledge::values::Span;
use crate::model::biology::{DrugAction, IndexedAction, SiteAction, Toxicity};

/// All drugs, in the scenario's order.
pub(super) fn actions(
    asked: &Asked,
    lean: &mut Lean,
    complete: &CompleteModel,
    sources: &[&SourceRecord],
) -> Result<Vec<DrugAction>, KnowledgeError> {
    let drugs = asked.drugs.iter();
    drugs
        .map(|drug| {
            let driver = on_driver(asked, lean, complete, drug)?;
            Ok(action(asked, lean, complete, drug, driver, sources))
        })
        .collect()
}

/// K and slope of a drug on an unmutated driver copy of the line; `None` for drugs that leave the driver alone.
fn on_driver(
    asked: &Asked,
    lean: &mut Lean,
    complete: &CompleteModel,
    drug: &DrugRecord,
) -> Result<Option<SiteAction>, KnowledgeError> {
    if drug.family.as_ref() != Some(&asked.family.id) {
        return Ok(None);
    }
    let known = driver_potency(asked.kb, complete, asked.line, drug)?;
    note_potency(asked, lean, drug, &known);
    Ok(Some(known.site))
}

/// What a potency leans on.
struct Noted {
    /// nM.
    dose: f64,
    range: Option<Range>,
    certainty: Certainty,
    /// Its assumption, but for what is alike for all.
    assumed: Option<AssumedPotency>,
    not_reached: Option<NotReached>,
    slope_is_usual: bool,
}

/// What is assumed of a potency.
struct AssumedPotency {
    what: String,
    value: String,
    /// Its range is told with it: a K that nobody read off as it is.
    with_range: bool,
    why: String,
}

fn note_potency(asked: &Asked, lean: &mut Lean, drug: &DrugRecord, known: &DriverPotency) {
    let key = known.basis.key(asked.line, drug);
    let noted = match &known.basis {
        Basis::Bounded(bounded) => of_bound(asked, drug, bounded),
        Basis::Read(read) => of_reading(asked, drug, read),
        Basis::Pooled(pooled) => of_pool(asked, drug, pooled, known.site.half_dose),
        Basis::Carried(carried) => of_carried(asked, drug, carried),
    };
    let class = Class::Potency(drug.id.clone());
    let span = Span::of_class(&key, noted.dose, noted.range, noted.certainty, class);
    let range = ends(Range::new(span.low, span.high));
    lean.span(span);
    lean.unreachable.extend(noted.not_reached);
    if let Some(assumed) = noted.assumed {
        lean.say(Assumption {
            key,
            what: assumed.what,
            value: assumed.value,
            range: assumed.with_range.then_some(range),
            why: assumed.why,
            certainty: noted.certainty,
        });
    }
    if noted.slope_is_usual {
        let what = format!("Hill slope of {} on the driver", drug.name);
        lean.on_as(&asked.kb.defaults().hill_slope, what);
    }
}

/// A study of the line gives a bound.
fn of_bound(asked: &Asked, drug: &DrugRecord, bounded: &BoundInLine) -> Noted {
    let (line, study, stated) = (asked.line, bounded.at.study, bounded.bound.words());
    Noted {
        dose: bounded.at.stated.dose,
        range: None,
        certainty: Certainty::Imputed,
        assumed: Some(AssumedPotency {
            what: format!("potency of {} on {}", drug.name, line.name),
            value: stated.clone(),
            with_range: false,
            why: format!(
                "{} gives only a bound: no potency is reached, and the bound itself is taken",
                study.id
            ),
        }),
        not_reached: Some(NotReached {
            allele: line.own_label(),
            drug: drug.id.clone(),
            study: study.id.clone(),
            reason: Unreachable::Bound,
            bound: Some(stated),
        }),
        slope_is_usual: bounded.at.stated.slope.is_none(),
    }
}

/// One study read it in the line.
fn of_reading(asked: &Asked, drug: &DrugRecord, read: &ReadInLine) -> Noted {
    let (line, study) = (asked.line, read.study);
    let certainty = Certainty::Measured(study.transcription);
    Noted {
        dose: read.stated.dose,
        range: study.range_of(&line.own_label(), &drug.id),
        certainty,
        assumed: (certainty != Certainty::CHECKED).then(|| AssumedPotency {
            what: format!("potency of {} on {}", drug.name, line.name),
            value: nanomolar(read.stated.dose),
            with_range: false,
            why: study.reference.clone(),
        }),
        not_reached: None,
        slope_is_usual: read.stated.slope.is_none(),
    }
}

/// Several studies read it in the line.
fn of_pool(asked: &Asked, drug: &DrugRecord, pooled: &Pooled, dose: f64) -> Noted {
    let why = format!("The geometric mean over {}.", crate::words::listed(&pooled.studies));
    of_k(asked, drug, dose, pooled.range, why)
}

/// It was carried over from another system.
fn of_carried(asked: &Asked, drug: &DrugRecord, carried: &Carried) -> Noted {
    let why = format!(
        "No potency in {} itself: K in {} ({}) times {}, the geometric mean over {} other drugs of K here over K there.",
        asked.line.name,
        carried.study.system,
        carried.study.reference,
        short(carried.ratio),
        carried.others
    );
    of_k(asked, drug, carried.site.half_dose, carried.range, why)
}

/// A K that nobody read off as it is.
fn of_k(asked: &Asked, drug: &DrugRecord, dose: f64, range: Range, why: String) -> Noted {
    Noted {
        dose,
        range: Some(range),
        certainty: Certainty::Imputed,
        assumed: Some(AssumedPotency {
            what: format!("K of {} in {}", drug.name, asked.line.name),
            value: nanomolar(dose),
            with_range: true,
            why,
        }),
        not_reached: None,
        slope_is_usual: true,
    }
}

fn nanomolar(dose: f64) -> String {
    format!("{} nM", short(dose))
}

/// A drug with its sites beside the driver, as far as the biology has them.
fn action(
    asked: &Asked,
    lean: &mut Lean,
    complete: &CompleteModel,
    drug: &DrugRecord,
    driver: Option<SiteAction>,
    sources: &[&SourceRecord],
) -> DrugAction {
    let usual = &asked.kb.defaults().hill_slope;
    let mut on_sources = Vec::new();
    let mut on_nodes = Vec::new();
    for site in &drug.on {
        let place = |known: &str, wanted: &Option<String>| wanted.as_deref() == Some(known);
        let on_source = sources.iter().position(|source| place(&source.id, &site.source));
        let mut nodes = complete.model.nodes.iter();
        let on_node = nodes.position(|node| place(&node.id, &site.node));
        if on_source.is_none() && on_node.is_none() {
            continue;
        }
        let half_dose = lean.on(&site.half_dose).get();
        let what = format!("Hill slope of {} on {}", drug.name, site.target());
        let slope = lean.on_as(site.slope.as_ref().unwrap_or(usual), what);
        let action = SiteAction { half_dose, slope };
        on_sources.extend(on_source.map(|index| IndexedAction { index, action }));
        on_nodes.extend(on_node.map(|index| IndexedAction { index, action }));
    }
    DrugAction {
        id: drug.id.clone(),
        name: drug.name.clone(),
        driver,
        toxicity: toxicity(asked, lean, drug),
        on_sources,
        on_nodes,
    }
}

/// Off-target toxicity in the line, with what it leans on.
fn toxicity(asked: &Asked, lean: &mut Lean, drug: &DrugRecord) -> Option<Toxicity> {
    let kb = asked.kb;
    let Some((table, dose)) = toxicity_table(kb, drug) else {
        lean.say(Assumption {
            key: format!("toxicity/{}", drug.id),
            what: format!("off-target toxicity of {}", drug.name),
            value: "none".to_owned(),
            range: None,
            why: "No toxicity on cells without the driver is in the knowledge base.".to_owned(),
            certainty: Certainty::Assumed,
        });
        return None;
    };
    let certainty = Certainty::Measured(table.transcription);
    let key = table.key(&drug.id);
    let class = Class::Potency(drug.id.clone());
    lean.span(Span::of_class(&key, dose, None, certainty, class));
    if certainty != Certainty::CHECKED {
        lean.say(Assumption {
            key,
            what: format!("off-target IC50 of {} on {}", drug.name, table.system),
            value: nanomolar(dose),
            range: None,
            why: table.reference.clone(),
            certainty,
        });
    }
    let what = format!("slope of off-target toxicity of {}", drug.name);
    lean.on_as(&kb.defaults().toxicity_slope, what);
    toxicity_in(kb, asked.line, drug)
}
