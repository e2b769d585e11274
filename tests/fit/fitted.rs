//! What a laboratory's own data taught, as an overlay: it stands in place of what the records say, is drawn together, and is
//! refused where it cannot be meant.

use crate::learned::{base, correlation};
use crate::support::{Bench, LABORATORY};
use escalade::knowledge::schema::Class;
use escalade::knowledge::{Certainty, Conditions, KnowledgeBase, Span};
use escalade::statistics::worlds::{Ignorance, Input, SHARED};

/// A number of a record, one of a study's table, and one that a rule derives.
const KEYS: [&str; 3] = [
    "H3122/doubling",
    "dhawan-2017-h3122/WT/alectinib",
    "fold/ALK-I1171N/alectinib",
];

/// Medians and ends, each with one slope on the logarithmic scale.
const VALUES: [[f64; 3]; 3] = [[1.5, 1.25, 1.8], [20.0, 16.0, 25.0], [6.0, 4.0, 9.0]];

/// Correlation of the first with the second, of the first with the third, of the second with the third.
const CORRELATION: [f64; 3] = [0.7, -0.6, 0.1];

pub fn overlay() -> String {
    let [a, b, c] = CORRELATION;
    let mut text = format!(
        "schema = 2\n[[fit]]\nid = \"fit-1\"\nscenario = \"Ours\"\nversion = \"0.3.0\"\ncorrelation = [[1, {a}, {b}], [{a}, 1, {c}], \
         [{b}, {c}, 1]]\n[[fit.data]]\nfile = \"counts.csv\"\nsha256 = \"{}\"\nrows = 12\n",
        "ab".repeat(32)
    );
    for (key, [value, low, high]) in KEYS.iter().zip(VALUES) {
        text += &format!("[[fit.value]]\nkey = \"{key}\"\nvalue = {value:?}\nrange = [{low:?}, {high:?}]\n");
    }
    text
}

fn spans(base: &KnowledgeBase, drugs: &[&str]) -> Vec<Span> {
    base.resolve_under("H3122", drugs, &Conditions::default())
        .unwrap()
        .spans
}

fn ignorance(base: &KnowledgeBase, drugs: &[&str]) -> Ignorance {
    Ignorance::new(spans(base, drugs), SHARED).with(base.fits().joints())
}

/// Everything that a scenario asks of a fitted value is what the fit says: the number, how it is drawn, how it is told.
#[test]
fn fitted_values_take_the_place_of_the_records() {
    let (usual, fitted) = (KnowledgeBase::builtin().unwrap(), base(&overlay()));
    let resolved = |base: &KnowledgeBase| {
        base.resolve_under("H3122", &["alectinib"], &Conditions::default())
            .unwrap()
    };
    let (before, after) = (resolved(&usual), resolved(&fitted));
    for (key, [value, low, high]) in KEYS.iter().zip(VALUES) {
        let span = after.spans.iter().find(|span| span.key == *key).expect(key);
        assert_eq!((span.value, span.low, span.high), (value, low, high), "{key}");
        assert_eq!(span.certainty, Certainty::Fitted, "{key}");
        let told = after
            .assumptions
            .iter()
            .filter(|told| told.key == *key)
            .collect::<Vec<_>>();
        let [told] = told[..] else { panic!("{key}: {told:?}") };
        assert_eq!(told.certainty, Certainty::Fitted);
        assert!(
            told.why.contains("counts.csv") && told.why.contains("\"Ours\""),
            "{}",
            told.why
        );
        // The base with only this number moved is as far from the usual one as the fit.
        assert_ne!(
            before.spans.iter().find(|span| span.key == *key).expect(key).value,
            value
        );
    }
    // The biology is that of the same numbers set by key.
    let moved = usual.with_values(KEYS.iter().copied().zip(VALUES.map(|[value, ..]| value)));
    assert_eq!(resolved(&moved.unwrap()).biology, after.biology);
    assert_ne!(before.biology, after.biology);
    // What else there is stays as it was.
    let others = |spans: &[Span]| -> Vec<Span> {
        let other = |span: &&Span| !KEYS.contains(&span.key.as_str());
        spans.iter().filter(other).cloned().collect()
    };
    assert_eq!(others(&before.spans), others(&after.spans));
    // A number that is set by key is that number again.
    let again = fitted.with_value(KEYS[1], 30.0).unwrap();
    let span = resolved(&again).spans.into_iter().find(|span| span.key == KEYS[1]);
    assert_eq!(span.map(|span| span.value), Some(30.0));
}

/// 4,000 worlds: 5% of the draws lie below the low end, half below the median, 5% above the high end (standard errors 0.0034 and
/// 0.0079); logarithms are normal and have the stated correlation, whose Fisher transform has the standard error 0.0158; and
/// none with the class's score, where half of the variance was shared before. Each within 6 standard errors: alpha 2e-9.
#[test]
fn worlds_have_the_stated_ranges_and_correlation() {
    const WORLDS: u64 = 4000;
    let ignorance = ignorance(&base(&overlay()), &["alectinib"]);
    let places = KEYS.map(|key| ignorance.spans().iter().position(|span| span.key == key).expect(key));
    let class = Input::Class(Class::Folds("alectinib".to_owned()));
    let class = ignorance.inputs().iter().position(|input| *input == class).unwrap();
    let worlds: Vec<_> = (0..WORLDS).map(|world| ignorance.world(11, world)).collect();
    let columns = places.map(|place| worlds.iter().map(|world| world.numbers[place]).collect::<Vec<f64>>());
    for (column, [value, low, high]) in columns.iter().zip(VALUES) {
        let share = |holds: &dyn Fn(f64) -> bool| column.iter().filter(|x| holds(**x)).count() as f64 / WORLDS as f64;
        for (found, expected, error) in [
            (share(&|x| x < low), 0.05, 0.0034),
            (share(&|x| x < value), 0.5, 0.0079),
            (share(&|x| x > high), 0.05, 0.0034),
        ] {
            assert!(
                (found - expected).abs() < 6.0 * error,
                "{value}: {found}, not {expected}"
            );
        }
    }
    let logarithms = columns.map(|column| column.into_iter().map(f64::ln).collect::<Vec<f64>>());
    let of_class: Vec<f64> = worlds.iter().map(|world| world.scores[class]).collect();
    let [first, second, third] = &logarithms;
    for (one, other, expected) in [
        (first, second, CORRELATION[0]),
        (first, third, CORRELATION[1]),
        (second, third, CORRELATION[2]),
        (third, &of_class, 0.0),
    ] {
        let found = correlation(one, other);
        assert!(
            (found.atanh() - f64::atanh(expected)).abs() < 6.0 * 0.0158,
            "{found}, not {expected}"
        );
    }
}

/// Arms of a comparison lean on different values: what they have in common has the same draw in each, fitted or not.
#[test]
fn a_fitted_value_has_the_same_draw_beside_any_others() {
    let base = base(&overlay());
    // Under lorlatinib neither potency nor fold of alectinib matters, and the doubling time, drawn with them, still does.
    let (one, two) = (ignorance(&base, &["alectinib"]), ignorance(&base, &["lorlatinib"]));
    let drawn = |ignorance: &Ignorance, key: &str| {
        let place = ignorance.spans().iter().position(|span| span.key == key)?;
        Some(ignorance.world(5, 3).numbers[place])
    };
    assert!(drawn(&two, KEYS[1]).is_none());
    assert_eq!(drawn(&one, KEYS[0]), drawn(&two, KEYS[0]));
    let usual = Ignorance::new(spans(&base, &["alectinib"]), SHARED);
    // The first of a fit is drawn as it would be alone, the others are not; what was not fitted is as it was.
    assert_eq!(drawn(&one, KEYS[0]), drawn(&usual, KEYS[0]));
    assert_ne!(drawn(&one, KEYS[2]), drawn(&usual, KEYS[2]));
    for span in one.spans().iter().filter(|span| !KEYS.contains(&span.key.as_str())) {
        assert_eq!(drawn(&one, &span.key), drawn(&usual, &span.key), "{}", span.key);
    }
}

/// What cannot be meant is told with its line, what is allowed, and what is near.
#[test]
fn wrong_fits_are_refused_by_name() {
    let good = overlay();
    let refused = |from: &str, to: &str, parts: &[&str]| {
        assert!(good.contains(from), "{from}");
        let told = KnowledgeBase::builtin_with(&[("fitted.toml", &good.replace(from, to))]).map(|_| ());
        let told = told.expect_err(to).to_string();
        let line = told.starts_with("fitted.toml:");
        assert!(
            line && parts.iter().all(|part| told.contains(part)),
            "{parts:?} in\n{told}"
        );
    };
    refused("H3122/doubling", "H3122/dubling", &["H3122/dubling", "H3122/doubling"]);
    refused(
        "fold/ALK-I1171N/alectinib",
        "fold/ALK-I1171N/alectinb",
        &["no", "keys of values"],
    );
    refused("value = 1.5", "value = -1.5", &["numbers above 0"]);
    refused("value = 1.5", "value = nan", &["numbers above 0"]);
    refused("[1.25, 1.8]", "[1.8, 1.25]", &["range", "between them"]);
    refused("[1.25, 1.8]", "[1.6, 1.8]", &["(1.5) between them"]);
    refused("[1.25, 1.8]", "[0.0, 1.8]", &["range", "numbers above 0"]);
    refused(
        "range = [1.25, 1.8]",
        "range = [1.25, 1.8]\nfamily = \"normal\"",
        &["normal", "usual, limits"],
    );
    refused(KEYS[1], KEYS[0], &["H3122/doubling", "no other fit"]);
    refused("[[1, 0.7, -0.6], ", "[", &["2 rows", "3 rows of 3"]);
    refused("[[1, 0.7, -0.6]", "[[1, 0.5, -0.6]", &["row 1 and column 2"]);
    refused("[[1, 0.7", "[[0.9, 0.7", &["1 where a value meets itself"]);
    refused("-0.6", "-0.9", &["positive definite", "fold/ALK-I1171N/alectinib"]);
    refused("abab", "ab", &["64 hexadecimal digits"]);
    refused("rows = 12", "rows = 12\nlines = 3", &["lines", "rows"]);
    refused("version = \"0.3.0\"\n", "", &["version"]);
}

/// A run says where fitted values come from; one that leans on some of them nowhere says so; commands of the knowledge base show
/// them and find them by their certainty.
#[test]
fn commands_tell_fitted_values() {
    let bench = Bench::with(LABORATORY);
    bench.write("fitted.toml", &overlay());
    let told = bench.good(&["explain", "s.toml", "--kb", "fitted.toml"]);
    assert!(told.contains("fitted: from counts.csv, with the scenario"), "{told}");
    let checked = |overlay: &str| {
        bench.write("other.toml", overlay);
        bench.good(&["explain", "s.toml", "--kb", "other.toml"])
    };
    let vain = "does not lean on H2228/doubling, whose fitted value it leaves unused";
    assert!(checked(&overlay().replace(KEYS[0], "H2228/doubling")).contains(vain));
    assert!(!checked(&overlay()).contains("does not lean on"));
    let shown = bench.good(&["kb", "show", "H3122", "--kb", "fitted.toml"]);
    assert!(
        shown.contains("[fitted]") && shown.contains("36 h (30 h to 43.2 h)"),
        "{shown}"
    );
    let matrix = bench.good(&["kb", "matrix", "--family", "alk", "--kb", "fitted.toml"]);
    assert!(matrix.contains("6^"), "{matrix}");
    let checked = bench.good(&["kb", "check", "--kb", "fitted.toml"]);
    assert!(
        checked.contains("fitted: doubling time") && checked.contains("counts.csv"),
        "{checked}"
    );
}
