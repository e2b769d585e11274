//! The mutagen of `[line]`: a treatment once before seeding.

use crate::knowledge::MutagenDose;
use crate::scenario::error::Checked;
use crate::scenario::keys::kinds::{Known, Number, inside};
use crate::scenario::keys::{Keys, Kind, Must, Names, Or, Rules, parts, table};
use crate::scenario::value::Place;
use serde_json::{Value, json};

table! {
    /// With a dose.
    pub struct MutagenFile {
        /// A mutagen of the knowledge base.
        #[read(elsewhere)]
        agent: Must<Known> = Known("mutagen").must(),
        /// In treatments of the record.
        dose: Or<Number> = Number { low: 0.0, high: 100.0, allowed: "0 to 100 times the treatment that the record states" }
            .or(1_u64),
    }
}

/// A mutagen by name, or with a dose.
pub fn schema(what: &str, names: &Names) -> Value {
    let agent = parts::known("A mutagen of the knowledge base.", &names.of("mutagen"));
    json!({ "description": what, "anyOf": [agent, inside::<MutagenFile>().schema("", names)] })
}

impl MutagenFile {
    /// As TOML.
    pub fn of(MutagenDose { agent, treatments }: &MutagenDose) -> toml::Value {
        let table = [
            ("agent", toml::Value::from(agent.as_str())),
            ("dose", toml::Value::from(*treatments)),
        ];
        toml::Value::Table(table.map(|(key, value)| (key.to_owned(), value)).into_iter().collect())
    }
}

/// "ENU", or { agent = "ENU", dose = 2 }.
pub fn check(place: &Place, value: &toml::Value, known: Option<&[&str]>) -> Checked<MutagenDose> {
    const ALLOWED: &str = "a name such as \"ENU\", or { agent = \"ENU\", dose = 1 }";
    let look_up = |place: &Place, agent: &str| match known {
        Some(known) => place.among(agent, known, "a mutagen of the knowledge base").map(drop),
        None => Ok(()),
    };
    let table = match value {
        toml::Value::String(agent) => {
            look_up(place, agent)?;
            return Ok(MutagenDose {
                agent: agent.clone(),
                treatments: 1.0,
            });
        }
        toml::Value::Table(table) => table,
        other => return Err(place.wrong(other, "cannot be read").allowed(ALLOWED)),
    };
    let names = MutagenFile::names();
    if let Some(key) = table.keys().find(|key| !names.contains(&key.as_str())) {
        let fault = place.key(key).fault("is not a key of a mutagen");
        return Err(fault.one_of(key, &names));
    }
    let file: MutagenFile = match value.clone().try_into() {
        Ok(file) => file,
        Err(_) => return Err(place.fault("needs the name of its agent").allowed(ALLOWED)),
    };
    look_up(&place.key("agent"), &file.agent)?;
    Ok(MutagenDose {
        treatments: file.dose(place)?,
        agent: file.agent,
    })
}
