//! Scores of answers: what the truth counts, and what an answer leaves out or adds.

use super::{bench, case, clone, index, mixture};
use crate::findings::{call, decide, sequenced, table};
use escalade::assay::Specimen;
use escalade::diagnosis::scoring::missed::missed;
use escalade::diagnosis::scoring::score::{score, spare};
use escalade::diagnosis::scoring::truth::{Circumstances, GrowthTest, TruthRow, truth};
use escalade::diagnosis::{Atlas, Call, Diagnosis, Kind, Readouts, Reason, Thresholds, Verdict, Workup, work};

fn calls(kinds: &[(Kind, &str, Option<&str>)]) -> Vec<Call> {
    let call = |(kind, name, route): &(Kind, &str, Option<&str>)| Call {
        kind: *kind,
        names: if name.is_empty() {
            Vec::new()
        } else {
            vec![(*name).to_owned()]
        },
        route: route.map(str::to_owned),
        weight: 0.5,
        confirmed: false,
    };
    kinds.iter().map(call).collect()
}

#[test]
fn a_second_mechanism_that_is_missed_makes_a_right_call_incomplete() {
    let bench = bench("H3122");
    let cells = mixture(&[
        (&clone(&bench, "G1202R"), 0.82),
        (&clone(&bench, "met-amplification"), 0.18),
    ]);
    let truth = truth(&bench.biology, &cells, &Circumstances::default());
    let readouts = Readouts {
        driver: sequenced(&[("G1202R", 0.41)]),
        ..table("alectinib")
    };
    let one = decide(&bench, &readouts);
    let scored = score(&one, &truth);
    assert_eq!((scored.verdict, scored.complete), (Verdict::Right, false));
    let gone = missed(
        &bench,
        &Atlas::of(&bench),
        &readouts,
        &one,
        &truth,
        &Thresholds::default(),
    );
    assert_eq!((gone.len(), gone[0].reason), (1, Reason::NotLookedFor), "{gone:?}");
    assert!((gone[0].share - 0.18).abs() < 1e-9);
    // Found in too few cells is found.
    let both = Diagnosis {
        minor: calls(&[(Kind::Bypass, "MET", Some("met"))]),
        ..one
    };
    assert!(score(&both, &truth).complete);
}

#[test]
fn two_bypasses_need_two_names() {
    let bench = bench("KM12");
    let cells = clone(&bench, "met-amplification + gnas-r201c");
    let truth = truth(&bench.biology, &cells, &Circumstances::default());
    let of = |calls: Vec<Call>| {
        let diagnosis = Diagnosis {
            calls,
            ..decide(&bench, &table("larotrectinib"))
        };
        score(&diagnosis, &truth).verdict
    };
    assert_eq!(of(calls(&[(Kind::Bypass, "", None)])), Verdict::Partly);
    assert_eq!(of(calls(&[(Kind::Bypass, "MET", Some("met"))])), Verdict::Partly);
    let both = calls(&[(Kind::Bypass, "MET", Some("met")), (Kind::Bypass, "GNAS", Some("gnas"))]);
    assert_eq!(of(both.clone()), Verdict::Right);
    // Nor does an allele beside them change that; the allele, alone of its kind, is found by its kind.
    let cells = clone(&bench, "met-amplification + gnas-r201c + NTRK1-G595R");
    let truth = self::truth(&bench.biology, &cells, &Circumstances::default());
    let of = |calls: Vec<Call>| {
        let diagnosis = Diagnosis {
            calls,
            ..decide(&bench, &table("larotrectinib"))
        };
        score(&diagnosis, &truth).verdict
    };
    let allele = |name| calls(&[(Kind::OnTarget, name, None)]);
    let met = calls(&[(Kind::Bypass, "MET", Some("met"))]);
    assert_eq!(of([met, allele("G595R")].concat()), Verdict::Partly);
    assert_eq!(of([both, allele("G667C")].concat()), Verdict::Right);
}

/// A state is a cause beside an alteration where the cells need both; an alteration that adds nothing is none.
#[test]
fn the_truth_counts_what_the_cells_need() {
    let bench = bench("H3122");
    let at = |dose: f64| bench.only(index(&bench, "lorlatinib"), dose);
    let kinds = |name: &str, doses: &[f64], growing: f64| -> Vec<Kind> {
        let met = Circumstances {
            growth: Some(GrowthTest { doses, growing }),
            ..Circumstances::default()
        };
        let causes = truth(&bench.biology, &clone(&bench, name), &met).causes();
        causes.into_iter().map(|cause| cause.kind).collect()
    };
    // Transformed cells do not live on ALK: more copies of it are no cause of theirs.
    assert_eq!(kinds("alk-amplification @ sclc", &at(300.0), 0.5), [Kind::Transformed]);
    let both = kinds("alk-amplification @ ccn1-high", &at(100.0), 0.5);
    let alone = kinds("alk-amplification", &at(100.0), 0.5);
    assert_eq!(alone, [Kind::Amplification]);
    assert!(
        both.contains(&Kind::Amplification) || both == [Kind::Reversible],
        "{both:?}"
    );
}

/// Two changes of one route count together against an allele that is the largest single type.
#[test]
fn changes_of_one_route_count_together() {
    let bench = bench("KM12");
    let parts =
        [("kras-g12d", 0.3), ("kras-g13d", 0.3), ("G595R", 0.4)].map(|(name, share)| (clone(&bench, name), share));
    let cells = mixture(&parts.each_ref().map(|(cells, share)| (cells, *share)));
    let truth = truth(&bench.biology, &cells, &Circumstances::default());
    assert_eq!(truth.row(), TruthRow::One(Kind::Bypass));
    let first = truth.mechanisms().into_iter().next().expect("a mechanism");
    assert!(
        (first.share - 0.6).abs() < 1e-9 && first.cause.names.len() == 2,
        "{first:?}"
    );
}

/// What is named and not there counts against an answer, and a bypass without a name is not complete.
#[test]
fn extras_and_missing_names_are_told() {
    let bench = bench("H3122");
    let cells = clone(&bench, "alk-amplification");
    let truth = truth(&bench.biology, &cells, &Circumstances::default());
    let answer = |calls: Vec<Call>| Diagnosis {
        calls,
        ..decide(&bench, &table("alectinib"))
    };
    let right = answer(vec![call(Kind::Amplification, "ALK", None)]);
    assert_eq!(score(&right, &truth).verdict, Verdict::Right);
    assert!(spare(&right, &truth).is_empty());
    let more = answer(vec![
        call(Kind::Amplification, "ALK", None),
        call(Kind::Bypass, "MET", Some("met")),
        call(Kind::OnTarget, "G1202R", None),
    ]);
    assert_eq!(spare(&more, &truth), ["bypass: MET", "on-target: G1202R"]);
    let open = answer(vec![
        call(Kind::Amplification, "ALK", None),
        Call {
            names: Vec::new(),
            ..call(Kind::Undetermined, "", None)
        },
    ]);
    assert_eq!(spare(&open, &truth), ["undetermined"]);
    let met = Circumstances::default();
    let bypassed = super::truth_of(&bench, "met-amplification", &met);
    let nameless = answer(vec![Call {
        names: Vec::new(),
        ..call(Kind::Bypass, "", None)
    }]);
    let scored = score(&nameless, &bypassed);
    assert_eq!(
        (scored.verdict, scored.named, scored.complete),
        (Verdict::Right, false, false)
    );
    // Nothing to name is no failure to name.
    let sensitive = super::truth_of(&bench, "parental", &met);
    let none = answer(vec![Call {
        names: Vec::new(),
        ..call(Kind::NotResistant, "", None)
    }]);
    assert!(score(&none, &sensitive).named);
}

/// A stock at a third of its label is found, and finding it is the right call; a good one is not suspected.
/// Hypothesis: each is so with chance 0.98 at least; of 40, 33 are fewer by chance below 1e-6.
#[test]
fn a_stock_at_a_third_of_its_label_is_found() {
    let bench = bench("H3122");
    let (parental, cells) = (Specimen::parental(&bench.biology), clone(&bench, "met-amplification"));
    let called = |stock: f64| {
        let work = |stream| {
            let case = escalade::diagnosis::Case {
                stock,
                ..case(&bench, (&parental, &cells), ("alectinib", 1000.0), (7, stream))
            };
            let workup = Workup {
                switches: 0,
                add_back: false,
                array: false,
                blots: 0,
                ..Workup::full()
            };
            work(&case, &workup, &Thresholds::default(), 0.0)
        };
        let all: Vec<_> = (0..40).map(work).collect();
        let material = all.iter().filter(|one| one.score.called == Kind::Material).count();
        let right = all.iter().filter(|one| one.score.verdict == Verdict::Right).count();
        (material, right)
    };
    let (material, right) = called(0.3);
    assert!(material > 33 && right == material, "{material} and {right} of 40");
    assert!(called(1.0).0 < 7);
}

/// A gene that is not there is no name of the cause, though it feeds the same route; the gene, its change, and the route as a blot shows
/// it are.
#[test]
fn another_gene_of_the_route_is_another_name() {
    let bench = bench("KM12");
    let clones = ["nras-g12d", "nras-q61k"].map(|name| clone(&bench, name));
    let cells = mixture(&[(&clones[0], 0.6), (&clones[1], 0.4)]);
    let truth = truth(&bench.biology, &cells, &Circumstances::default());
    let route = truth.causes()[0].route.clone().expect("a route");
    for (name, named) in [
        ("NRAS G12D", true),
        ("nras", true),
        ("NRAS Q61K", true),
        ("RAS", true),
        ("KRAS G12D", false),
        ("KRAS amplification", false),
        ("KRAS", false),
        ("G12D", true),
        ("AS", false),
    ] {
        let answer = Diagnosis {
            calls: vec![call(Kind::Bypass, name, Some(&route))],
            ..decide(&bench, &table("larotrectinib"))
        };
        let scored = score(&answer, &truth);
        assert_eq!((scored.verdict, scored.named), (Verdict::Right, named), "{name}");
        assert_eq!(spare(&answer, &truth).is_empty(), named, "{name}");
    }
}
