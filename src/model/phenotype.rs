//! From genotype, cell state and doses to rates: the four steps of dose to growth, put together.

use super::biology::*;
use super::fate::StateEffect;
use super::signalling;
use super::states::stress;
use super::target::{Occupant, remaining_activity};
use libm::pow;
use std::borrow::Cow;

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

    /// What these doses (nM, one per drug) leave of a genotype, whatever the state of its cells.
    pub fn under_drug<'a>(&'a self, genotype: &Genotype, doses: &[f64]) -> UnderDrug<'a> {
        let local = self.local_doses(doses);
        let at_sites = self.at_sites(&local);
        UnderDrug {
            biology: self,
            driver: self.driver_at(genotype, &at_sites),
            sources: self.sources_at(genotype, &at_sites),
            open: self.open_nodes(&at_sites),
            kept: self.kept_at(&local),
        }
    }

    /// Birth, death and signal of a genotype in a state at `doses` (nM, one per drug).
    pub fn phenotype(&self, genotype: &Genotype, state: usize, doses: &[f64]) -> Phenotype {
        self.under_drug(genotype, doses).phenotype(state)
    }

    /// Driver activity, active sources and node outputs by read-out name: what a western blot shows.
    pub fn node_outputs(&self, genotype: &Genotype, state: usize, doses: &[f64]) -> Vec<(String, f64)> {
        let local = self.local_doses(doses);
        let at_sites = self.at_sites(&local);
        let doses = at_sites.as_ref();
        let driver = self.driver_at(genotype, doses);
        let mut shown = vec![(self.driver_readout.clone(), driver)];
        let sources = self.sources_at(genotype, doses);
        let activity = self.source_activity(&sources, state);
        shown.extend(
            self.sources
                .iter()
                .zip(&activity)
                .map(|(source, a)| (source.readout.clone(), *a)),
        );
        let outputs = self.outputs_at(state, driver, &activity, &self.open_nodes(doses));
        shown.extend(
            self.nodes
                .iter()
                .zip(outputs)
                .map(|(node, output)| (node.readout.clone(), output)),
        );
        shown
    }

    /// Signal at each relay, in their order (see [`signalling::relay_output`]): 1 in the undrugged parental line.
    pub fn relay_outputs(&self, genotype: &Genotype, state: usize, doses: &[f64]) -> Vec<f64> {
        let local = self.local_doses(doses);
        let doses = self.at_sites(&local);
        let driver = self.driver_at(genotype, &doses) * self.states[state].driver_share;
        let activity = self.source_activity(&self.sources_at(genotype, &doses), state);
        let shown = |relay| signalling::relay_output(relay, &self.nodes, &self.sources, driver, &activity);
        self.relays.iter().map(shown).collect()
    }

    /// Switches out of `state`, per living cell and day.
    pub fn switches(&self, genotype: &Genotype, state: usize, doses: &[f64]) -> Vec<Switch> {
        if !self.transitions.iter().any(|way| way.from == state) {
            return Vec::new();
        }
        let under_drug = self.under_drug(genotype, doses);
        let signal = |state| under_drug.phenotype(state).signal;
        self.switches_at(state, signal(0), signal(state))
    }

    /// Switches out of `state` at the signal of the same cells in the naive state, and their own.
    pub fn switches_at(&self, state: usize, naive: f64, own: f64) -> Vec<Switch> {
        let ways = || self.transitions.iter().filter(|way| way.from == state);
        let own = if ways().any(|way| way.graded) { own } else { naive };
        ways()
            .map(|way| Switch {
                to: way.to,
                per_day: way.rate(naive, own),
            })
            .filter(|switch| switch.per_day > 0.0)
            .collect()
    }

    /// Stress x = 1 - min(1, S), where S is the signal of the genotype in the naive state.
    pub fn stress(&self, genotype: &Genotype, doses: &[f64]) -> f64 {
        stress(self.phenotype(genotype, 0, doses).signal)
    }

    /// Driver activity: sum over copies of activity times what the drugs leave, relative to the parental line.
    pub fn driver_activity(&self, genotype: &Genotype, doses: &[f64]) -> f64 {
        self.driver_at(genotype, &self.at_sites(&self.local_doses(doses)))
    }

    fn driver_at(&self, genotype: &Genotype, doses: &[f64]) -> f64 {
        let parental: f64 = self
            .base_copies
            .iter()
            .map(|g| f64::from(g.count) * self.undrugged_activity(&g.alleles, 0.0))
            .sum();
        let active: f64 = genotype
            .copies()
            .iter()
            .map(|group| {
                let own = self.undrugged_activity(&group.alleles, self.niche.ligand);
                f64::from(group.count) * own * self.copy_activity(&group.alleles, doses)
            })
            .sum();
        active / parental
    }

    /// Activity of a copy with `alleles`, relative to an unmutated copy: the product of what its
    /// alleles do, raised by ligand, at most the copies' ceiling.
    fn undrugged_activity(&self, alleles: &[u32], ligand: f64) -> f64 {
        let own = alleles
            .iter()
            .map(|&a| self.alleles[a as usize].activity)
            .product::<f64>();
        match self.copy_ceiling {
            Some(ceiling) => (own * (1.0 + ligand)).min(ceiling.max(1.0)),
            None => own * (1.0 + ligand),
        }
    }

    /// What reaches the cells of the nominal doses.
    fn local_doses<'a>(&self, doses: &'a [f64]) -> Cow<'a, [f64]> {
        if self.niche.dose_left.is_empty() {
            return Cow::Borrowed(doses);
        }
        let left = self.niche.dose_left.iter().copied().chain(std::iter::repeat(1.0));
        doses.iter().zip(left).map(|(dose, left)| dose * left).collect()
    }

    /// Doses as the drugs' sites feel them: a K that another drug halves is a dose that it doubles.
    fn at_sites<'a>(&self, local: &'a [f64]) -> Cow<'a, [f64]> {
        if self.pairs.is_empty() {
            return Cow::Borrowed(local);
        }
        let mut felt = local.to_vec();
        for pair in &self.pairs {
            let by = local[pair.by];
            felt[pair.drug] *= pow(pair.k_factor, -by / (by + pair.half_dose));
        }
        Cow::Owned(felt)
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

    /// What feeds each source beside the cell's state, and what the drugs leave of all that does.
    fn sources_at(&self, genotype: &Genotype, doses: &[f64]) -> Vec<SourceAt> {
        (0..self.sources.len())
            .map(|i| SourceAt {
                altered: genotype
                    .bypasses()
                    .iter()
                    .map(|&b| self.bypasses[b as usize].activity[i])
                    .sum(),
                open: self.left_open(doses, i, |drug| &drug.on_sources),
            })
            .collect()
    }

    /// Activity of each source after the drugs that compete on it.
    fn source_activity(&self, sources: &[SourceAt], state: usize) -> Vec<f64> {
        let of = |(i, source): (usize, &SourceAt)| {
            let around = self.niche.sources.get(i).copied().unwrap_or(0.0);
            let active = source.altered + self.states[state].activity[i] + around;
            if active > 0.0 { active * source.open } else { 0.0 }
        };
        sources.iter().enumerate().map(of).collect()
    }

    /// What the drugs leave of each node.
    fn open_nodes(&self, doses: &[f64]) -> Vec<f64> {
        let left = |j| self.left_open(doses, j, |drug| &drug.on_nodes);
        (0..self.nodes.len()).map(left).collect()
    }

    fn outputs_at(&self, state: usize, driver: f64, activity: &[f64], open: &[f64]) -> Vec<f64> {
        let driver = driver * self.states[state].driver_share;
        signalling::outputs(&self.nodes, &self.sources, driver, activity, open)
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
        self.kept_at(&self.local_doses(doses))
    }

    fn kept_at(&self, doses: &[f64]) -> f64 {
        self.drugs
            .iter()
            .zip(doses)
            .map(|(drug, &dose)| drug.toxicity.map_or(1.0, |t| t.growth_kept(dose)))
            .product()
    }
}

/// What feeds a source beside the state of the cells.
struct SourceAt {
    /// Activity by the genotype's alterations.
    altered: f64,
    /// Share that the drugs leave.
    open: f64,
}

/// What drugs leave of a genotype: the part of its phenotype that all cell states share.
pub struct UnderDrug<'a> {
    biology: &'a Biology,
    driver: f64,
    sources: Vec<SourceAt>,
    /// What is left of each node.
    open: Vec<f64>,
    /// Share of growth that off-target toxicity leaves.
    kept: f64,
}

impl UnderDrug<'_> {
    /// Birth, death and signal of the cells in a state.
    pub fn phenotype(&self, state: usize) -> Phenotype {
        let biology = self.biology;
        let activity = biology.source_activity(&self.sources, state);
        let outputs = biology.outputs_at(state, self.driver, &activity, &self.open);
        let signal = signalling::fate_signal(&biology.nodes, &outputs);
        let cell = &biology.states[state];
        let sparing = if biology.niche.sparing > 0.0 {
            1.0 - (1.0 - cell.sparing) * (1.0 - biology.niche.sparing)
        } else {
            cell.sparing
        };
        let effect = StateEffect {
            birth_factor: cell.birth_factor,
            death_factor: cell.death_factor,
            sparing,
        };
        let (birth, death) = biology.fate.rates(signal, effect, self.kept);
        Phenotype {
            birth,
            death,
            signal,
            driver_activity: self.driver,
        }
    }
}

impl Toxicity {
    /// Share of parental growth left at `dose` nM.
    pub fn growth_kept(&self, dose: f64) -> f64 {
        let excess = (dose - self.harmless_up_to).max(0.0);
        1.0 / (1.0 + pow(excess / self.half_dose, self.slope))
    }
}
