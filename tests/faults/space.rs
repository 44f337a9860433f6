//! A network namespace to run the tool in, and the way out of it to a server.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use throwaway::Cluster;

use crate::desk::{Desk, Output, run};

/// What the server's keepalives take to notice, as `begin.sql` sets them: the server itself is not in
/// the namespace, so that its end is closed for it.
pub const NOTICED: Duration = Duration::from_secs(60);

/// Longer than every wait that the tool is told to have, one after the other.
pub const MOST: Duration = Duration::from_secs(240);

/// A namespace with one way out, to `address` of this side.
pub struct Space {
    name: String,
    link: String,
    pub address: String,
}

fn ip(args: &str) {
    let done = Command::new("ip").args(args.split(' ')).output();
    let done = done.expect("the test needs `ip`: apt-get install iproute2");
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(done.status.success(), "ip {args}: {said}");
}

impl Space {
    /// `None` for anybody but root.
    pub fn new() -> Option<Self> {
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

    pub fn mend(&self) {
        ip(&format!("link set {} up", self.link));
    }

    /// The tool in it, with short limits.
    pub fn command(&self, desk: &Desk, args: &[&str]) -> Command {
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
            ("ROLEWRIGHT_GRACE_TIMEOUT", "1s"),
            ("ROLEWRIGHT_RECONNECT_TIMEOUT", "3s"),
        ] {
            command.env(name, value);
        }
        command
    }

    pub fn run(&self, desk: &Desk, args: &[&str]) -> Output {
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
pub struct Way {
    pub port: u16,
    sent: Arc<AtomicUsize>,
    /// At which, and whether it is delivered before.
    at: Arc<AtomicUsize>,
    delivered: Arc<AtomicBool>,
    /// The server's ends.
    ends: Ends,
}

type Ends = Arc<Mutex<Vec<TcpStream>>>;

impl Way {
    pub fn open(space: &Arc<Space>, cluster: &Cluster) -> Self {
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

    /// From now on messages are counted; at this one the way is cut, after it where it is delivered.
    pub fn cut_at(&self, message: usize, delivered: bool) {
        self.sent.store(0, Ordering::SeqCst);
        self.delivered.store(delivered, Ordering::SeqCst);
        self.at.store(message, Ordering::SeqCst);
    }

    /// From now on none is cut, and they are counted.
    pub fn leave(&self) {
        self.cut_at(usize::MAX, false);
    }

    /// Messages so far.
    pub fn sent(&self) -> usize {
        self.sent.load(Ordering::SeqCst)
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
