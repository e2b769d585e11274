//! Mechanisms of resistance: their supply, their names and classes, what closes them, what they cost, where they arise.

use crate::bases::{builtin, close, labelled, net, resolved, state, with_bypass};
use escalade::knowledge::KnowledgeBase;
use escalade::model::biology::{Genotype, MechanismClass};

#[test]
fn supply_sums_over_paths_and_copies() {
    let biology = resolved(&["alectinib"]).biology;
    let rate = |label: &str| {
        let first = biology.reachable_first();
        first
            .iter()
            .find(|(_, m, _)| m.label == label)
            .map(|(_, _, u)| *u)
            .unwrap_or_else(|| panic!("no {label}"))
    };
    close(rate("G1202R"), 1e-9 * 1.24 / 1.66, 1e-12, "two paths");
    close(rate("L1196M"), 1e-9 * 0.24 / 1.66, 1e-12, "a transversion");
    close(rate("C1156Y"), 1e-9 / 1.66, 1e-12, "a transition");
    let amplified = biology.wild_type().with_gain(0).with_gain(0);
    let child = amplified.with_allele(0, labelled(&biology, "G1202R").alleles()[0]);
    let found = biology
        .channels(&amplified)
        .into_iter()
        .find(|channel| channel.child == child)
        .unwrap();
    close(
        found.per_division,
        3e-9 * 1.24 / 1.66,
        1e-12,
        "three copies, three targets",
    );
    // One copy holds one allele per residue.
    let mutant = labelled(&biology, "I1171N");
    assert!(
        biology
            .channels(&mutant)
            .iter()
            .all(|c| biology.mechanism(&c.child, 0).label != "I1171T+I1171N")
    );
    for genotype in [biology.wild_type(), amplified, mutant] {
        let total: f64 = biology.channels(&genotype).iter().map(|c| c.per_division).sum();
        assert!(total < 0.5);
    }
}

#[test]
fn mechanisms_are_named_and_classed() {
    let biology = resolved(&["alectinib"]).biology;
    let name = |g: &Genotype, s: usize| {
        let mechanism = biology.mechanism(g, s);
        (mechanism.label, mechanism.class)
    };
    let wild = biology.wild_type();
    assert_eq!(name(&wild, 0), ("none".into(), MechanismClass::None));
    assert_eq!(
        name(&wild, state(&biology, "ccn1-high")),
        ("CCN1-high".into(), MechanismClass::State)
    );
    assert_eq!(
        name(&wild, state(&biology, "sclc")),
        ("SCLC".into(), MechanismClass::Transformed)
    );
    let g1202r = labelled(&biology, "G1202R");
    assert_eq!(name(&g1202r, 0), ("G1202R".into(), MechanismClass::OnTarget));
    assert_eq!(biology.mechanism(&g1202r, 0).region, "solvent front");
    assert_eq!(
        name(&wild.with_gain(0).with_gain(0), 0),
        ("ALK amplification".into(), MechanismClass::Amplification)
    );
    let met = with_bypass(&biology, "met-amplification");
    assert_eq!(name(&met, 0), ("MET amplification".into(), MechanismClass::Bypass));
    let both = g1202r.with_bypass(met.bypasses()[0]);
    assert_eq!(
        name(&both, 0),
        ("G1202R + MET amplification".into(), MechanismClass::Compound)
    );
    assert_eq!(
        name(&labelled(&biology, "L1198F+C1156Y"), 0),
        ("C1156Y+L1198F".into(), MechanismClass::Compound)
    );
    let trans = wild.with_gain(0).with_allele(0, 0);
    assert_eq!(biology.alteration_count(&trans), 2);
    assert_eq!(biology.driver_copies(&trans), (2, vec![("I1151Tins".into(), 1)]));
    assert_eq!(biology.driver_copies(&wild), (1, vec![]));
}

#[test]
fn bypasses_and_states_are_closed_by_their_inhibitors() {
    let drugs = [
        "alectinib",
        "crizotinib",
        "capmatinib",
        "bemcentinib",
        "erlotinib",
        "anti-ccn1",
        "mk-2206",
        "bevacizumab",
    ];
    let biology = resolved(&drugs).biology;
    let dose = |pairs: &[(&str, f64)]| {
        drugs.map(|drug| {
            pairs
                .iter()
                .find(|(name, _)| *name == drug)
                .map_or(0.0, |(_, dose)| *dose)
        })
    };
    let drop = |g: &Genotype, s: usize, with: &[(&str, f64)], plus: (&str, f64)| {
        let more: Vec<(&str, f64)> = with.iter().copied().chain([plus]).collect();
        (net(&biology, g, s, &dose(with)), net(&biology, g, s, &dose(&more)))
    };
    let alectinib: &[(&str, f64)] = &[("alectinib", 300.0)];
    let mut routes = vec![(
        "met-amplification",
        with_bypass(&biology, "met-amplification"),
        0,
        "capmatinib",
    )];
    for (adaptation, inhibitor) in [("axl-shc1", "bemcentinib"), ("egfr-activation", "erlotinib")] {
        let top = state(&biology, &format!("{adaptation}-3"));
        routes.push((adaptation, biology.wild_type(), top, inhibitor));
    }
    for (route, genotype, state, inhibitor) in routes {
        let (alone, together) = drop(&genotype, state, alectinib, (inhibitor, 1000.0));
        assert!(alone > 0.25 * biology.parental_growth(), "{route} {alone}");
        assert!(together < 0.0, "{route} under {inhibitor}: {together}");
    }
    // Crizotinib closes the MET route by itself.
    assert!(
        net(
            &biology,
            &with_bypass(&biology, "met-amplification"),
            0,
            &dose(&[("crizotinib", 1000.0)])
        ) < 0.0
    );
    let ccn1 = state(&biology, "ccn1-high");
    for inhibitor in ["anti-ccn1", "mk-2206", "bevacizumab"] {
        let (alone, together) = drop(&biology.wild_type(), ccn1, alectinib, (inhibitor, 1000.0));
        assert!(alone > 0.0 && together < alone, "{inhibitor}: {alone} to {together}");
    }
    // KRAS feeds little (KRAS G12V did not shift crizotinib in this line).
    let kras = with_bypass(&biology, "kras-activation");
    assert!(net(&biology, &kras, 0, &dose(&[("alectinib", 1000.0)])) < 0.0);
    let shown = biology.node_outputs(&biology.wild_type(), ccn1, &dose(alectinib));
    let value = |name: &str| shown.iter().find(|(readout, _)| readout == name).unwrap().1;
    assert!(value("pAKT") > value("pERK") && value("pALK") < 0.3 && value("CCN1") > 0.0);
}

#[test]
fn amplification_is_resistant_under_drug_and_costs_without() {
    let biology = resolved(&["alectinib"]).biology;
    let wild = biology.wild_type();
    let mut amplified = wild.clone();
    let mut last = net(&biology, &wild, 0, &[0.0]);
    for _ in 1..biology.ladder.max_copies {
        amplified = amplified.with_gain(0);
        let undrugged = net(&biology, &amplified, 0, &[0.0]);
        assert!(undrugged < last);
        last = undrugged;
        assert!(net(&biology, &amplified, 0, &[300.0]) > net(&biology, &wild, 0, &[300.0]));
    }
    assert!(
        biology
            .channels(&amplified)
            .iter()
            .all(|c| c.child.total_copies() <= biology.ladder.max_copies)
    );
}

/// Ba/F3 cells are pro-B cells of mice, MOLM-13 and MV4-11 leukaemias; H3122 is of the lung, KM12 of the colon.
#[test]
fn states_are_routes_of_their_tissue() {
    let kb = builtin();
    let of = |line: &str| kb.route_names(line).unwrap().states;
    for line in kb.lines().into_iter().filter(|line| line.family.is_some()) {
        let wanted: &[&str] = match line.id.as_str() {
            "H3122" => &[
                "naive",
                "drug-tolerant",
                "ccn1-high",
                "sclc",
                "egfr-activation",
                "igf1r-activation",
                "axl-shc1",
                "emt",
            ],
            "KM12" => &["naive", "drug-tolerant", "emt", "egfr-activation", "igf1r-activation"],
            _ => &["naive", "drug-tolerant"],
        };
        assert_eq!(of(&line.id), wanted, "{}", line.id);
    }
    let resolved = kb.resolve("baf3-tpm3-ntrk1", &["larotrectinib"]).unwrap().biology;
    assert_eq!(resolved.states().len(), 2);
    assert!(resolved.sources.iter().all(|source| source.id != "mesenchymal"));
    // Whatever a scenario can grow has a tissue.
    let scenarios = kb.lines().into_iter().filter(|line| !line.assay_only);
    for line in scenarios {
        assert!(kb.data().tissue(line).is_some(), "{}", line.id);
    }
    // A line that says nothing of its tissue takes none of them; one of the colon no state of the lung.
    let line = |tissue: &str| {
        format!(
            "[[line]]\nid = \"l\"\nname = \"l\"\nfamily = \"alk\"\n{tissue}\
             doubling = {{ value = \"30 h\", range = [\"20 h\", \"40 h\"], assumed = \"Mine.\" }}\n"
        )
    };
    let states = |tissue: &str| {
        let kb = KnowledgeBase::builtin_with(&[("mine.toml", line(tissue).as_str())]).unwrap();
        kb.route_names("l").unwrap().states
    };
    assert_eq!(states(""), ["naive", "drug-tolerant"]);
    // Transformation is the lung's, adaptation that of any epithelium.
    let of_epithelium: Vec<String> = of("H3122").into_iter().filter(|id| id != "sclc").collect();
    assert_eq!(states("tissue = \"epithelium\"\n"), of_epithelium);
    assert_eq!(states("dna_of = \"H2228\"\n"), of("H3122"));
}
