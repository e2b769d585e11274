//! A culture left without drug for weeks: the mean of what its flask would hold. Beside growing and switching, cells gain
//! and lose driver copies and take every other route that is frequent, at the rates of the engines' own channels. Nobody
//! is crowded, as in a flask that is passaged in time.

use super::growth::Culture;
use super::series;
use crate::assay::cells::specimen::{Specimen, SpecimenCells};
use crate::model::biology::{Biology, Channel, Genotype};
use libm::exp;
use std::collections::BTreeMap;

/// Types that would be a smaller share of the culture than this by the end are left out. Routes that the engines do not
/// pool (below 1e-6 per division) stay below it.
const LEAST: f64 = 1e-5;

/// Types by their index, and flows between them per day.
struct Flows {
    states: usize,
    genotypes: Vec<Genotype>,
    /// To, from, per day.
    rates: Vec<(usize, usize, f64)>,
}

/// The specimen after some days at constant doses (nM, one per drug); `None` where nothing is left that a computer can
/// tell from zero.
pub fn rested(biology: &Biology, specimen: &Specimen, doses: &[f64], days: f64) -> Option<Specimen> {
    let flows = Flows::of(biology, specimen, doses, days);
    let place: BTreeMap<&Genotype, usize> = flows.genotypes.iter().zip(0..).collect();
    let mut cells = vec![0.0; flows.genotypes.len() * flows.states];
    for part in specimen.cells() {
        cells[place[&part.genotype] * flows.states + part.state] += part.count;
    }
    let after = flows.after(cells, days);
    let parts = after.into_iter().enumerate().map(|(i, count)| SpecimenCells {
        genotype: flows.genotypes[i / flows.states].clone(),
        state: i % flows.states,
        count,
    });
    let own = Specimen::mixed(specimen.name.clone(), parts)?;
    let foreign = specimen.foreign().and_then(|_| {
        let beside = Culture::new(biology, specimen, doses).after(days)?;
        beside.foreign().cloned()
    });
    Some(match foreign {
        Some(foreign) => own.with_foreign(foreign),
        None => own,
    })
}

impl Flows {
    fn of(biology: &Biology, specimen: &Specimen, doses: &[f64], days: f64) -> Self {
        let mut flows = Self {
            states: biology.states().len(),
            genotypes: Vec::new(),
            rates: Vec::new(),
        };
        let mut known: BTreeMap<Genotype, usize> = BTreeMap::new();
        // Share of the culture that a genotype can have by the end, at most.
        let mut reach: Vec<f64> = Vec::new();
        for part in specimen.cells() {
            if !known.contains_key(&part.genotype) {
                known.insert(part.genotype.clone(), flows.genotypes.len());
                flows.genotypes.push(part.genotype.clone());
                reach.push(1.0);
            }
        }
        let fastest = |genotype: &Genotype| {
            let net = (0..biology.states().len()).map(|state| biology.phenotype(genotype, state, doses).net());
            net.fold(f64::NEG_INFINITY, f64::max)
        };
        let mut at = 0;
        while at < flows.genotypes.len() {
            let genotype = flows.genotypes[at].clone();
            let points = biology.mutability(&genotype, doses);
            let per_division = |channel: &Channel| channel.per_division * if channel.point { points } else { 1.0 };
            let mut frequent = Vec::new();
            for channel in biology.channels(&genotype).into_iter().filter(|channel| channel.pooled) {
                let divisions = biology.phenotype(&genotype, 0, doses).birth * days;
                let ahead = exp(((fastest(&channel.child) - fastest(&genotype)) * days).clamp(0.0, 50.0));
                let share = (reach[at] * (per_division(&channel) * divisions).min(1.0) * ahead).min(1.0);
                let new = !known.contains_key(&channel.child);
                if new && share >= LEAST {
                    known.insert(channel.child.clone(), flows.genotypes.len());
                    flows.genotypes.push(channel.child.clone());
                    reach.push(share);
                }
                if let Some(child) = known.get(&channel.child) {
                    frequent.push((*child, per_division(&channel)));
                }
            }
            flows.add(biology, at, doses, &frequent);
            at += 1;
        }
        flows
    }

    /// Growth, switching and founding of a genotype in every state: of a founding division one daughter is the mother's.
    fn add(&mut self, biology: &Biology, genotype: usize, doses: &[f64], channels: &[(usize, f64)]) {
        for state in 0..self.states {
            let own = genotype * self.states + state;
            let phenotype = biology.phenotype(&self.genotypes[genotype], state, doses);
            let founding: f64 = channels.iter().map(|(_, probability)| probability).sum();
            let mut net = phenotype.birth * (1.0 - founding) - phenotype.death;
            for (child, probability) in channels {
                let to = child * self.states + state;
                self.rates.push((to, own, phenotype.birth * probability));
            }
            for switch in biology.switches(&self.genotypes[genotype], state, doses) {
                let to = genotype * self.states + switch.to;
                self.rates.push((to, own, switch.per_day));
                net -= switch.per_day;
            }
            self.rates.push((own, own, net));
        }
    }

    /// Cells after some days.
    fn after(&self, cells: Vec<f64>, days: f64) -> Vec<f64> {
        let mut columns = vec![0.0; cells.len()];
        self.rates
            .iter()
            .for_each(|(_, from, rate)| columns[*from] += rate.abs());
        let norm = columns.into_iter().fold(0.0, f64::max);
        series::after(cells, norm, days, |cells, span, over| {
            let mut next = vec![0.0; cells.len()];
            for (to, from, rate) in &self.rates {
                next[*to] += rate * cells[*from] * span / over;
            }
            next
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::biology::CopyGroup;
    use crate::model::testing::one_drug;

    fn copies(count: u32) -> Genotype {
        let group = CopyGroup { count, alleles: vec![] };
        Genotype::new(vec![group], vec![])
    }

    /// Loss alone: the copies lost in t days are Poisson with mean birth x loss x t, counted up to the unaltered line's.
    #[test]
    fn copies_are_lost_at_their_stated_rate() {
        let mut biology = one_drug(None);
        (biology.ladder.further_gain, biology.ladder.first_gain) = (0.0, 0.0);
        let (birth, loss, days) = (biology.fate.birth, biology.ladder.loss, 12.0);
        // The same growth whatever the copies.
        let net = |count| biology.phenotype(&copies(count), 0, &[0.0]).net();
        assert_eq!((net(1), net(2)), (net(4), net(3)));
        let culture = Specimen::pure("amplified", copies(4), 0);
        let after = rested(&biology, &culture, &[0.0], days).unwrap();
        let lost = birth * loss * days;
        let poisson = [exp(-lost), exp(-lost) * lost, exp(-lost) * lost * lost / 2.0];
        let mut expected: Vec<(u32, f64)> = (0..3).map(|n| (4 - n, poisson[n as usize])).collect();
        expected.push((1, 1.0 - poisson.iter().sum::<f64>()));
        assert_eq!(after.cells().len(), 4);
        assert!((after.total() / exp(net(1) * days) - 1.0).abs() < 1e-9);
        for (count, share) in expected {
            let part = after
                .cells()
                .iter()
                .find(|part| part.genotype == copies(count))
                .unwrap();
            assert!((part.count / after.total() - share).abs() < 1e-9, "{count} copies");
        }
    }
}
