//! The add-back: a pathway's inhibitor beside the drug (P09).

use crate::assay::bench::Bench;
use crate::assay::cells::specimen::Specimen;
use crate::assay::estimate::Estimate;
use crate::assay::functional::fixed::{TestDose, at_doses};
use crate::assay::functional::loewe::loewe;
use crate::assay::functional::partners::{closes, highest_partner_dose, partner_dose};
use crate::assay::viability::dose_response::{dose_response, titrate};
use crate::assay::viability::plate::{PlateDesign, log_spaced};
use crate::assay::viability::ratio::{Ratio, ratio};
use crate::random::Generator;
use crate::statistics::interval::Z95;
use crate::statistics::synergy::independent;
use libm::hypot;
use serde::{Deserialize, Serialize};

/// A pathway's inhibitor beside the drug.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AddBack {
    /// Name of the partner.
    pub partner: String,
    /// Its id in the knowledge base.
    pub partner_id: String,
    /// Routes (ids of sources) that the partner closes, at the source or behind it.
    pub closes: Vec<String>,
    /// It acts on a pathway that the driver feeds as well, so it slows any cell.
    pub downstream: bool,
    /// nM.
    pub drug_dose: f64,
    /// Dose of the partner.
    pub partner_dose: TestDose,
    /// Viability of the resistant cells over their undrugged control.
    pub drug_alone: Estimate,
    /// The same under the partner alone.
    pub partner_alone: Estimate,
    /// The same under both.
    pub both: Estimate,
    /// Viability expected of independent action (Bliss 1939, doi 10.1111/j.1744-7348.1939.tb06990.x)
    /// minus that found; above 0 is synergy.
    pub bliss_excess: Estimate,
    /// Sum of both doses, each over the dose that does the same alone (Loewe 1926); below 1 is synergy.
    /// A drug that alone never does as much adds nothing; `None` where neither does.
    pub loewe_index: Option<Ratio>,
    /// IC50 of the drug over that beside the partner; open at an end where one of them lies outside the doses,
    /// `None` where that leaves nothing to say.
    pub ic50_fold: Option<Ratio>,
}

/// The drug, a partner and both on resistant cells; the drug's curve with and without the partner.
pub fn add_back(
    bench: &Bench,
    resistant: &Specimen,
    (drug, drug_dose): (usize, f64),
    partner: usize,
    design: &PlateDesign,
    rng: &mut Generator,
) -> AddBack {
    let biology = &bench.biology;
    let highest = highest_partner_dose(bench, partner);
    let around = PlateDesign {
        doses: log_spaced(highest.nm / 1000.0, highest.nm, design.doses.len() as u32),
        ..design.clone()
    };
    let partner_curve = dose_response(bench, resistant, partner, &around, rng);
    let partner_dose = partner_dose(&highest, &partner_curve);
    let (a, b) = (bench.only(drug, drug_dose), bench.only(partner, partner_dose.nm));
    let ab: Vec<f64> = a.iter().zip(&b).map(|(x, y)| x + y).collect();
    let drug_alone = at_doses(bench, resistant, &a, design, rng);
    let partner_alone = at_doses(bench, resistant, &b, design, rng);
    let both = at_doses(bench, resistant, &ab, design, rng);
    let curve = dose_response(bench, resistant, drug, design, rng);
    let name = format!("{} with {}", biology.drugs()[drug].name, biology.drugs()[partner].name);
    let beside = |dose: f64| -> Vec<f64> {
        let drugs = bench.only(drug, dose);
        drugs.iter().zip(&b).map(|(x, y)| x + y).collect()
    };
    let with = titrate(biology, resistant, name, design, beside, rng);
    let (closes, downstream) = closes(bench, partner);
    AddBack {
        partner: biology.drugs()[partner].name.clone(),
        partner_id: biology.drugs()[partner].id.clone(),
        closes,
        downstream,
        drug_dose,
        bliss_excess: bliss(drug_alone, partner_alone, both),
        loewe_index: loewe(
            [(drug_dose, &curve, design), (partner_dose.nm, &partner_curve, &around)],
            &both,
        ),
        ic50_fold: ratio(&curve.open(curve.ic50), &with.open(with.ic50)),
        partner_dose,
        drug_alone,
        partner_alone,
        both,
    }
}

/// Expected of independent action minus found.
fn bliss(a: Estimate, b: Estimate, both: Estimate) -> Estimate {
    let error = |e: &Estimate| (e.high - e.low) / (2.0 * Z95);
    let expected = independent(a.value, b.value);
    let of_expected = hypot(error(&a) * b.value, error(&b) * a.value);
    Estimate::around(expected - both.value, hypot(of_expected, error(&both)))
}
