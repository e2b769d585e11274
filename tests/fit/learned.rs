//! Helpers: fits of data in memory, their draws, and knowledge bases with what was fitted.

use escalade::knowledge::KnowledgeBase;
use escalade::session::fit::{DataFile, Fit, Fitted, Wanted};
use escalade::session::{Conduct, InMemory, Outcome, SessionError, Silent};
use std::sync::atomic::AtomicBool;

pub fn fit(scenario: &str, data: &str, free: &[&str], particles: usize) -> Result<Fit, SessionError> {
    let file = DataFile {
        name: "data.csv".to_owned(),
        text: data.to_owned(),
        ..DataFile::default()
    };
    let wanted = Wanted {
        free: free.iter().map(|&key| key.to_owned()).collect(),
        particles,
        ..Wanted::default()
    };
    Fit::of("s.toml", scenario, &[], None, &[file], wanted)
}

pub fn done(fit: &Fit, threads: usize) -> Fitted {
    let never = AtomicBool::new(false);
    let conduct = Conduct {
        threads,
        stop: &never,
        progress: &Silent,
    };
    match fit.run(&InMemory, &conduct) {
        Ok(Outcome::Done { result, .. }) => result,
        Ok(Outcome::AlreadyComplete | Outcome::Share { .. }) => panic!("memory holds nothing"),
        Err(error) => panic!("{error}"),
    }
}

pub fn draws(fitted: &Fitted) -> Vec<f64> {
    let text = fitted.posterior.text();
    text.lines().skip(1).map(|line| line.parse().unwrap()).collect()
}

pub fn mean_and_sd(numbers: &[f64]) -> (f64, f64) {
    let n = numbers.len() as f64;
    let mean = numbers.iter().sum::<f64>() / n;
    (
        mean,
        (numbers.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n).sqrt(),
    )
}

pub fn base(overlay: &str) -> KnowledgeBase {
    KnowledgeBase::builtin_with(&[("fitted.toml", overlay)]).unwrap_or_else(|error| panic!("{error}"))
}

pub fn correlation(one: &[f64], other: &[f64]) -> f64 {
    let mean = |numbers: &[f64]| numbers.iter().sum::<f64>() / numbers.len() as f64;
    let (a, b) = (mean(one), mean(other));
    let of = |x: &[f64], mx: f64, y: &[f64], my: f64| x.iter().zip(y).map(|(x, y)| (x - mx) * (y - my)).sum::<f64>();
    of(one, a, other, b) / (of(one, a, one, a) * of(other, b, other, b)).sqrt()
}
