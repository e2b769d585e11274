//! What is not known, drawn while somebody watches.

use crate::desk::Desk;
use escalade::session::SessionError;
use escalade::session::classroom::Unknown;
use serde_json::{Value, json};

/// More of so many worlds; nothing where the scenario leans on nothing that is not known.
pub fn worlds(desk: &mut Desk, worlds: u64, of: u64) -> Result<Value, SessionError> {
    if desk
        .unknown
        .as_ref()
        .is_none_or(|unknown| unknown.done() >= unknown.total())
    {
        desk.unknown = Unknown::of(desk.scenario()?, of)?;
    }
    let Some(unknown) = &mut desk.unknown else {
        return Ok(Value::Null);
    };
    unknown.more(worlds);
    let (done, total) = (unknown.done(), unknown.total());
    let shares = (done >= total).then(|| unknown.shares()).flatten();
    Ok(json!({ "done": done, "total": total, "shares": shares, "why": unknown.refused_why() }))
}
