//! One file of records.

use super::cells::{BypassRecord, StateRecord, SwitchRecord};
use super::culture::{Defaults, LineRecord, Tissue, VesselRecord};
use super::declare::record;
use super::driver::{AlleleRecord, CompoundRecord, Family};
use super::drug::{DrugRecord, PairRecord};
use super::fit::FitRecord;
use super::guide::{Call, Observation, Reference};
use super::niche::NicheRecord;
use super::potency::{FoldRecord, Study, ToxicityTable};
use super::signal::{NodeRecord, SourceRecord};
use super::spread::SchemaNumber;
use super::supply::{MutagenRecord, SpectrumRecord, SupplyRecord};
use super::value::{Names, See, Values};

record! {
    /// One file, or all files merged. Keys are the kinds of record.
    #[derive(Default)]
    #[serde(default)]
    pub struct File {
        /// By which rules its ranges are read. With 2 a range is where the value lies in nine cases of ten; a file without
        /// it is of the time before, and its ranges are limits that no draw leaves.
        pub schema: Option<SchemaNumber>,
        /// Publications and other sources.
        pub reference: Vec<Reference>,
        /// Pathway nodes.
        pub node: Vec<NodeRecord>,
        /// Sources of signal beside the driver.
        pub source: Vec<SourceRecord>,
        /// Cell states.
        pub state: Vec<StateRecord>,
        /// Switching between states.
        pub switch: Vec<SwitchRecord>,
        /// Driver families.
        pub family: Vec<Family>,
        /// Variants of drivers.
        pub allele: Vec<AlleleRecord>,
        /// Combinations of alleles in cis.
        pub compound: Vec<CompoundRecord>,
        /// Heritable alterations outside the driver.
        pub bypass: Vec<BypassRecord>,
        /// Factors of the cells' surroundings.
        pub niche: Vec<NicheRecord>,
        /// Tables of potencies.
        pub study: Vec<Study>,
        /// Tables of off-target toxicity.
        pub toxicity: Vec<ToxicityTable>,
        /// Potency changes without a table.
        pub fold: Vec<FoldRecord>,
        /// Drugs.
        pub drug: Vec<DrugRecord>,
        /// Cell lines and assay systems.
        pub line: Vec<LineRecord>,
        /// Culture vessels.
        pub vessel: Vec<VesselRecord>,
        /// Pairs of drugs of which one changes the potency of the other.
        pub pair: Vec<PairRecord>,
        /// Spectra of substitutions.
        pub spectrum: Vec<SpectrumRecord>,
        /// Mutagens.
        pub mutagen: Vec<MutagenRecord>,
        /// What guides say that alleles resist.
        pub call: Vec<Call>,
        /// Findings that no parameter carries.
        pub observation: Vec<Observation>,
        /// What a laboratory's own data taught.
        pub fit: Vec<FitRecord>,
        /// What a line has unless it says otherwise.
        pub defaults: Option<Defaults>,
        /// Point-mutation supply.
        pub supply: Option<SupplyRecord>,
    }
}

impl File {
    /// Shows every number of every record.
    pub fn visit(&mut self, see: &mut See) {
        self.visit_records(&|_| true, see);
    }

    /// Shows every number of those records that are wanted, by their place among all records with numbers, from 0.
    pub fn visit_records(&mut self, wanted: &dyn Fn(usize) -> bool, see: &mut See) {
        let names = &self.names();
        let mut place = 0;
        let mut wanted = || {
            place += 1;
            wanted(place - 1)
        };
        let wanted = &mut wanted;
        visit(&mut self.defaults, wanted, names, see);
        visit(&mut self.supply, wanted, names, see);
        visit(&mut self.line, wanted, names, see);
        visit(&mut self.drug, wanted, names, see);
        visit(&mut self.family, wanted, names, see);
        visit(&mut self.allele, wanted, names, see);
        visit(&mut self.fold, wanted, names, see);
        visit(&mut self.bypass, wanted, names, see);
        visit(&mut self.niche, wanted, names, see);
        visit(&mut self.state, wanted, names, see);
        visit(&mut self.switch, wanted, names, see);
        visit(&mut self.vessel, wanted, names, see);
        visit(&mut self.pair, wanted, names, see);
        visit(&mut self.spectrum, wanted, names, see);
        visit(&mut self.mutagen, wanted, names, see);
        visit(&mut self.source, wanted, names, see);
        visit(&mut self.toxicity, wanted, names, see);
    }

    /// Tissue of a line: its own, or that of the line whose DNA it has. Unknown if neither says.
    pub fn tissue(&self, line: &LineRecord) -> Option<Tissue> {
        let same = || self.line.iter().find(|other| Some(&other.id) == line.dna_of.as_ref());
        line.tissue.or_else(|| same()?.tissue)
    }

    /// Names of the records that values of other records are about.
    fn names(&self) -> Names {
        let drugs = self.drug.iter().map(|record| (&record.id, &record.name));
        let states = self.state.iter().map(|record| (&record.id, &record.name));
        let alleles = self.allele.iter().map(|record| (&record.id, &record.name));
        let kinds = self.state.iter().map(|record| (record.id.clone(), record.class));
        Names::new(drugs.chain(states).chain(alleles)).with_states(kinds.collect())
    }
}

/// Shows the numbers of those records that are `wanted`, which is asked of each in turn.
fn visit<'a, R: Values + 'a>(
    records: impl IntoIterator<Item = &'a mut R>,
    wanted: &mut dyn FnMut() -> bool,
    names: &Names,
    see: &mut See,
) {
    for record in records {
        if wanted() {
            record.visit(names, see);
        }
    }
}
