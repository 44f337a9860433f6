//! Round trips on the critical path of `plan` and `apply`, counted by a proxy: connecting, SCRAM, and
//! every exchange after it. TLS is off, which would add one or two to each connection.

use std::fmt;
use std::time::Duration;

use proxy::{Exchange, Proxy};

use crate::desk::{Desk, run};
use crate::postgres::cluster;

/// What a count may be for a new role.
struct Most {
    plan: usize,
    /// With the login test.
    apply: usize,
    /// Of plan and of apply, for 20 databases instead of 3.
    more: usize,
}

/// The aim, and a little less than what is reached: 5, 16 and none more.
const MOST: Most = Most {
    plan: 8,
    apply: 22,
    more: 4,
};

/// A silence of the client that ends an exchange. A starved machine may make it too short and so
/// a count too high, never too low: hence the tries.
const QUIET: Duration = Duration::from_millis(60);
const TRIES: usize = 3;

struct Counted {
    plan: Vec<Exchange>,
    apply: Vec<Exchange>,
}

impl fmt::Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, exchanges) in [("plan", &self.plan), ("apply", &self.apply)] {
            writeln!(f, "{name}: {} round trips", exchanges.len())?;
            for (at, exchange) in exchanges.iter().enumerate() {
                let first = exchange.first().map_or("", String::as_str);
                let first: String = first.split_whitespace().collect::<Vec<_>>().join(" ");
                let more = exchange.len() - 1;
                writeln!(f, "  {:>3}  {first:.90}  (+{more})", at + 1)?;
            }
        }
        Ok(())
    }
}

/// A new role over these databases, planned and applied.
fn count(desk: &Desk, proxy: &Proxy, label: &str, databases: &[String]) -> Counted {
    let counted = |args: &[&str]| {
        let mut command = desk.command(args);
        command
            .env("PGSSLMODE", "disable")
            .env("ROLEWRIGHT_CONNECTIONS", "20");
        proxy.count(QUIET);
        run(command, "").expect(0);
        proxy.counted()
    };
    let scopes = databases.join(",");
    let plan = counted(&[
        "plan",
        "trips",
        "--role",
        label,
        "--scopes",
        &scopes,
        "--privileges",
        "SELECT",
        "-o",
        "result.yaml",
    ]);
    let apply = counted(&["apply", "-f", "result.yaml"]);
    Counted { plan, apply }
}

#[test]
fn plan_and_apply_take_no_more_round_trips_than_they_may() {
    let cluster = cluster();
    let proxy = Proxy::to(&cluster.host, cluster.port).unwrap();
    let databases: Vec<String> = (1..=20).map(|n| format!("trips_{n:02}")).collect();
    for database in &databases {
        cluster.sql("postgres", &format!("CREATE DATABASE {database}"));
        cluster.sql(database, "CREATE TABLE public.t (id int)");
    }
    let desk = Desk::behind(proxy.port, "trips", cluster);
    let mut told = String::new();
    for attempt in 1..=TRIES {
        let few = count(&desk, &proxy, &format!("few{attempt}"), &databases[..3]);
        let many = count(&desk, &proxy, &format!("many{attempt}"), &databases);
        let (few_plan, many_plan) = (few.plan.len(), many.plan.len());
        let (few_apply, many_apply) = (few.apply.len(), many.apply.len());
        told = format!(
            "3 databases\n{few}\n20 databases\n{many}\n\
             3 databases: plan {few_plan} (aim {}), apply {few_apply} (aim {}); \
             20 databases: plan {many_plan}, apply {many_apply} (aim {} more)",
            MOST.plan, MOST.apply, MOST.more
        );
        println!("{told}");
        let more = many_plan
            .saturating_sub(few_plan)
            .max(many_apply.saturating_sub(few_apply));
        if few_plan <= MOST.plan && few_apply <= MOST.apply && more <= MOST.more {
            return;
        }
    }
    panic!("more round trips than they may take:\n{told}");
}
