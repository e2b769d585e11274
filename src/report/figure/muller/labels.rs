//! Names in a Muller plot: beside it with their shares, and within bands that have room for them.

use super::shown::{DoseLine, Layout, MullerFigure, pixels, traced};
use crate::report::figure::axis::Panel;
use crate::report::figure::canvas::{Canvas, Point, Stroke, hatching, label, stroke, text_width};
use crate::report::figure::nest::VISIBLE;
use crate::report::figure::texture::Edge;
use crate::report::palette::{self, Colour, FAINT, INK, QUIET, Texture};
use crate::words;

/// The two columns of shares end so far from the right end of the figure.
const MOST: f64 = 44.0;
const END: f64 = 6.0;
/// Height of an entry.
const ENTRY: f64 = 17.0;
/// Sizes that a name within a band may have.
const SIZES: [f64; 2] = [12.0, 10.0];

/// Height of a drug's entry.
pub(super) const DRUG: f64 = 15.0;

/// How the dose of a drug looks.
pub(super) fn of_drug(k: usize) -> Stroke {
    stroke(palette::series(k), 1.6)
}

/// How high the key of mechanisms is, from its head to what follows it.
pub(super) fn height(shown: &MullerFigure) -> f64 {
    let entries = shown.named.len() + usize::from(shown.rest.is_some());
    18.0 + ENTRY * entries as f64 + if shown.nest.hidden > 0 { 36.0 } else { 6.0 }
}

/// Every mechanism with a name, its largest share and its share at the end; `top` is where the head stands.
pub(super) fn legend(c: &Canvas, top: f64, shown: &MullerFigure) {
    let layout = &shown.layout;
    let x = layout.key;
    let [at_most, at_end] = [MOST, END].map(|from_right| layout.width - from_right);
    for (right, head) in [(at_most, "most"), (at_end, "end")] {
        c.text((right, top), head, label(9.0, QUIET).right());
    }
    let shares = |y: f64, most: f64, end: f64| {
        c.text((at_most, y), &traced(most), label(11.0, QUIET).right());
        c.text((at_end, y), &traced(end), label(11.0, QUIET).right());
    };
    let mut y = top + 18.0;
    for named in &shown.named {
        swatch(c, (x, y), named.colour, named.texture);
        let name = crate::report::words::mechanism(named.mechanism);
        c.text((x + 16.0, y), &c.shortened(name, layout.name), label(11.0, INK));
        shares(y, named.most, named.end);
        y += ENTRY;
    }
    if let Some(rest) = shown.rest {
        swatch(c, (x, y), FAINT, Texture::Plain);
        c.text((x + 16.0, y), &format!("{} more", rest.count), label(11.0, QUIET));
        shares(y, rest.most, rest.end);
        y += ENTRY;
    }
    if shown.nest.hidden > 0 {
        let hidden = words::counted(shown.nest.hidden as u64, "lineage");
        let below = format!("{hidden} below {}", words::percent(VISIBLE));
        c.text((x, y + 2.0), &below, label(10.0, QUIET));
        c.text((x, y + 15.0), "drawn with their parent", label(10.0, QUIET));
    }
}

/// The lines of doses, by drug.
pub(super) fn drugs(c: &Canvas, (x, top): Point, layout: &Layout, doses: &[DoseLine]) {
    for (k, dose) in doses.iter().enumerate() {
        let y = top + k as f64 * DRUG;
        c.line(&[(x, y), (x + 12.0, y)], of_drug(k));
        c.text(
            (x + 16.0, y),
            &c.shortened(&dose.drug, layout.name - 1),
            label(11.0, INK),
        );
    }
}

fn swatch(c: &Canvas, (x, y): (f64, f64), colour: Colour, texture: Texture) {
    let corners = ((x, y - 5.5), (x + 11.0, y + 5.5));
    c.rect(corners.0, corners.1, colour, 1.0);
    c.texture(corners.0, corners.1, texture, hatching(colour));
}

/// Names within the widest stretches of their bands, each once.
pub(super) fn in_bands(c: &Canvas, panel: &Panel, shown: &MullerFigure) {
    for named in &shown.named {
        let bands = shown.bands.iter();
        let own = bands.filter(|band| shown.nest.mechanisms[band.row] == named.mechanism);
        let pieces = own.flat_map(|band| shown.nest.open(band));
        let pieces: Vec<Vec<Edge>> = pieces
            .map(|piece| pixels(panel, &piece, shown.days, (0, shown.days.len())))
            .collect();
        let name = crate::report::words::mechanism(named.mechanism);
        let place = |size: f64| Some((size, room(&pieces, text_width(name, size) + 8.0, size + 3.0)?));
        let Some((size, at)) = SIZES.into_iter().find_map(place) else {
            continue;
        };
        if named.texture != Texture::Plain {
            let (half, high) = (text_width(name, size) / 2.0, size / 2.0 + 1.0);
            c.rect(
                (at.0 - half, at.1 - high),
                (at.0 + half, at.1 + high),
                named.colour,
                1.0,
            );
        }
        c.text(at, name, label(size, named.colour.readable()).centred());
    }
}

/// Pixels from one place that is tried to the next.
const STEP: f64 = 4.0;

/// The middle of the place, so wide, in which there is most room from one edge to the other; `None` where it is less than
/// `high`.
fn room(pieces: &[Vec<Edge>], wide: f64, high: f64) -> Option<(f64, f64)> {
    let mut best: Option<(f64, (f64, f64))> = None;
    for edges in pieces {
        let (Some(first), Some(last)) = (edges.first(), edges.last()) else {
            continue;
        };
        let mut left = first.x;
        while left + wide <= last.x {
            let (top, bottom) = between(edges, left, left + wide);
            let room = bottom - top;
            if room >= high && best.is_none_or(|(most, _)| room > most + 1e-6) {
                best = Some((room, (left + wide / 2.0, (top + bottom) / 2.0)));
            }
            left += STEP;
        }
    }
    best.map(|(_, at)| at)
}

/// The lowest upper edge and the highest lower edge of a stretch.
fn between(edges: &[Edge], left: f64, right: f64) -> (f64, f64) {
    let inner = |(top, bottom): (f64, f64), edge: Edge| (top.max(edge.top), bottom.min(edge.bottom));
    let within = edges.iter().copied().filter(|edge| (left..=right).contains(&edge.x));
    let ends = [left, right].map(|x| at(edges, x));
    within.chain(ends).fold((f64::NEG_INFINITY, f64::INFINITY), inner)
}

/// The edges at a place, straight between those around it.
fn at(edges: &[Edge], x: f64) -> Edge {
    let after = edges.partition_point(|edge| edge.x < x).clamp(1, edges.len() - 1);
    let (a, b) = (edges[after - 1], edges[after]);
    let part = if b.x > a.x { (x - a.x) / (b.x - a.x) } else { 0.0 };
    Edge {
        x,
        top: a.top + part * (b.top - a.top),
        bottom: a.bottom + part * (b.bottom - a.bottom),
    }
}
