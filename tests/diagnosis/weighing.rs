//! What findings weigh: what speaks for a call and what leaves it open, and why a work-up misses.

use super::decision::shift;
use super::{bench, clone, mixture, words};
use crate::findings::{advice, case, decide, sequenced, switch, table, without};
use escalade::assay::Specimen;
use escalade::diagnosis::readouts::Holiday;
use escalade::diagnosis::scoring::missed::Detail;
use escalade::diagnosis::{
    Atlas, Case, Diagnosis, Kind, Readouts, Reason, Step, Thresholds, Verdict, Workup, diagnose, examine, work,
};
use escalade::report::diagnosis::{evidence, told, why};
use escalade::statistics::interval::binomial_cdf;

/// Hypothesis: at most 1% of cultures without a mutant are called on-target (false calls of the caller), by
/// every work-up. 40 cultures for each of five work-ups and two kinds of cells; rejected where so many would
/// have a chance below 1e-6. The planted error, cultures that do carry an allele, is rejected.
#[test]
fn no_work_up_calls_a_culture_without_mutants_on_target() {
    let (rate, alpha, n) = (0.01, 1e-6, 40);
    let mut most = 0;
    while 1.0 - binomial_cdf(most, n, rate) > alpha {
        most += 1;
    }
    let bench = bench("H3122");
    let before = Specimen::parental(&bench.biology);
    let on_target = |cells: &Specimen, workup: &Workup| {
        let run = |stream| {
            let case = Case {
                stream,
                ..case(&bench, &before, cells, ("alectinib", 1000.0))
            };
            diagnose(&examine(&case, workup), &Atlas::of(&bench), &Thresholds::default())
        };
        let found = |diagnosis: &Diagnosis| diagnosis.calls.iter().any(|call| call.kind == Kind::OnTarget);
        (0..n).map(run).filter(found).count() as u64
    };
    let workups = [
        Workup::cheap(),
        without(Workup::standard(), &["add-back"]),
        without(Workup::full(), &["add-back", "holiday", "markers", "array", "blot"]),
        without(Workup::full(), &["add-back", "driver", "markers", "array", "blot"]),
        without(Workup::cheap(), &["driver"]),
    ];
    for cells in ["parental @ ccn1-high", "parental"] {
        for workup in &workups {
            let called = on_target(&clone(&bench, cells), workup);
            assert!(called <= most, "{cells}: {called} of {n} by {workup:?}");
        }
    }
    assert!(on_target(&clone(&bench, "G1202R"), &workups[0]) > most);
}

#[test]
fn needing_the_target_is_no_mutation_where_the_sequence_is_clean_or_nothing_else_was_tried() {
    let bench = bench("H3122");
    let stopped = |driver, holiday: Option<f64>| Readouts {
        driver,
        switches: vec![switch("lorlatinib", 0.1, 0.12)],
        holiday: holiday.map(|fold| Holiday {
            days: 14.0,
            shift: shift(fold),
        }),
        ..table("alectinib")
    };
    let words = |readouts: &Readouts| words(&decide(&bench, readouts));
    assert_eq!(words(&stopped(sequenced(&[]), None)), "undetermined");
    assert_eq!(words(&stopped(sequenced(&[]), Some(20.0))), "undetermined");
    assert_eq!(words(&stopped(None, None)), "undetermined");
    assert_eq!(words(&stopped(None, Some(20.0))), "on-target");
    assert_eq!(words(&stopped(None, Some(1.1))), "reversible");
    // The advice names what would decide, and only that.
    let open = decide(&bench, &stopped(sequenced(&[]), None));
    let said = told(&advice(&bench, "alectinib", &open)[0]).text;
    assert!(
        said.contains("lorlatinib stops the cells") && said.contains("re-test after two weeks"),
        "{said}"
    );
    assert!(!said.contains("sequence of the driver, which"), "{said}");
}

#[test]
fn shares_of_alleles_count_together() {
    let bench = bench("H3122");
    let copies = Atlas::of(&bench).driver_copies;
    let of = |alleles: &[(&str, f64)]| {
        let vafs: Vec<(&str, f64)> = alleles.iter().map(|(name, share)| (*name, share / copies)).collect();
        decide(
            &bench,
            &Readouts {
                driver: sequenced(&vafs),
                ..table("alectinib")
            },
        )
    };
    let two = of(&[("G1202R", 0.15), ("I1171N", 0.13)]);
    assert_eq!(words(&two), "on-target: G1202R, I1171N");
    assert!((two.calls[0].weight - 0.28).abs() < 1e-9);
    assert_eq!(words(&of(&[("G1202R", 0.15)])), "undetermined");
    let trace = of(&[("G1202R", 0.8), ("I1171N", 0.02)]);
    assert_eq!((words(&trace).as_str(), trace.minor.len()), ("on-target: G1202R", 1));
}

#[test]
fn alleles_are_judged_as_clones_and_their_phase_is_left_open() {
    let bench = bench("MOLM-13");
    let copies = Atlas::of(&bench).driver_copies;
    let said = |shares: [f64; 2]| {
        let diagnosis = decide(
            &bench,
            &Readouts {
                driver: sequenced(&[("F691L", shares[0] / copies), ("D835V", shares[1] / copies)]),
                ..table("quizartinib")
            },
        );
        let all = advice(&bench, "quizartinib", &diagnosis);
        all.iter().map(|one| told(one).text).collect::<Vec<_>>().join("\n")
    };
    let apart = said([0.48, 0.40]);
    assert!(
        apart.contains("a clone with F691L keeps") && apart.contains("a clone with D835V keeps"),
        "{apart}"
    );
    assert!(apart.contains("is open") && !apart.contains("F691L+D835V"), "{apart}");
    let together = said([0.9, 0.8]);
    assert!(together.contains("carry more than one"), "{together}");
}

#[test]
fn a_partial_response_tells_neither_side() {
    let bench = bench("KM12");
    let of = |parental, resistant| {
        let readouts = Readouts {
            switches: vec![switch("selitrectinib", parental, resistant)],
            ..table("larotrectinib")
        };
        let found = decide(&bench, &readouts);
        let row = found
            .evidence
            .into_iter()
            .find(|row| row.step() == Step::Switch)
            .expect("a switch test");
        (row.speaks_for, evidence(&row, &readouts, &Thresholds::default()))
    };
    let (kind, text) = of(0.02, 0.43);
    assert!(
        kind.is_none() && text.contains("partly sensitive") && !text.contains("still driven"),
        "{text}"
    );
    assert_eq!(of(0.02, 0.05).0, Some(Kind::OnTarget));
    // Where the parental line itself loses little more than half, so may the culture.
    assert_eq!(of(0.38, 0.45).0, Some(Kind::OnTarget));
    assert_eq!(of(0.02, 0.9).0, Some(Kind::Bypass));
    // A drug that closes a bypass as well stops cells of either side.
    let alk = self::bench("H3122");
    let both = Readouts {
        switches: vec![switch("crizotinib", 0.05, 0.05)],
        ..table("lorlatinib")
    };
    assert_eq!(words(&decide(&alk, &both)), "undetermined");
}

#[test]
fn evidence_names_the_drug() {
    let bench = bench("H3122");
    let readouts = Readouts {
        holiday: Some(Holiday {
            days: 14.0,
            shift: shift(20.0),
        }),
        ..table("alectinib")
    };
    for row in decide(&bench, &readouts).evidence {
        let text = evidence(&row, &readouts, &Thresholds::default());
        assert!(text.contains("IC50 of alectinib"), "{text}");
    }
}

#[test]
fn why_names_what_was_not_done_before_it_blames_the_cells() {
    let bench = bench("H3122");
    let before = Specimen::parental(&bench.biology);
    let cells = mixture(&[(&clone(&bench, "parental @ ccn1-high"), 0.7), (&before, 0.3)]);
    let of = |stock, workup: &Workup| {
        let case = Case {
            stock,
            ..case(&bench, &before, &cells, ("alectinib", 1000.0))
        };
        work(&case, workup, &Thresholds::default(), 0.0)
    };
    let cheap = of(1.0, &Workup::cheap());
    assert_eq!(cheap.missed[0].reason, Reason::NotLookedFor, "{:?}", cheap.why);
    assert!(!why(&cheap.why).unwrap_or_default().contains("two"), "{:?}", cheap.why);
    let stopped = of(0.05, &Workup::full());
    // Nothing is missed by who stops at a stock that lost nearly all of its potency.
    assert!(
        stopped.missed.is_empty() && stopped.score.verdict == Verdict::Right,
        "{:?}",
        stopped.why
    );
    // Low VAF is told apart from a step left out.
    let few = mixture(&[
        (&clone(&bench, "met-amplification"), 0.94),
        (&clone(&bench, "G1202R"), 0.06),
    ]);
    let case = case(&bench, &before, &few, ("alectinib", 1000.0));
    let sanger = Workup {
        driver: Workup::cheap().driver,
        ..Workup::full()
    };
    let worked = work(&case, &sanger, &Thresholds::default(), 0.0);
    let allele = worked
        .missed
        .iter()
        .find(|one| one.cause.kind == Kind::OnTarget)
        .expect("a missed allele");
    assert_eq!(allele.reason, Reason::LowVaf, "{allele:?}");
    // Of the driver's copies one in each cell carries it.
    let Detail::Allele { vaf, limit, .. } = allele.detail else {
        panic!("{allele:?}");
    };
    assert!(
        (vaf * Atlas::of(&bench).driver_copies / allele.share - 1.0).abs() < 0.1 && vaf < limit,
        "{allele:?}"
    );
    assert!(worked.score.verdict == Verdict::Right && !worked.score.complete);
    // A bypass whose read-out stands on the blot was looked for, though no panel and no array were run: the allele's cells cover it.
    let few = mixture(&[
        (&clone(&bench, "G1202R"), 0.94),
        (&clone(&bench, "met-amplification"), 0.06),
    ]);
    let blotted = Workup {
        array: false,
        panel: None,
        add_back: false,
        ..Workup::full()
    };
    let unblotted = Workup {
        blots: 0,
        ..blotted.clone()
    };
    let reason = |workup: &Workup| {
        let case = self::case(&bench, &before, &few, ("alectinib", 1000.0));
        let worked = work(&case, workup, &Thresholds::default(), 0.0);
        let of_kind = worked.missed.iter().find(|one| one.cause.kind == Kind::Bypass);
        of_kind.map(|one| one.reason)
    };
    assert_eq!(reason(&blotted), Some(Reason::TwoMechanisms));
    assert_eq!(reason(&unblotted), Some(Reason::NotLookedFor));
}
