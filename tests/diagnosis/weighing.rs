//! What findings weigh, what the advice says, and what a score leaves out.

use super::decision::{driver, shift};
use super::{bench, clone, index, mixture, words};
use escalade::assay::Estimate;
use escalade::assay::functional::{SwitchTest, TestDose, next_generation, switch_drugs};
use escalade::assay::{Bench, Specimen, Translation};
use escalade::diagnosis::examination::workup::WorkupStep;
use escalade::diagnosis::readouts::{DriverSequencing, Holiday};
use escalade::diagnosis::scoring::missed::{Detail, missed};
use escalade::diagnosis::scoring::score::score;
use escalade::diagnosis::scoring::truth::{Circumstances, truth};
use escalade::diagnosis::{
    Advice, Atlas, Call, Case, Diagnosis, Kind, Readouts, Reason, Step, Surroundings, Thresholds, Verdict, Workup,
    advise, diagnose, examine, work,
};
use escalade::knowledge::{KnowledgeBase, NicheLevel};
use escalade::report::diagnosis::{Told, evidence, told, why};
use escalade::statistics::interval::binomial_cdf;

fn case<'a>(bench: &'a Bench, before: &'a Specimen, cells: &'a Specimen, treated: (&str, f64)) -> Case<'a> {
    super::case(bench, (before, cells), treated, (3, 0))
}

fn without(base: Workup, steps: &[&str]) -> Workup {
    let mut workup = base;
    for step in steps {
        workup.leave_out(WorkupStep::named(step).expect("a step"));
    }
    workup
}

// ---- cultures without a mutant

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

// ---- the decision on hand-made read-outs

pub fn switch(drug: &str, parental: f64, resistant: f64) -> SwitchTest {
    SwitchTest {
        drug: drug.into(),
        drug_id: drug.into(),
        generation: Some(3),
        dose: TestDose {
            nm: 235.0,
            words: String::new(),
        },
        parental: Estimate::exact(parental),
        resistant: Estimate::exact(resistant),
    }
}

fn sequenced(variants: &[(&str, f64)]) -> Option<DriverSequencing> {
    Some(driver(variants, 1.0))
}

pub fn table(drug: &str) -> Readouts {
    Readouts {
        shift: Some(shift(20.0)),
        ..Readouts::empty("hand-made", drug, 1000.0)
    }
}

pub fn decide(bench: &Bench, readouts: &Readouts) -> Diagnosis {
    diagnose(readouts, &Atlas::of(bench), &Thresholds::default())
}

fn advice(bench: &Bench, drug: &str, diagnosis: &Diagnosis) -> Vec<Advice> {
    advice_by(bench, drug, &table(drug), diagnosis)
}

pub fn advice_by(bench: &Bench, drug: &str, readouts: &Readouts, diagnosis: &Diagnosis) -> Vec<Advice> {
    let (atlas, limits) = (Atlas::of(bench), Thresholds::default());
    advise(bench, &atlas, index(bench, drug), readouts, diagnosis, &limits)
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

// ---- drugs to switch to

/// Every drug that a guide calls active on an allele is tried where that allele is found.
#[test]
fn the_switch_list_holds_what_the_guides_name() {
    let mut checked = 0;
    for line in ["H3122", "KM12", "MOLM-13"] {
        let bench = bench(line);
        let ids = |drugs: Vec<usize>| -> Vec<String> {
            drugs.into_iter().map(|d| bench.biology.drugs()[d].id.clone()).collect()
        };
        let family = bench.line().expect("a line").family.clone().expect("a family");
        for call in bench
            .knowledge()
            .data()
            .call
            .iter()
            .filter(|call| call.family == family)
        {
            let alleles: Vec<String> = call.allele.split('+').map(str::to_owned).collect();
            for resisted in &call.resists {
                let list = ids(switch_drugs(&bench, index(&bench, resisted), &alleles));
                assert!(!list.contains(resisted));
                for wanted in call.sensitive_to.iter().filter(|drug| bench.drug(drug).is_some()) {
                    assert!(
                        list.contains(wanted),
                        "{line} {} {resisted}: {wanted} not in {list:?}",
                        call.allele
                    );
                    checked += 1;
                }
            }
        }
        if line == "MOLM-13" {
            let list = ids(next_generation(&bench, index(&bench, "quizartinib")));
            assert_eq!(list[0], "FF-10101", "a later generation comes first");
            assert!(
                ["gilteritinib", "crenolanib"]
                    .iter()
                    .all(|drug| list.iter().any(|known| known == drug))
            );
            assert!(
                !list.iter().any(|drug| drug == "sorafenib"),
                "same type, earlier generation"
            );
        }
        if line == "H3122" {
            let plain = ids(next_generation(&bench, index(&bench, "alectinib")));
            assert!(!plain.iter().any(|drug| drug == "ceritinib"), "it hits IGF1R as well");
        }
    }
    assert!(checked > 40, "{checked}");
}

// ---- advice

#[test]
fn advice_goes_by_the_alteration() {
    let bench = bench("KM12");
    let of = |name: &str| {
        let diagnosis = Diagnosis {
            calls: vec![Call {
                kind: Kind::Bypass,
                names: vec![name.into()],
                route: Some("braf".into()),
                weight: 1.0,
                confirmed: false,
            }],
            ..decide(&bench, &table("larotrectinib"))
        };
        told(&advice(&bench, "larotrectinib", &diagnosis)[0]).text
    };
    assert_eq!(
        of("BRAF V600E"),
        "larotrectinib with dabrafenib or trametinib against BRAF V600E"
    );
    assert_eq!(
        of("BRAF amplification"),
        "larotrectinib with trametinib against BRAF amplification"
    );
    let by_band = of("BRAF");
    assert!(
        by_band.contains("trametinib against BRAF; dabrafenib only for some"),
        "{by_band}"
    );
}

#[test]
fn the_cultures_own_add_back_comes_first() {
    let bench = bench("KM12");
    let before = Specimen::parental(&bench.biology);
    let of = |name: &str| {
        let cells = clone(&bench, name);
        let case = case(&bench, &before, &cells, ("larotrectinib", 100.0));
        let worked = work(&case, &Workup::full(), &Thresholds::default(), 0.0);
        (
            words(&worked.diagnosis),
            worked.advice.iter().map(told).collect::<Vec<_>>(),
        )
    };
    let (call, said) = of("gnas-r201c");
    assert!(call.contains("GNAS"), "{call}");
    assert!(said[0].text.starts_with("in your own add-back trametinib"), "{said:?}");
    let none = said
        .iter()
        .find(|one| one.text.contains("no inhibitor of GNAS"))
        .expect("what is missing");
    assert!(!none.source.contains("guide"), "{none:?}");
    // What is cited for a partner is what was measured of it.
    let (_, said) = of("kras-g12d");
    let known = said
        .iter()
        .find(|one| one.text.contains("with trametinib against KRAS"))
        .expect("a partner");
    assert!(known.source.contains("trametinib: Gilmartin et al. 2011"), "{known:?}");
}

#[test]
fn the_holiday_advice_for_copies_says_what_the_re_test_cannot_show() {
    let bench = bench("H3122");
    let readouts = Readouts {
        driver: sequenced(&[]).map(|run| DriverSequencing {
            copies: Some(Estimate::exact(3.0)),
            ..run
        }),
        holiday: Some(Holiday {
            days: 14.0,
            shift: shift(20.0),
        }),
        ..table("alectinib")
    };
    let advice = advice(&bench, "alectinib", &decide(&bench, &readouts));
    let said: Vec<Told> = advice.iter().map(told).collect();
    let drugs = said.iter().filter(|one| one.text.contains("viability in 72 h")).count();
    let rest = said.iter().find(|one| one.text.contains("holiday")).expect("a holiday");
    assert!(drugs > 0 && rest.text.contains("cannot show it"), "{said:?}");
}

#[test]
fn a_stroma_that_breaks_the_drug_down_is_looked_for_by_enzyme() {
    let base = KnowledgeBase::builtin().expect("the built-in knowledge base is valid");
    let plain = bench("MOLM-13");
    let line = base.line("MOLM-13").expect("a line");
    let around = base
        .surroundings(line, &[NicheLevel::new("cyp3a4", 1.0)])
        .expect("a factor");
    let known = base.niche_of(line);
    let stroma =
        Bench::among(&base, "MOLM-13", &plain.drug_ids(), &[NicheLevel::new("cyp3a4", 1.0)]).expect("a co-culture");
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
        ..case(&plain, &parental, &parental, ("quizartinib", 3.0))
    };
    let atlas = Atlas::of(&stroma);
    let named = |workup: &Workup| words(&diagnose(&examine(&case, workup), &atlas, &Thresholds::default()));
    assert!(named(&Workup::full()).contains("CYP3A4"), "{}", named(&Workup::full()));
    // Where the drug was not measured, the advice is to do so.
    let unmeasured = without(Workup::full(), &["drug-level"]);
    assert!(!named(&unmeasured).contains("CYP3A4"));
    let readouts = examine(&case, &unmeasured);
    let found = diagnose(&readouts, &atlas, &Thresholds::default());
    let niche = Diagnosis {
        calls: vec![Call {
            kind: Kind::Niche,
            names: Vec::new(),
            route: None,
            weight: 1.0,
            confirmed: true,
        }],
        ..found
    };
    let advice = advise(&plain, &atlas, case.drug, &readouts, &niche, &Thresholds::default());
    let said: Vec<Told> = advice.iter().map(told).collect();
    assert!(
        said[0].text.contains("CYP3A4") && said[0].text.contains("qPCR"),
        "{said:?}"
    );
    assert!(said[0].source.contains("Chang et al. 2019"), "{said:?}");
    let other = advise(
        &plain,
        &atlas,
        index(&plain, "crenolanib"),
        &readouts,
        &niche,
        &Thresholds::default(),
    );
    assert!(other.iter().all(|one| !told(one).text.contains("qPCR")), "{other:?}");
}

// ---- the score

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
