//! What a role should hold on every object: by its scopes, kind by kind.

use super::{PrivilegeWord, RoleConfig};
use crate::ground::kind::{KINDS, ObjectKind, since};
use crate::ground::names::{DatabaseName, SchemaName};
use crate::ground::privilege::{Privilege, Privileges};
use crate::ground::server::Server;

/// What a role's item asks for on one server.
#[derive(Clone, Debug)]
pub struct Wanted<'a> {
    config: &'a RoleConfig,
    /// In a scope, by kind, in the order of the table.
    in_scope: Vec<(ObjectKind, Privileges)>,
}

impl<'a> Wanted<'a> {
    /// What the item's words mean there; nothing where one of them means nothing.
    pub fn new(config: &'a RoleConfig, server: &Server) -> Self {
        let asked = |kind| expand(config.privileges(), kind, server);
        let rows = KINDS.iter();
        Self {
            config,
            in_scope: rows
                .map(|row| (row.kind, row.implied.union(asked(row.kind))))
                .collect(),
        }
    }

    /// In every scope, on objects of this kind.
    pub fn in_scope(&self, kind: ObjectKind) -> Privileges {
        let mut rows = self.in_scope.iter();
        let found = rows.find(|(known, _)| *known == kind);
        found.map_or(Privileges::NONE, |(_, wanted)| *wanted)
    }

    /// On a database itself.
    pub fn on_database(&self, database: &DatabaseName) -> Privileges {
        if self.config.has_scope_in(database) {
            self.in_scope(ObjectKind::Database)
        } else {
            Privileges::NONE
        }
    }

    /// On a schema itself, or on what stands in it.
    pub fn on(&self, kind: ObjectKind, database: &DatabaseName, schema: &SchemaName) -> Privileges {
        if self.config.covers(database, schema) {
            self.in_scope(kind)
        } else {
            Privileges::NONE
        }
    }
}

/// What the words ask for on one kind of object, as far as the server has it.
fn expand(words: &[PrivilegeWord], kind: ObjectKind, server: &Server) -> Privileges {
    let accepted = kind.accepted(server);
    let asked = kind.row().asked;
    words
        .iter()
        .map(|word| match word {
            PrivilegeWord::All if asked.is_empty() => Privileges::NONE,
            PrivilegeWord::All => accepted,
            PrivilegeWord::One(p) => Privileges::only(*p).intersection(asked),
            PrivilegeWord::On(on, _) if *on != kind => Privileges::NONE,
            PrivilegeWord::On(_, None) => accepted,
            PrivilegeWord::On(_, Some(p)) => Privileges::only(*p),
        })
        .fold(Privileges::NONE, Privileges::union)
        .intersection(accepted)
}

/// Checks that the server knows each word.
///
/// # Errors
/// The first privilege that the server's version lacks.
pub fn check_words(words: &[PrivilegeWord], server: &Server) -> Result<(), String> {
    let known = |p: Privilege| {
        let mut rows = KINDS.iter();
        rows.any(|row| row.kind.accepted(server).contains(p))
    };
    for word in words {
        if let PrivilegeWord::One(p) | PrivilegeWord::On(_, Some(p)) = word
            && !known(*p)
        {
            let came =
                since(*p).map_or_else(String::new, |major| format!(" (it came with {major})"));
            return Err(format!(
                "privilege `{p}` does not exist on PostgreSQL {}{came}; leave it out for this cluster",
                server.version()
            ));
        }
    }
    Ok(())
}
