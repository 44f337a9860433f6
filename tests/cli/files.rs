//! Files that are missing, no files, not what they should be: each with its path and what is wrong.

use crate::desk::{Desk, tests_file};

#[test]
fn bad_input_files_are_named_with_what_is_wrong() {
    let desk = Desk::new();
    std::fs::create_dir(desk.path("folder")).unwrap();
    desk.write("latin1.yaml", b"items:\n  - resource_name: caf\xe9\n");
    desk.write("empty.yaml", "");
    desk.write(
        "unknown.yaml",
        "items:\n  - resource_name: a\n    role: ro\n    scope: [x]\n",
    );
    desk.write("twice.yaml", "items:\n  - {resource_name: a, role: ro, scopes: [x], privileges: [ALL]}\n  - {resource_name: a, role: ro, scopes: [y], privileges: [ALL]}\n");
    desk.write(
        "roles.csv",
        "resource_name,type,role,scopes,permissions,source_role\na,managed,ro,x,FLY,\n",
    );
    desk.write("not.json", "[]");
    let role = [
        "a",
        "--role",
        "ro",
        "--scopes",
        "x",
        "--privileges",
        "SELECT",
        "--snapshot",
    ];
    let with_role = |file| [&["plan"][..], &role, &[file]].concat();
    let cases: Vec<(Vec<&str>, &[&str])> = vec![
        (
            vec!["plan", "-f", "missing.yaml"],
            &["missing.yaml", "no such file"],
        ),
        (vec!["plan", "-f", "folder"], &["folder is a directory"]),
        (
            vec!["plan", "-f", "latin1.yaml"],
            &["latin1.yaml: line 2 is not UTF-8"],
        ),
        (
            vec!["plan", "-f", "empty.yaml"],
            &["empty.yaml", "no items"],
        ),
        (
            vec!["plan", "-f", "unknown.yaml"],
            &["unknown.yaml", "`scope`", "line 4"],
        ),
        (
            vec!["plan", "-f", "twice.yaml"],
            &["twice.yaml", "items 1", "2"],
        ),
        (
            vec!["plan", "-f", "roles.csv"],
            &["roles.csv", "line 2", "column 5", "FLY"],
        ),
        (with_role("not.json"), &["not.json", "snapshot"]),
        (with_role("missing.json"), &["missing.json", "no such file"]),
        (
            vec!["apply", "-f", "missing.yaml"],
            &["missing.yaml", "no such file"],
        ),
        (
            vec!["apply", "-f", "unknown.yaml"],
            &["unknown.yaml", "not a plan result"],
        ),
        (
            vec!["resources", "import", "-f", "folder"],
            &["folder is a directory"],
        ),
        (
            vec!["resources", "import", "-f", "empty.yaml"],
            &["empty.yaml", "the file is empty"],
        ),
        (
            vec!["credentials", "import", "-f", "roles.csv"],
            &["roles.csv", "name,admin_user,password"],
        ),
        (vec!["test", "missing"], &["missing"]),
    ];
    for (args, expected) in cases {
        let mut output = desk.run(&args).expect(1);
        assert_eq!(output.stdout, "", "{args:?}");
        for text in expected {
            output = output.says(text);
        }
    }
}

#[test]
fn a_result_file_that_cannot_be_written_is_said_before_the_work() {
    let desk = Desk::new();
    let plan = tests_file("reference/plan.yaml");
    desk.run(&["plan", "-f", &plan, "-o", "no/where.yaml"])
        .expect(1)
        .says("no directory no");
    desk.run(&["plan", "-f", &plan, "-o", "."])
        .expect(1)
        .says("is a directory");
    assert!(!desk.home().exists());
}

#[test]
fn plan_files_are_told_apart_on_standard_input() {
    let desk = Desk::new();
    let catalog = tests_file("cases/reference/analytics-ro/catalog.json");
    let args = ["plan", "-f", "-", "--snapshot", &catalog];
    let csv = "\u{feff}resource_name,type,role,scopes,permissions,source_role\r\nanalytics,managed,ro,app,SELECT,\r\n";
    let yaml =
        "items:\n  - {resource_name: analytics, role: ro, scopes: [app], privileges: [SELECT]}\n";
    for text in [csv, yaml] {
        desk.run_with_input(&args, text)
            .expect(0)
            .prints("hoopdev_analytics_ro_6075a443");
    }
}
