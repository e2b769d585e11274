//! What a program reads of a refused scenario: line, key, value, what is allowed and what is near, each in a field.

use escalade::scenario::error::{Allowed, ScenarioError};
use escalade::scenario::load;

const SOUND: &str = r#"schema = 1
name = "faults"
[line]
id = "H3122"
[flask]
vessel = "T75"
[[course]]
drug = "alectinib"
start = "IC20"
factor = 1.5
goal = "1 uM"
on_crash = "hold"
holidays = [{ from = "30 d", until = "40 d" }]
[stop]
after = "150 d"
[record]
looks = true
"#;

/// The fault of the sound scenario with one text in the place of another.
#[track_caller]
fn fault(sound: &str, wrong: &str) -> ScenarioError {
    assert!(SOUND.contains(sound), "{sound}");
    load("s.toml", SOUND.replace(sound, wrong)).expect_err(wrong)
}

#[test]
fn a_sound_scenario_is_read() {
    load("s.toml", SOUND.to_owned()).unwrap();
}

#[test]
fn faults_carry_line_key_and_value_as_the_file_has_them() {
    for (sound, wrong, line, key, value) in [
        ("1 uM", "1 um", 11, "`goal` in [[course]]", r#""1 um""#),
        ("1 uM", "200 uM", 11, "`goal` in [[course]]", r#""200 uM""#),
        ("IC20", "2 uM", 11, "`goal` in [[course]]", r#""1 uM""#),
        ("factor = 1.5", "factor = 0.5", 10, "`factor` in [[course]]", "0.5"),
        ("\"hold\"", "\"thow\"", 12, "`on_crash` in [[course]]", r#""thow""#),
        ("\"150 d\"", "\"0 d\"", 15, "`after` in [stop]", r#""0 d""#),
        ("\"150 d\"", "150", 15, "`after` in [stop]", "150"),
        (
            "until = \"40 d\"",
            "until = \"20 d\"",
            13,
            "`until` in [[course.holidays]]",
            r#""20 d""#,
        ),
        ("looks = true", "looks = 1", 17, "`looks` in [record]", "1"),
        ("looks = true", "lookes = true", 17, "`lookes` in [record]", "true"),
        ("H3122", "H3112", 4, "`id` in [line]", r#""H3112""#),
        (
            "looks = true",
            "samples = [\"9 d\", \"3 d\"]",
            17,
            "entry 2 of `samples` in [record]",
            r#""3 d""#,
        ),
    ] {
        let fault = fault(sound, wrong);
        assert_eq!(fault.line.as_ref().map(|line| line.number), Some(line), "{fault}");
        assert_eq!(
            fault.key.as_ref().map(ToString::to_string).as_deref(),
            Some(key),
            "{fault}"
        );
        assert_eq!(
            fault.value.as_ref().map(ToString::to_string).as_deref(),
            Some(value),
            "{fault}"
        );
        assert!(fault.allowed.is_some(), "{fault}");
    }
}

#[test]
fn a_key_that_is_missing_has_a_place_and_no_value() {
    for (sound, key) in [
        ("schema = 1\n", "`schema`"),
        ("drug = \"alectinib\"\n", "`drug` in [[course]]"),
    ] {
        let fault = fault(sound, "");
        assert_eq!(
            fault.key.as_ref().map(ToString::to_string).as_deref(),
            Some(key),
            "{fault}"
        );
        assert_eq!(fault.value, None);
    }
}

#[test]
fn names_are_offered_as_a_list_with_the_nearest_one() {
    for (sound, wrong, near) in [
        ("H3122", "H3112", "H3122"),
        ("\"alectinib\"", "\"alectnib\"", "alectinib"),
        ("T75", "T57", "T75"),
        ("\"hold\"", "\"hodl\"", "hold"),
        ("goal =", "gaol =", "goal"),
    ] {
        let fault = fault(sound, wrong);
        let Some(Allowed::Names(names)) = &fault.allowed else {
            panic!("{fault}")
        };
        assert!(names.iter().any(|name| name == near), "{fault}");
        assert_eq!(fault.nearest.as_deref(), Some(near), "{fault}");
        // Keys of lock files are not for people.
        assert!(!names.iter().any(|name| name == "locked"), "{fault}");
    }
    let unit = fault("1 uM", "1 um");
    assert_eq!(unit.nearest.as_deref(), Some("1 uM"), "{unit}");
    assert!(matches!(unit.allowed, Some(Allowed::Words(_))), "{unit}");
    let root = fault("schema = 1", "schema = 1\nsede = 3");
    assert!(matches!(&root.allowed, Some(Allowed::Names(names)) if !names.iter().any(|name| name == "locked")));
}
