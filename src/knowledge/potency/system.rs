//! The system in which a potency is read: a line's growth rule, its driver copies, and one drug.

use crate::knowledge::base::KnowledgeBase;
use crate::knowledge::schema::{LineRecord, Sourced};
use crate::model::biology::{
    Allele, AllelePotency, Biology, CellState, CopyGroup, DrugAction, Ladder, Niche, SiteAction, StateClass, Toxicity,
};
use crate::model::fate::FateRule;
use crate::model::signalling::Node;

/// How a line turns driver activity into growth, before any drug.
#[derive(Debug, Clone, PartialEq)]
pub struct LineModel {
    /// From signal to birth and death.
    pub fate: FateRule,
    /// From driver to signal.
    pub nodes: Vec<Node>,
}

/// The driver copies of a line as an assay of one drug sees them.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnCopies {
    /// Copies, with indices into `alleles`.
    pub copies: Vec<CopyGroup>,
    /// Alleles of the unaltered line.
    pub alleles: Vec<OwnAllele>,
    /// Most activity that one copy can have, relative to an unmutated one.
    pub ceiling: Option<f64>,
}

/// An allele that a line's copies carry anyway, under the drug of an assay.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OwnAllele {
    /// Activity of a copy relative to an unmutated one.
    pub activity: f64,
    /// K of the allele over K of an unmutated copy.
    pub fold: f64,
}

impl OwnCopies {
    /// One kind of copy, whose K is the one looked for.
    pub fn single() -> Self {
        Self {
            copies: vec![CopyGroup {
                count: 1,
                alleles: Vec::new(),
            }],
            alleles: Vec::new(),
            ceiling: None,
        }
    }

    pub(super) fn is_single(&self) -> bool {
        self.copies.len() == 1 && self.alleles.is_empty()
    }
}

/// Rates of an undrugged line; k_max from the line's default multiple of growth.
pub fn line_model(kb: &KnowledgeBase, line: &LineRecord) -> LineModel {
    let defaults = kb.defaults();
    let of = |own: &Option<Sourced<f64>>, default: &Sourced<f64>| own.as_ref().unwrap_or(default).value;
    let growth = core::f64::consts::LN_2 / line.doubling.value.get();
    let turnover = of(&line.turnover, &defaults.turnover);
    let birth = growth / (1.0 - turnover);
    let weights = &line.node_weights.as_ref().unwrap_or(&defaults.node_weights).value;
    let saturation = of(&line.saturation, &defaults.saturation);
    let side = line.side_weights.as_ref().map(|side| &side.value);
    let nodes = kb
        .data()
        .node
        .iter()
        .filter_map(|node| {
            let fed = weights.get(&node.id).map(|weight| (*weight, 1.0));
            let beside = || side?.get(&node.id).map(|weight| (*weight, 0.0));
            let (fate_weight, driver_weight) = fed.or_else(beside)?;
            Some(Node {
                id: node.id.clone(),
                name: node.name.clone(),
                readout: node.readout.clone(),
                saturation,
                fate_weight,
                driver_weight,
            })
        })
        .collect();
    LineModel {
        fate: FateRule {
            birth,
            death: birth - growth,
            kill: growth * of(&line.kill_per_growth, &defaults.kill_per_growth),
            kill_over: of(&line.kill_over, &defaults.kill_over),
            birth_exponent: of(&line.birth_exponent, &defaults.birth_exponent),
        },
        nodes,
    }
}

/// A line with one drug and its own driver copies; `driver` acts on an unmutated copy.
pub(super) fn assay_of(
    model: &LineModel,
    own: &OwnCopies,
    driver: Option<SiteAction>,
    toxicity: Option<Toxicity>,
) -> Biology {
    let alleles = own.alleles.iter().enumerate().map(|(i, allele)| Allele {
        id: String::new(),
        name: String::new(),
        region: String::new(),
        residue: i as u32,
        activity: allele.activity,
        per_division: 0.0,
        potency: vec![AllelePotency {
            fold: allele.fold,
            slope: None,
        }],
        steps: Vec::new(),
    });
    Biology {
        line_id: String::new(),
        line_name: String::new(),
        driver_name: String::new(),
        driver_readout: String::new(),
        copy_ceiling: own.ceiling,
        fate: model.fate,
        ladder: Ladder {
            max_copies: 1,
            first_gain: 0.0,
            further_gain: 0.0,
            loss: 0.0,
        },
        base_copies: own.copies.clone(),
        drugs: vec![DrugAction {
            id: String::new(),
            name: String::new(),
            driver,
            toxicity,
            on_sources: Vec::new(),
            on_nodes: Vec::new(),
        }],
        states: vec![naive_state(0)],
        transitions: Vec::new(),
        nodes: model.nodes.clone(),
        sources: Vec::new(),
        relays: Vec::new(),
        alleles: alleles.collect(),
        compounds: Vec::new(),
        bypasses: Vec::new(),
        niche: Niche::default(),
        pairs: vec![],
        mutagenesis: None,
        states_left_out: Vec::new(),
        induced_mutability: 1.0,
    }
}

/// The naive state with `sources` silent sources.
pub fn naive_state(sources: usize) -> CellState {
    CellState {
        id: "naive".to_owned(),
        name: "naive".to_owned(),
        class: StateClass::Naive,
        marker: String::new(),
        birth_factor: 1.0,
        death_factor: 1.0,
        sparing: 0.0,
        driver_share: 1.0,
        activity: vec![0.0; sources],
        rung: None,
    }
}
