//! The rows of the suite as text: a table to read and one to compute with.

use super::check::Row;

/// The rows as an aligned table.
pub fn table(rows: &[Row]) -> String {
    let mut lines = vec![["case", "quantity", "engine", "theory", "simulated", "z", ""].map(str::to_owned)];
    for row in rows {
        lines.push([
            row.case.clone(),
            row.quantity.clone(),
            row.engine.to_owned(),
            number(row.theory),
            number(row.simulated),
            match row.engine {
                "formula" => String::new(),
                _ => format!("{:.2}", row.z),
            },
            if row.passed { "ok" } else { "FAILS" }.to_owned(),
        ]);
    }
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
    let widths: [usize; 7] = std::array::from_fn(width);
    let mut text = String::new();
    for line in &lines {
        let mut shown = String::new();
        for (i, (cell, width)) in line.iter().zip(widths).enumerate() {
            let cell = match i {
                3..=5 => format!("{cell:>width$}  "),
                _ => format!("{cell:<width$}  "),
            };
            shown.push_str(&cell);
        }
        text.push_str(shown.trim_end());
        text.push('\n');
    }
    text
}

/// Six significant digits.
fn number(value: f64) -> String {
    match value.abs() {
        0.0 => "0".to_owned(),
        size if !(1e-4..1e7).contains(&size) => format!("{value:.5e}"),
        size => {
            let decimals = (5 - libm::floor(libm::log10(size)) as i32).clamp(0, 9) as usize;
            format!("{value:.decimals$}")
        }
    }
}

/// The rows as comma-separated values, one header line.
pub fn csv(rows: &[Row]) -> String {
    let mut text = String::from("case,quantity,source,engine,theory,simulated,z,replicates,passed\n");
    for row in rows {
        let words = [&row.case, &row.quantity, row.source, row.engine].map(quoted);
        text.push_str(&format!(
            "{},{},{},{:.4},{},{}\n",
            words.join(","),
            row.theory,
            row.simulated,
            row.z,
            row.replicates,
            row.passed
        ));
    }
    text
}

fn quoted(word: &str) -> String {
    if word.contains([',', '"']) {
        format!("\"{}\"", word.replace('"', "\"\""))
    } else {
        word.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_with_commas_are_quoted_and_digits_kept() {
        assert_eq!(quoted("critical, five cells"), "\"critical, five cells\"");
        assert_eq!(quoted("plain"), "plain");
        assert_eq!(
            [0.0, 0.367_879_44, 28.826_31, 1.05e7, 3.1e-9].map(number),
            ["0", "0.367879", "28.8263", "1.05000e7", "3.10000e-9"]
        );
    }
}
