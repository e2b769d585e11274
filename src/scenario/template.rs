//! A scenario to start from: a line and a drug, the usual defaults written out.

use super::error::nearest;
use super::known::{Books, Library};
use super::{Body, Overlay, defaults, load_with, warnings};
use crate::model::endpoint::absolute_ic;
use crate::model::genotype::Genotype;
use crate::words;

const TEMPLATE: &str = include_str!("template.toml");

/// Column of the comments.
const COMMENTS: usize = 39;

/// Times the first dose, IC20, that a goal lies above it; the first that holds parental cells back, and that changed cells reach, is
/// taken.
const REACH: [f64; 7] = [10.0, 20.0, 50.0, 100.0, 5.0, 3.0, 2.0];
/// Share of the parental growth at which the template steps up, and calls a flask resistant.
const GROWTH: f64 = 0.3;

/// Ladders to try, from the usual one on: first dose and goal.
const LADDERS: [(&str, &str); 6] = [
    ("IC20", "1 uM"),
    ("IC20", "3 uM"),
    ("IC20", "10 uM"),
    ("10 nM", "1 uM"),
    ("10 nM", "10 uM"),
    ("100 nM", "30 uM"),
];

/// The text of a scenario of this line under this drug, rising to the lowest goal that holds parental cells back. It
/// passes `check`.
///
/// # Errors
/// An overlay is not valid, line or drug is not in the knowledge base (with what is), or no such scenario is valid.
pub fn write(line: &str, drug: &str, overlays: &[Overlay]) -> Result<String, String> {
    let library = Library::new(Books::Overlays(overlays))?;
    let named = (library.line_called(line), library.drug_called(drug));
    let (line, drug) = (named.0.as_deref().unwrap_or(line), named.1.as_deref().unwrap_or(drug));
    for (flag, wanted, known) in [("line", line, &library.lines), ("drug", drug, &library.drugs)] {
        if !known.iter().any(|name| name == wanted) {
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            return Err(format!(
                "--{flag} \"{wanted}\" is not a {flag} of the knowledge base\n  {}",
                nearest(wanted, &known)
            ));
        }
    }
    let mut sound = None;
    let mut refused = String::new();
    let within_reach = goals(line, drug, overlays)
        .into_iter()
        .map(|(goal, why)| ("IC20".to_owned(), goal, why));
    let usual = LADDERS.map(|(start, goal)| (start.to_owned(), goal.to_owned(), NOT_FOUND));
    for (start, goal, why) in within_reach.chain(usual) {
        let text = filled(line, drug, (&start, &goal), why);
        match load_with("the template", text.clone(), overlays) {
            Ok(scenario) if warnings::of(&scenario).is_empty() => return Ok(text),
            Ok(_) => sound = sound.or(Some(text)),
            Err(error) => refused = error.to_string(),
        }
    }
    sound.ok_or(refused)
}

/// Why a goal is proposed where no dose was found that is one.
const NOT_FOUND: &str =
    "a usual dose: none was found that holds parental cells back while cells with one change grow on";

/// Goals, best first, each with what speaks for it: so many times the dose that takes 20% of the line's viability, rounded.
fn goals(line: &str, drug: &str, overlays: &[Overlay]) -> Vec<(String, &'static str)> {
    let text = filled(line, drug, ("1 nM", "10 uM"), NOT_FOUND);
    let Ok(scenario) = load_with("the template", text, overlays) else {
        return Vec::new();
    };
    let Body::Laboratory(laboratory) = &scenario.body else {
        return Vec::new();
    };
    let biology = &laboratory.biology;
    let course = &laboratory.protocol.courses[0];
    let ic20 = absolute_ic(biology, &biology.wild_type(), 0, course.drug, 0.2, defaults::IC_HOURS);
    let rounded = |nanomolar: f64| {
        let decade = libm::pow(10.0, libm::floor(libm::log10(nanomolar)));
        let steps = [1.0, 2.0, 3.0, 5.0, 10.0].map(|step| step * decade);
        let near = |a: &f64, b: &f64| (a / nanomolar).ln().abs().total_cmp(&(b / nanomolar).ln().abs());
        steps.into_iter().min_by(near).unwrap_or(nanomolar)
    };
    // As it is typed: a keyboard has no micro sign.
    let text = |nanomolar: f64| words::dose(nanomolar).replace('µ', "u");
    let net = |genotype: &Genotype, nanomolar: f64| {
        let mut doses = vec![0.0; biology.drugs().len()];
        doses[course.drug] = nanomolar;
        biology.phenotype(genotype, 0, &doses).net()
    };
    let parental = biology.wild_type();
    let enough = GROWTH * net(&parental, 0.0);
    // Unaltered cells shrink there, or at least grow too slowly to step, and cells with one change go on.
    let shrinks = |goal: &f64| net(&parental, *goal) < 0.0;
    let slow = |goal: &f64| net(&parental, *goal) < enough;
    let changed = biology.reachable_first();
    let reached = |goal: &f64| changed.iter().any(|(genotype, _, _)| net(genotype, *goal) >= enough);
    let of = |ic20: f64| {
        let goals: Vec<f64> = REACH.iter().map(|times| rounded(times * ic20)).collect();
        let of = |kind: &dyn Fn(&f64) -> bool| goals.iter().copied().filter(|goal| kind(goal)).collect::<Vec<_>>();
        let ranked = [
            (
                of(&|goal| shrinks(goal) && reached(goal)),
                "holds parental cells back and is within reach; raise it once flasks arrive",
            ),
            (
                of(&|goal| slow(goal) && reached(goal)),
                "slows parental cells and is within reach; raise it once flasks arrive",
            ),
            (
                of(&shrinks),
                "holds parental cells back; no single change that is known suffices there",
            ),
        ];
        let told = |(goals, why): (Vec<f64>, &'static str)| goals.into_iter().map(move |goal| (text(goal), why));
        ranked.into_iter().flat_map(told).collect()
    };
    ic20.map_or_else(Vec::new, of)
}

fn filled(line: &str, drug: &str, (start, goal): (&str, &str), why: &str) -> String {
    let marks = [
        ("@LINE@", line),
        ("@DRUG@", drug),
        ("@START@", start),
        ("@GOAL@", goal),
        ("@WHY@", why),
    ];
    let put_in = |line: &str| {
        let full = marks
            .iter()
            .fold(line.to_owned(), |text, (mark, value)| text.replace(mark, value));
        // A tab stands before each comment: they stay below each other whatever the names' lengths.
        match full.split_once('\t') {
            Some((code, comment)) => format!("{code:<COMMENTS$}{comment}\n"),
            None => full + "\n",
        }
    };
    TEMPLATE.lines().map(put_in).collect()
}
