//! Evidence of a decision, in words.

use super::shift::shift_against_parental;
use crate::assay::Estimate;
use crate::assay::signals::shown::RowKind;
use crate::diagnosis::evidence::{
    RaisedBand, Resensitised, Resistance, Rested, Side, Switched, TargetBand, TargetState,
};
use crate::diagnosis::readouts::{DriverSequencing, PanelSequencing, PotencyCheck};
use crate::diagnosis::{Evidence, Finding, Readouts, Thresholds};
use crate::report::assay::typing_words;
use crate::words::{dose, hours, number, percent, percents, risen, with_95};

/// What one step showed, with its numbers; without a full stop.
pub fn evidence(of: &Evidence, readouts: &Readouts, limits: &Thresholds) -> String {
    let drug = readouts.drug.as_str();
    let said = match &of.finding {
        Finding::Stock => readouts.potency.as_ref().map(|check| stock(check, drug, limits)),
        Finding::Line => readouts.identity.as_ref().map(typing_words),
        Finding::Resistance { resistant } => Some(resistance(*resistant, readouts, limits)),
        Finding::Alone { stays_behind } => readouts.alone.as_ref().map(|alone| {
            let who = if *stays_behind {
                "stays behind with the stroma"
            } else {
                "goes with the cells"
            };
            let shift = shift_against_parental(drug, alone);
            format!("taken out of the co-culture: {shift}; the resistance {who}")
        }),
        Finding::Holiday(rested) => holiday(rested, readouts, limits),
        Finding::Driver => readouts.driver.as_ref().map(|run| driver(run, limits)),
        Finding::Switch { tests, side } => Some(switch(tests, *side)),
        Finding::Blot { target, raised } => Some(blot(target.as_ref(), raised, drug)),
        Finding::Array { spots, raised } => {
            let words: Vec<String> = (raised.iter())
                .map(|spot| format!("{} {}-fold up", spot.readout, number(spot.fold)))
                .collect();
            Some(match words.is_empty() {
                true => format!("nothing of {spots} spots under {drug} rises"),
                false => format!("of {spots} spots under {drug}: {}", words.join(", ")),
            })
        }
        Finding::Panel => readouts.panel.as_ref().map(panel),
        Finding::AddBack { tried, helped } => Some(add_back(*tried, helped, drug)),
        Finding::Markers => markers(readouts),
        Finding::Cytokines => cytokines(readouts),
        Finding::DrugLevel => drug_level(readouts),
    };
    said.unwrap_or_default()
}

/// Value, low and high end.
fn numbers(of: &Estimate) -> [String; 3] {
    [of.value, of.low, of.high].map(number)
}

fn stock(check: &PotencyCheck, drug: &str, limits: &Thresholds) -> String {
    let [value, low, high] = numbers(&check.ic50_over_record);
    format!(
        "IC50 of {drug} on the parental line with this stock is {value} times that with a reference batch (95% {low} to \
         {high}; weak where the lower end is above {})",
        limits.weak_stock
    )
}

fn resistance(resistant: bool, readouts: &Readouts, limits: &Thresholds) -> String {
    let drug = &readouts.drug;
    let shift = readouts.shift.as_ref().map(|shift| shift_against_parental(drug, shift));
    let survival = readouts.survival.as_ref().map(|at| {
        format!(
            "at {} of {drug} {} are left of the culture, {} of the parental line",
            dose(readouts.dose),
            percent(at.resistant.value),
            percent(at.parental.value)
        )
    });
    let words: Vec<String> = shift.into_iter().chain(survival).collect();
    let says = if resistant { "resistant" } else { "not resistant" };
    format!(
        "{}: {says} (limit {}-fold for either; both surely above 1 will do)",
        words.join("; "),
        limits.resistance_index
    )
}

fn holiday(rested: &Rested, readouts: &Readouts, limits: &Thresholds) -> Option<String> {
    let test = readouts.holiday.as_ref()?;
    let said = match rested {
        Rested::Nothing => {
            return Some("taken out of the co-culture there is no resistance that a holiday could take".to_owned());
        }
        Rested::Beyond => "still resistant beyond the doses".to_owned(),
        Rested::Lost { share, sure, of } => format!(
            "{} of the {} is gone{} (limit {})",
            percent(*share),
            match of {
                Resistance::Shift => "shift",
                Resistance::Survival => "survival",
            },
            if *sure { "" } else { ", within scatter" },
            percent(limits.reversible)
        ),
    };
    let shift = shift_against_parental(&readouts.drug, &test.shift);
    Some(format!(
        "after {} days without drug: {shift}; {said}",
        number(test.days)
    ))
}

fn driver(run: &DriverSequencing, limits: &Thresholds) -> String {
    let mut words: Vec<String> = (run.new_variants.iter())
        .map(|variant| {
            let share = percent(variant.vaf.value);
            let share = match variant.before {
                None => format!("in {share}"),
                Some(before) => risen(&percent(before.value), &share),
            };
            format!("{} ({}) {share} of the driver's reads", variant.name, variant.region)
        })
        .collect();
    if words.is_empty() {
        let limit = percent(run.limit);
        words.push(format!(
            "no new variant of {} ({}, limit {limit})",
            run.gene,
            run.method.name()
        ));
    }
    words.extend((run.as_before.iter()).map(|variant| {
        let share = percent(variant.vaf.value);
        format!("{} in {share} of the driver's reads, as before treatment", variant.name)
    }));
    words.extend(run.copies.map(|copies| {
        let [value, low, high] = numbers(&copies);
        format!(
            "{value} times the parental copies (95% {low} to {high}; amplified where the lower end is above {})",
            limits.copy_gain
        )
    }));
    format!("against the pre-treatment sample: {}", words.join("; "))
}

fn switch(tests: &[Switched], side: Side) -> String {
    let words: Vec<String> = (tests.iter())
        .map(|test| {
            format!(
                "{} at {} leaves {} (parental {}): {}{}",
                test.drug,
                dose(test.dose),
                percent(test.left),
                percent(test.parental),
                test.response.word(),
                if test.closes_bypass {
                    ", but it closes a bypass as well"
                } else {
                    ""
                }
            )
        })
        .collect();
    let says = match side {
        Side::OnTarget => "still driven by the target",
        Side::OffTarget => "still resistant: off-target",
        Side::Neither => "tells neither side: part of the cells, or of their signal, needs the target",
    };
    format!("{}; {says}", words.join("; "))
}

fn blot(target: Option<&TargetBand>, raised: &[RaisedBand], drug: &str) -> String {
    let of_target = target.map(|band| {
        format!(
            "{} under {drug} {} of the parental undrugged band (parental {}): {}",
            band.readout,
            number(band.resistant),
            number(band.parental),
            match band.state {
                TargetState::Inhibited => "inhibited",
                TargetState::Sustained => "sustained",
                TargetState::Unclear => "unclear",
            }
        )
    });
    let further = raised.iter().map(|band| {
        let (value, parental) = (number(band.resistant), number(band.parental));
        match band.kind {
            RowKind::Source => format!("{} raised to {value}", band.readout),
            RowKind::Pathway => format!("{} sustained at {value} (parental {parental})", band.readout),
            RowKind::Relay | RowKind::Target => format!("{} up at {value} (parental {parental})", band.readout),
        }
    });
    of_target.into_iter().chain(further).collect::<Vec<_>>().join("; ")
}

fn panel(run: &PanelSequencing) -> String {
    let words: Vec<String> = (run.findings.iter())
        .map(|finding| {
            let within = |share: Estimate| share.value.min(1.0);
            let share = percent(within(finding.share));
            let share = match finding.before.map(within) {
                None => format!("in about {share}"),
                Some(before) => risen(&percent(before), &share),
            };
            format!("{} {share} of the cells", finding.name)
        })
        .collect();
    let found = if words.is_empty() {
        "nothing new".to_owned()
    } else {
        words.join("; ")
    };
    format!("{} genes ({}): {found}", run.genes.len(), run.method.name())
}

fn add_back(tried: usize, helped: &[Resensitised], drug: &str) -> String {
    let words: Vec<String> = (helped.iter())
        .map(|partner| {
            let down = partner.ic50.map_or(String::new(), |ic50| {
                let bound = if ic50.at_least { "at least " } else { "" };
                format!("; IC50 of {drug} down {bound}{}-fold", number(ic50.fold))
            });
            format!(
                "{} re-sensitises: {} left of both, {} expected of independent action{down}",
                partner.partner,
                percent(partner.left.value),
                percent(partner.expected)
            )
        })
        .collect();
    match words.is_empty() {
        true => format!("none of {tried} partners re-sensitises to {drug}"),
        false => format!("of {tried} partners of {drug}, {}", words.join("; ")),
    }
}

fn markers(readouts: &Readouts) -> Option<String> {
    let rows = readouts.stains.as_ref()?.rows.iter();
    let words: Vec<String> = rows
        .map(|row| {
            let (share, parental) = (percent(row.resistant.share), percent(row.parental.share));
            format!("{} in {share} of the cells (parental {parental})", row.marker)
        })
        .collect();
    Some(words.join("; "))
}

fn cytokines(readouts: &Readouts) -> Option<String> {
    let rows = readouts.elisa.as_ref()?.rows.iter();
    let words: Vec<String> = rows
        .map(|row| {
            let (level, medium) = (number(row.co_culture), number(row.medium));
            format!("{} {level} {} (medium {medium})", row.readout, row.unit)
        })
        .collect();
    Some(words.join("; "))
}

fn drug_level(readouts: &Readouts) -> Option<String> {
    let level = readouts.drug_level.as_ref()?;
    let (share, interval) = percents(level.mean_share.value, level.mean_share.low, level.mean_share.high);
    let half = level.half_life.map_or("no loss that is sure".to_owned(), |half| {
        let [low, high] = [half.low, half.high].map(number);
        format!("half-life {}", with_95([hours(half.value), low, high]))
    });
    Some(format!(
        "{} over the co-culture is on average {share} of that in plain medium (95% interval {interval}); {half}",
        level.drug
    ))
}
