//! `demo`.

use std::fs;
use std::path::{Path, PathBuf};

use tokio::process::Command;

use crate::context::Context;
use crate::error::CommandError;
use crate::exit::Exit;

/// Walk the main job on a throwaway PostgreSQL
///
/// Shows each command and what it prints: import, credentials, health, plan, apply, in sync; then
/// the cluster is changed by hand, the old plan is refused, a fresh one shows exactly that change;
/// last, each new role logs in and shows what it can and cannot do. Nothing is left behind.
///
/// Needs bash, psql, and a PostgreSQL: server programs 13 or newer on this machine, Docker, or a
/// server of yours in DEMO_URL.
///
///   rolewright demo
///   DEMO_URL='postgres://postgres:secret@localhost/' rolewright demo
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {}

/// The demo is a script of the repository; the binary carries it, and is what it runs.
const FILES: [(&str, &str); 7] = [
    ("scripts/demo", include_str!("../../../../scripts/demo")),
    ("scripts/lib.sh", include_str!("../../../../scripts/lib.sh")),
    (
        "scripts/demo.d/show.sh",
        include_str!("../../../../scripts/demo.d/show.sh"),
    ),
    (
        "scripts/demo.d/server.sh",
        include_str!("../../../../scripts/demo.d/server.sh"),
    ),
    (
        "scripts/demo.d/psql.sh",
        include_str!("../../../../scripts/demo.d/psql.sh"),
    ),
    (
        "scripts/demo.d/story.sh",
        include_str!("../../../../scripts/demo.d/story.sh"),
    ),
    (
        "tests/reference/plan.yaml",
        include_str!("../../../../tests/reference/plan.yaml"),
    ),
];

/// Removes the folder again, however the demo ends.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed is a few kilobytes in the temporary folder.
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn unpack(folder: &Path) -> std::io::Result<()> {
    for (name, text) in FILES {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, text)?;
    }
    Ok(())
}

pub async fn run(_: Args, _: &Context<'_>) -> Result<Exit, CommandError> {
    let name = format!("rolewright-demo-{}", uuid::Uuid::new_v4().simple());
    let folder = Folder(std::env::temp_dir().join(name));
    unpack(&folder.0).map_err(|e| CommandError::caused("cannot unpack the demo", &e))?;
    let binary = std::env::current_exe()
        .map_err(|e| CommandError::caused("cannot find this program's own file", &e))?;
    let status = Command::new("bash")
        .arg(folder.0.join("scripts/demo"))
        .env("ROLEWRIGHT_BIN", binary)
        .status()
        .await
        .map_err(|e| {
            CommandError::caused("cannot start bash, which the demo is written for", &e)
        })?;
    Ok(match status.code() {
        Some(0) => Exit::Done,
        Some(130) | None => Exit::Interrupted,
        Some(_) => Exit::Failed,
    })
}
