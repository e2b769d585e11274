//! Names of cells that `escalade assay` is given: read as what they name, down to the copy that carries an allele.

use crate::support::Bench;

/// Where the driver's copies differ, a name tells which of them carries the allele: the potency is another one.
#[test]
fn a_name_tells_which_copy_carries_the_allele() {
    use escalade::assay::{Bench as Plates, genotype};
    let base = escalade::knowledge::KnowledgeBase::builtin().expect("it is valid");
    let plates = Plates::of_line(&base, "MOLM-13").expect("a line");
    let biology = &plates.biology;
    let wild = biology.wild_type();
    let allele = biology.alleles.iter().position(|allele| allele.name == "D835Y");
    let place = |empty: bool| (wild.copies().iter()).position(|group| group.alleles.is_empty() == empty);
    let on = |empty: bool| wild.with_allele(place(empty).expect("a copy"), allele.expect("an allele") as u32);
    assert_eq!(genotype::name(biology, &on(false), 0), "D835Y (ITD copy)");
    assert_eq!(genotype::name(biology, &on(true), 0), "D835Y (unmutated copy)");
    assert_eq!(genotype::name(biology, &wild, 0), "parental");
    // Such a name is read as well.
    for (text, empty) in [
        ("D835Y (unmutated copy)", true),
        ("D835Y (ITD copy)", false),
        ("D835Y", false),
    ] {
        let read = genotype::read(biology, text).expect("a genotype");
        assert_eq!(read.cells()[0].genotype, on(empty), "{text}");
    }
    assert!(genotype::read(biology, "D835Y (other copy)").is_err());
    // The line's own allele names the copy, also in a line whose copies are all alike.
    let read = genotype::read(biology, "ITD+D835Y").expect("a genotype");
    assert_eq!(
        (&read.cells()[0].genotype, read.name.as_str()),
        (&on(false), "D835Y (ITD copy)")
    );
    let single = Plates::of_line(&base, "MV4-11").expect("a line");
    let of_single = |text: &str| {
        genotype::read(&single.biology, text).expect(text).cells()[0]
            .genotype
            .clone()
    };
    assert_eq!(of_single("ITD+D835Y"), of_single("D835Y"));
    // Copies that are alike need no words.
    let alike = Plates::of_line(&base, "H3122").expect("a line");
    let cells = genotype::read(&alike.biology, "G1202R").expect("a genotype");
    let part = &cells.cells()[0];
    assert_eq!(genotype::name(&alike.biology, &part.genotype, 0), "G1202R");
    // The knowledge base's own name of a gain is read for every gene of the family.
    let trk = Plates::of_line(&base, "KM12").expect("a line");
    for text in ["ntrk-amplification", "ntrk1-amplification", "amplification"] {
        assert!(genotype::read(&trk.biology, text).is_ok(), "{text}");
    }
}

/// Every name that is given out tells its type from all others, and is read as that type and given out again.
#[test]
fn names_of_types_are_read_as_what_they_name() {
    use escalade::assay::{Bench as Plates, genotype};
    let base = escalade::knowledge::KnowledgeBase::builtin().expect("it is valid");
    for line in ["H3122", "KM12", "MOLM-13", "MV4-11"] {
        let biology = Plates::of_line(&base, line).expect("a line").biology;
        let mut genotypes = vec![biology.wild_type()];
        genotypes.extend(biology.reachable_first().into_iter().map(|(genotype, ..)| genotype));
        // An allele on two of four copies, and a gain of four.
        let allele = biology
            .alleles
            .iter()
            .find(|allele| allele.per_division > 0.0)
            .expect("an allele");
        for text in [
            format!("{} in 2 of 4 copies", allele.name),
            "amplification in 4 copies".to_owned(),
        ] {
            genotypes.push(
                genotype::read(&biology, &text).expect("a genotype").cells()[0]
                    .genotype
                    .clone(),
            );
        }
        let mut names = std::collections::BTreeSet::new();
        for genotype in &genotypes {
            for state in 0..biology.states().len() {
                let name = genotype::name(&biology, genotype, state);
                assert!(names.insert(name.clone()), "{line}: {name} twice");
                // A state behind a count of copies is written with @.
                if state > 0 && name.ends_with("copies)") {
                    continue;
                }
                let read = genotype::read(&biology, &name).unwrap_or_else(|error| panic!("{line}: {error}"));
                let part = &read.cells()[0];
                assert_eq!((&part.genotype, part.state), (genotype, state), "{line}: {name}");
                assert_eq!(read.name, name);
            }
        }
        assert!(names.len() > 20, "{}", names.len());
    }
    let bench = Bench::new();
    let scenario = bench.good(&["new", "scenario", "--line", "MOLM-13", "--drug", "gilteritinib"]);
    bench.write("s.toml", &scenario);
    let explained = bench.good(&["explain", "s.toml"]);
    let rows = |name: &str| {
        explained
            .lines()
            .filter(|line| line.trim_start().starts_with(name))
            .count()
    };
    assert!(rows("D835Y (ITD copy) ") > 0, "{explained}");
    assert_eq!(
        rows("D835Y (ITD copy) "),
        rows("D835Y (unmutated copy) "),
        "{explained}"
    );
}
