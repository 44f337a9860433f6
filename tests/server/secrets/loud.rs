//! Commands at their loudest, and the passwords that come and go while they run.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use store::Store;
use store::home::Home;

use super::needles::Haystack;
use crate::desk::{Desk, Output, run};

/// As loud as it gets; the drivers' own logs are asked for by name.
pub const FILTER: &str =
    "trace,cluster=trace,tokio_postgres=trace,sqlx=trace,rustls=trace,hyper=trace";

/// Runs commands as loud as can be and keeps all that they say.
pub struct Loud<'a> {
    pub desk: &'a Desk,
    pub said: Haystack,
}

impl Loud<'_> {
    pub fn run(&mut self, args: &[&str], input: &str) -> Output {
        let output = self.quietly(args, input);
        self.said.add(
            format!("output of {}", args.join(" ")),
            output.all().as_bytes(),
        );
        output
    }

    /// For a command whose product is a password.
    fn quietly(&self, args: &[&str], input: &str) -> Output {
        let mut command = self.desk.command(&[args, &["-vvv"]].concat());
        command
            .env("ROLEWRIGHT_LOG", FILTER)
            .env("RUST_LOG", "trace");
        run(command, input)
    }

    pub fn password(&mut self, role: &str) -> String {
        let shown = self
            .quietly(&["credentials", "show", role, "--quiet"], "")
            .expect(0);
        self.said
            .add("stderr of credentials show", shown.stderr.as_bytes());
        shown.stdout.trim_end_matches('\n').to_owned()
    }
}

/// Collects the passwords that are stored before an apply: one that fails takes its own away again.
pub fn collect_pending(
    desk: &Desk,
) -> (Arc<AtomicBool>, std::thread::JoinHandle<BTreeSet<String>>) {
    let stop = Arc::new(AtomicBool::new(false));
    let (asked, home) = (Arc::clone(&stop), Home::at(desk.home()).unwrap());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let thread = std::thread::spawn(move || {
        runtime.block_on(async {
            let store = Store::open_with(&home, None).await.unwrap();
            let secrets = store.role_secrets();
            let mut seen = BTreeSet::new();
            while !asked.load(Ordering::Relaxed) {
                for pending in secrets.pending().await.unwrap() {
                    let current = secrets
                        .current(&pending.resource, &pending.role)
                        .await
                        .unwrap();
                    let password = current.as_ref().and_then(|current| current.password());
                    seen.extend(password.map(|password| password.expose().to_owned()));
                }
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
            // Not closed before: an open store keeps its write-ahead log on the disk.
            seen
        })
    });
    (stop, thread)
}
