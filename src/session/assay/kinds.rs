//! All kinds of assay.

use super::clones::{Clones, ClonesReadout};
use super::cross_resistance::CrossResistance;
use super::delivery::Delivery;
use super::dose_response::DoseResponse;
use super::drug_level::DrugLevel;
use super::functional::{AddBack, Express, Switch};
use super::identity::Identity;
use super::potency::Potency;
use super::sequencing::Sequencing;
use super::signals::{Array, Blot, Cytokines, Expression, Markers};
use super::subject::Subject;
use crate::assay::functional::cross_resistance::CrossMap;
use crate::assay::identity::Typing;
use crate::assay::{functional, signals, surroundings, viability};
use crate::report::assay::{DoseResponseReport, SequencingReport};
use crate::session::SessionError;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident => $readouts:ty),+ $(,)?) => {
        /// An assay to carry out.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Assay {
            $($(#[$doc])* $name($name)),+
        }

        /// What an assay measured.
        #[expect(clippy::large_enum_variant, reason = "one per assay, made once: a box would save nothing")]
        #[derive(Debug, Clone, PartialEq)]
        pub enum Readouts {
            $($(#[$doc])* $name($readouts)),+
        }

        /// Assays some cells. `seed` is that of the assay's own scatter.
        ///
        /// # Errors
        /// Cells, drugs or settings that cannot be had, with what is allowed.
        pub fn carry_out(subject: &Subject, assay: &Assay, seed: u64) -> Result<Delivery<Readouts>, SessionError> {
            match assay {
                $(Assay::$name(assay) => Ok(assay.carry_out(subject, seed)?.map(Readouts::$name))),+
            }
        }

        $(impl From<$name> for Assay {
            fn from(assay: $name) -> Self {
                Assay::$name(assay)
            }
        })+
    };
}

kinds! {
    /// Viability under rising doses.
    DoseResponse => DoseResponseReport,
    /// Which changes the DNA shows: one report per culture and method.
    Sequencing => Vec<SequencingReport>,
    /// Single cells grown into clones, each assayed.
    Clones => ClonesReadout,
    /// A drug batch on the parental line and the culture.
    Potency => viability::batch::BatchCheck,
    /// STR typing and species, one per culture.
    Identity => Vec<Typing>,
    /// Cultures by drugs and combinations.
    CrossResistance => CrossMap,
    /// Western blot.
    Blot => signals::blot::Blot,
    /// Phospho-array.
    Array => signals::array::PhosphoArray,
    /// ELISA of a co-culture's supernatant.
    Cytokines => surroundings::cytokines::Elisa,
    /// Drug left in the medium of a co-culture.
    DrugLevel => surroundings::drug_level::DrugLevel,
    /// Stained cells.
    Markers => signals::markers::Stains,
    /// State markers over treatment and withdrawal.
    Expression => signals::expression::Expression,
    /// Other inhibitors of the same driver, one test each.
    Switch => Vec<functional::SwitchTest>,
    /// A partner added to the drug, one test each.
    AddBack => Vec<functional::AddBack>,
    /// Alterations engineered into the parental line, by candidate and drug.
    Express => Vec<functional::Expressed>,
}
