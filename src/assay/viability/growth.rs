//! Mean growth of a specimen at constant doses: types grow side by side, cells switch between states,
//! nobody mutates and nobody is crowded. What happens in a well within days, and in drug-free medium
//! before an assay.

use crate::assay::cells::specimen::{Foreign, Specimen, SpecimenCells};
use crate::assay::viability::series;
use crate::model::biology::{Biology, Genotype};

/// Cells of one genotype by state, and how they change per day.
#[derive(Debug, Clone)]
struct Kind {
    genotype: Genotype,
    cells: Vec<f64>,
    /// `change[to][from]`, per day.
    change: Vec<Vec<f64>>,
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
                        change: change(biology, &part.genotype, doses),
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

/// Net growth on the diagonal, switching beside it.
fn change(biology: &Biology, genotype: &Genotype, doses: &[f64]) -> Vec<Vec<f64>> {
    let states = biology.states().len();
    let mut change = vec![vec![0.0; states]; states];
    (0..states).for_each(|from| {
        change[from][from] += biology.phenotype(genotype, from, doses).net();
        for switch in biology.switches(genotype, from, doses) {
            change[switch.to][from] += switch.per_day;
            change[from][from] -= switch.per_day;
        }
    });
    change
}

impl Kind {
    /// Unaltered cells in their naive state.
    fn unaltered(biology: &Biology, count: f64, doses: &[f64]) -> Self {
        let genotype = biology.wild_type();
        let mut cells = vec![0.0; biology.states().len()];
        cells[0] = count;
        Self {
            change: change(biology, &genotype, doses),
            genotype,
            cells,
        }
    }

    /// Cells after some days.
    fn after(&self, days: f64) -> Vec<f64> {
        let column = |from: usize| self.change.iter().map(|row| row[from].abs()).sum::<f64>();
        let norm = (0..self.cells.len()).map(column).fold(0.0, f64::max);
        series::after(self.cells.clone(), norm, days, |cells, span, over| {
            let into = |row: &Vec<f64>| row.iter().zip(cells).map(|(a, b)| a * b).sum::<f64>();
            self.change.iter().map(|row| into(row) * span / over).collect()
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
