//! The planner's own cases, and the runner of cases: every folder of `tests/cases` passes as it would
//! for a user, and a case that is broken fails with words that help.
//!
//! After an intended change: `ROLEWRIGHT_UPDATE=1 cargo test -p rolewright --test pure every_case_passes`, then read the
//! diff of every `expected.txt`. The reference case is pinned below besides.

use std::fs;
use std::path::{Path, PathBuf};

use cli::offline::{CaseResults, Failure, Options, Verdict, run, write};
use planner::SessionDocument;
use planner::case;
use planner::desired::Prefix;

fn tests_dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests")
}

fn read(path: impl AsRef<Path>) -> String {
    let path = path.as_ref();
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn text_of(report: &CaseResults) -> String {
    let mut out = Vec::new();
    write(report, &mut out, false).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn every_case_passes() {
    let options = Options {
        update: std::env::var_os("ROLEWRIGHT_UPDATE").is_some(),
        ..Options::default()
    };
    let report = run(&tests_dir().join("cases"), &options).unwrap();
    assert!(report.is_success(), "{}", text_of(&report));
    let count = report.cases.len();
    assert!(count >= 100, "cases are missing: there are {count}");
}

/// Whole documents, so that a change of their format is seen, and seen in a few files.
#[test]
fn a_handful_of_cases_keeps_whole_session_documents() {
    let of = |topic: &str| {
        let topics = tests_dir().join("cases").join(topic);
        let cases = fs::read_dir(topics)
            .unwrap()
            .map(|case| case.unwrap().path());
        cases
            .filter(|case| case.join("session.yaml").exists())
            .count()
    };
    let topics = ["reference", "external", "drift", "password", "hostile"];
    assert_eq!(topics.map(of), [1; 5], "{topics:?}");
}

/// The reference document's example: its text and its checksum stand here as well, so that no update
/// of cases can move them.
#[test]
fn the_reference_document() {
    const CHECKSUM: &str = "c6da4a8cc008b923114f8a0adcfa201b527b8e05536f4befd2373fe962647e71";
    let case = tests_dir().join("cases/reference/analytics-ro");
    let reference = tests_dir().join("reference");
    let (plan, catalog) = (
        read(case.join("plan.yaml")),
        read(case.join("catalog.json")),
    );
    let files = case::Files {
        plan: &plan,
        catalog: Some(&catalog),
        ..case::Files::default()
    };
    let result = case::run(&files, &Prefix::default()).unwrap();
    let document = result.planned.unwrap()[0].session.clone().unwrap();

    assert_eq!(
        document.sql_plan,
        read(reference.join("session-analytics-ro.sql"))
    );
    assert_eq!(document.sql_plan_checksum, CHECKSUM);
    assert_eq!(
        planner::hash::sha256_hex(document.sql_plan.as_bytes()),
        CHECKSUM
    );

    let parse = |text: &str| -> serde_yaml::Mapping { serde_yaml::from_str(text).unwrap() };
    let theirs = parse(&read(reference.join("session-analytics-ro.yaml")));
    let ours = parse(&document.to_yaml().unwrap());
    // Mappings compare without order: compare key by key, and nested ones as text.
    for (ours, theirs) in ours.iter().zip(&theirs) {
        assert_eq!(ours.0, theirs.0, "keys, in order");
        if ours.0 != "sid" {
            let text = |value| serde_yaml::to_string(value).unwrap();
            assert_eq!(text(ours.1), text(theirs.1), "{:?}", ours.0);
        }
    }
    assert!(ours.len() > theirs.len(), "our additions come after theirs");
    let again = SessionDocument::from_yaml(&document.to_yaml().unwrap()).unwrap();
    assert_eq!(again, document);
}

/// A copy of one case, to break.
struct Copy {
    dir: tempfile::TempDir,
}

impl Copy {
    fn of(case: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let to = dir.path().join("topic/case");
        fs::create_dir_all(&to).unwrap();
        for name in [
            "plan.yaml",
            "catalog.json",
            "expected.txt",
            "session.yaml",
            "outcomes.yaml",
        ] {
            fs::copy(
                tests_dir().join("cases").join(case).join(name),
                to.join(name),
            )
            .unwrap();
        }
        Self { dir }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.dir.path().join("topic/case").join(name)
    }

    /// Replaces the first occurrence; it has to be there.
    fn change(&self, name: &str, from: &str, to: &str) {
        let text = read(self.file(name));
        assert!(text.contains(from), "{name} does not hold {from:?}");
        fs::write(self.file(name), text.replacen(from, to, 1)).unwrap();
    }

    fn run(&self, options: &Options) -> CaseResults {
        run(self.dir.path(), options).unwrap()
    }
}

#[test]
fn a_broken_case_fails_with_a_diff_and_an_update_mends_it() {
    let copy = Copy::of("drift/stray-insert");
    copy.change(
        "expected.txt",
        "REVOKE INSERT ON TABLE",
        "REVOKE DELETE ON TABLE",
    );
    let report = copy.run(&Options::default());
    assert!(!report.is_success());
    insta::assert_snapshot!(text_of(&report), @r#"
    FAILED  topic/case
        --- expected.txt
        +++ as planned now
        @@ -11,7 +11,7 @@ app/ro
         -- =========================================================
         \connect "app"
         BEGIN;
        -REVOKE DELETE ON TABLE "public"."invoices" FROM "hoopdev_app_ro_7249975c";
        +REVOKE INSERT ON TABLE "public"."invoices" FROM "hoopdev_app_ro_7249975c";
         COMMIT;

         ## Why
    0 passed, 1 failed
    "#);

    let update = Options {
        update: true,
        ..Options::default()
    };
    assert_eq!(copy.run(&update).cases[0].verdict, Verdict::Updated);
    let original = tests_dir().join("cases/drift/stray-insert/expected.txt");
    assert_eq!(read(copy.file("expected.txt")), read(original));
    assert_eq!(
        copy.run(&Options::default()).cases[0].verdict,
        Verdict::Passed
    );
}

#[test]
fn line_breaks_of_a_checkout_do_not_count() {
    let copy = Copy::of("drift/stray-insert");
    for name in ["expected.txt", "session.yaml"] {
        let text = read(copy.file(name)).replace('\n', "\r\n");
        fs::write(copy.file(name), text).unwrap();
    }
    assert_eq!(
        copy.run(&Options::default()).cases[0].verdict,
        Verdict::Passed
    );
}

#[test]
fn whole_documents_are_compared_where_they_are_and_never_begun() {
    let copy = Copy::of("drift/stray-insert");
    copy.change("session.yaml", "risk: revokes", "risk: grants");
    let report = copy.run(&Options::default());
    insta::assert_snapshot!(text_of(&report), @r#"
    FAILED  topic/case
        --- session.yaml
        +++ as planned now
        @@ -69,4 +69,4 @@ app/ro
           database: app
           sql: REVOKE INSERT ON TABLE "public"."invoices" FROM "hoopdev_app_ro_7249975c";
           reason: The role holds INSERT on app.public.invoices, which is not desired.
        -  risk: grants
        +  risk: revokes
    0 passed, 1 failed
    "#);
    let update = Options {
        update: true,
        ..Options::default()
    };
    assert_eq!(copy.run(&update).cases[0].verdict, Verdict::Updated);
    let original = tests_dir().join("cases/drift/stray-insert/session.yaml");
    assert_eq!(read(copy.file("session.yaml")), read(original));

    fs::remove_file(copy.file("session.yaml")).unwrap();
    assert_eq!(copy.run(&update).cases[0].verdict, Verdict::Passed);
    assert!(!copy.file("session.yaml").exists());
}

#[test]
fn an_expected_yaml_of_before_is_named_and_an_update_replaces_it() {
    let copy = Copy::of("drift/stray-insert");
    let old = copy.file("expected.yaml");
    let update = Options {
        update: true,
        ..Options::default()
    };
    for with_new in [false, true] {
        fs::write(&old, "format: rolewright/expected/1\nroles: []\n").unwrap();
        if !with_new {
            fs::remove_file(copy.file("expected.txt")).unwrap();
        }
        let report = text_of(&copy.run(&Options::default()));
        assert!(
            report.contains("expected.yaml is of a version before") && report.contains("--update"),
            "{report}"
        );
        assert!(!report.contains("is missing"), "{report}");
        assert_eq!(copy.run(&update).cases[0].verdict, Verdict::Updated);
        assert!(!old.exists() && copy.file("expected.txt").exists());
    }
    // Somebody's own file is left alone.
    fs::write(&old, "mine: true\n").unwrap();
    assert_eq!(copy.run(&update).cases[0].verdict, Verdict::Passed);
    assert!(old.exists());
}

#[test]
fn an_outcome_that_does_not_hold_fails_and_survives_an_update() {
    let copy = Copy::of("drift/stray-insert");
    copy.change(
        "outcomes.yaml",
        "ro SELECT app.public.*",
        "ro DELETE app.public.orders",
    );
    let update = Options {
        update: true,
        ..Options::default()
    };
    let report = copy.run(&update);
    insta::assert_snapshot!(text_of(&report), @r#"
    FAILED  topic/case
        can: ro DELETE app.public.orders: not so: DELETE on app.public.orders: no DELETE on it, neither by an entry of its own nor through a role or PUBLIC
    0 passed, 1 failed
    "#);
    assert!(read(copy.file("outcomes.yaml")).contains("ro DELETE app.public.orders"));
}

#[test]
fn files_at_fault_are_failures_that_name_the_file() {
    let failure = |name: &str, content: Option<&[u8]>| {
        let copy = Copy::of("drift/stray-insert");
        match content {
            Some(content) => fs::write(copy.file(name), content).unwrap(),
            None => fs::remove_file(copy.file(name)).unwrap(),
        }
        match copy.run(&Options::default()).cases.remove(0).verdict {
            Verdict::Failed(mut failures) => match failures.remove(0) {
                Failure::File(text) => text,
                other => panic!("{name}: {other:?}"),
            },
            other => panic!("{name}: {other:?}"),
        }
    };
    let mut all = String::new();
    for (name, content) in [
        ("expected.txt", None),
        (
            "expected.txt",
            Some(&b"format: rolewright/expected/9\n"[..]),
        ),
        (
            "session.yaml",
            Some(b"# format: rolewright/case-session/9\n"),
        ),
        ("catalog.json", None),
        (
            "catalog.json",
            Some(b"{\n  \"format\": \"rolewright/catalog/1\",\n"),
        ),
        ("catalog.json", Some(b"\xff\xfe")),
        ("catalog.other.json", Some(b"{}")),
        ("outcomes.yaml", Some(b"can: [ro SELECT app.public.*]\n")),
        (
            "outcomes.yaml",
            Some(b"format: rolewright/outcomes/1\ncannot: [\"ro \\e[31m app\"]\n"),
        ),
    ] {
        all.push_str(&format!("{}\n", failure(name, content)));
    }
    insta::assert_snapshot!(all, @r#"
    expected.txt is missing; run with --update to write it, then read what it says
    expected.txt says format `rolewright/expected/9`, this program reads `rolewright/expected/2`; run with --update to write it again
    session.yaml says format `rolewright/case-session/9`, this program reads `rolewright/case-session/1`; run with --update to write it again
    plan.yaml names resource `app`, and there is neither catalog.json nor catalog.app.json; take one with `rolewright snapshot app -o catalog.json`
    catalog.json: the catalog snapshot cannot be read: EOF while parsing a value at line 3 column 0
    catalog.json: it is not UTF-8 (line 1); save it as UTF-8
    catalog.other.json is for no resource that plan.yaml names; rename or remove it
    outcomes.yaml: missing field `format`
    outcomes.yaml: cannot: `ro \u{1b}[31m app`: unknown privilege `\u{1b}[31m`; known: CONNECT, CREATE, DELETE, EXECUTE, INSERT, MAINTAIN, REFERENCES, SELECT, TEMPORARY, TRIGGER, TRUNCATE, UPDATE, USAGE
    "#);
}

#[test]
fn nothing_to_run_is_an_error() {
    let empty = tempfile::tempdir().unwrap();
    let message = run(empty.path(), &Options::default())
        .unwrap_err()
        .to_string();
    assert!(message.contains("no case in it"), "{message}");
    let message = run(&empty.path().join("nosuch"), &Options::default()).unwrap_err();
    assert!(
        message.to_string().contains("cannot be listed"),
        "{message}"
    );
    let filter = Options {
        filter: Some("nosuch".to_owned()),
        ..Options::default()
    };
    let message = run(&tests_dir().join("cases"), &filter)
        .unwrap_err()
        .to_string();
    assert!(message.contains("has `nosuch` in its name"), "{message}");
}

#[test]
fn the_junit_report_has_a_suite_a_topic() {
    let copy = Copy::of("drift/stray-insert");
    copy.change(
        "expected.txt",
        "REVOKE INSERT ON TABLE",
        "REVOKE DELETE ON TABLE",
    );
    let path = copy.dir.path().join("junit.xml");
    let options = Options {
        junit: Some(path.clone()),
        filter: Some("topic/".to_owned()),
        ..Options::default()
    };
    copy.run(&options);
    let xml = read(&path);
    for part in [
        r#"<testsuites name="rolewright test" tests="1" skipped="0" failures="1" errors="0">"#,
        r#"<testsuite name="topic" tests="1""#,
        r#"<testcase name="case" classname="topic""#,
        r#"<failure message="the plan is not as expected">"#,
        "-REVOKE DELETE ON TABLE",
    ] {
        assert!(xml.contains(part), "{part} is not in\n{xml}");
    }
}
