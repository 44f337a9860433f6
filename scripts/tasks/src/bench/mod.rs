//! Times planning and applying on a large catalog, on a throwaway cluster; the figures of
//! `docs/benchmarks.md` go to stdout as Markdown.

mod figures;
mod machine;
mod measure;
mod settings;
mod work;
mod world;

use tokio::signal::unix::{SignalKind, signal};

use crate::error::Error;
use settings::Settings;
use world::World;

/// To the end, or to the first signal; either way all that was started is stopped and removed.
pub fn run() -> Result<(), Error> {
    let settings = Settings::from_env()?;
    let runtime = tokio::runtime::Runtime::new().map_err(Error::Runtime)?;
    runtime.block_on(async {
        tokio::select! {
            measured = measured(&settings) => measured,
            interrupted = interrupted() => interrupted.map_err(Error::Runtime).and(Err(Error::Interrupted)),
        }
    })
}

async fn measured(settings: &Settings) -> Result<(), Error> {
    let world = World::build(settings).await?;
    figures::print(&world).await
}

async fn interrupted() -> std::io::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut hang_up = signal(SignalKind::hangup())?;
    tokio::select! {
        asked = tokio::signal::ctrl_c() => asked,
        _ = terminate.recv() => Ok(()),
        _ = hang_up.recv() => Ok(()),
    }
}
