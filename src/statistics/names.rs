//! What the biology calls its drugs and cell states, as summaries and tables need it.

use crate::model::biology::Biology;
use crate::model::protocol::Protocol;

/// Name of the drug of each course, as people write it.
pub fn course_drugs(biology: &Biology, protocol: &Protocol) -> Vec<String> {
    protocol
        .courses
        .iter()
        .map(|course| biology.drugs()[course.drug].name.clone())
        .collect()
}

/// Identifier of the drug of each course, for column names; a drug that comes again gets a number.
pub fn course_columns(biology: &Biology, protocol: &Protocol) -> Vec<String> {
    let ids: Vec<String> = protocol
        .courses
        .iter()
        .map(|course| biology.drugs()[course.drug].id.clone())
        .collect();
    numbered(&ids)
}

/// Identifiers of the cell states, in the biology's order.
pub fn states(biology: &Biology) -> Vec<String> {
    biology.states().iter().map(|state| state.id.clone()).collect()
}

/// Whether a vessel is one of many small cultures on a plate: wells are named "96-well" and the like.
pub fn is_well(vessel: &str) -> bool {
    vessel.ends_with("-well")
}

/// Makes repeated names differ: "a", "a_2", "a_3".
pub fn numbered(names: &[String]) -> Vec<String> {
    let nth = |i: usize| names[..=i].iter().filter(|&name| *name == names[i]).count();
    (0..names.len())
        .map(|i| match nth(i) {
            1 => names[i].clone(),
            n => format!("{}_{n}", names[i]),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_drug_that_comes_again_gets_a_number() {
        let names = ["a", "b", "a"].map(str::to_owned);
        assert_eq!(super::numbered(&names), ["a", "b", "a_2"]);
    }
}
