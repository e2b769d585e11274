//! Dose-response assays: doses of a plate, curves of every shape, degraded batches, cross-resistance.

use crate::plates::{rng, without_scatter};
use crate::{bench, culture};
use escalade::assay::Specimen;
use escalade::assay::functional::cross_resistance::{Crossing, Flag, Treatment, cross_map, ic50};
use escalade::assay::viability::batch::{BatchVerdict, batch_check};
use escalade::assay::viability::dose_response::dose_response;
use escalade::assay::viability::plate::{PlateDesign, usual_doses};
use escalade::assay::viability::potency::Potency;
use escalade::model::biology::StateClass;
use escalade::model::endpoint;

#[test]
fn usual_series_reach_below_a_potent_drugs_ic50() {
    assert_eq!(usual_doses(None).len(), 10);
    assert_eq!(usual_doses(Some(500.0))[0], 1.0);
    let potent = usual_doses(Some(0.1));
    assert!((potent[0] - 0.003).abs() < 1e-9 && potent.len() >= 14, "{potent:?}");
    for (line, drug) in [("KM12", "repotrectinib"), ("MV4-11", "quizartinib")] {
        let bench = bench(line);
        let drug = bench.drug(drug).unwrap();
        let parental = Specimen::parental(&bench.biology);
        let Crossing::At(dose) = ic50(&bench, &parental, &Treatment::single(&bench, drug), 72.0) else {
            panic!("{line} has an IC50")
        };
        let design = PlateDesign {
            doses: usual_doses(Some(dose)),
            ..PlateDesign::default()
        };
        let read = dose_response(&bench, &parental, drug, &design, &mut rng(1));
        assert!(read.ic50.dose().is_some(), "{line}: {:?}", read.ic50);
    }
}

#[test]
fn a_degraded_drug_looks_like_resistance_until_the_batch_is_checked() {
    let bench = bench("H3122");
    let drug = bench.drug("alectinib").unwrap();
    let parental = Specimen::parental(&bench.biology);
    // Triplicates leave this shallow curve too wide to call a batch good; twelve wells settle it.
    let plate = PlateDesign {
        wells: 12,
        controls: 24,
        ..PlateDesign::default()
    };
    let check = |share: f64| batch_check(&bench, &parental, drug, share, &plate, &mut rng(5));
    let weak = check(0.2);
    assert_eq!(weak.verdict, BatchVerdict::Weak);
    let seen = weak.potency.unwrap();
    assert!((seen.low..=seen.high).contains(&0.2), "{seen:?}");
    assert!(weak.index_by_notes.unwrap().low > 2.0, "by the notes it is resistant");
    assert!(
        weak.index_on_plate.unwrap().low < 1.3,
        "beside the parental line it is not"
    );
    assert_eq!(check(1.0).verdict, BatchVerdict::Good);
}

#[test]
fn the_cross_resistance_map_finds_the_textbook_pairs() {
    let bench = bench("H3122");
    let cultures = ["G1202R", "C1156Y+L1198F", "met-amplification"];
    let cultures: Vec<(Specimen, Option<u64>)> = cultures.map(|text| (culture(&bench, text), None)).to_vec();
    let drugs = ["crizotinib", "alectinib", "lorlatinib"].map(|id| bench.drug(id).unwrap());
    let mut treatments: Vec<Treatment> = drugs.map(|drug| Treatment::single(&bench, drug)).to_vec();
    let beside = (bench.drug("trametinib").unwrap(), 10.0);
    treatments.push(Treatment::single(&bench, drugs[1]).with(&bench, beside, "10 nM"));
    let beside = (bench.drug("capmatinib").unwrap(), 100.0);
    treatments.push(Treatment::single(&bench, drugs[1]).with(&bench, beside, "100 nM"));
    let map = cross_map(&bench, &cultures, &treatments, 72.0);
    let cell = |row: usize, column: usize| map.rows[row].cells[column];
    assert!(
        map.rows[0].cells[..3]
            .iter()
            .all(|cell| (cell.fold.unwrap() - 1.0).abs() < 1e-6)
    );
    assert_eq!(cell(1, 1).flag, Flag::CrossResistant);
    // The compound that lost lorlatinib and regained crizotinib (Shaw 2016).
    assert_eq!(cell(2, 0).flag, Flag::CollateralSensitivity);
    assert_eq!(cell(2, 2).flag, Flag::CrossResistant);
    // Closing the bypass brings alectinib back.
    let (alone, paired) = (cell(3, 1).fold.unwrap(), cell(3, 4).fold.unwrap());
    assert!(alone > 5.0 && paired < 0.5 * alone, "{alone} {paired}");
    // A partner that kills the parental line as well is no collateral sensitivity.
    let (parental, mutant) = (cell(0, 3), cell(1, 3));
    if parental.ic50 == Crossing::Beside && mutant.ic50 == Crossing::Beside {
        assert_eq!(mutant.flag, Flag::Similar);
    }
    assert!(map.rows[0].cells.iter().all(|cell| cell.flag == Flag::Similar));
    // Without switching the map meets the model's own IC50.
    let own = endpoint::absolute_ic(&bench.biology, &bench.biology.wild_type(), 0, drugs[0], 0.5, 72.0).unwrap();
    let Crossing::At(read) = map.parental[0] else { panic!() };
    assert!((read / own - 1.0).abs() < 0.05, "{read} {own}");
    assert!(
        bench
            .biology
            .states()
            .iter()
            .any(|state| state.class == StateClass::Adapted)
    );
}

#[test]
fn the_same_seed_gives_the_same_plate() {
    let bench = bench("KM12");
    let drug = bench.drug("larotrectinib").unwrap();
    let parental = Specimen::parental(&bench.biology);
    let read = |seed| dose_response(&bench, &parental, drug, &PlateDesign::default(), &mut rng(seed));
    assert_eq!(read(4), read(4));
    assert_ne!(read(4).readings, read(5).readings);
}

/// Amplified drivers: little drug helps the cells before more kills them. No four-parameter curve has that
/// shape, so the doses come from the joined means, agree with the exact crossing and rise with the copies.
#[test]
fn a_response_that_rises_before_it_falls_is_read_off_the_joined_means() {
    let bench = bench("H3122");
    let drug = bench.drug("alectinib").unwrap();
    let design = without_scatter();
    let mut before = 0.0;
    for copies in 5..=8 {
        let cells = culture(&bench, &format!("alk-amplification in {copies} copies"));
        let read = dose_response(&bench, &cells, drug, &design, &mut rng(0));
        let exact = match ic50(&bench, &cells, &Treatment::single(&bench, drug), 72.0) {
            Crossing::At(nm) => nm,
            other => panic!("{other:?}"),
        };
        let Potency::Dose { nm, low, high } = read.ic50 else {
            panic!("{:?}", read.ic50)
        };
        assert!(
            (nm / exact - 1.0).abs() < 0.15,
            "{copies} copies: {nm} read, {exact} exact"
        );
        assert!(nm > before, "{copies} copies: {nm} after {before}");
        assert!(low == nm && high == nm, "no scatter, no interval");
        before = nm;
        if copies == 7 {
            assert!(read.interpolated.is_some() && read.fit.is_none(), "{read:?}");
            assert_eq!(read.ec50, Potency::None);
        }
    }
    let parental = dose_response(&bench, &Specimen::parental(&bench.biology), drug, &design, &mut rng(0));
    assert!(parental.interpolated.is_none() && parental.fit.is_some());
}
