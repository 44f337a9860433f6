//! What can go wrong with the store, in the user's words.

use super::chain::Proof;
use super::db::DbError;
use super::sealed::Sealed;
use super::{KeyError, SealError, UseState};
use crate::home::HomeError;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

fn other(by: &Option<String>) -> &str {
    by.as_deref().unwrap_or("another process")
}

/// Why the store did not do it. The cause, where there is one, is the source;
/// neither ever holds a secret.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the fields are what the message names")]
pub enum StoreError {
    /// The home cannot be used.
    #[error(transparent)]
    Home(#[from] HomeError),
    /// There is no usable key.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The key is fine, but another one sealed this store.
    #[error("the key does not open this store: {} is sealed with another key than the one in {place}; put the right key there, or open the store that this key belongs to", path.display())]
    WrongKey {
        path: PathBuf,
        place: String,
        source: SealError,
    },
    /// The database or lock file cannot be made or opened.
    #[error("cannot open {}; check that it is a file of yours, mode 600", path.display())]
    File { path: PathBuf, source: io::Error },
    /// Another process is stuck while it opens the store.
    #[error("{} has been opening this store for too long (it holds the lock on {}); end it and try again", other(by), path.display())]
    Locked { path: PathBuf, by: Option<String> },
    /// Another process has the store open.
    #[error("another process works with this store (it holds the lock on {}); wait for it to end and try again", path.display())]
    InUse { path: PathBuf },
    /// Not SQLite, or SQLite that does not add up. Nothing was written.
    #[error(
        "{whereabouts} is damaged or is not a Rolewright store; nothing was written to it: restore it from your backup, or choose another home for an empty store"
    )]
    Damaged {
        whereabouts: String,
        source: DbError,
    },
    /// There was a store, and its file is missing or empty. Nothing was made in its place.
    #[error("{} is missing or empty, but this home had a store ({} says so); restore it from your backup, and leave what stands beside it: a new store would not know a password of the old one. For an empty store choose another home", path.display(), proof.display())]
    Gone { path: PathBuf, proof: PathBuf },
    /// The address of the database is none.
    #[error(
        "the address of the store makes no sense; it looks like postgres://user@host:5432/database?sslmode=verify-full"
    )]
    Address,
    /// It is no file that could be copied.
    #[error("cannot {doing}: {whereabouts} is a PostgreSQL database; copy it with pg_dump")]
    NoFile {
        doing: &'static str,
        whereabouts: String,
    },
    /// The home is read-only, and this has to be written.
    #[error("cannot {doing}: nothing can be written to {whereabouts}")]
    ReadOnly {
        doing: &'static str,
        whereabouts: String,
    },
    /// There is a file where a copy was to go.
    #[error("{} is there already, and nothing is overwritten; name another file", path.display())]
    CopyExists { path: PathBuf },
    /// The copy could not be written.
    #[error("cannot write {}", path.display())]
    Copy { path: PathBuf, source: io::Error },
    /// A later version of Rolewright changed the tables.
    #[error(
        "{whereabouts} was written by a newer Rolewright (its migration {migration} is not known here); use that version or a newer one"
    )]
    Newer { whereabouts: String, migration: i64 },
    /// The tables could not be made or changed.
    #[error(
        "cannot bring the tables of {whereabouts} up to date; make a copy of the file before anything else"
    )]
    Migration {
        whereabouts: String,
        source: DbError,
    },
    /// Another process held the write lock for longer than a write waits.
    #[error("cannot {doing}: {} is writing to {whereabouts} and did not end in {}s; try again once it has", other(by), patience.as_secs_f32())]
    Busy {
        doing: &'static str,
        whereabouts: String,
        by: Option<String>,
        patience: Duration,
        source: DbError,
    },
    /// Any other failure of the database.
    #[error("cannot {doing} in {whereabouts}")]
    Database {
        doing: &'static str,
        whereabouts: String,
        source: DbError,
    },
    /// A row with this key is there already.
    #[error("cannot {doing}: it is there already")]
    Exists { doing: &'static str },
    /// A stored value is not what this version writes.
    #[error(
        "cannot read {what}: the store holds {found}; was it changed by hand or by a newer Rolewright?"
    )]
    Unreadable { what: String, found: String },
    /// A sealed value does not open, or could not be sealed.
    #[error("{what} cannot be sealed or opened; {}", what.help())]
    Sealed { what: Sealed, source: SealError },
    /// The inventory has no resource of this name.
    #[error("there is no resource {name:?} in the inventory")]
    NoSuchResource { name: String },
    /// No session has this sid, or begins with it.
    #[error("there is no session {sid:?}")]
    NoSuchSession { sid: String },
    /// Too few characters to look for.
    #[error("{prefix:?} is too short for a session: give at least 6 characters of its sid")]
    SidTooShort { prefix: String },
    /// Several sessions begin with it; at most ten are named.
    #[error("{prefix:?} begins more than one session: {}; give more characters", candidates.join(", "))]
    AmbiguousSid {
        prefix: String,
        candidates: Vec<String>,
    },
    /// The record is there already, and records are not replaced.
    #[error("session {sid} is recorded already; a record is never replaced")]
    SessionExists { sid: String },
    /// The record has its outcome already.
    #[error("session {sid} has finished already ({status}); a finished record is never changed")]
    SessionFinished { sid: String, status: String },
    /// Another process said since that it has the role's lock: what it finds out counts.
    #[error(
        "session {sid} has lost the lock of role {role:?}, and {by} has taken it: what that finds out counts"
    )]
    Overtaken {
        sid: String,
        role: String,
        by: String,
    },
    /// The row is not one that this store wrote.
    #[error("{what} is not what this store wrote: it was edited")]
    RowEdited { what: String },
    /// The record is not what was recorded.
    #[error("session {sid} is not to be trusted: {proof}")]
    Untrue { sid: String, proof: Proof },
    /// Nothing was stored by this apply.
    #[error(
        "no password is stored for session {sid}, so there is none to confirm; rotate the role's password to get a known one"
    )]
    NoSecret { sid: String },
    /// This apply stored a password for this role already.
    #[error(
        "session {sid} has stored a password for role {role:?} of {resource:?} already; it may be in use, so it is not replaced"
    )]
    SecretExists {
        resource: String,
        role: String,
        sid: String,
    },
    /// One-shot: the plan was applied or is being applied.
    #[error("plan {plan_sid} {} (session {apply_sid}, {used_at}); a plan is applied once", state.verb())]
    PlanUsed {
        plan_sid: String,
        resource: String,
        apply_sid: String,
        state: UseState,
        used_at: String,
    },
    /// The claim is not (or no longer) held.
    #[error(
        "session {apply_sid} does not hold plan {plan_sid}: it was released, applied or claimed by another session meanwhile"
    )]
    NotClaimed { plan_sid: String, apply_sid: String },
    /// Somebody has this name already.
    #[error("there is a user {name:?} already")]
    UserExists { name: String },
    /// Nobody has this id.
    #[error("there is no user {id:?}")]
    NoSuchUser { id: String },
    /// Nobody could let others in any more.
    #[error("{name:?} is the only admin who can log in; make somebody else one first")]
    LastAdmin { name: String },
    /// The token is not there.
    #[error("there is no token {id:?}")]
    NoSuchToken { id: String },
    /// The job is not there.
    #[error("there is no job {id:?}")]
    NoSuchJob { id: String },
    /// The job's item is not there.
    #[error("job {job} has no item {number}")]
    NoSuchItem { job: String, number: u64 },
    /// Somebody else has the item since, or it is over: what is said about it does not count.
    #[error("item {number} of job {job} is not held any more")]
    LeaseLost { job: String, number: u64 },
    /// The key of a request was given for another one.
    #[error("the key {key:?} was given for another request before; use a new one")]
    KeyUsed { key: String },
}
