//! The encoding is as documented, and what is written is read as what it was.

use serde_json::Value;

use super::{name, written};
use crate::facts::{Attributes, Entry, Fact, Public, RoleState, compare};
use crate::ground::privilege::{Privilege, Privileges};

/// One line of each variant, no two items of a line alike.
const EXAMPLES: &str = r#"["rolewright/state/1","prod","7300000000000000001",16]
["role","app_ro",true,"inherit login",5,"2030-01-01T00:00:00Z"]
["membership","readers","admin",true,false,false]
["source","people",true]
["login","app_ro_a",true,"login",7,"2031-01-01T00:00:00Z"]
["login_membership","app_ro_a","app_ro","admin",true,false,false]
["over","app_ro_b"]
["database","app","dba",[["root","CONNECT TEMPORARY","CONNECT"]],"TEMPORARY"]
["schema","app","public","dba",[["root","CREATE USAGE","USAGE"]],"USAGE"]
["relations","app","public","materialized_view","dba",[["root","INSERT SELECT","SELECT"]],"SELECT",["a","b \"c\""]]
["default","app","public","t","id","ids","t_id_seq"]
["column","app","public","t","email",[["root","SELECT UPDATE","SELECT"]]]
"#;

/// The same, field by field.
fn examples() -> Vec<Fact<'static>> {
    use Privilege::{Connect, Create, Insert, Select, Temporary, Update, Usage};
    let entries = |first, second, grantable| {
        vec![Entry {
            grantor: name("root"),
            privileges: Privileges::of(&[first, second]),
            grantable: Privileges::only(grantable),
        }]
    };
    vec![
        Fact::Cluster {
            resource: name("prod"),
            system_identifier: "7300000000000000001".into(),
            major: 16,
        },
        Fact::Role {
            name: name("app_ro"),
            state: Some(RoleState {
                attributes: Attributes::from_words("inherit login").unwrap(),
                connection_limit: Some(5),
                valid_until: Some("2030-01-01T00:00:00Z".into()),
            }),
        },
        Fact::Membership {
            role: name("readers"),
            grantor: name("admin"),
            admin: true,
            inherit: false,
            set: false,
        },
        Fact::Source {
            name: name("people"),
            exists: true,
        },
        Fact::Login {
            name: name("app_ro_a"),
            state: Some(RoleState {
                attributes: Attributes::from_words("login").unwrap(),
                connection_limit: Some(7),
                valid_until: Some("2031-01-01T00:00:00Z".into()),
            }),
        },
        Fact::LoginMembership {
            login: name("app_ro_a"),
            role: name("app_ro"),
            grantor: name("admin"),
            admin: true,
            inherit: false,
            set: false,
        },
        Fact::Over {
            name: name("app_ro_b"),
        },
        Fact::Database {
            name: name("app"),
            owner: name("dba"),
            entries: entries(Connect, Temporary, Connect),
            public: Public(Some(Privileges::only(Temporary))),
        },
        Fact::Schema {
            database: name("app"),
            name: name("public"),
            owner: name("dba"),
            entries: entries(Create, Usage, Usage),
            public: Public(Some(Privileges::only(Usage))),
        },
        Fact::Objects {
            database: name("app"),
            schema: name("public"),
            kind: "materialized_view".into(),
            owner: name("dba"),
            entries: entries(Insert, Select, Select),
            public: Privileges::only(Select),
            names: vec![name("a"), name("b \"c\"")],
        },
        Fact::Default {
            database: name("app"),
            schema: name("public"),
            relation: name("t"),
            column: name("id"),
            sequence_schema: name("ids"),
            sequence: name("t_id_seq"),
        },
        Fact::Column {
            database: name("app"),
            schema: name("public"),
            relation: name("t"),
            column: name("email"),
            entries: entries(Select, Update, Select),
        },
    ]
}

#[test]
fn every_variant_is_written_and_read_as_the_example() {
    let written: String = examples().iter().map(written).collect();
    assert_eq!(written, EXAMPLES);
    let read: Vec<_> = EXAMPLES.lines().map(Fact::read).collect();
    assert_eq!(read, examples());
    assert_eq!(read.len(), Fact::LINES.len(), "an example of each");
}

#[test]
fn the_documentation_names_the_fields_in_their_order() {
    let text = include_str!("../mod.rs");
    let block = text.split("```text\n").nth(1).unwrap();
    let lines: Vec<_> = block
        .lines()
        .map_while(|line| line.strip_prefix("//! ["))
        .map(|line| line.split(']').next().unwrap().to_owned())
        .collect();
    let fields = Fact::LINES.iter().map(|(word, fields)| {
        let fields = fields.join(", ");
        format!("\"{word}\", {fields}")
    });
    assert_eq!(lines, fields.collect::<Vec<_>>());
    let parts = |fields: &[&str]| fields.join(", ");
    let entry = format!("`[[{}]…]`", parts(Entry::PARTS));
    assert!(text.contains(&entry), "{entry}");
    let state = format!("`true, {}`", parts(RoleState::PARTS));
    let flat = text.replace("\n//! ", " ");
    assert!(flat.contains(&state), "{state}");
    let all = format!("\"{}\"", Attributes::ALL.join(" "));
    assert!(text.contains(&all), "{all}");
}

/// Any two items that change places: never the same fact, and said as a change.
#[test]
fn two_swapped_fields_are_noticed() {
    let mut swaps = 0;
    for line in EXAMPLES.lines() {
        let items: Vec<Value> = serde_json::from_str(line).unwrap();
        for one in 1..items.len() {
            for other in one + 1..items.len() {
                if items[one] == items[other] {
                    continue;
                }
                let mut swapped = items.clone();
                swapped.swap(one, other);
                let swapped = serde_json::to_string(&swapped).unwrap();
                assert_ne!(Fact::read(line), Fact::read(&swapped), "{swapped}");
                assert!(!compare(line, &swapped).is_empty(), "{swapped}");
                swaps += 1;
            }
        }
    }
    assert!(swaps > 50, "{swaps}");
}

#[test]
fn what_is_not_known_stays_as_it_is() {
    for line in [
        "",
        "{}",
        "[]",
        "[1]",
        r#"["sequences","app"]"#,
        r#"["source","people",true,"more"]"#,
        r#"["source","people"]"#,
        r#"["source", "people",true]"#,
        r#"["source","people","true"]"#,
        r#"["role","r",true,"login flying",null,null]"#,
        r#"["role","r",true,"login inherit",null,null]"#,
        r#"["database","d","o",[],"FLY"]"#,
        r#"["database","d","o",[["g","CONNECT","",1]]]"#,
        r#"["rolewright/state/1","prod","7",-1]"#,
    ] {
        let fact = Fact::read(line);
        assert_eq!(fact, Fact::Unknown(line.into()));
        assert_eq!(written(&fact), format!("{line}\n"));
    }
}
