//! Stocks simulated for a condition whose barcodes were read.

use super::seen::Condition;
use super::stocks::{Look, SeenStock};
use crate::engine;
use crate::engine::record::ArmBarcodes;
use crate::model::protocol::Protocol;
use crate::random::{Generator, Purpose, stream};
use crate::scenario::{Laboratory, Scenario};
use crate::statistics::fit::{BarcodeNumber, Kind, Place, READ_ARMS, log_stock, stocks_for_moments};
use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

/// Where the streams of an evaluation begin.
#[derive(Debug, Clone, Copy)]
pub(super) struct Streams {
    pub seed: u64,
    /// Number of its first flask.
    pub first: u64,
}

impl Condition {
    /// Flasks that it takes to see everything once.
    pub fn flasks_seen(&self) -> u64 {
        let arms = self.stocks_of_estimate().1 * self.stocks.len();
        (self.flasks.len() + arms) as u64
    }

    /// Flasks that an estimate of its likelihood begins with.
    pub fn first_flasks_of_estimate(&self) -> u64 {
        let followed = if self.has_flasks() {
            self.flasks_of_estimate().0
        } else {
            0
        };
        let (stocks, arms) = self.stocks_of_estimate();
        (followed + stocks * arms) as u64
    }

    /// Stocks of an estimate of the likelihood, and the arms that are simulated of each.
    pub fn stocks_of_estimate(&self) -> (usize, usize) {
        let numbers = self.stocks.values().map(SeenStock::observations).max();
        let arms = self.stocks.values().map(|stock| stock.arms.len()).max();
        (stocks_for_moments(numbers.unwrap_or(0)), arms.unwrap_or(0))
    }

    /// Where the numbers of its stocks stand, and what was seen.
    pub fn places_of_stocks(&self) -> Vec<(Place, f64)> {
        let alone = self.stocks.len() < 2;
        let place = |(stock, (look, number, seen)): (&SeenStock, (Look, Option<BarcodeNumber>, f64))| {
            let place = Place {
                condition: self.name.clone(),
                kind: Kind::Barcodes,
                what: number.map_or(READ_ARMS, BarcodeNumber::words).to_owned(),
                of: if alone { String::new() } else { stock.name.clone() },
                at: look.day(),
            };
            (place, seen)
        };
        let numbers = |stock| SeenStock::numbers(stock).into_iter().map(move |number| (stock, number));
        self.stocks.values().flat_map(numbers).map(place).collect()
    }

    /// Log likelihood of its stocks, and the flasks simulated for it; `None` on a stop.
    pub fn log_barcodes(
        &self,
        scenario: &Scenario,
        streams: Streams,
        repeats: u32,
        scatter: f64,
        stop: &AtomicBool,
    ) -> Option<(f64, u64)> {
        let (stocks, arms) = self.stocks_of_estimate();
        let stocks = stocks as u64 * u64::from(repeats);
        let Some(laboratory) = self.with_arms(scenario) else {
            return Some((f64::NEG_INFINITY, 0));
        };
        let simulated = self.stocks(laboratory, scenario, streams, stocks, stop)?;
        let days = self.days_of_barcodes();
        let mut rng = stream(streams.seed, streams.first, Purpose::Observation);
        let log = |stock: &SeenStock| {
            let again = simulated
                .iter()
                .map(|arms| stock.seen_of(arms, &days, scatter, &mut rng));
            log_stock(stock.seen(), &again.collect::<Vec<_>>())
        };
        Some((self.stocks.values().map(log).sum(), stocks * arms as u64))
    }

    /// As many stocks simulated and read anew: a number per place, none where the scenario has no such arms; and the flasks.
    /// `None` on a stop.
    pub fn barcodes_again(
        &self,
        scenario: &Scenario,
        streams: Streams,
        scatter: f64,
        rng: &mut Generator,
        stop: &AtomicBool,
    ) -> Option<(Vec<f64>, u64)> {
        let Some(laboratory) = self.with_arms(scenario) else {
            return Some((Vec::new(), 0));
        };
        let simulated = self.stocks(laboratory, scenario, streams, self.stocks.len() as u64, stop)?;
        let days = self.days_of_barcodes();
        let mut numbers = Vec::new();
        for (stock, arms) in self.stocks.values().zip(&simulated) {
            let again = stock.seen_of(arms, &days, scatter, rng);
            numbers.extend(stock.told_again(&again, rng));
        }
        Some((numbers, simulated.iter().map(Vec::len).sum::<usize>() as u64))
    }

    /// The scenario, if it marks cells and splits as many arms from a stock as were seen.
    fn with_arms<'a>(&self, scenario: &'a Scenario) -> Option<&'a Laboratory> {
        let laboratory = scenario.laboratory()?;
        let design = &laboratory.protocol.design;
        (design.barcodes.is_some() && design.arms >= self.stocks_of_estimate().1 as u64).then_some(laboratory)
    }

    /// Days of looks, rising.
    fn days_of_barcodes(&self) -> Vec<f64> {
        let looks: BTreeSet<Look> = self.stocks.values().flat_map(SeenStock::looks).collect();
        looks.into_iter().filter_map(Look::day).collect()
    }

    /// Simulates so many stocks: of each as many arms as were seen of any; `None` on a stop.
    fn stocks(
        &self,
        laboratory: &Laboratory,
        scenario: &Scenario,
        streams: Streams,
        stocks: u64,
        stop: &AtomicBool,
    ) -> Option<Vec<Vec<ArmBarcodes>>> {
        let days = self.days_of_barcodes();
        let protocol = self.protocol_of_barcodes(laboratory, &days);
        let arms = protocol.design.arms;
        let first = streams.first.div_ceil(arms);
        let seen = self.stocks_of_estimate().1 as u64;
        let stock = |stock: u64| {
            let (settings, flasks) = (&scenario.settings, stock * arms..stock * arms + seen);
            engine::barcodes_unless(
                stop,
                &laboratory.biology,
                &protocol,
                settings,
                streams.seed,
                flasks,
                &days,
            )
        };
        (first..first + stocks).map(stock).collect()
    }

    /// Flasks are followed to their outcome where it is asked for, and to the last day that they were looked at: by somebody
    /// who gave none up before where nothing is asked of outcomes.
    fn protocol_of_barcodes(&self, laboratory: &Laboratory, days: &[f64]) -> Protocol {
        let mut protocol = laboratory.protocol.clone();
        let to_outcome = self.stocks.values().any(|stock| stock.looks().contains(&Look::Outcome));
        protocol.stop.at_resistance = days.is_empty();
        protocol.design.samples.clear();
        if let Some(last) = days.last().filter(|_| !to_outcome) {
            protocol.stop.after = libm::ceil(last / protocol.look_every - 1e-9) * protocol.look_every;
            protocol
                .courses
                .iter_mut()
                .for_each(|course| course.dosing.never_give_up());
        }
        protocol
    }
}
