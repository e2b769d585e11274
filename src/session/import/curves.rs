//! Plates: a curve for each line, allele and drug.

use super::asked::DataFile;
use super::gathered::Gathered;
use super::studies::Reading;
use crate::assay::viability::dose_response::DoseResponse;
use crate::assay::viability::measured::{FEWEST_DOSES, NoCurve, measured};
use crate::assay::viability::potency::Potency;
use crate::document::FileError;
use crate::knowledge::schema::LineRecord;
use crate::model::endpoint::USUAL_HOURS;
use crate::observed::{Side, Table, Well};
use crate::session::SessionError;
use crate::statistics::between::{Apart, apart};
use crate::statistics::interval::Z95;
use crate::statistics::paired::t_quantile;
use crate::words::{dose, number};
use std::collections::BTreeMap;

/// Degrees of freedom of an interval that rests on many wells.
const MANY: f64 = 1e6;

/// What one curve is of.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
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
        let drugged = wells.iter().copied().filter(|well| well.dose > 0.0);
        let groups = grouped(drugged, |well| (Of::well(well), well.drug.clone().unwrap_or_default()));
        // Undrugged wells serve every drug on their plate.
        let undrugged = wells.iter().copied().filter(|well| well.dose == 0.0);
        let undrugged: BTreeMap<Of, Vec<&Well>> = grouped(undrugged, Of::well).into_iter().collect();
        for ((of, drug), mine) in &groups {
            let controls = undrugged.get(of).map_or(&[][..], Vec::as_slice);
            if let Err(error) = self.curve(of, drug, mine, controls) {
                self.fault(file, mine[0].line, error);
            }
            if self.found.is_full() {
                break;
            }
        }
        if groups.is_empty() {
            return Err(SessionError::Request(format!("{}: has no well with a drug", file.name)));
        }
        Ok(())
    }

    fn curve<'w>(&mut self, of: &Of, drug: &str, wells: &[&'w Well], controls: &[&'w Well]) -> Result<(), FileError> {
        let line = self.system(of.line.as_deref())?;
        let drug_id = self.names.drug(drug)?.to_owned();
        let label = self.names.label(line, of.allele.as_deref(), None)?;
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
        let by_plate = |wells: &[&'w Well]| grouped(wells.iter().copied(), |well| well.plate.clone());
        let controls: BTreeMap<Option<String>, Vec<&Well>> = by_plate(controls).into_iter().collect();
        let alone = |(plate, wells): (Option<String>, Vec<&Well>)| of(&wells, controls.get(&plate)?).ok();
        let plates: Vec<DoseResponse> = by_plate(wells).into_iter().filter_map(alone).collect();
        let widened = widened(&mut curve.ic50, &plates);
        if let Some(apart) = widened {
            self.notes.push(format!(
                "{what}: IC50s of {} plates lie {}-fold from each other (standard deviation), and how far others would is in the range",
                plates.len(),
                number(libm::exp(apart.spread))
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
        let freedom = widened.map_or(MANY, |apart| apart.freedom);
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

/// Wells that are alike, in the order of the first of them.
fn grouped<'a, K: Ord + Clone>(
    wells: impl Iterator<Item = &'a Well>,
    key: impl Fn(&Well) -> K,
) -> Vec<(K, Vec<&'a Well>)> {
    let mut groups: Vec<(K, Vec<&Well>)> = Vec::new();
    let mut places: BTreeMap<K, usize> = BTreeMap::new();
    for well in wells {
        let key = key(well);
        match places.get(&key) {
            Some(place) => groups[*place].1.push(well),
            None => {
                places.insert(key.clone(), groups.len());
                groups.push((key, vec![well]));
            }
        }
    }
    groups
}

/// Widens the interval of an IC50 to that of plates as units, where it is wider at 90%: how much they differ, and the degrees of
/// freedom.
fn widened(ic50: &mut Potency, plates: &[DoseResponse]) -> Option<Apart> {
    let Potency::Dose { nm, low, high } = *ic50 else {
        return None;
    };
    let unit = |plate: &DoseResponse| match plate.ic50 {
        Potency::Dose { nm, low, high } if low > 0.0 && high > low => {
            let error = error_of(low, high);
            Some((libm::log(nm), error * error))
        }
        _ => None,
    };
    if !(low > 0.0 && high > low) {
        return None;
    }
    let units: Vec<(f64, f64)> = plates.iter().filter_map(unit).collect();
    let apart = apart(&units)?;
    let wider = t_quantile(0.9, apart.freedom) * apart.error > t_quantile(0.9, MANY) * error_of(low, high);
    wider.then(|| {
        let width = t_quantile(0.95, apart.freedom) * apart.error;
        *ic50 = Potency::Dose {
            nm,
            low: nm * libm::exp(-width),
            high: nm * libm::exp(width),
        };
        apart
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
        NoCurve::BelowNothing(of) => format!(
            "{specimen} under {drug}: a control well has a signal below 0{}",
            plate(of)
        ),
        NoCurve::FewDoses(doses) => format!("{specimen} under {drug}: {doses} doses"),
    };
    FileError::whole_file("", what).allowed(match why {
        NoCurve::FewDoses(_) => format!("at least {FEWEST_DOSES} doses above 0"),
        _ => "wells of the same cells with dose 0 on every plate, with a signal above 0".to_owned(),
    })
}
