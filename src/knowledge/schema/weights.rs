//! Numbers that belong together: one of them, the largest, stands for all where they are moved.

use super::declare::record;
use super::reads::Reads;
use super::source::Cited;
use super::sourced::{Quantity, short};
use super::spread::{Shape, Spread};
use super::value::{About, Held, Range, Slot};
use crate::knowledge::certainty::Transcription;
use crate::units::Nanomolar;
use crate::words;
use std::collections::BTreeMap;
use std::sync::Arc;

record! {
    /// Weights of nodes in the fate signal.
    #[derive(PartialEq)]
    pub struct Weights {
        /// By node id.
        pub value: BTreeMap<String, f64>,
        /// Low and high end of each.
        pub range: (f64, f64),
        /// Part of the variance that they have in common with their class, 0 to 1; left out, that of the scenario's worlds.
        pub shared: Option<f64>,
        /// How they lie within their range; left out, what the range tells.
        pub family: Option<Shape>,
        /// Why, where nothing was measured.
        pub assumed: Option<String>,
        /// Id of the reference, where somebody measured them.
        pub reference: Option<String>,
        /// Whether they were compared with the reference.
        pub transcription: Option<Transcription>,
        /// What they are; their record says so on load.
        #[serde(skip)]
        pub about: Arc<About>,
    }
}

impl Weights {
    /// As one number: the largest share, beside which the others share the rest as before.
    pub(super) fn shares(&mut self) -> Several<'_> {
        self.several(Moves::ShareTheRest)
    }

    /// As one number: the largest weight, with which the others scale.
    pub(super) fn scaled(&mut self) -> Several<'_> {
        self.several(Moves::Scale)
    }

    fn several(&mut self, moves: Moves) -> Several<'_> {
        Several {
            cited: cited(&self.reference, &self.assumed, self.transcription),
            range: self.range.into(),
            spread: self.spread(),
            weights: &mut self.value,
            about: &mut self.about,
            moves,
        }
    }

    /// What is said of their spread beside the range.
    pub fn spread(&self) -> Spread {
        Spread {
            shared: self.shared,
            family: self.family,
        }
    }

    /// Where they come from.
    pub fn cited(&self) -> Cited {
        cited(&self.reference, &self.assumed, self.transcription)
    }
}

/// Where weights come from.
pub(super) fn cited(
    reference: &Option<String>,
    assumed: &Option<String>,
    transcription: Option<Transcription>,
) -> Cited {
    Cited {
        reference: reference.clone(),
        assumed: assumed.clone(),
        transcription,
        ..Cited::default()
    }
}

/// How weights move with their largest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moves {
    /// They sum to 1.
    ShareTheRest,
    /// They need not.
    Scale,
}

/// Weights as one number, their largest.
pub(super) struct Several<'a> {
    pub(super) weights: &'a mut BTreeMap<String, f64>,
    pub(super) range: Range,
    pub(super) spread: Spread,
    pub(super) cited: Cited,
    pub(super) about: &'a mut Arc<About>,
    pub(super) moves: Moves,
}

/// The first of the largest weights.
pub fn largest(weights: &BTreeMap<String, f64>) -> Option<(&String, f64)> {
    let best = weights.values().copied().fold(f64::NEG_INFINITY, f64::max);
    weights
        .iter()
        .find(|(_, weight)| **weight == best)
        .map(|(name, weight)| (name, *weight))
}

/// Each with its node.
pub fn listed(weights: &BTreeMap<String, f64>) -> String {
    let each: Vec<String> = weights
        .iter()
        .map(|(node, weight)| format!("{node} {weight}"))
        .collect();
    each.join(", ")
}

impl Slot for Several<'_> {
    fn number(&self) -> f64 {
        largest(self.weights).map_or(0.0, |(_, weight)| weight)
    }
    fn text(&self) -> String {
        listed(self.weights)
    }
    fn words(&self) -> String {
        listed(self.weights)
    }
    fn range(&self) -> Option<Range> {
        Some(self.range)
    }
    fn range_text(&self) -> Option<String> {
        Some(format!("{} to {}", short(self.range.low), short(self.range.high)))
    }
    fn range_words(&self) -> Option<String> {
        Some(format!(
            "{} to {}",
            words::number(self.range.low),
            words::number(self.range.high)
        ))
    }
    fn spread(&self) -> Spread {
        self.spread
    }
    fn cited(&self) -> Cited {
        self.cited.clone()
    }
    fn reads(&self) -> Reads {
        Reads::Bare
    }
    fn set(&mut self, number: f64) -> bool {
        let Some((first, largest)) = largest(self.weights).map(|(first, largest)| (first.clone(), largest)) else {
            return false;
        };
        match self.moves {
            Moves::ShareTheRest => {
                for (node, share) in self.weights.iter_mut() {
                    *share *= match *node == first {
                        true => number / largest,
                        false => (1.0 - number) / (1.0 - largest),
                    };
                }
                (0.0..=1.0).contains(&number) && largest < 1.0
            }
            Moves::Scale if largest > 0.0 => {
                self.weights.values_mut().for_each(|weight| *weight *= number / largest);
                number >= 0.0
            }
            Moves::Scale => false,
        }
    }
    fn stamp(&mut self, about: &About) {
        *self.about = Arc::new(about.clone());
    }
}

impl Held for Several<'_> {
    fn slot(&mut self) -> Option<&mut dyn Slot> {
        Some(self)
    }
}

/// A dose in a table, whose source is the table's.
pub(super) struct TableDose<'a> {
    pub(super) dose: &'a mut Nanomolar,
    pub(super) cited: Cited,
}

impl Slot for TableDose<'_> {
    fn number(&self) -> f64 {
        self.dose.get()
    }
    fn text(&self) -> String {
        self.dose.text()
    }
    fn words(&self) -> String {
        self.dose.words()
    }
    fn range(&self) -> Option<Range> {
        None
    }
    fn range_text(&self) -> Option<String> {
        None
    }
    fn range_words(&self) -> Option<String> {
        None
    }
    fn cited(&self) -> Cited {
        self.cited.clone()
    }
    fn reads(&self) -> Reads {
        Reads::Dose
    }
    fn set(&mut self, number: f64) -> bool {
        Nanomolar::new(number).ok().map(|dose| *self.dose = dose).is_some()
    }
    fn stamp(&mut self, _: &About) {}
}

impl Held for TableDose<'_> {
    fn slot(&mut self) -> Option<&mut dyn Slot> {
        Some(self)
    }
}
