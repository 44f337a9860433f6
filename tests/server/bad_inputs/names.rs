//! Names, sids, passwords and outputs on the command line; settings in the environment.

use super::case::{Case, SECRET};
use super::flags::usage;
use super::world::World;

pub fn cases(world: &World) -> Vec<Case> {
    [sids(world), names(), passwords(), outputs(), environment()]
        .into_iter()
        .flatten()
        .collect()
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
        .exits(4)
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
            .env("ROLEWRIGHT_LOG", "cluster=loud")
            .place(&["ROLEWRIGHT_LOG"])
            .remedy(&["such as `debug`"]),
        usage("a bad duration in the environment", "resources list")
            .env("ROLEWRIGHT_PLAN_TTL", "soon")
            .place(&["--plan-ttl", "'soon'"])
            .remedy(&["24h"]),
    ]
}
