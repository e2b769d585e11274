//! Plates: a curve for each line, allele and drug.

use super::asked::DataFile;
use super::gathered::Gathered;
use super::studies::Reading;
use crate::assay::viability::dose_response::DoseResponse;
use crate::assay::viability::measured::{FEWEST_DOSES, NoCurve, measured};
use crate::assay::viability::potency::Potency;
use crate::document::FileError;
use crate::knowledge::schema::LineRecord;
use crate::observed::{Side, Table, Well};
use crate::session::SessionError;
use crate::statistics::between::{Pooled, with_differences};
use crate::statistics::interval::Z95;
use crate::statistics::paired::t_quantile;
use crate::words::{dose, number};

/// Length of a plate that states none, hours.
const USUAL_HOURS: f64 = crate::knowledge::schema::USUAL_HOURS;

/// Degrees of freedom of an interval that rests on many wells.
const MANY: f64 = 1e6;

/// What one curve is of.
#[derive(Clone, PartialEq)]
struct Of {
    line: Option<String>,
    allele: Option<String>,
    hours: Option<u64>,
}

impl Of {
    fn well(well: &Well) -> Self {
        Self {
            line: well.cell_line.clone(),
            allele: well.allele.clone(),
            hours: well.hours.map(f64::to_bits),
        }
    }
}

impl Gathered<'_> {
    pub(super) fn plates(&mut self, file: &DataFile, table: &Table<Well>) -> Result<(), SessionError> {
        let condition = self.condition(file, &table.conditions())?;
        let wells: Vec<&Well> = table.of_condition(condition).collect();
        let mut groups: Vec<(Of, String)> = Vec::new();
        for well in wells.iter().filter(|well| well.dose > 0.0) {
            let of = (Of::well(well), well.drug.clone().unwrap_or_default());
            if !groups.contains(&of) {
                groups.push(of);
            }
        }
        for (of, drug) in &groups {
            let mine: Vec<&Well> = (wells.iter().copied())
                .filter(|well| well.dose > 0.0 && well.drug.as_ref() == Some(drug) && Of::well(well) == *of)
                .collect();
            // Undrugged wells serve every drug on their plate.
            let controls: Vec<&Well> = wells
                .iter()
                .copied()
                .filter(|well| well.dose == 0.0 && Of::well(well) == *of)
                .collect();
            let first = mine.first().map_or(1, |well| well.line);
            if let Err(error) = self.curve(of, drug, &mine, &controls) {
                self.fault(file, first, error);
            }
        }
        if groups.is_empty() {
            return Err(SessionError::Request(format!("{}: has no well with a drug", file.name)));
        }
        Ok(())
    }

    fn curve(&mut self, of: &Of, drug: &str, wells: &[&Well], controls: &[&Well]) -> Result<(), FileError> {
        let line = self.system(of.line.as_deref())?;
        let drug_id = self.names.drug(drug)?.to_owned();
        let label = self.names.label(line, of.allele.as_deref())?;
        let specimen = specimen(line, &label);
        let stated = of.hours.map(f64::from_bits).or(self.asked.hours);
        let name = self
            .names
            .base
            .drug(&drug_id)
            .map_or_else(|_| drug.to_owned(), |drug| drug.name.clone());
        let hours = stated.unwrap_or(USUAL_HOURS);
        let of = |wells: &[&Well], controls: &[&Well]| measured(specimen.clone(), name.clone(), wells, controls, hours);
        let mut curve = of(wells, controls).map_err(|why| no_curve(&specimen, &name, &why))?;
        let what = format!("{specimen} under {name}");
        let alone = |plate: &Option<String>| of(&of_plate(wells, plate), &of_plate(controls, plate)).ok();
        let widened = widened(&mut curve.ic50, &plates(wells), alone);
        if let Some(Pooled { between, .. }) = widened {
            self.notes.push(format!(
                "{what}: plates differ by more than their wells scatter (IC50s {}-fold from each other, standard deviation), which is \
                 in the range",
                number(libm::exp(between))
            ));
        }
        if let Some(why) = &curve.interpolated {
            self.notes.push(format!(
                "{what}: no four-parameter curve ({why}); the IC50 is read off the joined means"
            ));
        }
        if curve.strays {
            self.notes.push(format!(
                "{what}: the means stray from the curve of four parameters (F test of lack of fit, 5%); the IC50 is read off the joined \
                 means"
            ));
        }
        let freedom = widened.map_or(MANY, |pooled| pooled.freedom);
        let Some(reading) = reading(&curve, freedom) else {
            return Err(FileError::whole_file("", format!("{what} gives no IC50")));
        };
        match reading.side {
            Some(Side::Above) => self.notes.push(format!(
                "{what}: half is not reached by the highest dose; surely above {}",
                dose(reading.nm)
            )),
            Some(Side::Below) => self.notes.push(format!(
                "{what}: half is passed before the lowest dose; surely below {}",
                dose(reading.nm)
            )),
            None => {}
        }
        if !self.studies.add(line, stated, (label, &drug_id), reading) {
            return Err(
                FileError::whole_file("", format!("a potency of {what} is there already"))
                    .allowed("one for each allele, drug, line and length of assay"),
            );
        }
        self.curves.push(curve);
        Ok(())
    }
}

/// The plates of wells, each once.
fn plates(wells: &[&Well]) -> Vec<Option<String>> {
    let mut plates: Vec<Option<String>> = Vec::new();
    for well in wells {
        if !plates.contains(&well.plate) {
            plates.push(well.plate.clone());
        }
    }
    plates
}

fn of_plate<'a>(wells: &[&'a Well], plate: &Option<String>) -> Vec<&'a Well> {
    wells.iter().copied().filter(|well| well.plate == *plate).collect()
}

/// Widens the interval of an IC50 by how much plates differ beyond the scatter of their wells, where they do: returns the error
/// of the logarithm, its degrees of freedom and the standard deviation between plates.
fn widened(
    ic50: &mut Potency,
    plates: &[Option<String>],
    alone: impl Fn(&Option<String>) -> Option<DoseResponse>,
) -> Option<Pooled> {
    let Potency::Dose { nm, low, high } = *ic50 else {
        return None;
    };
    let unit = |plate: &Option<String>| match alone(plate)?.ic50 {
        Potency::Dose { nm, low, high } if low > 0.0 && high > low => {
            let error = error_of(low, high);
            Some((libm::log(nm), error * error))
        }
        _ => None,
    };
    if plates.len() < 2 || !(low > 0.0 && high > low) {
        return None;
    }
    let units: Vec<(f64, f64)> = plates.iter().filter_map(unit).collect();
    let own = error_of(low, high);
    let pooled = with_differences(own, MANY, &units);
    (pooled.error > own).then(|| {
        let width = t_quantile(0.95, pooled.freedom) * pooled.error;
        *ic50 = Potency::Dose {
            nm,
            low: nm * libm::exp(-width),
            high: nm * libm::exp(width),
        };
        pooled
    })
}

/// Standard error of a logarithm with this 95% interval.
fn error_of(low: f64, high: f64) -> f64 {
    libm::log(high / low) / (2.0 * Z95)
}

/// The cells of a curve, for people.
fn specimen(line: &LineRecord, label: &str) -> String {
    match label == line.own_label() {
        true => line.name.clone(),
        false => format!("{} {label}", line.name),
    }
}

/// The absolute IC50 as it will stand in the overlay, its 95% interval of so many degrees of freedom narrowed to the central 90%;
/// one that the doses do not reach is a bound.
fn reading(curve: &DoseResponse, freedom: f64) -> Option<Reading> {
    let share = t_quantile(0.9, freedom) / t_quantile(0.95, freedom);
    let narrowed = |nm: f64, end: f64| nm * libm::pow(end / nm, share);
    let slope = curve
        .fit
        .map(|fit| fit.slope)
        .filter(|slope| slope.is_finite() && *slope > 0.0);
    match curve.ic50 {
        Potency::Dose { nm, low, high } => Some(Reading {
            nm,
            side: None,
            range: (low > 0.0 && high > low).then(|| (narrowed(nm, low), narrowed(nm, high))),
            slope,
        }),
        Potency::Above { nm } => Some(Reading {
            nm,
            side: Some(Side::Above),
            range: None,
            slope: None,
        }),
        Potency::Below { nm } => Some(Reading {
            nm,
            side: Some(Side::Below),
            range: None,
            slope: None,
        }),
        Potency::None => None,
    }
}

fn no_curve(specimen: &str, drug: &str, why: &NoCurve) -> FileError {
    let plate = |plate: &String| {
        if plate.is_empty() {
            String::new()
        } else {
            format!(" on plate {plate}")
        }
    };
    let what = match why {
        NoCurve::NoControls(of) => format!("{specimen} under {drug}: no control wells{}", plate(of)),
        NoCurve::DarkControls(of) => format!("{specimen} under {drug}: the control wells have no signal{}", plate(of)),
        NoCurve::FewDoses(doses) => format!("{specimen} under {drug}: {doses} doses"),
    };
    FileError::whole_file("", what).allowed(match why {
        NoCurve::FewDoses(_) => format!("at least {FEWEST_DOSES} doses above 0"),
        _ => "wells of the same cells with dose 0 on every plate, with a signal above 0".to_owned(),
    })
}
