//! The main job, told in stages: from an inventory to roles that are in sync.

use super::server::Server;
use super::show::{Show, value_of};
use super::{drift, login};
use crate::error::CommandError;

pub const RO: &str = "hoopdev_analytics_ro_6075a443";
pub const RW: &str = "hoopdev_analytics_rw_2c764c3a";
pub const EXTERNAL: &str = "hoopdev_marketplace_ro_dc311713";

/// The SHA-256 of the SQL in the reference document.
const GOLDEN: &str = "c6da4a8cc008b923114f8a0adcfa201b527b8e05536f4befd2373fe962647e71";

const PLAN: &str = include_str!("../../../../../tests/reference/plan.yaml");

pub async fn tell(show: &mut Show<'_>, server: &Server) -> Result<(), CommandError> {
    write_inputs(show, server)?;
    import_inventory(show).await?;
    store_credentials(show, server).await?;
    check_health(show).await?;
    make_plan(show, server).await?;
    check_golden(show).await?;
    apply_plan(show).await?;
    plan_again(show).await?;
    drift::tell(show, server).await?;
    login::tell(show, server).await?;
    look_at_the_record(show).await
}

fn write_inputs(show: &Show<'_>, server: &Server) -> Result<(), CommandError> {
    let (host, port) = (&server.host, server.port);
    let inventory = format!(
        "name,type,host,port\nanalytics,PostgreSQL,{host},{port}\nmarketplace,PostgreSQL,{host},{port}\n"
    );
    show.write("inventory.csv", &inventory)?;
    show.write("admin-password", &server.password)?;
    let plan = match server.major() {
        ..14 => PLAN.replace("pg_read_all_data", "demo_read_all_data"),
        _ => PLAN.to_owned(),
    };
    show.write("plan.yaml", &plan)
}

async fn import_inventory(show: &mut Show<'_>) -> Result<(), CommandError> {
    show.stage("The inventory comes from a CSV file: two resources, here on the same cluster")?;
    show.cat("inventory.csv")?;
    show.run(&["resources", "import", "-f", "inventory.csv"])
        .await?;
    show.expect_code(0, "imported")?;
    show.expect_says("2 new", "both rows are new")
}

async fn store_credentials(show: &mut Show<'_>, server: &Server) -> Result<(), CommandError> {
    show.stage(
        "The admin account of each: it must work before it is stored, and its password is in no command line",
    )?;
    for name in ["analytics", "marketplace"] {
        let command = ["credentials", "set", name, "--user", &server.admin];
        let command = [&command[..], &["--password-stdin"]].concat();
        show.run_with_input(&command, "admin-password").await?;
        show.expect_code(0, "logged in, then stored")?;
    }
    Ok(())
}

async fn check_health(show: &mut Show<'_>) -> Result<(), CommandError> {
    show.stage("Can the resource be reached, and may the account provision?")?;
    show.run(&["resources", "health", "analytics"]).await?;
    show.expect_code(0, "healthy")?;
    show.expect_says("status: ok", "status: ok")
}

async fn make_plan(show: &mut Show<'_>, server: &Server) -> Result<(), CommandError> {
    show.stage("The plan: three roles are desired, none exists, nothing is changed yet")?;
    show.cat("plan.yaml")?;
    show.run(&["plan", "-f", "plan.yaml", "-o", "result.yaml"])
        .await?;
    show.expect_code(0, "planned")?;
    show.expect_says(
        "3 out of sync, 0 in sync, 0 failed",
        "all three have something to do",
    )?;
    let count = "SELECT count(*) FROM pg_roles WHERE rolname LIKE 'hoopdev%'";
    let count = server.ask("postgres", count).await?;
    show.expect_equal(
        &count,
        "0",
        "the cluster has none of these roles: planning changed nothing",
    )
}

async fn check_golden(show: &mut Show<'_>) -> Result<(), CommandError> {
    show.stage(
        "Read the SQL: byte for byte that of the reference document, with no password in it",
    )?;
    let role = ["plan", "analytics", "--role", "ro", "--scopes"];
    let what = [
        "analytics.public,legacy,app",
        "--privileges",
        "SELECT",
        "--sql",
    ];
    show.run_into(&[&role[..], &what].concat(), "ro.sql")
        .await?;
    show.cat("ro.sql")?;
    let checksum = planner::hash::sha256_hex(show.read("ro.sql")?.as_bytes());
    show.plain(&format!("SHA-256 of ro.sql: {checksum}\n"))?;
    show.expect_equal(
        &checksum,
        GOLDEN,
        "the checksum is the one that the reference document prints",
    )?;
    let result = show.read("result.yaml")?;
    let carried = value_of(&result, "sql_plan_checksum").unwrap_or_default();
    show.expect_equal(&carried, GOLDEN, "result.yaml carries the same one")
}

async fn apply_plan(show: &mut Show<'_>) -> Result<(), CommandError> {
    show.stage(
        "Apply runs exactly what was reviewed, and commits only what it has read back as desired",
    )?;
    show.run(&["apply", "-f", "result.yaml"]).await?;
    show.expect_code(0, "applied")?;
    show.expect_says(
        "3 applied, 0 skipped, 0 stale, 0 failed",
        "all three roles are there",
    )
}

async fn plan_again(show: &mut Show<'_>) -> Result<(), CommandError> {
    show.stage("Plan again: in sync, nothing to do")?;
    show.run(&["plan", "-f", "plan.yaml", "--detailed-exitcode"])
        .await?;
    show.expect_code(0, "in sync (2 would be: changes pending)")?;
    show.expect_says(
        "0 out of sync, 3 in sync, 0 failed",
        "all three are in sync",
    )
}

async fn look_at_the_record(show: &mut Show<'_>) -> Result<(), CommandError> {
    show.stage("Every apply is on record, the refused one too")?;
    show.run(&["sessions", "list", "--kind", "apply"]).await?;
    show.expect_code(0, "listed")?;
    let count = |word: &str| show.printed().matches(word).count();
    let found = format!("{} {}", count(" success "), count(" stale "));
    show.expect_equal(&found, "4 1", "four applied, one refused")
}
