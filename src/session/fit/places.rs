//! Where observations stand, and what was seen there; and the same of ends that are simulated.

use super::seen::Condition;
use crate::engine::record::Outcome;
use crate::statistics::fit::{Kind, Place, names};
use crate::statistics::worlds::WorldFlask;

/// What is asked of the ends of a condition's flasks.
enum OfEnds {
    Flasks(Outcome),
    MeanDay(Outcome),
    Led(String),
}

impl OfEnds {
    fn among_seen(&self, condition: &Condition) -> f64 {
        let ends = || condition.flasks.values().filter_map(|flask| flask.end.as_ref());
        match self {
            OfEnds::Flasks(outcome) => ends().filter(|end| end.outcome == *outcome).count() as f64,
            OfEnds::MeanDay(outcome) => mean(ends().filter(|end| end.outcome == *outcome).map(|end| end.day)),
            OfEnds::Led(name) => {
                let led = |names: &Option<Vec<String>>| names.iter().flatten().any(|other| other == name);
                ends().filter(|end| led(&end.mechanisms)).count() as f64
            }
        }
    }

    /// The same of simulated flasks that stand for the observed ones whose end is known.
    fn among_simulated(&self, condition: &Condition, ends: &[WorldFlask]) -> f64 {
        match self {
            OfEnds::Flasks(outcome) => ends.iter().filter(|end| end.outcome == *outcome).count() as f64,
            OfEnds::MeanDay(outcome) => mean(ends.iter().filter(|end| end.outcome == *outcome).map(|end| end.day)),
            OfEnds::Led(name) => {
                let seen = condition.flasks.values().filter_map(|flask| flask.end.as_ref());
                let both = seen.zip(ends).filter(|(seen, _)| seen.mechanisms.is_some());
                both.filter(|(_, end)| names(name, end)).count() as f64
            }
        }
    }
}

/// NaN of no flask: what did not happen has no day.
fn mean(days: impl Iterator<Item = f64> + Clone) -> f64 {
    let n = days.clone().count();
    if n == 0 { f64::NAN } else { days.sum::<f64>() / n as f64 }
}

impl Condition {
    fn of_ends(&self) -> Vec<(&'static str, OfEnds)> {
        let ends = || self.flasks.values().filter_map(|flask| flask.end.as_ref());
        let mut asked = Vec::new();
        for (what, day, outcome) in [
            ("flasks resistant", "mean day of resistance", Outcome::Resistant),
            ("flasks extinct", "mean day of extinction", Outcome::Extinct),
            ("flasks given up", "mean day of giving up", Outcome::GivenUp),
            ("flasks still running", "", Outcome::TimeOver),
        ] {
            if ends().any(|end| end.outcome == outcome) {
                asked.push((what, OfEnds::Flasks(outcome)));
                if !day.is_empty() {
                    asked.push((day, OfEnds::MeanDay(outcome)));
                }
            }
        }
        let mut names: Vec<&String> = ends().flat_map(|end| end.mechanisms.iter().flatten()).collect();
        names.sort();
        names.dedup();
        asked.extend(
            names
                .into_iter()
                .map(|name| ("flasks led by", OfEnds::Led(name.clone()))),
        );
        asked
    }

    /// What ends of simulated flasks tell, a number for each that those seen tell.
    pub fn told_of_ends(&self, ends: &[WorldFlask]) -> Vec<f64> {
        let told = |(_, of): &(&str, OfEnds)| of.among_simulated(self, ends);
        self.of_ends().iter().map(told).collect()
    }

    /// Every observation: where it stands, and what was seen.
    pub fn places(&self) -> Vec<(Place, f64)> {
        let place = |kind: Kind, what: String, of: &str, at: Option<f64>| Place {
            condition: self.name.clone(),
            kind,
            what,
            of: of.to_owned(),
            at,
        };
        let mut places = Vec::new();
        for (name, flask) in &self.flasks {
            for count in &flask.counts {
                let what = count
                    .population
                    .as_ref()
                    .map_or("cells".to_owned(), |which| format!("{which} cells"));
                places.push((
                    place(Kind::Cells, what, name, Some(count.day)),
                    count.seen as f64 / count.share,
                ));
            }
            for fraction in &flask.fractions {
                let what = format!("frequency of {}", fraction.change);
                let seen = fraction.mutated as f64 / fraction.depth.max(1) as f64;
                places.push((place(Kind::Frequency, what, name, Some(fraction.day)), seen));
            }
        }
        for (what, of) in self.of_ends() {
            let what = match &of {
                OfEnds::Led(name) => format!("{what} {name}"),
                _ => what.to_owned(),
            };
            places.push((place(Kind::Ends, what, "", None), of.among_seen(self)));
        }
        for culture in &self.cultures {
            places.push((
                place(Kind::Colonies, "colonies".to_owned(), &culture.name, None),
                culture.colonies.count as f64,
            ));
        }
        for (name, cells) in self.final_cells() {
            places.push((place(Kind::Cells, "final cells".to_owned(), name, None), cells));
        }
        places.extend(self.places_of_stocks());
        for (name, wells) in &self.plates {
            for well in wells {
                let cells = well
                    .allele
                    .as_ref()
                    .map_or(String::new(), |allele| format!(" of {allele}"));
                let what = match &well.drug {
                    Some(drug) => format!("signal{cells} under {drug}"),
                    None => format!("signal{cells} without drug"),
                };
                places.push((place(Kind::Signal, what, name, Some(well.dose)), well.signal));
            }
        }
        places
    }
}
