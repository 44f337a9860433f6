//! The reader all formats share: bytes in, header and rows with their true lines out.

use super::decode::decode;
use super::error::ImportError;
use super::header::{Format, Header, number};
use super::place::{Fault, Missing};
use super::quotes::{Tidy, tidy};
use super::separator::{separator, word};

/// The most rows of a file: what is made of them stays in memory.
pub(super) const MOST_ROWS: usize = 1_000_000;

/// A file whose header is sound.
pub(super) struct Table {
    header: Header,
    text: String,
    /// What stands between the cells.
    mark: char,
    /// Cells of the header's row: more than it names where spreadsheets write empty columns.
    full: usize,
    /// Below the header.
    pub rows: usize,
    /// See [`Tidy::stray`].
    stray: Vec<(u32, u32)>,
}

/// One row with as many cells as the header. No `Debug`: it may hold a password.
#[derive(Clone, Copy)]
pub(super) struct Cells<'a> {
    header: &'a Header,
    record: &'a csv::StringRecord,
}

/// Reads a file. A byte order mark, CRLF and the marks of other countries are fine; rows of blank
/// cells are left out, as spreadsheets write them below the data, and so are columns of blank cells
/// at the end.
///
/// # Errors
/// What is wrong with the file as a whole.
pub(super) fn read(bytes: &[u8], format: &'static Format) -> Result<Table, ImportError> {
    let decoded = decode(bytes)?;
    let (mark, table) = separator(&decoded, format);
    let Tidy { text, stray } = tidy(table, mark)?;
    drop(decoded);
    let mut header = None;
    let mut full = 0;
    let mut count = 0_usize;
    let found = each_row(&text, mark, |line, record| {
        if header.is_none() {
            full = record.len();
            let mut names: Vec<&str> = record.iter().map(str::trim).collect();
            while names.last().is_some_and(|name| name.is_empty()) {
                names.pop();
            }
            header = Some(Header::read(&names, line, format)?);
            return Ok(());
        }
        count += 1;
        match count > MOST_ROWS {
            true => Err(ImportError::TooMany { line }),
            false => Ok(()),
        }
    });
    found?;
    match header {
        None => Err(ImportError::Empty {
            expected: format.header.as_ref(),
        }),
        Some(_) if count == 0 => Err(ImportError::NoRows),
        Some(header) => Ok(Table {
            header,
            text,
            mark,
            full,
            rows: count,
            stray,
        }),
    }
}

/// Goes through the rows that are not blank, each with its line, and keeps none.
fn each_row(
    text: &str,
    mark: char,
    mut see: impl FnMut(u32, &csv::StringRecord) -> Result<(), ImportError>,
) -> Result<(), ImportError> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(u8::try_from(mark).unwrap_or(b','))
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    // The text is UTF-8 and rows may have any length: nothing else can fail.
    while reader
        .read_record(&mut record)
        .map_err(|e| ImportError::Encoding {
            line: line_of(text, e.position()),
        })?
    {
        if !record.iter().all(|cell| cell.trim().is_empty()) {
            see(line_of(text, record.position()), &record)?;
        }
    }
    Ok(())
}

/// The csv crate's position is where the row before ended: empty lines up to the row are added.
fn line_of(text: &str, position: Option<&csv::Position>) -> u32 {
    let Some(position) = position else { return 1 };
    let at = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    let blank = rest.iter().take_while(|b| **b == b'\n').count();
    u32::try_from(position.line())
        .unwrap_or(u32::MAX)
        .saturating_add(number(blank) - 1)
}

impl Table {
    /// Makes something of every row: of its line, and its cells or what is wrong with them as a
    /// whole.
    pub fn map_rows<T>(&self, mut make: impl FnMut(u32, Result<Cells<'_>, Fault>) -> T) -> Vec<T> {
        let mut made = Vec::with_capacity(self.rows);
        self.see_rows(|line, cells| made.push(make(line, cells)));
        made
    }

    /// Shows every row, as [`Table::map_rows`].
    pub fn see_rows(&self, mut see: impl FnMut(u32, Result<Cells<'_>, Fault>)) {
        self.each_record(|line, record| see(line, self.cells(line, record)));
    }

    fn each_record(&self, mut see: impl FnMut(u32, &csv::StringRecord)) {
        let mut is_header = true;
        // What can be wrong with the text was found when it was read.
        let _ = each_row(&self.text, self.mark, |line, record| {
            if !std::mem::take(&mut is_header) {
                see(line, record);
            }
            Ok(())
        });
    }

    /// The columns in the file's order, as the format spells them.
    pub fn columns(&self) -> Vec<&'static str> {
        self.header.names()
    }

    /// False where text follows a closing quote: a row's cells are then not what was meant.
    pub fn is_told_apart(&self) -> bool {
        self.stray.is_empty()
    }

    /// Every row's cells as they stand, sound or not: its line, and the cells without the blanks
    /// around them.
    pub fn raw_rows(&self) -> Vec<(u32, Vec<String>)> {
        let mut rows = Vec::with_capacity(self.rows);
        self.each_record(|line, record| {
            let cells = record.iter().take(self.width_of(record));
            rows.push((line, cells.map(|cell| cell.trim().to_owned()).collect()));
        });
        rows
    }

    /// How many cells a row has, without the blank ones of columns that have no name.
    fn width_of(&self, record: &csv::StringRecord) -> usize {
        let (have, named) = (record.len(), self.header.width);
        let unnamed = || record.iter().skip(named).all(|cell| cell.trim().is_empty());
        if have > named && have <= self.full && unnamed() {
            return named;
        }
        have
    }

    fn cells<'a>(&'a self, line: u32, record: &'a csv::StringRecord) -> Result<Cells<'a>, Fault> {
        let (header, have, want) = (&self.header, self.width_of(record), self.header.width);
        if let Ok(at) = self.stray.binary_search_by_key(&line, |(row, _)| *row)
            && let Some((_, cell)) = self.stray.get(at)
        {
            return Err(Fault {
                column: header.column_at(*cell as usize - 1),
                reason: "text follows a closing quote; put the whole cell in quotes and write each quote inside it twice (\"\")".to_owned(),
                missing: None,
            });
        }
        if have != want {
            let mark = word(self.mark);
            let (column, remedy) = match have > want {
                true => {
                    let remedy = format!(
                        "put a cell that has a {mark} in it in quotes, and drop {mark}s at the end"
                    );
                    (None, remedy)
                }
                false => {
                    let remedy = format!("an empty cell still needs its {mark}");
                    (header.column_at(have), remedy)
                }
            };
            let s = if have == 1 { "" } else { "s" };
            let reason = format!("the row has {have} cell{s}, the header {want}; {remedy}");
            return Err(Fault {
                column,
                reason,
                missing: None,
            });
        }
        Ok(Cells { header, record })
    }
}

impl<'a> Cells<'a> {
    /// The cell as it is; empty where the file has no such column.
    pub fn raw(self, column: usize) -> &'a str {
        self.header
            .cell(column)
            .and_then(|at| self.record.get(at))
            .unwrap_or_default()
    }

    /// The cell without the blanks around it.
    pub fn text(self, column: usize) -> &'a str {
        self.raw(column).trim()
    }

    /// What is wrong with a cell.
    pub fn fault(self, column: usize, reason: impl Into<String>) -> Fault {
        Fault {
            column: Some(self.header.column(column)),
            reason: reason.into(),
            missing: None,
        }
    }

    /// The same, where what would put it right lies outside the file.
    pub fn missing(self, column: usize, what: Missing, reason: impl Into<String>) -> Fault {
        Fault {
            missing: Some(what),
            ..self.fault(column, reason)
        }
    }
}
