//! What the switch test says: does another inhibitor of the driver stop the culture as it stops the
//! parental line.

use crate::assay::functional::SwitchTest;
use crate::diagnosis::call::Kind;
use crate::diagnosis::decision::found::SwitchSays;
use crate::diagnosis::decision::reading::Reading;
use crate::diagnosis::evidence::{Finding, Response, Side, Switched};
use crate::diagnosis::thresholds::Thresholds;

impl Response {
    /// A dose that does not stop the parental line tells nothing: `None`.
    pub fn told(test: &SwitchTest, limits: &Thresholds) -> Option<Self> {
        (test.parental.high < limits.sensitive).then(|| Self::of(test, limits))
    }

    fn of(test: &SwitchTest, limits: &Thresholds) -> Self {
        if test.resistant.low >= limits.sensitive {
            return Response::Resistant;
        }
        let lost = (1.0 - test.resistant.value) / (1.0 - test.parental.value).max(1e-9);
        match lost >= limits.full_response {
            true => Response::Full,
            false => Response::Partial,
        }
    }
}

/// Whether any next-generation inhibitor stops the culture as it stops the parental line, and which do.
pub(super) fn read(reading: &mut Reading) -> SwitchSays {
    // A dose that does not stop the parental line tells nothing. What closes a bypass route as well stops
    // cells of either side: it helps to choose a drug, not to tell the sides apart.
    let routes = &reading.atlas.routes;
    let switched = |test: &SwitchTest| {
        Some(Switched {
            drug: test.drug.clone(),
            dose: test.dose.nm,
            left: test.resistant.value,
            parental: test.parental.value,
            response: Response::told(test, reading.limits)?,
            closes_bypass: routes.iter().any(|route| route.inhibitors.contains(&test.drug_id)),
        })
    };
    let tests: Vec<Switched> = reading.readouts.switches.iter().filter_map(switched).collect();
    if tests.is_empty() {
        return SwitchSays::default();
    }
    let side = side(&tests);
    let stopped = tests.iter().filter(|test| test.response == Response::Full);
    let stopped_by = stopped.map(|test| test.drug.clone()).collect();
    let (kind, sensitive) = match side {
        Side::OnTarget => (Some(Kind::OnTarget), Some(true)),
        Side::OffTarget => (Some(Kind::Bypass), Some(false)),
        Side::Neither => (None, None),
    };
    reading.note(Finding::Switch { tests, side }, kind);
    SwitchSays { sensitive, stopped_by }
}

/// What the tests say together.
fn side(tests: &[Switched]) -> Side {
    let sides = || tests.iter().filter(|test| !test.closes_bypass);
    let any = |response| sides().any(|test| test.response == response);
    if any(Response::Full) {
        Side::OnTarget
    } else if any(Response::Partial) || sides().next().is_none() {
        Side::Neither
    } else {
        Side::OffTarget
    }
}
