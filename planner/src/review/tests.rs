//! Previews of the reference cluster and of small texts.

use super::*;
use crate::catalog::Catalog;
use crate::catalog::Role;
use crate::desired::{Item, Prefix};
use crate::ground::names::RoleName;
use crate::plan::Plan;

const CATALOG: &str = include_str!("../../../tests/cases/reference/analytics-ro/catalog.json");
const DRIFT: &str = include_str!("../../../tests/cases/drift/stray-insert/catalog.json");
const COLUMNS: &str = include_str!("../../../tests/cases/drift/column-grants/catalog.json");
const COLUMNS_PLAN: &str = include_str!("../../../tests/cases/drift/column-grants/plan.yaml");
const DRIFT_PLAN: &str = include_str!("../../../tests/cases/drift/stray-insert/plan.yaml");

fn planned(yaml: &str, catalog: &Catalog) -> Plan {
    let desired = read_yaml(yaml, &Prefix::default());
    assert_eq!(desired.problems, []);
    let config = desired.items[0].item.resolve(&Prefix::default()).unwrap();
    crate::plan(&config, catalog).unwrap()
}

fn cell<'a>(matrix: &'a Matrix, row: &MatrixRow, privilege: &str) -> &'a MatrixCell {
    let column = matrix
        .privileges
        .iter()
        .position(|p| p == privilege)
        .unwrap();
    let same = |other: &&MatrixRow| other.database == row.database && other.schema == row.schema;
    let row = matrix.rows.iter().find(same).unwrap();
    row.cells[column].as_ref().unwrap()
}

#[test]
fn a_new_role_goes_from_nothing_to_everything_asked_for() {
    let catalog = Catalog::from_json(CATALOG).unwrap();
    let plan = planned(
        "items: [{resource_name: analytics, type: managed, role: ro, scopes: [app], privileges: [SELECT]}]",
        &catalog,
    );
    let details = Details::new(&plan, &catalog).unwrap();
    assert_eq!(details.steps.len(), PlanSummary::new(&plan.config, &plan.steps, &plan.sql_checksum).statements);
    let matrix = &details.matrix;
    assert_eq!(matrix.privileges, ["CONNECT", "USAGE", "SELECT"]);
    let [database, schema] = matrix.rows.as_slice() else {
        panic!("{:?}", matrix.rows);
    };
    let connect = cell(matrix, database, "CONNECT");
    assert_eq!((connect.before.direct, connect.after.direct), (0, 1));
    // The role is not there yet, and PUBLIC will let it in all the same.
    assert_eq!(connect.after.via, ["PUBLIC"]);
    let select = cell(matrix, schema, "SELECT");
    assert!(select.desired);
    assert_eq!(
        (select.before.direct, select.after.direct, select.after.of),
        (0, 4, 4)
    );
    assert_eq!(database.cells[2], None, "a database takes no SELECT");
}

#[test]
fn drift_is_seen_on_some_of_the_tables() {
    let catalog = Catalog::from_json(DRIFT).unwrap();
    let plan = planned(DRIFT_PLAN, &catalog);
    let matrix = Details::new(&plan, &catalog).unwrap().matrix;
    let row = matrix.rows.iter().find(|r| r.schema.is_some()).unwrap();
    let insert = cell(&matrix, row, "INSERT");
    assert!(!insert.desired && insert.before.direct > 0 && insert.before.direct < insert.before.of);
    assert_eq!(insert.after.direct, 0);
    let graph = Graph::new(&plan, &catalog).unwrap();
    let id = format!("role:{}", plan.config.role_name);
    assert!(graph.nodes.iter().any(|n| n.id == id && n.planned));
    let known = |id: &String| graph.nodes.iter().any(|n| &n.id == id);
    assert!(graph.edges.iter().all(|e| known(&e.from) && known(&e.to)));
    assert!(graph.edges.iter().any(|e| e.label.contains(" → ")));
}

#[test]
fn column_grants_and_predefined_roles_are_in_the_matrix() {
    let catalog = Catalog::from_json(COLUMNS).unwrap();
    let plan = planned(COLUMNS_PLAN, &catalog);
    let matrix = Details::new(&plan, &catalog).unwrap().matrix;
    let mut columns = matrix.rows.iter().filter_map(|row| row.columns);
    assert!(columns.any(|c| c.before > 0 && c.after == 0), "{matrix:?}");
    let mut catalog = Catalog::from_json(CATALOG).unwrap();
    let reader = RoleName::from("pg_read_all_data");
    catalog.roles.insert(reader.clone(), Role::default());
    let plan = planned(
        "items: [{resource_name: analytics, type: external, role: ro, source_role: pg_read_all_data}]",
        &catalog,
    );
    let after = crate::model::apply(&catalog, &plan.steps).unwrap();
    let mut config = plan.config.clone();
    config.item.scopes = Some(vec!["app".parse().unwrap()]);
    let matrix = Matrix::new(&config, &catalog, &after);
    let row = matrix.rows.iter().find(|r| r.schema.is_some()).unwrap();
    let usage = cell(&matrix, row, "USAGE");
    assert!(
        usage.after.via.contains(&format!("role {reader}")),
        "{usage:?}"
    );
}

#[test]
fn every_item_at_fault_is_told_and_the_sound_ones_stay() {
    let desired = read_yaml(
        "items:\n- {resource_name: a, type: managed, role: ro, scopes: [x], privileges: [SELECT]}\n\
         - {resource_name: a, type: managed, role: rw, privileges: [SELECT]}\n\
         - {resource_name: a, type: managed, role: ' ro', scopes: [x], privileges: []}\n\
         - {resource_name: '', type: external, role: x, source_role: y}\n\
         - {resource_name: a, type: managed, role: RO!, scopes: [y], privileges: [SELECT]}\n\
         - {resource_name: a, type: managed, role: ro, scopes: [y], privileges: [SELECT]}\n",
        &Prefix::default(),
    );
    let numbers: Vec<_> = desired.items.iter().map(|i| i.number).collect();
    assert_eq!(numbers, [1, 5], "{:?}", desired.problems);
    let faults: Vec<_> = desired
        .problems
        .iter()
        .map(|p| (p.item, p.key.as_deref()))
        .collect();
    assert_eq!(
        faults,
        [
            (Some(2), Some("scopes")),
            (Some(3), Some("role")),
            (Some(4), Some("resource_name")),
            (Some(6), Some("role"))
        ]
    );
    let text = &desired.problems[3].message;
    assert!(
        text.starts_with("items 1 (a/ro) and 6 (a/ro) are one role"),
        "{text}"
    );
    let broken = read_yaml("items:\n- {role: [", &Prefix::default());
    assert_eq!((broken.items.len(), broken.problems[0].line), (0, Some(2)));
}

#[test]
fn a_csv_fault_has_its_row_and_key_and_the_cells_stay() {
    let text =
        "resource_name,type,role,scopes,permissions\na,managed,ro,x,SELECT\na,managed,rw,x,SELEC\n";
    let table = read_table(text, &Prefix::default());
    assert_eq!(table.rows[1].cells[4], "SELEC");
    let [problem] = table.problems.as_slice() else {
        panic!("{:?}", table.problems);
    };
    assert_eq!(
        (problem.line, problem.key.as_deref()),
        (Some(3), Some("privileges"))
    );
    let desired = read_csv(text, &Prefix::default());
    assert_eq!((desired.items.len(), desired.items[0].line), (1, Some(2)));
    let items: Vec<Item> = desired.items.into_iter().map(|i| i.item).collect();
    let again = read_yaml(&write_yaml(items.clone()), &Prefix::default());
    assert_eq!(again.items[0].item, items[0]);
    assert!(write_yaml(Vec::new()).contains("items: []"));
}

#[test]
fn a_fingerprint_is_of_the_facts_and_not_of_when_or_how_they_were_written() {
    let mut catalog = Catalog::from_json(CATALOG).unwrap();
    let print = crate::catalog::fingerprint(&catalog);
    catalog.taken_at = Some("2030-01-01T00:00:00Z".to_owned());
    assert_eq!(crate::catalog::fingerprint(&catalog), print);
    catalog.roles.remove("pg_database_owner");
    assert_ne!(crate::catalog::fingerprint(&catalog), print);
    let summary = SnapshotSummary::new(&catalog);
    assert!(
        summary
            .databases
            .iter()
            .any(|d| d.name.as_str() == "app" && d.schemas == 1)
    );
    assert!(Names::new(&catalog).privileges.contains(&"ALL".to_owned()));
}

#[test]
fn what_is_no_text_is_told_by_its_line() {
    let error = Catalog::from_bytes(b"{\n\xff\xd8\xff").unwrap_err();
    let problem = Problem::from(&error);
    assert_eq!(problem.line, Some(2));
    assert!(problem.message.contains("not UTF-8"), "{}", problem.message);
    let error = Catalog::from_json("{\n \"format\": 1}").unwrap_err();
    assert_eq!(Problem::from(&error).line, Some(2));
    let error = Catalog::from_json(r#"{"format": "rolewright/catalog/9", "new": 1}"#).unwrap_err();
    assert!(
        error.to_string().contains("rolewright/catalog/9"),
        "{error}"
    );
}

#[test]
fn questions_are_answered_with_the_reason() {
    use crate::outcome::{Access, Question, explain};
    let catalog = Catalog::from_json(DRIFT).unwrap();
    let plan = planned(DRIFT_PLAN, &catalog);
    let after = crate::model::apply(&catalog, &plan.steps).unwrap();
    let row = plan.config.scopes()[0].database.as_str().to_owned();
    let ask = |role: &str, privilege: &str, object: &str| Question {
        role: role.to_owned(),
        privilege: privilege.to_owned(),
        object: object.to_owned(),
    };
    let role = plan.config.role_name.as_str();
    let every = format!("{row}.*.*");
    let answers = explain(&ask(role, "INSERT", &every), &after).unwrap();
    assert!(
        answers.answers.iter().all(|a| a.access == Access::No),
        "{answers:?}"
    );
    let answers = explain(&ask(role, "SELECT", &every), &after).unwrap();
    let why = |a: &crate::outcome::ObjectAnswer| a.why == "it has it by an entry of its own";
    assert!(
        !answers.answers.is_empty() && answers.answers.iter().all(why),
        "{answers:?}"
    );
    for (role, privilege, object, says) in [
        ("nobody", "SELECT", "app.*.*", "does not exist"),
        (role, "USAGE", "app.public.orders", "which takes"),
        (role, "SELEC", "app.public.x", "unknown privilege"),
        (role, "SELECT", "app.nowhere.*", "matches nothing"),
        (role, "SELECT", "a.b.c.d", "more than three parts"),
    ] {
        let error = explain(&ask(role, privilege, object), &catalog).unwrap_err();
        assert!(error.contains(says), "{error}");
    }
}
