//! The classroom: one page with the engine, the lessons and the user's own files inside, nothing loaded.

use super::base64::base64;
use super::lesson::Lesson;
use serde::Serialize;

const FRAME: &str = include_str!("../../../web/page/index.html");
const STYLE: &str = include_str!("../../../web/page/style.css");
const WORKER: &str = include_str!("../../../web/page/worker.js");
/// Modules of the page, each behind those that it imports.
const MODULES: [&str; 13] = [
    include_str!("../../../web/page/dom.js"),
    include_str!("../../../web/page/engine.js"),
    include_str!("../../../web/page/crew.js"),
    include_str!("../../../web/page/scenario.js"),
    include_str!("../../../web/page/figures.js"),
    include_str!("../../../web/page/save.js"),
    include_str!("../../../web/page/controls.js"),
    include_str!("../../../web/page/unknown.js"),
    include_str!("../../../web/page/bench.js"),
    include_str!("../../../web/page/hidden.js"),
    include_str!("../../../web/page/lessons.js"),
    include_str!("../../../web/page/class.js"),
    include_str!("../../../web/page/main.js"),
];

/// What the page holds beside its engine.
#[derive(Debug, Clone, Serialize)]
pub struct Contents {
    /// Of the program.
    pub version: String,
    /// Fingerprint of the program's knowledge base, which the engine must have as well.
    pub knowledge: String,
    /// Lessons.
    pub lessons: Vec<Lesson>,
    /// Scenarios to start from.
    pub scenarios: Vec<GivenScenario>,
    /// The user's own knowledge files: name and text.
    pub overlays: Vec<(String, String)>,
}

/// A scenario to start from.
#[derive(Debug, Clone, Serialize)]
pub struct GivenScenario {
    /// Name of its file.
    pub file: String,
    /// Its title.
    pub name: String,
    /// The file.
    pub text: String,
}

/// The whole page. `engine` is the WebAssembly module, compressed with gzip.
///
/// # Errors
/// JSON cannot hold the contents.
pub fn page(engine: &[u8], contents: &Contents) -> Result<String, serde_json::Error> {
    // Within a script of a page "<" could begin its end.
    let contents = serde_json::to_string(contents)?.replace('<', "\\u003c");
    let parts = [
        ("style", STYLE.to_owned()),
        ("worker", WORKER.to_owned()),
        ("script", MODULES.iter().map(|module| script(module)).collect()),
        ("engine", base64(engine)),
        // The user's files come last: whatever stands in them is no place of the frame.
        ("contents", contents),
    ];
    let mut page = FRAME.to_owned();
    for (name, part) in parts {
        page = page.replacen(&format!("/*{{{name}}}*/"), &part, 1);
    }
    Ok(page)
}

/// A module as a part of one script: names are the same everywhere, so that imports and exports fall away.
fn script(module: &str) -> String {
    let lines = module.lines().filter(|line| !line.starts_with("import "));
    let own = lines.map(|line| line.strip_prefix("export ").unwrap_or(line));
    own.flat_map(|line| [line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn contents() -> Contents {
        Contents {
            version: "1".to_owned(),
            knowledge: "f".to_owned(),
            lessons: Vec::new(),
            scenarios: Vec::new(),
            overlays: vec![("a.toml".to_owned(), "</script>/*{engine}*/".to_owned())],
        }
    }

    #[test]
    fn everything_is_inside_and_nothing_ends_a_script_early() {
        let page = page(b"foobar", &contents()).unwrap();
        assert!(page.contains(">Zm9vYmFy<"), "the engine");
        assert_eq!(page.matches("</script").count(), FRAME.matches("</script").count());
        assert!(page.contains("new Engine()") && page.contains("self.onmessage") && page.contains("--mark:"));
        assert!(!page.contains("src=\"http") && !page.contains("@import") && !page.contains("fetch("));
    }

    /// Names at the top of modules live in one script.
    #[test]
    fn no_two_modules_have_a_name_in_common() {
        let mut names = BTreeSet::new();
        let tops = MODULES.iter().flat_map(|module| module.lines());
        for line in tops {
            let line = line.strip_prefix("export ").unwrap_or(line);
            let line = line.strip_prefix("async ").unwrap_or(line);
            let kinds = ["const ", "let ", "function ", "class "];
            let Some(rest) = kinds.iter().find_map(|kind| line.strip_prefix(kind)) else {
                continue;
            };
            let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            assert!(name.is_empty() || names.insert(name.clone()), "{name} twice");
        }
        assert!(names.len() > 20, "{names:?}");
        assert!(
            MODULES
                .iter()
                .all(|module| !module.contains("</script") && module.lines().count() < 300)
        );
    }
}
