//! Step 3 of dose to growth: from active kinases and receptors to pathway outputs and one fate signal.

use serde::{Deserialize, Serialize};

/// A pathway node such as MAPK.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Node {
    /// Knowledge identifier.
    pub id: String,
    /// Label in tables, for example "MAPK".
    pub name: String,
    /// What a western blot shows of it, for example "pERK".
    pub readout: String,
    /// Input at which the output is half of its ceiling, relative to the parental input (theta).
    /// Small: spare signal; large: output follows input in proportion.
    pub saturation: f64,
    /// Share of this node in the fate signal (v); the shares of the nodes that the driver feeds sum to 1.
    pub fate_weight: f64,
    /// Weight of the driver's activity in this node's input (w): 1 where the driver is the only source
    /// in the unaltered line, 0 for a node that only other sources feed (its output adds to the signal).
    pub driver_weight: f64,
}

/// A source of signal beside the driver: a receptor, a ligand loop, a lineage programme.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// Knowledge identifier.
    pub id: String,
    /// Label in tables, for example "MET".
    pub name: String,
    /// What a western blot shows of it, for example "pMET".
    pub readout: String,
    /// Weight of its activity in each node's input, in the order of the nodes.
    pub weights: Vec<f64>,
    /// Where its signal joins the way from a receptor to a node's output. Only read-outs ask for it.
    #[serde(default, skip_serializing_if = "is_receptor")]
    pub joins: Stage,
    /// Further bands in which its activity shows, such as pHER2 of an active EGFR.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<AlsoShown>,
}

/// A band of another protein that a source raises along with its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlsoShown {
    /// What a western blot shows, for example "pHER2".
    pub readout: String,
    /// Name of the protein.
    pub name: String,
}

/// Stages of the way from a receptor to ERK, in order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// The receptor or kinase itself.
    #[default]
    Receptor,
    /// RAS, active as RAS-GTP.
    Ras,
    /// RAF.
    Raf,
    /// MEK.
    Mek,
    /// ERK, the end of the way.
    Erk,
}

fn is_receptor(stage: &Stage) -> bool {
    *stage == Stage::Receptor
}

/// A stage on the way to a node's output that a blot shows by itself, such as RAS-GTP.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relay {
    /// Index of the node.
    pub node: usize,
    /// Where on the way it lies.
    pub stage: Stage,
    /// Label in tables.
    pub name: String,
    /// What the blot shows of it.
    pub readout: String,
}

/// Output of a node with input `s`: s (1 + theta) / (s + theta). It is 1 at the parental input 1,
/// 0 without input, and at most 1 + theta.
pub fn node_output(input: f64, saturation: f64) -> f64 {
    if input <= 0.0 {
        0.0
    } else {
        input * (1.0 + saturation) / (input + saturation)
    }
}

/// Output of every node: sum w_ij a_i through [`node_output`], times what the node's own drugs leave.
///
/// `driver` is the driver's activity (1 in the undrugged parental line), `sources` the activity of
/// each source, `open` the share of each node that drugs acting on it leave.
pub fn outputs(nodes: &[Node], sources: &[Source], driver: f64, activity: &[f64], open: &[f64]) -> Vec<f64> {
    nodes
        .iter()
        .enumerate()
        .map(|(j, node)| {
            let beside = beside(j, sources, activity, |_| true);
            node_output(node.driver_weight * driver + beside, node.saturation) * open[j]
        })
        .collect()
}

/// What the sources that `count` put into node `j`: sum w_ij a_i.
fn beside(j: usize, sources: &[Source], activity: &[f64], count: impl Fn(&Source) -> bool) -> f64 {
    let counted = sources.iter().zip(activity).filter(|(source, _)| count(source));
    counted.map(|(source, a)| source.weights[j] * a).sum()
}

/// Signal at a relay: what reaches it from the driver and from the sources that join before it, passed on as by
/// its node, and on top the activity of sources that are this stage themselves (mutant RAS holds GTP whatever
/// the receptors do). Without drugs on the node, a relay that all sources join before equals the node's output.
///
/// A drug on the node acts at its end: it dims pERK and leaves pMEK. Feedback is not in the model.
pub fn relay_output(relay: &Relay, nodes: &[Node], sources: &[Source], driver: f64, activity: &[f64]) -> f64 {
    let (j, node) = (relay.node, &nodes[relay.node]);
    let before = beside(j, sources, activity, |source| source.joins < relay.stage);
    let here = |source: &Source| source.joins == relay.stage && source.weights[j] > 0.0;
    let own = sources.iter().zip(activity).filter(|(source, _)| here(source));
    node_output(node.driver_weight * driver + before, node.saturation) + own.map(|(_, a)| a).sum::<f64>()
}

/// The fate signal S = sum v_j P_j; 1 in the undrugged parental line.
pub fn fate_signal(nodes: &[Node], outputs: &[f64]) -> f64 {
    nodes
        .iter()
        .zip(outputs)
        .map(|(node, output)| node.fate_weight * output)
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_passes_through_nothing_parental_and_ceiling() {
        for theta in [0.1, 1.0, 7.0] {
            assert_eq!(node_output(0.0, theta), 0.0);
            assert!((node_output(1.0, theta) - 1.0).abs() < 1e-15);
            assert!((node_output(1e12, theta) - (1.0 + theta)).abs() < 1e-9);
        }
    }
}
