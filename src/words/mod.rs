//! One wording for what people read: numbers, doses, durations, counts, shares, lists and columns of text.
//!
//! Everything that a person reads (terminal, report, figures, explanations, advice) takes its numbers from
//! here, so that one dose is written one way throughout. Files for programs write bare numbers in full instead.

mod columns;
mod files;
mod intervals;

pub use columns::{Align, Columns};
pub use files::{cells_of_files, four_digits, time_of_files};
pub use intervals::{difference, percent_with_interval, percents, with_95, with_interval};

/// At most three significant digits, no exponent between 0.001 and a million.
pub fn number(value: f64) -> String {
    digits(value, 3)
}

/// At most so many significant digits (from 1 on), else as [`number`].
pub fn digits(value: f64, most: i32) -> String {
    if !value.is_finite() {
        return "unknown".to_owned();
    }
    if value == 0.0 {
        return "0".to_owned();
    }
    if value < 0.0 {
        return format!("−{}", digits(-value, most));
    }
    if !(0.001..999_500.0).contains(&value) {
        return powered(value, most - 1);
    }
    let decimals = most - 1 - libm::floor(libm::log10(value) + 1e-12) as i32;
    trimmed(&format!("{:.*}", decimals.max(0) as usize, rounded(value, decimals)))
}

/// So many decimals whatever the value, as a column of numbers has them; never a negative zero.
pub fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    match value < 0.0 && text.bytes().any(|digit| (b'1'..=b'9').contains(&digit)) {
        true => format!("−{text}"),
        false => text,
    }
}

/// [`fixed`] with its sign: `+0.42`, `−0.35`, `0.00`.
pub fn signed_fixed(value: f64, decimals: usize) -> String {
    let text = fixed(value, decimals);
    match value > 0.0 && text != fixed(0.0, decimals) {
        true => format!("+{text}"),
        false => text,
    }
}

/// `+12`, `−3.4`, `0`.
pub fn signed(value: f64) -> String {
    match number(value.abs()) {
        text if text == "0" => text,
        text if value < 0.0 => format!("−{text}"),
        text => format!("+{text}"),
    }
}

/// A share as percentage points, with its sign and at most one decimal: `+1.5`, `−12`.
pub fn points(share: f64) -> String {
    signed(rounded(100.0 * share, 1))
}

/// A count of cells: exact and grouped below 10,000, else `1.2 × 10⁶`.
pub fn cells(value: f64) -> String {
    if value < 9_999.5 {
        grouped(libm::round(value.max(0.0)) as u64)
    } else {
        power(value)
    }
}

/// Digits in groups of three.
pub fn grouped(value: u64) -> String {
    let digits = value.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Scientific notation with a true superscript: `1.2 × 10⁶`; a bare power of ten is `10⁶`.
pub fn power(value: f64) -> String {
    powered(value, 2)
}

fn powered(value: f64, decimals: i32) -> String {
    let mut exponent = libm::floor(libm::log10(value.abs()) + 1e-12) as i32;
    let mantissa = value / libm::pow(10.0, f64::from(exponent));
    let mut mantissa = trimmed(&format!("{:.*}", decimals.max(0) as usize, mantissa));
    if mantissa == "10" {
        (mantissa, exponent) = ("1".to_owned(), exponent + 1);
    }
    if mantissa == "1" {
        return format!("10{}", superscript(exponent));
    }
    format!("{mantissa} × 10{}", superscript(exponent))
}

/// A count beside a tick of a log axis: 0, 1, 10, 100, 10³...
pub fn tick(count: f64) -> String {
    if count <= 0.0 {
        return "0".to_owned();
    }
    let exponent = libm::round(libm::log10(count)) as i32;
    let power = libm::pow(10.0, f64::from(exponent));
    if exponent >= 0 && (count / power - 1.0).abs() < 1e-9 {
        decade(exponent)
    } else {
        number(count)
    }
}

/// `10⁶` for 6.
pub fn decade(exponent: i32) -> String {
    match exponent {
        0 => "1".to_owned(),
        1 => "10".to_owned(),
        2 => "100".to_owned(),
        _ => format!("10{}", superscript(exponent)),
    }
}

fn superscript(exponent: i32) -> String {
    let sign = if exponent < 0 { "⁻" } else { "" };
    let digits = exponent.unsigned_abs().to_string();
    let raised = digits
        .bytes()
        .map(|d| ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'][usize::from(d - b'0')]);
    sign.chars().chain(raised).collect()
}

/// A dose with the unit that suits it.
pub fn dose(nanomolar: f64) -> String {
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

/// A share in percent with so many decimals, without the sign.
fn percent_number(share: f64, decimals: i32) -> String {
    // A hair more, so that halves go up whatever the last bits of the share.
    let rounded = rounded(share * 100.0 + 1e-9, decimals);
    trimmed(&format!("{:.*}", decimals as usize, rounded))
}

/// A share in percent: whole, with decimals below 10 and close to 100.
pub fn percent(share: f64) -> String {
    let p = share * 100.0;
    let decimals = match p {
        p if p > 0.0 && p < 0.95 => (1 - libm::floor(libm::log10(p)) as i32).min(6),
        p if p < 9.95 || (p > 99.05 && p < 100.0) => 1,
        _ => 0,
    };
    format!("{}%", percent_number(share, decimals))
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
    format!("day {}", rounded(day, 2))
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
    text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t'))
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

fn rounded(value: f64, digits: i32) -> f64 {
    let scale = libm::pow(10.0, f64::from(digits));
    libm::round(value * scale) / scale
}

fn trimmed(text: &str) -> String {
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_three_digits() {
        let cases = [
            (0.0, "0"),
            (231.0, "231"),
            (231.46, "231"),
            (23.146, "23.1"),
            (0.012345, "0.0123"),
            (1234.0, "1230"),
        ];
        for (value, text) in cases {
            assert_eq!(number(value), text);
        }
        assert_eq!(
            (number(1.0).as_str(), number(1e9).as_str(), number(f64::NAN).as_str()),
            ("1", "10⁹", "unknown")
        );
        assert_eq!(number(1.5e-9), "1.5 × 10⁻⁹");
        assert_eq!((number(-1.09).as_str(), number(-1e9).as_str()), ("−1.09", "−10⁹"));
        assert_eq!(number(9.996), "10");
    }

    #[test]
    fn digits_and_decimals_are_as_asked() {
        let six = [0.0, 0.367_879_44, 28.826_31, 1.05e7, 3.141_592_65e-9, -12.0].map(|value| digits(value, 6));
        assert_eq!(six, ["0", "0.367879", "28.8263", "1.05 × 10⁷", "3.14159 × 10⁻⁹", "−12"]);
        assert_eq!(
            [0.1234, -0.1, -0.0, -0.004].map(|value| fixed(value, 2)),
            ["0.12", "−0.10", "0.00", "0.00"]
        );
        let signed = [0.004, 0.35, -0.35, -0.0].map(|value| signed_fixed(value, 2));
        assert_eq!(signed, ["0.00", "+0.35", "−0.35", "0.00"]);
    }

    #[test]
    fn flasks_are_counted_from_one_and_named_as_files_do() {
        assert_eq!(flasks_of_files(&[0]), "flask 1 (replicate 0)");
        assert_eq!(flasks_of_files(&[0, 3]), "flasks 1 and 4 (replicates 0 and 3)");
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
