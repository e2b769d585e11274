//! Names and classes of what makes a cell resistant.

use super::biology::{Biology, Mechanism, MechanismClass, StateClass};
use super::genotype::Genotype;

/// What the unaltered line is called in files; told by [`Mechanism::is_unaltered`], never by this word.
pub const UNALTERED: &str = "none";
/// What stands between the parts of a label, and between alleles on one copy: in no name of an alteration or a state.
const BESIDE: &str = " + ";
const IN_CIS: &str = "+";
/// What stands in no name of an alteration or a state: with it stand labels of several, and the state of a specimen.
pub const NOT_IN_NAMES: [char; 2] = ['+', '@'];

/// The single alterations and the state that a label names.
pub fn parts(label: &str) -> impl Iterator<Item = &str> {
    label.split(IN_CIS).map(str::trim)
}

impl Mechanism {
    /// Cells of the unaltered line in its usual state.
    pub fn is_unaltered(&self) -> bool {
        self.class == MechanismClass::None
    }
}

impl Biology {
    /// Label, class and place in legends of a genotype in a state.
    ///
    /// Copy-number gains go by one name however many the copies, adaptations whatever the rung. Alleles in cis are joined by "+", everything else by " + ". Two or more heritable alterations
    /// are compound; with one, the class is that alteration's; with none, the state's.
    pub fn mechanism(&self, genotype: &Genotype, state: usize) -> Mechanism {
        let parts = self.label_parts(genotype, state);
        let class = self.class(genotype, state);
        let region = match (class, self.first_new_allele(genotype)) {
            (MechanismClass::OnTarget, Some(allele)) => self.alleles[allele as usize].region.clone(),
            _ => String::new(),
        };
        let label = if parts.is_empty() {
            UNALTERED.to_owned()
        } else {
            parts.join(BESIDE)
        };
        Mechanism {
            label,
            class,
            region,
            order: self.order(genotype, state),
        }
    }

    /// The parts of a label: alleles in cis, one part for each group of copies that carries something new; then
    /// amplification, bypass alterations and the state. Empty for the unaltered naive line.
    pub fn label_parts(&self, genotype: &Genotype, state: usize) -> Vec<String> {
        let mut parts: Vec<String> = Vec::new();
        for group in genotype.copies() {
            let names: Vec<&str> = self
                .new_alleles(&group.alleles)
                .map(|a| self.alleles[a as usize].name.as_str())
                .collect();
            if !names.is_empty() {
                parts.push(names.join(IN_CIS));
            }
        }
        let amplified = self.is_amplified(genotype);
        if amplified {
            parts.push(self.amplification());
        }
        parts.extend(
            genotype
                .bypasses()
                .iter()
                .map(|&b| self.bypasses[b as usize].name.clone()),
        );
        if state != 0 {
            parts.push(self.states[state].name.clone());
        }
        parts
    }

    /// What gains of the driver's copies are called, however many.
    pub fn amplification(&self) -> String {
        format!("{} amplification", self.driver_name)
    }

    /// Every name that a part of a label may have or be joined of.
    pub fn part_names(&self) -> Vec<String> {
        let amplified = self.amplification();
        let bypasses = self.bypasses.iter().map(|bypass| bypass.name.clone());
        let states = self.states.iter().skip(1).filter(|state| state.is_top());
        let states = states.map(|state| state.name.clone());
        let alleles = self.alleles.iter().map(|allele| allele.name.clone());
        std::iter::once(amplified)
            .chain(bypasses)
            .chain(states)
            .chain(alleles)
            .collect()
    }

    fn class(&self, genotype: &Genotype, state: usize) -> MechanismClass {
        match self.alteration_count(genotype) {
            0 => match self.states[state].class {
                StateClass::Naive => MechanismClass::None,
                StateClass::Tolerant | StateClass::Adapted => MechanismClass::State,
                StateClass::Transformed => MechanismClass::Transformed,
            },
            1 if self.first_new_allele(genotype).is_some() => MechanismClass::OnTarget,
            1 if self.is_amplified(genotype) => MechanismClass::Amplification,
            1 => MechanismClass::Bypass,
            _ => MechanismClass::Compound,
        }
    }

    /// 0 for the unaltered naive line, then states, single alterations in the order of the knowledge
    /// base, and compounds behind by their first alteration.
    fn order(&self, genotype: &Genotype, state: usize) -> u32 {
        let states = self.states.len() as u32;
        let state = (state - self.states[state].below()) as u32;
        let alleles = self.alleles.len() as u32;
        let count = self.alteration_count(genotype);
        let first = match self.first_new_allele(genotype) {
            Some(allele) => allele,
            None if self.is_amplified(genotype) => alleles,
            None => alleles + 1 + genotype.bypasses().first().copied().unwrap_or(0),
        };
        if count == 0 {
            state
        } else {
            count * 10_000 + first * states + state
        }
    }

    /// Heritable alterations relative to the unaltered line: distinct new alleles, a copy gain
    /// (counted once however high), bypass alterations.
    pub fn alteration_count(&self, genotype: &Genotype) -> u32 {
        let alleles = self.new_alleles(&genotype.alleles()).count() as u32;
        alleles + u32::from(self.is_amplified(genotype)) + genotype.bypasses().len() as u32
    }

    /// Driver copies, and for each new allele how many of them carry it (its VAF among driver copies).
    pub fn driver_copies(&self, genotype: &Genotype) -> (u32, Vec<(String, u32)>) {
        let all = genotype.alleles();
        let mutated = self
            .new_alleles(&all)
            .map(|a| (self.alleles[a as usize].name.clone(), genotype.copies_with(a)))
            .collect();
        (genotype.total_copies(), mutated)
    }

    fn new_alleles<'a>(&'a self, alleles: &'a [u32]) -> impl Iterator<Item = u32> + 'a {
        alleles
            .iter()
            .copied()
            .filter(|a| !self.base_copies.iter().any(|group| group.alleles.contains(a)))
    }

    fn first_new_allele(&self, genotype: &Genotype) -> Option<u32> {
        self.new_alleles(&genotype.alleles()).next()
    }

    fn is_amplified(&self, genotype: &Genotype) -> bool {
        genotype.total_copies() > self.base_copies.iter().map(|group| group.count).sum()
    }
}
