//! A command line that makes no sense: 64, and what to write instead.

use crate::desk::Desk;

#[test]
fn usage_errors_are_64_and_touch_nothing() {
    let desk = Desk::new();
    let cases: &[(&[&str], &str)] = &[
        (&["frobnicate"], "unrecognized subcommand"),
        (&["plan", "--frobnicate"], "unexpected argument"),
        (&["plan"], "name a resource"),
        (&["plan", "analytics"], "--role is missing"),
        (&["plan", "analytics", "--role", "ro"], "--scopes"),
        (
            &["plan", "analytics", "--role", "ro", "--scopes", "app"],
            "--privileges",
        ),
        (
            &[
                "plan",
                "analytics",
                "--role",
                "ro",
                "--scopes",
                "a,,b",
                "--privileges",
                "SELECT",
            ],
            "is empty",
        ),
        (
            &[
                "plan",
                "analytics",
                "--role",
                "ro",
                "--scopes",
                "a.b.c",
                "--privileges",
                "SELECT",
            ],
            "three parts",
        ),
        (
            &[
                "plan",
                "analytics",
                "--role",
                "ro",
                "--scopes",
                "a",
                "--privileges",
                "FLY",
            ],
            "unknown privilege",
        ),
        (
            &[
                "plan",
                "analytics",
                "--role",
                "ro",
                "--scopes",
                "a",
                "--privileges",
                "",
            ],
            "is empty",
        ),
        (
            &["plan", "analytics", "--role", "ro", "--type", "external"],
            "--source-role",
        ),
        (
            &[
                "plan",
                "analytics",
                "--role",
                "!",
                "--scopes",
                "a",
                "--privileges",
                "ALL",
            ],
            "--role",
        ),
        (
            &["plan", "-f", "plan.yaml", "--role", "ro"],
            "cannot be used with",
        ),
        (&["plan", "analytics", "status", "986e35ce"], "nothing else"),
        (&["apply"], "--sid SID, or -f"),
        (
            &["apply", "--sid", "986e35ce", "-f", "x"],
            "cannot be used with",
        ),
        (&["apply", "-f", "x", "--confirm"], "needs a terminal"),
        (&["sessions", "list", "--kind", "other"], "invalid value"),
        (&["--lock-timeout", "10", "resources", "list"], "10s"),
        (&["--role-prefix", "PG", "resources", "list"], "role prefix"),
        (
            &["--connections", "0", "resources", "list"],
            "invalid value",
        ),
    ];
    for (args, expected) in cases {
        let output = desk.run(args).expect(64).says(expected);
        assert_eq!(output.stdout, "", "{args:?}");
    }
    assert!(!desk.home().exists());
}

#[test]
fn with_json_errors_are_json_on_stdout() {
    let desk = Desk::new();
    for args in [
        &["--json", "plan", "--frobnicate"][..],
        &["plan", "--json"],
        &["--json"],
    ] {
        let output = desk.run(args).expect(64);
        assert_eq!(output.stderr, "");
        let error = output.json("error/1");
        assert_eq!(
            (&error["kind"], &error["exit_code"]),
            (&"usage".into(), &64.into())
        );
        assert!(error["hints"][0].is_string(), "{error}");
    }
    let error = desk
        .run(&["--json", "health", "nowhere"])
        .expect(1)
        .json("error/1");
    assert_eq!(error["kind"], "error");
    assert!(
        error["message"]
            .as_str()
            .unwrap()
            .contains("no resource \"nowhere\"")
    );
}

#[test]
fn the_environment_gives_options_and_the_command_line_wins() {
    let desk = Desk::new();
    let args = ["resources", "list"];
    let json = desk
        .command(&args)
        .env("ROLEWRIGHT_JSON", "1")
        .output()
        .unwrap();
    assert!(
        String::from_utf8(json.stdout)
            .unwrap()
            .contains("rolewright/resources/1")
    );
    let off = desk
        .command(&args)
        .env("ROLEWRIGHT_JSON", "0")
        .output()
        .unwrap();
    assert!(off.stdout.is_empty());
    let refused = |name: &str, value: &str| {
        let status = desk
            .command(&args)
            .env(name, value)
            .output()
            .unwrap()
            .status;
        assert_eq!(status.code(), Some(64), "{name}={value}");
    };
    refused("ROLEWRIGHT_PLAN_TTL", "soon");
    refused("ROLEWRIGHT_LOG", "=x[");
    let other = desk.path("other");
    desk.run(&["--home", other.to_str().unwrap(), "resources", "list"])
        .expect(0);
    assert!(other.join("rolewright.db").exists());
}
