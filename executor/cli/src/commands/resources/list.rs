//! `resources list`.

use serde::Serialize;

use super::setup::{Last, seen};
use crate::context::Context;
use crate::error::CommandError;
use crate::exit::Exit;
use crate::ui::Table;

/// List the inventory with each resource's setup progress
///
/// SETUP counts three steps: 1/3 in the inventory, 2/3 with an admin account, 3/3 with a role that
/// was applied or found as desired. PLAN and APPLY are the outcomes of the newest of each. ADMIN says
/// behind the account where its password comes from, unless it is stored: command, pgpass, none.
///
///   rolewright resources list
///   rolewright resources list --json | jq -r '.resources[] | select(.setup.done < 3) | .name'
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Only resources whose name or host contains this
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,
}

#[derive(Serialize)]
struct Body {
    resources: Vec<Listed>,
}

#[derive(Serialize)]
struct Listed {
    name: String,
    #[serde(rename = "type")]
    kind: String,
    host: String,
    port: u16,
    admin_user: Option<String>,
    password: Option<String>,
    setup: Setup,
    last_plan: Option<Last>,
    last_apply: Option<Last>,
}

#[derive(Serialize)]
struct Setup {
    done: u8,
    of: u8,
}

pub async fn run(args: Args, context: &Context<'_>) -> Result<Exit, CommandError> {
    let store = context.store().await?;
    let mut accounts = store.credentials().list().await?;
    let mut seen = seen(&store).await?;
    let wanted = |text: &str| {
        args.search
            .as_ref()
            .is_none_or(|search| text.contains(search.as_str()))
    };
    let resources: Vec<Listed> = store
        .inventory()
        .list()
        .await?
        .into_iter()
        .filter(|resource| wanted(&resource.name) || wanted(&resource.host))
        .map(|resource| {
            let seen = seen.remove(&resource.name).unwrap_or_default();
            let account = accounts.remove(&resource.name);
            let (admin_user, password) = account.map(|a| (a.user, a.password_from)).unzip();
            Listed {
                setup: Setup {
                    done: seen.setup(admin_user.is_some()),
                    of: 3,
                },
                name: resource.name,
                kind: resource.kind,
                host: resource.host,
                port: resource.port,
                admin_user,
                password,
                last_plan: seen.last_plan,
                last_apply: seen.last_apply,
            }
        })
        .collect();
    if context.ui.wants_json() {
        context
            .ui
            .product_json("resources/1", &Body { resources })?;
        return Ok(Exit::Done);
    }
    if resources.is_empty() {
        context
            .ui
            .status("no resources; add some with `rolewright resources import -f inventory.csv`");
    }
    context.ui.product_table(table(&resources))?;
    Ok(Exit::Done)
}

fn table(resources: &[Listed]) -> Table {
    let mut table = Table::new(&["NAME", "TYPE", "ADDRESS", "ADMIN", "SETUP", "PLAN", "APPLY"]);
    for row in resources {
        let status =
            |last: &Option<Last>| last.as_ref().map_or(String::new(), |l| l.status.clone());
        table.row(&[
            &row.name,
            &row.kind,
            &address(&row.host, row.port),
            &admin(row),
            &format!("{}/{}", row.setup.done, row.setup.of),
            &status(&row.last_plan),
            &status(&row.last_apply),
        ]);
    }
    table
}

/// The account, and where its password comes from, unless it is stored.
fn admin(row: &Listed) -> String {
    let user = row.admin_user.as_deref().unwrap_or_default();
    match row.password.as_deref() {
        None | Some("stored") => user.to_owned(),
        Some(from) => format!("{user} ({from})"),
    }
}

fn address(host: &str, port: u16) -> String {
    match host.contains(':') {
        true => format!("[{host}]:{port}"),
        false => format!("{host}:{port}"),
    }
}
