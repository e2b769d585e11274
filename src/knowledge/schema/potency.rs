//! Records of potencies: tables of studies, off-target toxicity, stated folds; and how rows are labelled.

use super::class::Class;
use super::declare::record;
use super::reading::{Bound, PotencyTable, Readings, Side, bounds_in};
use super::source::Cited;
use super::sourced::Sourced;
use super::value::{About, Domain, Names, Range, See, Values};
use super::weights::TableDose;
use crate::knowledge::certainty::Transcription;
use crate::model::endpoint::{Endpoint, USUAL_HOURS};
use crate::units::{Days, Nanomolar};
use std::collections::BTreeMap;

/// Label of an unmutated driver.
pub const WILD_TYPE: &str = "WT";

/// Sorted parts of a label such as "D1203N+E1210K"; "WT" is no part.
pub fn parts(label: &str) -> Vec<&str> {
    let parts = label.split('+').map(str::trim);
    let mut parts: Vec<&str> = parts.filter(|part| *part != WILD_TYPE).collect();
    parts.sort_unstable();
    parts
}

/// Whether two labels have the same parts, in any order.
fn are_same(one: &str, other: &str) -> bool {
    // Written differently, they can only be the same where one has several parts or blanks: this is asked very often.
    let several = |label: &str| label.contains(|c: char| c == '+' || c.is_whitespace());
    one == other || (several(one) || several(other)) && parts(one) == parts(other)
}

/// Label of cells whose mutant copies carry these alleles.
pub fn unaltered_label(alleles: &[String]) -> String {
    match alleles {
        [] => WILD_TYPE.to_owned(),
        alleles => alleles.join("+"),
    }
}

record! {
    /// Potencies of one study, endpoint and system.
    pub struct Study {
        /// Takes the place of the record that an earlier file has under the same id.
        #[serde(default, rename = "override")]
        pub replaces: bool,
        /// Its id.
        pub id: String,
        /// Family of the driver (id).
        pub family: String,
        /// Id of its reference.
        pub reference: String,
        /// The line or assay system (id) in which they were read: `escalade kb list --kind line`.
        pub system: String,
        /// What the numbers are.
        pub endpoint: Endpoint,
        /// Duration of the assay; 72 h if absent.
        pub duration: Option<Days>,
        /// Whether the numbers were compared with the reference.
        pub transcription: Transcription,
        /// Where studies overlap, the lowest rank gives the value, several of one rank pooled; those of the knowledge base
        /// are below 100.
        pub rank: u32,
        /// Allele that stands in for a missing "WT" row.
        pub bridge: Option<String>,
        /// Allele that the copies carry anyway: folds of X are "background+X" over "background". Left out: the allele of the
        /// system's own copies, where it has a row, others stand on it and "WT" has none.
        pub background: Option<String>,
        /// What else there is to say.
        pub note: Option<String>,
        /// The numbers, by allele label ("WT" is the unmutated driver) and drug; "> 10 uM" or "< 1 nM" where only a
        /// bound is known.
        pub ic50: Readings,
        /// Low and high ends of them, by label and drug; left out: a factor of 3 either way where numbers are moved.
        #[serde(default)]
        pub range: BTreeMap<String, BTreeMap<String, (Nanomolar, Nanomolar)>>,
        /// Hill slopes of the fitted curves, by label and drug; left out: the usual slope, assumed.
        #[serde(default)]
        pub slope: BTreeMap<String, BTreeMap<String, f64>>,
        /// Doses above which a number is known to lie: another way to write "> 10 uM" in `ic50`.
        #[serde(default)]
        pub above: PotencyTable,
        /// Doses below which a number is known to lie: another way to write "< 1 nM" in `ic50`.
        #[serde(default)]
        pub below: PotencyTable,
    }
}

impl Study {
    /// Duration in hours.
    pub fn hours(&self) -> f64 {
        hours(self.duration)
    }

    /// Dose of a label and drug, nM; parts of the label in any order.
    pub fn dose(&self, label: &str, drug: &str) -> Option<f64> {
        let row = match self.ic50.get(label) {
            Some(row) => row,
            None => self.ic50.iter().find(|(name, _)| are_same(name, label))?.1,
        };
        row.get(drug).map(|dose| dose.get())
    }

    /// What is known as bounds only, in the order of labels and drugs.
    pub fn bounds(&self) -> impl Iterator<Item = Bound<'_>> {
        let tables = [(Side::Above, &self.above), (Side::Below, &self.below)];
        let apart = tables.into_iter().flat_map(|(side, table)| bounds_in(table, side));
        self.ic50.bounds().chain(apart)
    }

    /// The side on which the dose of a label and drug is known to lie; parts of the label in any order.
    pub fn bound(&self, label: &str, drug: &str) -> Option<Bound<'_>> {
        self.bounds()
            .find(|bound| bound.drug == drug && are_same(bound.label, label))
    }

    /// Labels of its rows; one comes twice where a row holds both doses and bounds.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        let read = self.ic50.keys().map(String::as_str);
        read.chain(self.bounds().map(|bound| bound.label))
    }

    /// Dose of an unmutated driver, nM.
    pub fn unmutated(&self, drug: &str) -> Option<f64> {
        self.dose(WILD_TYPE, drug)
    }

    /// Slope of a row and drug.
    pub fn slope_of(&self, label: &str, drug: &str) -> Option<f64> {
        self.slope.get(label)?.get(drug).copied()
    }

    /// Range of the dose of a row and drug.
    pub fn range_of(&self, label: &str, drug: &str) -> Option<Range> {
        let (low, high) = self.range.get(label)?.get(drug)?;
        Some(Range::new(low.get(), high.get()))
    }

    /// By which the dose of a label and drug is moved and noted.
    pub fn key(&self, label: &str, drug: &str) -> String {
        format!("{}/{label}/{drug}", self.id)
    }
}

fn hours(duration: Option<Days>) -> f64 {
    duration.map_or(USUAL_HOURS, |days| days.get() * 24.0)
}

record! {
    /// Doses that halve viability of cells that do not need the driver.
    pub struct ToxicityTable {
        /// Takes the place of the record that an earlier file has under the same id.
        #[serde(default, rename = "override")]
        pub replaces: bool,
        /// Its id.
        pub id: String,
        /// Id of its reference.
        pub reference: String,
        /// A line record.
        pub system: String,
        /// Duration of the assay; 72 h if absent.
        pub duration: Option<Days>,
        /// Whether the numbers were compared with the reference.
        pub transcription: Transcription,
        /// Where tables overlap, the lowest rank gives the value.
        pub rank: u32,
        /// By drug.
        pub ic50: BTreeMap<String, Nanomolar>,
    }
}

impl ToxicityTable {
    /// Duration in hours.
    pub fn hours(&self) -> f64 {
        hours(self.duration)
    }

    /// By which the dose of a drug is moved and noted.
    pub fn key(&self, drug: &str) -> String {
        format!("{}/{drug}", self.id)
    }
}

impl Values for ToxicityTable {
    fn visit(&mut self, names: &Names, see: &mut See) {
        let cited = Cited {
            reference: Some(self.reference.clone()),
            transcription: Some(self.transcription),
            ..Cited::default()
        };
        for (drug, dose) in &mut self.ic50 {
            let what = format!("off-target IC50 of {} on {}", names.of(drug), self.system);
            let about = About::new(&self.id, drug, Domain::Positive, what).of_several();
            let about = about.class(Class::Potency(drug.clone())).at(format!("ic50.{drug}"));
            let cited = cited.clone();
            see.value(about, &mut TableDose { dose, cited });
        }
    }
}

record! {
    /// A potency change without a table: K of the allele over K of the unmutated driver.
    pub struct FoldRecord {
        /// Takes the place of the record that an earlier file has under the same id.
        #[serde(default, rename = "override")]
        pub replaces: bool,
        /// The allele (id).
        pub allele: String,
        /// The drug (id).
        pub drug: String,
        /// How many times as much.
        pub fold: Sourced<f64>,
    }
}

impl FoldRecord {
    /// By which a fold of an allele (id, or names in cis) for a drug is moved and noted, however it is known.
    pub fn key(allele: &str, drug: &str) -> String {
        format!("fold/{allele}/{drug}")
    }
}

impl Values for FoldRecord {
    fn visit(&mut self, names: &Names, see: &mut See) {
        let what = format!("fold of {} for {}", names.of(&self.allele), names.of(&self.drug));
        let label = format!("fold for {}", self.drug);
        let about = About::new(&self.allele, label, Domain::Positive, what).at("fold");
        let about = about
            .class(Class::Folds(self.drug.clone()))
            .beside("fold", "drug", &self.drug);
        see.value(about.under(Self::key(&self.allele, &self.drug)), &mut self.fold);
    }
}
