//! Causes outside the cells: ligands, stroma and a degraded stock are found where they are the cause, and only there.

use super::{bench, case, index, knowledge};
use escalade::assay::signals::blot::{BlotNoise, LaneSetup, blot};
use escalade::assay::surroundings::cytokines::{ElisaNoise, elisa};
use escalade::assay::{Bench, Specimen, Translation};
use escalade::diagnosis::scoring::truth::TruthRow;
use escalade::diagnosis::{Atlas, Case, Kind, Surroundings, Thresholds, Workup, advise, diagnose, examine, work};
use escalade::knowledge::NicheLevel;
use escalade::random::{Purpose, stream};
use escalade::report::diagnosis::told;

/// ERK stays phosphorylated under a FLT3 inhibitor where FGF2 is there, and where FLT3 ligand drives the wild-type
/// copy of a heterozygous line. The same cells in plain medium are the control.
#[test]
fn fgf2_and_flt3_ligand_sustain_erk_under_a_flt3_inhibitor() {
    let base = knowledge();
    let plain = Bench::of_line(&base, "MOLM-13").expect("a line");
    let erk = |factors: &[NicheLevel]| {
        let among = Bench::among(&base, "MOLM-13", &plain.drug_ids(), factors).expect("surroundings");
        let doses = among.only(index(&among, "quizartinib"), 20.0);
        let parental = Specimen::parental(&among.biology);
        let lane = LaneSetup {
            specimen: &parental,
            doses: &doses,
            treatment: "quizartinib",
        };
        let noise = BlotNoise {
            cv: 0.0,
            ..BlotNoise::default()
        };
        let blot = blot(&among.biology, &[lane], noise, &mut stream(1, 0, Purpose::Blot));
        blot.row("pERK").expect("a pERK row").bands[0].value
    };
    let alone = erk(&[]);
    assert!(erk(&[NicheLevel::new("fgf2", 1.0)]) > 2.0 * alone);
    assert!(erk(&[NicheLevel::new("flt3-ligand", 1.0)]) > 2.0 * alone);
}

#[test]
fn flt3_ligand_is_high_in_the_co_culture() {
    let base = knowledge();
    let line = base.line("MOLM-13").expect("a line");
    let known = base.niche_of(line);
    let around = base
        .surroundings(line, &[NicheLevel::new("hs-5", 1.0)])
        .expect("a factor");
    let mut rng = stream(1, 0, Purpose::Cytokines);
    let plate = elisa(&known, &around, ElisaNoise::default(), &mut rng);
    for readout in ["FL", "FGF2", "CXCL12"] {
        let row = plate.rows.iter().find(|row| row.readout == readout).expect(readout);
        assert!(row.raised && row.co_culture > 10.0 * row.medium, "{row:?}");
    }
    let nothing = elisa(&known, &[], ElisaNoise::default(), &mut rng);
    assert!(nothing.rows.iter().all(|row| !row.raised));
}

/// The truth is "niche" where unaltered cells grow at the dose by the stroma alone: not at a dose at which they grow
/// without it, nor among factors that do not act on it, nor where stroma does not suffice.
#[test]
fn surroundings_are_the_truth_only_where_they_are_the_cause() {
    let base = knowledge();
    let plain = Bench::of_line(&base, "MOLM-13").expect("a line");
    let line = base.line("MOLM-13").expect("a line");
    let known = base.niche_of(line);
    let parental = Specimen::parental(&plain.biology);
    let row = |dose: f64, factor: &str, level: f64, growing: f64| {
        let wanted = [NicheLevel::new(factor, level)];
        let around = base.surroundings(line, &wanted).expect("factors");
        let stroma = Bench::among(&base, "MOLM-13", &plain.drug_ids(), &wanted).expect("a co-culture");
        let there = Translation::between(&plain.biology, &stroma.biology).expect("the same line");
        let moved = there.specimen(&parental);
        let case = Case {
            growing,
            surroundings: Some(Surroundings {
                bench: &stroma,
                resistant: &moved,
                parental: &moved,
                factors: &around,
                known: &known,
            }),
            ..case(&plain, (&parental, &parental), ("quizartinib", dose), (1, 0))
        };
        work(&case, &Workup::cheap(), &Thresholds::default(), 30.0).truth.row()
    };
    assert_eq!(row(20.0, "hs-5", 1.0, 0.5), TruthRow::One(Kind::Niche));
    assert_eq!(
        row(0.001, "hs-5", 1.0, 0.5),
        TruthRow::One(Kind::NotResistant),
        "cells grow at this dose anyway"
    );
    assert_eq!(
        row(20.0, "hs-5", 0.001, 0.5),
        TruthRow::One(Kind::NotResistant),
        "hardly any stroma"
    );
    assert_eq!(
        row(20.0, "hs-5", 1.0, 1.5),
        TruthRow::One(Kind::NotResistant),
        "no stroma gives half as much again"
    );
}

#[test]
fn a_co_culture_protects_and_is_called() {
    let base = knowledge();
    let plain = Bench::of_line(&base, "MOLM-13").expect("a line");
    let factors = [NicheLevel::new("hs-5", 1.0)];
    let line = base.line("MOLM-13").expect("a line");
    let around = base.surroundings(line, &factors).expect("factors");
    let known = base.niche_of(line);
    let stroma =
        Bench::among(&base, "MOLM-13", &plain.drug_ids(), &[NicheLevel::new("hs-5", 1.0)]).expect("a co-culture");
    let parental = Specimen::parental(&plain.biology);
    let there = Translation::between(&plain.biology, &stroma.biology).expect("the same line");
    let moved = there.specimen(&parental);
    let case = Case {
        surroundings: Some(Surroundings {
            bench: &stroma,
            resistant: &moved,
            parental: &moved,
            factors: &around,
            known: &known,
        }),
        ..case(&plain, (&parental, &parental), ("quizartinib", 20.0), (1, 0))
    };
    let readouts = examine(&case, &Workup::full());
    let diagnosis = diagnose(&readouts, &Atlas::of(&stroma), &Thresholds::default());
    let call = diagnosis.first().expect("a call");
    assert_eq!(call.kind, Kind::Niche, "{diagnosis:?}");
    assert!(call.names.iter().any(|name| name == "FL"));
    let advice = advise(
        &plain,
        &Atlas::of(&stroma),
        case.drug,
        &readouts,
        &diagnosis,
        &Thresholds::default(),
    );
    assert!(
        advice.iter().any(|one| told(one).text.contains("PD173074")),
        "{advice:?}"
    );
}

#[test]
fn a_degraded_stock_is_found_before_anything_is_called() {
    let bench = bench("H3122");
    let parental = Specimen::parental(&bench.biology);
    let case = |stock| Case {
        stock,
        ..case(&bench, (&parental, &parental), ("alectinib", 1000.0), (5, 0))
    };
    let call = |stock, workup: &Workup| {
        let readouts = examine(&case(stock), workup);
        let diagnosis = diagnose(&readouts, &Atlas::of(&bench), &Thresholds::default());
        diagnosis.first().expect("a call").kind
    };
    assert_eq!(call(0.05, &Workup::full()), Kind::Material);
    assert_eq!(call(1.0, &Workup::full()), Kind::NotResistant);
    // Without the check the weak stock looks like resistance.
    assert_ne!(call(0.05, &Workup::cheap()), Kind::NotResistant);
}
