//! What a result file and a role that is there already can and cannot bring about: a document can say
//! anything, and a role may be somebody else's.

use planner::SessionDocument;

use crate::desk::Desk;
use crate::postgres::{Cluster, cluster};

const ROLE: &str = "hoopdev_trust_adopt_ro_";

fn start(resource: &str) -> (&'static Cluster, Desk) {
    let cluster = cluster();
    cluster.sql("postgres", &format!("CREATE DATABASE {resource}"));
    cluster.sql(resource, "CREATE TABLE public.t (id int)");
    (cluster, Desk::with_resources(cluster, &[resource]))
}

fn plan(desk: &Desk, resource: &str) {
    desk.run(&[
        "plan",
        resource,
        "--role",
        "ro",
        "--scopes",
        resource,
        "--privileges",
        "SELECT",
        "-o",
        "result.yaml",
    ])
    .expect(0);
}

/// The result with another document in it, whose own checksum is right again.
fn forge(desk: &Desk, edit: impl Fn(&mut SessionDocument)) {
    let mut file: serde_yaml::Value = serde_yaml::from_str(&desk.read("result.yaml")).unwrap();
    let entry = &mut file["results"][0];
    let mut document: SessionDocument = serde_yaml::from_value(entry["session"].clone()).unwrap();
    document.sid = uuid::Uuid::new_v4().to_string();
    edit(&mut document);
    document.plan_checksum = document.seal();
    entry["sid"] = document.sid.clone().into();
    entry["role_name"] = document.config.role_name.as_str().into();
    entry["session"] = serde_yaml::to_value(&document).unwrap();
    desk.write("forged.yaml", serde_yaml::to_string(&file).unwrap());
}

#[test]
fn a_document_does_not_choose_the_role() {
    let (cluster, desk) = start("trust_boss");
    cluster.sql(
        "postgres",
        "CREATE ROLE boss LOGIN SUPERUSER PASSWORD 'kept'",
    );
    plan(&desk, "trust_boss");
    forge(&desk, |document| {
        document.config.role_name = "boss".into();
        document.config.rotate_password = true;
    });
    desk.run(&["apply", "-f", "forged.yaml"])
        .expect(4)
        .prints("`boss`");
    desk.run(&["apply", "-f", "forged.yaml", "--adopt"])
        .expect(4);
    let kept = "SELECT rolsuper FROM pg_roles WHERE rolname = 'boss'";
    assert_eq!(cluster.sql("postgres", kept), [[Some("t".to_owned())]]);
    cluster.sql("postgres", "DROP ROLE boss");
}

#[test]
fn what_a_reviewer_reads_is_what_is_planned_afresh() {
    let (_cluster, desk) = start("trust_edit");
    plan(&desk, "trust_edit");
    type Edit = fn(&mut SessionDocument);
    let edits: [(&str, Edit); 3] = [
        ("undo_sql", |d| {
            d.undo_sql = "DROP DATABASE trust_edit;\n".to_owned()
        }),
        ("steps", |d| d.steps[0].reason = "harmless".to_owned()),
        ("current_state", |d| d.current_state.exists = true),
    ];
    for (key, edit) in edits {
        forge(&desk, edit);
        desk.run(&["apply", "-f", "forged.yaml"])
            .expect(4)
            .prints(key);
    }
    // The same document under a new sid says nothing that is not so: it is planned anew, and applied.
    forge(&desk, |_| {});
    desk.run(&["apply", "-f", "forged.yaml"])
        .expect(0)
        .prints("planned here anew");
    // A rotation of unknown age is not.
    forge(&desk, |document| document.config.rotate_password = true);
    desk.run(&["apply", "-f", "forged.yaml"])
        .expect(4)
        .prints("new password is made only by the store that planned it");
}

#[test]
fn a_role_that_was_not_made_here_is_taken_over_by_a_persons_word_only() {
    let (cluster, desk) = start("trust_adopt");
    plan(&desk, "trust_adopt");
    let document = desk.read("result.yaml");
    let name = document.split_whitespace().find(|w| w.starts_with(ROLE));
    let name = name
        .unwrap_or_else(|| panic!("{document}"))
        .trim_matches('"');
    let role = format!("CREATE ROLE {name} LOGIN CREATEDB PASSWORD 'theirs'");
    cluster.sql("postgres", &role);
    plan(&desk, "trust_adopt");
    desk.run(&["apply", "-f", "result.yaml"])
        .expect(1)
        .prints("never made it")
        .prints("--adopt");
    let createdb = format!("SELECT rolcreatedb FROM pg_roles WHERE rolname = '{name}'");
    assert_eq!(cluster.sql("postgres", &createdb), [[Some("t".to_owned())]]);
    desk.run(&["apply", "-f", "result.yaml", "--adopt"])
        .expect(0)
        .prints("is adopted");
    assert_eq!(cluster.sql("postgres", &createdb), [[Some("f".to_owned())]]);
    // From now on it is ours.
    cluster.sql("postgres", &format!("ALTER ROLE {name} CREATEDB"));
    plan(&desk, "trust_adopt");
    desk.run(&["apply", "-f", "result.yaml"]).expect(0);
}
