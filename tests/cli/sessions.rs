//! The record on an empty store, and after a plan that failed.

use crate::desk::{Desk, tests_file};

#[test]
fn an_empty_store_has_no_sessions() {
    let desk = Desk::new();
    let list = desk
        .run(&["sessions", "list"])
        .expect(0)
        .says("no sessions");
    assert_eq!(list.stdout, "");
    let json = desk
        .run(&["sessions", "list", "--json"])
        .expect(0)
        .json("sessions/1");
    assert_eq!(json["sessions"].as_array().unwrap().len(), 0);
    assert_eq!(desk.run(&["sessions", "export"]).expect(0).stdout, "");
    desk.run(&["sessions", "show", "986e35ce"])
        .expect(1)
        .says("no session \"986e35ce\"");
    desk.run(&["sessions", "show", "98"])
        .expect(1)
        .says("too short");
    desk.run(&["plan", "status", "986e35ce"])
        .expect(1)
        .says("no session");
    desk.run(&["apply", "analytics", "--sid", "986e35ce"])
        .expect(1)
        .says("no session");
}

#[test]
fn a_failed_plan_is_on_record_too() {
    let desk = Desk::new();
    let inventory = tests_file("reference/inventory.csv");
    desk.run(&["resources", "import", "-f", &inventory])
        .expect(0);
    let plan = [
        "plan",
        "analytics",
        "--role",
        "ro",
        "--scopes",
        "app",
        "--privileges",
        "SELECT",
    ];
    let failed = desk
        .run(&plan)
        .expect(1)
        .says("no admin account")
        .says("credentials set analytics");
    assert_eq!(failed.stdout, "");

    let list = desk
        .run(&["sessions", "list", "--status", "failed"])
        .expect(0)
        .prints("no admin account");
    assert_eq!(list.stdout.lines().count(), 2);
    let json = desk
        .run(&[
            "sessions", "list", "--kind", "plan", "--role", "ro", "--json",
        ])
        .expect(0);
    let session = &json.json("sessions/1")["sessions"][0];
    assert_eq!(
        (&session["kind"], &session["status"]),
        (&"plan".into(), &"failed".into())
    );
    let sid = session["sid"].as_str().unwrap();

    let shown = desk
        .run(&["sessions", "show", &sid[..8], "--json"])
        .expect(0)
        .json("session/1");
    assert_eq!(shown["sid"], sid);
    desk.run(&["plan", "status", sid])
        .expect(0)
        .prints("status: failed");
    desk.run(&["sessions", "show", sid, "--sql"])
        .expect(1)
        .says("has no SQL");
    desk.run(&["apply", "analytics", "--sid", sid])
        .expect(1)
        .says("failed");

    let lines = desk.run(&["sessions", "export"]).expect(0).stdout;
    assert_eq!(lines.lines().count(), 1);
    let line: serde_json::Value = serde_json::from_str(&lines).unwrap();
    assert_eq!(line["format"], "rolewright/session/1");
    desk.run(&["sessions", "export", "--format", "yaml", "-o", "all.yaml"])
        .expect(0);
    assert!(desk.read("all.yaml").starts_with("---\nsid: "));
    desk.run(&["resources", "list"])
        .expect(0)
        .prints("1/3    failed");
}

/// A home with two failed plans on record.
fn two_plans() -> Desk {
    let desk = Desk::new();
    let inventory = tests_file("reference/inventory.csv");
    desk.run(&["resources", "import", "-f", &inventory])
        .expect(0);
    for role in ["ro", "rw"] {
        let plan = ["plan", "analytics", "--role", role, "--scopes", "app"];
        desk.run(&[&plan[..], &["--privileges", "SELECT"]].concat())
            .expect(1);
    }
    desk
}

#[test]
fn an_exported_record_is_verified_with_and_without_its_store() {
    let desk = two_plans();
    desk.run(&["sessions", "verify"])
        .expect(0)
        .says("2 sealed sessions: as recorded");
    desk.run(&["sessions", "export", "-o", "all.jsonl"])
        .expect(0);
    let verify = ["sessions", "verify", "-f", "all.jsonl"];
    desk.run(&verify).expect(0).says("as recorded");
    let elsewhere = Desk::new();
    let text = desk.read("all.jsonl");
    elsewhere.write("all.jsonl", &text);
    elsewhere.run(&verify).expect(0).says("hashes only");
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.len(), 2);
    let swapped = format!("{}\n{}\n", lines[1], lines[0]);
    let twice = format!("{text}{}\n", lines[1]);
    for (edited, expected) in [
        (text.replacen("\"failed\"", "\"success\"", 1), "was edited"),
        (text.replace("\"role\":\"rw\"", "\"role\":\"ro\""), "line 2"),
        (swapped, "out of order"),
        (twice, "out of order"),
    ] {
        for desk in [&desk, &elsewhere] {
            desk.write("all.jsonl", &edited);
            desk.run(&verify).expect(1).prints(expected);
        }
    }
    let other = two_plans();
    other.write("all.jsonl", &text);
    other
        .run(&verify)
        .expect(1)
        .prints("not by this store's key");
    desk.write("all.jsonl", "{}\n");
    desk.run(&verify).expect(1).says("line 1");
}
