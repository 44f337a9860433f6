//! Passwords that commands print or take are found nowhere on the way, whatever the commands do.

use super::loud::{FILTER, Loud};
use super::needles::Haystack;
use super::processes::Processes;
use crate::desk::{Desk, run};
use crate::postgres::cluster;

#[test]
fn what_commands_print_and_take_is_found_nowhere() {
    let c = cluster();
    c.sql("postgres", "CREATE DATABASE sec_commands");
    c.sql("sec_commands", "CREATE TABLE public.t (id int)");
    let desk = Desk::with_resource(c, "sec_commands");
    let vault = tempfile::tempdir().unwrap();
    let kept = |name: &str| vault.path().join(name).display().to_string();
    std::fs::write(kept("admin"), &c.password).unwrap();
    let processes = Processes::watch(env!("CARGO_BIN_EXE_rolewright"));
    let mut loud = Loud {
        desk: &desk,
        said: Haystack::default(),
    };
    let prints = desk.script("prints.sh", &format!("cat {0} >&2; cat {0}", kept("admin")));
    let fails = desk.script(
        "fails.sh",
        &format!("cat {0} >&2; cat {0}; exit 1", kept("admin")),
    );
    let set = [
        "credentials",
        "set",
        "sec_commands",
        "--user",
        c.user,
        "--password-command",
        "--",
    ];
    let set = |script| [&set[..], &[script]].concat();
    // Behind `--` the options of loudness would be the command's: a variable says the same.
    let mut say = |args: &[&str], code| {
        let mut command = desk.command(args);
        command.env("ROLEWRIGHT_LOG", FILTER);
        let output = run(command, "").expect(code);
        loud.said
            .add(format!("output of {}", args[0]), output.all().as_bytes());
    };
    say(&set(&fails), 1);
    say(&set(&prints), 0);
    let plan = [
        "plan",
        "sec_commands",
        "--role",
        "ro",
        "--scopes",
        "sec_commands",
        "--privileges",
        "SELECT",
        "-o",
        "result.yaml",
    ];
    let echoes = desk.script("echoes.sh", "cat >&2; exit 1");
    let takes = desk.script("takes.sh", &format!("cat > {}", kept("role")));
    say(
        &["resources", "hand-over", "sec_commands", "--", &echoes],
        0,
    );
    loud.run(&plan, "").expect(0);
    loud.run(&["apply", "-f", "result.yaml"], "").expect(1);
    desk.run(&["resources", "hand-over", "sec_commands", "--", &takes])
        .expect(0);
    loud.run(
        &[
            "credentials",
            "hand-over",
            "ro",
            "--resource",
            "sec_commands",
        ],
        "",
    )
    .expect(0);
    loud.run(&["sessions", "export", "-o", "sessions.jsonl"], "")
        .expect(0);
    let got: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(kept("role")).unwrap()).unwrap();
    let Loud {
        said: mut haystack, ..
    } = loud;
    haystack.add_folder(&desk.path(""));
    let seen = processes.seen();
    for line in seen.command_lines {
        haystack.add("a command line", &line);
    }
    for environment in seen.environments {
        haystack.add("an environment", &environment);
    }
    assert!(!haystack.find("opened the store").is_empty(), "our own log");
    assert!(!haystack.find("fails.sh").is_empty(), "what was said");
    for secret in [c.password.as_str(), got["password"].as_str().unwrap()] {
        assert_eq!(haystack.find(secret), [""; 0]);
    }
}
