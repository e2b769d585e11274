//! Units as headers and unit columns write them.

use super::column::Holds;

/// What a number has to be multiplied with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Unit {
    /// To the unit in which it is kept; for cells per volume, to cells per mL.
    pub factor: f64,
    /// Whether it counts cells in a mL.
    pub per_ml: bool,
}

impl Unit {
    pub fn of(factor: f64) -> Self {
        Self { factor, per_ml: false }
    }
}

type Units = &'static [(&'static str, f64)];

const DOSES: Units = &[
    ("nM", 1.0),
    ("uM", 1e3),
    ("µM", 1e3),
    ("μM", 1e3),
    ("mM", 1e6),
    ("pM", 1e-3),
    ("M", 1e9),
];
const DAYS: Units = &[
    ("d", 1.0),
    ("day", 1.0),
    ("days", 1.0),
    ("h", 1.0 / 24.0),
    ("hr", 1.0 / 24.0),
    ("hrs", 1.0 / 24.0),
    ("hour", 1.0 / 24.0),
    ("hours", 1.0 / 24.0),
    ("min", 1.0 / 1440.0),
    ("w", 7.0),
    ("week", 7.0),
    ("weeks", 7.0),
];
const VOLUMES: Units = &[
    ("mL", 1.0),
    ("ml", 1.0),
    ("uL", 1e-3),
    ("ul", 1e-3),
    ("µL", 1e-3),
    ("μL", 1e-3),
    ("L", 1e3),
    ("l", 1e3),
];
const SHARES: Units = &[
    ("share", 1.0),
    ("fraction", 1.0),
    ("%", 0.01),
    ("percent", 0.01),
    ("pct", 0.01),
];
const MULTIPLES: Units = &[
    ("", 1.0),
    ("cells", 1.0),
    ("1e3", 1e3),
    ("10^3", 1e3),
    ("x10^3", 1e3),
    ("thousands", 1e3),
    ("1e6", 1e6),
    ("10^6", 1e6),
    ("x10^6", 1e6),
    ("million", 1e6),
    ("millions", 1e6),
];

/// What a unit means in a column; `None` for one that is unknown there.
pub(super) fn unit(holds: Holds, text: &str) -> Option<Unit> {
    let text = text.trim();
    let among = |units: Units| units.iter().find(|(name, _)| *name == text).map(|&(_, factor)| factor);
    match holds {
        Holds::Dose => among(DOSES).map(Unit::of),
        Holds::Days => among(DAYS).map(Unit::of),
        Holds::Hours => among(DAYS).map(|days| Unit::of(hours(days))),
        Holds::Volume => among(VOLUMES).map(Unit::of),
        Holds::Share => among(SHARES).map(Unit::of),
        Holds::Cells => cells(text),
        Holds::Name | Holds::Whole | Holds::Signal => None,
    }
}

/// The unit of a header that states none; `None` where one has to be stated. A header `hours` is its own unit.
pub(super) fn usual(holds: Holds, plain: &str) -> Option<Unit> {
    match holds {
        Holds::Dose | Holds::Volume => None,
        Holds::Days if plain.starts_with("hour") => Some(Unit::of(1.0 / 24.0)),
        Holds::Days if plain.starts_with("day") => Some(Unit::of(1.0)),
        Holds::Hours if plain.starts_with("hour") => Some(Unit::of(1.0)),
        Holds::Hours if plain.starts_with("day") => Some(Unit::of(24.0)),
        Holds::Days | Holds::Hours => None,
        _ => Some(Unit::of(1.0)),
    }
}

/// 24 hours a day, in whole numbers where the unit is hours.
fn hours(days: f64) -> f64 {
    libm::round(days * 24.0 * 60.0) / 60.0
}

/// `per_mL`, `/mL`, `per 10uL`, `1e6/mL`, `1e6`.
fn cells(text: &str) -> Option<Unit> {
    let multiple = |text: &str| {
        let text = text.trim_matches(['_', ' ']);
        MULTIPLES
            .iter()
            .find(|(name, _)| *name == text)
            .map(|&(_, factor)| factor)
    };
    let (many, volume) = match text.split_once('/').or_else(|| text.split_once("per")) {
        None => return multiple(text).map(Unit::of),
        Some(parts) => parts,
    };
    let volume = volume.trim_matches(['_', ' ']);
    let digits = volume
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(volume.len());
    let size: f64 = match &volume[..digits] {
        "" => 1.0,
        number => number.parse().ok().filter(|&size| size > 0.0)?,
    };
    let unit = volume[digits..].trim_matches(['_', ' ']);
    let millilitres = VOLUMES.iter().find(|(name, _)| *name == unit)?.1;
    Some(Unit {
        factor: multiple(many)? / (size * millilitres),
        per_ml: true,
    })
}

/// The units that a column may have, for messages.
pub(super) fn names(holds: Holds) -> Vec<&'static str> {
    let of = |units: Units| units.iter().map(|(name, _)| *name).collect();
    match holds {
        Holds::Dose => vec!["pM", "nM", "uM", "mM", "M"],
        Holds::Days | Holds::Hours => vec!["min", "h", "d", "w"],
        Holds::Volume => vec!["uL", "mL", "L"],
        Holds::Share => of(SHARES),
        Holds::Cells => vec!["cells", "1e3", "1e6", "per_mL", "per_uL", "1e6/mL"],
        Holds::Name | Holds::Whole | Holds::Signal => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_mean_what_they_say() {
        for (holds, text, factor) in [
            (Holds::Dose, "uM", 1e3),
            (Holds::Dose, "µM", 1e3),
            (Holds::Days, "h", 1.0 / 24.0),
            (Holds::Hours, "h", 1.0),
            (Holds::Hours, "d", 24.0),
            (Holds::Volume, "uL", 1e-3),
            (Holds::Share, "%", 0.01),
            (Holds::Cells, "1e6", 1e6),
        ] {
            assert_eq!(unit(holds, text), Some(Unit::of(factor)), "{text}");
        }
        for (text, factor) in [
            ("per_mL", 1.0),
            ("/mL", 1.0),
            ("per_10uL", 100.0),
            ("1e6/mL", 1e6),
            ("per µL", 1e3),
        ] {
            let found = unit(Holds::Cells, text).unwrap();
            assert!(
                found.per_ml && (found.factor / factor - 1.0).abs() < 1e-12,
                "{text}: {found:?}"
            );
        }
        for (holds, text) in [
            (Holds::Dose, "nm"),
            (Holds::Dose, "ng/mL"),
            (Holds::Dose, ""),
            (Holds::Days, "years"),
            (Holds::Cells, "per_well"),
            (Holds::Cells, "per_0mL"),
            (Holds::Name, "nM"),
        ] {
            assert_eq!(unit(holds, text), None, "{text}");
        }
    }
}
