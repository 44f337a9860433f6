//! roles.csv as cells, for a grid that shows what a person typed, sound or not; and back to text.

use serde::Serialize;

use super::cell;
use super::error::ImportError;
use super::reader::read;
use super::roles::FORMAT;
use crate::desired::Item;
use crate::desired::keys::{self, KEYS};

/// The cells of a roles CSV.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RolesTable {
    /// In the file's order, as the format spells them.
    pub columns: Vec<String>,
    /// Every row that is not blank.
    pub rows: Vec<TableRow>,
}

/// One row, as long as it was written.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TableRow {
    /// Where it begins, from 1.
    pub line: u32,
    /// Without the blanks around them.
    pub cells: Vec<String>,
}

/// Reads the cells, judging only the file as a whole: [`super::roles::classify`] judges the rows.
/// Without any where a cell's end is in doubt: written back, `"my;db".public` would name other things.
///
/// # Errors
/// What is wrong with the file as a whole.
pub fn roles_table(text: &str) -> Result<RolesTable, ImportError> {
    let table = read(text.as_bytes(), &FORMAT)?;
    if !table.is_told_apart() {
        return Ok(RolesTable::default());
    }
    let row = |(line, cells)| TableRow { line, cells };
    Ok(RolesTable {
        columns: table.columns().into_iter().map(str::to_owned).collect(),
        rows: table.raw_rows().into_iter().map(row).collect(),
    })
}

/// Rows as CSV, the header first; quoted where a cell needs it.
pub fn write_table<R: AsRef<[String]>>(rows: &[R]) -> String {
    let mut text = String::new();
    for row in rows {
        write_row(&mut text, row.as_ref());
    }
    text
}

/// Items as CSV. The columns that the reference document does not have are there where an item
/// needs them.
pub fn write_roles(items: &[Item]) -> String {
    let all = FORMAT.columns.iter().map(|spec| spec.name);
    let cells: Vec<_> = items.iter().map(cells).collect();
    let needed = |at: usize| {
        cells
            .iter()
            .any(|row| row.get(at).is_some_and(|c| !c.is_empty()))
    };
    let kept: Vec<_> = all
        .enumerate()
        .filter(|(at, _)| is_reference(*at) || needed(*at))
        .collect();
    let header = kept.iter().map(|(_, name)| (*name).to_owned()).collect();
    let row = |cells: &Vec<String>| -> Vec<String> {
        let kept = kept.iter().filter_map(|(at, _)| cells.get(*at));
        kept.cloned().collect()
    };
    let rows: Vec<_> = std::iter::once(header)
        .chain(cells.iter().map(row))
        .collect();
    write_table(&rows)
}

fn is_reference(at: usize) -> bool {
    KEYS.get(at)
        .is_some_and(|key| key.in_csv != keys::Column::Added)
}

/// One item, a cell for each column of the format.
fn cells(item: &Item) -> Vec<String> {
    KEYS.iter().map(|key| cell::write(key, item)).collect()
}

fn write_row(text: &mut String, cells: &[String]) {
    // A row of one empty cell would be a blank line, which counts for nothing.
    let blank = matches!(cells, [only] if only.is_empty());
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        let trimmed = cell.trim() == cell;
        if blank || !trimmed || cell.contains([',', '"', '\n', '\r']) {
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(cell);
        }
    }
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desired::Prefix;
    use crate::import::roles::classify;

    fn rewritten(text: &str) -> String {
        let table = roles_table(text).unwrap();
        let rows = table.rows.into_iter().map(|row| row.cells);
        write_table(
            &std::iter::once(table.columns)
                .chain(rows)
                .collect::<Vec<_>>(),
        )
    }

    #[test]
    fn items_come_back_as_they_were() {
        let items: Vec<Item> = serde_yaml::from_str(
            r#"
- {resource_name: "a,b", type: managed, role: "r \"o\"", scopes: [app, '"my;db".public'], privileges: []}
- {resource_name: x, type: external, role: ro, source_role: pg_read_all_data, rotate_password: true}
- {resource_name: x, type: managed, role: rw, scopes: [app], privileges: [SELECT, ALL], mode: additive, connection_limit: -1, valid_until: infinity}
"#,
        )
        .unwrap();
        let text = write_roles(&items);
        let read = classify(&text, &Prefix::default(), None).unwrap();
        assert_eq!(read.problems(), []);
        let read: Vec<_> = read.into_taken().map(|entry| entry.item).collect();
        assert_eq!(read, items);
        assert_eq!(rewritten(&text), text);
    }

    #[test]
    fn the_reference_file_comes_back_byte_for_byte() {
        let text = include_str!("../../../tests/reference/roles.csv");
        assert_eq!(rewritten(text), text);
        let items: Vec<_> = classify(text, &Prefix::default(), None)
            .unwrap()
            .into_taken()
            .map(|entry| entry.item)
            .collect();
        assert_eq!(write_roles(&items), text);
    }

    #[test]
    fn cells_that_cannot_be_told_apart_are_none() {
        let text =
            "resource_name,type,role,scopes,permissions\na,managed,ro,\"my;db\".public,SELECT\n";
        assert_eq!(roles_table(text).unwrap(), RolesTable::default());
    }

    #[test]
    fn unsound_rows_are_cells_too() {
        let table =
            roles_table("resource_name,type,role,scopes,permissions\na,managd,ro,\"x y\"\n")
                .unwrap();
        assert_eq!(table.rows[0].line, 2);
        assert_eq!(table.rows[0].cells, ["a", "managd", "ro", "x y"]);
    }
}
