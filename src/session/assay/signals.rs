//! What cells show: bands, spots, stains, secreted factors, expression.

use super::cells::{Cells, within};
use super::co_culture::CoCulture;
use super::course::{flask_course, sampled, withdrawn};
use super::delivery::Delivery;
use super::dose::Dose;
use super::subject::Subject;
use crate::assay::signals::array::{self, ArrayNoise, PhosphoArray};
use crate::assay::signals::blot::{self, BlotNoise, LaneSetup};
use crate::assay::signals::expression::{self, DaySample, ExpressionNoise};
use crate::assay::signals::markers::{StainNoise, Stains, stain};
use crate::assay::surroundings::cytokines::{Elisa, ElisaNoise, elisa};
use crate::knowledge::NicheLevel;
use crate::random::Purpose;
use crate::report::assay as reports;
use crate::session::SessionError;
use crate::units::Days;

/// Western blot of the pre-treatment sample and the cultures, with and without drug.
#[derive(Debug, Clone, PartialEq)]
pub struct Blot {
    /// The drug in the lanes with drug.
    pub dose: Dose,
    /// Repeats of the blot, from 1 to 100.
    pub blots: u32,
}

impl Default for Blot {
    fn default() -> Self {
        Self {
            dose: Dose::default(),
            blots: BlotNoise::default().blots,
        }
    }
}

impl Blot {
    /// Carries it out.
    ///
    /// # Errors
    /// The [`Subject`], drug or dose cannot be had, blots are not from 1 to 100, or the report cannot be made.
    pub fn carry_out(&self, subject: &Subject, seed: u64) -> Result<Delivery<blot::Blot>, SessionError> {
        within("--blots", self.blots, 100)?;
        let cells = subject.take(seed)?;
        let treated = self.dose.on(&cells)?;
        let none = vec![0.0; treated.doses.len()];
        let resistant = cells.cultures.iter().filter(|culture| **culture != cells.before);
        let mut lanes = Vec::new();
        for specimen in [&cells.before].into_iter().chain(resistant) {
            for (doses, treatment) in [(&none, "no drug"), (&treated.doses, treated.name.as_str())] {
                lanes.push(LaneSetup {
                    specimen,
                    doses,
                    treatment,
                });
            }
        }
        let noise = BlotNoise {
            blots: self.blots,
            ..BlotNoise::default()
        };
        let read = blot::blot(&cells.bench.biology, &lanes, noise, &mut cells.rng(Purpose::Blot));
        let report = reports::blot(&read, &cells.leans_on(&[treated.drug])?);
        Delivery::of(read, report)
    }
}

/// Phospho-array of the one culture against its pre-treatment sample, both under drug.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Array {
    /// The drug.
    pub dose: Dose,
}

impl Array {
    /// Carries it out.
    ///
    /// # Errors
    /// The [`Subject`] cannot be had or is several cultures, drug or dose cannot be had, or the report cannot be made.
    pub fn carry_out(&self, subject: &Subject, seed: u64) -> Result<Delivery<PhosphoArray>, SessionError> {
        let cells = subject.take(seed)?;
        let both = (&cells.before, cells.only()?);
        let treated = self.dose.on(&cells)?;
        let mut rng = cells.rng(Purpose::KinaseArray);
        let under = (&treated.doses[..], treated.name.as_str());
        let read = array::array(&cells.bench.biology, both, under, ArrayNoise::default(), &mut rng);
        let report = reports::array(&read, &cells.leans_on(&[treated.drug])?);
        Delivery::of(read, report)
    }
}

/// Lineage and state markers of the one culture, by stain.
#[derive(Debug, Clone, PartialEq)]
pub struct Markers {
    /// Cells counted per slide, from 1 to 10 million.
    pub cells: u64,
}

impl Default for Markers {
    fn default() -> Self {
        Self {
            cells: StainNoise::default().cells,
        }
    }
}

impl Markers {
    /// Carries it out.
    ///
    /// # Errors
    /// The [`Subject`] cannot be had or is several cultures, cells are not from 1 to 10 million, no state of the line has
    /// a marker, or the report cannot be made.
    pub fn carry_out(&self, subject: &Subject, seed: u64) -> Result<Delivery<Stains>, SessionError> {
        within("--cells", self.cells, 10_000_000)?;
        let cells = subject.take(seed)?;
        let noise = StainNoise {
            cells: self.cells,
            ..StainNoise::default()
        };
        let (culture, biology) = (cells.only()?, &cells.bench.biology);
        if biology.states().iter().all(|state| state.marker.is_empty()) {
            let line = &biology.line_name;
            return Err(SessionError::Request(format!(
                "no cell state of {line} has a marker in the knowledge base: nothing to stain"
            )));
        }
        let read = stain(biology, &cells.before, culture, noise, &mut cells.rng(Purpose::Markers));
        let report = reports::stains(&read, &cells.leans_on(&[])?);
        Delivery::of(read, report)
    }
}

/// ELISA of a co-culture's supernatant against plain medium.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cytokines {
    /// Factors of the co-culture; a run's own without any.
    pub niche: Vec<NicheLevel>,
}

impl Cytokines {
    /// Carries it out.
    ///
    /// # Errors
    /// The [`Subject`] cannot be had, surroundings are not named or not known to the line, or the report cannot be made.
    pub fn carry_out(&self, subject: &Subject, seed: u64) -> Result<Delivery<Elisa>, SessionError> {
        let cells = subject.take(seed)?;
        let around = CoCulture::of(&cells, &self.niche)?;
        let mut rng = cells.rng(Purpose::Cytokines);
        let read = elisa(&around.known, &around.factors, ElisaNoise::default(), &mut rng);
        let report = reports::elisa(&read, &cells.leans_on(&[])?);
        Delivery::of(read, report)
    }
}

/// State markers of a flask over its days, or of the one culture beside its pre-treatment sample; then without drug.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Expression {
    /// Days of the run on which the flask is sampled before the day of the subject; every 30 d without any.
    pub days: Vec<f64>,
    /// Then so long without drug, each from there.
    pub withdraw: Vec<Days>,
}

impl Expression {
    /// Carries it out.
    ///
    /// # Errors
    /// The [`Subject`] cannot be had or is several cultures, a day is outside the flask's run, or the report cannot be
    /// made.
    pub fn carry_out(&self, subject: &Subject, seed: u64) -> Result<Delivery<expression::Expression>, SessionError> {
        let cells = subject.take(seed)?;
        let mut samples = self.under_drug(&cells)?;
        if let Some(last) = samples.last().cloned() {
            let away = self.withdraw.iter();
            samples.extend(away.filter_map(|away| withdrawn(&cells.bench, &last, away.get())));
        }
        let mut rng = cells.rng(Purpose::Expression);
        let noise = ExpressionNoise::default();
        let course = expression::expression(&cells.bench.biology, &samples, noise, &mut rng);
        let report = reports::expression(&course, &cells.leans_on(&[])?);
        Delivery::of(course, report)
    }

    /// Until drug is withdrawn. Cells named by genotype have seen none.
    fn under_drug(&self, cells: &Cells) -> Result<Vec<DaySample>, SessionError> {
        if let (Some(run), Some((flask, last))) = (cells.run, cells.flask) {
            return flask_course(run, &cells.bench, flask, &sampled(&self.days, last)?);
        }
        let sample = |(day, specimen): (f64, &_)| DaySample {
            day,
            on_drug: false,
            specimen: Clone::clone(specimen),
        };
        Ok([(0.0, &cells.before), (1.0, cells.only()?)].map(sample).to_vec())
    }
}
