//! docs/cli-reference.md is what the argument parser says.

use std::path::Path;

#[test]
fn the_reference_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/cli-reference.md");
    let generated = cli::reference();
    if std::env::var_os("ROLEWRIGHT_UPDATE").is_some() {
        std::fs::write(&path, &generated).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == generated,
        "docs/cli-reference.md is out of date: `ROLEWRIGHT_UPDATE=1 cargo test -p rolewright --test cli reference` writes it, then read the diff"
    );
}
