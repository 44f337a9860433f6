//! What the bad inputs meet: resources that work, and resources that do not, each in its own way.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::net::TcpListener;
use std::path::Path;

use secret::Secret;
use store::{Account, NewResource, SessionFilter, TestedAt};

use super::case::SECRET;
use crate::desk::Desk;
use crate::kept::with_store;
use crate::postgres::{Cluster, cluster};

/// The catalog of PostgreSQL 15 that the reference case plans from.
const CATALOG: &str = include_str!("../../cases/reference/analytics-ro/catalog.json");

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
#[derive(Clone)]
pub struct Kept {
    resources: Vec<String>,
    accounts: BTreeMap<String, (String, String)>,
    /// Sid to status.
    pub sessions: BTreeMap<String, String>,
}

/// Any free port.
const LOCAL: &str = "127.0.0.1:0";

impl Kept {
    /// Which parts are not the same.
    pub fn differences(&self, other: &Self) -> Vec<&'static str> {
        let parts = [
            ("resources", self.resources != other.resources),
            ("accounts", self.accounts != other.accounts),
            ("sessions", self.sessions != other.sessions),
        ];
        parts
            .into_iter()
            .filter_map(|(part, differs)| differs.then_some(part))
            .collect()
    }
}

const FLAGS: [&str; 6] = ["--role", "ro", "--scopes", "app", "--privileges", "SELECT"];

impl World {
    pub fn build() -> Self {
        let cluster = cluster();
        cluster.sql("postgres", "CREATE DATABASE app");
        cluster.sql("app", "CREATE TABLE public.t (id int)");
        let going = Cluster::start_private(&[]);
        going.sql("postgres", "CREATE DATABASE app");
        let silent = TcpListener::bind(LOCAL).unwrap();
        let closed = TcpListener::bind(LOCAL).unwrap();
        let port = |listener: &TcpListener| listener.local_addr().unwrap().port();
        let (silent_port, closed_port) = (port(&silent), port(&closed));
        drop(closed);
        let web_port = something_else();
        let (host, wrong) = (cluster.host.as_str(), format!("{SECRET}-wrong"));
        let admin = Some(("postgres", cluster.password.as_str()));
        let accounts = [
            ("analytics", host, cluster.port, admin),
            ("bare", host, cluster.port, None),
            ("refused", "127.0.0.1", closed_port, admin),
            ("nowhere", "db.nowhere.invalid", 5432, admin),
            ("silent", "127.0.0.1", silent_port, admin),
            ("web", "127.0.0.1", web_port, admin),
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
                    let account = Account {
                        user: user.to_owned(),
                        password: Secret::new(password.to_owned()).into(),
                        tested: TestedAt {
                            host: host.to_owned(),
                            port,
                        },
                    };
                    store.credentials().set(name, &account).await.unwrap();
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

/// The port of a server of another protocol, which ends with the process.
fn something_else() -> u16 {
    let listener = TcpListener::bind(LOCAL).unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for mut client in listener.incoming().flatten() {
            let _ = client.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
        }
    });
    port
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
            let account = store.credentials().get(&name).await.unwrap().unwrap();
            let password = account.password.stored().unwrap().expose().to_owned();
            accounts.insert(name, (account.user, password));
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
