//! Tiny biologies for unit tests.

use super::biology::*;
use super::fate::FateRule;
use super::signalling::Node;

/// One driver copy, one node that passes the driver on in proportion, one drug.
pub fn one_drug(action: Option<SiteAction>) -> Biology {
    let naive = CellState {
        id: "naive".into(),
        name: "naive".into(),
        class: StateClass::Naive,
        marker: String::new(),
        birth_factor: 1.0,
        death_factor: 1.0,
        sparing: 0.0,
        driver_share: 1.0,
        activity: vec![],
        rung: None,
    };
    Biology {
        line_id: "test".into(),
        line_name: "test".into(),
        driver_name: "KIN".into(),
        driver_readout: "pKIN".into(),
        copy_ceiling: None,
        fate: FateRule {
            birth: 0.9,
            death: 0.1,
            kill: 0.0,
            kill_over: 0.0,
            birth_exponent: 1.0,
        },
        ladder: Ladder {
            max_copies: 4,
            first_gain: 1e-6,
            further_gain: 0.02,
            loss: 0.1,
        },
        base_copies: vec![CopyGroup {
            count: 1,
            alleles: vec![],
        }],
        drugs: vec![DrugAction {
            id: "drug".into(),
            name: "drug".into(),
            driver: action,
            toxicity: None,
            on_sources: vec![],
            on_nodes: vec![],
        }],
        states: vec![naive],
        transitions: vec![],
        nodes: vec![Node {
            id: "node".into(),
            name: "node".into(),
            readout: "pNODE".into(),
            saturation: 1e15,
            fate_weight: 1.0,
            driver_weight: 1.0,
        }],
        sources: vec![],
        relays: vec![],
        alleles: vec![],
        compounds: vec![],
        bypasses: vec![],
        niche: Niche::default(),
        pairs: vec![],
        mutagenesis: None,
        states_left_out: Vec::new(),
        induced_mutability: 1.0,
    }
}

/// Birth falls with the dose as 1 / (1 + c^slope), death is constant.
pub fn birth_only(birth: f64, death: f64, slope: f64) -> Biology {
    let mut biology = one_drug(Some(SiteAction { half_dose: 1.0, slope }));
    biology.fate.birth = birth;
    biology.fate.death = death;
    biology
}
