//! Fits of data in memory.

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
