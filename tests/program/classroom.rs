//! `escalade classroom` from outside: the page, codes, worksheets, hidden flasks.

use crate::support::Bench;

/// What begins as gzip does; the program looks at no more of it.
const ENGINE: &[u8] = &[0x1f, 0x8b, 8, 0, 1, 2, 3];

fn text(bench: &Bench, file: &str) -> String {
    String::from_utf8(bench.read(file)).expect("text")
}

#[test]
fn the_page_holds_what_it_is_given() {
    let bench = Bench::with(crate::support::LABORATORY);
    std::fs::write(bench.path("engine.gz"), ENGINE).expect("written");
    bench.good(&["classroom", "s.toml", "--engine", "engine.gz", "--out", "c.html"]);
    let page = text(&bench, "c.html");
    assert!(page.contains(">H4sIAAECAw==<"), "the engine");
    assert!(page.contains("\"file\":\"s.toml\"") && page.contains("Luria and Delbr"));
    bench.refused(
        &["classroom", "s.toml", "--engine", "engine.gz", "--out", "c.html"],
        &["c.html"],
    );
}

/// A page runs one scenario: what asks for many is refused, with the command that carries it out.
#[test]
fn what_a_page_cannot_run_is_refused() {
    let bench = Bench::with(crate::support::LABORATORY);
    std::fs::write(bench.path("engine.gz"), ENGINE).expect("written");
    let recipe = |name: &str| format!("{}/scenarios/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    for (name, parts) in [
        (
            "13_trk_larotrectinib_trametinib_matrix",
            ["holds [[sweep]] entries", "escalade sweep"],
        ),
        ("29_plan_on_target", ["holds a [plan]", "escalade plan"]),
    ] {
        let file = recipe(name);
        bench.refused(
            &["classroom", &file, "--engine", "engine.gz", "--out", "c.html"],
            &parts,
        );
        assert!(!bench.path("c.html").exists());
    }
    // Its overlay lies on the page beside it.
    let file = recipe("25_own_compound");
    bench.good(&["classroom", &file, "--engine", "engine.gz", "--out", "c.html"]);
    assert!(text(&bench, "c.html").contains("[\"trk_in_10.toml\","));
}

/// The page refuses an engine that was made of another knowledge base.
#[test]
fn the_page_says_of_which_knowledge_base_it_is() {
    let bench = Bench::with(crate::support::LABORATORY);
    std::fs::write(bench.path("engine.gz"), ENGINE).expect("written");
    bench.good(&["classroom", "--engine", "engine.gz", "--out", "c.html"]);
    let base = escalade::knowledge::KnowledgeBase::builtin().expect("built in");
    assert!(text(&bench, "c.html").contains(&format!("\"knowledge\":\"{}\"", base.fingerprint())));
}

#[test]
fn what_cannot_be_had_is_told_before_anything_is_written() {
    let bench = Bench::with(&crate::support::changed(crate::support::LABORATORY, "H3122", "H3123"));
    std::fs::write(bench.path("engine.gz"), ENGINE).expect("written");
    std::fs::write(bench.path("text.gz"), "no engine").expect("written");
    let page = |more: &[&str], parts: &[&str]| {
        bench.refused(&[&["classroom", "--out", "c.html"][..], more].concat(), parts);
        assert!(!bench.path("c.html").exists());
    };
    page(&["--engine", "none.gz"], &["none.gz", "web/build"]);
    page(&["--engine", "text.gz"], &["not the page's engine", "web/build"]);
    page(&["--engine", "engine.gz", "s.toml"], &["s.toml:", "H3123"]);
    bench.refused(&["classroom"], &["--out classroom.html"]);
    let class = |code: &str, more: &[&str], parts: &[&str]| {
        bench.refused(
            &[&["classroom", "--class", code, "--out", "k"][..], more].concat(),
            parts,
        );
        assert!(!bench.path("k").exists());
    };
    class("K7QM-2F9", &[], &["7 of 8 symbols", "allowed: eight"]);
    class("2222-2222", &["--students", "0"], &["0 students", "1 to 1000"]);
    class("2222-2222", &["--lesson", "pears"], &["no lesson \"pears\"", "pairs"]);
    class("2222-2222", &["--hidden", "nowhere"], &["nowhere"]);
}

#[test]
fn a_class_gets_its_sheets_and_the_teacher_the_key() {
    let bench = Bench::with(crate::support::LABORATORY);
    let code = bench.good(&["classroom", "--code-for", "Genetics, Monday"]);
    let sheets = [
        "classroom",
        "--class",
        code.trim(),
        "--students",
        "2",
        "--lesson",
        "pairs",
        "--out",
    ];
    bench.good(&[&sheets[..], &["k"]].concat());
    bench.good(&[&sheets[..], &["again"]].concat());
    assert_eq!(text(&bench, "k/worksheets.html").matches("class=\"sheet\"").count(), 4);
    assert_eq!(bench.read("k/key.html"), bench.read("again/key.html"));
    assert!(text(&bench, "k/key.html").contains(code.trim()));
    // The same again is no harm, another class in the same folder is.
    bench.good(&[&sheets[..], &["k"]].concat());
    let other = ["classroom", "--class", "2222-2222", "--students", "1", "--out", "k"];
    bench.refused(&other, &["k: holds other files", "a folder of its own"]);
    assert_eq!(bench.read("k/key.html"), bench.read("again/key.html"));
    bench.refused(
        &[&sheets[..], &["z", "--kb", "none.toml"]].concat(),
        &["--kb is for the page"],
    );
}

/// Overlays of a page act on all of its scenarios, and on the command line on those that name them.
#[test]
fn scenarios_of_a_page_name_the_same_overlays() {
    let bench = Bench::with(crate::support::LABORATORY);
    let overlay =
        |citation: &str| format!("[[reference]]\nid = \"own\"\ncitation = \"{citation}\"\nlink = \"unpublished\"\n");
    bench.write("own.toml", &overlay("mine"));
    std::fs::create_dir(bench.path("sub")).unwrap();
    bench.write("sub/own.toml", &overlay("another"));
    let naming = |file: &str| format!("overlays = [\"{file}\"]\n{}", crate::support::LABORATORY);
    bench.write("a.toml", &naming("own.toml"));
    bench.write("b.toml", &naming("own.toml"));
    bench.write("engine.gz", "\u{1f}\u{8b}");
    let page = |more: &[&'static str]| [&["classroom", "--engine", "engine.gz", "--out", "c.html"][..], more].concat();
    bench.refused(&page(&["a.toml", "s.toml"]), &["s.toml: names other overlays"]);
    bench.refused(&page(&["a.toml", "--kb", "sub/own.toml"]), &["own.toml"]);
}

#[test]
fn hidden_flasks_are_packed() {
    let bench = Bench::with(&crate::support::changed(
        crate::support::LABORATORY,
        "\"60 d\"",
        "\"250 d\"",
    ));
    bench.good(&["run", "s.toml", "--out", "r", "--quiet"]);
    bench.good(&[
        "classroom",
        "--class",
        "2222-2222",
        "--students",
        "2",
        "--hidden",
        "r",
        "--workup",
        "cheap",
        "--out",
        "q",
    ]);
    let key = text(&bench, "q/key.html");
    assert!(key.contains("culture-1.html") && key.contains("cheap work-up"));
    let page = text(&bench, "q/culture-2.html");
    assert!(!page.contains("The cells have") && page.contains("student <b>2</b>") && page.contains("class=\"name\""));
    assert_eq!(
        page.matches("class=\"takes\"").count(),
        page.matches("<details>").count()
    );
}
