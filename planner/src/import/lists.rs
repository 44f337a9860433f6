//! Lists within one cell of roles.csv: scopes, and permissions.

use crate::desired::{PrivilegeWord, Scope};
use crate::ground::quote::brief;

/// Scopes between `;`. A `;` in SQL quotes belongs to the name; empty places between `;` count
/// for nothing.
pub(super) fn scopes(cell: &str) -> Result<Vec<Scope>, String> {
    let mut quoted = false;
    let mut comma = None;
    let mut scopes = Vec::new();
    for part in cell.split(|c| {
        quoted ^= c == '"';
        c == ';' && !quoted
    }) {
        let part = part.trim();
        if !part.is_empty() {
            scopes.push(part);
        }
        comma = comma.or_else(|| has_bare_comma(part).then_some(part));
    }
    if let Some(part) = comma {
        return Err(format!(
            "scope `{}` has a comma; put `;` between scopes, or quote a name that has a comma",
            brief(part)
        ));
    }
    scopes.into_iter().map(str::parse).collect()
}

fn has_bare_comma(scope: &str) -> bool {
    scope
        .split('"')
        .step_by(2)
        .any(|outside| outside.contains(','))
}

/// Words between `;`, `,` or white space. `ALL PRIVILEGES` is `ALL`, and `ON` goes on
/// with the word before it: `SELECT ON SEQUENCES`.
pub(super) fn privileges(cell: &str) -> Result<Vec<PrivilegeWord>, String> {
    let parts = cell.split(|c: char| c == ';' || c == ',' || c.is_whitespace());
    let mut words: Vec<String> = Vec::new();
    for part in parts.filter(|part| !part.is_empty()) {
        let on = |word: &str| word.eq_ignore_ascii_case("ON");
        let goes_on = words.last().is_some_and(|last| {
            let is_all = last.eq_ignore_ascii_case("ALL");
            (is_all && part.eq_ignore_ascii_case("PRIVILEGES"))
                || last.split_whitespace().next_back().is_some_and(on)
        });
        match words.last_mut() {
            Some(last) if goes_on || on(part) => {
                last.push(' ');
                last.push_str(part);
            }
            _ => words.push(part.to_owned()),
        }
    }
    words.iter().map(|word| word.parse()).collect()
}
