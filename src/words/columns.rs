//! Columns of text for terminals.

/// To which side of its column a cell is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Names and sentences.
    Left,
    /// Numbers.
    Right,
}

/// Rows of text in aligned columns, two spaces apart.
#[derive(Debug, Clone)]
pub struct Columns {
    align: Vec<Align>,
    indent: usize,
    rows: Vec<Vec<String>>,
}

impl Columns {
    /// Columns with an alignment each; cells beyond the last one are set to the left.
    pub fn new(align: &[Align]) -> Self {
        Self {
            align: align.to_vec(),
            indent: 0,
            rows: Vec::new(),
        }
    }

    /// The first column to the left, the others (`numbers` of them) to the right.
    pub fn name_and_numbers(numbers: usize) -> Self {
        let mut align = vec![Align::Left];
        align.resize(numbers + 1, Align::Right);
        Self::new(&align)
    }

    /// All columns to the left.
    pub fn left() -> Self {
        Self::new(&[])
    }

    /// Every line begins with so many spaces.
    pub fn indented(mut self, spaces: usize) -> Self {
        self.indent = spaces;
        self
    }

    /// Adds a row, which may be shorter or longer than the others.
    pub fn row(&mut self, cells: impl IntoIterator<Item = impl Into<String>>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    /// The lines, each ended, without spaces at their ends. Widths are counted in characters.
    pub fn text(&self) -> String {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let cell_width =
            |column: usize| move |row: &Vec<String>| row.get(column).map_or(0, |cell| cell.chars().count());
        let widths: Vec<usize> = (0..columns)
            .map(|column| self.rows.iter().map(cell_width(column)).max().unwrap_or(0))
            .collect();
        let mut text = String::new();
        for row in &self.rows {
            let mut line = " ".repeat(self.indent);
            for (column, (cell, &width)) in row.iter().zip(&widths).enumerate() {
                if column > 0 {
                    line += "  ";
                }
                line += &match self.align.get(column).unwrap_or(&Align::Left) {
                    Align::Left => format!("{cell:<width$}"),
                    Align::Right => format!("{cell:>width$}"),
                };
            }
            text += line.trim_end();
            text.push('\n');
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_left_and_numbers_right() {
        let mut columns = Columns::name_and_numbers(2).indented(2);
        columns.row(["", "mean", "5%"]);
        columns.row(["sensitive", "7", "µ"]);
        columns.row(["short"]);
        assert_eq!(
            columns.text(),
            "             mean  5%\n  sensitive     7   µ\n  short\n"
        );
    }

    #[test]
    fn left_columns_end_without_spaces() {
        let mut columns = Columns::left();
        columns.row(["a", "long text"]);
        columns.row(["bcd", "x"]);
        assert_eq!(columns.text(), "a    long text\nbcd  x\n");
    }
}
