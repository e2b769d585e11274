//! When a course runs: first and last day, lines of treatment, pulses, holidays, adaptive pauses.

use super::bench::{Bench, Setting};
use super::file::{AdaptiveFile, CourseFile, HolidayFile, ORDINALS, PulseFile, RESISTANCE};
use crate::model::course::{Adaptive, Holiday, Pulse, Recovery, Timing};
use crate::scenario::error::Checked;
use crate::scenario::keys::Kind;
use crate::scenario::keys::kinds::TimeOrNever;
use crate::scenario::reading::{days, ratio};
use crate::scenario::value::{Place, Scalar};
use crate::words::{day, time_of_files};

/// "resistance", "second resistance", ...: the words for waiting for so many resistances.
pub fn resistance_words(times: u32) -> String {
    match times {
        0 | 1 => RESISTANCE.to_owned(),
        n => format!("{} {RESISTANCE}", ORDINALS[(n as usize - 1).min(ORDINALS.len() - 1)]),
    }
}

/// "1 passage", "2 passages in a row".
pub fn passages_held(count: u32) -> String {
    match count {
        1 => "1 passage".to_owned(),
        more => format!("{more} passages in a row"),
    }
}

/// How many resistances `from` asks to wait for; 0 where it is a day.
pub fn waits_for(file: &CourseFile) -> u32 {
    let Some(text) = file.from.as_ref().and_then(Scalar::text) else {
        return 0;
    };
    let known = (1..=ORDINALS.len() as u32).find(|&n| text == resistance_words(n));
    known.or((text == "first resistance").then_some(1)).unwrap_or(0)
}

/// When a course runs.
pub struct Times {
    /// First day; 0 where it waits for a resistance.
    pub from: f64,
    /// First day without it again; `None` where it does not end on a day.
    pub until: Option<f64>,
    /// Lines of treatment and pauses.
    pub timing: Timing,
}

/// Days between which a course runs, whatever its pauses.
#[derive(Clone, Copy)]
struct Span {
    from: f64,
    until: f64,
}

/// Checks when a course runs.
pub fn check(bench: &Bench, file: &CourseFile) -> Checked<Times> {
    let (place, setting) = (bench.place, bench.setting);
    let after_resistance = waits_for(file);
    let until_resistance = file.until.as_ref().and_then(Scalar::text) == Some(RESISTANCE);
    let from = match after_resistance {
        0 => first_day(place, file, setting)?,
        _ => 0.0,
    };
    let until = match until_resistance {
        true => None,
        false => TimeOrNever.read(&place.key("until"), &file.until(place)?)?,
    };
    if let Some(until) = until {
        last_day(place, Span { from, until }, after_resistance)?;
    }
    let span = Span {
        from,
        until: until.unwrap_or(setting.end).min(setting.end),
    };
    let timing = Timing {
        after_resistance,
        until_resistance,
        pulse: match &file.pulse {
            Some(pulse) => Some(check_pulse(&place.key("pulse"), pulse, span, setting)?),
            None => None,
        },
        holidays: check_holidays(&place.key("holidays"), file, span)?,
        adaptive: match &file.adaptive {
            Some(adaptive) => Some(check_adaptive(
                &place.key("adaptive"),
                adaptive,
                after_resistance == 0 && from == 0.0,
                setting,
            )?),
            None => None,
        },
    };
    Ok(Times { from, until, timing })
}

fn first_day(place: &Place, file: &CourseFile, setting: &Setting) -> Checked<f64> {
    let here = place.key("from");
    if file
        .from
        .as_ref()
        .and_then(Scalar::text)
        .is_some_and(|text| text.ends_with(RESISTANCE))
    {
        return Err(here
            .fault("names no resistance that a course can wait for")
            .allowed("a day such as \"28 d\"; \"resistance\", \"second resistance\", up to the fifth"));
    }
    let from = days(&here, &file.from(place)?)?;
    if from >= setting.end {
        return Err(here
            .wrong(time_of_files(from), "is not before the end of the experiment")
            .allowed(format!(
                "a day before {}, where the experiment ends ([stop] after)",
                day(setting.end)
            )));
    }
    Ok(from)
}

fn last_day(place: &Place, Span { from, until }: Span, after_resistance: u32) -> Checked<()> {
    let here = place.key("until");
    if after_resistance > 0 {
        return Err(here
            .fault("cannot be a day where the course starts at a resistance")
            .allowed("\"resistance\" or \"never\"")
            .help("nobody knows that day beforehand"));
    }
    if until <= from {
        return Err(here
            .fault("is not after `from`")
            .allowed(format!("a day after {}, on which the course starts", day(from))));
    }
    Ok(())
}

/// Days that begin and end at looks, since drugs are given and taken away only then.
fn whole_looks(place: &Place, value: &Scalar, setting: &Setting) -> Checked<f64> {
    let days = days(place, value)?;
    let looks = days / setting.look_every;
    if days <= 0.0 || (looks - libm::round(looks)).abs() > 1e-6 {
        return Err(place
            .wrong(value, "is not a whole number of looks")
            .allowed(format!(
                "a multiple of look_every = {}",
                time_of_files(setting.look_every)
            ))
            .help("drugs are given and left out at looks; set look_every to a part of this time"));
    }
    Ok(days)
}

fn check_pulse(place: &Place, file: &PulseFile, span: Span, setting: &Setting) -> Checked<Pulse> {
    let on = whole_looks(&place.key("on"), &file.on, setting)?;
    let length = span.until - span.from;
    let recovery = match (&file.off, &file.off_until) {
        (Some(off), None) => Recovery::Days {
            days: whole_looks(&place.key("off"), off, setting)?,
        },
        (None, Some(_)) => {
            let here = place.key("off_until");
            let share = file.off_until(place)?.unwrap_or(1.0);
            setting.confluence_is_reached(&here, share)?;
            Recovery::Confluence { share }
        }
        _ => {
            return Err(place
                .fault("needs either `off` or `off_until`")
                .allowed("{ on = \"3 d\", off = \"4 d\" } or { on = \"3 d\", off_until = \"80% confluence\" }"));
        }
    };
    let lasts = time_of_files(length);
    if on >= length {
        return Err(place
            .key("on")
            .fault(format!("= {} is no pulse: the course lasts {lasts}", file.on))
            .allowed(format!("less than {lasts}"))
            .help("leave out `pulse`, or shorten `on`"));
    }
    if let Recovery::Days { days } = recovery
        && days >= length
    {
        return Err(place
            .key("off")
            .fault(format!("is {}, but the course lasts {lasts}", time_of_files(days)))
            .allowed(format!("less than {lasts}"))
            .help("the drug would not come back; shorten `off`, or end the course with `until`"));
    }
    Ok(Pulse {
        on,
        recovery,
        starts_off: file.start(place)?,
    })
}

fn check_holidays(place: &Place, file: &CourseFile, span: Span) -> Checked<Vec<Holiday>> {
    let Some(files) = &file.holidays else {
        return Ok(Vec::new());
    };
    let mut holidays: Vec<Holiday> = Vec::with_capacity(files.len());
    for (i, file) in files.iter().enumerate() {
        let here = place.index(i);
        let holiday = check_holiday(&here, file, span)?;
        if let Some(last) = holidays.last()
            && holiday.from < last.until
        {
            return Err(here
                .key("from")
                .fault(format!("= {} lies in or before the holiday before it", file.from))
                .allowed("holidays in order, none inside another"));
        }
        holidays.push(holiday);
    }
    Ok(holidays)
}

fn check_holiday(place: &Place, file: &HolidayFile, course: Span) -> Checked<Holiday> {
    let (first, last) = (course.from, course.until);
    let from = file.from(place)?;
    let until = file.until(place)?;
    if until <= from {
        return Err(place
            .key("until")
            .fault(format!("= {} is not after the holiday's first day", file.until))
            .allowed(format!("a day after {}, on which the holiday starts", day(from))));
    }
    if from < first || from >= last {
        return Err(place
            .key("from")
            .fault(format!("= {} lies outside the course", file.from))
            .allowed(format!("a day of the course, from {} to {}", day(first), day(last))));
    }
    if until >= last {
        return Err(place
            .key("until")
            .fault(format!("= {} leaves no day on drug after the holiday", file.until))
            .allowed(format!("a day before {}, where the course ends", day(last)))
            .help("to end the course earlier, set its `until`"));
    }
    Ok(Holiday { from, until })
}

/// `at_seeding`: the course starts with the seeding number.
fn check_adaptive(place: &Place, file: &AdaptiveFile, at_seeding: bool, setting: &Setting) -> Checked<Adaptive> {
    struct Level {
        share: f64,
        of_seeding: bool,
    }
    let level = |key: &str, value: &Scalar| -> Checked<Level> {
        let here = place.key(key);
        let of_seeding = matches!(value, Scalar::Text(text) if text.trim().ends_with("of seeding"));
        let share = ratio(&here, value, &["of seeding", "of start"], "1% to 1000%")?;
        match (0.01..=10.0).contains(&share) {
            true => Ok(Level { share, of_seeding }),
            false => Err(here.wrong(value, "is out of range").allowed(
                "1% to 1000% of the cells at the start of the course (\"of seeding\": of the seeding number)",
            )),
        }
    };
    let off = level("off_below", &file.off_below)?;
    let on = level("on_above", &file.on_above)?;
    if off.of_seeding != on.of_seeding {
        return Err(place
            .key("on_above")
            .fault("and `off_below` are shares of different numbers")
            .allowed("\"of seeding\" with both or with neither"));
    }
    if on.share <= off.share {
        return Err(place
            .key("on_above")
            .fault(format!(
                "= {} is not above off_below = {}",
                file.on_above, file.off_below
            ))
            .allowed(format!("above off_below = {}", file.off_below))
            .help("the drug is left out below `off_below` and comes back at `on_above`, as in 50% and 100%"));
    }
    if (at_seeding || off.of_seeding) && on.share > 1.0 {
        let share = on.share * setting.flask.seed_cells as f64 / setting.flask.capacity;
        setting.confluence_is_reached(&place.key("on_above"), share)?;
    }
    Ok(Adaptive {
        off_below: off.share,
        on_above: on.share,
        of_seeding: off.of_seeding,
    })
}
