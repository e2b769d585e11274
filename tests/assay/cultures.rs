//! Cultures on a plate: mixtures, holidays from the drug, clones and what founds them.

use crate::plates::{rng, without_scatter};
use crate::{bench, culture};
use escalade::assay::clones::{CloningDesign, single_cell_clones};
use escalade::assay::functional::cross_resistance::{Crossing, Treatment, ic50};
use escalade::assay::viability::dose_response::dose_response;
use escalade::assay::viability::growth::Culture;
use escalade::assay::viability::potency::Potency;
use escalade::assay::{Specimen, SpecimenCells};
use escalade::random::{Purpose, stream};

/// A mixed culture reads as the sum of its types: between the two, and at the ends each one alone.
#[test]
fn mixtures_respond_as_the_sum_of_their_types() {
    let bench = bench("H3122");
    let drug = bench.drug("alectinib").unwrap();
    let mixed = |resistant: f64| {
        let part = |text: &str, count: f64| SpecimenCells {
            count,
            ..culture(&bench, text).cells()[0].clone()
        };
        Specimen::mixed("mixed", [part("parental", 1.0 - resistant), part("G1202R", resistant)]).unwrap()
    };
    let treatment = Treatment::single(&bench, drug);
    let dose = |specimen: &Specimen| match ic50(&bench, specimen, &treatment, 72.0) {
        Crossing::At(nm) => nm,
        other => panic!("{other:?}"),
    };
    let doses: Vec<f64> = [0.0, 0.3, 0.7, 1.0].map(|share| dose(&mixed(share))).to_vec();
    assert!(doses.is_sorted() && doses[3] > 3.0 * doses[0], "{doses:?}");
    // At a dose the wells of a mixture hold the weighted sum.
    let at = bench.only(drug, 200.0);
    let fold = |specimen: &Specimen| Culture::new(&bench.biology, specimen, &at).fold(3.0);
    let sum = 0.7 * fold(&mixed(0.0)) + 0.3 * fold(&mixed(1.0));
    assert!((fold(&mixed(0.3)) / sum - 1.0).abs() < 1e-12);
}

/// A reversible culture regains sensitivity off drug, in two phases where states of different speed are mixed;
/// a mutant does not.
#[test]
fn a_holiday_brings_back_sensitivity_of_reversible_cultures_only() {
    let bench = bench("H3122");
    let drug = bench.drug("alectinib").unwrap();
    let none = bench.only(drug, 0.0);
    let index = |specimen: &Specimen, days: f64| {
        let rested = Culture::new(&bench.biology, specimen, &none).after(days).unwrap();
        let plate = without_scatter();
        let read = |cells: &Specimen| dose_response(&bench, cells, drug, &plate, &mut rng(0)).ic50;
        let parental = read(&Specimen::parental(&bench.biology)).dose().unwrap();
        match read(&rested) {
            Potency::Dose { nm, .. } | Potency::Above { nm } => nm / parental,
            other => panic!("{other:?}"),
        }
    };
    let reversible = culture(&bench, "parental @ ccn1-high");
    let mutant = culture(&bench, "G1202R");
    let falls: Vec<f64> = [0.0, 3.0, 7.0, 14.0, 28.0]
        .map(|days| index(&reversible, days))
        .to_vec();
    assert!(
        falls[0] > 3.0 && falls.windows(2).all(|pair| pair[1] <= pair[0] * 1.001),
        "{falls:?}"
    );
    assert!(falls[4] < 1.5, "back to parental after four weeks: {falls:?}");
    assert!((index(&mutant, 28.0) / index(&mutant, 0.0) - 1.0).abs() < 0.02);
}

#[test]
fn clones_are_picked_by_their_share_and_bank_what_they_grow_into() {
    let bench = bench("H3122");
    let part = |text: &str, count: f64| SpecimenCells {
        count,
        ..culture(&bench, text).cells()[0].clone()
    };
    let cells = [part("G1202R", 30.0), part("parental @ ccn1-high", 70.0)];
    let mixed = Specimen::mixed("mixed", cells).unwrap();
    let mut design = CloningDesign::new(&bench, 4_000);
    design.efficiency = 0.5;
    let mut picking = stream(3, 0, Purpose::Cloning);
    let growth = |well: u32| stream(3, u64::from(well), Purpose::CloneGrowth);
    let cloning = single_cell_clones(&bench, &mixed, &design, &mut picking, growth);
    // 2,000 of 4,000 cells take, 600 of them with G1202R; families die out with chance death over birth.
    let lives = |text: &str| {
        let cell = &culture(&bench, text).cells()[0].clone();
        let phenotype = bench.biology.phenotype(&cell.genotype, cell.state, &design.doses);
        1.0 - phenotype.death / phenotype.birth
    };
    let mutants = cloning.clones.iter().filter(|clone| clone.founder == "G1202R").count() as f64;
    let expected = 600.0 * lives("G1202R");
    assert!(
        (mutants - expected).abs() < 5.0 * expected.sqrt(),
        "{mutants} against {expected}"
    );
    let others = cloning.clones.len() as f64 - mutants;
    assert!(others > 0.0 && others < 1_400.0 + 5.0 * 1_400f64.sqrt(), "{others}");
    // Clones of one kind take different times: they grow by chance, not at the mean.
    let mut days: Vec<f64> = (cloning.clones.iter())
        .filter(|clone| clone.founder == "G1202R")
        .map(|clone| clone.days)
        .collect();
    days.sort_by(f64::total_cmp);
    days.dedup();
    assert!(days.len() > 20, "{} different days", days.len());
    for clone in &cloning.clones {
        let naive = clone.specimen.mean(|part| f64::from(u8::from(part.state == 0)));
        assert!(naive > 0.5, "off drug clones fall back to the naive state");
        assert!((5.0..150.0).contains(&clone.days));
    }
}

/// Under 300 times its IC50 the parental line leaves clones only where a cell has really changed its state: all
/// banked cells under drug are in a state that grows there. Nobody comes through by a fraction of a cell.
#[test]
fn under_drug_only_cells_that_switched_found_clones() {
    let bench = bench("KM12");
    let parental = Specimen::parental(&bench.biology);
    let drug = bench.drug("larotrectinib").unwrap();
    let mut design = CloningDesign::new(&bench, 400);
    design.efficiency = 1.0;
    let grown = |design: &CloningDesign| {
        let growth = |well: u32| stream(5, u64::from(well), Purpose::CloneGrowth);
        single_cell_clones(&bench, &parental, design, &mut stream(5, 0, Purpose::Cloning), growth)
    };
    let free = grown(&design).clones.len();
    design.doses = bench.only(drug, 1_000.0);
    let under = grown(&design);
    assert!(free > 200, "{free} of 400 without drug");
    assert!(
        under.clones.len() * 20 < free,
        "{} of 400 under drug",
        under.clones.len()
    );
    for clone in &under.clones {
        assert!(clone.specimen.cells().iter().any(|part| part.state > 0));
    }
}
