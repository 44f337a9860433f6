//! Every class of edit to what the tool wrote, tried with a seal that is right again where one can be
//! computed: refused, found, or of no effect because the record is made afresh. The table is printed.

mod edits;

use std::process::Command;

use planner::SessionDocument;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{Connection, Executor};

use edits::{DOCUMENT, Edit, STORE};

use crate::desk::Desk;
use crate::postgres::{Cluster, cluster};

const RESOURCE: &str = "tampering";

fn edit(desk: &Desk, sql: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let options = SqliteConnectOptions::new().filename(desk.path("home/rolewright.db"));
        let mut file = SqliteConnection::connect_with(&options).await.unwrap();
        let edited = file.execute(sqlx::AssertSqlSafe(sql.to_owned())).await;
        let edited = edited.unwrap_or_else(|error| panic!("{sql}: {error}"));
        assert!(edited.rows_affected() > 0, "{sql}");
        file.close().await.unwrap();
    });
}

fn copy(of: &Desk) -> Desk {
    let desk = Desk::new();
    for what in ["home", "result.yaml"] {
        let mut cp = Command::new("cp");
        cp.arg("-a").args([of.path(what), desk.path(what)]);
        assert!(cp.status().unwrap().success());
    }
    desk
}

fn plan(desk: &Desk, role: &str) {
    let scope = ["--scopes", RESOURCE, "--privileges", "SELECT"];
    let plan = ["plan", RESOURCE, "--role", role, "-o", "result.yaml"];
    desk.run(&[&plan[..], &scope].concat()).expect(0);
}

/// One role that is applied, one that is planned only; `result.yaml` is the latter's.
fn begin(cluster: &Cluster) -> Desk {
    cluster.sql("postgres", "CREATE DATABASE tampering");
    cluster.sql(RESOURCE, "CREATE TABLE public.t (id int)");
    let desk = Desk::with_resources(cluster, &[RESOURCE]);
    plan(&desk, "applied");
    desk.run(&["apply", "-f", "result.yaml"]).expect(0);
    plan(&desk, "planned");
    desk
}

fn roles(cluster: &Cluster) -> Vec<String> {
    let roles = "SELECT rolname FROM pg_roles WHERE rolname LIKE 'hoopdev_tampering_%' ORDER BY 1";
    let rows = cluster.sql("postgres", roles).into_iter();
    rows.map(|row| row[0].clone().unwrap()).collect()
}

/// What the first line says that is not a table.
fn brief(text: &str) -> String {
    let line = text.lines().find(|line| !line.trim().is_empty());
    line.unwrap_or_default().chars().take(150).collect()
}

/// Puts the document, edited and sealed again, in the place of the file's.
fn forge(desk: &Desk, another_sid: bool, edit: Edit) {
    let mut file: serde_yaml::Value = serde_yaml::from_str(&desk.read("result.yaml")).unwrap();
    let entry = &mut file["results"][0];
    let mut document: SessionDocument = serde_yaml::from_value(entry["session"].clone()).unwrap();
    if another_sid {
        document.sid = uuid::Uuid::new_v4().to_string();
    }
    edit(&mut document);
    document.plan_checksum = document.seal();
    entry["sid"] = document.sid.clone().into();
    entry["resource"] = document.resource.as_str().into();
    entry["role_name"] = document.config.role_name.as_str().into();
    entry["session"] = serde_yaml::to_value(&document).unwrap();
    desk.write("result.yaml", serde_yaml::to_string(&file).unwrap());
}

#[derive(Default)]
struct Table(Vec<[String; 3]>);

impl Table {
    fn row(&mut self, class: &str, edit: &str, verdict: String) {
        let edit = edit.split_whitespace().collect::<Vec<_>>().join(" ");
        self.0.push([class.to_owned(), edit, verdict]);
    }

    fn print(&self) {
        for [class, edit, verdict] in &self.0 {
            println!("| {class} | {edit} | {verdict} |");
        }
    }
}

/// Edits of the file: refused, or the record holds nothing of what was edited.
fn result_files(cluster: &Cluster, desk: &Desk, table: &mut Table) {
    let before = roles(cluster);
    for another_sid in [false, true] {
        for (what, edit) in DOCUMENT {
            let desk = copy(desk);
            forge(&desk, another_sid, *edit);
            let class = match another_sid {
                true => "result file, another sid",
                false => "result file",
            };
            let ended = desk.run(&["apply", "-f", "result.yaml", "--json"]);
            let all = ended.all();
            let message = all.lines().find(|line| line.contains("\"message\""));
            let said = brief(message.unwrap_or(&all).trim());
            let after = roles(cluster);
            if ended.code != 0 {
                assert_eq!(after, before, "{class}: {what}");
                table.row(class, what, format!("refused ({}): {said}", ended.code));
                continue;
            }
            let list = desk.run(&["sessions", "export", "--kind", "apply"]).stdout;
            for lie in [
                "DROP DATABASE",
                "harmless",
                "all is well",
                "99.1",
                "99.0.0",
                "2099",
                "boss",
            ] {
                assert!(!list.contains(lie), "{class}: {what}: {lie} is on record");
            }
            let new: Vec<_> = after.iter().filter(|role| !before.contains(role)).collect();
            assert_eq!(new.len(), 1, "{class}: {what}: {all}");
            cluster.sql(RESOURCE, &format!("DROP OWNED BY \"{}\"", new[0]));
            cluster.sql("postgres", &format!("DROP ROLE \"{}\"", new[0]));
            table.row(
                class,
                what,
                "no effect: planned and recorded afresh".to_owned(),
            );
        }
    }
}

/// Found by `sessions verify`, and what is edited is not given out.
fn stores(desk: &Desk, table: &mut Table) {
    let applied = "(SELECT sid FROM sessions WHERE kind = 'apply' LIMIT 1)";
    for (class, sql) in STORE {
        let desk = copy(desk);
        // The apply's sid is looked up once, before anything changes.
        edit(
            &desk,
            &format!(
                "CREATE TABLE edited AS SELECT {applied} AS sid; {}",
                sql.replace("{APPLIED}", "(SELECT sid FROM edited)")
            ),
        );
        let verified = desk.run(&["sessions", "verify"]);
        assert_eq!(verified.code, 1, "{class}: {sql}: {}", verified.all());
        table.row(class, sql, format!("found: {}", brief(&verified.stdout)));
    }
}

/// What is used rather than read: refused.
fn uses(cluster: &Cluster, desk: &Desk, table: &mut Table) {
    let before = roles(cluster);
    let apply = ["apply", "-f", "result.yaml"];
    let used = desk
        .run(&["sessions", "list", "--kind", "apply", "--json"])
        .stdout;
    let used: serde_json::Value = serde_json::from_str(&used).unwrap();
    let used = used["sessions"][0]["plan_sid"].as_str().unwrap().to_owned();
    let again = ["apply", RESOURCE, "--sid", used.as_str()];
    let health = ["health", RESOURCE];
    let planned = "kind = 'plan' AND role_label = 'planned'";
    for (class, sql, command, expected) in [
        (
            "stored plan",
            format!(
                "UPDATE sessions SET document = (SELECT document FROM sessions WHERE kind = 'apply') WHERE {planned}"
            ),
            &apply[..],
            "not to be trusted",
        ),
        (
            "stored plan",
            format!("DELETE FROM sessions WHERE {planned}"),
            &apply,
            "gone from the record",
        ),
        (
            "stored plan",
            format!("UPDATE sessions SET expires_at = NULL WHERE {planned}"),
            &apply,
            "not to be trusted",
        ),
        (
            "plan_uses",
            "UPDATE plan_uses SET state = 'released'".to_owned(),
            &again,
            "it was edited",
        ),
        (
            "plan_uses",
            "DELETE FROM plan_uses".to_owned(),
            &again,
            "was applied",
        ),
        (
            "credentials",
            "UPDATE credentials SET host = 'elsewhere'".to_owned(),
            &health,
            "sealed or opened",
        ),
        (
            "credentials",
            "UPDATE credentials SET port = 1".to_owned(),
            &health,
            "sealed or opened",
        ),
        (
            "credentials",
            "UPDATE credentials SET user_name = 'boss'".to_owned(),
            &health,
            "sealed or opened",
        ),
        (
            "credentials",
            "UPDATE credentials SET bound = 0".to_owned(),
            &health,
            "sealed or opened",
        ),
        (
            "credentials and inventory",
            "UPDATE credentials SET host = 'elsewhere'; UPDATE resources SET host = 'elsewhere'"
                .to_owned(),
            &health,
            "sealed or opened",
        ),
        (
            "inventory",
            "UPDATE resources SET host = 'localhost.localdomain'".to_owned(),
            &health,
            "not sent anywhere else",
        ),
    ] {
        let desk = copy(desk);
        edit(&desk, &sql);
        let ended = desk.run(command);
        // A plan that was applied is done: nothing is run.
        let is_done = ended.code == 0 && ended.all().contains("0 applied, 1 skipped");
        assert_eq!(
            is_done,
            expected == "was applied",
            "{class}: {sql}: {}",
            ended.all()
        );
        assert!(ended.code != 0 || is_done, "{class}: {sql}");
        assert!(
            ended.all().contains(expected),
            "{class}: {sql}: {}",
            ended.all()
        );
        assert_eq!(roles(cluster), before);
        let all = ended.all();
        let line = all.lines().find(|line| line.contains(expected)).unwrap();
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        table.row(
            class,
            &sql,
            format!("refused ({}): {}", ended.code, brief(&line)),
        );
    }
    // A role that is somebody else's, and the row of one that is ours.
    let desk = copy(desk);
    plan(&desk, "foreign");
    let name = desk.read("result.yaml");
    let name = name
        .split_whitespace()
        .find(|word| word.contains("tampering_foreign_"));
    let name = name.unwrap().trim_matches('"').to_owned();
    cluster.sql("postgres", &format!("CREATE ROLE \"{name}\" LOGIN"));
    plan(&desk, "foreign");
    for sql in [
        format!(
            "INSERT INTO made_roles SELECT resource, system_identifier, '{name}', made_by, how, at, mac FROM made_roles"
        ),
        format!("UPDATE made_roles SET mac = NULL WHERE role_name = '{name}'"),
        format!("DELETE FROM made_roles WHERE role_name = '{name}'"),
    ] {
        edit(&desk, &sql);
        let ended = desk.run(&apply).expect(1);
        let message = ended.all().split_whitespace().collect::<Vec<_>>().join(" ");
        let refused = message.contains("it was edited") || message.contains("never made it");
        assert!(refused, "{sql}: {message}");
        let said = match message.contains("it was edited") {
            true => "the record of the role was edited",
            false => "this store never made it",
        };
        table.row("made_roles", &sql, format!("refused (1): {said}"));
    }
    cluster.sql("postgres", &format!("DROP ROLE \"{name}\""));
}

#[test]
fn every_class_of_edit_is_refused_or_found() {
    let cluster = cluster();
    let desk = begin(cluster);
    let mut table = Table::default();
    result_files(cluster, &desk, &mut table);
    stores(&desk, &mut table);
    uses(cluster, &desk, &mut table);
    table.print();
    assert!(table.0.len() > 100, "{}", table.0.len());
}
