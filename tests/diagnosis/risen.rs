//! Changes that some cells had before treatment: they explain a culture where they have risen, and nowhere else.

use super::{Found, bench, case, clone, mixture, words};
use escalade::assay::{Bench, Specimen};
use escalade::diagnosis::advice::says::Says;
use escalade::diagnosis::{Atlas, Kind, Thresholds, Workup, advise, diagnose, examine};
use escalade::statistics::interval::binomial_cdf;

const ALECTINIB: (&str, f64) = ("alectinib", 1000.0);

/// A culture under a drug at a dose in nM of which this share has a change, and another share had it before.
fn found(bench: &Bench, drug: (&str, f64), change: &str, (before, now): (f64, f64), stream: u64) -> Found {
    let (changed, parental) = (clone(bench, change), Specimen::parental(&bench.biology));
    let of = |share: f64| mixture(&[(&changed, share), (&parental, 1.0 - share)]);
    let (before, now) = (of(before), of(now));
    let workup = Workup {
        add_back: false,
        ..Workup::full()
    };
    let readouts = examine(&case(bench, (&before, &now), drug, (11, stream)), &workup);
    let diagnosis = diagnose(&readouts, &Atlas::of(bench), &Thresholds::default());
    Found { readouts, diagnosis }
}

/// The driver of H3122 has an unmutated copy beside the fusion, so that nine cells of ten with G1202R are 45% of its reads (standard
/// error 1.6% of 1,000) and one in five 10% (1%): five standard errors have a chance below 1e-6.
#[test]
fn a_mutation_that_a_part_of_the_cells_had_is_found() {
    let bench = bench("H3122");
    for share in [0.003, 0.01, 0.02, 0.05, 0.2] {
        for stream in 0..4 {
            let found = found(&bench, ALECTINIB, "G1202R", (share, 0.9), stream);
            let run = found
                .readouts
                .driver
                .as_ref()
                .expect("the work-up sequences the driver");
            let [variant] = &run.new_variants[..] else {
                panic!("{share}: {:?}", run.new_variants);
            };
            assert!((variant.vaf.value - 0.45).abs() < 0.08, "{variant:?}");
            assert_eq!(words(&found.diagnosis), "on-target: G1202R", "{share}");
            if share > 0.1 {
                let before = variant.before.expect("a tenth of the reads is called");
                assert!((before.value - 0.5 * share).abs() < 0.05, "{before:?}");
            }
            assert!(run.as_before.is_empty());
        }
    }
}

/// A change of half of the cells that goes on in half of them. Hypothesis: its intervals lie apart, upward, in at most one of 350 runs
/// by chance; 60 runs, rejected where so many have a chance below 1e-6. Nothing is called by it, nor is the sequence called clean.
#[test]
fn what_was_there_before_and_has_not_risen_explains_nothing() {
    let bench = bench("H3122");
    let mut most = 0;
    while 1.0 - binomial_cdf(most, 60, 1.0 / 350.0) > 1e-6 {
        most += 1;
    }
    let mut risen = 0;
    for stream in 0..60 {
        let share = if stream % 2 == 0 { 0.5 } else { 1.0 };
        let found = found(&bench, ALECTINIB, "G1202R", (share, share), stream);
        let run = found
            .readouts
            .driver
            .as_ref()
            .expect("the work-up sequences the driver");
        if !run.new_variants.is_empty() {
            risen += 1;
            continue;
        }
        assert_eq!(run.as_before.len(), 1, "{:?}", run.as_before);
        let calls = &found.diagnosis.calls;
        assert!(
            calls
                .iter()
                .all(|call| call.names.is_empty() || call.kind != Kind::OnTarget)
        );
        let drug = bench.drug("alectinib").expect("on the bench");
        let atlas = Atlas::of(&bench);
        let advice = advise(
            &bench,
            &atlas,
            drug,
            &found.readouts,
            &found.diagnosis,
            &Thresholds::default(),
        );
        let clean = |says: &Says| matches!(says, Says::LookFurther { stopped_though_clean, .. } if !stopped_though_clean.is_empty());
        assert!(!advice.iter().any(|one| clean(&one.says)));
    }
    assert!(risen <= most, "{risen} of 60");
}

/// The same on the panel, by reads and by copies.
#[test]
fn a_bypass_that_a_part_of_the_cells_had_is_found() {
    let bench = bench("KM12");
    for (change, name, before) in [
        ("kras-g12d", "KRAS G12D", 0.2),
        ("met-amplification", "MET amplification", 0.4),
    ] {
        let (mut right, mut told) = (0, 0);
        for stream in 0..6 {
            let found = found(&bench, ("larotrectinib", 100.0), change, (before, 0.95), stream);
            let run = found.readouts.panel.as_ref().expect("the work-up has a panel");
            let finding = run.findings.iter().find(|finding| finding.name == name);
            right += u32::from(finding.is_some() && words(&found.diagnosis).contains(name));
            let was = finding.and_then(|finding| finding.before);
            told += u32::from(was.is_some_and(|was| (was.value - before).abs() < 0.25));
        }
        assert!(right == 6 && told >= 4, "{name}: {right} right, {told} told");
    }
}
