//! The closed loop: parameters are solved so that simulating a source's own assay returns its number.

use super::KnowledgeBase;
pub use super::assay::{LineModel, OwnCopies, assay_of, assay_system, line_model, naive_state};
use super::schema::{DrugRecord, LineRecord, Study, ToxicityTable};
use crate::model::biology::{Biology, Genotype, SiteAction, Toxicity};
use crate::model::endpoint::{self, Endpoint};
use crate::model::fate::FateRule;
use crate::model::solve;
use libm::{exp, log};

/// Duration of an assay that does not state one, hours.
pub const USUAL_HOURS: f64 = 72.0;

/// Why a stated number cannot be reached by any potency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unreachable {
    /// Off-target toxicity alone already gives a lower dose.
    Toxicity,
    /// Even complete inhibition does not bring the read-out down to the level.
    Floor,
    /// No curve of the model's form has these numbers.
    Shape,
}

impl Unreachable {
    /// Reason in words.
    pub fn reason(self) -> &'static str {
        match self {
            Unreachable::Toxicity => "off-target toxicity alone gives a lower dose",
            Unreachable::Floor => "complete inhibition does not bring the read-out that low",
            Unreachable::Shape => "no curve of the model's form has this midpoint and slope",
        }
    }
}

/// A potency as an assay reports it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stated {
    pub endpoint: Endpoint,
    pub hours: f64,
    /// nM.
    pub dose: f64,
    /// Slope of the four-parameter fit, where the source gives one.
    pub slope: Option<f64>,
}

impl Study {
    /// Duration in hours.
    pub fn hours(&self) -> f64 {
        self.duration.map_or(USUAL_HOURS, |days| days.get() * 24.0)
    }
}

/// K (on an unmutated copy) and slope at which simulating the stated endpoint in the system returns
/// the stated numbers.
pub fn solve_site(
    model: &LineModel,
    own: &OwnCopies,
    toxicity: Option<Toxicity>,
    stated: Stated,
    usual_slope: f64,
) -> Result<SiteAction, Unreachable> {
    let system = |half_dose: f64, slope: f64| assay_of(model, own, Some(SiteAction { half_dose, slope }), toxicity);
    let fit = |biology: &Biology| endpoint::midpoint_fit(biology, &biology.wild_type(), 0, 0, stated.hours);
    match (stated.endpoint, stated.slope) {
        (Endpoint::Phosphorylation | Endpoint::Enzyme, slope) if own.is_single() => Ok(SiteAction {
            half_dose: stated.dose,
            slope: slope.unwrap_or(usual_slope),
        }),
        (Endpoint::Midpoint, Some(slope)) => {
            let gap = |x: &[f64; 2]| {
                let fitted = fit(&system(exp(x[0]), exp(x[1])))?;
                Some([log(fitted.ec50 / stated.dose), log(fitted.slope / slope)])
            };
            let [k, h] = solve::newton(gap, [log(stated.dose), log(slope)], 1e-7).ok_or(Unreachable::Shape)?;
            Ok(SiteAction {
                half_dose: exp(k),
                slope: exp(h),
            })
        }
        (Endpoint::Midpoint, None) => {
            let gap = |x: &[f64; 1]| Some([log(fit(&system(exp(x[0]), usual_slope))?.ec50 / stated.dose)]);
            let [k] = solve::newton(gap, [log(stated.dose)], 1e-7).ok_or(Unreachable::Shape)?;
            Ok(SiteAction {
                half_dose: exp(k),
                slope: usual_slope,
            })
        }
        (level, slope) => {
            let slope = slope.unwrap_or(usual_slope);
            let above = |ln_k: f64| {
                let biology = system(exp(ln_k), slope);
                let wild = biology.wild_type();
                endpoint::reading(level, &biology, &wild, 0, 0, stated.dose, stated.hours) - 0.5
            };
            let (low, high) = (log(stated.dose) - 45.0, log(stated.dose) + 45.0);
            if above(high) <= 0.0 {
                return Err(Unreachable::Toxicity);
            }
            if above(low) >= 0.0 {
                return Err(Unreachable::Floor);
            }
            let k = solve::bisect(above, low, high).ok_or(Unreachable::Shape)?;
            Ok(SiteAction {
                half_dose: exp(k),
                slope,
            })
        }
    }
}

/// Fits k_max together with K and slope of one drug, so that midpoint, slope and net growth at one
/// dose all come out. Returns the rule with k_max and the site.
pub fn fit_kill(
    model: &LineModel,
    own: &OwnCopies,
    toxicity: Option<Toxicity>,
    stated: Stated,
    usual_slope: f64,
    growth_dose: f64,
    growth_share: f64,
) -> Result<(LineModel, SiteAction), Unreachable> {
    let with_kill = |kill: f64| LineModel {
        fate: FateRule { kill, ..model.fate },
        nodes: model.nodes.clone(),
    };
    let target = model.fate.growth() * growth_share;
    let gaps = |k: f64, h: f64, kill: f64| {
        let biology = assay_of(
            &with_kill(kill),
            own,
            Some(SiteAction { half_dose: k, slope: h }),
            toxicity,
        );
        let wild = biology.wild_type();
        let fitted = endpoint::midpoint_fit(&biology, &wild, 0, 0, stated.hours)?;
        let net = biology.phenotype(&wild, 0, &[growth_dose]).net();
        Some((
            log(fitted.ec50 / stated.dose),
            fitted.slope,
            (net - target) / model.fate.growth(),
        ))
    };
    let start = [log(stated.dose), log(model.fate.growth())];
    let (k, h, kill) = match stated.slope {
        Some(slope) => {
            let gap = |x: &[f64; 3]| {
                let (midpoint, fitted, growth) = gaps(exp(x[0]), exp(x[2]), exp(x[1]))?;
                Some([midpoint, growth, log(fitted / slope)])
            };
            let x = solve::newton(gap, [start[0], start[1], log(slope)], 1e-7).ok_or(Unreachable::Shape)?;
            (exp(x[0]), exp(x[2]), exp(x[1]))
        }
        None => {
            let gap = |x: &[f64; 2]| {
                let (midpoint, _, growth) = gaps(exp(x[0]), usual_slope, exp(x[1]))?;
                Some([midpoint, growth])
            };
            let x = solve::newton(gap, start, 1e-7).ok_or(Unreachable::Shape)?;
            (exp(x[0]), usual_slope, exp(x[1]))
        }
    };
    Ok((with_kill(kill), SiteAction { half_dose: k, slope: h }))
}

/// Half dose of off-target toxicity such that viability of the table's system halves at the stated dose.
pub fn solve_toxicity(kb: &KnowledgeBase, table: &ToxicityTable, dose: f64, slope: f64) -> Option<Toxicity> {
    let line = kb.data().line.iter().find(|line| line.id == table.system)?;
    let model = line_model(kb, line);
    let hours = table.duration.map_or(USUAL_HOURS, |days| days.get() * 24.0);
    let at = |half_dose: f64| Toxicity {
        half_dose,
        slope,
        harmless_up_to: 0.0,
    };
    let above = |ln_k: f64| {
        let biology = assay_system(&model, None, Some(at(exp(ln_k))));
        endpoint::viability(&biology, &biology.wild_type(), 0, &[dose], hours) - 0.5
    };
    solve::bisect(above, log(dose) - 30.0, log(dose) + 30.0).map(|ln_k| at(exp(ln_k)))
}

/// The lowest-ranking toxicity table with a number for the drug.
pub fn toxicity_table<'a>(kb: &'a KnowledgeBase, drug: &DrugRecord) -> Option<(&'a ToxicityTable, f64)> {
    let mut tables: Vec<&ToxicityTable> = kb.data().toxicity.iter().collect();
    tables.sort_by_key(|table| (table.rank, table.id.clone()));
    tables
        .into_iter()
        .find_map(|table| Some((table, table.ic50.get(&drug.id)?.get())))
}

/// Off-target toxicity of a drug in a line; data of the line itself set a dose without loss.
pub fn toxicity_in(kb: &KnowledgeBase, line: &LineRecord, drug: &DrugRecord) -> Option<Toxicity> {
    let (table, dose) = toxicity_table(kb, drug)?;
    let toxicity = solve_toxicity(kb, table, dose, kb.defaults().toxicity_slope.value)?;
    let harmless = line
        .harmless
        .iter()
        .find(|known| known.drug == drug.id)
        .map_or(0.0, |known| known.up_to.get());
    Some(Toxicity {
        harmless_up_to: harmless,
        ..toxicity
    })
}

/// Simulates the stated endpoint with a solved site, as the closed-loop check does.
pub fn simulate(
    model: &LineModel,
    own: &OwnCopies,
    toxicity: Option<Toxicity>,
    site: SiteAction,
    stated: Stated,
) -> Option<f64> {
    let biology = assay_of(model, own, Some(site), toxicity);
    let wild: Genotype = biology.wild_type();
    endpoint::reported_dose(stated.endpoint, &biology, &wild, 0, 0, stated.hours)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::biology::CopyGroup;
    use crate::model::signalling::Node;

    fn system(kill: f64) -> LineModel {
        let fate = FateRule {
            birth: 0.2,
            death: 0.02,
            kill,
            kill_over: 0.0,
            birth_exponent: 1.0,
        };
        let node = Node {
            id: String::new(),
            name: String::new(),
            readout: String::new(),
            saturation: 1.0,
            fate_weight: 1.0,
            driver_weight: 1.0,
        };
        LineModel {
            fate,
            nodes: vec![node],
        }
    }

    fn stated(endpoint: Endpoint, dose: f64) -> Stated {
        Stated {
            endpoint,
            hours: 72.0,
            dose,
            slope: None,
        }
    }

    /// A mutant copy, twenty times as active and four times as sensitive, beside an unmutated one.
    fn heterozygous() -> OwnCopies {
        let copy = |alleles: Vec<u32>| CopyGroup { count: 1, alleles };
        OwnCopies {
            copies: vec![copy(vec![]), copy(vec![0])],
            alleles: vec![(20.0, 0.25)],
            ceiling: Some(20.0),
        }
    }

    const TOXIC: Toxicity = Toxicity {
        half_dose: 50.0,
        slope: 2.0,
        harmless_up_to: 0.0,
    };

    #[test]
    fn every_endpoint_returns_its_number() {
        let model = system(0.6);
        for endpoint in [
            Endpoint::Phosphorylation,
            Endpoint::Enzyme,
            Endpoint::Midpoint,
            Endpoint::Viability,
            Endpoint::Gi50,
            Endpoint::Gr50,
        ] {
            for slope in [0.7, 1.0, 1.8] {
                let wanted = stated(endpoint, 12.5);
                for own in [OwnCopies::single(), heterozygous()] {
                    let site = solve_site(&model, &own, None, wanted, slope).unwrap();
                    let back = simulate(&model, &own, None, site, wanted).unwrap();
                    assert!((back / 12.5 - 1.0).abs() < 1e-6, "{endpoint:?} {slope}: {back}");
                }
            }
        }
    }

    #[test]
    fn what_no_potency_can_give_is_refused_with_the_reason() {
        // Killing 0 and 5.4 days per doubling: three days without any birth leave more than half.
        assert_eq!(
            solve_site(
                &system(0.0),
                &OwnCopies::single(),
                None,
                stated(Endpoint::Viability, 10.0),
                1.0
            ),
            Err(Unreachable::Floor)
        );
        // Growth halves at 50 nM whatever the target does.
        assert_eq!(
            solve_site(
                &system(0.6),
                &OwnCopies::single(),
                Some(TOXIC),
                stated(Endpoint::Gr50, 500.0),
                1.0
            ),
            Err(Unreachable::Toxicity)
        );
    }
}
