//! What sister flasks and their barcodes speak for.

use crate::statistics::arms::ArmsSummary;
use crate::statistics::barcodes::{Overlap, Verdict};

/// What the agreement of sister flasks speaks for.
pub fn arms_verdict(summary: &ArmsSummary) -> &'static str {
    match &summary.excess {
        Some(excess) if excess.high - excess.low > 1.0 => {
            "The flasks are too few to tell whether sister flasks agree more often than unrelated ones."
        }
        Some(excess) if excess.low > 0.0 => {
            "Sister flasks agree more often than unrelated ones: part of what makes them resistant was in the stock \
             before the split."
        }
        Some(_) => {
            "Sister flasks do not agree more often than unrelated ones do: nothing speaks for mechanisms that were in \
             the stock before the split."
        }
        None => "There are too few stocks with resistant flasks to compare.",
    }
}

/// What flasks of one stock mean for intervals.
pub const OF_STOCKS: &str = "The intervals of outcomes go by stocks, since flasks of one stock are not independent; those of single \
     mechanisms take each flask alone and are narrower than they should be.";

/// What the overlap of winning barcodes speaks for.
pub fn barcode_verdict(overlap: Option<&Overlap>) -> &'static str {
    let Some(overlap) = overlap else {
        return "In no stock did two sister arms become resistant: there are no winners to compare.";
    };
    match overlap.verdict {
        Verdict::PreExisting if overlap.shared_winners < 0.5 => {
            "Sister arms share more winning barcodes than chance gives: some resistant cells were there before the \
             split, but most winners are an arm's own."
        }
        Verdict::PreExisting => {
            "Sister arms share most of their winning barcodes: the resistant cells were there before the split."
        }
        Verdict::Acquired => {
            "Sister arms share no more winning barcodes than chance gives: most of the resistance arose after the split."
        }
        Verdict::Open => {
            "There are too few resistant sister arms or winners to tell resistance before the split from resistance after it."
        }
    }
}
