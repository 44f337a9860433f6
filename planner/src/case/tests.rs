//! Cases as texts.

use super::*;

const PLAN: &str = "items:\n- {resource_name: a, role: ro, scopes: [app], privileges: [SELECT]}\n";
const CATALOG: &str = r#"{
  "format": "rolewright/catalog/2",
  "server": {"version_num": 150018, "system_identifier": "1"},
  "taken_by": "postgres", "bootstrap": "postgres",
  "roles": {"postgres": {"superuser": true, "inherit": true}},
  "databases": {"app": {"owner": "postgres", "contents": {"schemas": {"public": {
    "owner": "postgres", "relations": [{"kind": "table", "owner": "postgres", "names": ["t"]}]}}}}}
}"#;

fn files<'a>(plan: &'a str, outcomes: Option<&'a str>) -> Files<'a> {
    Files {
        plan,
        catalog: Some(CATALOG),
        outcomes,
        ..Files::default()
    }
}

fn run_here(files: &Files<'_>) -> Result<CaseResult, CaseError> {
    run(files, &Prefix::default())
}

#[test]
fn a_result_is_written_to_be_read_and_whole() {
    let result = run_here(&files(PLAN, None)).unwrap();
    assert_eq!(result.problems, [""; 0]);
    let text = readable(&result.planned);
    assert!(
        text.starts_with("format: rolewright/expected/2\n\n# a/ro\n"),
        "{text}"
    );
    for part in [
        "app.public: out-of-sync/unprovisioned, 1 table\n",
        "\n## SQL\n-- ====",
        "\nGRANT SELECT ON ALL TABLES",
        "\n- CREATE (credentials): The role does not exist yet",
        "\n- GRANT: The role holds no CONNECT of its own on database app",
        "\n## Undo\n",
    ] {
        assert!(text.contains(part), "{part:?} is not in\n{text}");
    }
    let untidy = |line: &str| line.ends_with(' ');
    assert!(!text.ends_with("\n\n") && !text.lines().any(untidy));
    let whole = session_yaml(&result.planned).unwrap();
    let head = "# format: rolewright/case-session/1\n---\n# a/ro\n";
    let document = whole.strip_prefix(head).unwrap();
    let read = crate::session::SessionDocument::from_yaml(document).unwrap();
    assert_eq!(Ok(&read), result.planned.unwrap()[0].session.as_ref());
}

#[test]
fn outcomes_are_decided_after_the_plan() {
    let stated = "format: rolewright/outcomes/1\ncan: [ro SELECT app.public.*, a/ro CONNECT app]\ncannot: [ro INSERT app.public.t]\n";
    let result = run_here(&files(PLAN, Some(stated))).unwrap();
    assert_eq!((result.problems.len(), result.outcomes), (0, 3));
    let wrong = "format: rolewright/outcomes/1\ncan: [ro INSERT app.public.*]\ncannot: [postgres SELECT app.public.t, x SELECT app.public.t]\n";
    let problems = run_here(&files(PLAN, Some(wrong))).unwrap().problems;
    assert_eq!(
        problems,
        [
            "can: ro INSERT app.public.*: not so: INSERT on app.public.t: no INSERT on it, neither by an entry of its own nor through a role or PUBLIC",
            "cannot: postgres SELECT app.public.t: not so: SELECT on app.public.t: it has it as a superuser",
            "cannot: x SELECT app.public.t: `x` is neither a label in plan.yaml nor a role in the catalog after the plan",
        ]
    );
}

#[test]
fn files_at_fault_are_errors_that_name_the_file() {
    let bad_catalog = Files {
        catalog: Some("{"),
        ..files(PLAN, None)
    };
    let stray = Files {
        catalogs: BTreeMap::from([("b".to_owned(), CATALOG)]),
        ..files(PLAN, None)
    };
    let none = Files {
        catalog: None,
        ..files(PLAN, None)
    };
    for (files, expected) in [
        (
            bad_catalog,
            "catalog.json: the catalog snapshot cannot be read: EOF",
        ),
        (stray, "catalog.b.json is for no resource"),
        (none, "neither catalog.json nor catalog.a.json"),
        (
            files(PLAN, Some("can: []")),
            "outcomes.yaml: missing field `format`",
        ),
        (files(PLAN, Some("format: x")), "it says format `x`"),
        (
            files(PLAN, Some("format: rolewright/outcomes/1")),
            "it states nothing",
        ),
        (
            files(PLAN, Some("format: rolewright/outcomes/1\ncan: [ro]")),
            "can: `ro`: write `ROLE",
        ),
    ] {
        let message = run_here(&files).unwrap_err().to_string();
        assert!(message.contains(expected), "{message}");
    }
}

#[test]
fn a_refused_plan_file_is_a_result() {
    let result = run_here(&files("items: []", None)).unwrap();
    let text = readable(&result.planned);
    assert!(
        text.starts_with("format: rolewright/expected/2\n\nplan.yaml is refused: "),
        "{text}"
    );
    assert!(result.planned.unwrap_err().contains("no items"));
}
