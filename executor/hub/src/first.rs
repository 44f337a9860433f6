//! The first start: nobody can log in yet, so whoever starts the hub is given a way in.

use jiff::{SignedDuration, Timestamp};
use secret::Secret;
use store::{Access, NewUser, Store, StoreError};

use crate::access::random;

/// Who the first admin is, until they say otherwise.
const NAME: &str = "admin";
const GOOD_FOR: SignedDuration = SignedDuration::from_hours(24);

/// What stands behind the `#` of the link to the first admin: where nobody has a password yet, or where
/// it is asked for again. Good for one use and a day.
///
/// # Errors
/// The store cannot be read or written.
pub async fn first_link(store: &Store, again: bool) -> Result<Option<Secret>, StoreError> {
    let users = store.users();
    let all = users.list().await?;
    let can_log_in = |user: &store::User| {
        let way = user.proof.is_some() || user.subject.is_some();
        user.is_enabled() && user.access == Access::Admin && way
    };
    if all.iter().any(can_log_in) && !again {
        return Ok(None);
    }
    let admin = all
        .into_iter()
        .find(|user| user.is_enabled() && user.access == Access::Admin);
    let admin = match admin {
        Some(admin) => admin,
        None => {
            let new = NewUser {
                name: NAME.to_owned(),
                access: Access::Admin,
                subject: None,
            };
            let id = uuid::Uuid::new_v4().to_string();
            users.add(&id, &new).await?
        }
    };
    let link = random(32);
    let expires_at = Timestamp::now() + GOOD_FOR;
    store.user_links().add(&admin.id, &link, expires_at).await?;
    Ok(Some(link))
}
