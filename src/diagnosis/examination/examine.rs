//! Doing the work-up: from cells to the numbers on the table.

use crate::assay::Estimate;
use crate::assay::functional::{add_back, at_doses, partners, switch_dose, switch_drugs, switch_test};
use crate::assay::identity::{TypingNoise, typing};
use crate::assay::scatter::ReadoutValue;
use crate::assay::signals::array::{ArrayNoise, array};
use crate::assay::signals::blot::{BlotNoise, LaneSetup, blot};
use crate::assay::signals::markers::{StainNoise, stain};
use crate::assay::surroundings::cytokines::{ElisaNoise, elisa};
use crate::assay::surroundings::drug_level::{DrugLevel, LevelDesign, LevelNoise, drug_level};
use crate::assay::viability::batch::batch_check;
use crate::assay::viability::dose_response::{DoseResponse, dose_response, titrate};
use crate::assay::viability::growth::Culture;
use crate::assay::viability::plate::{PlateDesign, log_spaced};
use crate::assay::viability::ratio::ratio;
use crate::assay::{Bench, Specimen};
use crate::diagnosis::examination::notebook::Notebook;
use crate::diagnosis::examination::workup::Workup;
use crate::diagnosis::readouts::{Given, Holiday, PotencyCheck, Readouts, Shift, Survival};
use crate::diagnosis::scoring::truth::{Circumstances, Truth, WEAK, protects, truth, unaltered_growth};
use crate::knowledge::schema::NicheRecord;
use crate::model::endpoint::absolute_ic;
use crate::random::{Generator, Purpose, stream};

/// The surroundings in which a culture grew, as a bench of their own.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'a> {
    /// The line among the factors.
    pub bench: &'a Bench,
    /// The same cells as that bench knows them.
    pub resistant: &'a Specimen,
    pub parental: &'a Specimen,
    /// Factors with their levels, and all that the family can have.
    pub factors: &'a [(&'a NicheRecord, f64)],
    pub known: &'a [&'a NicheRecord],
}

/// A resistant culture on the bench.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    pub bench: &'a Bench,
    /// The pre-treatment sample.
    pub before: &'a Specimen,
    pub resistant: &'a Specimen,
    /// The drug that it grew under (index into the bench's drugs), and its dose, nM.
    pub drug: usize,
    pub dose: f64,
    /// Share of the label's concentration that the drug stock in use still has.
    pub stock: f64,
    /// Share of parental growth from which on cells count as growing: the scenario's own limit, or 0 where a flask
    /// counts as resistant once it holds more cells than before.
    pub growing: f64,
    pub surroundings: Option<Surroundings<'a>>,
    /// All drugs that the flask has had.
    pub given: &'a [Given],
    pub seed: u64,
    /// Stream of random numbers: the flask's number.
    pub stream: u64,
}

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

/// What stands behind the numbers of every read-out of a work-up.
pub fn assumptions(workup: &Workup) -> Vec<ReadoutValue> {
    let mut all = PlateDesign::default().noise.assumptions();
    if workup.identity {
        all.extend(TypingNoise::default().assumptions());
    }
    if workup.blots > 0 {
        all.extend(BlotNoise::default().assumptions());
    }
    if workup.array {
        all.extend(ArrayNoise::default().assumptions());
    }
    if workup.stained_cells > 0 {
        all.extend(StainNoise::default().assumptions());
    }
    if workup.drug_level {
        all.extend(LevelNoise::default().assumptions(LevelDesign::usual(1.0).window));
    }
    if workup.elisa {
        all.extend(ElisaNoise::default().assumptions());
    }
    all
}

/// Does a work-up on a culture.
pub fn examine(case: &Case, workup: &Workup) -> Readouts {
    examine_noting(case, workup).0
}

/// Does a work-up on a culture and keeps its curves and sequencing runs.
pub fn examine_noting(case: &Case, workup: &Workup) -> (Readouts, Notebook) {
    let mut notes = Notebook::default();
    let drug = &case.bench.biology.drugs()[case.drug];
    let mut table = Readouts::empty(&case.resistant.name, &drug.name, case.dose);
    table.given = case.given.to_vec();
    if workup.identity {
        let mut rng = case.rng(Purpose::Identity);
        table.identity = Some(typing(case.bench, case.resistant, TypingNoise::default(), &mut rng));
    }
    // The sequence comes first: the guides name drugs by allele. Each test has a stream of its own.
    crate::diagnosis::examination::genes::sequence_all(case, workup, &mut table, &mut notes);
    viability_tests(case, workup, &mut table, &mut notes);
    signals(case, workup, &mut table);
    if workup.stained_cells > 0 {
        let noise = StainNoise {
            cells: workup.stained_cells,
            ..StainNoise::default()
        };
        let mut rng = case.rng(Purpose::Markers);
        table.stains = Some(stain(&case.bench.biology, case.before, case.resistant, noise, &mut rng));
    }
    if let Some(around) = case.surroundings.filter(|_| workup.elisa) {
        let mut rng = case.rng(Purpose::Cytokines);
        table.elisa = Some(elisa(around.known, around.factors, ElisaNoise::default(), &mut rng));
    }
    table.drug_level = case
        .surroundings
        .filter(|_| workup.drug_level)
        .and_then(|around| level(case, &around));
    (table, notes)
}

/// The drug in the medium over the co-culture; `None` where the dose is below what is quantified.
fn level(case: &Case, around: &Surroundings) -> Option<DrugLevel> {
    let (biology, drug) = (&around.bench.biology, case.drug_on(around.bench));
    let design = LevelDesign::usual(case.dose * case.stock);
    let noise = LevelNoise::default();
    if design.dose <= noise.limit {
        return None;
    }
    let left = biology.niche.dose_left.get(drug).copied().unwrap_or(1.0);
    let record = &biology.drugs()[drug];
    let suspects = around.known.iter().filter(|factor| factor.breaks_down(&record.id));
    let suspects = suspects.map(|factor| factor.readout.clone()).collect();
    let mut rng = case.rng(Purpose::DrugLevel);
    Some(drug_level((&record.name, suspects), left, &design, noise, &mut rng))
}

impl Case<'_> {
    /// Index of the drug on a bench: surroundings may bring further drugs before it.
    fn drug_on(&self, bench: &Bench) -> usize {
        bench
            .drug(&self.bench.biology.drugs()[self.drug].id)
            .unwrap_or(self.drug)
    }

    /// The bench whose routes explain the signals: with the surroundings, where there are any.
    pub(in crate::diagnosis) fn signal_bench(&self) -> &Bench {
        self.surroundings.map_or(self.bench, |around| around.bench)
    }

    /// What only the simulator knows.
    pub(in crate::diagnosis) fn truth(&self) -> Truth {
        let doses = self.bench.only(self.drug, self.dose * self.stock);
        let met = Circumstances {
            protected: self.protected(),
            weak_stock: Some(self.stock).filter(|share| *share <= WEAK),
            at: Some((&doses[..], self.growing)),
        };
        truth(&self.bench.biology, self.resistant, &met)
    }

    /// The truth about the surroundings: do unaltered cells grow at the flask's dose by them alone?
    fn protected(&self) -> bool {
        let growth = |bench: &Bench| {
            let doses = bench.only(self.drug_on(bench), self.dose * self.stock);
            unaltered_growth(&bench.biology, &doses)
        };
        self.surroundings
            .is_some_and(|around| protects(self.growing, growth(self.bench), growth(around.bench)))
    }

    pub(super) fn rng(&self, purpose: Purpose) -> Generator {
        stream(self.seed, self.stream, purpose)
    }
}

/// Dose-response, drug check, holiday, switch test and add-back.
fn viability_tests(case: &Case, workup: &Workup, table: &mut Readouts, notes: &mut Notebook) {
    let mut rng = case.rng(Purpose::DoseResponse);
    let design = plate(case.bench, case.drug, workup.wells, workup.hours);
    let name = case.bench.biology.drugs()[case.drug].name.clone();
    // The culture meets the stock in use; the parental IC50 is on record, from a good one.
    let run = |bench: &Bench, cells: &Specimen, rng: &mut Generator| {
        let doses = |dose: f64| bench.only(case.drug_on(bench), dose * case.stock);
        titrate(&bench.biology, cells, name.clone(), &design, doses, rng)
    };
    let parental = Specimen::parental(&case.bench.biology);
    let before = dose_response(case.bench, &parental, case.drug, &design, &mut rng);
    let curve = run(case.bench, case.resistant, &mut rng);
    let alone = shift(&curve, &before, &design);
    match case.surroundings {
        None => {
            table.shift = alone;
            notes.curves = vec![before.clone(), curve];
        }
        Some(around) => {
            let among = run(around.bench, around.resistant, &mut rng);
            table.shift = shift(&among, &before, &design);
            table.alone = alone;
            let name = format!("{}, out of the co-culture", curve.specimen);
            notes.curves = vec![before.clone(), among, renamed(curve, name)];
        }
    }
    let none = vec![0.0; case.bench.biology.drugs().len()];
    let rested = workup
        .holiday
        .and_then(|days| Culture::new(&case.bench.biology, case.resistant, &none).after(days));
    if let (Some(days), Some(rested)) = (workup.holiday, &rested) {
        let curve = run(case.bench, rested, &mut rng);
        table.holiday = shift(&curve, &before, &design).map(|shift| Holiday { days, shift });
        let name = format!("{}, {days} d off drug", curve.specimen);
        notes.curves.push(renamed(curve, name));
    }
    if case.dose > 0.0 {
        let left = |bench: &Bench, cells: &Specimen, stock: f64, rng: &mut Generator| {
            let doses = bench.only(case.drug_on(bench), case.dose * stock);
            at_doses(bench, cells, &doses, &design, rng)
        };
        let parental = left(case.bench, &parental, 1.0, &mut rng);
        let alone = left(case.bench, case.resistant, case.stock, &mut rng);
        let around = case.surroundings;
        table.survival = Some(Survival {
            parental,
            resistant: around.map_or(alone, |around| {
                left(around.bench, around.resistant, case.stock, &mut rng)
            }),
            alone: around.map(|_| alone),
            rested: rested.map(|rested| left(case.bench, &rested, case.stock, &mut rng)),
        });
    }
    if workup.potency {
        table.potency = potency(case, &design, &mut rng);
    }
    let variants = table.driver.iter().flat_map(|run| &run.new_variants);
    let alleles: Vec<String> = variants.map(|variant| variant.name.clone()).collect();
    let to = switch_drugs(case.bench, case.drug, &alleles);
    for drug in to.into_iter().take(workup.switches) {
        if let Some(dose) = switch_dose(case.bench, drug) {
            let cells = (&parental, case.resistant);
            table
                .switches
                .push(switch_test(case.bench, cells, drug, dose, &design, &mut rng));
        }
    }
    if workup.add_back {
        let own = (case.bench, case.resistant);
        let (bench, cells) = case.surroundings.map_or(own, |around| (around.bench, around.resistant));
        for partner in partners(bench) {
            let at = (case.drug_on(bench), case.dose);
            let test = add_back(bench, cells, at, partner, &design, &mut rng);
            table.add_backs.push(test);
        }
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

/// Blot and array, in the surroundings in which the culture grew.
fn signals(case: &Case, workup: &Workup, table: &mut Readouts) {
    let own = (case.bench, case.before, case.resistant);
    let (bench, before, resistant) = case
        .surroundings
        .map_or(own, |around| (around.bench, around.parental, around.resistant));
    let index = case.drug_on(bench);
    let drug = &bench.biology.drugs()[index];
    let treatment = format!(
        "{} {}",
        drug.name,
        crate::diagnosis::decision::resistance::dose(case.dose)
    );
    let (none, dosed) = (bench.only(index, 0.0), bench.only(index, case.dose));
    if workup.blots > 0 {
        let lane = |specimen, doses, treatment| LaneSetup {
            specimen,
            doses,
            treatment,
        };
        let lanes = [
            lane(before, &none[..], "no drug"),
            lane(before, &dosed[..], treatment.as_str()),
            lane(resistant, &none[..], "no drug"),
            lane(resistant, &dosed[..], treatment.as_str()),
        ];
        let noise = BlotNoise {
            blots: workup.blots,
            ..BlotNoise::default()
        };
        table.blot = Some(blot(&bench.biology, &lanes, noise, &mut case.rng(Purpose::Blot)));
    }
    if workup.array {
        let mut rng = case.rng(Purpose::KinaseArray);
        let noise = ArrayNoise::default();
        table.array = Some(array(
            &bench.biology,
            (before, resistant),
            (&dosed, &treatment),
            noise,
            &mut rng,
        ));
    }
}
