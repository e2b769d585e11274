//! Mechanisms of an overlay: pairs of drugs that interact, a bypass, a graded adaptation.

use crate::bases::{refused, with};
use escalade::knowledge::KnowledgeBase;

/// A made-up pair: trametinib makes alectinib four times as potent.
const PAIR: &str = r#"
[[pair]]
drug = "alectinib"
beside = "trametinib"
k_factor = { value = 0.25, range = [0.1, 1.0], assumed = "made up for a test" }
half_dose = { value = "5 nM", range = ["1 nM", "20 nM"], assumed = "made up for a test" }
"#;

#[test]
fn a_pair_with_its_own_interaction() {
    let resolve = |overlay: &str, drugs: &[&str]| {
        let kb = KnowledgeBase::builtin_with(&[("mine.toml", overlay)]).unwrap();
        kb.resolve("H3122", drugs).unwrap()
    };
    let drugs = ["alectinib", "trametinib"];
    let (usual, pair) = (resolve("", &drugs), resolve(PAIR, &drugs));
    let activity = |resolved: &escalade::knowledge::Resolved, doses: &[f64]| {
        let biology = &resolved.biology;
        biology.driver_activity(&biology.wild_type(), doses)
    };
    // Each alone is as before.
    for doses in [[80.0, 0.0], [0.0, 50.0]] {
        assert_eq!(activity(&usual, &doses), activity(&pair, &doses));
    }
    let same = |a: f64, b: f64| assert!((a / b - 1.0).abs() < 1e-9, "{a} {b}");
    // Halfway on the logarithm at the half dose: K halves; a quarter of K in the limit.
    same(activity(&pair, &[80.0, 5.0]), activity(&usual, &[160.0, 0.0]));
    same(
        activity(&pair, &[80.0, 1e9]),
        activity(&usual, &[80.0 * 4f64.powf(1.0 / (1.0 + 5e-9)), 0.0]),
    );
    let net = |resolved: &escalade::knowledge::Resolved, doses: &[f64]| {
        let biology = &resolved.biology;
        biology.phenotype(&biology.wild_type(), 0, doses).net()
    };
    assert!(net(&pair, &[80.0, 5.0]) < net(&usual, &[80.0, 5.0]) - 1e-3);
    let antagonism = resolve(
        &PAIR.replace("value = 0.25, range = [0.1, 1.0]", "value = 4, range = [1, 9]"),
        &drugs,
    );
    assert!(net(&antagonism, &[80.0, 5.0]) > net(&usual, &[80.0, 5.0]) + 1e-3);
    assert!(
        pair.assumptions
            .iter()
            .any(|a| a.key == "alectinib/k_factor beside trametinib")
    );
    assert!(resolve(PAIR, &["alectinib"]).biology.pairs.is_empty());
    assert_eq!(
        resolve(PAIR, &["alectinib"]).assumptions,
        resolve("", &["alectinib"]).assumptions
    );
}

#[test]
fn wrong_pairs_are_refused() {
    let refused = |from: &str, to: &str, parts: &[&str]| {
        let text = PAIR.replace(from, to);
        let message = KnowledgeBase::builtin_with(&[("mine.toml", &text)])
            .unwrap_err()
            .to_string();
        parts
            .iter()
            .for_each(|part| assert!(message.contains(part), "{part}: {message}"));
    };
    refused(
        "\"trametinib\"",
        "\"trametinb\"",
        &[
            "mine.toml:4",
            "pair \"alectinib\"",
            "beside = \"trametinb\"",
            "did you mean \"trametinib\"?",
        ],
    );
    refused(
        "\"trametinib\"",
        "\"alectinib\"",
        &["beside = alectinib", "another drug"],
    );
    refused(
        "value = 0.25",
        "value = -1",
        &[
            "mine.toml:5",
            "pair \"alectinib\" (beside \"trametinib\"): k_factor.value = -1",
            "above 0",
        ],
    );
}

/// A bypass of an overlay goes round the drivers of the families that it names.
#[test]
fn a_users_bypass_arises_in_its_families() {
    let text = escalade::knowledge::template::overlay("bypass").unwrap();
    let kb = with(&text);
    let routes = |line: &str, drug: &str| {
        let biology = kb.resolve(line, &[drug]).unwrap().biology;
        let ids: Vec<String> = biology.bypasses.iter().map(|bypass| bypass.id.clone()).collect();
        ids
    };
    assert!(routes("H3122", "alectinib").contains(&"my-bypass".to_owned()));
    assert!(!routes("KM12", "larotrectinib").contains(&"my-bypass".to_owned()));
    // What inhibits it is tried in assays of these families, although no family lists the bypass.
    let tried = |text: &str| {
        escalade::assay::Bench::of_line(&with(text), "MOLM-13")
            .unwrap()
            .drug("crizotinib")
            .is_some()
    };
    let mine = "families = [\"flt3\"]\ninhibitors = [\"crizotinib\"]";
    let flt3 = text
        .replace("families = [\"alk\"]", mine)
        .replace("source = \"egfr\"", "source = \"met\"");
    assert!(tried(&flt3) && !tried(&text));
    let error = refused(&text.replace("families = [\"alk\"]", "families = [\"alkk\"]"));
    assert!(error.contains("did you mean") && error.contains("alk"), "{error}");
}

/// A graded adaptation of one's own; what cannot be one is refused with what is allowed.
#[test]
fn an_overlay_may_hold_a_graded_adaptation() {
    let state = |class: &str, rungs: &str| {
        format!(
            "[[state]]\nid = \"her3-up\"\nname = \"HER3 up\"\nclass = \"{class}\"\nrungs = {rungs}\n\
             activates = [{{ source = \"egfr\", activity = {{ value = 0.6, range = [0.3, 1.0], assumed = \"Mine.\" }} }}]\n"
        )
    };
    let switch = |from: &str, to: &str| {
        format!(
            "[[switch]]\nfrom = \"{from}\"\nto = \"{to}\"\n\
             induced = {{ value = 0.02, range = [0.01, 0.1], assumed = \"Mine.\" }}\n"
        )
    };
    let family = |rungs: u32| {
        let kb =
            with(&(state("adapted", &rungs.to_string()) + &switch("naive", "her3-up") + &switch("her3-up", "naive")));
        kb.show("her3-up").unwrap().facts
    };
    assert!(
        family(4)
            .iter()
            .any(|(key, value)| key == "rungs" && value.starts_with("4,"))
    );
    assert!(family(1).iter().all(|(key, _)| key != "rungs"));
    let told = refused(&state("adapted", "9"));
    assert!(
        told.contains("rungs") && told.contains("9") && told.contains("2 to 6"),
        "{told}"
    );
    let told = refused(&state("tolerant", "3"));
    assert!(told.contains("rungs") && told.contains("adapted"), "{told}");
    let told = refused(&(state("adapted", "3") + &switch("drug-tolerant", "her3-up")));
    assert!(told.contains("from") && told.contains("naive"), "{told}");
    let told = refused(&(state("adapted", "3") + &switch("naive", "her3-upp")));
    assert!(told.contains("her3-up"), "{told}");
}
