//! A desk's store, opened as the binary does.

use store::Store;
use store::home::Home;

use crate::desk::Desk;

/// What only a server could have brought about, or what no command prints.
pub fn with_store<T>(desk: &Desk, work: impl AsyncFnOnce(&Store) -> T) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let home = Home::at(desk.home()).unwrap();
        let store = Store::open_with(&home, None).await.unwrap();
        let done = work(&store).await;
        store.close().await;
        done
    })
}
