//! What the other courses give beside one.

use crate::model::biology::Biology;
use crate::model::protocol::Protocol;
use crate::words::dose;

/// What the other courses that overlap with one give at their start.
pub struct Beside {
    /// nM, one per drug of the biology.
    pub doses: Vec<f64>,
    /// In words; empty where nothing is given.
    pub told: String,
}

/// What is given beside the course of this index.
pub fn beside(biology: &Biology, protocol: &Protocol, index: usize) -> Beside {
    let mut doses = vec![0.0; biology.drugs().len()];
    let mut told = Vec::new();
    let this = &protocol.courses[index];
    for (i, other) in protocol.courses.iter().enumerate() {
        if i != index && this.meets(other) {
            let first = other.dosing.doses().first().copied().unwrap_or(0.0);
            doses[other.drug] += first * other.actual;
            told.push(format!("{} {}", biology.drugs()[other.drug].name, dose(first)));
        }
    }
    Beside {
        doses,
        told: told.join(", "),
    }
}
