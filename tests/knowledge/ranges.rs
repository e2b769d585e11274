//! How ranges of a user's own files are read: by `schema`, and by what a value says of its own spread.

use crate::support::{Bench, LABORATORY};
use escalade::knowledge::potency::Basis;
use escalade::knowledge::{Conditions, KnowledgeBase, Span, template};
use escalade::statistics::worlds::{Ignorance, SHARED};

/// A line with a range of each kind: a time, a share that ends at 0, and a row of a study.
const LINE: &str = r#"
[[reference]]
id = "my-lab"
citation = "Our own measurements"
link = "unpublished"
[[line]]
id = "my-line"
name = "My line"
family = "alk"
tissue = "lung"
copies = { value = 1, range = [1, 1], assumed = "Made up." }
doubling = { value = "40 h", range = ["36 h", "60 h"], assumed = "Made up." }
turnover = { value = 0.1, range = [0.0, 0.3], assumed = "Made up." }
[[study]]
id = "my-potencies"
family = "alk"
reference = "my-lab"
system = "my-line"
endpoint = "viability"
transcription = "made-up"
rank = 100
ic50 = { WT = { alectinib = "25 nM" } }
range = { WT = { alectinib = ["20 nM", "50 nM"] } }
"#;

const KEYS: [&str; 2] = ["my-line/doubling", "my-line/turnover"];

fn current(text: &str) -> String {
    format!("schema = 2\n{text}")
}

fn spans(overlay: &str) -> Vec<Span> {
    let kb = KnowledgeBase::builtin_with(&[("mine.toml", overlay)]).unwrap_or_else(|error| panic!("{error}"));
    kb.resolve_under("my-line", &["alectinib"], &Conditions::default())
        .unwrap()
        .spans
}

fn refused(overlay: &str, parts: &[&str]) {
    let told = match KnowledgeBase::builtin_with(&[("mine.toml", overlay)]) {
        Ok(_) => panic!("accepted:\n{overlay}"),
        Err(error) => error.to_string(),
    };
    assert!(parts.iter().all(|part| told.contains(part)), "{parts:?} in\n{told}");
}

/// Of 4,000 worlds, the shares of draws of a value below its range, below the value, and above its range.
fn shares(overlay: &str, key: &str) -> [f64; 3] {
    let ignorance = Ignorance::new(spans(overlay), SHARED);
    let place = ignorance.spans().iter().position(|span| span.key == key).expect(key);
    let span = &ignorance.spans()[place];
    let mut counts = [0.0; 3];
    for world in 0..4000 {
        let number = ignorance.world(7, world).numbers[place];
        let flags = [number < span.low, number < span.value, number > span.high];
        counts
            .iter_mut()
            .zip(flags)
            .for_each(|(count, flag)| *count += f64::from(u8::from(flag)));
    }
    counts.map(|count| count / 4000.0)
}

/// Without a schema no world leaves the limits, and half of them lie on either side of the value; with `schema = 2` one in
/// ten lies outside (a bound takes its 5% as an atom). Standard errors 0.0079 and 0.0034: within 6 of them.
#[test]
fn ranges_are_limits_without_a_schema_and_the_central_ninety_percent_with_one() {
    for key in KEYS {
        let [below, lower, above] = shares(LINE, key);
        assert!(
            (below, above) == (0.0, 0.0) && (lower - 0.5).abs() < 0.048,
            "{key}: {below} {lower} {above}"
        );
        let [_, lower, above] = shares(&current(LINE), key);
        assert!(
            (above - 0.05).abs() < 0.021 && (lower - 0.5).abs() < 0.048,
            "{key}: {lower} {above}"
        );
    }
    let [below, ..] = shares(&current(LINE), KEYS[0]);
    assert!((below - 0.05).abs() < 0.021, "{below}");
    // Values of the built-in files keep their meaning beside such an overlay.
    let [.., above] = shares(LINE, "defaults/kill_per_growth");
    assert!((above - 0.05).abs() < 0.021, "{above}");
}

/// A range that a study gives is a limit too, and a later file with a schema gives its own values their meaning back.
#[test]
fn limits_are_those_of_their_file() {
    let drawn = spans(LINE)
        .into_iter()
        .find(|span| span.key == "my-potencies/WT/alectinib");
    let dose = drawn.expect("the potency of the line itself");
    assert_eq!((dose.low, dose.high), (20.0, 50.0));
    assert!(
        (dose.at(9.0) - 50.0).abs() < 1e-9 && (dose.at(-9.0) - 20.0).abs() < 1e-9,
        "{dose:?}"
    );
    let again = current(&LINE.replace("id = \"my-line\"", "id = \"my-line\"\noverride = true"));
    let again = again.split("[[study]]").next().unwrap();
    let again = again.replace("id = \"my-lab\"", "id = \"my-lab\"\noverride = true");
    let files = [("old.toml", LINE), ("new.toml", again.as_str())];
    let kb = KnowledgeBase::builtin_with(&files).unwrap_or_else(|error| panic!("{error}"));
    let doubling = kb.span(KEYS[0]).unwrap();
    assert!(doubling.at(3.0) > doubling.high);
}

#[test]
fn one_warning_names_the_overlays_and_the_fix() {
    let bench = Bench::with(LABORATORY);
    bench.write("old.toml", LINE);
    bench.write("older.toml", "");
    bench.write("new.toml", &current(LINE));
    bench.write("other.toml", &LABORATORY.replace("300 nM", "400 nM"));
    let told = |arguments: &[&str]| {
        let output = bench.run(arguments);
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{text}");
        text
    };
    for (arguments, names) in [
        (&["check", "s.toml", "--kb", "old.toml"][..], "old.toml says no schema"),
        (
            &["check", "s.toml", "--kb", "old.toml", "--kb", "older.toml"],
            "old.toml and older.toml say no schema",
        ),
        (&["kb", "list", "--kb", "old.toml"], "old.toml says no schema"),
        (
            &[
                "compare",
                "s.toml",
                "other.toml",
                "--kb",
                "old.toml",
                "--replicates",
                "2",
                "--worlds",
                "0",
                "--out",
                "c",
            ],
            "old.toml says no schema",
        ),
    ] {
        let text = told(arguments);
        assert!(
            text.contains(names) && text.matches("schema = 2").count() == 1,
            "{arguments:?}: {text}"
        );
    }
    assert_eq!(told(&["check", "s.toml", "--kb", "new.toml"]), "");
}

#[test]
fn other_schemas_are_refused_by_name() {
    for number in ["1", "3"] {
        let overlay = format!("# mine\nschema = {number}\n{LINE}");
        refused(
            &overlay,
            &[
                "mine.toml:2",
                &format!("schema = {number}"),
                "2 (ranges are the central 90%)",
            ],
        );
    }
    refused(&format!("schema = \"two\"\n{LINE}"), &["mine.toml:1", "schema"]);
}

#[test]
fn what_a_value_says_of_its_spread_is_checked() {
    let with = |spread: &str| {
        current(&LINE.replace(
            "range = [\"36 h\", \"60 h\"]",
            &format!("range = [\"36 h\", \"60 h\"], {spread}"),
        ))
    };
    refused(&with("shared = 1.5"), &["mine.toml:13", "shared = 1.5", "0 to 1"]);
    refused(&with("shared = -0.1"), &["mine.toml:13", "shared = -0.1", "0 to 1"]);
    refused(
        &with("family = \"gauss\""),
        &["mine.toml:13", "gauss", "limits", "normal"],
    );
    refused(
        &with("family = \"normal\""),
        &["mine.toml:13", "family = \"normal\"", "limits"],
    );
    let limits = spans(&with("family = \"limits\""));
    let doubling = limits.iter().find(|span| span.key == KEYS[0]).unwrap();
    assert!(doubling.at(5.0) <= doubling.high && doubling.at(0.0) == doubling.value);
    // A value may keep its central 90% in a file without a schema.
    let usual = LINE.replace(
        "range = [\"36 h\", \"60 h\"]",
        "range = [\"36 h\", \"60 h\"], family = \"usual\"",
    );
    let usual = spans(&usual);
    let doubling = usual.iter().find(|span| span.key == KEYS[0]).unwrap();
    assert!(doubling.at(3.0) > doubling.high);
}

/// Normal on either side: 0.1 in 0 to 0.3 has the slopes 0.1 and 0.2 over 1.645, and is cut at 0.
#[test]
fn a_normal_family_is_normal() {
    let normal = current(&LINE.replace("range = [0.0, 0.3]", "range = [0.0, 0.3], family = \"normal\""));
    let all = spans(&normal);
    let turnover = all.iter().find(|span| span.key == KEYS[1]).unwrap();
    let near = |score: f64, number: f64| assert!((turnover.at(score) - number).abs() < 1e-12, "{score}");
    near(1.0, 0.1 + 0.2 / 1.644_853_626_951_472_2);
    near(-1.0, 0.1 - 0.1 / 1.644_853_626_951_472_2);
    near(-2.0, 0.0);
}

/// Two bypass routes of one's own: with `shared = 1` the order of worlds is the same by either rate, with `shared = 0` two
/// worlds agree about it as often as not (1,000 pairs, standard error 0.016, within 6 of it).
#[test]
fn records_state_what_they_share() {
    let bypass = |id: &str, shared: &str| {
        format!(
            "[[bypass]]\nid = \"{id}\"\nname = \"{id}\"\nfamilies = [\"alk\"]\nsource = \"egfr\"\nreference = \"my-lab\"\n\
             activity = {{ value = 1.0, range = [0.3, 2.0], assumed = \"Made up.\" }}\n\
             rate = {{ value = 1e-8, range = [1e-9, 1e-6], shared = {shared}, assumed = \"Made up.\" }}\n"
        )
    };
    let agree = |shared: &str| {
        let overlay = current(LINE) + &bypass("one", shared) + &bypass("two", shared);
        let ignorance = Ignorance::new(spans(&overlay), SHARED);
        let place = |key: &str| ignorance.spans().iter().position(|span| span.key == key).expect(key);
        let (one, two) = (place("one/rate"), place("two/rate"));
        let worlds: Vec<[f64; 2]> = (0..2000)
            .map(|world| ignorance.world(3, world).numbers)
            .map(|numbers| [numbers[one], numbers[two]])
            .collect();
        let pairs = worlds
            .chunks(2)
            .map(|pair| (pair[0][0] < pair[1][0]) == (pair[0][1] < pair[1][1]));
        pairs.filter(|agree| *agree).count()
    };
    assert_eq!(agree("1"), 1000);
    let half = agree("0");
    assert!((404..=596).contains(&half), "{half}");
    // Half of the variance in common: a correlation of 0.5, and pairs agree in 1/2 + asin(0.5)/pi, two of three.
    let usual = agree("0.5");
    assert!((576..=757).contains(&usual), "{usual}");
}

#[test]
fn templates_say_their_schema() {
    for name in template::names() {
        let text = template::overlay(name).unwrap();
        assert_eq!(text.lines().filter(|line| *line == "schema = 2").count(), 1, "{name}");
    }
    for name in ["4sc_203", "alk_in_28", "bcr_abl_imatinib", "trk_in_10"] {
        let path = format!("{}/scenarios/overlays/{name}.toml", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).unwrap();
        assert!(text.lines().any(|line| line == "schema = 2"), "{name}");
    }
}

/// Numbers of two studies differ threefold (central 90%): what is carried from a study by n drugs that agree is off by
/// sqrt(1 + 1/n) times that on the log scale and no less, 4.7-fold by one or none. What is told is what worlds draw from.
#[test]
fn what_is_carried_is_no_surer_than_what_is_measured() {
    let base = KnowledgeBase::builtin().unwrap();
    let (mut seen, mut by_several) = (0, 0);
    for line in base.lines() {
        for drug in base.drugs().iter().filter(|drug| drug.family == line.family) {
            let Ok(known) = base.potency(&line.id, &drug.id) else {
                continue;
            };
            let Basis::Carried(carried) = &known.basis else {
                continue;
            };
            let (k, n) = (known.site.half_dose, carried.others.max(1) as f64);
            let least = 3f64.powf((1.0 + 1.0 / n).sqrt());
            let (down, up) = (k / carried.range.low, carried.range.high / k);
            let place = format!("{} {}: {down} {up}, at least {least}", line.id, drug.id);
            assert!(down > 0.999 * least && up > 0.999 * least, "{place}");
            let resolved = base.resolve(&line.id, &[&drug.id]).unwrap();
            let key = format!("potency/{}/{}", line.id, drug.id);
            let span = resolved.spans.iter().find(|span| span.key == key).expect("a span");
            assert!(
                (span.low / carried.range.low - 1.0).abs() < 1e-9
                    && (span.high / carried.range.high - 1.0).abs() < 1e-9
            );
            let told = resolved.assumptions.iter().find(|one| one.key == key).expect("told");
            let ends: Vec<f64> = (told.range.as_deref().expect("a range").split(" to "))
                .map(|end| end.trim().parse().expect("a number"))
                .collect();
            assert!(
                (ends[0] / span.low - 1.0).abs() < 0.02 && (ends[1] / span.high - 1.0).abs() < 0.02,
                "{place}: {ends:?}"
            );
            seen += 1;
            by_several += u32::from(carried.others > 1);
        }
    }
    assert!(seen > 5 && by_several > 0, "{seen} {by_several}");
}

/// Gilteritinib was read in systems that share no drug with these lines and in others that do.
#[test]
fn a_system_that_shares_a_drug_comes_first() {
    let base = KnowledgeBase::builtin().unwrap();
    for line in ["MOLM-13", "MV4-11"] {
        let known = base.potency(line, "gilteritinib").unwrap();
        match known.basis {
            Basis::Carried(carried) => assert!(carried.others > 0, "{line}: {}", carried.study.id),
            other => assert!(matches!(other, Basis::Read(_)), "{line}"),
        }
    }
}
