//! The virtual laboratory's read-outs and the diagnosis made from them, against what the guides expect.

use escalade::assay::{Bench, Specimen, genotype};
use escalade::diagnosis::score::{score, truth};
use escalade::diagnosis::{Atlas, Case, Diagnosis, Readouts, Thresholds, Workup, advise, diagnose, examine};
use escalade::knowledge::KnowledgeBase;

fn knowledge() -> KnowledgeBase {
    KnowledgeBase::builtin().expect("the built-in knowledge base is valid")
}

fn bench(line: &str) -> Bench {
    Bench::of_line(&knowledge(), line).expect("a line of the knowledge base")
}

fn clone(bench: &Bench, name: &str) -> Specimen {
    genotype::read(&bench.biology, name).expect("a genotype of the line")
}

struct Found {
    readouts: Readouts,
    diagnosis: Diagnosis,
}

fn work_up(bench: &Bench, cells: &Specimen, drug: &str, dose: f64, workup: &Workup, stream: u64) -> Found {
    let before = Specimen::parental(&bench.biology);
    let case = Case {
        bench,
        before: &before,
        resistant: cells,
        drug: bench.drug(drug).expect("a drug on the bench"),
        dose,
        stock: 1.0,
        surroundings: None,
        seed: 11,
        stream,
    };
    let readouts = examine(&case, workup);
    let diagnosis = diagnose(&readouts, &Atlas::of(bench), &Thresholds::default());
    Found { readouts, diagnosis }
}

#[test]
fn explore() {
    for (line, drug, dose, names) in [
        (
            "H3122",
            "alectinib",
            1000.0,
            vec![
                "parental",
                "ALK-G1202R",
                "I1171N",
                "V1180L",
                "alk-amplification in 4 copies",
                "met-amplification",
                "egfr-activation",
                "igf1r-activation",
                "axl-shc1",
                "kras-activation",
                "parental @ ccn1-high",
                "parental @ sclc",
                "parental @ drug-tolerant",
            ],
        ),
        (
            "KM12",
            "larotrectinib",
            100.0,
            vec![
                "G595R",
                "G667C",
                "F589L",
                "kras-g12d",
                "braf-v600e",
                "pik3ca-e545k",
                "pten-loss",
                "gnas-r201h",
                "met-amplification",
                "parental @ emt",
            ],
        ),
        (
            "MOLM-13",
            "quizartinib",
            20.0,
            vec![
                "D835Y",
                "F691L",
                "nras-g12d",
                "ptpn11-e76k",
                "bcl2-activation",
                "myc-activation",
            ],
        ),
        ("MOLM-13", "gilteritinib", 100.0, vec!["D835Y", "F691L", "nras-g12d"]),
    ] {
        let bench = bench(line);
        for (i, name) in names.into_iter().enumerate() {
            let cells = clone(&bench, name);
            let found = work_up(&bench, &cells, drug, dose, &Workup::full(), i as u64);
            let truth = truth(&bench.biology, &cells, false);
            let score = score(&found.diagnosis, &truth);
            println!(
                "=== {line} {drug} {name}: {} [{:?} named {}]",
                found.diagnosis.words(),
                score.verdict,
                score.named
            );
            for e in &found.diagnosis.evidence {
                println!("   {:?} {}: {}", e.speaks_for, e.step.name(), e.text);
            }
            for a in advise(
                &bench,
                &Atlas::of(&bench),
                bench.drug(drug).unwrap(),
                &found.diagnosis,
                &Thresholds::default(),
            ) {
                println!("   -> {} | {}", a.text, a.source);
            }
            let _ = &found.readouts;
        }
    }
}
