//! Every mistake of a scenario file is told at once, each with its place, and none that is a mere consequence.

use crate::support::{Bench, LABORATORY, PLAIN, changed};
use escalade::knowledge::{KnowledgeBase, KnowledgeError};
use escalade::scenario::load;

/// Keys of all mistakes that are told, in order.
fn keys(text: &str) -> Vec<String> {
    let error = load("s.toml", text.to_owned()).expect_err("mistakes");
    let all = std::iter::once(&error).chain(&error.more);
    let key =
        |error: &escalade::scenario::error::ScenarioError| error.key.as_ref().map_or(String::new(), |key| key.dotted());
    all.map(key).collect()
}

#[test]
fn mistakes_of_a_laboratory_scenario_are_told_at_once() {
    let text = changed(
        LABORATORY,
        "[line]",
        "[flask]\nvessle = \"T75\"\nplating = \"170%\"\npooled = 0\n[line]",
    );
    let text = changed(&text, "dose = \"300 nM\"", "dose = \"300 nm\"\nhalf_life = \"soon\"");
    let text = changed(&text, "replicates = 4", "replicates = 0");
    let text = changed(&text, "after = \"60 d\"", "after = \"60\"");
    let bench = Bench::with(&text);
    let told = bench.refused(
        &["check", "s.toml"],
        &[
            "s.toml:4: `replicates`",
            "s.toml:6: unknown key `vessle`",
            "did you mean `vessel`?",
            "s.toml:7: `plating`",
            "0% to 100%",
            "s.toml:8: `pooled`",
            "s.toml:13: `dose`",
            "did you mean \"300 nM\"?",
            "s.toml:14: `half_life`",
            "s.toml:16: `after`",
            "\n\n7 mistakes",
        ],
    );
    let lines = told.lines().filter(|line| line.contains("s.toml:"));
    let numbers: Vec<u32> = lines
        .map(|line| {
            line.split("s.toml:")
                .nth(1)
                .unwrap()
                .split(':')
                .next()
                .unwrap()
                .parse()
                .unwrap()
        })
        .collect();
    assert_eq!(numbers, [4, 6, 7, 8, 13, 14, 16]);
    assert_eq!(bench.refused(&["run", "s.toml"], &[]), told);
    bench.write(
        "s.toml",
        &format!("{text}[[sweep]]\nkey = \"course.1.factor\"\nvalues = [2, 3]\n"),
    );
    assert_eq!(bench.refused(&["sweep", "s.toml"], &[]), told);
    bench.write("s.toml", &text);
    bench.write("good.toml", LABORATORY);
    assert_eq!(bench.refused(&["compare", "good.toml", "s.toml"], &[]), told);
}

/// A line and a drug that are not known, a vessel and an impossible passage: different checks, one answer.
#[test]
fn checks_that_do_not_need_each_other_all_speak() {
    let text = changed(LABORATORY, "H3122", "H3123");
    let text = changed(&text, "alectinib", "alectinob");
    let text = changed(
        &text,
        "[line]",
        "[flask]\nvessel = \"T76\"\n[resistance]\nheld_for = \"0 passages\"\n[line]",
    );
    assert_eq!(
        keys(&text),
        ["flask.vessel", "resistance.held_for", "line.id", "course.1.drug"]
    );
    // Combinations in two courses.
    let second = "[[course]]\ndrug = \"lorlatinib\"\nstart = \"1 uM\"\nfactor = 2\ngoal = \"10 nM\"\n[stop]";
    let text = changed(LABORATORY, "dose = \"300 nM\"", "dose = \"300 nM\"\nfactor = 2");
    assert_eq!(
        keys(&changed(&text, "[stop]", second)),
        ["course.1.factor", "course.2.goal"]
    );
}

/// A misspelt key is one mistake: that its table lacks what it stands for is no second one.
#[test]
fn consequences_are_not_told() {
    assert_eq!(keys(&changed(LABORATORY, "dose =", "dosee =")), ["course.1.dosee"]);
    assert_eq!(keys(&changed(LABORATORY, "[[course]]", "[[cours]]")), ["cours"]);
    assert_eq!(keys(&changed(LABORATORY, "id =", "idd =")), ["line.idd"]);
    assert_eq!(keys(&changed(LABORATORY, "300 nM", "300 nm")), ["course.1.dose"]);
    let one = load("s.toml", changed(LABORATORY, "300 nM", "300 nm")).unwrap_err();
    assert!(one.more.is_empty() && !one.to_string().contains("mistake"), "{one}");
}

#[test]
fn mistakes_of_a_plain_scenario_are_told_at_once() {
    let text = changed(PLAIN, "replicates = 300", "replicates = 0");
    let text = changed(&text, "to = \"b\"", "to = \"c\"");
    let text = changed(&text, "duration = \"5 d\"", "duration = \"5\"\nkepe = 0.1");
    let text = changed(&text, "birth = 0.7, death = 0.5", "birth = -0.7, death = 0.5");
    let text = changed(&text, "every = \"1 d\"", "every = \"0 x\"");
    let told = keys(&text);
    assert_eq!(
        told,
        [
            "replicates",
            "plain.mutations.1.to",
            "plain.phases.1.duration",
            "plain.phases.1.kepe",
            "plain.phases.1.rates.a.birth",
            "record.every"
        ]
    );
}

/// Missing keys are filled in for the sake of the mistakes behind them; what stands there is never spoken of.
#[test]
fn keys_that_are_missing_hide_nothing() {
    let text = changed(LABORATORY, "name = ", "nmae = ");
    let text = changed(&text, "id =", "look_after = 3\nidd =");
    let text = changed(&text, "replicates = 4", "replicates = 4\nlook_every = \"31 d\"");
    let text = changed(
        &text,
        "drug = \"alectinib\"\ndose = \"300 nM\"",
        "dose = \"300 nM\"\nhalf_life = \"1 min\"",
    );
    let text = changed(&text, "after = \"60 d\"", "after = [60]\nat_resistance = 1");
    assert_eq!(
        keys(&text),
        [
            "nmae",
            "look_every",
            "line.look_after",
            "line.idd",
            "course.1.drug",
            "course.1.half_life",
            "stop.after",
            "stop.at_resistance"
        ]
    );
    // A list and a table that are missing.
    let text = changed(
        PLAIN,
        "types = [{ name = \"a\", founders = 100 }, { name = \"b\", founders = 0 }]\n",
        "",
    );
    let text = changed(&text, "per_division = 1e-3", "per_division = 2");
    assert_eq!(keys(&text), ["plain.types", "plain.mutations.1.per_division"]);
}

/// Beside a misspelt name of a type or a misspelt end of the experiment, what refers to it is not wrong as well.
#[test]
fn what_refers_to_a_mistake_is_no_mistake() {
    let text = changed(PLAIN, "name = \"b\"", "nme = \"b\"");
    assert_eq!(keys(&text), ["plain.types.2.nme"]);
    let text = changed(LABORATORY, "after = \"60 d\"", "afterr = \"900 d\"");
    let text = changed(&text, "dose = \"300 nM\"", "dose = \"300 nM\"\nfrom = \"day 500\"");
    let text = changed(&text, "[line]", "[record]\nsamples = [\"600 d\"]\n[line]");
    assert_eq!(keys(&text), ["stop.afterr"]);
    let text = changed(LABORATORY, "[line]", "[flask]\ncapacty = 1e9\nseed_cells = 1e8\n[line]");
    assert_eq!(keys(&text), ["flask.capacty"]);
}

/// So many are told, however many there are, and soon.
#[test]
fn a_hundred_mistakes_are_told_at_most() {
    let types: Vec<String> = (0..20_000)
        .map(|i| format!("{{ name = \"t{i}\", founders = -1 }}"))
        .collect();
    let text = changed(PLAIN, "{ name = \"a\", founders = 100 }", &types.join(",\n"));
    assert_eq!(keys(&text).len(), 100);
    let unknown: String = (0..20_000).map(|i| format!("k{i} = 1\n")).collect();
    let text = changed(LABORATORY, "[line]", &format!("[flask]\n{unknown}[line]"));
    assert!((10..=100).contains(&keys(&text).len()));
}

/// Line and key of each mistake of an overlay.
fn of_overlay(text: &str) -> Vec<(usize, String)> {
    let refused = KnowledgeBase::builtin_with(&[("mine.toml", text)]);
    let KnowledgeError::File(error) = refused.expect_err("mistakes") else {
        panic!("a mistake of the file")
    };
    let told = error.each().into_iter().map(|error| {
        assert_eq!(error.file, "mine.toml", "{error}");
        (
            error.line.map_or(0, |line| line.number),
            error.key.unwrap_or_default().dotted(),
        )
    });
    told.collect()
}

fn keyed(expected: &[(usize, &str)]) -> Vec<(usize, String)> {
    expected.iter().map(|(line, key)| (*line, (*key).to_owned())).collect()
}

const OVERLAY: &str = r#"[[reference]]
id = "my-lab"
citation = "notebook"
link = "unpublished"
[[drug]]
id = "mine"
name = "Mine"
family = "alk"
class = "kinase inhibitor"
[[line]]
id = "my-line"
name = "My line"
family = "alk"
copies = { value = 1, range = [1, 2], assumed = "Not counted." }
doubling = { value = "40 h", range = ["36 h", "44 h"], reference = "my-lab", system = "T75", transcription = "made-up" }
[[study]]
id = "my-study"
family = "alk"
reference = "my-lab"
system = "my-line"
endpoint = "viability"
duration = "72 h"
transcription = "made-up"
rank = 1
[study.ic50]
WT = { mine = "5 nM" }
"#;

#[test]
fn mistakes_of_an_overlay_are_told_at_once() {
    KnowledgeBase::builtin_with(&[("mine.toml", OVERLAY)]).expect("sound");
    // Unknown names and values by themselves, in several tables and twice in one.
    let text = changed(OVERLAY, "family = \"alk\"\nclass", "family = \"alkk\"\nclass");
    let text = changed(
        &text,
        "[\"36 h\", \"44 h\"], reference = \"my-lab\"",
        "[\"50 h\", \"60 h\"], reference = \"my-lib\"",
    );
    let text = changed(&text, "{ mine =", "{ maine =");
    let text = changed(&text, "system = \"my-line\"", "system = \"my-lime\"");
    assert_eq!(
        of_overlay(&text),
        keyed(&[
            (8, "drug.1.family"),
            (15, "line.1.doubling.reference"),
            (15, "line.1.doubling"),
            (20, "study.1.system"),
            (26, "study.1.ic50.WT.maine"),
        ])
    );
    // Wrong kinds of values and unknown keys beside them.
    let text = changed(&text, "citation", "citatoin");
    let text = changed(&text, "\"5 nM\"", "5");
    let text = changed(&text, "copies = { value = 1,", "copies = { value = \"one\",");
    let text = changed(&text, "rank = 1", "rank = \"high\"\ncolour = 1");
    assert_eq!(
        of_overlay(&text),
        keyed(&[
            (3, "reference.1.citatoin"),
            (14, "line.1.copies.value"),
            (24, "study.1.rank"),
            (25, "study.1.colour"),
            (27, "study.1.ic50.WT.maine"),
        ])
    );
    let bench = Bench::with(LABORATORY);
    bench.write("mine.toml", &text);
    let told = bench.refused(
        &["check", "s.toml", "--kb", "mine.toml"],
        &["mine.toml:3:", "mine.toml:27:", "\n\n5 mistakes"],
    );
    assert_eq!(told.matches("mine.toml:").count(), 5, "{told}");
    bench.refused(
        &["kb", "check", "--kb", "mine.toml"],
        &["mine.toml:25: unknown key `colour`", "\n\n5 mistakes"],
    );
}

/// A name that is misspelt, and what names it or rests on its record: one mistake.
#[test]
fn what_rests_on_a_wrong_record_is_no_mistake() {
    assert_eq!(
        of_overlay(&changed(OVERLAY, "id = \"my-line\"", "idd = \"my-line\"")),
        keyed(&[(11, "line.1.idd")])
    );
    assert_eq!(
        of_overlay(&changed(OVERLAY, "[[reference]]", "[[referense]]")),
        keyed(&[(1, "referense")])
    );
    let allele = "[[allele]]\nid = \"X\"\nfamily = \"alkk\"\nname = \"G1202E\"\nresidue = 1202\nregion = \"solvent front\"\n\
                  paths = []\n[[study]]\n";
    let text = changed(OVERLAY, "[[study]]\n", allele);
    let text = format!("{text}G1202E = {{ mine = \"50 nM\" }}\n");
    assert_eq!(of_overlay(&text), keyed(&[(18, "allele.1.family")]));
    // Rules of records speak where names and values are right: one for each record.
    let vessel = "[[vessel]]\nid = \"v\"\nname = \"v\"\narea_cm2 = -1\n\
                  capacity = { value = 1e5, range = [1e4, 1e6], assumed = \"a\" }\n\
                  seeding = { value = 1e4, range = [1e3, 1e5], assumed = \"a\" }\n";
    let text = format!("{vessel}{}", changed(OVERLAY, "mine = \"5 nM\"", "mine = \"0 nM\""));
    assert_eq!(
        of_overlay(&text),
        keyed(&[(4, "vessel.1.area_cm2"), (32, "study.1.ic50.WT.mine")])
    );
}

/// Ids that are taken, each of them.
#[test]
fn every_taken_id_is_told() {
    let drug =
        |id: &str| format!("[[drug]]\nid = \"{id}\"\nname = \"x\"\nfamily = \"alk\"\nclass = \"kinase inhibitor\"\n");
    let text = format!("{}{}", drug("alectinib"), drug("crizotinib"));
    assert_eq!(of_overlay(&text), keyed(&[(2, "drug.1.id"), (7, "drug.2.id")]));
}

/// A key that stands in the wrong table is told its own; what is near to it by chance is not offered.
#[test]
fn keys_of_other_tables_are_told_where_they_belong() {
    let told = |from: &str, to: &str, parts: &[&str]| {
        Bench::with(&changed(LABORATORY, from, to)).refused(&["check", "s.toml"], parts)
    };
    let line = "[line]\n";
    told(
        line,
        "[line]\nplating = \"70%\"\n",
        &["unknown key `plating` in [line]", "`plating` belongs in [flask]"],
    );
    told(
        "[stop]",
        "[stop]\nreplicates = 9",
        &["`replicates` belongs at the head of the file, above all tables"],
    );
    told(
        line,
        "[line]\ngoal = \"1 uM\"\n",
        &["`goal` belongs in [[course]] or in [plan]"],
    );
    // Near and of the same length: both are told.
    let both = told(line, "[line]\nstocks = \"clone\"\n", &["did you mean `stock`?"]);
    assert!(!both.contains("belongs"), "{both}");
}
