//! Selection windows: net growth of every type by dose, and for two drugs which types are left alive.

use super::axis::{Panel, Scale};
use super::canvas::{Canvas, figure, label, stroke};
use crate::report::ReportError;
use crate::report::palette::{self, Colour, FAINT, INK, NONE, QUIET, WHITE};
use crate::scenario::explain::{PairMap, WindowGrid, WindowRow};
use crate::words;

const WIDTH: f64 = 860.0;
const LEFT: f64 = 230.0;
const RIGHT: f64 = 840.0;
const TOP: f64 = 74.0;
const ROW: f64 = 17.0;

/// Colour of net growth over undrugged parental growth: white at 0, warm above, cool below.
fn growth_colour(share: f64) -> Colour {
    let strength = libm::sqrt(share.abs().min(1.0));
    let end = if share > 0.0 { (190, 70, 20) } else { (60, 95, 140) };
    let mix = |from: f64, to: i32| libm::round(from + (f64::from(to) - from) * strength) as u8;
    Colour(mix(255.0, end.0), mix(255.0, end.1), mix(255.0, end.2))
}

/// One course: types by dose, with the doses at which each starts or stops growing.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn window(grid: &WindowGrid) -> Result<String, ReportError> {
    let bottom = TOP + grid.types.len() as f64 * ROW;
    let title = format!("Selection window of {}", grid.drug);
    figure("window", &title, (WIDTH, bottom + 54.0), |c| {
        let low = grid.doses.first().copied().unwrap_or(1.0);
        let high = grid.doses.last().copied().unwrap_or(10.0);
        let x = Scale::log(low, high, false);
        let panel = Panel {
            left: LEFT,
            right: RIGHT,
            top: TOP,
            bottom,
            x,
            y: x,
        };
        let beside = match grid.beside.is_empty() {
            true => String::new(),
            false => format!(", beside {}", grid.beside),
        };
        let heading = c.shortened(&format!("Who grows at which dose of {}{beside}", grid.drug), 100);
        c.text((12.0, 18.0), &heading, label(14.0, INK).bold());
        growth_key(c);
        for (i, row) in grid.types.iter().enumerate() {
            draw_row(c, &panel, grid, row, TOP + i as f64 * ROW, i == 0);
        }
        for dose in grid.of_course.iter().filter(|dose| **dose > 0.0) {
            let at = panel.px(*dose);
            c.dashed(&[(at, TOP - 6.0), (at, bottom)], stroke(QUIET, 0.9), (3.0, 3.0));
        }
        let title = format!("{}, nM (broken lines: the course's doses)", grid.drug);
        panel.draw_x(c, &title, &x.ticks(6, words::number));
    })
}

fn draw_row(c: &Canvas, panel: &Panel, grid: &WindowGrid, row: &WindowRow, top: f64, parental: bool) {
    let look = label(11.0, INK).right();
    let look = if parental { look.bold() } else { look };
    let middle = top + ROW / 2.0;
    c.text((LEFT - 20.0, middle), &c.shortened(&row.name, 34), look);
    c.rect(
        (LEFT - 14.0, top + 4.0),
        (LEFT - 5.0, top + ROW - 4.0),
        palette::mechanism(&row.mechanism),
        1.0,
    );
    let n = grid.doses.len();
    let edge = |i: usize| match i {
        0 => panel.left,
        i if i == n => panel.right,
        i => panel.px(libm::sqrt(grid.doses[i - 1] * grid.doses[i])),
    };
    for (i, net) in row.net.iter().enumerate() {
        let colour = growth_colour(net / grid.parental_growth);
        // A hair of overlap leaves no seams.
        let right = if i + 1 == n { panel.right } else { edge(i + 1) + 0.8 };
        c.rect((edge(i), top + 1.0), (right, top + ROW - 1.0), colour, 1.0);
    }
    for i in 1..n {
        let (a, b) = (row.net[i - 1], row.net[i]);
        if (a > 0.0) != (b > 0.0) {
            let part = a / (a - b);
            let at = grid.doses[i - 1] * libm::pow(grid.doses[i] / grid.doses[i - 1], part);
            c.line(
                &[(panel.px(at), top + 0.5), (panel.px(at), top + ROW - 0.5)],
                stroke(INK, 2.0),
            );
        }
    }
}

fn growth_key(c: &Canvas) {
    let y = 42.0;
    let steps = [-1.0, -0.6, -0.3, -0.1, 0.1, 0.3, 0.6, 1.0];
    c.text(
        (LEFT - 8.0, y),
        "net growth, share of parental",
        label(11.0, QUIET).right(),
    );
    for (i, share) in steps.into_iter().enumerate() {
        let x = LEFT + 42.0 * i as f64;
        c.rect((x, y - 6.0), (x + 42.0, y + 6.0), growth_colour(share), 1.0);
        c.text(
            (x + 21.0, y + 14.0),
            &format!("{}%", words::points(share)),
            label(10.0, QUIET).centred(),
        );
    }
    c.line(&[(LEFT + 380.0, y - 7.0), (LEFT + 380.0, y + 7.0)], stroke(INK, 2.0));
    c.text((LEFT + 388.0, y), "zero: growth turns into decline", label(11.0, QUIET));
}

/// Two drugs: how many types grow, and which alteration is the most dangerous.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn pair(map: &PairMap) -> Result<String, ReportError> {
    let title = format!("Which types grow in {} with {}", map.drugs[0], map.drugs[1]);
    figure("pair", &title, (WIDTH, 560.0), |c| {
        let sides = [66.0, 476.0];
        let heading = format!("{} with {}", map.drugs[0], map.drugs[1]);
        c.text((12.0, 18.0), &heading, label(14.0, INK).bold());
        c.text(
            (sides[0], 44.0),
            "types that grow beside the parental line",
            label(12.0, INK),
        );
        c.text(
            (sides[1], 44.0),
            "most dangerous alteration (supply x growth)",
            label(12.0, INK),
        );
        let most = map
            .cells
            .iter()
            .flatten()
            .map(|cell| cell.growing)
            .max()
            .unwrap_or(1)
            .max(1);
        for (side, left) in sides.into_iter().enumerate() {
            let place = Square::new(map, left);
            for (a, row) in map.cells.iter().enumerate() {
                for (b, cell) in row.iter().enumerate() {
                    let colour = match (side, cell.most_dangerous) {
                        (0, _) => count_colour(cell.growing, most),
                        (_, Some(i)) => palette::mechanism(&map.types[i]),
                        (_, None) => WHITE,
                    };
                    let ((x0, y0), (x1, y1)) = place.cell(a, b);
                    c.rect((x0, y0), (x1 + 0.3, y1 - 0.3), colour, 1.0);
                    if side == 0 {
                        let ink = if cell.growing * 2 > most { WHITE } else { INK };
                        let look = label(7.5, ink).centred();
                        c.text(((x0 + x1) / 2.0, (y0 + y1) / 2.0), &cell.growing.to_string(), look);
                    }
                }
            }
            place.outline(c, map);
            place.axes(c, map, side == 0);
        }
        legend(c, map);
    })
}

fn count_colour(count: u32, most: u32) -> Colour {
    let share = f64::from(count) / f64::from(most);
    growth_colour(share * share)
}

/// A square of cells.
struct Square {
    left: f64,
    top: f64,
    side: f64,
    sizes: (usize, usize),
}

impl Square {
    fn new(map: &PairMap, left: f64) -> Self {
        Self {
            left,
            top: 58.0,
            side: 374.0,
            sizes: (map.doses[0].len(), map.doses[1].len()),
        }
    }

    /// Corners: the first drug to the right, the second upwards.
    fn cell(&self, a: usize, b: usize) -> ((f64, f64), (f64, f64)) {
        let (width, height) = (self.side / self.sizes.0 as f64, self.side / self.sizes.1 as f64);
        let (x, y) = (self.left + a as f64 * width, self.top + self.side - b as f64 * height);
        ((x, y), (x + width, y - height))
    }

    /// A line between where parental cells grow and where they do not.
    fn outline(&self, c: &Canvas, map: &PairMap) {
        let grows = |a: usize, b: usize| map.cells[a][b].parental_grows;
        for a in 0..self.sizes.0 {
            for b in 0..self.sizes.1 {
                let ((x0, y0), (x1, y1)) = self.cell(a, b);
                if a + 1 < self.sizes.0 && grows(a, b) != grows(a + 1, b) {
                    c.line(&[(x1, y0), (x1, y1)], stroke(INK, 2.4));
                }
                if b + 1 < self.sizes.1 && grows(a, b) != grows(a, b + 1) {
                    c.line(&[(x0, y1), (x1, y1)], stroke(INK, 2.4));
                }
            }
        }
        let (right, bottom) = (self.left + self.side, self.top + self.side);
        let frame = [
            (self.left, self.top),
            (right, self.top),
            (right, bottom),
            (self.left, bottom),
            (self.left, self.top),
        ];
        c.line(&frame, stroke(FAINT, 1.0));
    }

    /// The second drug's axis stands once, at the left panel.
    fn axes(&self, c: &Canvas, map: &PairMap, left: bool) {
        for (i, dose) in map.doses[0].iter().enumerate().filter(|(i, _)| i % 5 == 1 || *i == 0) {
            let ((x0, y0), (x1, _)) = self.cell(i, 0);
            c.text(
                ((x0 + x1) / 2.0, y0 + 11.0),
                &words::number(*dose),
                label(9.5, QUIET).centred(),
            );
        }
        let middle = self.left + self.side / 2.0;
        let title = format!("{}, nM", map.drugs[0]);
        c.text(
            (middle, self.top + self.side + 27.0),
            &title,
            label(12.0, INK).centred(),
        );
        if !left {
            return;
        }
        for (i, dose) in map.doses[1].iter().enumerate().filter(|(i, _)| i % 5 == 1 || *i == 0) {
            let ((x0, y0), (_, y1)) = self.cell(0, i);
            c.text(
                (x0 - 5.0, (y0 + y1) / 2.0),
                &words::number(*dose),
                label(9.5, QUIET).right(),
            );
        }
        let centre = self.top + self.side / 2.0;
        let title = format!("{}, nM", map.drugs[1]);
        c.text((self.left - 54.0, centre), &title, label(12.0, INK).centred().upright());
    }
}

/// Colours of the most dangerous alterations, most cells first.
fn legend(c: &Canvas, map: &PairMap) {
    let mut counts = vec![0u32; map.types.len()];
    let worst = map.cells.iter().flatten().filter_map(|cell| cell.most_dangerous);
    worst.for_each(|i| counts[i] += 1);
    let mut shown: Vec<usize> = (0..counts.len()).filter(|i| counts[*i] > 0).collect();
    shown.sort_by(|a, b| counts[*b].cmp(&counts[*a]));
    c.line(&[(66.0, 486.0), (94.0, 486.0)], stroke(INK, 2.4));
    let told = "beyond this line, away from the origin, parental cells do not grow";
    c.text((100.0, 486.0), told, label(11.0, QUIET));
    for (i, index) in shown.iter().take(8).enumerate() {
        let (x, y) = (66.0 + 196.0 * (i % 4) as f64, 512.0 + 20.0 * (i / 4) as f64);
        c.rect(
            (x, y - 5.0),
            (x + 14.0, y + 5.0),
            palette::mechanism(&map.types[*index]),
            1.0,
        );
        c.text(
            (x + 20.0, y),
            &c.shortened(&map.types[*index].label, 26),
            label(11.0, INK),
        );
    }
    if shown.is_empty() {
        c.rect((66.0, 507.0), (80.0, 517.0), NONE, 0.3);
        c.text((86.0, 512.0), "no alteration grows anywhere", label(11.0, INK));
    }
}
