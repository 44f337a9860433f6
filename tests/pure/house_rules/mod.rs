//! House rules are tests: what every file looks like, and that what the documents name is there.

mod findings;
mod rooms;

use std::path::{Path, PathBuf};

const LONGEST_FILE: usize = 400;
const LONGEST_MAIN: usize = 20;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .canonicalize()
        .unwrap()
}

fn walk(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir()
            && !name.starts_with('.')
            && name != "target"
            && name != "node_modules"
            && name != "dist"
        {
            walk(&path, ending, found);
        } else if name.ends_with(ending) {
            found.push(path);
        }
    }
}

fn files(ending: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    walk(&root(), ending, &mut found);
    found.sort();
    let read = |path: PathBuf| {
        let name = path
            .strip_prefix(root())
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned();
        (name, std::fs::read_to_string(&path).unwrap())
    };
    found.into_iter().map(read).collect()
}

#[test]
fn every_rust_file_says_what_it_is_and_fits_in_the_head() {
    let files = files(".rs");
    assert!(
        files.len() > 100,
        "the walk found too little: {}",
        files.len()
    );
    for (name, text) in files {
        assert!(text.starts_with("//!"), "{name}: starts with no `//!` line");
        let lines = text.lines().count();
        assert!(
            lines <= LONGEST_FILE,
            "{name}: {lines} lines, at most {LONGEST_FILE}"
        );
        if name == "executor/src/main.rs" {
            assert!(
                lines <= LONGEST_MAIN,
                "{name}: {lines} lines, at most {LONGEST_MAIN}"
            );
        }
    }
}

/// What is written by hand, not generated.
fn page_files() -> Vec<(String, String)> {
    let mut all = files(".ts");
    all.extend(files(".tsx"));
    let generated = |text: &str| text.starts_with("// Generated from");
    all.retain(|(name, text)| {
        name.starts_with("web/src/") && !name.starts_with("web/src/planner/") && !generated(text)
    });
    assert!(all.len() > 50, "the walk found too little: {}", all.len());
    all
}

#[test]
fn page_files_fit_in_the_head() {
    for (name, text) in page_files() {
        let lines = text.lines().count();
        assert!(
            lines <= LONGEST_FILE,
            "{name}: {lines} lines, at most {LONGEST_FILE}"
        );
    }
}

#[test]
fn one_file_imports_the_planner_few_fetch_and_none_writes_html() {
    for (name, text) in page_files() {
        for (what, only) in [
            ("planner/pkg/", ["web/src/engine/worker/wasm.ts"].as_slice()),
            (
                "fetch(",
                &[
                    "web/src/catalog/examples.ts",
                    "web/src/hub/api/client.ts",
                    // The service worker answers fetches: that is what it is.
                    "web/src/playground/sw.ts",
                ],
            ),
        ] {
            assert!(
                only.contains(&name.as_str()) || !text.contains(what),
                "{name}: `{what}` belongs in {only:?}"
            );
        }
        for what in [
            "innerHTML",
            "InnerHTML",
            "eval(",
            "XMLHttpRequest",
            "sendBeacon",
            "WebSocket",
        ] {
            assert!(!text.contains(what), "{name}: has `{what}`");
        }
    }
}

/// The crates that do not talk to the user: who calls them makes the remedies, a command line its
/// own, a hub its own.
const LIBRARIES: [&str; 6] = [
    "planner/src/",
    "executor/secret/",
    "executor/child/",
    "executor/cluster/",
    "executor/store/",
    "executor/ops/",
];

#[test]
fn libraries_name_no_commands() {
    for (name, text) in files(".rs") {
        if !LIBRARIES.iter().any(|folder| name.starts_with(folder)) {
            continue;
        }
        for (at, line) in text.lines().enumerate() {
            let code = line.trim_start();
            let named = !code.starts_with("//") && code.contains("`rolewright ");
            assert!(
                !named,
                "{name}:{}: names a command; make the remedy in executor/cli/src/error/remedy.rs",
                at + 1
            );
        }
    }
}

#[test]
fn crates_know_only_what_is_below_them() {
    for (name, below) in [
        ("secret", &[][..]),
        ("child", &["planner", "secret"]),
        ("cluster", &["child", "planner", "secret"]),
        ("store", &["secret"]),
        ("ops", &["child", "cluster", "planner", "secret", "store"]),
    ] {
        let manifest = format!("executor/{name}/Cargo.toml");
        let text = std::fs::read_to_string(root().join(&manifest)).unwrap();
        for ours in [
            "child",
            "cli",
            "cluster",
            "ops",
            "planner",
            "rolewright",
            "secret",
            "store",
        ] {
            let known = text.lines().any(|line| {
                let key = line.split(['.', ' ', '=']).next().unwrap_or_default();
                key == ours
            });
            assert!(
                !known || below.contains(&ours),
                "{manifest}: {name} must not know {ours}"
            );
        }
    }
}

#[test]
fn one_folder_names_the_stores_database() {
    for (name, text) in files(".rs") {
        let inside = name.starts_with("executor/store/src/db/");
        let driver = ["sqlx::", "SqlitePool"].iter().find(|d| text.contains(**d));
        if let Some(driver) = driver.filter(|_| !inside && name.starts_with("executor/")) {
            panic!(
                "{name}: has `{driver}`; the store's database is named in executor/store/src/db"
            );
        }
    }
}

#[test]
fn every_sql_file_says_which_privilege_it_needs() {
    let files = files(".sql");
    let queries = files
        .iter()
        .filter(|(name, _)| name.starts_with("executor/"));
    for (name, text) in queries {
        assert!(text.starts_with("--"), "{name}: starts with no comment");
    }
}

#[test]
fn what_the_documents_link_to_is_there() {
    for document in [
        "README.md",
        "ARCHITECTURE.md",
        "tests/README.md",
        "docs/playground.md",
        "docs/hub.md",
    ] {
        let text = std::fs::read_to_string(root().join(document)).unwrap();
        let folder = root().join(document).parent().unwrap().to_owned();
        for link in text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            if !link.starts_with("http") && !link.starts_with('#') {
                let path = link.split('#').next().unwrap();
                assert!(
                    folder.join(path).exists(),
                    "{document}: {link} is not there"
                );
            }
        }
    }
}

#[test]
fn the_golden_is_the_reference_documents() {
    let golden = std::fs::read(root().join("tests/reference/session-analytics-ro.sql")).unwrap();
    assert_eq!(
        planner::hash::sha256_hex(&golden),
        "c6da4a8cc008b923114f8a0adcfa201b527b8e05536f4befd2373fe962647e71"
    );
}
