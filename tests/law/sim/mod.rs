//! PostgreSQL's privileges in small: `acl.c`, `aclchk.c` and `user.c`, by number instead of by name.

mod acl;
mod grant;
mod members;
mod membership;
mod snapshot;
mod world;

pub use acl::{Acl, Held};
pub use grant::{Change, On, accepted, default_acl};
pub use membership::Join;
pub use world::{BEFORE, BOOTSTRAP, Database, LATER, NOW, Relation, Role, RoleId, Schema, World};
