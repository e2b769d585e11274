//! What the biology calls its drugs and cell states, as summaries and tables need it.

use crate::model::biology::Biology;
use crate::model::protocol::Protocol;
use crate::model::vessel::Vessel;

/// Name of the drug of each course, as people write it.
pub fn course_drugs(biology: &Biology, protocol: &Protocol) -> Vec<String> {
    protocol
        .courses
        .iter()
        .map(|course| biology.drugs()[course.drug].name.clone())
        .collect()
}

/// Identifier of the drug of each course.
pub fn course_ids(biology: &Biology, protocol: &Protocol) -> Vec<String> {
    protocol
        .courses
        .iter()
        .map(|course| biology.drugs()[course.drug].id.clone())
        .collect()
}

/// Identifiers of the cell states, in the biology's order.
pub fn states(biology: &Biology) -> Vec<String> {
    biology.states().iter().map(|state| state.id.clone()).collect()
}

/// What people call one culture in this vessel: a well of a plate, else a flask.
pub fn vessel_noun(vessel: &Vessel) -> &'static str {
    vessel.culture.noun()
}
