//! What the guides expect of each read-out: blots, arrays, panels, expression, cytokines.

use super::{bench, called, clone, index, work_up};
use escalade::assay::Specimen;
use escalade::assay::functional::express;
use escalade::assay::sequencing::panel::{Panel, Ready, sites};
use escalade::assay::signals::blot::BlotRow;
use escalade::assay::signals::expression::{DaySample, ExpressionNoise, expression};
use escalade::assay::signals::shown::RowKind;
use escalade::assay::viability::growth::Culture;
use escalade::diagnosis::examination::plates::plate;
use escalade::diagnosis::{Kind, Workup};
use escalade::random::{Purpose, stream};

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
