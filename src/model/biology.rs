//! The resolved biology of one line under the drugs of one scenario: every number that the engine
//! needs, and the pure functions that turn a genotype, a cell state and doses into rates.
//!
//! Everything here is plain data; nothing knows which kinase, drug or line it describes.

use super::fate::{FateRule, StateEffect};
use super::signalling::{self, Node, Source};
use super::target::{Occupant, remaining_activity};
use libm::pow;
use serde::{Deserialize, Serialize};

pub use super::genotype::{CopyGroup, Genotype};

/// Resolved biology (see module docs). Built by `knowledge`, stored whole in the lock file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Biology {
    pub line_id: String,
    pub line_name: String,
    /// What the driver is called in copy-number labels ("ALK x3" has "ALK").
    pub driver_name: String,
    /// What a western blot shows of the driver, for example "pALK".
    pub driver_readout: String,
    pub fate: FateRule,
    pub ladder: Ladder,
    /// Driver copies of the unaltered line.
    pub base_copies: Vec<CopyGroup>,
    pub drugs: Vec<DrugAction>,
    pub states: Vec<CellState>,
    pub transitions: Vec<Transition>,
    pub nodes: Vec<Node>,
    pub sources: Vec<Source>,
    pub alleles: Vec<Allele>,
    /// Allele combinations in cis whose potency was measured as such, largest first.
    pub compounds: Vec<Compound>,
    pub bypasses: Vec<Bypass>,
}

/// Copy number of the driver: a ladder with gain and loss. Probabilities per division.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Ladder {
    pub max_copies: u32,
    /// First extra copy.
    pub first_gain: f64,
    /// Each further copy, once amplified.
    pub further_gain: f64,
    /// Loss of an extra copy.
    pub loss: f64,
}

/// Dose that halves what a site does, and the Hill slope.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SiteAction {
    /// nM.
    pub half_dose: f64,
    pub slope: f64,
}

/// Action of a drug on the source or node with this index.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct IndexedAction {
    pub index: usize,
    pub action: SiteAction,
}

/// Share of parental growth that a drug leaves, whatever its target: f = 1 / (1 + (excess/K)^h),
/// where excess is the dose above `harmless_up_to`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Toxicity {
    /// nM.
    pub half_dose: f64,
    pub slope: f64,
    /// Dose up to which data of the line itself show no loss, nM.
    pub harmless_up_to: f64,
}

/// One drug of the scenario; `doses` slices follow the order of [`Biology::drugs`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DrugAction {
    pub id: String,
    pub name: String,
    /// On an unmutated driver copy; `None` for a drug that leaves the driver alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub driver: Option<SiteAction>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub toxicity: Option<Toxicity>,
    pub on_sources: Vec<IndexedAction>,
    pub on_nodes: Vec<IndexedAction>,
}

/// How an allele changes the potency of one drug on the copy that carries it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct AllelePotency {
    /// K of the copy over K of an unmutated copy.
    pub fold: f64,
    /// The allele's own slope; without it the drug's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slope: Option<f64>,
}

/// A variant of the driver.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Allele {
    pub id: String,
    /// Label in tables, for example "G1202R".
    pub name: String,
    /// Protein region ("solvent front").
    pub region: String,
    /// Position in the protein: a copy holds one allele per residue.
    pub residue: u32,
    /// Activity of a copy without drug, relative to an unmutated copy.
    pub activity: f64,
    /// Probability per division and driver copy that one daughter carries it.
    pub per_division: f64,
    /// One entry per drug.
    pub potency: Vec<AllelePotency>,
}

/// A measured combination of alleles on one copy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Compound {
    /// Sorted allele indices.
    pub alleles: Vec<u32>,
    pub potency: Vec<CompoundPotency>,
}

/// Potency of one drug on a measured combination.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CompoundPotency {
    pub drug: usize,
    /// K over K of an unmutated copy.
    pub fold: f64,
}

/// A heritable alteration outside the driver.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bypass {
    pub id: String,
    pub name: String,
    /// Probability per division that one daughter has it.
    pub per_division: f64,
    /// Activity it gives to each source.
    pub activity: Vec<f64>,
}

/// What kind of cell state it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StateClass {
    Naive,
    /// Survives drug without growing much.
    Tolerant,
    /// Grows under drug, and reverts without it.
    Adapted,
    /// Another lineage; does not come back.
    Transformed,
}

/// A cell state. Index 0 is naive.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CellState {
    pub id: String,
    pub name: String,
    pub class: StateClass,
    /// Marker that a pathologist or an RNA read-out looks for; empty if none.
    pub marker: String,
    /// Multiplies birth.
    pub birth_factor: f64,
    /// Multiplies background death.
    pub death_factor: f64,
    /// Share of killing that becomes arrest (sigma).
    pub sparing: f64,
    /// Share of the driver's activity that still counts (0: independent of the driver).
    pub driver_share: f64,
    /// Activity that the state gives to each source.
    pub activity: Vec<f64>,
}

/// Switching between two states: rate per day = base + induced x^m + relief (1 - x)^n, where the
/// stress x = 1 - min(1, S) and S is the signal of the same genotype in the naive state at the same
/// doses. So adapted cells do not flip back while the drug is on, and resistant cells are not stressed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Transition {
    pub from: usize,
    pub to: usize,
    pub base: f64,
    pub induced: f64,
    pub induced_exponent: f64,
    pub relief: f64,
    pub relief_exponent: f64,
}

/// Rates of one genotype in one cell state at given doses.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Phenotype {
    /// Per cell per day, without crowding.
    pub birth: f64,
    pub death: f64,
    /// Fate signal S (1 in the undrugged parental line).
    pub signal: f64,
    /// Driver activity (1 in the undrugged parental line).
    pub driver_activity: f64,
}

impl Phenotype {
    /// Birth minus death, per day.
    pub fn net(&self) -> f64 {
        self.birth - self.death
    }
}

/// A way in which a division founds a mutant.
#[derive(Debug, Clone, PartialEq)]
pub struct Channel {
    /// Probability per division that exactly one daughter has `child`.
    pub per_division: f64,
    pub child: Genotype,
    /// Founders are pooled by genotype, origin and time bin (many are expected) rather than
    /// each followed as its own lineage.
    pub pooled: bool,
}

/// A way in which a living cell changes its state.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Switch {
    /// Index of the new state.
    pub to: usize,
    pub per_day: f64,
}

/// What a genotype is called and how it is classed in profiles, legends and tables.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Mechanism {
    /// For example "G1202R", "MET amplification", "CCN1-high", "G1202R + MET amplification",
    /// "ALK x4"; "none" for the unaltered line.
    pub label: String,
    pub class: MechanismClass,
    /// Protein region of an on-target allele ("gatekeeper", "solvent front", ...), else empty.
    pub region: String,
    /// Place in the knowledge base's order; colours and legends follow it.
    pub order: u32,
}

/// Classes of the resistance profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MechanismClass {
    None,
    OnTarget,
    Amplification,
    Bypass,
    State,
    Transformed,
    Compound,
}

impl Biology {
    /// The unaltered line.
    pub fn wild_type(&self) -> Genotype {
        Genotype::new(self.base_copies.clone(), Vec::new())
    }

    /// The scenario's drugs; `doses` slices follow their order.
    pub fn drugs(&self) -> &[DrugAction] {
        &self.drugs
    }

    /// Cell states; index 0 is naive.
    pub fn states(&self) -> &[CellState] {
        &self.states
    }

    /// Net growth of the undrugged unaltered line, per day.
    pub fn parental_growth(&self) -> f64 {
        self.fate.growth()
    }

    /// Birth, death and signal of a genotype in a state at `doses` (nM, one per drug).
    pub fn phenotype(&self, genotype: &Genotype, state: usize, doses: &[f64]) -> Phenotype {
        let driver = self.driver_activity(genotype, doses);
        let signal = signalling::fate_signal(&self.nodes, &self.outputs_at(genotype, state, doses, driver));
        let cell = &self.states[state];
        let effect = StateEffect {
            birth_factor: cell.birth_factor,
            death_factor: cell.death_factor,
            sparing: cell.sparing,
        };
        let (birth, death) = self.fate.rates(signal, effect, self.growth_kept(doses));
        Phenotype {
            birth,
            death,
            signal,
            driver_activity: driver,
        }
    }

    /// Driver activity, active sources and node outputs by read-out name: what a western blot shows.
    pub fn node_outputs(&self, genotype: &Genotype, state: usize, doses: &[f64]) -> Vec<(String, f64)> {
        let driver = self.driver_activity(genotype, doses);
        let mut shown = vec![(self.driver_readout.clone(), driver)];
        let activity = self.source_activity(genotype, state, doses);
        shown.extend(
            self.sources
                .iter()
                .zip(activity)
                .map(|(source, a)| (source.readout.clone(), a)),
        );
        let outputs = self.outputs_at(genotype, state, doses, driver);
        shown.extend(
            self.nodes
                .iter()
                .zip(outputs)
                .map(|(node, output)| (node.readout.clone(), output)),
        );
        shown
    }

    /// Switches out of `state`, per living cell and day.
    pub fn switches(&self, genotype: &Genotype, state: usize, doses: &[f64]) -> Vec<Switch> {
        if !self.transitions.iter().any(|way| way.from == state) {
            return Vec::new();
        }
        let stress = 1.0 - self.phenotype(genotype, 0, doses).signal.clamp(0.0, 1.0);
        self.transitions
            .iter()
            .filter(|way| way.from == state)
            .map(|way| Switch {
                to: way.to,
                per_day: way.rate(stress),
            })
            .filter(|switch| switch.per_day > 0.0)
            .collect()
    }

    /// Driver activity: sum over copies of activity times what the drugs leave, relative to the parental line.
    pub fn driver_activity(&self, genotype: &Genotype, doses: &[f64]) -> f64 {
        let own = |alleles: &[u32]| {
            alleles
                .iter()
                .map(|&a| self.alleles[a as usize].activity)
                .product::<f64>()
        };
        let parental: f64 = self
            .base_copies
            .iter()
            .map(|g| f64::from(g.count) * own(&g.alleles))
            .sum();
        let active: f64 = genotype
            .copies()
            .iter()
            .map(|group| f64::from(group.count) * own(&group.alleles) * self.copy_activity(&group.alleles, doses))
            .sum();
        active / parental
    }

    /// Activity fraction of one copy that carries `alleles`, under all drugs on the driver's site.
    fn copy_activity(&self, alleles: &[u32], doses: &[f64]) -> f64 {
        let occupants: Vec<Occupant> = self
            .drugs
            .iter()
            .enumerate()
            .filter(|(d, _)| doses[*d] > 0.0)
            .filter_map(|(d, drug)| {
                let action = drug.driver?;
                Some(Occupant {
                    dose: doses[d],
                    half_dose: action.half_dose * self.fold(alleles, d),
                    slope: self.slope(alleles, d).unwrap_or(action.slope),
                })
            })
            .collect();
        remaining_activity(&occupants)
    }

    /// K of a copy with `alleles` in cis over K of an unmutated copy: a measured combination wins
    /// (with the folds of further alleles), else folds multiply.
    pub fn fold(&self, alleles: &[u32], drug: usize) -> f64 {
        let measured = self.compounds.iter().find_map(|compound| {
            let within = compound.alleles.iter().all(|a| alleles.contains(a));
            let potency = compound.potency.iter().find(|p| p.drug == drug)?;
            within.then_some((compound, potency.fold))
        });
        let single = |a: &u32| self.alleles[*a as usize].potency.get(drug).map_or(1.0, |p| p.fold);
        match measured {
            Some((compound, fold)) => {
                fold * alleles
                    .iter()
                    .filter(|a| !compound.alleles.contains(a))
                    .map(single)
                    .product::<f64>()
            }
            None => alleles.iter().map(single).product(),
        }
    }

    fn slope(&self, alleles: &[u32], drug: usize) -> Option<f64> {
        alleles
            .iter()
            .find_map(|&a| self.alleles[a as usize].potency.get(drug)?.slope)
    }

    /// Activity of each source after the drugs that compete on it.
    fn source_activity(&self, genotype: &Genotype, state: usize, doses: &[f64]) -> Vec<f64> {
        (0..self.sources.len())
            .map(|i| {
                let altered: f64 = genotype
                    .bypasses()
                    .iter()
                    .map(|&b| self.bypasses[b as usize].activity[i])
                    .sum();
                let active = altered + self.states[state].activity[i];
                if active > 0.0 {
                    active * self.left_open(doses, i, |drug| &drug.on_sources)
                } else {
                    0.0
                }
            })
            .collect()
    }

    fn outputs_at(&self, genotype: &Genotype, state: usize, doses: &[f64], driver: f64) -> Vec<f64> {
        let open: Vec<f64> = (0..self.nodes.len())
            .map(|j| self.left_open(doses, j, |drug| &drug.on_nodes))
            .collect();
        let activity = self.source_activity(genotype, state, doses);
        signalling::outputs(
            &self.nodes,
            &self.sources,
            driver * self.states[state].driver_share,
            &activity,
            &open,
        )
    }

    /// What all drugs on one source or node leave of it.
    fn left_open(&self, doses: &[f64], index: usize, of: impl Fn(&DrugAction) -> &Vec<IndexedAction>) -> f64 {
        let occupants: Vec<Occupant> = self
            .drugs
            .iter()
            .zip(doses)
            .flat_map(|(drug, &dose)| of(drug).iter().map(move |hit| (dose, hit)))
            .filter(|(dose, hit)| *dose > 0.0 && hit.index == index)
            .map(|(dose, hit)| Occupant {
                dose,
                half_dose: hit.action.half_dose,
                slope: hit.action.slope,
            })
            .collect();
        remaining_activity(&occupants)
    }

    /// Share of parental growth that the off-target toxicity of all drugs leaves (independent, so a product).
    pub fn growth_kept(&self, doses: &[f64]) -> f64 {
        self.drugs
            .iter()
            .zip(doses)
            .map(|(drug, &dose)| drug.toxicity.map_or(1.0, |t| t.growth_kept(dose)))
            .product()
    }
}

impl Toxicity {
    /// Share of parental growth left at `dose` nM.
    pub fn growth_kept(&self, dose: f64) -> f64 {
        let excess = (dose - self.harmless_up_to).max(0.0);
        1.0 / (1.0 + pow(excess / self.half_dose, self.slope))
    }
}

impl Transition {
    /// Rate per day at stress x.
    pub fn rate(&self, stress: f64) -> f64 {
        self.base
            + self.induced * pow(stress, self.induced_exponent)
            + self.relief * pow(1.0 - stress, self.relief_exponent)
    }
}
