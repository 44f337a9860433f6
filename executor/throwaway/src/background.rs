//! One tokio runtime for what is done here, apart from any of the caller's.

use std::future::Future;
use std::io;
use std::sync::OnceLock;

use tokio::runtime::{Builder, Runtime};

use crate::error::Error;

/// Runs a future to its end from sync or async code: on a thread of its own, because
/// a thread that already runs a runtime may not block on another.
pub fn block_on<F>(future: F) -> Result<F::Output, Error>
where
    F: Future + Send,
    F::Output: Send,
{
    let runtime = runtime().as_ref().map_err(Error::Runtime)?;
    let ran = std::thread::scope(|scope| scope.spawn(|| runtime.block_on(future)).join());
    Ok(ran.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
}

fn runtime() -> &'static io::Result<Runtime> {
    static RUNTIME: OnceLock<io::Result<Runtime>> = OnceLock::new();
    RUNTIME.get_or_init(|| {
        let mut builder = Builder::new_multi_thread();
        builder.worker_threads(1).enable_all().build()
    })
}
