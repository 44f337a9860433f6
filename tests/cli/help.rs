//! Help, version, completions and manual pages: products, on stdout.

use crate::desk::Desk;

#[test]
fn every_command_has_help_with_what_it_is_for() {
    let desk = Desk::new();
    let commands: &[&[&str]] = &[
        &["resources", "list"],
        &["resources", "import"],
        &["resources", "remove"],
        &["resources", "health"],
        &["resources", "plan"],
        &["resources", "plan", "status"],
        &["resources", "apply"],
        &["resources", "snapshot"],
        &["plan"],
        &["plan", "status"],
        &["apply"],
        &["snapshot"],
        &["health"],
        &["credentials", "set"],
        &["credentials", "import"],
        &["credentials", "show"],
        &["credentials", "hand-over"],
        &["resources", "hand-over"],
        &["sessions", "list"],
        &["sessions", "show"],
        &["sessions", "export"],
        &["test"],
        &["completions"],
        &["man"],
    ];
    for command in commands {
        let args = [command, &["--help"][..]].concat();
        let help = desk.run(&args).expect(0).prints("Usage:").prints("--json");
        // Every one of them has an example to start from.
        assert!(
            help.stdout.contains("  rolewright "),
            "{command:?}\n{}",
            help.stdout
        );
        assert_eq!(help.stderr, "");
    }
    assert!(!desk.home().exists(), "help needs no store");
}

#[test]
fn the_top_level_names_are_the_same_commands() {
    let desk = Desk::new();
    for command in ["plan", "apply", "health", "snapshot"] {
        let options = |args: &[&str]| {
            let help = desk.run(args).expect(0).stdout;
            help.split_once("Usage:")
                .unwrap()
                .1
                .split_once('\n')
                .unwrap()
                .1
                .to_owned()
        };
        assert_eq!(
            options(&[command, "--help"]),
            options(&["resources", command, "--help"])
        );
    }
}

#[test]
fn version_completions_and_manual_pages() {
    let desk = Desk::new();
    desk.run(&["--version"]).expect(0).prints("rolewright 0");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        desk.run(&["completions", shell])
            .expect(0)
            .prints("rotate-password");
    }
    desk.run(&["man"]).expect(0).prints(".TH rolewright 1");
    desk.run(&["man", "-o", "pages/man1"]).expect(0);
    assert!(
        desk.read("pages/man1/rolewright-credentials-set.1")
            .contains("password\\-stdin")
    );
}
