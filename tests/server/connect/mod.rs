//! The way to a server, and what may stand on it.

mod account;
mod login;
mod mitm;
pub mod password_command;
mod pgbouncer;
mod pooled;
mod tls;
mod waits;
mod without;
