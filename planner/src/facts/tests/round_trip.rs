//! Any fact comes back from its line, and any line from what was read of it.

use std::borrow::Cow;

use proptest::prelude::*;
use serde_json::Value;

use super::{name, written};
use crate::facts::{Attributes, Entry, Fact, Public, RoleState};
use crate::ground::privilege::{Privilege, Privileges};

fn any_name<T>() -> impl Strategy<Value = Cow<'static, T>>
where
    T: for<'n> From<&'n str> + Clone + std::fmt::Debug + 'static,
{
    any::<String>().prop_map(|text| name(&text))
}

fn any_text() -> impl Strategy<Value = Cow<'static, str>> {
    any::<String>().prop_map(Cow::Owned)
}

fn any_privileges() -> impl Strategy<Value = Privileges> {
    proptest::sample::subsequence(Privilege::ALL.to_vec(), 0..=Privilege::ALL.len())
        .prop_map(Privileges::from_iter)
}

fn any_public() -> impl Strategy<Value = Public> {
    proptest::option::of(any_privileges()).prop_map(Public)
}

fn any_entries() -> impl Strategy<Value = Vec<Entry<'static>>> {
    let entry = (any_name(), any_privileges(), any_privileges()).prop_map(
        |(grantor, privileges, grantable)| Entry {
            grantor,
            privileges,
            grantable,
        },
    );
    proptest::collection::vec(entry, 0..3)
}

fn any_state() -> impl Strategy<Value = RoleState<'static>> {
    let attributes =
        proptest::sample::subsequence(Attributes::ALL.to_vec(), 0..=Attributes::ALL.len());
    let valid_until = proptest::option::of(any_text());
    (attributes, any::<Option<i32>>(), valid_until).prop_map(
        |(attributes, connection_limit, valid_until)| RoleState {
            attributes: Attributes::from_words(&attributes.join(" ")).unwrap(),
            connection_limit,
            valid_until,
        },
    )
}

fn any_role() -> impl Strategy<Value = Fact<'static>> {
    let cluster = (any_name(), any_text(), any::<u32>());
    let role = (any_name(), proptest::option::of(any_state()));
    let membership = (any_name(), any_name(), any::<[bool; 3]>());
    let login = (any_name(), proptest::option::of(any_state()));
    let of_login = (any_name(), any_name(), any_name(), any::<[bool; 3]>());
    prop_oneof![
        cluster.prop_map(|(resource, system_identifier, major)| Fact::Cluster {
            resource,
            system_identifier,
            major,
        }),
        role.prop_map(|(name, state)| Fact::Role { name, state }),
        membership.prop_map(|(role, grantor, [admin, inherit, set])| Fact::Membership {
            role,
            grantor,
            admin,
            inherit,
            set,
        }),
        (any_name(), any::<bool>()).prop_map(|(name, exists)| Fact::Source { name, exists }),
        login.prop_map(|(name, state)| Fact::Login { name, state }),
        of_login.prop_map(|(login, role, grantor, [admin, inherit, set])| {
            Fact::LoginMembership {
                login,
                role,
                grantor,
                admin,
                inherit,
                set,
            }
        }),
        any_name().prop_map(|name| Fact::Over { name }),
    ]
}

fn any_object() -> impl Strategy<Value = Fact<'static>> {
    let database = (any_name(), any_name(), any_entries(), any_public());
    let schema = (
        any_name(),
        any_name(),
        any_name(),
        any_entries(),
        any_public(),
    );
    let at = (any_name(), any_name(), any_text(), any_name());
    let names = proptest::collection::vec(any_name(), 0..4);
    let objects = (at, any_entries(), any_privileges(), names);
    let column = (
        any_name(),
        any_name(),
        any_name(),
        any_name(),
        any_entries(),
    );
    let default = (
        any_name(),
        any_name(),
        any_name(),
        any_name(),
        any_name(),
        any_name(),
    );
    prop_oneof![
        default.prop_map(
            |(database, schema, relation, column, sequence_schema, sequence)| Fact::Default {
                database,
                schema,
                relation,
                column,
                sequence_schema,
                sequence,
            }
        ),
        database.prop_map(|(name, owner, entries, public)| Fact::Database {
            name,
            owner,
            entries,
            public,
        }),
        schema.prop_map(|(database, name, owner, entries, public)| Fact::Schema {
            database,
            name,
            owner,
            entries,
            public,
        }),
        objects.prop_map(
            |((database, schema, kind, owner), entries, public, names)| {
                Fact::Objects {
                    database,
                    schema,
                    kind,
                    owner,
                    entries,
                    public,
                    names,
                }
            }
        ),
        column.prop_map(
            |(database, schema, relation, column, entries)| Fact::Column {
                database,
                schema,
                relation,
                column,
                entries,
            }
        ),
    ]
}

proptest! {
    #[test]
    fn a_fact_comes_back_from_its_line(fact in prop_oneof![any_role(), any_object()]) {
        let line = written(&fact);
        let items: Value = serde_json::from_str(&line).unwrap();
        prop_assert_eq!(format!("{items}\n"), line.clone(), "as serde_json writes it");
        let mut lines = line.lines();
        prop_assert_eq!(Fact::read(lines.next().unwrap()), fact);
        prop_assert_eq!(lines.next(), None);
    }

    #[test]
    fn any_line_comes_back(line in "[^\n]*") {
        prop_assert_eq!(written(&Fact::read(&line)), format!("{line}\n"));
    }
}
