//! What may stand at keys whose types are records of their own, words, or numbers with their source.

use super::declare::{Described, Form, Record, words_of};
use super::sourced::Quantity;
use super::value::About;
use std::sync::Arc;

/// Records that stand as tables of their own within others.
macro_rules! tables {
    ($($record:ty),+ $(,)?) => {
        $(impl Described for $record {
            fn form() -> Form {
                Form::Table(<$record as Record>::keys())
            }
        })+
    };
}

tables!(
    super::Activation,
    super::AlleleRecord,
    super::AlsoShownRecord,
    super::AmplificationRecord,
    super::BypassRecord,
    super::Call,
    super::CompoundRecord,
    super::Defaults,
    super::DrugRecord,
    super::Exposure,
    super::Family,
    super::FitData,
    super::FitRecord,
    super::FitValue,
    super::FoldRecord,
    super::GeneRecord,
    super::Harmless,
    super::KillFit,
    super::LineRecord,
    super::MutagenRecord,
    super::NicheRecord,
    super::NodeRecord,
    super::Observation,
    super::PairRecord,
    super::Path,
    super::Reference,
    super::RelayRecord,
    super::SiteRecord,
    super::SourceRecord,
    super::SpectrumRecord,
    super::StateRecord,
    super::StepRecord,
    super::Study,
    super::SupplyRecord,
    super::SwitchRecord,
    super::ToxicityTable,
    super::VesselRecord,
    super::Weights,
);

/// Types that hold one of some words: the words are those that their reader knows.
macro_rules! words {
    ($($kind:ty),+ $(,)?) => {
        $(impl Described for $kind {
            fn form() -> Form {
                Form::Word(words_of::<$kind>())
            }
        })+
    };
}

words!(
    super::Shape,
    super::DnaChange,
    super::PathKind,
    super::StatedFolds,
    super::Tissue,
    crate::knowledge::certainty::Transcription,
    crate::model::biology::StateClass,
    crate::model::endpoint::Endpoint,
    crate::model::signalling::Stage,
);

impl Described for super::Density {
    fn form() -> Form {
        Form::one("\"1e6 per mL\"", Self::EXPECTED)
    }
}

impl Described for super::Readings {
    fn form() -> Form {
        let allowed = "by label and drug, a concentration with its unit, or a bound such as \"> 10 uM\" or \"< 1 nM\"";
        Form::one("{ WT = { my-compound = \"12 nM\" } }", allowed)
    }
}

impl Described for Arc<About> {
    fn form() -> Form {
        Form::Hidden
    }
}

impl<T: Quantity + Described> Described for super::Sourced<T> {
    fn form() -> Form {
        let Some((example, allowed)) = T::form().on_one_line() else {
            return Form::Hidden;
        };
        Form::one(
            format!("{{ value = {example}, range = [{example}, {example}], assumed = \"Why.\" }}"),
            format!("a value with its source, {allowed}"),
        )
    }
}
