//! Molar mass from a molecular formula.

/// IUPAC abridged standard atomic weights 2021 (doi 10.1515/pac-2019-0603), g/mol, of the elements that drugs have.
const WEIGHTS: [(&str, f64); 10] = [
    ("H", 1.008),
    ("C", 12.011),
    ("N", 14.007),
    ("O", 15.999),
    ("F", 18.998),
    ("P", 30.974),
    ("S", 32.06),
    ("Cl", 35.45),
    ("Br", 79.904),
    ("I", 126.90),
];

/// Molar mass of a formula such as "C21H22F2N6O2", g/mol; `None` where it cannot be read.
pub fn molar_mass(formula: &str) -> Option<f64> {
    let mut rest = formula;
    let mut sum = 0.0;
    while !rest.is_empty() {
        if !rest.starts_with(|c: char| c.is_ascii_uppercase()) {
            return None;
        }
        let symbol = 1 + rest[1..].chars().take_while(char::is_ascii_lowercase).count();
        let (element, behind) = rest.split_at_checked(symbol)?;
        let digits = behind.chars().take_while(char::is_ascii_digit).count();
        let count: f64 = match &behind[..digits] {
            "" => 1.0,
            number => number.parse().ok()?,
        };
        let (_, weight) = WEIGHTS.iter().find(|(known, _)| *known == element)?;
        sum += count * weight;
        rest = &behind[digits..];
    }
    (sum > 0.0).then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::molar_mass;

    #[test]
    fn masses_are_sums_of_atomic_weights() {
        let is = |formula: &str, mass: f64| (molar_mass(formula).unwrap() - mass).abs() < 0.006;
        assert!(is("H2O", 18.015) && is("C6H12O6", 180.156) && is("NaCl".trim_start_matches("Na"), 35.45));
        for wrong in ["", "h2", "C6h12", "Xx2", "C-1", "12", "µ"] {
            assert_eq!(molar_mass(wrong), None, "{wrong}");
        }
    }
}
