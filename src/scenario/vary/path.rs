//! Values put into a file at dotted paths.

use toml::{Table, Value};

/// Puts a value at a dotted path, making tables on the way.
pub(super) fn put(table: &mut Table, steps: &[&str], value: &Value) -> Result<(), String> {
    let [step, rest @ ..] = steps else { return Ok(()) };
    if rest.is_empty() {
        table.insert((*step).to_owned(), value.clone());
        return Ok(());
    }
    let inner = table.entry(*step).or_insert_with(|| Value::Table(Table::new()));
    put_in(inner, step, rest, value)
}

fn put_in(inner: &mut Value, name: &str, rest: &[&str], value: &Value) -> Result<(), String> {
    match inner {
        Value::Table(inner) => put(inner, rest, value),
        Value::Array(list) => {
            let index = entry(list, rest[0])?;
            match &rest[1..] {
                [] if !list[index].is_table() => list[index] = value.clone(),
                [] => return Err(format!("`{name}.{}` is a table, not a value", rest[0])),
                deeper => put_in(&mut list[index], rest[0], deeper, value)?,
            }
            Ok(())
        }
        other => Err(format!("`{name}` is {}, which holds no keys", super::key::shown(other))),
    }
}

/// An entry of a list by its number from 1 or its drug.
pub(super) fn entry(list: &[Value], which: &str) -> Result<usize, String> {
    let drug = |value: &Value| value.get("drug").and_then(Value::as_str).map(str::to_owned);
    let by_number = which
        .parse::<usize>()
        .ok()
        .filter(|number| (1..=list.len()).contains(number));
    let by_name = || list.iter().position(|value| drug(value).as_deref() == Some(which));
    by_number.map(|number| number - 1).or_else(by_name).ok_or_else(|| {
        let names: Vec<String> = list
            .iter()
            .enumerate()
            .map(|(i, value)| drug(value).map_or((i + 1).to_string(), |name| format!("{} or {name}", i + 1)))
            .collect();
        format!("there is no entry `{which}`; allowed: {}", names.join(", "))
    })
}
