//! Previews of the reference cluster and of small texts.

mod reach;
mod texts;

use super::*;
use crate::catalog::Catalog;
use crate::catalog::{Membership, Role};
use crate::desired::{Item, Prefix};
use crate::ground::names::RoleName;
use crate::plan::Plan;

const CATALOG: &str = include_str!("../../../tests/cases/reference/analytics-ro/catalog.json");
const DRIFT: &str = include_str!("../../../tests/cases/drift/stray-insert/catalog.json");
const COLUMNS: &str = include_str!("../../../tests/cases/drift/column-grants/catalog.json");
const COLUMNS_PLAN: &str = include_str!("../../../tests/cases/drift/column-grants/plan.yaml");
const DRIFT_PLAN: &str = include_str!("../../../tests/cases/drift/stray-insert/plan.yaml");

fn summary_of(plan: &Plan) -> PlanSummary {
    PlanSummary::new(&plan.config, &plan.steps, &plan.sql_checksum)
}

fn graph_of(plan: &Plan, catalog: &Catalog) -> Graph {
    let draft = crate::plan::draft(&plan.config, catalog).unwrap();
    Graph::new(&draft, catalog).unwrap()
}

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
    assert_eq!(details.steps.len(), summary_of(&plan).statements);
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
    let graph = graph_of(&plan, &catalog);
    let id = format!("role:{}", plan.config.role_name);
    assert!(graph.nodes.iter().any(|n| n.id == id && n.planned));
    let known = |id: &String| graph.nodes.iter().any(|n| &n.id == id);
    assert!(graph.edges.iter().all(|e| known(&e.from) && known(&e.to)));
    assert!(graph.edges.iter().any(|e| e.label.contains(" → ")));
}

fn said(details: &Details) -> String {
    details.sentence.iter().map(|p| p.text.as_str()).collect()
}

/// The role of the drifted case, with more than any grant gives.
fn almighty() -> (Plan, Catalog) {
    let mut catalog = Catalog::from_json(DRIFT).unwrap();
    let role = planned(DRIFT_PLAN, &catalog).config.role_name;
    let writer = RoleName::from("pg_write_all_data");
    catalog.roles.insert(writer.clone(), Role::default());
    let own = catalog.roles.get_mut(&role).unwrap();
    own.superuser = true;
    own.bypassrls = true;
    catalog.memberships.push(Membership {
        member: role,
        role: writer,
        grantor: catalog.bootstrap.clone(),
        admin: true,
        inherit: true,
        set: true,
    });
    (planned(DRIFT_PLAN, &catalog), catalog)
}

#[test]
fn the_graph_says_which_attributes_go() {
    let (plan, catalog) = almighty();
    let mut nodes = graph_of(&plan, &catalog).nodes.into_iter();
    let own = nodes.find(|n| n.planned).unwrap();
    assert_eq!(own.attributes, ["login", "− superuser", "− bypassrls"]);
}

#[test]
fn what_passes_over_privileges_is_destructive_and_said_first() {
    let (plan, catalog) = almighty();
    let summary = summary_of(&plan);
    let told: Vec<_> = summary.dangers.iter().map(|d| d.what.as_str()).collect();
    assert_eq!(
        told,
        [
            "loses BYPASSRLS, SUPERUSER",
            "loses membership in pg_write_all_data"
        ]
    );
    assert_eq!(summary.risks.destructive, 2);
    let lines: Vec<_> = plan.sql.lines().collect();
    assert!(
        summary
            .dangers
            .iter()
            .all(|d| lines.contains(&d.sql.as_str()))
    );

    let details = Details::new(&plan, &catalog).unwrap();
    let text = said(&details);
    let begins = "app/ro loses SUPERUSER, BYPASSRLS, membership in pg_write_all_data (writes every table) and INSERT on ";
    assert!(text.starts_with(begins), "{text}");
    let grave: Vec<_> = details
        .sentence
        .iter()
        .filter(|p| p.risk.is_some())
        .collect();
    assert_eq!(grave.len(), 3, "{:?}", details.sentence);
    let lost: Vec<_> = details
        .role
        .attributes
        .iter()
        .filter(|a| a.change == Change::Lost)
        .map(|a| (a.before.as_deref(), a.after.as_deref(), a.grave))
        .collect();
    assert_eq!(
        lost,
        [
            (Some("SUPERUSER"), Some("NOSUPERUSER"), true),
            (Some("BYPASSRLS"), Some("NOBYPASSRLS"), true)
        ]
    );
    let [membership] = details.role.memberships.as_slice() else {
        panic!("{:?}", details.role.memberships);
    };
    assert_eq!(membership.change, Change::Lost);
    assert!(membership.before.as_deref().unwrap().starts_with("ADMIN"));
    assert_eq!(details.role.others, [] as [usize; 0]);
    let back: Vec<_> = details
        .undo_dangers
        .iter()
        .map(|d| d.what.as_str())
        .collect();
    assert_eq!(
        back,
        [
            "gains membership in pg_write_all_data",
            "gains BYPASSRLS, SUPERUSER"
        ]
    );
}

#[test]
fn what_no_row_shows_stands_among_the_other_statements() {
    let catalog = Catalog::from_json(CATALOG).unwrap();
    let plan = planned(
        "items: [{resource_name: analytics, type: managed, role: ro, scopes: [app], privileges: [SELECT]}]",
        &catalog,
    );
    let details = Details::new(&plan, &catalog).unwrap();
    assert_eq!(
        said(&details),
        "analytics/ro is created; gains CONNECT on database app, USAGE on schema app.public and SELECT on 4 tables in app.public."
    );
    assert_eq!(details.role.others, [1], "the role is made with a password");
    let there = crate::model::apply(&catalog, &plan.steps).unwrap();
    let again = planned(
        "items: [{resource_name: analytics, type: managed, role: ro, scopes: [app], privileges: [SELECT], rotate_password: true}]",
        &there,
    );
    let details = Details::new(&again, &there).unwrap();
    assert_eq!(said(&details), "analytics/ro gets a new password.");
    assert_eq!(details.role.others, [1]);

    let grantable = include_str!("../../../tests/cases/drift/stray-grantable/catalog.json");
    let yaml = include_str!("../../../tests/cases/drift/stray-grantable/plan.yaml");
    let catalog = Catalog::from_json(grantable).unwrap();
    let plan = planned(yaml, &catalog);
    let details = Details::new(&plan, &catalog).unwrap();
    assert!(said(&details).contains("loses"), "{}", said(&details));
    let options = include_str!("../../../tests/cases/drift/grant-option/catalog.json");
    let yaml = include_str!("../../../tests/cases/drift/grant-option/plan.yaml");
    let catalog = Catalog::from_json(options).unwrap();
    let plan = planned(yaml, &catalog);
    let details = Details::new(&plan, &catalog).unwrap();
    assert!(
        said(&details).contains("the grant option for"),
        "{}",
        said(&details)
    );
    assert!(!details.role.others.is_empty());
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
fn a_fingerprint_is_of_the_facts_and_not_of_when_or_how_they_were_written() {
    let mut catalog = Catalog::from_json(CATALOG).unwrap();
    let print = crate::catalog::fingerprint(&catalog);
    catalog.taken_at = Some("2030-01-01T00:00:00Z".to_owned());
    catalog.resource = Some("analytics".into());
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
