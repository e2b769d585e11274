//! Values put into a file at dotted paths.

use crate::scenario::known::Books;
use toml::{Table, Value};

/// Puts a value at a dotted path, making tables on the way; `books` know what drugs are called.
pub(super) fn put(table: &mut Table, steps: &[&str], value: &Value, books: Books) -> Result<(), String> {
    let [step, rest @ ..] = steps else { return Ok(()) };
    if rest.is_empty() {
        table.insert((*step).to_owned(), value.clone());
        return Ok(());
    }
    let inner = table.entry(*step).or_insert_with(|| Value::Table(Table::new()));
    put_in(inner, step, rest, value, books)
}

fn put_in(inner: &mut Value, name: &str, rest: &[&str], value: &Value, books: Books) -> Result<(), String> {
    match inner {
        Value::Table(inner) => put(inner, rest, value, books),
        Value::Array(list) => {
            let index = entry(list, rest[0], books)?;
            match &rest[1..] {
                [] if !list[index].is_table() => list[index] = value.clone(),
                [] => return Err(format!("`{name}.{}` is a table, not a value", rest[0])),
                deeper => put_in(&mut list[index], rest[0], deeper, value, books)?,
            }
            Ok(())
        }
        other => Err(format!("`{name}` is {}, which holds no keys", super::key::shown(other))),
    }
}

/// A key with every entry of a list by its number: what names the same value is the same text.
pub(super) fn canonical(table: &Table, key: &str, books: Books) -> String {
    let root = Value::Table(table.clone());
    let mut at = Some(&root);
    let step = |step: &str| -> String {
        let told = match at {
            Some(Value::Array(list)) => entry(list, step, books)
                .ok()
                .map(|index| (list.get(index), (index + 1).to_string())),
            Some(Value::Table(table)) => Some((table.get(step), step.to_owned())),
            _ => None,
        };
        let (next, told) = told.unwrap_or((None, step.to_owned()));
        at = next;
        told
    };
    let steps: Vec<String> = key.split('.').map(step).collect();
    steps.join(".")
}

/// A key with the drug of a course as the file spells it; otherwise as it is.
pub(super) fn spelled(table: &Table, key: &str, books: Books) -> String {
    let courses = table.get("course").and_then(Value::as_array);
    let steps: Vec<&str> = key.split('.').collect();
    let (["course", which, rest @ ..], Some(courses)) = (&steps[..], courses) else {
        return key.to_owned();
    };
    let drug = |index: usize| courses.get(index)?.get("drug")?.as_str();
    match entry(courses, which, books).ok().and_then(drug) {
        Some(drug) if which.parse::<usize>().is_err() => {
            let steps: Vec<&str> = ["course", drug].iter().chain(rest).copied().collect();
            steps.join(".")
        }
        _ => key.to_owned(),
    }
}

/// The first of several keys that names what one before it names.
pub(super) fn named_twice<'a>(table: &Table, keys: &[&'a str], books: Books) -> Option<(&'a str, &'a str)> {
    let paths: Vec<String> = keys.iter().map(|key| canonical(table, key, books)).collect();
    let again = |i: &usize| paths[..*i].contains(&paths[*i]);
    let second = (0..paths.len()).find(again)?;
    let first = paths.iter().position(|path| *path == paths[second])?;
    Some((keys[first], keys[second]))
}

/// An entry of a list by its number from 1 or its drug, by any name of it.
pub(super) fn entry(list: &[Value], which: &str, books: Books) -> Result<usize, String> {
    let drug = |value: &Value| value.get("drug").and_then(Value::as_str).map(str::to_owned);
    let by_number = which
        .parse::<usize>()
        .ok()
        .filter(|number| (1..=list.len()).contains(number));
    let exactly = |value: &Value| drug(value).as_deref() == Some(which);
    let called = |value: &Value| drug(value).is_some_and(|name| books.one_drug(&name, which));
    let by_name = || list.iter().position(exactly).or_else(|| list.iter().position(called));
    by_number.map(|number| number - 1).or_else(by_name).ok_or_else(|| {
        let names: Vec<String> = list
            .iter()
            .enumerate()
            .map(|(i, value)| drug(value).map_or((i + 1).to_string(), |name| format!("{} or {name}", i + 1)))
            .collect();
        format!("there is no entry `{which}`; allowed: {}", names.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_found_by_its_number_its_drug_or_another_name_of_it() {
        let text = "course = [{ drug = \"alectinib\" }, { drug = \"lorlatinib\" }, { drug = \"crizotinib\" }]";
        let table: Table = toml::from_str(text).expect("a table");
        let list = table["course"].as_array().expect("a list");
        let at = |which: &str| entry(list, which, Books::Overlays(&[]));
        assert_eq!(
            ["1", "3", "alectinib", "lorlatinib"].map(at),
            [Ok(0), Ok(2), Ok(0), Ok(1)]
        );
        assert_eq!(at("PF-02341066"), Ok(2), "crizotinib's first name");
        for wrong in ["0", "4", "brigatinib"] {
            let why = at(wrong).expect_err("no such entry");
            assert!(
                why.contains("1 or alectinib, 2 or lorlatinib, 3 or crizotinib"),
                "{why}"
            );
        }
    }
}
