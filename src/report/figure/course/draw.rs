//! Cells, flasks under way, and doses, on one day axis.

use super::data::{Band, CourseFigure, DosePanel, Level};
use crate::report::ReportError;
use crate::report::figure::WIDTH;
use crate::report::figure::axis::{Panel, day_title};
use crate::report::figure::canvas::{Canvas, Stroke, figure, label, spread, stroke};
use crate::report::figure::series::Span;
use crate::report::palette::{Colour, INK, POPULATION, QUIET};
use crate::words;

/// Draws all panels; that of the doses where there is a drug.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn draw(shown: &CourseFigure) -> Result<String, ReportError> {
    let height = if shown.doses.is_some() { 550.0 } else { 372.0 };
    let title = format!("Cells and dose over time in all {}s", shown.culture);
    figure("course", &title, (WIDTH, height), |c| {
        key(c, shown);
        draw_cells(c, shown);
        draw_under_way(c, shown);
        if let Some(doses) = &shown.doses {
            draw_doses(c, &shown.dose_panel(doses.scale), doses, shown);
        }
    })
}

/// What is drawn, above the first panel.
fn key(c: &Canvas, shown: &CourseFigure) {
    let which = if shown.kept == shown.replicates {
        "all".to_owned()
    } else {
        format!("the first {} of", words::grouped(shown.kept))
    };
    let (x, y) = (shown.cell_panel().left, 16.0);
    let behind = Stroke {
        colour: POPULATION,
        width: 0.9,
        opacity: 0.55,
    };
    c.line(&[(x, y), (x + 18.0, y)], behind);
    let text = format!("{which} {}", words::counted(shown.replicates, shown.culture));
    c.text((x + 24.0, y), &text, label(11.0, QUIET));
    let x = x + 180.0;
    c.line(&[(x, y), (x + 18.0, y)], stroke(INK, 2.2));
    c.text((x + 24.0, y), "median", label(11.0, QUIET));
    let x = x + 90.0;
    c.rect((x, y - 5.0), (x + 18.0, y + 5.0), POPULATION, 0.14);
    c.rect((x, y - 2.5), (x + 18.0, y + 2.5), POPULATION, 0.2);
    c.text((x + 24.0, y), "middle 50% and 90%", label(11.0, QUIET));
}

fn line_behind(colour: Colour, kept: u64) -> Stroke {
    Stroke {
        colour,
        width: 0.7,
        opacity: if kept > 60 { 0.16 } else { 0.3 },
    }
}

fn draw_band(c: &Canvas, panel: &Panel, band: &Band, colour: Colour, line: Colour) {
    panel.band(c, &band.most, colour, 0.14);
    panel.band(c, &band.half, colour, 0.2);
    panel.line(c, &band.median, stroke(line, 1.2));
}

fn draw_cells(c: &Canvas, shown: &CourseFigure) {
    let panel = shown.cell_panel();
    panel.draw_y(
        c,
        &format!("cells in the {}", shown.culture),
        &panel.y.ticks(6, words::tick),
    );
    draw_levels(c, &panel, &shown.levels);
    let style = line_behind(POPULATION, shown.kept);
    shown.cells.iter().for_each(|flask| panel.line(c, flask, style));
    draw_band(c, &panel, &shown.cell_band, POPULATION, INK);
    panel.draw_x(c, "", &panel.x.ticks(8, words::number));
}

/// Broken lines with their names at the right edge.
fn draw_levels(c: &Canvas, panel: &Panel, levels: &[Level]) {
    let heights: Vec<f64> = levels.iter().map(|level| panel.py(level.cells)).collect();
    let placed = spread(&heights, 14.0, panel.top + 4.0, panel.bottom);
    for (i, level) in levels.iter().enumerate() {
        let y = heights[i];
        c.dashed(&[(panel.left, y), (panel.right, y)], stroke(QUIET, 0.8), (2.0, 3.0));
        c.line(&[(panel.right, y), (panel.right + 8.0, placed[i])], stroke(QUIET, 0.6));
        c.text((panel.right + 11.0, placed[i]), &level.name, label(11.0, QUIET));
    }
}

fn draw_under_way(c: &Canvas, shown: &CourseFigure) {
    let panel = shown.under_way_panel();
    let most = shown.replicates.max(1) as f64;
    panel.draw_y(
        c,
        "",
        &[(0.0, "0".to_owned()), (most, words::grouped(shown.replicates))],
    );
    let span = |&(at, high): &(f64, f64)| Span { at, low: 0.0, high };
    let area: Vec<Span> = shown.under_way.iter().map(span).collect();
    panel.band(c, &area, POPULATION, 0.35);
    let middle = (panel.top + panel.bottom) / 2.0;
    let still = format!("{}s still", shown.culture);
    for (text, y) in [(still.as_str(), middle - 7.0), ("under way", middle + 7.0)] {
        c.text((panel.right + 11.0, y), text, label(11.0, QUIET));
    }
    let title = match shown.doses {
        None => day_title(shown.culture),
        Some(_) => String::new(),
    };
    panel.draw_x(c, &title, &panel.x.ticks(8, words::number));
}

fn draw_doses(c: &Canvas, panel: &Panel, doses: &DosePanel, shown: &CourseFigure) {
    panel.draw_y(c, &doses.title, &panel.y.ticks(5, words::number));
    for course in &doses.courses {
        let style = line_behind(course.colour, shown.kept);
        course.flasks.iter().for_each(|flask| panel.line(c, flask, style));
        draw_band(c, panel, &course.band, course.colour, course.colour);
    }
    draw_goals(c, panel, doses);
    panel.draw_x(c, &day_title(shown.culture), &panel.x.ticks(8, words::number));
}

/// Goal dose (or constant dose) of each course at the right edge, with the drug where there are several.
fn draw_goals(c: &Canvas, panel: &Panel, doses: &DosePanel) {
    let heights: Vec<f64> = doses.courses.iter().map(|course| panel.py(course.goal)).collect();
    let several = doses.courses.len() > 1;
    let gap = if several { 29.0 } else { 14.0 };
    let placed = spread(&heights, gap, panel.top + 4.0, panel.bottom - 14.0);
    for (i, course) in doses.courses.iter().enumerate() {
        let (colour, y) = (course.colour, heights[i]);
        c.dashed(&[(panel.left, y), (panel.right, y)], stroke(colour, 0.8), (2.0, 3.0));
        c.line(&[(panel.right, y), (panel.right + 8.0, placed[i])], stroke(colour, 0.6));
        let at = (panel.right + 11.0, placed[i]);
        if several {
            let drug = c.shortened(&course.drug, 16);
            c.text(at, &drug, label(11.0, colour).bold());
            c.text((at.0, at.1 + 13.0), &course.goal_name, label(11.0, colour));
        } else {
            c.text(at, &course.goal_name, label(11.0, QUIET));
        }
    }
}
