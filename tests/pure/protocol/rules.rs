//! The rules that make the protocol safe, each of which can be left out to see what it is for.

use super::state::Kind;

/// What is searched.
#[derive(Clone, Copy, Debug)]
pub struct Model {
    pub kind: Kind,
    pub faults: u8,
    pub rules: Rules,
}

/// The rules.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// Whoever takes the lock ends the sessions that an unfinished apply of this role still has on
    /// the server, and waits until they are gone, before it looks: its own lost ones too.
    pub fences: bool,
    /// With its connections open, an applier asks whether it still has the lock, before anything
    /// else: whoever takes it later finds these connections and ends them.
    pub checks: bool,
    /// Whoever takes the lock says so in the store, and writes there only while it is the last who
    /// said so and the session concerned is running: once another has settled it, it is settled.
    pub guards: bool,
    /// A new password is stored before anything is sent.
    pub persists_first: bool,
    /// Older passwords go when the new one has logged in, not before.
    pub keeps_older: bool,
    /// A password is shown as in force when it was compared with what the server holds.
    pub compares: bool,
    /// The maintenance database commits before the others, so that what it holds decides whether
    /// an apply is finished or undone.
    pub first_alone: bool,
}

impl Rules {
    pub const ALL: Self = Self {
        fences: true,
        checks: true,
        guards: true,
        persists_first: true,
        keeps_older: true,
        compares: true,
        first_alone: true,
    };
}
