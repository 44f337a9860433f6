//! Which other process holds a lock on a file: for messages, where the system tells.

use std::path::Path;

/// `process 4711 (rolewright)` for each that has locked the file to write, or to open the store.
pub(super) fn lockers(path: &Path) -> Option<String> {
    #[cfg(target_os = "linux")]
    {
        let named: Vec<_> = linux::pids(path).into_iter().map(linux::named).collect();
        (!named.is_empty()).then(|| named.join(", "))
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = path;
        None
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::collections::BTreeSet;
    use std::os::unix::fs::MetadataExt;
    use std::path::Path;

    /// `1: POSIX  ADVISORY  WRITE 4711 fd:01:131 120 120`, and the like of FLOCK.
    pub fn pids(path: &Path) -> BTreeSet<u32> {
        let Ok(metadata) = std::fs::metadata(path) else {
            return BTreeSet::new();
        };
        let inode = format!(":{}", metadata.ino());
        let locks = std::fs::read_to_string("/proc/locks").unwrap_or_default();
        let pid = |line: &str| {
            // A line with an arrow waits for the lock.
            let mut fields = line.split_whitespace().skip(3);
            let is_write = fields.next() == Some("WRITE");
            let pid: u32 = fields.next()?.parse().ok()?;
            let here = fields.next().is_some_and(|place| place.ends_with(&inode));
            (is_write && here && pid != std::process::id()).then_some(pid)
        };
        // Numbers of inodes are of one file system each: whose files can be seen is asked.
        let has_it_open = |pid: &u32| {
            let Ok(open) = std::fs::read_dir(format!("/proc/{pid}/fd")) else {
                return true;
            };
            let same = |entry: std::fs::DirEntry| {
                let open = std::fs::metadata(entry.path());
                open.is_ok_and(|o| (o.dev(), o.ino()) == (metadata.dev(), metadata.ino()))
            };
            open.flatten().any(same)
        };
        locks.lines().filter_map(pid).filter(has_it_open).collect()
    }

    pub fn named(pid: u32) -> String {
        let name = std::fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default();
        match name.trim() {
            "" => format!("process {pid}"),
            name => format!("process {pid} ({name})"),
        }
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};

    #[test]
    fn whoever_has_locked_a_file_is_named() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("file");
        std::fs::write(&path, "").unwrap();
        assert_eq!(lockers(&path), None);
        let mut flock = Command::new("flock");
        flock.arg(&path).args(["sh", "-c", "echo locked; read end"]);
        let mut child = flock
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        let named = lockers(&path).unwrap();
        assert!(named.contains(&child.id().to_string()), "{named}");
        assert!(named.contains("(flock)"), "{named}");
        drop(child.stdin.take());
        child.wait().unwrap();
        assert_eq!(lockers(&path), None);
    }
}
