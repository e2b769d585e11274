//! Functional tests: another inhibitor of the same driver (P07), a pathway's inhibitor added to the drug
//! (P09), a candidate alteration engineered into the parental line (P08), and maps of all drugs.

pub mod add_back;
pub mod cross_resistance;
pub mod express;
pub mod fixed;
mod loewe;
pub mod partners;
pub mod switch;

pub use add_back::{AddBack, add_back};
pub use express::{Expressed, express};
pub use fixed::{TestDose, at_doses};
pub use partners::{closes, highest_partner_dose, partners};
pub use switch::{SwitchTest, next_generation, switch_dose, switch_drugs, switch_test};
