//! What differs between the facts of then and of now, in sentences that name the objects.

use std::collections::{BTreeMap, BTreeSet};

use super::fact::{Entry, Fact, RoleState};
use crate::ground::kind::ObjectKind;
use crate::ground::names::RoleName;
use crate::ground::privilege::Privileges;
use crate::ground::quote::path_part;

/// What a fact says of one object, without its name.
#[derive(Clone, Copy, Debug, PartialEq)]
enum State<'f> {
    Cluster {
        name: [&'f str; 2],
        major: u32,
    },
    Role(Option<&'f RoleState<'f>>),
    Source(bool),
    /// Admin, inherit, set.
    Membership([bool; 3]),
    LoginMembership([bool; 3]),
    /// VALID UNTIL has passed.
    Over,
    /// A default that calls a sequence: only whether it is there.
    Default,
    Object(Object<'f>),
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Object<'f> {
    /// A column has its table's.
    owner: Option<&'f RoleName>,
    entries: &'f [Entry<'f>],
    public: Option<Privileges>,
}

/// By kind in words, and path.
type Known<'f> = BTreeMap<(String, String), State<'f>>;

/// The changes, each one sentence; none where both say the same. Sorted by kind and path.
pub fn compare(before: &str, now: &str) -> Vec<String> {
    let before: Vec<_> = before.lines().map(Fact::read).collect();
    let now: Vec<_> = now.lines().map(Fact::read).collect();
    let readable = unknown(&before) == unknown(&now);
    let (before, now) = (known(&before), known(&now));
    let keys: BTreeSet<_> = before.keys().chain(now.keys()).collect();
    let mut changes = Vec::new();
    for key @ (kind, path) in keys {
        match (before.get(key), now.get(key)) {
            (Some(a), Some(b)) if a != b => changes.push(changed(kind, path, *a, *b)),
            // Else it may stand in a line that cannot be read.
            (None, Some(b)) if readable => changes.push(appeared(kind, path, *b)),
            (Some(a), None) if readable => changes.push(gone(kind, path, *a)),
            _ => {}
        }
    }
    if !readable {
        changes.push(UNREADABLE.to_owned());
    }
    changes
}

/// The lines of another version.
fn unknown<'f>(facts: &'f [Fact<'f>]) -> BTreeSet<&'f str> {
    let lines = facts.iter().filter_map(|fact| match fact {
        Fact::Unknown(line) => Some(line.as_ref()),
        _ => None,
    });
    lines.collect()
}

fn path(parts: &[&str]) -> String {
    let parts: Vec<_> = parts.iter().map(|part| path_part(part)).collect();
    parts.join(".")
}

/// One state for each object; a line of several becomes one for each.
fn known<'f>(facts: &'f [Fact<'f>]) -> Known<'f> {
    let mut known = Known::new();
    for fact in facts {
        if let Fact::Objects {
            database,
            schema,
            kind,
            owner,
            entries,
            public,
            names,
        } = fact
        {
            let kind = kind.replace('_', " ");
            let at = path(&[database.as_str(), schema.as_str()]);
            let state = object(Some(owner), entries, Some(*public));
            for name in names {
                let at = format!("{at}.{}", path_part(name.as_str()));
                known.insert((kind.clone(), at), state);
            }
        } else if let Some((kind, at, state)) = of_role(fact).or_else(|| of_object(fact)) {
            known.insert((kind.to_owned(), at), state);
        }
    }
    known
}

/// Kind, path and state of what has no ACL.
fn of_role<'f>(fact: &'f Fact<'f>) -> Option<(&'static str, String, State<'f>)> {
    Some(match fact {
        Fact::Cluster {
            resource,
            system_identifier,
            major,
        } => {
            let name = [resource.as_str(), system_identifier];
            let major = *major;
            ("cluster", String::new(), State::Cluster { name, major })
        }
        Fact::Role { name, state } => {
            let state = State::Role(state.as_ref());
            ("role", path_part(name.as_str()), state)
        }
        Fact::Login { name, state } => {
            let state = State::Role(state.as_ref());
            ("role", path_part(name.as_str()), state)
        }
        Fact::LoginMembership {
            login,
            role,
            grantor,
            admin,
            inherit,
            set,
        } => {
            let of = [login, role, grantor].map(|name| path_part(name.as_str()));
            let [login, role, grantor] = of;
            let state = State::LoginMembership([*admin, *inherit, *set]);
            let path = format!("{login} in {role} (by {grantor})");
            ("membership of login", path, state)
        }
        Fact::Over { name } => ("over", path_part(name.as_str()), State::Over),
        Fact::Source { name, exists } => {
            let state = State::Source(*exists);
            ("source", path_part(name.as_str()), state)
        }
        Fact::Membership {
            role,
            grantor,
            admin,
            inherit,
            set,
        } => {
            let (role, grantor) = (path_part(role.as_str()), path_part(grantor.as_str()));
            let state = State::Membership([*admin, *inherit, *set]);
            ("membership", format!("{role} (by {grantor})"), state)
        }
        _ => return None,
    })
}

/// Kind, path and state of what has an ACL and a line of its own.
fn of_object<'f>(fact: &'f Fact<'f>) -> Option<(&'static str, String, State<'f>)> {
    Some(match fact {
        Fact::Database {
            name,
            owner,
            entries,
            public,
        } => {
            let state = object(Some(owner), entries, public.0);
            ("database", path_part(name.as_str()), state)
        }
        Fact::Schema {
            database,
            name,
            owner,
            entries,
            public,
        } => {
            let state = object(Some(owner), entries, public.0);
            let at = path(&[database.as_str(), name.as_str()]);
            ("schema", at, state)
        }
        Fact::Default {
            database,
            schema,
            relation,
            column,
            sequence_schema,
            sequence,
        } => {
            let (database, schema) = (database.as_str(), schema.as_str());
            let column = path(&[database, schema, relation.as_str(), column.as_str()]);
            let sequence = path(&[database, sequence_schema.as_str(), sequence.as_str()]);
            let at = format!("{column} calls sequence {sequence}");
            ("default", at, State::Default)
        }
        Fact::Column {
            database,
            schema,
            relation,
            column,
            entries,
        } => {
            let at = path(&[
                database.as_str(),
                schema.as_str(),
                relation.as_str(),
                column.as_str(),
            ]);
            ("column", at, object(None, entries, None))
        }
        _ => return None,
    })
}

fn object<'f>(
    owner: Option<&'f RoleName>,
    entries: &'f [Entry<'f>],
    public: Option<Privileges>,
) -> State<'f> {
    State::Object(Object {
        owner,
        entries,
        public,
    })
}

const UNREADABLE: &str = "something of another version of the facts, which cannot be read here";

impl Object<'_> {
    /// By all grantors.
    fn held(&self) -> Privileges {
        let entries = self.entries.iter();
        entries.fold(Privileges::NONE, |set, entry| set.union(entry.privileges))
    }

    fn grantable(&self) -> Privileges {
        let entries = self.entries.iter();
        entries.fold(Privileges::NONE, |set, entry| set.union(entry.grantable))
    }
}

fn words(privileges: Privileges) -> String {
    match privileges.is_empty() {
        true => "nothing".to_owned(),
        false => privileges.to_string(),
    }
}

fn appeared(kind: &str, path: &str, now: State<'_>) -> String {
    match now {
        State::Membership(_) => format!("the role was made a member of {path}"),
        State::Over => format!("the VALID UNTIL of role {path} has passed"),
        State::Default => format!("the default of column {path} now"),
        State::Object(object) if !object.entries.is_empty() => {
            format!(
                "the role now holds {} on {kind} {path}",
                words(object.held())
            )
        }
        _ if comes_with_a_wish(kind) => {
            format!("{kind} {path} was created, or is needed by the role now")
        }
        _ => format!("{kind} {path} was created"),
    }
}

/// Kinds beside tables appear only where the role should hold something on them: that may have
/// changed without the object.
fn comes_with_a_wish(kind: &str) -> bool {
    let mut kinds = ObjectKind::in_schemas().filter(|known| *known != ObjectKind::Table);
    kinds.any(|known| known.row().word == kind)
}

fn gone(kind: &str, path: &str, before: State<'_>) -> String {
    match before {
        State::Membership(_) => format!("the role is no longer a member of {path}"),
        State::LoginMembership(_) => format!("the {kind} {path} was ended"),
        State::Over => format!("the VALID UNTIL of role {path} is still to come"),
        State::Default => format!("the default of column {path} no longer"),
        _ if comes_with_a_wish(kind) => {
            format!(
                "{kind} {path} was dropped, renamed or left by the role, or is no longer needed by it"
            )
        }
        _ => format!("{kind} {path} was dropped, renamed or left by the role"),
    }
}

fn changed(kind: &str, path: &str, before: State<'_>, now: State<'_>) -> String {
    match (before, now) {
        (State::Cluster { name: was, .. }, State::Cluster { name: is, .. }) if was != is => {
            "the cluster is another".to_owned()
        }
        (State::Cluster { major: before, .. }, State::Cluster { major: now, .. }) => {
            format!("the server is PostgreSQL {now}, where it was {before}")
        }
        (State::Role(Some(before)), State::Role(Some(now))) => role_changed(path, before, now),
        (State::Role(Some(_)), State::Role(None)) | (State::Source(true), State::Source(false)) => {
            format!("role {path} was dropped")
        }
        (State::Role(None), State::Role(Some(_))) | (State::Source(false), State::Source(true)) => {
            format!("role {path} was created")
        }
        (State::Membership(_), _) => format!("the options of the membership in {path} changed"),
        (State::Object(before), State::Object(now)) => object_changed(kind, path, before, now),
        // One kind has one sort of state.
        _ => format!("{kind} {path} changed"),
    }
}

/// The first that differs: a new owner brings new grantors, which need not be told as well.
fn object_changed(kind: &str, path: &str, before: Object<'_>, now: Object<'_>) -> String {
    if let (Some(was), Some(is)) = (before.owner, now.owner)
        && was != is
    {
        return format!(
            "{kind} {path} has another owner: {} instead of {}",
            path_part(is.as_str()),
            path_part(was.as_str())
        );
    }
    if before.held() != now.held() {
        return format!(
            "the role holds {} on {kind} {path}, where it held {}",
            words(now.held()),
            words(before.held())
        );
    }
    if before.grantable() != now.grantable() {
        return format!(
            "the role may grant {} on {kind} {path}, where it might grant {}",
            words(now.grantable()),
            words(before.grantable())
        );
    }
    if before.entries != now.entries {
        return format!("what the role holds on {kind} {path} now comes from other grantors");
    }
    format!("what PUBLIC holds on {kind} {path} changed")
}

/// The role itself: which of its attributes, its limit or its expiry.
fn role_changed(path: &str, before: &RoleState<'_>, now: &RoleState<'_>) -> String {
    let words = |state: &RoleState<'_>| -> BTreeSet<_> {
        let words = state.attributes.words();
        words.map(str::to_uppercase).collect()
    };
    let only = |these, others| {
        let only: Vec<_> = words(these).difference(&words(others)).cloned().collect();
        only.join(", ")
    };
    let (gained, lost) = (only(now, before), only(before, now));
    let mut parts = Vec::new();
    if !gained.is_empty() {
        parts.push(format!("gained {gained}"));
    }
    if !lost.is_empty() {
        parts.push(format!("lost {lost}"));
    }
    if before.connection_limit != now.connection_limit {
        parts.push("has another connection limit".to_owned());
    }
    if before.valid_until != now.valid_until {
        parts.push("is valid until another time".to_owned());
    }
    format!("role {path} {}", parts.join(" and "))
}
