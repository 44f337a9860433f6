//! Homes that cannot be used: the directory, the key, the store.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::case::{Case, SECRET};

/// The home under test; the desk's own stays as it is.
const HOME: &str = "other";

pub fn cases() -> Vec<Case> {
    let case = |name| Case::new(name, "resources list --home other").place(&["other"]);
    let key = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    vec![
        case("a home that is a file")
            .prepare(|desk| drop(desk.write(HOME, "")))
            .remedy(&["check that it is a directory of yours"]),
        case("a home that others may write to")
            .prepare(|desk| {
                copy_home(desk);
                mode(&desk.path(HOME), 0o777);
            })
            .place(&["mode 777"])
            .remedy(&["chmod 700"]),
        case("a key that others can read")
            .prepare(|desk| {
                copy_home(desk);
                mode(&desk.path("other/key"), 0o644);
            })
            .place(&["other/key", "mode 644"])
            .remedy(&["chmod 600"]),
        case("a key that is a directory")
            .prepare(|desk| {
                copy_home(desk);
                fs::remove_file(desk.path("other/key")).unwrap();
                fs::create_dir(desk.path("other/key")).unwrap();
                mode(&desk.path("other/key"), 0o700);
            })
            .place(&["cannot read the key file", "other/key"])
            .remedy(&["directory"]),
        case("a key that is none")
            .prepare(|desk| {
                copy_home(desk);
                fs::write(desk.path("other/key"), SECRET).unwrap();
            })
            .place(&["other/key"])
            .remedy(&["64 hex digits", "restore it from your backup"]),
        case("a store without its key")
            .prepare(|desk| {
                copy_home(desk);
                fs::remove_file(desk.path("other/key")).unwrap();
            })
            .place(&["other/key is missing"])
            .remedy(&["restore the file from your backup or set the variable"]),
        case("a key of another store")
            .prepare(|desk| {
                copy_home(desk);
                fs::write(desk.path("other/key"), "00".repeat(32)).unwrap();
            })
            .place(&["other/rolewright.db", "other/key"])
            .remedy(&["put the right key there"]),
        case("a key of another store in the environment")
            .prepare(copy_home)
            .env("ROLEWRIGHT_KEY", key)
            .place(&["other/rolewright.db", "ROLEWRIGHT_KEY"])
            .remedy(&["put the right key there"]),
        Case::new("a key in the environment that is none", "resources list")
            .env("ROLEWRIGHT_KEY", SECRET)
            .place(&["ROLEWRIGHT_KEY"])
            .remedy(&["64 hex digits", "openssl rand -hex 32"]),
        case("a store that is something else")
            .prepare(|desk| {
                copy_home(desk);
                fs::write(
                    desk.path("other/rolewright.db"),
                    "no SQLite here, ".repeat(512),
                )
                .unwrap();
            })
            .place(&["other/rolewright.db"])
            .remedy(&["restore it from your backup"]),
        case("a store that is a directory")
            .prepare(|desk| {
                copy_home(desk);
                fs::remove_file(desk.path("other/rolewright.db")).unwrap();
                fs::create_dir(desk.path("other/rolewright.db")).unwrap();
            })
            .place(&["other/rolewright.db"])
            .remedy(&["check that it is a file of yours"]),
        Case::new("a home below a file", "resources list --home file/home")
            .prepare(|desk| drop(desk.write("file", "")))
            .place(&["file/home"])
            .remedy(&["check that it is a directory of yours"]),
    ]
}

fn copy_home(desk: &crate::desk::Desk) {
    fs::create_dir(desk.path(HOME)).unwrap();
    mode(&desk.path(HOME), 0o700);
    for entry in fs::read_dir(desk.home()).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), desk.path(HOME).join(entry.file_name())).unwrap();
    }
}

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, PermissionsExt::from_mode(mode)).unwrap();
}
