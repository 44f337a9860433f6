//! Who reaches an object.

use super::*;

const REACHED: &str = r#"{
  "format": "rolewright/catalog/2",
  "server": {"version_num": 170010, "system_identifier": "1"},
  "taken_by": "postgres", "bootstrap": "postgres",
  "roles": {
    "postgres": {"superuser": true}, "dba": {"inherit": true}, "pg_database_owner": {},
    "pg_read_all_data": {}, "ro": {"inherit": true}, "child": {"inherit": true, "login": true},
    "grandchild": {"inherit": true}, "may set": {}, "reader": {"inherit": true}, "nobody": {},
    "outside": {}, "columns": {}, "hoopdev_app_ro_7249975c": {}
  },
  "memberships": [
    {"member": "child", "role": "ro", "grantor": "postgres"},
    {"member": "grandchild", "role": "child", "grantor": "postgres"},
    {"member": "may set", "role": "ro", "grantor": "postgres", "inherit": false},
    {"member": "reader", "role": "pg_read_all_data", "grantor": "postgres"}
  ],
  "databases": {
    "app": {"owner": "dba", "contents": {"schemas": {
      "public": {"owner": "pg_database_owner",
        "acl": [{"grantee": "ro", "grantor": "pg_database_owner", "privileges": ["USAGE"]},
                {"grantee": "columns", "grantor": "pg_database_owner", "privileges": ["USAGE"]}],
        "relations": [
          {"kind": "materialized_view", "owner": "dba", "names": ["Orders.2"],
           "acl": [{"grantee": "ro", "grantor": "dba", "privileges": ["SELECT"]},
                   {"grantee": "outside", "grantor": "dba", "privileges": ["SELECT"]},
                   {"grantee": null, "grantor": "dba", "privileges": ["DELETE"]}]}],
        "columns": [{"relation": "Orders.2", "column": "id",
           "acl": [{"grantee": "columns", "grantor": "dba", "privileges": ["UPDATE"]}]}]}}}}
  }
}"#;

/// `role: privileges by through access change`, a line for each way.
fn reached(object: &str) -> Vec<String> {
    let catalog = Catalog::from_json(REACHED).unwrap();
    let yaml = "items: [{resource_name: app, type: managed, role: ro, scopes: [app], privileges: [SELECT]}]";
    let reach = Reach::new(object, &planned(yaml, &catalog).steps, &catalog).unwrap();
    let line = |role: &Reacher, way: &ReachWay| {
        let name = role.role.as_ref().map_or("PUBLIC", RoleName::as_str);
        let through: Vec<_> = way.through.iter().map(RoleName::as_str).collect();
        format!(
            "{name}: {} {:?} {} {:?} {:?}",
            way.privileges.join(","),
            way.by,
            through.join(">"),
            way.access,
            way.change
        )
    };
    let roles = reach.roles.iter();
    roles
        .flat_map(|role| role.ways.iter().map(move |way| line(role, way)))
        .filter(|line| !line.starts_with("postgres") && !line.starts_with("pg_"))
        .collect()
}

#[test]
fn everybody_who_reaches_a_relation_with_the_way_there() {
    let found = reached(r#"app.public."Orders.2""#);
    for line in [
        "child: SELECT Entry ro Yes Kept",
        "child: DELETE Public  Yes Kept",
        "grandchild: SELECT Entry child>ro Yes Kept",
        "may set: SELECT Entry ro Partly Kept",
        "columns: UPDATE Column  Partly Kept",
        "dba: INSERT,MAINTAIN,REFERENCES,SELECT,TRIGGER,TRUNCATE,UPDATE Owner  Partly Kept",
        "outside: SELECT Entry  No Kept",
        "reader: SELECT Predefined pg_read_all_data Yes Kept",
        "ro: SELECT Entry  Yes Kept",
    ] {
        assert!(found.contains(&line.to_owned()), "{line}: {found:#?}");
    }
    // Nobody is listed for what is of no use to it and of everybody.
    assert!(!found.iter().any(|line| line.starts_with("nobody")));
    let planned = |line: &&String| line.starts_with("hoopdev_app_ro") && line.ends_with("Added");
    assert!(found.iter().any(|line| planned(&line)), "{found:#?}");
}

#[test]
fn what_everybody_has_is_said_once() {
    assert_eq!(
        reached("app"),
        [
            "PUBLIC: CONNECT,TEMPORARY Public  Yes Kept",
            "dba: CONNECT,CREATE,TEMPORARY Owner  Yes Kept",
            "hoopdev_app_ro_7249975c: CONNECT Entry  Yes Added",
        ]
    );
    let owner = "dba: CREATE,USAGE Owner pg_database_owner Partly Kept";
    let found = reached("app.public");
    assert!(found.contains(&owner.to_owned()), "{found:#?}");
}

#[test]
fn an_object_that_is_not_there_is_said_to_be_missing() {
    let catalog = Catalog::from_json(REACHED).unwrap();
    let yaml = "items: [{resource_name: app, type: managed, role: ro, scopes: [app], privileges: [SELECT]}]";
    let steps = planned(yaml, &catalog).steps;
    for (object, why) in [
        ("nowhere", "is not on this cluster"),
        ("app.nowhere", "is not on this cluster"),
        ("app.public.nowhere", "is not on this cluster"),
        ("app.public.*", "name one object"),
        ("", "empty part"),
    ] {
        let problem = Reach::new(object, &steps, &catalog).unwrap_err();
        assert!(problem.message.contains(why), "{object}: {problem:?}");
    }
}

#[test]
fn objects_are_found_by_a_part_of_their_path() {
    let catalog = Catalog::from_json(REACHED).unwrap();
    let paths = |text: &str| -> Vec<String> {
        let found = Found::new(text, &catalog).objects.into_iter();
        found.map(|o| format!("{} {}", o.kind, o.path)).collect()
    };
    assert_eq!(
        paths("orders"),
        [r#"materialized view app.public."Orders.2""#]
    );
    assert_eq!(paths("APP.PUB").len(), 2);
    assert_eq!(paths("app")[0], "database app");
    assert_eq!(paths("nowhere"), [""; 0]);
}
