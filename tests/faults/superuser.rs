//! The superuser's sessions, one a database and kept: most of what a case costs is a server's work for a
//! new session, and half of those would be for looking.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use throwaway::{Cluster, Row};
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::{Client, Error, NoTls, SimpleQueryMessage};

pub struct Superuser {
    cluster: Arc<Cluster>,
    sessions: Mutex<BTreeMap<String, Client>>,
    runtime: Runtime,
}

impl Superuser {
    pub fn of(cluster: &Arc<Cluster>) -> Self {
        let mut runtime = Builder::new_multi_thread();
        Self {
            cluster: Arc::clone(cluster),
            sessions: Mutex::default(),
            runtime: runtime.worker_threads(1).enable_all().build().unwrap(),
        }
    }

    /// Runs SQL (several statements are fine) in one transaction, and once more where the session had
    /// ended: a server that is killed ends these too, and says so only to the next statement.
    pub fn sql(&self, database: &str, sql: &str) -> Result<Vec<Row>, Error> {
        let mut sessions = self.sessions.lock().unwrap();
        let again = sessions.contains_key(database);
        self.runtime.block_on(async {
            match self.asked(&mut sessions, database, sql).await {
                Err(error) if again && error.as_db_error().is_none_or(is_the_end) => {
                    sessions.remove(database);
                    self.asked(&mut sessions, database, sql).await
                }
                asked => asked,
            }
        })
    }

    async fn asked(
        &self,
        sessions: &mut BTreeMap<String, Client>,
        database: &str,
        sql: &str,
    ) -> Result<Vec<Row>, Error> {
        if !sessions.contains_key(database) {
            let (client, connection) = self.cluster.config(database).connect(NoTls).await?;
            tokio::spawn(connection);
            sessions.insert(database.to_owned(), client);
        }
        let messages = sessions[database].simple_query(sql).await?;
        let rows = messages.iter().filter_map(|message| match message {
            SimpleQueryMessage::Row(row) => Some(row),
            _ => None,
        });
        let values = |row: &tokio_postgres::SimpleQueryRow| {
            let values = (0..row.len()).map(|column| row.get(column).map(str::to_owned));
            values.collect()
        };
        Ok(rows.map(values).collect())
    }
}

/// The server ended the session.
fn is_the_end(error: &tokio_postgres::error::DbError) -> bool {
    error.severity() == "FATAL"
}
