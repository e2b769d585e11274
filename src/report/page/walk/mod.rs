//! One culture from first doubt to advice.

mod beyond;
mod culture;
mod shown;
mod steps;

pub(super) use culture::{STYLE, walk};
