//! The state of the model: a store, a cluster, and the processes that work on them.

/// Processes: two appliers, and the next command, which resumes what they left.
pub const ACTORS: usize = 3;
pub const RESUME: usize = 2;
/// The maintenance database, which commits first and has the role and its password, and two more.
pub const DATABASES: usize = 3;
pub const MAINTENANCE: usize = 0;
/// The lock's connection, after those of the databases.
pub const LOCK: usize = DATABASES;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The plan creates the role.
    NewRole,
    /// It is there and gets a new password.
    Rotation,
    /// It is there, and its password stays.
    Drift,
}

/// What the store holds of a password: generation 0 is from before, an applier's is its number + 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Password {
    Absent,
    Pending,
    Confirmed,
}

/// What is on record of an apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Session {
    None,
    Running,
    Applied,
    NothingChanged,
}

/// What the journal says was about to happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Intent {
    None,
    Create,
    Commit,
}

/// A server's session for one actor in one database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Backend {
    Idle,
    /// Its transaction has run the statements.
    Open,
    /// COMMIT (CREATE ROLE, DROP ROLE) has arrived and is not executed yet.
    Executing(Effect),
    /// It was executed, and the answer is under way.
    Done,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    Create {
        of: usize,
    },
    Drop {
        of: usize,
    },
    /// With the password where it is the maintenance database's.
    Commit {
        of: usize,
    },
}

/// What a process is about to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum At {
    NotBegun,
    Claim,
    Lock,
    /// Writes into the store that it has the lock now.
    Hold,
    Fence,
    /// Its connections are open: is the lock still its own?
    Check,
    /// Looks at what an apply left, its own or another's.
    Judge(usize),
    SendDrop(usize),
    AwaitDrop(usize),
    /// Finishes an apply in one database after the other.
    Finish(usize, usize),
    AwaitFinish(usize, usize),
    /// What was found or done is written down.
    Settle(usize, bool),
    Verify,
    Persist,
    JournalCreate,
    SendCreate,
    AwaitCreate,
    JournalCommit,
    Begin,
    SendFirst,
    AwaitFirst,
    Confirm,
    /// To the others, side by side.
    SendOthers,
    AwaitOthers,
    ProveInSync,
    LoginTest,
    Record,
    /// It ended: its connections are closed.
    Ended,
    Dead,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Actor {
    pub at: At,
    /// It failed and has only to resolve itself.
    pub failed: bool,
    /// Its connections, as it knows them: those of the databases and of the lock.
    pub alive: [bool; DATABASES + 1],
    pub backends: [Backend; DATABASES],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct State {
    pub kind: Kind,
    pub actors: [Actor; ACTORS],
    // The store.
    pub passwords: [Password; 3],
    pub sessions: [Session; 2],
    pub intents: [Intent; 2],
    /// Who said last that it has the lock.
    pub holder: Option<usize>,
    // The cluster.
    pub role: bool,
    pub in_force: Option<usize>,
    pub as_planned: [bool; DATABASES],
    pub lock: Option<usize>,
    /// How often the effects of an apply were committed, in each database.
    pub ran: [[u8; DATABASES]; 2],
    /// Faults that may still happen.
    pub faults: u8,
}

impl State {
    pub fn new(kind: Kind, faults: u8) -> Self {
        let actor = Actor {
            at: At::Claim,
            failed: false,
            alive: [true; DATABASES + 1],
            backends: [Backend::Idle; DATABASES],
        };
        let resume = Actor {
            at: At::NotBegun,
            ..actor
        };
        let there = kind != Kind::NewRole;
        let old = match there {
            true => Password::Confirmed,
            false => Password::Absent,
        };
        Self {
            kind,
            actors: [actor, actor, resume],
            passwords: [old, Password::Absent, Password::Absent],
            sessions: [Session::None; 2],
            intents: [Intent::None; 2],
            holder: None,
            role: there,
            in_force: there.then_some(0),
            as_planned: [false; DATABASES],
            lock: None,
            ran: [[0; DATABASES]; 2],
            faults,
        }
    }

    /// An apply that began to change something, or may have, and is not settled.
    pub fn unfinished(&self, besides: Option<usize>) -> Option<usize> {
        (0..2).find(|&of| Some(of) != besides && self.sessions[of] == Session::Running)
    }

    /// What `credentials show` prints.
    pub fn shown(&self, compares: bool) -> Option<usize> {
        let stored = |g: &usize| self.passwords[*g] != Password::Absent;
        if compares {
            return self.in_force.filter(stored);
        }
        let confirmed = (0..3)
            .rev()
            .find(|&g| self.passwords[g] == Password::Confirmed);
        confirmed.or_else(|| (0..3).rev().find(stored))
    }
}
