//! A broken line as its dashes.

/// A point in pixels, origin at the top left.
type Point = (f64, f64);

/// The dashes of a line through finite points: `on` pixels drawn, `off` left out.
pub(super) fn dashes(points: &[Point], on: f64, off: f64) -> Vec<Vec<Point>> {
    let mut out: Vec<Vec<Point>> = Vec::new();
    let mut travelled = 0.0;
    for pair in points.windows(2) {
        let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
        let length = libm::hypot(x1 - x0, y1 - y0);
        let at = |s: f64| (x0 + (x1 - x0) * s / length, y0 + (y1 - y0) * s / length);
        let mut s = 0.0;
        while s < length - 1e-9 {
            let phase = (travelled + s) % (on + off);
            let left = if phase < on { on - phase } else { on + off - phase };
            let next = (s + left.max(1e-6)).min(length);
            if phase < on {
                match out.last_mut() {
                    Some(dash) if s == 0.0 && phase > 0.0 && dash.last() == Some(&pair[0]) => dash.push(at(next)),
                    _ => out.push(vec![at(s), at(next)]),
                }
            }
            s = next;
        }
        travelled += length;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_cover_their_share() {
        let drawn = dashes(&[(0.0, 0.0), (30.0, 0.0), (30.0, 30.0)], 4.0, 2.0);
        let length: f64 = drawn
            .iter()
            .flat_map(|d| d.windows(2))
            .map(|p| (p[1].0 - p[0].0).abs() + (p[1].1 - p[0].1).abs())
            .sum();
        assert!((length - 40.0).abs() < 1e-6, "{length}");
    }
}
