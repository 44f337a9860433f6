//! Text from files, names and the environment that a terminal would obey: it reaches nobody raw.
//! What a server says is in `tests/server/hostile`.

use serde_json::Value;

use crate::desk::{Desk, Output, run};

/// ESC, a C1 control, DEL, and what turns the direction of the text around it.
const MARKS: [char; 8] = [
    '\u{1b}', '\u{9b}', '\u{7f}', '\u{7}', '\u{202e}', '\u{2066}', '\u{2069}', '\u{200f}',
];

fn raw(text: &str) -> Option<char> {
    let harmless = |c: char| matches!(c, '\n' | '\t');
    text.chars()
        .find(|c| MARKS.contains(c) || (c.is_control() && !harmless(*c)))
}

#[track_caller]
fn is_tame(output: &Output, what: &str) {
    for (stream, text) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
        assert_eq!(raw(text), None, "{what}: {stream}: {text:?}");
    }
}

/// In each of the files that commands read, at each place where a value can stand.
fn files(bad: &str) -> Vec<(Vec<&'static str>, String)> {
    let quoted = format!(
        "\"a{}z\"",
        bad.replace('\u{1b}', "\\e").replace('\u{7}', "\\a")
    );
    let quoted = quoted.replace('\u{9b}', "\\x9b").replace('\u{7f}', "\\x7f");
    let item = |key: &str| {
        let at = |name: &str, other: &str| match name == key {
            true => quoted.clone(),
            false => other.to_owned(),
        };
        let (resource, label) = (at("resource_name", "a"), at("role", "ro"));
        let (scope, word) = (at("scopes", "app"), at("privileges", "SELECT"));
        let unknown = match key {
            "unknown" => format!(", {quoted}: 1"),
            _ => String::new(),
        };
        let until = at("valid_until", "infinity");
        format!(
            "items:\n- {{resource_name: {resource}, role: {label}, scopes: [{scope}], privileges: [{word}], valid_until: {until}{unknown}}}\n"
        )
    };
    let mut all = Vec::new();
    for key in [
        "resource_name",
        "role",
        "scopes",
        "privileges",
        "valid_until",
        "unknown",
    ] {
        all.push((vec!["plan", "-f", "-"], item(key)));
    }
    for text in [
        bad,
        &format!("items:\n- {bad}\n"),
        &format!("items: !{bad} x"),
        &quoted,
    ] {
        all.push((vec!["plan", "-f", "-"], text.to_owned()));
        all.push((vec!["apply", "-f", "-"], text.to_owned()));
    }
    let format = format!("format: {quoted}\nresults: []\n");
    all.push((vec!["apply", "-f", "-"], format));
    let json = bad.replace('\u{1b}', "\\u001b").replace('\u{7}', "\\u0007");
    let from = |text: String| {
        let args = "plan a --role ro --scopes app --privileges SELECT --snapshot /dev/stdin";
        (args.split(' ').collect::<Vec<_>>(), text)
    };
    all.push(from(format!("{{\"format\": \"{json}\"}}")));
    all.push(from(format!("{{\"{json}\": 1}}")));
    all.push(from(bad.to_owned()));
    for (noun, header, cells) in [
        ("resources", "name,type,host,port", 4),
        ("credentials", "name,admin_user,password", 3),
    ] {
        for at in 0..cells {
            let mut row = vec!["x"; cells];
            row[at] = bad;
            all.push((
                vec![noun, "import", "-f", "-"],
                format!("{header}\n{}\n", row.join(",")),
            ));
        }
        all.push((
            vec![noun, "import", "-f", "-"],
            format!("{header},{bad}\nx\n"),
        ));
    }
    let header = "resource_name,type,role,scopes,permissions,source_role";
    for at in 0..6 {
        let mut row = ["a", "managed", "ro", "app", "SELECT", ""];
        row[at] = bad;
        all.push((
            vec!["plan", "-f", "-"],
            format!("{header}\n{}\n", row.join(",")),
        ));
    }
    all
}

#[test]
fn text_from_files_is_escaped_on_both_streams() {
    let desk = Desk::new();
    for mark in MARKS {
        let bad = format!("x{mark}[31m");
        for (args, text) in files(&bad) {
            let what = format!("{args:?} < {text:?}");
            is_tame(&desk.run_with_input(&args, &text), &what);
            let json = [&args[..], &["--json"]].concat();
            let output = desk.run_with_input(&json, &text);
            is_tame(&output, &what);
            let read = serde_json::from_str::<Value>(&output.stdout);
            assert!(read.is_ok(), "{what}: {output:?}");
        }
    }
}

#[test]
fn names_and_the_environment_are_escaped_too() {
    let desk = Desk::new();
    for mark in MARKS {
        let bad = format!("x{mark}[31m");
        let commands: [&[&str]; 9] = [
            &[&bad],
            &["plan", "-f", &bad],
            &[
                "plan",
                &bad,
                "--role",
                "ro",
                "--scopes",
                "a",
                "--privileges",
                "SELECT",
            ],
            &[
                "plan",
                "a",
                "--role",
                &bad,
                "--scopes",
                &bad,
                "--privileges",
                &bad,
            ],
            &["test", &bad],
            &["test", ".", "--filter", &bad],
            &["sessions", "show", &bad],
            &["credentials", "show", &bad, &bad],
            &["--color", &bad, "resources", "list"],
        ];
        for args in commands {
            is_tame(&desk.run(args), &format!("{args:?}"));
            let json = [args, &["--json"]].concat();
            is_tame(&desk.run(&json), &format!("{json:?}"));
        }
        for name in [
            "ROLEWRIGHT_HOME",
            "ROLEWRIGHT_COLOR",
            "ROLEWRIGHT_LOG",
            "ROLEWRIGHT_ROLE_PREFIX",
            "PGSSLMODE",
        ] {
            for more in [&["-v"][..], &["--json"]] {
                let args = [&["health", "a"][..], more].concat();
                let mut command = desk.command(&args);
                command.env(name, &bad);
                is_tame(&run(command, ""), &format!("{name} {args:?}"));
            }
        }
    }
}

/// Ten million characters are said to be many, not said.
#[test]
fn a_long_value_is_cut_in_what_is_said_of_it() {
    let desk = Desk::new();
    let long = "x".repeat(3 << 20);
    let mut files = files(&long);
    files.retain(|(_, text)| text.len() > long.len());
    assert!(files.len() > 20);
    for (args, text) in files {
        for more in [&[][..], &["--json"]] {
            let output = desk.run_with_input(&[&args[..], more].concat(), &text);
            let (out, err) = (output.stdout.len(), output.stderr.len());
            let begin: String = text.chars().take(90).collect();
            assert!(
                out + err < 20_000,
                "{args:?} < {begin}: {out} and {err} bytes"
            );
        }
    }
}

/// What nests too deep is refused by its place, before a parser takes its time over it.
#[test]
fn deep_nesting_is_refused_with_its_place() {
    let desk = Desk::new();
    let deep = "[".repeat(2_000_000);
    for args in [["plan", "-f", "-"], ["apply", "-f", "-"]] {
        let output = desk.run_with_input(&args, &format!("items:\n  {deep}"));
        output
            .expect(1)
            .says("line 2 column 67: brackets are nested");
    }
}
