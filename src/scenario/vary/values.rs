//! Lists and ranges of values as text.

use crate::words::four_digits;
use toml::Value;

/// Most values of a range.
const MAX_VALUES: usize = 1_000;

/// `V1,V2,... UNIT` or a range.
pub(super) fn parse_values(text: &str) -> Result<Vec<Value>, String> {
    if text.contains("..") {
        return range(text);
    }
    let items: Vec<&str> = text.split(',').map(str::trim).collect();
    if items.iter().any(|item| item.is_empty()) {
        return Err("a value is empty".to_owned());
    }
    let unit = items.last().and_then(|last| unit_of(last));
    Ok(items.iter().map(|item| value(item, unit)).collect())
}

/// The unit of a text such as "100 nM".
fn unit_of(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || ".eE+-".contains(c)))?;
    let (number, unit) = (text[..end].trim(), text[end..].trim());
    // "1:8" and "IC20" are no number with a unit.
    (number.parse::<f64>().is_ok() && unit.starts_with(|c: char| c.is_alphabetic() || c == '%')).then_some(unit)
}

/// A number, a truth or a text; a bare number takes the unit of the list.
fn value(text: &str, unit: Option<&str>) -> Value {
    match (text.parse::<i64>(), text.parse::<f64>(), unit) {
        (_, Ok(number), Some("%")) if number.is_finite() => Value::String(format!("{text}%")),
        (_, Ok(number), Some(unit)) if number.is_finite() => Value::String(format!("{text} {unit}")),
        (Ok(whole), _, None) => Value::Integer(whole),
        (_, Ok(number), None) if number.is_finite() => Value::Float(number),
        _ => match text {
            "true" => Value::Boolean(true),
            "false" => Value::Boolean(false),
            _ => Value::String(text.trim_matches('"').to_owned()),
        },
    }
}

/// `LOW..HIGH UNIT:N linear` (or log), rounded to four significant digits.
fn range(text: &str) -> Result<Vec<Value>, String> {
    let usage = || {
        format!(
            "\"{}\" is not a range; allowed: 10..1000 nM:5 log, 1..3:5 linear",
            text.trim()
        )
    };
    let (ends, rest) = text.rsplit_once(':').ok_or_else(usage)?;
    let (count, spacing) = rest.trim().split_once(' ').ok_or_else(usage)?;
    let count: usize = count.trim().parse().map_err(|_| usage())?;
    let (low, high) = ends.split_once("..").ok_or_else(usage)?;
    let (low, high) = (low.trim(), high.trim());
    let unit = unit_of(high).or_else(|| unit_of(low));
    let bare = |text: &str| -> Result<f64, String> {
        let number = unit.map_or(text, |unit| text.strip_suffix(unit).unwrap_or(text)).trim();
        number
            .parse::<f64>()
            .ok()
            .filter(|number| number.is_finite())
            .ok_or_else(usage)
    };
    let (low, high) = (bare(low)?, bare(high)?);
    if !(2..=MAX_VALUES).contains(&count) || low >= high {
        return Err(format!(
            "{}; the first end is below the second, N is 2 to {MAX_VALUES}",
            usage()
        ));
    }
    let share = |i: usize| i as f64 / (count - 1) as f64;
    let at = |i: usize| match spacing.trim() {
        "linear" => Ok(low + (high - low) * share(i)),
        "log" if low > 0.0 => Ok(low * libm::pow(high / low, share(i))),
        "log" => Err("a log range starts above 0".to_owned()),
        _ => Err(usage()),
    };
    let written = |number: f64| -> Value {
        let rounded = four_digits(number);
        match unit {
            Some("%") => Value::String(format!("{rounded}%")),
            Some(unit) => Value::String(format!("{rounded} {unit}")),
            None if rounded.fract() == 0.0 && rounded.abs() < 1e15 => Value::Integer(rounded as i64),
            None => Value::Float(rounded),
        }
    };
    (0..count).map(|i| at(i).map(written)).collect()
}
