//! What the signal read-outs show of routes and of what passes on the way to ERK.

use super::{bench, clone, index, words, work_up};
use escalade::assay::signals::shown::{activities, readouts};
use escalade::diagnosis::Workup;
use escalade::diagnosis::examination::workup::WorkupStep;

/// RAS-GTP and pMEK show what passes them: they fall with the driver and stay up behind whatever bypasses it, as far
/// up as it joins (P18). Without scatter.
#[test]
fn ras_and_mek_show_the_signal_that_passes_them() {
    let bands = |line: &str, name: &str, drugs: &[(&str, f64)]| {
        let bench = bench(line);
        let mut doses = vec![0.0; bench.biology.drugs().len()];
        drugs.iter().for_each(|(drug, dose)| doses[index(&bench, drug)] = *dose);
        let shown = activities(&bench.biology, &clone(&bench, name), &doses);
        let of = |readout: &str| {
            let at = readouts(&bench.biology).iter().position(|row| row.0 == readout);
            shown[at.expect("a row of the line")]
        };
        (of("RAS-GTP"), of("pMEK"), of("pERK"))
    };
    let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
    for (line, drug, dose) in [
        ("H3122", "alectinib", 1000.0),
        ("KM12", "larotrectinib", 100.0),
        ("MV4-11", "quizartinib", 20.0),
    ] {
        let (ras, mek, erk) = bands(line, "parental", &[]);
        assert!(near(ras, 1.0) && near(mek, 1.0) && near(erk, 1.0), "{line}");
        let (ras, mek, erk) = bands(line, "parental", &[(drug, dose)]);
        assert!(
            near(ras, erk) && near(mek, erk) && erk < 0.4,
            "{line}: {ras} {mek} {erk}"
        );
    }
    // A receptor is above RAS, RAF is between RAS and MEK.
    let alectinib = ("alectinib", 1000.0);
    let (ras, mek, erk) = bands("H3122", "met-amplification", &[alectinib]);
    assert!(near(ras, erk) && near(mek, erk) && erk > 0.7, "{ras} {mek} {erk}");
    let larotrectinib = ("larotrectinib", 100.0);
    let silent = bands("KM12", "parental", &[larotrectinib]);
    let (ras, mek, erk) = bands("KM12", "braf-v600e", &[larotrectinib]);
    assert!(near(ras, silent.0) && near(mek, erk) && erk > 0.7, "{ras} {mek} {erk}");
    // Mutant RAS holds GTP whatever the driver does.
    let (ras, mek, erk) = bands("KM12", "kras-g12d", &[larotrectinib]);
    assert!(
        near(ras, silent.0 + 0.67) && near(mek, erk) && erk > 0.7,
        "{ras} {mek} {erk}"
    );
    // A MEK inhibitor dims what MEK does, not its own phosphorylation.
    let closed = bands("KM12", "kras-g12d", &[larotrectinib, ("trametinib", 100.0)]);
    assert!(near(closed.1, mek) && closed.2 < 0.3 * erk, "{closed:?}");
}

/// An active EGFR phosphorylates HER2 with it (Tanizaki 2012); EGFR inhibitors take both away.
#[test]
fn her2_is_phosphorylated_with_egfr() {
    let bench = bench("H3122");
    let rows = readouts(&bench.biology);
    let band = |name: &str, erlotinib: f64| {
        let mut doses = bench.only(index(&bench, "alectinib"), 1000.0);
        doses[index(&bench, "erlotinib")] = erlotinib;
        let shown = activities(&bench.biology, &clone(&bench, name), &doses);
        let of = |readout: &str| shown[rows.iter().position(|row| row.0 == readout).expect("a row")];
        (of("pEGFR"), of("pHER2"))
    };
    let (egfr, her2) = band("egfr-activation", 0.0);
    assert!(egfr > 0.6 && her2 == egfr, "{egfr} {her2}");
    let (egfr, her2) = band("egfr-activation", 1000.0);
    assert!(egfr < 0.1 && her2 == egfr, "{egfr} {her2}");
    assert_eq!(band("met-amplification", 0.0), (0.0, 0.0));
}

/// What is up on the way names its gene only where nothing above it is up and no panel has read that gene.
#[test]
fn ras_gtp_is_no_ras_bypass_behind_a_receptor_or_the_driver() {
    let mut blot_only = Workup::full();
    let others = WorkupStep::names().into_iter().filter(|name| *name != "blot");
    others
        .filter_map(WorkupStep::named)
        .for_each(|step| blot_only.leave_out(step));
    let called = |line: &str, drug: (&str, f64), name: &str, workup: &Workup| {
        let bench = bench(line);
        words(&work_up(&bench, &clone(&bench, name), drug, workup, 5).diagnosis)
    };
    let larotrectinib = ("larotrectinib", 100.0);
    assert_eq!(called("KM12", larotrectinib, "kras-g12d", &blot_only), "bypass: RAS");
    assert_eq!(called("KM12", larotrectinib, "braf-v600e", &blot_only), "bypass: BRAF");
    assert_eq!(
        called("KM12", larotrectinib, "met-amplification", &blot_only),
        "bypass: MET"
    );
    assert_eq!(called("KM12", larotrectinib, "G595R", &blot_only), "on-target");
    // Mesenchymal cells signal through receptors that no row shows; a panel that read RAS rules RAS out.
    let mut panel = Workup::standard();
    panel.leave_out(WorkupStep::Holiday);
    let emt = called("KM12", larotrectinib, "parental @ emt", &panel);
    assert!(!emt.contains("RAS"), "{emt}");
}
