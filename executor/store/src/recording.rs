//! Recording sessions: begun, noted, finished and sealed, each in one transaction.

use super::chain::{End, Trail};
use super::db::{Transaction, Value};
use super::session_rows::{self, gzip};
use super::{Session, Sessions, StoreError, time};
use futures_util::{StreamExt, stream};

const GET: &str = "SELECT sid, kind, resource, role_label, role_name, status, message, plan_sid,
         started_at, finished_at, expires_at, os_user, document, facts
     FROM sessions WHERE sid = $1";

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
