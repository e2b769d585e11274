//! What a raised signal can mean in a family of lines: which alterations, states or surroundings feed it,
//! and what closes it. Knowledge of the reader of a blot, not of the culture.

use crate::assay::Bench;
use crate::assay::sequencing::copies::{homologues, species};
use crate::knowledge::KnowledgeBase;
use crate::knowledge::schema::{BypassRecord, Family, NicheRecord, StateRecord};
use crate::model::biology::StateClass;

/// What feeds a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feeds {
    /// Heritable alterations outside the driver.
    Bypass,
    /// A reversible cell state.
    State,
    /// Another lineage.
    Transformed,
    /// The surroundings.
    Niche,
}

/// A source of signal beside the driver.
#[derive(Debug, Clone, PartialEq)]
pub struct Route {
    /// Id of the source.
    pub id: String,
    /// Its name, such as "MET".
    pub name: String,
    /// The band that it raises, such as "pMET".
    pub readout: String,
    /// Further bands that it raises.
    pub also: Vec<String>,
    /// What feeds it.
    pub feeds: Feeds,
    /// Names of the alterations, states or factors that use it.
    pub through: Vec<String>,
    /// Genes whose alterations use it.
    pub genes: Vec<String>,
    /// Ids of the drugs that close it.
    pub inhibitors: Vec<String>,
    /// Ids of references.
    pub references: Vec<String>,
}

/// A stage that a signal passes.
#[derive(Debug, Clone, PartialEq)]
pub struct Passed {
    /// Its band, such as "pMEK".
    pub readout: String,
    /// Of the pathway behind it: how much of a weak signal is passed on.
    pub saturation: f64,
}

/// A cell state and what shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkedState {
    /// Its name.
    pub name: String,
    /// Its marker, such as "CCN1"; empty where there is none.
    pub marker: String,
    /// Its class.
    pub class: StateClass,
}

/// The routes of a line's family.
#[derive(Debug, Clone, PartialEq)]
pub struct Atlas {
    /// Name of the driver.
    pub driver: String,
    /// Copies of the driver's locus per cell of the unaltered line, the homologue of a fusion among them.
    pub driver_copies: f64,
    /// Sources beside the driver, in the order of the biology.
    pub routes: Vec<Route>,
    /// Stages that a signal passes on its way to a pathway, in order.
    pub relays: Vec<Passed>,
    /// Each state but the naive one.
    pub states: Vec<MarkedState>,
}

impl Atlas {
    /// The routes that the biology of a line has, as the knowledge base explains them.
    pub fn of(bench: &Bench) -> Self {
        let (knowledge, biology) = (bench.knowledge(), &bench.biology);
        let data = knowledge.data();
        let line = data.line.iter().find(|line| line.id == biology.line_id);
        let family = data
            .family
            .iter()
            .find(|family| line.is_some_and(|line| line.family.as_ref() == Some(&family.id)));
        let routes = biology
            .sources
            .iter()
            .map(|source| {
                let users = Users::of(knowledge, family, &source.id);
                let acting = knowledge.drugs().iter().filter(|drug| {
                    drug.on
                        .iter()
                        .any(|site| site.source.as_deref() == Some(source.id.as_str()))
                });
                let mut inhibitors = users.inhibitors();
                inhibitors.extend(acting.map(|drug| drug.id.clone()));
                Route {
                    id: source.id.clone(),
                    name: source.name.clone(),
                    readout: source.readout.clone(),
                    also: source.also.iter().map(|also| also.readout.clone()).collect(),
                    feeds: users.feeds(),
                    through: users.names(),
                    genes: once_each(users.genes()),
                    inhibitors: once_each(inhibitors),
                    references: once_each(users.references()),
                }
            })
            .collect();
        let states = biology.states().iter().skip(1).filter(|state| state.is_top());
        Self {
            driver: biology.driver_name.clone(),
            driver_copies: f64::from(biology.wild_type().total_copies() + homologues(biology, species(bench))),
            routes,
            relays: (biology.relays.iter())
                .map(|relay| Passed {
                    readout: relay.readout.clone(),
                    saturation: biology.nodes[relay.node].saturation,
                })
                .collect(),
            states: states
                .map(|state| MarkedState {
                    name: state.name.clone(),
                    marker: state.marker.clone(),
                    class: state.class,
                })
                .collect(),
        }
    }

    /// A route by id.
    pub fn route(&self, id: &str) -> Option<&Route> {
        self.routes.iter().find(|route| route.id == id)
    }

    /// The route that a band or spot shows.
    pub fn shown_by(&self, readout: &str, name: &str) -> Option<&Route> {
        self.routes
            .iter()
            .find(|route| route.readout == readout && route.name == name)
            .or_else(|| {
                self.routes
                    .iter()
                    .find(|route| route.also.iter().any(|also| also == readout))
            })
    }

    /// The route that joins a pathway at a stage on its way, by the stage's read-out.
    pub fn joining_at(&self, readout: &str) -> Option<&Route> {
        self.routes.iter().find(|route| route.readout == readout)
    }
}

fn once_each(mut list: Vec<String>) -> Vec<String> {
    let mut seen = Vec::new();
    list.retain(|id| {
        let new = !seen.contains(id);
        seen.push(id.clone());
        new
    });
    list
}

/// Records that use a source.
struct Users<'a> {
    bypasses: Vec<&'a BypassRecord>,
    states: Vec<&'a StateRecord>,
    niche: Vec<&'a NicheRecord>,
}

impl<'a> Users<'a> {
    fn of(knowledge: &'a KnowledgeBase, family: Option<&Family>, source: &str) -> Self {
        let data = knowledge.data();
        let in_family = |list: &[String], id: &String| family.is_none() || list.contains(id);
        Self {
            bypasses: (data.bypass.iter())
                .filter(|b| b.source == source && in_family(family.map_or(&[], |f| &f.bypasses), &b.id))
                .collect(),
            states: (data.state.iter())
                .filter(|s| s.activates.iter().any(|a| a.source == source))
                .filter(|s| in_family(family.map_or(&[], |f| &f.states), &s.id))
                .collect(),
            niche: (data.niche.iter())
                .filter(|n| n.source.as_deref() == Some(source))
                .filter(|n| family.is_none_or(|f| n.families.contains(&f.id)))
                .collect(),
        }
    }

    fn feeds(&self) -> Feeds {
        if !self.bypasses.is_empty() {
            return Feeds::Bypass;
        }
        match self.states.first() {
            Some(state) if state.class == StateClass::Transformed => Feeds::Transformed,
            Some(_) => Feeds::State,
            None => Feeds::Niche,
        }
    }

    fn names(&self) -> Vec<String> {
        let bypasses = self.bypasses.iter().map(|b| b.name.clone());
        let states = self.states.iter().map(|s| s.name.clone());
        bypasses
            .chain(states)
            .chain(self.niche.iter().map(|n| n.name.clone()))
            .collect()
    }

    fn genes(&self) -> Vec<String> {
        self.bypasses.iter().filter_map(|b| b.gene.clone()).collect()
    }

    fn inhibitors(&self) -> Vec<String> {
        let bypasses = self.bypasses.iter().flat_map(|b| b.inhibitors.clone());
        bypasses
            .chain(self.niche.iter().flat_map(|n| n.inhibitors.clone()))
            .collect()
    }

    fn references(&self) -> Vec<String> {
        let bypasses = self.bypasses.iter().map(|b| b.reference.clone());
        let states = self.states.iter().filter_map(|s| s.reference.clone());
        bypasses
            .chain(states)
            .chain(self.niche.iter().map(|n| n.reference.clone()))
            .collect()
    }
}
