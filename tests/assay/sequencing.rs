//! Sequencing assays: the binomial law, false calls, purity, panels, Sanger and digital PCR, what was missed.

use crate::bench;
use escalade::assay::sequencing::missed::{Against, against, missed};
use escalade::assay::sequencing::panel::{DnaChange, Panel, Ready, sites};
use escalade::assay::sequencing::{
    Method, SequencingDesign, SequencingRun, detection_limit, detection_power, reads_needed, sequence, true_vaf,
};
use escalade::assay::{Bench, Specimen, SpecimenCells, genotype};
use escalade::random::{Generator, Purpose, stream};

fn rng(replicate: u64) -> Generator {
    stream(77, replicate, Purpose::Sequencing)
}

/// Parental cells with a share of others.
fn mixed(bench: &Bench, text: &str, share: f64) -> Specimen {
    let part = |text: &str, count: f64| SpecimenCells {
        count,
        ..genotype::read(&bench.biology, text).unwrap().cells()[0].clone()
    };
    Specimen::mixed("mixed", [part("parental", 1.0 - share), part(text, share)]).unwrap()
}

fn design(bench: &Bench, method: Method, ready: Ready) -> SequencingDesign {
    SequencingDesign::new(method, Panel::ready(bench, ready))
}

fn calls(run: &SequencingRun, change: &str) -> bool {
    run.calls().any(|row| row.site.change == change) || run.copy_calls().any(|row| row.site.change == change)
}

/// The binomial law at five reads, from the project's table of exact values (x.vaf); and with errors, which look like the
/// change in a third of cases: P(Bin(1000, 0.47% (1 - e) + 99.53% e/3) >= 5) and >= 12 by summing.
#[test]
fn detection_power_is_the_binomial_law() {
    let bench = bench("H3122");
    for (depth, vaf, power) in [
        (500, 0.001, 0.00016936368077569153),
        (500, 0.005, 0.10831908193588924),
        (500, 0.01, 0.5603889132518991),
        (500, 0.05, 0.9999998316984495),
        (1000, 0.001, 0.0036368780295218395),
        (1000, 0.005, 0.5599465941935615),
        (1000, 0.01, 0.9713136000009955),
        (5000, 0.001, 0.5595944969090536),
        (5000, 0.005, 0.9999997447395761),
        (20000, 0.001, 0.9999831649076977),
    ] {
        let mut design = design(&bench, Method::Reads { depth }, Ready::KinaseDomain);
        (design.error_rate, design.false_calls) = (0.0, 1.0);
        let got = detection_power(&design, vaf, 1);
        assert!((got - power).abs() < 1e-9, "{depth} {vaf}: {got}");
    }
    for (error, needed, power) in [(1e-3, 5, 0.5646948701943941), (1e-2, 12, 0.10895220074064116)] {
        let mut design = design(&bench, Method::Reads { depth: 1000 }, Ready::KinaseDomain);
        (design.error_rate, design.min_reads) = (error, needed);
        design.false_calls = 1.0;
        let got = detection_power(&design, 0.0047, 1);
        assert!((got - power).abs() < 1e-9, "{error}: {got}");
        let limit = detection_limit(&design, 1);
        assert!((detection_power(&design, limit, 1) - 0.95).abs() < 1e-6, "{limit}");
    }
}

/// 10,000 runs per row: the share of calls is within 0.02215 of the law (a chance below 1e-5 of missing it at
/// p = 0.5). Power: at another true frequency the shares differ by far more.
#[test]
fn simulated_runs_call_as_often_as_the_law_says() {
    let bench = bench("H3122");
    for (depth, vaf, error, power) in [
        (1000, 0.01, 0.0, 0.97131),
        (1000, 0.005, 0.0, 0.55995),
        (500, 0.01, 0.0, 0.56039),
        (1000, 0.0047, 1e-3, 0.56469),
    ] {
        // One mutated fusion copy beside the unrearranged homologue: half of the cells' share.
        let cells = mixed(&bench, "G1202R", 2.0 * vaf);
        let mut design = design(&bench, Method::Reads { depth }, Ready::KinaseDomain);
        design.error_rate = error;
        let site = sites(&bench).into_iter().find(|site| site.change == "G1202R").unwrap();
        assert!((true_vaf(&bench, &cells, &site, 1.0) - vaf).abs() < 1e-12);
        let runs = 10_000;
        let mut rng = rng(depth);
        let seen = (0..runs).filter(|_| calls(&sequence(&bench, &cells, &design, &mut rng), "G1202R"));
        let share = seen.count() as f64 / f64::from(runs);
        assert!(
            (share - power).abs() < 0.02215,
            "{depth}x, {vaf}: {share} against {power}"
        );
    }
}

/// A culture without mutants: false calls stay below the stated 1% per run for point mutations, and rare for
/// copies. 5,000 runs; 1% plus five standard errors. Power: with a caller that wants two reads it fails.
#[test]
fn a_culture_without_mutants_is_not_called() {
    let bench = bench("H3122");
    let parental = Specimen::parental(&bench.biology);
    let false_runs = |design: &SequencingDesign| {
        let mut rng = rng(9);
        let runs = 5_000;
        let called = |_: &u32| {
            let run = sequence(&bench, &parental, design, &mut rng);
            run.calls().count() + run.copy_calls().count() > 0
        };
        (0..runs).filter(called).count() as f64 / f64::from(runs)
    };
    for depth in [200, 1000, 5000] {
        let usual = design(&bench, Method::Reads { depth }, Ready::Broad);
        let share = false_runs(&usual);
        assert!(
            share < 0.01 + 5.0 * (0.01f64 * 0.99 / 5_000.0).sqrt(),
            "{depth}x: {share}"
        );
    }
    let mut eager = design(&bench, Method::Reads { depth: 5000 }, Ready::Broad);
    (eager.min_reads, eager.false_calls) = (2, 1e9);
    assert!(false_runs(&eager) > 0.5);
}

#[test]
fn purity_homologues_and_copies_dilute_the_frequency() {
    let alk = bench("H3122");
    let site = |bench: &Bench, change: &str| sites(bench).into_iter().find(|site| site.change == change).unwrap();
    let vaf = |bench: &Bench, text: &str, change: &str, purity: f64| {
        let cells = genotype::read(&bench.biology, text).unwrap();
        true_vaf(bench, &cells, &site(bench, change), purity)
    };
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} {b}");
    close(vaf(&alk, "G1202R", "G1202R", 1.0), 0.5);
    close(vaf(&alk, "G1202R in 2 of 4 copies", "G1202R", 1.0), 2.0 / 5.0);
    close(vaf(&alk, "G1202R", "G1202R", 0.6), 0.3);
    close(vaf(&alk, "kras-activation", "KRAS activation", 1.0), 0.5);
    let flt3 = bench("MOLM-13");
    close(vaf(&flt3, "D835Y", "D835Y", 1.0), 0.5);
    close(vaf(&flt3, "parental", "ITD", 1.0), 0.5);
    let single = bench("MV4-11");
    close(vaf(&single, "D835Y", "D835Y", 1.0), 1.0);
}

#[test]
fn panels_see_what_is_on_them() {
    let bench = bench("KM12");
    let run = |text: &str, ready: Ready| {
        let cells = genotype::read(&bench.biology, text).unwrap();
        sequence(
            &bench,
            &cells,
            &design(&bench, Method::Reads { depth: 1000 }, ready),
            &mut rng(1),
        )
    };
    assert!(calls(&run("G595R", Ready::KinaseDomain), "G595R"));
    let kras = &bench
        .biology
        .bypasses
        .iter()
        .find(|bypass| bypass.id == "kras-g12d")
        .unwrap()
        .name;
    assert!(!calls(&run("kras-g12d", Ready::KinaseDomain), kras));
    assert!(calls(&run("kras-g12d", Ready::Bypass), kras));
    let pten = &bench
        .biology
        .bypasses
        .iter()
        .find(|bypass| bypass.id == "pten-loss")
        .unwrap()
        .name;
    assert!(!calls(&run("pten-loss", Ready::Bypass), pten));
    assert!(calls(&run("pten-loss", Ready::Broad), pten));
    assert!(calls(&run("met-amplification", Ready::Bypass), "MET amplification"));
    // What is not in the DNA is on no panel: adapted cells show what unaltered ones do.
    assert!(sites(&bench).iter().all(|site| site.dna != DnaChange::None));
    let rung = &bench.biology.states().last().expect("states").id;
    let adapted = run(&format!("parental@{rung}"), Ready::Broad);
    let parental = run("parental", Ready::Broad);
    for site in sites(&bench) {
        assert_eq!(
            calls(&adapted, &site.change),
            calls(&parental, &site.change),
            "{}",
            site.change
        );
    }
    let error = Panel::of_genes(&bench, &["KRSA".to_owned()]).unwrap_err();
    assert!(error.contains("KRSA") && error.contains("KRAS"), "{error}");
    let only = Panel::of_genes(&bench, &["kras".to_owned(), "KRAS".to_owned()]).unwrap();
    assert_eq!(only.genes, ["KRAS"]);
}

/// Sanger sees a fifth of the peak and misses a twentieth; digital PCR sees a thousandth. 400 runs each.
#[test]
fn sanger_and_digital_pcr_have_their_limits() {
    let bench = bench("H3122");
    let share = |method: Method, vaf: f64| {
        let cells = mixed(&bench, "L1196M", 2.0 * vaf);
        let design = design(&bench, method, Ready::KinaseDomain);
        let mut rng = rng(3);
        let runs = 400;
        let seen = (0..runs).filter(|_| calls(&sequence(&bench, &cells, &design, &mut rng), "L1196M"));
        seen.count() as f64 / f64::from(runs)
    };
    assert!(share(Method::SANGER, 0.35) > 0.99);
    assert!(share(Method::SANGER, 0.05) < 0.01);
    assert!(share(Method::DIGITAL_PCR, 0.002) > 0.99);
    assert!(share(Method::DIGITAL_PCR, 0.001) > 0.85);
    assert!(share(Method::DIGITAL_PCR, 1e-5) < 0.02);
    assert!(share(Method::Reads { depth: 1000 }, 0.001) < 0.05);
}

#[test]
fn what_was_missed_is_named_with_its_reason() {
    let bench = bench("H3122");
    let cells = mixed(&bench, "G1202R + met-amplification @ ccn1-high", 0.004);
    let all = design(&bench, Method::Reads { depth: 500 }, Ready::KinaseDomain);
    let run = sequence(&bench, &cells, &all, &mut rng(2));
    let listed = missed(&bench, &cells, &all, &run);
    let why = |change: &str| {
        listed
            .iter()
            .find(|one| one.change == change)
            .map(|one| one.why.clone())
    };
    assert!(why("G1202R").unwrap().contains("500x"));
    assert!(why("MET amplification").unwrap().contains("not on the panel"));
    let states = genotype::read(&bench.biology, "parental @ ccn1-high").unwrap();
    let listed = missed(&bench, &states, &all, &sequence(&bench, &states, &all, &mut rng(2)));
    assert!(
        listed
            .iter()
            .any(|one| one.change == "cell states" && one.why.contains("not in the DNA"))
    );
    assert_eq!(reads_needed(&all, 500, 20), 5);
}

#[test]
fn new_changes_are_told_from_those_before_treatment() {
    let bench = bench("MOLM-13");
    let usual = design(&bench, Method::Reads { depth: 1000 }, Ready::KinaseDomain);
    let parental = Specimen::parental(&bench.biology);
    let resistant = genotype::read(&bench.biology, "D835Y").unwrap();
    let told = against(
        &sequence(&bench, &resistant, &usual, &mut rng(1)),
        &sequence(&bench, &parental, &usual, &mut rng(2)),
        &usual,
    );
    let of = |change: &str| {
        told.iter()
            .find(|(site, _)| site.change == change)
            .map(|(_, told)| *told)
    };
    assert_eq!(of("D835Y"), Some(Against::New));
    assert_eq!(of("ITD"), Some(Against::Before));
    assert!(sites(&bench).iter().any(|site| site.of_line && site.change == "ITD"));
}

#[test]
fn impossible_settings_are_named() {
    let bench = bench("H3122");
    let usual = || design(&bench, Method::Reads { depth: 0 }, Ready::Broad);
    assert!(usual().fault().unwrap().contains("depth 0"));
    let mut impure = design(&bench, Method::SANGER, Ready::Broad);
    impure.purity = 0.0;
    assert!(impure.fault().unwrap().contains("purity"));
    impure.purity = 1.0;
    assert_eq!(impure.fault(), None);
}
