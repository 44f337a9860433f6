//! CSV imports: inventory, admin credentials, roles. CLI and browser classify rows here, alike.
//!
//! ```text
//! bytes ─> decode ─> separator ─> quotes (spaces and quotes, faults placed)
//!       ─> reader (csv crate: header, cells, lines)
//!       ─> inventory | credentials | roles (one entry a row) ─> settle (duplicates, conflicts)
//!       ─> Import: every row with its line and what becomes of it
//! ```
//!
//! A fault of the file as a whole (encoding, header, a quote never closed) is an [`ImportError`];
//! a fault of one row is that row's [`Class::Invalid`], and the other rows still stand.

mod cell;
mod classified;
pub mod credentials;
mod decode;
mod error;
mod header;
mod host;
pub mod inventory;
mod lists;
mod nearest;
mod place;
mod quotes;
mod reader;
pub mod roles;
mod separator;
mod settle;
mod table;
#[cfg(test)]
mod tests;

pub use classified::{Class, Classified, Counts, FieldChange, Import};
pub use credentials::{CredentialEntry, Login, Password};
pub use error::{ErrorReport, HeaderFault, ImportError};
pub use inventory::ResourceEntry;
pub use place::{Column, Fault, Missing, RowFault};
pub use roles::{RoleEntry, parse_roles};
pub use table::{RolesTable, TableRow, roles_table, write_roles, write_table};
