//! A text with another value at a key; all else of it stays, comments too.

use super::source::Source;
use toml::de::DeValue;

/// The text with a whole number at a key above all tables. A key that it lacks is written below `above`, or first where
/// that is missing too. A text that cannot be read, or that has a table or a list there, stays as it is: its reader says
/// what is wrong with it.
pub fn with_number(text: &str, key: &str, number: u64, above: &str) -> String {
    let source = Source {
        file: String::new(),
        text: text.to_owned(),
    };
    let Ok(table) = source.table() else {
        return text.to_owned();
    };
    let table = table.get_ref();
    match table.get(key) {
        Some(value) if matches!(value.get_ref(), DeValue::Table(_) | DeValue::Array(_)) => text.to_owned(),
        Some(value) => [
            &text[..value.span().start],
            &number.to_string(),
            &text[value.span().end..],
        ]
        .concat(),
        None => {
            let line = format!("{key} = {number}\n");
            match table.get(above) {
                Some(value) => below(text, value.span().end, &line),
                None => line + text,
            }
        }
    }
}

/// The text with a line below that in which the byte `at` stands.
fn below(text: &str, at: usize, line: &str) -> String {
    match text[at..].find('\n') {
        Some(end) => {
            let (before, after) = text.split_at(at + end + 1);
            [before, line, after].concat()
        }
        None => format!("{text}\n{line}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_set_wherever_and_however_it_is_written() {
        for (text, changed) in [
            (
                "schema = 1\nseed = 5   # ours\n[line]\nseed = 3\n",
                "schema = 1\nseed = 9   # ours\n[line]\nseed = 3\n",
            ),
            ("schema = 1\n\"seed\" = 5\n", "schema = 1\n\"seed\" = 9\n"),
            ("'seed'=5\nschema = 1", "'seed'=9\nschema = 1"),
            (
                "question = \"\"\"\nseed = 1\n[a]\"\"\"\nseed = 5\n",
                "question = \"\"\"\nseed = 1\n[a]\"\"\"\nseed = 9\n",
            ),
            // None there: below the version of the schema, and never in another table.
            (
                "\"schema\" = 1 # first\r\n[line]\nseed = 3\n",
                "\"schema\" = 1 # first\r\nseed = 9\n[line]\nseed = 3\n",
            ),
            ("schema = 1", "schema = 1\nseed = 9\n"),
            ("[line]\nseed = 3\n", "seed = 9\n[line]\nseed = 3\n"),
            // What its reader refuses.
            ("seed = \n", "seed = \n"),
            ("[seed]\na = 1\n", "[seed]\na = 1\n"),
        ] {
            assert_eq!(with_number(text, "seed", 9, "schema"), changed);
        }
    }
}
