//! The add-backs.

use crate::assay::functional::AddBack;
use crate::diagnosis::call::Kind;
use crate::diagnosis::decision::reading::Reading;
use crate::diagnosis::decision::signals::kind_of;
use crate::diagnosis::evidence::{Finding, FoldDown, Resensitised};
use crate::diagnosis::outcome::Helped;
use crate::diagnosis::thresholds::Thresholds;
use crate::statistics::synergy::independent;

/// Partners that re-sensitise.
pub(super) fn read(reading: &mut Reading) -> Vec<Helped> {
    let (tests, limits) = (&reading.readouts.add_backs, reading.limits);
    if tests.is_empty() {
        return Vec::new();
    }
    let (mut helped, mut seen) = (Vec::new(), Vec::new());
    for test in tests {
        let ic50 = fold(test);
        if !helps(test, ic50, limits) {
            continue;
        }
        helped.push(Helped {
            partner: test.partner.clone(),
            partner_id: test.partner_id.clone(),
            closes: test.closes.clone(),
            downstream: test.downstream,
            ic50_fold: ic50.fold,
            at_least: ic50.at_least,
        });
        seen.push(Resensitised {
            partner: test.partner.clone(),
            left: test.both,
            expected: independent(test.drug_alone.value, test.partner_alone.value),
            ic50: Some(ic50).filter(|ic50| ic50.fold >= limits.resensitised),
        });
    }
    let kind = helped.iter().find_map(|partner| speaks_for(reading, partner));
    let tried = tests.len();
    reading.note(Finding::AddBack { tried, helped: seen }, kind);
    helped
}

/// By how much the IC50 falls; where only a bound is known, that.
fn fold(test: &AddBack) -> FoldDown {
    FoldDown {
        fold: test.ic50_fold.map_or(1.0, |fold| fold.value.unwrap_or(fold.low)),
        at_least: test.ic50_fold.is_none_or(|fold| fold.value.is_none()),
    }
}

/// Surely synergic, and the IC50 falls. Where only a bound of the fold is known it may say nothing; then the synergy
/// must be beyond doubt.
fn helps(test: &AddBack, ic50: FoldDown, limits: &Thresholds) -> bool {
    let fewer = test.both.high < test.drug_alone.low;
    let synergy = fewer && test.bliss_excess.value >= limits.bliss && test.bliss_excess.low > 0.0;
    synergy && (ic50.fold >= limits.resensitised || (ic50.at_least && test.bliss_excess.low >= limits.bliss))
}

/// What a partner that helps speaks for: what feeds the route that it closes. One behind the routes helps
/// wherever the pathway has little to spare, and tells nothing alone.
fn speaks_for(reading: &Reading, partner: &Helped) -> Option<Kind> {
    let route = reading.atlas.route(partner.closes.first()?)?;
    (!partner.downstream).then(|| kind_of(route.feeds))
}
