//! What values have in common: what is not known of one is in part not known of all of its class.

/// A class of values whose ignorance is partly one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// How often single bases change.
    PointMutations,
    /// How often alterations outside the driver arise.
    BypassSupply,
    /// How often genes are first amplified.
    FirstAmplifications,
    /// How much signal alterations outside the driver give.
    BypassStrength,
    /// How fast cells enter states that they can leave again.
    StateEntry,
    /// How fast they come back.
    StateReturn,
    /// How well cells do in such states.
    StateFitness,
    /// How fast cells turn into others for good.
    Transformation,
    /// Potencies of a drug (id).
    Potency(String),
    /// By how much mutations shift a drug (id).
    Folds(String),
}

/// What a class is called by in tables and options, before its name.
pub const CLASS_PREFIX: &str = "class:";

impl Class {
    /// Those that are about no single drug.
    pub const WIDE: [Class; 8] = [
        Class::PointMutations,
        Class::BypassSupply,
        Class::FirstAmplifications,
        Class::BypassStrength,
        Class::StateEntry,
        Class::StateReturn,
        Class::StateFitness,
        Class::Transformation,
    ];

    /// The class of this name, in whatever case, where it is about no single drug.
    pub fn wide(name: &str) -> Option<Class> {
        let named = |class: &Class| class.words().eq_ignore_ascii_case(name.trim());
        Self::WIDE.into_iter().find(named)
    }

    /// Its column in a table of worlds, which holds standard normal scores.
    pub fn column(&self) -> String {
        format!("{CLASS_PREFIX}{}", self.words())
    }

    /// In words, with drugs by id.
    pub fn words(&self) -> String {
        // Called as its draws are named; another wording belongs here and not there.
        self.key()
    }
}

impl Class {
    /// The name that its draws come from. It never changes, whatever the class is called elsewhere: other names would be
    /// other draws.
    pub fn key(&self) -> String {
        match self {
            Class::PointMutations => "supply of point mutations".to_owned(),
            Class::BypassSupply => "supply of bypass routes".to_owned(),
            Class::FirstAmplifications => "supply of first amplifications".to_owned(),
            Class::BypassStrength => "strength of bypass routes".to_owned(),
            Class::StateEntry => "entry into reversible states".to_owned(),
            Class::StateReturn => "return from reversible states".to_owned(),
            Class::StateFitness => "fitness in reversible states".to_owned(),
            Class::Transformation => "supply of transformation".to_owned(),
            Class::Potency(drug) => format!("potency of {drug}"),
            Class::Folds(drug) => format!("shifts of {drug} by mutations"),
        }
    }

    /// What would measure values of the class.
    pub fn measure(&self) -> &'static str {
        match self {
            Class::PointMutations => {
                "a fluctuation test of the line, or deep sequencing of the driver in an untreated flask"
            }
            Class::BypassSupply => "many small flasks at a high dose: the share in which the route appears",
            Class::FirstAmplifications => {
                "copy numbers of single untreated cells (FISH), or a fluctuation test for copies"
            }
            Class::BypassStrength => "growth on drug of cells made to express the route, mixed into parental ones",
            Class::StateEntry => "survivors counted over the first two weeks at a high dose",
            Class::StateReturn => "survivors kept without drug, and their share that dies on return of the drug",
            Class::StateFitness => "growth and death of survivors under drug, by imaging",
            Class::Transformation => "markers of the other lineage in many long-treated flasks",
            Class::Potency(_) => "a dose-response of the line itself",
            Class::Folds(_) => "a dose-response of cells with the mutation beside parental ones, on one day",
        }
    }
}

/// What kind of number a value is, where it is drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kind {
    /// Its class, if it shares ignorance with others.
    pub class: Option<Class>,
    /// A larger value is against the route that the class is about.
    pub against: bool,
    /// What would measure it, where its class does not say so; empty where nothing simple does.
    pub measure: &'static str,
}

impl Kind {
    /// Of a class.
    pub fn of(class: Class) -> Self {
        Self {
            class: Some(class),
            ..Self::default()
        }
    }
}
