//! Snapshot files, and desired roles that a catalog has no place for.

use super::case::Case;
use super::world::catalog;

pub fn cases() -> Vec<Case> {
    [snapshots(), assignments(), roles(), live()]
        .into_iter()
        .flatten()
        .collect()
}

const PLAN: &str = "plan analytics --role ro --scopes app --privileges SELECT";

fn snapshots() -> Vec<Case> {
    let plan = |name, bytes: Vec<u8>| {
        Case::new(name, &format!("{PLAN} --snapshot bad.json"))
            .file("bad.json", bytes)
            .place(&["bad.json"])
    };
    let changed = |name, from, to| plan(name, catalog(from, to).into_bytes());
    vec![
        Case::new(
            "a snapshot that is not there",
            &format!("{PLAN} --snapshot missing.json"),
        )
        .place(&["missing.json"])
        .remedy(&["there is no such file"]),
        plan("an empty snapshot", Vec::new())
            .place(&["line 1 column 0"])
            .remedy(&["rolewright snapshot"]),
        plan(
            "a snapshot that is no JSON",
            b"{\n  \"format\": oops\n}\n".to_vec(),
        )
        .place(&["line 2 column"])
        .remedy(&["rolewright snapshot"]),
        plan(
            "a snapshot that is cut off",
            catalog("{", "{").into_bytes()[..900].to_vec(),
        )
        .place(&["line "])
        .remedy(&["rolewright snapshot"]),
        plan(
            "a snapshot that is compressed",
            b"\x1f\x8b\x08\0\0\0\0\0".to_vec(),
        )
        .place(&["line 1"])
        .remedy(&["UTF-8"]),
        changed("a snapshot of another format", "catalog/2", "catalog/9")
            .place(&["`rolewright/catalog/9`"])
            .remedy(&["take it again with `rolewright snapshot`"]),
        changed(
            "a snapshot with an unknown key",
            "\"taken_by\"",
            "\"owner\": 1, \"taken_by\"",
        )
        .place(&["`owner`", "line 4 column"])
        .remedy(&["expected one of"]),
        changed(
            "a snapshot that contradicts itself",
            "\"taken_by\": \"postgres\"",
            "\"taken_by\": \"nobody\"",
        )
        .place(&["`nobody`"])
        .remedy(&["take it again with `rolewright snapshot`"]),
        changed("a snapshot of PostgreSQL 12", "150018", "120022")
            .place(&["PostgreSQL 12"])
            .remedy(&["13 and newer"]),
    ]
}

fn assignments() -> Vec<Case> {
    const TWO: &str = "items:
  - {resource_name: one, role: ro, scopes: [app], privileges: [SELECT]}
  - {resource_name: two, role: ro, scopes: [app], privileges: [SELECT]}
";
    let plan = |name, snapshots: &str| {
        Case::new(name, &format!("plan -f plan.yaml {snapshots}"))
            .file("plan.yaml", TWO)
            .exits(64)
    };
    vec![
        plan("a snapshot of no resource", "--snapshot catalog.json")
            .place(&["--snapshot catalog.json", "one, two"])
            .remedy(&["write RESOURCE=FILE"]),
        plan(
            "a resource without a snapshot",
            "--snapshot one=catalog.json",
        )
        .place(&["no --snapshot for two"])
        .remedy(&["add --snapshot RESOURCE=FILE"]),
        plan(
            "two snapshots of one resource",
            "--snapshot one=a --snapshot one=b",
        )
        .place(&["a and b are both for one"])
        .remedy(&["give one"]),
    ]
}

/// Sound in themselves; the cluster says no. From a file, so that the version is known.
fn roles() -> Vec<Case> {
    let plan = |name, scopes: &str, privileges: &str| {
        let command = format!(
            "plan analytics --role ro --scopes {scopes} --privileges {privileges} --snapshot catalog.json"
        );
        Case::new(name, &command).place(&["analytics/ro"])
    };
    vec![
        plan("MAINTAIN before PostgreSQL 17", "app", "SELECT,MAINTAIN")
            .place(&["`MAINTAIN`", "PostgreSQL 15"])
            .remedy(&["leave it out"]),
        plan("an unknown database in a snapshot", "apq", "SELECT")
            .place(&["`apq`"])
            .remedy(&["does not exist"]),
        plan(
            "a database that takes no connections",
            "template0",
            "SELECT",
        )
        .place(&["template0"])
        .remedy(&["remove the scope"]),
        Case::with_args(
            "a scope that no \\connect line can carry",
            &[
                "plan",
                "analytics",
                "--role",
                "ro",
                "--scopes",
                "\"x\n\\! touch pwned\"",
                "--privileges",
                "SELECT",
                "--snapshot",
                "catalog.json",
            ],
        )
        .place(&["x\\u{a}\\! touch pwned"])
        .remedy(&["does not exist"]),
    ]
}

fn live() -> Vec<Case> {
    let plan = |name, scope: &str| {
        Case::new(
            name,
            &format!("plan analytics --role ro --scopes {scope} --privileges SELECT"),
        )
        .recorded()
        .place(&["analytics/ro"])
    };
    vec![
        plan("an unknown database", "apq")
            .place(&["`apq`"])
            .remedy(&["does not exist"]),
        plan("an unknown schema", "app.pubic")
            .place(&["pubic", "app"])
            .remedy(&["does not exist"]),
        Case::new(
            "an unknown source role",
            "plan analytics --role ro --type external --source-role nosuch",
        )
        .recorded()
        .place(&["analytics/ro", "`nosuch`"])
        .remedy(&["does not exist"]),
        Case::new("one bad item among good ones", "plan -f plan.yaml")
            .file(
                "plan.yaml",
                "items:
  - {resource_name: analytics, role: ro, scopes: [apq], privileges: [SELECT]}
  - {resource_name: analytics, type: external, role: mon, source_role: nosuch}
",
            )
            .recorded()
            .rows()
            .place(&["analytics/ro", "`apq`", "analytics/mon", "`nosuch`"])
            .remedy(&["does not exist"]),
        Case::new(
            "a snapshot of an unknown database",
            "snapshot analytics --database apq",
        )
        .place(&["analytics at ", "`apq`"])
        .remedy(&["see the list with"]),
    ]
}
