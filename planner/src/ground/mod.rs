//! What everything else stands on: names, quoting, privileges, kinds of objects, versions, findings.

pub mod hash;
pub mod kind;
pub mod map;
pub(crate) mod moment;
pub mod names;
pub mod nesting;
pub mod note;
pub(crate) mod ordered;
pub mod privilege;
pub mod quote;
pub mod server;

/// The planner's version, written into every session document.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
