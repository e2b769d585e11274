//! Overlays to fill in: every key of a record, explained by its own declaration. What stands in them loads as it is;
//! keys that may be left out are commented out, with what holds then.

use super::schema::{Domain, File, Form, Key, Record, SchemaNumber, See};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Longest line of an explanation, characters.
const WIDTH: usize = 116;

/// A template: what it is for, and the records in it, each with the keys that stand in it live.
struct Template {
    name: &'static str,
    intro: &'static str,
    records: &'static [Example],
}

/// A record of a template.
struct Example {
    kind: &'static str,
    /// What it is for.
    about: &'static str,
    /// Keys with their values, as a file has them. None: the whole record is commented out.
    live: &'static [(&'static str, &'static str)],
}

const REFERENCE: Example = Example {
    kind: "reference",
    about: "Where the numbers come from: a notebook, a paper, a data sheet.",
    live: &[
        ("id", "\"my-lab\""),
        ("citation", "\"Our own measurements, notebook and date\""),
        ("link", "\"unpublished\""),
    ],
};

const DRUG: &[Example] = &[
    REFERENCE,
    Example {
        kind: "drug",
        about: "The compound.",
        live: &[
            ("id", "\"my-compound\""),
            ("name", "\"My compound\""),
            ("family", "\"alk\""),
            ("class", "\"kinase inhibitor\""),
            ("type", "\"I\""),
            ("generation", "2"),
            ("summary", "\"What it is.\""),
        ],
    },
    Example {
        kind: "study",
        about: "The one number that is needed: its potency on the unaltered line, or on cells with the unmutated driver.",
        live: &[
            ("id", "\"my-compound-h3122\""),
            ("family", "\"alk\""),
            ("reference", "\"my-lab\""),
            ("system", "\"H3122\""),
            ("endpoint", "\"viability\""),
            ("duration", "\"72 h\""),
            ("transcription", "\"made-up\""),
            ("rank", "100"),
            ("ic50", "{ WT = { my-compound = \"12 nM\" } }"),
        ],
    },
    Example {
        kind: "study",
        about: "Alleles, if you have them: one table per assay with its own WT row. What is left out is imputed and marked.",
        live: &[
            ("id", "\"my-compound-baf3\""),
            ("family", "\"alk\""),
            ("reference", "\"my-lab\""),
            ("system", "\"baf3-eml4-alk-v1\""),
            ("endpoint", "\"viability\""),
            ("transcription", "\"made-up\""),
            ("rank", "101"),
            (
                "ic50",
                "{ WT = { my-compound = \"10 nM\" }, L1196M = { my-compound = \"35 nM\" }, G1202R = { my-compound = \"> 10 uM\" } }",
            ),
        ],
    },
    Example {
        kind: "toxicity",
        about: "What it does to cells that do not need the driver, if you know it.",
        live: &[
            ("id", "\"my-compound-parental\""),
            ("reference", "\"my-lab\""),
            ("system", "\"baf3-parental\""),
            ("transcription", "\"made-up\""),
            ("rank", "100"),
            ("ic50", "{ my-compound = \"3 uM\" }"),
        ],
    },
    Example {
        kind: "pair",
        about: "A pair of drugs that does not follow the model's rules.",
        live: &[],
    },
];

const LINE: &[Example] = &[
    REFERENCE,
    Example {
        kind: "line",
        about: "The cell line.",
        live: &[
            ("id", "\"my-line\""),
            ("name", "\"My line\""),
            ("family", "\"alk\""),
            ("tissue", "\"lung\""),
            ("copies", "{ value = 1, range = [1, 2], assumed = \"Not counted.\" }"),
            (
                "doubling",
                "{ value = \"40 h\", range = [\"36 h\", \"44 h\"], reference = \"my-lab\", system = \"T75 flasks\", transcription = \"made-up\" }",
            ),
        ],
    },
    Example {
        kind: "study",
        about: "Potencies that were read in it. A drug without one has its potency carried over from other lines, marked.",
        live: &[
            ("id", "\"my-line-potencies\""),
            ("family", "\"alk\""),
            ("reference", "\"my-lab\""),
            ("system", "\"my-line\""),
            ("endpoint", "\"viability\""),
            ("transcription", "\"made-up\""),
            ("rank", "100"),
            ("ic50", "{ WT = { alectinib = \"25 nM\", crizotinib = \"> 10 uM\" } }"),
        ],
    },
];

const ALLELE: &[Example] = &[
    REFERENCE,
    Example {
        kind: "allele",
        about: "The variant of the driver.",
        live: &[
            ("id", "\"ALK-G1202E\""),
            ("family", "\"alk\""),
            ("name", "\"G1202E\""),
            ("residue", "1202"),
            ("region", "\"solvent front\""),
            (
                "paths",
                "[{ coding = \"c.3605G>A\", from = \"GGA\", to = \"GAA\", kind = \"transition\" }]",
            ),
            ("paths_reference", "\"my-lab\""),
            ("paths_transcription", "\"made-up\""),
        ],
    },
    Example {
        kind: "study",
        about: "Its potencies, with the WT row of the same assay. Drugs that are left out are imputed and marked.",
        live: &[
            ("id", "\"my-allele-baf3\""),
            ("family", "\"alk\""),
            ("reference", "\"my-lab\""),
            ("system", "\"baf3-eml4-alk-v1\""),
            ("endpoint", "\"viability\""),
            ("transcription", "\"made-up\""),
            ("rank", "100"),
            (
                "ic50",
                "{ WT = { alectinib = \"10 nM\" }, G1202E = { alectinib = \"> 1 uM\" } }",
            ),
        ],
    },
    Example {
        kind: "fold",
        about: "A change of potency that a source states without a table.",
        live: &[],
    },
];

const BYPASS: &[Example] = &[
    REFERENCE,
    Example {
        kind: "bypass",
        about: "The alteration. Its `source` is one of those that the knowledge base has (`escalade kb list --kind source`), \
                or a record of your own.",
        live: &[
            ("id", "\"my-bypass\""),
            ("name", "\"My bypass\""),
            ("families", "[\"alk\"]"),
            ("gene", "\"MYGENE\""),
            ("dna", "\"gain\""),
            ("source", "\"egfr\""),
            ("reference", "\"my-lab\""),
            (
                "activity",
                "{ value = 1.0, range = [0.3, 2.0], assumed = \"Made up: as strong as the driver.\" }",
            ),
            ("rate", "{ value = 1e-8, range = [1e-9, 1e-6], assumed = \"Made up.\" }"),
        ],
    },
    Example {
        kind: "source",
        about: "What it feeds, if the knowledge base has none that fits.",
        live: &[],
    },
];

const TEMPLATES: [Template; 5] = [
    Template {
        name: "drug",
        intro: "Your own compound. Name its id as the `drug` of a course.",
        records: DRUG,
    },
    Template {
        name: "line",
        intro: "Your own cell line. Name its id as the `id` of a scenario's [line].",
        records: LINE,
    },
    Template {
        name: "allele",
        intro: "A variant of a driver that the knowledge base does not have. It arises in lines of its family by itself.",
        records: ALLELE,
    },
    Template {
        name: "bypass",
        intro: "An alteration that signals round the driver. It arises in lines of its families by itself.",
        records: BYPASS,
    },
    Template {
        name: "overlay",
        intro: "Every record that an overlay may hold, commented out but for a source to cite.",
        records: &[REFERENCE],
    },
];

/// Names of the templates.
pub fn names() -> Vec<&'static str> {
    TEMPLATES.iter().map(|template| template.name).collect()
}

/// The text of a template; `None` where there is none of this name. It loads as an overlay as it is.
pub fn overlay(name: &str) -> Option<String> {
    let template = TEMPLATES.iter().find(|template| template.name == name)?;
    let kinds = File::keys();
    let mut text = head(template);
    for example in template.records {
        let kind = kinds.iter().find(|kind| kind.name == example.kind)?;
        record(&mut text, kind, example.about, example.live);
    }
    if name == "overlay" {
        let others = kinds.iter().filter(|kind| kind.name != REFERENCE.kind);
        others.for_each(|kind| record(&mut text, kind, "", &[]));
    }
    Some(text)
}

fn head(template: &Template) -> String {
    let mut text = String::new();
    let intro = [
        template.intro,
        "The numbers are made up: put yours in. Check the file with `escalade kb check --kb FILE`, run scenarios with \
         `--kb FILE`. A key behind `#` is left out: remove the mark to give it.",
        "A value with its source is either measured, { value = ..., range = [low, high], reference = \"...\", system = \
         \"in which cells or assay\", transcription = \"checked\" }, or assumed, { value = ..., range = [low, high], assumed \
         = \"why\" }; either may have a `note`. The range is where the value lies in nine cases of ten, \
         as `schema = 2` says; without it ranges are limits that no draw leaves. `family = \"limits\"` says so of one value, \
         `shared = 0` to 1 how much of what is not known of it is not known of its whole class (half otherwise).",
    ];
    intro.iter().for_each(|part| explain(&mut text, "# ", part));
    let _ = writeln!(text, "schema = {}", SchemaNumber::NOW.0);
    text
}

/// A record with every key of its kind.
fn record(text: &mut String, kind: &Key, about: &str, live: &[(&str, &str)]) {
    let (keys, header) = match &kind.form {
        Form::Tables(keys) => (keys, format!("[[{}]]", kind.name)),
        Form::Table(keys) => (keys, format!("[{}]", kind.name)),
        _ => return,
    };
    text.push('\n');
    explain(text, "# ", &format!("{} {about}", kind.about));
    let mark = if live.is_empty() { "#" } else { "" };
    text.push_str(&format!("{mark}{header}\n"));
    let domains = domains(kind, keys);
    let allowed = |key: &str| domains.get(key).copied();
    let (inline, apart): (Vec<&Key>, Vec<&Key>) = keys.iter().partition(|key| {
        let given = live.iter().any(|(name, _)| *name == key.name);
        given || key.form.on_one_line().is_some()
    });
    for key in inline {
        let value = live.iter().find(|(name, _)| *name == key.name);
        one(text, key, value.map(|(_, value)| *value), allowed(&key.name), mark);
    }
    for key in apart {
        inner(text, &kind.name, key);
    }
}

/// A key with a value on one line.
fn one(text: &mut String, key: &Key, live: Option<&str>, domain: Option<Domain>, mark: &str) {
    let (example, what) = match key.form.on_one_line() {
        Some((example, allowed)) => (example, format!(" Allowed: {allowed}")),
        None if matches!(key.form, Form::Hidden) => return,
        None => (String::new(), String::new()),
    };
    let domain = domain.map_or(String::new(), |domain| format!(" ({})", domain.words()));
    let what = if what.is_empty() {
        what
    } else {
        format!("{what}{domain}.")
    };
    explain(text, "# ", &format!("{}{what}{}", key.about, then(key)));
    if let Form::Table(keys) | Form::Tables(keys) = &key.form {
        for key in keys {
            explain(text, "#   ", &format!("{}: {}", key.name, key.about));
        }
    }
    // A record that is commented out as a whole has its needed keys behind the mark as well.
    let (mark, value) = match live {
        Some(value) => (mark, value),
        None => ("#", example.as_str()),
    };
    let _ = writeln!(text, "{mark}{} = {value}", key.name);
}

/// What holds where a key is left out.
fn then(key: &Key) -> String {
    match key.left_out.as_deref() {
        None => " Must be given.".to_owned(),
        Some("") => " May be left out.".to_owned(),
        Some(then) => format!(" Left out: {then}."),
    }
}

/// A table within a record, commented out.
fn inner(text: &mut String, kind: &str, key: &Key) {
    let (keys, header) = match &key.form {
        Form::Tables(keys) => (keys, format!("[[{kind}.{}]]", key.name)),
        Form::Table(keys) => (keys, format!("[{kind}.{}]", key.name)),
        _ => return,
    };
    explain(text, "# ", &format!("{}{}", key.about, then(key)));
    let _ = writeln!(text, "#{header}");
    for key in keys {
        match key.form.on_one_line() {
            Some(_) => one(text, key, None, None, "#"),
            None => inner(text, &header.replace(['[', ']'], ""), key),
        }
    }
}

/// Which numbers the keys of a record may have, as its own check has it.
fn domains(kind: &Key, keys: &[Key]) -> BTreeMap<String, Domain> {
    let mut text = match kind.form {
        Form::Tables(_) => format!("[[{}]]\n", kind.name),
        _ => format!("[{}]\n", kind.name),
    };
    for key in keys {
        if let Some((example, _)) = key.form.on_one_line() {
            let _ = writeln!(text, "{} = {example}", key.name);
        }
    }
    for key in keys.iter().filter(|key| key.left_out.is_none()) {
        let mut table = String::new();
        inner(&mut table, &kind.name, key);
        text.push_str(&uncommented(&table));
    }
    let mut found = BTreeMap::new();
    if let Ok(mut file) = toml::from_str::<File>(&text) {
        file.visit(&mut See(&mut |about, _| {
            found.insert(about.place.clone(), about.domain);
        }));
    }
    found
}

/// A text with every key that it holds behind a mark.
pub fn uncommented(text: &str) -> String {
    let line = |line: &str| match line.strip_prefix('#') {
        Some(rest) if !rest.starts_with(' ') => format!("{rest}\n"),
        _ => format!("{line}\n"),
    };
    text.lines().map(line).collect()
}

/// A comment, broken at spaces.
fn explain(text: &mut String, mark: &str, words: &str) {
    let mut line = String::new();
    for word in words.split_whitespace() {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > WIDTH - mark.len() {
            let _ = writeln!(text, "{mark}{line}");
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    let _ = writeln!(text, "{mark}{line}");
}
