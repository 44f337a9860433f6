//! plan.yaml: its items.

use super::case::Case;
use super::plan_file::{MANAGED, managed, plan};

const EXTERNAL: &str = "items:
  - resource_name: analytics
    type: external
    role: ro
    source_role: pg_monitor
";

pub fn cases() -> Vec<Case> {
    [scopes(), privileges(), kinds(), labels(), values()]
        .into_iter()
        .flatten()
        .collect()
}

fn external(name: &'static str, from: &str, to: &str) -> Case {
    assert!(EXTERNAL.contains(from), "{from}");
    plan(name, EXTERNAL.replacen(from, to, 1))
}

fn scopes() -> Vec<Case> {
    let scope = |name, scope: &str| {
        managed(name, "[app]", &format!("[{scope}]"))
            .place(&["items[0].scopes", "line 5 column 14"])
    };
    vec![
        scope("a scope of three parts", "app.public.t")
            .place(&["`app.public.t`"])
            .remedy(&["`database` or `database.schema`"]),
        scope("an empty part of a scope", "app.")
            .place(&["`app.`"])
            .remedy(&["write `database`"]),
        scope("an empty scope", "''")
            .place(&["``"])
            .remedy(&["write `database`"]),
        scope("a quote in a scope that is not closed", "'\"my.db.public'")
            .place(&["`\"my.db.public`"])
            .remedy(&["a quote that is not closed"]),
        scope("words after a quote in a scope", "'\"my\"db'").remedy(&["quote the whole part"]),
        scope("a scope in a schema of PostgreSQL's own", "app.pg_catalog")
            .place(&["`pg_catalog`"])
            .remedy(&["name another"]),
        scope("a scope longer than a name", &"x".repeat(64)).remedy(&["PostgreSQL keeps 63"]),
        managed("no scopes", "    scopes: [app]\n", "")
            .place(&["item 1 (analytics/ro)", "`scopes`"])
            .remedy(&["at least one `database` or `database.schema`"]),
        managed("an empty list of scopes", "[app]", "[]")
            .place(&["item 1 (analytics/ro)", "`scopes`"])
            .remedy(&["at least one `database` or `database.schema`"]),
    ]
}

fn privileges() -> Vec<Case> {
    let privilege = |name, word: &str| {
        managed(name, "[SELECT]", &format!("[SELECT, {word}]"))
            .place(&["items[0].privileges", "line 6 column 26"])
    };
    vec![
        privilege("an unknown privilege", "READ")
            .place(&["`READ`"])
            .remedy(&["use USAGE, SELECT, INSERT"]),
        privilege("CONNECT as a privilege", "CONNECT")
            .place(&["`CONNECT`"])
            .remedy(&["leave it out"]),
        privilege(
            "a privilege that sequences do not take",
            "DELETE ON SEQUENCES",
        )
        .place(&["`DELETE`"])
        .remedy(&["which take SELECT, UPDATE, USAGE"]),
        privilege("a kind that is none", "SELECT ON VIEWS")
            .place(&["`SELECT ON VIEWS`"])
            .remedy(&["after ON stands TABLES or SEQUENCES"]),
        privilege("EXECUTE as a privilege", "EXECUTE")
            .place(&["`EXECUTE`"])
            .remedy(&["use USAGE, SELECT"]),
        managed("no privileges", "    privileges: [SELECT]\n", "")
            .place(&["item 1 (analytics/ro)", "`privileges`"])
            .remedy(&["such as SELECT"]),
    ]
}

fn kinds() -> Vec<Case> {
    vec![
        managed("a type that there is not", "managed", "manged")
            .place(&["items[0].type", "line 3 column 11", "`manged`"])
            .remedy(&["`managed` or `external`"]),
        managed(
            "managed with a source role",
            "role: ro",
            "role: ro\n    source_role: pg_monitor",
        )
        .place(&["item 1 (analytics/ro)", "`source_role`"])
        .remedy(&["remove it, or set `type: external`"]),
        external(
            "external with scopes",
            "    source",
            "    scopes: [app]\n    source",
        )
        .place(&["item 1 (analytics/ro)", "`scopes`"])
        .remedy(&["remove it, or set `type: managed`"]),
        external(
            "external with privileges",
            "    source",
            "    privileges: [SELECT]\n    source",
        )
        .place(&["item 1 (analytics/ro)", "`privileges`"])
        .remedy(&["remove it, or set `type: managed`"]),
        external(
            "external without a source role",
            "    source_role: pg_monitor\n",
            "",
        )
        .place(&["item 1 (analytics/ro)", "`source_role`"])
        .remedy(&["the existing role to inherit from"]),
        external(
            "a source role longer than a name",
            "pg_monitor",
            &"s".repeat(64),
        )
        .place(&["item 1 (analytics/ro)", "source_role"])
        .remedy(&["63"]),
        external("a source role that is everybody", "pg_monitor", "public")
            .place(&["source_role", "`public`"])
            .remedy(&["name an existing role"]),
    ]
}

fn labels() -> Vec<Case> {
    let label = |name, label: &str| {
        managed(name, "role: ro", &format!("role: {label}"))
            .place(&["item 1 (analytics/", "`role`"])
    };
    vec![
        label("an empty label", "''").remedy(&["give a label such as `ro`"]),
        label("a label without letters", "'!!!'")
            .place(&["`!!!`"])
            .remedy(&["use one such as `ro`"]),
        label("a label in Japanese", "読み取り")
            .place(&["`読み取り`"])
            .remedy(&["use one such as `ro`"]),
        label("a label that is too long", &"x".repeat(45)).remedy(&["shorten it to at most 44"]),
        managed("an item without a resource", "analytics", "' '")
            .place(&["item 1", "`resource_name`"])
            .remedy(&["name a resource of the inventory"]),
        plan(
            "two items that are one role",
            [MANAGED, &MANAGED.replace("items:\n", "")].concat(),
        )
        .place(&[
            "items 1 (analytics/ro) and 2 (analytics/ro)",
            "hoopdev_analytics_ro_6075a443",
        ])
        .remedy(&["keep one of them, or give one another label"]),
    ]
}

fn values() -> Vec<Case> {
    let with = |name, line: &str| managed(name, "role: ro", &format!("role: ro\n    {line}"));
    vec![
        with("a day that is none", "valid_until: 2027-02-30T00:00:00Z")
            .place(&[
                "item 1 (analytics/ro)",
                "`valid_until`",
                "`2027-02-30T00:00:00Z`",
            ])
            .remedy(&["2027-01-31T00:00:00Z, or `infinity`"]),
        with("a day in words", "valid_until: tomorrow")
            .place(&["item 1 (analytics/ro)", "`valid_until`"])
            .remedy(&["2027-01-31T00:00:00Z, or `infinity`"]),
        with("a connection limit below none", "connection_limit: -5")
            .place(&["item 1 (analytics/ro)", "`connection_limit`", "-5"])
            .remedy(&["0 or more, or -1 for none"]),
        with(
            "a connection limit beyond what fits",
            "connection_limit: 3000000000",
        )
        .place(&["items[0].connection_limit", "line 5 column 23"])
        .remedy(&["expected i32"]),
        with("a mode that there is not", "mode: strict")
            .place(&["items[0].mode", "line 5 column 11", "`strict`"])
            .remedy(&["`authoritative` or `additive`"]),
    ]
}
