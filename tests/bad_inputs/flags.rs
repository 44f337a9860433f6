//! The command line: options, names, sids; and the environment.

use crate::case::{Case, SECRET};
use crate::world::World;

pub fn cases(world: &World) -> Vec<Case> {
    [
        plan(),
        lists(),
        globals(),
        sids(world),
        names(),
        passwords(),
        outputs(),
        environment(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A command line that makes no sense.
fn usage(name: &'static str, command: &str) -> Case {
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
            .remedy(&["use SELECT, INSERT"]),
        plan("NONE among privileges", "app", "SELECT,NONE")
            .place(&["--privileges", "`NONE`"])
            .remedy(&["use SELECT"]),
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

fn sids(world: &World) -> Vec<Case> {
    let sid = &world.sid;
    vec![
        usage("an apply of nothing", "apply")
            .place(&["say what to apply"])
            .remedy(&["--sid SID, or -f result.yaml"]),
        usage("a sid and a file", "apply --sid 123456 -f result.yaml")
            .place(&["--sid", "--file"])
            .remedy(&["cannot be used with"]),
        usage(
            "a confirmation without a terminal",
            "apply --sid 123456 --confirm",
        )
        .place(&["--confirm"])
        .remedy(&["needs a terminal"]),
        Case::new(
            "an unknown sid",
            "apply --sid 00000000-0000-4000-8000-000000000000",
        )
        .place(&["00000000-0000-4000-8000-000000000000"])
        .remedy(&["rolewright sessions list"]),
        Case::new("a sid that is too short", "apply --sid abc")
            .place(&["\"abc\""])
            .remedy(&["at least 6 characters"]),
        Case::new("a sid that is none", "sessions show %%%%%%")
            .place(&["%%%%%%"])
            .remedy(&["rolewright sessions list"]),
        Case::new("a plan status of an unknown sid", "plan status zzzzzz")
            .place(&["zzzzzz"])
            .remedy(&["rolewright sessions list"]),
        Case::new(
            "a sid of another resource",
            &format!("apply bare --sid {sid}"),
        )
        .exits(3)
        .rows()
        .recorded()
        .place(&["`analytics`", "`bare`"])
        .remedy(&["apply it there"]),
    ]
}

fn names() -> Vec<Case> {
    vec![
        Case::new("the health of an unknown resource", "health nosuch")
            .place(&["\"nosuch\""])
            .remedy(&["rolewright resources list"]),
        Case::new("a snapshot of an unknown resource", "snapshot nosuch")
            .place(&["\"nosuch\""])
            .remedy(&["rolewright resources list"]),
        Case::new(
            "the removal of an unknown resource",
            "resources remove nosuch",
        )
        .place(&["\"nosuch\""])
        .remedy(&["rolewright resources list"]),
        Case::new(
            "a plan of an unknown resource",
            "plan nosuch --role ro --scopes app --privileges SELECT",
        )
        .recorded()
        .place(&["\"nosuch\""])
        .remedy(&["rolewright resources import"]),
        Case::new(
            "a plan of a resource without an account",
            "plan bare --role ro --scopes app --privileges SELECT",
        )
        .recorded()
        .place(&["`bare`"])
        .remedy(&["rolewright credentials set bare --user"]),
        Case::new("the password of an unknown role", "credentials show nosuch")
            .place(&["\"nosuch\""])
            .remedy(&["an apply that creates the role"]),
        Case::new("cases in no directory", "test nowhere")
            .place(&["nowhere"])
            .remedy(&["directory"]),
    ]
}

fn passwords() -> Vec<Case> {
    const SET: &str = "credentials set analytics --user postgres";
    vec![
        usage("an account without a user", "credentials set analytics")
            .place(&["--user"])
            .remedy(&["required"]),
        usage("a password without a terminal", SET)
            .place(&["no terminal"])
            .remedy(&["--password-stdin"]),
        Case::new("an empty password", &format!("{SET} --password-stdin"))
            .place(&["password is empty"])
            .remedy(&["standard input"]),
        Case::new(
            "a password of an empty line",
            &format!("{SET} --password-stdin"),
        )
        .stdin("\r\nsecond line\n")
        .place(&["password is empty"])
        .remedy(&["first line"]),
        Case::new(
            "an account of an unknown resource",
            "credentials set nosuch --user postgres --password-stdin",
        )
        .stdin(SECRET)
        .place(&["\"nosuch\""])
        .remedy(&["rolewright resources list"]),
        usage(
            "a password on the command line",
            &format!("{SET} --password {SECRET}"),
        )
        .place(&["--password"])
        .remedy(&["--password-stdin"]),
    ]
}

fn outputs() -> Vec<Case> {
    const PLAN: &str = "plan analytics --role ro --scopes app --privileges SELECT -o";
    vec![
        Case::new(
            "an output in no directory",
            &format!("{PLAN} no/result.yaml"),
        )
        .place(&["no/result.yaml"])
        .remedy(&["there is no directory no"]),
        Case::new("a directory for an output", &format!("{PLAN} ."))
            .place(&[". is a directory"])
            .remedy(&["name a file in it"]),
    ]
}

fn environment() -> Vec<Case> {
    let health = |name, variable, value: &str| {
        Case::new(name, "health analytics")
            .env(variable, value)
            .place(&[variable, value])
    };
    vec![
        health("an unknown sslmode", "PGSSLMODE", "sometimes").remedy(&["verify-full"]),
        health("a service that is nowhere", "PGSERVICE", "nosuch")
            .remedy(&["add it there or unset PGSERVICE"]),
        health("a timeout in words", "PGCONNECT_TIMEOUT", "soon").remedy(&["a whole number"]),
        Case::new("a root certificate that is not there", "health analytics")
            .env("PGSSLMODE", "verify-full")
            .env("PGSSLROOTCERT", "/nowhere/root.crt")
            .place(&["/nowhere/root.crt"])
            .remedy(&["correct the file"]),
        usage("a log filter that is none", "resources list")
            .env("ROLEWRIGHT_LOG", "executor=loud")
            .place(&["ROLEWRIGHT_LOG"])
            .remedy(&["such as `debug`"]),
        usage("a bad duration in the environment", "resources list")
            .env("ROLEWRIGHT_PLAN_TTL", "soon")
            .place(&["--plan-ttl", "'soon'"])
            .remedy(&["24h"]),
    ]
}
