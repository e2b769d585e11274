//! Sources of signal beside the driver, and what a blot shows on the way from them.

use super::asked::Asked;
use super::lean::Lean;
use crate::knowledge::lookup::{bypasses, states};
use crate::knowledge::schema::{SourceRecord, Spread};
use crate::model::signalling::{AlsoShown, Node, Relay, Source};

/// Records of the sources that the family's bypasses and states and the niche use, in the order of the data.
pub(super) fn used<'a>(asked: &Asked<'a>) -> Vec<&'a SourceRecord> {
    let bypasses = bypasses(asked.kb, asked.family, asked.routes);
    let of_bypasses = bypasses.iter().map(|bypass| bypass.source.as_str());
    let states = states(asked.kb, asked.line, asked.family, asked.routes);
    let of_states = states
        .iter()
        .flat_map(|state| state.activates.iter().map(|a| a.source.as_str()));
    let of_niche = asked.around.iter().filter_map(|factor| factor.record.source.as_deref());
    let used: Vec<&str> = of_bypasses.chain(of_states).chain(of_niche).collect();
    let sources = asked.kb.data().source.iter();
    sources.filter(|source| used.contains(&source.id.as_str())).collect()
}

/// Sources with their weights in the nodes' inputs.
pub(super) fn sources(lean: &mut Lean, nodes: &[Node], records: &[&SourceRecord]) -> Vec<Source> {
    let resolved = records.iter().map(|record| {
        lean.on_weights(
            &record.about,
            &record.weights,
            (record.range.into(), Spread::default()),
            &record.cited(),
        );
        let weight = |node: &Node| record.weights.get(&node.id).copied().unwrap_or(0.0);
        let also = record.also.iter().map(|also| AlsoShown {
            readout: also.readout.clone(),
            name: also.name.clone(),
        });
        Source {
            id: record.id.clone(),
            name: record.name.clone(),
            readout: record.readout.clone(),
            weights: nodes.iter().map(weight).collect(),
            joins: record.joins,
            also: also.collect(),
        }
    });
    resolved.collect()
}

/// Relays of the nodes that a line has, in the order of the data.
pub(super) fn relays(asked: &Asked, nodes: &[Node]) -> Vec<Relay> {
    let of = |(index, node): (usize, &Node)| {
        let record = asked.kb.data().node.iter().find(|record| record.id == node.id);
        let stages = record.into_iter().flat_map(|record| &record.relays);
        stages
            .map(|relay| Relay {
                node: index,
                stage: relay.stage,
                name: relay.name.clone(),
                readout: relay.readout.clone(),
            })
            .collect::<Vec<_>>()
    };
    nodes.iter().enumerate().flat_map(of).collect()
}
