//! Recording sessions: begun, noted, finished and sealed, each in one transaction.

use super::chain::{End, Trail};
use super::db::{Transaction, Value};
use super::session_rows::{self, gzip};
use super::{
    Claim, Entry, How, RolePlace, Session, Sessions, Standing, StoreError, UseState, journal,
    made_roles, plan_uses, time,
};
use futures_util::{StreamExt, stream};

const GET: &str = "SELECT sid, kind, resource, role_label, role_name, status, message, plan_sid,
         started_at, finished_at, expires_at, os_user, document, facts
     FROM sessions WHERE sid = $1";

/// How an apply ended. All of it counts, or none.
#[derive(Debug, Clone, Default)]
pub struct Outcome<'a> {
    /// The status.
    pub status: &'a str,
    /// One line for people.
    pub message: &'a str,
    /// The document; `None` keeps the one it has.
    pub document: Option<&'a str>,
    /// What became of its plan, where it was claimed.
    pub plan: Option<(&'a Claim, UseState)>,
    /// The roles that it created, should it not be noted yet that they are ours.
    pub made: &'a [RolePlace],
    /// What else is known of where and with what it was done.
    pub trail: Trail,
}

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

/// One that is not sealed yet.
async fn insert_row(
    tx: &mut Transaction,
    session: &Session,
    (document, facts): Packed,
    trail: &Trail,
) -> Result<(), StoreError> {
    const INSERT: &str =
        "INSERT INTO sessions (sid, kind, resource, role_label, role_name, status, message,
                 plan_sid, started_at, finished_at, expires_at, os_user, document, facts)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
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
    match tx.execute(INSERT, &values).await {
        Err(StoreError::Exists { .. }) => {
            return Err(StoreError::SessionExists {
                sid: session.sid.clone(),
            });
        }
        inserted => inserted?,
    };
    keep_trail(tx, &session.sid, trail).await
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
        // Before the transaction: nobody has to wait while we compress.
        let packed = pack(sessions).await;
        let mut transaction = self.0.db.begin("record the sessions").await?;
        let mut end = End::find(&mut transaction, &self.0.key).await?;
        for (session, (document, facts)) in sessions.iter().zip(packed) {
            insert_row(
                &mut transaction,
                session,
                (document, facts),
                &trail(session),
            )
            .await?;
            if session.finished_at.is_some() {
                end.add(&mut transaction, &self.0.key, session).await?;
            }
        }
        end.settle(&mut transaction, &self.0.key).await?;
        transaction.commit().await
    }

    /// Records that an apply begins, with the first word of its journal: at no moment is one there
    /// without the other, which would be taken for an apply of a version without a journal.
    ///
    /// # Errors
    /// As [`Sessions::insert_many`].
    pub async fn begin(
        &self,
        session: &Session,
        trail: &Trail,
        first: &Entry,
    ) -> Result<(), StoreError> {
        let packed = pack_both(session).await;
        let mut tx = self.0.db.begin("record the session").await?;
        insert_row(&mut tx, session, packed, trail).await?;
        journal::add(&mut tx, &session.sid, first).await?;
        tx.commit().await
    }

    /// Ends a running session, once and for good.
    ///
    /// # Errors
    /// [`StoreError::is_overtaken`], [`StoreError::NoSuchSession`],
    /// [`StoreError::NotClaimed`], or the store cannot be written.
    pub async fn finish(
        &self,
        standing: &Standing,
        outcome: Outcome<'_>,
    ) -> Result<(), StoreError> {
        const DOING: &str = "finish the session";
        const FINISH: &str =
            "UPDATE sessions SET status = $2, message = $3, document = COALESCE($4, document),
                 finished_at = $5
             WHERE sid = $1";
        let (sid, key) = (standing.sid(), &self.0.key);
        let values = [
            sid.into(),
            outcome.status.into(),
            outcome.message.into(),
            outcome.document.map(|text| gzip(text.as_bytes())).into(),
            time::now().into(),
        ];
        let mut tx = self.0.db.begin(DOING).await?;
        standing.check(&mut tx).await?;
        tx.execute(FINISH, &values).await?;
        let mut trail = outcome.trail;
        if let Some((claim, state)) = outcome.plan {
            plan_uses::settle(&mut tx, key, claim, state).await?;
            trail.plan_use = Some(state.as_str().to_owned());
        }
        for place in outcome.made {
            made_roles::record(&mut tx, key, place, sid, How::Created).await?;
        }
        keep_trail(&mut tx, sid, &trail).await?;
        let row = tx.all(GET, &[sid.into()]).await?.pop();
        let row = row.ok_or_else(|| StoreError::NoSuchSession {
            sid: sid.to_owned(),
        })?;
        let session = session_rows::whole(row)?;
        let mut end = End::find(&mut tx, key).await?;
        end.add(&mut tx, key, &session).await?;
        end.settle(&mut tx, key).await?;
        tx.commit().await
    }
}

/// Adds to the trail of a session.
async fn keep_trail(
    transaction: &mut Transaction,
    sid: &str,
    trail: &Trail,
) -> Result<(), StoreError> {
    const KEEP: &str = "INSERT INTO session_trail
             (sid, host_name, admin_account, planner_version, digest_before, digest_after,
              lock_asked_at, locked_at, adopted_by, plan_use)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         ON CONFLICT (sid) DO UPDATE SET
             host_name = COALESCE(excluded.host_name, session_trail.host_name),
             admin_account = COALESCE(excluded.admin_account, session_trail.admin_account),
             planner_version = COALESCE(excluded.planner_version, session_trail.planner_version),
             digest_before = COALESCE(excluded.digest_before, session_trail.digest_before),
             digest_after = COALESCE(excluded.digest_after, session_trail.digest_after),
             lock_asked_at = COALESCE(excluded.lock_asked_at, session_trail.lock_asked_at),
             locked_at = COALESCE(excluded.locked_at, session_trail.locked_at),
             adopted_by = COALESCE(excluded.adopted_by, session_trail.adopted_by),
             plan_use = COALESCE(excluded.plan_use, session_trail.plan_use)";
    let values = [
        Value::from(sid),
        trail.host_name.as_ref().into(),
        trail.admin_account.as_ref().into(),
        trail.planner_version.as_ref().into(),
        trail.digest_before.as_ref().into(),
        trail.digest_after.as_ref().into(),
        trail.lock_asked_at.as_ref().into(),
        trail.locked_at.as_ref().into(),
        trail.adopted_by.as_ref().into(),
        trail.plan_use.as_ref().into(),
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
