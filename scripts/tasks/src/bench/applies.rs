//! Applying a new role, against `psql -f` of the same text: on this machine and over a link with
//! latency; and many roles by one command, against as many commands.

use std::time::Duration;

use proxy::Proxy;

use super::figures::pairs;
use super::measure::{Spread, once, ratio, time};
use super::planned::{Planned, items};
use super::world::{World, blocking};
use crate::error::Error;

/// Round trips of a link.
const LATENCIES: [u64; 3] = [1, 20, 100];
/// Databases of a role over a link, and schemas of each.
const OVER_A_LINK: [usize; 2] = [3, 20];
const SCHEMAS: usize = 3;
/// Runs of each figure over a link, and most pairs on this machine.
const RUNS: usize = 3;
const MOST_PAIRS: usize = 5;

pub async fn print(world: &World<'_>) -> Result<(), Error> {
    world.settle().await?;
    on_this_machine(world).await?;
    by_one_command(world).await?;
    over_a_link(world).await
}

/// One new role over everything.
async fn on_this_machine(world: &World<'_>) -> Result<(), Error> {
    world.progress.section("apply of a new role");
    let scopes: Vec<_> = world.settings.database_names().collect();
    world.write("one.yaml", &items("bench", &["one".to_owned()], &scopes))?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for pair in 0..=world.settings.pairs.min(MOST_PAIRS) {
        let role = [one(world, "one.yaml").await?.role];
        let a = once(world.apply()).await?;
        world.without(&role).await?;
        let b = once(world.psql_file("plan.sql", world.cluster.port)).await?;
        world.without(&role).await?;
        eprintln!(
            "  apply {}   psql {}   ratio {}",
            time(a),
            time(b),
            ratio(a, b)
        );
        // The first is to warm up.
        if pair > 0 {
            ours.push(a);
            theirs.push(b);
        }
    }
    let title = format!(
        "A new role over {} databases × {} schemas × {} tables",
        world.settings.databases, world.settings.schemas, world.settings.tables
    );
    let (a, b) = ("A: `rolewright apply -f`", "B: `psql -f` of the same text");
    pairs([&title, a, b], (&ours, &theirs));
    Ok(())
}

/// Plans one role; its text is for psql.
async fn one(world: &World<'_>, file: &str) -> Result<Planned, Error> {
    let planned = world.planned(file).await?.into_iter().next();
    let planned = planned.ok_or_else(|| Error::Work {
        what: file.to_owned(),
        output: "nothing was planned".to_owned(),
    })?;
    world.write("plan.sql", &planned.sql)?;
    Ok(planned)
}

/// As many roles as there are, by one command and by one each.
async fn by_one_command(world: &World<'_>) -> Result<(), Error> {
    let roles = world.settings.roles;
    world.progress.section("apply of many roles");
    let labels: Vec<_> = (1..=roles).map(|n| format!("many_{n:02}")).collect();
    let all: Vec<_> = world.settings.database_names().collect();
    let few: Vec<_> = schemas_of(world, 3);
    let same = format!("{roles} roles, each over everything");
    let small = format!("{roles} roles, each over {} schemas", few.len());
    println!(
        "\n| {roles} new roles | A: one `apply -f` | B: {roles} × `apply --sid` | `psql -f`, one after the other | A / B |\n|---|---|---|---|---|"
    );
    for (what, scopes, runs) in [(small, few, RUNS), (same, all, 1)] {
        world.write("many.yaml", &items("bench", &labels, &scopes))?;
        let (mut ours, mut theirs, mut psql) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..runs {
            let planned = world.planned("many.yaml").await?;
            let names: Vec<_> = planned.iter().map(|planned| planned.role.clone()).collect();
            ours.push(once(world.apply()).await?);
            world.without(&names).await?;
            let planned = world.planned("many.yaml").await?;
            theirs.push(once(one_by_one(world, &planned)).await?);
            world.without(&names).await?;
            psql.push(once(texts(world, &planned)).await?);
            world.without(&names).await?;
        }
        let [a, b, c] = [&ours, &theirs, &psql].map(|times| Spread::of(times).median);
        eprintln!("  {what}: {} / {}", time(a), time(b));
        println!(
            "| {what} | {} | {} | {} | **{}** |",
            time(a),
            time(b),
            time(c),
            ratio(a, b)
        );
    }
    Ok(())
}

async fn one_by_one(world: &World<'_>, planned: &[Planned]) -> Result<(), Error> {
    for one in planned {
        let apply = ["apply", "bench", "--sid", &one.sid];
        world.rolewright(&apply).await?;
    }
    Ok(())
}

async fn texts(world: &World<'_>, planned: &[Planned]) -> Result<(), Error> {
    for one in planned {
        world.write("plan.sql", &one.sql)?;
        world.psql_file("plan.sql", world.cluster.port).await?;
    }
    Ok(())
}

/// Some schemas of so many databases.
fn schemas_of(world: &World<'_>, databases: usize) -> Vec<String> {
    let names = world.settings.database_names().take(databases);
    let schemas = SCHEMAS.min(world.settings.schemas);
    names
        .flat_map(|name| (1..=schemas).map(move |n| format!("{name}.schema_{n:02}")))
        .collect()
}

/// Plan and apply where the server is far away.
async fn over_a_link(world: &World<'_>) -> Result<(), Error> {
    world.progress.section("over a link");
    let (host, port) = (world.cluster.host.clone(), world.cluster.port);
    let proxy = blocking(move || Proxy::to(&host, port).map_err(Error::Runtime)).await?;
    world.resource("link", "127.0.0.1", proxy.port).await?;
    println!(
        "\n| round trip | databases × {SCHEMAS} schemas | plan | apply | `psql -f` | apply / `psql -f` |\n|---|---|---|---|---|---|"
    );
    for latency in LATENCIES {
        let far = || {
            proxy.heal();
            proxy.delay(Duration::from_micros(latency * 500));
        };
        for databases in OVER_A_LINK {
            let databases = databases.min(world.settings.databases);
            let scopes = schemas_of(world, databases);
            world.write("link.yaml", &items("link", &["far".to_owned()], &scopes))?;
            let [mut plan, mut apply, mut psql] = [const { Vec::new() }; 3];
            for _ in 0..RUNS {
                far();
                let mut role = String::new();
                plan.push(
                    once(async {
                        role = one(world, "link.yaml").await?.role;
                        Ok(())
                    })
                    .await?,
                );
                let role = [role];
                far();
                apply.push(once(world.apply()).await?);
                world.without(&role).await?;
                far();
                psql.push(once(world.psql_file("plan.sql", proxy.port)).await?);
                world.without(&role).await?;
            }
            proxy.heal();
            let [plan, apply, psql] = [plan, apply, psql].map(|times| Spread::of(&times).median);
            eprintln!(
                "  {latency} ms, {databases}: {} {} {}",
                time(plan),
                time(apply),
                time(psql)
            );
            println!(
                "| {latency} ms | {databases} | {} | {} | {} | **{}** |",
                time(plan),
                time(apply),
                time(psql),
                ratio(apply, psql)
            );
        }
    }
    Ok(())
}
