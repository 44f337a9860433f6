//! `resources import`, `list`, `remove`: what becomes of each row, and what is stored.

use crate::desk::{Desk, tests_file};

const HEADER: &str = "name,type,host,port\n";

#[test]
fn a_dry_run_shows_the_rows_and_stores_nothing() {
    let desk = Desk::new();
    let inventory = tests_file("reference/inventory.csv");
    let output = desk
        .run(&["resources", "import", "-f", &inventory, "--dry-run"])
        .expect(0);
    assert_eq!(
        output.stdout,
        "LINE  NAME         STATUS  DETAIL\n2     analytics    new     -\n3     marketplace  new     -\n"
    );
    assert_eq!(output.stderr, "2 new; nothing stored (dry run)\n");
    desk.run(&["resources", "list"])
        .expect(0)
        .says("no resources");
}

#[test]
fn rows_are_new_updated_unchanged_and_listed() {
    let desk = Desk::new();
    let inventory = tests_file("reference/inventory.csv");
    desk.run(&["resources", "import", "-f", &inventory])
        .expect(0)
        .says("2 new; 2 stored");
    let change = format!(
        "{HEADER}analytics,PostgreSQL,db.example,6432\nmarketplace,postgres,192.168.18.54,5432\n"
    );
    desk.run_with_input(&["resources", "import", "-f", "-"], &change)
        .expect(0)
        .prints("host: 192.168.18.54 -> db.example; port: 5432 -> 6432")
        .prints("unchanged");
    let list = desk.run(&["resources", "list"]).expect(0);
    assert_eq!(
        list.stdout,
        "NAME         TYPE        ADDRESS             ADMIN  SETUP  PLAN  APPLY\n\
         analytics    PostgreSQL  db.example:6432     -      1/3    -     -\n\
         marketplace  PostgreSQL  192.168.18.54:5432  -      1/3    -     -\n"
    );
    let json = desk
        .run(&["resources", "list", "--json", "--search", "market"])
        .expect(0)
        .json("resources/1");
    assert_eq!(json["resources"].as_array().unwrap().len(), 1);
    assert_eq!(json["resources"][0]["setup"]["done"], 1);
    desk.run(&["resources", "remove", "analytics"]).expect(0);
    desk.run(&["resources", "remove", "analytics"])
        .expect(1)
        .says("no resource \"analytics\"");
}

#[test]
fn one_bad_row_keeps_all_from_being_stored_unless_told_otherwise() {
    let desk = Desk::new();
    desk.write(
        "bad.csv",
        format!(
            "{HEADER}good,PostgreSQL,h,1\nbad,MySQL,h,1\nsame,PostgreSQL,a,1\nsame,PostgreSQL,b,1\n"
        ),
    );
    let output = desk
        .run(&["resources", "import", "-f", "bad.csv"])
        .expect(1);
    let output = output
        .prints("column 2 (type)")
        .prints("conflict")
        .says("nothing was stored");
    assert_eq!(output.stdout.lines().count(), 5);
    desk.run(&["resources", "import", "-f", "bad.csv", "--dry-run"])
        .expect(1);
    desk.run(&["resources", "list"])
        .expect(0)
        .says("no resources");

    let json = desk
        .run(&[
            "resources",
            "import",
            "-f",
            "bad.csv",
            "--skip-invalid",
            "--json",
        ])
        .expect(0);
    let json = json.json("import/1");
    assert_eq!(
        (&json["stored"], &json["counts"]["conflict"]),
        (&1.into(), &2.into())
    );
    assert_eq!(json["rows"][1]["status"], "invalid");
    desk.run(&["resources", "list"]).expect(0).prints("good");
}

#[test]
fn control_characters_of_a_file_never_reach_the_terminal() {
    let desk = Desk::new();
    desk.write(
        "evil.csv",
        format!("{HEADER}\"x\u{1b}[31m\",PostgreSQL,h,1\n"),
    );
    let output = desk
        .run(&["resources", "import", "-f", "evil.csv"])
        .expect(1);
    assert!(
        !output.stdout.contains('\u{1b}') && !output.stderr.contains('\u{1b}'),
        "{}",
        output.stdout
    );
}
