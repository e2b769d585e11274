//! The code of a class, and the seeds that its students get by it.

use crate::random::{Purpose, replicate_of, stream};
use rand::Rng;
use std::fmt;
use std::str::FromStr;

/// Digits and letters of codes: those that cannot be taken for each other. Their number is a prime, so that the last
/// one of a code tells every single slip and every exchange of two.
const SYMBOLS: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
/// Symbols before the one that checks them.
const FREE: usize = 7;
/// Most students of a class.
pub const MOST_STUDENTS: u64 = 1_000;

/// A class's code, such as `K7QM-2F9C`: seven symbols and one that checks them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClassCode {
    /// Places in [`SYMBOLS`].
    places: [u8; FREE],
}

impl ClassCode {
    /// The code that belongs to a name, such as "Genetics, Monday": always the same one.
    pub fn for_name(name: &str) -> Self {
        let mut left = replicate_of(name.trim());
        let places = std::array::from_fn(|_| {
            let place = (left % SYMBOLS.len() as u64) as u8;
            left /= SYMBOLS.len() as u64;
            place
        });
        Self { places }
    }

    /// Seed of a student's scenario, from 0 to 4,294,967,295; students count from 1. The code's number is the key and the
    /// student the stream of one draw, so that seeds do not depend on how many students there are.
    pub fn seed(self, student: u64) -> u64 {
        let digits = self.places.iter();
        let number = digits.fold(0, |number, &place| number * SYMBOLS.len() as u64 + u64::from(place));
        stream(number, student, Purpose::Class).next_u64() >> 32
    }

    fn check(places: &[u8; FREE]) -> u8 {
        let weighed = places
            .iter()
            .enumerate()
            .map(|(i, &place)| (i + 1) * usize::from(place));
        SYMBOLS[weighed.sum::<usize>() % SYMBOLS.len()]
    }
}

impl fmt::Display for ClassCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let symbols = self.places.iter().map(|&place| SYMBOLS[usize::from(place)]);
        for (i, symbol) in symbols.chain([Self::check(&self.places)]).enumerate() {
            let apart = if i == 4 { "-" } else { "" };
            write!(f, "{apart}{}", char::from(symbol))?;
        }
        Ok(())
    }
}

/// What codes look like.
const ALLOWED: &str = "allowed: eight digits and letters as in K7QM-2F9C; 0, 1, I, L and O are in no code";

impl FromStr for ClassCode {
    type Err = String;

    /// Reads a code; case, spaces and hyphens do not matter. What is wrong is told in words.
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = |why: String| format!("class code \"{}\": {why}\n  {ALLOWED}", text.trim());
        let meant = text.chars().filter(|c| !c.is_whitespace() && *c != '-');
        let place = |c: char| {
            let upper = c.to_ascii_uppercase();
            let place = SYMBOLS.iter().position(|&symbol| char::from(symbol) == upper);
            place
                .map(|place| place as u8)
                .ok_or_else(|| wrong(format!("\"{c}\" is in no code")))
        };
        let places = meant.map(place).collect::<Result<Vec<u8>, String>>()?;
        let Some((check, free)) = places.split_last().filter(|_| places.len() == FREE + 1) else {
            return Err(wrong(format!("it has {} of 8 symbols", places.len())));
        };
        let places = <[u8; FREE]>::try_from(free).map_err(|_| wrong("it has not 8 symbols".to_owned()))?;
        match SYMBOLS[usize::from(*check)] == Self::check(&places) {
            true => Ok(Self { places }),
            false => Err(wrong(
                "its last symbol does not fit the others: one of them is mistyped, or two are exchanged".to_owned(),
            )),
        }
    }
}

/// How many students a class may have.
///
/// # Errors
/// None, or more than [`MOST_STUDENTS`].
pub fn some_students(students: u64) -> Result<u64, String> {
    match (1..=MOST_STUDENTS).contains(&students) {
        true => Ok(students),
        false => Err(format!("{students} students\n  allowed: 1 to {MOST_STUDENTS}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn code(text: &str) -> ClassCode {
        text.parse().unwrap()
    }

    #[test]
    fn codes_are_read_as_people_write_them() {
        let made = ClassCode::for_name("Genetics, Monday");
        let text = made.to_string();
        assert_eq!(text.len(), 9);
        assert_eq!(code(&text), made);
        assert_eq!(code(&format!(" {} ", text.to_lowercase().replace('-', " "))), made);
        assert_ne!(ClassCode::for_name("Genetics, Tuesday"), made);
    }

    #[test]
    fn every_slip_and_every_exchange_of_neighbours_is_told() {
        let text = ClassCode::for_name("a class").to_string().replace('-', "");
        let mut refused = 0;
        for at in 0..text.len() {
            for symbol in SYMBOLS {
                let mut other = text.clone().into_bytes();
                other[at] = *symbol;
                let other = String::from_utf8(other).unwrap();
                if other != text {
                    assert!(other.parse::<ClassCode>().is_err(), "{other}");
                    refused += 1;
                }
            }
        }
        assert_eq!(refused, 8 * 30);
        for at in 0..FREE {
            let mut other = text.clone().into_bytes();
            other.swap(at, at + 1);
            let other = String::from_utf8(other).unwrap();
            assert!(other == text || other.parse::<ClassCode>().is_err(), "{other}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_in_words() {
        let told = |text: &str| text.parse::<ClassCode>().unwrap_err();
        assert!(told("K7QM-2F9").contains("it has 7 of 8 symbols"));
        assert!(told("K7QM-2O9H").contains("\"O\" is in no code"));
        assert!(told("").contains("it has 0 of 8 symbols") && told("").contains("allowed: eight"));
        assert!(told("2222-2223").contains("mistyped"));
        let shown = ALLOWED.split_whitespace().find(|word| word.contains('-')).unwrap();
        assert_eq!(
            code(shown.trim_end_matches(';')).to_string(),
            "K7QM-2F9C",
            "the example is a code"
        );
        assert!(some_students(0).unwrap_err().contains("1 to 1000"));
    }

    /// Golden: a change gives every class other flasks.
    #[test]
    fn seeds_differ_and_stay() {
        let class = code("2222-2222");
        let seeds: BTreeSet<u64> = (1..=MOST_STUDENTS).map(|student| class.seed(student)).collect();
        assert_eq!(seeds.len() as u64, MOST_STUDENTS);
        assert!(seeds.last().unwrap() <= &u64::from(u32::MAX));
        assert_eq!([class.seed(1), class.seed(2)], GOLDEN);
        assert_ne!(class.seed(1), ClassCode::for_name("a class").seed(1));
    }
    const GOLDEN: [u64; 2] = [3_231_825_381, 1_586_637_657];
}
