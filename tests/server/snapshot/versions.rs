//! The versions of a database's catalog rows: the same where nothing changed, others after any change
//! that a snapshot shows.

use cluster::connect::{Connection, Purpose, connect};
use cluster::snapshot::{Versions, read_only, read_versions};

use super::support::{listed, params};
use crate::postgres::{Cluster, cluster};

async fn versions(connection: &Connection) -> Versions {
    let read = read_only(connection, read_versions(connection));
    read.await.unwrap()
}

async fn connected(c: &Cluster, database: &str) -> Connection {
    connect(&params(c), &database.into()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_a_snapshot_shows_has_other_versions() {
    let c = cluster();
    c.sql("postgres", "CREATE DATABASE versions");
    c.sql(
        "postgres",
        "CREATE ROLE versions_ro; CREATE ROLE versions_b",
    );
    let connection = connected(c, "versions").await;
    for sql in [
        "CREATE SCHEMA app",
        "CREATE TABLE app.t (id int, n int)",
        "CREATE SEQUENCE app.s",
        "GRANT USAGE ON SCHEMA app TO versions_ro",
        "GRANT SELECT ON app.t TO versions_ro",
        "GRANT SELECT ON app.t TO versions_b WITH GRANT OPTION",
        "GRANT INSERT (id) ON app.t TO versions_ro",
        "REVOKE INSERT (id) ON app.t FROM versions_ro",
        "GRANT USAGE ON SEQUENCE app.s TO versions_ro",
        "GRANT CREATE ON DATABASE versions TO versions_ro",
        "ALTER TABLE app.t OWNER TO versions_b",
        "ALTER SCHEMA app OWNER TO versions_b",
        "ALTER TABLE app.t ALTER n SET DEFAULT nextval('app.s')",
        "ALTER TABLE app.t RENAME n TO m",
        "ALTER TABLE app.t ALTER m DROP DEFAULT",
        "CREATE DOMAIN app.d AS bigint DEFAULT nextval('app.s')",
        "ALTER TABLE app.t ADD d app.d",
        "ALTER DOMAIN app.d DROP DEFAULT",
        "ALTER SEQUENCE app.s RENAME TO r",
        "ALTER TABLE app.t RENAME TO u",
        "ALTER SCHEMA app RENAME TO apps",
        "DROP TABLE apps.u",
        "DROP SCHEMA apps CASCADE",
        "ALTER DATABASE versions OWNER TO versions_b",
    ] {
        let (before, shown) = (
            versions(&connection).await,
            listed(&params(c), &["versions"]).await,
        );
        c.sql("versions", sql);
        let (after, now) = (
            versions(&connection).await,
            listed(&params(c), &["versions"]).await,
        );
        let name = planner::names::DatabaseName::new("versions");
        let of = |catalog: &planner::Catalog| catalog.databases.get(&name).cloned();
        // A domain's default calls nothing until a column has it; such a change may show nothing.
        if of(&shown) != of(&now) {
            assert_ne!(before, after, "{sql}");
        }
        assert_eq!(after, versions(&connection).await, "{sql}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_snapshot_shows_has_the_same_versions() {
    let c = cluster();
    c.sql("postgres", "CREATE DATABASE versions_of_rows");
    c.sql("postgres", "CREATE ROLE versions_of_rows_ro");
    let database = "versions_of_rows";
    c.sql(database, "CREATE TABLE public.t (id serial, n int)");
    let connection = connected(c, database).await;
    let before = versions(&connection).await;
    for sql in [
        "INSERT INTO public.t (n) SELECT 1 FROM generate_series(1, 1000)",
        "ANALYZE public.t",
        "VACUUM public.t",
        "BEGIN; GRANT SELECT ON public.t TO versions_of_rows_ro; ROLLBACK",
        "ALTER ROLE versions_of_rows_ro CONNECTION LIMIT 7",
        "ALTER ROLE versions_of_rows_ro RENAME TO versions_of_rows_rw",
        "CREATE ROLE versions_of_rows_ro",
    ] {
        c.sql(database, sql);
        assert_eq!(before, versions(&connection).await, "{sql}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transaction_sees_the_versions_that_others_see_once_it_is_committed() {
    let c = cluster();
    c.sql("postgres", "CREATE DATABASE versions_within");
    c.sql("postgres", "CREATE ROLE versions_within_ro");
    let database = "versions_within";
    c.sql(database, "CREATE TABLE public.t (id int)");
    let (writer, reader) = (connected(c, database).await, connected(c, database).await);
    let before = versions(&reader).await;
    writer.begin(Purpose::Write).await.unwrap();
    let grant = "GRANT SELECT ON public.t TO versions_within_ro";
    writer.batch(grant).await.unwrap();
    let within = read_versions(&writer).await.unwrap();
    assert_ne!(before, within);
    assert_eq!(before, versions(&reader).await, "not committed yet");
    writer.commit().await.unwrap();
    assert_eq!(within, versions(&reader).await);
}
