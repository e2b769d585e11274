//! One value of a table.

use std::borrow::Cow;
use std::io::Write;

/// A value as it is written.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'a> {
    /// Unknown, or does not apply.
    Empty,
    /// A whole number.
    Integer(u64),
    /// A number; empty where it is not finite.
    Number(f64),
    /// Text.
    Text(Cow<'a, str>),
}

impl Cell<'_> {
    /// Adds the value's bytes: counts in decimal digits, numbers as the shortest text that reads back to the same
    /// bits.
    pub(super) fn append(&self, out: &mut Vec<u8>) {
        match self {
            Cell::Empty => {}
            Cell::Integer(value) => integer(*value, out),
            Cell::Number(value) if value.fract() == 0.0 && (0.0..1e15).contains(value) => integer(*value as u64, out),
            Cell::Number(value) if value.is_finite() => {
                write!(out, "{value}").expect("writing to memory cannot fail");
            }
            Cell::Number(_) => {}
            Cell::Text(text) => {
                let begins = text.trim_start();
                if begins.starts_with(FORMULA) && begins.parse::<f64>().is_err() {
                    out.push(b'\'');
                }
                out.extend_from_slice(text.as_bytes());
            }
        }
    }
}

/// Spreadsheets take texts that begin so, some also behind blanks or in full width, and are no numbers, for formulas; an apostrophe
/// before them makes them texts.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// Decimal digits of a count; several times faster than `write!`.
fn integer(mut value: u64, out: &mut Vec<u8>) {
    let mut digits = [0u8; 20];
    let mut start = digits.len();
    loop {
        start -= 1;
        digits[start] = b'0' + (value % 10) as u8;
        value /= 10;
        if value == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[start..]);
}

impl From<u64> for Cell<'_> {
    fn from(value: u64) -> Self {
        Cell::Integer(value)
    }
}

impl From<u32> for Cell<'_> {
    fn from(value: u32) -> Self {
        Cell::Integer(u64::from(value))
    }
}

impl From<usize> for Cell<'_> {
    fn from(value: usize) -> Self {
        Cell::Integer(value as u64)
    }
}

impl From<bool> for Cell<'_> {
    fn from(value: bool) -> Self {
        Cell::Integer(u64::from(value))
    }
}

impl From<f64> for Cell<'_> {
    fn from(value: f64) -> Self {
        Cell::Number(value)
    }
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(value: &'a str) -> Self {
        Cell::Text(Cow::Borrowed(value))
    }
}

impl<'a> From<&'a String> for Cell<'a> {
    fn from(value: &'a String) -> Self {
        Cell::Text(Cow::Borrowed(value))
    }
}

impl From<String> for Cell<'_> {
    fn from(value: String) -> Self {
        Cell::Text(Cow::Owned(value))
    }
}

impl<'a, T: Into<Cell<'a>>> From<Option<T>> for Cell<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Cell::Empty, Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(cell: Cell) -> String {
        let mut out = Vec::new();
        cell.append(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn numbers_read_back_to_the_same_bits() {
        for value in [0.0, 1.0, 0.1, 1.0 / 3.0, 1e-9, 123456.789, 1e22, 5e-324, -2.5] {
            let text = written(value.into());
            assert_eq!(text.parse::<f64>(), Ok(value), "{text}");
        }
        for value in [0, 9, 10, 12_345, u64::MAX] {
            assert_eq!(written(value.into()), value.to_string());
        }
    }

    #[test]
    fn what_is_unknown_is_empty() {
        assert_eq!(written(None::<f64>.into()), "");
        assert_eq!(written(f64::NAN.into()), "");
        assert_eq!(written(f64::INFINITY.into()), "");
    }

    #[test]
    fn no_text_is_a_formula() {
        for text in ["=1+1", "@sum", "\t=1", "  +A1", "＝1+1", "\r-A1"] {
            assert_eq!(written(Cell::Text(text.into())), format!("'{text}"));
        }
        for text in ["-3 nM = little".trim_start_matches('-'), "-3", " +4e2", "a=b"] {
            assert_eq!(written(Cell::Text(text.into())), text);
        }
    }
}
