//! Every limit of the decision, in one place. None was chosen by looking at simulated flasks.

use crate::assay::scatter::ReadoutValue;
use serde::Serialize;

/// Limits of the decision.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Thresholds {
    /// Stock: lower end of the parental IC50 over that with a reference batch above which the drug is taken for weak.
    pub weak_stock: f64,
    /// Resistance index that counts as resistance.
    pub resistance_index: f64,
    /// Share of the shift (on the log scale) that must be gone after the holiday.
    pub reversible: f64,
    /// Least share of cells that a finding must speak for to be named as a mechanism.
    pub explaining_share: f64,
    /// Least driver copies over the parental line's.
    pub copy_gain: f64,
    /// Viability under a switch drug below which a culture is sensitive to it.
    pub sensitive: f64,
    /// Share of the parental line's response to a switch drug (cells lost in the assay) from which a culture
    /// responds as the parental line does.
    pub full_response: f64,
    /// Target activity under drug, share of that without drug in the same cells, below which the target
    /// is inhibited.
    pub inhibited: f64,
    /// Fold of a band over the parental one under drug that counts as sustained or raised.
    pub raised: f64,
    /// Standard errors beyond which two bands differ.
    pub errors: f64,
    /// Bliss excess (share of viability) that counts as synergy.
    pub bliss: f64,
    /// Fold of IC50 that counts as re-sensitised.
    pub resensitised: f64,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            weak_stock: 1.3,
            resistance_index: 2.0,
            reversible: 0.5,
            explaining_share: 0.2,
            copy_gain: 1.1,
            sensitive: 0.5,
            full_response: 0.75,
            inhibited: 0.4,
            raised: 2.0,
            errors: 3.0,
            bliss: 0.1,
            resensitised: 2.0,
        }
    }
}

impl Thresholds {
    /// Each limit with its source or reason.
    pub fn table(&self) -> Vec<ReadoutValue> {
        let row = ReadoutValue::assumed;
        vec![
            row(
                "drug stock is weak: lower end of the parental IC50 over that with a reference batch",
                self.weak_stock,
                (1.1, 2.0),
                "Assumed: both are read on one plate, so that days do not differ; a third more is beyond dilution errors.",
            ),
            row(
                "resistant: lower end of the resistance index",
                self.resistance_index,
                (1.5, 3.0),
                "Assumed: twofold, the least shift that replicate plates resolve; less will do where it is surely above 1 and \
                 surely more cells live at the flask's dose.",
            ),
            row(
                "reversible: share of the shift lost in the holiday (log scale)",
                self.reversible,
                (0.3, 0.8),
                "Assumed: more than half. The ALK guide says that about two weeks restore sensitivity.",
            ),
            row(
                "explains the culture: least share of its cells",
                self.explaining_share,
                (0.1, 0.5),
                "Assumed: cells below a fifth do not make a culture grow at the dose. Shares of all alleles of the driver \
                 count together; an allele with less than this share of the commonest one's cells stays apart.",
            ),
            row(
                "amplified: lower end of driver copies over parental",
                self.copy_gain,
                (1.0, 1.5),
                "Assumed: patients show two- to fourfold gains (Doebele 2012, Kim 2013); threefold copies in one cell of \
                 twenty make a tenth more. The interval's lower end guards against scatter.",
            ),
            row(
                "sensitive to a switch drug: upper end of viability",
                self.sensitive,
                (0.3, 0.7),
                "Half of the undrugged control, as in an IC50.",
            ),
            row(
                "fully sensitive to a switch drug: least share of the parental response",
                self.full_response,
                (0.6, 0.9),
                "Assumed: three quarters of what the drug takes from the parental line; with less, part of the \
                 cells or part of their signal does not need the target.",
            ),
            row(
                "target inhibited: band with drug over band without",
                self.inhibited,
                (0.2, 0.5),
                "Assumed: a band that has lost more than half is read as inhibited by eye.",
            ),
            row(
                "band sustained or raised: fold over the parental band under drug",
                self.raised,
                (1.5, 3.0),
                "Assumed: twofold, the usual cut of densitometry.",
            ),
            row(
                "bands differ: standard errors apart",
                self.errors,
                (2.0, 4.0),
                "Three standard errors: one false band in several hundred.",
            ),
            row(
                "add-back: least Bliss excess",
                self.bliss,
                (0.05, 0.2),
                "Assumed: a tenth of the control's viability; its 95% interval must lie above 0 as well.",
            ),
            row(
                "add-back: least fold by which the IC50 falls",
                self.resensitised,
                (1.5, 5.0),
                "Assumed: twofold, as for resistance.",
            ),
        ]
    }
}
