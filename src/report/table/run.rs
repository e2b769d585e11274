//! Which tables a run has.

use super::{barcodes, lineages, looks, mechanisms, patients, plain as plain_tables, replicates, work, worlds};
use crate::engine::record::{FlaskRecord, PlainRecord};
use crate::model::biology::Biology;
use crate::model::plain::PlainModel;
use crate::model::protocol::Protocol;
use crate::statistics::names;
use crate::statistics::worlds::WorldRecord;
use crate::tables::{Tables, column_names};
use std::io::{self, Write};

/// What decides which tables and columns a laboratory run has.
#[derive(Debug, Clone)]
pub struct FlaskFamilies {
    /// Cell states, as in names of columns.
    pub states: Vec<String>,
    /// Drug of each course, by its identifier.
    pub drugs: Vec<String>,
    /// Medium of a flask, mL, where it is known.
    pub medium_ml: Option<f64>,
    /// Flasks from one stock, where cells carry barcodes.
    pub barcoded_arms: Option<u64>,
    /// Whether days are sampled.
    pub samples: bool,
    /// Whether every look is kept.
    pub looks: bool,
    /// Whether replicates are patients.
    pub patients: bool,
}

impl FlaskFamilies {
    /// Those of a scenario; `looks`: whether every look is kept.
    pub fn of(biology: &Biology, protocol: &Protocol, looks: bool) -> Self {
        let design = &protocol.design;
        Self {
            states: names::states(biology),
            drugs: names::course_ids(biology, protocol),
            medium_ml: design.medium_ml,
            barcoded_arms: design.barcodes.is_some().then_some(design.arms),
            samples: !design.samples.is_empty(),
            looks,
            patients: design.patients.is_some(),
        }
    }
}

/// Starts the tables of a laboratory run; `open` makes what a table of this name is written to.
///
/// # Errors
/// `open` fails, or a header cannot be written.
pub fn flasks<W, E>(
    families: &FlaskFamilies,
    mut open: impl FnMut(&'static str) -> Result<W, E>,
) -> Result<Tables<FlaskRecord, W>, E>
where
    W: Write + Send + 'static,
    E: From<io::Error>,
{
    let mut tables = Tables::default();
    tables.start(replicates::replicates(), &mut open)?;
    tables.start(mechanisms::mechanisms(), &mut open)?;
    tables.start(mechanisms::resistances(), &mut open)?;
    tables.start(work::drug_use(&families.drugs, families.medium_ml), &mut open)?;
    tables.start(lineages::lineages(&column_names(&families.states)), &mut open)?;
    if families.looks {
        tables.start(looks::looks(&column_names(&families.drugs)), &mut open)?;
    }
    if families.samples {
        tables.start(mechanisms::samples(), &mut open)?;
    }
    if families.patients {
        tables.start(patients::patients(), &mut open)?;
    }
    if let Some(arms) = families.barcoded_arms {
        tables.start(barcodes::barcodes(arms), &mut open)?;
    }
    Ok(tables)
}

/// Starts the tables of a run's worlds, of which each draws the values `keys`.
///
/// # Errors
/// `open` fails, or a header cannot be written.
pub fn drawn<W, E>(
    keys: &[String],
    mut open: impl FnMut(&'static str) -> Result<W, E>,
) -> Result<Tables<WorldRecord, W>, E>
where
    W: Write + Send + 'static,
    E: From<io::Error>,
{
    let mut tables = Tables::default();
    tables.start(worlds::worlds(keys), &mut open)?;
    tables.start(worlds::world_flasks(), &mut open)?;
    Ok(tables)
}

/// What decides which columns a plain run has. Names of types stay as they are.
#[derive(Debug, Clone)]
pub struct PlainFamilies {
    /// Names of the types, in the model's order.
    pub types: Vec<String>,
    /// Names of the types that each mutation leads from and to (of both daughters where both change).
    pub mutations: Vec<Vec<String>>,
    /// Whether trajectories are kept.
    pub trajectories: bool,
}

impl PlainFamilies {
    /// Those of a model.
    pub fn of(model: &PlainModel) -> Self {
        let name = |of: usize| model.types[of].name.clone();
        Self {
            types: (0..model.types.len()).map(name).collect(),
            mutations: model.mutations.iter().map(|m| model.path(m)).collect(),
            trajectories: model.record_every.is_some(),
        }
    }
}

/// Starts the tables of a plain run; `open` makes what a table of this name is written to.
///
/// # Errors
/// `open` fails, or a header cannot be written.
pub fn plain<W, E>(
    families: &PlainFamilies,
    mut open: impl FnMut(&'static str) -> Result<W, E>,
) -> Result<Tables<PlainRecord, W>, E>
where
    W: Write + Send + 'static,
    E: From<io::Error>,
{
    let mut tables = Tables::default();
    tables.start(
        plain_tables::replicates(&families.types, &families.mutations),
        &mut open,
    )?;
    if families.trajectories {
        tables.start(plain_tables::trajectories(families.types.clone()), &mut open)?;
    }
    Ok(tables)
}
