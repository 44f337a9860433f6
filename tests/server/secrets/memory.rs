//! What is left of passwords in the memory of a process that has used them, and in what it leaves
//! behind when it crashes.

use std::fs::File;
use std::io::{Read, Write, pipe};
use std::os::unix::fs::FileExt;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::needles::Haystack;
use crate::desk::Desk;
use crate::postgres::{Cluster, cluster};

const ROLE: &str = "hoopdev_memory_ro_";

/// All that a process may write to.
fn memory(process: u32) -> Vec<Vec<u8>> {
    let maps = std::fs::read_to_string(format!("/proc/{process}/maps")).unwrap();
    let file = File::open(format!("/proc/{process}/mem")).unwrap();
    let writable = maps.lines().filter(|line| line.contains(" rw"));
    let part = |line: &str| {
        let range = line.split(' ').next()?;
        let (from, to) = range.split_once('-')?;
        let at = |hex| u64::from_str_radix(hex, 16).unwrap();
        let mut bytes = vec![0; usize::try_from(at(to) - at(from)).unwrap()];
        file.read_exact_at(&mut bytes, at(from)).ok()?;
        Some(bytes)
    };
    writable.filter_map(part).collect()
}

fn count(memory: &[Vec<u8>], needle: &[u8]) -> usize {
    let starts = |bytes: &[u8], at: usize| bytes[at..].starts_with(needle);
    let in_part = |bytes: &Vec<u8>| {
        let first = |at: &usize| bytes[*at] == needle[0];
        let at = (0..bytes.len()).filter(first);
        at.filter(|at| starts(bytes, *at)).count()
    };
    memory.iter().map(in_part).sum()
}

/// What SCRAM makes of a password on the way to its proof: whoever has it logs in without it.
fn proof_inputs(cluster: &Cluster, role: &str, password: &str) -> [(&'static str, Vec<u8>); 2] {
    let stored = format!("SELECT rolpassword FROM pg_authid WHERE rolname = '{role}'");
    let rows = cluster.sql("postgres", &stored);
    let verifier = rows[0][0].clone().unwrap();
    let fields: Vec<_> = verifier.split(['$', ':']).collect();
    let (iterations, salt) = (
        fields[1].parse().unwrap(),
        STANDARD.decode(fields[2]).unwrap(),
    );
    let mut salted = [0; 32];
    pbkdf2::pbkdf2_hmac::<Sha256>(password.as_bytes(), &salt, iterations, &mut salted);
    let mut mac = Hmac::<Sha256>::new_from_slice(&salted).unwrap();
    mac.update(b"Client Key");
    let key = mac.finalize().into_bytes().to_vec();
    [("salted password", salted.to_vec()), ("client key", key)]
}

/// An apply that has done all and waits for somebody to read what it printed.
fn held(desk: &Desk, temporary: &Path) -> (Child, impl Drop, std::thread::JoinHandle<String>) {
    let (reader, mut full) = pipe().unwrap();
    full.write_all(&[b'x'; 1 << 16]).unwrap();
    let inner = desk.command(&["apply", "-f", "result.yaml", "-vvv"]);
    let mut shell = Command::new("sh");
    // As somebody who wants cores would have it.
    shell.args(["-c", "ulimit -c unlimited; exec \"$@\"", "sh"]);
    shell.arg(inner.get_program()).args(inner.get_args());
    shell
        .env_clear()
        .envs(inner.get_envs().filter_map(|(k, v)| Some((k, v?))));
    let mut child = shell
        .env("ROLEWRIGHT_LOG", "trace")
        .env("TMPDIR", temporary)
        .current_dir(desk.path("."))
        .stdin(Stdio::null())
        .stdout(full)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut log = child.stderr.take().unwrap();
    let log = std::thread::spawn(move || {
        let mut said = String::new();
        log.read_to_string(&mut said).unwrap();
        said
    });
    let running = || {
        let list = ["sessions", "list", "--kind", "apply", "--json"];
        let list: serde_json::Value = serde_json::from_str(&desk.run(&list).stdout).unwrap();
        let last = &list["sessions"][0];
        last["status"]
            .as_str()
            .is_none_or(|status| status == "running")
    };
    for _ in 0..1200 {
        if !running() {
            // Until it waits for its reader.
            std::thread::sleep(Duration::from_millis(500));
            return (child, Kept(Some(reader)), log);
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    panic!("it never ended: {}", log.join().unwrap());
}

/// Keeps the pipe open.
struct Kept(Option<std::io::PipeReader>);

impl Drop for Kept {
    fn drop(&mut self) {
        drop(self.0.take());
    }
}

#[test]
fn nothing_of_a_password_is_left_in_memory_nor_in_a_core() {
    let cluster = cluster();
    cluster.sql("postgres", "CREATE DATABASE memory");
    cluster.sql("memory", "CREATE TABLE public.t (id int)");
    let desk = Desk::with_resources(cluster, &["memory"]);
    let plan = ["plan", "memory", "--role", "ro", "--scopes", "memory"];
    desk.run(&[&plan[..], &["--privileges", "SELECT", "-o", "result.yaml"]].concat())
        .expect(0);
    let temporary = tempfile::tempdir().unwrap();
    let (mut child, pipe, log) = held(&desk, temporary.path());
    let memory = memory(child.id());
    let left: Vec<_> = std::fs::read_dir(temporary.path()).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");

    // A crash leaves nothing.
    let kill = Command::new("kill")
        .args(["-ABRT", &child.id().to_string()])
        .status();
    assert!(kill.unwrap().success());
    let status = child.wait().unwrap();
    assert_eq!(status.signal(), Some(6), "{status:?}");
    assert!(!status.core_dumped());
    drop(pipe);

    let names = format!("SELECT rolname FROM pg_roles WHERE rolname LIKE '{ROLE}%'");
    let role = cluster.sql("postgres", &names)[0][0].clone().unwrap();
    let password = desk.password(&role);
    let admin = &cluster.password;
    let mut needles = vec![
        ("admin password", admin.clone().into_bytes()),
        ("new password", password.clone().into_bytes()),
    ];
    needles.extend(proof_inputs(cluster, &role, &password));
    needles.extend(proof_inputs(cluster, cluster.user, admin));
    // The search can find: its own name, and the role's.
    assert!(count(&memory, role.as_bytes()) > 0);
    // What is freed is wiped: how transactions began stood in many texts, and nobody keeps one.
    assert_eq!(count(&memory, b"pg_catalog.set_config("), 0);
    for (what, needle) in &needles {
        assert_eq!(count(&memory, needle), 0, "{what}");
        // The allocator writes over the beginning of what is freed: its end would still be there.
        if needle.len() >= 28 {
            assert_eq!(count(&memory, &needle[16..]), 0, "the end of {what}");
        }
    }
    let mut said = Haystack::default();
    said.add("log", log.join().unwrap().as_bytes());
    assert!(!said.find("opened the store").is_empty());
    said.add_folder(&desk.home());
    for secret in [admin, &password] {
        assert_eq!(said.find(secret), [""; 0]);
    }
}
