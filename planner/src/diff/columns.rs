//! Column privileges: a managed role has none of its own; tables are what is desired.
//!
//! What no table of kinds can say: a table's grant options count on its columns, and its REVOKE takes
//! their entries along. So what the role gave to itself on a column goes before the table's grant
//! option that it may stand on, and all the rest after the table's own.

use super::objects::{Found, Site, authority, revoke, survey};
use super::{Context, Findings};
use crate::catalog::{ColumnAcl, Schema};
use crate::ground::names::SchemaName;
use crate::ground::privilege::Privileges;
use crate::step::{At, Target};

/// The columns of a schema that have an ACL.
pub(super) struct Columns<'a>(Vec<(&'a ColumnAcl, Found<'a>)>);

impl<'a> Columns<'a> {
    pub fn survey(
        context: &Context<'_>,
        site: &Site<'_>,
        schema: &'a Schema,
        out: &mut Findings,
    ) -> Self {
        let (columns, objects): (Vec<_>, Vec<_>) =
            schema.columns_with_table(&context.catalog.server).unzip();
        let objects = objects.into_iter().map(|on| (on, Privileges::NONE));
        let found = survey(context, site, objects, out);
        Self(columns.into_iter().zip(found).collect())
    }

    /// `own`: what the role gave to itself, else all the rest.
    pub fn revokes(
        &self,
        context: &Context<'_>,
        site: &Site<'_>,
        schema: &SchemaName,
        own: bool,
        out: &mut Findings,
    ) {
        for (column, found) in &self.0 {
            let extras = found.gap.extra.iter();
            for extra in extras.filter(|extra| extra.not_own != own) {
                let Some(authority) = authority(context, site, found, extra, out) else {
                    continue;
                };
                let at = At::Column(
                    schema.clone(),
                    column.relation.clone(),
                    column.column.clone(),
                );
                let kind = found.on.kind;
                let subject = site.describe(&found.on);
                let on = Target { kind, at };
                revoke(context, site, on, extra, &authority, &subject, out);
            }
        }
    }
}
