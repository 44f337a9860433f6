//! What to do about the libraries' errors, in a hub: no command, and the page where it is done.

use ops::OpsError;
use store::{Sealed, StoreError};

/// For an error of the store.
pub(crate) fn store(error: &StoreError) -> Option<String> {
    Some(match error {
        StoreError::NoSuchResource { .. } => {
            "import it, or look for it in the inventory".to_owned()
        }
        StoreError::Untrue { .. } | StoreError::RowEdited { .. } => {
            "somebody changed the hub's database: compare it with a backup".to_owned()
        }
        StoreError::PlanUsed { .. } => "make a new plan".to_owned(),
        StoreError::Sealed {
            what: Sealed::AdminAccount { resource },
            ..
        } => format!("set the admin account of {resource} again"),
        StoreError::LastAdmin { .. } => "make somebody else an admin first".to_owned(),
        _ => return None,
    })
}

/// For an operation that failed.
pub(crate) fn operation(error: &OpsError) -> Option<String> {
    Some(match error {
        OpsError::NoCredentials(resource) => format!("set up the admin account of {resource}"),
        OpsError::AccountElsewhere { resource, .. } => {
            format!("if that is right, set the admin account of {resource} again")
        }
        OpsError::Store(error) => return store(error),
        OpsError::Connect(error) => error.remedy(),
        OpsError::NotOurs { .. } => {
            "apply it with “take over”, once you know that nobody else needs the role as it is"
                .to_owned()
        }
        OpsError::Refused(_) | OpsError::ForeignRotation | OpsError::UnsoundPlan(_) => {
            "make a new plan".to_owned()
        }
        _ => return None,
    })
}
