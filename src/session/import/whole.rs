//! The whole of an import.

use super::alleles::NewAllele;
use super::asked::{Asked, DataFile};
use super::gathered::Gathered;
use super::names::Names;
use super::overlay;
use super::studies::{Studies, Study};
use crate::assay::viability::dose_response::DoseResponse;
use crate::document::Mistakes;
use crate::knowledge::KnowledgeBase;
use crate::observed::{self, FORMS, KINDS, Kind, Observed};
use crate::report::import::Shown;
use crate::scenario::{Overlay, with_overlays};
use crate::session::SessionError;

/// What came of an import.
#[derive(Debug, Clone)]
pub struct Imported {
    /// The overlay's text.
    pub overlay: String,
    /// What is told of it, and shown on its page.
    pub shown: Shown,
}

/// Imports files; plates of the first file are rectangular where there is a `layout`.
///
/// # Errors
/// A file cannot be read, something in it is not known by its name, or the overlay would not load.
pub fn import(
    files: &[DataFile],
    layout: Option<&DataFile>,
    overlays: &[Overlay],
    asked: &Asked,
) -> Result<Imported, SessionError> {
    let base = with_overlays(overlays).map_err(SessionError::Knowledge)?;
    let mut gathered = Gathered {
        asked,
        names: Names {
            base: &base,
            alleles: Vec::new(),
        },
        studies: Studies::default(),
        curves: Vec::new(),
        growth: Vec::new(),
        notes: Vec::new(),
        found: Mistakes::default(),
    };
    for (number, file) in files.iter().enumerate() {
        gathered.file(file, layout.filter(|_| number == 0))?;
    }
    let Gathered {
        names: Names { alleles, .. },
        studies,
        curves,
        growth,
        mut notes,
        found,
        ..
    } = gathered;
    found.told().map_err(SessionError::request)?;
    let studies = studies.into_list(asked);
    notes.extend(alleles.iter().map(NewAllele::told));
    notes.extend(studies.iter().filter_map(Study::unanchored));
    notes.extend(studies.iter().filter_map(|study| study.of_all_copies(&base)));
    let overlay = overlay::text(files, &alleles, &studies, &growth, asked, &base)?;
    loads(&overlay, overlays)?;
    Ok(Imported {
        overlay,
        shown: Shown {
            files: files.iter().map(|file| overlay::file_name(&file.name)).collect(),
            potencies: studies.iter().flat_map(Study::shown).collect(),
            curves: by_drug(curves),
            growth,
            notes,
            made_up: asked.made_up,
        },
    })
}

impl Gathered<'_> {
    fn file(&mut self, file: &DataFile, layout: Option<&DataFile>) -> Result<(), SessionError> {
        if let Some(layout) = layout {
            let wells = observed::rectangles(&file.name, &file.text, &layout.name, &layout.text);
            // What is in a well, and so what may be wrong with it, stands in the layout.
            return self.plates(layout, &wells.map_err(SessionError::request)?);
        }
        if observed::is_potencies(&file.text) {
            let table = observed::potencies(&file.name, &file.text).map_err(SessionError::request)?;
            self.table(file, &table);
            return Ok(());
        }
        if observed::is_of_no_kind(&file.text) {
            return Err(unrecognised(file));
        }
        match observed::read(&file.name, &file.text).map_err(SessionError::request)? {
            Observed::Plates(table) => self.plates(file, &table),
            Observed::Counts(table) => self.counts(file, &table),
            other => Err(SessionError::Request(format!(
                "{}: holds {}, of which no overlay is made\n  allowed: {}",
                file.name,
                other.kind().word(),
                importable()
            ))),
        }
    }
}

/// A file whose kind is not told by its columns may be a table of potencies as well.
fn unrecognised(file: &DataFile) -> SessionError {
    SessionError::Request(format!(
        "{}: the columns are those of nothing that is imported\n  allowed: {}",
        file.name,
        importable()
    ))
}

fn importable() -> String {
    let kinds = KINDS
        .into_iter()
        .filter(|kind| matches!(kind, Kind::Plates | Kind::Counts));
    let signatures: Vec<String> = kinds.map(Kind::signature).collect();
    format!("{FORMS};\n    {}", signatures.join("\n    "))
}

/// Curves of a drug together, in the order of the files.
fn by_drug(curves: Vec<DoseResponse>) -> Vec<Vec<DoseResponse>> {
    let mut plates: Vec<Vec<DoseResponse>> = Vec::new();
    for curve in curves {
        match plates
            .iter_mut()
            .find(|plate| plate[0].drug == curve.drug && plate[0].hours == curve.hours)
        {
            Some(plate) => plate.push(curve),
            None => plates.push(vec![curve]),
        }
    }
    plates
}

/// Whether the overlay loads behind those that it leans on.
fn loads(text: &str, overlays: &[Overlay]) -> Result<(), SessionError> {
    let mut files: Vec<(&str, &str)> = overlays.iter().map(|o| (o.file.as_str(), o.text.as_str())).collect();
    files.push(("the overlay", text));
    match KnowledgeBase::builtin_with(&files) {
        Ok(_) => Ok(()),
        Err(error) => Err(SessionError::Request(format!("the overlay would not load: {error}"))),
    }
}
