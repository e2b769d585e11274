//! `escalade schema` and `escalade new scenario`: the schema knows the reader's keys, all of them and no others.

use crate::support::{Bench, LABORATORY, PLAIN, changed};
use escalade::document::Allowed;
use escalade::knowledge::KnowledgeBase;
use escalade::scenario::{self, schema::schema};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn ours() -> Value {
    schema(&KnowledgeBase::builtin().unwrap())
}

/// What of a value breaks the schema: the keywords that ours uses, as draft 2020-12 has them. An unknown keyword is an
/// error, so that nothing goes unchecked.
fn breaches(schema: &Value, value: &Value, path: &str, out: &mut Vec<String>) {
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

fn told(text: &str) -> Vec<String> {
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

#[test]
fn every_recipe_follows_the_schema() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "toml") {
            let text = std::fs::read_to_string(&path).unwrap();
            assert_eq!(told(&text), Vec::<String>::new(), "{}", path.display());
            seen += 1;
        }
    }
    assert!(seen >= 26, "{seen}");
    for text in [LABORATORY, PLAIN] {
        assert_eq!(told(text), Vec::<String>::new());
    }
}

#[test]
fn slips_break_the_schema() {
    let slips = [
        (
            "id = \"H3122\"",
            "id = \"H3122\"\nstok = \"old\"",
            "scenario.line.stok is not a key",
        ),
        (
            "id = \"H3122\"",
            "id = \"H3122\"\nstock = \"young\"",
            "\"young\" is not one of",
        ),
        ("\"300 nM\"", "300", "300"),
        ("\"300 nM\"", "\"0,3 uM\"", "0,3 uM"),
        ("\"60 d\"", "\"60 nM\"", "60 nM"),
        ("replicates = 4", "replicates = 0", "minimum"),
        ("replicates = 4", "replicates = 1.5", "multipleOf"),
        ("drug = \"alectinib\"", "", "lacks drug"),
        ("[line]\nid = \"H3122\"", "", "fits 0 of the forms"),
        ("schema = 1", "schema = 2", "2 is not 1"),
    ];
    for (good, bad, part) in slips {
        let found = told(&changed(LABORATORY, good, bad));
        assert!(found.iter().any(|one| one.contains(part)), "{bad}: {found:?}");
    }
}

/// The reader's keys at a place, from what it says of a key that cannot be one. Keys of lock files are left out.
fn allowed(text: &str) -> BTreeSet<String> {
    let mistakes = scenario::load("s.toml", text.to_owned()).expect_err(text).each();
    let unknown = mistakes.into_iter().find(|error| error.message.contains("no-such-key"));
    match unknown.and_then(|error| error.allowed) {
        Some(Allowed::Names(keys)) => keys.into_iter().collect(),
        other => panic!("{other:?} of {text}"),
    }
}

#[test]
fn schema_and_reader_have_the_same_keys_everywhere() {
    const K: &str = "no-such-key = 1";
    let lab = |extra: &str| format!("{LABORATORY}\n{extra}\n");
    let inside = |at: &str, table: &str| changed(LABORATORY, at, &format!("{at}\n{table}"));
    let course = |table: &str| inside("dose = \"300 nM\"", &table.replace("K", K));
    let plan = |extra: &str| lab(&format!("[plan]\n{extra}\n[plan.goal]\nkind = \"soonest\""));
    let scheduled = |table: &str| {
        let table = table.replace("K", K);
        plan(&format!(
            "schedule = [{{ name = \"a\", course = [{{ drug = \"alectinib\", {table} }}] }}]"
        ))
    };
    let phase = |table: &str| {
        changed(
            PLAIN,
            "[[plain.phases]]",
            &format!("[[plain.phases]]\n{}", table.replace("K", K)),
        )
    };
    let places: Vec<(&str, String)> = vec![
        ("", format!("{K}\n{LABORATORY}")),
        ("engine", lab(&format!("[engine]\n{K}"))),
        ("record", lab(&format!("[record]\n{K}"))),
        ("line", inside("id = \"H3122\"", K)),
        (
            "line/mutagen",
            inside("id = \"H3122\"", &format!("mutagen = {{ agent = \"ENU\", {K} }}")),
        ),
        (
            "line/spike",
            inside("id = \"H3122\"", &format!("spike = {{ share = \"1%\", {K} }}")),
        ),
        ("flask", lab(&format!("[flask]\n{K}"))),
        ("flask/passage", lab(&format!("[flask]\npassage = {{ {K} }}"))),
        ("routes", lab(&format!("[routes]\n{K}"))),
        ("barcodes", lab(&format!("[barcodes]\n{K}"))),
        ("resistance", lab(&format!("[resistance]\n{K}"))),
        ("patients", lab(&format!("[patients]\n{K}"))),
        (
            "patients/progression",
            lab(&format!("[patients]\npool = 1e9\nprogression = {{ {K} }}")),
        ),
        ("worlds", lab(&format!("[worlds]\n{K}"))),
        ("stop", inside("after = \"60 d\"", K)),
        ("course", course("K")),
        ("course/step_when", course("step_when = { K }")),
        ("course/pulse", course("pulse = { on = \"3 d\", K }")),
        (
            "course/holidays",
            course("holidays = [{ from = \"3 d\", until = \"4 d\", K }]"),
        ),
        (
            "course/adaptive",
            course("adaptive = { off_below = \"5%\", on_above = \"9%\", K }"),
        ),
        ("course/oral", course("oral = { every = \"12 h\", K }")),
        ("plan", plan(K)),
        (
            "plan/goal",
            lab(&format!("[plan]\ngoal = {{ kind = \"soonest\", {K} }}")),
        ),
        ("plan/limits", plan(&format!("limits = {{ {K} }}"))),
        ("plan/bench", plan(&format!("bench = {{ {K} }}"))),
        (
            "plan/choice",
            plan(&format!("choice = [{{ key = \"look_every\", values = [1], {K} }}]")),
        ),
        (
            "plan/schedule",
            plan(&format!(
                "schedule = [{{ name = \"a\", course = [{{ drug = \"alectinib\", dose = \"1 uM\" }}], {K} }}]"
            )),
        ),
        (
            "plan/hypothesis",
            plan(&format!("hypothesis = [{{ name = \"a\", {K} }}]")),
        ),
        ("plan/schedule/course", scheduled("K")),
        ("plan/schedule/course/step_when", scheduled("step_when = { K }")),
        ("plan/schedule/course/pulse", scheduled("pulse = { on = \"3 d\", K }")),
        (
            "plan/schedule/course/holidays",
            scheduled("holidays = [{ from = \"3 d\", until = \"4 d\", K }]"),
        ),
        (
            "plan/schedule/course/adaptive",
            scheduled("adaptive = { off_below = \"5%\", on_above = \"9%\", K }"),
        ),
        ("plan/schedule/course/oral", scheduled("oral = { every = \"12 h\", K }")),
        ("plain", changed(PLAIN, "[plain]", &format!("[plain]\n{K}"))),
        ("plain/types", changed(PLAIN, "{ name = ", &format!("{{ {K}, name = "))),
        (
            "plain/mutations",
            changed(PLAIN, "{ from = ", &format!("{{ {K}, from = ")),
        ),
        ("plain/phases", phase("K")),
        ("plain/phases/until", phase("until = { K }")),
        (
            "plain/stop",
            changed(
                PLAIN,
                "[[plain.phases]]",
                &format!("stop = {{ {K} }}\n[[plain.phases]]"),
            ),
        ),
        (
            "plain/switches",
            changed(
                PLAIN,
                "[[plain.phases]]",
                &format!("switches = [{{ {K} }}]\n[[plain.phases]]"),
            ),
        ),
        (
            "plain/phases/mutations",
            changed(
                PLAIN,
                "duration = \"5 d\"",
                &format!("duration = \"5 d\"\nmutations = [{{ {K} }}]"),
            ),
        ),
        (
            "plain/phases/switches",
            changed(
                PLAIN,
                "duration = \"5 d\"",
                &format!("duration = \"5 d\"\nswitches = [{{ {K} }}]"),
            ),
        ),
        (
            "plain/phases/rates",
            changed(PLAIN, "{ birth = ", &format!("{{ {K}, birth = ")),
        ),
    ];
    let schema = ours();
    let mut compared: BTreeSet<String> = BTreeSet::from(["sweep".to_owned(), "niche".to_owned()]);
    for (path, text) in &places {
        let mut at = &schema;
        for step in path.split('/').filter(|step| !step.is_empty()) {
            at = table(&at["properties"][step]);
        }
        let known: BTreeSet<String> = at["properties"].as_object().expect(path).keys().cloned().collect();
        assert_eq!(allowed(text), known, "keys of [{path}]");
        compared.insert((*path).to_owned());
    }
    // Every table of the schema was compared with the reader, none was forgotten.
    let mut tables = BTreeSet::new();
    collect(&schema, "", &mut tables);
    assert_eq!(tables, compared);
    // Entries of [[sweep]] are read elsewhere.
    let sweep = table(&schema["properties"]["sweep"])["properties"].as_object().unwrap();
    assert_eq!(sweep.keys().collect::<Vec<_>>(), ["key", "values"]);
}

/// The table behind a property: itself, the entries of a list, one of several forms, or what any name stands for.
fn table(schema: &Value) -> &Value {
    let forms = schema["anyOf"].as_array().into_iter().flatten();
    let behind = [&schema["items"], &schema["additionalProperties"]]
        .into_iter()
        .chain(forms);
    match schema.get("properties").is_some() {
        true => schema,
        false => behind
            .map(table_or_null)
            .find(|one| !one.is_null())
            .unwrap_or(&Value::Null),
    }
}

fn table_or_null(schema: &Value) -> &Value {
    if schema.is_object() {
        table(schema)
    } else {
        &Value::Null
    }
}

fn collect(schema: &Value, path: &str, out: &mut BTreeSet<String>) {
    out.insert(path.to_owned());
    for (key, inner) in schema["properties"].as_object().into_iter().flatten() {
        let inner = table(inner);
        if !inner.is_null() {
            collect(inner, format!("{path}/{key}").trim_start_matches('/'), out);
        }
    }
}

/// Each default of the schema is what the reader uses: writing it out changes nothing.
#[test]
fn defaults_of_the_schema_are_those_of_the_reader() {
    let schema = ours();
    let rising = changed(
        LABORATORY,
        "dose = \"300 nM\"",
        "start = \"IC20\"\nfactor = 2\ngoal = \"1 uM\"",
    );
    let rising = changed(&rising, "[stop]\nafter = \"60 d\"", "");
    let base: toml::Value = toml::from_str(&rising).unwrap();
    let locked = |value: &toml::Value| {
        let scenario = scenario::load("s.toml", toml::to_string(value).unwrap());
        let scenario = scenario.unwrap_or_else(|error| panic!("{error}\n{value}"));
        scenario::lock::write(&scenario).unwrap().scenario_hash
    };
    let plain = locked(&base);
    let mut written = 0;
    for table in ["", "engine", "flask", "line", "resistance", "stop", "course"] {
        let keys = match table {
            "" => &schema["properties"],
            "course" => &schema["properties"]["course"]["items"]["properties"],
            name => &schema["properties"][name]["properties"],
        };
        for (key, of) in keys.as_object().unwrap() {
            // These go with another choice: an old stock, a thawed vial.
            let Some(default) = of
                .get("default")
                .filter(|_| !["passaged", "vial_cells", "vial_survival", "replicates"].contains(&key.as_str()))
            else {
                continue;
            };
            let mut with = base.clone();
            let root = with.as_table_mut().unwrap();
            let value = toml::Value::try_from(default).unwrap();
            match table {
                "" => root.insert(key.clone(), value),
                "course" => root["course"][0].as_table_mut().unwrap().insert(key.clone(), value),
                name => {
                    let inner = root
                        .entry(name)
                        .or_insert_with(|| toml::Value::Table(toml::Table::new()));
                    inner.as_table_mut().unwrap().insert(key.clone(), value)
                }
            };
            assert_eq!(locked(&with), plain, "{table}.{key} = {default}");
            written += 1;
        }
    }
    assert!(written >= 20, "{written}");
    let mut other = base.clone();
    other
        .as_table_mut()
        .unwrap()
        .insert("look_every".to_owned(), "2 d".into());
    assert_ne!(locked(&other), plain, "another value would have shown");
}

#[test]
fn the_command_prints_it() {
    let bench = Bench::new();
    let printed: Value = serde_json::from_str(&bench.good(&["schema"])).unwrap();
    assert_eq!(printed, ours());
    assert_eq!(printed["$schema"], "https://json-schema.org/draft/2020-12/schema");
    let drugs = &printed["properties"]["course"]["items"]["properties"]["drug"]["anyOf"][0]["enum"];
    assert!(drugs.as_array().unwrap().contains(&json!("alectinib")), "{drugs}");
    let every = |value: &Value| value["description"].as_str().is_some_and(|text| !text.is_empty());
    let course = printed["properties"]["course"]["items"]["properties"]
        .as_object()
        .unwrap();
    course
        .iter()
        .for_each(|(key, value)| assert!(every(value), "{key} is not described"));
}

#[test]
fn a_new_scenario_checks_without_a_warning_and_follows_the_schema() {
    let bench = Bench::new();
    for (line, drug) in [
        ("H3122", "alectinib"),
        ("H3122", "lorlatinib"),
        ("KM12", "larotrectinib"),
        ("MOLM-13", "gilteritinib"),
    ] {
        let text = bench.good(&["new", "scenario", "--line", line, "--drug", drug]);
        assert_eq!(told(&text), Vec::<String>::new(), "{text}");
        bench.write("new.toml", &text);
        let output = bench.run(&["check", "new.toml"]);
        assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0), "{output:?}");
    }
    bench.good(&["new", "scenario", "--out", "mine.toml"]);
    let text = String::from_utf8(bench.read("mine.toml")).unwrap();
    assert!(text.contains("id = \"H3122\"") && !text.contains('@'), "{text}");
    bench.refused(
        &["new", "scenario", "--out", "mine.toml"],
        &["mine.toml", "is there already"],
    );
    bench.refused(
        &["new", "scenario", "--line", "H3112"],
        &["--line \"H3112\"", "did you mean `H3122`?", "allowed: "],
    );
    bench.refused(
        &["new", "scenario", "--drug", "alectinb"],
        &["--drug \"alectinb\"", "did you mean `alectinib`?"],
    );
}

/// Every file of records fits the overlays' schema, and a slip of any kind does not.
#[test]
fn the_schema_of_overlays_fits_every_file_of_records() {
    let schema = escalade::knowledge::overlay_schema();
    let found = |text: &str| {
        let value: toml::Value = toml::from_str(text).unwrap();
        let mut out = Vec::new();
        breaches(&schema, &serde_json::to_value(value).unwrap(), "", &mut out);
        out
    };
    let mut files = 0;
    for folder in ["src/knowledge/data", "scenarios/overlays"] {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let of_scenario = path
                .file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with("demo_"));
            if !of_scenario && path.extension().is_some_and(|extension| extension == "toml") {
                assert_eq!(
                    found(&std::fs::read_to_string(&path).unwrap()),
                    [""; 0],
                    "{}",
                    path.display()
                );
                files += 1;
            }
        }
    }
    assert!(files >= 15, "{files}");
    for name in escalade::knowledge::template::names() {
        assert_eq!(
            found(&escalade::knowledge::template::overlay(name).unwrap()),
            [""; 0],
            "{name}"
        );
    }
    let sound = escalade::knowledge::template::overlay("line").unwrap();
    for (from, to) in [
        ("[[line]]", "[[lines]]"),
        ("name = \"My line\"", "name = 3"),
        ("name = \"My line\"", ""),
        ("tissue = \"lung\"", "tissue = \"moon\""),
        ("value = 1,", "value = \"1\","),
        ("assumed =", "asumed ="),
    ] {
        assert_ne!(found(&changed(&sound, from, to)), [""; 0], "{to}");
    }
    let bench = Bench::with("");
    let printed: Value = serde_json::from_str(&bench.good(&["schema", "--overlay"])).unwrap();
    assert_eq!(printed, schema);
}
