//! plan.yaml: the file and its YAML.

use super::case::Case;

pub const MANAGED: &str = "items:
  - resource_name: analytics
    type: managed
    role: ro
    scopes: [app]
    privileges: [SELECT]
";

pub fn cases() -> Vec<Case> {
    [files(), yaml(), bombs()].into_iter().flatten().collect()
}

/// A case with this plan.yaml.
pub fn plan(name: &'static str, text: impl Into<Vec<u8>>) -> Case {
    Case::new(name, "plan -f plan.yaml")
        .file("plan.yaml", text)
        .place(&["plan.yaml"])
}

/// A case with the managed role changed in one place.
pub fn managed(name: &'static str, from: &str, to: &str) -> Case {
    assert!(MANAGED.contains(from), "{from}");
    plan(name, MANAGED.replacen(from, to, 1))
}

fn files() -> Vec<Case> {
    let utf16 = |text: &str| -> Vec<u8> {
        "\u{feff}"
            .encode_utf16()
            .chain(text.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect()
    };
    vec![
        Case::new("a plan file that is not there", "plan -f missing.yaml")
            .place(&["missing.yaml"])
            .remedy(&["there is no such file"]),
        Case::new("a directory for a plan file", "plan -f .")
            .place(&[". is a directory"])
            .remedy(&["name a file in it"]),
        plan("an empty plan file", "").remedy(&["add at least one under `items:`"]),
        plan("a plan file of comments", "# nothing\n").remedy(&["add at least one under `items:`"]),
        plan("a plan file without items", "items: []\n")
            .remedy(&["add at least one under `items:`"]),
        plan("a binary plan file", &b"items:\n  - \xff\xfe\x00\x01\n"[..])
            .place(&["line 2"])
            .remedy(&["save the file as UTF-8"]),
        plan("a UTF-16 plan file", utf16(MANAGED)).remedy(&["save the file as UTF-8"]),
        plan("a NUL in a plan file", MANAGED.replace("ro\n", "r\0o\n"))
            .place(&["line 4"])
            .place(&["column 12", "U+0000"])
            .remedy(&["remove it"]),
        Case::new("an empty standard input for a plan", "plan -f -")
            .place(&["standard input"])
            .remedy(&["add at least one under `items:`"]),
    ]
}

fn yaml() -> Vec<Case> {
    vec![
        managed("an unknown key", "privileges:", "privs:")
            .place(&["items[0]", "`privs`", "line 6 column 5"])
            .remedy(&["expected one of", "`privileges`"]),
        plan("an unknown key at the top", "roles: []\n")
            .place(&["`roles`", "line 1 column 1"])
            .remedy(&["expected `items`"]),
        managed("a key twice", "role: ro", "role: ro\n    role: rw")
            .place(&["line 2 column 5"])
            .remedy(&["duplicate", "`role`"]),
        managed("a map for the scopes", "[app]", "{app: public}")
            .place(&["items[0].scopes", "line 5 column 13"])
            .remedy(&["expected a sequence"]),
        managed("one scope that is no list", "[app]", "app")
            .place(&["items[0].scopes", "line 5 column 13"])
            .remedy(&["expected a sequence"]),
        managed(
            "a word for a yes or no",
            "role: ro",
            "role: ro\n    rotate_password: always",
        )
        .place(&["items[0].rotate_password", "line 5 column 22"])
        .remedy(&["expected a boolean"]),
        managed("a key that is missing", "    role: ro\n", "")
            .place(&["items[0]", "line 2 column 5"])
            .remedy(&["missing field `role`"]),
        managed(
            "no resource at all",
            "resource_name: analytics\n    type",
            "type",
        )
        .place(&["items[0]", "line 2 column 5"])
        .remedy(&["missing field `resource_name`"]),
        plan("a plan file that is no map", "just words\n")
            .place(&["line 1 column 1"])
            .remedy(&["expected a map with the key `items`"]),
        plan("a plan file that is no YAML", "items: [\n")
            .place(&["line 2 column 1"])
            .remedy(&["expected"]),
        managed("a tab for an indent", "    type", "\ttype")
            .place(&["line 3 column 1"])
            .remedy(&["tab"]),
        managed("a quote that is not closed", "role: ro", "role: \"ro")
            .place(&["line 4 column 11"])
            .remedy(&["quoted scalar"]),
        managed("two YAML documents", "items", "---\nitems: []\n---\nitems")
            .place(&["`---`"])
            .remedy(&["keep one"]),
    ]
}

/// A few bytes that stand for very much.
fn bombs() -> Vec<Case> {
    const LEVELS: usize = 12;
    let item = |n: usize, scopes: &str| {
        format!("- {{resource_name: r{n}, role: ro, privileges: [SELECT], scopes: {scopes}}}\n")
    };
    let mut levels = String::from("items:\n") + &item(0, "&a0 [x, x, x, x, x, x, x, x, x]");
    for level in 1..LEVELS {
        let alias = format!("*a{}, ", level - 1).repeat(9);
        levels.push_str(&item(level, &format!("&a{level} [{alias}]")));
    }
    let names: Vec<_> = (0..2_000).map(|n| format!("db{n}")).collect();
    let mut shared = String::from("items:\n") + &item(0, &format!("&s [{}]", names.join(", ")));
    for n in 1..2_000 {
        shared.push_str(&item(n, "*s"));
    }
    vec![
        plan("a bomb of aliases", levels)
            .place(&["items[1].scopes[0]", "line 2 column"])
            .remedy(&["expected a scope"]),
        plan("a bomb of lists that items share", shared)
            .place(&["item 500", "line "])
            .remedy(&["split the file"]),
    ]
}
