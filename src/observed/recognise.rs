//! Which kind of data a header speaks of.

use super::column::Column;
use super::faults::{At, Fault, Faults};
use super::head::{Meaning, behind, meaning};
use super::kind::{KINDS, Kind};
use super::sheet::Sheet;

/// What a header says of the kind of its data.
enum Told {
    One(Kind),
    Several,
    None,
}

/// Whether the columns of a text are those of no kind of data, which is not known of a text without columns.
pub fn is_of_no_kind(text: &str) -> bool {
    let mut ignored = Faults::new("", text);
    let sheet = Sheet::open(text, &mut ignored);
    sheet.is_some_and(|sheet| matches!(told_by(&sheet.headers), Told::None))
}

fn told_by(headers: &[String]) -> Told {
    let fits = |kind: &Kind| -> (usize, usize) {
        let columns = kind.columns();
        let meanings: Vec<Meaning> = headers.iter().map(|header| meaning(header, columns)).collect();
        let has = |at: usize| {
            meanings
                .iter()
                .any(|meaning| matches!(meaning, Meaning::Column(of, _) if *of == at))
                || is_without_unit(headers, &columns[at])
        };
        let missing = (0..columns.len()).filter(|&at| columns[at].must && !has(at)).count();
        let known = meanings.iter().filter(|&meaning| *meaning != Meaning::Foreign).count();
        (missing, known)
    };
    let whole: Vec<(Kind, usize)> = (KINDS.into_iter())
        .map(|kind| (kind, fits(&kind)))
        .filter(|(_, (missing, _))| *missing == 0)
        .map(|(kind, (_, known))| (kind, known))
        .collect();
    let most = whole.iter().map(|&(_, known)| known).max().unwrap_or(0);
    let best: Vec<Kind> = whole
        .iter()
        .filter(|(_, known)| *known == most)
        .map(|(kind, _)| *kind)
        .collect();
    if let [kind] = best[..] {
        return Told::One(kind);
    }
    if best.is_empty() {
        // One column that only one kind has tells which was meant; what is missing is told then.
        let own = KINDS.into_iter().filter(|kind| {
            let own = kind.columns().iter().filter(|column| column.must && !is_shared(column));
            own.into_iter().any(|column| {
                let name = |header: &String| meaning(header, std::slice::from_ref(column)) != Meaning::Foreign;
                headers.iter().any(name)
            })
        });
        if let [kind] = own.collect::<Vec<_>>()[..] {
            return Told::One(kind);
        }
        return Told::None;
    }
    Told::Several
}

/// The kind whose columns a header has; `None`, and the mistake told, where that is none or several.
pub(super) fn kind_of(headers: &[String], at: At, faults: &mut Faults) -> Option<Kind> {
    let what = match told_by(headers) {
        Told::One(kind) => return Some(kind),
        Told::None => "the columns are those of no kind of data",
        Told::Several => "the columns are those of several kinds of data; state the kind",
    };
    let signatures: Vec<String> = KINDS.into_iter().map(Kind::signature).collect();
    let fault = Fault {
        what,
        allowed: format!(
            "one of these [and what may stand beside]:\n    {}",
            signatures.join("\n    ")
        ),
        ..Fault::default()
    };
    faults.add(Some(at), &fault);
    None
}

/// Whether a column is there with a unit that is not known: it is meant, and its unit is told to be wrong.
fn is_without_unit(headers: &[String], column: &Column) -> bool {
    headers.iter().any(|header| behind(header, column).is_some())
}

/// Whether several kinds ask for a column of that name.
fn is_shared(column: &Column) -> bool {
    let asks = |kind: &Kind| {
        kind.columns()
            .iter()
            .any(|other| other.must && other.name == column.name)
    };
    KINDS.iter().filter(|kind| asks(kind)).count() > 1
}
