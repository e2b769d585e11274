//! What a flask costs: a pilot flask is followed and what it did is counted, where a pilot is cheap itself.

use super::Cost;
use crate::engine::{Identity, Method, Pilot, Settings, flask_pilot};
use crate::scenario::Laboratory;
use crate::words::power;

/// Seconds of a flask that nothing happens in, and of carrying one compartment over one step.
const FLASK: f64 = 1e-4;
const CARRIED: f64 = 4e-7;
/// Seconds of a lineage that the stock founds.
const LINEAGE: f64 = 5e-7;
/// Seconds of an event of the exact engine.
const EVENT: f64 = 3e-7;
/// Bytes of memory of a look and of a lineage.
const LOOK_MEMORY: f64 = 100.0;
const LINEAGE_MEMORY: f64 = 300.0;
/// Bytes on the disk of a flask, and of a look where looks are recorded.
const ROWS: f64 = 2_000.0;
const LOOK_ROW: f64 = 60.0;
/// Flasks in memory at once.
const AT_ONCE: f64 = 64.0;
/// Events and lineages worth telling.
const MANY: f64 = 1e6;
/// Compartments carried, at least, where no pilot is followed: a tenth of a second or so.
const PILOT: f64 = 3e5;
/// Compartments that pilots carry at most, a second or so; what is left of the days that others live costs as much per day, at
/// least.
const PILOT_MOST: u64 = 3_000_000;

/// Patients that are followed: one costs a hundred times as much as another.
const PATIENTS: u64 = 12;

/// Seconds of flasks of the scenario itself, counted rather than timed: the estimate is the same everywhere.
fn piloted(laboratory: &Laboratory, settings: &Settings, seed: u64, pilots: u64) -> f64 {
    let (biology, protocol) = (&laboratory.biology, &laboratory.protocol);
    let pilots = protocol.design.patients.as_ref().map_or(pilots, |_| PATIENTS);
    let most = PILOT_MOST / pilots;
    let of = |replicate| flask_pilot(biology, protocol, settings, Identity::Lineages, seed, replicate, most);
    let all: Vec<Pilot> = (0..pilots).map(of).collect();
    let until = Pilot::until(&all);
    let compartments: f64 = all.iter().map(|pilot| pilot.expected(until)).sum();
    CARRIED * compartments / pilots as f64
}

/// One flask, followed to the end of the experiment, by what so many pilots do.
pub fn flask(laboratory: &Laboratory, settings: &Settings, seed: u64, pilots: u64) -> Cost {
    let (biology, protocol) = (&laboratory.biology, &laboratory.protocol);
    let looks = protocol.stop.after / protocol.look_every;
    let expanded = protocol.stock.expand_to();
    let tracked = biology.channels(&biology.wild_type());
    let tracked: f64 = tracked
        .iter()
        .filter(|channel| !channel.pooled)
        .map(|c| c.per_division)
        .sum();
    let lineages = expanded * tracked;
    let mut each = (lineages >= MANY).then(|| format!("{} lineages", power(lineages)));
    let seconds = FLASK
        + match settings.method {
            Method::Exact => {
                // A division and a death a day or so, in a vessel that is about half full, after the stock.
                let events = expanded + protocol.stop.after * 0.5 * protocol.flask.capacity;
                each = (events >= MANY).then(|| format!("{} events", power(events)));
                events * EVENT + lineages * LINEAGE
            }
            Method::Interval => {
                let marked = protocol.design.barcodes.as_ref().map_or(0, |marks| marks.library);
                let least = lineages + looks * (1.0 + marked as f64);
                if least > PILOT {
                    least * CARRIED + lineages * LINEAGE
                } else {
                    piloted(laboratory, settings, seed, pilots)
                }
            }
        };
    Cost {
        replicates: 1,
        seconds,
        memory: (looks * LOOK_MEMORY + lineages * LINEAGE_MEMORY) * AT_ONCE,
        bytes: ROWS + if laboratory.record_looks { looks * LOOK_ROW } else { 0.0 },
        each,
    }
}
