//! Passwords: never stored untested, never printed, never asked for without a terminal.

use crate::desk::{Desk, tests_file};

const PASSWORD: &str = "correct-horse-battery";

/// A resource where nobody listens.
fn desk() -> Desk {
    let desk = Desk::new();
    let csv = "name,type,host,port\nanalytics,PostgreSQL,127.0.0.1,1\n";
    desk.run_with_input(&["resources", "import", "-f", "-"], csv)
        .expect(0);
    desk
}

#[test]
fn an_account_that_cannot_log_in_is_not_stored() {
    let desk = desk();
    let set = ["credentials", "set", "analytics", "--user", "postgres"];
    let stdin = [&set[..], &["--password-stdin"]].concat();
    let failed = desk
        .run_with_input(&stdin, PASSWORD)
        .expect(1)
        .says("refused")
        .says("nothing was stored");
    assert!(!failed.stderr.contains(PASSWORD));
    desk.run(&["resources", "list"])
        .expect(0)
        .prints("-      1/3");
    desk.run_with_input(&stdin, "\n").expect(1).says("empty");
    desk.run(&set).expect(64).says("--password-stdin");
    let unknown = [
        "credentials",
        "set",
        "nowhere",
        "--user",
        "x",
        "--password-stdin",
    ];
    desk.run_with_input(&unknown, PASSWORD)
        .expect(1)
        .says("no resource \"nowhere\"");
}

#[test]
fn an_import_reports_each_row_and_no_password() {
    let desk = desk();
    let csv = format!(
        "name,admin_user,password\nanalytics,postgres,{PASSWORD}\nnowhere,postgres,{PASSWORD}\n"
    );
    for format in [&[][..], &["--json"], &["--dry-run"], &["-vvv"]] {
        let args = [&["credentials", "import", "-f", "-"][..], format].concat();
        let output = desk
            .run_with_input(&args, &csv)
            .expect(1)
            .prints("failed")
            .prints("invalid");
        assert!(!output.stdout.contains(PASSWORD) && !output.stderr.contains(PASSWORD));
    }
    // A file of another kind: its cells could be passwords, so none is shown.
    let wrong = format!("name,admin_user,passwort\nanalytics,postgres,{PASSWORD}\n");
    let output = desk
        .run_with_input(&["credentials", "import", "-f", "-"], &wrong)
        .expect(1);
    assert!(!output.stderr.contains(PASSWORD), "{}", output.stderr);
}

#[test]
fn there_is_no_password_to_show_before_an_apply() {
    let desk = desk();
    desk.run(&["credentials", "show", "ro"])
        .expect(1)
        .says("no password is stored");
    desk.run(&["credentials", "show", "ro", "--resource", "analytics"])
        .expect(1)
        .says("\"analytics\"");
    let sessions = desk
        .run(&["sessions", "list", "--kind", "reveal"])
        .expect(0);
    assert_eq!(sessions.stdout, "", "nothing was shown");
}

#[test]
fn a_log_at_full_volume_holds_only_our_own_lines() {
    let desk = desk();
    let inventory = tests_file("reference/inventory.csv");
    let mut command = desk.command(&["resources", "import", "-f", &inventory]);
    let output = command.env("ROLEWRIGHT_LOG", "trace").output().unwrap();
    let log = String::from_utf8(output.stderr).unwrap();
    assert!(log.contains("opened the store"), "{log}");
    for line in log
        .lines()
        .filter(|line| line.contains(": ") && line.starts_with("20"))
    {
        let ours = [" cli::", " cluster::", " ops::", " store::"];
        assert!(ours.iter().any(|root| line.contains(root)), "{line}");
    }
}
