//! What figures show, as JSON: the typed data from which the report draws them.

use crate::engine::record::FlaskTrace;
use crate::model::protocol::Protocol;
use crate::report::figure::axis::Scale;
use crate::report::figure::bars::Bar;
use crate::report::figure::course::{self, Band, DoseSeries};
use crate::report::figure::plain::{counts, fluctuation, stops, trajectories};
use crate::report::figure::series::{Curve, Layer, Span};
use crate::report::figure::{incidence, muller, over_time, profile};
use crate::report::palette;
use crate::statistics::{FlaskSummary, PlainSummary};
use serde_json::{Value, json};

/// A figure of a laboratory run by its name; none where the run has no such figure.
pub fn of_flasks(name: &str, summary: &FlaskSummary, protocol: &Protocol) -> Option<Value> {
    match name {
        "profile" => {
            let shown = profile::data(summary);
            Some(json!({
                "culture": shown.culture,
                "resistant": {"count": shown.resistant.count, "n": shown.resistant.n},
                "classes": shown.classes.iter().map(bar).collect::<Vec<_>>(),
                "mechanisms": shown.mechanisms.iter().map(bar).collect::<Vec<_>>(),
                "hidden": shown.hidden,
                "high": shown.high,
            }))
        }
        "incidence" => {
            let shown = incidence::data(summary, summary.last_day(protocol.stop.after));
            Some(json!({
                "culture": shown.culture,
                "after": shown.after,
                "curves": shown.curves.iter().map(curve).collect::<Vec<_>>(),
            }))
        }
        "course" => {
            let shown = course::data(summary, protocol);
            let levels = shown
                .levels
                .iter()
                .map(|level| json!({"cells": level.cells, "name": level.name}));
            let doses = shown.doses.as_ref().map(|doses| {
                let courses: Vec<Value> = doses.courses.iter().map(dose_series).collect();
                json!({"title": doses.title, "scale": scale(doses.scale), "courses": courses})
            });
            Some(json!({
                "culture": shown.culture,
                "after": shown.after,
                "cells": shown.cells,
                "cell_band": band(&shown.cell_band),
                "cell_scale": scale(shown.cell_scale),
                "levels": levels.collect::<Vec<_>>(),
                "doses": doses,
            }))
        }
        "over_time" => over_time::data(summary).map(|shown| {
            json!({
                "culture": shown.culture,
                "days": shown.days,
                "layers": shown.layers.iter().map(layer).collect::<Vec<_>>(),
            })
        }),
        _ => None,
    }
}

/// A figure of a plain run by its name.
pub fn of_plain(name: &str, summary: &PlainSummary) -> Option<Value> {
    match name {
        "stops" => Some(json!({"bars": stops::data(summary).iter().map(bar).collect::<Vec<_>>()})),
        "counts" => {
            let shown = counts::data(summary);
            let rows = shown.rows.iter().map(|row| {
                json!({"name": row.name, "colour": row.colour.hex(), "mean": row.mean, "median": row.median, "zero": row.zero})
            });
            Some(json!({"rows": rows.collect::<Vec<_>>()}))
        }
        "fluctuation" => fluctuation::data(summary).map(|shown| {
            let marks = shown
                .marks
                .iter()
                .map(|mark| json!({"name": mark.name, "count": mark.count}));
            json!({"name": shown.name, "marks": marks.collect::<Vec<_>>(), "replicates": shown.replicates})
        }),
        "trajectories" => trajectories::data(summary).map(|shown| {
            let types = shown
                .types
                .iter()
                .map(|one| json!({"curve": curve(&one.curve), "replicates": one.replicates}));
            json!({"last": shown.last, "types": types.collect::<Vec<_>>()})
        }),
        _ => None,
    }
}

/// The Muller plot of a traced flask: shares of cells by lineage, cells and doses by day.
pub fn muller(trace: &FlaskTrace, drugs: &[String]) -> Value {
    let shown = muller::data(trace, drugs);
    let bands = shown.bands.iter().map(|band| {
        let mechanism = shown.nest.mechanisms[band.row];
        json!({
            "mechanism": mechanism.label,
            "colour": palette::mechanism(mechanism).hex(),
            "low": band.low,
            "high": band.high,
        })
    });
    let doses = shown
        .doses
        .iter()
        .map(|dose| json!({"drug": dose.drug, "line": dose.line}));
    json!({
        "title": shown.title,
        "days": shown.days,
        "bands": bands.collect::<Vec<_>>(),
        "cells": shown.cells,
        "cell_scale": scale(shown.cell_scale),
        "dose_scale": scale(shown.dose_scale),
        "doses": doses.collect::<Vec<_>>(),
    })
}

/// Ends of an axis, and whether it shows 0 as well.
fn scale(scale: Scale) -> Value {
    match scale {
        Scale::Linear { low, high } => json!({"low": low, "high": high, "zero": true}),
        Scale::Log { low, high, zero } => json!({"low": low, "high": high, "zero": zero}),
    }
}

fn bar(bar: &Bar) -> Value {
    let share = &bar.share;
    json!({
        "label": bar.label,
        "colour": bar.colour.hex(),
        "count": share.count,
        "n": share.n,
        "share": share.share,
        "low": share.low,
        "high": share.high,
        "present": bar.pale,
    })
}

fn curve(curve: &Curve) -> Value {
    json!({
        "name": curve.name,
        "colour": curve.colour.hex(),
        "dash": curve.dash.map(|dash| [dash.on, dash.off]),
        "line": curve.line,
        "band": spans(&curve.band),
        "end": curve.end.map(|end| [end.value, end.low, end.high]),
    })
}

fn spans(spans: &[Span]) -> Vec<[f64; 3]> {
    spans.iter().map(|span| [span.at, span.low, span.high]).collect()
}

fn band(band: &Band) -> Value {
    json!({"median": band.median, "half": spans(&band.half), "most": spans(&band.most)})
}

fn dose_series(series: &DoseSeries) -> Value {
    json!({
        "drug": series.drug,
        "colour": series.colour.hex(),
        "flasks": series.flasks,
        "band": band(&series.band),
        "goal": series.goal,
        "goal_name": series.goal_name,
    })
}

fn layer(layer: &Layer) -> Value {
    json!({"name": layer.name, "colour": layer.colour.hex(), "shares": layer.shares})
}
