//! Compounds of an overlay: from one number to a potency on every allele; numbers, bounds, rules, and which of them wins.

use crate::bases::{refused, with};
use crate::made_up::{ALK, TRK, compound};
use crate::support::{Bench, LABORATORY};
use escalade::knowledge::check::genotype_of;
use escalade::knowledge::{Certainty, KnowledgeBase};
use escalade::model::endpoint::{self, Endpoint};

#[test]
fn a_compound_from_class_generation_and_one_ic50_is_complete() {
    let resolved = with(TRK).resolve("KM12", &["trk-in-10"]).unwrap();
    let biology = &resolved.biology;
    let read = endpoint::reported_dose(Endpoint::Viability, biology, &biology.wild_type(), 0, 0, 72.0).unwrap();
    assert!((read / 8.0 - 1.0).abs() < 0.01, "{read}");
    let g595r = resolved
        .assumptions
        .iter()
        .find(|a| a.what == "fold of G595R for Trk-IN-10")
        .unwrap();
    assert_eq!(g595r.certainty, Certainty::Imputed);
    assert!(g595r.why.contains("same type and generation"), "{}", g595r.why);
    assert_eq!(g595r.key, "fold/NTRK1-G595R/trk-in-10");
    let potency = resolved
        .assumptions
        .iter()
        .find(|a| a.what.starts_with("potency of Trk-IN-10"))
        .unwrap();
    assert_eq!(potency.certainty.to_string(), "made up");
    let mutant = genotype_of(biology, "G595R").unwrap();
    assert!(biology.phenotype(&mutant, 0, &[50.0]).net() > biology.phenotype(&biology.wild_type(), 0, &[50.0]).net());
}

#[test]
fn a_measured_combination_of_a_users_compound_wins_over_folds() {
    let biology = with(ALK).resolve("my-alk-line", &["alk-in-28"]).unwrap().biology;
    let ic50 = |label: &str| {
        let genotype = genotype_of(&biology, label).unwrap();
        endpoint::absolute_ic(&biology, &genotype, 0, 0, 0.5, 72.0).unwrap()
    };
    assert!((ic50("WT") / 15.0 - 1.0).abs() < 0.01);
    assert_eq!(biology.wild_type().total_copies(), 2);
}

/// The IC50 of a genotype of H3122 under the made-up compound, nM.
fn ic50_in(kb: &KnowledgeBase, label: &str) -> f64 {
    let biology = kb.resolve("H3122", &["mine"]).unwrap().biology;
    let genotype = genotype_of(&biology, label).unwrap();
    endpoint::absolute_ic(&biology, &genotype, 0, 0, 0.5, 72.0).unwrap()
}

#[test]
fn a_potency_may_be_a_bound() {
    let rows = "WT = { mine = \"12 nM\" }\nG1202R = { mine = \"> 1.2 uM\" }\nL1196M = { mine = \"< 3 nM\" }\n\
                \"L1196M+G1202R\" = { mine = \"> 2.4 uM\" }";
    let overlay = compound("12 nM", rows);
    let kb = with(&overlay);
    // The least, or the largest, fold that fits: the study's own assay in the line returns the bound.
    for (label, fold, bound) in [
        ("G1202R", 100.0, "> 1.2 µM"),
        ("L1196M", 0.25, "< 3 nM"),
        ("G1202R+L1196M", 200.0, "> 2.4 µM"),
    ] {
        let read = ic50_in(&kb, label);
        assert!((read / (12.0 * fold) - 1.0).abs() < 0.01, "{label}: {read}");
        let resolved = kb.resolve("H3122", &["mine"]).unwrap();
        let missed = resolved
            .unreachable
            .iter()
            .find(|missed| missed.allele == label)
            .expect(label);
        assert_eq!(
            (missed.reason.reason(), missed.bound.as_deref()),
            ("only a bound is known", Some(bound))
        );
        let noted = resolved
            .assumptions
            .iter()
            .find(|a| a.what == format!("fold of {label} for Mine"))
            .expect(label);
        assert_eq!(noted.certainty, Certainty::Imputed);
        assert!(
            noted.value.contains(bound) && noted.why.contains("no potency is reached"),
            "{noted:?}"
        );
    }
    assert!(kb.show("ALK-G1202R").unwrap().to_string().contains("> 1.2 µM"));
    let matrix = kb.matrix("alk", None).unwrap();
    let row = matrix.rows.iter().find(|row| row.allele == "G1202R").unwrap();
    let cell = &row.cells[matrix.drugs.iter().position(|drug| drug == "mine").unwrap()];
    assert_eq!(
        (cell.bound.as_deref(), cell.certainty),
        (Some("> 1.2 µM"), Certainty::Imputed)
    );
    assert!((cell.fold - 100.0).abs() < 1e-9, "{}", cell.fold);
    assert!(matrix.to_string().contains("(> 1.2 µM)"));
    let checked = kb.self_check().unwrap();
    assert_eq!(checked.not_closed, Vec::<String>::new());
    assert_eq!(
        checked
            .bounds
            .iter()
            .filter(|told| told.starts_with("mutants, "))
            .count(),
        3
    );
    let bench = Bench::new();
    bench.write("mine.toml", &overlay);
    let scenario = bench.good(&["new", "scenario", "--drug", "mine", "--kb", "mine.toml"]);
    bench.write("s.toml", &scenario);
    let explained = bench.good(&["explain", "s.toml", "--kb", "mine.toml"]);
    assert!(explained.contains("(> 1.2 µM)"), "{explained}");
}

#[test]
fn a_bound_gives_way_to_a_number_and_to_a_rule_that_fits_it() {
    let plain = with(&compound("12 nM", "WT = { mine = \"12 nM\" }"));
    let rule = plain.fold("G1202R", "mine").unwrap().number();
    let fits = with(&compound(
        "12 nM",
        "WT = { mine = \"12 nM\" }\nG1202R = { mine = \"> 13 nM\" }",
    ));
    assert!(rule > 13.0 / 12.0);
    assert_eq!(fits.fold("G1202R", "mine").unwrap().number(), rule);
    // Written as a table of its own, it is the same.
    let apart = compound(
        "12 nM",
        "WT = { mine = \"12 nM\" }\n[study.above]\nG1202R = { mine = \"1.2 uM\" }",
    );
    assert!((with(&apart).fold("G1202R", "mine").unwrap().number() - 100.0).abs() < 1e-9);
    // A line's own bound, where the potency carried over from Ba/F3 cells lies below it: 10 µM comes back.
    let own = with(&compound("> 10 uM", "WT = { mine = \"12 nM\" }"));
    assert!((ic50_in(&own, "WT") / 1e4 - 1.0).abs() < 0.01);
    let fits = with(&compound("> 1 pM", "WT = { mine = \"12 nM\" }"));
    let carried = fits.potency("H3122", "mine").unwrap();
    assert!(matches!(carried.basis, escalade::knowledge::potency::Basis::Carried(_)));
    // One's own bound stands before a number of the knowledge base, as far as that does not fit it.
    let bound = |dose: &str| {
        with(&format!(
            "[[study]]\nid = \"own\"\nfamily = \"alk\"\nreference = \"choi-2017\"\nsystem = \"H3122\"\nendpoint = \"viability\"\n\
             transcription = \"checked\"\nrank = 0\n[study.ic50]\nWT = {{ alectinib = \"{dose}\" }}\n"
        ))
    };
    let ic50 = |kb: &KnowledgeBase| {
        let biology = kb.resolve("H3122", &["alectinib"]).unwrap().biology;
        endpoint::absolute_ic(&biology, &biology.wild_type(), 0, 0, 0.5, 72.0).unwrap()
    };
    let known = ic50(&KnowledgeBase::builtin().unwrap());
    assert!(known < 50.0, "{known}");
    assert!((ic50(&bound("> 200 nM")) / 200.0 - 1.0).abs() < 0.01);
    assert_eq!(ic50(&bound("< 200 nM")), known);
    // One number, or one bound, per row and drug.
    let both = compound(
        "12 nM",
        "WT = { mine = \"12 nM\" }\n[study.below]\nWT = { mine = \"13 nM\" }",
    );
    assert!(
        refused(&both).contains("one bound, of a row without a dose"),
        "{}",
        refused(&both)
    );
}

/// Rows on the allele that a line's copies carry anyway are over that allele's row, with or without `background`.
#[test]
fn rows_of_a_line_stand_on_its_own_allele() {
    let table = |background: &str| {
        with(&format!(
            "[[drug]]\nid = \"mine\"\nname = \"Mine\"\nsummary = \"Made up.\"\nfamily = \"flt3\"\nclass = \"FLT3 inhibitor\"\n\
             type = \"I\"\n[[study]]\nid = \"own\"\nfamily = \"flt3\"\nreference = \"choi-2017\"\nsystem = \"MV4-11\"\n\
             endpoint = \"viability\"\ntranscription = \"checked\"\nrank = 1\n{background}[study.ic50]\n\
             ITD = {{ mine = \"20 nM\" }}\n\"ITD+D835Y\" = {{ mine = \"300 nM\" }}\n\"ITD+F691L\" = {{ mine = \"> 2 uM\" }}\n"
        ))
    };
    let folds = |kb: &KnowledgeBase| ["D835Y", "F691L"].map(|allele| kb.fold(allele, "mine").unwrap().number());
    let inferred = folds(&table(""));
    assert_eq!(inferred, folds(&table("background = \"ITD\"\n")));
    for (fold, expected) in inferred.into_iter().zip([15.0, 100.0]) {
        assert!((fold / expected - 1.0).abs() < 1e-9, "{inferred:?}");
    }
}

/// A drug is sold as a salt, and labels name it.
#[test]
fn drugs_are_known_by_their_salts() {
    let kb = KnowledgeBase::builtin().unwrap();
    for (name, id) in [
        ("alectinib hydrochloride", "alectinib"),
        ("Quizartinib dihydrochloride", "quizartinib"),
        ("gilteritinib hemifumarate", "gilteritinib"),
        ("larotrectinib sulfate", "larotrectinib"),
        ("RG7853", "alectinib"),
    ] {
        assert_eq!(kb.drug_called(name).map(|drug| drug.id.as_str()), Some(id), "{name}");
    }
    assert!(kb.drug_called("hydrochloride").is_none());
}

/// A compound of a kind that no other drug of its family is of runs on every line of the family: alleles that no study has are taken from
/// the same place in related kinases, and say so.
#[test]
fn a_drug_of_another_kind_runs_on_all_lines_of_its_family() {
    let bench = Bench::new();
    let overlay = r#"
schema = 2
[[reference]]
id = "own"
citation = "Own"
link = "unpublished"
[[drug]]
id = "new-ii"
name = "new-ii"
family = "trk"
class = "kinase inhibitor"
type = "II"
generation = 2
[[study]]
id = "own-km12"
family = "trk"
reference = "own"
system = "KM12"
endpoint = "viability"
transcription = "unchecked"
rank = 100
ic50 = { WT = { new-ii = "20 nM" } }
"#;
    bench.write("o.toml", overlay);
    for line in ["KM12", "baf3-tpm3-ntrk1", "baf3-ntrk2", "baf3-etv6-ntrk3"] {
        let text = LABORATORY
            .replace("id = \"H3122\"", &format!("id = \"{line}\""))
            .replace("alectinib", "new-ii");
        bench.write("s.toml", &text);
        let told = bench.good(&["explain", "s.toml", "--kb", "o.toml"]);
        assert!(told.contains("Net growth per day"), "{line}: {told}");
    }
    let matrix = bench.good(&["kb", "matrix", "--family", "trk", "--kb", "o.toml"]);
    assert!(matrix.contains("new-ii"), "{matrix}");
}
