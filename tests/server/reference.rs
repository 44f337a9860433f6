//! The reference document: its roles, inputs and databases.

use crate::desk::tests_file;
use crate::postgres::Cluster;

/// The reference document's roles.
pub const RO: &str = "hoopdev_analytics_ro_6075a443";
pub const RW: &str = "hoopdev_analytics_rw_2c764c3a";
pub const EXTERNAL: &str = "hoopdev_marketplace_ro_dc311713";

/// The SHA-256 of the reference document's SQL.
pub const GOLDEN: &str = "c6da4a8cc008b923114f8a0adcfa201b527b8e05536f4befd2373fe962647e71";

/// The text of a file of `tests/reference`.
pub fn reference(name: &str) -> String {
    std::fs::read_to_string(tests_file(&format!("reference/{name}"))).unwrap()
}

/// The databases of the reference document: analytics with one table, app with four, legacy with one.
pub fn create_reference_databases(cluster: &Cluster) {
    for (database, tables) in [
        ("analytics", &["events"][..]),
        ("app", &["a", "b", "c", "d"]),
        ("legacy", &["old"]),
    ] {
        cluster.sql("postgres", &format!("CREATE DATABASE {database}"));
        for table in tables {
            cluster.sql(
                database,
                &format!(
                    "CREATE TABLE public.{table} (id int); INSERT INTO public.{table} VALUES (1)"
                ),
            );
        }
    }
}
