//! A person's answer in words, such as "bypass:MET + on-target:G1202R", as calls.

use crate::assay::Bench;
use crate::diagnosis::atlas::{Atlas, Feeds, Route};
use crate::diagnosis::call::{Call, Fault, Kind, means, plain};
use crate::knowledge::nearest;
use crate::model::biology::StateClass;

/// What an answer about a line's culture may name.
#[derive(Debug, Clone)]
pub struct Book {
    atlas: Atlas,
    alleles: Vec<String>,
    /// Factors of surroundings: what they are called and what shows them.
    factors: Vec<String>,
}

/// How answers are written.
pub fn grammar() -> String {
    let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.word()).collect();
    format!(
        "KIND or KIND:NAME, such as \"bypass:MET\" or \"on-target:G1202R\"; several with \" + \".\n  kinds: {}",
        kinds.join(", ")
    )
}

impl Book {
    /// The names of the bench's line.
    pub fn of(bench: &Bench) -> Self {
        let factors = bench.line().map_or(Vec::new(), |line| bench.knowledge().niche_of(line));
        let names = factors.iter().flat_map(|factor| {
            let shown = factor.readout.iter().cloned();
            [factor.id.clone(), factor.name.clone()].into_iter().chain(shown)
        });
        Self {
            atlas: Atlas::of(bench),
            alleles: bench.biology.alleles.iter().map(|allele| allele.name.clone()).collect(),
            factors: once(names.filter(|name| !name.is_empty())),
        }
    }

    /// Calls from an answer.
    ///
    /// # Errors
    /// A kind or name that does not exist, with those that do.
    pub fn read(&self, text: &str) -> Result<Vec<Call>, String> {
        let one = |part: &str| {
            self.part(part)
                .map_err(|problem| format!("answer \"{}\": {problem}", text.trim()))
        };
        // A plus stands between answers where a kind follows it, else between the names of one.
        let mut parts: Vec<String> = Vec::new();
        for piece in text.split('+') {
            let begins = kind_of(piece.split(':').next().unwrap_or_default()).is_ok();
            match parts.last_mut().filter(|_| !begins) {
                Some(part) => *part += &format!("+{piece}"),
                None => parts.push(piece.to_owned()),
            }
        }
        parts.iter().map(|part| one(part)).collect()
    }

    fn part(&self, part: &str) -> Result<Call, String> {
        let (kind, name) = part.split_once(':').unwrap_or((part, ""));
        let name = name.trim();
        let kind = kind_of(kind)?;
        let mut call = Call {
            kind,
            names: Vec::new(),
            route: None,
            weight: 1.0,
            confirmed: false,
        };
        if name.is_empty() {
            return Ok(call);
        }
        match kind {
            Kind::Bypass => {
                let route = self.route(name).ok_or_else(|| self.unknown(name, kind))?;
                call.route = Some(route.id.clone());
                call.names.push(name.to_owned());
            }
            Kind::OnTarget => {
                for allele in name.split('+') {
                    call.names.push(self.known(allele.trim(), kind)?);
                }
            }
            Kind::NotResistant | Kind::Undetermined => return Err(format!("{kind} takes no name (\"{name}\")")),
            _ => call.names.push(self.known(name, kind)?),
        }
        Ok(call)
    }

    /// Names that a kind may have.
    fn names(&self, kind: Kind) -> Vec<String> {
        let of_states = |wanted: &dyn Fn(StateClass) -> bool| {
            let states = self.atlas.states.iter().filter(|state| wanted(state.class));
            let names = states.flat_map(|state| [state.name.clone(), state.marker.clone()]);
            names.collect::<Vec<_>>()
        };
        let of_routes = |feeds: Feeds| {
            let routes = self.atlas.routes.iter().filter(move |route| route.feeds == feeds);
            routes.flat_map(|route| [&route.name, &route.readout].into_iter().chain(&route.through).cloned())
        };
        let all: Vec<String> = match kind {
            Kind::OnTarget => self.alleles.clone(),
            Kind::Amplification => vec![
                self.atlas.driver.clone(),
                format!("{} amplification", self.atlas.driver),
            ],
            Kind::Bypass => of_routes(Feeds::Bypass).collect(),
            Kind::Reversible => {
                let states = of_states(&|class| matches!(class, StateClass::Tolerant | StateClass::Adapted));
                states.into_iter().chain(of_routes(Feeds::State)).collect()
            }
            Kind::Transformed => {
                let states = of_states(&|class| class == StateClass::Transformed);
                states.into_iter().chain(of_routes(Feeds::Transformed)).collect()
            }
            Kind::Niche => self.factors.iter().cloned().chain(of_routes(Feeds::Niche)).collect(),
            Kind::Material => Fault::ALL.map(|fault| fault.word().to_owned()).to_vec(),
            Kind::NotResistant | Kind::Undetermined => Vec::new(),
        };
        once(all.into_iter().filter(|name| !name.is_empty()))
    }

    /// A name of a kind, as it is usually written.
    fn known(&self, name: &str, kind: Kind) -> Result<String, String> {
        let found = self.names(kind).into_iter().find(|known| plain(known) == plain(name));
        found.ok_or_else(|| self.unknown(name.trim(), kind))
    }

    /// The route that a name means: its own name or that of an alteration, or whole words of either.
    fn route(&self, name: &str) -> Option<&Route> {
        let routes = || self.atlas.routes.iter().filter(|route| route.feeds == Feeds::Bypass);
        let meant = |hit: &dyn Fn(&str) -> bool| {
            routes().find(|route| {
                let mut names = [&route.name, &route.id].into_iter().chain(&route.through);
                names.any(|known| hit(known))
            })
        };
        meant(&|known| plain(known) == plain(name)).or_else(|| meant(&|known| means(name, known)))
    }

    fn unknown(&self, name: &str, kind: Kind) -> String {
        let mut names = self.names(kind);
        names.sort_unstable();
        let near = nearest(name, names.iter().map(String::as_str));
        let near = match near.is_empty() {
            true => String::new(),
            false => format!("did you mean {}? ", near.join(" or ")),
        };
        format!(
            "\"{name}\" is no name of kind {kind}\n  {near}allowed: {}",
            names.join(", ")
        )
    }
}

fn once(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for name in names {
        if !all.contains(&name) {
            all.push(name);
        }
    }
    all
}

/// A kind by its word, however it is written: "On target", "on-target".
fn kind_of(text: &str) -> Result<Kind, String> {
    let found = Kind::ALL.into_iter().find(|kind| plain(kind.word()) == plain(text));
    found.ok_or_else(|| {
        let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.word()).collect();
        let near = nearest(&text.trim().to_lowercase(), kinds.iter().copied());
        let near = match near.is_empty() {
            true => String::new(),
            false => format!("did you mean {}? ", near.join(" or ")),
        };
        format!(
            "\"{}\" is not a kind\n  {near}allowed: {}",
            text.trim(),
            kinds.join(", ")
        )
    })
}
