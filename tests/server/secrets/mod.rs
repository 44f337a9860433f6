//! Passwords and their verifiers are searched for, and not found: in plans, results, sessions, the
//! store's files, our output and logs at their loudest, the process list; and in the server's log,
//! with every statement in it, there is the verifier but no password.

mod commands;
mod loud;
mod memory;
mod needles;
mod processes;

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;

use crate::desk::Desk;
use crate::postgres::Cluster;
use crate::reference::{EXTERNAL, RO, RW, create_reference_databases, reference};
use loud::{Loud, collect_pending};
use needles::Haystack;
use processes::Processes;

const LOUD: [(&str, &str); 4] = [
    ("log_statement", "all"),
    ("log_min_duration_statement", "0"),
    ("log_min_messages", "debug1"),
    ("log_error_verbosity", "verbose"),
];
const WRONG: &str = "hunter2-is-not-the-password";

/// Refuses every GRANT, after the role was made.
const NO_GRANT: &str = "
    CREATE FUNCTION public.no_grant() RETURNS event_trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'no grants here'; END $$;
    CREATE EVENT TRIGGER no_grant ON ddl_command_start WHEN TAG IN ('GRANT')
        EXECUTE FUNCTION public.no_grant();";

/// Every verifier in the server's log.
fn verifiers(log: &str) -> BTreeSet<&str> {
    let starts = log.match_indices("SCRAM-SHA-256$").map(|(at, _)| at);
    starts
        .map(|at| log[at..].split('\'').next().unwrap())
        .collect()
}

#[test]
fn no_password_and_no_verifier_is_found_anywhere() {
    let cluster = Cluster::start_private(&LOUD);
    create_reference_databases(&cluster);
    let desk = Desk::new();
    let processes = Processes::watch(env!("CARGO_BIN_EXE_rolewright"));
    let mut loud = Loud {
        desk: &desk,
        said: Haystack::default(),
    };
    let (host, port) = (&cluster.host, cluster.port);
    desk.write("inventory.csv", format!(
        "name,type,host,port\nanalytics,PostgreSQL,{host},{port}\nmarketplace,PostgreSQL,{host},{port}\n"
    ));
    loud.run(&["resources", "import", "-f", "inventory.csv"], "")
        .expect(0);
    let (stop, pending) = collect_pending(&desk);
    let set = [
        "credentials",
        "set",
        "analytics",
        "--user",
        "postgres",
        "--password-stdin",
    ];
    loud.run(&set, WRONG).expect(1);
    loud.run(&set, &cluster.password).expect(0);
    let csv = format!(
        "name,admin_user,password\nmarketplace,postgres,{}\n",
        cluster.password
    );
    loud.run(&["credentials", "import", "-f", "-"], &csv)
        .expect(0);

    // PostgreSQL 13 has no pg_read_all_data.
    let plan = reference("plan.yaml");
    desk.write("plan.yaml", plan.replace("pg_read_all_data", "pg_monitor"));
    loud.run(
        &["plan", "-f", "plan.yaml", "-o", "result.yaml", "--json"],
        "",
    )
    .expect(0);
    loud.run(&["apply", "-f", "result.yaml", "--json"], "")
        .expect(0);
    let mut passwords: BTreeSet<_> = [RO, RW, EXTERNAL].map(|role| loud.password(role)).into();
    let ro = [
        "plan",
        "analytics",
        "--role",
        "ro",
        "--scopes",
        "app,legacy,analytics.public",
        "--privileges",
        "SELECT",
    ];
    loud.run(
        &[&ro[..], &["--rotate-password", "-o", "rotate.yaml"]].concat(),
        "",
    )
    .expect(0);
    loud.run(&["apply", "-f", "rotate.yaml"], "")
        .expect(0)
        .says("new password");
    passwords.insert(loud.password(RO));
    assert_eq!(passwords.len(), 4, "rotated");

    half_way(&cluster, &mut loud);
    loud.run(&["snapshot", "analytics", "-o", "catalog.json"], "")
        .expect(0);
    loud.run(&["health", "analytics", "--json"], "").expect(0);
    loud.run(&["sessions", "export", "-o", "sessions.jsonl"], "")
        .expect(0);
    loud.run(&["sessions", "export", "--format", "yaml"], "")
        .expect(0);
    loud.run(&["sessions", "list", "--json"], "").expect(0);

    let Loud {
        said: mut haystack, ..
    } = loud;
    haystack.add_folder(&desk.path(""));
    let seen = processes.seen();
    assert!(
        seen.command_lines.len() > 10,
        "commands were seen while they ran"
    );
    assert!(
        !seen.environments.is_empty(),
        "environments were seen while they were used"
    );
    for line in seen.command_lines {
        haystack.add("a command line", &line);
    }
    for environment in seen.environments {
        haystack.add("an environment", &environment);
    }
    assert_eq!(haystack.find("--password-stdin"), ["a command line"]);
    stop.store(true, Ordering::Relaxed);
    let taken_away = pending.join().unwrap();
    assert!(
        taken_away.difference(&passwords).count() >= 2,
        "those of the applies that failed"
    );
    passwords.extend(taken_away);
    passwords.extend([cluster.password.clone(), WRONG.to_owned()]);
    search(&cluster, haystack, &passwords);
}

/// Applies that fail after the verifier was sent: one at a GRANT, one at CREATE ROLE itself.
fn half_way(cluster: &Cluster, loud: &mut Loud<'_>) {
    let plan = |label| {
        [
            "plan",
            "analytics",
            "--role",
            label,
            "--scopes",
            "app,legacy",
            "--privileges",
            "SELECT",
            "-o",
            "half.yaml",
        ]
    };
    cluster.sql("legacy", NO_GRANT);
    loud.run(&plan("audit"), "").expect(0);
    loud.run(&["apply", "-f", "half.yaml"], "")
        .expect(1)
        .says("no grants here");
    cluster.sql("legacy", "DROP EVENT TRIGGER no_grant");

    loud.run(&plan("locked"), "").expect(0);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let holder = runtime.block_on(cluster.connect("postgres"));
    runtime
        .block_on(holder.batch_execute("BEGIN; LOCK TABLE pg_authid IN SHARE MODE"))
        .unwrap();
    loud.run(&["apply", "-f", "half.yaml", "--lock-timeout", "300ms"], "")
        .expect(1)
        .says("lock timeout");
}

fn search(cluster: &Cluster, mut haystack: Haystack, passwords: &BTreeSet<String>) {
    let log = cluster.server_log();
    let verifiers = verifiers(&log);
    let stored = cluster.sql(
        "postgres",
        "SELECT rolpassword FROM pg_authid WHERE rolname LIKE 'hoopdev%'",
    );
    assert_eq!(stored.len(), 3);
    for verifier in stored.iter().map(|row| row[0].as_deref().unwrap()) {
        assert!(
            verifiers.contains(verifier),
            "the log has the statements: {verifier}"
        );
    }
    assert!(
        verifiers.len() >= 6,
        "three roles, one rotation, two that failed: {verifiers:?}"
    );
    let places: Vec<_> = haystack.places().map(str::to_owned).collect();
    for file in [
        "rolewright.db",
        "rolewright.db-wal",
        "result.yaml",
        "sessions.jsonl",
        "output of apply",
    ] {
        assert!(
            places.iter().any(|place| place.contains(file)),
            "{file} is searched: {places:?}"
        );
    }
    for verifier in verifiers {
        assert_eq!(haystack.find(verifier), [""; 0], "a verifier");
        // Its parts: the salt, and the keys after it.
        for part in verifier.split(['$', ':']).filter(|part| part.len() > 20) {
            assert_eq!(haystack.find(part), [""; 0], "a part of a verifier");
        }
    }
    assert_eq!(haystack.find("SCRAM-SHA-256$"), [""; 0]);
    assert_eq!(haystack.find("Secret(\""), [""; 0]);
    haystack.add("the server's log", log.as_bytes());
    for password in passwords {
        assert_eq!(haystack.find(password), [""; 0], "a password");
    }
    // The search can fail, and the logs it went through were on.
    assert!(!haystack.find("opened the store").is_empty(), "our own log");
    assert_eq!(
        haystack.find("CREATE ROLE \"hoopdev_analytics_ro_6075a443\" WITH PASSWORD 'SCRAM"),
        ["the server's log"]
    );
    let planted = passwords.first().unwrap();
    haystack.add("planted", format!("x{planted}y").as_bytes());
    assert_eq!(haystack.find(planted), ["planted"]);
}
