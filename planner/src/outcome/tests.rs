//! Outcomes, decided on one small cluster.

use super::*;

const CATALOG: &str = r#"{
  "format": "rolewright/catalog/2",
  "server": {"version_num": 170010, "system_identifier": "1"},
  "taken_by": "postgres", "bootstrap": "postgres",
  "roles": {
    "postgres": {"superuser": true}, "dba": {"inherit": true}, "pg_database_owner": {},
    "pg_read_all_data": {}, "pg_write_all_data": {}, "pg_maintain": {},
    "ro": {"inherit": true, "login": true}, "child": {"inherit": true}, "shut": {"inherit": true},
    "reader": {"inherit": true}, "keeper": {"inherit": true}, "may set": {}
  },
  "memberships": [
    {"member": "child", "role": "ro", "grantor": "postgres"},
    {"member": "may set", "role": "ro", "grantor": "postgres", "inherit": false},
    {"member": "shut", "role": "ro", "grantor": "postgres", "inherit": false, "set": false},
    {"member": "reader", "role": "pg_read_all_data", "grantor": "postgres"},
    {"member": "keeper", "role": "pg_maintain", "grantor": "postgres"}
  ],
  "databases": {
    "app": {"owner": "dba", "contents": {"schemas": {
      "public": {"owner": "pg_database_owner",
        "acl": [{"grantee": "pg_database_owner", "grantor": "pg_database_owner", "privileges": ["CREATE", "USAGE"]},
                {"grantee": "ro", "grantor": "pg_database_owner", "privileges": ["USAGE"]}],
        "relations": [
          {"kind": "table", "owner": "postgres", "names": ["a.b", "orders"],
           "acl": [{"grantee": "ro", "grantor": "postgres", "privileges": ["SELECT"]},
                   {"grantee": null, "grantor": "postgres", "privileges": ["DELETE"]}]},
          {"kind": "table", "owner": "ro", "names": ["own"], "acl": []},
          {"kind": "table", "owner": "postgres", "names": ["users"]}],
        "columns": [{"relation": "users", "column": "email",
           "acl": [{"grantee": "ro", "grantor": "postgres", "privileges": ["SELECT"]}]}]},
      "empty": {"owner": "postgres"}}}},
    "closed": {"owner": "postgres", "allow_connections": false},
    "unread": {"owner": "postgres", "unreachable": "no pg_hba.conf entry"}
  }
}"#;

fn decide(claim: Claim, line: &str) -> Result<Vec<String>, String> {
    let catalog = Catalog::from_json(CATALOG).unwrap();
    let outcome: Outcome = line.parse()?;
    let role = RoleName::new(outcome.subject.name.clone());
    check(claim, &outcome, &role, &catalog)
}

#[test]
fn what_a_role_can() {
    for line in [
        "postgres SELECT,TRUNCATE app.public.*",
        "ro CONNECT app",
        "ro USAGE app.public",
        "ro SELECT app.public.orders",
        r#"ro SELECT,DELETE app.public."a.b""#,
        "child SELECT app.public.orders",
        "ro DELETE app.*.orders",
        "dba USAGE, CREATE app.public",
        "reader SELECT app.public.*",
        "reader USAGE app.*",
    ] {
        assert_eq!(decide(Claim::Can, line).unwrap(), [""; 0], "{line}");
        assert!(!decide(Claim::Cannot, line).unwrap().is_empty(), "{line}");
    }
}

#[test]
fn what_a_role_cannot_and_why() {
    for (line, why) in [
        (
            "ro INSERT app.public.orders",
            "INSERT on app.public.orders: no INSERT on it",
        ),
        ("reader INSERT app.public.*", "no INSERT on it"),
        (
            "keeper MAINTAIN app.public.orders",
            "no USAGE on schema app.public",
        ),
        (
            "shut SELECT app.public.orders",
            "no USAGE on schema app.public",
        ),
        (
            "keeper DELETE app.public.orders",
            "no USAGE on schema app.public",
        ),
        ("postgres CONNECT closed", "database closed lets nobody in"),
        ("ro CREATE app.public", "no CREATE on schema app.public"),
    ] {
        assert_eq!(decide(Claim::Cannot, line).unwrap(), [""; 0], "{line}");
        let found = decide(Claim::Can, line).unwrap();
        assert!(found[0].contains(why), "{line}: {found:?}");
    }
}

#[test]
fn what_is_neither() {
    for (line, why) in [
        ("ro SELECT app.public.users", "only on column email"),
        (
            "ro SELECT app.public.own",
            "as its owner it can give that to itself",
        ),
        (
            "\"may set\" SELECT app.public.orders",
            "after SET ROLE to `ro`",
        ),
    ] {
        for claim in [Claim::Can, Claim::Cannot] {
            let found = decide(claim, line).unwrap();
            assert!(found[0].contains(why), "{line}: {found:?}");
        }
    }
}

#[test]
fn what_says_nothing_is_an_error() {
    for (line, why) in [
        ("", "write `ROLE PRIVILEGE"),
        ("ro SELECT", "write `ROLE PRIVILEGE"),
        ("ro FLY app.public.*", "unknown privilege `FLY`"),
        ("ro SELECT app", "does not apply to a database"),
        (
            "ro USAGE app.public.orders",
            "does not apply to table `orders`",
        ),
        ("ro SELECT *.public.orders", "a database is named"),
        ("ro SELECT app.public.a.b", "more than three parts"),
        ("ro SELECT app..x", "an empty part"),
        ("ro SELECT \"app.public.x", "not closed"),
        ("ro SELECT a\"p\"p.public.x", "quote the whole part"),
        ("a/b/c SELECT app.public.x", "is no role"),
        (
            "ro SELECT nosuch.public.*",
            "database `nosuch` does not exist",
        ),
        ("ro SELECT app.nosuch.*", "matches nothing"),
        ("ro SELECT app.empty.*", "matches nothing"),
        (
            "ro SELECT unread.public.*",
            "was not read: no pg_hba.conf entry",
        ),
        ("nobody SELECT app.public.*", "role `nobody` does not exist"),
    ] {
        let message = decide(Claim::Cannot, line).unwrap_err();
        assert!(message.contains(why), "{line}: {message}");
    }
}

#[test]
fn a_privilege_of_a_later_version_is_an_error() {
    let mut catalog = Catalog::from_json(CATALOG).unwrap();
    catalog.server.version_num = 160_014;
    let outcome: Outcome = "ro MAINTAIN app.public.*".parse().unwrap();
    let message = check(Claim::Cannot, &outcome, &"ro".into(), &catalog).unwrap_err();
    assert!(
        message.contains("does not exist on PostgreSQL 16.14"),
        "{message}"
    );
}
