//! What scenarios ask of the knowledge base: the one place that calls it.

use super::error::nearest_name;
use crate::document::read_small;
use crate::knowledge::schema::{Density, NicheRecord};
use crate::knowledge::{Assumption, Certainty, Conditions, KnowledgeBase, KnowledgeError, RouteNames};
use crate::model::biology::Biology;
use crate::model::pharmacokinetics::Plasma;
use crate::model::vessel::Culture;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A line with its drugs, ready to run.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    pub biology: Biology,
    pub assumptions: Vec<Assumed>,
    /// Of each drug in patients, where known.
    pub exposures: Vec<Option<KnownExposure>>,
    /// Fingerprint of the knowledge base.
    pub hash: String,
}

/// What patients have of a drug at steady state.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownExposure {
    /// Mean total concentration in plasma, nM.
    pub average: f64,
    /// How plasma compares with medium.
    pub plasma: Plasma,
    /// Elimination from plasma, days.
    pub half_life: Option<f64>,
    /// What of this was assumed or not checked.
    pub assumptions: Vec<Assumed>,
}

/// A value that nobody measured for this purpose.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assumed {
    /// Which value, for programs: record and key, such as "H3122/doubling".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub key: String,
    /// Which value, in words.
    pub what: String,
    /// With its unit.
    pub value: String,
    /// Plausible range, with its unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<String>,
    /// How sure it is.
    pub certainty: Certainty,
    /// Reason, rule or source.
    pub why: String,
}

impl From<Assumption> for Assumed {
    fn from(assumption: Assumption) -> Self {
        Self {
            key: assumption.key,
            certainty: assumption.certainty,
            what: assumption.what,
            value: assumption.value,
            range: assumption.range,
            why: assumption.why,
        }
    }
}

/// A vessel that a scenario may name.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownVessel {
    pub id: String,
    /// How cultures stand in it.
    pub culture: Culture,
    /// Cells at confluence, and whether that number is assumed or unchecked.
    pub capacity: f64,
    pub assumed: Option<Assumed>,
    /// Usual number of cells to seed.
    pub seeding: f64,
    /// Usual volume of medium, mL, and whether it is assumed or unchecked.
    pub medium: Option<(f64, Option<Assumed>)>,
    /// Of its floor.
    pub area_cm2: f64,
    /// How dense the cells grow that are in it, where their record says so, and whether that is assumed or unchecked.
    pub density: Option<(Density, Option<Assumed>)>,
}

/// A vessel with cells in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Filled {
    /// Cells of the full vessel.
    pub capacity: f64,
    /// Usual number of cells to seed.
    pub seeding: f64,
    /// What was assumed or not checked of the capacity.
    pub assumed: Option<Assumed>,
}

impl KnownVessel {
    /// Filled by the cells, with so much medium in it (mL; its usual volume where left out). None: the cells are in
    /// suspension, and the volume is not known.
    pub fn filled(&self, medium: Option<f64>) -> Option<Filled> {
        let Some((density, assumed)) = &self.density else {
            return Some(Filled {
                capacity: self.capacity,
                seeding: self.seeding,
                assumed: self.assumed.clone(),
            });
        };
        let capacity = match density {
            Density::Floor(cells) => cells * self.area_cm2,
            Density::Medium(cells) => cells * medium.or(self.medium.as_ref().map(|(volume, _)| *volume))?,
        };
        Some(Filled {
            capacity,
            seeding: libm::round(self.seeding * (capacity / self.capacity).min(1.0)),
            assumed: assumed.clone(),
        })
    }
}

/// A user's own knowledge file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overlay {
    /// Its name in messages.
    pub file: String,
    /// Its content, TOML.
    pub text: String,
}

impl Overlay {
    /// Whether it says by which rules its ranges are read.
    pub fn states_schema(&self) -> bool {
        let table = read_small::<toml::Table>(&self.text);
        table.is_some_and(|table| table.contains_key("schema"))
    }

    /// Keys of the values that fits of it give.
    pub fn fitted(&self) -> Vec<String> {
        let table = read_small::<toml::Table>(&self.text).unwrap_or_default();
        let tables = |value: Option<&toml::Value>| value.and_then(toml::Value::as_array).cloned().unwrap_or_default();
        let fits = tables(table.get("fit"));
        let values = fits.iter().flat_map(|fit| tables(fit.get("value")));
        values
            .filter_map(|value| Some(value.get("key")?.as_str()?.to_owned()))
            .collect()
    }
}

/// Where a scenario's knowledge comes from.
#[derive(Debug, Clone, Copy)]
pub enum Books<'a> {
    /// The built-in knowledge base with a user's overlays behind.
    Overlays(&'a [Overlay]),
    /// This knowledge base.
    Base(&'a KnowledgeBase),
}

impl Books<'_> {
    /// Whether two names are of one drug: its id, its name or a synonym.
    pub(super) fn one_drug(&self, one: &str, other: &str) -> bool {
        let known = |base: &KnowledgeBase| {
            let drug = base.drug_called(one);
            drug.is_some_and(|drug| base.drug_called(other).is_some_and(|same| same.id == drug.id))
        };
        match self {
            Books::Base(base) => known(base),
            Books::Overlays(overlays) => with_overlays(overlays).is_ok_and(|base| known(&base)),
        }
    }

    /// More than the built-in knowledge base.
    pub(super) fn are_own(&self) -> bool {
        match self {
            Books::Overlays(overlays) => !overlays.is_empty(),
            Books::Base(_) => true,
        }
    }

    /// Numbers of the knowledge base that were set by key.
    pub(super) fn moved(&self) -> BTreeMap<String, f64> {
        match self {
            Books::Overlays(_) => BTreeMap::new(),
            Books::Base(base) => base.all_moved().clone(),
        }
    }
}

/// The built-in knowledge base with overlays behind.
///
/// # Errors
/// See [`KnowledgeBase::builtin_with`].
pub fn with_overlays(overlays: &[Overlay]) -> Result<KnowledgeBase, KnowledgeError> {
    let files: Vec<(&str, &str)> = overlays.iter().map(|o| (o.file.as_str(), o.text.as_str())).collect();
    KnowledgeBase::builtin_with(&files)
}

/// Names that a scenario may use, and how a line is resolved.
#[derive(Debug, Clone)]
pub struct Library {
    base: KnowledgeBase,
    pub lines: Vec<String>,
    /// Assay systems, which no scenario can grow.
    pub systems: Vec<String>,
    pub drugs: Vec<String>,
    pub vessels: Vec<KnownVessel>,
}

impl Library {
    pub fn new(books: Books) -> Result<Self, String> {
        let base = match books {
            Books::Overlays(overlays) => with_overlays(overlays).map_err(|error| error.to_string())?,
            Books::Base(base) => base.clone(),
        };
        let vessels = base.data().vessel.iter().map(|vessel| KnownVessel {
            id: vessel.id.clone(),
            culture: vessel.culture(),
            capacity: vessel.capacity.value,
            assumed: base.told(&vessel.capacity).map(Assumed::from),
            seeding: vessel.seeding.value,
            medium: vessel
                .medium
                .as_ref()
                .map(|medium| (medium.value, base.told(medium).map(Assumed::from))),
            area_cm2: vessel.area_cm2,
            density: None,
        });
        Ok(Self {
            lines: base.lines().iter().map(|line| line.id.clone()).collect(),
            systems: (base.data().line.iter())
                .filter(|line| line.assay_only)
                .map(|line| line.id.clone())
                .collect(),
            drugs: base.drugs().iter().map(|drug| drug.id.clone()).collect(),
            vessels: vessels.collect(),
            base,
        })
    }

    /// Vessels as cells of this line fill them: by the line's own density where it states one.
    pub fn vessels_of(&self, line: &str) -> Vec<KnownVessel> {
        let record = self.base.line(line).ok();
        let density = record.and_then(|record| record.density.as_ref());
        let density = density.map(|density| (density.value, self.base.told(density).map(Assumed::from)));
        let with = |vessel: &KnownVessel| KnownVessel {
            density: density.clone(),
            ..vessel.clone()
        };
        self.vessels.iter().map(with).collect()
    }

    /// The user's own files, as a lock file keeps them: without the folders that they lay in.
    pub fn overlays(&self) -> Vec<Overlay> {
        let bare = |(file, text): (&str, &str)| Overlay {
            file: file.rsplit(['/', '\\']).next().unwrap_or_default().to_owned(),
            text: text.to_owned(),
        };
        self.base.overlays().map(bare).collect()
    }

    /// Niche factors that may surround a line.
    pub fn niche_of(&self, line: &str) -> Vec<&NicheRecord> {
        self.base.line(line).map_or(Vec::new(), |line| self.base.niche_of(line))
    }

    /// Spectra of spontaneous mutation, and mutagens.
    pub fn mutation_names(&self) -> (Vec<&str>, Vec<&str>) {
        let data = self.base.data();
        let spectra = data.spectrum.iter().map(|spectrum| spectrum.id.as_str());
        let mutagens = data.mutagen.iter().map(|mutagen| mutagen.id.as_str());
        (spectra.collect(), mutagens.collect())
    }

    /// Escape routes that a scenario with this line may name.
    pub fn route_names(&self, line: &str) -> RouteNames {
        self.base.route_names(line).unwrap_or_default()
    }

    /// Id of the line that goes by this name; `None` where none does.
    pub fn line_called(&self, name: &str) -> Option<String> {
        self.base.line_called(name).map(|line| line.id.clone())
    }

    /// Id of the drug that goes by this name; `None` where none does.
    pub fn drug_called(&self, name: &str) -> Option<String> {
        self.base.drug_called(name).map(|drug| drug.id.clone())
    }

    /// The id of a drug whose id, name or synonym is nearly this.
    pub fn nearest_drug(&self, name: &str) -> Option<String> {
        let drugs = self.base.drugs().iter();
        let names: Vec<&str> = drugs.flat_map(|drug| drug.names()).collect();
        self.drug_called(nearest_name(name, &names)?)
    }

    /// g/mol; `None` where the drug has no formula.
    pub fn molar_mass(&self, drug: &str) -> Option<f64> {
        self.base.drug(drug).ok()?.molar_mass()
    }

    /// The driver that a drug is made for; `None` for partners.
    pub fn driver_of(&self, drug: &str) -> Option<String> {
        let family = self.base.drug(drug).ok()?.family.as_ref()?;
        self.base.family(family).ok().map(|family| family.driver_name.clone())
    }

    /// Which driver an allele belongs to that the line does not have, in a sentence.
    pub fn elsewhere(&self, allele: &str, line: &str) -> Option<String> {
        let data = self.base.data();
        let line = self.base.line(line).ok()?;
        let here = |name: &str| name.eq_ignore_ascii_case(allele);
        let found = data.allele.iter().find(|one| here(&one.name) || here(&one.id))?;
        let other = found.family != *line.family.as_ref()? || found.gene != line.gene;
        let driver = || found.gene.clone().unwrap_or_else(|| found.family.to_uppercase());
        other.then(|| {
            format!(
                "{} is an allele of {}, which does not drive {}",
                found.name,
                driver(),
                line.name
            )
        })
    }

    /// Drugs with a known action on the line's driver, on a pathway of it or on a way around it.
    pub fn acting_on(&self, line: &str) -> Vec<&str> {
        let usual = Conditions::default();
        let acts = |drug: &&str| {
            let resolved = self.base.resolve_under(line, &[drug], &usual);
            resolved.is_ok_and(|resolved| resolved.biology.drugs().iter().all(|drug| drug.acts()))
        };
        self.drugs.iter().map(String::as_str).filter(acts).collect()
    }

    /// A line under drugs, in their order, under the scenario's conditions.
    pub fn resolve(&self, line: &str, drugs: &[&str], conditions: &Conditions) -> Result<Known, String> {
        let resolved = self.base.resolve_under(line, drugs, conditions);
        let resolved = resolved.map_err(|error| error.to_string())?;
        let exposure = |drug: &&str| {
            let record = self.base.drug(drug).ok()?.exposure.as_ref()?;
            let elimination = record.half_life.as_ref().and_then(|value| self.base.told(value));
            let plasma = record.plasma_shift.as_ref().unwrap_or(&record.free_fraction);
            let assumptions = [self.base.told(&record.average), self.base.told(plasma), elimination];
            Some(KnownExposure {
                assumptions: assumptions.into_iter().flatten().map(Assumed::from).collect(),
                average: record.average.value.get(),
                plasma: record.plasma(),
                half_life: record.half_life.as_ref().map(|half_life| half_life.value.get()),
            })
        };
        Ok(Known {
            exposures: drugs.iter().map(exposure).collect(),
            biology: resolved.biology,
            assumptions: resolved.assumptions.into_iter().map(Assumed::from).collect(),
            hash: self.base.fingerprint(),
        })
    }
}
