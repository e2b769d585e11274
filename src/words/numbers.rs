//! Numbers, counts and shares as digits.

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
    if !value.is_finite() {
        return "unknown".to_owned();
    }
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

/// A share in percent with so many decimals, without the sign.
pub(super) fn percent_number(share: f64, decimals: i32) -> String {
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

pub(super) fn rounded(value: f64, digits: i32) -> f64 {
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
}
