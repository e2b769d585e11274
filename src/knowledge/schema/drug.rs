//! Records of drugs, and of pairs of them.

use super::declare::record;
use super::formula::molar_mass;
use super::sourced::Sourced;
use super::value::{About, Domain, Names, See, Values};
use crate::model::endpoint::Endpoint;
use crate::model::pharmacokinetics::Plasma;
use crate::units::{Days, Nanomolar};

record! {
    /// A drug.
    pub struct DrugRecord {
        /// Takes the place of the record that an earlier file has under the same id.
        #[serde(default, rename = "override")]
        pub replaces: bool,
        /// By which scenarios and other records name it.
        pub id: String,
        /// Its name in reports.
        pub name: String,
        /// Brand and code names that it also goes by.
        #[serde(default)]
        pub synonyms: Vec<String>,
        /// Molecular formula of the free compound, such as "C21H22F2N6O2"; gives its molar mass.
        pub formula: Option<String>,
        /// Id of the reference for synonyms and formula.
        pub names_reference: Option<String>,
        /// Family whose driver it hits; absent for partners.
        pub family: Option<String>,
        /// What it inhibits, in words.
        pub class: String,
        /// How it binds, such as "I" or "II"; empty where that is not known.
        #[serde(rename = "type", default)]
        pub binding_type: String,
        /// Generation of inhibitors of its family, from 1.
        pub generation: Option<u32>,
        /// Binds for good.
        #[serde(default)]
        pub covalent: bool,
        /// What it is, in a sentence.
        #[serde(default)]
        pub summary: String,
        /// What patients have of it.
        pub exposure: Option<Exposure>,
        /// Sites beside the driver.
        #[serde(default)]
        pub on: Vec<SiteRecord>,
    }
}

impl DrugRecord {
    /// Everything that it goes by: id, name, synonyms.
    pub fn names(&self) -> Vec<&str> {
        let synonyms = self.synonyms.iter().map(String::as_str);
        [self.id.as_str(), self.name.as_str()]
            .into_iter()
            .chain(synonyms)
            .collect()
    }

    /// g/mol; `None` without a formula.
    pub fn molar_mass(&self) -> Option<f64> {
        molar_mass(self.formula.as_ref()?)
    }
}

record! {
    /// Steady-state exposure of patients at the approved dose.
    pub struct Exposure {
        /// Total drug in plasma, mean over a dosing interval (or what stands for it).
        pub average: Sourced<Nanomolar>,
        /// Unbound share in plasma.
        pub free_fraction: Sourced<f64>,
        /// Dose in plasma over dose in medium with 10% serum that have the same effect on cells, where measured.
        pub plasma_shift: Option<Sourced<f64>>,
        /// Elimination from plasma.
        pub half_life: Option<Sourced<Days>>,
    }
}

impl Exposure {
    /// How plasma compares with medium of 10% serum: by the measured shift where there is one, else by the free drug.
    pub fn plasma(&self) -> Plasma {
        match &self.plasma_shift {
            Some(shift) => Plasma::Shift { fold: shift.value },
            None => Plasma::free(self.free_fraction.value, 0.1),
        }
    }

    /// Nominal dose in medium with 10% serum that does as much as patients' average in plasma, nM.
    pub fn flask_equivalent(&self) -> f64 {
        self.plasma().in_medium(self.average.value.get())
    }
}

record! {
    /// A site beside the driver: one source or one node.
    pub struct SiteRecord {
        /// The source (id)...
        pub source: Option<String>,
        /// ...or the node (id).
        pub node: Option<String>,
        /// How the half dose was read.
        pub endpoint: Endpoint,
        /// Dose that halves the activity.
        pub half_dose: Sourced<Nanomolar>,
        /// Hill slope; absent: the usual one.
        pub slope: Option<Sourced<f64>>,
    }
}

impl SiteRecord {
    /// Id of the source or node.
    pub fn target(&self) -> &str {
        self.source.as_deref().or(self.node.as_deref()).unwrap_or_default()
    }
}

impl Values for DrugRecord {
    fn visit(&mut self, _: &Names, see: &mut See) {
        let name = &self.name;
        let about = |label: String, domain, what: String| About::new(&self.id, label, domain, what);
        if let Some(exposure) = &mut self.exposure {
            let id = &self.id;
            let about = |key: &str, label: &str, domain, what: &str| {
                let about = About::new(
                    id,
                    format!("{label} in plasma"),
                    domain,
                    format!("{what} of {id} in plasma"),
                );
                about.under(format!("{id}/{key}")).at(format!("exposure.{key}"))
            };
            let average = about("average", "average", Domain::Positive, "average concentration");
            see.value(average, &mut exposure.average);
            let free = about("free_fraction", "free fraction", Domain::Share, "unbound share");
            see.value(free, &mut exposure.free_fraction);
            let what = "dose in plasma over dose in medium with the same effect";
            let shift = about("plasma_shift", "shift by protein", Domain::Positive, what);
            see.value(shift, &mut exposure.plasma_shift);
            let half_life = about("half_life", "half-life", Domain::Positive, "half-life");
            see.value(half_life, &mut exposure.half_life);
        }
        for (i, site) in self.on.iter_mut().enumerate() {
            let target = site.target().to_owned();
            let what = format!("half dose of {name} on {target}");
            let half_dose = about(format!("half dose on {target}"), Domain::Positive, what);
            see.value(half_dose.at(format!("on.{i}.half_dose")), &mut site.half_dose);
            let what = format!("Hill slope of {name} on {target}");
            let slope = about(format!("slope on {target}"), Domain::Positive, what);
            see.value(slope.at(format!("on.{i}.slope")), &mut site.slope);
        }
    }
}

record! {
    /// A source says that one drug changes the potency of another; without it a pair follows the model's rules.
    pub struct PairRecord {
        /// Takes the place of the record that an earlier file has under the same id.
        #[serde(default, rename = "override")]
        pub replaces: bool,
        /// The drug whose potency changes...
        pub drug: String,
        /// ...beside this one.
        pub beside: String,
        /// What the source says, in a sentence.
        #[serde(default)]
        pub summary: String,
        /// K beside plenty of the other drug over K alone: below 1 potentiates, above 1 antagonises.
        pub k_factor: Sourced<f64>,
        /// Dose of the other drug that has half of the effect (on the logarithm of K).
        pub half_dose: Sourced<Nanomolar>,
    }
}

impl Values for PairRecord {
    fn visit(&mut self, names: &Names, see: &mut See) {
        let (drug, beside) = (names.of(&self.drug), names.of(&self.beside));
        let label = |name: &str| format!("{name} beside {}", self.beside);
        let what = format!("K of {drug} beside plenty of {beside}, over K alone");
        let factor = About::new(&self.drug, label("k_factor"), Domain::Positive, what).at("k_factor");
        see.value(factor.beside("pair", "beside", &self.beside), &mut self.k_factor);
        let what = format!("dose of {beside} with half of that effect on {drug}");
        let half_dose = About::new(&self.drug, label("half_dose"), Domain::Positive, what).at("half_dose");
        see.value(half_dose.beside("pair", "beside", &self.beside), &mut self.half_dose);
    }
}
