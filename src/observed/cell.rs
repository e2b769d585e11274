//! One cell as a number, and what is wrong with it where it is none.

/// Why a cell holds no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wrong {
    /// What it is instead, after "cells = "1,5" ".
    pub what: &'static str,
    /// What to do about it.
    pub help: &'static str,
}

/// A finite number with a decimal point.
pub(super) fn number(text: &str) -> Result<f64, Wrong> {
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(value),
        Ok(_) => Err(Wrong {
            what: "is no finite number",
            help: "leave out rows without a value",
        }),
        Err(_) => Err(wrong(text)),
    }
}

/// Whether a cell says that there is no value.
pub(super) fn is_missing(text: &str) -> bool {
    text.is_empty() || ["NA", "N/A", "n/a", "na", "-", "."].contains(&text)
}

fn wrong(text: &str) -> Wrong {
    let (what, help) = if text.is_empty() {
        ("is empty", "leave out rows without a value")
    } else if is_missing(text) {
        ("is missing", "leave out rows without a value")
    } else if text.starts_with('#') {
        (
            "is an error of the spreadsheet",
            "mend the formula, or leave out the row",
        )
    } else if is_month_date(text) || is_number_date(text) {
        (
            "looks like a date",
            "a spreadsheet may have made it of a number or name: format the column as text, type it again and save anew",
        )
    } else if is_grouped(text) {
        ("has separators of thousands", "write 1000000 or 1e6")
    } else if is_comma_number(text) {
        match is_comma_of_either(text) {
            true => (
                "has a comma that may be of decimals or of thousands",
                "write decimal points, 1.5, and thousands without marks, 1500",
            ),
            false => ("has a decimal comma", "write decimal points: 1.5"),
        }
    } else if text.starts_with(['>', '<', '~', '≥', '≤']) {
        (
            "is a bound, not a number",
            "observed values are numbers; leave out what was not measured",
        )
    } else {
        ("is no number", "")
    };
    Wrong { what, help }
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// "3-Mar", "Mar-03", "3-Mar-2024": what spreadsheets make of names such as MARCH3 and of numbers.
pub(super) fn is_month_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let day = |part: &str| matches!(part.len(), 1 | 2 | 4) && part.bytes().all(|b| b.is_ascii_digit());
    let month = |part: &str| MONTHS.contains(&part.to_lowercase().as_str());
    (2..=3).contains(&parts.len())
        && parts.iter().filter(|part| month(part)).count() == 1
        && parts.iter().all(|part| month(part) || day(part))
}

/// "2024-03-05", "05/03/2024", "5.3.2024", with or without a time of day.
fn is_number_date(text: &str) -> bool {
    let date = text.split([' ', 'T']).next().unwrap_or_default();
    ['-', '/', '.'].iter().any(|&mark| {
        let parts: Vec<&str> = date.split(mark).collect();
        let digits = parts
            .iter()
            .all(|part| matches!(part.len(), 1 | 2 | 4) && part.bytes().all(|b| b.is_ascii_digit()));
        digits && (parts.len() == 3 || (parts.len() == 2 && mark == '/'))
    })
}

/// "1,000,000", "1'000'000", "1 000".
fn is_grouped(text: &str) -> bool {
    [",", "'", " ", "\u{a0}", "\u{202f}"].iter().any(|mark| {
        let parts: Vec<&str> = text.split(mark).collect();
        let digits = |part: &&str| part.bytes().all(|b| b.is_ascii_digit());
        let grouped = parts.len() > 1 && parts[1..].iter().all(|part| part.len() == 3);
        let surely = parts.len() > 2 || *mark != ",";
        grouped && surely && (1..=3).contains(&parts[0].len()) && parts.iter().all(digits)
    })
}

/// "1,5", "1.000,5", "1,5e6".
fn is_comma_number(text: &str) -> bool {
    text.matches(',').count() == 1 && text.replace('.', "").replace(',', ".").parse::<f64>().is_ok()
}

/// "1,200": one and a bit, or twelve hundred.
fn is_comma_of_either(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    text.split_once(',').is_some_and(|(whole, rest)| {
        digits(whole) && digits(rest) && !whole.starts_with('0') && whole.len() <= 3 && rest.len() == 3
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_number_is_told_apart() {
        for (text, value) in [("3", 3.0), ("1.5e6", 1.5e6), ("-2", -2.0), ("1E+05", 1e5), (".5", 0.5)] {
            assert_eq!(number(text), Ok(value));
        }
        for (text, what) in [
            ("", "is empty"),
            ("NA", "is missing"),
            ("NaN", "is no finite number"),
            ("inf", "is no finite number"),
            ("1e999", "is no finite number"),
            ("1,5", "has a decimal comma"),
            ("1.234,5", "has a decimal comma"),
            ("1,000", "has a comma that may be of decimals or of thousands"),
            ("12,200", "has a comma that may be of decimals or of thousands"),
            ("0,125", "has a decimal comma"),
            ("1,000,000", "has separators of thousands"),
            ("1 000", "has separators of thousands"),
            ("3-Mar", "looks like a date"),
            ("Mar-24", "looks like a date"),
            ("2024-03-05", "looks like a date"),
            ("05/03/2024", "looks like a date"),
            ("5.3.2024 10:30", "looks like a date"),
            ("#DIV/0!", "is an error of the spreadsheet"),
            ("> 10000", "is a bound, not a number"),
            ("many", "is no number"),
            ("3 d", "is no number"),
            ("0x10", "is no number"),
        ] {
            assert_eq!(number(text).unwrap_err().what, what, "{text}");
        }
    }
}
