//! Lines of a texture, cut at the edges of an area that is as wide as it is at each place.

use crate::report::palette::Texture;

/// A place on a drawing, in pixels from its upper left corner.
type Point = (f64, f64);

/// Pixels from a slanted line to the next along the horizontal, and from a level line to the next.
const SLANTED: f64 = 6.0;
const LEVEL: f64 = 5.0;
/// How far below the top of an area its first level line is.
const FIRST: f64 = 3.0;

/// What is shorter is not drawn, pixels across.
const SHORTEST: f64 = 0.5;

/// An area at one place across: its upper and lower edge, straight from one place to the next.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Edge {
    pub x: f64,
    pub top: f64,
    pub bottom: f64,
}

/// A line: its height at 0 and what it falls by for each pixel to the right.
#[derive(Debug, Clone, Copy)]
struct Line {
    at_zero: f64,
    slope: f64,
}

/// The lines that a texture draws over an area, from left to right.
pub(super) fn lines(edges: &[Edge], texture: Texture) -> Vec<[Point; 2]> {
    let slopes: &[f64] = match texture {
        Texture::Plain => &[],
        Texture::Rising => &[-1.0],
        Texture::Falling => &[1.0],
        Texture::Level => &[0.0],
        Texture::Crossed => &[-1.0, 1.0],
    };
    let all = slopes.iter().flat_map(|&slope| family(edges, slope));
    let seen = |[from, to]: &[Point; 2]| to.0 - from.0 >= SHORTEST;
    all.flat_map(|line| cut(edges, line)).filter(seen).collect()
}

/// All lines of a slope that may meet an area: slanted ones stand on one grid for the whole figure.
fn family(edges: &[Edge], slope: f64) -> Vec<Line> {
    let corners = edges
        .iter()
        .flat_map(|edge| [(edge.x, edge.top), (edge.x, edge.bottom)]);
    let (low, high) = corners.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), (x, y)| {
        let at_zero = y - slope * x;
        (low.min(at_zero), high.max(at_zero))
    });
    let (first, step) = match slope == 0.0 {
        true => (low + FIRST, LEVEL),
        false => (libm::ceil(low / SLANTED) * SLANTED, SLANTED),
    };
    let nth = |k: u32| first + f64::from(k) * step;
    let inside = (0..).map(nth).take_while(|&at_zero| at_zero < high);
    inside.map(|at_zero| Line { at_zero, slope }).collect()
}

/// The stretches of a line that lie within an area.
fn cut(edges: &[Edge], line: Line) -> Vec<[Point; 2]> {
    let mut out: Vec<[Point; 2]> = Vec::new();
    for pair in edges.windows(2) {
        let Some((from, to)) = within(pair[0], pair[1], line) else {
            continue;
        };
        let at = |x: f64| (x, line.at_zero + line.slope * x);
        match out.last_mut() {
            Some(last) if from - last[1].0 < 1e-6 => last[1] = at(to),
            _ => out.push([at(from), at(to)]),
        }
    }
    out
}

/// Where a line is within an area from one place to the next; both edges are straight there.
fn within(a: Edge, b: Edge, line: Line) -> Option<(f64, f64)> {
    let height = |edge: Edge| line.at_zero + line.slope * edge.x;
    let (mut from, mut to) = (0.0_f64, 1.0_f64);
    // How far the line is on the inner side of each edge, at both places.
    for (at_a, at_b) in [
        (height(a) - a.top, height(b) - b.top),
        (a.bottom - height(a), b.bottom - height(b)),
    ] {
        match (at_a >= 0.0, at_b >= 0.0) {
            (true, true) => {}
            (false, false) => return None,
            (false, true) => from = from.max(at_a / (at_a - at_b)),
            (true, false) => to = to.min(at_a / (at_a - at_b)),
        }
    }
    let x = |part: f64| a.x + part * (b.x - a.x);
    (to > from).then(|| (x(from), x(to)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A band that opens from nothing to 60 pixels and closes again.
    fn lens() -> Vec<Edge> {
        let half = |x: f64| 30.0 * libm::sin(core::f64::consts::PI * x / 200.0);
        let edge = |k: i32| {
            let x = f64::from(k) * 10.0;
            Edge {
                x,
                top: 100.0 - half(x),
                bottom: 100.0 + half(x),
            }
        };
        (0..=20).map(edge).collect()
    }

    #[test]
    fn lines_fill_an_area_and_stay_within_it() {
        let edges = lens();
        let area: f64 = edges
            .windows(2)
            .map(|pair| 5.0 * (pair[0].bottom - pair[0].top + pair[1].bottom - pair[1].top))
            .sum();
        let edge_at = |x: f64| {
            let i = ((x / 10.0) as usize).min(19);
            let part = x / 10.0 - i as f64;
            let between = |of: fn(&Edge) -> f64| of(&edges[i]) + part * (of(&edges[i + 1]) - of(&edges[i]));
            (between(|e| e.top), between(|e| e.bottom))
        };
        for (texture, apart) in [
            (Texture::Rising, SLANTED),
            (Texture::Falling, SLANTED),
            (Texture::Level, LEVEL),
            (Texture::Crossed, SLANTED / 2.0),
        ] {
            let drawn = lines(&edges, texture);
            for (x, y) in drawn.iter().flatten() {
                let (top, bottom) = edge_at(*x);
                assert!(*y > top - 1e-6 && *y < bottom + 1e-6, "{texture:?} at {x}, {y}");
            }
            // Lines so far apart cover the area once.
            let across: f64 = drawn.iter().map(|[a, b]| b.0 - a.0).sum();
            assert!((across * apart / area - 1.0).abs() < 0.1, "{texture:?}: {across}");
        }
        assert!(lines(&edges, Texture::Plain).is_empty());
    }
}
