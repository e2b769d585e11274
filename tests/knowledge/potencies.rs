//! Potencies: numbers of assays come back from their own assay, and folds hold in the line or are imputed by stated rules.

use crate::bases::{ALK_DRUGS, builtin, close, labelled, net, resolved};
use escalade::knowledge::check::genotype_of;
use escalade::knowledge::potency::Unreachable;
use escalade::knowledge::{Certainty, KnowledgeBase};
use escalade::model::biology::Genotype;
use escalade::model::endpoint::{self, Endpoint};

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
