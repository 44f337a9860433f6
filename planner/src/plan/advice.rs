//! What reaches the role in ways a plan leaves alone: through PUBLIC, ownership, its source role, or
//! a provider's membership. Advice, never a REVOKE that could not converge.

use crate::catalog::{Schema, schema_path};
use crate::desired::{RoleType, Wanted};
use crate::diff::{Context, is_provider_role};
use crate::ground::kind::ObjectKind;
use crate::ground::names::RelationName;
use crate::ground::note::{Code, Note};
use crate::ground::ordered::{Groups, sort};
use crate::ground::privilege::Privilege;
use crate::ground::quote::{connect_argument, path_part};

pub(super) fn advice(context: &Context<'_>) -> Vec<Note> {
    let mut notes = Vec::new();
    role(context, &mut notes);
    if context.config.role_type == RoleType::Managed {
        scopes(context, &mut notes);
        unread(context, &mut notes);
        unplanned(context, &mut notes);
    }
    notes
}

fn role(context: &Context<'_>, notes: &mut Vec<Note>) {
    let name = context.role();
    for m in context
        .catalog
        .memberships
        .iter()
        .filter(|m| &m.member == name && is_provider_role(&m.role))
    {
        notes.push(Note::new(
            Code::ProviderMembership,
            m.role.to_string(),
            format!(
                "the role is in `{}`, which belongs to the cloud provider; it is left alone",
                m.role
            ),
            "",
        ));
    }
    if let Some(source) = &context.config.source_role
        && context.graph.is_superuser(source)
    {
        notes.push(Note::new(
            Code::SuperuserSource,
            source.to_string(),
            format!(
                "source role `{source}` is a superuser: with SET ROLE the role can do anything"
            ),
            "inherit from a role with the privileges that are needed",
        ));
    }
}

fn scopes(context: &Context<'_>, notes: &mut Vec<Note>) {
    let wanted = Wanted::new(context.config, &context.catalog.server);
    for (database_name, database) in &context.catalog.databases {
        for (name, schema) in database.schemas() {
            if context.config.covers(database_name, name) {
                scope(
                    context,
                    &wanted,
                    (&schema_path(database_name, name), schema),
                    notes,
                );
            }
        }
    }
}

/// What PUBLIC and ownership give the role in one schema of its scopes.
fn scope(
    context: &Context<'_>,
    wanted: &Wanted<'_>,
    (path, schema): (&str, &Schema),
    notes: &mut Vec<Note>,
) {
    let server = &context.catalog.server;
    for kind in ObjectKind::in_schemas() {
        let desired = wanted.in_scope(kind);
        let mut public = Groups::new();
        let mut owned: Vec<RelationName> = Vec::new();
        for on in schema.objects_of(kind, server) {
            let beyond = on.acl.public().minus(desired);
            if !beyond.is_empty() {
                public.extend(beyond, on.names.iter().cloned());
            }
            if on.owner == context.role() {
                owned.extend(on.names.iter().cloned());
            }
        }
        for (privileges, mut names) in public {
            sort(&mut names);
            notes.push(Note::new(
                Code::PublicAccess,
                path,
                format!("PUBLIC holds {privileges} on {}, so the role has it too", some(&names)),
                "to take it from everybody: REVOKE … FROM PUBLIC, after looking at who relies on it",
            ));
        }
        if !owned.is_empty() {
            sort(&mut owned);
            notes.push(Note::new(
                Code::Owner,
                path,
                format!(
                    "the role owns {}, so it can do anything with it",
                    some(&owned)
                ),
                format!(
                    "give it to another owner with ALTER {} … OWNER TO",
                    kind.row().keyword
                ),
            ));
        }
    }
    if schema
        .object(server)
        .acl
        .public()
        .contains(Privilege::Create)
    {
        notes.push(Note::new(
            Code::PublicCreate,
            path,
            "PUBLIC may create objects in the schema, so the role can too",
            "REVOKE CREATE ON SCHEMA … FROM PUBLIC, after looking at who relies on it",
        ));
    }
}

/// Databases where the role holds something that this snapshot does not show.
fn unread(context: &Context<'_>, notes: &mut Vec<Note>) {
    if !context.config.is_authoritative() {
        return;
    }
    for (name, database) in &context.catalog.databases {
        let enterable = connect_argument(name.as_str()).is_some();
        if (database.contents.is_none() || !enterable)
            && database.dependents.contains(context.role())
        {
            let why = match &database.unreachable {
                _ if !enterable => {
                    "its name has a control character, so no plan enters it; rename it"
                }
                Some(why) => why,
                None => "the snapshot does not hold it",
            };
            notes.push(Note::new(
                Code::NotRead,
                path_part(name.as_str()),
                format!("the role holds or owns something in this database, which was not read: {why}"),
                "make it reachable and plan again, so that what is not desired there is planned away",
            ));
        }
    }
}

/// What the role holds on kinds of object that no plan covers yet: said, so that nobody takes an
/// empty plan for more than it is.
fn unplanned(context: &Context<'_>, notes: &mut Vec<Note>) {
    for (name, database) in &context.catalog.databases {
        let Some(contents) = &database.contents else {
            continue;
        };
        let kinds: Vec<_> = contents
            .unplanned
            .iter()
            .filter(|(_, holders)| holders.contains(context.role()))
            .map(|(kind, _)| kind.as_str())
            .collect();
        if !kinds.is_empty() && database.concerns(name, context.config) {
            notes.push(Note::new(
                Code::UnplannedPrivileges,
                path_part(name.as_str()),
                format!("the role holds privileges on {} in this database, which this version leaves alone", kinds.join(", ")),
                "look at them in psql with \\dp, \\df+ and \\ddp, and revoke by hand what is not wanted",
            ));
        }
    }
}

fn some(names: &[RelationName]) -> String {
    let first: Vec<_> = names
        .iter()
        .take(3)
        .map(|n| path_part(n.as_str()))
        .collect();
    match names.len().saturating_sub(first.len()) {
        0 => first.join(", "),
        rest => format!("{} and {rest} more", first.join(", ")),
    }
}
