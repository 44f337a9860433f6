//! `plan --snapshot`: the reference document's plans, without database and store.

use planner::hash::sha256_hex;

use crate::desk::{Desk, Output, tests_file};

const GOLDEN: &str = "c6da4a8cc008b923114f8a0adcfa201b527b8e05536f4befd2373fe962647e71";

fn plan_ro(desk: &Desk, case: &str, more: &[&str]) -> Output {
    let catalog = tests_file(&format!("cases/reference/{case}/catalog.json"));
    let role = [
        "plan",
        "analytics",
        "--role",
        "ro",
        "--scopes",
        "analytics.public,legacy",
        "--scopes",
        "app",
        "--privileges",
        "select",
        "--snapshot",
        &catalog,
    ];
    desk.run(&[&role[..], more].concat())
}

fn plan_file(desk: &Desk, file: &str, more: &[&str]) -> Output {
    let one = tests_file("cases/reference/plan-yaml/catalog.analytics.json");
    let two = tests_file("cases/reference/plan-yaml/catalog.marketplace.json");
    let (one, two) = (format!("analytics={one}"), format!("marketplace={two}"));
    let file = tests_file(file);
    let args = ["plan", "-f", &file, "--snapshot", &one, "--snapshot", &two];
    desk.run(&[&args[..], more].concat())
}

#[test]
fn the_reference_role_gives_the_reference_sql_byte_for_byte() {
    let desk = Desk::new();
    let sql = plan_ro(&desk, "analytics-ro", &["--sql"]).expect(0).stdout;
    assert_eq!(sha256_hex(sql.as_bytes()), GOLDEN);
    let yaml = plan_ro(&desk, "analytics-ro", &[])
        .expect(0)
        .prints(GOLDEN)
        .says("1 out of sync");
    assert!(yaml.stdout.starts_with("sid: "), "{}", yaml.stdout);
    assert!(!desk.home().exists(), "no store is used");
}

#[test]
fn exit_codes_tell_pending_changes_only_when_asked() {
    let desk = Desk::new();
    plan_ro(&desk, "analytics-ro", &[]).expect(0);
    plan_ro(&desk, "analytics-ro", &["--detailed-exitcode"]).expect(2);
    let in_sync = plan_ro(&desk, "already-applied", &["--detailed-exitcode", "--sql"]).expect(0);
    assert_eq!(in_sync.stdout, "-- no changes\n");
    let missing = tests_file("cases/reference/analytics-ro/catalog.json");
    let args = [
        "plan",
        "analytics",
        "--role",
        "ro",
        "--scopes",
        "nowhere",
        "--privileges",
        "SELECT",
        "--snapshot",
    ];
    desk.run(&[&args[..], &[&missing, "--detailed-exitcode"]].concat())
        .expect(1)
        .says("nowhere");
}

#[test]
fn a_batch_is_a_table_and_a_result_file() {
    let desk = Desk::new();
    for file in ["reference/plan.yaml", "reference/roles.csv"] {
        let output =
            plan_file(&desk, file, &["-o", "result.yaml", "--detailed-exitcode"]).expect(2);
        let lines: Vec<_> = output.stdout.lines().collect();
        let words: Vec<_> = lines[0].split_whitespace().collect();
        assert_eq!(
            words,
            ["SID", "RESOURCE", "ROLE", "STATUS", "CHANGES", "MESSAGE"]
        );
        assert_eq!(lines.len(), 4);
        assert!(
            lines[3].contains("hoopdev_marketplace_ro_dc311713")
                && lines[3].contains("out-of-sync")
        );
        let result = desk.read("result.yaml");
        assert!(result.starts_with("format: rolewright/result/1\n") && result.contains(GOLDEN));
    }
    // `-o -` is that file on stdout, and nothing else.
    let piped = plan_file(&desk, "reference/plan.yaml", &["-o", "-"]).expect(0);
    assert!(piped.stdout.starts_with("format: rolewright/result/1\n"));
    assert!(!piped.stdout.contains("STATUS"));
}

#[test]
fn as_json_each_result_has_its_session() {
    let desk = Desk::new();
    let output = plan_file(&desk, "reference/plan.yaml", &["--json", "--quiet"]).expect(0);
    assert_eq!(output.stderr, "");
    let json = output.json("plans/1");
    let first = &json["results"][0];
    assert_eq!(first["status"], "out-of-sync");
    assert_eq!(
        (&first["grants"], &first["revokes"], &first["credentials"]),
        (&9.into(), &0.into(), &1.into())
    );
    assert_eq!(first["session"]["sql_plan_checksum"], GOLDEN);
    assert_eq!(first["sid"], first["session"]["sid"]);
}

#[test]
fn a_snapshot_is_never_taken_for_another_resource() {
    let desk = Desk::new();
    let catalog = tests_file("cases/reference/analytics-ro/catalog.json");
    let file = tests_file("reference/plan.yaml");
    desk.run(&["plan", "-f", &file, "--snapshot", &catalog])
        .expect(64)
        .says("RESOURCE=FILE");
    let one = format!("analytics={catalog}");
    desk.run(&["plan", "-f", &file, "--snapshot", &one])
        .expect(64)
        .says("for marketplace");
    let typing_error = format!("analytcs={catalog}");
    plan_ro(&desk, "analytics-ro", &["--snapshot", &typing_error]).expect(64);
}

#[test]
fn what_was_planned_offline_needs_a_resource_to_be_applied() {
    let desk = Desk::new();
    plan_ro(&desk, "analytics-ro", &["-o", "result.yaml"]).expect(0);
    let json = desk
        .run(&["apply", "-f", "result.yaml", "--json"])
        .expect(1)
        .json("apply/1");
    assert_eq!(json["results"][0]["status"], "failed");
    assert!(
        json["results"][0]["message"]
            .as_str()
            .unwrap()
            .contains("analytics")
    );
    // What was in sync is skipped, whatever there is in the store.
    plan_ro(&desk, "already-applied", &["-o", "result.yaml"]).expect(0);
    desk.run(&["apply", "-f", "result.yaml"])
        .expect(0)
        .prints("skipped")
        .says("1 skipped");
}

#[test]
fn case_folders_are_tested() {
    let desk = Desk::new();
    let cases = tests_file("cases");
    let args = [
        "test",
        &cases,
        "--filter",
        "reference/",
        "--junit",
        "junit.xml",
    ];
    desk.run(&args).expect(0).prints("0 failed");
    assert!(desk.read("junit.xml").contains("<testsuites"));
    let json = desk
        .run(&[&args[..], &["--json"]].concat())
        .expect(0)
        .json("test/1");
    assert_eq!(json["failed"], 0);
    desk.run(&["test", &cases, "--filter", "no such case"])
        .expect(1)
        .says("no such case");
}

#[test]
fn a_role_that_fails_says_why_in_every_view_and_keeps_no_other_from_being_planned() {
    let desk = Desk::new();
    desk.write(
        "plan.yaml",
        "items:\n  - {resource_name: analytics, role: ro, scopes: [app], privileges: [SELECT]}\n  - {resource_name: analytics, role: rw, scopes: [nowhere], privileges: [SELECT]}\n",
    );
    let catalog = tests_file("cases/reference/analytics-ro/catalog.json");
    let plan = ["plan", "-f", "plan.yaml", "--snapshot", &catalog];
    let with = |more: &[&str]| desk.run(&[&plan[..], more].concat()).expect(1);
    with(&[])
        .prints("out-of-sync")
        .prints("failed")
        .prints("nowhere");
    with(&["--json"]).prints("nowhere");
    with(&["--sql"])
        .prints("CREATE ROLE")
        .says("analytics/rw")
        .says("nowhere");
    with(&["-o", "-"]).prints("status: failed").says("nowhere");
    with(&["-o", "result.yaml"]);
    // What failed to be planned counts as failed when the others are applied.
    let json = desk
        .run(&["apply", "-f", "result.yaml", "--json"])
        .expect(1)
        .json("apply/1");
    assert!(
        json["results"][1]["message"]
            .as_str()
            .unwrap()
            .starts_with("planning failed: ")
    );
}
