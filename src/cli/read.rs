//! Texts of flags as values, refused by the name of their flag.

use super::failure::Failure;
use crate::scenario::MAX_REPLICATES;
use crate::words::grouped;
use std::collections::BTreeSet;
use std::fmt::Display;
use std::str::FromStr;

/// The value of a flag.
pub fn value<T: FromStr<Err: Display>>(flag: &str, text: &str) -> Result<T, Failure> {
    text.parse().map_err(|error| Failure::Input(format!("{flag}: {error}")))
}

/// The values of a flag that may be repeated.
pub fn values<T: FromStr<Err: Display>>(flag: &str, texts: &[String]) -> Result<Vec<T>, Failure> {
    texts.iter().map(|text| value(flag, text)).collect()
}

/// Reads the number of replicates; clap says of "1e9" that it has an invalid digit.
pub fn replicates(text: &str) -> Result<u64, String> {
    let number = text.parse::<u64>().ok().filter(|n| (1..=MAX_REPLICATES).contains(n));
    number.ok_or_else(|| {
        let most = grouped(MAX_REPLICATES);
        format!("not a number of replicates\n  allowed: whole numbers from 1 to {most}, in digits alone such as 1000")
    })
}

/// Reads "0-19" or "3,5,8": flasks of a run with so many, each once, in the order named.
pub fn flask_numbers(list: &str, replicates: u64) -> Result<Vec<u64>, Failure> {
    let wrong = |part: &str| {
        Failure::Input(format!(
            "--flasks \"{list}\": \"{}\" is not a flask or a range\n  allowed: 0 to {}, such as 0-19 or 3,5,8",
            part.trim(),
            replicates - 1
        ))
    };
    let (mut flasks, mut named) = (Vec::new(), BTreeSet::new());
    for part in list.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let number = |text: &str| text.trim().parse::<u64>().ok().filter(|n| *n < replicates);
        match (number(first), number(last)) {
            (Some(first), Some(last)) if first <= last => {
                flasks.extend((first..=last).filter(|flask| named.insert(*flask)));
            }
            _ => return Err(wrong(part)),
        }
    }
    Ok(flasks)
}
