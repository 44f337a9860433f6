//! What other users of the machine could see of our processes while they run.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

/// Samples the process list until it is asked for what it saw.
pub struct Processes {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<Seen>,
}

/// What was seen, each text once.
#[derive(Default)]
pub struct Seen {
    /// The command lines of every process.
    pub command_lines: BTreeSet<Vec<u8>>,
    /// The environments of the program under test.
    pub environments: BTreeSet<Vec<u8>>,
}

impl Processes {
    /// Watches for processes of this program, and the command lines of all.
    pub fn watch(program: &'static str) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let asked = Arc::clone(&stop);
        let thread = std::thread::spawn(move || {
            let program = Path::new(program).canonicalize().unwrap();
            let mut seen = Seen::default();
            while !asked.load(Ordering::Relaxed) {
                sample(&program, &mut seen);
                std::thread::sleep(Duration::from_millis(2));
            }
            seen
        });
        Self { stop, thread }
    }

    pub fn seen(self) -> Seen {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.join().unwrap()
    }
}

/// Processes end while one looks: what cannot be read is passed over.
fn sample(program: &Path, seen: &mut Seen) {
    for entry in std::fs::read_dir("/proc").unwrap().flatten() {
        let folder = entry.path();
        if let Ok(line) = std::fs::read(folder.join("cmdline")) {
            seen.command_lines.insert(line);
        }
        let ours = std::fs::read_link(folder.join("exe")).is_ok_and(|exe| exe == program);
        if let (true, Ok(environment)) = (ours, std::fs::read(folder.join("environ"))) {
            seen.environments.insert(environment);
        }
    }
}
