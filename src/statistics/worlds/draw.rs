//! Worlds: one draw of every value that is not known.
//!
//! What is not known of a value is partly not known of its whole class: on the scale of normal scores its draw is
//! sqrt(s) times the class's plus sqrt(1 - s) times its own (a Gaussian copula with one factor per class), with the
//! class's sign turned where a larger value is against the class's route. The share s is the record's own where it states
//! one. A draw depends on seed, world and name
//! alone, so scenarios that lean on different values share those that they have in common.
//!
//! Values that were fitted together are drawn together: their scores are those of their fit's correlation (a Gaussian copula
//! of the posterior), with no part of any class.

use crate::knowledge::schema::Class;
use crate::knowledge::{Certainty, Joint, Span};
use crate::random::{Generator, Purpose, replicate_of, stream};
use crate::sampling::normal;
use std::collections::BTreeSet;

/// Share of the variance (on the scale of scores) that a value has in common with its class. A choice, made where
/// nothing is known of it: 0 makes every value independent, 1 moves a class as one.
pub const SHARED: f64 = 0.5;

/// Words of the generator between two names; a normal takes a few.
const WORDS_APART: u32 = 10;

/// What is drawn: a factor of a class, or the own part of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// What a class has in common.
    Class(Class),
    /// What a value (key) has of its own.
    Own(String),
}

/// The values that a scenario leans on and that are not known.
#[derive(Debug, Clone, PartialEq)]
pub struct Ignorance {
    spans: Vec<Span>,
    classes: Vec<Class>,
    shared: f64,
    together: Vec<Together>,
}

/// Values that were fitted together.
#[derive(Debug, Clone, PartialEq)]
struct Together {
    /// All of the fit, whatever a scenario leans on: with it a value has the same draw beside any others.
    all: Joint,
    /// Those that are drawn here.
    here: Joint,
    /// The place of each of `all` among the values.
    places: Vec<Option<usize>>,
}

/// One draw of everything that is not known.
#[derive(Debug, Clone, PartialEq)]
pub struct World {
    /// A standard normal score per input; of a value that was fitted with others, the one that it has with theirs.
    pub scores: Vec<f64>,
    /// A number per value, in its own unit.
    pub numbers: Vec<f64>,
}

impl Ignorance {
    /// Of these values; those whose range is a point are taken as known. `shared` is from 0 to 1, see [`SHARED`].
    pub fn new(spans: impl IntoIterator<Item = Span>, shared: f64) -> Self {
        let spans: Vec<Span> = spans.into_iter().filter(|span| span.low < span.high).collect();
        let classes: BTreeSet<&Class> = spans.iter().filter_map(|span| span.kind.class.as_ref()).collect();
        Self {
            classes: classes.into_iter().cloned().collect(),
            spans,
            shared: shared.clamp(0.0, 1.0),
            together: Vec::new(),
        }
    }

    /// The same with values that were fitted together: those of each joint that are drawn as their fit has them.
    pub fn with(mut self, joints: &[Joint]) -> Self {
        let fitted = |key: &str| {
            let place = self.spans.iter().position(|span| span.key == key);
            place.filter(|place| self.spans[*place].certainty == Certainty::Fitted)
        };
        let of = |joint: &Joint| Together {
            all: joint.clone(),
            here: joint.only(|key| fitted(key).is_some()),
            places: joint.keys().iter().map(|key| fitted(key)).collect(),
        };
        self.together = joints.iter().map(of).collect();
        self
    }

    /// The values, in the order of a world's numbers.
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// What is drawn, in the order of a world's scores: classes, then values.
    pub fn inputs(&self) -> Vec<Input> {
        let classes = self.classes.iter().cloned().map(Input::Class);
        let own = self.spans.iter().map(|span| Input::Own(span.key.clone()));
        classes.chain(own).collect()
    }

    /// The draw of a world, from 0.
    pub fn world(&self, seed: u64, world: u64) -> World {
        self.world_given(seed, world, &|_| None)
    }

    /// The same where the scores of some classes are given.
    pub fn world_given(&self, seed: u64, world: u64, given: &dyn Fn(&Class) -> Option<f64>) -> World {
        let mut rng = stream(seed, world, Purpose::World);
        let mut class = |class: &Class| given(class).unwrap_or_else(|| class_score(&mut rng, class));
        let mut scores: Vec<f64> = self.classes.iter().map(&mut class).collect();
        scores.extend(self.spans.iter().map(|span| score(&mut rng, &span.key)));
        let mut joint = self.apart(&scores);
        for together in &self.together {
            let own = together.all.keys().iter().map(|key| score(&mut rng, key));
            let with_others = together.all.scores(&own.collect::<Vec<f64>>());
            for (place, score) in together.places.iter().zip(with_others) {
                if let Some(place) = *place {
                    joint[place] = score;
                    scores[self.classes.len() + place] = score;
                }
            }
        }
        World {
            numbers: self.at(&joint),
            scores,
        }
    }

    /// The numbers at these scores, one per input, independent of each other.
    pub fn numbers(&self, scores: &[f64]) -> Vec<f64> {
        self.at(&self.joint(scores))
    }

    fn at(&self, joint: &[f64]) -> Vec<f64> {
        let both = self.spans.iter().zip(joint);
        both.map(|(span, score)| span.at(*score)).collect()
    }

    /// The score of each value, of its class's, its own, and those that it was fitted with: standard normal where those are.
    pub fn joint(&self, scores: &[f64]) -> Vec<f64> {
        let mut joint = self.apart(scores);
        for together in &self.together {
            let places: Vec<usize> = together.places.iter().copied().flatten().collect();
            let own: Vec<f64> = places.iter().map(|place| joint[*place]).collect();
            let with_others = together.here.scores(&own);
            places
                .into_iter()
                .zip(with_others)
                .for_each(|(place, score)| joint[place] = score);
        }
        joint
    }

    /// What the scores of classes alone make of each value, its own part being 0; none where its class has none.
    pub fn of_classes(&self, score: &dyn Fn(&Class) -> Option<f64>) -> Vec<Option<f64>> {
        let of = |span: &Span| {
            let class = span.kind.class.as_ref()?;
            Some(span.at(self.joined(span, std::slice::from_ref(class), &[score(class)?], 0.0)))
        };
        self.spans.iter().map(of).collect()
    }

    /// The same, where no values were fitted together.
    fn apart(&self, scores: &[f64]) -> Vec<f64> {
        let (classes, own) = scores.split_at(self.classes.len());
        let both = self.spans.iter().zip(own);
        both.map(|(span, own)| self.joined(span, &self.classes, classes, *own))
            .collect()
    }

    /// The score of a value, of its class's and its own.
    fn joined(&self, span: &Span, classes: &[Class], scores: &[f64], own: f64) -> f64 {
        let Some(class) = &span.kind.class else { return own };
        let common = classes.iter().zip(scores).find(|(known, _)| *known == class);
        let sign = if span.kind.against { -1.0 } else { 1.0 };
        let common = common.map_or(0.0, |(_, score)| sign * score);
        let shared = span.spread.shared.unwrap_or(self.shared);
        libm::sqrt(shared) * common + libm::sqrt(1.0 - shared) * own
    }
}

/// The score of a class in a world.
pub fn score_of_class(seed: u64, world: u64, class: &Class) -> f64 {
    class_score(&mut stream(seed, world, Purpose::World), class)
}

fn class_score(rng: &mut Generator, class: &Class) -> f64 {
    score(rng, &class.key())
}

/// The score of what has this name.
fn score(rng: &mut Generator, name: &str) -> f64 {
    rng.set_word_pos(u128::from(replicate_of(name)) << WORDS_APART);
    normal(rng)
}
