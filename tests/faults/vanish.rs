//! Packets that vanish: nothing is refused, nothing is closed, and no answer comes any more. The tool
//! runs in a network namespace whose only way out is taken away at a chosen message.
//!
//! Needs root and `ip` (iproute2): as anybody else it says so and proves nothing. Where namespaces are
//! not to be had, `Damage::Stalled` is what comes nearest.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use throwaway::Cluster;

use crate::desk::{Desk, Output, run};
use crate::start::start;
use crate::world::{Ended, Victim, run_until};

const DATABASES: &str = "v1,v2";

/// What the server's keepalives take to notice, as `begin.sql` sets them: the server itself is not in
/// the namespace, so that its end is closed for it.
const NOTICED: Duration = Duration::from_secs(60);

/// Longer than every wait that the tool is told to have, one after the other.
const MOST: Duration = Duration::from_secs(240);

/// A namespace with one way out, to `address` of this side.
struct Space {
    name: String,
    link: String,
    address: String,
}

fn ip(args: &str) {
    let done = Command::new("ip").args(args.split(' ')).output();
    let done = done.expect("the test needs `ip`: apt-get install iproute2");
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(done.status.success(), "ip {args}: {said}");
}

impl Space {
    /// `None` for anybody but root.
    fn new() -> Option<Self> {
        let id = Command::new("id").arg("-u").output().unwrap();
        if id.stdout.trim_ascii() != b"0" {
            return None;
        }
        let process = std::process::id();
        let net = format!("10.{}.{}", 128 + process / 256 % 100, process % 256);
        let space = Self {
            name: format!("rw{process}"),
            link: format!("rwa{process}"),
            address: format!("{net}.1"),
        };
        let Self { name, link, .. } = &space;
        ip(&format!("netns add {name}"));
        ip(&format!(
            "link add {link} type veth peer name inside netns {name}"
        ));
        ip(&format!("addr add {net}.1/30 dev {link}"));
        ip(&format!("link set {link} up"));
        ip(&format!("-n {name} addr add {net}.2/30 dev inside"));
        ip(&format!("-n {name} link set inside up"));
        Some(space)
    }

    fn cut(&self) {
        ip(&format!("link set {} down", self.link));
    }

    fn mend(&self) {
        ip(&format!("link set {} up", self.link));
    }

    /// The tool in it, with short limits.
    fn command(&self, desk: &Desk, args: &[&str]) -> Command {
        let inner = desk.command(args);
        let mut command = Command::new("ip");
        command
            .args(["netns", "exec", &self.name])
            .arg(inner.get_program());
        command.args(inner.get_args()).env_clear();
        command.envs(inner.get_envs().filter_map(|(k, v)| Some((k, v?))));
        command.current_dir(desk.path("."));
        for (name, value) in [
            ("PGSSLMODE", "disable"),
            ("ROLEWRIGHT_CONNECT_TIMEOUT", "2s"),
            ("ROLEWRIGHT_LOCK_TIMEOUT", "2s"),
            ("ROLEWRIGHT_STATEMENT_TIMEOUT", "3s"),
            ("ROLEWRIGHT_COMMIT_TIMEOUT", "3s"),
        ] {
            command.env(name, value);
        }
        command
    }

    fn run(&self, desk: &Desk, args: &[&str]) -> Output {
        run(self.command(desk, args), "")
    }
}

impl Drop for Space {
    fn drop(&mut self) {
        for args in [["netns", "del", &self.name], ["link", "del", &self.link]] {
            let _ = Command::new("ip").args(args).output();
        }
    }
}

/// What is sent by the tool is counted, and at one of its messages the way is cut.
struct Way {
    port: u16,
    sent: Arc<AtomicUsize>,
    /// At which, and whether it is delivered before.
    at: Arc<AtomicUsize>,
    delivered: Arc<AtomicBool>,
    /// The server's ends.
    ends: Ends,
}

type Ends = Arc<Mutex<Vec<TcpStream>>>;

impl Way {
    fn open(space: &Arc<Space>, cluster: &Cluster) -> Self {
        let listener = TcpListener::bind((space.address.as_str(), 0)).unwrap();
        let way = Self {
            port: listener.local_addr().unwrap().port(),
            sent: Arc::default(),
            at: Arc::new(AtomicUsize::new(usize::MAX)),
            delivered: Arc::default(),
            ends: Ends::default(),
        };
        let ends = Arc::clone(&way.ends);
        let to = (cluster.host.clone(), cluster.port);
        let (sent, at, delivered) = (way.sent.clone(), way.at.clone(), way.delivered.clone());
        let space = Arc::clone(space);
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let Ok(client) = client else { return };
                let Ok(server) = TcpStream::connect((to.0.as_str(), to.1)) else {
                    continue;
                };
                let (back, mut client_out) =
                    (server.try_clone().unwrap(), client.try_clone().unwrap());
                std::thread::spawn(move || {
                    let mut back = back;
                    let _ = std::io::copy(&mut back, &mut client_out);
                    let _ = client_out.shutdown(Shutdown::Both);
                });
                ends.lock().unwrap().push(server.try_clone().unwrap());
                let ends = Arc::clone(&ends);
                let (sent, at, delivered) = (sent.clone(), at.clone(), delivered.clone());
                let space = Arc::clone(&space);
                std::thread::spawn(move || {
                    forward(client, server, &space, (&sent, &at, &delivered), &ends)
                });
            }
        });
        way
    }
}

fn forward(
    mut client: TcpStream,
    mut server: TcpStream,
    space: &Space,
    (sent, at, delivered): (&AtomicUsize, &AtomicUsize, &AtomicBool),
    ends: &Mutex<Vec<TcpStream>>,
) {
    let mut buffer = vec![0; 65536];
    while let Ok(length @ 1..) = client.read(&mut buffer) {
        let number = sent.fetch_add(1, Ordering::SeqCst);
        let strikes = number == at.load(Ordering::SeqCst);
        if strikes {
            space.cut();
            let ends = std::mem::take(&mut *ends.lock().unwrap());
            std::thread::spawn(move || {
                std::thread::sleep(NOTICED);
                for end in ends {
                    let _ = end.shutdown(Shutdown::Both);
                }
            });
            if !delivered.load(Ordering::SeqCst) {
                // The server goes on waiting, as it would.
                std::thread::sleep(MOST);
                return;
            }
        }
        if server.write_all(&buffer[..length]).is_err() {
            return;
        }
    }
    // Closed by the tool, which a server whose packets vanish never hears of.
    if at.load(Ordering::SeqCst) == usize::MAX {
        let _ = server.shutdown(Shutdown::Write);
    }
}

const PLAN: [&str; 10] = [
    "plan",
    "far",
    "--role",
    "ro",
    "--scopes",
    DATABASES,
    "--privileges",
    "SELECT",
    "-o",
    "result.yaml",
];

fn desk(space: &Space, way: &Way, password: &str) -> Desk {
    let desk = Desk::new();
    let csv = format!(
        "name,type,host,port\nfar,PostgreSQL,{},{}\n",
        space.address, way.port
    );
    desk.write("inventory.csv", csv);
    done(
        space.run(&desk, &["resources", "import", "-f", "inventory.csv"]),
        "import",
    );
    let set = [
        "credentials",
        "set",
        "far",
        "--user",
        "postgres",
        "--password-stdin",
    ];
    done(run(space.command(&desk, &set), password), "set");
    desk
}

fn done(output: Output, what: &str) -> String {
    let all = format!("{}{}", output.stdout, output.stderr);
    assert_eq!(output.code, 0, "{what}: {all}");
    all
}

/// After the way is there again: the record verifies, nothing is left running, the plan is finished or
/// made again, and the password that is shown logs in.
fn judge(space: &Space, desk: &Desk, cluster: &Cluster, ended: &Ended, case: &str) {
    assert!(!ended.hung, "{case}: {}", ended.said);
    let in_sync = || space.run(desk, &PLAN).stdout.contains("in-sync");
    if ended.code == Some(0) {
        assert!(in_sync(), "{case} says that it is done: {}", ended.said);
    }
    // The server's sessions may have the role's lock for a minute yet. Until then resume and plan say
    // nothing of what was left: the apply waits for the lock, and finds out.
    let applies = space
        .run(desk, &["sessions", "export", "--kind", "apply"])
        .stdout;
    let last: serde_json::Value = serde_json::from_str(applies.lines().last().unwrap()).unwrap();
    let sid = last["sid"].as_str().unwrap();
    if last["status"] == "running" {
        // What is left may need a plan of its own, which is no failure.
        let resumed = space.run(desk, &["resources", "resume", "--sid", sid]);
        let said = format!("{}{}", resumed.stdout, resumed.stderr);
        println!("  resume: {}", said.trim_end());
        assert!(said.contains(sid), "{case}: resume: {said}");
    }
    // Where the first apply finds out what the struck one left, its plan is stale: once more, then.
    for _ in 0..3 {
        done(space.run(desk, &PLAN), &format!("{case}: plan"));
        let applied = space.run(desk, &["apply", "-f", "result.yaml"]);
        println!(
            "  then {}: {}",
            applied.code,
            applied.stdout.lines().last().unwrap_or_default()
        );
        if in_sync() {
            break;
        }
    }
    assert!(in_sync(), "{case}: {}", ended.said);
    done(
        space.run(desk, &["sessions", "verify"]),
        &format!("{case}: verify"),
    );
    let sessions = space.run(desk, &["sessions", "list", "--json"]).stdout;
    assert!(!sessions.contains("\"running\""), "{case}: {sessions}");
    let role = "SELECT rolname FROM pg_roles WHERE rolname LIKE 'hoopdev%'";
    let role = cluster
        .sql("postgres", role)
        .unwrap()
        .remove(0)
        .remove(0)
        .unwrap();
    let shown = space.run(desk, &["credentials", "show", &role, "--quiet"]);
    let password = done(
        Output {
            stderr: String::new(),
            ..shown
        },
        case,
    );
    let mut config = cluster.config("v1");
    config.user(&role).password(password.trim_end());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let login = runtime.block_on(config.connect(tokio_postgres::NoTls));
    assert!(
        login.is_ok(),
        "{case}: the password that is shown does not log in"
    );
    forget(cluster, &role);
}

/// The next case begins without the role.
fn forget(cluster: &Cluster, role: &str) {
    let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'postgres' AND pid <> pg_backend_pid()";
    let _ = cluster.sql("postgres", end);
    let drop = format!("DROP OWNED BY {role}");
    for database in ["v1", "v2", "postgres"] {
        cluster.sql(database, &drop).unwrap();
    }
    cluster
        .sql("postgres", &format!("DROP ROLE {role}"))
        .unwrap();
}

#[test]
#[ignore = "make test-faults"]
fn whole_with_vanishing_packets() {
    let Some(space) = Space::new() else {
        println!("packets that vanish: needs root, for a network namespace; nothing was proved");
        return;
    };
    let space = Arc::new(space);
    let cluster = start(&[("max_connections", "50"), ("synchronous_commit", "on")]).unwrap();
    for database in ["v1", "v2"] {
        cluster
            .sql("postgres", &format!("CREATE DATABASE {database}"))
            .unwrap();
        cluster.sql(database, "CREATE TABLE t (i int)").unwrap();
    }
    let way = Way::open(&space, &cluster);
    let apply = ["apply", "-f", "result.yaml"];
    let of = || desk(&space, &way, &cluster.password);

    // One without a fault, to know how many messages there are.
    let first = of();
    done(space.run(&first, &PLAN), "plan");
    way.sent.store(0, Ordering::SeqCst);
    let whole = run_until(space.command(&first, &apply), MOST, &Victim::default());
    let messages = way.sent.load(Ordering::SeqCst);
    judge(&space, &first, &cluster, &whole, "no fault");

    let mut cases = 0;
    for at in (2..messages).step_by(14) {
        for delivered in [false, true] {
            let case = format!("message {at} of {messages}, delivered: {delivered}");
            let desk = of();
            done(space.run(&desk, &PLAN), "plan");
            way.sent.store(0, Ordering::SeqCst);
            way.delivered.store(delivered, Ordering::SeqCst);
            way.at.store(at, Ordering::SeqCst);
            let ended = run_until(space.command(&desk, &apply), MOST, &Victim::default());
            way.at.store(usize::MAX, Ordering::SeqCst);
            space.mend();
            println!(
                "{case}: {:?} after {:.1} s",
                ended.code,
                ended.took.as_secs_f64()
            );
            judge(&space, &desk, &cluster, &ended, &case);
            cases += 1;
        }
    }
    println!("packets that vanish: {cases} cases, none hung, lost or untrue");
}
