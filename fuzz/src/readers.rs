//! The ways into the program, one for each kind of input.

use crate::corpus;
use escalade::ensemble::folder::damage;
use escalade::ensemble::specimens::FinishedRun;
use escalade::knowledge::KnowledgeBase;
use escalade::knowledge::schema::File;
use escalade::scenario::explain::explain;
use escalade::scenario::{self, Books, Scenario, cost, lock, warnings};
use escalade::session::{self, Conduct, Folder, InMemory};
use std::fs;
use std::sync::OnceLock;

/// Flasks of a run that is only there to be drawn.
const FLASKS: u64 = 3;
/// Seconds and bytes that such a run may cost by its own estimate.
const MOST_SECONDS: f64 = 0.05;
const MOST_MEMORY: f64 = 1e8;

/// A reader of any bytes; whether they were sound and got to its end.
pub type Reader = fn(&[u8]) -> bool;

/// Every reader by its name.
pub const READERS: [(&str, Reader); 5] = [
    ("scenario", scenario),
    ("overlay", overlay),
    ("lock", lock),
    ("folder", folder),
    ("figures", figures),
];

fn base() -> &'static KnowledgeBase {
    static BASE: OnceLock<KnowledgeBase> = OnceLock::new();
    BASE.get_or_init(|| KnowledgeBase::builtin().expect("the knowledge base is sound"))
}

fn loaded(data: &[u8]) -> Option<Scenario> {
    let text = String::from_utf8_lossy(data).into_owned();
    match scenario::load_from("fuzz.toml", text, Books::Base(base())) {
        Ok(scenario) => Some(scenario),
        Err(error) => {
            assert!(!error.to_string().is_empty());
            None
        }
    }
}

/// The text of a scenario: to its costs, warnings and lock file, which loads again.
pub fn scenario(data: &[u8]) -> bool {
    let Some(scenario) = loaded(data) else { return false };
    let _ = (cost::of(&scenario), warnings::of(&scenario));
    let lock = lock::write(&scenario).expect("a sound scenario can be locked");
    let again = scenario::load("fuzz.lock.toml", lock.text);
    let again = again.unwrap_or_else(|error| panic!("its own lock file is refused: {error}"));
    let locked = lock::write(&again).expect("and locked again");
    assert_eq!(
        locked.scenario_hash, lock.scenario_hash,
        "the lock file says something else"
    );
    true
}

/// The text of an overlay: to the whole knowledge base with it.
pub fn overlay(data: &[u8]) -> bool {
    let text = String::from_utf8_lossy(data);
    if toml::from_str::<File>(&text).is_err() {
        let source = escalade::document::Source {
            file: "fuzz.toml".to_owned(),
            text: text.into_owned(),
        };
        // Control characters are refused besides.
        let refused = source.parse::<File>(&[]).err().map(|error| error.to_string());
        assert!(refused.is_some_and(|message| message.starts_with("fuzz.toml")));
        return false;
    }
    match KnowledgeBase::builtin_with(&[("fuzz.toml", &text)]) {
        Ok(base) => {
            let _ = base.list(&escalade::knowledge::Filter::default());
            true
        }
        Err(error) => {
            assert!(!error.to_string().is_empty());
            false
        }
    }
}

/// The text of a lock file.
pub fn lock(data: &[u8]) -> bool {
    let text = String::from_utf8_lossy(data).into_owned();
    let _ = (lock::identity(&text), lock::written_by(&text));
    FinishedRun::of_lock(std::path::Path::new("fuzz"), text).is_ok()
}

/// A finished folder one of whose files holds something else: the first byte says which; it is read, checked and run
/// into again.
pub fn folder(data: &[u8]) -> bool {
    let Some((&which, content)) = data.split_first() else {
        return false;
    };
    let (scenario, files) = corpus::finished();
    let dir = tempfile::tempdir_in(corpus::memory()).expect("a folder in memory");
    let root = dir.path().join("run");
    for (i, (name, bytes)) in files.iter().enumerate() {
        let path = root.join(name);
        fs::create_dir_all(path.parent().expect("below the root")).expect("a folder");
        match (i == usize::from(which) % files.len(), content.is_empty()) {
            (true, true) => continue,
            (true, false) => fs::write(path, content).expect("written"),
            (false, _) => fs::write(path, bytes).expect("written"),
        }
    }
    let _ = FinishedRun::open(&root);
    let _ = damage(&root);
    match session::run(scenario, &Folder::at(&root), &Conduct::quiet()) {
        Ok(_) => true,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            false
        }
    }
}

/// From a sound scenario to its tables, figures and page, where a few flasks cost little.
pub fn figures(data: &[u8]) -> bool {
    let Some(mut scenario) = loaded(data) else { return false };
    scenario.replicates = scenario.replicates.min(FLASKS);
    let cost = cost::of(&scenario);
    if cost.seconds > MOST_SECONDS || cost.memory > MOST_MEMORY {
        return false;
    }
    let explained = explain(&scenario);
    assert!(!explained.to_string().is_empty());
    if let Err(error) = session::run(&scenario, &InMemory, &Conduct::quiet()) {
        panic!("a sound scenario does not run: {error}");
    }
    true
}
