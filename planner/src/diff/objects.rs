//! The diff of privileges: one loop for every kind of object. Gap, then who has to act, then a
//! statement; in bulk where the kind has a form for all of a schema and all agree, else by name.

use super::gap::{Extra, Gap, gap};
use super::{Context, Findings};
use crate::access::{self, Authority};
use crate::catalog::{Objects, schema_path};
use crate::desired::{NEEDED, Needs};
use crate::ground::kind::{Container, ObjectKind};
use crate::ground::names::{DatabaseName, RelationName, SchemaName};
use crate::ground::ordered::{Groups, set, sort};
use crate::ground::privilege::Privileges;
use crate::ground::quote::path_part;
use crate::step::{At, Phase, Statement, Target};

/// Where objects stand: in the cluster and of this database, or in this schema of it.
pub(super) struct Site<'a> {
    pub database: &'a DatabaseName,
    pub schema: Option<&'a SchemaName>,
    pub in_scope: bool,
    /// Statements run inside the database; else in the maintenance database.
    pub inside: bool,
    /// What INSERT needs of sequences.
    pub needs: Option<&'a Needs<'a>>,
}

impl Site<'_> {
    /// `analytics`, `analytics.public`
    pub fn path(&self) -> String {
        match self.schema {
            None => path_part(self.database.as_str()),
            Some(schema) => schema_path(self.database, schema),
        }
    }

    /// `schema app.public`; `app.public.orders`, or the first few of several.
    pub fn subject(&self, kind: ObjectKind, names: &[RelationName]) -> String {
        let shown = names.iter().take(3).map(|name| path_part(name.as_str()));
        let shown: Vec<_> = shown.collect();
        let more = match names.len().saturating_sub(shown.len()) {
            0 => String::new(),
            rest => format!(" and {rest} more"),
        };
        let below = if shown.is_empty() { "" } else { "." };
        format!(
            "{}{}{below}{}{more}",
            kind.row().before_name,
            self.path(),
            shown.join(", ")
        )
    }

    /// As [`Site::subject`], with the column where it is one.
    pub fn describe(&self, on: &Objects<'_>) -> String {
        let mut subject = self.subject(on.kind, &on.names);
        if let Some(column) = on.column {
            subject.push('.');
            subject.push_str(&path_part(column.as_str()));
        }
        subject
    }

    /// The statement's target for objects of these names; a container has none.
    fn target(&self, kind: ObjectKind, names: Vec<RelationName>) -> Target {
        let at = match (self.schema, names.is_empty()) {
            (None, _) => At::Database(self.database.clone()),
            (Some(schema), true) => At::Schema(schema.clone()),
            (Some(schema), false) => At::Named(schema.clone(), names),
        };
        Target { kind, at }
    }

    fn all(&self, kind: ObjectKind) -> Option<Target> {
        let (schema, _) = (self.schema?, kind.row().all?);
        let at = At::All(schema.clone());
        Some(Target { kind, at })
    }

    /// What a reason adds about missing privileges.
    fn because(&self, kind: ObjectKind, missing: Privileges, names: &[RelationName]) -> String {
        let needed = self.needed(kind, missing, names);
        needed.unwrap_or_else(|| kind.row().missing.to_owned())
    }

    /// The same for all of a schema: its names are only gathered where the reason may need them.
    fn because_of_all(&self, kind: ObjectKind, missing: Privileges, all: &[Found<'_>]) -> String {
        let names = match kind {
            ObjectKind::Sequence => all
                .iter()
                .flat_map(|f| f.on.names.iter().cloned())
                .collect(),
            _ => Vec::new(),
        };
        self.because(kind, missing, &names)
    }

    /// The INSERT that needs it, where one does.
    fn needed(
        &self,
        kind: ObjectKind,
        missing: Privileges,
        names: &[RelationName],
    ) -> Option<String> {
        let (needs, schema) = (self.needs?, self.schema?);
        let by_insert = kind == ObjectKind::Sequence && missing == NEEDED;
        by_insert
            .then(|| needs.reason(self.database, schema, names))
            .flatten()
    }

    fn database(&self) -> Option<&DatabaseName> {
        self.inside.then_some(self.database)
    }
}

/// When objects of a kind have their turn: containers are opened first and closed last.
fn phases(kind: ObjectKind, site: &Site<'_>) -> (Phase, Phase) {
    match kind.row().container {
        Container::Cluster if !site.inside => (Phase::SharedRevokes, Phase::SharedRevokes),
        Container::Cluster => (Phase::Connect, Phase::RevokeConnect),
        Container::Database => (Phase::Usage, Phase::RevokeUsage),
        Container::Schema | Container::Table => (Phase::Grant, Phase::Revoke),
    }
}

/// Objects with what the role lacks there and what it has too much.
pub(super) struct Found<'a> {
    pub on: Objects<'a>,
    pub gap: Gap,
    /// As whom the missing ones can be granted.
    grant: Option<Authority>,
}

/// Compares objects with what is desired on them.
pub(super) fn survey<'a>(
    context: &Context<'_>,
    site: &Site<'_>,
    objects: impl Iterator<Item = (Objects<'a>, Privileges)>,
    out: &mut Findings,
) -> Vec<Found<'a>> {
    let mut all = Vec::new();
    for (on, desired) in objects {
        let gap = gap(
            context.role(),
            &on,
            desired,
            context.config.is_authoritative(),
        );
        if !gap.dependents.is_empty() {
            let subject = site.describe(&on);
            out.dependents(subject, &gap.dependents);
        }
        let mut grant = None;
        if !gap.missing.is_empty() {
            match access::to_grant(context.actors(), &on, gap.missing) {
                Ok(authority) => grant = Some(authority),
                Err(why) => {
                    let needed = site.needed(on.kind, gap.missing, &on.names);
                    let needed = needed.map(|needed| format!(" ({NEEDED}{needed})"));
                    let why = format!("{why}{}", needed.unwrap_or_default());
                    out.ungrantable(site.describe(&on), why);
                }
            }
        }
        all.push(Found { on, gap, grant });
    }
    all
}

/// What is missing, granted.
pub(super) fn grants(
    context: &Context<'_>,
    site: &Site<'_>,
    all: &[Found<'_>],
    out: &mut Findings,
) {
    let Some(kind) = all.first().map(|found| found.on.kind) else {
        return;
    };
    let mut grant = |privileges, authority, on, subject: &str, because: String| {
        let reason = format!("The role holds no {privileges} of its own on {subject}{because}.");
        let statement = Statement::Grant {
            privileges,
            on,
            role: context.role().clone(),
            grant_option: false,
        };
        let (phase, _) = phases(kind, site);
        out.step(phase, site.database(), authority, statement, reason);
    };
    let mut bulk = all
        .iter()
        .map(|found| found.gap.missing)
        .reduce(Privileges::intersection)
        .unwrap_or_default();
    let authorities = set(all.iter().map(|found| found.grant.as_ref()));
    match (authorities.as_slice(), site.all(kind)) {
        ([Some(authority)], Some(target)) if !bulk.is_empty() => {
            let subject = format!("any {} of schema {}", kind.row().word, site.path());
            let because = site.because_of_all(kind, bulk, all);
            grant(bulk, authority, target, &subject, because);
        }
        _ => bulk = Privileges::NONE,
    }
    let mut rest = Groups::new();
    for found in all {
        let missing = found.gap.missing.minus(bulk);
        if let (false, Some(authority)) = (missing.is_empty(), &found.grant) {
            rest.extend((missing, authority), found.on.names.iter().cloned());
        }
    }
    for ((privileges, authority), mut names) in rest {
        sort(&mut names);
        let subject = site.subject(kind, &names);
        let because = site.because(kind, privileges, &names);
        let target = site.target(kind, names);
        grant(privileges, authority, target, &subject, because);
    }
}

/// Takes from all of a schema what every owner gave and nobody should have; says what that was.
fn revoke_from_all(
    context: &Context<'_>,
    site: &Site<'_>,
    kind: ObjectKind,
    all: &[Found<'_>],
    out: &mut Findings,
) -> Privileges {
    let Some(target) = site.all(kind) else {
        return Privileges::NONE;
    };
    let bulk = bulk_revoke(context, all);
    if !bulk.is_empty() {
        let subject = format!("every {} of schema {}", kind.row().word, site.path());
        let extra = Extra {
            not_own: true,
            grantor: context.admin().clone(),
            privileges: bulk,
            grantable: Privileges::NONE,
            option_only: false,
        };
        let plain = Authority::Plain;
        revoke(context, site, target, &extra, &plain, &subject, out);
    }
    bulk
}

/// What is too much, revoked.
pub(super) fn revokes(
    context: &Context<'_>,
    site: &Site<'_>,
    all: &[Found<'_>],
    out: &mut Findings,
) {
    let first = all.iter().find(|found| !found.gap.extra.is_empty());
    let Some(kind) = first.map(|found| found.on.kind) else {
        return;
    };
    let bulk = revoke_from_all(context, site, kind, all, out);
    // Self-grants sort first; see `Extra`. What cannot be grouped keeps the order of its grantors.
    let grouped = kind.row().all.is_some();
    let mut rest = Groups::new();
    for found in all {
        for extra in &found.gap.extra {
            let mut extra = extra.clone();
            if is_plain_owner_entry(found, &extra) {
                extra.privileges = extra.privileges.minus(bulk);
            }
            if extra.privileges.is_empty() {
                continue;
            }
            let Some(authority) = authority(context, site, found, &extra, out) else {
                continue;
            };
            // The statement is the same whichever owner's entry it removes.
            if &extra.grantor == found.on.owner && authority == Authority::Plain {
                extra.grantor = context.admin().clone();
            }
            let names = found.on.names.iter().cloned();
            if grouped {
                rest.extend((extra.not_own, authority, extra), names);
            } else {
                let target = site.target(kind, names.collect());
                let subject = site.describe(&found.on);
                revoke(context, site, target, &extra, &authority, &subject, out);
            }
        }
    }
    for ((_, authority, extra), mut names) in rest {
        sort(&mut names);
        let subject = site.subject(kind, &names);
        let target = site.target(kind, names);
        revoke(context, site, target, &extra, &authority, &subject, out);
    }
}

/// Who has to act to revoke it; where nobody can, that is said.
pub(super) fn authority(
    context: &Context<'_>,
    site: &Site<'_>,
    found: &Found<'_>,
    extra: &Extra,
    out: &mut Findings,
) -> Option<Authority> {
    let privileges = extra.privileges;
    match access::to_revoke(context.actors(), &found.on, &extra.grantor, privileges) {
        Ok(authority) => Some(authority),
        Err(why) => {
            let subject = site.describe(&found.on);
            out.unsatisfiable(subject, format!("{privileges} cannot be revoked: {why}"));
            None
        }
    }
}

/// One REVOKE, with its reason.
pub(super) fn revoke(
    context: &Context<'_>,
    site: &Site<'_>,
    on: Target,
    extra: &Extra,
    authority: &Authority,
    subject: &str,
    out: &mut Findings,
) {
    let privileges = extra.privileges;
    let row = on.kind.row();
    let reason = if extra.option_only {
        format!("The role may pass on {privileges} on {subject} (GRANT OPTION).")
    } else {
        let why = match row.never_desired {
            Some(why) => why,
            None if site.in_scope => ", which is not desired",
            None => ", where it has no scope",
        };
        format!("The role holds {privileges} on {subject}{why}.")
    };
    let (_, phase) = phases(on.kind, site);
    let statement = Statement::Revoke {
        privileges,
        on,
        role: context.role().clone(),
        grant_option_only: extra.option_only,
        grantable: extra.grantable,
    };
    out.step(phase, site.database(), authority, statement, reason);
}

fn is_plain_owner_entry(found: &Found<'_>, extra: &Extra) -> bool {
    &extra.grantor == found.on.owner && !extra.option_only && extra.grantable.is_empty()
}

/// What every object's owner gave and should not have, where the admin account acts as each of those
/// owners.
fn bulk_revoke(context: &Context<'_>, all: &[Found<'_>]) -> Privileges {
    all.iter()
        .map(|found| {
            let extra = found.gap.extra.iter();
            let privileges = extra
                .filter(|extra| is_plain_owner_entry(found, extra))
                .fold(Privileges::NONE, |set, extra| set.union(extra.privileges));
            match access::to_revoke(context.actors(), &found.on, found.on.owner, privileges) {
                Ok(Authority::Plain) => privileges,
                _ => Privileges::NONE,
            }
        })
        .reduce(Privileges::intersection)
        .unwrap_or_default()
}
