//! What reaches the cells of the dose on paper: a wrongly diluted drug, a patient-like course.

use super::bench::Bench;
use super::file::{CourseFile, OralFile};
use crate::knowledge::Certainty;
use crate::model::course::Oral;
use crate::model::pharmacokinetics::{Plasma, free_in_medium};
use crate::scenario::defaults;
use crate::scenario::error::Checked;
use crate::scenario::keys::{Keys, Mark};
use crate::scenario::known::{Assumed, KnownExposure};
use crate::scenario::value::Place;
use crate::words::{hours, time_of_files};

/// Checks `oral`; adds what was assumed.
pub fn oral(bench: &Bench, course: &CourseFile, file: &OralFile, assumed: &mut Vec<Assumed>) -> Checked<Oral> {
    alone(bench, course)?;
    let place = bench.place.key("oral");
    let tablet = Tablet {
        place: &place,
        name: &bench.biology.drugs()[bench.drug].name,
        file,
        known: bench.setting.exposures.get(bench.drug).and_then(Option::as_ref),
    };
    let every = within(&place.key("every"), file.every(&place)?)?;
    assumed.extend(tablet.leaned_on());
    let mut oral = Oral {
        every,
        half_life: tablet.half_life()?,
        absorption_half_life: tablet.absorption_half_life(assumed)?,
        plasma_average: 1.0,
        plasma: tablet.plasma(assumed)?,
    };
    oral.plasma_average = tablet.average(&oral)?;
    match oral.plasma_average > 0.0 && oral.plasma_average.is_finite() {
        true => Ok(oral),
        false => Err(place
            .fault("has no drug in plasma")
            .allowed("a concentration above 0 nM")),
    }
}

/// Refuses keys of a course whose concentration is said otherwise.
fn alone(bench: &Bench, course: &CourseFile) -> Checked<()> {
    let decays = course.half_life(bench.place)?.is_some();
    let others = [("dose", course.dose.is_some()), ("half_life", decays)];
    let other = others.into_iter().find(|(_, given)| *given).map(|(key, _)| key);
    match other.or_else(|| course.given_with(Mark::Escalation)) {
        None => Ok(()),
        Some(key) => Err(bench
            .place
            .key(key)
            .fault("does not go with `oral`")
            .help("a patient-like course takes its concentration from `oral` (average or trough, half_life)")),
    }
}

/// A drug by mouth: what the scenario states of it, and what the knowledge base knows.
struct Tablet<'a> {
    place: &'a Place<'a>,
    name: &'a str,
    file: &'a OralFile,
    known: Option<&'a KnownExposure>,
}

impl Tablet<'_> {
    /// Assumptions behind what is known, as far as it is used.
    fn leaned_on(&self) -> impl Iterator<Item = Assumed> {
        let file = self.file;
        let used = |key: &str| match key {
            "half_life" => file.half_life.is_none(),
            "free_fraction" | "plasma_shift" => file.free_fraction.is_none() && file.plasma_shift.is_none(),
            _ => file.average.is_none() && file.trough.is_none(),
        };
        let all = self.known.iter().flat_map(|known| &known.assumptions);
        all.filter(move |value| value.key.rsplit('/').next().is_some_and(used))
            .cloned()
    }

    fn half_life(&self) -> Checked<f64> {
        let known = self.known.and_then(|known| known.half_life);
        match (self.file.half_life(self.place)?, known) {
            (Some(days), _) => within(&self.place.key("half_life"), days),
            (None, Some(known)) => Ok(known),
            (None, None) => Err(self.place.fault("needs `half_life`").help(format!(
                "the knowledge base has no half-life of {} in plasma, such as \"24 h\"",
                self.name
            ))),
        }
    }

    fn absorption_half_life(&self, assumed: &mut Vec<Assumed>) -> Checked<f64> {
        let stated = self.file.absorption_half_life(self.place)?;
        let days = within(&self.place.key("absorption_half_life"), stated)?;
        if self.file.absorption_half_life.is_none() {
            assumed.push(assume(
                "absorption_half_life",
                format!("half-life of absorption of oral {}", self.name),
                &hours(24.0 * days),
                "0.5 h to 3 h",
                "moves peak and trough, not the average; give absorption_half_life",
            ));
        }
        Ok(days)
    }

    /// Mean concentration in plasma, from the average or the trough.
    fn average(&self, oral: &Oral) -> Checked<f64> {
        match (
            self.file.average(self.place)?,
            self.file.trough(self.place)?,
            self.known,
        ) {
            (Some(average), None, _) => Ok(average),
            (None, Some(trough), _) => Ok(trough / oral.profile().level(0.0)),
            (None, None, Some(known)) => Ok(known.average),
            (Some(_), Some(_), _) => Err(self
                .place
                .key("trough")
                .fault("does not go with `average`")
                .help("either follows from the other and the half-lives")),
            (None, None, None) => Err(self.place.fault("needs `average` or `trough`").help(format!(
                "the knowledge base has no concentration of {} in plasma, such as \"700 nM\"",
                self.name
            ))),
        }
    }

    /// How plasma compares with medium: by a measured shift, the user's or a known one, else by the free drug.
    fn plasma(&self, assumed: &mut Vec<Assumed>) -> Checked<Plasma> {
        let Self {
            place,
            name,
            file,
            known,
        } = self;
        let (free, in_medium) = (file.free_fraction(place)?, file.medium_free_fraction(place)?);
        if let Some(fold) = file.plasma_shift(place)? {
            let other = [
                ("free_fraction", free.is_some()),
                ("medium_free_fraction", in_medium.is_some()),
            ];
            return match other.into_iter().find(|(_, given)| *given) {
                None => Ok(Plasma::Shift { fold }),
                Some((key, _)) => Err(place
                    .key(key)
                    .fault("does not go with `plasma_shift`")
                    .help("a measured shift already says how plasma compares with medium")),
            };
        }
        let in_plasma = match (free, known.map(|known| known.plasma)) {
            (Some(share), _) | (None, Some(Plasma::Free { in_plasma: share, .. })) => share,
            (None, Some(shift)) if in_medium.is_none() => return Ok(shift),
            (None, _) => {
                return Err(place.fault("needs `free_fraction` or `plasma_shift`").help(format!(
                    "the knowledge base has no unbound share of {name} in plasma, such as 0.1, to compare plasma with medium by"
                )));
            }
        };
        if let Some(in_medium) = in_medium {
            return Ok(Plasma::Free { in_plasma, in_medium });
        }
        let share = free_in_medium(in_plasma, defaults::SERUM);
        assumed.push(assume(
            "medium_free_fraction",
            format!("unbound share of {name} in medium"),
            &format!("{share:.3}"),
            "",
            "10% serum holds a tenth of plasma's binding protein; give medium_free_fraction",
        ));
        Ok(Plasma::free(in_plasma, defaults::SERUM))
    }
}

/// A time of oral kinetics, in days.
fn within(place: &Place, days: f64) -> Checked<f64> {
    match (0.25 / 24.0..=30.0).contains(&days) {
        true => Ok(days),
        false => Err(place
            .wrong(time_of_files(days), "is out of range")
            .allowed("0.25 h to 30 d")),
    }
}

fn assume(key: &str, what: String, value: &str, range: &str, why: &str) -> Assumed {
    Assumed {
        key: format!("course/{key}"),
        what,
        value: value.to_owned(),
        range: (!range.is_empty()).then(|| range.to_owned()),
        certainty: Certainty::Assumed,
        why: why.to_owned(),
    }
}
