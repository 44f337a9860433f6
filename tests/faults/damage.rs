//! The kinds of damage.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use proxy::{Moment, Strike, Verdict};
use sqlx::{Connection as _, Executor as _};
use throwaway::Cluster;

use crate::world::{Victim, crash, signal};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Damage {
    Sigkill,
    Sigterm,
    Sighup,
    TwoSigint,
    BackendTerminated,
    AllTerminated,
    ServerRestarted,
    ConnectionCut,
    AllCut,
    ByteCut,
    Stalled,
    Vanishing,
    DiskFull,
    StoreLocked,
}

use Damage as D;

pub const DAMAGES: [Damage; 14] = [
    D::Sigkill,
    D::Sigterm,
    D::Sighup,
    D::TwoSigint,
    D::BackendTerminated,
    D::AllTerminated,
    D::ServerRestarted,
    D::ConnectionCut,
    D::AllCut,
    D::ByteCut,
    D::Stalled,
    D::Vanishing,
    D::DiskFull,
    D::StoreLocked,
];

/// What damage can be done to.
pub struct Reach {
    pub victim: Victim,
    pub cluster: Arc<Cluster>,
    pub home: PathBuf,
    /// True once the command ended: nothing is to be held any more.
    pub over: Arc<AtomicBool>,
    /// Where a byte is cut.
    pub seed: u64,
}

impl Damage {
    pub fn name(self) -> &'static str {
        match self {
            D::Sigkill => "SIGKILL",
            D::Sigterm => "SIGTERM",
            D::Sighup => "SIGHUP",
            D::TwoSigint => "two SIGINT",
            D::BackendTerminated => "this backend terminated",
            D::AllTerminated => "all backends terminated",
            D::ServerRestarted => "server killed and restarted",
            D::ConnectionCut => "one connection cut",
            D::AllCut => "all connections cut",
            D::ByteCut => "cut at a random byte",
            D::Stalled => "network stalled",
            D::Vanishing => "packets vanish",
            D::DiskFull => "store's disk full",
            D::StoreLocked => "store locked",
        }
    }

    /// When it can strike: a store does not lose answers, and the rest of a message comes before
    /// the end of its answer.
    pub fn moments(self) -> &'static [Moment] {
        match self {
            D::DiskFull | D::StoreLocked => &[Moment::Before, Moment::After],
            D::ByteCut => &[Moment::Before, Moment::AnswerLost],
            _ => &[Moment::Before, Moment::AnswerLost, Moment::After],
        }
    }

    /// Whether a limit has to pass until the apply is over.
    pub fn waits(self) -> bool {
        matches!(
            self,
            D::Stalled | D::Vanishing | D::ServerRestarted | D::StoreLocked
        )
    }

    /// The longest that an apply may take then, with the limits of [`Damage::limits`].
    pub fn bound(self) -> Duration {
        match self {
            D::Stalled | D::Vanishing | D::ServerRestarted => Duration::from_secs(40),
            _ => Duration::from_secs(20),
        }
    }

    /// The tool's own limits, so that no case waits long.
    pub fn limits(self) -> [(&'static str, &'static str); 5] {
        let (connect, statement, reconnect) = match self {
            D::Stalled | D::Vanishing => ("1s", "1s", "1s"),
            _ => ("2s", "3s", "15s"),
        };
        [
            ("ROLEWRIGHT_CONNECT_TIMEOUT", connect),
            ("ROLEWRIGHT_STATEMENT_TIMEOUT", statement),
            ("ROLEWRIGHT_RECONNECT_TIMEOUT", reconnect),
            ("ROLEWRIGHT_STORE_TIMEOUT", "1s"),
            // No standby is waited for here.
            ("ROLEWRIGHT_COMMIT_TIMEOUT", "2s"),
        ]
    }

    /// Whether the server keeps sessions of the apply for a while, as it cannot notice its end.
    pub fn leaves_sessions(self) -> bool {
        self == D::Vanishing
    }

    /// Whether the store takes no record afterwards.
    pub fn is_the_stores(self) -> bool {
        matches!(self, D::DiskFull | D::StoreLocked)
    }

    pub fn strike(self, moment: Moment, strike: &Strike, reach: &Reach) -> Verdict {
        // An answer that is lost comes no more, where its connection is gone.
        let then = |verdict| match moment {
            Moment::AnswerLost => verdict,
            _ => Verdict::Go,
        };
        let process = reach.victim.id();
        match self {
            D::Sigkill => {
                signal("KILL", process);
                Verdict::CutAll
            }
            D::Sigterm => {
                signal("TERM", process);
                Verdict::Go
            }
            D::Sighup => {
                signal("HUP", process);
                Verdict::Go
            }
            D::TwoSigint => {
                signal("INT", process);
                std::thread::sleep(Duration::from_millis(150));
                signal("INT", process);
                Verdict::Go
            }
            D::BackendTerminated => {
                let Some(backend) = strike.backend else {
                    return Verdict::Cut; // It has not even begun.
                };
                terminate(&reach.cluster, &format!("pid = {backend}"));
                then(Verdict::Cut)
            }
            D::AllTerminated => {
                terminate(&reach.cluster, "application_name LIKE 'rolewright%'");
                then(Verdict::CutAll)
            }
            D::ServerRestarted => {
                crash(&reach.cluster);
                Verdict::CutAll
            }
            D::ConnectionCut => Verdict::Cut,
            D::AllCut => Verdict::CutAll,
            D::ByteCut => {
                let bytes = u64::try_from(strike.bytes.max(1)).unwrap();
                Verdict::CutAfter(usize::try_from(reach.seed % bytes).unwrap())
            }
            D::Stalled => Verdict::StallAll,
            D::Vanishing => Verdict::VanishAll,
            D::DiskFull => {
                let mut limit = Command::new("prlimit");
                limit.args(["--fsize=0:0", "--pid", &process.to_string()]);
                assert!(limit.output().unwrap().status.success());
                Verdict::Go
            }
            D::StoreLocked => {
                lock(&reach.home, &reach.over);
                Verdict::Go
            }
        }
    }
}

fn terminate(cluster: &Cluster, which: &str) {
    let end = format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE pid <> pg_backend_pid() AND {which}"
    );
    let _ = cluster.sql("postgres", &end);
    std::thread::sleep(Duration::from_millis(10));
}

/// Holds the store's only write lock, as another process would, until the command is over.
fn lock(home: &Path, over: &Arc<AtomicBool>) {
    let (file, over) = (home.join("rolewright.db"), Arc::clone(over));
    let (told, held) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let options = sqlx::sqlite::SqliteConnectOptions::new()
                .filename(file)
                .busy_timeout(Duration::from_secs(5));
            let mut store = sqlx::SqliteConnection::connect_with(&options)
                .await
                .unwrap();
            store.execute("BEGIN IMMEDIATE").await.unwrap();
            told.send(()).unwrap();
            while !over.load(Ordering::SeqCst) {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            let _ = store.execute("ROLLBACK").await;
            let _ = store.close().await;
        });
    });
    let _ = held.recv();
}
