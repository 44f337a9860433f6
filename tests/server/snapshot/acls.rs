//! ACLs of every kind of object that is read.

use std::collections::BTreeSet;

use cluster::snapshot::{Which, take};
use planner::catalog::RelationKind;

use super::support::{database, group, listed, params, schema, words};
use crate::postgres::cluster;

#[tokio::test]
async fn null_and_empty_acls_are_kept_apart() {
    let c = cluster();
    c.sql("postgres", "CREATE DATABASE acl_null");
    c.sql("postgres", "CREATE DATABASE acl_empty");
    c.sql(
        "postgres",
        "REVOKE ALL ON DATABASE acl_empty FROM PUBLIC, postgres",
    );
    c.sql(
        "acl_null",
        "CREATE SCHEMA untouched; CREATE SCHEMA emptied; REVOKE ALL ON SCHEMA emptied FROM postgres;
         CREATE TABLE emptied.a (); CREATE TABLE emptied.b ();
         REVOKE ALL ON emptied.b FROM postgres",
    );
    let catalog = listed(&params(c), &["acl_null"]).await;
    assert!(database(&catalog, "acl_null").acl.is_none());
    assert!(
        database(&catalog, "acl_empty")
            .acl
            .as_ref()
            .unwrap()
            .0
            .is_empty()
    );
    assert!(schema(&catalog, "acl_null", "untouched").acl.is_none());
    let emptied = schema(&catalog, "acl_null", "emptied");
    assert!(emptied.acl.as_ref().unwrap().0.is_empty());
    assert!(group(emptied, "a").acl.is_none());
    assert!(group(emptied, "b").acl.as_ref().unwrap().0.is_empty());
}

#[tokio::test]
async fn all_kinds_of_relations_are_read_and_nothing_else() {
    let c = cluster();
    c.sql("postgres", "CREATE DATABASE acl_kinds");
    c.sql(
        "acl_kinds",
        "CREATE SCHEMA s; CREATE TABLE s.tab (id serial PRIMARY KEY, t text);
         CREATE TABLE s.part (i int) PARTITION BY LIST (i);
         CREATE TABLE s.part_1 PARTITION OF s.part FOR VALUES IN (1);
         CREATE VIEW s.view AS SELECT 1 AS x; CREATE MATERIALIZED VIEW s.mat AS SELECT 1 AS x;
         CREATE FOREIGN DATA WRAPPER w; CREATE SERVER srv FOREIGN DATA WRAPPER w;
         CREATE FOREIGN TABLE s.far (i int) SERVER srv;
         CREATE SEQUENCE s.seq; CREATE TYPE s.composite AS (i int);
         CREATE TEMP TABLE gone (i int)",
    );
    let catalog = listed(&params(c), &["acl_kinds"]).await;
    let s = schema(&catalog, "acl_kinds", "s");
    let kind = |name| group(s, name).kind;
    assert_eq!(kind("tab"), RelationKind::Table);
    assert_eq!(kind("part"), RelationKind::PartitionedTable);
    assert_eq!(kind("part_1"), RelationKind::Table);
    assert_eq!(kind("view"), RelationKind::View);
    assert_eq!(kind("mat"), RelationKind::MaterializedView);
    assert_eq!(kind("far"), RelationKind::ForeignTable);
    assert_eq!(s.count(planner::kind::ObjectKind::Table), 6);
    let schemas = &catalog
        .databases
        .get("acl_kinds")
        .unwrap()
        .contents
        .as_ref()
        .unwrap()
        .schemas;
    let names: Vec<_> = schemas.keys().map(|n| n.as_str()).collect();
    assert_eq!(names, ["public", "s"]);
}

#[tokio::test]
async fn entries_have_grantee_grantor_and_grant_options() {
    let c = cluster();
    c.sql("postgres", "CREATE DATABASE acl_entries");
    c.sql(
        "acl_entries",
        "CREATE ROLE ent_owner; CREATE ROLE ent_middle; CREATE ROLE ent_end; CREATE SCHEMA s;
         GRANT USAGE ON SCHEMA s TO ent_middle, PUBLIC; CREATE TABLE s.t (a int, b int);
         ALTER TABLE s.t OWNER TO ent_owner;
         GRANT SELECT, UPDATE ON s.t TO ent_middle WITH GRANT OPTION; GRANT INSERT ON s.t TO ent_middle;
         SET ROLE ent_middle; GRANT SELECT ON s.t TO ent_end, PUBLIC; RESET ROLE;
         GRANT SELECT (a), UPDATE (a) ON s.t TO ent_end; GRANT REFERENCES (b) ON s.t TO PUBLIC;
         GRANT CONNECT ON DATABASE acl_entries TO ent_end",
    );
    let catalog = listed(&params(c), &["acl_entries"]).await;
    let s = schema(&catalog, "acl_entries", "s");
    assert_eq!(
        words(s.acl.as_ref().unwrap()),
        [
            "PUBLIC=USAGE/postgres",
            "ent_middle=USAGE/postgres",
            "postgres=CREATE,USAGE/postgres"
        ]
    );
    let t = group(s, "t");
    assert_eq!(t.owner.as_str(), "ent_owner");
    let entries = words(t.acl.as_ref().unwrap());
    assert!(
        entries.contains(&"PUBLIC=SELECT/ent_middle".to_owned()),
        "{entries:?}"
    );
    assert!(
        entries.contains(&"ent_end=SELECT/ent_middle".to_owned()),
        "{entries:?}"
    );
    assert!(
        entries.contains(&"ent_middle=INSERT,SELECT*,UPDATE*/ent_owner".to_owned()),
        "{entries:?}"
    );
    let columns: Vec<_> = s
        .columns
        .iter()
        .map(|c| (c.relation.as_str(), c.column.as_str(), words(&c.acl)))
        .collect();
    assert_eq!(
        columns,
        [
            ("t", "a", vec!["ent_end=SELECT,UPDATE/ent_owner".to_owned()]),
            ("t", "b", vec!["PUBLIC=REFERENCES/ent_owner".to_owned()]),
        ]
    );
    let own = words(database(&catalog, "acl_entries").acl.as_ref().unwrap());
    assert!(
        own.contains(&"ent_end=CONNECT/postgres".to_owned()),
        "{own:?}"
    );
    let dependents: Vec<_> = database(&catalog, "acl_entries")
        .dependents
        .iter()
        .map(|r| r.as_str())
        .collect();
    assert_eq!(dependents, ["ent_end", "ent_middle", "ent_owner"]);
    // Where a few roles are concerned the others are not looked for.
    for (roles, found) in [
        (&["ent_middle", "nobody"][..], &["ent_middle"][..]),
        (&["ent_end", "ent_owner"], &["ent_end", "ent_owner"]),
        (&[], &[]),
    ] {
        let which = Which::Needed {
            ask: Box::new(|_| BTreeSet::from(["acl_entries".into()])),
            likely: BTreeSet::new(),
            roles: roles.iter().map(|name| (*name).into()).collect(),
        };
        let taken = take(&params(c), 1, which, &|_| {}).await.unwrap();
        let dependents = database(&taken, "acl_entries").dependents.iter();
        let dependents: Vec<_> = dependents.map(|role| role.as_str()).collect();
        assert_eq!(dependents, found, "{roles:?}");
    }
}

#[tokio::test]
async fn the_order_of_entries_does_not_matter() {
    let c = cluster();
    c.sql("postgres", "CREATE DATABASE acl_order");
    c.sql(
        "acl_order",
        "CREATE ROLE ord_a; CREATE ROLE ord_b; CREATE TABLE public.x (); CREATE TABLE public.y ();
         GRANT SELECT ON x TO ord_a; GRANT SELECT ON x TO ord_b;
         GRANT SELECT ON y TO ord_b; GRANT SELECT ON y TO ord_a",
    );
    let catalog = listed(&params(c), &["acl_order"]).await;
    let public = schema(&catalog, "acl_order", "public");
    assert_eq!(public.objects.len(), 1, "{:?}", public.objects);
}
