//! Helpers: a small validator of JSON Schema, which knows the keywords and patterns that ours uses, and its own test.

use escalade::knowledge::KnowledgeBase;
use escalade::scenario::schema::schema;
use serde_json::Value;
use std::collections::BTreeSet;

pub fn ours() -> Value {
    schema(&KnowledgeBase::builtin().unwrap())
}

/// What of a value breaks the schema: the keywords that ours uses, as draft 2020-12 has them. An unknown keyword is an
/// error, so that nothing goes unchecked.
pub fn breaches(schema: &Value, value: &Value, path: &str, out: &mut Vec<String>) {
    let mut say = |what: String| out.push(format!("{path}: {what}"));
    let rules = schema.as_object().expect("a schema is an object");
    let length = |value: &Value| value.as_str().map(|text| text.chars().count() as u64);
    for (rule, with) in rules {
        match rule.as_str() {
            "description" | "default" | "examples" | "$schema" | "title" | "unit" => {}
            "type" => {
                let types: Vec<&str> = match with {
                    Value::Array(types) => types.iter().filter_map(Value::as_str).collect(),
                    one => one.as_str().into_iter().collect(),
                };
                let is = |wanted: &&str| match *wanted {
                    "object" => value.is_object(),
                    "array" => value.is_array(),
                    "string" => value.is_string(),
                    "boolean" => value.is_boolean(),
                    "number" => value.is_number(),
                    other => panic!("unknown type {other}"),
                };
                if !types.iter().any(is) {
                    say(format!("{value} is not of type {with}"));
                }
            }
            "const" if value != with => say(format!("{value} is not {with}")),
            "enum" if !with.as_array().unwrap().contains(value) => say(format!("{value} is not one of {with}")),
            "minLength" if length(value).is_some_and(|length| length < with.as_u64().unwrap()) => {
                say("too short".to_owned())
            }
            "pattern" => {
                if value
                    .as_str()
                    .is_some_and(|text| !matches(with.as_str().unwrap(), text))
                {
                    say(format!("{value} does not match {with}"));
                }
            }
            "minimum" | "maximum" | "exclusiveMinimum" | "multipleOf" => {
                let (x, bound) = (value.as_f64(), with.as_f64().unwrap());
                let good = x.is_none_or(|x| match rule.as_str() {
                    "minimum" => x >= bound,
                    "maximum" => x <= bound,
                    "exclusiveMinimum" => x > bound,
                    _ => (x / bound).fract() == 0.0,
                });
                if !good {
                    say(format!("{value} breaks {rule} {with}"));
                }
            }
            "minItems"
                if value
                    .as_array()
                    .is_some_and(|list| (list.len() as u64) < with.as_u64().unwrap()) =>
            {
                say("too few entries".to_owned());
            }
            "maxItems"
                if value
                    .as_array()
                    .is_some_and(|list| (list.len() as u64) > with.as_u64().unwrap()) =>
            {
                say("too many entries".to_owned());
            }
            "required" => {
                let keys = with.as_array().unwrap().iter().filter_map(Value::as_str);
                for key in keys.filter(|key| value.is_object() && value.get(key).is_none()) {
                    say(format!("lacks {key}"));
                }
            }
            "anyOf" | "oneOf" => {
                let fits = |one: &&Value| {
                    let mut found = Vec::new();
                    breaches(one, value, path, &mut found);
                    found.is_empty()
                };
                let fitting = with.as_array().unwrap().iter().filter(fits).count();
                if fitting == 0 || (rule == "oneOf" && fitting > 1) {
                    say(format!("{value} fits {fitting} of the forms of {rule}"));
                }
            }
            "const"
            | "enum"
            | "minLength"
            | "minItems"
            | "maxItems"
            | "properties"
            | "additionalProperties"
            | "items" => {}
            other => panic!("unknown rule {other}"),
        }
    }
    for (i, entry) in value.as_array().into_iter().flatten().enumerate() {
        if let Some(items) = rules.get("items") {
            breaches(items, entry, &format!("{path}[{i}]"), out);
        }
    }
    for (key, inner) in value.as_object().into_iter().flatten() {
        let inside = format!("{path}.{key}");
        match (
            rules.get("properties").and_then(|known| known.get(key)),
            rules.get("additionalProperties"),
        ) {
            (Some(known), _) => breaches(known, inner, &inside, out),
            (None, Some(Value::Bool(false))) => out.push(format!("{inside} is not a key")),
            (None, Some(other)) => breaches(other, inner, &inside, out),
            (None, None) => {}
        }
    }
}

/// A backtracking matcher of the regular expressions that our patterns use: `^ $ ( | ) ? * + [..]` and `\s`.
fn matches(pattern: &str, text: &str) -> bool {
    let inner = pattern
        .strip_prefix('^')
        .and_then(|p| p.strip_suffix('$'))
        .expect("an anchored pattern");
    let (pattern, text): (Vec<char>, Vec<char>) = (inner.chars().collect(), text.chars().collect());
    ends(&pattern, &text, BTreeSet::from([0])).contains(&text.len())
}

/// Where a match of the pattern can end, from these starts.
fn ends(pattern: &[char], text: &[char], starts: BTreeSet<usize>) -> BTreeSet<usize> {
    let mut depth = 0;
    let bar = pattern.iter().enumerate().find(|&(i, &c)| {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        c == '|' && depth == 0 && pattern[i.saturating_sub(1)] != '\\'
    });
    if let Some((at, _)) = bar {
        let mut all = ends(&pattern[..at], text, starts.clone());
        all.extend(ends(&pattern[at + 1..], text, starts));
        return all;
    }
    let Some(first) = pattern.first() else { return starts };
    let size = match first {
        '(' => {
            let mut depth = 0;
            1 + pattern
                .iter()
                .position(|&c| {
                    depth += i32::from(c == '(') - i32::from(c == ')');
                    depth == 0
                })
                .expect("a closed group")
        }
        '[' => 1 + pattern.iter().position(|&c| c == ']').expect("a closed class"),
        '\\' => 2,
        _ => 1,
    };
    let (atom, rest) = pattern.split_at(size);
    let once = |from: &BTreeSet<usize>| -> BTreeSet<usize> {
        if *first == '(' {
            return ends(&atom[1..size - 1], text, from.clone());
        }
        let takes = |c: char| match first {
            '\\' => atom[1] == 's' && c.is_whitespace(),
            '[' => in_class(&atom[1..size - 1], c),
            _ => c == *first,
        };
        from.iter()
            .filter(|&&i| text.get(i).is_some_and(|&c| takes(c)))
            .map(|i| i + 1)
            .collect()
    };
    let (least, most, rest) = match rest.first() {
        Some('?') => (0, 1, &rest[1..]),
        Some('*') => (0, usize::MAX, &rest[1..]),
        Some('+') => (1, usize::MAX, &rest[1..]),
        _ => (1, 1, rest),
    };
    let mut reached = if least == 0 { starts.clone() } else { BTreeSet::new() };
    let mut here = starts;
    for _ in 0..most {
        here = once(&here);
        let before = reached.len();
        reached.extend(&here);
        if here.is_empty() || reached.len() == before {
            break;
        }
    }
    ends(rest, text, reached)
}

fn in_class(class: &[char], c: char) -> bool {
    let mut i = 0;
    while i < class.len() {
        if class.get(i + 1) == Some(&'-') && i + 2 < class.len() {
            if (class[i]..=class[i + 2]).contains(&c) {
                return true;
            }
            i += 3;
        } else {
            if class[i] == c {
                return true;
            }
            i += 1;
        }
    }
    false
}

pub fn told(text: &str) -> Vec<String> {
    let value: toml::Value = toml::from_str(text).unwrap();
    let mut out = Vec::new();
    breaches(&ours(), &serde_json::to_value(value).unwrap(), "scenario", &mut out);
    out
}

#[test]
fn the_matcher_tells_good_from_bad() {
    for (pattern, good, bad) in [
        (
            r"^\s*[0-9.]+([eE][+-]?[0-9]+)?\s*(nM|uM)\s*$",
            vec!["50 nM", "1e3nM", " 2.5e-1 uM "],
            vec!["50", "nM", "5 mM", "50 nM x", "0,5 nM"],
        ),
        ("^[A-Za-z0-9-]+$", vec!["a-B9"], vec!["", "a b", "a_b"]),
        (
            r"^\s*[0-9]+%(\s*(of parental))?$",
            vec!["70%", "70% of parental"],
            vec!["70", "70% of", "70%% of parental"],
        ),
    ] {
        good.iter()
            .for_each(|text| assert!(matches(pattern, text), "{text} for {pattern}"));
        bad.iter()
            .for_each(|text| assert!(!matches(pattern, text), "{text} for {pattern}"));
    }
}
