//! One apply at a time for a cluster and role: an advisory lock in the maintenance database, which
//! is always the same one, because advisory locks are per database.

use planner::names::RoleName;
use tokio_postgres::types::Type;

use super::error::{ApplyError, StatementError};
use crate::connect::Connection;

/// The first key of the two: ours among all users of advisory locks ("Role").
const OURS: i32 = 0x526f_6c65;

/// Takes the lock, held until the session ends.
///
/// # Errors
/// [`ApplyError::Locked`] where another apply holds it, or the server's refusal.
pub async fn lock_role(maintenance: &Connection, role: &RoleName) -> Result<(), ApplyError> {
    let hash = planner::hash::sha256_hex(role.as_str().as_bytes());
    let key = hash
        .get(..8)
        .and_then(|h| u32::from_str_radix(h, 16).ok())
        .unwrap_or_default();
    let key = key.cast_signed();
    let sql = "SELECT pg_catalog.pg_try_advisory_lock($1, $2)";
    let row = maintenance
        .client()
        .query_typed(sql, &[(&OURS, Type::INT4), (&key, Type::INT4)])
        .await
        .map_err(|e| {
            StatementError::new("the maintenance database".to_owned(), sql.to_owned(), &e)
        })?;
    match row.first().map(|r| r.try_get::<_, bool>(0)) {
        Some(Ok(true)) => Ok(()),
        _ => Err(ApplyError::Locked(role.clone())),
    }
}
