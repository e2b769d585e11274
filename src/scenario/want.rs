//! What is wanted of a protocol: resistance sooner or later, or more of one kind of it.

use super::Laboratory;
use super::error::nearest_name;
use crate::model::biology::{Mechanism, MechanismClass};
use crate::statistics::profile::{class_name, class_word};
use crate::statistics::worlds::WorldFlask;
use serde::{Deserialize, Serialize};

/// What is wanted of a protocol.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Want {
    /// Resistance sooner: by who makes a resistant line.
    Sooner,
    /// Resistance later: by who looks for control that lasts.
    Later,
    /// More flasks that become resistant by this.
    More(Sought),
}

/// The kind of resistance that is looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sought {
    /// A class of mechanisms.
    Class(MechanismClass),
    /// A mechanism by its name.
    Mechanism(String),
}

impl Want {
    /// What a scenario is for: an escalation makes a resistant line, everything else is held for as long as it lasts.
    pub fn of(laboratory: &Laboratory) -> Self {
        let courses = &laboratory.protocol.courses;
        match courses.iter().any(|course| course.dosing.escalates()) {
            true => Want::Sooner,
            false => Want::Later,
        }
    }

    /// Reads `sooner`, `later`, or what there should be more of: a class, or a mechanism that some of these laboratories
    /// may show.
    ///
    /// # Errors
    /// It is none of these; what is allowed, and what is near.
    pub fn read(text: &str, laboratories: &[&Laboratory]) -> Result<Self, String> {
        match text {
            "sooner" => return Ok(Want::Sooner),
            "later" => return Ok(Want::Later),
            _ => {}
        }
        let same = |name: &str| name.eq_ignore_ascii_case(text);
        let class = CLASSES
            .into_iter()
            .find(|class| same(class_word(*class)) || same(class_name(*class)));
        if let Some(class) = class {
            return Ok(Want::More(Sought::Class(class)));
        }
        let names: Vec<String> = laboratories.iter().flat_map(|one| one.biology.part_names()).collect();
        let known = |name: &str| {
            names
                .iter()
                .find(|known| known.eq_ignore_ascii_case(name))
                .map(String::as_str)
        };
        // Alleles on one copy are joined without spaces.
        let part = |part: &str| {
            part.split('+')
                .map(known)
                .collect::<Option<Vec<&str>>>()
                .map(|on_one| on_one.join("+"))
        };
        let parts: Option<Vec<String>> = text.split(" + ").map(part).collect();
        if let Some(parts) = parts {
            return Ok(Want::More(Sought::Mechanism(parts.join(" + "))));
        }
        let classes: Vec<&str> = CLASSES.into_iter().map(class_word).collect();
        let near = nearest_name(
            text,
            &names
                .iter()
                .map(String::as_str)
                .chain(classes.iter().copied())
                .collect::<Vec<_>>(),
        );
        let near = near.map_or(String::new(), |name| format!("\n  did you mean: {name}"));
        Err(format!(
            "\"{text}\" is nothing that could be wanted\n  allowed: sooner, later, a class ({}), or a mechanism as reports \
             name it, such as \"{}\"{near}",
            classes.join(", "),
            names.first().map_or("MET amplification", String::as_str)
        ))
    }

    /// What is not wanted of a flask: days to resistance within the horizon, minus that, or minus 1 where it became what
    /// is looked for. The less the better.
    pub fn loss(&self, flask: &WorldFlask, horizon: f64) -> f64 {
        match self {
            Want::Sooner => flask.restricted(horizon),
            Want::Later => -flask.restricted(horizon),
            Want::More(sought) => {
                let found = flask.is_resistant_by(horizon)
                    && match sought {
                        Sought::Class(class) => flask.class == Some(*class),
                        Sought::Mechanism(name) => flask.mechanism.as_ref() == Some(name),
                    };
                -f64::from(u8::from(found))
            }
        }
    }

    /// The same of many flasks: from their mean time and the share of them that became what is looked for.
    pub fn mean_loss(&self, time: f64, sought: f64) -> f64 {
        match self {
            Want::Sooner => time,
            Want::Later => -time,
            Want::More(_) => -sought,
        }
    }

    /// What is looked for, where it is a kind of resistance.
    pub fn sought(&self) -> Option<&Sought> {
        match self {
            Want::More(sought) => Some(sought),
            Want::Sooner | Want::Later => None,
        }
    }
}

impl Sought {
    /// Whether a mechanism is it.
    pub fn is(&self, mechanism: &Mechanism) -> bool {
        match self {
            Sought::Class(class) => mechanism.class == *class,
            Sought::Mechanism(name) => mechanism.label == *name,
        }
    }

    /// The words for classes.
    pub fn class_words() -> [&'static str; 6] {
        CLASSES.map(class_word)
    }

    /// What it is called.
    pub fn words(&self) -> &str {
        match self {
            Sought::Class(class) => class_name(*class),
            Sought::Mechanism(name) => name,
        }
    }
}

const CLASSES: [MechanismClass; 6] = [
    MechanismClass::OnTarget,
    MechanismClass::Amplification,
    MechanismClass::Bypass,
    MechanismClass::State,
    MechanismClass::Transformed,
    MechanismClass::Compound,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::record::Outcome;

    fn flask(day: f64, class: MechanismClass) -> WorldFlask {
        WorldFlask {
            outcome: Outcome::Resistant,
            day,
            class: Some(class),
            mechanism: Some("G1202R".to_owned()),
        }
    }

    #[test]
    fn what_is_wanted_costs_less() {
        let (soon, late) = (
            flask(10.0, MechanismClass::Bypass),
            flask(350.0, MechanismClass::OnTarget),
        );
        let better = |want: &Want| want.loss(&soon, 300.0) < want.loss(&late, 300.0);
        assert!(better(&Want::Sooner) && !better(&Want::Later));
        assert!(better(&Want::More(Sought::Class(MechanismClass::Bypass))));
        // Resistant after the horizon is not resistant.
        let named = Want::More(Sought::Mechanism("G1202R".to_owned()));
        assert_eq!([&soon, &late].map(|flask| named.loss(flask, 300.0)), [-1.0, 0.0]);
        assert_eq!(Want::Sooner.loss(&late, 300.0), 300.0);
    }

    #[test]
    fn names_are_read_and_slips_are_told() {
        assert_eq!(Want::read("later", &[]), Ok(Want::Later));
        assert_eq!(
            Want::read("Bypass", &[]),
            Ok(Want::More(Sought::Class(MechanismClass::Bypass)))
        );
        let told = Want::read("bypas", &[]).unwrap_err();
        assert!(
            told.contains("did you mean: bypass") && told.contains("sooner, later"),
            "{told}"
        );
    }
}
