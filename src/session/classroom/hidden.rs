//! Hidden cultures of a class: read-outs to order, an answer, the truth; a pack of them with the teacher's key.

use super::code::{ClassCode, some_students};
use super::print::{KEY, Printed};
use crate::assay::scatter::ReadoutValue;
use crate::diagnosis::scoring::answer::grammar;
use crate::diagnosis::{Effort, Topic, Workup};
use crate::ensemble::LOCK;
use crate::ensemble::specimens::FinishedRun;
use crate::report::classroom::{Enough, PackPage, PackRow, pack_key, pack_page};
use crate::scenario::{self, Overlay, Scenario, lock};
use crate::session::diagnosis::{Hidden, Quiz, Reply, Request, TRIES, effort, points, rule};
use crate::session::{Conduct, SessionError};
use std::path::Path;
use std::sync::Arc;

/// The experiment out of which the page hides a flask.
const EXPERIMENT: &str = include_str!("../../../web/lessons/hidden.toml");

/// A hidden culture, and how the game stands.
pub struct Game {
    quiz: Quiz,
    hidden: Hidden,
    sheets: Vec<(Topic, String)>,
    ordered: Vec<Topic>,
    tries: usize,
    over: bool,
}

impl Game {
    /// Hides a flask of the class's experiment with this seed.
    ///
    /// # Errors
    /// No flask became resistant, or a file of ours is broken.
    pub fn of(seed: u64) -> Result<Self, SessionError> {
        let scenario = Scenario {
            seed,
            ..scenario::load("hidden.toml", EXPERIMENT.to_owned())?
        };
        let quiz = Quiz::open(&request(finished(&scenario)?, Vec::new(), Workup::full(), seed))?;
        let hidden = quiz.hide()?;
        Ok(Self {
            sheets: hidden.sheets()?,
            ordered: Vec::new(),
            tries: 0,
            over: false,
            quiz,
            hidden,
        })
    }

    /// Name of the line.
    pub fn line(&self) -> &str {
        &self.hidden.line
    }

    /// Name of the drug.
    pub fn drug(&self) -> &str {
        &self.hidden.worked.readouts.drug
    }

    /// How answers are written.
    pub fn grammar(&self) -> String {
        grammar()
    }

    /// Read-outs that can be ordered, with what stands behind their days and prices.
    pub fn readouts(&self) -> impl Iterator<Item = (Topic, [ReadoutValue; 2])> {
        let readouts = &self.hidden.worked.readouts;
        self.sheets
            .iter()
            .map(|(topic, _)| (*topic, topic.assumptions(readouts)))
    }

    /// How points are given, in words.
    pub fn rule(&self) -> String {
        rule()
    }

    /// What was spent so far.
    pub fn spent(&self) -> Effort {
        effort(&self.ordered, &self.hidden.worked.readouts)
    }

    /// Orders a read-out by its place; gives its content as HTML.
    ///
    /// # Errors
    /// There is no such read-out.
    pub fn order(&mut self, place: usize) -> Result<&str, SessionError> {
        let last = self.sheets.len();
        let wrong = || SessionError::Request(format!("read-out {place}: allowed: 0 to {}", last.saturating_sub(1)));
        let (topic, content) = self.sheets.get(place).ok_or_else(wrong)?;
        if !self.ordered.contains(topic) && !self.over {
            self.ordered.push(*topic);
        }
        Ok(content)
    }

    /// What a right answer would bring now.
    pub fn points(&self) -> u64 {
        self.points_of(true)
    }

    fn points_of(&self, named: bool) -> u64 {
        points(named, self.spent(), self.tries)
    }

    /// An answer in words: what is said to it, and the points that it brings.
    ///
    /// # Errors
    /// A kind or name that does not exist, with those that do; this costs no try.
    pub fn answer(&mut self, text: &str) -> Result<(Reply, u64), SessionError> {
        let calls = self.quiz.read(text)?;
        let before = [false, true].map(|named| self.points_of(named));
        self.tries = (self.tries + 1).min(TRIES);
        let reply = self.hidden.reply(calls, self.tries);
        let points = before[usize::from(reply.named)];
        self.over |= reply.over;
        Ok(match reply.right {
            true => (reply, points),
            false => (reply, 0),
        })
    }
}

fn request(run: Arc<FinishedRun>, overlays: Vec<Overlay>, workup: Workup, seed: u64) -> Request {
    Request {
        workup,
        seed,
        ..Request::of(run, overlays)
    }
}

/// A scenario as a finished run: flasks are simulated when they are asked for.
fn finished(scenario: &Scenario) -> Result<Arc<FinishedRun>, SessionError> {
    let text = lock::write(scenario)?.text;
    Ok(Arc::new(FinishedRun::of_lock(Path::new(LOCK), text)?))
}

/// A page with the read-outs of a hidden culture for every student, and the teacher's key.
///
/// # Errors
/// No student, too many, or a run without a resistant flask.
pub fn pack(
    run: &Arc<FinishedRun>,
    overlays: &[Overlay],
    workup: &Workup,
    class: ClassCode,
    students: u64,
    conduct: &Conduct,
) -> Result<Printed, SessionError> {
    some_students(students).map_err(SessionError::Request)?;
    conduct.progress.begin(students);
    let digits = students.to_string().len();
    let mut files = Vec::new();
    let mut rows = Vec::new();
    // Flasks that students have since there was last one for everybody.
    let mut taken = Vec::new();
    for student in 1..=students {
        let asked = request(run.clone(), overlays.to_vec(), workup.clone(), class.seed(student));
        let quiz = Quiz::open_beside(&asked, &taken)?;
        let hidden = quiz.hide()?;
        let flask = hidden.worked.flask;
        if taken.contains(&flask) {
            taken.clear();
        }
        taken.push(flask);
        let file = format!("culture-{student:0digits$}.html");
        files.push((file.clone(), handed_out(class, student, &hidden)?));
        rows.push(PackRow {
            student,
            file,
            flask,
            truth: hidden.truth(),
            called: hidden.called(),
            verdict: hidden.worked.score.verdict.word().to_owned(),
            enough: (quiz.cheapest(&hidden)).map(|(topics, named)| enough(topics, named, &hidden)),
        });
        conduct.progress.add(1);
    }
    conduct.progress.end();
    files.push((
        KEY.to_owned(),
        pack_key(&class.to_string(), &run.scenario.name, &workup.name, &rule(), &rows),
    ));
    Ok(files)
}

/// A student's page.
fn handed_out(class: ClassCode, student: u64, hidden: &Hidden) -> Result<String, SessionError> {
    let readouts = &hidden.worked.readouts;
    let sheets = hidden.sheets()?.into_iter();
    Ok(pack_page(&PackPage {
        class: class.to_string(),
        student,
        line: hidden.line.clone(),
        drug: readouts.drug.clone(),
        ask: grammar(),
        rule: rule(),
        sheets: sheets
            .map(|(topic, content)| (topic, topic.effort(readouts), content))
            .collect(),
    }))
}

/// The least that was enough, what it takes, and what it brings.
fn enough(topics: Vec<Topic>, named: bool, hidden: &Hidden) -> Enough {
    let spent = effort(&topics, &hidden.worked.readouts);
    Enough {
        topics,
        named,
        spent,
        points: points(named, spent, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnosis::{Atlas, Thresholds, diagnose};

    #[test]
    fn a_game_costs_points_and_ends_with_the_truth() {
        let mut game = Game::of(7).unwrap();
        assert!(game.readouts().count() >= 5);
        assert_eq!(game.points(), 40);
        assert!(game.order(0).unwrap().contains("<h2>"));
        game.order(0).unwrap();
        game.order(1).unwrap();
        let spent = Effort {
            days: 9.0,
            euros: 200.0,
        };
        assert_eq!((game.spent(), game.points()), (spent, 37), "a read-out is paid once");
        assert!(game.order(99).is_err());
        assert!(game.answer("bypss:MET").is_err());
        assert_eq!(game.points(), 37, "an answer that cannot be read costs nothing");
        let wrong = if game.hidden.truth().contains("niche") {
            "amplification"
        } else {
            "niche"
        };
        let (reply, points) = game.answer(wrong).unwrap();
        assert_eq!((reply.over, points, game.points()), (false, 0, 33));
        assert!(reply.text.contains("Hint: "), "{}", reply.text);
        game.answer(wrong).unwrap();
        let (last, points) = game.answer(wrong).unwrap();
        assert!(
            last.over && points == 0 && last.text.contains("The cells ("),
            "{}",
            last.text
        );
    }

    #[test]
    fn a_pack_has_a_page_for_everybody_and_one_key() {
        let scenario = scenario::load("hidden.toml", EXPERIMENT.to_owned()).unwrap();
        let run = finished(&scenario).unwrap();
        let class = ClassCode::for_name("a class");
        let files = pack(
            &run,
            &[],
            &Workup::preset("cheap").unwrap(),
            class,
            2,
            &Conduct::quiet(),
        )
        .unwrap();
        let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["culture-1.html", "culture-2.html", KEY]);
        assert_ne!(files[0].1, files[1].1);
        let page = &files[1].1;
        assert!(
            page.contains("student <b>2</b>") && page.contains("class=\"name\"") && page.contains("EUR"),
            "{page}"
        );
        assert!(
            !page.contains("<details open") && !page.contains("details-content"),
            "read-outs stay folded on paper"
        );
        assert!(files[2].1.contains(&class.to_string()) && files[2].1.contains("culture-2.html"));
    }

    /// As long as the run has enough flasks, everybody gets another; where it has not, the key says who shares one.
    #[test]
    fn students_get_other_flasks() {
        let mut scenario = scenario::load("hidden.toml", EXPERIMENT.to_owned()).unwrap();
        scenario.replicates = 6;
        let run = finished(&scenario).unwrap();
        let there = crate::session::diagnosis::resistant(&run, 100).unwrap().len();
        assert!((2..=6).contains(&there));
        let packed = |students: usize| {
            let cheap = Workup::preset("cheap").unwrap();
            let class = ClassCode::for_name("a class");
            let files = pack(&run, &[], &cheap, class, students as u64, &Conduct::quiet()).unwrap();
            let key = files.last().unwrap().1.clone();
            let flask = |row: &str| {
                row.split("<td>flask ")
                    .nth(1)
                    .and_then(|rest| rest.split("</td>").next())
                    .map(str::to_owned)
            };
            let flasks: Vec<String> = key.split("<tr>").filter_map(flask).collect();
            let different: std::collections::BTreeSet<&String> = flasks.iter().collect();
            (flasks.len(), different.len(), key.contains("have the same flask"))
        };
        assert_eq!(packed(there), (there, there, false));
        assert_eq!(packed(there + 1), (there + 1, there, true));
    }

    #[test]
    fn the_cheapest_right_work_up_is_right_and_nothing_cheaper_is() {
        let scenario = scenario::load("hidden.toml", EXPERIMENT.to_owned()).unwrap();
        let quiz = Quiz::open(&request(finished(&scenario).unwrap(), Vec::new(), Workup::full(), 3)).unwrap();
        let hidden = quiz.hide().unwrap();
        let (cheapest, named) = quiz.cheapest(&hidden).unwrap();
        let readouts = &hidden.worked.readouts;
        let right = |topics: &[Topic]| {
            let atlas = Atlas::of(quiz.bench());
            let calls = diagnose(&readouts.only(topics), &atlas, &Thresholds::default()).calls;
            let marked = hidden.mark(calls);
            marked.right() && marked.score.named >= named
        };
        assert!(named);
        assert!(right(&cheapest), "{cheapest:?}");
        for left_out in &cheapest {
            let rest: Vec<Topic> = cheapest.iter().copied().filter(|topic| topic != left_out).collect();
            assert!(!right(&rest), "{left_out:?} was not needed");
        }
        let done = Topic::ALL.into_iter().filter(|topic| topic.done(readouts));
        assert_eq!(
            readouts.only(&done.collect::<Vec<_>>()),
            *readouts,
            "nothing on the table is of no kind"
        );
    }
}
