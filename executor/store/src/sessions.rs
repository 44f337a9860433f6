//! The audit record: one session for each plan, apply, and password shown.

use super::db::Value;
use super::session_rows::{self, gzip};
use super::{Store, StoreError, time};
use futures_util::{StreamExt, stream};
use jiff::Timestamp;

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

/// Document and facts of a session, compressed.
type Packed = (Option<Vec<u8>>, Option<Vec<u8>>);

/// Those of each session, on as many threads as there are cores.
async fn pack(sessions: &[Session]) -> Vec<Packed> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let work: Vec<_> = sessions.iter().map(pack_both).collect();
    stream::iter(work).buffered(cores).collect().await
}

async fn pack_both(session: &Session) -> Packed {
    let document = session.document.as_deref().map(str::as_bytes);
    (
        pack_one(document).await,
        pack_one(session.facts.as_deref()).await,
    )
}

async fn pack_one(bytes: Option<&[u8]>) -> Option<Vec<u8>> {
    let bytes = bytes?;
    let copy = bytes.to_vec();
    let packed = tokio::task::spawn_blocking(move || gzip(&copy)).await;
    // No thread to be had: the runtime is going down, and the record is still wanted.
    Some(packed.unwrap_or_else(|_| gzip(bytes)))
}

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
    /// Records one session.
    ///
    /// # Errors
    /// As [`Sessions::insert_many`].
    pub async fn insert(&self, session: &Session) -> Result<(), StoreError> {
        self.insert_many(std::slice::from_ref(session)).await
    }

    /// Records sessions, all or none, in one transaction.
    ///
    /// # Errors
    /// [`StoreError::SessionExists`] for a sid that is recorded already, or the
    /// store cannot be written.
    pub async fn insert_many(&self, sessions: &[Session]) -> Result<(), StoreError> {
        const INSERT: &str =
            "INSERT INTO sessions (sid, kind, resource, role_label, role_name, status, message,
                 plan_sid, started_at, finished_at, expires_at, os_user, document, facts)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
        // Before the transaction: nobody has to wait while we compress.
        let packed = pack(sessions).await;
        let mut transaction = self.0.db.begin("record the sessions").await?;
        for (session, (document, facts)) in sessions.iter().zip(packed) {
            let values = [
                Value::from(&session.sid),
                session.kind.as_str().into(),
                Value::from(&session.resource),
                Value::from(&session.role_label),
                Value::from(&session.role_name),
                Value::from(&session.status),
                Value::from(&session.message),
                session.plan_sid.as_ref().into(),
                time::to_text(session.started_at).into(),
                session.finished_at.map(time::to_text).into(),
                session.expires_at.map(time::to_text).into(),
                Value::from(&session.os_user),
                document.into(),
                facts.into(),
            ];
            match transaction.execute(INSERT, &values).await {
                Err(StoreError::Exists { .. }) => {
                    return Err(StoreError::SessionExists {
                        sid: session.sid.clone(),
                    });
                }
                inserted => inserted?,
            };
        }
        transaction.commit().await
    }

    /// Ends a running session: its outcome, and its document (`None` keeps the
    /// one it has). `sid` is the whole sid.
    ///
    /// # Errors
    /// [`StoreError::NoSuchSession`], [`StoreError::SessionFinished`] (a record
    /// is ended once), or the store cannot be written.
    pub async fn finish(
        &self,
        sid: &str,
        status: &str,
        message: &str,
        document: Option<&str>,
    ) -> Result<(), StoreError> {
        const DOING: &str = "finish the session";
        const FINISH: &str =
            "UPDATE sessions SET status = $2, message = $3, document = COALESCE($4, document),
                 finished_at = $5
             WHERE sid = $1 AND finished_at IS NULL";
        const STATUS: &str = "SELECT status FROM sessions WHERE sid = $1";
        let values = [
            sid.into(),
            status.into(),
            message.into(),
            document.map(|text| gzip(text.as_bytes())).into(),
            time::now().into(),
        ];
        if self.0.db.execute(DOING, FINISH, &values).await? == 1 {
            return Ok(());
        }
        let row = self.0.db.first(DOING, STATUS, &[sid.into()]).await?;
        let status = row.map(|mut row| row.text("status")).transpose()?;
        let sid = sid.to_owned();
        Err(match status {
            Some(status) => StoreError::SessionFinished { sid, status },
            None => StoreError::NoSuchSession { sid },
        })
    }

    /// One session, whole, by its sid or by what only its sid begins with (at
    /// least 6 characters, either case).
    ///
    /// # Errors
    /// [`StoreError::NoSuchSession`], [`StoreError::SidTooShort`],
    /// [`StoreError::AmbiguousSid`], or the store cannot be read.
    pub async fn get(&self, sid: &str) -> Result<Session, StoreError> {
        const GET: &str =
            "SELECT sid, kind, resource, role_label, role_name, status, message, plan_sid,
                 started_at, finished_at, expires_at, os_user, document, facts
             FROM sessions WHERE sid = $1";
        let sid = self.resolve(sid).await?;
        let db = &self.0.db;
        let row = db
            .first("read the session", GET, &[Value::from(&sid)])
            .await?;
        session_rows::whole(row.ok_or(StoreError::NoSuchSession { sid })?)
    }

    /// The sessions that the filter lets through, newest first, without
    /// documents and facts.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn list(&self, filter: &SessionFilter) -> Result<Vec<Session>, StoreError> {
        const LIST: &str =
            "SELECT sid, kind, resource, role_label, role_name, status, message, plan_sid,
                 started_at, finished_at, expires_at, os_user
             FROM sessions
             WHERE (CAST($1 AS TEXT) IS NULL OR resource = $1)
                 AND (CAST($2 AS TEXT) IS NULL OR role_label = $2 OR role_name = $2)
                 AND (CAST($3 AS TEXT) IS NULL OR kind = $3)
                 AND (CAST($4 AS TEXT) IS NULL OR status = $4)
             ORDER BY started_at DESC, resource, role_label, sid
             LIMIT $5";
        let values = [
            filter.resource.as_ref().into(),
            filter.role.as_ref().into(),
            filter.kind.map(SessionKind::as_str).into(),
            filter.status.as_ref().into(),
            filter.limit.map_or(i64::MAX, i64::from).into(),
        ];
        let rows = self.0.db.all("list the sessions", LIST, &values).await?;
        rows.into_iter().map(session_rows::bare).collect()
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
