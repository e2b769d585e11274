//! Tables of a run's folder: comma-separated, tidy, one documented schema.
//!
//! Every table starts with its header; a row ends with a line feed; text that holds a comma, quote
//! or line feed is quoted as RFC 4180 says. Days count from seeding, counts are whole numbers,
//! shares run from 0 to 1, doses are nM. What is unknown or does not apply is empty. Numbers are
//! written so that they read back to the same bits.
//!
//! | table | one row per | columns |
//! | --- | --- | --- |
//! | `replicates.csv`, plain | replicate | `replicate`, `stop_reason` (`phases_done`, `total_cells`, `type_cells`, `extinct`), `end_day`, `cells_total`, `cells_<type>`..., `mutations_<from>_<to>`... (founding events) |
//! | `trajectories.csv`, plain | replicate, day and type | `replicate`, `day`, `type`, `cells` |
//! | `replicates.csv`, flasks | flask | `replicate`, `outcome` (`resistant`, `extinct`, `given_up`, `time_over`), `outcome_day`, `ttr_day` (day of resistance), `end_day`, `goal_day` (first day at the goal dose), `passages`, `dose_steps`, `crashes`, `cells`, `growth_share` (of parental growth, last passage), `dominant`, `dominant_class`, `dominant_share`, `present` (labels joined by `;`), `pre_existing`, `acquired`, `via_tolerant`, `compound` (shares of cells); all at the outcome day; then, over the whole simulation, `doublings` (of the population), `discarded` (cells, at passages), `lost` (cells, at plating), `medium_changes`, `drug_nM` (doses of all fresh medium summed, one per course, joined by `;`); `thaws`, then `resistance_days` and `resistance_dominants`: day and dominant mechanism of each resistance, one per line of treatment, joined by `;` |
//! | `lineages.csv` | lineage that ever exceeded 0.1% or 1,000 cells | `replicate`, `lineage` (0 is the founding clone), `parent`, `mechanism`, `class`, `region`, `founded_day` (negative: in the stock), `founded_state`, `under_drug` (0 or 1), `founders` (pooled), `max_cells`, `max_share`, `barcode`, `end_cells_<state>`... |
//! | `samples.csv` | flask, asked day and mechanism | `replicate`, `asked_day`, `day` (of the look), `cells` (in the flask), `mechanism`, `class`, `share` (of cells), `present` (0 or 1: above the detection limit) |
//! | `barcodes.csv` | flask and barcode | `stock`, `replicate`, `barcode` (numbered within the stock), `seeded` (cells on day 0), `cells` (at the outcome day) |
//! | `trajectories.csv`, flasks | flask and look | `replicate`, `day`, `cells`, `dose_nM_<drug>`... (since the previous look; a drug that comes again is numbered), `passaged` (0 or 1) |

use crate::engine::record::{FlaskRecord, LineageRecord, PlainRecord};
use crate::model::plain::PlainModel;
use crate::statistics::profile::class_word;
use std::io::Write;

/// Header of `replicates.csv` for plain runs.
pub fn plain_header(model: &PlainModel, out: &mut Vec<u8>) {
    out.extend_from_slice(b"replicate,stop_reason,end_day,cells_total");
    for cell_type in &model.types {
        out.extend_from_slice(b",cells_");
        out.extend_from_slice(cell_type.name.as_bytes());
    }
    for mutation in &model.mutations {
        out.extend_from_slice(b",mutations_");
        out.extend_from_slice(model.types[mutation.from].name.as_bytes());
        out.push(b'_');
        out.extend_from_slice(model.types[mutation.to].name.as_bytes());
    }
    out.push(b'\n');
}

/// One plain replicate.
pub fn plain_row(record: &PlainRecord, out: &mut Vec<u8>) {
    integer(record.replicate, out);
    out.push(b',');
    out.extend_from_slice(record.stop.word().as_bytes());
    next_float(record.end_day, out);
    next_integer(record.cells.iter().sum(), out);
    for &cells in record.cells.iter().chain(&record.mutations) {
        next_integer(cells, out);
    }
    out.push(b'\n');
}

/// Header of `trajectories.csv` for plain runs.
pub fn trajectory_header(out: &mut Vec<u8>) {
    out.extend_from_slice(b"replicate,day,type,cells\n");
}

/// The recorded samples of one plain replicate.
pub fn trajectory_rows(model: &PlainModel, record: &PlainRecord, out: &mut Vec<u8>) {
    for sample in &record.samples {
        for (cell_type, &cells) in model.types.iter().zip(&sample.cells) {
            integer(record.replicate, out);
            next_float(sample.day, out);
            next_text(&cell_type.name, out);
            next_integer(cells, out);
            out.push(b'\n');
        }
    }
}

/// Header of `replicates.csv` for flasks.
pub fn flask_header(out: &mut Vec<u8>) {
    out.extend_from_slice(
        b"replicate,outcome,outcome_day,ttr_day,end_day,goal_day,passages,dose_steps,crashes,cells,growth_share,\
          dominant,dominant_class,dominant_share,present,pre_existing,acquired,via_tolerant,compound,\
          doublings,discarded,lost,medium_changes,drug_nM,thaws,resistance_days,resistance_dominants\n",
    );
}

/// One flask.
pub fn flask_row(record: &FlaskRecord, out: &mut Vec<u8>) {
    integer(record.replicate, out);
    out.push(b',');
    out.extend_from_slice(record.outcome.word().as_bytes());
    next_float(record.outcome_day, out);
    let resistant = record.outcome == crate::engine::record::Outcome::Resistant;
    next_maybe(resistant.then_some(record.outcome_day), out);
    next_float(record.end_day, out);
    next_maybe(record.goal_day, out);
    for count in [record.passages, record.dose_steps, record.crashes] {
        next_integer(u64::from(count), out);
    }
    next_integer(record.cells, out);
    next_maybe(record.growth_share, out);
    match record.composition.first() {
        Some(first) => {
            next_text(&first.mechanism.label, out);
            next_text(class_word(first.mechanism.class), out);
            next_float(first.share, out);
        }
        None => out.extend_from_slice(b",,,"),
    }
    let present: Vec<&str> = record
        .composition
        .iter()
        .filter(|entry| entry.present)
        .map(|entry| entry.mechanism.label.as_str())
        .collect();
    next_text(&present.join(";"), out);
    for share in [
        record.pre_existing,
        record.acquired,
        record.via_tolerant,
        record.compound,
    ] {
        next_float(share, out);
    }
    let work = &record.work;
    next_float(work.doublings, out);
    for count in [work.discarded, work.lost, u64::from(work.medium_changes)] {
        next_integer(count, out);
    }
    let doses: Vec<String> = work.drug.iter().map(f64::to_string).collect();
    next_text(&doses.join(";"), out);
    next_integer(u64::from(record.thaws), out);
    lines_of_treatment(record, out);
    out.push(b'\n');
}

/// Day and dominant mechanism of each resistance, one per line of treatment.
fn lines_of_treatment(record: &FlaskRecord, out: &mut Vec<u8>) {
    let resistant = record.outcome == crate::engine::record::Outcome::Resistant;
    let failures = record.failures.iter().map(|line| (line.day, &line.composition));
    let lines: Vec<_> = failures
        .chain(resistant.then_some((record.outcome_day, &record.composition)))
        .collect();
    let days: Vec<String> = lines.iter().map(|(day, _)| day.to_string()).collect();
    let label = |entry: &crate::engine::record::MechanismShare| entry.mechanism.label.clone();
    let dominants: Vec<String> = lines
        .iter()
        .map(|(_, composition)| composition.first().map_or(String::new(), label))
        .collect();
    next_text(&days.join(";"), out);
    next_text(&dominants.join(";"), out);
}

/// Header of `samples.csv`.
pub fn sample_header(out: &mut Vec<u8>) {
    out.extend_from_slice(b"replicate,asked_day,day,cells,mechanism,class,share,present\n");
}

/// The samples of one flask; one without living cells has a row without a mechanism.
pub fn sample_rows(record: &FlaskRecord, out: &mut Vec<u8>) {
    for sample in &record.samples {
        let mut head = Vec::new();
        integer(record.replicate, &mut head);
        next_float(sample.asked_day, &mut head);
        next_float(sample.day, &mut head);
        next_integer(sample.cells, &mut head);
        if sample.composition.is_empty() {
            out.extend_from_slice(&head);
            out.extend_from_slice(b",,,,\n");
        }
        for entry in &sample.composition {
            out.extend_from_slice(&head);
            next_text(&entry.mechanism.label, out);
            next_text(class_word(entry.mechanism.class), out);
            next_float(entry.share, out);
            next_integer(u64::from(entry.present), out);
            out.push(b'\n');
        }
    }
}

/// Header of `barcodes.csv`.
pub fn barcode_header(out: &mut Vec<u8>) {
    out.extend_from_slice(b"stock,replicate,barcode,seeded,cells\n");
}

/// Every barcode that one flask was seeded with, of a stock with so many arms.
pub fn barcode_rows(record: &FlaskRecord, arms: u64, out: &mut Vec<u8>) {
    let Some(counts) = &record.barcodes else { return };
    let mut left = counts.at_outcome.iter().peekable();
    for &(barcode, seeded) in &counts.seeded {
        while left.next_if(|(other, _)| *other < barcode).is_some() {}
        let cells = left
            .next_if(|(other, _)| *other == barcode)
            .map_or(0, |&(_, cells)| cells);
        integer(record.replicate / arms.max(1), out);
        for value in [record.replicate, u64::from(barcode), seeded, cells] {
            next_integer(value, out);
        }
        out.push(b'\n');
    }
}

/// Header of `lineages.csv`; `states` are the names of the biology's cell states.
pub fn lineage_header<S: AsRef<str>>(states: &[S], out: &mut Vec<u8>) {
    out.extend_from_slice(
        b"replicate,lineage,parent,mechanism,class,region,founded_day,founded_state,under_drug,founders,\
          max_cells,max_share,barcode",
    );
    for state in states {
        next_text(&format!("end_cells_{}", state.as_ref()), out);
    }
    out.push(b'\n');
}

/// The listed lineages of one flask.
pub fn lineage_rows(record: &FlaskRecord, out: &mut Vec<u8>) {
    for lineage in &record.lineages {
        lineage_row(record.replicate, lineage, out);
    }
}

fn lineage_row(replicate: u64, lineage: &LineageRecord, out: &mut Vec<u8>) {
    integer(replicate, out);
    next_integer(u64::from(lineage.lineage), out);
    out.push(b',');
    if let Some(parent) = lineage.parent {
        integer(u64::from(parent), out);
    }
    next_text(&lineage.mechanism.label, out);
    next_text(class_word(lineage.mechanism.class), out);
    next_text(&lineage.mechanism.region, out);
    next_float(lineage.founded_day, out);
    next_text(&lineage.founded_state, out);
    next_integer(u64::from(lineage.under_drug), out);
    next_integer(lineage.founders, out);
    next_integer(lineage.max_cells, out);
    next_float(lineage.max_share, out);
    out.push(b',');
    if let Some(barcode) = lineage.barcode {
        integer(u64::from(barcode), out);
    }
    for &cells in &lineage.end_cells {
        next_integer(cells, out);
    }
    out.push(b'\n');
}

/// Header of `trajectories.csv` for flasks; `drugs` are the column names of the courses
/// ([`crate::statistics::names::course_columns`]).
pub fn look_header<S: AsRef<str>>(drugs: &[S], out: &mut Vec<u8>) {
    out.extend_from_slice(b"replicate,day,cells");
    for drug in drugs {
        next_text(&format!("dose_nM_{}", drug.as_ref()), out);
    }
    out.extend_from_slice(b",passaged\n");
}

/// The looks at one flask.
pub fn look_rows(record: &FlaskRecord, out: &mut Vec<u8>) {
    for look in &record.looks {
        integer(record.replicate, out);
        next_float(look.day, out);
        next_integer(look.cells, out);
        for &dose in &look.doses {
            next_float(dose, out);
        }
        next_integer(u64::from(look.passaged), out);
        out.push(b'\n');
    }
}

/// Decimal digits of a count; several times faster than `write!`.
pub(super) fn integer(mut value: u64, out: &mut Vec<u8>) {
    let mut digits = [0u8; 20];
    let mut start = digits.len();
    loop {
        start -= 1;
        digits[start] = b'0' + (value % 10) as u8;
        value /= 10;
        if value == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[start..]);
}

pub(super) fn next_integer(value: u64, out: &mut Vec<u8>) {
    out.push(b',');
    integer(value, out);
}

/// A comma and the shortest text that reads back to the same bits; empty where not finite.
pub(super) fn next_float(value: f64, out: &mut Vec<u8>) {
    out.push(b',');
    if value.fract() == 0.0 && (0.0..1e15).contains(&value) {
        integer(value as u64, out);
    } else if value.is_finite() {
        write!(out, "{value}").expect("writing to memory cannot fail");
    }
}

pub(super) fn next_maybe(value: Option<f64>, out: &mut Vec<u8>) {
    next_float(value.unwrap_or(f64::NAN), out);
}

pub(super) fn next_text(text: &str, out: &mut Vec<u8>) {
    out.push(b',');
    if text.contains([',', '"', '\n', '\r']) {
        write!(out, "\"{}\"", text.replace('"', "\"\"")).expect("writing to memory cannot fail");
    } else {
        out.extend_from_slice(text.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn numbers_read_back_to_the_same_bits() {
        for value in [0.0, 1.0, 0.1, 1.0 / 3.0, 1e-9, 123456.789, 1e22, 5e-324] {
            let text = written(|out| next_float(value, out));
            assert_eq!(text[1..].parse::<f64>(), Ok(value), "{text}");
        }
        for value in [0, 9, 10, 12_345, u64::MAX] {
            assert_eq!(written(|out| integer(value, out)), value.to_string());
        }
        assert_eq!(written(|out| next_maybe(None, out)), ",");
    }

    #[test]
    fn awkward_text_is_quoted() {
        assert_eq!(written(|out| next_text("a,\"b\"", out)), ",\"a,\"\"b\"\"\"");
        assert_eq!(
            written(|out| next_text("G1202R + MET amplification", out)),
            ",G1202R + MET amplification"
        );
    }
}
