//! plan.yaml: the file, its YAML, its items.

use crate::case::Case;

const MANAGED: &str = "items:
  - resource_name: analytics
    type: managed
    role: ro
    scopes: [app]
    privileges: [SELECT]
";
const EXTERNAL: &str = "items:
  - resource_name: analytics
    type: external
    role: ro
    source_role: pg_monitor
";

pub fn cases() -> Vec<Case> {
    [
        files(),
        yaml(),
        bombs(),
        scopes(),
        privileges(),
        kinds(),
        labels(),
        values(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A case with this plan.yaml.
fn plan(name: &'static str, text: impl Into<Vec<u8>>) -> Case {
    Case::new(name, "plan -f plan.yaml")
        .file("plan.yaml", text)
        .place(&["plan.yaml"])
}

/// A case with the managed role changed in one place.
fn managed(name: &'static str, from: &str, to: &str) -> Case {
    assert!(MANAGED.contains(from), "{from}");
    plan(name, MANAGED.replacen(from, to, 1))
}

fn external(name: &'static str, from: &str, to: &str) -> Case {
    assert!(EXTERNAL.contains(from), "{from}");
    plan(name, EXTERNAL.replacen(from, to, 1))
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
            .remedy(&["expected a string"]),
        plan("a bomb of lists that items share", shared)
            .place(&["item 500", "line "])
            .remedy(&["split the file"]),
    ]
}

fn scopes() -> Vec<Case> {
    let scope = |name, scope: &str| {
        managed(name, "[app]", &format!("[{scope}]"))
            .place(&["items[0].scopes", "line 5 column 13"])
    };
    vec![
        scope("a scope of three parts", "app.public.t")
            .place(&["`app.public.t`"])
            .remedy(&["`database` or `database.schema`"]),
        scope("an empty part of a scope", "app.")
            .place(&["`app.`"])
            .remedy(&["write `database`"]),
        scope("an empty scope", "''")
            .place(&["``"])
            .remedy(&["write `database`"]),
        scope("a quote in a scope that is not closed", "'\"my.db.public'")
            .place(&["`\"my.db.public`"])
            .remedy(&["a quote that is not closed"]),
        scope("words after a quote in a scope", "'\"my\"db'").remedy(&["quote the whole part"]),
        scope("a scope in a schema of PostgreSQL's own", "app.pg_catalog")
            .place(&["`pg_catalog`"])
            .remedy(&["name another"]),
        scope("a scope longer than a name", &"x".repeat(64)).remedy(&["PostgreSQL keeps 63"]),
        managed("no scopes", "    scopes: [app]\n", "")
            .place(&["item 1 (analytics/ro)", "`scopes`"])
            .remedy(&["at least one `database` or `database.schema`"]),
        managed("an empty list of scopes", "[app]", "[]")
            .place(&["item 1 (analytics/ro)", "`scopes`"])
            .remedy(&["at least one `database` or `database.schema`"]),
    ]
}

fn privileges() -> Vec<Case> {
    let privilege = |name, word: &str| {
        managed(name, "[SELECT]", &format!("[SELECT, {word}]"))
            .place(&["items[0].privileges", "line 6 column 17"])
    };
    vec![
        privilege("an unknown privilege", "READ")
            .place(&["`READ`"])
            .remedy(&["use SELECT, INSERT"]),
        privilege("CONNECT as a privilege", "CONNECT")
            .place(&["`CONNECT`"])
            .remedy(&["leave it out"]),
        privilege("USAGE as a privilege", "usage")
            .place(&["`USAGE`"])
            .remedy(&["leave it out"]),
        privilege("EXECUTE as a privilege", "EXECUTE")
            .place(&["`EXECUTE`"])
            .remedy(&["use SELECT"]),
        managed("no privileges", "    privileges: [SELECT]\n", "")
            .place(&["item 1 (analytics/ro)", "`privileges`"])
            .remedy(&["such as SELECT"]),
    ]
}

fn kinds() -> Vec<Case> {
    vec![
        managed("a type that there is not", "managed", "manged")
            .place(&["items[0].type", "line 3 column 11", "`manged`"])
            .remedy(&["`managed` or `external`"]),
        managed(
            "managed with a source role",
            "role: ro",
            "role: ro\n    source_role: pg_monitor",
        )
        .place(&["item 1 (analytics/ro)", "`source_role`"])
        .remedy(&["remove it, or set `type: external`"]),
        external(
            "external with scopes",
            "    source",
            "    scopes: [app]\n    source",
        )
        .place(&["item 1 (analytics/ro)", "`scopes`"])
        .remedy(&["remove it, or set `type: managed`"]),
        external(
            "external with privileges",
            "    source",
            "    privileges: [SELECT]\n    source",
        )
        .place(&["item 1 (analytics/ro)", "`privileges`"])
        .remedy(&["remove it, or set `type: managed`"]),
        external(
            "external without a source role",
            "    source_role: pg_monitor\n",
            "",
        )
        .place(&["item 1 (analytics/ro)", "`source_role`"])
        .remedy(&["the existing role to inherit from"]),
        external(
            "a source role longer than a name",
            "pg_monitor",
            &"s".repeat(64),
        )
        .place(&["item 1 (analytics/ro)", "source_role"])
        .remedy(&["63"]),
        external("a source role that is everybody", "pg_monitor", "public")
            .place(&["source_role", "`public`"])
            .remedy(&["name an existing role"]),
    ]
}

fn labels() -> Vec<Case> {
    let label = |name, label: &str| {
        managed(name, "role: ro", &format!("role: {label}"))
            .place(&["item 1 (analytics/", "`role`"])
    };
    vec![
        label("an empty label", "''").remedy(&["give a label such as `ro`"]),
        label("a label without letters", "'!!!'")
            .place(&["`!!!`"])
            .remedy(&["use one such as `ro`"]),
        label("a label in Japanese", "読み取り")
            .place(&["`読み取り`"])
            .remedy(&["use one such as `ro`"]),
        label("a label that is too long", &"x".repeat(45)).remedy(&["shorten it to at most 44"]),
        managed("an item without a resource", "analytics", "' '")
            .place(&["item 1", "`resource_name`"])
            .remedy(&["name a resource of the inventory"]),
        plan(
            "two items that are one role",
            [MANAGED, &MANAGED.replace("items:\n", "")].concat(),
        )
        .place(&[
            "items 1 (analytics/ro) and 2 (analytics/ro)",
            "hoopdev_analytics_ro_6075a443",
        ])
        .remedy(&["keep one of them, or give one another label"]),
    ]
}

fn values() -> Vec<Case> {
    let with = |name, line: &str| managed(name, "role: ro", &format!("role: ro\n    {line}"));
    vec![
        with("a day that is none", "valid_until: 2027-02-30T00:00:00Z")
            .place(&[
                "item 1 (analytics/ro)",
                "`valid_until`",
                "`2027-02-30T00:00:00Z`",
            ])
            .remedy(&["2027-01-31T00:00:00Z, or `infinity`"]),
        with("a day in words", "valid_until: tomorrow")
            .place(&["item 1 (analytics/ro)", "`valid_until`"])
            .remedy(&["2027-01-31T00:00:00Z, or `infinity`"]),
        with("a connection limit below none", "connection_limit: -5")
            .place(&["item 1 (analytics/ro)", "`connection_limit`", "-5"])
            .remedy(&["0 or more, or -1 for none"]),
        with(
            "a connection limit beyond what fits",
            "connection_limit: 3000000000",
        )
        .place(&["items[0].connection_limit", "line 5 column 23"])
        .remedy(&["expected i32"]),
        with("a mode that there is not", "mode: strict")
            .place(&["items[0].mode", "line 5 column 11", "`strict`"])
            .remedy(&["`authoritative` or `additive`"]),
    ]
}
