//! The state a plan was made from, as text; its SHA-256 is the `state_checksum`.
//!
//! # Encoding
//!
//! One JSON array a line, each ended by `\n`, no spaces, in the order given here. The first item
//! names the kind of fact. A set of privileges is its keywords in byte order joined by a space.
//!
//! ```text
//! ["rolewright/state/1", resource, system_identifier, major]
//! ["role", name, state]
//! ["membership", role, grantor, admin, inherit, set]             each of this role's, sorted
//! ["source", name, exists]                                       external roles
//! ["login", name, state]                                         with two logins, or where one is
//! ["login_membership", login, role, grantor, admin, inherit, set]
//! ["over", name]                                                 of the role and its logins
//! ["database", name, owner, entries, public]                     where it has a scope or an entry
//! ["schema", database, name, owner, entries, public]
//! ["relations", database, schema, kind, owner, entries, public, names]
//! ["default", database, schema, relation, column, sequence_schema, sequence]
//! ["column", database, schema, relation, column, entries]
//! ```
//!
//! `state` is `false` where the role does not exist, else `true, attributes, connection_limit,
//! valid_until`: those of "superuser inherit createrole createdb login replication bypassrls" that
//! are on, and `null` for no limit and no expiry.
//!
//! `over` says that VALID UNTIL has passed by the server's clock. It stands only where logins do.
//!
//! `entries` are the direct ACL entries of this role alone, `[[grantor, privileges, grantable]…]`,
//! and `public` is what PUBLIC holds; both after a NULL ACL was replaced by the built-in default, so
//! that a GRANT to another role, which makes a default explicit, changes nothing here. Outside of
//! the scopes only objects with an entry of this role appear, and without `public` (`relations`:
//! with an empty one). Objects that agree in everything stand in one line, names in byte order.
//!
//! Tables of a scope always appear; other kinds where the role should hold something on them, or
//! holds something. A `default` is a column whose default calls a sequence, where INSERT on its table
//! is desired: it brings USAGE on the sequence.
//!
//! Written out:
//!
//! ```
//! use planner::facts::Fact;
//!
//! let line = r#"["column","app","public","t","email",[["postgres","SELECT UPDATE","SELECT"]]]"#;
//! let Fact::Column { database, relation, column, entries, .. } = Fact::read(line) else {
//!     panic!("not read as a column");
//! };
//! assert_eq!(database.as_str(), "app");
//! assert_eq!((relation.as_str(), column.as_str()), ("t", "email"));
//! assert_eq!(entries[0].grantor.as_str(), "postgres");
//! assert_eq!(entries[0].grantable.to_string(), "SELECT");
//! assert!(matches!(Fact::read(r#"["column","app"]"#), Fact::Unknown(_)));
//! ```

mod compare;
mod fact;
mod field;
mod gather;
#[cfg(test)]
mod tests;

pub use compare::compare;
pub use fact::{Attributes, Entry, Fact, Public, RoleState};
pub use gather::facts;
