//! What is to be applied: each scenario once prepared, then copied for every case.

use proxy::{Fault, Moment, Request, Verdict};

use crate::after::Apply;
use crate::damage::Damage;
use crate::desk::Desk;
use crate::look::State;
use crate::world::{RESOURCE, Victim, World, copy, signal};

/// What there is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scenario {
    NewRole,
    Drift,
    Rotation,
    RotationAfterKill,
}

pub const SCENARIOS: [Scenario; 4] = [
    Scenario::NewRole,
    Scenario::Drift,
    Scenario::Rotation,
    Scenario::RotationAfterKill,
];

/// A scenario made ready on one world.
pub struct Prepared {
    pub home: Desk,
    pub sid: String,
    pub role: String,
    pub before: State,
    pub planned: State,
    /// How many applies are on record before it.
    pub applies: usize,
    /// Of an undisturbed apply.
    pub requests: Vec<Request>,
}

impl Scenario {
    pub fn name(self) -> &'static str {
        match self {
            Self::NewRole => "new role",
            Self::Drift => "existing role with drift",
            Self::Rotation => "rotation",
            Self::RotationAfterKill => "rotation after a killed apply",
        }
    }

    pub fn prepare(self, world: &World) -> Prepared {
        world.proxy.heal();
        let home = world.desk();
        let (_, role) = plan(world, &home, false);
        State::default().restore(world, &role);
        let mut sid = plan(world, &home, false).0;
        if self != Self::NewRole {
            apply(world, &home, &sid);
        }
        match self {
            Self::NewRole => {}
            Self::Drift => {
                drift(world, &role);
                sid = plan(world, &home, false).0;
            }
            Self::Rotation => sid = plan(world, &home, true).0,
            Self::RotationAfterKill => {
                sid = plan(world, &home, true).0;
                killed(world, &home, &sid, &role);
                sid = plan(world, &home, true).0;
            }
        }
        let before = State::of(world, &role);
        world.proxy.heal();
        apply(world, &copy(&home), &sid);
        let requests = world.proxy.recorded();
        Prepared {
            sid,
            planned: State::of(world, &role),
            requests,
            applies: Apply::all(world, &home).len(),
            before,
            home,
            role,
        }
    }
}

/// The role of every scenario.
pub fn desired(rotate: bool) -> Vec<&'static str> {
    let mut args = vec![
        "plan",
        RESOURCE,
        "--role",
        "ro",
        "--scopes",
        "one,two,three",
    ];
    args.extend(["--privileges", "SELECT", "--json"]);
    args.extend(rotate.then_some("--rotate-password"));
    args
}

/// Session and role of a plan.
pub fn plan(world: &World, desk: &Desk, rotate: bool) -> (String, String) {
    let planned = world.run(desk, &desired(rotate)).expect(0);
    named(&planned.stdout)
}

/// The same of what `plan --json` prints.
pub fn named(json: &str) -> (String, String) {
    let json: serde_json::Value = serde_json::from_str(json).unwrap();
    let of = |key: &str| {
        let result = json["results"].get(0).unwrap_or(&json);
        result[key].as_str().unwrap_or_default().to_owned()
    };
    (of("sid"), of("role_name"))
}

fn apply(world: &World, desk: &Desk, sid: &str) {
    world
        .run(desk, &["apply", RESOURCE, "--sid", sid])
        .expect(0);
}

fn drift(world: &World, role: &str) {
    for (database, sql) in [
        ("postgres", format!("ALTER ROLE {role} BYPASSRLS")),
        ("one", format!("GRANT INSERT ON public.t TO {role}")),
        ("two", format!("REVOKE SELECT ON app.u FROM {role}")),
        ("three", format!("REVOKE USAGE ON SCHEMA app FROM {role}")),
    ] {
        world.superuser.sql(database, &sql).unwrap();
    }
}

/// An apply that is killed when its password counts and it cannot know.
fn killed(world: &World, desk: &Desk, sid: &str, role: &str) {
    let before = State::of(world, role);
    world.proxy.heal();
    apply(world, &copy(desk), sid);
    let requests = world.proxy.recorded();
    let sent = requests.iter().position(|r| r.text.contains("SCRAM"));
    let mut after = requests[sent.unwrap()..].iter();
    let commit = after.find(|r| r.text.contains("COMMIT")).unwrap().clone();
    before.restore(world, role);
    world.proxy.heal();
    let victim = Victim::default();
    let process = victim.clone();
    world.proxy.arm(Fault {
        at: commit,
        moment: Moment::AnswerLost,
        act: Box::new(move |_| {
            signal("KILL", process.id());
            Verdict::CutAll
        }),
    });
    let args = ["apply", RESOURCE, "--sid", sid];
    let ended = world.run_struck(desk, &args, Damage::Sigkill, &victim);
    assert!(world.proxy.struck() && ended.code.is_none(), "{ended:?}");
    let after = State::of(world, role);
    assert_ne!(before.password, after.password, "the COMMIT was not struck");
    world.proxy.heal();
}
