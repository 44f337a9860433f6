//! A key of an item, or a column of an import, is known wherever it is written or described.

use std::path::Path;

use planner::desired::keys::{KEYS, Key, Value};
use planner::desired::{Prefix, RoleType, parse_items};
use planner::import::{credentials, inventory, roles::classify, write_roles};

fn file(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    std::fs::read_to_string(path).unwrap()
}

/// A sound item that has the key, as plan.yaml writes it.
fn item_with(key: &Key) -> String {
    let external = key.only == Some(RoleType::External) || key.name == "type";
    let base = match external {
        true => "type: external, role: ro, source_role: parent",
        false => "role: ro, scopes: [app], privileges: [SELECT]",
    };
    let value = match key.value {
        _ if key.name == "logins" => "2",
        _ if key.name == "retire_after" => "36h",
        Value::Flag(_) => "true",
        Value::Mode(_) => "additive",
        Value::Limit(_) => "5",
        Value::Text(..) => "infinity",
        // There already.
        _ => return format!("items: [{{resource_name: analytics, {base}}}]"),
    };
    let name = key.name;
    format!("items: [{{resource_name: analytics, {base}, {name}: {value}}}]")
}

#[test]
fn yaml_and_csv_know_every_key() {
    for key in KEYS {
        let items = parse_items(&item_with(key)).unwrap();
        assert!(key.value.is_given(&items[0]), "plan.yaml: {}", key.name);
        let csv = write_roles(&items);
        let header: Vec<_> = csv.lines().next().unwrap().split(',').collect();
        assert!(header.contains(&key.column), "roles.csv: {}", key.column);
        let read = classify(&csv, &Prefix::default(), None).unwrap();
        let read: Vec<_> = read.into_taken().map(|entry| entry.item).collect();
        assert_eq!(read, items, "roles.csv: {}\n{csv}", key.column);
        // What resolution keeps is what a plan is made from.
        let config = items[0].resolve(&Prefix::default()).unwrap();
        assert!(key.value.is_given(&config.item), "resolved: {}", key.name);
    }
}

#[test]
fn command_line_schema_and_browser_know_every_key() {
    let reference = ::cli::reference();
    let (_, plan) = reference.split_once("\n## rolewright plan\n").unwrap();
    let (plan, _) = plan.split_once("\n## ").unwrap();
    let schema: serde_json::Value =
        serde_json::from_str(&file("docs/schemas/plan.schema.json")).unwrap();
    let properties = &schema["$defs"]["Item"]["properties"];
    let browser = file("web/src/planner/keys.ts");
    for key in KEYS {
        let option = match key.option {
            "NAME" => "- `<NAME>`: ".to_owned(),
            option => format!("- `{option}"),
        };
        assert!(plan.contains(&option), "options of plan: {}", key.option);
        assert!(plan.contains(key.help), "help of plan: {}", key.help);
        let columns = plan.split(|c: char| c != '_' && !c.is_ascii_alphanumeric());
        let told = columns.into_iter().any(|word| word == key.column);
        assert!(told, "the header in plan's help: {}", key.column);
        let description = properties[key.name]["description"].as_str();
        let described = description.is_some_and(|text| text.starts_with(key.about));
        assert!(described, "plan.schema.json: {}", key.name);
        for (field, value) in [
            ("key", key.name),
            ("column", key.column),
            ("title", key.title),
        ] {
            let row = format!("\"{field}\":\"{value}\"");
            assert!(browser.contains(&row), "web/src/planner/keys.ts: {row}");
        }
    }
}

#[test]
fn the_help_of_imports_has_the_whole_header() {
    let reference = ::cli::reference();
    for (command, header) in [
        ("resources import", inventory::COLUMNS.join(",")),
        ("credentials import", credentials::COLUMNS.join(",")),
    ] {
        let heading = format!("\n## rolewright {command}\n");
        let (_, part) = reference.split_once(&heading).unwrap();
        let (part, _) = part.split_once("\n## ").unwrap();
        let told = format!("begins with the header `{header}`");
        assert!(part.contains(&told), "help of {command}: {header}");
    }
}
