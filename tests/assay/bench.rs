//! The assay bench: a run's cells mean the same under more drugs, and genotypes are read from names.

use crate::base;
use escalade::assay::{Bench, BenchError, Translation, genotype};
use escalade::model::biology::Genotype;

/// Every genotype that one alteration makes, and a few made of several.
fn genotypes(biology: &escalade::model::biology::Biology) -> Vec<Genotype> {
    let wild = biology.wild_type();
    let alleles = (0..biology.alleles.len() as u32).map(|a| wild.with_allele(0, a));
    let bypasses = (0..biology.bypasses.len() as u32).map(|b| wild.with_bypass(b));
    let amplified = wild.with_gain(0).with_gain(0).with_allele(0, 0).with_bypass(0);
    alleles.chain(bypasses).chain([wild.clone(), amplified]).collect()
}

/// What an assay under some drugs leans on is what a run under them does, though more drugs are on the bench.
#[test]
fn an_assay_leans_on_what_a_run_with_its_drugs_leans_on() {
    let base = base();
    for (line, drugs) in [
        ("H3122", &["alectinib"][..]),
        ("KM12", &["larotrectinib", "trametinib"]),
        ("MOLM-13", &[]),
    ] {
        let bench = Bench::of_line(&base, line).unwrap();
        let used: Vec<usize> = drugs.iter().map(|id| bench.drug(id).unwrap()).collect();
        let leaned = bench.leaned_on(&used).unwrap();
        assert_eq!(leaned, base.resolve(line, drugs).unwrap().assumptions, "{line}");
        assert!(!leaned.is_empty() && leaned.len() < bench.assumptions.len(), "{line}");
    }
}

#[test]
fn mapped_genotypes_have_the_same_rates_under_the_scenarios_drugs() {
    let base = base();
    for (line, drugs) in [
        ("H3122", &["lorlatinib", "crizotinib", "trametinib"][..]),
        ("KM12", &["selitrectinib"]),
        ("MOLM-13", &["gilteritinib", "quizartinib"]),
    ] {
        let run = base.resolve(line, drugs).unwrap().biology;
        let bench = Bench::of_run(&base, &run, &base.fingerprint()).unwrap();
        assert!(bench.biology.drugs().len() > drugs.len());
        let translation = Translation::between(&run, &bench.biology).unwrap();
        for genotype in genotypes(&run) {
            let mapped = translation.genotype(&genotype);
            for state in 0..run.states().len() {
                let there = translation.state(state);
                assert_eq!(run.mechanism(&genotype, state), bench.biology.mechanism(&mapped, there));
                for dose in [0.0, 3.0, 100.0, 3000.0] {
                    let own: Vec<f64> = (0..drugs.len()).map(|d| dose * (1.0 + d as f64)).collect();
                    let mut doses = vec![0.0; bench.biology.drugs().len()];
                    for (drug, dose) in drugs.iter().zip(&own) {
                        doses[bench.drug(drug).unwrap()] = *dose;
                    }
                    let before = run.phenotype(&genotype, state, &own);
                    let after = bench.biology.phenotype(&mapped, there, &doses);
                    assert!((before.birth - after.birth).abs() < 1e-12 && (before.death - after.death).abs() < 1e-12);
                }
            }
        }
    }
}

#[test]
fn every_line_has_a_bench_with_its_drugs_and_partners() {
    let base = base();
    for line in base.lines().into_iter().filter(|line| line.family.is_some()) {
        let bench = Bench::of_line(&base, &line.id).unwrap();
        let family = |drug: &&escalade::knowledge::schema::DrugRecord| drug.family == line.family;
        let wanted = base.drugs().iter().filter(family).count();
        let generations = |d: &usize| bench.drug_record(*d).unwrap().generation.unwrap_or(u32::MAX);
        assert!(!bench.driver_drugs().is_empty() && bench.driver_drugs().is_sorted_by_key(generations));
        assert!(bench.biology.drugs().len() > wanted, "{}: partners", line.id);
        assert!(bench.biology.drugs().iter().all(|drug| drug.acts()), "{}", line.id);
    }
}

#[test]
fn another_knowledge_base_and_foreign_cells_are_refused() {
    let base = base();
    let run = base.resolve("H3122", &["alectinib"]).unwrap().biology;
    let refused = |run: &escalade::model::biology::Biology, hash: &str| Bench::of_run(&base, run, hash).unwrap_err();
    assert!(matches!(refused(&run, "0123"), BenchError::OtherKnowledge { .. }));
    let mut changed = run.clone();
    changed.fate.birth *= 1.01;
    assert!(matches!(
        refused(&changed, &base.fingerprint()),
        BenchError::Differs { .. }
    ));
    let mut changed = run.clone();
    changed.alleles[2].potency[0].fold *= 2.0;
    assert!(matches!(
        refused(&changed, &base.fingerprint()),
        BenchError::Differs { .. }
    ));
    let bench = Bench::of_line(&base, "H3122").unwrap();
    let mut foreign = run.clone();
    foreign.alleles[3].id = "unheard-of".to_owned();
    let error = Translation::between(&foreign, &bench.biology).unwrap_err();
    assert!(error.to_string().contains("unheard-of"), "{error}");
    let molm = base.resolve("MOLM-13", &["gilteritinib"]).unwrap().biology;
    assert!(Translation::between(&molm, &bench.biology).is_err());
}

#[test]
fn genotypes_are_read_as_people_write_them() {
    let base = base();
    let bench = Bench::of_line(&base, "H3122").unwrap();
    let read = |text: &str| genotype::read(&bench.biology, text);
    let label = |text: &str| {
        let specimen = read(text).unwrap_or_else(|error| panic!("{error}"));
        let part = &specimen.cells()[0];
        (specimen.name.clone(), part.genotype.total_copies(), part.state)
    };
    assert_eq!(label("parental"), ("parental".to_owned(), 1, 0));
    assert_eq!(label("ALK-G1202R"), ("G1202R".to_owned(), 1, 0));
    assert_eq!(label("g1202r"), ("G1202R".to_owned(), 1, 0));
    assert_eq!(label("L1198F+C1156Y").0, label("C1156Y+L1198F").0);
    assert_eq!(label("MET amplification").0, "MET amplification");
    assert_eq!(label("G1202R + met-amplification @ ccn1-high").1, 1);
    assert_ne!(label("G1202R @ ccn1-high").2, 0);
    let some = read("G1202R in 2 of 4 copies").unwrap();
    let copies = bench.biology.driver_copies(&some.cells()[0].genotype);
    assert_eq!(copies, (4, vec![("G1202R".to_owned(), 2)]));
    assert_eq!(label("ALK amplification in 6 copies").1, 6);
    assert_eq!(label("alk-amplification").1, 4);
    for (wrong, parts) in [
        ("G1202", &["G1202R"][..]),
        ("met-amplfication", &["met-amplification"]),
        ("G1202R @ ccn1", &["ccn1-high"]),
        ("G1202R in 5 of 4 copies", &["5 of 4"]),
        ("ALK amplification in 400 copies", &["allowed: 2 to 8"]),
        ("G1202R + L1196M", &["no copy of ALK is left", "A+B"]),
        ("G1202R in two copies", &["cannot be read"]),
        ("MET amplification in 2 copies", &["copies are counted of ALK only"]),
    ] {
        let error = read(wrong).unwrap_err().to_string();
        parts
            .iter()
            .for_each(|part| assert!(error.contains(part), "{wrong}: {error}"));
    }
}

#[test]
fn a_heterozygous_line_mutates_on_its_mutant_copy_first() {
    let base = base();
    let bench = Bench::of_line(&base, "MOLM-13").unwrap();
    let biology = &bench.biology;
    let specimen = genotype::read(biology, "D835Y").unwrap();
    let mutated = &specimen.cells()[0].genotype;
    let base_alleles = biology.wild_type().alleles().len();
    let fullest = mutated.copies().iter().map(|group| group.alleles.len()).max();
    assert_eq!(fullest, Some(base_alleles + 1));
}
