//! What can happen next: a step of a process, the server's own doing, a fault.

use super::rules::Model;
use super::server;
use super::state::{
    At, Backend, DATABASES, Effect, Intent, Kind, LOCK, MAINTENANCE, Password, RESUME, Session,
    State,
};

/// A next state, with what led to it, or the rule of the model that it breaks.
pub struct Next {
    pub what: String,
    pub state: Result<State, String>,
}

pub struct Steps<'a> {
    pub model: &'a Model,
    pub from: State,
    pub next: Vec<Next>,
}

/// All that can happen next.
pub fn steps(model: &Model, from: State) -> Vec<Next> {
    let mut steps = Steps {
        model,
        from,
        next: Vec::new(),
    };
    for actor in 0..from.actors.len() {
        steps.of(actor);
        server::own_doing(&mut steps, actor);
        if from.faults > 0 {
            server::faults(&mut steps, actor);
        }
    }
    steps.next
}

impl Steps<'_> {
    pub fn add(&mut self, what: String, state: Result<State, String>) {
        self.next.push(Next { what, state });
    }

    /// The actor goes on to `at` after a change to the state.
    fn go(&mut self, actor: usize, at: At, change: impl FnOnce(&mut State)) {
        let mut state = self.from;
        let was = state.actors[actor].at;
        change(&mut state);
        state.actors[actor].at = at;
        if at == At::Ended {
            server::close(&mut state, actor);
        }
        self.add(format!("{actor}: {was:?}"), Ok(state));
    }

    /// Something went wrong for it: it has only to resolve itself, under the lock.
    fn fail(&mut self, actor: usize) {
        let resolves = actor == RESUME || self.from.sessions[actor] == Session::Running;
        let has_lock = self.from.actors[actor].alive[LOCK] && self.from.lock == Some(actor);
        let at = match (resolves, has_lock) {
            (false, _) => At::Ended,
            (true, true) => At::Hold,
            (true, false) => At::Lock,
        };
        self.go(actor, at, |s| s.actors[actor].failed = true);
    }

    /// A write to the store that is an applier's own.
    fn write(&mut self, actor: usize, at: At, change: impl FnOnce(&mut State)) {
        let mine = self.from.holder == Some(actor);
        if self.model.rules.guards && !(mine && self.from.sessions[actor] == Session::Running) {
            self.fail(actor);
        } else {
            self.go(actor, at, change);
        }
    }

    fn of(&mut self, actor: usize) {
        let s = self.from;
        match s.actors[actor].at {
            At::NotBegun => {
                let over = |a: usize| matches!(s.actors[a].at, At::Ended | At::Dead);
                if over(0) && over(1) {
                    self.go(actor, At::Lock, |_| {});
                }
            }
            At::Claim => self.claim(actor),
            At::Lock => self.lock(actor),
            At::Hold => self.go(actor, At::Fence, |s| s.holder = Some(actor)),
            At::Fence => server::fence(self, actor),
            At::Check if self.model.rules.checks && s.lock != Some(actor) => self.fail(actor),
            At::Check => self.go(actor, server::first_look(&s, actor), |_| {}),
            At::Judge(of) => self.judge(actor, of),
            At::SendDrop(of) => {
                let drop = Effect::Drop { of };
                self.send(actor, MAINTENANCE, drop, At::AwaitDrop(of));
            }
            At::AwaitDrop(of) => self.wait(actor, &[MAINTENANCE], At::Settle(of, false)),
            At::Finish(of, database) => self.finish(actor, of, database),
            At::AwaitFinish(of, database) => {
                self.wait(actor, &[database], At::Finish(of, database + 1));
            }
            At::Settle(of, applied) => self.settle(actor, of, applied),
            At::Verify => self.verify(actor),
            At::Persist => self.persist(actor),
            At::JournalCreate => {
                self.write(actor, At::SendCreate, |s| s.intents[actor] = Intent::Create);
            }
            At::SendCreate => {
                let create = Effect::Create { of: actor };
                self.send(actor, MAINTENANCE, create, At::AwaitCreate);
            }
            At::AwaitCreate => self.wait(actor, &[MAINTENANCE], At::JournalCommit),
            At::JournalCommit => {
                self.write(actor, At::Begin, |s| s.intents[actor] = Intent::Commit);
            }
            At::Begin => self.begin(actor),
            At::SendFirst => match self.model.rules.first_alone {
                true => self.commit(actor, &[MAINTENANCE], At::AwaitFirst),
                false => self.commit(actor, &[0, 1, 2], At::AwaitFirst),
            },
            At::AwaitFirst => self.wait(actor, &[MAINTENANCE], At::Confirm),
            At::Confirm => self.write(actor, At::SendOthers, |s| {
                if s.passwords[actor + 1] == Password::Pending {
                    s.passwords[actor + 1] = Password::Confirmed;
                }
            }),
            At::SendOthers => match self.model.rules.first_alone {
                true => self.commit(actor, &[1, 2], At::AwaitOthers),
                false => self.go(actor, At::AwaitOthers, |_| {}),
            },
            At::AwaitOthers => self.wait(actor, &[1, 2], At::ProveInSync),
            At::ProveInSync => match s.as_planned == [true; DATABASES] {
                true => self.go(actor, At::LoginTest, |_| {}),
                false => self.fail(actor),
            },
            At::LoginTest => {
                let logs_in = s.in_force == Some(actor + 1);
                self.write(actor, At::Record, |s| {
                    if logs_in {
                        forget_others(s, actor + 1);
                    }
                });
            }
            At::Record => self.record(actor),
            At::Ended | At::Dead => {}
        }
    }

    fn claim(&mut self, actor: usize) {
        self.go(actor, At::Lock, |s| s.sessions[actor] = Session::Running);
    }

    fn lock(&mut self, actor: usize) {
        match self.from.lock {
            None => self.go(actor, At::Hold, |s| {
                s.lock = Some(actor);
                s.actors[actor].alive[LOCK] = true;
            }),
            Some(_) if actor == RESUME => {} // It waits.
            // An applier need not, and leaves what it may have done to the next command. One that
            // has done nothing says so.
            Some(_) if self.from.actors[actor].failed => self.go(actor, At::Ended, |_| {}),
            // Its own session, which nobody else has begun to settle.
            Some(_) if self.from.sessions[actor] == Session::Running => {
                self.go(actor, At::Ended, |s| {
                    s.sessions[actor] = Session::NothingChanged;
                })
            }
            Some(_) => self.go(actor, At::Ended, |_| {}),
        }
    }

    fn write_end(&mut self, actor: usize) {
        self.write(actor, At::Ended, |s| {
            s.sessions[actor] = Session::NothingChanged
        });
    }

    fn judge(&mut self, actor: usize, of: usize) {
        let s = self.from;
        let mine = s.in_force == Some(of + 1);
        let began = s.intents[of] != Intent::None;
        let forward = began
            && s.as_planned[MAINTENANCE]
            && (mine || (self.model.kind == Kind::Drift && s.intents[of] == Intent::Commit));
        if forward {
            self.go(actor, At::Finish(of, 1), |_| {});
        } else if self.model.kind == Kind::NewRole && mine {
            self.go(actor, At::SendDrop(of), |_| {});
        } else {
            self.go(actor, At::Settle(of, false), |_| {});
        }
    }

    fn finish(&mut self, actor: usize, of: usize, database: usize) {
        if database == DATABASES {
            self.go(actor, At::Settle(of, true), |_| {});
        } else if self.from.as_planned[database] {
            self.go(actor, At::Finish(of, database + 1), |_| {});
        } else {
            let commit = Effect::Commit { of };
            self.send(actor, database, commit, At::AwaitFinish(of, database));
        }
    }

    /// Writes down what became of an apply; then the next one, or its own plan.
    fn settle(&mut self, actor: usize, of: usize, applied: bool) {
        let s = self.from;
        let mine = s.holder == Some(actor) && s.sessions[of] == Session::Running;
        if self.model.rules.guards && !mine {
            return self.fail(actor);
        }
        let rest = s.unfinished(Some(of)).filter(|&other| other != actor);
        let at = match rest {
            Some(other) => At::Judge(other),
            None if actor == RESUME || s.actors[actor].failed => At::Ended,
            None => At::Verify,
        };
        self.go(actor, at, |s| {
            s.sessions[of] = match applied {
                true => Session::Applied,
                false => Session::NothingChanged,
            };
            match applied && s.passwords[of + 1] != Password::Absent {
                true => s.passwords[of + 1] = Password::Confirmed,
                false if !applied => s.passwords[of + 1] = Password::Absent,
                false => {}
            }
        });
    }

    /// The plan again, from a fresh look: the cluster has to be as it was when it was made.
    fn verify(&mut self, actor: usize) {
        let s = self.from;
        let base = match self.model.kind {
            Kind::NewRole => !s.role,
            Kind::Rotation => s.in_force == Some(0),
            Kind::Drift => true,
        };
        let same = base && s.as_planned == [false; DATABASES];
        let needs_password = self.model.kind != Kind::Drift;
        match (same, needs_password && self.model.rules.persists_first) {
            (false, _) => self.write_end(actor),
            (true, true) => self.go(actor, At::Persist, |_| {}),
            (true, false) => self.go(actor, self.after_persist(), |_| {}),
        }
    }

    fn after_persist(&self) -> At {
        match self.model.kind {
            Kind::NewRole => At::JournalCreate,
            _ => At::JournalCommit,
        }
    }

    fn persist(&mut self, actor: usize) {
        let keeps = self.model.rules.keeps_older;
        self.write(actor, self.after_persist(), |s| {
            s.passwords[actor + 1] = Password::Pending;
            if !keeps {
                forget_others(s, actor + 1);
            }
        });
    }

    /// All transactions, run and proved. The role's row is locked by the first.
    fn begin(&mut self, actor: usize) {
        let s = self.from;
        if !s.actors[actor].alive[..DATABASES]
            .iter()
            .all(|alive| *alive)
        {
            return self.fail(actor);
        }
        let busy = |a: usize| {
            a != actor
                && !matches!(
                    s.actors[a].backends[MAINTENANCE],
                    Backend::Idle | Backend::Done
                )
        };
        if !(0..s.actors.len()).any(busy) {
            self.go(actor, At::SendFirst, |s| {
                s.actors[actor].backends = [Backend::Open; DATABASES];
            });
        }
    }

    fn commit(&mut self, actor: usize, databases: &[usize], then: At) {
        let me = self.from.actors[actor];
        if databases
            .iter()
            .any(|&d| !me.alive[d] || me.backends[d] != Backend::Open)
        {
            return self.fail(actor);
        }
        self.go(actor, then, |s| {
            for &database in databases {
                s.actors[actor].backends[database] =
                    Backend::Executing(Effect::Commit { of: actor });
            }
        });
    }

    fn send(&mut self, actor: usize, database: usize, effect: Effect, then: At) {
        if !self.from.actors[actor].alive[database] {
            return self.fail(actor);
        }
        self.go(actor, then, |s| {
            s.actors[actor].backends[database] = Backend::Executing(effect);
        });
    }

    /// Until the answers are there, or a connection is gone.
    fn wait(&mut self, actor: usize, databases: &[usize], then: At) {
        let me = self.from.actors[actor];
        if databases
            .iter()
            .all(|&d| me.alive[d] && me.backends[d] == Backend::Done)
        {
            self.go(actor, then, |s| {
                for &database in databases {
                    s.actors[actor].backends[database] = Backend::Idle;
                }
            });
        } else if databases.iter().any(|&d| !me.alive[d]) {
            self.fail(actor);
        }
    }

    fn record(&mut self, actor: usize) {
        self.write(actor, At::Ended, |s| s.sessions[actor] = Session::Applied);
    }
}

/// One logged in: the others go.
fn forget_others(state: &mut State, generation: usize) {
    for other in 0..state.passwords.len() {
        if other != generation {
            state.passwords[other] = Password::Absent;
        }
    }
}
