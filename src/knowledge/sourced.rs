//! Values with where they come from.

use crate::units::{Days, Nanomolar};
use serde::{Deserialize, Serialize};

/// Whether a measured number was compared with its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Transcription {
    /// Read in the source.
    Checked,
    /// From memory or second-hand.
    Unchecked,
    /// Not a measurement at all: an example's number.
    MadeUp,
}

/// A value with where it comes from: either measured (reference, system, transcription) or assumed
/// (why, and over which range).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sourced<T> {
    pub value: T,
    /// Low and high end.
    pub range: Option<(T, T)>,
    pub reference: Option<String>,
    pub system: Option<String>,
    pub transcription: Option<Transcription>,
    /// Why, where nothing was measured.
    pub assumed: Option<String>,
    pub note: Option<String>,
}

/// What can stand in a [`Sourced`] value.
pub trait Quantity {
    /// In the type's own unit.
    fn number(&self) -> f64;
    /// With its unit.
    fn text(&self) -> String;
}

impl Quantity for f64 {
    fn number(&self) -> f64 {
        *self
    }
    fn text(&self) -> String {
        if *self != 0.0 && (self.abs() < 1e-3 || self.abs() >= 1e6) {
            format!("{self:e}")
        } else {
            format!("{self}")
        }
    }
}

impl Quantity for Nanomolar {
    fn number(&self) -> f64 {
        self.get()
    }
    fn text(&self) -> String {
        self.to_string()
    }
}

impl Quantity for Days {
    fn number(&self) -> f64 {
        self.get()
    }
    fn text(&self) -> String {
        let hours = self.get() * 24.0;
        if hours < 120.0 {
            format!("{} h", (hours * 1e6).round() / 1e6)
        } else {
            self.to_string()
        }
    }
}
