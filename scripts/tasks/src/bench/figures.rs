//! The tables of `docs/benchmarks.md`.

use super::measure::{Spread, median, once, ratio, time};
use super::world::World;
use crate::error::Error;

pub const WARM_UP: usize = 2;

/// Medians of A and B, in seconds.
struct Pair {
    plan: f64,
    copy: f64,
}

pub async fn print(world: &World<'_>) -> Result<(), Error> {
    world.progress.section("plan, no role exists yet");
    world.settle().await?;
    compare(world, "No role exists yet").await?;
    expect_all(world, "out-of-sync")?;
    head(["no role exists yet", "median", "size"]);
    row(["result.yaml", "", &size(world, "result.yaml")?]);
    others(world).await?;

    world.progress.section("apply");
    let all = once(world.apply()).await?;
    let roles = world.settings.roles;
    head(["apply", "all roles", "each"]);
    row([
        &format!("apply of {roles} roles, login tests included"),
        &time(all),
        &time(all / many(roles)),
    ]);

    world.progress.section("plan, all roles in sync");
    world.settle().await?;
    let pair = compare(world, "All roles applied: in sync").await?;
    expect_all(world, "in-sync")?;
    head(["all roles applied", "median", "size"]);
    let count = ["SELECT count(*) FROM pg_catalog.pg_shdepend"];
    let count = world.sql("postgres", &count).await?;
    let count = count.into_iter().flatten().flatten().next();
    let count = format!("{} rows", count.unwrap_or_default());
    row(["pg_shdepend", "", &count]);
    row(["result.yaml", "", &size(world, "result.yaml")?]);
    others(world).await?;

    world.progress.section("the hub's way");
    the_hubs_way(world, &pair).await
}

/// A and B in turn.
async fn compare(world: &World<'_>, title: &str) -> Result<Pair, Error> {
    for _ in 0..WARM_UP {
        world.plan().await?;
        world.copy().await?;
    }
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..world.settings.pairs {
        let (a, b) = (once(world.plan()).await?, once(world.copy()).await?);
        eprintln!(
            "  plan {}   psql {}   ratio {}",
            time(a),
            time(b),
            ratio(a, b)
        );
        ours.push(a);
        theirs.push(b);
    }
    let databases = world.settings.databases;
    let (a, b) = pairs(
        [
            title,
            "A: `rolewright plan -f`",
            &format!("B: {databases} × `psql` COPY at once"),
        ],
        (&ours, &theirs),
    );
    Ok(Pair {
        plan: a.median,
        copy: b.median,
    })
}

/// The table of two sides that took turns.
pub fn pairs([title, a, b]: [&str; 3], (ours, theirs): (&[f64], &[f64])) -> (Spread, Spread) {
    println!("\n| {title} | min | median | max |\n|---|---|---|---|");
    let times = |what: &str, spread: &Spread| {
        let Spread { min, median, max } = spread;
        println!(
            "| {what} | {} | {} | {} |",
            time(*min),
            time(*median),
            time(*max)
        );
    };
    let (one, other) = (Spread::of(ours), Spread::of(theirs));
    times(a, &one);
    times(b, &other);
    let ratios: Vec<_> = ours.iter().zip(theirs).map(|(a, b)| a / b).collect();
    let Spread { min, median, max } = Spread::of(&ratios);
    println!("| A / B of each pair | {min:.2} | **{median:.2}** | {max:.2} |");
    println!(
        "\nRatio of the medians: **{}**.",
        ratio(one.median, other.median)
    );
    (one, other)
}

async fn others(world: &World<'_>) -> Result<(), Error> {
    let snapshot = time(median(5, || world.snapshot()).await?);
    let size = size(world, "catalog.json")?;
    row(["snapshot of the whole cluster", &snapshot, &size]);
    let offline = time(median(5, || world.plan_offline()).await?);
    row(["offline plan of all roles from it", &offline, ""]);
    Ok(())
}

async fn the_hubs_way(world: &World<'_>, pair: &Pair) -> Result<(), Error> {
    let result = world.read("result.yaml")?;
    let role = result
        .lines()
        .find_map(|line| line.strip_prefix("  role_name: "));
    let role = role.unwrap_or_default();
    let one = median(3, || world.hub_way(role)).await?;
    let all = one * many(world.settings.roles);
    head([
        "the hub's way, re-created roughly",
        "median",
        "all roles, extrapolated",
    ]);
    row([
        &format!("one role, {} databases", world.settings.databases),
        &time(one),
        &format!(
            "{}, {} × our plan, {} × the COPYs",
            time(all),
            ratio(all, pair.plan),
            ratio(all, pair.copy)
        ),
    ]);
    Ok(())
}

/// Of every role in result.yaml: or these figures would mean nothing.
fn expect_all(world: &World<'_>, status: &str) -> Result<(), Error> {
    let wanted = format!("  status: {status}");
    let result = world.read("result.yaml")?;
    let found = result.lines().filter(|line| *line == wanted).count();
    let roles = world.settings.roles;
    match found == roles {
        true => Ok(()),
        false => Err(Error::Work {
            what: format!("roles that are {status}"),
            output: format!("{found} of {roles}; these figures would mean nothing"),
        }),
    }
}

pub fn head(columns: [&str; 3]) {
    println!("\n| {} |\n|---|---|---|", columns.join(" | "));
}

pub fn row(columns: [&str; 3]) {
    println!("| {} |", columns.join(" | "));
}

fn size(world: &World<'_>, name: &str) -> Result<String, Error> {
    let bytes = world.read(name)?.len();
    Ok(format!("{:.1} MB", many(bytes) / 1e6))
}

/// Counts here are far below where a float loses one.
#[allow(clippy::cast_precision_loss)]
fn many(count: usize) -> f64 {
    count as f64
}
