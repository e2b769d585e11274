//! What the switch test says: does another inhibitor of the driver stop the culture as it stops the
//! parental line.

use crate::assay::functional::SwitchTest;
use crate::diagnosis::call::{Kind, Step};
use crate::diagnosis::decision::reading::Reading;
use crate::diagnosis::decision::resistance::dose;
use crate::diagnosis::thresholds::Thresholds;

/// How a culture answers to another inhibitor of its driver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Response {
    /// As the parental line does.
    Full,
    /// Perhaps half of the cells or more are lost, yet fewer than of the parental line.
    Partial,
    Resistant,
}

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

    pub fn words(self) -> &'static str {
        match self {
            Response::Full => "sensitive",
            Response::Partial => "partly sensitive",
            Response::Resistant => "resistant",
        }
    }
}

/// Whether any next-generation inhibitor stops the culture as it stops the parental line, and which do.
pub(super) fn read(reading: &mut Reading) -> (Option<bool>, Vec<String>) {
    let limits = reading.limits;
    let tests = &reading.readouts.switches;
    // A dose that does not stop the parental line tells nothing. What closes a bypass route as well stops
    // cells of either side: it helps to choose a drug, not to tell the sides apart.
    let routes = &reading.atlas.routes;
    let closes_route = |id: &String| routes.iter().any(|route| route.inhibitors.contains(id));
    let mut words = Vec::new();
    let (mut sides, mut stopped_by) = (Vec::new(), Vec::new());
    for test in tests {
        let Some(response) = Response::told(test, limits) else {
            continue;
        };
        let both = closes_route(&test.drug_id);
        words.push(format!(
            "{} at {} leaves {:.0}% (parental {:.0}%): {}{}",
            test.drug,
            dose(test.dose.nm),
            100.0 * test.resistant.value,
            100.0 * test.parental.value,
            response.words(),
            if both { ", but it closes a bypass as well" } else { "" }
        ));
        if response == Response::Full {
            stopped_by.push(test.drug.clone());
        }
        if !both {
            sides.push(response);
        }
    }
    if words.is_empty() {
        return (None, stopped_by);
    }
    let (says, kind, sensitive) = if sides.contains(&Response::Full) {
        ("still driven by the target", Some(Kind::OnTarget), Some(true))
    } else if sides.contains(&Response::Partial) || sides.is_empty() {
        (
            "tells neither side: part of the cells, or of their signal, needs the target",
            None,
            None,
        )
    } else {
        ("still resistant: off-target", Some(Kind::Bypass), Some(false))
    };
    reading.note(Step::Switch, kind, format!("{}; {says}", words.join("; ")));
    (sensitive, stopped_by)
}
