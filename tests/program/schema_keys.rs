//! The schema and the reader have the same keys everywhere, with the same defaults.

use crate::support::{LABORATORY, PLAIN, changed};
use crate::validator::ours;
use escalade::document::Allowed;
use escalade::scenario;
use serde_json::Value;
use std::collections::BTreeSet;

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
