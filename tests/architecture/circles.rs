//! Circles of files inside a room: who imports whom, over `super::`, `self::`, `crate::` and the names of modules. A
//! path through a re-export leads to the file that defines the name; a `mod.rs` that only declares and re-exports is
//! part of no circle.

use std::collections::{BTreeMap, BTreeSet};

/// A source file.
pub struct File {
    /// Below `src`, with forward slashes.
    pub path: String,
    /// Without comments and unit tests.
    pub code: String,
}

type Path = Vec<String>;

/// A name that a file brings into its scope.
struct Import {
    name: String,
    path: Path,
}

struct Module {
    file: usize,
    imports: Vec<Import>,
    /// Modules from which everything is imported.
    globs: Vec<Path>,
}

struct House<'a> {
    files: &'a [File],
    modules: BTreeMap<Path, Module>,
}

/// Files that import each other in a circle, each circle in the order of their names.
pub fn circles(files: &[File]) -> Vec<Vec<String>> {
    let house = House::of(files);
    let edges: Vec<BTreeSet<usize>> = (0..files.len()).map(|file| house.edges(file)).collect();
    let reach: Vec<BTreeSet<usize>> = (0..files.len()).map(|file| reachable(&edges, file)).collect();
    let mut found = BTreeSet::new();
    for (file, reached) in reach.iter().enumerate() {
        let circle: Vec<String> = (reached.iter())
            .filter(|&&other| reach[other].contains(&file))
            .map(|&other| files[other].path.clone())
            .collect();
        if circle.len() > 1 {
            found.insert(circle);
        }
    }
    found.into_iter().collect()
}

/// Every room that a file outside it imports from or names, with that file's path.
pub fn rooms(files: &[File]) -> BTreeSet<(String, String)> {
    let house = House::of(files);
    let mut found = BTreeSet::new();
    for file in files {
        let own = module_of(&file.path);
        let of_use = used(&file.code).into_iter().map(|used| used.segments);
        for path in of_use.chain(mentioned(&file.code)) {
            let absolute = house.absolute(&own, &path).unwrap_or_default();
            if let Some(room) = absolute.first().filter(|room| **room != own[0]) {
                found.insert((file.path.clone(), room.clone()));
            }
        }
    }
    found
}

fn reachable(edges: &[BTreeSet<usize>], from: usize) -> BTreeSet<usize> {
    let mut seen = BTreeSet::new();
    let mut next: Vec<usize> = edges[from].iter().copied().collect();
    while let Some(file) = next.pop() {
        if seen.insert(file) {
            next.extend(&edges[file]);
        }
    }
    seen
}

/// `a/b.rs` and `a/b/mod.rs` are the module a, b.
fn module_of(path: &str) -> Path {
    let path = path.trim_end_matches(".rs").trim_end_matches("/mod");
    path.split('/').map(str::to_owned).collect()
}

impl<'a> House<'a> {
    fn of(files: &'a [File]) -> Self {
        let mut modules = BTreeMap::new();
        for (number, file) in files.iter().enumerate() {
            let module = Module {
                file: number,
                imports: Vec::new(),
                globs: Vec::new(),
            };
            modules.insert(module_of(&file.path), module);
        }
        let mut house = Self { files, modules };
        for file in files {
            let own = module_of(&file.path);
            for path in used(&file.code) {
                let absolute = house.absolute(&own, &path.segments);
                let module = house.modules.get_mut(&own).expect("every file is a module");
                match (absolute, path.name) {
                    (Some(path), Some(name)) => module.imports.push(Import { name, path }),
                    (Some(path), None) => module.globs.push(path),
                    (None, _) => {}
                }
            }
        }
        house
    }

    /// A path from the crate's root; `None` where it leads out of the crate.
    fn absolute(&self, own: &Path, segments: &[String]) -> Option<Path> {
        let (first, rest) = segments.split_first()?;
        let start = match first.as_str() {
            // The program calls the library by its name.
            "crate" | "escalade" => Vec::new(),
            "self" => own.clone(),
            "super" => own[..own.len() - 1].to_vec(),
            name => {
                let child: Path = own.iter().cloned().chain([name.to_owned()]).collect();
                self.modules.contains_key(&child).then_some(child)?
            }
        };
        let mut path = start;
        for segment in rest {
            match segment.as_str() {
                "super" => drop(path.pop()),
                "self" => {}
                name => path.push(name.to_owned()),
            }
        }
        Some(path)
    }

    /// The file in which the end of a path is defined.
    fn definition(&self, path: &[String], depth: usize) -> Option<usize> {
        let known = (0..=path.len())
            .rev()
            .find(|&n| self.modules.contains_key(&path[..n]))?;
        let module = &self.modules[&path[..known]];
        let Some(name) = path.get(known) else {
            return Some(module.file);
        };
        let through = |import: &Path| {
            let whole: Path = import.iter().chain(&path[known + 1..]).cloned().collect();
            self.definition(&whole, depth + 1)
        };
        if depth < 8 && !defines(&self.files[module.file].code, name) {
            let import = module.imports.iter().find(|import| import.name == *name);
            if let Some(file) = import.and_then(|import| through(&import.path)) {
                return Some(file);
            }
            for glob in &module.globs {
                let whole: Path = glob.iter().chain([name]).cloned().collect();
                let file = self.definition(&whole, depth + 1);
                if let Some(file) = file.filter(|&file| defines(&self.files[file].code, name)) {
                    return Some(file);
                }
            }
        }
        Some(module.file)
    }

    /// The files of its room that a file leans on.
    fn edges(&self, file: usize) -> BTreeSet<usize> {
        let File { path, code } = &self.files[file];
        let own = module_of(path);
        if is_only_a_list(&self.files[file]) {
            return BTreeSet::new();
        }
        let mut targets: Vec<Path> = Vec::new();
        for path in mentioned(code) {
            let first = &path[0];
            let import = self.modules[&own].imports.iter().find(|import| import.name == *first);
            match import {
                Some(import) => targets.push(import.path.iter().chain(&path[1..]).cloned().collect()),
                None => targets.extend(self.absolute(&own, &path)),
            }
        }
        let of_use = self.modules[&own].imports.iter().map(|import| import.path.clone());
        targets.extend(of_use);
        targets.extend(self.modules[&own].globs.iter().cloned());
        let room = path.split('/').next();
        (targets.iter())
            .filter_map(|target| self.definition(target, 0))
            .filter(|&target| target != file && self.files[target].path.split('/').next() == room)
            .filter(|&target| !is_only_a_list(&self.files[target]))
            .collect()
    }
}

/// A path of a `use`, and the name under which it is known; none for everything in it.
struct Used {
    segments: Path,
    name: Option<String>,
}

/// Every path of every `use`, groups taken apart.
fn used(code: &str) -> Vec<Used> {
    let mut found = Vec::new();
    let mut rest = code;
    while let Some(at) = rest.find("use ") {
        let starts = !rest[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '"');
        rest = &rest[at + 4..];
        if let (true, Some(end)) = (starts, rest.find(';')) {
            take_apart(&rest[..end], &[], &mut found);
        }
    }
    found
}

fn take_apart(text: &str, before: &[String], found: &mut Vec<Used>) {
    let text = text.trim();
    if let Some((head, group)) = text.split_once('{') {
        let mut before = before.to_vec();
        before.extend(segments(head));
        let group = group.trim().trim_end().strip_suffix('}').unwrap_or(group);
        for item in split_outside_braces(group) {
            take_apart(item, &before, found);
        }
        return;
    }
    let (path, alias) = match text.split_once(" as ") {
        Some((path, alias)) => (path, Some(alias.trim().to_owned())),
        None => (text, None),
    };
    let mut whole = before.to_vec();
    whole.extend(segments(path));
    match whole.last().map(String::as_str) {
        None => {}
        Some("*") => {
            whole.pop();
            found.push(Used {
                segments: whole,
                name: None,
            });
        }
        Some(last) => {
            if last == "self" && whole.len() > 1 {
                whole.pop();
            }
            found.push(Used {
                name: alias.or_else(|| whole.last().cloned()),
                segments: whole,
            });
        }
    }
}

fn segments(text: &str) -> Vec<String> {
    let parts = text.split("::").map(str::trim);
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn split_outside_braces(text: &str) -> Vec<&str> {
    let (mut depth, mut start, mut parts) = (0, 0, Vec::new());
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts.into_iter().filter(|part| !part.trim().is_empty()).collect()
}

/// Every path of at least two names in the code: `a::b::c`.
fn mentioned(code: &str) -> Vec<Path> {
    let name = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let words = code.split(|c| !name(c)).filter(|word| word.contains("::"));
    let paths = words.filter(|word| !word.starts_with(':')).map(segments);
    paths.filter(|path| !path.is_empty()).collect()
}

/// Whether code holds the definition of a name.
fn defines(code: &str, name: &str) -> bool {
    ["fn", "struct", "enum", "trait", "type", "const", "static", "mod"]
        .iter()
        .any(|kind| {
            let head = format!("{kind} {name}");
            code.match_indices(&head).any(|(at, _)| {
                let after = code[at + head.len()..].chars().next();
                !(after.is_some_and(|c| c.is_alphanumeric() || c == '_') || *kind == "mod" && after == Some(';'))
            })
        })
}

/// Whether a file is a `mod.rs` that only declares and re-exports.
fn is_only_a_list(file: &File) -> bool {
    file.path.ends_with("/mod.rs") && only_declares(&file.code)
}

/// Whether code holds nothing but attributes, `mod` and `use`.
fn only_declares(code: &str) -> bool {
    let without_attributes: String = (code.lines())
        .filter(|line| !line.trim_start().starts_with('#'))
        .collect::<Vec<_>>()
        .join(" ");
    let mut statements = without_attributes.split(';').map(str::trim);
    statements.all(|statement| {
        let bare = match statement.strip_prefix("pub") {
            Some(rest) if rest.starts_with('(') => rest.split_once(')').map_or(rest, |(_, rest)| rest).trim(),
            Some(rest) => rest.trim(),
            None => statement,
        };
        bare.is_empty() || bare.starts_with("mod ") || bare.starts_with("use ")
    })
}

fn file(path: &str, code: &str) -> File {
    File {
        path: path.to_owned(),
        code: code.to_owned(),
    }
}

fn planted(files: &[(&str, &str)]) -> Vec<String> {
    let files: Vec<File> = files.iter().map(|(path, code)| file(path, code)).collect();
    circles(&files).into_iter().map(|circle| circle.join(" ")).collect()
}

#[test]
fn planted_circles_are_found() {
    let by_super = [("a/x.rs", "use super::y::Y;"), ("a/y.rs", "fn f(x: super::x::X) {}")];
    assert_eq!(planted(&by_super), ["a/x.rs a/y.rs"]);
    let by_crate = [
        ("a/x.rs", "use crate::a::{z, y::{Y, self}};"),
        ("a/y.rs", "use super::z;\nfn f() { z::g() }"),
        ("a/z.rs", "use crate::a::x as other;"),
    ];
    assert_eq!(planted(&by_crate), ["a/x.rs a/y.rs a/z.rs"]);
    let with_logic = [("a/mod.rs", "mod x; use x::X; fn f() {}"), ("a/x.rs", "use super::f;")];
    assert_eq!(planted(&with_logic), ["a/mod.rs a/x.rs"]);
}

#[test]
fn a_re_export_leads_to_the_file_that_defines_the_name() {
    let room = "mod x; mod y; pub use x::X; pub(crate) use self::y::*;";
    let circle = [
        ("a/mod.rs", room),
        ("a/x.rs", "use super::Y; pub struct X;"),
        ("a/y.rs", "use super::X; pub struct Y;"),
    ];
    assert_eq!(planted(&circle), ["a/x.rs a/y.rs"]);
    let none = [
        ("a/mod.rs", room),
        ("a/x.rs", "use super::Y; pub struct X;"),
        ("a/y.rs", "pub struct Y;"),
    ];
    assert!(planted(&none).is_empty());
}

#[test]
fn rooms_do_not_close_circles_and_a_plain_mod_is_part_of_none() {
    let two_rooms = [("a/x.rs", "use crate::b::y::Y;"), ("b/y.rs", "use crate::a::x::X;")];
    assert!(planted(&two_rooms).is_empty());
    let declares = [
        ("a/mod.rs", "#![deny(x)]\nmod x;\npub use x::X;"),
        ("a/x.rs", "use super::X; struct X;"),
    ];
    assert!(planted(&declares).is_empty());
}
