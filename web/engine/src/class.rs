//! Codes of classes, the flasks of their students, and lessons.

use crate::bench::own;
use crate::desk::Desk;
use crate::watch::Watched;
use escalade::session::SessionError;
use escalade::session::classroom::{ClassCode, Game, lesson as named, roster, some_students, work};
use serde_json::{Value, json};

/// The code that belongs to a name.
pub fn code(name: &str) -> Value {
    json!({ "code": ClassCode::for_name(name).to_string() })
}

fn read(code: &str) -> Result<ClassCode, SessionError> {
    code.parse().map_err(SessionError::Request)
}

/// The seed of a student.
pub fn seed(code: &str, student: u64) -> Result<Value, SessionError> {
    let class = read(code)?;
    let student = some_students(student).map_err(SessionError::Request)?;
    Ok(json!({ "code": class.to_string(), "student": student, "seed": class.seed(student) }))
}

/// The first replicate of every student.
pub fn class(desk: &Desk, code: &str, students: u64) -> Result<Value, SessionError> {
    let watched = Watched::default();
    let students = roster(desk.scenario()?, read(code)?, students, &watched.conduct())?;
    let rows = students
        .iter()
        .map(|one| json!({ "student": one.number, "seed": one.seed, "own": own(&one.own) }));
    Ok(json!({ "students": rows.collect::<Vec<_>>() }))
}

/// A lesson with a student's seed: figures, and what is read off.
pub fn lesson(id: &str, seed: u64) -> Result<Value, SessionError> {
    let watched = Watched::default();
    let worked = work(&named(id)?, seed, &watched.conduct())?;
    let arms = worked.arms.iter().map(|arm| {
        json!({
            "name": arm.name,
            "done": arm.done,
            "own": own(&arm.own),
            "all": arm.all.iter().map(own).collect::<Vec<_>>(),
            "answer": arm.answer,
            "svg": arm.figure,
            "slim": arm.slim,
            "profile": arm.profile,
            "replicates": arm.replicates,
            "scenario": arm.scenario,
        })
    });
    Ok(json!({ "arms": arms.collect::<Vec<_>>(), "reads": worked.reads }))
}

/// Hides a flask: what it is called, and which read-outs there are.
pub fn hide(desk: &mut Desk, seed: u64) -> Result<Value, SessionError> {
    let game = desk.game.insert(Game::of(seed)?);
    let readouts = game.readouts().map(|(topic, [days, euros])| {
        json!({ "name": topic.heading(), "days": days.value, "euros": euros.value, "why": days.why })
    });
    Ok(json!({
        "line": game.line(),
        "drug": game.drug(),
        "grammar": game.grammar(),
        "readouts": readouts.collect::<Vec<_>>(),
        "points": game.points(),
        "rule": game.rule(),
    }))
}

fn playing(desk: &mut Desk) -> Result<&mut Game, SessionError> {
    let game = desk.game.as_mut();
    game.ok_or_else(|| SessionError::failed("the page asked before a flask was hidden"))
}

/// A read-out.
pub fn order(desk: &mut Desk, place: usize) -> Result<Value, SessionError> {
    let game = playing(desk)?;
    let content = game.order(place)?.to_owned();
    let spent = game.spent();
    Ok(json!({ "content": content, "points": game.points(), "days": spent.days, "euros": spent.euros }))
}

/// What is said to an answer.
pub fn answered(desk: &mut Desk, text: &str) -> Result<Value, SessionError> {
    let game = playing(desk)?;
    let (reply, points) = game.answer(text)?;
    let left = game.points();
    Ok(json!({ "text": reply.text, "right": reply.right, "over": reply.over, "points": points, "left": left }))
}
