//! Mean growth of a specimen at constant doses: types grow side by side, cells switch between states,
//! nobody mutates and nobody is crowded. What happens in a well within days, and in drug-free medium
//! before an assay.

use crate::assay::cells::specimen::{Foreign, Specimen, SpecimenCells};
use crate::assay::viability::series;
use crate::model::biology::{Biology, Genotype, Phenotype};

/// Cells of one genotype by state, and how they change per day.
#[derive(Debug, Clone)]
struct Kind {
    genotype: Genotype,
    cells: Vec<f64>,
    change: Change,
}

/// How cells change per day, by the state that they are in then: a state has few ways to it.
#[derive(Debug, Clone)]
struct Change {
    /// For each state, those that cells come to it from, itself among them, with the rate.
    into: Vec<Vec<(usize, f64)>>,
}

/// A specimen ready to grow at constant doses.
#[derive(Debug, Clone)]
pub struct Culture {
    name: String,
    kinds: Vec<Kind>,
    /// Cells of another line, which grow beside them.
    foreign: Option<(Foreign, Kind)>,
}

impl Culture {
    /// `doses` in nM, one per drug of the biology.
    pub fn new(biology: &Biology, specimen: &Specimen, doses: &[f64]) -> Self {
        let states = biology.states().len();
        let mut kinds: Vec<Kind> = Vec::new();
        for part in specimen.cells() {
            let at = match kinds.iter().position(|kind| kind.genotype == part.genotype) {
                Some(at) => at,
                None => {
                    kinds.push(Kind {
                        genotype: part.genotype.clone(),
                        cells: vec![0.0; states],
                        change: Change::of(biology, &part.genotype, doses),
                    });
                    kinds.len() - 1
                }
            };
            kinds[at].cells[part.state] += part.count;
        }
        let foreign = specimen.foreign().map(|foreign| {
            let doses = foreign.line.doses(biology, doses);
            (
                foreign.clone(),
                Kind::unaltered(&foreign.line.biology, foreign.count, &doses),
            )
        });
        Self {
            name: specimen.name.clone(),
            kinds,
            foreign,
        }
    }

    /// Cells after some days, as a multiple of the cells now.
    pub fn fold(&self, days: f64) -> f64 {
        let sum = |cells: &[f64]| cells.iter().sum::<f64>();
        let all = || self.kinds.iter().chain(self.foreign.iter().map(|(_, kind)| kind));
        let now: f64 = all().map(|kind| sum(&kind.cells)).sum();
        let then: f64 = all().map(|kind| sum(&kind.after(days))).sum();
        then / now
    }

    /// The specimen after some days; `None` where nothing is left that a computer can tell from zero.
    pub fn after(&self, days: f64) -> Option<Specimen> {
        let parts = self.kinds.iter().flat_map(|kind| {
            let cells = kind.after(days).into_iter().enumerate();
            cells.map(|(state, count)| SpecimenCells {
                genotype: kind.genotype.clone(),
                state,
                count,
            })
        });
        let own = Specimen::mixed(self.name.clone(), parts)?;
        Some(match &self.foreign {
            None => own,
            Some((foreign, kind)) => own.with_foreign(Foreign {
                line: foreign.line.clone(),
                count: kind.after(days).iter().sum(),
            }),
        })
    }
}

impl Change {
    /// Net growth and switching of a genotype.
    fn of(biology: &Biology, genotype: &Genotype, doses: &[f64]) -> Self {
        let states = biology.states().len();
        let under_drug = biology.under_drug(genotype, doses);
        let cells: Vec<Phenotype> = (0..states).map(|state| under_drug.phenotype(state)).collect();
        let mut change = vec![vec![0.0; states]; states];
        for (from, own) in cells.iter().enumerate() {
            change[from][from] += own.net();
            for switch in biology.switches_at(from, cells[0].signal, own.signal) {
                change[switch.to][from] += switch.per_day;
                change[from][from] -= switch.per_day;
            }
        }
        let ways = |row: Vec<f64>| row.into_iter().enumerate().filter(|(_, rate)| *rate != 0.0).collect();
        Self {
            into: change.into_iter().map(ways).collect(),
        }
    }

    /// The largest sum of absolute rates out of one state.
    fn norm(&self) -> f64 {
        let mut out = vec![0.0; self.into.len()];
        for (from, rate) in self.into.iter().flatten() {
            out[*from] += rate.abs();
        }
        out.into_iter().fold(0.0, f64::max)
    }

    /// Cells times these rates.
    fn times(&self, cells: &[f64]) -> impl Iterator<Item = f64> {
        let into = |ways: &Vec<(usize, f64)>| ways.iter().map(|(from, rate)| rate * cells[*from]).sum::<f64>();
        self.into.iter().map(into)
    }
}

impl Kind {
    /// Unaltered cells in their naive state.
    fn unaltered(biology: &Biology, count: f64, doses: &[f64]) -> Self {
        let genotype = biology.wild_type();
        let mut cells = vec![0.0; biology.states().len()];
        cells[0] = count;
        Self {
            change: Change::of(biology, &genotype, doses),
            genotype,
            cells,
        }
    }

    /// Cells after some days.
    fn after(&self, days: f64) -> Vec<f64> {
        series::after(self.cells.clone(), self.change.norm(), days, |cells, span, over| {
            self.change.times(cells).map(|more| more * span / over).collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::one_drug;

    #[test]
    fn one_type_grows_at_its_net_rate() {
        let biology = one_drug(None);
        let net = biology.phenotype(&biology.wild_type(), 0, &[0.0]).net();
        let fold = Culture::new(&biology, &Specimen::parental(&biology), &[0.0]).fold(3.0);
        assert!((fold / libm::exp(3.0 * net) - 1.0).abs() < 1e-12);
    }
}
