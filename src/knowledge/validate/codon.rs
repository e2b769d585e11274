//! Codons: what they make, which changes of one make an amino acid, and whether a coding change makes the protein change that an
//! allele is named after.

use crate::knowledge::schema::{Path, PathKind};

/// One-letter amino acid of a codon (standard code, "*" for stop); `None` for anything else.
pub fn amino_acid(codon: &str) -> Option<char> {
    const CODE: &[u8; 64] = b"FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG";
    let digit = |base: u8| b"TCAG".iter().position(|&known| known == base);
    let &[first, second, third] = codon.as_bytes() else {
        return None;
    };
    Some(char::from(
        CODE[16 * digit(first)? + 4 * digit(second)? + digit(third)?],
    ))
}

const BASES: [char; 4] = ['T', 'C', 'A', 'G'];

/// All changes of one nucleotide of a codon whose first stands at this place of the coding sequence, that make an amino acid. A
/// CpG is seen within the codon alone.
pub fn single_changes(codon: &str, start: u32, to: char) -> Vec<Path> {
    let before: Vec<char> = codon.chars().collect();
    let mut found = Vec::new();
    for (place, &old) in before.iter().enumerate() {
        for base in BASES.into_iter().filter(|base| *base != old) {
            let mut after = before.clone();
            after[place] = base;
            let after: String = after.into_iter().collect();
            if amino_acid(&after) == Some(to) {
                let behind = place.checked_sub(1).map(|place| before[place]);
                found.push(Path {
                    coding: format!("c.{}{old}>{base}", start + place as u32),
                    from: codon.to_owned(),
                    to: after,
                    kind: kind(behind, old, before.get(place + 1).copied(), base),
                });
            }
        }
    }
    found
}

/// Kind of the change of a base between these two.
fn kind(behind: Option<char>, old: char, ahead: Option<char>, new: char) -> PathKind {
    let purine = |base: char| base == 'A' || base == 'G';
    match (behind, old, ahead) {
        _ if purine(old) != purine(new) => PathKind::Transversion,
        (_, 'C', Some('G')) | (Some('C'), 'G', _) => PathKind::CpgTransition,
        _ => PathKind::Transition,
    }
}

/// What is wrong with a path of an allele named like "G1202R", as what would be right; `None` if nothing.
pub fn problem(path: &Path, allele: &str) -> Option<String> {
    problem_from(path, allele.chars().next(), allele)
}

/// The same where the codon already makes amino acid `first`.
pub fn problem_from(path: &Path, first: Option<char>, allele: &str) -> Option<String> {
    let (Some(before), Some(after)) = (amino_acid(&path.from), amino_acid(&path.to)) else {
        return Some("codons of three letters out of T, C, A and G".to_owned());
    };
    let changed: Vec<(u8, u8)> = path
        .from
        .bytes()
        .zip(path.to.bytes())
        .filter(|(from, to)| from != to)
        .collect();
    let &[(from, to)] = changed.as_slice() else {
        return Some("codons that differ in one nucleotide".to_owned());
    };
    let named = (first, allele.chars().last());
    if named != (Some(before), Some(after)) {
        return Some(format!(
            "a change that makes {allele}; this one makes {before} to {after}"
        ));
    }
    let purine = |base: u8| base == b'A' || base == b'G';
    let transition = purine(from) == purine(to);
    let said = path.kind != PathKind::Transversion;
    let coding = path
        .coding
        .ends_with(&format!("{}>{}", char::from(from), char::from(to)));
    if !coding {
        return Some(format!(
            "a coding change that ends in {}>{}",
            char::from(from),
            char::from(to)
        ));
    }
    (transition != said).then(|| format!("a {}", if transition { "transition" } else { "transversion" }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(from: &str, to: &str, coding: &str, kind: PathKind) -> Path {
        Path {
            coding: coding.into(),
            from: from.into(),
            to: to.into(),
            kind,
        }
    }

    #[test]
    fn codons_translate() {
        for (codon, letter) in [
            ("ATG", 'M'),
            ("GGA", 'G'),
            ("AGA", 'R'),
            ("TAA", '*'),
            ("TGC", 'C'),
            ("CTG", 'L'),
        ] {
            assert_eq!(amino_acid(codon), Some(letter), "{codon}");
        }
        assert_eq!(amino_acid("NNN"), None);
        assert_eq!(amino_acid("AT"), None);
    }

    /// GGA to arginine at 1202 of ALK: two changes, of which one is in the knowledge base (c.3604G>A); CGG to tryptophan and glutamine.
    #[test]
    fn changes_of_one_nucleotide_are_all_found() {
        let found = single_changes("GGA", 3604, 'R');
        let expected = [
            path("GGA", "CGA", "c.3604G>C", PathKind::Transversion),
            path("GGA", "AGA", "c.3604G>A", PathKind::Transition),
        ];
        assert_eq!(found, expected);
        assert!(found.iter().all(|path| problem(path, "G1202R").is_none()));
        assert_eq!(
            single_changes("CGG", 1, 'W'),
            [path("CGG", "TGG", "c.1C>T", PathKind::CpgTransition)]
        );
        assert_eq!(
            single_changes("CGG", 1, 'Q'),
            [path("CGG", "CAG", "c.2G>A", PathKind::CpgTransition)]
        );
        assert!(single_changes("GGA", 3604, 'F').is_empty());
    }

    #[test]
    fn wrong_paths_are_told_apart() {
        assert_eq!(
            problem(&path("GGA", "AGA", "c.3604G>A", PathKind::Transition), "G1202R"),
            None
        );
        assert!(problem(&path("GGA", "AGA", "c.3604G>A", PathKind::Transversion), "G1202R").is_some());
        assert!(problem(&path("GGA", "GAA", "c.3605G>A", PathKind::Transition), "G1202R").is_some());
        assert!(problem(&path("GGA", "AAA", "c.3604G>A", PathKind::Transition), "G1202K").is_some());
        assert!(problem(&path("GGA", "AGA", "c.3604G>C", PathKind::Transition), "G1202R").is_some());
    }
}
