//! The one walk over everything that has an ACL. Here, and nowhere after it, a NULL ACL is replaced
//! by PostgreSQL's built-in default.

use std::borrow::Cow;

use super::acl::effective;
use super::{Acl, ColumnAcl, Database, ObjectGroup, Schema};
use crate::ground::kind::ObjectKind;
use crate::ground::names::{ColumnName, DatabaseName, RelationName, RoleName, SchemaName};
use crate::ground::privilege::Privileges;
use crate::ground::server::Server;

/// Objects of one kind that stand in one place and share owner and ACL; often just one.
#[derive(Clone, Debug)]
pub struct Objects<'a> {
    /// Their kind.
    pub kind: ObjectKind,
    /// Their kind as facts and the browser tell it: `materialized_view`.
    pub word: &'static str,
    /// Their owner; of a column, its table's.
    pub owner: &'a RoleName,
    /// What applies: never NULL.
    pub acl: Cow<'a, Acl>,
    /// Of a column: its table's ACL, whose grant options count on the column too.
    pub table: Option<Cow<'a, Acl>>,
    /// The names of those that stand in a schema, in byte order; of a column, its table's.
    pub names: Cow<'a, [RelationName]>,
    /// The column, where it is one.
    pub column: Option<&'a ColumnName>,
}

impl<'a> Objects<'a> {
    fn new(
        kind: ObjectKind,
        owner: &'a RoleName,
        acl: Option<&'a Acl>,
        names: &'a [RelationName],
        server: &Server,
    ) -> Self {
        Self {
            kind,
            word: kind.row().word,
            owner,
            acl: effective(acl, kind, owner, server),
            table: None,
            names: Cow::Borrowed(names),
            column: None,
        }
    }

    /// What a role holds by entries of its own.
    pub fn held_by(&self, role: &RoleName) -> Privileges {
        self.acl.held_by(role)
    }

    /// What a role may pass on.
    pub fn grantable_by(&self, role: &RoleName) -> Privileges {
        let tables = self.table.iter().map(|acl| acl.grantable_by(role));
        tables.fold(self.acl.grantable_by(role), Privileges::union)
    }
}

impl ObjectGroup {
    /// The group, as part of the walk.
    pub fn objects<'a>(&'a self, server: &Server) -> Objects<'a> {
        let kind = self.kind.object_kind();
        Objects {
            word: self.kind.word(),
            ..Objects::new(kind, &self.owner, self.acl.as_ref(), &self.names, server)
        }
    }
}

impl Database {
    /// The database itself.
    pub fn object<'a>(&'a self, server: &Server) -> Objects<'a> {
        let acl = self.acl.as_ref();
        Objects::new(ObjectKind::Database, &self.owner, acl, &[], server)
    }

    /// Its schemas, where they were read.
    pub fn schemas(&self) -> impl Iterator<Item = (&SchemaName, &Schema)> {
        self.contents.iter().flat_map(|contents| &contents.schemas)
    }
}

impl Schema {
    /// The schema itself.
    pub fn object<'a>(&'a self, server: &Server) -> Objects<'a> {
        let acl = self.acl.as_ref();
        Objects::new(ObjectKind::Schema, &self.owner, acl, &[], server)
    }

    /// What stands in it, of one kind.
    pub fn objects_of<'a>(
        &'a self,
        kind: ObjectKind,
        server: &Server,
    ) -> impl Iterator<Item = Objects<'a>> {
        let groups = self.objects.iter();
        groups
            .filter(move |group| group.kind.object_kind() == kind)
            .map(move |group| group.objects(server))
    }

    /// How many of one kind it has.
    pub fn count(&self, kind: ObjectKind) -> usize {
        let groups = self.objects.iter();
        groups
            .filter(|group| group.kind.object_kind() == kind)
            .map(|group| group.names.len())
            .sum()
    }

    /// The group that an object of this name is in.
    pub fn group(&self, name: &RelationName) -> Option<&ObjectGroup> {
        let mut groups = self.objects.iter();
        groups.find(|group| group.names.binary_search(name).is_ok())
    }

    /// The columns with an ACL of their own, each with its table's owner and grant options.
    pub fn columns_with_table<'a>(
        &'a self,
        server: &Server,
    ) -> impl Iterator<Item = (&'a ColumnAcl, Objects<'a>)> {
        self.columns.iter().filter_map(move |column| {
            let table = self.group(&column.relation)?.objects(server);
            let names = std::slice::from_ref(&column.relation);
            let acl = Some(&column.acl);
            let objects = Objects::new(ObjectKind::Column, table.owner, acl, names, server);
            Some((
                column,
                Objects {
                    table: Some(table.acl),
                    column: Some(&column.column),
                    ..objects
                },
            ))
        })
    }
}

/// `analytics.public`, for people.
pub fn schema_path(database: &DatabaseName, schema: &SchemaName) -> String {
    use crate::ground::quote::path_part;
    let mut path = path_part(database.as_str());
    path.push('.');
    path.push_str(&path_part(schema.as_str()));
    path
}
