//! The knowledge base: every record valid, every potency closed, every rule of missing values marked.

use escalade::knowledge::check::{Verdict, genotype_of};
use escalade::knowledge::potency::Unreachable;
use escalade::knowledge::{Certainty, Filter, KnowledgeBase, KnowledgeError, Resolved};
use escalade::model::biology::{Biology, Genotype, MechanismClass};
use escalade::model::endpoint::{self, Endpoint};

const ALK_DRUGS: [&str; 5] = ["crizotinib", "alectinib", "ceritinib", "brigatinib", "lorlatinib"];

fn builtin() -> KnowledgeBase {
    KnowledgeBase::builtin().unwrap_or_else(|error| panic!("{error}"))
}

fn resolved(drugs: &[&str]) -> Resolved {
    builtin()
        .resolve("H3122", drugs)
        .unwrap_or_else(|error| panic!("{error}"))
}

fn close(a: f64, b: f64, tolerance: f64, what: &str) {
    assert!((a / b - 1.0).abs() < tolerance, "{what}: {a} against {b}");
}

fn net(biology: &Biology, genotype: &Genotype, state: usize, doses: &[f64]) -> f64 {
    biology.phenotype(genotype, state, doses).net()
}

fn labelled(biology: &Biology, label: &str) -> Genotype {
    genotype_of(biology, label).unwrap_or_else(|| panic!("no {label}"))
}

fn with_bypass(biology: &Biology, id: &str) -> Genotype {
    let index = biology.bypasses.iter().position(|bypass| bypass.id == id).unwrap();
    biology.wild_type().with_bypass(index as u32)
}

fn state(biology: &Biology, id: &str) -> usize {
    biology.states().iter().position(|state| state.id == id).unwrap()
}

#[test]
fn every_alk_row_of_the_guides_is_there() {
    let kb = builtin();
    for id in [
        "ALK-L1196M",
        "ALK-G1202R",
        "ALK-C1156Y",
        "ALK-I1171T",
        "ALK-I1171N",
        "ALK-I1171S",
        "ALK-C1156Y-L1198F",
        "axl-shc1",
        "egfr-activation",
        "kras-activation",
        "met-amplification",
        "alk-amplification",
        "ccn1-high",
        "drug-tolerant",
        "sclc",
        "crizotinib",
        "alectinib",
        "ceritinib",
        "brigatinib",
        "lorlatinib",
        "trametinib",
        "bemcentinib",
        "anti-ccn1",
        "mk-2206",
        "bevacizumab",
        "capmatinib",
        "erlotinib",
        "H3122",
        "T75",
    ] {
        let shown = kb.show(id).unwrap_or_else(|error| panic!("{error}"));
        assert!(!shown.row.summary.is_empty(), "{id} says nothing");
        assert!(shown.to_string().contains(id));
    }
    assert!(
        kb.show("ccn1-high")
            .unwrap()
            .facts
            .contains(&("marker".into(), "CCN1".into()))
    );
    assert!(
        kb.show("sclc")
            .unwrap()
            .facts
            .contains(&("marker".into(), "ASCL1".into()))
    );
}

#[test]
fn every_value_carries_its_source_and_certainty() {
    let kb = builtin();
    let mut values = 0;
    for row in kb.list(&Filter::default()) {
        for value in kb.show(&row.id).unwrap().values {
            assert!(!value.source.is_empty(), "{} {}", row.id, value.what);
            assert!(
                value.certainty != Certainty::Assumed || value.range.is_some(),
                "{} {}",
                row.id,
                value.what
            );
            values += 1;
        }
    }
    assert!(values > 200, "{values}");
}

#[test]
fn every_potency_comes_back_from_its_own_assay() {
    let rows = builtin().closed_loop().unwrap();
    assert!(rows.len() > 140, "{}", rows.len());
    let mut unreachable = Vec::new();
    for row in &rows {
        match row.simulated {
            Ok(dose) => close(
                dose,
                row.stated,
                0.01,
                &format!("{} {} {}", row.study, row.allele, row.drug),
            ),
            Err(reason) => unreachable.push((row.study.as_str(), row.allele.as_str(), row.drug.as_str(), reason)),
        }
    }
    assert_eq!(unreachable, UNREACHABLE);
}

/// Numbers that no potency can give, with the reason.
const UNREACHABLE: [(&str, &str, &str, Unreachable); 0] = [];

#[test]
fn every_measured_fold_can_be_carried_into_the_line() {
    let kb = builtin();
    let drugs: Vec<&str> = kb.drugs().iter().map(|drug| drug.id.as_str()).collect();
    let resolved = kb.resolve("H3122", &drugs).unwrap();
    assert_eq!(resolved.unreachable, vec![]);
    assert_eq!(resolved.biology.drugs().len(), kb.drugs().len());
}

#[test]
fn the_line_itself_reads_as_its_sources_say() {
    let biology = resolved(&ALK_DRUGS).biology;
    let wild = biology.wild_type();
    for (drug, ec50) in [(0, 131.6), (1, 10.36), (2, 5.38), (4, 2.58)] {
        let fit = endpoint::midpoint_fit(&biology, &wild, 0, drug, 72.0).unwrap();
        close(fit.ec50, ec50, 0.01, ALK_DRUGS[drug]);
        // Mass action on the target, whatever the slope of viability (0.526 to 1.129 in the source): seven times the
        // driver takes seven times the drug, not the 37 times of a slope of 0.54.
        let site = biology.drugs()[drug].driver.unwrap();
        assert_eq!(site.slope, 1.0, "{}", ALK_DRUGS[drug]);
    }
    let share = net(&biology, &wild, 0, &[0.0, 500.0, 0.0, 0.0, 0.0]) / biology.parental_growth();
    close(share, -0.454, 0.01, "growth in 500 nM alectinib");
    close(
        biology.parental_growth(),
        std::f64::consts::LN_2 / 2.0,
        1e-12,
        "48 h doubling",
    );
    // Resistant H3122 grows undiminished at 500 nM alectinib: no off-target loss up to there.
    assert_eq!(biology.growth_kept(&[0.0, 500.0, 0.0, 0.0, 0.0]), 1.0);
    assert!(biology.growth_kept(&[0.0, 1000.0, 0.0, 0.0, 0.0]) < 1.0);
}

#[test]
fn viability_folds_hold_in_the_line_in_their_own_endpoint() {
    let biology = resolved(&["ceritinib", "alectinib", "crizotinib"]).biology;
    let wild = biology.wild_type();
    for (label, drug, endpoint, fold) in [
        // Pooled over three laboratories that share one allele: moved from 0.88 by a quarter of what lies between them.
        ("S1206Y", 0, Endpoint::Gi50, 0.9155),
        ("I1151Tins", 1, Endpoint::Viability, 165.7 / 10.36),
        ("F1245C", 2, Endpoint::Viability, 425.0 / 132.0),
    ] {
        let dose = |g: &Genotype| endpoint::reported_dose(endpoint, &biology, g, 0, drug, 72.0).unwrap();
        close(dose(&labelled(&biology, label)) / dose(&wild), fold, 0.01, label);
    }
}

#[test]
fn phosphorylation_folds_multiply_k() {
    let biology = resolved(&ALK_DRUGS).biology;
    let fold = |label: &str, drug: usize| {
        let genotype = labelled(&biology, label);
        biology.fold(&genotype.copies()[0].alleles, drug)
    };
    // Two laboratories, whose shared alleles differ twofold: between their numbers, 8.78 and 10.54.
    close(
        fold("L1196M", 0),
        ((339.0 / 38.6) * (843.0 / 80.0_f64)).sqrt(),
        1e-9,
        "L1196M crizotinib",
    );
    close(fold("G1202R", 1), 706.6 / 11.4, 1e-12, "G1202R alectinib");
    // Not measured together: folds multiply in cis, lorlatinib up twelvefold, crizotinib down twentyfold.
    for (drug, least, most) in [(4, 11.0, 13.0), (0, 0.035, 0.05)] {
        let parts = fold("C1156Y", drug) * fold("L1198F", drug);
        close(fold("C1156Y+L1198F", drug), parts, 1e-12, ALK_DRUGS[drug]);
        assert!((least..most).contains(&parts), "{}: {parts}", ALK_DRUGS[drug]);
    }
    // Measured together: the measurement wins over the product of folds.
    close(fold("D1203N+E1210K", 3), 136.0 / 10.7, 1e-12, "measured compound");
    // Over a bridge allele where the study has no unmutated row, re-solved in the study's endpoint.
    assert!(fold("L1196M+G1202R", 4) > 400.0, "{}", fold("L1196M+G1202R", 4));
    // A third allele multiplies what was measured of two.
    close(
        fold("D1203N+E1210K+L1198F", 3),
        136.0 / 10.7 * (13.9 / 10.7),
        1e-12,
        "third allele",
    );
}

#[test]
fn missing_folds_are_imputed_by_the_stated_rules_and_say_so() {
    let resolved = resolved(&ALK_DRUGS);
    let biology = &resolved.biology;
    let fold = |label: &str, drug: usize| biology.fold(&labelled(biology, label).copies()[0].alleles, drug);
    let said = |what: &str| {
        let found = resolved.assumptions.iter().find(|a| a.what == what);
        found.unwrap_or_else(|| panic!("nothing about {what}"))
    };
    // Same residue: F1174C stands for F1174V under alectinib.
    close(fold("F1174V", 1), 27.0 / 11.4, 1e-9, "same residue");
    assert!(said("fold of F1174V for alectinib").why.contains("same residue"));
    // Class: ceritinib (type I, second generation) stands for alectinib on S1206Y.
    assert_eq!(said("fold of S1206Y for alectinib").certainty, Certainty::Imputed);
    assert!(
        said("fold of S1206Y for alectinib")
            .why
            .contains("same type and generation")
    );
    assert!(said("fold of F1245C for lorlatinib").why.contains("all drugs"));
    // A drug without data in the line.
    assert_eq!(said("K of brigatinib in NCI-H3122").certainty, Certainty::Imputed);
    assert_eq!(said("doubling time").certainty, Certainty::Assumed);
    assert_eq!(said("doubling time").range.as_deref(), Some("36 h to 72 h"));
    assert!(resolved.assumptions.iter().all(|a| !a.why.is_empty()));
    let repeated = resolved
        .assumptions
        .iter()
        .filter(|a| a.what == "doubling time")
        .count();
    assert_eq!(repeated, 1);
}

#[test]
fn half_a_dose_and_half_a_dose_are_the_dose() {
    // The same drug listed twice is the sham combination.
    let twice = resolved(&["alectinib", "alectinib"]).biology;
    let once = resolved(&["alectinib"]).biology;
    for label in ["WT", "G1202R", "C1156Y+L1198F"] {
        let split = twice.phenotype(&labelled(&twice, label), 0, &[40.0, 40.0]);
        let whole = once.phenotype(&labelled(&once, label), 0, &[80.0]);
        close(split.driver_activity, whole.driver_activity, 1e-12, label);
        close(split.birth, whole.birth, 1e-12, label);
    }
}

#[test]
fn a_drug_at_dose_zero_changes_nothing() {
    let many = resolved(&["alectinib", "crizotinib", "trametinib", "anti-ccn1", "brigatinib"]).biology;
    let one = resolved(&["alectinib"]).biology;
    for label in ["WT", "L1196M", "G1202R"] {
        for s in 0..one.states().len() {
            let a = many.phenotype(&labelled(&many, label), s, &[25.0, 0.0, 0.0, 0.0, 0.0]);
            assert_eq!(
                a,
                one.phenotype(&labelled(&one, label), s, &[25.0]),
                "{label} in state {s}"
            );
        }
    }
}

#[test]
fn undrugged_parental_cells_have_signal_one() {
    let biology = resolved(&ALK_DRUGS).biology;
    let cells = biology.phenotype(&biology.wild_type(), 0, &[0.0; 5]);
    close(cells.signal, 1.0, 1e-12, "signal");
    close(cells.driver_activity, 1.0, 1e-12, "driver");
    close(cells.net(), biology.parental_growth(), 1e-12, "growth");
}

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
fn cells_adapt_under_stress_and_revert_without() {
    let biology = resolved(&["alectinib"]).biology;
    let wild = biology.wild_type();
    let rate = |g: &Genotype, from: &str, to: &str, dose: f64| {
        let to = state(&biology, to);
        let switches = biology.switches(g, state(&biology, from), &[dose]);
        switches
            .iter()
            .find(|switch| switch.to == to)
            .map_or(0.0, |switch| switch.per_day)
    };
    for adapted in ["drug-tolerant", "ccn1-high"] {
        assert!(rate(&wild, "naive", adapted, 300.0) > 5.0 * rate(&wild, "naive", adapted, 0.0));
        assert!(rate(&wild, adapted, "naive", 300.0) < 0.2 * rate(&wild, adapted, "naive", 0.0));
    }
    // Two weeks off drug restore sensitivity.
    assert!((-14.0 * rate(&wild, "ccn1-high", "naive", 0.0)).exp() < 0.05);
    // Cells are stressed as far as they lack signal: less behind a bypass, not at all at low doses.
    let met = with_bypass(&biology, "met-amplification");
    let tolerant = |genotype: &Genotype, dose: f64| rate(genotype, "naive", "drug-tolerant", dose);
    assert!(tolerant(&met, 300.0) < 0.4 * tolerant(&wild, 300.0));
    assert_eq!(tolerant(&met, 1.0), tolerant(&wild, 0.0));
    // Nothing comes back from transformation.
    assert!(biology.switches(&wild, state(&biology, "sclc"), &[0.0]).is_empty());
}

/// Rung by rung the same receptor gives more; what it gives resists every drug of the target, and is left at once without.
#[test]
fn adaptation_has_rungs() {
    let drugs = ["alectinib", "lorlatinib"];
    let biology = resolved(&drugs).biology;
    let wild = biology.wild_type();
    let rungs = [1, 2, 3].map(|step| state(&biology, &format!("egfr-activation-{step}")));
    let egfr = biology.sources.iter().position(|source| source.id == "egfr").unwrap();
    let activity = rungs.map(|rung| biology.states()[rung].activity[egfr]);
    assert!(activity[2] > 0.5, "{activity:?}");
    for (k, activity_here) in activity.into_iter().enumerate() {
        let part = (k + 1) as f64 / 3.0;
        assert!((activity_here / activity[2] - part).abs() < 1e-12, "{activity:?}");
    }
    for doses in [[1000.0, 0.0], [0.0, 1000.0]] {
        let growth: Vec<f64> = [0]
            .into_iter()
            .chain(rungs)
            .map(|s| net(&biology, &wild, s, &doses))
            .collect();
        assert!(
            growth.windows(2).all(|pair| pair[0] < pair[1]) && growth[3] > 0.0,
            "{growth:?}"
        );
    }
    // Every way goes by one rung: up from the naive state and on, down again.
    let ways = |from: usize, dose: f64| -> Vec<(usize, f64)> {
        let switches = biology.switches(&wild, from, &[dose, 0.0]);
        let of_ladder = switches
            .iter()
            .filter(|way| rungs.contains(&way.to) || rungs.contains(&from));
        of_ladder.map(|way| (way.to, way.per_day)).collect()
    };
    let under: Vec<_> = [0, rungs[0], rungs[1]]
        .map(|from| ways(from, 1000.0))
        .into_iter()
        .collect();
    let up: Vec<f64> = (0..3)
        .map(|k| under[k].iter().find(|way| way.0 == rungs[k]).unwrap().1)
        .collect();
    assert!(
        up[0] > up[1] && up[1] > up[2],
        "less is missing on a higher rung: {up:?}"
    );
    assert!(
        under[1].iter().all(|way| way.0 == rungs[1]),
        "nobody comes down while signal is missing: {under:?}"
    );
    let down: Vec<_> = rungs.map(|from| ways(from, 0.0)).into_iter().collect();
    for (from, to) in [(2, rungs[1]), (1, rungs[0]), (0, 0)] {
        let rate = down[from].iter().find(|way| way.0 == to).unwrap().1;
        assert!(rate > 0.1, "{down:?}");
    }
    // One mechanism in profiles, whatever the rung; each rung by a name of its own that is read back.
    let labels = rungs.map(|rung| biology.mechanism(&wild, rung));
    assert_eq!(labels[0], labels[2]);
    assert_eq!(labels[0].label, "EGFR activation");
    for rung in rungs {
        let name = escalade::assay::genotype::name(&biology, &wild, rung);
        assert_eq!(
            escalade::assay::genotype::parse(&biology, &name).unwrap().1,
            rung,
            "{name}"
        );
    }
    for whole in ["egfr-activation", "EGFR activation", "parental @ egfr-activation"] {
        assert_eq!(
            escalade::assay::genotype::parse(&biology, whole).unwrap().1,
            rungs[2],
            "{whole}"
        );
    }
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

#[test]
fn the_biology_survives_toml_and_json_bit_for_bit() {
    let biology = resolved(&["crizotinib", "alectinib", "trametinib"]).biology;
    let toml = toml::to_string(&biology).unwrap();
    assert_eq!(toml::from_str::<Biology>(&toml).unwrap(), biology);
    let json = serde_json::to_string(&biology).unwrap();
    assert_eq!(serde_json::from_str::<Biology>(&json).unwrap(), biology);
    let genotype = labelled(&biology, "C1156Y+L1198F").with_gain(0).with_bypass(1);
    let json = serde_json::to_string(&genotype).unwrap();
    assert_eq!(serde_json::from_str::<Genotype>(&json).unwrap(), genotype);
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

#[test]
fn guides_are_scored_never_forced() {
    let scores = builtin().score_calls("H3122").unwrap();
    let disagreements: Vec<(&str, &str, bool)> = scores
        .iter()
        .filter(|score| score.verdict == Verdict::Disagrees)
        .map(|score| (score.allele.as_str(), score.drug.as_str(), score.guide_says_resists))
        .collect();
    for score in &scores {
        println!("{score:?}");
    }
    assert_eq!(scores.len(), 26);
    assert_eq!(disagreements, DISAGREEMENTS);
}

/// Calls of the guide that the simulated assay does not bear out (allele, drug, guide says it resists), at shares of
/// parental growth of 0.42, 0.17, -0.04 and -0.19.
const DISAGREEMENTS: [(&str, &str, bool); 4] = [
    ("L1196M", "alectinib", false),
    ("G1202R", "lorlatinib", false),
    ("I1171T", "alectinib", true),
    ("C1156Y+L1198F", "lorlatinib", true),
];

#[test]
fn a_made_up_family_needs_no_code() {
    let overlay = include_str!("../data/made_up_family.toml");
    let kb = KnowledgeBase::builtin_with(&[("made_up_family.toml", overlay)]).unwrap_or_else(|e| panic!("{e}"));
    assert_ne!(kb.fingerprint(), builtin().fingerprint());
    let resolved = kb
        .resolve("zeta-1", &["zetanib", "etanib", "erlotinib"])
        .unwrap_or_else(|e| panic!("{e}"));
    let biology = &resolved.biology;
    assert!(!format!("{biology:?}").contains("ALK"));
    let wild = biology.wild_type();
    assert_eq!((wild.total_copies(), wild.copies().len()), (2, 2));
    assert_eq!(biology.mechanism(&wild, 0).label, "none");
    close(
        biology.phenotype(&wild, 0, &[0.0; 3]).signal,
        1.0,
        1e-12,
        "parental signal",
    );
    // Loop in the made-up system, and sensible growth in the line.
    for row in kb
        .closed_loop()
        .unwrap()
        .iter()
        .filter(|row| row.study.starts_with("nobody"))
    {
        close(row.simulated.unwrap(), row.stated, 0.01, &row.allele);
    }
    // The heterozygous line reads as its source says.
    close(
        endpoint::gr50(biology, &wild, 0, 0).unwrap(),
        4.0,
        1e-6,
        "GR50 of the line",
    );
    let first = biology.reachable_first();
    let mutant = &first
        .iter()
        .find(|(_, mechanism, _)| mechanism.label == "D835Y")
        .unwrap()
        .0;
    let (parental, resistant) = (
        net(biology, &wild, 0, &[50.0, 0.0, 0.0]),
        net(biology, mutant, 0, &[50.0, 0.0, 0.0]),
    );
    assert!(parental < 0.0 && resistant > parental, "{parental} {resistant}");
    // The other substitution at the residue is imputed, the bypass is closed by a drug of the built-in base.
    assert!(
        resolved
            .assumptions
            .iter()
            .any(|a| a.what == "fold of D835V for zetanib" && a.why.contains("residue"))
    );
    let bypass = with_bypass(biology, "zeta-bypass");
    assert!(net(biology, &bypass, 0, &[500.0, 0.0, 0.0]) > 0.0 && net(biology, &bypass, 0, &[500.0, 0.0, 2e4]) < 0.0);
    assert_eq!(biology.mechanism(&wild.with_gain(0), 0).label, "ZETA amplification");
}

#[test]
fn requests_for_what_is_not_there_name_the_nearest() {
    let kb = builtin();
    let error = kb.resolve("H3122", &["alectinb"]).unwrap_err();
    let KnowledgeError::Unknown { nearest, valid, .. } = &error else {
        panic!("{error:?}")
    };
    assert_eq!(nearest[0], "alectinib");
    assert!(valid.contains(&"lorlatinib".to_owned()));
    assert!(error.to_string().contains("did you mean \"alectinib"), "{error}");
    assert!(kb.resolve("H3123", &[]).unwrap_err().to_string().contains("\"H3122\""));
    assert!(kb.show("G1202X").unwrap_err().to_string().contains("G1202R"));
    assert_eq!(kb.show("g1202r").unwrap().row.id, "ALK-G1202R");
}

fn refused(overlay: &str) -> String {
    match KnowledgeBase::builtin_with(&[("mine.toml", overlay)]) {
        Ok(_) => panic!("accepted"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn bad_data_get_a_message_with_file_line_and_what_is_allowed() {
    let message = refused("[[drug]]\nid = \"x\"\nname = \"x\"\nclass = \"c\"\nfamily = \"allk\"\n");
    assert!(
        message.contains("mine.toml:5") && message.contains("\"allk\"") && message.contains("did you mean \"alk\"?"),
        "{message}"
    );
    let message = refused("[[drug]]\nid = \"x\"\nnme = \"x\"\n");
    assert!(message.contains("mine.toml:3") && message.contains("nme"), "{message}");
    let study = |cells: &str| {
        format!(
            "[[study]]\nid = \"s\"\nfamily = \"alk\"\nreference = \"gainor-2016\"\nsystem = \"H3122\"\n\
             endpoint = \"viability\"\ntranscription = \"checked\"\nrank = 99\nic50 = {cells}\n"
        )
    };
    let message = refused(&study("{ G1202R = { alectinib = \"50 nm\" } }"));
    assert!(message.contains("50 nm") && message.contains("50 nM"), "{message}");
    let message = refused(&study("{ G1202X = { alectinib = \"50 nM\" } }"));
    assert!(message.contains("G1202X") && message.contains("G1202R"), "{message}");
    let line =
        |doubling: &str| format!("[[line]]\nid = \"l\"\nname = \"l\"\nfamily = \"alk\"\ndoubling = {doubling}\n");
    let message = refused(&line("{ value = \"48 h\" }"));
    assert!(message.contains("reference or the reason"), "{message}");
    let message = refused(&line("{ value = \"48 h\", assumed = \"why\" }"));
    assert!(message.contains("has a range"), "{message}");
    let message = refused(&line(
        "{ value = \"48 h\", range = [\"50 h\", \"60 h\"], assumed = \"why\" }",
    ));
    assert!(message.contains("within its range"), "{message}");
    let message = refused(&line(
        "{ value = \"48 h\", reference = \"gainor-2017\", system = \"s\", transcription = \"checked\" }",
    ));
    assert!(
        message.contains("gainor-2017") && message.contains("gainor-2016"),
        "{message}"
    );
    let message = refused("[[reference]]\nid = \"gainor-2016\"\ncitation = \"c\"\nlink = \"l\"\n");
    assert!(message.contains("no other reference"), "{message}");
}

#[test]
fn resistance_is_plausible_across_drugs_and_doses() {
    let biology = resolved(&ALK_DRUGS).biology;
    let growth = |label: &str, drug: usize, dose: f64| {
        let mut doses = [0.0; 5];
        doses[drug] = dose;
        net(&biology, &labelled(&biology, label), 0, &doses) / biology.parental_growth()
    };
    for (drug, name) in ALK_DRUGS.iter().enumerate() {
        for label in [
            "WT", "L1196M", "G1202R", "C1156Y", "I1171N", "F1174C", "D1203N", "L1198F", "G1269A",
        ] {
            let shares: Vec<f64> = [0.0, 10.0, 30.0, 100.0, 300.0, 1000.0]
                .map(|c| growth(label, drug, c))
                .to_vec();
            let falling = shares.windows(2).all(|pair| pair[1] <= pair[0] + 1e-12);
            assert!(falling && shares[0] == 1.0, "{label} under {name}: {shares:?}");
            let row: Vec<String> = shares.iter().map(|share| format!("{share:+.2}")).collect();
            println!("{name:11} {label:9} {}", row.join(" "));
        }
    }
    assert!(growth("G1202R", 1, 300.0) > 0.5 && growth("WT", 1, 300.0) < 0.0);
    assert!(growth("G1202R", 4, 300.0) < 0.2 && growth("G1202R", 4, 1000.0) < 0.0);
    assert!(growth("L1198F", 0, 30.0) < growth("WT", 0, 30.0));
}

/// Drilon 2016 and 2018 read G623R in the very cells as a bound and have no row without it there (larotrectinib, repotrectinib):
/// the IC50 of those cells is at the bound where a rule's number breaks it.
#[test]
fn a_bound_of_the_very_cells_is_kept() {
    let base = KnowledgeBase::builtin().unwrap();
    let ic50 = |drug: &str| {
        let resolved = base.resolve("baf3-etv6-ntrk3", &[drug]).unwrap();
        let genotype = genotype_of(&resolved.biology, "G623R").unwrap();
        let dose = endpoint::absolute_ic(&resolved.biology, &genotype, 0, 0, 0.5, 72.0).unwrap();
        let noted = resolved.unreachable.into_iter().find(|missed| missed.allele == "G623R");
        (dose, noted.and_then(|missed| missed.bound))
    };
    let (dose, bound) = ic50("larotrectinib");
    assert!((dose / 1000.0 - 1.0).abs() < 0.01, "{dose}");
    assert_eq!(bound.as_deref(), Some("> 1 µM"));
    let (dose, _) = ic50("repotrectinib");
    assert!(dose < 1.01, "{dose}");
    let matrix = base.matrix("trk", Some("baf3-etv6-ntrk3")).unwrap();
    let row = matrix.rows.iter().find(|row| row.allele == "G623R").unwrap();
    let at = matrix.drugs.iter().position(|drug| drug == "larotrectinib").unwrap();
    assert!((row.cells[at].ic50_nm.unwrap() / 1000.0 - 1.0).abs() < 0.01);
}
