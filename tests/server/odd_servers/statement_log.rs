//! What the server ran is what was reviewed: its own log of one apply's sessions, statement by statement.

use std::collections::BTreeMap;
use std::path::Path;

use super::plan;
use crate::desk::Desk;
use crate::postgres::Cluster;

/// Process, name of the application, database.
const PREFIX: &str = "%p|%a|%d|";

/// All statements of a session in order, `execute` and `statement` alike.
type Logged = BTreeMap<(String, String), Vec<String>>;

fn logged(log: &str, application: &str) -> Logged {
    let mut all = Logged::new();
    let mut last: Option<(String, String)> = None;
    for line in log.lines() {
        // A statement's later lines begin with a tab.
        if let (Some(more), Some(key)) = (line.strip_prefix('\t'), &last) {
            let text = all.get_mut(key).unwrap().last_mut().unwrap();
            text.push('\n');
            text.push_str(more);
            continue;
        }
        last = None;
        let parts: Vec<_> = line.splitn(4, '|').collect();
        let [pid, name, database, rest] = parts[..] else {
            continue;
        };
        let said = ["LOG:  statement: ", "LOG:  execute <unnamed>: "];
        let statement = said.iter().find_map(|said| rest.strip_prefix(said));
        if let (Some(statement), true) = (statement, name == application) {
            let key = (pid.to_owned(), database.to_owned());
            all.entry(key.clone())
                .or_default()
                .push(statement.to_owned());
            last = Some(key);
        }
    }
    all
}

/// Our own source: what is read and set around a plan stands there word for word.
fn source(folder: &Path, text: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            source(&path, text);
        } else {
            text.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
}

/// `300000ms` and `{statement}` become `T`.
fn without_times(sql: &str) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '{' || c == '}' || c == '_';
    let mut all = String::new();
    let mut rest = sql;
    while !rest.is_empty() {
        let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let (word, later) = rest.split_at(end);
        let time = word
            .strip_suffix("ms")
            .is_some_and(|n| n.parse::<u64>().is_ok());
        let place = word.starts_with('{') && word.ends_with('}');
        all.push_str(if time || place { "T" } else { word });
        let between = later.find(is_part).unwrap_or(later.len());
        all.push_str(&later[..between]);
        rest = &later[between..];
    }
    all
}

/// True for what is ours and changes nothing: exactly these words, or a SELECT that stands in our source
/// as a whole. Nothing of a plan does, as it has names in it.
fn is_ours(sql: &str, source: &str) -> bool {
    const WORDS: [&str; 6] = [
        "COMMIT",
        "ROLLBACK",
        "SAVEPOINT turn",
        "ROLLBACK TO SAVEPOINT turn; RELEASE SAVEPOINT turn",
        "SET LOCAL search_path TO DEFAULT",
        "SET LOCAL search_path TO pg_catalog, pg_temp",
    ];
    if WORDS.contains(&sql) {
        return true;
    }
    if let Some((begin, settings)) = sql.split_once(";\n") {
        let begins = [
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY NOT DEFERRABLE",
            "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE NOT DEFERRABLE",
        ];
        let ours = include_str!("../../../executor/cluster/src/connect/begin.sql");
        if begins.contains(&begin) {
            return without_times(settings) == without_times(ours);
        }
    }
    let mut lines = sql
        .lines()
        .filter(|line| !line.trim_start().starts_with("--"));
    let first = lines.next().unwrap_or_default();
    let one = !first.contains(';') && !lines.any(|line| line.contains(';'));
    let reads = first.starts_with("SELECT ") || first.starts_with("WITH ");
    reads && one && source.contains(sql)
}

/// The statements of a plan's text, by their database; `None` for the role itself.
fn reviewed(sql_plan: &str) -> BTreeMap<Option<String>, Vec<String>> {
    let mut all: BTreeMap<_, Vec<String>> = BTreeMap::new();
    let mut database = None;
    for line in sql_plan.lines() {
        if let Some(name) = line.strip_prefix("\\connect ") {
            database = Some(name.trim_matches('"').to_owned());
        } else if !line.is_empty()
            && !line.starts_with("--")
            && !["BEGIN;", "COMMIT;"].contains(&line)
        {
            let statement = line.strip_suffix(';').unwrap().to_owned();
            all.entry(database.clone()).or_default().push(statement);
        }
    }
    all
}

/// A verifier, which the text of a plan has a placeholder for.
fn without_verifier(sql: &str) -> String {
    match sql.split_once("'SCRAM-SHA-256$") {
        None => sql.to_owned(),
        Some((before, rest)) => {
            let after = rest.split_once('\'').unwrap().1;
            format!("{before}'{}'{after}", planner::sql::PASSWORD_PLACEHOLDER)
        }
    }
}

fn check(cluster: &Cluster, desk: &Desk, source: &str) {
    let before = cluster.server_log().len();
    let applied = desk
        .run(&["apply", "-f", "result.yaml", "--json"])
        .expect(0)
        .stdout;
    let applied: serde_json::Value = serde_json::from_str(&applied).unwrap();
    let sid = applied["results"][0]["sid"].as_str().unwrap();
    let log = cluster.server_log();
    let logged = logged(log.get(before..).unwrap(), &format!("rolewright/{sid}"));
    let mut ran: BTreeMap<Option<String>, Vec<String>> = BTreeMap::new();
    let mut own = 0;
    for ((_, database), statements) in &logged {
        for statement in statements {
            if is_ours(statement, source) {
                own += 1;
                continue;
            }
            let database = Some(database.clone()).filter(|name| name != "postgres");
            let statement = without_verifier(statement.trim_end_matches(';'));
            ran.entry(database).or_default().push(statement);
        }
    }
    let shown = desk
        .run(&["sessions", "show", sid, "--sql"])
        .expect(0)
        .stdout;
    assert_eq!(ran, reviewed(&shown));
    let file = desk.read("result.yaml");
    for statement in ran.values().flatten() {
        assert!(
            file.contains(statement),
            "{statement} is not in what was reviewed"
        );
    }
    assert!(own > 10 && !ran.is_empty(), "{own} of our own: {logged:?}");
}

#[test]
fn it_is_the_sql_that_was_reviewed() {
    let settings = [("log_statement", "all"), ("log_line_prefix", PREFIX)];
    let cluster = Cluster::start_private(&settings);
    for database in ["one", "two"] {
        cluster.sql("postgres", &format!("CREATE DATABASE {database}"));
        cluster.sql(
            database,
            "CREATE TABLE t (i int); CREATE SCHEMA s; CREATE TABLE s.t (i int)",
        );
    }
    let mut text = String::new();
    source(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("cluster/src"),
        &mut text,
    );
    let text = text.replace("\\\"", "\"");
    let desk = Desk::with_resources(&cluster, &["fleet"]);

    // A new role, with its password.
    desk.run(&plan("fleet", "one,two")).expect(0);
    check(&cluster, &desk, &text);

    // Drift, taken back: as another grantor too, and another password.
    let role = super::our_roles(&cluster).remove(0);
    cluster.sql(
        "one",
        &format!(
            "ALTER ROLE {role} CREATEDB; REVOKE SELECT ON t FROM {role};
             CREATE ROLE middleman; GRANT USAGE ON SCHEMA s TO middleman;
             GRANT INSERT ON s.t TO middleman WITH GRANT OPTION;
             SET ROLE middleman; GRANT INSERT ON s.t TO {role}; RESET ROLE"
        ),
    );
    let rotate = [&plan("fleet", "one,two")[..], &["--rotate-password"]].concat();
    desk.run(&rotate).expect(0);
    check(&cluster, &desk, &text);
}

#[test]
fn the_rule_hides_no_change() {
    let source = "SELECT 1 FROM a\nGRANT SELECT ON t TO x";
    assert!(is_ours("SELECT 1 FROM a", source));
    for change in [
        "GRANT SELECT ON t TO x",
        "SELECT 1 FROM b",
        "BEGIN; DROP TABLE t",
        "COMMIT; DROP TABLE t",
        "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE NOT DEFERRABLE;\nDROP TABLE t",
        "SET LOCAL search_path TO DEFAULT; GRANT a TO b",
        "-- a comment\nDROP TABLE t",
        "SELECT 1 FROM a\nGRANT SELECT ON t TO x; DROP TABLE t",
    ] {
        assert!(!is_ours(change, source), "{change}");
    }
}
