//! Table-like relations: in bulk where all of a schema's need the same and one grantor can do it,
//! else by name.

use std::borrow::Cow;

use super::gap::{Extra, Gap, gap};
use super::schemas::Place;
use super::{Context, Findings, columns};
use crate::access::{self, Authority, Object};
use crate::catalog::{Acl, RelationGroup, effective};
use crate::ground::kind::ObjectKind;
use crate::ground::names::RelationName;
use crate::ground::ordered::{Groups, set, sort};
use crate::ground::privilege::Privileges;
use crate::ground::quote::path_part;
use crate::step::{Phase, Statement, Target};

struct Found<'a> {
    group: &'a RelationGroup,
    acl: Cow<'a, Acl>,
    gap: Gap,
    /// As whom the missing ones can be granted.
    grant: Option<Authority>,
}

impl Found<'_> {
    fn object(&self) -> Object<'_> {
        Object::new(&self.group.owner, &self.acl)
    }
}

pub(super) fn diff(context: &Context<'_>, place: &Place<'_>, out: &mut Findings) {
    let server = &context.catalog.server;
    let authoritative = context.config.is_authoritative();
    let mut all = Vec::with_capacity(place.schema.relations.len());
    for group in &place.schema.relations {
        let acl = effective(
            group.acl.as_ref(),
            ObjectKind::Relation,
            &group.owner,
            server,
        );
        let gap = gap(
            context.role(),
            &group.owner,
            &acl,
            place.desired,
            authoritative,
        );
        if !gap.dependents.is_empty() {
            let message = format!(
                "the role passed on {}, which would go with it",
                gap.dependents.join(" and ")
            );
            out.unsatisfiable(subject(place, &group.names), message);
        }
        let mut found = Found {
            group,
            acl,
            gap,
            grant: None,
        };
        found.grant = grant_authority(context, place, &found, out);
        all.push(found);
    }
    grants(context, place, &all, out);
    columns::diff(context, place, true, out);
    revokes(context, place, &all, out);
}

/// `analytics.public.orders`, or the first few of several.
fn subject(place: &Place<'_>, names: &[RelationName]) -> String {
    let first: Vec<_> = names
        .iter()
        .take(3)
        .map(|n| path_part(n.as_str()))
        .collect();
    let rest = names.len().saturating_sub(first.len());
    let more = if rest > 0 {
        format!(" and {rest} more")
    } else {
        String::new()
    };
    format!("{}.{}{more}", place.describe(), first.join(", "))
}

fn grant_authority(
    context: &Context<'_>,
    place: &Place<'_>,
    found: &Found<'_>,
    out: &mut Findings,
) -> Option<Authority> {
    let missing = found.gap.missing;
    if missing.is_empty() {
        return None;
    }
    match access::to_grant(context.actors(), &found.object(), missing) {
        Ok(authority) => Some(authority),
        Err(why) => {
            out.ungrantable(subject(place, &found.group.names), why);
            None
        }
    }
}

fn grants(context: &Context<'_>, place: &Place<'_>, all: &[Found<'_>], out: &mut Findings) {
    let statement = |privileges, on| Statement::Grant {
        privileges,
        on,
        role: context.role().clone(),
        grant_option: false,
    };
    let authorities = set(all.iter().map(|f| f.grant.as_ref()));
    let mut bulk = all
        .iter()
        .map(|f| f.gap.missing)
        .reduce(Privileges::intersection)
        .unwrap_or_default();
    match authorities.first() {
        Some(Some(authority)) if authorities.len() == 1 && !bulk.is_empty() => out.step(
            Phase::Grant,
            Some(place.database),
            authority,
            statement(bulk, Target::AllTables(place.name.clone())),
            format!(
                "The role holds no {bulk} on any table of schema {}.",
                place.describe()
            ),
        ),
        _ => bulk = Privileges::NONE,
    }
    let mut rest = Groups::new();
    for found in all {
        let missing = found.gap.missing.minus(bulk);
        if let (false, Some(authority)) = (missing.is_empty(), &found.grant) {
            rest.extend((missing, authority), found.group.names.iter().cloned());
        }
    }
    for ((privileges, authority), mut names) in rest {
        sort(&mut names);
        let reason = format!("The role lacks {privileges} on {}.", subject(place, &names));
        out.step(
            Phase::Grant,
            Some(place.database),
            authority,
            statement(privileges, Target::Tables(place.name.clone(), names)),
            reason,
        );
    }
}

fn revokes(context: &Context<'_>, place: &Place<'_>, all: &[Found<'_>], out: &mut Findings) {
    let statement = |extra: &Extra, on| Statement::Revoke {
        privileges: extra.privileges,
        on,
        role: context.role().clone(),
        grant_option_only: extra.option_only,
        grantable: extra.grantable,
    };
    let why = |extra: &Extra, where_: &str| {
        if extra.option_only {
            format!(
                "The role may pass on {} on {where_} (GRANT OPTION).",
                extra.privileges
            )
        } else if place.in_scope {
            format!(
                "The role holds {} on {where_}, which is not desired.",
                extra.privileges
            )
        } else {
            format!(
                "The role holds {} on {where_}, in a schema that no scope names.",
                extra.privileges
            )
        }
    };
    let bulk = bulk_revoke(context, all);
    if !bulk.is_empty() {
        let extra = Extra {
            not_own: true,
            grantor: context.admin().clone(),
            privileges: bulk,
            grantable: Privileges::NONE,
            option_only: false,
        };
        out.step(
            Phase::Revoke,
            Some(place.database),
            &Authority::Plain,
            statement(&extra, Target::AllTables(place.name.clone())),
            why(
                &extra,
                &format!("every table of schema {}", place.describe()),
            ),
        );
    }
    // Self-grants sort first; see `Extra`.
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
            let privileges = extra.privileges;
            match access::to_revoke(
                context.actors(),
                &found.object(),
                &extra.grantor,
                privileges,
            ) {
                Ok(authority) => {
                    // The statement is the same whichever owner's entry it removes.
                    if extra.grantor == found.group.owner && authority == Authority::Plain {
                        extra.grantor = context.admin().clone();
                    }
                    let key = (extra.not_own, authority, extra);
                    rest.extend(key, found.group.names.iter().cloned());
                }
                Err(why) => out.unsatisfiable(
                    subject(place, &found.group.names),
                    format!("{} cannot be revoked: {why}", extra.privileges),
                ),
            }
        }
    }
    for ((_, authority, extra), mut names) in rest {
        sort(&mut names);
        let reason = why(&extra, &subject(place, &names));
        out.step(
            Phase::Revoke,
            Some(place.database),
            &authority,
            statement(&extra, Target::Tables(place.name.clone(), names)),
            reason,
        );
    }
}

fn is_plain_owner_entry(found: &Found<'_>, extra: &Extra) -> bool {
    extra.grantor == found.group.owner && !extra.option_only && extra.grantable.is_empty()
}

/// What every relation's owner gave and should not have, where the admin account acts as each of
/// those owners.
fn bulk_revoke(context: &Context<'_>, all: &[Found<'_>]) -> Privileges {
    all.iter()
        .map(|found| {
            let extra = found.gap.extra.iter();
            let privileges = extra
                .filter(|extra| is_plain_owner_entry(found, extra))
                .fold(Privileges::NONE, |set, extra| set.union(extra.privileges));
            let on = found.object();
            match access::to_revoke(context.actors(), &on, on.owner, privileges) {
                Ok(Authority::Plain) => privileges,
                _ => Privileges::NONE,
            }
        })
        .reduce(Privileges::intersection)
        .unwrap_or_default()
}
