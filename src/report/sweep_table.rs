//! The tables of a sweep.

use super::sweep::{SweepReport, untreated};
use super::table;
use crate::statistics::profile::class_word;
use crate::statistics::sweep::{leading, leading_in_wells};
use crate::statistics::wells::exact;

/// Mechanisms with a column of their own in `sweep.csv`.
const COLUMNS: usize = 8;

/// `sweep.csv`: a row per point: the keys' values, flasks, resistant by the horizon with its interval,
/// extinct, given up, median day of resistance among the resistant, restricted mean time, share of all
/// flasks by leading mechanism; for a dose matrix viability and excesses after the assay.
pub fn points(report: &SweepReport) -> Vec<u8> {
    let mut out = Vec::new();
    let shown = leading(report.points.iter().map(|point| &point.result), COLUMNS);
    let heads = [
        "flasks",
        "resistant",
        "p_resistant",
        "p_low",
        "p_high",
        "extinct",
        "given_up",
        "median_ttr",
        "median_low",
        "median_high",
        "restricted_mean",
        "restricted_low",
        "restricted_high",
    ];
    for key in &report.keys {
        table::next_text(&key.key, &mut out);
    }
    for head in heads {
        table::next_text(head, &mut out);
    }
    for mechanism in &shown {
        table::next_text(&format!("share_{}", mechanism.label), &mut out);
    }
    let wells = report.in_wells();
    if wells {
        out.extend_from_slice(b",wells_with_clone,clones,founders_per_well,founders_low,founders_high");
    }
    if report.synergy.is_some() {
        out.extend_from_slice(b",viability,bliss_excess,hsa_excess,loewe_excess");
    }
    out.push(b'\n');
    let mut cells = report
        .synergy
        .iter()
        .flat_map(|synergy| synergy.matrix.cells.iter().flatten());
    for (i, point) in report.points.iter().enumerate() {
        for value in &point.values {
            table::next_text(value, &mut out);
        }
        let r = &point.result;
        // Without drug nothing counts as resistant: no result, rather than the best one.
        let told = |value: f64| Some(value).filter(|_| !untreated(report, i));
        table::next_float(r.resistant.n as f64, &mut out);
        for value in [
            r.resistant.count as f64,
            r.resistant.share,
            r.resistant.low,
            r.resistant.high,
        ] {
            table::next_maybe(told(value), &mut out);
        }
        table::next_float(r.extinct.count as f64, &mut out);
        table::next_float(r.given_up.count as f64, &mut out);
        let median = r.median;
        for value in [
            median.map(|m| m.value),
            median.and_then(|m| m.low),
            median.and_then(|m| m.high),
        ] {
            table::next_maybe(value, &mut out);
        }
        for value in [Some(r.restricted_mean), r.restricted_low, r.restricted_high] {
            table::next_maybe(value.and_then(told), &mut out);
        }
        for mechanism in &shown {
            table::next_float(r.share_of(&mechanism.label).share, &mut out);
        }
        if let Some(w) = r.wells.as_ref().filter(|_| wells) {
            table::next_integer(w.clonal.count, &mut out);
            table::next_integer(w.clones(), &mut out);
            for value in [w.founders_per_well, Some(w.founders_low), w.founders_high] {
                table::next_maybe(value, &mut out);
            }
        }
        if let Some(cell) = cells.next() {
            for value in [
                Some(cell.viability),
                Some(cell.bliss_excess),
                Some(cell.hsa_excess),
                cell.loewe_excess,
            ] {
                table::next_maybe(value, &mut out);
            }
        }
        out.push(b'\n');
    }
    without_first_comma(&out)
}

/// Every row was begun with a comma.
fn without_first_comma(out: &[u8]) -> Vec<u8> {
    let text: Vec<&[u8]> = out.split_inclusive(|&byte| byte == b'\n').collect();
    text.iter().flat_map(|line| &line[1..]).copied().collect()
}

/// `wells.csv`: a row per point and mutation: the keys' values, wells, positive wells, the mutation with class
/// and region, wells that hold a clone of it with the share's Clopper-Pearson interval, and its clones. A
/// mutation that any point has is listed at every point.
pub fn wells(report: &SweepReport) -> Vec<u8> {
    let mut out = Vec::new();
    let heads = "wells,positive,mutation,class,region,wells_with,share,share_low,share_high,clones".split(',');
    for head in report.keys.iter().map(|key| key.key.as_str()).chain(heads) {
        table::next_text(head, &mut out);
    }
    out.push(b'\n');
    let mutations = leading_in_wells(report.points.iter().map(|point| &point.result), usize::MAX);
    for (point, wells) in report.points.iter().filter_map(|p| Some((p, p.result.wells.as_ref()?))) {
        for mutation in &mutations {
            let (with, clones) = wells.of(&mutation.label);
            let share = exact(with, wells.positive.n);
            for value in &point.values {
                table::next_text(value, &mut out);
            }
            table::next_integer(wells.positive.n, &mut out);
            table::next_integer(wells.positive.count, &mut out);
            table::next_text(&mutation.label, &mut out);
            table::next_text(class_word(mutation.class), &mut out);
            table::next_text(&mutation.region, &mut out);
            table::next_integer(with, &mut out);
            for value in [share.share, share.low, share.high] {
                table::next_float(value, &mut out);
            }
            table::next_integer(clones, &mut out);
            out.push(b'\n');
        }
    }
    without_first_comma(&out)
}
