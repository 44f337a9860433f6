//! Somebody else's hand in the store's database.

use std::path::Path;

use sqlx::{ConnectOptions as _, Connection as _, Executor as _};

/// Runs SQL on a store that nobody has open.
pub fn edit_store(home: &Path, sql: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let options =
            sqlx::sqlite::SqliteConnectOptions::new().filename(home.join("rolewright.db"));
        let mut store = options.connect().await.unwrap();
        let sql = sqlx::AssertSqlSafe(sql.to_owned());
        let done = store.execute(sql).await.unwrap();
        assert!(done.rows_affected() > 0);
        store.close().await.unwrap();
    });
}
