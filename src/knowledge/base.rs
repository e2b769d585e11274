//! The records of the knowledge base in one place, and how they are asked for by name.

use super::error::KnowledgeError;
use super::load::{backgrounds, keeps_records, merge, parse, record_text};
use super::schema::{
    Defaults, DrugRecord, Family, File, LineRecord, MutagenRecord, NicheRecord, SchemaNumber, See, SpectrumRecord,
    SupplyRecord,
};
use super::validate::validate;
use super::values::{self, Fits, Fitted, Value};
use crate::document::{Checked, Mistakes, Path, Source};
use crate::words::hex;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

const BUILTIN: [(&str, &str); 15] = [
    ("references.toml", include_str!("data/references.toml")),
    ("general.toml", include_str!("data/general.toml")),
    ("states.toml", include_str!("data/states.toml")),
    ("lines.toml", include_str!("data/lines.toml")),
    ("drugs.toml", include_str!("data/drugs.toml")),
    ("alk.toml", include_str!("data/alk.toml")),
    ("alk_potency.toml", include_str!("data/alk_potency.toml")),
    ("trk.toml", include_str!("data/trk.toml")),
    ("trk_potency.toml", include_str!("data/trk_potency.toml")),
    ("flt3.toml", include_str!("data/flt3.toml")),
    ("flt3_potency.toml", include_str!("data/flt3_potency.toml")),
    ("niche.toml", include_str!("data/niche.toml")),
    ("partners.toml", include_str!("data/partners.toml")),
    ("vessels.toml", include_str!("data/vessels.toml")),
    ("mutagens.toml", include_str!("data/mutagens.toml")),
];

/// What files say, where nothing is wrong with them.
struct Sound {
    data: File,
    values: Vec<Value>,
    /// Keys of the values whose ranges are limits.
    limits: BTreeSet<String>,
}

/// The records of files and every number of them.
fn sound(texts: &[Source]) -> Checked<Sound> {
    let mut data = File::default();
    let mut limits = BTreeSet::new();
    let (mut found, mut named) = (Mistakes::default(), true);
    for text in texts {
        let mut here = Mistakes::default();
        match here.keep(parse(text)) {
            Some(mut rest) => {
                here.keep(known_schema(text, rest.read.schema));
                let ranged = values::ranged(&mut rest.read);
                match rest.read.schema {
                    None => limits.extend(ranged),
                    Some(_) => ranged.iter().for_each(|key| {
                        limits.remove(key);
                    }),
                }
                named &= rest.filled.is_empty() && rest.found.all(keeps_records);
                here.add_where(rest.found, |_| true);
                merge(&mut data, rest.read, text, &mut here);
            }
            None => named = false,
        }
        found.add_where(here, |_| true);
    }
    backgrounds(&mut data);
    values::stamp(&mut data);
    let values = values::listed(&mut data);
    if named {
        let read = found.is_empty();
        let broken = validate(&data, &values, texts, read);
        found.add_where(broken, |_| true);
    }
    found.told().map(|()| Sound { data, values, limits })
}

/// Refuses rules that this program does not know.
fn known_schema(text: &Source, schema: Option<SchemaNumber>) -> Checked<()> {
    match schema {
        None | Some(SchemaNumber::NOW) => Ok(()),
        Some(SchemaNumber(other)) => {
            let told = text.fault(&Path::default().key("schema"), format!("schema = {other} is not known"));
            Err(told.allowed(SchemaNumber::EXPECTED))
        }
    }
}

/// Validated records.
#[derive(Debug, Clone)]
pub struct KnowledgeBase {
    /// Shared until a number of it is moved.
    data: Arc<File>,
    defaults: Defaults,
    supply: SupplyRecord,
    /// Every number of the files; shared, as worlds of moved numbers are made by the hundred.
    values: Arc<[Value]>,
    /// Place of each number in that list, by its key.
    by_key: Arc<BTreeMap<String, usize>>,
    texts: Arc<[Source]>,
    /// Keys of the values whose ranges are limits.
    limits: Arc<BTreeSet<String>>,
    /// What laboratories' own data taught.
    fits: Arc<Fits>,
    /// Fingerprint of the texts, once it was asked for.
    fingerprint: Arc<OnceLock<String>>,
    /// Numbers that were moved, by key.
    moved: BTreeMap<String, f64>,
}

impl KnowledgeBase {
    /// The knowledge base inside this program.
    ///
    /// # Errors
    /// A file inside this program is not valid, which a test excludes.
    pub fn builtin() -> Result<Self, KnowledgeError> {
        Self::from_files(&BUILTIN)
    }

    /// Builds and validates a knowledge base from `(name, text)` files.
    ///
    /// # Errors
    /// Something in the files is not allowed (all of it, by lines), they state no defaults or no supply, or a fitted
    /// number cannot be that of its key.
    pub fn from_files(files: &[(&str, &str)]) -> Result<Self, KnowledgeError> {
        let texts: Vec<Source> = files
            .iter()
            .map(|(name, text)| Source {
                file: (*name).into(),
                text: (*text).into(),
            })
            .collect();
        let Sound {
            mut data,
            mut values,
            limits,
        } = sound(&texts).map_err(KnowledgeError::at)?;
        let fits = values::applied(&mut data, &mut values).map_err(|key| KnowledgeError::Undetermined {
            what: key,
            why: "its fitted value is no number that it can have".to_owned(),
        })?;
        let missing = |what: &str| KnowledgeError::Undetermined {
            what: what.to_owned(),
            why: format!("no file has a [{what}] table"),
        };
        let defaults = data.defaults.clone().ok_or_else(|| missing(Defaults::ID))?;
        let supply = data.supply.clone().ok_or_else(|| missing(SupplyRecord::ID))?;
        let places = values
            .iter()
            .enumerate()
            .map(|(place, value)| (value.about.key.clone(), place));
        Ok(Self {
            by_key: Arc::new(places.collect()),
            data: Arc::new(data),
            defaults,
            supply,
            values: values.into(),
            texts: texts.into(),
            limits: limits.into(),
            fits: fits.into(),
            fingerprint: Arc::default(),
            moved: BTreeMap::new(),
        })
    }

    /// The built-in files with a user's overlays behind, as `(name, text)`.
    ///
    /// # Errors
    /// See [`Self::from_files`].
    pub fn builtin_with(overlays: &[(&str, &str)]) -> Result<Self, KnowledgeError> {
        let files: Vec<(&str, &str)> = BUILTIN.iter().chain(overlays).copied().collect();
        Self::from_files(&files)
    }

    /// SHA-256 of the data text, in hex. What an overlay's file is called does not matter.
    pub fn fingerprint(&self) -> String {
        let printed = || {
            let mut hash = Sha256::new();
            for (i, source) in self.texts.iter().enumerate() {
                let name = BUILTIN.get(i).map_or("overlay", |(name, _)| name);
                hash.update(name.as_bytes());
                hash.update([0]);
                hash.update(source.text.as_bytes());
                hash.update([0]);
            }
            hex(&hash.finalize())
        };
        self.fingerprint.get_or_init(printed).clone()
    }

    /// The files behind the built-in ones, name and text, in their order.
    pub fn overlays(&self) -> impl Iterator<Item = (&str, &str)> {
        let own = self.texts.iter().skip(BUILTIN.len());
        own.map(|source| (source.file.as_str(), source.text.as_str()))
    }

    /// Keys of the values whose ranges are limits: those of files without a `schema`.
    pub(super) fn limits(&self) -> &BTreeSet<String> {
        &self.limits
    }

    /// The text of the record of a kind (`line`) and id, as the last file that has it writes it.
    pub fn record_text(&self, kind: &str, id: &str) -> Option<String> {
        self.texts
            .iter()
            .rev()
            .find_map(|source| record_text(&source.text, kind, id))
    }

    /// All records.
    pub fn data(&self) -> &File {
        &self.data
    }

    /// Every number of the records, in the order of the data; as the files have it, also where it was moved.
    pub fn values(&self) -> &[Value] {
        &self.values
    }

    /// The number of a record that has this key.
    pub fn value(&self, key: &str) -> Option<&Value> {
        self.by_key.get(key).map(|place| &self.values[*place])
    }

    /// What a line has unless it says otherwise.
    pub fn defaults(&self) -> &Defaults {
        &self.defaults
    }

    /// Point-mutation supply.
    pub fn supply(&self) -> &SupplyRecord {
        &self.supply
    }

    /// Changes numbers of the records at these places ([`Value::record`]).
    pub(super) fn change(&mut self, records: &BTreeSet<usize>, see: &mut See) {
        if records.is_empty() {
            return;
        }
        Arc::make_mut(&mut self.data).visit_records(&|place| records.contains(&place), see);
        self.defaults = self.data.defaults.clone().unwrap_or_else(|| self.defaults.clone());
        self.supply = self.data.supply.clone().unwrap_or_else(|| self.supply.clone());
    }

    /// Writes down that a number was moved; one that is derived where it is used is taken from here.
    pub(super) fn note_moved(&mut self, key: &str, number: f64) {
        self.moved.insert(key.to_owned(), number);
    }

    /// What a value was moved to, or fitted.
    pub(super) fn moved(&self, key: &str) -> Option<f64> {
        let moved = self.moved.get(key).copied();
        moved.or_else(|| Some(self.fits.get(key)?.number))
    }

    /// The fit of a value that was fitted and not moved since.
    pub(super) fn fitted(&self, key: &str) -> Option<&Fitted> {
        self.fits.get(key).filter(|_| !self.moved.contains_key(key))
    }

    /// What laboratories' own data taught.
    pub fn fits(&self) -> &Fits {
        &self.fits
    }

    /// Every number that was moved by its key.
    pub fn all_moved(&self) -> &BTreeMap<String, f64> {
        &self.moved
    }

    /// Lines that a scenario may use.
    pub fn lines(&self) -> Vec<&LineRecord> {
        self.data.line.iter().filter(|line| !line.assay_only).collect()
    }

    /// Systems that are no scenario's line and whose cells can be assayed: the viability of the cells as they are (not
    /// of a mutant alone) was read in some study.
    pub fn systems(&self) -> Vec<&LineRecord> {
        let of_cells = |line: &&LineRecord| {
            let unaltered = line.own_label();
            let mut studies = self.data.study.iter().filter(|study| study.system == line.id);
            studies.any(|study| !study.endpoint.is_of_target() && study.ic50.contains_key(&unaltered))
        };
        let systems = self
            .data
            .line
            .iter()
            .filter(|line| line.assay_only && line.family.is_some());
        systems.filter(of_cells).collect()
    }

    /// The same knowledge with one of the [`systems`](Self::systems) among the lines; unchanged for any other id.
    pub fn with_system(mut self, id: &str) -> Self {
        let id = self.line_called(id).map_or(id, |line| &line.id).to_owned();
        if self.systems().iter().any(|system| system.id == id) {
            let named = Arc::make_mut(&mut self.data)
                .line
                .iter_mut()
                .filter(|line| line.id == id);
            named.for_each(|line| line.assay_only = false);
        }
        self
    }

    /// All drugs.
    pub fn drugs(&self) -> &[DrugRecord] {
        &self.data.drug
    }

    /// A line of scenarios by id, or by another name that leads to it alone.
    ///
    /// # Errors
    /// There is none, or only a system of assays; with those that there are.
    pub fn line(&self, id: &str) -> Result<&LineRecord, KnowledgeError> {
        let lines = self.data.line.iter().filter(|line| !line.assay_only);
        match self.line_called(id).filter(|line| !line.assay_only) {
            Some(line) => Ok(line),
            None => named("line", id, lines, |line| &line.id),
        }
    }

    /// A line or assay system by id.
    pub(super) fn system(&self, id: &str) -> Option<&LineRecord> {
        self.data.line.iter().find(|line| line.id == id)
    }

    /// A drug by id, or by another name that it goes by.
    ///
    /// # Errors
    /// There is none, with those that there are.
    pub fn drug(&self, id: &str) -> Result<&DrugRecord, KnowledgeError> {
        match self.drug_called(id) {
            Some(drug) => Ok(drug),
            None => named("drug", id, self.data.drug.iter(), |drug| &drug.id),
        }
    }

    /// A driver family by id.
    ///
    /// # Errors
    /// There is none, with those that there are.
    pub fn family(&self, id: &str) -> Result<&Family, KnowledgeError> {
        named("family", id, self.data.family.iter(), |family| &family.id)
    }

    /// A spectrum by id.
    ///
    /// # Errors
    /// There is none, with those that there are.
    pub fn spectrum(&self, id: &str) -> Result<&SpectrumRecord, KnowledgeError> {
        named("spectrum", id, self.data.spectrum.iter(), |spectrum| &spectrum.id)
    }

    /// A mutagen by id.
    ///
    /// # Errors
    /// There is none, with those that there are.
    pub fn mutagen(&self, id: &str) -> Result<&MutagenRecord, KnowledgeError> {
        named("mutagen", id, self.data.mutagen.iter(), |mutagen| &mutagen.id)
    }

    /// The family of a line's driver; absent for cells without one.
    pub(super) fn family_of(&self, line: &LineRecord) -> Option<&Family> {
        let id = line.family.as_ref()?;
        self.data.family.iter().find(|family| family.id == *id)
    }

    /// The family of the driver of a line that must have one.
    pub(super) fn driver_family(&self, line: &LineRecord) -> Result<&Family, KnowledgeError> {
        self.family_of(line).ok_or_else(|| KnowledgeError::Undetermined {
            what: format!("the driver of line \"{}\"", line.id),
            why: "the line has no driver family".to_owned(),
        })
    }

    /// Niche factors that lines of the same family as this one can have around them.
    pub fn niche_of(&self, line: &LineRecord) -> Vec<&NicheRecord> {
        let of_family = |factor: &&NicheRecord| line.family.as_ref().is_some_and(|f| factor.families.contains(f));
        self.data.niche.iter().filter(of_family).collect()
    }
}

/// The record of this id, or an error that names those that come near.
pub(super) fn named<'a, R>(
    kind: &'static str,
    id: &str,
    records: impl Iterator<Item = &'a R> + Clone,
    id_of: impl Fn(&'a R) -> &'a String,
) -> Result<&'a R, KnowledgeError> {
    let found = records.clone().find(|record| id_of(record) == id);
    found.ok_or_else(|| {
        let names: Vec<&str> = records.map(|record| id_of(record).as_str()).collect();
        KnowledgeError::unknown(kind, id, &names)
    })
}
