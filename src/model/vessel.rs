//! What cells are cultured in.

use serde::{Deserialize, Serialize};
use std::fmt;

/// How cultures stand in a vessel, which says what can be told of them together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Culture {
    /// Each in a vessel of its own.
    Flask,
    /// Many small ones on a plate, of which the share that grows out is counted.
    Well,
}

impl Culture {
    /// Of a vessel that nothing but the name is known of: wells are named "96-well" and the like.
    pub fn of_name(name: &str) -> Self {
        Self::well(name.ends_with("-well"))
    }

    /// A well, or else a flask.
    pub fn well(well: bool) -> Self {
        if well { Culture::Well } else { Culture::Flask }
    }

    /// What people call one culture.
    pub fn noun(self) -> &'static str {
        match self {
            Culture::Well => "well",
            Culture::Flask => "flask",
        }
    }
}

/// A culture vessel. A text stands for the vessel of this name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
pub struct Vessel {
    /// By which scenarios name it, for example "T75".
    pub name: String,
    /// How cultures stand in it.
    pub culture: Culture,
}

impl Vessel {
    /// Whether its cultures are wells of a plate.
    pub fn is_well(&self) -> bool {
        self.culture == Culture::Well
    }

    /// Whether its name alone says how cultures stand in it.
    pub fn is_told_by_name(&self) -> bool {
        self.culture == Culture::of_name(&self.name)
    }
}

impl From<String> for Vessel {
    fn from(name: String) -> Self {
        Self {
            culture: Culture::of_name(&name),
            name,
        }
    }
}

impl From<&str> for Vessel {
    fn from(name: &str) -> Self {
        name.to_owned().into()
    }
}

impl fmt::Display for Vessel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// As serialised: the name, with the culture where the name does not tell it.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Written {
    Name(String),
    Stated { name: String, culture: Culture },
}

impl From<Written> for Vessel {
    fn from(written: Written) -> Self {
        match written {
            Written::Name(name) => name.into(),
            Written::Stated { name, culture } => Self { name, culture },
        }
    }
}

impl From<Vessel> for Written {
    fn from(vessel: Vessel) -> Self {
        match vessel.is_told_by_name() {
            true => Written::Name(vessel.name),
            false => Written::Stated {
                name: vessel.name,
                culture: vessel.culture,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_what_a_vessel_is_where_nothing_else_does() {
        assert!(Vessel::from("96-well").is_well() && !Vessel::from("plate-384").is_well());
        let plate = Vessel {
            name: "plate-384".to_owned(),
            culture: Culture::Well,
        };
        for (vessel, written) in [
            (Vessel::from("T75"), "\"T75\""),
            (plate, "{\"name\":\"plate-384\",\"culture\":\"well\"}"),
        ] {
            assert_eq!(serde_json::to_string(&vessel).unwrap(), written);
            assert_eq!(serde_json::from_str::<Vessel>(written).unwrap(), vessel);
        }
    }
}
