//! One tokio runtime for what the harness does itself, apart from any test's own.

use std::future::Future;
use std::sync::OnceLock;

use tokio::runtime::{Builder, Runtime};

/// Runs a future to its end from sync or async code: on a thread of its own, because
/// a thread that already runs a runtime may not block on another.
pub fn block_on<F>(future: F) -> F::Output
where
    F: Future + Send,
    F::Output: Send,
{
    let ran = std::thread::scope(|scope| scope.spawn(|| runtime().block_on(future)).join());
    ran.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| {
        let mut builder = Builder::new_multi_thread();
        builder
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a tokio runtime")
    })
}
