//! Fluctuation tests in words.

use crate::statistics::colonies::{Analysis, ColonyBin, Interval, Ratio};
use crate::words::{Align, Columns, cells, counted, grouped, listed, number, percent, with_95};
use serde::Serialize;
use std::fmt::Write;

/// Drawn cultures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Drawn {
    /// Mutations per culture.
    pub mutations: f64,
    /// Share of each culture that is plated.
    pub plated: f64,
    /// Growth of mutants over that of their parents.
    pub growth: f64,
    /// Cells of a culture.
    pub final_cells: Option<f64>,
    /// Colonies of each culture.
    pub colonies: Vec<u64>,
    /// Colonies per culture, mean.
    pub mean: f64,
    /// Cultures drawn and expected, by colonies.
    pub bins: Vec<ColonyBin>,
    /// Probabilities of 0 to 20 colonies by the law.
    pub law: Vec<f64>,
}

/// What a test says, and its cultures beside the law and beside Poisson.
pub fn text(test: &Analysis) -> String {
    let mut text = format!("{}: {}\n", test.name, design(test));
    let mut rows = Columns::new(&[Align::Left, Align::Left]).indented(2);
    rows.row(["mutations per culture".to_owned(), interval(test.mutations)]);
    if let Some(rate) = test.rate {
        rows.row(["mutations per division".to_owned(), interval(rate)]);
    }
    rows.row([
        "by the cultures without a colony".to_owned(),
        test.by_zeros.map_or_else(|| no_zeros(test), interval),
    ]);
    rows.row([
        "by the median".to_owned(),
        test.by_median.map_or_else(|| no_median(test), number),
    ]);
    if let Some(fit) = test.fit {
        let told = format!(
            "chi-squared {} with {}, p {}",
            number(fit.chi_squared),
            counted(fit.freedom, "degree").to_owned() + " of freedom",
            chance(fit.p)
        );
        rows.row(["fit of the law".to_owned(), told]);
    }
    let spread = format!(
        "mean {}, variance {}; if mutations came on the plate, p {}",
        number(test.mean),
        number(test.variance),
        chance(test.poisson_p)
    );
    rows.row(["colonies".to_owned(), spread]);
    text += &rows.text();
    let _ = write!(text, "\n{}", bins(&test.bins, "cultures"));
    text
}

fn design(test: &Analysis) -> String {
    let (low, high) = test.plated;
    let plated = match (low, high) {
        (1.0, 1.0) => "plated whole".to_owned(),
        (low, high) if low == high => format!("{} of each plated", percent(low)),
        (low, high) => format!("{} to {} of each plated", percent(low), percent(high)),
    };
    let held = test.final_cells.map(|held| format!(", {} cells each", cells(held)));
    let growth = match test.growth {
        1.0 => String::new(),
        growth => format!(", mutants growing at {} of their parents' pace", percent(growth)),
    };
    format!(
        "{}, {plated}{}{growth}",
        counted(test.cultures, "culture"),
        held.unwrap_or_default()
    )
}

/// Why the classic estimators, which take one share for all, have no number.
const UNLIKE: &str = "cultures were not plated alike";

fn no_median(test: &Analysis) -> String {
    let why = match test.plated {
        (low, high) if low < high => UNLIKE,
        _ => "the median is 0 or too large",
    };
    format!("unknown: {why}")
}

fn no_zeros(test: &Analysis) -> String {
    match test.zeros {
        0 => "unknown: none is without".to_owned(),
        zeros if zeros == test.cultures => "unknown: all are without".to_owned(),
        _ => format!("unknown: {UNLIKE}"),
    }
}

/// What the numbers are.
pub const MEANING: &str = "Mutations per culture: maximum likelihood under the law of Luria and Delbrück, a share plated \
     taken as binomial, with the profile-likelihood 95% interval. Per division: over the final cells, since a culture of N \
     cells has had N − 1 divisions (per generation, as Luria and Delbrück counted, it is ln 2 times that). Beside them the \
     estimators of the cultures without a colony and of the median (Lea and Coulson 1949), with Stewart's correction for \
     plating. The law fits badly where p is small.";

/// The ratio of two tests in a sentence.
pub fn ratio(ratio: &Ratio) -> String {
    let what = if ratio.per_division {
        "mutations per division"
    } else {
        "mutations per culture"
    };
    format!(
        "{what}, {} over {}: {}; of equal ones p {}",
        ratio.of,
        ratio.over,
        interval(ratio.ratio),
        chance(ratio.p)
    )
}

/// What was drawn, beside the law.
pub fn drawn_text(drawn: &Drawn) -> String {
    let law: Vec<String> = drawn.law.iter().take(4).map(|&p| percent(p)).collect();
    format!(
        "{} with {} mutations each, {} plated: {} colonies on average\nby the law of Luria and Delbrück, {} have 0, 1, 2 and 3 \
         colonies\n\n{}",
        counted(drawn.colonies.len() as u64, "culture"),
        number(drawn.mutations),
        percent(drawn.plated),
        number(drawn.mean),
        listed(&law),
        bins(&drawn.bins, "drawn")
    )
}

/// Cultures by their colonies, beside the law and beside Poisson of the same mean.
fn bins(bins: &[ColonyBin], what: &str) -> String {
    use Align::Right;
    let mut table = Columns::new(&[Right, Right, Right, Right]).indented(2);
    table.row(["colonies", what, "by the law", "by Poisson"].map(str::to_owned));
    for bin in bins {
        let colonies = match bin.high == bin.low {
            true => grouped(bin.low),
            false => format!("{} to {}", grouped(bin.low), grouped(bin.high)),
        };
        let expected = |cultures: f64| {
            if cultures < 0.005 {
                "0".to_owned()
            } else {
                number(cultures)
            }
        };
        table.row([colonies, number(bin.observed), expected(bin.law), expected(bin.poisson)]);
    }
    table.text()
}

fn interval(interval: Interval) -> String {
    let Interval { value, low, high } = interval;
    with_95([value, low, high].map(number))
}

fn chance(p: f64) -> String {
    if p < 1e-6 {
        "below 10⁻⁶".to_owned()
    } else {
        number(p)
    }
}
