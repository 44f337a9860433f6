//! Stdout and stderr as scripts meet them: a pipe that closes, a full disk, colors.

use std::io::{Read, Write};
use std::process::Stdio;

use crate::desk::{Desk, run, tests_file};

#[test]
fn a_closed_pipe_ends_quietly() {
    let desk = Desk::new();
    let commands: [&[&str]; 3] = [&["completions", "zsh"], &["man"], &["plan", "--help"]];
    for args in commands {
        let mut child = desk
            .command(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let mut stderr = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut stderr)
            .unwrap();
        assert_eq!(stderr, "", "{args:?}");
        assert_eq!(child.wait().unwrap().code(), Some(0), "{args:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let desk = Desk::new();
    let full = std::fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let status = desk
        .command(&["man"])
        .stdout(full)
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert_eq!(status.code(), Some(1));
}

#[test]
fn colors_come_only_when_asked_for_in_a_pipe() {
    let desk = Desk::new();
    let inventory = tests_file("reference/inventory.csv");
    let import = ["resources", "import", "--dry-run", "-f", &inventory];
    assert!(!desk.run(&import).expect(0).stdout.contains('\u{1b}'));
    let always = [&import[..], &["--color", "always"]].concat();
    assert!(desk.run(&always).expect(0).stdout.contains('\u{1b}'));
    let mut by_variable = desk.command(&import);
    by_variable
        .env("ROLEWRIGHT_COLOR", "always")
        .env("NO_COLOR", "1");
    let by_variable = run(by_variable, "");
    assert!(
        by_variable.stdout.contains('\u{1b}'),
        "what asks for it wins over NO_COLOR"
    );
    let quiet = [&import[..], &["--quiet"]].concat();
    assert_eq!(desk.run(&quiet).expect(0).stderr, "");
}

/// Nothing was begun that has to be finished, so the first Ctrl-C ends it.
#[cfg(unix)]
#[test]
fn an_interrupt_ends_with_130() {
    let desk = Desk::new();
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = silent.local_addr().unwrap().port();
    let csv = format!("name,type,host,port\nsilent,PostgreSQL,127.0.0.1,{port}\n");
    desk.run_with_input(&["resources", "import", "-f", "-"], &csv)
        .expect(0);
    let set = [
        "credentials",
        "set",
        "silent",
        "--user",
        "u",
        "--password-stdin",
    ];
    let mut child = desk
        .command(&set)
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(b"password\n")
        .unwrap();
    // It has connected, and waits for an answer that never comes.
    let _connection = silent.accept().unwrap();
    let pid = child.id().to_string();
    let killed = std::process::Command::new("kill")
        .args(["-INT", &pid])
        .status()
        .unwrap();
    assert!(killed.success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("interrupted")
    );
}
