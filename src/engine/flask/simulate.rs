//! One flask simulated: its record, its course for a picture, or its cells on some days. The same draws in each case.

use super::admitted::Admitted;
use super::follow::{Marks, Samples, Trace};
use super::lineage::Identity;
use super::pilot::Pilot;
use super::run::Flask;
use super::stock;
use crate::engine::Settings;
use crate::engine::culture::Halt;
use crate::engine::method::Engine;
use crate::engine::record::{ArmBarcodes, FlaskRecord, FlaskSample, FlaskTrace};
use crate::model::biology::Biology;
use crate::model::protocol::Protocol;
use std::ops::Range;
use std::sync::atomic::AtomicBool;

impl Admitted<'_> {
    /// A flask that keeps its lineages and that nobody halts.
    fn flask(&self, settings: &Settings) -> Flask<'_> {
        self.flask_unless(Halt::default(), settings, Identity::Lineages)
    }

    fn flask_unless<'a>(&'a self, halt: Halt<'a>, settings: &Settings, identity: Identity) -> Flask<'a> {
        let (biology, protocol) = (&self.biology, &self.protocol);
        Flask::new(biology, protocol, settings, identity, self.seed, self.replicate, halt)
    }
}

/// Runs one flask.
///
/// # Panics
/// Never: nobody asks to halt.
pub fn run_flask(
    biology: &Biology,
    protocol: &Protocol,
    settings: &Settings,
    seed: u64,
    replicate: u64,
) -> FlaskRecord {
    let admitted = Admitted::new(biology, protocol, seed, replicate);
    admitted.flask(settings).run(None).expect(NOBODY)
}

/// The same, unless `stop` is set before its end, telling those founders apart that `identity` says.
pub fn run_flask_unless(
    stop: &AtomicBool,
    biology: &Biology,
    protocol: &Protocol,
    settings: &Settings,
    identity: Identity,
    seed: u64,
    replicate: u64,
) -> Option<FlaskRecord> {
    let admitted = Admitted::new(biology, protocol, seed, replicate);
    let flask = admitted.flask_unless(Halt::on(stop), settings, identity);
    flask.run(None)
}

/// Follows a flask until it has carried more compartments than `most`.
pub fn flask_pilot(
    biology: &Biology,
    protocol: &Protocol,
    settings: &Settings,
    identity: Identity,
    seed: u64,
    replicate: u64,
    most: u64,
) -> Pilot {
    let admitted = Admitted::new(biology, protocol, seed, replicate);
    let flask = admitted.flask_unless(Halt::beyond(most), settings, identity);
    flask.pilot()
}

/// Why a flask that nobody can halt has a record.
const NOBODY: &str = "nobody asks to halt";

/// Runs one flask again and keeps every lineage over time, for a Muller plot. Same draws as [`run_flask`].
///
/// # Panics
/// Never: nobody asks to halt.
pub fn trace_flask(
    biology: &Biology,
    protocol: &Protocol,
    settings: &Settings,
    seed: u64,
    replicate: u64,
) -> FlaskTrace {
    let mut trace = Trace::default();
    let admitted = Admitted::new(biology, protocol, seed, replicate);
    let record = admitted.flask(settings).run(Some(&mut trace)).expect(NOBODY);
    trace.finish(record)
}

/// Runs one flask, unless `stop` is set before its end, and takes its cells as [`sample_flask`] does. Same draws as
/// [`run_flask_unless`] with founders told apart by their origins.
pub fn sample_flask_unless(
    stop: &AtomicBool,
    biology: &Biology,
    protocol: &Protocol,
    settings: &Settings,
    seed: u64,
    replicate: u64,
    days: &[f64],
) -> Option<(FlaskRecord, Vec<FlaskSample>)> {
    let admitted = Admitted::new(biology, protocol, seed, replicate);
    sampled(admitted.flask_unless(Halt::on(stop), settings, Identity::Origins), days)
}

/// Runs these flasks, arms of one stock with barcodes, unless `stop` is set before their end, and counts the cells per barcode of each on these rising days (the first look on or after each,
/// before anything is done to it) and at its outcome. Same draws as [`run_flask_unless`] with founders told apart by their
/// origins; the stock is grown once.
pub fn barcodes_unless(
    stop: &AtomicBool,
    biology: &Biology,
    protocol: &Protocol,
    settings: &Settings,
    seed: u64,
    arms: Range<u64>,
    days: &[f64],
) -> Option<Vec<ArmBarcodes>> {
    let halt = Halt::on(stop);
    let mut engine = Engine::new(settings, halt);
    let pool = stock::pool(biology, protocol, &mut engine, Identity::Origins, seed, arms.start);
    let arm = |(replicate, seeded)| {
        let mut marks = Marks::on(days);
        let flask = Flask::of(seeded, Engine::new(settings, halt), protocol, seed, replicate);
        let record = flask.run(Some(&mut marks))?;
        Some(ArmBarcodes {
            on_days: marks.finish(),
            at_outcome: record.barcodes.map(|counts| counts.at_outcome).unwrap_or_default(),
        })
    };
    let seeded = pool.arms(protocol, seed, arms.clone());
    arms.zip(seeded).map(arm).collect()
}

/// Runs one flask again and takes its cells on the given days (the first look on or after each, before
/// anything is done to the flask) and at its end, which is the last sample. Same draws as [`run_flask`];
/// days after the end give nothing.
///
/// # Panics
/// Never: nobody asks to halt.
pub fn sample_flask(
    biology: &Biology,
    protocol: &Protocol,
    settings: &Settings,
    seed: u64,
    replicate: u64,
    days: &[f64],
) -> (FlaskRecord, Vec<FlaskSample>) {
    let admitted = Admitted::new(biology, protocol, seed, replicate);
    sampled(admitted.flask(settings), days).expect(NOBODY)
}

fn sampled(flask: Flask, days: &[f64]) -> Option<(FlaskRecord, Vec<FlaskSample>)> {
    let mut samples = Samples::new(days);
    let record = flask.run(Some(&mut samples))?;
    Some((record, samples.finish()))
}
