//! Whose account it is: the stored one, or libpq's for one call.

use proxy::Proxy;

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

/// Nothing at all is sent to another place, until a person says that it is the right one.
#[test]
fn an_account_goes_where_it_was_tested_until_a_person_confirms_another_place() {
    let c = cluster();
    c.sql("postgres", "CREATE DATABASE acc_moved");
    let elsewhere = Proxy::to(&c.host, c.port).unwrap();
    let desk = Desk::with_resources(c, &["acc_moved"]);
    let plan = ["plan", "acc_moved", "--role", "ro", "--scopes", "acc_moved"];
    let plan = [&plan[..], &["--privileges", "SELECT", "-o"]].concat();
    let made = [&plan[..], &["result.yaml"]].concat();
    desk.run(&made).expect(0);
    desk.place("acc_moved", "127.0.0.1", elsewhere.port);
    let (to, tested) = (elsewhere.port.to_string(), c.port.to_string());
    let plan = [&plan[..], &["another.yaml"]].concat();
    let apply = ["apply", "-f", "result.yaml"];
    let health = ["health", "acc_moved"];
    let snapshot = ["snapshot", "acc_moved", "-o", "catalog.json"];
    for refused in [&plan[..], &apply, &health, &snapshot] {
        let said = desk.run(refused).expect(1).all();
        for part in [
            &to,
            &tested,
            "not sent anywhere else",
            "credentials confirm acc_moved",
        ] {
            assert!(said.contains(part), "{refused:?}: no {part}: {said}");
        }
    }
    assert!(elsewhere.recorded().is_empty());

    // Whoever confirms a place that does not let it in has changed nothing.
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let free = nobody.local_addr().unwrap().port();
    drop(nobody);
    desk.place("acc_moved", "127.0.0.1", free);
    let confirm = ["credentials", "confirm", "acc_moved", "--json"];
    desk.run(&confirm[..3])
        .expect(1)
        .says("nothing was changed");
    desk.place("acc_moved", &c.host, c.port);
    desk.run(&health).expect(0);

    desk.place("acc_moved", "127.0.0.1", elsewhere.port);
    let body = desk.run(&confirm).expect(0).stdout;
    let body: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(body["format"], "rolewright/credentials-confirm/1");
    assert_eq!(body["user"], c.user);
    assert_eq!(body["confirmed"], format!("127.0.0.1:{to}"));
    assert_eq!(body["before"], format!("{}:{tested}", c.host));
    // The plan is of that cluster, wherever it is.
    desk.run(&apply).expect(0);
    assert!(!elsewhere.recorded().is_empty());
    // And the way back is another place again.
    desk.place("acc_moved", &c.host, c.port);
    desk.run(&health).expect(1).says("credentials confirm");
}
