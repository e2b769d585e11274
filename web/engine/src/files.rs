//! A whole run in memory.

use crate::desk::Desk;
use crate::watch::Watched;
use escalade::session::{self, InMemory, Outcome, SessionError};
use serde_json::{Value, json};

/// Every file that `escalade run` writes for the scenario on the desk; `worlds` as its option of that name.
pub fn files(desk: &Desk, worlds: Option<u64>) -> Result<Value, SessionError> {
    let mut scenario = desk.scenario()?.clone();
    if worlds.is_some() && scenario.laboratory().is_some() {
        scenario.worlds.count = worlds;
    }
    let watched = Watched::default();
    match session::run(&scenario, &InMemory, &watched.conduct())? {
        Outcome::Done { result, target } => {
            let text = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).into_owned();
            let files = target
                .files
                .iter()
                .map(|(name, bytes)| (name.clone(), text(bytes).into()));
            let files: serde_json::Map<String, Value> = files.collect();
            Ok(json!({ "answer": result.to_string(), "files": files }))
        }
        Outcome::AlreadyComplete | Outcome::Share { .. } => Err(SessionError::failed("memory held results already")),
    }
}
