//! Cases that a function answers without simulating: drugs on one target, read-outs, design.

use super::check::Checks;
use crate::model::biology::{Biology, CellState, CopyGroup, DrugAction, Ladder, SiteAction, StateClass};
use crate::model::branching::{Branching, growth_integral};
use crate::model::endpoint::{absolute_ic, gr50};
use crate::model::fate::FateRule;
use crate::model::pharmacokinetics::Profile;
use crate::model::signalling::Node;
use crate::model::target::{Occupant, remaining_activity};
use crate::statistics::interval::binomial_cdf;
use crate::statistics::{clopper_pearson, flasks_needed};

pub(super) fn cases(checks: &mut Checks) {
    additivity(checks);
    read_outs(checks);
    design(checks);
    supply(checks);
    concentrations(checks);
}

fn competing(a: f64, b: f64, slope: f64) -> f64 {
    let at = |dose| Occupant {
        dose,
        half_dose: 1.0,
        slope,
    };
    remaining_activity(&[at(a), at(b)])
}

fn additivity(checks: &mut Checks) {
    const LOEWE: &str = "Loewe 1926; Yonetani & Theorell 1964";
    for (a, b, slope, loewe, bliss) in [
        (1.0, 1.0, 1.0, 0.3333333333333333, 0.25),
        (0.5, 0.5, 1.0, 0.5, 0.4444444444444444),
        (2.0, 1.0, 1.0, 0.25, 0.16666666666666666),
        (1.0, 1.0, 2.0, 0.2, 0.25),
        (0.5, 0.5, 2.0, 0.5, 0.6400000000000001),
        (2.0, 1.0, 2.0, 0.1, 0.1),
    ] {
        let pair = format!("{a} + {b}, slope {slope}");
        checks.formula("two drugs on one site", LOEWE, &pair, loewe, competing(a, b, slope));
        let apart = competing(a, 0.0, slope) * competing(0.0, b, slope);
        checks.formula("two drugs on two sites", "Bliss 1939; Greco 1995", &pair, bliss, apart);
    }
    for (dose, slope, excess) in [
        (0.25, 1.0, -0.026666666666666505),
        (0.5, 2.0, 0.14000000000000012),
        (1.0, 3.0, 0.1388888888888889),
        (2.0, 2.0, -0.018823529411764697),
    ] {
        let alone = competing(dose, 0.0, slope);
        checks.formula(
            "Bliss excess of an additive pair",
            LOEWE,
            &format!("{dose} + {dose}, slope {slope}"),
            excess,
            alone * alone - competing(dose, dose, slope),
        );
    }
    // Pure death at a constant rate: survival of independent killing multiplies.
    let survival = |kill: f64| 1.0 - Branching::new(0.0, kill, 0.0).after(3.0).extinct;
    checks.formula(
        "independent killing",
        "elementary",
        "both for 3 d",
        0.09071795328941251,
        survival(0.8),
    );
}

/// Birth falls with the dose as 1 / (1 + c^1.5); death is 0.1 per day.
fn birth_only(birth: f64) -> Biology {
    Biology {
        line_id: "made-up".to_owned(),
        line_name: "made-up".to_owned(),
        driver_name: "kinase".to_owned(),
        driver_readout: "phosphorylation".to_owned(),
        copy_ceiling: None,
        niche: Default::default(),
        pairs: vec![],
        mutagenesis: None,
        states_left_out: Vec::new(),
        induced_mutability: 1.0,
        fate: FateRule {
            birth,
            death: 0.1,
            kill: 0.0,
            kill_over: 0.0,
            birth_exponent: 1.0,
        },
        ladder: Ladder {
            max_copies: 1,
            first_gain: 0.0,
            further_gain: 0.0,
            loss: 0.0,
        },
        base_copies: vec![CopyGroup {
            count: 1,
            alleles: Vec::new(),
        }],
        drugs: vec![DrugAction {
            id: "drug".to_owned(),
            name: "drug".to_owned(),
            driver: Some(SiteAction {
                half_dose: 1.0,
                slope: 1.5,
            }),
            toxicity: None,
            on_sources: Vec::new(),
            on_nodes: Vec::new(),
        }],
        states: vec![CellState {
            id: "naive".to_owned(),
            name: "naive".to_owned(),
            class: StateClass::Naive,
            marker: String::new(),
            birth_factor: 1.0,
            death_factor: 1.0,
            sparing: 0.0,
            driver_share: 1.0,
            activity: Vec::new(),
            rung: None,
        }],
        transitions: Vec::new(),
        // Output follows input in proportion.
        nodes: vec![Node {
            id: "node".to_owned(),
            name: "node".to_owned(),
            readout: "output".to_owned(),
            saturation: 1e15,
            fate_weight: 1.0,
            driver_weight: 1.0,
        }],
        sources: Vec::new(),
        relays: Vec::new(),
        alleles: Vec::new(),
        compounds: Vec::new(),
        bypasses: Vec::new(),
    }
}

fn read_outs(checks: &mut Checks) {
    const HAFNER: &str = "Hafner et al. 2016 Nat Methods";
    for (birth, hours, theory) in [
        (0.9, 48.0, 0.7319651266415889),
        (0.9, 72.0, 0.4922736902981516),
        (0.9, 96.0, 0.38453417687484354),
        (0.4, 72.0, 1.2320520705528915),
        (1.4, 72.0, 0.3393167364041548),
    ] {
        let biology = birth_only(birth);
        let ic50 = absolute_ic(&biology, &biology.wild_type(), 0, 0, 0.5, hours).unwrap_or(f64::NAN);
        let quantity = format!("IC50 of viability after {hours} h, b0 = {birth}");
        checks.formula("read-out of a rate IC50 of 1", HAFNER, &quantity, theory, ic50);
    }
    for (birth, theory) in [
        (0.4, 0.58893832347443),
        (0.9, 0.6991461194227991),
        (1.4, 0.7326045525138918),
    ] {
        let biology = birth_only(birth);
        let gr = gr50(&biology, &biology.wild_type(), 0, 0).unwrap_or(f64::NAN);
        checks.formula(
            "read-out of a rate IC50 of 1",
            HAFNER,
            &format!("GR50, b0 = {birth}"),
            theory,
            gr,
        );
    }
}

fn design(checks: &mut Checks) {
    for (p, flasks) in [(0.05, 59.0), (0.1, 29.0), (0.2, 14.0), (0.5, 5.0)] {
        let needed = flasks_needed(p, 0.95).map_or(f64::NAN, |n| n as f64);
        checks.formula(
            "flasks needed to see one",
            "elementary",
            &format!("p = {p}"),
            flasks,
            needed,
        );
    }
    for (depth, share, theory) in [
        (500, 0.005, 0.10831908193588924),
        (500, 0.01, 0.5603889132518991),
        (1_000, 0.001, 0.0036368780295218395),
        (1_000, 0.01, 0.9713136000009955),
        (5_000, 0.001, 0.5595944969090536),
        (20_000, 0.001, 0.9999831649076977),
    ] {
        checks.formula(
            "five variant reads or more",
            "binomial",
            &format!("depth {depth}, VAF {share}"),
            theory,
            1.0 - binomial_cdf(4, depth, share),
        );
    }
    for (count, n, low, high) in [
        (0, 3, 0.0, 0.7075982261787133),
        (1, 3, 0.008403758659612636, 0.9057006759497539),
        (3, 6, 0.11811724875702521, 0.8818827512429748),
        (6, 6, 0.5407418735600995, 1.0),
        (12, 24, 0.29124177983621197, 0.708758220163788),
        (48, 96, 0.39617792393335216, 0.6038220760666478),
    ] {
        let (ours_low, ours_high) = clopper_pearson(count, n, 0.95);
        for (end, theory, ours) in [("lower", low, ours_low), ("upper", high, ours_high)] {
            checks.formula(
                "exact interval of a share",
                "Clopper & Pearson 1934",
                &format!("{count} of {n}, {end} end"),
                theory,
                ours,
            );
        }
    }
}

/// Divisions of a passage from 1e6 to 1e7 cells at birth 0.7, death 0.1.
fn supply(checks: &mut Checks) {
    let (birth, growth, days) = (0.7, 0.6, 3.837641821656743);
    let divisions = 1e6 * birth * growth_integral(growth, days);
    checks.formula(
        "supply of a passage",
        "elementary",
        "divisions",
        10_500_000.0,
        divisions,
    );
    checks.formula(
        "supply of a passage",
        "elementary",
        "mutants at 3 sites of 1e-9",
        0.0315,
        3e-9 * divisions,
    );
}

/// A dose every 12 h at steady state, and a medium changed every 72 h.
fn concentrations(checks: &mut Checks) {
    const SOURCE: &str = "Gibaldi & Perrier 1982; Rowland & Tozer";
    let hours = |h: f64| h / 24.0;
    let oral = Profile::Oral {
        half_life: hours(12.0),
        absorption_half_life: hours(std::f64::consts::LN_2),
        interval: hours(12.0),
    };
    let average = 2.885390081777927;
    for (quantity, hour, theory) in [
        ("trough, mg/L", 0.0, 2.1225935210489473),
        ("after 2 h, mg/L", 2.0, 3.4947896065567248),
        ("peak, mg/L", 2.2905880904332836, 3.5042790404236293),
        ("after 6 h, mg/L", 6.0, 2.996557540833935),
    ] {
        checks.formula(
            "oral doses at steady state",
            SOURCE,
            quantity,
            theory,
            average * oral.level(hours(hour)),
        );
    }
    let medium = Profile::Decay { half_life: hours(36.0) };
    let case = "decay between medium changes";
    checks.formula(case, "elementary", "trough", 25.0, 100.0 * medium.level(hours(72.0)));
    checks.formula(
        case,
        "elementary",
        "mean",
        54.10106403333613,
        100.0 * medium.mean(0.0, hours(72.0)),
    );
}
