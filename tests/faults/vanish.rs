//! Packets that vanish: nothing is refused, nothing is closed, and no answer comes any more. The tool
//! runs in a network namespace whose only way out is taken away at a chosen message.
//!
//! Needs root and `ip` (iproute2): as anybody else it says so and proves nothing. Where namespaces are
//! not to be had, `Damage::Stalled` is what comes nearest.

use std::sync::Arc;
use std::time::Instant;

use throwaway::Cluster;

use crate::desk::{Desk, Output, run};
use crate::space::{MOST, NOTICED, Space, Way};
use crate::start::start;
use crate::world::{Ended, Victim, run_until};

/// Of each task every so-many-th message is struck, and each begins elsewhere.
const STEP: usize = 14;

const PLAN: [&str; 10] = [
    "plan",
    "far",
    "--role",
    "ro",
    "--scopes",
    "v1,v2",
    "--privileges",
    "SELECT",
    "-o",
    "result.yaml",
];
const APPLY: [&str; 3] = ["apply", "-f", "result.yaml"];

/// What there is to apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Task {
    NewRole,
    /// Of a role that is there.
    Drift,
    Rotation,
}

struct Far {
    space: Arc<Space>,
    way: Way,
    cluster: Cluster,
    role: String,
}

fn done(output: Output, what: &str) -> String {
    let all = format!("{}{}", output.stdout, output.stderr);
    assert_eq!(output.code, 0, "{what}: {all}");
    all
}

impl Far {
    /// `None` where there are no namespaces to be had.
    fn begin() -> Option<Self> {
        let space = Arc::new(Space::new()?);
        let cluster = start(&[("max_connections", "50"), ("synchronous_commit", "on")]).unwrap();
        for database in ["v1", "v2"] {
            let create = format!("CREATE DATABASE {database}");
            cluster.sql("postgres", &create).unwrap();
            cluster.sql(database, "CREATE TABLE t (i int)").unwrap();
        }
        let role = planner::desired::role_name(&Default::default(), &"far".into(), "ro").unwrap();
        Some(Self {
            way: Way::open(&space, &cluster),
            space,
            cluster,
            role: role.as_str().to_owned(),
        })
    }

    fn run(&self, desk: &Desk, args: &[&str]) -> Output {
        self.space.run(desk, args)
    }

    fn sql(&self, database: &str, sql: &str) {
        self.cluster.sql(database, sql).unwrap();
    }

    /// A desk with a plan that is to be applied.
    fn ready(&self, task: Task) -> Desk {
        let desk = Desk::new();
        desk.place("far", &self.space.address, self.way.port);
        let set = ["credentials", "set", "far", "--user", "postgres"];
        let set = [&set[..], &["--password-stdin"]].concat();
        let set = run(self.space.command(&desk, &set), &self.cluster.password);
        done(set, "set");
        done(self.run(&desk, &PLAN), "plan");
        if task == Task::NewRole {
            return desk;
        }
        done(self.run(&desk, &APPLY), "apply");
        let mut plan = PLAN.to_vec();
        if task == Task::Rotation {
            plan.push("--rotate-password");
        } else {
            let role = &self.role;
            self.sql("postgres", &format!("ALTER ROLE {role} BYPASSRLS"));
            self.sql("v1", &format!("GRANT INSERT ON t TO {role}"));
            self.sql("v2", &format!("REVOKE SELECT ON t FROM {role}"));
        }
        done(self.run(&desk, &plan), "plan");
        desk
    }

    fn apply(&self, desk: &Desk) -> Ended {
        run_until(self.space.command(desk, &APPLY), MOST, &Victim::default())
    }

    /// After the way is there again: the record verifies, nothing is left running, the plan is finished
    /// or made again, and the password that is shown logs in.
    fn judge(&self, desk: &Desk, ended: &Ended, case: &str) {
        assert!(!ended.hung, "{case}: {}", ended.said);
        let in_sync = || self.run(desk, &PLAN).stdout.contains("in-sync");
        if ended.code == Some(0) {
            assert!(in_sync(), "{case} says that it is done: {}", ended.said);
        }
        self.resume(desk, case);
        // What ended in good order is looked at no more, but a transaction of it may keep a table for as
        // long as the server believes in its client.
        let begun = Instant::now();
        while begun.elapsed() < NOTICED + NOTICED / 2 {
            done(self.run(desk, &PLAN), &format!("{case}: plan"));
            let applied = self.run(desk, &APPLY);
            let last = applied.stdout.lines().last().unwrap_or_default();
            println!("  then {}: {last}", applied.code);
            if in_sync() {
                break;
            }
        }
        assert!(in_sync(), "{case}: {}", ended.said);
        done(
            self.run(desk, &["sessions", "verify"]),
            &format!("{case}: verify"),
        );
        let sessions = self.run(desk, &["sessions", "list", "--json"]).stdout;
        assert!(!sessions.contains("\"running\""), "{case}: {sessions}");
        let shown = self.run(desk, &["credentials", "show", &self.role, "--quiet"]);
        assert_eq!(shown.code, 0, "{case}: {}", shown.stderr);
        assert!(
            self.logs_in(shown.stdout.trim_end()),
            "{case}: the password that is shown does not log in"
        );
    }

    /// The server goes on believing in the sessions of an apply that is over, and in its lock of the
    /// role: whoever comes next ends them, and finds out at once.
    fn resume(&self, desk: &Desk, case: &str) {
        let (sid, status) = self.last_apply(desk);
        if status != "running" {
            return;
        }
        // What is left may need a plan of its own, which is no failure.
        let resumed = self.run(desk, &["resources", "resume", "--sid", &sid]);
        let said = format!("{}{}", resumed.stdout, resumed.stderr);
        println!("  resume: {}", said.trim_end());
        let export = ["sessions", "export", "--kind", "apply"];
        let applies = self.run(desk, &export).stdout;
        let mut applies = applies.lines().map(read);
        let struck = applies.find(|(of, _)| *of == sid).unwrap();
        assert_ne!(struck.1, "running", "{case}: resume: {said}");
    }

    /// Its sid and status.
    fn last_apply(&self, desk: &Desk) -> (String, String) {
        let applies = self.run(desk, &["sessions", "export", "--kind", "apply"]);
        read(applies.stdout.lines().last().unwrap())
    }

    fn logs_in(&self, password: &str) -> bool {
        let mut config = self.cluster.config("v1");
        config.user(&self.role).password(password);
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let login = runtime.block_on(config.connect(tokio_postgres::NoTls));
        login.is_ok()
    }

    /// The next case begins without the role.
    fn forget(&self) {
        let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'postgres' AND pid <> pg_backend_pid()";
        let _ = self.cluster.sql("postgres", end);
        let drop = format!("DROP OWNED BY {}", self.role);
        for database in ["v1", "v2", "postgres"] {
            self.sql(database, &drop);
        }
        self.sql("postgres", &format!("DROP ROLE {}", self.role));
    }
}

/// Sid and status of an exported session.
fn read(line: &str) -> (String, String) {
    let session: serde_json::Value = serde_json::from_str(line).unwrap();
    let of = |key: &str| session[key].as_str().unwrap().to_owned();
    (of("sid"), of("status"))
}

#[test]
#[ignore = "make test-faults"]
fn whole_with_vanishing_packets() {
    let Some(far) = Far::begin() else {
        println!("packets that vanish: needs root, for a network namespace; nothing was proved");
        return;
    };
    let mut cases = 0;
    for (offset, task) in [Task::NewRole, Task::Drift, Task::Rotation]
        .into_iter()
        .enumerate()
    {
        // One without a fault, to know how many messages there are.
        let first = far.ready(task);
        far.way.leave();
        let whole = far.apply(&first);
        let messages = far.way.sent();
        far.judge(&first, &whole, &format!("{task:?}, no fault"));
        far.forget();
        for at in (2 + 5 * offset..messages).step_by(STEP) {
            for delivered in [false, true] {
                let case = format!("{task:?}, message {at} of {messages}, delivered: {delivered}");
                let desk = far.ready(task);
                far.way.cut_at(at, delivered);
                let ended = far.apply(&desk);
                far.way.leave();
                far.space.mend();
                let took = ended.took.as_secs_f64();
                println!("{case}: {:?} after {took:.1} s", ended.code);
                far.judge(&desk, &ended, &case);
                far.forget();
                cases += 1;
            }
        }
    }
    println!("packets that vanish: {cases} cases, none hung, lost or untrue");
}
