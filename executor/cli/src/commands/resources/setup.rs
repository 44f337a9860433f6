//! How far a resource has got: in the inventory, with an admin account, with a role.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use store::{Session, SessionKind, Store, StoreError};

/// What the sessions say about one resource.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// The newest plan.
    pub last_plan: Option<Last>,
    /// The newest apply.
    pub last_apply: Option<Last>,
    /// A role was applied, or found to be as desired.
    pub provisioned: bool,
}

/// One session, in short.
#[derive(Clone, Debug, Serialize)]
pub struct Last {
    /// Its sid.
    pub sid: String,
    /// How it ended.
    pub status: String,
    /// The role it was about.
    pub role_name: String,
    /// When it began.
    pub at: Timestamp,
}

/// The resources that sessions speak of.
///
/// # Errors
/// The store cannot be read.
pub async fn seen(store: &Store) -> Result<BTreeMap<String, Seen>, StoreError> {
    let mut seen: BTreeMap<String, Seen> = BTreeMap::new();
    // Newest first, so the first of a kind is the last that happened.
    for session in store.sessions().list(&Default::default()).await? {
        let entry = seen.entry(session.resource.clone()).or_default();
        entry.provisioned |= matches!(session.status.as_str(), "success" | "skipped" | "in-sync")
            && session.kind != SessionKind::Reveal;
        match session.kind {
            SessionKind::Plan if entry.last_plan.is_none() => entry.last_plan = Some(last(session)),
            SessionKind::Apply if entry.last_apply.is_none() => {
                entry.last_apply = Some(last(session))
            }
            _ => {}
        }
    }
    Ok(seen)
}

fn last(session: Session) -> Last {
    Last {
        sid: session.sid,
        status: session.status,
        role_name: session.role_name,
        at: session.started_at,
    }
}

impl Seen {
    /// Steps done, of three: Inventory, Manage, Provision.
    pub fn setup(&self, has_admin: bool) -> u8 {
        match (has_admin, self.provisioned) {
            (false, _) => 1,
            (true, false) => 2,
            (true, true) => 3,
        }
    }
}
