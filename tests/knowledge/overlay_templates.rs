//! Templates of overlays and descriptions of their keys: they hold what the reader reads.

use crate::bases::with;
use crate::support::Bench;

/// Every key below a key, with the names of the tables on the way.
fn keys_below(key: &escalade::knowledge::schema::Key, found: &mut Vec<String>) {
    use escalade::knowledge::schema::Form;
    match &key.form {
        Form::Table(keys) | Form::Tables(keys) => keys.iter().for_each(|key| {
            if !matches!(key.form, Form::Hidden) {
                found.push(key.name.clone());
            }
            keys_below(key, found);
        }),
        Form::One { .. } | Form::Word(_) | Form::Hidden => {}
    }
}

#[test]
fn templates_load_as_they_are_and_hold_every_key() {
    use escalade::knowledge::schema::{File, Form, Record};
    use escalade::knowledge::template;
    let bench = Bench::new();
    let kinds = File::keys();
    for name in template::names() {
        let text = template::overlay(name).unwrap();
        let kb = with(&text);
        if name != "overlay" {
            assert_eq!(kb.self_check().unwrap().not_closed, Vec::<String>::new(), "{name}");
        }
        let file = format!("{name}.toml");
        bench.good(&["new", name, "--out", &file]);
        assert_eq!(bench.read(&file), text.as_bytes());
        bench.refused(&["new", name, "--out", &file], &["is there already"]);
        bench.good(&["kb", "check", "--kb", &file]);
        // With every mark removed, each key and each value still is one that the reader knows.
        let whole = template::uncommented(&text);
        let read = toml::from_str::<File>(&whole);
        read.unwrap_or_else(|error| panic!("{name}: {error}\n{whole}"));
        // Each record has all keys of its kind, those of tables within it as well, each with its meaning.
        for (i, record) in text.split("\n\n").enumerate().skip(1) {
            let lines: Vec<&str> = record
                .lines()
                .map(|line| line.trim_start_matches('#').trim_start())
                .collect();
            let header = lines
                .iter()
                .find(|line| line.starts_with('['))
                .unwrap_or_else(|| panic!("{name} {i}"));
            let kind = header.trim_matches(['[', ']']);
            let key = kinds
                .iter()
                .find(|key| key.name == kind)
                .unwrap_or_else(|| panic!("{name}: {kind}"));
            let mut keys = Vec::new();
            keys_below(key, &mut keys);
            assert!(!keys.is_empty());
            for key in keys {
                let there = |line: &&&str| {
                    [" = ", ": "]
                        .iter()
                        .any(|mark| line.starts_with(&format!("{key}{mark}")))
                        || (line.starts_with('[') && line.trim_matches(['[', ']']).ends_with(&format!(".{key}")))
                };
                assert!(
                    lines.iter().find(there).is_some(),
                    "{name}: {kind} lacks {key}\n{record}"
                );
            }
        }
    }
    // The template of all holds every kind.
    let all = template::overlay("overlay").unwrap();
    for kind in kinds.iter().filter(|kind| kind.name != "schema") {
        assert!(matches!(kind.form, Form::Table(_) | Form::Tables(_)));
        let header = [format!("[{}]", kind.name), format!("[[{}]]", kind.name)];
        assert!(header.iter().any(|header| all.contains(header)), "{}", kind.name);
    }
    // What a value may be is what its check says, and what a left-out key means is told.
    let line = template::overlay("line").unwrap();
    let told = |words: &str| assert!(line.replace("\n# ", " ").contains(words), "{words}\n{line}");
    told("Doubling time without drug. Allowed: a value with its source, a time with its unit");
    told("(numbers above 0). Must be given.");
    told("1 to 1000 copies");
    told("Tissue that they come from");
    told("lung, epithelium, blood, connective");
}

/// The names of keys are those that the reader itself offers.
#[test]
fn described_keys_are_those_of_the_reader() {
    use escalade::knowledge::schema::{File, Form, Record};
    for kind in File::keys().into_iter().filter(|kind| kind.name != "schema") {
        let (Form::Table(keys) | Form::Tables(keys)) = &kind.form else {
            panic!("{}", kind.name)
        };
        let header = match kind.form {
            Form::Tables(_) => format!("[[{}]]", kind.name),
            _ => format!("[{}]", kind.name),
        };
        let error = toml::from_str::<File>(&format!("{header}\nno_such_key = 1\n")).unwrap_err();
        let message = error.message();
        let offered: Vec<&str> = message.split('`').skip(3).step_by(2).collect();
        let ours = keys.iter().filter(|key| !matches!(key.form, Form::Hidden));
        let ours: Vec<&str> = ours.map(|key| key.name.as_str()).collect();
        assert_eq!(ours, offered, "{}", kind.name);
    }
}
