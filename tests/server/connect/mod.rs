//! The way to a server, and what may stand on it.

mod account;
mod login;
mod mitm;
mod pgbouncer;
mod pooled;
mod tls;
mod waits;
