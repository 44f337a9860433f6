//! What the store's journal is told before each effect.

use serde::{Deserialize, Serialize};
use store::{Entry, StoreError, Trail, Written};

use super::run::Run;

/// What is about to happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Word {
    /// The apply begins: which process it is.
    Begin,
    /// From here on there may be effects: which ones there can be.
    Execute,
    /// The role is created, and committed at once.
    CreateRole,
    /// A wave of databases is run and committed.
    CommitWave,
    /// The role that was created goes again.
    DropRole,
    /// A command is given the new password.
    HandOver,
}

impl Word {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Begin => "begin",
            Self::Execute => "execute",
            Self::CreateRole => "create-role",
            Self::CommitWave => "commit-wave",
            Self::DropRole => "drop-role",
            Self::HandOver => "hand-over",
        }
    }

    /// True where the journal has it.
    pub fn is_in(self, written: &[Written]) -> bool {
        written.iter().any(|w| w.entry.word == self.as_str())
    }

    /// What the journal says with it.
    pub fn details<T: for<'de> Deserialize<'de>>(self, written: &[Written]) -> Option<T> {
        let entry = written.iter().find(|w| w.entry.word == self.as_str())?;
        T::deserialize(&entry.entry.details).ok()
    }
}

/// Which effects an apply can have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Effects {
    /// Of the cluster that was looked at.
    pub system_identifier: String,
    /// The facts that it starts from.
    pub state_checksum: String,
    /// It makes the role, which was not there.
    pub creates_role: bool,
    /// It makes a password.
    pub makes_password: bool,
    /// Where and with what it is done.
    #[serde(default)]
    pub trail: Trail,
}

/// The entry that says so. Whatever is passed here can be written.
pub(super) fn entry(word: Word, details: impl Serialize) -> Entry {
    let details = serde_json::to_value(details).unwrap_or_default();
    Entry::new(word.as_str(), details)
}

impl Run<'_> {
    /// Writes what is about to happen. It is on the disk when this returns.
    pub(super) async fn journal(
        &self,
        word: Word,
        details: impl Serialize,
    ) -> Result<(), StoreError> {
        let journal = self.bench.store.journal();
        journal.write(&self.standing(), &entry(word, details)).await
    }
}
