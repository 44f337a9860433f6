//! Whose account it is: the stored one, or libpq's for one call.

use crate::desk::{Desk, Output, run};
use crate::postgres::cluster;

fn health(desk: &Desk, variables: &[(&str, &str)]) -> Output {
    let mut command = desk.command(&["health", "fleet"]);
    command.envs(variables.iter().copied());
    run(command, "")
}

#[test]
fn the_stored_account_can_be_set_aside_for_one_call() {
    let c = cluster();
    c.sql("postgres", "CREATE ROLE acc_other LOGIN PASSWORD 'p'");
    let desk = Desk::with_resources(c, &["fleet"]);
    let other = [("PGUSER", "acc_other"), ("PGPASSWORD", "p")];
    let stored = health(&desk, &other).expect(0);
    assert!(
        stored.stdout.contains("user: postgres"),
        "{}",
        stored.stdout
    );
    let env = ("ROLEWRIGHT_CREDENTIALS", "env");
    let its_own = health(&desk, &[other[0], other[1], env]).expect(0);
    assert!(
        its_own.stdout.contains("user: acc_other"),
        "{}",
        its_own.stdout
    );
    // Nothing of the stored account is used then, its password least of all.
    let refused = health(&desk, &[env, ("PGUSER", "postgres")]);
    assert_eq!(refused.code, 1, "{}", refused.all());
    let odd = health(&desk, &[("ROLEWRIGHT_CREDENTIALS", "both")]);
    assert!(
        odd.code != 0 && odd.stderr.contains("ROLEWRIGHT_CREDENTIALS"),
        "{}",
        odd.all()
    );
}
