//! What the bad inputs meet: resources that work, and resources that do not, each in its own way.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::path::Path;

use executor::home::Home;
use executor::store::{NewResource, Secret, SessionFilter, Store};

use crate::case::SECRET;
use crate::harness::{Cluster, cluster};
use crate::support::Desk;

/// The catalog of PostgreSQL 15 that the reference case plans from.
const CATALOG: &str = include_str!("../cases/reference/analytics-ro/catalog.json");

pub struct World {
    /// The desk whose home every case gets a copy of.
    desk: Desk,
    pub cluster: &'static Cluster,
    /// A listener that never answers. Dropping it would end the silence.
    _silent: TcpListener,
    /// A plan of `analytics`, as `plan -o` wrote it.
    pub result: String,
    pub sid: String,
    /// A plan of `gone`, made while its server ran.
    pub gone_result: String,
}

/// What the store holds, passwords too.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    resources: Vec<String>,
    accounts: BTreeMap<String, (String, String)>,
    /// Sid to status.
    pub sessions: BTreeMap<String, String>,
}

const FLAGS: [&str; 6] = ["--role", "ro", "--scopes", "app", "--privileges", "SELECT"];

impl World {
    pub fn build() -> Self {
        let cluster = cluster();
        cluster.sql("postgres", "CREATE DATABASE app");
        cluster.sql("app", "CREATE TABLE public.t (id int)");
        let going = Cluster::start_private(&[]);
        going.sql("postgres", "CREATE DATABASE app");
        let silent = TcpListener::bind("127.0.0.1:0").unwrap();
        let closed = TcpListener::bind("127.0.0.1:0").unwrap();
        let (silent_port, closed_port) = (
            silent.local_addr().unwrap().port(),
            closed.local_addr().unwrap().port(),
        );
        drop(closed);
        let host = cluster.host.as_str();
        let wrong = format!("{SECRET}-wrong");
        let accounts = [
            (
                "analytics",
                host,
                cluster.port,
                Some(("postgres", &cluster.password)),
            ),
            ("bare", host, cluster.port, None),
            (
                "refused",
                "127.0.0.1",
                closed_port,
                Some(("postgres", &cluster.password)),
            ),
            (
                "nowhere",
                "db.nowhere.invalid",
                5432,
                Some(("postgres", &cluster.password)),
            ),
            (
                "silent",
                "127.0.0.1",
                silent_port,
                Some(("postgres", &cluster.password)),
            ),
            ("badpass", host, cluster.port, Some(("postgres", &wrong))),
            (
                "nobody",
                host,
                cluster.port,
                Some(("no_such_admin", &wrong)),
            ),
            (
                "gone",
                going.host.as_str(),
                going.port,
                Some(("postgres", &going.password)),
            ),
        ];
        let desk = Desk::new();
        with_store(&desk, async |store| {
            for (name, host, port, account) in accounts {
                let entry = NewResource {
                    name: name.to_owned(),
                    kind: "PostgreSQL".to_owned(),
                    host: host.to_owned(),
                    port,
                };
                store.inventory().upsert_many(&[entry]).await.unwrap();
                if let Some((user, password)) = account {
                    let password = Secret::new(password.to_owned());
                    store
                        .credentials()
                        .set(name, user, &password)
                        .await
                        .unwrap();
                }
            }
        });
        let plan = |name| {
            desk.run(&[&["plan", name][..], &FLAGS, &["-o", "result.yaml"]].concat())
                .expect(0);
            desk.read("result.yaml")
        };
        let (result, gone_result) = (plan("analytics"), plan("gone"));
        going.stop();
        let file: serde_yaml::Value = serde_yaml::from_str(&result).unwrap();
        let sid = file["results"][0]["sid"].as_str().unwrap().to_owned();
        Self {
            desk,
            cluster,
            _silent: silent,
            result,
            sid,
            gone_result,
        }
    }

    /// A desk with a copy of the home.
    pub fn copy(&self) -> Desk {
        let desk = Desk::new();
        copy(&self.desk.home(), &desk.home());
        std::fs::write(desk.path("catalog.json"), CATALOG).unwrap();
        desk
    }
}

/// The snapshot with a change.
pub fn catalog(from: &str, to: &str) -> String {
    assert!(CATALOG.contains(from), "{from}");
    CATALOG.replacen(from, to, 1)
}

/// What a desk's store holds.
pub fn kept(desk: &Desk) -> Kept {
    with_store(desk, async |store| {
        let mut accounts = BTreeMap::new();
        for name in store.credentials().users().await.unwrap().into_keys() {
            let (user, password) = store.credentials().get(&name).await.unwrap().unwrap();
            accounts.insert(name, (user, password.expose().to_owned()));
        }
        let resources = store.inventory().list().await.unwrap();
        let sessions = store
            .sessions()
            .list(&SessionFilter::default())
            .await
            .unwrap();
        Kept {
            resources: resources.iter().map(|r| format!("{r:?}")).collect(),
            accounts,
            sessions: sessions.into_iter().map(|s| (s.sid, s.status)).collect(),
        }
    })
}

fn with_store<T>(desk: &Desk, work: impl AsyncFnOnce(&Store) -> T) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let home = Home::locate(Some(desk.home())).unwrap();
        let store = Store::open_with(&home, None).await.unwrap();
        let done = work(&store).await;
        store.close().await;
        done
    })
}

/// A folder of files, modes kept.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir(to).unwrap();
    let mode = std::fs::metadata(from).unwrap().permissions();
    std::fs::set_permissions(to, mode).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}
