//! Who asks, whether they may, and that it is on record.

mod caller;
mod cookie;
mod guard;
mod origin;
mod passwords;
mod record;
mod table;
mod throttle;

pub use table::{TABLE, Who};

pub(crate) use caller::{Caller, Login};
pub(crate) use cookie::LoginStore;
pub(crate) use guard::guard;
pub(crate) use passwords::{Passwords, random};
pub(crate) use record::Attempted;
pub(crate) use throttle::Throttle;
