//! One wording for what people read: numbers, doses, durations, counts, shares, lists and columns of text.
//!
//! Everything that a person reads (terminal, report, figures, explanations, advice) takes its numbers from
//! here, so that one dose is written one way throughout. Files for programs write bare numbers in full instead.

mod columns;
mod files;
mod intervals;
mod numbers;

pub use columns::{Align, Columns};
pub use files::{cells_of_files, four_digits, time_of_files};
pub use intervals::{difference, percent_with_interval, percents, risen, with_95, with_interval};
pub use numbers::{decade, digits, fixed, grouped, number, percent, points, power, signed, signed_fixed, tick};

/// A count of cells: exact and grouped below 10,000, else `1.2 × 10⁶`.
pub fn cells(value: f64) -> String {
    if value < 9_999.5 {
        grouped(libm::round(value.max(0.0)) as u64)
    } else {
        power(value)
    }
}

/// A mean of counts of cells: below ten with two digits, so that what is rare is not written as none.
///
/// ```
/// assert_eq!([0.0, 0.03, 0.328, 12.4].map(escalade::words::mean_cells), ["0", "0.03", "0.33", "12"]);
/// ```
pub fn mean_cells(value: f64) -> String {
    match value < 9.95 {
        true => digits(value.max(0.0), 2),
        false => cells(value),
    }
}

/// A dose with the unit that suits it.
pub fn dose(nanomolar: f64) -> String {
    dose_with(nanomolar, number)
}

/// The same with every digit, as a study states it: `3.039 µM`.
pub fn dose_in_full(nanomolar: f64) -> String {
    dose_with(nanomolar, |number| number.to_string())
}

fn dose_with(nanomolar: f64, number: fn(f64) -> String) -> String {
    match nanomolar {
        0.0 => "no drug".to_owned(),
        v if v >= 999.5 => format!("{} µM", number(v / 1e3)),
        v if v < 0.1 => format!("{} pM", number(v * 1e3)),
        v => format!("{} nM", number(v)),
    }
}

/// A mass with the unit that suits it: `4.2 mg`, `6.5 µg`.
pub fn mass(milligrams: f64) -> String {
    match milligrams {
        0.0 => "0 mg".to_owned(),
        v if v >= 0.0995 => format!("{} mg", number(v)),
        v if v >= 0.000_099_5 => format!("{} µg", number(v * 1e3)),
        v => format!("{} ng", number(v * 1e6)),
    }
}

/// `1 flask`, `2 flasks`.
pub fn counted(n: u64, noun: &str) -> String {
    format!("{} {noun}{}", grouped(n), if n == 1 { "" } else { "s" })
}

/// `1 day`, `33 days`.
pub fn days(days: f64) -> String {
    let number = number(days);
    let noun = if number == "1" { "day" } else { "days" };
    format!("{number} {noun}")
}

/// Days where there is little room: `33 d`.
pub fn short_days(days: f64) -> String {
    format!("{} d", number(days))
}

/// A day of an experiment, to two decimals: `day 28`, `day 4.17`.
pub fn day(day: f64) -> String {
    format!("day {}", numbers::rounded(day, 2))
}

/// A length of an assay in hours: `72 h`.
pub fn hours(hours: f64) -> String {
    format!("{} h", number(hours))
}

/// A flask as people count them, from 1; files keep `replicate`, which counts from 0.
pub fn flask(replicate: u64) -> String {
    format!("flask {}", grouped(replicate + 1))
}

/// A flask as people count them, with what files and the command line call it: `flask 5 (replicate 4)`.
pub fn flask_of_files(replicate: u64) -> String {
    format!("{} (replicate {})", flask(replicate), grouped(replicate))
}

/// Flasks with what files and the command line call them: `flasks 1 and 5 (replicates 0 and 4)`.
pub fn flasks_of_files(replicates: &[u64]) -> String {
    if let [one] = replicates {
        return flask_of_files(*one);
    }
    let names = |from: u64| {
        let numbers: Vec<String> = replicates.iter().map(|number| grouped(number + from)).collect();
        listed(&numbers)
    };
    format!("flasks {} (replicates {})", names(1), names(0))
}

/// The same text with a capital at its start.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// With a small first letter, to stand within a sentence.
pub fn uncapital(text: &str) -> String {
    let mut rest = text.chars();
    rest.next()
        .map_or_else(String::new, |first| first.to_lowercase().chain(rest).collect())
}

/// Bytes as hexadecimal digits, as fingerprints are written.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The first character that is no text: terminals, pictures and pages may take it for a command.
pub fn control_character(text: &str) -> Option<char> {
    text.chars().find(|&c| is_command(c))
}

/// The same text with such characters written out: names of files may hold any.
pub fn shown(text: &str) -> String {
    let written = |c: char| match is_command(c) {
        true => c.escape_unicode().to_string(),
        false => c.to_string(),
    };
    text.chars().map(written).collect()
}

/// Control characters, and those that have other characters read backwards or hide where lines end.
fn is_command(c: char) -> bool {
    let reorders = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let ends_lines = matches!(c, '\u{2028}' | '\u{2029}');
    (c.is_control() && !matches!(c, '\n' | '\t')) || reorders || ends_lines
}

/// `a`, `a and b`, `a, b and c`.
pub fn listed(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// At most `limit` characters, the last one an ellipsis where something was cut.
pub fn shortened(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let kept: String = text.chars().take(limit.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// A text in at most `most` lines of `limit` characters, broken at spaces; what does not fit is cut.
pub fn lines(text: &str, limit: usize, most: usize) -> Vec<String> {
    let mut out: Vec<String> = vec![String::new()];
    for word in text.split(' ') {
        let full = out.len() == most;
        let last = out.len() - 1;
        let line = &mut out[last];
        if line.is_empty() {
            line.push_str(word);
        } else if full || line.chars().count() + 1 + word.chars().count() <= limit {
            *line += &format!(" {word}");
        } else {
            out.push(word.to_owned());
        }
    }
    out.iter().map(|line| shortened(line, limit)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flasks_are_counted_from_one_and_named_as_files_do() {
        assert_eq!(flasks_of_files(&[0]), "flask 1 (replicate 0)");
        assert_eq!(flasks_of_files(&[0, 3]), "flasks 1 and 4 (replicates 0 and 3)");
    }

    #[test]
    fn what_terminals_take_for_a_command_is_written_out() {
        assert_eq!(
            shown("a\u{1b}[31mred\u{9b}.toml:\n\tµM"),
            "a\\u{1b}[31mred\\u{9b}.toml:\n\tµM"
        );
    }

    #[test]
    fn doses_cells_and_shares_read_well() {
        assert_eq!(
            (dose(1000.0).as_str(), dose(67.53).as_str(), dose(0.05).as_str()),
            ("1 µM", "67.5 nM", "50 pM")
        );
        assert_eq!(
            (
                cells(1234.0).as_str(),
                cells(1.2e6).as_str(),
                cells(9_999_999.0).as_str()
            ),
            ("1,234", "1.2 × 10⁶", "10⁷")
        );
        assert_eq!((percent(0.045), percent(0.0004)), ("4.5%".into(), "0.04%".into()));
        assert_eq!(
            (percent(0.004), percent(0.996), percent(1.0)),
            ("0.4%".into(), "99.6%".into(), "100%".into())
        );
        assert_eq!(listed(&["a".into(), "b".into(), "c".into()]), "a, b and c");
        assert_eq!(shortened("G1202R + MET amplification", 10), "G1202R +…");
        let broken = |limit, most| lines("ALK amplification + EGFR activation", limit, most);
        assert_eq!(broken(40, 2), ["ALK amplification + EGFR activation"]);
        assert_eq!(broken(20, 2), ["ALK amplification +", "EGFR activation"]);
        assert_eq!(broken(19, 1), ["ALK amplification…"]);
        assert_eq!(broken(10, 2), ["ALK", "amplifica…"]);
    }
}
