//! What a valid scenario may not mean: told before anything runs, refused never.

use super::course::timing::resistance_words;
use super::subject::Subject;
use super::{Body, Laboratory, Overlay, Scenario, defaults, explain};
use crate::engine::Given;
use crate::model::course::{Course, Dosing};
use crate::model::endpoint::absolute_ic;
use crate::model::plain::PlainModel;
use crate::units::MAX_CELLS;
use crate::words::{cells, days, dose, listed, number, percent};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Above this (10 uM) a dose lies beyond what most published dose-response curves cover, so that the effect is
/// the model's extrapolation.
const WELL_MEASURED: f64 = 10_000.0;

/// More than this share of the parental growth leaves nothing for what drugs and alterations cost.
const NEARLY_ALL: f64 = 0.95;

/// What a scenario may not mean; displayed as its sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// What it is about.
    pub about: About,
    /// A sentence without its full stop.
    pub text: String,
}

/// What a warning is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// Unaltered cells outgrow the last dose: flasks are called resistant without any change.
    NotHeld,
    /// No drug is ever given.
    NoDrug,
    /// No flask is ever given up.
    NeverGivenUp,
    /// A dose beyond what was measured.
    Extrapolated,
    /// Growth is asked for that nothing reaches which pays anything.
    FullGrowth,
    /// Drugs that are to be given or taken away between looks.
    BetweenLooks,
    /// A course that starts later than others.
    Later,
    /// The line's tissue is unknown, so that it takes none of the states that belong to one.
    StatesLeftOut,
    /// Overlays that say no schema: their ranges are limits.
    RangesAreLimits,
    /// Fitted values that the scenario leans on nowhere.
    FittedInVain,
    /// The means of a plain scenario outgrow what can be counted one by one.
    BeyondCounting,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Whether unaltered cells outgrow the last dose, by what was warned of.
pub fn not_held(warnings: &[Warning]) -> bool {
    warnings.iter().any(|warning| warning.about == About::NotHeld)
}

/// Whether no drug is ever given, by what was warned of.
pub fn no_drug(warnings: &[Warning]) -> bool {
    warnings.iter().any(|warning| warning.about == About::NoDrug)
}

/// A warning each; empty where nothing is odd.
pub fn of(scenario: &Scenario) -> Vec<Warning> {
    let laboratory = match &scenario.body {
        Body::Laboratory(laboratory) => laboratory,
        Body::Plain(model) => {
            let about = About::BeyondCounting;
            return beyond_counting(model)
                .map(|text| Warning { about, text })
                .into_iter()
                .collect();
        }
    };
    let courses = &laboratory.protocol.courses;
    let each = courses.iter().flat_map(|course| {
        [
            (About::NotHeld, too_little(laboratory, course)),
            (About::NeverGivenUp, never_given_up(laboratory, course)),
            (About::Extrapolated, very_high(laboratory, course)),
            (About::FullGrowth, full_growth(laboratory, course)),
            (About::BetweenLooks, between_looks(laboratory, course)),
        ]
    });
    let whole = [
        (About::NoDrug, without_drug(laboratory)),
        (About::Later, later(laboratory)),
        (About::StatesLeftOut, states_left_out(laboratory)),
        (About::RangesAreLimits, ranges_are_limits(&laboratory.overlays)),
        (About::FittedInVain, fitted_in_vain(laboratory)),
    ];
    each.chain(whole)
        .filter_map(|(about, text)| text.map(|text| Warning { about, text }))
        .collect()
}

/// All doses are 0.
fn without_drug(laboratory: &Laboratory) -> Option<String> {
    let courses = &laboratory.protocol.courses;
    let none = courses
        .iter()
        .all(|course| course.dosing.doses().iter().all(|dose| *dose == 0.0));
    none.then(|| "no drug is given at any dose, and without one nothing counts as resistant".to_owned())
}

/// Overlays without a schema, all in one sentence.
pub fn ranges_are_limits(overlays: &[Overlay]) -> Option<String> {
    let old = overlays.iter().filter(|overlay| !overlay.states_schema());
    let names: Vec<String> = old.map(|overlay| overlay.file.clone()).collect();
    (!names.is_empty()).then(|| {
        format!(
            "{} {} no schema, so that ranges are read as limits that no world leaves; write `schema = 2` at the top where a \
             range is where the value lies in nine cases of ten",
            listed(&names),
            if names.len() == 1 { "says" } else { "say" }
        )
    })
}

/// Fitted values that play no part in the scenario, all in one sentence.
fn fitted_in_vain(laboratory: &Laboratory) -> Option<String> {
    let leans_on = |key: &String| laboratory.assumptions.iter().any(|assumed| assumed.key == *key);
    let keys = laboratory.overlays.iter().flat_map(Overlay::fitted);
    let unused: Vec<String> = keys.filter(|key| !leans_on(key)).collect();
    (!unused.is_empty()).then(|| {
        format!(
            "the scenario does not lean on {}, whose fitted {} it leaves unused",
            listed(&unused),
            if unused.len() == 1 { "value" } else { "values" }
        )
    })
}

/// The means outgrow what can be counted one by one.
fn beyond_counting(model: &PlainModel) -> Option<String> {
    let told = explain::plain::explain(model);
    let beyond = told.phases.iter().find(|told| {
        let keep = model.phases[told.phase - 1].keep.max(1e-300);
        let cells = told.cells.iter().sum::<f64>() / keep;
        // Means beyond all numbers are none.
        cells.is_nan() || cells > MAX_CELLS as f64
    })?;
    Some(format!(
        "in phase {} the means pass {} cells, more than can be counted one by one: replicates end there as \
         `too_many_cells`; give it a `capacity`, an `until` or a [plain.stop]",
        beyond.phase,
        cells(MAX_CELLS as f64)
    ))
}

fn name<'a>(laboratory: &'a Laboratory, course: &Course) -> &'a str {
    &laboratory.biology.drugs()[course.drug].name
}

fn last_dose(course: &Course) -> f64 {
    course.dosing.doses().last().copied().unwrap_or(0.0)
}

/// The last dose, with all that may be given beside it, leaves the unaltered line enough growth to count as
/// resistant.
fn too_little(laboratory: &Laboratory, course: &Course) -> Option<String> {
    let Laboratory { biology, protocol, .. } = laboratory;
    let together = protocol
        .courses
        .iter()
        .filter(|other| *other == course || course.meets(other));
    let mut all = Vec::new();
    let mut judged_by_growth = false;
    for other in together {
        all.push(Given::of(other, last_dose(other)));
        judged_by_growth |= other.dosing.escalates();
    }
    if last_dose(course) <= 0.0 {
        return None;
    }
    let subject = Subject::of(laboratory);
    let parental = biology.wild_type();
    let seen = subject.cycle(&all, protocol.flask.medium_lasts());
    let share = subject.net(&parental, 0, &seen) / subject.undrugged();
    if protocol.design.patients.is_some() {
        return too_little_for(&subject, course, share);
    }
    let asked = protocol.resistance.growth;
    let what = name(laboratory, course);
    let fading = match course.half_life {
        Some(_) => ", which decays until the medium is fresh again,",
        None => "",
    };
    let remedy = || {
        let half = absolute_ic(biology, &parental, 0, course.drug, 0.5, defaults::IC_HOURS)
            .map_or(String::new(), |ic| format!(" (its IC50 on the line is {})", dose(ic)));
        format!("raise the dose{half}")
    };
    if judged_by_growth {
        return (course.dosing.escalates() && share >= asked).then(|| {
            format!(
                "{what} at its goal, {}{} leaves unaltered cells {} of their growth, and {} counts as resistant: flasks will \
                 be called resistant without any change; {}, or ask for more growth ([resistance] growth)",
                dose(last_dose(course)),
                if fading.is_empty() { "," } else { fading },
                percent(share),
                percent(asked),
                remedy()
            )
        });
    }
    (share > 0.0).then(|| {
        format!(
            "{what} at {}{fading} does not stop unaltered cells (they keep {} of their growth), and without escalation a flask \
             counts as resistant once it has outgrown its size at treatment start: flasks will be called resistant on the \
             first days without any change; {}",
            dose(last_dose(course)),
            percent(share),
            remedy()
        )
    })
}

/// The same of a patient in the middle of all, by the tumour's own pace and turnover.
fn too_little_for(subject: &Subject, course: &Course, share: f64) -> Option<String> {
    (share > 0.0).then(|| {
        format!(
            "{} at {} does not stop unaltered cells of a patient in the middle of all (they keep {} of the tumour's growth): \
             such patients will progress without any change; raise the dose, or [patients] exposure",
            subject.biology.drugs()[course.drug].name,
            dose(last_dose(course) * subject.exposure()),
            percent(share)
        )
    })
}

/// Holidays, and first and last days, that fall between looks: drugs are given and left out at the next look.
fn between_looks(laboratory: &Laboratory, course: &Course) -> Option<String> {
    let every = laboratory.protocol.look_every;
    let look = |day: f64| every * libm::ceil(day / every - 1e-6);
    let is_between = |day: f64| day.is_finite() && (look(day) - day).abs() > 1e-6;
    let holidays = course
        .timing
        .holidays
        .iter()
        .filter(|holiday| is_between(holiday.from) || is_between(holiday.until));
    let mut told: Vec<String> = holidays
        .map(|holiday| {
            let (from, until) = (look(holiday.from), look(holiday.until));
            let asked = format!(
                "the holiday from day {} to {}",
                number(holiday.from),
                number(holiday.until)
            );
            match until > from {
                true => format!("{asked} lasts from day {} to {}", number(from), number(until)),
                false => format!("{asked} does not take place"),
            }
        })
        .collect();
    let ends = [("starts", course.from), ("ends", course.until.unwrap_or(f64::INFINITY))];
    let ends = ends.into_iter().filter(|(_, day)| is_between(*day));
    told.extend(ends.map(|(what, day)| {
        format!(
            "what {what} on day {} does so on day {}",
            number(day),
            number(look(day))
        )
    }));
    (!told.is_empty()).then(|| {
        format!(
            "{} is given and left out only at looks, every {}: {}; set look_every to a part of these times",
            name(laboratory, course),
            days(every),
            listed(&told)
        )
    })
}

/// The time allowed after a step up is longer than what is left of the experiment.
fn never_given_up(laboratory: &Laboratory, course: &Course) -> Option<String> {
    let Dosing::Escalation {
        give_up_after: Some(wait),
        ..
    } = &course.dosing
    else {
        return None;
    };
    let left = laboratory.protocol.stop.after - course.from;
    (*wait > left).then(|| {
        format!(
            "no flask is ever given up: give_up_after = {} of {} is longer than the {} that are left of the experiment \
             when it starts",
            days(*wait),
            name(laboratory, course),
            days(left)
        )
    })
}

/// A share of the parental growth that nothing reaches which pays anything for drug or alteration.
fn full_growth(laboratory: &Laboratory, course: &Course) -> Option<String> {
    let Dosing::Escalation { step_when, .. } = &course.dosing else {
        return None;
    };
    let step = step_when.growth.unwrap_or(0.0);
    let asked = step.max(laboratory.protocol.resistance.growth);
    (asked > NEARLY_ALL).then(|| {
        format!(
            "{} of the parental growth are asked for ({}): cells that the drug or their alteration slows at all will not \
             show that",
            percent(asked),
            if step > NEARLY_ALL { "step_when" } else { "[resistance]" }
        )
    })
}

fn very_high(laboratory: &Laboratory, course: &Course) -> Option<String> {
    let highest = last_dose(course);
    (highest > WELL_MEASURED).then(|| {
        format!(
            "{} at {} is above {}, where most published dose-response curves end: its effect there is extrapolated, and such \
             a concentration may not dissolve",
            name(laboratory, course),
            dose(highest),
            dose(WELL_MEASURED)
        )
    })
}

/// Which states the line takes none of because nothing says which tissue it is of.
fn states_left_out(laboratory: &Laboratory) -> Option<String> {
    let biology = &laboratory.biology;
    let states: Vec<&str> = biology.states_left_out.iter().map(String::as_str).collect();
    (!states.is_empty()).then(|| {
        format!(
            "the tissue of {} is unknown, so its cells take none of the states that belong to one: {}; say tissue = \"lung\", \
             \"epithelium\", \"blood\" or \"connective\" in its [[line]], or whose DNA it has (dna_of), or close them ([routes] \
             states)",
            biology.line_name,
            states.join(", ")
        )
    })
}

/// A course that starts on a later day of the calendar, beside others of the same line of treatment.
fn later(laboratory: &Laboratory) -> Option<String> {
    let protocol = &laboratory.protocol;
    let first_line = || {
        protocol
            .courses
            .iter()
            .filter(|course| course.timing.after_resistance == 0)
    };
    let late = first_line().filter(|course| course.from > 0.0 && first_line().any(|other| other.from < course.from));
    let late = late.max_by(|a, b| a.from.total_cmp(&b.from))?;
    let (what, day) = (name(laboratory, late), number(late.from));
    let otherwise = format!(
        "to give it at the failure of what comes before, write from = \"{}\"",
        resistance_words(1)
    );
    if first_line().any(|course| course.dosing.escalates()) {
        let at_goal = if late.dosing.escalates() {
            " and comes to its goal"
        } else {
            ""
        };
        return Some(format!(
            "no flask counts as resistant before {what} has started on day {day}{at_goal}, however it grows until then: \
             resistance is judged under the whole protocol; {otherwise}"
        ));
    }
    protocol.stop.at_resistance.then(|| {
        format!(
            "a flask that outgrows its size at treatment start before day {day} is resistant then, and its experiment ends \
             before {what} is given; {otherwise}, or set [stop] at_resistance = false"
        )
    })
}
