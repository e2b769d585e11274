//! What the guides expect of sensitivity: IC50s over the parental line's, drugs that tell mechanisms apart, holidays.

use super::{bench, called, clone, index, work_up};
use escalade::assay::Specimen;
use escalade::assay::functional::{add_back, switch_dose, switch_test};
use escalade::assay::viability::dose_response::dose_response;
use escalade::assay::viability::plate::{PlateDesign, PlateNoise};
use escalade::assay::viability::potency::Potency;
use escalade::assay::viability::ratio::ratio;
use escalade::diagnosis::examination::plates::plate;
use escalade::diagnosis::{Kind, Workup};
use escalade::random::{Purpose, stream};

/// Confirm resistance by comparing IC50s with the parental line's on one plate (P03); sequenced mutants in Ba/F3 are
/// confirmed by their IC50 (P12). Without scatter, so that the comparison is of the model; power: cells held against
/// themselves show no shift.
#[test]
fn resistant_cells_shift_the_ic50_in_the_line_and_in_ba_f3() {
    for (line, drug, name, least) in [
        ("H3122", "alectinib", "G1202R", 5.0),
        ("KM12", "larotrectinib", "G595R", 5.0),
        ("MOLM-13", "quizartinib", "D835Y", 5.0),
        ("baf3-flt3-itd", "quizartinib", "D835Y", 5.0),
        ("baf3-flt3-itd", "quizartinib", "F691L", 5.0),
    ] {
        let bench = bench(line);
        let drug = index(&bench, drug);
        let design = PlateDesign {
            noise: PlateNoise::NONE,
            ..plate(&bench, drug, 6, 72.0)
        };
        let mut rng = stream(8, 0, Purpose::DoseResponse);
        let mut ic50 = |cells: &Specimen| dose_response(&bench, cells, drug, &design, &mut rng).ic50;
        let parental = ic50(&Specimen::parental(&bench.biology));
        let shift = |own: Potency| {
            let ratio = ratio(&own, &parental).expect("the parental IC50 is within the doses");
            ratio.value.unwrap_or(ratio.low)
        };
        let resistant = shift(ic50(&clone(&bench, name)));
        assert!(resistant > least, "{line} {name}: {resistant}");
        assert!((shift(parental) - 1.0).abs() < 1e-9);
    }
}

/// Sensitive to a second-generation TRK inhibitor: on-target; still resistant: off-target (P07).
#[test]
fn selitrectinib_tells_g595r_from_kras() {
    let bench = bench("KM12");
    let parental = Specimen::parental(&bench.biology);
    let selitrectinib = index(&bench, "selitrectinib");
    let mut rng = stream(12, 0, Purpose::DoseResponse);
    let mut left = |name: &str| {
        let dose = switch_dose(&bench, selitrectinib).expect("a dose that stops the parental line");
        let cells = (&parental, &clone(&bench, name));
        switch_test(&bench, cells, selitrectinib, dose, &PlateDesign::default(), &mut rng)
    };
    let (on, off) = (left("G595R"), left("kras-g12d"));
    assert!(on.parental.high < 0.5 && on.resistant.high < 0.5, "{on:?}");
    assert!(off.parental.high < 0.5 && off.resistant.low > 0.5, "{off:?}");
}

#[test]
fn lorlatinib_tells_g1202r_from_met_amplification() {
    let bench = bench("H3122");
    let parental = Specimen::parental(&bench.biology);
    let lorlatinib = index(&bench, "lorlatinib");
    let mut rng = stream(2, 0, Purpose::DoseResponse);
    let mut left = |name: &str| {
        let dose = switch_dose(&bench, lorlatinib).expect("a dose that stops the parental line");
        let cells = clone(&bench, name);
        switch_test(
            &bench,
            (&parental, &cells),
            lorlatinib,
            dose,
            &PlateDesign::default(),
            &mut rng,
        )
    };
    let (on, off) = (left("G1202R"), left("met-amplification"));
    assert!(on.parental.high < 0.5 && on.resistant.high < 0.5, "{on:?}");
    assert!(off.parental.high < 0.5 && off.resistant.low > 0.5, "{off:?}");
}

#[test]
fn two_weeks_without_drug_resensitise_ccn1_high_cells_and_leave_an_allele() {
    let bench = bench("H3122");
    let drug = ("alectinib", 1000.0);
    let state = work_up(&bench, &clone(&bench, "parental @ ccn1-high"), drug, &Workup::full(), 0);
    let rest = state.readouts.holiday.as_ref().expect("a holiday");
    let before = state.readouts.shift.as_ref().expect("a shift");
    assert!(
        before.index.low > 2.0 && rest.shift.index.value < 2.0,
        "{before:?} {rest:?}"
    );
    assert_eq!(called(&state), Kind::Reversible);
    let allele = work_up(&bench, &clone(&bench, "G1202R"), drug, &Workup::full(), 0);
    assert!(allele.readouts.holiday.expect("a holiday").shift.index.low > 5.0);
}

#[test]
fn a_mek_inhibitor_resensitises_kras_mutant_trk_cells_and_not_on_target_ones() {
    let bench = bench("KM12");
    let (drug, partner) = (index(&bench, "larotrectinib"), index(&bench, "trametinib"));
    let design = plate(&bench, drug, 6, 72.0);
    let mut rng = stream(4, 0, Purpose::DoseResponse);
    let mut test = |name: &str| add_back(&bench, &clone(&bench, name), (drug, 100.0), partner, &design, &mut rng);
    let kras = test("kras-g12d");
    assert!(kras.bliss_excess.low > 0.0 && kras.bliss_excess.value > 0.1, "{kras:?}");
    assert!(kras.ic50_fold.is_some_and(|fold| fold.low > 3.0), "{kras:?}");
    let allele = test("G595R");
    assert!(allele.bliss_excess.value < 0.1, "{allele:?}");
}
