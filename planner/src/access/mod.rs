//! Who may act as whom: the graph of memberships, the grantor of a statement, and what is different
//! inside one database.

mod everything;
mod grantor;
mod graph;
mod inside;

pub use everything::carries_everything;
pub use grantor::Authority;
pub(crate) use grantor::{Actors, best_grantor, has_usage, nearest_first, to_grant, to_revoke};
pub(crate) use graph::Follow;
pub use graph::RoleGraph;
pub(crate) use inside::roles_inside;
