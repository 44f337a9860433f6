//! The laws on a real server, whatever its version: the cluster is brought to a random state by the
//! roles concerned, planned, changed by the plan's own statements, and planned again. It shows that
//! the simulation, the planner's model and the server agree, at every step.
//!
//! `ROLEWRIGHT_LAW_SEED` and `ROLEWRIGHT_LAW_CASES` pick other and more cases: see `law/runner.rs`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // Tests fail by panicking.

mod harness;
#[path = "law/mod.rs"]
mod law;
#[path = "law/server/mod.rs"]
mod server;

use law::case::server_case;
use law::runner::check;

const CASES: u32 = 200;

#[test]
fn the_laws_hold_on_a_server() {
    let cluster = harness::cluster();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let server = runtime.block_on(server::Server::new(cluster));
    let counts = std::cell::RefCell::new(server::Counts::default());
    let law = format!("the_laws_hold_on_postgres_{}", cluster.version);
    check(&law, CASES, &server_case(cluster.version), |case| {
        let result = runtime.block_on(server.holds(&case, &mut counts.borrow_mut()));
        result.map_err(proptest::test_runner::TestCaseError::fail)
    });
    println!("PostgreSQL {}: {:?}", cluster.version, counts.borrow());
}
