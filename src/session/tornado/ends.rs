//! The ends of every uncertain value, each as a laboratory of its own.

use crate::knowledge::{Certainty, KnowledgeBase, Span};
use crate::scenario::{Body, Books, Laboratory, Scenario, load_from};
use crate::session::SessionError;
use crate::session::uncertain::spans;

/// One end of a value.
#[derive(Debug)]
pub(super) enum End {
    /// The end is the value itself.
    Value,
    /// Every rate and dose stays as it is.
    Same,
    /// Another laboratory.
    Moved(Box<Laboratory>),
    /// The biology cannot be resolved there, and why.
    Refused(String),
}

/// A value and its two ends, the low one first.
#[derive(Debug)]
pub(super) struct Ends {
    pub span: Span,
    pub ends: [End; 2],
}

/// Finds the ends of all numbers that a laboratory's biology and vessel lean on.
pub(super) struct Mover<'a> {
    pub base: &'a KnowledgeBase,
    pub usual: &'a Laboratory,
    /// The scenario file: its name and text.
    pub shown: &'a str,
    pub text: &'a str,
}

impl Mover<'_> {
    pub(super) fn all(&self) -> Result<Vec<Ends>, SessionError> {
        let moved = |span: Span| Ends {
            ends: [span.low, span.high].map(|number| self.end(&span, number)),
            span,
        };
        Ok(self.spans()?.into_iter().map(moved).collect())
    }

    fn spans(&self) -> Result<Vec<Span>, SessionError> {
        let mut spans = spans(self.base, self.usual)?;
        spans.retain(|span| span.certainty != Certainty::CHECKED);
        Ok(spans)
    }

    fn end(&self, span: &Span, number: f64) -> End {
        if number == span.value {
            return End::Value;
        }
        match self.scenario(span, number).map(|scenario| scenario.body) {
            Ok(Body::Laboratory(moved))
                if moved.biology == self.usual.biology && moved.protocol == self.usual.protocol =>
            {
                End::Same
            }
            Ok(Body::Laboratory(moved)) => End::Moved(moved),
            Ok(Body::Plain(_)) => End::Refused("has the plain form".to_owned()),
            Err(why) => End::Refused(why),
        }
    }

    fn scenario(&self, span: &Span, number: f64) -> Result<Scenario, String> {
        let base = self.base.with_value(&span.key, number);
        let base = base.map_err(|error| error.to_string())?;
        load_from(self.shown, self.text.to_owned(), Books::Base(&base)).map_err(|error| error.to_string())
    }
}
