//! Quantities as scenario files write them, for messages about what may stand there.

use super::numbers::rounded;

/// A time as files write it, so that what is allowed can be typed there: `5 h`, `24.5 d`; in the unit that needs the
/// fewest decimals.
pub fn time_of_files(days: f64) -> String {
    let units = [(days, "d"), (24.0 * days, "h"), (1440.0 * days, "min")];
    let short = units.iter().find(|(value, _)| {
        let nearest = rounded(*value, 2);
        nearest != 0.0 && (value - nearest).abs() <= 1e-9 * value.abs()
    });
    match short {
        Some((value, unit)) => format!("{} {unit}", rounded(*value, 2)),
        None => format!("{} d", rounded(days, 4)),
    }
}

/// A count of cells as files write it: `5e5`, `20000`.
pub fn cells_of_files(count: f64) -> String {
    let long = format!("{count}");
    let short = format!("{count:e}");
    if short.len() < long.len() { short } else { long }
}

/// Four significant digits, as whoever writes a number by hand would; more than any plate knows.
pub fn four_digits(number: f64) -> f64 {
    format!("{number:.3e}").parse().unwrap_or(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_files_write_can_be_typed_there() {
        let times = [
            (5.0 / 24.0, "5 h"),
            (24.999999999999996, "25 d"),
            (0.25, "0.25 d"),
            (1.0 / 1440.0, "1 min"),
            (25.0 / 6.0, "100 h"),
            (core::f64::consts::PI, "3.1416 d"),
            (0.0, "0 d"),
        ];
        for (days, text) in times {
            assert_eq!(time_of_files(days), text);
            let typed = text.parse::<crate::units::Days>().unwrap().get();
            assert!((typed - days).abs() < 1e-5, "{text}: {typed}");
        }
        assert_eq!(
            [1e13, 5e5, 1234.0, 20.0].map(cells_of_files),
            ["1e13", "5e5", "1234", "20"]
        );
    }
}
