//! What the other courses give beside one.

use crate::engine::Given;
use crate::model::biology::Biology;
use crate::model::protocol::{Course, Protocol};
use crate::words::dose;

/// What the other courses that overlap with one give at their start.
pub struct Beside {
    /// As they are given.
    pub given: Vec<Given>,
    /// In words; empty where nothing is given.
    pub told: String,
}

/// What is given beside the course of this index.
pub fn beside(biology: &Biology, protocol: &Protocol, index: usize) -> Beside {
    let this = &protocol.courses[index];
    let others = protocol.courses.iter().enumerate();
    let others = others.filter(|(i, other)| *i != index && this.meets(other));
    let first = |course: &Course| course.dosing.doses().first().copied().unwrap_or(0.0);
    let (given, told): (Vec<Given>, Vec<String>) = others
        .map(|(_, other)| {
            let name = &biology.drugs()[other.drug].name;
            (Given::of(other, first(other)), format!("{name} {}", dose(first(other))))
        })
        .unzip();
    Beside {
        given,
        told: told.join(", "),
    }
}

/// The same with one dose of the course itself.
pub fn with(others: &[Given], course: &Course, dose: f64) -> Vec<Given> {
    others.iter().cloned().chain([Given::of(course, dose)]).collect()
}
