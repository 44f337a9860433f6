//! The command line: options and their values.

use super::case::Case;

pub fn cases() -> Vec<Case> {
    [plan(), lists(), globals()].into_iter().flatten().collect()
}

/// A command line that makes no sense.
pub fn usage(name: &'static str, command: &str) -> Case {
    Case::new(name, command).exits(64)
}

fn plan() -> Vec<Case> {
    const RO: &str = "plan analytics --role ro";
    vec![
        usage("an unknown command", "aply")
            .place(&["'aply'"])
            .remedy(&["'apply'"]),
        usage("no command", "")
            .place(&["command"])
            .remedy(&["help"]),
        usage("an unknown option", "plan analytics --rol ro")
            .place(&["--rol"])
            .remedy(&["'--role'"]),
        usage("an option without its value", "plan analytics --role")
            .place(&["--role"])
            .remedy(&["a value is required"]),
        usage("a plan of nothing", "plan")
            .place(&["name a resource"])
            .remedy(&["-f"]),
        usage(
            "a plan without a label",
            "plan analytics --scopes app --privileges SELECT",
        )
        .place(&["--role is missing"])
        .remedy(&["such as ro"]),
        usage("an unknown type", &format!("{RO} --type manged"))
            .place(&["'manged'", "--type"])
            .remedy(&["managed, external"]),
        usage(
            "a plan without scopes",
            &format!("{RO} --privileges SELECT"),
        )
        .place(&["--scopes"])
        .remedy(&["at least one `database` or `database.schema`"]),
        usage("a plan without privileges", &format!("{RO} --scopes app"))
            .place(&["--privileges"])
            .remedy(&["such as SELECT"]),
        usage(
            "managed with --source-role",
            &format!("{RO} --scopes app --privileges SELECT --source-role x"),
        )
        .place(&["--source-role"])
        .remedy(&["remove it"]),
        usage(
            "external without --source-role",
            &format!("{RO} --type external"),
        )
        .place(&["--source-role"])
        .remedy(&["the existing role to inherit from"]),
        usage(
            "external with --scopes",
            &format!("{RO} --type external --source-role x --scopes app"),
        )
        .place(&["--scopes"])
        .remedy(&["remove it"]),
        usage("a name and a file", "plan analytics -f plan.yaml")
            .place(&["[NAME]", "--file"])
            .remedy(&["cannot be used with"]),
        usage("a label and a file", "plan --role ro -f plan.yaml")
            .place(&["--role", "--file"])
            .remedy(&["cannot be used with"]),
        usage(
            "a label without letters as an option",
            "plan analytics --role !!! --scopes app --privileges SELECT",
        )
        .place(&["--role", "`!!!`"])
        .remedy(&["use one such as `ro`"]),
        usage(
            "a connection limit in words",
            &format!("{RO} --connection-limit many"),
        )
        .place(&["--connection-limit", "'many'"])
        .remedy(&["invalid digit"]),
        usage(
            "a connection limit below none as an option",
            &format!("{RO} --scopes app --privileges SELECT --connection-limit -5"),
        )
        .place(&["--connection-limit"])
        .remedy(&["-1 for none"]),
        usage(
            "an expiry in words",
            &format!("{RO} --scopes app --privileges SELECT --valid-until soon"),
        )
        .place(&["--valid-until", "`soon`"])
        .remedy(&["2027-01-31T00:00:00Z"]),
        usage("plan status with more", &format!("{RO} status 123456"))
            .place(&["`plan status`"])
            .remedy(&["takes a sid and nothing else"]),
    ]
}

fn lists() -> Vec<Case> {
    let plan = |name, scopes: &str, privileges: &str| {
        usage(
            name,
            &format!("plan analytics --role ro --scopes {scopes} --privileges {privileges}"),
        )
    };
    vec![
        plan("an empty entry of a list", "app,,legacy", "SELECT")
            .place(&["--scopes", "`app,,legacy`"])
            .remedy(&["put one comma between entries"]),
        plan(
            "a scope of three parts as an option",
            "app.public.t",
            "SELECT",
        )
        .place(&["--scopes", "`app.public.t`"])
        .remedy(&["`database` or `database.schema`"]),
        plan("an unknown privilege as an option", "app", "SELECT,READ")
            .place(&["--privileges", "`READ`"])
            .remedy(&["use USAGE, SELECT, INSERT"]),
        plan("NONE among privileges", "app", "SELECT,NONE")
            .place(&["--privileges", "`NONE`"])
            .remedy(&["use USAGE, SELECT"]),
    ]
}

fn globals() -> Vec<Case> {
    vec![
        usage("a duration without a unit", "resources list --plan-ttl 10")
            .place(&["--plan-ttl", "'10'"])
            .remedy(&["500ms, 10s, 5m, 24h or 7d"]),
        usage(
            "a duration in words",
            "resources list --connect-timeout soon",
        )
        .place(&["--connect-timeout", "'soon'"])
        .remedy(&["500ms, 10s, 5m, 24h or 7d"]),
        usage("a duration of nothing", "resources list --lock-timeout 0s")
            .place(&["--lock-timeout", "'0s'"])
            .remedy(&["at least 1ms"]),
        usage("no connections", "resources list --connections 0")
            .place(&["--connections", "0"])
            .remedy(&["1..=1000"]),
        usage(
            "a prefix with capitals",
            "resources list --role-prefix Acme",
        )
        .place(&["--role-prefix", "`Acme`"])
        .remedy(&["a-z, 0-9 and _"]),
        usage(
            "a prefix of PostgreSQL's own",
            "resources list --role-prefix pg_x",
        )
        .place(&["--role-prefix", "`pg_x`"])
        .remedy(&["use another"]),
        usage("a color", "resources list --color blue")
            .place(&["--color", "'blue'"])
            .remedy(&["auto, always, never"]),
        usage("an unknown export format", "sessions export --format xml")
            .place(&["--format", "'xml'"])
            .remedy(&["jsonl, yaml"]),
        usage("an unknown shell", "completions klingon")
            .place(&["'klingon'"])
            .remedy(&["bash"]),
    ]
}
