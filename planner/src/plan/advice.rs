//! What reaches the role in ways a plan leaves alone: through PUBLIC, ownership, its source role, or
//! a provider's membership. Advice, never a REVOKE that could not converge.

use super::login_advice::logins;
use crate::catalog::{Database, Objects, Schema, schema_path};
use crate::desired::{Needs, RoleType, Wanted};
use crate::diff::{Context, is_provider_role};
use crate::ground::kind::ObjectKind;
use crate::ground::names::{DatabaseName, RelationName, SchemaName};
use crate::ground::note::{Code, Note};
use crate::ground::ordered::{Groups, sort};
use crate::ground::privilege::{Privilege, Privileges};
use crate::ground::quote::{connect_argument, path_part};

pub(super) fn advice(context: &Context<'_>) -> Vec<Note> {
    let mut notes = Vec::new();
    role(context, &mut notes);
    if context.config.role_type() == RoleType::Managed {
        logins(context, &mut notes);
        scopes(context, &mut notes);
        old_snapshot(context, &mut notes);
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
    if let Some(source) = context.config.source_role()
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
        let needs = Needs::new(&wanted, database_name, database);
        for (name, schema) in database.schemas() {
            if context.config.covers(database_name, name) {
                let path = || schema_path(database_name, name);
                scope(context, &wanted, path, schema, notes);
                let of_inserts = (&wanted, &needs);
                let place = (database_name, database);
                sequences(context, of_inserts, place, (name, schema), notes);
            }
        }
    }
}

/// What PUBLIC and ownership give the role in one schema of its scopes.
fn scope(
    context: &Context<'_>,
    wanted: &Wanted<'_>,
    path: impl Fn() -> String,
    schema: &Schema,
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
                path(),
                format!("PUBLIC holds {privileges} on {}, so the role has it too", some(&names)),
                "to take it from everybody: REVOKE … FROM PUBLIC, after looking at who relies on it",
            ));
        }
        if !owned.is_empty() {
            sort(&mut owned);
            notes.push(Note::new(
                Code::Owner,
                path(),
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
            path(),
            "PUBLIC may create objects in the schema, so the role can too",
            "REVOKE CREATE ON SCHEMA … FROM PUBLIC, after looking at who relies on it",
        ));
    }
}

/// An INSERT that comes another way than by the plan, through PUBLIC or ownership, brings no USAGE on
/// the sequences that defaults call.
fn sequences(
    context: &Context<'_>,
    (wanted, needs): (&Wanted<'_>, &Needs<'_>),
    (database_name, database): (&DatabaseName, &Database),
    (name, schema): (&SchemaName, &Schema),
    notes: &mut Vec<Note>,
) {
    let server = &context.catalog.server;
    let role = context.role();
    for by in &schema.defaults {
        let table = schema.group(&by.relation).map(|g| g.objects(server));
        let inserts = table.is_some_and(|on| reach(context, &on).contains(Privilege::Insert));
        let home = by.sequence_schema.as_ref().unwrap_or(name);
        let contents = database.contents.as_ref().filter(|_| inserts);
        let home_schema = contents.and_then(|contents| contents.schemas.get(home));
        let Some(sequence) = home_schema.and_then(|schema| schema.group(&by.sequence)) else {
            continue;
        };
        let mut on = sequence.objects(server);
        on.names = std::slice::from_ref(&by.sequence).into();
        let by_scope = wanted.on(on.kind, database_name, home);
        let planned = needs.split(home, on.clone(), by_scope);
        let planned = planned.fold(reach(context, &on), |set, (_, p)| set.union(p));
        if planned.contains(Privilege::Usage) || planned.contains(Privilege::Update) {
            continue;
        }
        let path = |schema, name: &RelationName| {
            let schema = schema_path(database_name, schema);
            format!("{schema}.{}", path_part(name.as_str()))
        };
        notes.push(Note::new(
            Code::SequenceUsage,
            path(name, &by.relation),
            format!(
                "`{role}` may INSERT into it, and the default of its column {} calls sequence {}, on which it holds neither USAGE nor UPDATE",
                path_part(by.column.as_str()),
                path(home, &by.sequence)
            ),
            "ask for INSERT, which brings USAGE on the sequence, or for USAGE",
        ));
    }
}

/// What the role has on objects beside what is planned: through PUBLIC, as the owner, and where
/// nothing is taken away, what it holds.
fn reach(context: &Context<'_>, on: &Objects<'_>) -> Privileges {
    let mut reach = on.acl.public();
    if on.owner == context.role() || !context.config.is_authoritative() {
        reach = reach.union(on.held_by(context.role()));
    }
    reach
}

/// What the item asks for concerns sequences, and the snapshot is older than they are.
fn old_snapshot(context: &Context<'_>, notes: &mut Vec<Note>) {
    let wanted = Wanted::new(context.config, &context.catalog.server);
    let inserts = wanted
        .in_scope(ObjectKind::Table)
        .contains(Privilege::Insert);
    let asks = !wanted.in_scope(ObjectKind::Sequence).is_empty();
    if (inserts || asks) && !context.catalog.has_sequences() {
        notes.push(Note::new(
            Code::OldSnapshot,
            context.role().to_string(),
            "the snapshot is of a format that holds no sequences, so none is planned for",
            "take the snapshot again",
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
