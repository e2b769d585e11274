//! The TRK and FLT3 families: supply, potency, bypasses, heterozygous copies and the niche.

use crate::bases::{builtin, close, labelled, with_bypass};
use escalade::knowledge::check::genotype_of;
use escalade::knowledge::{Certainty, NicheLevel, Resolved};
use escalade::model::biology::{Biology, Genotype};
use escalade::model::endpoint::{self, Endpoint};

fn resolved(line: &str, drugs: &[&str]) -> Resolved {
    builtin().resolve(line, drugs).unwrap_or_else(|error| panic!("{error}"))
}

/// Net growth over undrugged parental growth.
fn share(biology: &Biology, genotype: &Genotype, doses: &[f64]) -> f64 {
    biology.phenotype(genotype, 0, doses).net() / biology.parental_growth()
}

fn rate(biology: &Biology, label: &str) -> f64 {
    let first = biology.reachable_first();
    first
        .iter()
        .find(|(_, m, _)| m.label == label)
        .map_or(0.0, |(_, _, rate)| *rate)
}

const TRK: [&str; 4] = ["larotrectinib", "entrectinib", "selitrectinib", "repotrectinib"];
const FLT3: [&str; 6] = [
    "quizartinib",
    "sorafenib",
    "gilteritinib",
    "midostaurin",
    "crenolanib",
    "FF-10101",
];

#[test]
fn each_line_returns_its_own_number() {
    for (line, drug, endpoint, dose) in [
        ("KM12", "larotrectinib", Endpoint::Viability, 3.5),
        ("KM12", "entrectinib", Endpoint::Viability, 17.0),
        ("KM12", "repotrectinib", Endpoint::Viability, 0.2),
        ("baf3-etv6-ntrk3", "entrectinib", Endpoint::Viability, 2.0),
        ("MV4-11", "quizartinib", Endpoint::Viability, 0.56),
        ("MV4-11", "gilteritinib", Endpoint::Viability, 0.92),
        ("MV4-11", "crenolanib", Endpoint::Viability, 8.0),
        ("MOLM-13", "FF-10101", Endpoint::Viability, 1.1),
        ("baf3-flt3-itd", "gilteritinib", Endpoint::Viability, 1.8),
    ] {
        let biology = resolved(line, &[drug]).biology;
        let read = endpoint::reported_dose(endpoint, &biology, &biology.wild_type(), 0, 0, 72.0).unwrap();
        close(read, dose, 0.01, &format!("{drug} in {line}"));
        let undrugged = biology.phenotype(&biology.wild_type(), 0, &[0.0]);
        close(undrugged.signal, 1.0, 1e-12, line);
    }
    // Heterozygous and homozygous: how the copies are made up.
    let molm13 = resolved("MOLM-13", &[]).biology;
    assert_eq!(
        (molm13.wild_type().total_copies(), molm13.wild_type().copies().len()),
        (2, 2)
    );
    assert_eq!(resolved("MV4-11", &[]).biology.wild_type().copies().len(), 1);
    assert_eq!(molm13.mechanism(&molm13.wild_type(), 0).label, "none");
}

#[test]
fn a_line_meets_the_alleles_of_its_own_gene_only() {
    for (line, gene, own, foreign) in [
        ("KM12", "NTRK1", "G595R", "G623R"),
        ("baf3-ntrk2", "NTRK2", "G639R", "G595R"),
        ("baf3-etv6-ntrk3", "NTRK3", "G623R", "G639R"),
    ] {
        let biology = resolved(line, &TRK).biology;
        assert_eq!(biology.driver_name, gene);
        assert!(
            genotype_of(&biology, own).is_some() && genotype_of(&biology, foreign).is_none(),
            "{line}"
        );
        assert_eq!(
            biology.mechanism(&biology.wild_type().with_gain(0), 0).label,
            format!("{gene} amplification")
        );
    }
}

#[test]
fn supply_follows_the_codons() {
    let unit = 1e-9 / 1.66;
    let km12 = resolved("KM12", &[]).biology;
    close(
        rate(&km12, "G595R"),
        (10.0 + 99.0 + 22.0 * 0.24) * unit,
        1e-12,
        "a CpG transition and a transversion, in a line that does not repair mismatches",
    );
    close(rate(&km12, "F589L"), (100.0 + 22.0 * 0.48) * unit, 1e-12, "three paths");
    close(rate(&km12, "G667C"), 22.0 * 0.24 * unit, 1e-12, "a transversion");
    close(rate(&km12, "KRAS G12D"), 200.0 * unit, 1e-12, "two copies of KRAS");
    close(
        rate(&km12, "GNAS R201H (R844H)"),
        2.0 * (10.0 + 99.0) * unit,
        1e-12,
        "two copies, a CpG transition",
    );
    let repairing = resolved("baf3-tpm3-ntrk1", &[]).biology;
    close(
        rate(&repairing, "G595R"),
        10.24 * unit,
        1e-12,
        "the same in one that does",
    );
    let ntrk2 = resolved("baf3-ntrk2", &[]).biology;
    close(rate(&ntrk2, "G639R"), 1.24 * unit, 1e-12, "no CpG in NTRK2");
    close(rate(&ntrk2, "G639L"), 1.2e-12, 1e-12, "two nucleotides at once");
    // D835F comes only as a second change, out of D835Y or D835V, on the same copy.
    let flt3 = resolved("MV4-11", &[]).biology;
    assert_eq!(rate(&flt3, "D835F"), 0.0);
    close(rate(&flt3, "D835Y"), 0.24 * unit, 1e-12, "a transversion");
    for first in ["D835Y", "D835V"] {
        let parent = labelled(&flt3, first);
        let channels = flt3.channels(&parent);
        let second = channels.iter().find(|c| flt3.mechanism(&c.child, 0).label == "D835F");
        close(second.unwrap().per_division, 0.24 * unit, 1e-12, first);
        assert_eq!(second.unwrap().child.total_copies(), 1);
    }
    assert!(
        flt3.channels(&labelled(&flt3, "D835H"))
            .iter()
            .all(|c| flt3.mechanism(&c.child, 0).label != "D835F")
    );
}

#[test]
fn next_generation_inhibitors_bind_the_solvent_front_and_lose_xdfg() {
    let resolved = resolved("KM12", &TRK);
    let biology = &resolved.biology;
    let fold = |label: &str, drug: usize| biology.fold(&labelled(biology, label).copies()[0].alleles, drug);
    close(fold("G595R", 2), 2.0 / 0.6, 1e-9, "selitrectinib, enzyme");
    close(fold("G667C", 2), 9.8 / 0.6, 1e-9, "selitrectinib, enzyme");
    assert!(fold("G595R", 0) > 10.0 * fold("G595R", 2));
    assert!(
        fold("G667C", 3) > 10.0 * fold("G595R", 3),
        "repotrectinib: xDFG against solvent front"
    );
    let said = |what: &str| resolved.assumptions.iter().find(|a| a.what == what).unwrap();
    let entrectinib = said("fold of G595R for entrectinib");
    assert_eq!(entrectinib.certainty, Certainty::Imputed);
    assert!(entrectinib.why.contains("related kinases"), "{}", entrectinib.why);
    // Doses that hold the parental line and let G595R grow.
    assert!(share(biology, &biology.wild_type(), &[150.0, 0.0, 0.0, 0.0]) < 0.0);
    assert!(share(biology, &labelled(biology, "G595R"), &[150.0, 0.0, 0.0, 0.0]) > 0.5);
    assert!(share(biology, &labelled(biology, "G595R"), &[0.0, 0.0, 0.0, 100.0]) < 0.0);
}

#[test]
fn a_mek_inhibitor_closes_the_ras_route_of_trk_cells() {
    let biology = resolved("KM12", &["larotrectinib", "trametinib", "dabrafenib"]).biology;
    for (id, closing) in [("kras-g12d", 1), ("nras-q61h", 1), ("braf-v600e", 1), ("braf-v600e", 2)] {
        let genotype = with_bypass(&biology, id);
        let alone = share(&biology, &genotype, &[150.0, 0.0, 0.0]);
        let mut doses = [150.0, 0.0, 0.0];
        doses[closing] = 50.0;
        assert!(alone > 0.4, "{id}: {alone}");
        assert!(share(&biology, &genotype, &doses) < 0.0, "{id}");
    }
    // Routes that feed PI3K-AKT or PKA alone protect less than RAS does.
    let under = |id: &str| share(&biology, &with_bypass(&biology, id), &[150.0, 0.0, 0.0]);
    let parental = share(&biology, &biology.wild_type(), &[150.0, 0.0, 0.0]);
    for id in ["pik3ca-e545k", "pten-loss", "gnas-r201h"] {
        assert!(
            parental < under(id) && under(id) < under("kras-g12d"),
            "{id}: {}",
            under(id)
        );
    }
}

#[test]
fn activation_loop_changes_split_the_two_binding_types() {
    let biology = resolved("MV4-11", &FLT3).biology;
    let fold = |label: &str, drug: usize| {
        let allele = biology.alleles.iter().find(|a| a.name == label).unwrap();
        allele.potency[drug].fold
    };
    for label in ["D835Y", "D835V", "D835F", "Y842C", "Y842H"] {
        for type_two in [0, 1] {
            for type_one in [2, 3, 4, 5] {
                assert!(
                    fold(label, type_two) > 5.0 * fold(label, type_one),
                    "{label} {type_two} {type_one}"
                );
            }
        }
    }
    // The measured fold over the duplication, carried into the line in the study's own endpoint.
    let wild = biology.wild_type();
    let ic50 = |g: &Genotype| endpoint::absolute_ic(&biology, g, 0, 2, 0.5, 72.0).unwrap();
    close(
        ic50(&labelled(&biology, "D835Y")) / ic50(&wild),
        2.1 / 1.8,
        0.01,
        "D835Y gilteritinib",
    );
    close(
        ic50(&labelled(&biology, "F691L")) / ic50(&wild),
        22.0 / 1.8,
        0.01,
        "F691L gilteritinib",
    );
    assert!(fold("F691L", 2) > 3.0 * fold("F691L", 4) && fold("F691L", 2) > 3.0 * fold("F691L", 5));
    // A second activating change does not make a fully active copy more active.
    let undrugged = biology.phenotype(&labelled(&biology, "D835Y"), 0, &[0.0; 6]);
    close(undrugged.driver_activity, 1.0, 1e-12, "D835Y on the duplication");
}

#[test]
fn flt3_ligand_protects_through_the_unmutated_copy() {
    let kb = builtin();
    let at = |line: &str, drugs: &[&str], ligand: f64, dose: f64| {
        let factors = &[NicheLevel::new("flt3-ligand", ligand)];
        let biology = kb.resolve_in(line, drugs, factors).unwrap().biology;
        let wild = biology.wild_type();
        share(&biology, &wild, &[dose])
    };
    for dose in [3.0, 10.0] {
        let protected = at("MOLM-13", &["quizartinib"], 1.0, dose) - at("MOLM-13", &["quizartinib"], 0.0, dose);
        assert!(protected > 0.1, "quizartinib {dose}: {protected}");
    }
    assert_eq!(
        at("MV4-11", &["quizartinib"], 1.0, 3.0),
        at("MV4-11", &["quizartinib"], 0.0, 3.0)
    );
    // The covalent drug does not prefer the mutant copy, so ligand helps less.
    let gain = |drug: &str, dose: f64| at("MOLM-13", &[drug], 1.0, dose) - at("MOLM-13", &[drug], 0.0, dose);
    assert!(gain("FF-10101", 8.0) < gain("quizartinib", 8.0));
    // Level 0 is plain medium.
    let plain = kb.resolve("MOLM-13", &["quizartinib"]).unwrap().biology;
    close(
        at("MOLM-13", &["quizartinib"], 0.0, 3.0),
        share(&plain, &plain.wild_type(), &[3.0]),
        1e-12,
        "level 0",
    );
    assert!(plain.niche.is_none());
}

#[test]
fn the_niche_feeds_breaks_down_drug_and_spares() {
    let kb = builtin();
    let drugs = ["quizartinib", "crenolanib", "pd173074", "amd3465", "trametinib"];
    let in_niche = |factors: &[NicheLevel]| kb.resolve_in("MV4-11", &drugs, factors).unwrap().biology;
    let plain = in_niche(&[]);
    let wild = plain.wild_type();
    let quizartinib = [30.0, 0.0, 0.0, 0.0, 0.0];
    for (factor, inhibitor) in [("fgf2", 2), ("cxcl12", 3)] {
        let biology = in_niche(&[NicheLevel::new(factor, 1.0)]);
        let alone = share(&biology, &wild, &quizartinib);
        assert!(alone > share(&plain, &wild, &quizartinib) + 0.05, "{factor}: {alone}");
        let mut closed = quizartinib;
        closed[inhibitor] = 1e4;
        assert!(share(&biology, &wild, &closed) < alone - 0.05, "{factor}");
    }
    // CYP3A4 takes a share of quizartinib, and leaves crenolanib.
    let cyp = in_niche(&[NicheLevel::new("cyp3a4", 1.0)]);
    assert!((cyp.niche.dose_left[0] - 0.3).abs() < 1e-12 && cyp.niche.dose_left[1..] == [1.0; 4]);
    let tenth = |dose: f64| [dose, 0.0, 0.0, 0.0, 0.0];
    close(
        share(&cyp, &wild, &tenth(10.0)),
        share(&plain, &wild, &tenth(3.0)),
        1e-9,
        "local dose",
    );
    // Contact turns killing into arrest: less death at the same signal, and no more birth.
    let contact = in_niche(&[NicheLevel::new("stroma-contact", 1.0)]);
    let (before, after) = (
        plain.phenotype(&wild, 0, &quizartinib),
        contact.phenotype(&wild, 0, &quizartinib),
    );
    assert!(after.death < before.death && after.birth == before.birth);
    // HS-5 brings all of them; its level is theirs.
    let stroma = in_niche(&[NicheLevel::new("hs-5", 1.0)]);
    assert!(stroma.niche.ligand > 0.0 && stroma.niche.sparing > 0.0 && stroma.niche.dose_left[0] < 1.0);
    assert!(share(&stroma, &wild, &quizartinib) > share(&contact, &wild, &quizartinib));
    let bad = |factors: &[NicheLevel]| kb.resolve_in("MV4-11", &[], factors).unwrap_err().to_string();
    assert!(bad(&[NicheLevel::new("flt3-ligan", 1.0)]).contains("flt3-ligand"));
    assert!(bad(&[NicheLevel::new("fgf2", 2.0)]).contains("0 to 1"));
    assert!(bad(&[NicheLevel::new("fibroblasts", 1.0)]).contains("unknown niche factor"));
    // Fibroblasts beside H3122 in 500 nM alectinib: 0.045 over 0.152 per day.
    let beside = kb
        .resolve_in("H3122", &["alectinib"], &[NicheLevel::new("fibroblasts", 1.0)])
        .unwrap()
        .biology;
    let grown = share(&beside, &beside.wild_type(), &[500.0]);
    println!("H3122 beside fibroblasts: {grown}");
    assert!((grown - 0.296).abs() < 0.05, "{grown}");
}

#[test]
fn every_assumption_has_a_key_of_its_own() {
    let kb = builtin();
    for line in ["H3122", "KM12", "MOLM-13"] {
        let family = kb.line(line).unwrap().family.clone();
        let drugs: Vec<&str> = kb
            .drugs()
            .iter()
            .filter(|d| d.family == family)
            .map(|d| d.id.as_str())
            .collect();
        let mut values: Vec<(String, String)> = Vec::new();
        for assumption in kb.resolve(line, &drugs).unwrap().assumptions {
            assert!(assumption.key.contains('/'), "{assumption:?}");
            // One key never stands for two values.
            let same = values.iter().find(|(key, _)| *key == assumption.key);
            assert!(
                same.is_none_or(|(_, value)| *value == assumption.value),
                "{line}: {assumption:?}"
            );
            values.push((assumption.key, assumption.value));
        }
    }
}
