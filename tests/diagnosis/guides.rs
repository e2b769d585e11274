//! What the guides expect of each read-out.

use super::{bench, called, case, clone, index, knowledge, work_up};
use escalade::assay::functional::{add_back, express, switch_dose, switch_test};
use escalade::assay::sequencing::panel::{Panel, Ready, sites};
use escalade::assay::signals::blot::{BlotNoise, BlotRow, LaneSetup, blot};
use escalade::assay::signals::expression::{DaySample, ExpressionNoise, expression};
use escalade::assay::signals::shown::RowKind;
use escalade::assay::surroundings::cytokines::{ElisaNoise, elisa};
use escalade::assay::viability::dose_response::dose_response;
use escalade::assay::viability::growth::Culture;
use escalade::assay::viability::plate::{PlateDesign, PlateNoise};
use escalade::assay::viability::potency::Potency;
use escalade::assay::viability::ratio::ratio;
use escalade::assay::{Bench, Specimen, Translation};
use escalade::diagnosis::advice::Source;
use escalade::diagnosis::examination::plates::plate;
use escalade::diagnosis::scoring::truth::TruthRow;
use escalade::diagnosis::{Atlas, Call, Case, Fault, Kind, Readouts, Surroundings, Thresholds, Workup};
use escalade::diagnosis::{advise, diagnose, examine, work};
use escalade::knowledge::NicheLevel;

use escalade::random::{Purpose, stream};
use escalade::report::diagnosis::{Told, told};

/// "Sustained phosphorylation of ERK and/or AKT despite effective inhibition" speaks for off-target.
#[test]
fn pathways_run_on_despite_target_inhibition_in_bypass_clones_only() {
    for (line, drug, bypass, on_target) in [
        ("H3122", ("alectinib", 1000.0), "met-amplification", "G1202R"),
        ("KM12", ("larotrectinib", 100.0), "kras-g12d", "G595R"),
        ("MOLM-13", ("quizartinib", 20.0), "nras-g12d", "D835Y"),
    ] {
        let bench = bench(line);
        let lanes = |name: &str| {
            let found = work_up(&bench, &clone(&bench, name), drug, &Workup::full(), 0);
            let blot = found.readouts.blot.expect("the full work-up has a blot");
            let band = |row: &BlotRow, lane: usize| row.bands[lane].value;
            let target = blot.target().expect("a target row");
            let erk = blot.row("pERK").expect("a pERK row");
            (band(target, 3) / band(target, 1), band(erk, 3) / band(erk, 1))
        };
        let (target, erk) = lanes(bypass);
        assert!(
            target < 2.0 && erk > 2.0,
            "{line} {bypass}: target {target}, pERK {erk}"
        );
        let (target, erk) = lanes(on_target);
        assert!(
            target > 2.0 && erk > 2.0,
            "{line} {on_target}: target {target}, pERK {erk}"
        );
    }
}

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

/// The array finds the bypass without a suspicion (P16): the receptor of the clone's route is its largest change,
/// and no receptor is called in an on-target clone.
#[test]
fn the_array_ranks_the_bypass_first() {
    let receptors = |line: &str, (drug, dose): (&str, f64), name: &str| {
        let found = work_up(
            &bench(line),
            &clone(&bench(line), name),
            (drug, dose),
            &Workup::full(),
            2,
        );
        let array = found.readouts.array.expect("the full work-up has an array");
        let called = array
            .spots
            .into_iter()
            .filter(|spot| spot.called && matches!(spot.kind, RowKind::Source | RowKind::Relay));
        called.map(|spot| spot.readout).collect::<Vec<_>>()
    };
    let alectinib = ("alectinib", 1000.0);
    assert_eq!(receptors("H3122", alectinib, "met-amplification")[0], "pMET");
    // HER2 goes with EGFR.
    let mut egfr = receptors("H3122", alectinib, "egfr-activation");
    egfr[..2].sort();
    assert_eq!(egfr[..2], ["pEGFR", "pHER2"]);
    // What passes RAS and MEK is up behind any bypass; no receptor is in a RAS mutant, and none in an on-target clone.
    let ras = receptors("KM12", ("larotrectinib", 100.0), "kras-g12d");
    assert!(ras.contains(&"RAS-GTP".to_owned()), "{ras:?}");
    for (line, treated, name) in [
        ("KM12", ("larotrectinib", 100.0), "kras-g12d"),
        ("H3122", alectinib, "G1202R"),
    ] {
        let called = receptors(line, treated, name);
        let passed = |spot: &String| spot == "RAS-GTP" || spot == "pMEK";
        assert!(called.iter().all(passed), "{line} {name}: {called:?}");
    }
}

/// Phospho-EGFR, phospho-HER2 and phospho-MET stand on every blot beside target and pathways (P06, P18); STAT5 on a
/// FLT3 blot.
#[test]
fn blots_have_the_rows_that_the_guides_name() {
    for (line, drug, rows) in [
        ("H3122", ("alectinib", 100.0), &["pALK", "pERK", "pAKT"][..]),
        ("KM12", ("larotrectinib", 100.0), &["pERK", "pAKT"]),
        ("MOLM-13", ("quizartinib", 20.0), &["pFLT3", "pERK", "pAKT", "pSTAT5"]),
    ] {
        let bench = bench(line);
        let found = work_up(&bench, &Specimen::parental(&bench.biology), drug, &Workup::full(), 0);
        let blot = found.readouts.blot.expect("the full work-up has a blot");
        for row in rows.iter().chain(&["pEGFR", "pHER2", "pMET"]) {
            assert!(blot.row(row).is_some(), "{line}: {row}");
        }
    }
}

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

/// FLT3 exons 14 to 20 hold the hotspots that the guide lists (P21).
#[test]
fn the_flt3_panel_covers_the_hotspots() {
    let bench = bench("MOLM-13");
    let panel = Panel::ready(&bench, Ready::KinaseDomain);
    let known = sites(&bench);
    for residue in [835, 842, 691, 676] {
        let at: Vec<_> = known
            .iter()
            .filter(|site| site.gene == "FLT3" && site.residue == Some(residue))
            .collect();
        assert!(!at.is_empty(), "no allele at {residue}");
        assert!(at.into_iter().all(|site| panel.covers(site)), "{residue}");
    }
}

/// What follows from a call (S01 to S03): the next generation for an allele, the route's inhibitor for a bypass, a
/// holiday or the adaptive mechanism's inhibitor for a state. Each names its source.
#[test]
fn advice_follows_the_mechanism() {
    for (line, drug, name, expected) in [
        ("H3122", ("alectinib", 1000.0), "G1202R", &["lorlatinib"][..]),
        ("KM12", ("larotrectinib", 100.0), "G595R", &["selitrectinib"]),
        (
            "KM12",
            ("larotrectinib", 100.0),
            "kras-g12d",
            &["larotrectinib with", "trametinib"],
        ),
        ("KM12", ("larotrectinib", 100.0), "braf-v600e", &["larotrectinib with"]),
        (
            "H3122",
            ("alectinib", 1000.0),
            "parental @ ccn1-high",
            &["14 days without drug", "CCN1 inhibitor"],
        ),
    ] {
        let bench = bench(line);
        let found = work_up(&bench, &clone(&bench, name), drug, &Workup::full(), 0);
        let limits = Thresholds::default();
        let advice = advise(
            &bench,
            &Atlas::of(&bench),
            index(&bench, drug.0),
            &found.readouts,
            &found.diagnosis,
            &limits,
        );
        for part in expected {
            let said = |one: Told| one.text.contains(part) && one.source.len() > 10;
            assert!(
                advice.iter().map(told).any(said),
                "{line} {name}: {part} is not in {advice:?}"
            );
        }
    }
}

/// Whatever is called, no advice cites the guide of another family; where a guide is cited, it is the family's own.
#[test]
fn advice_cites_the_guide_of_the_lines_own_family() {
    let base = knowledge();
    let families = &base.data().family;
    let guides: Vec<&String> = families.iter().filter_map(|family| family.guide.as_ref()).collect();
    assert_eq!(guides.len(), families.len(), "a family without a guide");
    for (line, drug) in [
        ("H3122", "alectinib"),
        ("KM12", "larotrectinib"),
        ("MOLM-13", "quizartinib"),
    ] {
        let bench = bench(line);
        let id = bench.line().expect("a line").family.clone().expect("a family");
        let family = families.iter().find(|family| family.id == id).expect("a family");
        let atlas = Atlas::of(&bench);
        let readouts = Readouts::empty("culture", drug, 100.0);
        let mut cited: Vec<String> = Vec::new();
        for kind in Kind::ALL {
            for (faults, names) in [(Vec::new(), Vec::new()), (Fault::ALL.to_vec(), two_alleles(&bench))] {
                let call = Call {
                    kind,
                    names,
                    route: None,
                    weight: 1.0,
                    confirmed: false,
                };
                let mut diagnosis = diagnose(&readouts, &atlas, &Thresholds::default());
                diagnosis.calls = vec![call];
                diagnosis.shown.faults = faults;
                let advice = advise(
                    &bench,
                    &atlas,
                    index(&bench, drug),
                    &readouts,
                    &diagnosis,
                    &Thresholds::default(),
                );
                cited.extend(advice.iter().flat_map(|one| &one.sources).flat_map(references));
            }
        }
        assert!(
            cited.iter().any(|id| Some(id) == family.guide.as_ref()),
            "{line}: {cited:?}"
        );
        let foreign = cited
            .iter()
            .find(|id| guides.contains(id) && Some(*id) != family.guide.as_ref());
        assert_eq!(foreign, None, "{line}");
        assert!(!cited.iter().any(|id| id == "larotrectinib-guide"), "{line}");
    }
}

/// Ids of the references of a source.
fn references(source: &Source) -> Vec<String> {
    match source {
        Source::Cited(reference) => vec![reference.id.clone()],
        Source::Of { source, .. } => references(source),
        _ => Vec::new(),
    }
}

/// Two alleles of the driver that can stand on one copy.
fn two_alleles(bench: &Bench) -> Vec<String> {
    let alleles = &bench.biology.alleles;
    let own = bench.biology.wild_type().alleles();
    let mut names = alleles.iter().enumerate().filter(|(i, _)| !own.contains(&(*i as u32)));
    let (_, first) = names.next().expect("an allele");
    let other = names.find(|(_, other)| other.residue != first.residue);
    vec![first.name.clone(), other.expect("another allele").1.name.clone()]
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
fn ascl1_is_positive_after_transformation_only() {
    let bench = bench("H3122");
    let share = |name: &str| {
        let found = work_up(&bench, &clone(&bench, name), ("alectinib", 1000.0), &Workup::full(), 3);
        let rows = found.readouts.stains.as_ref().expect("stains").rows.clone();
        let row = rows.into_iter().find(|row| row.marker == "ASCL1").expect("ASCL1");
        (row.resistant.share, called(&found))
    };
    let (transformed, call) = share("parental @ sclc");
    assert!(transformed > 0.7 && call == Kind::Transformed);
    assert!(share("met-amplification").0 < 0.1);
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

#[test]
fn ectopic_expression_validates_the_candidate() {
    let bench = bench("KM12");
    let drug = index(&bench, "larotrectinib");
    let mut rng = stream(5, 0, Purpose::DoseResponse);
    let design = plate(&bench, drug, 6, 72.0);
    let engineered = express(&bench, &clone(&bench, "KRAS G12D"), drug, &design, &mut rng);
    let fold = engineered
        .engineered
        .resistance_index(&engineered.parental)
        .expect("a ratio");
    assert!(fold.low > 10.0, "{fold:?}");
}

#[test]
fn ccn1_expression_follows_drug_and_withdrawal() {
    let bench = bench("H3122");
    let (parental, adapted) = (
        Specimen::parental(&bench.biology),
        clone(&bench, "parental @ ccn1-high"),
    );
    let none = vec![0.0; bench.biology.drugs().len()];
    let rested = Culture::new(&bench.biology, &adapted, &none)
        .after(14.0)
        .expect("cells");
    let day = |day, on_drug, specimen: &Specimen| DaySample {
        day,
        on_drug,
        specimen: specimen.clone(),
    };
    let course = [
        day(0.0, false, &parental),
        day(150.0, true, &adapted),
        day(164.0, false, &rested),
    ];
    let mut rng = stream(6, 0, Purpose::Expression);
    let read = expression(&bench.biology, &course, ExpressionNoise::default(), &mut rng);
    let row = |marker: &str| read.rows.iter().find(|row| row.marker == marker).expect(marker);
    assert!(row("CCN1").follows_drug, "{:?}", row("CCN1"));
    assert!(!row("ASCL1").follows_drug);
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
