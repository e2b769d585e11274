//! Faults that a simulator may have, planted into what the suite simulates. A suite that cannot
//! tell a faulty simulator from a good one proves nothing.

use crate::engine::record::PlainRecord;
use crate::model::plain::{BirthDeath, PlainModel, PlainSwitch, PlainType};
use crate::random::{Purpose, stream};
use crate::sampling::binomial;

/// A planted fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// No fault.
    None,
    /// Both daughters mutate: the mutation probability is taken twice.
    DoubledMutation,
    /// Mutants enter the population half a day late on average, as where they are founded at the end
    /// of daily steps.
    FoundedLate,
    /// The split at the end of the last phase is drawn without its upper tail (above one and a half
    /// standard deviations), as inversion with rounded masses does.
    TailCut,
    /// Births and deaths happen in steps of a tenth of a day: growth lags behind.
    EulerSteps,
}

impl Fault {
    /// The model as a simulator with this fault would understand it.
    pub(super) fn planted(self, model: &PlainModel) -> PlainModel {
        let mut planted = model.clone();
        match self {
            Fault::None => {}
            Fault::DoubledMutation => planted.mutations.iter_mut().for_each(|m| m.per_division *= 2.0),
            Fault::FoundedLate => founded_late(&mut planted),
            Fault::TailCut => {
                if let Some(last) = planted.phases.last_mut() {
                    last.keep = 1.0;
                }
            }
            Fault::EulerSteps => {
                for rates in planted.phases.iter_mut().flat_map(|phase| &mut phase.rates) {
                    let growth = 0.1 * (rates.birth - rates.death);
                    if growth > 0.0 {
                        let lag = libm::log1p(growth) / growth;
                        (rates.birth, rates.death) = (rates.birth * lag, rates.death * lag);
                    }
                }
            }
        }
        planted
    }

    /// What becomes of a record with this fault; `model` is the one without.
    pub(super) fn of_record(self, model: &PlainModel, seed: u64, record: &PlainRecord) -> PlainRecord {
        let mut record = record.clone();
        match self {
            Fault::TailCut => {
                let keep = model.phases.last().map_or(1.0, |phase| phase.keep);
                let mut rng = stream(seed, record.replicate, Purpose::Passage);
                for cells in &mut record.cells {
                    let mean = *cells as f64 * keep;
                    let most = mean + 1.5 * libm::sqrt(mean * (1.0 - keep));
                    *cells = loop {
                        let kept = binomial(&mut rng, *cells, keep);
                        if kept as f64 <= most {
                            break kept;
                        }
                    };
                }
            }
            Fault::FoundedLate => record.cells.truncate(model.types.len()),
            _ => {}
        }
        record
    }
}

/// Every mutation founds a waiting type that neither divides nor dies; it becomes the mutant after
/// half a day on average.
fn founded_late(model: &mut PlainModel) {
    let types = model.types.len();
    for (i, mutation) in model.mutations.iter_mut().enumerate() {
        model.switches.push(PlainSwitch {
            from: types + i,
            to: mutation.to,
            per_day: 2.0,
        });
        mutation.to = types + i;
        model.types.push(PlainType {
            name: format!("waiting{i}"),
            founders: 0,
        });
    }
    let still = BirthDeath { birth: 0.0, death: 0.0 };
    for phase in &mut model.phases {
        phase.rates.resize(model.types.len(), still);
    }
}
