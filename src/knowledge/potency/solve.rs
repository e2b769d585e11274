//! The closed loop: parameters are solved so that simulating a source's own assay returns its number.

use super::system::{LineModel, OwnCopies, assay_of};
use crate::model::biology::{Biology, SiteAction, Toxicity};
use crate::model::endpoint::{self, Endpoint, Readout};
use crate::model::fate::FateRule;
use crate::model::logistic::Fit;
use crate::model::solve;
use libm::{exp, log};

/// Why a stated number cannot be reached by any potency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unreachable {
    /// Off-target toxicity alone already gives a lower dose.
    Toxicity,
    /// Even complete inhibition does not bring the read-out down to the level.
    Floor,
    /// No curve of the model's form has these numbers.
    Shape,
    /// The source gives only the side of a dose on which the number lies.
    Bound,
}

impl Unreachable {
    /// Reason in words.
    pub fn reason(self) -> &'static str {
        match self {
            Unreachable::Toxicity => "off-target toxicity alone gives a lower dose",
            Unreachable::Floor => "complete inhibition does not bring the read-out that low",
            Unreachable::Shape => "no curve of the model's form has this midpoint and slope",
            Unreachable::Bound => "only a bound is known",
        }
    }
}

/// A potency as an assay reports it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stated {
    /// What was read.
    pub endpoint: Endpoint,
    /// Duration of the assay.
    pub hours: f64,
    /// nM.
    pub dose: f64,
    /// Slope of the four-parameter fit, where the source gives one.
    pub slope: Option<f64>,
}

/// Cells in which one drug is assayed.
#[derive(Debug, Clone)]
pub struct Assay {
    /// How they turn the driver into growth.
    pub model: LineModel,
    /// Their driver copies.
    pub own: OwnCopies,
    /// What the drug does to them off its target.
    pub toxicity: Option<Toxicity>,
    /// Slope where the source states none.
    pub usual_slope: f64,
}

/// Net growth at a dose of the drug, over undrugged net growth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GrowthAt {
    /// nM.
    pub dose: f64,
    /// Negative where cells die.
    pub share: f64,
}

/// A line's model with k_max fitted, and the site that it was fitted with.
#[derive(Debug, Clone, PartialEq)]
pub struct FittedKill {
    /// With k_max.
    pub model: LineModel,
    /// Of the drug.
    pub site: SiteAction,
}

impl Assay {
    /// The cells under the drug, which acts on an unmutated copy by this site.
    pub fn biology(&self, site: SiteAction) -> Biology {
        assay_of(&self.model, &self.own, Some(site), self.toxicity)
    }

    fn fit(&self, site: SiteAction, hours: f64) -> Option<Fit> {
        let biology = self.biology(site);
        endpoint::midpoint_fit(&biology, &biology.wild_type(), 0, 0, hours)
    }

    /// The dose that the endpoint reports with a solved site.
    pub fn simulate(&self, site: SiteAction, endpoint: Endpoint, hours: f64) -> Option<f64> {
        let biology = self.biology(site);
        endpoint::reported_dose(endpoint, &biology, &biology.wild_type(), 0, 0, hours)
    }

    /// K (on an unmutated copy) and slope at which simulating the stated endpoint returns the stated numbers.
    ///
    /// # Errors
    /// No potency gives these numbers: why not.
    pub fn solve(&self, stated: Stated) -> Result<SiteAction, Unreachable> {
        match (stated.endpoint, stated.slope) {
            (endpoint, slope) if endpoint.is_of_target() && self.own.is_single() => Ok(SiteAction {
                half_dose: stated.dose,
                slope: slope.unwrap_or(self.usual_slope),
            }),
            (Endpoint::Midpoint, Some(slope)) => self.solve_midpoint_and_slope(stated, slope),
            (Endpoint::Midpoint, None) => self.solve_midpoint(stated),
            _ => self.solve_crossing(stated),
        }
    }

    fn solve_midpoint_and_slope(&self, stated: Stated, slope: f64) -> Result<SiteAction, Unreachable> {
        let gap = |x: &[f64; 2]| {
            let fitted = self.fit(site(exp(x[0]), exp(x[1])), stated.hours)?;
            Some([log(fitted.ec50 / stated.dose), log(fitted.slope / slope)])
        };
        let [k, h] = solve::newton(gap, [log(stated.dose), log(slope)], 1e-7).ok_or(Unreachable::Shape)?;
        Ok(site(exp(k), exp(h)))
    }

    fn solve_midpoint(&self, stated: Stated) -> Result<SiteAction, Unreachable> {
        let gap = |x: &[f64; 1]| {
            let fitted = self.fit(site(exp(x[0]), self.usual_slope), stated.hours)?;
            Some([log(fitted.ec50 / stated.dose)])
        };
        let [k] = solve::newton(gap, [log(stated.dose)], 1e-7).ok_or(Unreachable::Shape)?;
        Ok(site(exp(k), self.usual_slope))
    }

    /// Endpoints that are read where a curve crosses one half.
    fn solve_crossing(&self, stated: Stated) -> Result<SiteAction, Unreachable> {
        let slope = stated.slope.unwrap_or(self.usual_slope);
        let above = |ln_k: f64| {
            let biology = self.biology(site(exp(ln_k), slope));
            let wild = biology.wild_type();
            Readout::new(stated.endpoint, &biology, &wild, 0, 0, stated.hours).at(stated.dose) - 0.5
        };
        let (low, high) = (log(stated.dose) - 45.0, log(stated.dose) + 45.0);
        if above(high) <= 0.0 {
            return Err(Unreachable::Toxicity);
        }
        if above(low) >= 0.0 {
            return Err(Unreachable::Floor);
        }
        let k = solve::root_between(above, low, high).ok_or(Unreachable::Shape)?;
        Ok(site(exp(k), slope))
    }

    /// Fits k_max together with K and slope of the drug, so that midpoint, slope and net growth at one dose all come
    /// out.
    ///
    /// # Errors
    /// No k_max, K and slope give these numbers: [`Unreachable::Shape`].
    pub fn fit_kill(&self, stated: Stated, grown: GrowthAt) -> Result<FittedKill, Unreachable> {
        let growth = self.model.fate.growth();
        let with_kill = |kill: f64| LineModel {
            fate: FateRule {
                kill,
                ..self.model.fate
            },
            nodes: self.model.nodes.clone(),
        };
        let target = growth * grown.share;
        // Logarithmic distance of the midpoint, the fitted slope, distance of growth.
        let gaps = |k: f64, h: f64, kill: f64| {
            let biology = assay_of(&with_kill(kill), &self.own, Some(site(k, h)), self.toxicity);
            let wild = biology.wild_type();
            let fitted = endpoint::midpoint_fit(&biology, &wild, 0, 0, stated.hours)?;
            let net = biology.phenotype(&wild, 0, &[grown.dose]).net();
            Some((log(fitted.ec50 / stated.dose), fitted.slope, (net - target) / growth))
        };
        let start = [log(stated.dose), log(growth)];
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
                    let (midpoint, _, growth) = gaps(exp(x[0]), self.usual_slope, exp(x[1]))?;
                    Some([midpoint, growth])
                };
                let x = solve::newton(gap, start, 1e-7).ok_or(Unreachable::Shape)?;
                (exp(x[0]), self.usual_slope, exp(x[1]))
            }
        };
        Ok(FittedKill {
            model: with_kill(kill),
            site: site(k, h),
        })
    }
}

fn site(half_dose: f64, slope: f64) -> SiteAction {
    SiteAction { half_dose, slope }
}

#[cfg(test)]
mod tests {
    use super::super::system::OwnAllele;
    use super::*;
    use crate::model::biology::CopyGroup;
    use crate::model::signalling::Node;

    fn assay(kill: f64, own: OwnCopies, toxicity: Option<Toxicity>, usual_slope: f64) -> Assay {
        Assay {
            model: system(kill),
            own,
            toxicity,
            usual_slope,
        }
    }

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
            alleles: vec![OwnAllele {
                activity: 20.0,
                fold: 0.25,
            }],
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
                    let assay = assay(0.6, own, None, slope);
                    let site = assay.solve(wanted).unwrap();
                    let back = assay.simulate(site, wanted.endpoint, wanted.hours).unwrap();
                    assert!((back / 12.5 - 1.0).abs() < 1e-6, "{endpoint:?} {slope}: {back}");
                }
            }
        }
    }

    #[test]
    fn what_no_potency_can_give_is_refused_with_the_reason() {
        // Killing 0 and 5.4 days per doubling: three days without any birth leave more than half.
        assert_eq!(
            assay(0.0, OwnCopies::single(), None, 1.0).solve(stated(Endpoint::Viability, 10.0)),
            Err(Unreachable::Floor)
        );
        // Growth halves at 50 nM whatever the target does.
        assert_eq!(
            assay(0.6, OwnCopies::single(), Some(TOXIC), 1.0).solve(stated(Endpoint::Gr50, 500.0)),
            Err(Unreachable::Toxicity)
        );
    }
}
