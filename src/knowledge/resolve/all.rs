//! All parts of a biology, in the order in which each needs the others.

use super::asked::Asked;
use super::lean::Lean;
use super::resolved::Resolved;
use super::{alleles, cells, driver, line, niche, pairs, signal, supply};
use crate::knowledge::base::KnowledgeBase;
use crate::knowledge::error::KnowledgeError;
use crate::knowledge::lookup::{Conditions, NicheLevel, bypasses};
use crate::knowledge::potency::{base_copies, complete_model};
use crate::model::biology::{Allele, Biology};

impl KnowledgeBase {
    /// The biology of a line under the drugs of a scenario, in their order.
    ///
    /// # Errors
    /// See [`Self::resolve_under`].
    pub fn resolve(&self, line: &str, drugs: &[&str]) -> Result<Resolved, KnowledgeError> {
        self.resolve_under(line, drugs, &Conditions::default())
    }

    /// The biology of a line under drugs among niche factors, each at a level from 0 to 1.
    ///
    /// # Errors
    /// See [`Self::resolve_under`].
    pub fn resolve_in(&self, line: &str, drugs: &[&str], factors: &[NicheLevel]) -> Result<Resolved, KnowledgeError> {
        let conditions = Conditions {
            niche: factors.to_vec(),
            ..Conditions::default()
        };
        self.resolve_under(line, drugs, &conditions)
    }

    /// The biology of a line under drugs, under the conditions of a scenario.
    ///
    /// # Errors
    /// Something that is named is unknown, the line has no driver, a level is not from 0 to 1, or the data do not
    /// determine a value that is needed.
    pub fn resolve_under(
        &self,
        line: &str,
        drugs: &[&str],
        conditions: &Conditions,
    ) -> Result<Resolved, KnowledgeError> {
        let asked = Asked::new(self, line, drugs, conditions)?;
        let mut lean = Lean::default();
        let biology = biology(&asked, &mut lean, conditions)?;
        let spans = lean.spans.into_iter().map(|span| self.as_its_file_says(span));
        let spans: Vec<_> = spans.collect();
        Ok(Resolved {
            biology,
            assumptions: self.as_fits_say(lean.assumptions, &spans),
            spans,
            unreachable: lean.unreachable,
        })
    }
}

fn biology(asked: &Asked, lean: &mut Lean, conditions: &Conditions) -> Result<Biology, KnowledgeError> {
    let &Asked { kb, line, family, .. } = asked;
    line::note(asked, lean);
    let complete = complete_model(kb, line)?;
    let model = &complete.model;
    let sources = signal::used(asked);
    let drugs = driver::actions(asked, lean, &complete, &sources)?;
    let records = alleles::records(asked);
    let alleles = alleles::alleles(asked, lean, model, &records, &drugs)?;
    let compounds = alleles::compounds(asked, lean, model, &alleles, &drugs)?;
    let states = cells::states(asked, lean, &sources);
    let transitions = cells::transitions(asked, lean, &states);
    let open = bypasses(kb, family, asked.routes);
    let bypasses = cells::bypasses(asked, lean, &sources);
    let ladder = cells::ladder(asked, lean);
    let mutagenesis = supply::mutagenesis(asked, lean, conditions, &records, &open)?;
    let gene = family.gene.iter().find(|gene| Some(&gene.id) == line.gene.as_ref());
    let own = alleles
        .iter()
        .enumerate()
        .filter(|(_, allele)| line.alleles.contains(&allele.name));
    let own = own.map(|(i, _): (usize, &Allele)| i as u32).collect();
    Ok(Biology {
        line_id: line.id.clone(),
        line_name: line.name.clone(),
        driver_name: gene.map_or(&family.driver_name, |gene| &gene.driver_name).clone(),
        driver_readout: gene.map_or(&family.driver_readout, |gene| &gene.driver_readout).clone(),
        copy_ceiling: family.copy_ceiling.as_ref().map(|ceiling| lean.on(ceiling)),
        fate: model.fate,
        ladder,
        base_copies: base_copies(line, own),
        drugs,
        states,
        states_left_out: cells::states_left_out(asked),
        transitions,
        sources: signal::sources(lean, &model.nodes, &sources),
        relays: signal::relays(asked, &model.nodes),
        nodes: model.nodes.clone(),
        alleles,
        compounds,
        bypasses,
        niche: niche::niche(asked, lean, &sources),
        mutagenesis,
        pairs: pairs::pairs(asked, lean),
        induced_mutability: supply::induced_mutability(asked, lean)?,
    })
}
