//! The header: which cell holds which column. Names in any order and case.

use super::error::{HeaderFault, ImportError};
use super::nearest::nearest;
use super::place::Column;

/// One column of a format.
#[derive(Clone)]
pub(super) struct Spec {
    pub name: &'static str,
    /// Another name that is taken.
    pub alias: Option<&'static str>,
    pub required: bool,
}

/// A CSV format.
pub(super) struct Format {
    pub columns: Vec<Spec>,
    /// As documented, for messages.
    pub header: String,
    /// True where a misplaced cell may be a password: then no unknown cell is ever shown.
    pub secret: bool,
}

impl Format {
    /// A format of these columns, none of which may be left out.
    pub fn of(names: &[&'static str], secret: bool) -> Self {
        let spec = |name: &&'static str| Spec {
            name,
            alias: None,
            required: true,
        };
        Self {
            columns: names.iter().map(spec).collect(),
            header: names.join(","),
            secret,
        }
    }

    /// Whether it has such a column.
    pub fn knows(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

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
    /// For each column of the format, its position in the row.
    cells: Vec<Option<usize>>,
    format: &'static Format,
}

impl Header {
    /// Reads the header from its cells.
    ///
    /// # Errors
    /// [`ImportError::Separator`], [`ImportError::NoHeader`], or [`ImportError::Header`] with
    /// everything that is wrong.
    pub fn read(names: &[&str], line: u32, format: &'static Format) -> Result<Self, ImportError> {
        let expected = format.header.as_str();
        if let [only] = names
            && only.contains('|')
            && only.split('|').any(|name| format.knows(name.trim()))
        {
            return Err(ImportError::Separator { line, expected });
        }
        let mut cells: Vec<Option<usize>> = vec![None; format.columns.len()];
        let mut faults = Vec::new();
        for (at, name) in names.iter().enumerate() {
            match format.find(name) {
                Some(found) => match cells.get_mut(found) {
                    Some(Some(first)) => faults.push(HeaderFault::Duplicate {
                        name: format.name(found),
                        first: number(*first),
                        second: number(at),
                    }),
                    Some(free) => *free = Some(at),
                    None => {}
                },
                None if name.is_empty() => faults.push(HeaderFault::Unnamed(number(at))),
                None => faults.push(format.unknown(number(at), name)),
            }
        }
        if cells.iter().all(Option::is_none) && !faults.iter().any(HeaderFault::has_nearest) {
            return Err(ImportError::NoHeader { line, expected });
        }
        for (spec, cell) in format.columns.iter().zip(&cells) {
            if spec.required && cell.is_none() {
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
        self.cells.get(column).copied().flatten()
    }

    /// The columns in the file's order.
    pub fn names(&self) -> Vec<&'static str> {
        let columns = (0..self.width).filter_map(|at| self.position(at));
        columns.map(|column| self.format.name(column)).collect()
    }

    /// The column for messages.
    pub fn column(&self, column: usize) -> Column {
        Column {
            number: self.cell(column).map(number),
            name: self.format.name(column).to_owned(),
        }
    }

    fn position(&self, cell: usize) -> Option<usize> {
        self.cells.iter().position(|at| *at == Some(cell))
    }

    /// The column that a cell belongs to, for messages.
    pub fn column_at(&self, cell: usize) -> Option<Column> {
        self.position(cell).map(|column| self.column(column))
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
        let name = crate::ground::quote::brief(name);
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
