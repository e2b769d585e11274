//! What fuzzing starts from: the recipes, the overlays, the templates, and what runs of two of them leave.

use escalade::knowledge::template;
use escalade::scenario::{self, Scenario, lock};
use escalade::session::{self, Conduct, InMemory};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// A plain scenario that costs next to nothing.
const PLAIN: &str = r#"schema = 1
name = "small"
replicates = 3
seed = 7
[plain]
types = [{ name = "S", founders = 200 }, { name = "R", founders = 0 }]
mutations = [{ from = "S", to = "R", per_division = 1e-3 }]
switches = [{ from = "R", to = "S", per_day = 0.01 }]
[[plain.phases]]
duration = "6 d"
rates = { S = { birth = 0.3, death = 0.5 }, R = { birth = 0.7, death = 0.2 } }
keep = 0.5
repeat = 2
[plain.stop]
total_cells = 1e5
[record]
every = "1 d"
"#;

/// A flask that costs next to nothing.
const FLASK: &str = r#"schema = 1
name = "small flask"
replicates = 3
seed = 7
[line]
id = "H3122"
[flask]
vessel = "T25"
seed_cells = 1e4
passage = { at = "80% confluence", or_every = "7 d", split = "1:8" }
[[course]]
drug = "alectinib"
start = "IC20"
factor = 3
goal = "1 uM"
step_when = { growth = "30% of parental", held_for = "1 passage" }
give_up_after = "20 d"
[stop]
after = "40 d"
"#;

/// Where folders are made that nobody keeps.
pub fn memory() -> PathBuf {
    let shared = PathBuf::from("/dev/shm");
    if shared.is_dir() { shared } else { std::env::temp_dir() }
}

fn files_in(folder: &str) -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder);
    let mut paths: Vec<PathBuf> = fs::read_dir(root)
        .map(|entries| entries.filter_map(|entry| Some(entry.ok()?.path())).collect())
        .unwrap_or_default();
    paths.sort();
    let recipes = paths
        .into_iter()
        .filter(|path| path.extension().is_some_and(|end| end == "toml"));
    recipes.filter_map(|path| fs::read(path).ok()).collect()
}

fn small() -> [Vec<u8>; 2] {
    [PLAIN.into(), FLASK.into()]
}

/// A finished run in memory: its scenario, and its files by name.
pub fn finished() -> &'static (Scenario, Vec<(String, Vec<u8>)>) {
    static FINISHED: OnceLock<(Scenario, Vec<(String, Vec<u8>)>)> = OnceLock::new();
    FINISHED.get_or_init(|| {
        let scenario = scenario::load("small.toml", PLAIN.to_owned()).expect("sound");
        let lock = lock::write(&scenario).expect("locked").text;
        let outcome = session::run(&scenario, &InMemory, &Conduct::quiet()).expect("runs");
        let session::Outcome::Done { target, .. } = outcome else {
            panic!("not done")
        };
        let mut files: Vec<(String, Vec<u8>)> = target.files.into_iter().collect();
        files.insert(0, ("scenario.lock.toml".to_owned(), lock.into_bytes()));
        (scenario, files)
    })
}

/// Seeds of a reader.
pub fn seeds(reader: &str) -> Vec<Vec<u8>> {
    let mut seeds = match reader {
        "overlay" => {
            let mut seeds = files_in("scenarios/overlays");
            seeds.extend(files_in("src/knowledge/data"));
            seeds.extend(
                template::names()
                    .into_iter()
                    .filter_map(template::overlay)
                    .map(String::into_bytes),
            );
            seeds
        }
        "lock" => small()
            .into_iter()
            .chain(files_in("scenarios"))
            .filter_map(|text| scenario::load("seed.toml", String::from_utf8(text).ok()?).ok())
            .filter_map(|scenario| Some(lock::write(&scenario).ok()?.text.into_bytes()))
            .collect(),
        "folder" => {
            let files = finished().1.iter().enumerate();
            files
                .map(|(i, (_, bytes))| [&[i as u8], bytes.as_slice()].concat())
                .collect()
        }
        "figures" => small().to_vec(),
        // As many small scenarios as recipes: what is refused or plain takes microseconds, a line's biology milliseconds.
        _ => {
            let recipes = files_in("scenarios");
            let plain = small().into_iter().take(1).cycle().take(recipes.len());
            plain.chain(small()).chain(recipes.clone()).collect()
        }
    };
    seeds.retain(|seed| seed.len() < 200_000);
    seeds
}
