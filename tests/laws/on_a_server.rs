//! The laws on a real server, whatever its version: the cluster is brought to a random state by the
//! roles concerned, planned, changed by the plan's own statements, and planned again. It shows that
//! the simulation, the planner's model and the server agree, at every step.
//!
//! `ROLEWRIGHT_LAW_SEED` and `ROLEWRIGHT_LAW_CASES` pick other and more cases: see `law/runner.rs`.

use crate::law::case::server_case;
use crate::law::runner::check;
use crate::server;
use crate::start::start;

const CASES: u32 = 200;

#[test]
fn the_laws_hold_on_a_server() {
    let cluster = start(&[]).unwrap_or_else(|error| panic!("{error}"));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let server = runtime.block_on(server::Server::new(&cluster));
    let counts = std::cell::RefCell::new(server::Counts::default());
    let law = format!("the_laws_hold_on_postgres_{}", cluster.version);
    check(&law, CASES, &server_case(cluster.version), |case| {
        let result = runtime.block_on(server.holds(&case, &mut counts.borrow_mut()));
        result.map_err(proptest::test_runner::TestCaseError::fail)
    });
    println!("PostgreSQL {}: {:?}", cluster.version, counts.borrow());
}
