//! Somebody changes a role by hand: the old plan is refused, a fresh one takes back exactly that.

use super::server::Server;
use super::show::{Show, value_of};
use super::story::RO;
use crate::error::CommandError;

pub async fn tell(show: &mut Show<'_>, server: &Server) -> Result<(), CommandError> {
    drift_and_plan(show, server).await?;
    refuse_the_old_plan(show, server).await?;
    plan_exactly_the_drift(show).await?;
    apply_the_drift_plan(show, server).await
}

/// A statement of the admin account's, shown.
async fn by_hand(
    show: &mut Show<'_>,
    server: &Server,
    database: &str,
    sql: &str,
    what: &str,
) -> Result<(), CommandError> {
    show.prompt(&format!("{database}=# {sql};"))?;
    server.ask(database, sql).await?;
    show.ok(what)
}

/// Whether ro may INSERT into customers, and whether it bypasses row level security.
async fn drift_of_ro(server: &Server) -> Result<String, CommandError> {
    let sql = format!(
        "SELECT has_table_privilege('{RO}', 'customers', 'INSERT'), rolbypassrls
         FROM pg_roles WHERE rolname = '{RO}'"
    );
    server.ask("app", &sql).await
}

async fn drift_and_plan(show: &mut Show<'_>, server: &Server) -> Result<(), CommandError> {
    show.stage("Somebody grants by hand what nobody asked for: the plan takes it back")?;
    let sql = format!("GRANT INSERT ON customers TO {RO}");
    by_hand(show, server, "app", &sql, &format!("{RO} can write now")).await?;
    let plan = ["plan", "-f", "plan.yaml", "-o", "old.yaml"];
    show.run(&[&plan[..], &["--detailed-exitcode"]].concat())
        .await?;
    show.expect_code(2, "changes pending")?;
    show.expect_says(
        "1 out of sync, 2 in sync, 0 failed",
        "one role has drifted, the others have not",
    )
}

async fn refuse_the_old_plan(show: &mut Show<'_>, server: &Server) -> Result<(), CommandError> {
    show.stage(
        "Before that plan is applied somebody changes the role again: the old plan is refused, and says why",
    )?;
    let sql = format!("ALTER ROLE {RO} BYPASSRLS");
    let what = format!("{RO} ignores row level security now");
    by_hand(show, server, "postgres", &sql, &what).await?;
    show.run(&["apply", "-f", "old.yaml"]).await?;
    show.expect_code(3, "stale")?;
    show.expect_says("BYPASSRLS", "the message names what changed")?;
    show.expect_equal(
        &drift_of_ro(server).await?,
        "t | t",
        "nothing was changed: both changes by hand are still there",
    )
}

async fn plan_exactly_the_drift(show: &mut Show<'_>) -> Result<(), CommandError> {
    show.stage("A fresh plan holds exactly the two changes, no more")?;
    show.run(&["plan", "-f", "plan.yaml", "-o", "fresh.yaml"])
        .await?;
    show.expect_code(0, "planned")?;
    let sid = value_of(&show.read("fresh.yaml")?, "sid").unwrap_or_default();
    show.run(&["sessions", "show", &sid, "--sql"]).await?;
    show.expect_code(0, "the SQL of that plan")?;
    let frame = |line: &&str| {
        let framing = ["--", "\\connect ", "BEGIN;", "COMMIT;"];
        !line.is_empty() && !framing.iter().any(|start| line.starts_with(start))
    };
    let statements: Vec<_> = show.printed().lines().filter(frame).collect();
    let statements = statements.join("\n");
    let wanted = format!(
        "ALTER ROLE \"{RO}\" WITH NOBYPASSRLS;\nREVOKE INSERT ON TABLE \"public\".\"customers\" FROM \"{RO}\";"
    );
    show.expect_equal(
        &statements,
        &wanted,
        "two statements, one for each change by hand",
    )
}

async fn apply_the_drift_plan(show: &mut Show<'_>, server: &Server) -> Result<(), CommandError> {
    show.stage("Apply it: the roles are as desired again")?;
    show.run(&["apply", "-f", "fresh.yaml"]).await?;
    show.expect_code(0, "applied")?;
    show.expect_says(
        "1 applied, 2 skipped, 0 stale, 0 failed",
        "one applied, those in sync skipped",
    )?;
    let found = drift_of_ro(server).await?;
    show.expect_equal(&found, "f | f", "both changes by hand are gone")?;
    show.run(&["plan", "-f", "plan.yaml", "--detailed-exitcode"])
        .await?;
    show.expect_code(0, "in sync")
}
