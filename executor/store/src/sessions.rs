//! The audit record: one session for each plan, apply, and password shown.

use super::chain::{self, End, Link, Proof, Trail};
use super::db::{Row, Transaction, Value};
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

const GET: &str = "SELECT sid, kind, resource, role_label, role_name, status, message, plan_sid,
         started_at, finished_at, expires_at, os_user, document, facts
     FROM sessions WHERE sid = $1";

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

/// Adds to the trail of a session.
async fn keep_trail(
    transaction: &mut Transaction,
    sid: &str,
    trail: &Trail,
) -> Result<(), StoreError> {
    const KEEP: &str = "INSERT INTO session_trail
             (sid, host_name, admin_account, planner_version, digest_before, digest_after)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (sid) DO UPDATE SET
             host_name = COALESCE(excluded.host_name, session_trail.host_name),
             admin_account = COALESCE(excluded.admin_account, session_trail.admin_account),
             planner_version = COALESCE(excluded.planner_version, session_trail.planner_version),
             digest_before = COALESCE(excluded.digest_before, session_trail.digest_before),
             digest_after = COALESCE(excluded.digest_after, session_trail.digest_after)";
    let values = [
        Value::from(sid),
        trail.host_name.as_ref().into(),
        trail.admin_account.as_ref().into(),
        trail.planner_version.as_ref().into(),
        trail.digest_before.as_ref().into(),
        trail.digest_after.as_ref().into(),
    ];
    transaction.execute(KEEP, &values).await.map(drop)
}

/// The machine this is, as it calls itself.
#[must_use]
pub fn host_name() -> Option<String> {
    #[cfg(unix)]
    {
        let name = rustix::system::uname();
        Some(name.nodename().to_string_lossy().into_owned())
    }
    #[cfg(not(unix))]
    {
        std::env::var("COMPUTERNAME").ok()
    }
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
        let here = Trail {
            host_name: host_name(),
            ..Trail::default()
        };
        self.insert_with(sessions, |_| here.clone()).await
    }

    /// The same, with what is known of where and with what each was done.
    /// Those that have finished are sealed, in this order.
    ///
    /// # Errors
    /// As [`Sessions::insert_many`].
    pub async fn insert_with(
        &self,
        sessions: &[Session],
        trail: impl Fn(&Session) -> Trail,
    ) -> Result<(), StoreError> {
        const INSERT: &str =
            "INSERT INTO sessions (sid, kind, resource, role_label, role_name, status, message,
                 plan_sid, started_at, finished_at, expires_at, os_user, document, facts)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
        // Before the transaction: nobody has to wait while we compress.
        let packed = pack(sessions).await;
        let mut transaction = self.0.db.begin("record the sessions").await?;
        let mut end = End::find(&mut transaction, &self.0.key).await?;
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
            let known = trail(session);
            keep_trail(&mut transaction, &session.sid, &known).await?;
            if session.finished_at.is_some() {
                end.add(&mut transaction, &self.0.key, session).await?;
            }
        }
        end.settle(&mut transaction, &self.0.key).await?;
        transaction.commit().await
    }

    /// Adds to what is known of where and with what a running session is done;
    /// what is `None` stays as it was.
    ///
    /// # Errors
    /// [`StoreError::SessionFinished`], [`StoreError::NoSuchSession`], or the
    /// store cannot be written.
    pub async fn note(&self, sid: &str, trail: &Trail) -> Result<(), StoreError> {
        const DOING: &str = "note what a session is done with";
        const RUNNING: &str = "SELECT status, finished_at FROM sessions WHERE sid = $1";
        let mut transaction = self.0.db.begin(DOING).await?;
        let row = transaction.all(RUNNING, &[sid.into()]).await?.pop();
        let sid = sid.to_owned();
        let Some(mut row) = row else {
            return Err(StoreError::NoSuchSession { sid });
        };
        if row.text_or_null("finished_at")?.is_some() {
            let status = row.text("status")?;
            return Err(StoreError::SessionFinished { sid, status });
        }
        keep_trail(&mut transaction, &sid, trail).await?;
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
        let values = [
            sid.into(),
            status.into(),
            message.into(),
            document.map(|text| gzip(text.as_bytes())).into(),
            time::now().into(),
        ];
        let mut transaction = self.0.db.begin(DOING).await?;
        let finished = transaction.execute(FINISH, &values).await?;
        let row = transaction.all(GET, &[sid.into()]).await?.pop();
        let sid = sid.to_owned();
        let Some(row) = row else {
            return Err(StoreError::NoSuchSession { sid });
        };
        let session = session_rows::whole(row)?;
        if finished == 0 {
            let status = session.status;
            return Err(StoreError::SessionFinished { sid, status });
        }
        let mut end = End::find(&mut transaction, &self.0.key).await?;
        end.add(&mut transaction, &self.0.key, &session).await?;
        end.settle(&mut transaction, &self.0.key).await?;
        transaction.commit().await
    }

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
        Ok(self.kept(session_rows::whole(row)?, trail, link))
    }

    fn kept(&self, session: Session, trail: Trail, link: Option<Link>) -> Kept {
        Kept {
            proof: Proof::of(&self.0.key, &session, &trail, link.as_ref()),
            session,
            trail,
            link,
        }
    }

    /// The row of a session, whole, with its trail and its link.
    pub(super) async fn row(&self, sid: &str) -> Result<Option<Row>, StoreError> {
        const WHOLE: &str =
            "SELECT s.sid, kind, resource, role_label, role_name, status, message, plan_sid,
                 started_at, finished_at, expires_at, os_user, document, facts,
                 host_name, admin_account, planner_version, digest_before, digest_after,
                 number, late, document_sha256, facts_sha256, journal_count, journal_sha256,
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
                 number, late, document_sha256, facts_sha256, journal_count, journal_sha256,
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
            Ok(self.kept(session_rows::bare(row)?, trail, link))
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
