//! The line and the protocol of one replicate: everybody's, or a patient's own.

use crate::model::biology::Biology;
use crate::model::protocol::{Protocol, Stock};
use std::borrow::Cow;

/// See module docs.
pub(super) struct Admitted<'a> {
    pub biology: Cow<'a, Biology>,
    pub protocol: Cow<'a, Protocol>,
    /// Of all its streams.
    pub seed: u64,
    /// Its number, from 0.
    pub replicate: u64,
}

impl<'a> Admitted<'a> {
    /// Where replicates are patients each draws what it has of its own; a tumour grew from one cell and is treated whole.
    pub fn new(biology: &'a Biology, protocol: &'a Protocol, seed: u64, replicate: u64) -> Self {
        let Some(patients) = &protocol.design.patients else {
            return Self {
                biology: Cow::Borrowed(biology),
                protocol: Cow::Borrowed(protocol),
                seed,
                replicate,
            };
        };
        let patient = patients.patient(biology, seed, replicate);
        let mut own = protocol.clone();
        own.flask.seed_cells = patient.pool as u64;
        own.stock = Stock::Clone {
            expand_to: patient.pool,
        };
        own.design.patient = Some(patient);
        Self {
            biology: Cow::Owned(patient.biology(biology)),
            protocol: Cow::Owned(own),
            seed,
            replicate,
        }
    }
}
