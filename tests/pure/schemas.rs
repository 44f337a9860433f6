//! The committed JSON Schemas are what the types say, and the reference inputs fit their types.
//!
//! After a change of a format: `ROLEWRIGHT_UPDATE=1 cargo test -p rolewright --test pure schemas`.

use std::path::Path;
use std::process::Command;

#[test]
fn the_committed_schemas_are_the_types() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/schemas");
    for format in ["plan", "catalog", "session", "result", "hub"] {
        let printed = Command::new(env!("CARGO_BIN_EXE_rolewright"))
            .args(["schema", format])
            .output()
            .unwrap();
        assert!(printed.status.success());
        let printed = String::from_utf8(printed.stdout).unwrap();
        let kind = if format == "hub" { "openapi" } else { "schema" };
        let path = folder.join(format!("{format}.{kind}.json"));
        if std::env::var_os("ROLEWRIGHT_UPDATE").is_some() {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&path, &printed).unwrap();
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(committed, printed, "{format}: see the head of this file");
    }
}
