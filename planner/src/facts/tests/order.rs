//! The order of lines, which a checksum has fixed.

use crate::catalog::Catalog;
use crate::desired::{Prefix, parse_plan_file};
use crate::facts::{Fact, facts};

const ITEM: &str = "items:
  - {resource_name: app, type: managed, role: ro, scopes: [app], privileges: [SELECT]}
";

/// Alike but for what PUBLIC holds: `b` more than `a`; `c` as `a`, while another role holds more.
const CATALOG: &str = r#"{
  "format": "rolewright/catalog/1",
  "server": {"version_num": 150018, "system_identifier": "7"},
  "taken_by": "o", "bootstrap": "o",
  "roles": {"o": {"superuser": true}, "x": {}},
  "memberships": [],
  "databases": {"app": {"owner": "o", "contents": {"schemas": {"s": {"owner": "o", "relations": [
    {"kind": "view", "owner": "o", "names": ["v"]},
    {"kind": "table", "owner": "o", "names": ["b"], "acl": [
      {"grantee": null, "grantor": "o", "privileges": ["SELECT", "UPDATE"]}]},
    {"kind": "table", "owner": "o", "names": ["c"], "acl": [
      {"grantee": null, "grantor": "o", "privileges": ["SELECT"]},
      {"grantee": "x", "grantor": "o", "privileges": ["SELECT"]}]},
    {"kind": "table", "owner": "o", "names": ["a"], "acl": [
      {"grantee": null, "grantor": "o", "privileges": ["SELECT"]}]}
  ]}}}}}
}"#;

#[test]
fn objects_stand_by_kind_owner_entries_and_public_and_alike_in_one_line() {
    let configs = parse_plan_file(ITEM, &Prefix::default()).unwrap();
    let catalog = Catalog::from_bytes(CATALOG.as_bytes()).unwrap();
    let text = facts(configs.first().unwrap(), &catalog);
    let lines: Vec<_> = text
        .lines()
        .filter(|line| line.contains("relations"))
        .collect();
    assert_eq!(
        lines,
        [
            r#"["relations","app","s","table","o",[],"SELECT",["a","c"]]"#,
            r#"["relations","app","s","table","o",[],"SELECT UPDATE",["b"]]"#,
            r#"["relations","app","s","view","o",[],"",["v"]]"#,
        ]
    );
    for line in text.lines() {
        assert!(!matches!(Fact::read(line), Fact::Unknown(_)), "{line}");
    }
}
