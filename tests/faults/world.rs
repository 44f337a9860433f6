//! A server, a proxy before it, and the tool run against them.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use proxy::Proxy;
use throwaway::Cluster;

use crate::damage::Damage;
use crate::desk::{Desk, Output, run};
use crate::look::DATABASES;
use crate::start::start;
use crate::superuser::Superuser;

pub const RESOURCE: &str = "faults";

/// A server and a proxy; one case at a time.
pub struct World {
    pub cluster: Arc<Cluster>,
    pub superuser: Superuser,
    pub proxy: Proxy,
}

/// A command and how it ended.
#[derive(Clone, Debug)]
pub struct Ended {
    /// `None` where a signal ended it.
    pub code: Option<i32>,
    pub said: String,
    pub hung: bool,
    pub took: Duration,
}

/// The process that is to be struck, for those who strike it.
#[derive(Clone, Debug, Default)]
pub struct Victim(Arc<AtomicU32>);

impl Victim {
    fn is(&self, child: &Child) {
        self.0.store(child.id(), Ordering::SeqCst);
    }

    /// Its id, as soon as it has one.
    pub fn id(&self) -> u32 {
        loop {
            match self.0.load(Ordering::SeqCst) {
                0 => std::thread::sleep(Duration::from_millis(1)),
                id => return id,
            }
        }
    }
}

impl World {
    pub fn begin() -> Self {
        // A server that is killed forgets nothing that it said is committed.
        let settings = [("synchronous_commit", "on"), ("max_connections", "50")];
        let cluster = Arc::new(start(&settings).unwrap());
        let superuser = Superuser::of(&cluster);
        for database in DATABASES {
            superuser
                .sql("postgres", &format!("CREATE DATABASE {database}"))
                .unwrap();
            superuser
                .sql(
                    database,
                    "CREATE TABLE public.t (id int); CREATE SCHEMA app; CREATE TABLE app.u (id int)",
                )
                .unwrap();
        }
        let proxy = Proxy::to(&cluster.host, cluster.port).unwrap();
        Self {
            superuser,
            cluster,
            proxy,
        }
    }

    /// A home that knows the server, through the proxy.
    pub fn desk(&self) -> Desk {
        Desk::behind(self.proxy.port, RESOURCE, &self.cluster)
    }

    pub fn run(&self, desk: &Desk, args: &[&str]) -> Output {
        run(command(desk, args), "")
    }

    /// Runs it until it ends, or as long as it may take with such damage. A file-size limit is an error
    /// to it, not its end.
    pub fn run_struck(&self, desk: &Desk, args: &[&str], damage: Damage, victim: &Victim) -> Ended {
        let mut shell = Command::new("sh");
        let line = "trap '' XFSZ; exec \"$@\"";
        let mut inner = command(desk, args);
        inner.envs(damage.limits());
        shell.args(["-c", line, "sh"]).arg(inner.get_program());
        shell.args(inner.get_args()).env_clear();
        shell.envs(inner.get_envs().filter_map(|(k, v)| Some((k, v?))));
        shell.current_dir(desk.path("."));
        run_until(shell, damage.bound(), victim)
    }

    /// Waits until the server is rid of the tool's sessions; `false` where it is not after a while.
    pub fn is_left_alone(&self) -> bool {
        const OURS: &str = "SELECT 1 FROM pg_stat_activity WHERE pid <> pg_backend_pid()
            AND backend_type = 'client backend' AND application_name LIKE 'rolewright%'";
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(5) {
            if matches!(self.superuser.sql("postgres", OURS), Ok(rows) if rows.is_empty()) {
                return true;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let end = OURS.replace("SELECT 1", "SELECT pg_terminate_backend(pid)");
        let _ = self.superuser.sql("postgres", &end);
        false
    }
}

/// Runs a command until it ends, or for so long at most.
pub fn run_until(mut command: Command, most: Duration, victim: &Victim) -> Ended {
    let begun = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    victim.is(&child);
    let (mut out, mut err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let out = std::thread::spawn(move || read(&mut out));
    let err = std::thread::spawn(move || read(&mut err));
    let (status, hung) = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break (status, false);
        }
        if begun.elapsed() > most {
            child.kill().unwrap();
            break (child.wait().unwrap(), true);
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    Ended {
        code: status.code(),
        said: format!("{}{}", out.join().unwrap(), err.join().unwrap()),
        hung,
        took: begun.elapsed(),
    }
}

fn command(desk: &Desk, args: &[&str]) -> Command {
    let mut command = desk.command(args);
    for (name, value) in [
        ("PGSSLMODE", "disable"),
        ("ROLEWRIGHT_LOCK_TIMEOUT", "2s"),
        ("ROLEWRIGHT_ROLE_LOCK_TIMEOUT", "2s"),
        ("ROLEWRIGHT_GRACE_TIMEOUT", "1s"),
    ] {
        command.env(name, value);
    }
    command
}

fn read(from: &mut impl std::io::Read) -> String {
    let mut bytes = Vec::new();
    let _ = from.read_to_end(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A copy of a desk's home, for one case.
pub fn copy(of: &Desk) -> Desk {
    let desk = Desk::new();
    let copied = Command::new("cp")
        .args(["-a", "--"])
        .args([of.home(), desk.home()])
        .status();
    assert!(copied.unwrap().success());
    desk
}

/// Sends a signal.
pub fn signal(name: &str, process: u32) {
    let mut kill = Command::new("kill");
    let _ = kill.args(["-s", name, &process.to_string()]).output();
}

/// Ends a server as a crash does, and starts it again.
pub fn crash(cluster: &Cluster) {
    let folder = cluster.socket_dir().expect("a server of this machine");
    let file = folder.join("data/postmaster.pid");
    let text = std::fs::read_to_string(&file).unwrap();
    let process: u32 = text.lines().next().unwrap().trim().parse().unwrap();
    signal("QUIT", process);
    let gone = Path::new("/proc").join(process.to_string());
    while gone.exists() && file.exists() {
        std::thread::sleep(Duration::from_millis(5));
    }
    cluster.start_again().unwrap();
}
