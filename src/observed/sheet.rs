//! The text of a file as a table: what it is where it is none, its header, its rows.

use super::faults::{At, Fault, Faults};
use crate::document::{Checked, FileError};
use csv::StringRecord;

/// A table of text.
pub(super) struct Sheet<'a> {
    pub headers: Vec<String>,
    /// Where the header stands.
    pub at: At,
    text: &'a str,
    delimiter: u8,
}

/// The text of a file, from its bytes; `file` is its name in messages.
///
/// # Errors
/// It is a workbook of a spreadsheet, or no UTF-8 text.
pub fn text(file: &str, bytes: Vec<u8>) -> Checked<String> {
    let refused =
        |what: &str| FileError::whole_file(file, what).allowed("a CSV file: UTF-8 text, commas, a header line");
    let save = "save it as CSV: File, Save As, \"CSV UTF-8 (Comma delimited)\"";
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(refused("is a workbook of Excel or another office program, or an archive").help(save));
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(refused("is UTF-16 text").help(save));
    }
    if bytes.starts_with(&[0x1f, 0x8b]) {
        return Err(refused("is compressed").help("unpack it with gunzip"));
    }
    if bytes.contains(&0) {
        return Err(refused("is no text"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = 1 + valid.iter().filter(|&&byte| byte == b'\n').count();
        refused(&format!("is no UTF-8 text: the first other byte is on line {line}")).help(save)
    })
}

/// Columns of a table at most.
pub const MOST_COLUMNS: usize = 10_000;

impl<'a> Sheet<'a> {
    /// Finds the header: the first line that is neither empty nor a remark (`# ...`).
    pub fn open(text: &'a str, faults: &mut Faults) -> Option<Self> {
        let text_start = if text.starts_with('\u{feff}') {
            '\u{feff}'.len_utf8()
        } else {
            0
        };
        let mut at = At {
            line: 1,
            byte: text_start,
        };
        for whole in text[text_start..].split_inclusive('\n') {
            let line = whole.trim();
            let stated = line.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("sep="));
            let remark = line.starts_with("# ") || line == "#";
            if !(line.is_empty() || stated || remark) {
                return Self::with_header(text, line, at, faults);
            }
            at = At {
                line: at.line + 1,
                byte: at.byte + whole.len(),
            };
        }
        let fault = Fault {
            what: "is empty",
            allowed: "a header line, then a row for each observation".to_owned(),
            ..Fault::default()
        };
        faults.add(None, &fault);
        None
    }

    fn with_header(text: &'a str, line: &str, at: At, faults: &mut Faults) -> Option<Self> {
        let count = |mark: char| line.matches(mark).count();
        let (commas, semicolons, tabs) = (count(','), count(';'), count('\t'));
        if semicolons > commas && semicolons > tabs {
            let fault = Fault {
                what: "has semicolons between its columns, as spreadsheets of much of Europe write them",
                allowed: "commas between columns, points in numbers: flask,day,cells".to_owned(),
                help: "where numbers have decimal commas, turn each `,` into `.` first and then each `;` into `,`; or save it \
                       anew with English (US) as the region of the file",
                ..Fault::default()
            };
            faults.add(Some(at), &fault);
            return None;
        }
        if commas.max(tabs) >= MOST_COLUMNS {
            let fault = Fault {
                what: "has too many columns",
                allowed: format!("at most {MOST_COLUMNS}"),
                ..Fault::default()
            };
            faults.add(Some(at), &fault);
            return None;
        }
        let delimiter = if tabs > commas { b'\t' } else { b',' };
        let mut sheet = Self {
            headers: Vec::new(),
            at,
            text,
            delimiter,
        };
        let mut record = StringRecord::new();
        let read = sheet.reader().read_record(&mut record);
        if matches!(read, Ok(true)) {
            sheet.headers = record.iter().map(|name| name.trim().to_owned()).collect();
        }
        if line.chars().any(char::is_control) && delimiter == b',' {
            let fault = Fault {
                what: "holds control characters",
                allowed: "a CSV file: text, commas, a header line".to_owned(),
                ..Fault::default()
            };
            faults.add(Some(at), &fault);
            return None;
        }
        Some(sheet)
    }

    fn reader(&self) -> csv::Reader<&'a [u8]> {
        csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .trim(csv::Trim::All)
            .delimiter(self.delimiter)
            .from_reader(&self.text.as_bytes()[self.at.byte..])
    }

    /// Gives every row that is not empty, with its place.
    pub fn rows(&self, mut see: impl FnMut(&StringRecord, At)) {
        let mut reader = self.reader();
        let mut record = StringRecord::new();
        let mut header = true;
        // The text is UTF-8 and rows may have any length: nothing can go wrong in reading.
        while let Ok(true) = reader.read_record(&mut record) {
            if std::mem::take(&mut header) || record.iter().all(str::is_empty) {
                continue;
            }
            see(&record, self.place(&record));
        }
    }

    /// Where a row begins: the reader's positions may lie before line ends and empty lines.
    fn place(&self, record: &StringRecord) -> At {
        let (byte, line) = record
            .position()
            .map_or((0, 1), |at| (at.byte() as usize, at.line() as usize));
        let byte = self.at.byte + byte;
        let skipped = self.text.as_bytes()[byte..]
            .iter()
            .take_while(|byte| matches!(byte, b'\r' | b'\n'));
        let lines = skipped.clone().filter(|&&byte| byte == b'\n').count();
        At {
            line: self.at.line - 1 + line + lines,
            byte: byte + skipped.count(),
        }
    }
}
