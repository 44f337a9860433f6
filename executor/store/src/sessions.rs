//! The audit record: one session for each plan, apply, and password shown.

use super::chain::{self, Link, Proof, Trail};
use super::db::{Row, Value};
use super::session_rows;
use super::{Store, StoreError};
use jiff::Timestamp;
use std::collections::BTreeSet;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SessionKind {
    /// A plan was made.
    Plan,
    /// A plan was applied, or that was tried.
    Apply,
    /// A password was shown to someone.
    Reveal,
}

/// One record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// A UUID, lower case.
    pub sid: String,
    /// What was done.
    pub kind: SessionKind,
    /// The resource.
    pub resource: String,
    /// The role as the user calls it (`ro`).
    pub role_label: String,
    /// The role's name on the cluster.
    pub role_name: String,
    /// `running`, `in-sync`, `out-of-sync`, `success`, `failed`, `skipped`, `stale`, …
    pub status: String,
    /// One line for people.
    pub message: String,
    /// The session document (YAML), stored compressed. `None` too in what [`Sessions::list`] returns.
    pub document: Option<String>,
    /// The catalog facts (JSON), stored compressed. `None` too in what [`Sessions::list`] returns.
    pub facts: Option<Vec<u8>>,
    /// For an apply, the plan that it applied.
    pub plan_sid: Option<String>,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended; `None` while it runs.
    pub finished_at: Option<Timestamp>,
    /// For a plan, until when it may be applied.
    pub expires_at: Option<Timestamp>,
    /// Who, as the operating system or the hub knows them.
    pub os_user: String,
}

/// A session as the store has it, and whether it is what was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The record.
    pub session: Session,
    /// Where and with what it was done.
    pub trail: Trail,
    /// Its place in the chain; `None` while it runs.
    pub link: Option<Link>,
    /// What the chain says of it.
    pub proof: Proof,
}

/// Which sessions to list; what is `None` does not restrict.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SessionFilter {
    /// Of this resource.
    pub resource: Option<String>,
    /// Of this role, by label or by name.
    pub role: Option<String>,
    /// Of this kind.
    pub kind: Option<SessionKind>,
    /// With this status.
    pub status: Option<String>,
    /// At most so many.
    pub limit: Option<u32>,
}

/// The sessions of a [`Store`].
#[derive(Debug, Clone, Copy)]
pub struct Sessions<'a>(pub(super) &'a Store);

impl SessionKind {
    /// `plan`, `apply` or `reveal`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Apply => "apply",
            Self::Reveal => "reveal",
        }
    }
}

impl Sessions<'_> {
    /// One session, whole, by its sid or by what only its sid begins with (at
    /// least 6 characters, either case).
    ///
    /// # Errors
    /// [`StoreError::NoSuchSession`], [`StoreError::SidTooShort`],
    /// [`StoreError::AmbiguousSid`], [`StoreError::Untrue`] where the record is
    /// not what was recorded, or the store cannot be read.
    pub async fn get(&self, sid: &str) -> Result<Session, StoreError> {
        let kept = self.look(sid).await?;
        match kept.proof.holds() {
            true => Ok(kept.session),
            false => Err(StoreError::Untrue {
                sid: kept.session.sid,
                proof: kept.proof,
            }),
        }
    }

    /// The same as it stands, true or not: its proof says which.
    ///
    /// # Errors
    /// As [`Sessions::get`], but for [`StoreError::Untrue`].
    pub async fn look(&self, sid: &str) -> Result<Kept, StoreError> {
        let sid = self.resolve(sid).await?;
        let row = self.row(&sid).await?;
        let mut row = row.ok_or(StoreError::NoSuchSession { sid })?;
        let (link, trail) = (chain::link(&mut row)?, session_rows::trail(&mut row)?);
        let session = session_rows::whole(row)?;
        Ok(Kept {
            proof: Proof::of(&self.0.key, &session, &trail, link.as_ref()),
            session,
            trail,
            link,
        })
    }

    /// The row of a session, whole, with its trail and its link.
    pub(super) async fn row(&self, sid: &str) -> Result<Option<Row>, StoreError> {
        const WHOLE: &str =
            "SELECT s.sid, kind, resource, role_label, role_name, status, message, plan_sid,
                 started_at, finished_at, expires_at, os_user, document, facts,
                 host_name, admin_account, planner_version, digest_before, digest_after,
                 lock_asked_at, locked_at, adopted_by, plan_use,
                 number, form, late, document_sha256, facts_sha256, journal_count, journal_sha256,
                 before, hash, mac
             FROM sessions AS s
                 LEFT JOIN session_trail AS t ON t.sid = s.sid
                 LEFT JOIN session_chain AS c ON c.sid = s.sid
             WHERE s.sid = $1";
        let db = &self.0.db;
        db.first("read the session", WHOLE, &[sid.into()]).await
    }

    /// The sessions that the filter lets through, newest first, without
    /// documents and facts.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn list(&self, filter: &SessionFilter) -> Result<Vec<Session>, StoreError> {
        let kept = self.list_kept(filter).await?;
        Ok(kept.into_iter().map(|kept| kept.session).collect())
    }

    /// The same with what the chain says of each.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn list_kept(&self, filter: &SessionFilter) -> Result<Vec<Kept>, StoreError> {
        const LIST: &str =
            "SELECT s.sid, kind, resource, role_label, role_name, status, message, plan_sid,
                 started_at, finished_at, expires_at, os_user,
                 host_name, admin_account, planner_version, digest_before, digest_after,
                 lock_asked_at, locked_at, adopted_by, plan_use,
                 number, form, late, document_sha256, facts_sha256, journal_count, journal_sha256,
                 before, hash, mac
             FROM sessions AS s
                 LEFT JOIN session_trail AS t ON t.sid = s.sid
                 LEFT JOIN session_chain AS c ON c.sid = s.sid
             WHERE (CAST($1 AS TEXT) IS NULL OR resource = $1)
                 AND (CAST($2 AS TEXT) IS NULL OR role_label = $2 OR role_name = $2)
                 AND (CAST($3 AS TEXT) IS NULL OR kind = $3)
                 AND (CAST($4 AS TEXT) IS NULL OR status = $4)
             ORDER BY started_at DESC, resource, role_label, s.sid
             LIMIT $5";
        let values = [
            filter.resource.as_ref().into(),
            filter.role.as_ref().into(),
            filter.kind.map(SessionKind::as_str).into(),
            filter.status.as_ref().into(),
            filter.limit.map_or(i64::MAX, i64::from).into(),
        ];
        let rows = self.0.db.all("list the sessions", LIST, &values).await?;
        let read = |mut row: Row| {
            let (link, trail) = (chain::link(&mut row)?, session_rows::trail(&mut row)?);
            let session = session_rows::bare(row)?;
            Ok(Kept {
                proof: Proof::of_bare(&self.0.key, &session, &trail, link.as_ref()),
                session,
                trail,
                link,
            })
        };
        rows.into_iter().map(read).collect()
    }

    /// The applies of a role that have not said how they ended, oldest first, without documents:
    /// of processes that run, and of those that died.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn unfinished(
        &self,
        resource: &str,
        role_name: &str,
    ) -> Result<Vec<Session>, StoreError> {
        const UNFINISHED: &str =
            "SELECT sid, kind, resource, role_label, role_name, status, message, plan_sid,
                 started_at, finished_at, expires_at, os_user
             FROM sessions
             WHERE resource = $1 AND role_name = $2 AND finished_at IS NULL AND kind = 'apply'
             ORDER BY started_at, sid";
        const DOING: &str = "look for unfinished applies";
        let values = [resource.into(), role_name.into()];
        let rows = self.0.db.all(DOING, UNFINISHED, &values).await?;
        rows.into_iter().map(session_rows::bare).collect()
    }

    /// The names of the roles that have such applies on a resource.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn unfinished_roles(&self, resource: &str) -> Result<BTreeSet<String>, StoreError> {
        const ROLES: &str = "SELECT DISTINCT role_name FROM sessions
             WHERE resource = $1 AND finished_at IS NULL AND kind = 'apply'";
        const DOING: &str = "look for unfinished applies";
        let rows = self.0.db.all(DOING, ROLES, &[resource.into()]).await?;
        rows.into_iter()
            .map(|mut row| row.text("role_name"))
            .collect()
    }

    /// The whole sid for what the user typed.
    async fn resolve(&self, typed: &str) -> Result<String, StoreError> {
        const NAMED: usize = 10;
        let prefix = typed.trim().to_lowercase();
        const BEGUN: &str =
            "SELECT sid FROM sessions WHERE substr(sid, 1, length($1)) = $1 ORDER BY sid LIMIT 11";
        let db = &self.0.db;
        let rows = db
            .all("look up a session", BEGUN, &[Value::from(&prefix)])
            .await?;
        let sids = rows.into_iter().map(|mut row| row.text("sid"));
        let mut candidates = sids.collect::<Result<Vec<_>, _>>()?;
        // The whole sid sorts before any that it begins.
        if candidates.first() == Some(&prefix) {
            return Ok(prefix);
        }
        if prefix.chars().count() < 6 {
            return Err(StoreError::SidTooShort { prefix });
        }
        match candidates.len() {
            0 => Err(StoreError::NoSuchSession { sid: prefix }),
            1 => Ok(candidates.swap_remove(0)),
            _ => {
                candidates.truncate(NAMED);
                Err(StoreError::AmbiguousSid { prefix, candidates })
            }
        }
    }
}

#[cfg(test)]
#[path = "sessions_tests.rs"]
mod tests;
