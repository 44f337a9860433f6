//! What a person does and sees after a fault: the record, the password, the next command.

use serde_json::Value;

use crate::desk::{Desk, Output};
use crate::look::State;
use crate::record::Step;
use crate::scenario::{Prepared, desired, named};
use crate::world::{RESOURCE, World};

/// What is there at a moment.
pub struct Seen {
    pub state: State,
    /// The applies on record, oldest first.
    pub applies: Vec<Apply>,
    pub shown: Shown,
}

/// An apply on record.
#[derive(Clone, Debug)]
pub struct Apply {
    pub sid: String,
    pub status: String,
    /// Everything that the record says.
    pub text: String,
    pub message: String,
    pub steps: Vec<Step>,
}

/// What `credentials show` said.
#[derive(Clone, Debug)]
pub struct Shown {
    pub password: Option<String>,
    pub said: String,
    pub logs_in: bool,
}

impl Seen {
    pub fn now(world: &World, desk: &Desk, prepared: &Prepared) -> Self {
        Self {
            state: State::of(world, &prepared.role),
            applies: Apply::all(world, desk),
            shown: Shown::now(world, desk, &prepared.role),
        }
    }
}

impl Apply {
    pub fn all(world: &World, desk: &Desk) -> Vec<Self> {
        let exported = world.run(desk, &["sessions", "export", "--kind", "apply"]);
        exported.stdout.lines().map(Self::read).collect()
    }

    fn read(line: &str) -> Self {
        let json: Value = serde_json::from_str(line).unwrap();
        let of = |key: &str| json[key].as_str().unwrap_or_default().to_owned();
        Self {
            sid: of("sid"),
            status: of("status"),
            message: of("message"),
            text: line.to_owned(),
            steps: Step::all_of(&json["document"]),
        }
    }

    pub fn is_running(&self) -> bool {
        self.status == "running"
    }
}

impl Shown {
    fn now(world: &World, desk: &Desk, role: &str) -> Self {
        let show = ["credentials", "show", role, "--resource", RESOURCE];
        let Output { stdout, stderr, .. } = world.run(desk, &show);
        let mut lines = stdout.lines();
        let password = lines.find_map(|line| line.strip_prefix("password: "));
        let password = password.map(str::to_owned);
        Self {
            logs_in: password.as_ref().is_some_and(|p| logs_in(world, role, p)),
            password,
            said: stderr,
        }
    }
}

fn logs_in(world: &World, role: &str, password: &str) -> bool {
    let mut config = world.cluster.config("one");
    config.user(role).password(password);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async { config.connect(tokio_postgres::NoTls).await.is_ok() })
}

/// What came of going on.
pub struct After {
    /// Why it did not come to the desired state.
    pub failed: Option<String>,
    /// What the next command found out about the apply that was struck, and what was on the cluster
    /// then, where it did nothing but find out.
    pub settled: Option<(Apply, Option<State>)>,
    pub seen: Seen,
    /// The record does not check.
    pub unsound: Option<String>,
    /// Roles that can log in and are nobody's.
    pub strangers: Vec<String>,
}

impl After {
    /// Resumes the apply where that is asked for, or leaves it to the plan; then plans and applies
    /// what is left.
    pub fn converged(
        world: &World,
        desk: &Desk,
        prepared: &Prepared,
        (struck, resumes): (Option<&Apply>, bool),
    ) -> Self {
        let find_out = |applied_too: bool| {
            let sid = &struck.filter(|apply| apply.is_running())?.sid;
            let apply = Apply::all(world, desk)
                .into_iter()
                .find(|a| a.sid == *sid)?;
            let state = (!applied_too).then(|| State::of(world, &prepared.role));
            Some((apply, state))
        };
        let mut settled = None;
        if let Some(Apply { sid, .. }) = struck.filter(|_| resumes) {
            // That there is nothing to resume is fine; what comes of it is seen below.
            world.run(desk, &["resources", "resume", "--sid", sid]);
            settled = find_out(true);
        }
        let failed = converge(world, desk, || {
            settled = settled.take().or_else(|| find_out(false));
        });
        let verified = world.run(desk, &["sessions", "verify"]);
        let strangers = format!(
            "SELECT rolname FROM pg_roles WHERE rolcanlogin AND rolname NOT IN ('postgres', '{}')",
            prepared.role
        );
        let strangers = world.superuser.sql("postgres", &strangers).unwrap();
        Self {
            failed: failed.err(),
            settled,
            seen: Seen::now(world, desk, prepared),
            unsound: (verified.code != 0).then_some(verified.stderr),
            strangers: strangers.into_iter().flatten().flatten().collect(),
        }
    }
}

fn converge(world: &World, desk: &Desk, mut planned_once: impl FnMut()) -> Result<(), String> {
    let plan = |what: &str| {
        let mut args = desired(false);
        args.push("--detailed-exitcode");
        let planned = world.run(desk, &args);
        match planned.code {
            0 => Ok(None),
            2 => Ok(Some(named(&planned.stdout).0)),
            _ => Err(format!("{what}: {}{}", planned.stdout, planned.stderr)),
        }
    };
    let planned = plan("plan again");
    planned_once();
    let Some(sid) = planned? else {
        return Ok(());
    };
    let applied = world.run(desk, &["apply", RESOURCE, "--sid", &sid]);
    if applied.code != 0 {
        return Err(format!("apply again: {}{}", applied.stdout, applied.stderr));
    }
    match plan("plan after that")? {
        None => Ok(()),
        Some(_) => Err("the plan after that has changes".to_owned()),
    }
}
