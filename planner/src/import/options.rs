//! The optional cells of roles.csv: what plan.yaml writes as keys of their own.

use crate::desired::Mode;
use crate::ground::quote::display;

/// A cell that may be empty.
pub(super) fn text(cell: &str) -> Option<String> {
    (!cell.is_empty()).then(|| cell.to_owned())
}

/// `true`, `false`, or nothing for false; spreadsheets write either in capitals.
pub(super) fn rotate(cell: &str) -> Result<bool, String> {
    match cell.to_ascii_lowercase().as_str() {
        "" | "false" => Ok(false),
        "true" => Ok(true),
        _ => Err(format!(
            "rotate_password is `{}`; write true or false",
            display(cell)
        )),
    }
}

/// As `rotate` reads it.
pub(super) fn written(rotate: bool) -> &'static str {
    if rotate { "true" } else { "" }
}

/// `authoritative` or `additive`.
pub(super) fn mode(cell: &str) -> Result<Option<Mode>, String> {
    match cell.to_ascii_lowercase().as_str() {
        "" => Ok(None),
        "authoritative" => Ok(Some(Mode::Authoritative)),
        "additive" => Ok(Some(Mode::Additive)),
        _ => Err(format!(
            "mode `{}` is unknown; write authoritative or additive",
            display(cell)
        )),
    }
}

/// As `mode` reads it.
pub(super) fn word(mode: Mode) -> &'static str {
    match mode {
        Mode::Authoritative => "authoritative",
        Mode::Additive => "additive",
    }
}

/// A whole number.
pub(super) fn limit(cell: &str) -> Result<Option<i32>, String> {
    if cell.is_empty() {
        return Ok(None);
    }
    cell.parse().map(Some).map_err(|_| {
        format!(
            "connection_limit is `{}`; write a whole number, -1 for none",
            display(cell)
        )
    })
}

/// As `limit` reads it.
pub(super) fn number(limit: Option<i32>) -> String {
    limit.map(|limit| limit.to_string()).unwrap_or_default()
}
