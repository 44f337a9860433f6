//! Times planning and applying on a large catalog, on a throwaway cluster; the figures of
//! `docs/benchmarks.md` go to stdout as Markdown.

mod applies;
mod figures;
mod machine;
mod measure;
mod planned;
mod settings;
mod work;
mod world;

use tokio::signal::unix::{SignalKind, signal};

use crate::error::Error;
use settings::Settings;
use world::World;

/// What can be measured alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Plan,
    Apply,
}

impl Part {
    pub const ALL: [Self; 2] = [Self::Plan, Self::Apply];

    pub fn named(name: &str) -> Option<Self> {
        match name {
            "plan" => Some(Self::Plan),
            "apply" => Some(Self::Apply),
            _ => None,
        }
    }
}

/// To the end, or to the first signal; either way all that was started is stopped and removed.
pub fn run(parts: &[Part]) -> Result<(), Error> {
    let settings = Settings::from_env()?;
    let runtime = tokio::runtime::Runtime::new().map_err(Error::Runtime)?;
    runtime.block_on(async {
        tokio::select! {
            measured = measured(&settings, parts) => measured,
            interrupted = interrupted() => interrupted.map_err(Error::Runtime).and(Err(Error::Interrupted)),
        }
    })
}

async fn measured(settings: &Settings, parts: &[Part]) -> Result<(), Error> {
    let world = World::build(settings).await?;
    print!("{}", world.facts(figures::WARM_UP)?);
    // The applies first: they leave the cluster as it was.
    if parts.contains(&Part::Apply) {
        applies::print(&world).await?;
    }
    if parts.contains(&Part::Plan) {
        figures::print(&world).await?;
    }
    println!("\nLoad average at the end: {}", machine::load());
    Ok(())
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
