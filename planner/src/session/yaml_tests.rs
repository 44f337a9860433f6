//! Written by hand or by `serde_yaml`: the same bytes.

use super::*;
use crate::desired::{Mode, RoleType};
use crate::ground::names::{DatabaseName, ResourceName, RoleName};
use crate::ground::note::{Code, Note};
use crate::plan::ObjectsState;
use crate::session::{Cluster, Config};
use crate::step::{Phase, Risk};
use proptest::prelude::*;
use proptest::{collection, option, sample};

/// What YAML reads as something else, bends or breaks, and what it does not.
const WORDS: &[&str] = &[
    "",
    " ",
    "a",
    "no",
    "off",
    "null",
    "Null",
    "true",
    "False",
    "infinity",
    "nan",
    "e5",
    "0x1F",
    "0o7",
    "007",
    "1_000",
    "12.50",
    ".inf",
    "~",
    "SELECT",
    "in-sync",
    "app_01.schema_01",
    "a.b",
    "a: b",
    "a:b",
    "a #b",
    "a#b",
    "- a",
    "-- no changes\n",
    "---",
    "... ",
    "? a",
    "& a",
    "*a",
    "!a",
    "%a",
    "@a",
    "`a`",
    "{a}",
    "[a]",
    "a]",
    "a, b",
    "trailing ",
    " leading",
    "it's",
    "\"quoted\"",
    "tab\there",
    "é",
    "日本語 text",
    "nel\u{85}x",
    "sep\u{2028}x",
    "\u{feff}bom",
    "\u{7}",
    "cr\rx",
    "a\nb",
    "a\n\n  b\n",
    "\na\n",
    "  a\nb\n",
    "a\nb \n",
    "a\n\n",
    "a\n \nb\n",
    "a — b\nédité 日本語 \u{1F600}\nc\n\n",
    "a — b\n日本語\u{a0}x\nc\n",
    "a\nsep\u{2029}x\nb\n",
    "a\nnel\u{85}x\n",
    "GRANT SELECT ON ALL TABLES IN SCHEMA \"public\" TO \"ro\";",
    "-- Database: a\nGRANT CONNECT ON DATABASE \"a\" TO \"ro\";\n\nREVOKE x;\n",
    "The role lacks SELECT on a.b.c, d and 3 more (GRANT OPTION).",
    "The role's attributes differ: it lacks LOGIN.",
];

fn a_text() -> impl Strategy<Value = String> {
    let long = "[a-z_.]{5,8}".prop_map(|part| part.repeat(20));
    prop_oneof![
        4 => sample::select(WORDS).prop_map(str::to_owned),
        3 => "[A-Za-z0-9_ .,;()/\"'*:#-]{0,12}",
        1 => "[ -~\n]{0,20}",
        1 => any::<String>(),
        1 => long,
    ]
}

fn plain() -> impl Strategy<Value = String> {
    "[a-z]{3}_[a-z]{1,4}\\.[a-z]{1,4}"
}

fn mostly_plain() -> impl Strategy<Value = String> {
    prop_oneof![30 => plain(), 1 => a_text()]
}

fn words() -> impl Strategy<Value = Vec<String>> {
    let word = prop_oneof![20 => sample::select(&["SELECT", "DELETE"][..]).prop_map(str::to_owned), 1 => a_text()];
    collection::vec(word, 0..3)
}

fn a_scope() -> impl Strategy<Value = ScopeState> {
    let tables = || collection::btree_map(mostly_plain(), words(), 0..2);
    let status = sample::select(&["in-sync", "empty-schema", "out-of-sync/drifted"][..]);
    (words(), 0..50_usize, status, tables(), tables()).prop_map(
        |(bulk_privileges, table_count, status, missing, extra)| {
            let exceptions = Exceptions {
                missing: missing.into_iter().collect(),
                extra: extra.into_iter().collect(),
            };
            let sequences = ObjectsState {
                count: table_count,
                bulk_privileges: bulk_privileges.clone(),
                exceptions: exceptions.clone(),
            };
            let few = table_count < 5;
            let objects = few.then(|| ("sequences".to_owned(), sequences));
            ScopeState {
                bulk_privileges,
                table_count,
                status: status.to_owned(),
                exceptions,
                objects: objects.into_iter().collect(),
            }
        },
    )
}

fn a_step() -> impl Strategy<Value = StepRecord> {
    let phases = [Phase::Role, Phase::SharedRevokes, Phase::Grant];
    let risks = [Risk::Grants, Risk::Revokes, Risk::Destructive];
    (
        sample::select(phases.to_vec()),
        option::of(mostly_plain()),
        option::of(mostly_plain()),
        a_text(),
        a_text(),
        sample::select(risks.to_vec()),
        (option::of(mostly_plain()), option::of(any::<u64>())),
    )
        .prop_map(
            |(phase, database, acting_as, sql, reason, risk, (result, took_us))| StepRecord {
                phase,
                database: database.map(DatabaseName::new),
                acting_as: acting_as.map(RoleName::new),
                sql,
                reason,
                risk,
                result,
                took_us,
            },
        )
}

prop_compose! {
    fn a_document()(
        texts in collection::vec(a_text(), 8),
        scope_states in collection::btree_map(mostly_plain(), a_scope(), 0..4),
        steps in collection::vec(a_step(), 0..4),
        optional in option::of(a_text()),
        flag in any::<bool>(),
    ) -> SessionDocument {
        let text = |n: usize| texts.get(n).cloned().unwrap_or_default();
        let role = RoleName::new(text(0));
        let limit = flag.then_some(7);
        let attributes = [("inherit".to_owned(), flag.into()), ("valid_until".to_owned(), text(1).into())];
        SessionDocument {
            sid: text(2),
            config: Config {
                role_type: RoleType::Managed,
                role_name: role.clone(),
                source_role: text(3),
                scopes: Vec::new(),
                privileges: Vec::new(),
                rotate_password: flag,
                mode: flag.then_some(Mode::Additive),
                connection_limit: limit,
                valid_until: optional.clone(),
                logins: optional.as_ref().map(|_| 2),
                retire_after: optional.clone(),
                retire_at: optional.clone(),
            },
            current_state: CurrentState {
                role: role.clone(),
                requires_migration: flag,
                exists: !flag,
                attributes: attributes.into_iter().take(texts.len() % 3).collect(),
                memberships: vec![role],
                scope_states: scope_states.into_iter().collect(),
            },
            sql_plan: text(4),
            sql_plan_checksum: text(5),
            command_output: text(6),
            resource: ResourceName::new(text(7)),
            role: optional.clone(),
            cluster: Cluster { system_identifier: text(1), server_version: "15.18".to_owned() },
            state_checksum: text(2),
            plan_checksum: text(3),
            planner_version: "0.1.0".to_owned(),
            expires_at: optional,
            advice: vec![Note::new(Code::Owner, text(4), text(5), "")],
            undo_sql: text(6),
            steps,
            store_seal: flag.then(|| text(9)),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn the_bytes_are_those_of_serde_yaml(document in a_document()) {
        prop_assert_eq!(write(&document).unwrap(), serde_yaml::to_string(&document).unwrap());
    }
}
