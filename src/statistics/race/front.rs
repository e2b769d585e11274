//! Designs that no other beats in everything at once.

/// Of each point whether no other is at least as good in every respect and better in one; the less the better.
pub fn undominated(points: &[Vec<f64>]) -> Vec<bool> {
    let beats = |a: &[f64], b: &[f64]| {
        let all = a.iter().zip(b).all(|(a, b)| a <= b);
        all && a.iter().zip(b).any(|(a, b)| a < b)
    };
    points
        .iter()
        .map(|one| !points.iter().any(|other| beats(other, one)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::undominated;

    #[test]
    fn only_what_is_beaten_in_all_falls_away() {
        let points = [
            vec![1.0, 5.0],
            vec![2.0, 2.0],
            vec![5.0, 1.0],
            vec![3.0, 3.0],
            vec![2.0, 2.0],
        ];
        assert_eq!(undominated(&points), [true, true, true, false, true]);
        assert!(undominated(&[]).is_empty());
    }
}
