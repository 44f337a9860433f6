//! Tables: columns without borders, `-` for an empty cell. On a terminal long cells wrap; in a pipe
//! every row is one line.

use std::io::IsTerminal;

use comfy_table::{
    Attribute, Cell, Color, ColumnConstraint, ContentArrangement, Table as Comfy, Width, presets,
};
use console::{Term, measure_text_width};
use planner::quote::display;

/// A table under construction.
pub struct Table {
    header: Vec<&'static str>,
    rows: Vec<Vec<String>>,
    colored: Option<usize>,
}

/// The color of a status word.
fn status_color(status: &str) -> Option<Color> {
    Some(match status {
        "in-sync" | "success" | "new" | "stored" | "passed" | "ok" => Color::Green,
        "out-of-sync" | "updated" | "running" | "not-started" => Color::Yellow,
        "failed" | "stale" | "invalid" | "conflict" => Color::Red,
        "skipped" | "unchanged" | "duplicate" => Color::DarkGrey,
        _ => return None,
    })
}

impl Table {
    /// A table with this header. The column STATUS, where there is one, is colored.
    pub fn new(header: &[&'static str]) -> Self {
        Self {
            header: header.to_vec(),
            rows: Vec::new(),
            colored: header.iter().position(|name| *name == "STATUS"),
        }
    }

    /// Adds a row. Control characters are escaped; a line break becomes a space.
    pub fn row(&mut self, cells: &[&str]) {
        let clean = |cell: &&str| {
            let line: Vec<_> = cell
                .lines()
                .map(str::trim)
                .filter(|part| !part.is_empty())
                .collect();
            match line.join(" ") {
                empty if empty.is_empty() => "-".to_owned(),
                text => display(&text),
            }
        };
        self.rows.push(cells.iter().map(clean).collect());
    }

    /// The text, or `None` without rows.
    pub fn render(self, color: bool) -> Option<String> {
        if self.rows.is_empty() {
            return None;
        }
        if !color && !std::io::stdout().is_terminal() {
            return Some(self.aligned());
        }
        let mut table = Comfy::new();
        table.load_style(presets::NOTHING);
        table.force_no_tty();
        if color {
            table.enforce_styling();
        }
        let bold = |name: &&str| match color {
            true => Cell::new(name).add_attribute(Attribute::Bold),
            false => Cell::new(name),
        };
        table.set_header(self.header.iter().map(bold));
        for row in &self.rows {
            table.add_row(row.iter().enumerate().map(|(at, text)| {
                let cell = Cell::new(text);
                match status_color(text).filter(|_| color && Some(at) == self.colored) {
                    Some(color) => cell.fg(color),
                    None => cell,
                }
            }));
        }
        for column in table.column_iter_mut() {
            column.set_padding((0, 2));
        }
        if matches!(self.header.last(), Some(&"MESSAGE" | &"DETAIL")) {
            wrap_last(&mut table);
        }
        Some(table.trim_fmt() + "\n")
    }
}

impl Table {
    /// In a pipe, where nothing wraps: an import has a million rows, of which each is gone once it is
    /// written.
    fn aligned(self) -> String {
        // Cells hold no control characters.
        let width = |text: &str| match text.is_ascii() {
            true => text.len(),
            false => measure_text_width(text),
        };
        let mut widths: Vec<usize> = self.header.iter().map(|name| width(name)).collect();
        for row in &self.rows {
            for (widest, cell) in widths.iter_mut().zip(row) {
                *widest = width(cell).max(*widest);
            }
        }
        let mut text = String::new();
        let mut line = |cells: &mut dyn Iterator<Item = &str>| {
            for (cell, widest) in cells.zip(&widths) {
                text.push_str(cell);
                text.extend(std::iter::repeat_n(' ', widest - width(cell) + 2));
            }
            text.truncate(text.trim_end_matches(' ').len());
            text.push('\n');
        };
        line(&mut self.header.iter().copied());
        for row in self.rows {
            line(&mut row.iter().map(String::as_str));
        }
        text
    }
}

/// On a terminal the last column takes what room is left. The others stay whole: a sid in two
/// pieces could not be copied.
fn wrap_last(table: &mut Comfy) {
    const NARROWEST: u16 = 30;
    let width = Term::stdout().size_checked().map(|(_, width)| width);
    let Some(width) = width.filter(|_| std::io::stdout().is_terminal()) else {
        return;
    };
    table
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(width);
    let last = table.column_count().saturating_sub(1);
    for (at, column) in table.column_iter_mut().enumerate() {
        column.set_constraint(match at == last {
            true => ColumnConstraint::LowerBoundary(Width::Fixed(NARROWEST)),
            false => ColumnConstraint::ContentWidth,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_lines_and_empty_cells_are_dashes() {
        let mut table = Table::new(&["NAME", "STATUS", "MESSAGE"]);
        table.row(&["a", "failed", "one\ntwo \u{1b}[31m"]);
        table.row(&["longer", "in-sync", ""]);
        table.row(&["\u{6f22}\u{5b57}", "new", "wide"]);
        assert_eq!(
            table.render(false).unwrap(),
            "NAME    STATUS   MESSAGE\na       failed   one two \\u{1b}[31m\nlonger  in-sync  -\n\u{6f22}\u{5b57}    new      wide\n"
        );
        assert!(Table::new(&["NAME"]).render(false).is_none());
    }
}
