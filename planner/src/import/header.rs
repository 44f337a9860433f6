//! The header: which cell holds which column. Names in any order and case.

use std::collections::BTreeMap;

use super::error::{HeaderFault, ImportError};
use super::nearest::nearest;
use super::place::Column;

/// One column of a format.
pub(super) struct Spec {
    pub name: &'static str,
    /// Another name that is taken.
    pub alias: Option<&'static str>,
    pub required: bool,
}

/// A CSV format.
pub(super) struct Format {
    pub columns: &'static [Spec],
    /// As documented, for messages.
    pub header: &'static str,
    /// True where a misplaced cell may be a password: then no unknown cell is ever shown.
    pub secret: bool,
}

impl Format {
    /// The column's position in the format, by name or alias.
    fn find(&self, name: &str) -> Option<usize> {
        let same = |known: &str| known.eq_ignore_ascii_case(name);
        self.columns
            .iter()
            .position(|spec| same(spec.name) || spec.alias.is_some_and(same))
    }
}

/// Where each column of a format stands in a file.
pub(super) struct Header {
    /// Cells of the header.
    pub width: usize,
    /// From position in the format to position in the row.
    cells: BTreeMap<usize, usize>,
    format: &'static Format,
}

impl Header {
    /// Reads the header from its cells.
    ///
    /// # Errors
    /// [`ImportError::Separator`], [`ImportError::NoHeader`], or [`ImportError::Header`] with
    /// everything that is wrong.
    pub fn read(names: &[&str], line: u32, format: &'static Format) -> Result<Self, ImportError> {
        let expected = format.header;
        if let [only] = names {
            for (mark, separator) in [(';', "`;`"), ('\t', "a tab"), ('|', "`|`")] {
                if only.contains(mark) && only.split(mark).any(|n| format.find(n.trim()).is_some())
                {
                    return Err(ImportError::Separator {
                        line,
                        separator,
                        expected,
                    });
                }
            }
        }
        let mut cells = BTreeMap::new();
        let mut faults = Vec::new();
        for (at, name) in names.iter().enumerate() {
            match format.find(name) {
                Some(found) => {
                    if let Some(first) = cells.get(&found) {
                        faults.push(HeaderFault::Duplicate {
                            name: format.name(found),
                            first: number(*first),
                            second: number(at),
                        });
                    } else {
                        cells.insert(found, at);
                    }
                }
                None if name.is_empty() => faults.push(HeaderFault::Unnamed(number(at))),
                None => faults.push(format.unknown(number(at), name)),
            }
        }
        if cells.is_empty() && !faults.iter().any(HeaderFault::has_nearest) {
            return Err(ImportError::NoHeader { line, expected });
        }
        for (index, spec) in format.columns.iter().enumerate() {
            if spec.required && !cells.contains_key(&index) {
                faults.push(HeaderFault::Missing(spec.name));
            }
        }
        if faults.is_empty() {
            Ok(Self {
                width: names.len(),
                cells,
                format,
            })
        } else {
            Err(ImportError::Header {
                line,
                faults,
                expected,
            })
        }
    }

    /// The cell of a column, if the file has it.
    pub fn cell(&self, column: usize) -> Option<usize> {
        self.cells.get(&column).copied()
    }

    /// The column for messages.
    pub fn column(&self, column: usize) -> Column {
        Column {
            number: self.cell(column).map(number),
            name: self.format.name(column).to_owned(),
        }
    }

    /// The column that a cell belongs to, for messages.
    pub fn column_at(&self, cell: usize) -> Option<Column> {
        self.cells
            .iter()
            .find(|(_, at)| **at == cell)
            .map(|(column, _)| self.column(*column))
    }
}

impl Format {
    fn name(&self, column: usize) -> &'static str {
        self.columns
            .get(column)
            .map(|spec| spec.name)
            .unwrap_or_default()
    }

    fn unknown(&self, number: u32, name: &str) -> HeaderFault {
        if self.secret {
            return HeaderFault::Unknown {
                number,
                name: None,
                nearest: None,
            };
        }
        let names = self.columns.iter().map(|spec| spec.name);
        let name = crate::quote::display(name);
        HeaderFault::Unknown {
            number,
            nearest: nearest(&name, names),
            name: Some(name),
        }
    }
}

impl HeaderFault {
    fn has_nearest(&self) -> bool {
        matches!(
            self,
            Self::Unknown {
                nearest: Some(_),
                ..
            }
        )
    }
}

/// Cells count from 1 for people.
pub(super) fn number(cell: usize) -> u32 {
    u32::try_from(cell).unwrap_or(u32::MAX).saturating_add(1)
}
