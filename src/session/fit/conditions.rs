//! Files of data, sorted by condition.

use super::plan::Plan;
use super::seen::{Condition, SeenCount, SeenCulture, SeenFlask, SeenFraction, SeenWell};
use super::stocks::Look;
use crate::document::nearest_name;
use crate::knowledge::schema::parts;
use crate::observed::{
    BarcodeCount, Count, Culture, Ending, Fraction, Observation, Observed, Stated, Table, Well, read_as,
};
use crate::session::SessionError;
use crate::statistics::fit::{Colonies, ObservedEnd};

/// Reads at a place where the data state none: a usual depth of panels (`assumed`).
const USUAL_DEPTH: f64 = 1_000.0;
/// Share of reads that show a change where there is none, where the data state none (`assumed`: usual sequencing; one in 10^7 with
/// both strands of each molecule, Schmitt 2012, doi 10.1073/pnas.1208715109).
const MISREAD: f64 = 1e-3;
/// No read is beyond all doubt.
const LEAST_MISREAD: f64 = 1e-9;
/// Cells that a count rests on where no share of the flask is stated: enough that the counting error decides.
const ALL_SEEN: f64 = 1.0;

/// A file of data.
#[derive(Debug, Clone, Default)]
pub struct DataFile {
    /// Its name in messages.
    pub name: String,
    /// CSV.
    pub text: String,
    /// What the user states about it.
    pub stated: Stated,
    /// The condition of all of its rows, where it has no such column.
    pub condition: Option<String>,
}

impl DataFile {
    /// Its name without folders.
    pub fn bare_name(&self) -> &str {
        self.name.rsplit(['/', '\\']).next().unwrap_or_default()
    }
}

/// Reads every file and gives each condition its data.
pub(super) fn conditions(plan: &Plan, files: &[DataFile]) -> Result<Vec<Condition>, SessionError> {
    let mut sorted = Sorted::of(plan);
    let mut faults = Vec::new();
    for (at, file) in files.iter().enumerate() {
        let same = |other: &&DataFile| other.text == file.text && other.condition == file.condition;
        if let Some(other) = files[..at].iter().find(same) {
            faults.push(format!(
                "{}: holds what {} does, which would count twice\n  allowed: each observation once",
                file.name, other.name
            ));
            continue;
        }
        match read_as(&file.name, &file.text, &file.stated) {
            Ok(data) => sorted.take(file, data).unwrap_or_else(|fault| faults.push(fault)),
            Err(error) => faults.push(error.to_string()),
        }
    }
    if !faults.is_empty() {
        return Err(SessionError::Request(faults.join("\n")));
    }
    sorted.conditions.retain(|condition| condition.observations() > 0);
    match sorted.conditions.is_empty() {
        true => Err(SessionError::request(
            "--data: no observation\n  allowed: at least one file with rows",
        )),
        false => Ok(sorted.conditions),
    }
}

struct Sorted {
    planned: bool,
    conditions: Vec<Condition>,
}

impl Sorted {
    fn of(plan: &Plan) -> Self {
        let named = plan.conditions.iter().map(|planned| Condition {
            name: planned.name.clone(),
            set: planned.set.clone().into_iter().collect(),
            ..Condition::default()
        });
        let mut conditions: Vec<Condition> = named.collect();
        let planned = !conditions.is_empty();
        if !planned {
            conditions.push(Condition::default());
        }
        Self { planned, conditions }
    }

    fn take(&mut self, file: &DataFile, data: Observed) -> Result<(), String> {
        match data {
            Observed::Counts(table) => self.each(file, &table, |row: &Count| row.line, Self::count),
            Observed::Outcomes(table) => self.each(file, &table, |row: &Ending| row.line, Self::ending),
            Observed::Fractions(table) => self.each(file, &table, |row: &Fraction| row.line, Self::fraction),
            Observed::Plates(table) => self.each(file, &table, |row: &Well| row.line, Self::well),
            Observed::Colonies(table) => self.each(file, &table, |row: &Culture| row.line, Self::culture),
            Observed::Barcodes(table) => {
                let put = |condition: &mut Condition, row: &BarcodeCount| Self::barcode(condition, row, file);
                self.each(file, &table, |row| row.line, put)
            }
        }
    }

    fn each<R: Observation>(
        &mut self,
        file: &DataFile,
        table: &Table<R>,
        line: fn(&R) -> usize,
        put: impl Fn(&mut Condition, &R) -> Result<(), String>,
    ) -> Result<(), String> {
        for row in &table.records {
            let at = || format!("{}:{}", file.name, line(row));
            let condition = self.condition(row.condition().or(file.condition.as_deref()));
            let condition = condition.map_err(|what| format!("{}: {what}", at()))?;
            put(condition, row).map_err(|what| format!("{}: {what}", at()))?;
        }
        Ok(())
    }

    fn condition(&mut self, name: Option<&str>) -> Result<&mut Condition, String> {
        let names: Vec<String> = self.conditions.iter().map(|condition| condition.name.clone()).collect();
        let shown: Vec<&str> = names.iter().map(String::as_str).collect();
        let place = match (name, self.planned) {
            (None, false) => 0,
            (None, true) => {
                return Err(format!(
                    "no condition is stated\n  allowed: a column condition with one of {}",
                    shown.join(", ")
                ));
            }
            (Some(name), false) => {
                return Err(format!(
                    "condition \"{name}\": nothing says what it is\n  allowed: a plan among the data (--data fit.toml) with\n    \
                     [[condition]]\n    name = \"{name}\"\n    set = {{ \"course.1.dose\" = \"0 nM\" }}"
                ));
            }
            (Some(name), true) => match names.iter().position(|known| known == name) {
                Some(place) => place,
                None => {
                    let nearest =
                        nearest_name(name, &shown).map_or(String::new(), |near| format!("; did you mean {near}?"));
                    return Err(format!(
                        "condition \"{name}\" is not in the plan\n  allowed: {}{nearest}",
                        shown.join(", ")
                    ));
                }
            },
        };
        Ok(&mut self.conditions[place])
    }

    fn flask<'a>(condition: &'a mut Condition, name: &str) -> &'a mut SeenFlask {
        condition.flasks.entry(name.to_owned()).or_default()
    }

    fn count(condition: &mut Condition, row: &Count) -> Result<(), String> {
        if row.kept.is_some() || row.dose.is_some() {
            return Err(
                "passages and doses beside counts are not followed\n  allowed: the protocol in the scenario, what \
                        differs in conditions"
                    .to_owned(),
            );
        }
        let share = row.sampled.unwrap_or(ALL_SEEN);
        Self::flask(condition, &row.flask).counts.push(SeenCount {
            line: row.line,
            day: row.day,
            population: row.population.clone(),
            seen: libm::round(row.cells * share) as u64,
            share,
        });
        Ok(())
    }

    fn ending(condition: &mut Condition, row: &Ending) -> Result<(), String> {
        Self::flask(condition, &row.flask).end = Some(ObservedEnd {
            outcome: row.outcome,
            day: row.day,
            mechanisms: row.mechanisms.clone(),
        });
        Ok(())
    }

    fn fraction(condition: &mut Condition, row: &Fraction) -> Result<(), String> {
        let depth = row.depth.unwrap_or(USUAL_DEPTH);
        let known = condition.changes.iter().position(|change| *change == row.change);
        let number = known.unwrap_or_else(|| {
            condition.changes.push(row.change.clone());
            condition.changes.len() - 1
        });
        Self::flask(condition, &row.flask).fractions.push(SeenFraction {
            line: row.line,
            day: row.day,
            change: row.change.clone(),
            number,
            misread: row.misread.unwrap_or(MISREAD).max(LEAST_MISREAD),
            mutated: libm::round(row.vaf * depth) as u64,
            depth: depth as u64,
        });
        Ok(())
    }

    fn culture(condition: &mut Condition, row: &Culture) -> Result<(), String> {
        condition.cultures.push(SeenCulture {
            line: row.line,
            name: row.culture.clone(),
            population: row.population.clone(),
            colonies: Colonies {
                count: row.count,
                plated: row.plated.unwrap_or(1.0),
                cells: row.final_cells,
            },
        });
        Ok(())
    }

    /// Without a column for it a file has one stock; a flask within an arm is an arm of its own.
    fn barcode(condition: &mut Condition, row: &BarcodeCount, file: &DataFile) -> Result<(), String> {
        let name = row.stock.clone().unwrap_or_else(|| file.bare_name().to_owned());
        let stock = condition.stocks.entry(name.clone()).or_default();
        stock.name = name;
        let code = stock.code(&row.barcode);
        let arm = match &row.flask {
            Some(flask) => format!("{} {flask}", row.arm),
            None => row.arm.clone(),
        };
        let arm = stock.arms.entry(arm).or_default();
        if arm.at.is_empty() {
            arm.at = format!("{}:{}", file.name, row.line);
        }
        match arm.looks.entry(Look::on(row.day)).or_default().insert(code, row.count) {
            None => Ok(()),
            Some(_) => Err(format!(
                "barcode {} of arm {} is there twice\n  allowed: one row for each arm, barcode and day; stocks in a column stock, \
                 conditions in a column condition",
                row.barcode, row.arm
            )),
        }
    }

    fn well(condition: &mut Condition, row: &Well) -> Result<(), String> {
        let Some(hours) = row.hours else {
            return Err("hours under drug are not stated\n  allowed: a column hours".to_owned());
        };
        let plate = row.plate.clone().unwrap_or_default();
        condition.plates.entry(plate).or_default().push(SeenWell {
            line: row.line,
            drug: row.drug.clone().filter(|_| row.dose > 0.0),
            // Unaltered cells may be called WT, as in tables of potencies.
            allele: row.allele.clone().filter(|allele| !parts(allele).is_empty()),
            dose: row.dose,
            days: hours / 24.0,
            signal: row.signal,
        });
        Ok(())
    }
}
