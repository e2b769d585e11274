//! Viability plates of a work-up: dose-response, drug check, holiday, switch test and add-back.

use crate::assay::functional::{
    AddBack, SwitchTest, add_back, at_doses, partners, switch_dose, switch_drugs, switch_test,
};
use crate::assay::viability::batch::batch_check;
use crate::assay::viability::dose_response::{DoseResponse, dose_response, titrate};
use crate::assay::viability::growth::Culture;
use crate::assay::viability::plate::{PlateDesign, log_spaced};
use crate::assay::viability::ratio::ratio;
use crate::assay::{Bench, Estimate, Specimen};
use crate::diagnosis::examination::case::Case;
use crate::diagnosis::examination::notebook::Curves;
use crate::diagnosis::examination::workup::Workup;
use crate::diagnosis::readouts::{Holiday, PotencyCheck, Readouts, Shift, Survival};
use crate::model::endpoint::absolute_ic;
use crate::random::{Generator, Purpose};
use crate::words::short_days;

/// A plate around the parental IC50 of a drug: ten doses from a thirtieth to three thousand times it, at
/// most 30 uM.
pub fn plate(bench: &Bench, drug: usize, wells: u32, hours: f64) -> PlateDesign {
    let wild = bench.biology.wild_type();
    let middle = absolute_ic(&bench.biology, &wild, 0, drug, 0.5, hours).unwrap_or(300.0);
    let low = middle / 30.0;
    PlateDesign {
        doses: log_spaced(low, (middle * 3000.0).min(30_000.0).max(low * 100.0), 10),
        hours,
        wells,
        ..PlateDesign::default()
    }
}

/// Puts dose-response, drug check, holiday, switch test and add-back on the table.
pub(super) fn viability_tests(case: &Case, workup: &Workup, table: &mut Readouts) -> Curves {
    let mut plates = Plates::new(case, workup);
    let alone = plates.curve(case.bench, case.resistant);
    let curves = match case.surroundings {
        None => plates.curves(alone, None),
        Some(around) => {
            let among = plates.curve(around.bench, around.resistant);
            let name = format!("{}, out of the co-culture", alone.specimen);
            plates.curves(among, Some(renamed(alone, name)))
        }
    };
    table.shift = plates.shift(&curves.culture);
    table.alone = curves.alone.as_ref().and_then(|alone| plates.shift(alone));
    let rested = workup.holiday.and_then(|days| plates.rest(days));
    table.holiday = rested.as_ref().and_then(|rested| {
        let (days, shift) = (rested.days, plates.shift(&rested.curve)?);
        Some(Holiday { days, shift })
    });
    if case.dose > 0.0 {
        table.survival = Some(plates.survival(rested.as_ref().map(|rested| &rested.cells)));
    }
    if workup.potency {
        table.potency = potency(case, &plates.design, &mut plates.rng);
    }
    let variants = table.driver.iter().flat_map(|run| &run.new_variants);
    let alleles: Vec<String> = variants.map(|variant| variant.name.clone()).collect();
    table.switches = plates.switches(&alleles, workup.switches);
    if workup.add_back {
        table.add_backs = plates.add_backs();
    }
    Curves {
        rested: rested.map(|rested| {
            let name = format!("{}, {} off drug", rested.curve.specimen, short_days(rested.days));
            renamed(rested.curve, name)
        }),
        ..curves
    }
}

/// Plates of one culture. They share a stream of random numbers, so their order counts.
struct Plates<'a> {
    case: &'a Case<'a>,
    design: PlateDesign,
    rng: Generator,
    parental: Specimen,
    /// The parental line under the drug.
    before: DoseResponse,
}

/// The culture after days without drug.
struct RestedCulture {
    days: f64,
    cells: Specimen,
    curve: DoseResponse,
}

impl<'a> Plates<'a> {
    fn new(case: &'a Case<'a>, workup: &Workup) -> Self {
        let mut rng = case.rng(Purpose::DoseResponse);
        let design = plate(case.bench, case.drug, workup.wells, workup.hours);
        let parental = Specimen::parental(&case.bench.biology);
        Self {
            before: dose_response(case.bench, &parental, case.drug, &design, &mut rng),
            case,
            design,
            rng,
            parental,
        }
    }

    /// The drug's curve on some cells: they meet the stock in use; the parental IC50 is on record, from a good one.
    fn curve(&mut self, bench: &Bench, cells: &Specimen) -> DoseResponse {
        let (case, drug) = (self.case, self.case.drug_on(bench));
        let doses = |dose: f64| bench.only(drug, dose * case.stock);
        let name = bench.biology.drugs()[drug].name.clone();
        titrate(&bench.biology, cells, name, &self.design, doses, &mut self.rng)
    }

    fn curves(&self, culture: DoseResponse, alone: Option<DoseResponse>) -> Curves {
        Curves {
            parental: self.before.clone(),
            culture,
            alone,
            rested: None,
        }
    }

    fn shift(&self, curve: &DoseResponse) -> Option<Shift> {
        shift(curve, &self.before, &self.design)
    }

    /// `None` where no cell lives on without drug.
    fn rest(&mut self, days: f64) -> Option<RestedCulture> {
        let case = self.case;
        let none = vec![0.0; case.bench.biology.drugs().len()];
        let cells = Culture::new(&case.bench.biology, case.resistant, &none).after(days)?;
        let curve = self.curve(case.bench, &cells);
        Some(RestedCulture { days, cells, curve })
    }

    /// What is left at the flask's dose, from a stock with a share of its label.
    fn left(&mut self, bench: &Bench, cells: &Specimen, stock: f64) -> Estimate {
        let doses = bench.only(self.case.drug_on(bench), self.case.dose * stock);
        at_doses(bench, cells, &doses, &self.design, &mut self.rng)
    }

    fn survival(&mut self, rested: Option<&Specimen>) -> Survival {
        let case = self.case;
        let parental = self.parental.clone();
        let parental = self.left(case.bench, &parental, 1.0);
        let alone = self.left(case.bench, case.resistant, case.stock);
        let among = (case.surroundings).map(|around| self.left(around.bench, around.resistant, case.stock));
        Survival {
            parental,
            resistant: among.unwrap_or(alone),
            alone: among.map(|_| alone),
            rested: rested.map(|rested| self.left(case.bench, rested, case.stock)),
        }
    }

    /// The first so many other inhibitors of the driver.
    fn switches(&mut self, alleles: &[String], most: usize) -> Vec<SwitchTest> {
        let bench = self.case.bench;
        let drugs = switch_drugs(bench, self.case.drug, alleles).into_iter().take(most);
        let cells = (&self.parental, self.case.resistant);
        drugs
            .filter_map(|drug| {
                let dose = switch_dose(bench, drug)?;
                Some(switch_test(bench, cells, drug, dose, &self.design, &mut self.rng))
            })
            .collect()
    }

    /// Every partner, in the surroundings in which the culture grew.
    fn add_backs(&mut self) -> Vec<AddBack> {
        let case = self.case;
        let own = (case.bench, case.resistant);
        let (bench, cells) = case.surroundings.map_or(own, |around| (around.bench, around.resistant));
        let at = (case.drug_on(bench), case.dose);
        (partners(bench).into_iter())
            .map(|partner| add_back(bench, cells, at, partner, &self.design, &mut self.rng))
            .collect()
    }
}

fn renamed(curve: DoseResponse, name: String) -> DoseResponse {
    DoseResponse {
        specimen: name,
        ..curve
    }
}

/// Resistance index with its interval; `None` where neither IC50 says anything.
pub fn shift(resistant: &DoseResponse, parental: &DoseResponse, design: &PlateDesign) -> Option<Shift> {
    let index = resistant.resistance_index(parental)?;
    Some(Shift {
        parental_ic50: parental.ic50.dose(),
        resistant_ic50: resistant.ic50.dose(),
        highest: design.doses.last().copied().unwrap_or(0.0),
        index: Estimate {
            value: index.value.unwrap_or(if index.high.is_infinite() {
                index.low
            } else {
                index.high
            }),
            low: index.low,
            high: index.high,
        },
        at_least: index.value.is_none() && index.high.is_infinite(),
    })
}

/// The parental line under the stock in use and under a reference batch (P14).
fn potency(case: &Case, design: &PlateDesign, rng: &mut Generator) -> Option<PotencyCheck> {
    let check = batch_check(case.bench, case.resistant, case.drug, case.stock, design, rng);
    let over = ratio(&check.batch.ic50, &check.reference.ic50)?;
    Some(PotencyCheck {
        ic50_over_record: Estimate {
            value: over.value.unwrap_or(over.low),
            low: over.low,
            high: over.high,
        },
    })
}
