//! A hub on the demo's server, to try and to test the web app with.

use std::path::Path;

use hub::Options;
use secret::Secret;
use store::home::Home;
use store::{Bounds, NewResource, PasswordFrom, Store};

use super::Args;
use super::server::Server;
use super::show::Show;
use crate::commands::serve;
use crate::context::Context;
use crate::error::CommandError;

/// Both lead to the one server that there is.
const RESOURCES: [&str; 2] = ["analytics", "marketplace"];

const ROLES: &str = include_str!("../../../../../tests/reference/roles.csv");

/// Serves until it is interrupted. What it kept is gone then.
pub async fn serve(
    context: &Context<'_>,
    show: &Show<'_>,
    server: &Server,
    args: &Args,
) -> Result<(), CommandError> {
    let folder = tempfile::tempdir();
    let folder = folder.map_err(|e| CommandError::caused("cannot make a folder", &e))?;
    let home = Home::at(folder.path().join("home"))?;
    let store = Store::open_with(&home, None).await?;
    let files = written(folder.path(), server)?;
    let bench = context.workbench_of(store.clone());
    if !args.empty {
        seed(&bench, server).await?;
    }
    let link = hub::first_link(&store, false).await?;
    show.note(&format!(
        "admin account of both resources: {} with password {}",
        server.admin, server.password
    ));
    show.note(&format!("files to begin with: {files}"));
    let options = Options {
        listen: args.listen,
        tls: None,
        secure_cookies: false,
        bounds: Bounds {
            overall: 16,
            per_cluster: 4,
        },
        bench,
    };
    let beside = serde_json::json!({
        "cluster": {
            "host": server.host,
            "port": server.port,
            "user": server.admin,
            "password": server.password,
            "version": server.version,
        },
        "folder": folder.path(),
    });
    let served = serve::until_interrupted(options, link, beside, context).await;
    store.close().await;
    served
}

async fn seed(bench: &ops::Workbench, server: &Server) -> Result<(), CommandError> {
    let inventory = bench.store.inventory();
    let all = RESOURCES.map(|name| NewResource {
        name: name.to_owned(),
        kind: "PostgreSQL".to_owned(),
        host: server.host.clone(),
        port: server.port,
    });
    inventory.upsert_many(&all).await?;
    let password = PasswordFrom::from(Secret::new(server.password.clone()));
    for name in RESOURCES {
        inventory.allow_near(name, Some("the demo")).await?;
        let resource = inventory.get(name).await?;
        bench
            .set_account(&resource, &server.admin, &password)
            .await?;
    }
    Ok(())
}

/// The files of the reference document, for this server.
fn written(folder: &Path, server: &Server) -> Result<String, CommandError> {
    let rows = RESOURCES.map(|name| format!("{name},PostgreSQL,{},{}\n", server.host, server.port));
    let inventory = format!("name,type,host,port\n{}", rows.concat());
    let roles = match server.major() {
        13 => ROLES.replace("pg_read_all_data", "demo_read_all_data"),
        _ => ROLES.to_owned(),
    };
    let mut names = Vec::new();
    for (name, text) in [("inventory.csv", inventory), ("roles.csv", roles)] {
        let path = folder.join(name);
        std::fs::write(&path, text)
            .map_err(|e| CommandError::caused(format!("cannot write {}", path.display()), &e))?;
        names.push(path.display().to_string());
    }
    Ok(names.join(" and "))
}
