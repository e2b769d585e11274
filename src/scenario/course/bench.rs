//! Where a course is read: its place in the file, and the experiment around it.

use crate::model::biology::Biology;
use crate::model::design::Design;
use crate::model::protocol::{Flask, StopRule};
use crate::scenario::known::KnownExposure;
use crate::scenario::value::Place;

/// The experiment around the courses.
pub struct Setting<'a> {
    /// Last day.
    pub end: f64,
    pub look_every: f64,
    pub flask: &'a Flask,
    pub design: &'a Design,
    pub stop: StopRule,
    /// Net growth of the parental line without drug, per day.
    pub parental_growth: f64,
    /// What the knowledge base says of each drug in plasma.
    pub exposures: &'a [Option<KnownExposure>],
}

/// Where a course is read: its place, drug and experiment.
pub struct Bench<'a> {
    pub place: &'a Place<'a>,
    pub biology: &'a Biology,
    pub drug: usize,
    pub setting: &'a Setting<'a>,
}
