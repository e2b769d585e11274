//! What the advice says of each finding: drugs to switch to, and what the culture's own tests show.

use super::decision::shift;
use super::{bench, clone, index, words};
use crate::findings::{advice, case, decide, sequenced, table, without};
use escalade::assay::functional::{next_generation, switch_drugs};
use escalade::assay::{Bench, Estimate, Specimen, Translation};
use escalade::diagnosis::readouts::{DriverSequencing, Holiday};
use escalade::diagnosis::{
    Atlas, Call, Case, Diagnosis, Kind, Readouts, Surroundings, Thresholds, Workup, advise, diagnose, examine, work,
};
use escalade::knowledge::{KnowledgeBase, NicheLevel};
use escalade::report::diagnosis::{Told, told};

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
