//! Clones of mutants: when they are founded, and what becomes of them.

use super::fate::Fate;
use super::path::{Path, Source, Stretch, net};
use crate::model::plain::PlainModel;
use std::collections::BTreeSet;

/// Gauss-Legendre nodes and weights on 0 to 1.
const NODES: [(f64, f64); 8] = [
    (0.019_855_071_751_231_9, 0.050_614_268_145_188_1),
    (0.101_666_761_293_186_6, 0.111_190_517_226_687_2),
    (0.237_233_795_041_835_5, 0.156_853_322_938_943_6),
    (0.408_282_678_752_175_1, 0.181_341_891_689_181),
    (0.591_717_321_247_825, 0.181_341_891_689_181),
    (0.762_766_204_958_164_5, 0.156_853_322_938_943_6),
    (0.898_333_238_706_813_4, 0.111_190_517_226_687_2),
    (0.980_144_928_248_768_1, 0.050_614_268_145_188_1),
];
/// Growth of parents, or births and deaths of mutants, within a piece of the integral.
const PIECE: f64 = 1.0;
/// Pieces of a stretch at most.
const MOST_PIECES: f64 = 1_000.0;
/// Probability of a way back per division above which clones are no longer founded by others alone.
const RARE: f64 = 1e-3;

/// Clones of the mutants of a culture.
#[derive(Debug, Clone)]
pub struct Foundings {
    /// Mean number of clones, and what becomes of each by the end.
    pub(super) clones: Vec<(f64, Fate)>,
    /// Mutants among the founders, and what becomes of each.
    pub(super) founders: (u64, Fate),
    /// Probability that the parents die out.
    pub(super) lost: f64,
    /// Variance of the number of chances of a mutation, over its squared mean, among cultures whose parents live.
    pub(super) spread: f64,
    /// Cells of a culture at the end whose parents live, but for what was founded on the way.
    pub cells: f64,
}

/// Types that may form the colonies where nobody says which: others change into them, and none of them is there before.
pub fn forming(model: &PlainModel) -> Vec<usize> {
    let of = |kind: &usize| model.types[*kind].founders == 0 && leading(model, *kind).next().is_some();
    (0..model.types.len()).filter(of).collect()
}

/// Types that change into this one.
fn leading(model: &PlainModel, to: usize) -> impl Iterator<Item = usize> + '_ {
    let mutations = (model.mutations.iter()).filter(move |m| m.to == to || m.and == Some(to));
    let switches = model.switches.iter().filter(move |s| s.to == to).map(|s| s.from);
    let all = mutations.map(|m| m.from).chain(switches);
    all.filter(move |from| *from != to)
}

impl Foundings {
    /// Of the mutants of a type in cultures that grow as the model says.
    ///
    /// # Errors
    /// What in the model has no such law, with what is allowed.
    pub fn of(model: &PlainModel, mutant: usize) -> Result<Self, String> {
        has_law(model, mutant)?;
        let path = Path::of(model, mutant)?;
        let mut later = Fate::SAME;
        let mut backward: Vec<(f64, Fate)> = Vec::new();
        for stretch in path.stretches.iter().rev() {
            later = Fate::kept(stretch.keep).then(later);
            for (left, width) in pieces(stretch) {
                let day = stretch.days - left;
                let founded = |source: &Source| source.founding * source.cells * libm::exp(net(source.rates) * day);
                let founded: f64 = stretch.sources.iter().map(founded).sum();
                backward.push((width * founded, Fate::over(stretch.clone, left).then(later)));
            }
            later = Fate::over(stretch.clone, stretch.days).then(later);
        }
        let (lost, spread) = chance(model, &path);
        let living = 1.0 - lost;
        let share = if path.sized { 1.0 } else { living };
        Ok(Self {
            clones: backward.into_iter().map(|(n, fate)| (n / share, fate)).collect(),
            founders: (model.types[mutant].founders, later),
            lost,
            spread: if path.sized {
                0.0
            } else {
                ((1.0 + spread) * living - 1.0).max(0.0)
            },
            cells: path.cells / share,
        })
    }

    /// Mean number of mutations of a culture whose parents live.
    pub fn mutations(&self) -> f64 {
        self.clones.iter().map(|(n, _)| n).sum()
    }
}

/// Days before a stretch's end with the widths of their pieces.
fn pieces(stretch: &Stretch) -> impl Iterator<Item = (f64, f64)> + '_ {
    let parents = stretch.sources.iter().map(|source| net(source.rates).abs());
    let fastest = parents.fold(stretch.clone.birth + stretch.clone.death, f64::max);
    let pieces = libm::ceil(stretch.days * fastest / PIECE).clamp(1.0, MOST_PIECES);
    let width = stretch.days / pieces;
    (0..pieces as usize).flat_map(move |piece| {
        NODES
            .map(|(at, weight)| ((piece as f64 + at) * width, weight * width))
            .into_iter()
    })
}

/// Probability that all parents die out (none where they do not grow: then it is late), and variance over squared mean of
/// the number of chances of a mutation. A time's cells carry over to later ones by mean growth, so that the variance is twice
/// the integral of the variance at each time over what follows it.
fn chance(model: &PlainModel, path: &Path) -> (f64, f64) {
    let mut gone = 1.0;
    let (mut variance, mut all) = (0.0, 0.0);
    let mut started = 0.0;
    for kind in sources(path) {
        let founders = model.types[kind].founders as f64;
        let mut before = Fate::SAME;
        // How often, and variance over squared mean at that time.
        let mut forward: Vec<(f64, f64)> = Vec::new();
        for stretch in &path.stretches {
            let Some(source) = stretch.sources.iter().find(|source| source.kind == kind) else {
                break;
            };
            let pieces: Vec<(f64, f64)> = pieces(stretch).collect();
            for (left, width) in pieces.into_iter().rev() {
                let day = stretch.days - left;
                let now = before.then(Fate::over(source.rates, day));
                let cells = source.cells * libm::exp(net(source.rates) * day);
                forward.push((width * source.founding * cells, now.spread() / founders));
            }
            before = before
                .then(Fate::over(source.rates, stretch.days))
                .then(Fate::kept(stretch.keep));
        }
        let mut following = 0.0;
        for (n, spread) in forward.into_iter().rev() {
            variance += 2.0 * n * spread * (following + 0.5 * n);
            following += n;
        }
        all += following;
        gone *= libm::exp(founders * libm::log1p(-before.alive().min(1.0)));
        started += founders;
    }
    let spread = if all > 0.0 { variance / (all * all) } else { 0.0 };
    (
        if path.cells < started {
            0.0
        } else {
            gone.min(1.0 - 1e-12)
        },
        spread,
    )
}

/// Types that found mutants.
fn sources(path: &Path) -> Vec<usize> {
    let all = path.stretches.iter().flat_map(|stretch| &stretch.sources);
    let founding = all.filter(|source| source.founding > 0.0);
    let kinds: BTreeSet<usize> = founding.map(|source| source.kind).collect();
    kinds.into_iter().collect()
}

/// Refuses models in which the clones of a type are not founded one by one by cells that follow their mean.
fn has_law(model: &PlainModel, mutant: usize) -> Result<(), String> {
    let name = |kind: usize| &model.types[kind].name;
    let refuse = |what: String, allowed: &str| Err(format!("{what}\n  allowed: {allowed}"));
    if model.capacity.is_some() {
        let allowed = "no capacity: a size ([plain.stop]) or the durations of the phases end the culture";
        return refuse(
            "colonies of cultures that crowd have no closed form".to_owned(),
            allowed,
        );
    }
    let untils = model.phases.iter().filter_map(|phase| phase.until.as_ref());
    let watched = untils.chain(&model.stop).filter_map(|threshold| threshold.of_type);
    if let Some(kind) = watched
        .into_iter()
        .find(|kind| model.types[*kind].founders == 0 || *kind == mutant)
    {
        let allowed = "stop and until at the total or at a type that is there from the beginning";
        return refuse(
            format!("a size of {} ends the culture, or a phase", name(kind)),
            allowed,
        );
    }
    if leading(model, mutant).next().is_none() && model.types[mutant].founders == 0 {
        let allowed = "a type that others change into";
        return refuse(
            format!("nothing changes into {}, and none is there at day 0", name(mutant)),
            allowed,
        );
    }
    for from in leading(model, mutant) {
        let founded = leading(model, from).find(|kind| *kind != mutant);
        if let Some(before) = founded {
            let what = format!(
                "{} comes of {}, which itself comes of {}",
                name(mutant),
                name(from),
                name(before)
            );
            return refuse(
                what,
                "mutants of types that are there from the beginning and that no other changes into",
            );
        }
        let back = |m: &&crate::model::plain::PlainMutation| m.from == mutant && (m.to == from || m.and == Some(from));
        let fast = model.phases.iter().any(|phase| {
            let rates = phase.per_division(model);
            let back = model.mutations.iter().zip(&rates).filter(|(m, _)| back(m));
            back.map(|(_, rate)| rate).sum::<f64>() > RARE
        });
        if fast || model.switches.iter().any(|s| s.from == mutant && s.to == from) {
            let allowed = format!("a way back with at most {RARE} per division");
            return refuse(format!("{} changes back into {}", name(mutant), name(from)), &allowed);
        }
    }
    match model.mutations.iter().any(|m| m.to == mutant && m.and == Some(mutant)) {
        true => refuse(
            format!("both daughters of a division become {}", name(mutant)),
            "one of them",
        ),
        false => Ok(()),
    }
}
