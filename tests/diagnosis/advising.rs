//! What is advised never contradicts the culture's own tests, its past, or a guide.

use super::decision::driver;
use super::{bench, clone, index};
use crate::findings::{advice_by, call, decide, switch, table};
use escalade::assay::functional::{AddBack, SwitchTest, TestDose};
use escalade::assay::viability::ratio::Ratio;
use escalade::assay::{Bench, Estimate, Specimen};
use escalade::diagnosis::readouts::{Given, Holiday, Survival};
use escalade::diagnosis::{Call, Diagnosis, Kind, Readouts, Step};
use escalade::model::endpoint::viability;
use escalade::report::diagnosis::told;

fn texts(bench: &Bench, drug: &str, readouts: &Readouts, calls: Vec<Call>) -> Vec<String> {
    let diagnosis = Diagnosis {
        calls,
        ..decide(bench, readouts)
    };
    let advice = advice_by(bench, drug, readouts, &diagnosis);
    advice.iter().map(|one| told(one).text).collect()
}

fn advised(texts: &[String], drug: &str) -> bool {
    texts.iter().any(|text| text.starts_with(&format!("{drug}:")))
}

/// A drug that a guide calls resisted by an allele is advised against none of its cells.
#[test]
fn no_drug_is_advised_that_a_guide_calls_resisted() {
    for line in ["H3122", "KM12", "MOLM-13"] {
        let bench = bench(line);
        let family = bench.line().expect("a line").family.clone().expect("a family");
        let own = bench.biology.drugs()[bench.driver_drugs()[0]].id.clone();
        let calls = bench
            .knowledge()
            .data()
            .call
            .iter()
            .filter(|call| call.family == family);
        let mut seen = 0;
        for guide in calls {
            let said = texts(
                &bench,
                &own,
                &table(&own),
                vec![call(Kind::OnTarget, &guide.allele, None)],
            );
            for drug in &guide.resists {
                let name = bench
                    .biology
                    .drugs()
                    .iter()
                    .find(|known| known.id == *drug)
                    .map(|known| known.name.clone());
                seen += 1;
                assert!(
                    name.is_none_or(|name| !advised(&said, &name)),
                    "{} {drug}: {said:?}",
                    guide.allele
                );
            }
        }
        assert!(seen > 5, "{line} has {seen} calls");
    }
}

/// Without tests of its own, more copies of ALK call for zotizalkib or lorlatinib; a switch test that left most cells
/// overrules what the model computes for a clone, and a drug that the flask has had is not advised again.
#[test]
fn own_tests_and_the_past_overrule_the_knowledge_base() {
    let bench = bench("H3122");
    let amplified = || vec![call(Kind::Amplification, "ALK", None)];
    let plain = texts(&bench, "alectinib", &table("alectinib"), amplified());
    assert!(advised(&plain, "lorlatinib"), "{plain:?}");
    let tested = Readouts {
        switches: vec![switch("lorlatinib", 0.1, 0.8), switch("zotizalkib", 0.1, 0.12)],
        ..table("alectinib")
    };
    let said = texts(&bench, "alectinib", &tested, amplified());
    assert!(!advised(&said, "lorlatinib"), "{said:?}");
    let why = |name: &str| {
        said.iter()
            .any(|text| text.contains("own switch test") && text.contains(name))
    };
    assert!(why("left 80%"), "{said:?}");
    // Cells that no inhibitor of the driver stops get none of it alone.
    let off_target = Readouts {
        switches: vec![switch("lorlatinib", 0.1, 0.8), switch("zotizalkib", 0.1, 0.9)],
        ..table("alectinib")
    };
    let none = texts(&bench, "alectinib", &off_target, amplified());
    assert!(
        none[0].starts_with("no inhibitor of the driver alone") && !advised(&none, "zotizalkib"),
        "{none:?}"
    );
    let had = Readouts {
        given: vec![Given {
            drug: "lorlatinib".into(),
            drug_id: "lorlatinib".into(),
            dose: 100.0,
            now: false,
        }],
        ..table("alectinib")
    };
    assert!(!advised(&texts(&bench, "alectinib", &had, amplified()), "lorlatinib"));
}

/// A mutation of the driver beside a bypass needs the next inhibitor of the driver, not the failed one, with the partner.
#[test]
fn a_mutation_beside_a_bypass_is_answered_by_both() {
    let bench = bench("H3122");
    let calls = vec![
        call(Kind::OnTarget, "G1202R", None),
        call(Kind::Bypass, "MET", Some("met")),
    ];
    let said = texts(&bench, "alectinib", &table("alectinib"), calls);
    let with = |text: &&String| text.contains(" with ") && text.contains("against MET");
    let combined: Vec<&String> = said.iter().filter(with).collect();
    assert!(
        !combined.is_empty() && combined.iter().all(|text| text.starts_with("lorlatinib")),
        "{said:?}"
    );
    let two = vec![
        call(Kind::Bypass, "MET", Some("met")),
        call(Kind::Bypass, "EGFR", Some("egfr")),
    ];
    let said = texts(&bench, "alectinib", &table("alectinib"), two);
    assert!(said.iter().any(|text| text.contains("at once")), "{said:?}");
}

/// The re-test after a holiday is read against the culture out of its surroundings; where that has no resistance of
/// its own the step says so.
#[test]
fn a_holiday_counts_in_a_co_culture_too() {
    let bench = bench("MOLM-13");
    let estimate = |value: f64| Estimate {
        value,
        low: 0.8 * value,
        high: 1.25 * value,
    };
    let readouts = |alone: f64, rested: f64| Readouts {
        alone: Some(super::decision::shift(1.0)),
        holiday: Some(Holiday {
            days: 14.0,
            shift: super::decision::shift(1.0),
        }),
        survival: Some(Survival {
            parental: estimate(0.16),
            resistant: estimate(0.6),
            alone: Some(estimate(alone)),
            rested: Some(estimate(rested)),
        }),
        ..table("quizartinib")
    };
    let kinds =
        |readouts: &Readouts| -> Vec<Kind> { decide(&bench, readouts).calls.iter().map(|call| call.kind).collect() };
    assert!(kinds(&readouts(0.49, 0.15)).contains(&Kind::Reversible));
    assert!(!kinds(&readouts(0.49, 0.47)).contains(&Kind::Reversible));
    let protected = decide(&bench, &readouts(0.16, 0.16));
    assert!(
        protected.did(Step::Holiday) && protected.calls[0].kind == Kind::Niche,
        "{protected:?}"
    );
}

/// Copies of any family's driver are answered by a clone with more of them.
#[test]
fn amplified_drivers_are_answered_in_every_family() {
    for (line, drug, answer) in [("KM12", "larotrectinib", "keeps"), ("H3122", "alectinib", "keeps")] {
        let bench = bench(line);
        let said = texts(&bench, drug, &table(drug), vec![call(Kind::Amplification, "", None)]);
        assert!(
            said[0].contains(answer) && said[0].contains("-amplification"),
            "{line}: {said:?}"
        );
    }
}

/// Five copies need more than ten times the dose that the parental line does: a switch test by its IC50 leaves them alive, and tells
/// nothing about whether they need the driver. Partners that re-sensitised the culture are named.
#[test]
fn a_switch_test_that_copies_outlive_decides_nothing() {
    let bench = bench("H3122");
    let drug = index(&bench, "lorlatinib");
    let left = |cells: &Specimen, nm: f64| {
        let doses = bench.only(drug, nm);
        cells.mean(|part| viability(&bench.biology, &part.genotype, part.state, &doses, 72.0))
    };
    // The lowest dose that some copies outlive and fewer do not.
    let between = |fewer: &Specimen, more: &str| {
        let more = clone(&bench, more);
        let mut doses = (1..240).map(|i| 0.1 * 1.05f64.powi(i));
        let found = doses.find(|nm| left(fewer, *nm) < 0.48 && left(&more, *nm) > 0.5);
        found.expect("a dose between the two")
    };
    let at = |nm: f64| SwitchTest {
        dose: TestDose {
            nm,
            words: String::new(),
        },
        ..switch("lorlatinib", 0.1, 0.8)
    };
    let one = |value: f64| Estimate {
        value,
        low: value - 0.02,
        high: value + 0.02,
    };
    let fivefold = Ratio {
        value: Some(5.0),
        low: 4.0,
        high: 6.0,
    };
    let re_sensitising = AddBack {
        partner: "trametinib".into(),
        partner_id: "trametinib".into(),
        closes: Vec::new(),
        downstream: true,
        drug_dose: 1000.0,
        partner_dose: TestDose {
            nm: 1.0,
            words: String::new(),
        },
        drug_alone: one(0.8),
        partner_alone: one(0.9),
        both: one(0.3),
        bliss_excess: one(0.42),
        loewe_index: None,
        ic50_fold: Some(fivefold),
    };
    let said = |nm: f64, copies: f64| {
        let readouts = Readouts {
            switches: vec![at(nm)],
            driver: Some(driver(&[], copies)),
            add_backs: vec![re_sensitising.clone()],
            ..table("alectinib")
        };
        texts(
            &bench,
            "alectinib",
            &readouts,
            vec![call(Kind::Amplification, "ALK", None)],
        )
    };
    let undecided =
        |told: &[String]| told[0].contains("is undecided") && !told.iter().any(|text| text.starts_with("no inhibitor"));
    let five = between(&Specimen::parental(&bench.biology), "alk-amplification in 5 copies");
    let told = said(five, 5.0);
    assert!(undecided(&told), "{told:?}");
    // Where six cells of ten have four copies the culture has 2.8 on average, which would not outlive what four do.
    let four = between(&clone(&bench, "alk-amplification in 3 copies"), "alk-amplification");
    let mixed = said(four, 2.8);
    assert!(undecided(&mixed), "{mixed:?}");
    // A dose that stops five copies does tell.
    let high = said(1e4, 5.0);
    assert!(high[0].starts_with("no inhibitor of the driver alone"), "{high:?}");
    assert!(
        high.iter()
            .any(|text| text.contains("trametinib") && text.contains("re-sensitises")),
        "{high:?}"
    );
}
