//! The overlay's text.

use super::alleles::NewAllele;
use super::asked::{Asked, DataFile};
use super::studies::{Reading, Study};
use super::written::{quoted, transcription};
use crate::knowledge::KnowledgeBase;
use crate::knowledge::schema::{SchemaNumber, WILD_TYPE};
use crate::observed::Side;
use crate::session::SessionError;
use crate::statistics::growth::{Doubling, LineGrowth};
use crate::words::{four_digits, listed};
use std::fmt::Write;

/// The whole file.
pub(super) fn text(
    files: &[DataFile],
    alleles: &[NewAllele],
    studies: &[Study],
    growth: &[LineGrowth],
    asked: &Asked,
    base: &KnowledgeBase,
) -> Result<String, SessionError> {
    let names: Vec<String> = files.iter().map(|file| file_name(&file.name)).collect();
    let version = env!("CARGO_PKG_VERSION");
    let made_up = if asked.made_up { " ALL NUMBERS ARE MADE UP." } else { "" };
    let usual = format!("Own measurements: {}", listed(&names));
    let citation = asked.citation.as_deref().unwrap_or(&usual);
    let mut text = format!(
        "# Imported by escalade {version} from {}.{made_up}\n# Give it with --kb, behind other overlays; `escalade kb check --kb FILE` checks it.\nschema = {}\n\n[[reference]]\nid = {}\ncitation = {}\nlink = \"unpublished\"\n",
        listed(&names),
        SchemaNumber::NOW.0,
        quoted(&asked.id),
        quoted(citation),
    );
    alleles.iter().for_each(|allele| text += &allele.text(asked));
    for study in studies {
        taken(&study.id, base)?;
        match &study.family {
            Some(family) => study_text(&mut text, study, family, asked),
            None => toxicity_text(&mut text, study, asked)?,
        }
    }
    for growth in growth {
        text.push('\n');
        text += &line_text(growth, asked, base)?;
    }
    Ok(text)
}

/// A file without its folder.
pub(super) fn file_name(path: &str) -> String {
    path.rsplit(['/', '\\']).next().unwrap_or(path).to_owned()
}

/// A key of a table, in quotes where it has to be.
fn key(name: &str) -> String {
    let bare = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if bare && !name.is_empty() {
        name.to_owned()
    } else {
        quoted(name)
    }
}

fn taken(id: &str, base: &KnowledgeBase) -> Result<(), SessionError> {
    let data = base.data();
    let known = data.study.iter().any(|study| study.id == id) || data.toxicity.iter().any(|table| table.id == id);
    match known {
        true => Err(SessionError::Request(format!(
            "there is a study \"{id}\" already\n  allowed: ids that begin otherwise, with --id NAME"
        ))),
        false => Ok(()),
    }
}

fn study_text(text: &mut String, study: &Study, family: &str, asked: &Asked) {
    let _ = write!(
        text,
        "\n[[study]]\nid = {}\nfamily = {}\nreference = {}\nsystem = {}\nendpoint = \"viability\"\n",
        quoted(&study.id),
        quoted(family),
        quoted(&asked.id),
        quoted(&study.system)
    );
    if let Some(hours) = study.hours {
        let _ = writeln!(text, "duration = \"{hours} h\"");
    }
    let _ = writeln!(
        text,
        "transcription = \"{}\"\nrank = {}",
        transcription(asked),
        asked.rank
    );
    // Folds of alleles are over what the copies carry anyway.
    if study.unaltered != WILD_TYPE && study.readings.contains_key(&study.unaltered) {
        let _ = writeln!(text, "background = {}", quoted(&study.unaltered));
    }
    let dose = |reading: &Reading| {
        let side = match reading.side {
            None => "",
            Some(Side::Above) => "> ",
            Some(Side::Below) => "< ",
        };
        Some(format!("\"{side}{} nM\"", four_digits(reading.nm)))
    };
    table(text, "ic50", study, dose);
    table(text, "range", study, |reading| {
        let (low, high) = reading.range?;
        Some(format!("[\"{} nM\", \"{} nM\"]", four_digits(low), four_digits(high)))
    });
    table(text, "slope", study, |reading| {
        Some(four_digits(reading.slope?).to_string())
    });
}

/// A table of a study, a row for each label; left out where it would be empty.
fn table(text: &mut String, name: &str, study: &Study, of: impl Fn(&Reading) -> Option<String>) {
    let mut rows = String::new();
    for (label, row) in &study.readings {
        let cells: Vec<String> = (row.iter())
            .filter_map(|(drug, reading)| Some(format!("{} = {}", key(drug), of(reading)?)))
            .collect();
        if !cells.is_empty() {
            let _ = writeln!(rows, "{} = {{ {} }}", key(label), cells.join(", "));
        }
    }
    if !rows.is_empty() {
        let _ = write!(text, "[study.{name}]\n{rows}");
    }
}

/// What drugs do to cells without a driver; a bound has no place there.
fn toxicity_text(text: &mut String, study: &Study, asked: &Asked) -> Result<(), SessionError> {
    let rows = study.readings.values().flatten();
    if let Some((drug, _)) = rows.clone().find(|(_, reading)| reading.side.is_some()) {
        return Err(SessionError::Request(format!(
            "{} has no driver, and off-target potencies cannot be bounds: {drug}\n  allowed: leave out what was not reached",
            study.system
        )));
    }
    let cells: Vec<String> = rows
        .map(|(drug, reading)| format!("{} = \"{} nM\"", key(drug), four_digits(reading.nm)))
        .collect();
    let _ = write!(
        text,
        "\n[[toxicity]]\nid = {}\nreference = {}\nsystem = {}\n",
        quoted(&study.id),
        quoted(&asked.id),
        quoted(&study.system)
    );
    if let Some(hours) = study.hours {
        let _ = writeln!(text, "duration = \"{hours} h\"");
    }
    let _ = write!(
        text,
        "transcription = \"{}\"\nrank = {}\nic50 = {{ {} }}\n",
        transcription(asked),
        asked.rank,
        cells.join(", ")
    );
    Ok(())
}

/// The line's record as it is, with the doubling time that was measured.
fn line_text(growth: &LineGrowth, asked: &Asked, base: &KnowledgeBase) -> Result<String, SessionError> {
    let missing = || SessionError::Failed(format!("the record of {} is not found in its file", growth.line));
    let record = base.record_text("line", &growth.line).ok_or_else(missing)?;
    let Doubling { days, low, high } = growth.doubling;
    let hours = |days: f64| format!("\"{} h\"", four_digits(24.0 * days));
    let doubling = format!(
        "doubling = {{ value = {}, range = [{}, {}], reference = {}, system = {}, transcription = \"{}\" }}",
        hours(days),
        hours(low),
        hours(high),
        quoted(&asked.id),
        quoted(&format!(
            "{} of {}",
            crate::words::counted(growth.flasks.len() as u64, "flask"),
            file_name(&growth.file)
        )),
        transcription(asked)
    );
    let mut text = String::new();
    for line in record.lines() {
        let name = line.split('=').next().unwrap_or_default().trim();
        match name {
            "override" => {}
            "doubling" => text += &format!("{doubling}\n"),
            "id" => text += &format!("override = true\n{line}\n"),
            _ => text += &format!("{line}\n"),
        }
    }
    Ok(text)
}
