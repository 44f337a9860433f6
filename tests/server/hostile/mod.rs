//! Names made to break out of SQL, of psql's commands, of a shell: planned and applied harmlessly, or
//! refused clearly. The plan's text does in a real psql what the typed statements do.

mod names;
mod psql;

use crate::desk::Desk;
use crate::postgres::Cluster;
use names::{
    BREAKOUT, DATABASES, LONG, ROLE, SCHEMA, SHELL, TABLES, create, desk, drift, holdings,
    plan_file, scopes,
};
use planner::quote::ident;

/// Plans, with what the plan says on stdout.
fn plan(desk: &Desk, more: &[&str], code: i32) -> String {
    let args = [
        "plan",
        "-f",
        "plan.yaml",
        "-o",
        "result.yaml",
        "--detailed-exitcode",
    ];
    desk.run(&[&args[..], more].concat()).expect(code).stdout
}

fn result(desk: &Desk) -> serde_yaml::Value {
    serde_yaml::from_str::<serde_yaml::Value>(&desk.read("result.yaml")).unwrap()["results"][0]
        .clone()
}

fn role_name(desk: &Desk) -> String {
    result(desk)["role_name"].as_str().unwrap().to_owned()
}

/// The plan's text through psql, the placeholder replaced; then nothing is left to plan.
fn run_as_text(cluster: &Cluster, desk: &Desk) {
    let sql = plan(desk, &["--sql"], 2);
    assert_eq!(result(desk)["session"]["sql_plan"].as_str().unwrap(), sql);
    let file = desk.write(
        "plan.sql",
        sql.replace("ROLE_PASSWORD_PLACEHOLDER", "a'';b"),
    );
    psql::run_file(cluster, &desk.path(""), &file);
    plan(desk, &[], 0);
    harmless(cluster, desk);
}

fn apply(desk: &Desk) {
    plan(desk, &[], 2);
    desk.run(&["apply", "-f", "result.yaml"])
        .expect(0)
        .prints("success");
    plan(desk, &[], 0);
}

/// No command of a name was run, and no database or table is gone.
fn harmless(cluster: &Cluster, desk: &Desk) {
    assert!(!desk.path("pwned").exists(), "a name was run as a command");
    for database in DATABASES {
        let tables = cluster.sql(
            database,
            "SELECT count(*) FROM pg_tables WHERE schemaname ~ 'a\"b'",
        );
        assert_eq!(tables[0][0].as_deref(), Some("8"));
    }
}

#[test]
fn text_and_typed_statements_do_the_same_and_nothing_else() {
    let cluster = Cluster::start_private(&[]);
    create(&cluster);
    assert_eq!(LONG.len(), 63);
    let desk = desk(&cluster, &[LONG, SHELL]);

    // The same roles: one through psql, one through apply.
    plan_file(&desk, LONG, "読み取り ro", &scopes());
    run_as_text(&cluster, &desk);
    let by_text = role_name(&desk);
    assert!(by_text.len() <= 63 && by_text.contains("_ro_"), "{by_text}");
    plan_file(&desk, SHELL, "ro", &scopes());
    apply(&desk);
    let by_apply = role_name(&desk);
    let fresh = holdings(&cluster, &by_apply);
    assert!(
        fresh.len() > DATABASES.len() * TABLES.len() * 2,
        "{}",
        fresh.len()
    );
    assert_eq!(holdings(&cluster, &by_text), fresh);

    // The same drift, taken back in the same two ways; also from the database that nobody enters.
    drift(&cluster, &by_apply);
    drift(&cluster, &by_text);
    assert_ne!(holdings(&cluster, &by_apply), fresh);
    let sql = plan(&desk, &["--sql"], 2);
    for line in [
        r#"REVOKE CONNECT, CREATE ON DATABASE U&"x\000A\\! touch pwned" FROM"#,
        r#"SET LOCAL ROLE U&"ro""le\000A\\! touch pwned";"#,
        r#"REVOKE INSERT ON TABLE "a""b.c"."100%s", "a""b.c"."quo""te" FROM"#,
        r#"\connect -reuse-previous=on "dbname='postgres://x'""#,
    ] {
        assert!(sql.contains(line), "{line}\n{sql}");
    }
    assert!(!sql.lines().any(|line| line.starts_with("\\!")), "{sql}");
    apply(&desk);
    harmless(&cluster, &desk);
    assert_eq!(holdings(&cluster, &by_apply), fresh);
    plan_file(&desk, LONG, "読み取り ro", &scopes());
    run_as_text(&cluster, &desk);
    assert_eq!(holdings(&cluster, &by_text), fresh);
}

#[test]
fn what_cannot_be_written_safely_is_refused_by_name() {
    let cluster = Cluster::start_private(&[]);
    create(&cluster);
    let desk = desk(&cluster, &["app"]);
    let refused = |label: &str, scope: &str, words: &[&str]| {
        plan_file(&desk, "app", label, &[scope.to_owned()]);
        let output = desk.run(&["plan", "-f", "plan.yaml", "--sql"]).expect(1);
        for word in words {
            assert!(output.all().contains(word), "{word}\n{}", output.all());
        }
        assert!(
            !output.all().contains('\u{202e}') && !output.all().contains("x\n"),
            "raw: {output:?}"
        );
        harmless(&cluster, &desk);
    };
    let quoted = format!("\"{BREAKOUT}\"");
    refused(
        "ro",
        &quoted,
        &["x\\u{a}\\! touch pwned", "a control character"],
    );
    refused(
        "読み取り",
        "postgres",
        &["`読み取り`", "use one such as `ro`"],
    );
    refused(
        "\u{202e}",
        "postgres",
        &["\\u{202e}", "use one such as `ro`"],
    );
    refused("ro", "no\nsuch", &["no\\u{a}such", "does not exist"]);
}

#[test]
fn what_a_role_holds_inside_a_database_nobody_enters_is_said() {
    let cluster = Cluster::start_private(&[]);
    create(&cluster);
    let desk = desk(&cluster, &["app"]);
    plan_file(&desk, "app", "ro", &scopes());
    apply(&desk);
    let role = role_name(&desk);
    let held = format!("{}.{}", ident(SCHEMA), ident(TABLES[0]));
    cluster.sql(BREAKOUT, &format!("GRANT SELECT ON {held} TO {role}"));
    let output = desk.run(&["plan", "-f", "plan.yaml"]).expect(0);
    let said = output
        .says("x\\u{a}\\! touch pwned")
        .says("control character");
    assert!(!said.all().contains("x\n"), "raw: {said:?}");
    // What cannot be taken back is no change that is pending for ever.
    plan(&desk, &[], 0);
    harmless(&cluster, &desk);
}

#[test]
fn a_role_may_inherit_from_a_hostile_one() {
    let cluster = Cluster::start_private(&[]);
    create(&cluster);
    let desk = desk(&cluster, &["app"]);
    for label in ["text", "typed"] {
        let item = serde_json::json!({
            "resource_name": "app", "type": "external", "role": label, "source_role": ROLE,
        });
        desk.write(
            "plan.yaml",
            serde_json::json!({ "items": [item] }).to_string(),
        );
        match label {
            "text" => run_as_text(&cluster, &desk),
            _ => apply(&desk),
        }
        let members = cluster.sql(
            "postgres",
            &format!(
                "SELECT roleid::regrole::text FROM pg_auth_members WHERE member = '{}'::regrole",
                role_name(&desk)
            ),
        );
        assert_eq!(
            members,
            [[Some(format!("\"{}\"", ROLE.replace('"', "\"\"")))]]
        );
    }
}
