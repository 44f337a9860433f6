//! Inputs that are right: what they mean, and how rows are classified.

use super::*;
use crate::desired::parse_plan_file;
use crate::import::{Class, Counts, Login, parse_roles};

const INVENTORY: &str = include_str!("../../../../tests/reference/inventory.csv");
const ROLES: &str = include_str!("../../../../tests/reference/roles.csv");
const PLAN: &str = include_str!("../../../../tests/reference/plan.yaml");

#[test]
fn the_reference_inventory() {
    let import = inventory::classify(INVENTORY, &[]).unwrap();
    let expected = [
        resource("analytics", "192.168.18.54", 5432),
        resource("marketplace", "192.168.18.54", 5432),
    ];
    assert_eq!(import.to_take().cloned().collect::<Vec<_>>(), expected);
    assert_eq!(
        import.counts,
        Counts {
            new: 2,
            ..Counts::default()
        }
    );
    let again = inventory::classify(INVENTORY, &expected).unwrap();
    assert_eq!(
        again.counts,
        Counts {
            unchanged: 2,
            ..Counts::default()
        }
    );
    assert_eq!(again.to_take().count(), 0);
}

#[test]
fn the_reference_roles_are_those_of_plan_yaml() {
    let prefix = Prefix::default();
    let roles = parse_roles(ROLES, &prefix).unwrap();
    assert_eq!(roles, parse_plan_file(PLAN, &prefix).unwrap());
    assert_eq!(roles.len(), 3);
}

#[test]
fn columns_in_any_order_and_case_with_bom_crlf_and_spaces() {
    let file = "\u{feff} PORT , Host ,\"type\", Name\r\n , /var/run/postgresql , POSTGRES , \"a, b\" \r\n\
        6432,::1,PostgreSQL,c\r\n,fe80::1%eth0,postgresql,d\r\n,DB_1.Example.com.,postgres,e\r\n";
    let import = inventory::classify(file, &[]).unwrap();
    let expected = [
        resource("a, b", "/var/run/postgresql", 5432),
        resource("c", "::1", 6432),
        resource("d", "fe80::1%eth0", 5432),
        resource("e", "DB_1.Example.com.", 5432),
    ];
    assert_eq!(import.to_take().cloned().collect::<Vec<_>>(), expected);
}

/// The bytes of Excel's "Unicode text".
fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    units.flat_map(unit).collect()
}

#[test]
fn what_spreadsheets_make_of_the_reference_roles() {
    let prefix = Prefix::default();
    let wanted = parse_roles(ROLES, &prefix).unwrap();
    // The lists of the reference have `;` in them: a writer puts those cells in quotes.
    let cells = |mark: char| {
        let row = |line: &str| {
            let cell = |cell: &str| match cell.contains(mark) {
                true => format!("\"{cell}\""),
                false => cell.to_owned(),
            };
            let cells: Vec<_> = line.split(',').map(cell).collect();
            cells.join(&mark.to_string())
        };
        ROLES.lines().map(row).collect::<Vec<_>>()
    };
    let semicolons = cells(';').join("\r\n");
    let tabs = cells('\t').join("\r\n");
    let trailing = cells(';').into_iter().map(|row| format!("{row};;\r\n"));
    for (file, name) in [
        (semicolons.clone().into_bytes(), "semicolons"),
        (tabs.clone().into_bytes(), "tabs"),
        (format!("\u{feff}{semicolons}").into_bytes(), "with a mark"),
        (format!("sep=;\r\n{semicolons}").into_bytes(), "sep="),
        (
            format!("\u{feff}sep=,\n{ROLES}").into_bytes(),
            "sep=, after a mark",
        ),
        (
            trailing.collect::<String>().into_bytes(),
            "empty columns at the end",
        ),
        (utf16(&tabs, u16::to_le_bytes), "Unicode text"),
        (
            utf16(&semicolons, u16::to_be_bytes),
            "UTF-16, big end first",
        ),
    ] {
        let read = parse_roles(file, &prefix);
        assert_eq!(read.as_ref(), Ok(&wanted), "{name}");
    }
}

#[test]
fn every_class_of_row_in_json() {
    let file = "name,type,host,port\n\n\
        new,postgres,h,\n\
        moved,postgres,h2,6432\n\
        same,postgres,h,5432\n\
        bad,postgres,h,x\n\
        new,PostgreSQL,h,5432\n\
        twice,postgres,h,\n\
        twice,postgres,g,\n\
        twice,postgres,h,\n";
    let existing = [resource("moved", "h", 5432), resource("same", "h", 5432)];
    let import = inventory::classify(file, &existing).unwrap();
    let counts = Counts {
        new: 1,
        updated: 1,
        unchanged: 1,
        invalid: 1,
        duplicate: 2,
        conflict: 2,
    };
    assert_eq!(import.counts, counts);
    let entry = |name: &str, host: &str, port: u16| serde_json::json!(resource(name, host, port));
    let json = serde_json::to_value(&import).unwrap();
    let expected = serde_json::json!([
        {"line": 3, "subject": "new", "status": "new", "entry": entry("new", "h", 5432)},
        {"line": 4, "subject": "moved", "status": "updated", "entry": entry("moved", "h2", 6432), "changes": [
            {"field": "host", "old": "h", "new": "h2"}, {"field": "port", "old": "5432", "new": "6432"}]},
        {"line": 5, "subject": "same", "status": "unchanged", "entry": entry("same", "h", 5432)},
        {"line": 6, "subject": "bad", "status": "invalid", "column": {"number": 4, "name": "port"},
            "reason": "port `x` is no number of 1 to 65535; an empty cell is 5432"},
        {"line": 7, "subject": "new", "status": "duplicate", "entry": entry("new", "h", 5432), "of_line": 3},
        {"line": 8, "subject": "twice", "status": "conflict", "entry": entry("twice", "h", 5432), "with_line": 9,
            "changes": [{"field": "host", "old": "g", "new": "h"}],
            "reason": "resource `twice` is also on line 9 and differs in host; keep one of the two"},
        {"line": 9, "subject": "twice", "status": "conflict", "entry": entry("twice", "g", 5432), "with_line": 8,
            "changes": [{"field": "host", "old": "h", "new": "g"}],
            "reason": "resource `twice` is also on line 8 and differs in host; keep one of the two"},
        {"line": 10, "subject": "twice", "status": "duplicate", "entry": entry("twice", "h", 5432), "of_line": 8},
    ]);
    assert_eq!(json["rows"], expected);
}

#[test]
fn a_command_is_taken_apart_and_nothing_in_it_is_expanded() {
    let file = "name,admin_user,password,password_command\n\
        analytics,admin,,vault kv get -field=pass\\ word 'a b' x\\ y $HOME `id` *\n\
        marketplace,admin,p,\n";
    let known = names(&["analytics", "marketplace"]);
    let import = credentials::classify(file, &known, &BTreeMap::new()).unwrap();
    let taken: Vec<_> = import.to_take().map(|entry| &entry.password).collect();
    let words = [
        "vault",
        "kv",
        "get",
        "-field=pass word",
        "a b",
        "x y",
        "$HOME",
        "`id`",
        "*",
    ];
    assert_eq!(*taken[0], Login::Command(words.map(str::to_owned).to_vec()));
    assert!(matches!(taken[1], Login::Password(_)));
}

#[test]
fn a_password_is_kept_exactly_and_shown_nowhere() {
    let file = "name,admin_user,password\n analytics , admin , s3cret,\n".replace(",\n", " \n")
        + "marketplace,admin,\" s3\"\"c,\r\nret \"\n";
    let existing = BTreeMap::from([("analytics".to_owned(), "postgres".to_owned())]);
    let known = names(&["analytics", "marketplace"]);
    let import = credentials::classify(&file, &known, &existing).unwrap();
    let taken: Vec<_> = import
        .to_take()
        .map(|e| {
            let password = e.password.password().unwrap();
            (e.name.as_str(), e.admin_user.as_str(), password.expose())
        })
        .collect();
    let expected = [
        ("analytics", "admin", " s3cret "),
        ("marketplace", "admin", " s3\"c,\r\nret "),
    ];
    assert_eq!(taken, expected);
    let json = serde_json::to_value(&import).unwrap();
    assert_eq!(
        json["rows"][0]["changes"],
        serde_json::json!([
            {"field": "admin_user", "old": "postgres", "new": "admin"}, {"field": "password"}
        ])
    );
    assert_eq!(
        json["rows"][0]["entry"],
        serde_json::json!({"name": "analytics", "admin_user": "admin"})
    );
    assert!(!format!("{import:?}{json}").contains("s3"));
}

#[test]
fn scopes_and_permissions_in_all_their_spellings() {
    let file = "RESOURCE_NAME,type,role,scopes,Privileges\n\
        a,Managed,ro,\"\"\"my.db\"\".\"\"s;1\"\" ; app;\",\"select, insert;UPDATE\tdelete\"\n\
        b,MANAGED,ro,app;\"my.db\".x,all privileges\n";
    let roles = parse_roles(file, &Prefix::default()).unwrap();
    let scopes: Vec<_> = roles[0].scopes().iter().map(ToString::to_string).collect();
    assert_eq!(scopes, ["\"my.db\".\"s;1\"", "app"]);
    let words: Vec<_> = roles[0]
        .privileges()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(words, ["SELECT", "INSERT", "UPDATE", "DELETE"]);
    assert_eq!(roles[1].scopes()[1].to_string(), "\"my.db\".x");
    assert_eq!(roles[1].privileges().len(), 1);
}

#[test]
fn roles_that_mean_the_same_are_duplicates_and_others_conflicts() {
    let file = "resource_name,type,role,scopes,permissions,source_role\n\
        a,managed,ro,app;web,SELECT;INSERT,\n\
        a,Managed,ro,web;app;app,\"insert,select\",\n\
        a,managed,RO,app,SELECT,\n\
        b,managed,ro,app,SELECT,\n\
        b,external,ro,,,reader\n";
    let import = roles::classify(file, &Prefix::default(), None).unwrap();
    let statuses: Vec<_> = import
        .rows
        .iter()
        .map(|row| match &row.class {
            Class::New { .. } => "new".to_owned(),
            Class::Duplicate { of_line, .. } => format!("duplicate of {of_line}"),
            Class::Conflict {
                with_line, changes, ..
            } => {
                let fields: Vec<_> = changes.iter().map(|change| change.field).collect();
                format!("conflict with {with_line}: {}", fields.join(" "))
            }
            other => format!("{other:?}"),
        })
        .collect();
    let differs = "type scopes permissions source_role";
    assert_eq!(
        statuses,
        [
            "new",
            "duplicate of 2",
            "new",
            &format!("conflict with 6: {differs}"),
            &format!("conflict with 5: {differs}")
        ]
    );
    let json = serde_json::to_value(&import).unwrap();
    assert_eq!(json["rows"][0]["subject"], "a/ro");
    assert_eq!(
        json["rows"][0]["entry"]["permissions"],
        serde_json::Value::Null
    );
    assert_eq!(
        json["rows"][0]["entry"]["privileges"],
        serde_json::json!(["SELECT", "INSERT"])
    );
    assert!(
        json["rows"][0]["entry"]["role_name"]
            .as_str()
            .unwrap()
            .starts_with("hoopdev_a_ro_")
    );
}
