//! What the guides advise: it follows the mechanism, and cites the guide of the line's own family.

use super::{bench, clone, index, knowledge, work_up};
use escalade::assay::Bench;
use escalade::diagnosis::advice::Source;
use escalade::diagnosis::{Atlas, Call, Fault, Kind, Readouts, Thresholds, Workup, advise, diagnose};
use escalade::report::diagnosis::{Told, told};

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
