//! Values as lock files write them: each reads back to the same bits.

use crate::scenario::defaults;
use crate::scenario::value::Scalar;
use crate::units::{Days, Millilitres, Nanomolar, Percent};
use std::fmt::Display;

fn written(quantity: Result<impl Display, impl Sized>, number: f64, unit: &str) -> String {
    quantity.map_or_else(|_| format!("{number}{unit}"), |quantity| quantity.to_string())
}

fn text(quantity: Result<impl Display, impl Sized>, number: f64, unit: &str) -> Scalar {
    Scalar::Text(written(quantity, number, unit))
}

/// A time in days.
pub fn days(days: f64) -> Scalar {
    Scalar::Text(in_days(days))
}

/// The same as a part of a text, such as an end of a range.
pub fn in_days(days: f64) -> String {
    written(Days::new(days), days, " d")
}

/// A time in days, or "never".
pub fn days_or_never(time: Option<f64>) -> Scalar {
    time.map_or_else(|| defaults::NEVER.into(), days)
}

/// A concentration.
pub fn nanomolar(dose: f64) -> Scalar {
    text(Nanomolar::new(dose), dose, " nM")
}

/// A volume.
pub fn millilitres(volume: f64) -> Scalar {
    text(Millilitres::new(volume), volume, " mL")
}

/// A share.
pub fn percent(fraction: f64) -> Scalar {
    Scalar::Text(in_percent(fraction))
}

/// The same as a part of a text, such as an end of a range.
pub fn in_percent(fraction: f64) -> String {
    let number = back(fraction, fraction * 100.0, |percent| percent / 100.0);
    written(Percent::new(number), number, "%")
}

/// A share of something, such as "50% of start".
pub fn percent_of(fraction: f64, what: &str) -> Scalar {
    Scalar::Text(format!("{} {what}", in_percent(fraction)))
}

/// The share carried over at a passage, as a split such as "1:8".
pub fn split(share: f64) -> Scalar {
    Scalar::Text(format!("1:{}", back(share, 1.0 / share, |ratio| 1.0 / ratio)))
}

/// The number next to `guess` that `read` turns into exactly `wanted`: the way back of a rounded division.
pub fn back(wanted: f64, guess: f64, read: impl Fn(f64) -> f64) -> f64 {
    let near = [guess, guess.next_up(), guess.next_down()];
    let further = [guess.next_up().next_up(), guess.next_down().next_down()];
    near.into_iter()
        .chain(further)
        .find(|&number| read(number) == wanted)
        .unwrap_or(guess)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(value: Scalar) -> String {
        match value {
            Scalar::Text(text) => text,
            other => panic!("{other} is no text"),
        }
    }

    #[test]
    fn percents_and_splits_read_back_to_the_same_bits() {
        for tenth in 1..=1000_u32 {
            let fraction = f64::from(tenth) / 10.0 / 100.0;
            let read: Percent = written(percent(fraction)).parse().unwrap();
            assert_eq!(read.fraction().to_bits(), fraction.to_bits(), "{tenth}");
            let share = 1.0 / (1.0 + f64::from(tenth) / 10.0);
            let ratio: f64 = written(split(share)).strip_prefix("1:").unwrap().parse().unwrap();
            assert_eq!((1.0 / ratio).to_bits(), share.to_bits(), "{tenth}");
        }
    }
}
