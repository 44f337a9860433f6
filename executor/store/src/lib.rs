//! The store: inventory, credentials, role passwords, sessions, uses of plans.
//!
//! One file here for each noun, with its SQL; each gets its handle from [`Store`]. What database
//! that SQL runs on is known to `db` alone: one SQLite file under [`Home`].
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::too_many_lines
    )
)]

mod announcement;
mod approvals;
mod attempts;
mod backup;
mod chain;
mod credentials;
mod db;
mod error;
mod files;
mod hand_overs;
mod hold;
pub mod home;
mod inventory;
mod inventory_page;
mod jobs;
mod journal;
mod key;
mod lockers;
mod mac;
mod made_roles;
mod opening;
mod people;
mod plan_uses;
mod policies;
mod recording;
mod reviews;
mod role_secret;
mod rotation;
mod rows;
pub mod seal;
mod sealed;
mod secrets;
mod session_rows;
mod sessions;
mod sessions_page;
mod time;
mod trust;

pub use announcement::Announcement;
pub use approvals::{Approval, Approvals, Verdict};
pub use attempts::{Attempt, Attempts};
pub use chain::{ChainFault, Link, Proof, Trail, Verified};
pub use credentials::{Account, Credentials, Listed, PasswordFrom, TestedAt};
pub use db::DbError;
pub use error::StoreError;
pub use hand_overs::{HandOver, HandOvers};
pub use hold::{Hold, Standing};
pub use inventory::{Inventory, NewResource, Resource};
pub use inventory_page::{InventoryFilter, InventoryOrder, ListedResource, Setup, SetupCounts};
pub use jobs::{
    Bounds, CANCELLED, Done, Item, ItemFilter, Job, JobEvent, JobEvents, JobKind, Jobs, Lease,
    Leases, NewItem, NewJob, PENDING, RUNNING,
};
pub use journal::{Entry, Journal, Written};
pub use key::{KEY_VARIABLE, Key, KeyError, NEW_KEY_VARIABLE};
pub use made_roles::{How, MadeRole, MadeRoles, RolePlace};
pub use opening::PATIENCE;
pub use people::{
    Access, ApiToken, ApiTokens, LinkFor, NewApiToken, NewUser, User, UserChange, UserLinks, Users,
    WebSession, WebSessions,
};
pub use plan_uses::{Claim, PlanUse, PlanUses, UseState};
pub use policies::{ApprovalPolicy, Policies};
pub use recording::{Outcome, host_name};
pub use reviews::Reviews;
pub use role_secret::{Held, PendingSecret, RoleSecret, SecretState};
pub use rotation::Rotated;
pub use seal::SealError;
pub use sealed::Sealed;
pub use secrets::{NewSecret, RoleSecrets};
pub use sessions::{Kept, Session, SessionFilter, SessionKind, Sessions};
pub use sessions_page::SessionPage;

use db::Db;
use std::fs::File;
use std::sync::Arc;

/// The open store. Clones share its connections.
#[derive(Debug, Clone)]
pub struct Store {
    db: Db,
    key: Key,
    read_only: bool,
    /// The home's marker, locked for as long as the store is open.
    user: Option<Arc<File>>,
}

impl Store {
    /// Where it is, for people.
    #[must_use]
    pub fn whereabouts(&self) -> String {
        self.db.whereabouts()
    }

    /// The resources.
    #[must_use]
    pub fn inventory(&self) -> Inventory<'_> {
        Inventory(self)
    }

    /// The admin accounts.
    #[must_use]
    pub fn credentials(&self) -> Credentials<'_> {
        Credentials(self)
    }

    /// The commands that passwords of roles are handed to.
    #[must_use]
    pub fn hand_overs(&self) -> HandOvers<'_> {
        HandOvers(self)
    }

    /// The passwords of provisioned roles.
    #[must_use]
    pub fn role_secrets(&self) -> RoleSecrets<'_> {
        RoleSecrets(self)
    }

    /// The audit record.
    #[must_use]
    pub fn sessions(&self) -> Sessions<'_> {
        Sessions(self)
    }

    /// What applies were about to do.
    #[must_use]
    pub fn journal(&self) -> Journal<'_> {
        Journal(self)
    }

    /// The roles that are ours.
    #[must_use]
    pub fn made_roles(&self) -> MadeRoles<'_> {
        MadeRoles(self)
    }

    /// Which plans were applied, or are being applied.
    #[must_use]
    pub fn plan_uses(&self) -> PlanUses<'_> {
        PlanUses(self)
    }

    /// Who may use the hub.
    #[must_use]
    pub fn users(&self) -> Users<'_> {
        Users(self)
    }

    /// The links that are good for one use.
    #[must_use]
    pub fn user_links(&self) -> UserLinks<'_> {
        UserLinks(self)
    }

    /// The tokens that let programs in.
    #[must_use]
    pub fn api_tokens(&self) -> ApiTokens<'_> {
        ApiTokens(self)
    }

    /// Who is logged in.
    #[must_use]
    pub fn web_sessions(&self) -> WebSessions<'_> {
        WebSessions(self)
    }

    /// What was asked of the hub.
    #[must_use]
    pub fn attempts(&self) -> Attempts<'_> {
        Attempts(self)
    }

    /// What people said about plans.
    #[must_use]
    pub fn approvals(&self) -> Approvals<'_> {
        Approvals(self)
    }

    /// What people review of plans.
    #[must_use]
    pub fn reviews(&self) -> Reviews<'_> {
        Reviews(self)
    }

    /// The rules of the hub.
    #[must_use]
    pub fn policies(&self) -> Policies<'_> {
        Policies(self)
    }

    /// The work that outlives whoever asked for it.
    #[must_use]
    pub fn jobs(&self) -> Jobs<'_> {
        Jobs(self)
    }

    /// Who does what of it.
    #[must_use]
    pub fn leases(&self) -> Leases<'_> {
        Leases(self)
    }

    /// What happened with it.
    #[must_use]
    pub fn job_events(&self) -> JobEvents<'_> {
        JobEvents(self)
    }

    /// Whether nothing can be written to it, because the home cannot be.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// Closes the connections of every clone; the store is one file then. Without it nothing is
    /// lost either.
    pub async fn close(&self) {
        self.db.close().await;
    }
}

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
