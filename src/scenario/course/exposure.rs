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

/// Checks `actual`, as a multiple of the nominal dose.
pub fn actual(bench: &Bench, file: &CourseFile) -> Checked<f64> {
    let place = bench.place.key("actual");
    let actual = file.actual(bench.place)?;
    if !(0.01..=10.0).contains(&actual) {
        return Err(place
            .wrong(actual, "times the nominal dose is out of range")
            .allowed("1% to 1000% of nominal"));
    }
    Ok(actual)
}

/// Checks `oral`; adds what was assumed.
pub fn oral(bench: &Bench, course: &CourseFile, file: &OralFile, assumed: &mut Vec<Assumed>) -> Checked<Oral> {
    let decays = course.half_life(bench.place)?.is_some();
    let others = [("dose", course.dose.is_some()), ("half_life", decays)];
    let other = others.into_iter().find(|(_, given)| *given).map(|(key, _)| key);
    if let Some(key) = other.or_else(|| course.given_with(Mark::Escalation)) {
        return Err(bench
            .place
            .key(key)
            .fault("does not go with `oral`")
            .help("a patient-like course takes its concentration from `oral` (average or trough, half_life)"));
    }
    let place = bench.place.key("oral");
    let name = &bench.biology.drugs()[bench.drug].name;
    let known = bench.setting.exposures.get(bench.drug).and_then(Option::as_ref);
    let every = within(&place.key("every"), file.every(&place)?)?;
    let used = |key: &str| match key {
        "half_life" => file.half_life.is_none(),
        "free_fraction" | "plasma_shift" => file.free_fraction.is_none() && file.plasma_shift.is_none(),
        _ => file.average.is_none() && file.trough.is_none(),
    };
    let leaned_on = known.iter().flat_map(|known| &known.assumptions);
    let leaned_on = leaned_on.filter(|value| value.key.rsplit('/').next().is_some_and(used));
    assumed.extend(leaned_on.cloned());
    let half_life = match (file.half_life(&place)?, known.and_then(|known| known.half_life)) {
        (Some(days), _) => within(&place.key("half_life"), days)?,
        (None, Some(known)) => known,
        (None, None) => {
            return Err(place.fault("needs `half_life`").help(format!(
                "the knowledge base has no half-life of {name} in plasma, such as \"24 h\""
            )));
        }
    };
    let absorption_half_life = within(&place.key("absorption_half_life"), file.absorption_half_life(&place)?)?;
    if file.absorption_half_life.is_none() {
        assumed.push(assume(
            "absorption_half_life",
            format!("half-life of absorption of oral {name}"),
            &hours(24.0 * absorption_half_life),
            "0.5 h to 3 h",
            "moves peak and trough, not the average; give absorption_half_life",
        ));
    }
    let plasma = plasma(&place, name, file, known, assumed)?;
    let mut oral = Oral {
        every,
        half_life,
        absorption_half_life,
        plasma_average: 1.0,
        plasma,
    };
    oral.plasma_average = match (file.average(&place)?, file.trough(&place)?, known) {
        (Some(average), None, _) => average,
        (None, Some(trough), _) => trough / oral.profile().level(0.0),
        (None, None, Some(known)) => known.average,
        (Some(_), Some(_), _) => {
            return Err(place
                .key("trough")
                .fault("does not go with `average`")
                .help("either follows from the other and the half-lives"));
        }
        (None, None, None) => {
            return Err(place.fault("needs `average` or `trough`").help(format!(
                "the knowledge base has no concentration of {name} in plasma, such as \"700 nM\""
            )));
        }
    };
    match oral.plasma_average > 0.0 && oral.plasma_average.is_finite() {
        true => Ok(oral),
        false => Err(place
            .fault("has no drug in plasma")
            .allowed("a concentration above 0 nM")),
    }
}

/// How plasma compares with medium: by a measured shift, the user's or a known one, else by the free drug.
fn plasma(
    place: &Place,
    name: &str,
    file: &OralFile,
    known: Option<&KnownExposure>,
    assumed: &mut Vec<Assumed>,
) -> Checked<Plasma> {
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
