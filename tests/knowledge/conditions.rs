//! What a scenario can ask of the knowledge base beside line and drugs.

use crate::support::Bench;
use escalade::scenario::{Body, Laboratory, load, lock};

const FLT3: &str = r#"
schema = 1
name = "quizartinib with a niche"
replicates = 3
[line]
id = "MOLM-13"
[[course]]
drug = "quizartinib"
dose = "5 nM"
[niche]
flt3-ligand = 1.0
[stop]
after = "30 d"
"#;

fn laboratory(text: &str) -> Laboratory {
    match load("s.toml", text.to_owned()).unwrap().body {
        Body::Laboratory(laboratory) => *laboratory,
        Body::Plain(_) => panic!("not a laboratory scenario"),
    }
}

/// Net growth of the unaltered line at a dose of the scenario's first drug.
fn net(laboratory: &Laboratory, dose: f64) -> f64 {
    let biology = &laboratory.biology;
    biology.phenotype(&biology.wild_type(), 0, &[dose]).net()
}

#[test]
fn flt3_ligand_protects_the_heterozygous_line_only() {
    let at = |line: &str, niche: &str, dose: f64| {
        let text = FLT3.replace("MOLM-13", line).replace("flt3-ligand = 1.0", niche);
        net(&laboratory(&text), dose)
    };
    for dose in [2.0, 5.0, 20.0] {
        // MOLM-13 keeps an unmutated FLT3 copy that the ligand can use, MV4-11 has none (Chen 2016).
        let gain = |line: &str| at(line, "flt3-ligand = 1.0", dose) - at(line, "", dose);
        assert!(gain("MOLM-13") > 0.02, "{dose}: {}", gain("MOLM-13"));
        assert!(gain("MV4-11").abs() < 1e-12, "{dose}: {}", gain("MV4-11"));
        let half = at("MOLM-13", "flt3-ligand = 0.5", dose) - at("MOLM-13", "", dose);
        assert!(half > 0.0 && half < gain("MOLM-13"), "{dose}: {half}");
    }
}

#[test]
fn a_niche_is_told_locked_and_reproduced() {
    let bench = Bench::with(FLT3);
    let told = bench.good(&["explain", "s.toml"]);
    assert!(told.contains("surrounded by flt3-ligand at level 1"), "{told}");
    assert!(told.contains("raises the undrugged driver activity"), "{told}");
    assert!(told.contains("stimulation of the driver by FLT3 ligand"), "{told}");
    let scenario = load("s.toml", FLT3.to_owned()).unwrap();
    let locked = load("scenario.lock.toml", lock::write(&scenario).unwrap().text).unwrap();
    assert_eq!(locked.body, scenario.body);
    // Every factor of the scenario changes what is run.
    let without = load("s.toml", FLT3.replace("flt3-ligand = 1.0", "")).unwrap();
    assert_ne!(
        lock::write(&without).unwrap().scenario_hash,
        lock::write(&scenario).unwrap().scenario_hash
    );
}

#[test]
fn wrong_niches_are_refused_with_the_nearest_name() {
    let refused = |from: &str, to: &str, parts: &[&str]| {
        Bench::with(&crate::support::changed(FLT3, from, to)).refused(&["check", "s.toml"], parts);
    };
    refused(
        "flt3-ligand = 1.0",
        "flt3-ligend = 1.0",
        &[
            "s.toml:11: `flt3-ligend` in [niche]",
            "did you mean `flt3-ligand`?",
            "hs-5",
        ],
    );
    refused(
        "flt3-ligand = 1.0",
        "fgf2 = 1.5",
        &[
            "s.toml:11: `fgf2` in [niche] = 1.5 is out of range",
            "0 to 1, where 1 is 10 ng/ml",
        ],
    );
    refused("flt3-ligand = 1.0", "fgf2 = \"high\"", &["`fgf2`", "not a bare number"]);
    refused(
        "flt3-ligand = 1.0",
        "fibroblasts = 1",
        &["`fibroblasts` in [niche] is not a niche factor", "MOLM-13"],
    );
}

const ALK: &str = r#"
schema = 1
name = "routes"
replicates = 3
[line]
id = "H3122"
[[course]]
drug = "alectinib"
dose = "300 nM"
[routes]
amplification = true
[stop]
after = "60 d"
"#;

fn routes(keys: &str) -> Laboratory {
    laboratory(&ALK.replace("amplification = true", keys))
}

#[test]
fn routes_are_closed_one_by_one() {
    let all = routes("").biology;
    assert!(all.states.len() > 2 && all.bypasses.len() > 1 && all.alleles.len() > 10);
    // Open keys change nothing.
    assert_eq!(
        routes("alleles = true\nbypass = true\nstates = true\namplification = true").biology,
        all
    );
    let single = routes("states = false").biology;
    assert_eq!((single.states.len(), single.transitions.len()), (1, 0));
    assert_eq!(single.alleles, all.alleles);
    let none = routes("alleles = false\namplification = false\nbypass = false\nstates = []").biology;
    assert!(none.reachable_first().is_empty(), "no division founds anything");
    assert!(none.alleles.is_empty() && none.compounds.is_empty());
    let some = routes("alleles = [\"G1202R\", \"L1196M\"]\nbypass = [\"met-amplification\"]").biology;
    let names: Vec<&str> = some.alleles.iter().map(|a| a.name.as_str()).collect();
    assert_eq!(names, ["L1196M", "G1202R"]);
    assert_eq!(some.bypasses.len(), 1);
    // A route that stays has the rates that it had.
    let of = |biology: &escalade::model::biology::Biology| {
        let (genotype, _, rate) = biology
            .reachable_first()
            .into_iter()
            .find(|(_, mechanism, _)| mechanism.label == "G1202R")
            .unwrap();
        (rate, biology.phenotype(&genotype, 0, &[300.0]))
    };
    assert_eq!(of(&some), of(&all));
    // What is closed is not leant on either.
    let lean = |laboratory: &Laboratory| {
        laboratory
            .assumptions
            .iter()
            .any(|a| a.key.starts_with("met-amplification/"))
    };
    assert!(lean(&routes("")) && !lean(&routes("bypass = false")));
}

#[test]
fn a_line_keeps_the_alleles_that_make_it() {
    let text = FLT3
        .replace("flt3-ligand = 1.0", "")
        .replace("[niche]", "[routes]\nalleles = false");
    let biology = laboratory(&text).biology;
    assert_eq!(biology.alleles.len(), 1, "the ITD is the line's own");
    let usual = laboratory(&FLT3.replace("flt3-ligand = 1.0", "")).biology;
    let growth = |b: &escalade::model::biology::Biology| b.phenotype(&b.wild_type(), 0, &[5.0]).net();
    assert_eq!(growth(&biology), growth(&usual));
}

#[test]
fn routes_are_told_locked_and_refused() {
    let text = ALK.replace(
        "amplification = true",
        "states = [\"drug-tolerant\"]\namplification = false",
    );
    let scenario = load("s.toml", text.clone()).unwrap();
    let locked = load("scenario.lock.toml", lock::write(&scenario).unwrap().text).unwrap();
    assert_eq!(locked.body, scenario.body);
    let told = Bench::with(&text).good(&["explain", "s.toml"]);
    assert!(
        told.contains("no gain of driver copies; of cell states beside the naive one only drug-tolerant"),
        "{told}"
    );
    let refused = |to: &str, parts: &[&str]| {
        Bench::with(&crate::support::changed(ALK, "amplification = true", to)).refused(&["check", "s.toml"], parts);
    };
    refused(
        "alleles = [\"G1202W\"]",
        &[
            "s.toml:11: entry 1 of `alleles` in [routes] = \"G1202W\"",
            "did you mean `G1202R`?",
        ],
    );
    refused(
        "bypass = \"none\"",
        &["`bypass` in [routes] = \"none\" cannot be read", "true, false"],
    );
    refused(
        "state = false",
        &["unknown key `state` in [routes]", "did you mean `states`?"],
    );
}
