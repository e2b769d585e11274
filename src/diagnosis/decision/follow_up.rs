//! The later steps: broad panel, add-back, markers, cytokines.

use crate::diagnosis::call::{Call, Helped, Kind, Step};
use crate::diagnosis::decision::breakdown::breakdown;
use crate::diagnosis::decision::reading::Reading;
use crate::diagnosis::decision::signals::kind_of;
use crate::model::biology::StateClass;
use crate::statistics::synergy::independent;

/// Alterations outside the driver.
pub(super) fn panel(reading: &mut Reading) -> Vec<Call> {
    let Some(run) = &reading.readouts.panel else {
        return Vec::new();
    };
    let calls: Vec<Call> = run
        .findings
        .iter()
        .map(|finding| Call {
            kind: Kind::Bypass,
            names: vec![finding.name.clone()],
            route: Some(finding.route.clone()),
            weight: finding.share.value.min(1.0),
            confirmed: false,
        })
        .collect();
    let words: Vec<String> = run
        .findings
        .iter()
        .map(|finding| {
            format!(
                "{} in about {:.0}% of the cells",
                finding.name,
                100.0 * finding.share.value.min(1.0)
            )
        })
        .collect();
    let text = match words.is_empty() {
        true => format!("{} genes ({}): nothing new", run.genes.len(), run.method),
        false => format!("{} genes ({}): {}", run.genes.len(), run.method, words.join("; ")),
    };
    reading.note(Step::Panel, (!calls.is_empty()).then_some(Kind::Bypass), text);
    calls
}

/// Partners that re-sensitise, and routes whose inhibitor does not.
pub(super) fn add_back(reading: &mut Reading) -> (Vec<Helped>, Vec<String>) {
    let limits = reading.limits;
    let drug = &reading.readouts.drug;
    let (mut helped, mut open) = (Vec::<Helped>::new(), Vec::new());
    let mut words = Vec::new();
    let mut kind = None;
    for test in &reading.readouts.add_backs {
        let fewer = test.both.high < test.drug_alone.low;
        let synergy = fewer && test.bliss_excess.value >= limits.bliss && test.bliss_excess.low > 0.0;
        // Where only a bound of the fold is known it may say nothing; then the synergy must be beyond doubt.
        let bound = test.ic50_fold.is_none_or(|fold| fold.value.is_none());
        let fold = test.ic50_fold.map_or(1.0, |fold| fold.value.unwrap_or(fold.low));
        let helps = synergy && (fold >= limits.resensitised || (bound && test.bliss_excess.low >= limits.bliss));
        if !helps {
            open.extend(test.closes.iter().cloned());
        } else {
            helped.push(Helped {
                partner: test.partner.clone(),
                partner_id: test.partner_id.clone(),
                closes: test.closes.clone(),
                downstream: test.downstream,
                ic50_fold: fold,
                at_least: bound,
            });
            kind = kind.or(kind_of_partner(reading, &test.closes, test.downstream));
            let down = match fold >= limits.resensitised {
                true => format!(
                    "; IC50 of {drug} down {}{fold:.1}-fold",
                    if bound { "at least " } else { "" }
                ),
                false => String::new(),
            };
            words.push(format!(
                "{} re-sensitises: {:.0}% left of both, {:.0}% expected of independent action{down}",
                test.partner,
                100.0 * test.both.value,
                100.0 * independent(test.drug_alone.value, test.partner_alone.value),
            ));
        }
    }
    open.retain(|route| helped.iter().all(|partner| !partner.closes.contains(route)));
    let tried = reading.readouts.add_backs.len();
    if tried > 0 {
        let text = match words.is_empty() {
            true => format!("none of {tried} partners re-sensitises to {drug}"),
            false => format!("of {tried} partners of {drug}, {}", words.join("; ")),
        };
        reading.note(Step::AddBack, kind, text);
    }
    (helped, open)
}

/// What a partner that helps speaks for: what feeds the route that it closes. One behind the routes helps
/// wherever the pathway has little to spare, and tells nothing alone.
fn kind_of_partner(reading: &Reading, closes: &[String], downstream: bool) -> Option<Kind> {
    let route = reading.atlas.route(closes.first()?)?;
    (!downstream).then(|| kind_of(route.feeds))
}

/// Share of cells in each marked state, corrected for what the stain misses and makes up.
pub(super) fn markers(reading: &mut Reading) -> Vec<(StateClass, String, String, f64)> {
    let Some(stains) = &reading.readouts.stains else {
        return Vec::new();
    };
    let noise = stains.noise;
    let span = (1.0 - noise.false_negative - noise.false_positive).max(0.1);
    let mut shares = Vec::new();
    let mut words = Vec::new();
    let mut kind = None;
    for row in &stains.rows {
        let share = ((row.resistant.share - noise.false_positive) / span).clamp(0.0, 1.0);
        let above = row.resistant.low > row.parental.high;
        words.push(format!(
            "{} in {:.1}% of the cells (parental {:.1}%)",
            row.marker,
            100.0 * row.resistant.share,
            100.0 * row.parental.share
        ));
        if above {
            kind = Some(match row.class {
                StateClass::Transformed => Kind::Transformed,
                _ => Kind::Reversible,
            });
            shares.push((row.class, row.state.clone(), row.marker.clone(), share));
        }
    }
    if !words.is_empty() {
        reading.note(Step::Markers, kind, words.join("; "));
    }
    shares
}

/// Factors that the co-culture's supernatant holds and plain medium does not.
pub(super) fn cytokines(reading: &mut Reading) -> Vec<String> {
    let Some(elisa) = &reading.readouts.elisa else {
        return Vec::new();
    };
    let raised: Vec<String> = (elisa.rows.iter().filter(|row| row.raised))
        .map(|row| row.readout.clone())
        .collect();
    let words: Vec<String> = (elisa.rows.iter())
        .map(|row| {
            format!(
                "{} {:.2} {} (medium {:.2})",
                row.readout, row.co_culture, row.unit, row.medium
            )
        })
        .collect();
    if !words.is_empty() {
        reading.note(
            Step::Cytokines,
            (!raised.is_empty()).then_some(Kind::Niche),
            words.join("; "),
        );
    }
    raised
}

/// An enzyme of the stroma that takes the drug away.
pub(super) fn drug_level(reading: &mut Reading, protected: bool) -> Option<Call> {
    let (text, call) = breakdown(reading.readouts.drug_level.as_ref()?, protected);
    reading.note(Step::DrugLevel, call.as_ref().map(|call| call.kind), text);
    call
}
