//! The main job on a real server, through the real binary: the reference inputs planned, applied,
//! used; drift planned away; stale and foreign plans refused.

mod refused;
mod sequences;

use crate::desk::Desk;
use crate::desks::as_role;
use crate::postgres::Cluster;
use crate::reference::{EXTERNAL, GOLDEN, RO, RW, create_reference_databases, reference};

fn start() -> (Cluster, Desk) {
    let cluster = Cluster::start_private(&[]);
    create_reference_databases(&cluster);
    let desk = Desk::with_resources(&cluster, &["analytics", "marketplace"]);
    (cluster, desk)
}

/// A reference input in the desk's folder. PostgreSQL 13 has no `pg_read_all_data`; a role of the
/// same privileges stands in for it there.
fn input(cluster: &Cluster, desk: &Desk, name: &str) -> &'static str {
    let mut text = reference(name);
    if cluster.version < 14 {
        text = text.replace("pg_read_all_data", "reader");
        if cluster
            .sql(
                "postgres",
                "SELECT 1 FROM pg_roles WHERE rolname = 'reader'",
            )
            .is_empty()
        {
            cluster.sql(
                "legacy",
                "CREATE ROLE reader; GRANT SELECT ON public.old TO reader",
            );
        }
    }
    desk.write(name, &text);
    if name == "plan.yaml" {
        "plan.yaml"
    } else {
        "roles.csv"
    }
}

fn plan_reference(cluster: &Cluster, desk: &Desk) {
    let plan = input(cluster, desk, "plan.yaml");
    desk.run(&["plan", "-f", plan, "-o", "result.yaml"])
        .expect(0);
}

fn snapshot(desk: &Desk, name: &str) -> serde_json::Value {
    desk.run(&["snapshot", "analytics", "-o", name]).expect(0);
    let mut value: serde_json::Value = serde_json::from_str(&desk.read(name)).unwrap();
    value.as_object_mut().unwrap().remove("taken_at");
    value
}

const RO_FLAGS: [&str; 7] = [
    "analytics",
    "--role",
    "ro",
    "--scopes",
    "analytics.public,legacy,app",
    "--privileges",
    "SELECT",
];

fn plan_ro<'a>(extra: &[&'a str]) -> Vec<&'a str> {
    [&["plan"][..], &RO_FLAGS, extra].concat()
}

#[test]
fn the_reference_inputs_give_the_reference_session_and_sql() {
    let (_cluster, desk) = start();
    let sql = desk.run(&plan_ro(&["--sql"])).expect(0).stdout;
    assert_eq!(sql, reference("session-analytics-ro.sql"));
    assert_eq!(planner::hash::sha256_hex(sql.as_bytes()), GOLDEN);

    let ours = desk.run(&plan_ro(&[])).expect(0).stdout;
    let ours: serde_yaml::Mapping = serde_yaml::from_str(&ours).unwrap();
    let golden = reference("session-analytics-ro.yaml");
    let golden: serde_yaml::Mapping = serde_yaml::from_str(&golden).unwrap();
    for (index, (key, value)) in golden.iter().enumerate() {
        let (our_key, our_value) = ours.iter().nth(index).unwrap();
        assert_eq!(our_key, key, "keys in the same order, ours after them");
        if key.as_str() != Some("sid") {
            assert_eq!(our_value, value, "{key:?}");
        }
    }
}

#[test]
fn plan_apply_and_use() {
    let (cluster, desk) = start();
    plan_reference(&cluster, &desk);
    desk.run(&["apply", "-f", "result.yaml"]).expect(0);

    let (ro, rw, external) = (
        desk.password(RO),
        desk.password(RW),
        desk.password(EXTERNAL),
    );
    let denied = |result: Result<(), String>| {
        let message = result.unwrap_err();
        assert!(message.contains("permission denied"), "{message}");
    };
    as_role(&cluster, RO, &ro, "app", "SELECT * FROM public.a").unwrap();
    as_role(
        &cluster,
        RO,
        &ro,
        "analytics",
        "SELECT * FROM public.events",
    )
    .unwrap();
    denied(as_role(
        &cluster,
        RO,
        &ro,
        "analytics",
        "INSERT INTO public.events VALUES (2)",
    ));
    as_role(
        &cluster,
        RW,
        &rw,
        "analytics",
        "INSERT INTO public.events VALUES (2); UPDATE public.events SET id = 3",
    )
    .unwrap();
    denied(as_role(
        &cluster,
        RW,
        &rw,
        "analytics",
        "DELETE FROM public.events",
    ));
    as_role(
        &cluster,
        EXTERNAL,
        &external,
        "legacy",
        "SELECT * FROM public.old",
    )
    .unwrap();
    denied(as_role(
        &cluster,
        EXTERNAL,
        &external,
        "legacy",
        "INSERT INTO public.old VALUES (2)",
    ));
    as_role(&cluster, RO, "wrong", "app", "SELECT 1").unwrap_err();

    let again = desk
        .run(&["plan", "-f", "plan.yaml", "--detailed-exitcode"])
        .expect(0);
    assert_eq!(
        again.stdout.matches("in-sync").count(),
        3,
        "{}",
        again.stdout
    );
    desk.run(&plan_ro(&["--sql"]))
        .expect(0)
        .prints("-- no changes");
}

#[test]
fn the_roles_csv_gives_the_same_three_roles() {
    let (cluster, desk) = start();
    let csv = input(&cluster, &desk, "roles.csv");
    desk.run(&[
        "plan",
        "-f",
        csv,
        "-o",
        "result.yaml",
        "--detailed-exitcode",
    ])
    .expect(2);
    desk.run(&["apply", "-f", "result.yaml"]).expect(0);
    plan_reference(&cluster, &desk);
    let result = desk.read("result.yaml");
    assert_eq!(
        result.matches("status: in-sync\n  message").count(),
        3,
        "{result}"
    );
}

#[test]
fn drift_is_planned_away_and_public_is_advice() {
    let (cluster, desk) = start();
    plan_reference(&cluster, &desk);
    desk.run(&["apply", "-f", "result.yaml"]).expect(0);
    cluster.sql(
        "app",
        "CREATE SCHEMA hidden; CREATE TABLE hidden.t (id int)",
    );
    cluster.sql("postgres", "CREATE DATABASE other");
    cluster.sql(
        "app",
        &format!(
            "ALTER ROLE {RO} BYPASSRLS; GRANT INSERT ON public.b TO {RO};
         GRANT USAGE ON SCHEMA hidden TO {RO}; GRANT SELECT ON hidden.t TO {RO};
         GRANT CONNECT ON DATABASE other TO {RO}; GRANT INSERT ON public.c TO PUBLIC;
         GRANT pg_monitor TO {RO}; CREATE SEQUENCE public.s; GRANT USAGE ON SEQUENCE public.s TO {RO}"
        ),
    );
    let flags = [
        "plan",
        "analytics",
        "--role",
        "ro",
        "--scopes",
        "analytics.public,legacy,app.public",
        "--privileges",
        "SELECT",
    ];
    let planned = desk.run(&[&flags[..], &["--sql"]].concat()).expect(0);
    for line in [
        &format!("ALTER ROLE \"{RO}\" WITH NOBYPASSRLS;"),
        &format!("REVOKE \"pg_monitor\" FROM \"{RO}\""),
        &format!("REVOKE INSERT ON TABLE \"public\".\"b\" FROM \"{RO}\";"),
        &format!("REVOKE SELECT ON ALL TABLES IN SCHEMA \"hidden\" FROM \"{RO}\";"),
        &format!("REVOKE USAGE ON SCHEMA \"hidden\" FROM \"{RO}\";"),
        &format!("REVOKE CONNECT ON DATABASE \"other\" FROM \"{RO}\";"),
        &format!("REVOKE USAGE ON ALL SEQUENCES IN SCHEMA \"public\" FROM \"{RO}\";"),
    ] {
        assert!(
            planned.stdout.contains(line.as_str()),
            "{line}\n{}",
            planned.stdout
        );
    }
    assert!(!planned.stdout.contains("PUBLIC"), "{}", planned.stdout);
    assert!(
        planned.stderr.contains("PUBLIC holds INSERT on c"),
        "{}",
        planned.stderr
    );
    desk.run(&[&flags[..], &["-o", "drift.yaml"]].concat())
        .expect(0);
    desk.run(&["apply", "-f", "drift.yaml"])
        .expect(0)
        .prints("success");
    desk.run(&[&flags[..], &["--detailed-exitcode"]].concat())
        .expect(0);
}

#[test]
fn offline_and_live_plans_are_the_same_bytes() {
    let (cluster, desk) = start();
    let plan = input(&cluster, &desk, "plan.yaml");
    desk.run(&["snapshot", "analytics", "-o", "catalog.json"])
        .expect(0);
    desk.run(&["plan", "-f", plan, "-o", "live.yaml"]).expect(0);
    cluster.stop();
    let (one, two) = ("analytics=catalog.json", "marketplace=catalog.json");
    desk.run(&[
        "plan",
        "-f",
        plan,
        "--snapshot",
        one,
        "--snapshot",
        two,
        "-o",
        "offline.yaml",
    ])
    .expect(0);
    let facts = |name: &str| -> Vec<(String, String, String)> {
        let file: serde_yaml::Value = serde_yaml::from_str(&desk.read(name)).unwrap();
        let text = |v: &serde_yaml::Value| v.as_str().unwrap().to_owned();
        let results = file["results"].as_sequence().unwrap().iter();
        let of = |r: &serde_yaml::Value| {
            let s = &r["session"];
            (
                text(&s["sql_plan"]),
                text(&s["sql_plan_checksum"]),
                text(&s["state_checksum"]),
            )
        };
        results.map(of).collect()
    };
    assert_eq!(facts("live.yaml"), facts("offline.yaml"));
    let text = desk.read("live.yaml");
    let file = ops::ResultFile::from_yaml(&text).unwrap();
    assert_eq!(
        serde_yaml::to_string(&file).unwrap(),
        text,
        "written by hand, the same bytes"
    );
    assert_eq!(facts("offline.yaml")[0].1, GOLDEN);
    cluster.start_again();
    // A plan made offline can be applied.
    desk.run(&["apply", "-f", "offline.yaml"]).expect(0);
}

#[test]
fn a_plan_is_the_same_whatever_other_databases_the_batch_reads() {
    let (cluster, desk) = start();
    desk.run(&plan_ro(&["-o", "first.yaml"])).expect(0);
    desk.run(&["apply", "-f", "first.yaml"]).expect(0);
    // Of `legacy` the role keeps CONNECT alone, and another role of the batch has its scope there.
    cluster.sql(
        "legacy",
        &format!("REVOKE ALL ON public.old FROM {RO}; REVOKE USAGE ON SCHEMA public FROM {RO}"),
    );
    desk.write(
        "batch.yaml",
        "items:
  - {resource_name: analytics, role: ro, scopes: [analytics.public, app], privileges: [SELECT]}
  - {resource_name: analytics, role: rw, scopes: [legacy], privileges: [SELECT]}
",
    );
    desk.run(&["snapshot", "analytics", "-o", "whole.json"])
        .expect(0);
    desk.run(&["plan", "-f", "batch.yaml", "-o", "batch-result.yaml"])
        .expect(0);
    let alone = [
        "plan",
        "analytics",
        "--role",
        "ro",
        "--scopes",
        "analytics.public,app",
        "--privileges",
        "SELECT",
        "--sql",
    ];
    let live = desk.run(&alone).expect(0).stdout;
    let offline = desk
        .run(&[&alone[..], &["--snapshot", "whole.json"]].concat())
        .expect(0)
        .stdout;
    assert_eq!(live, offline);
    assert!(
        live.contains("REVOKE CONNECT ON DATABASE \"legacy\""),
        "{live}"
    );
    desk.run(&["apply", "-f", "batch-result.yaml"])
        .expect(0)
        .says("2 applied");
}
