//! Rows of roles that are wrong: where each message points, and what it says.

use super::Format::Roles;
use super::bad::{check, check_row};
use super::*;
use crate::import::parse_roles;

#[test]
fn rows_of_roles() {
    for (row, place, fragments) in [
        (
            ",managed,ro,app,SELECT,",
            "line 2, column 1 (resource_name)",
            "is empty",
        ),
        (
            "anlytics,managed,ro,app,SELECT,",
            "line 2, column 1 (resource_name)",
            "did you mean `analytics`?",
        ),
        (
            "analytics,,ro,app,SELECT,",
            "line 2, column 2 (type)",
            "managed or external",
        ),
        (
            "analytics,mangled,ro,app,SELECT,",
            "line 2, column 2 (type)",
            "`mangled`",
        ),
        (
            "analytics,managed,,app,SELECT,",
            "line 2, column 3 (role)",
            "is empty",
        ),
        (
            "analytics,managed,!!,app,SELECT,",
            "line 2, column 3 (role)",
            "no letter",
        ),
        (
            "analytics,managed,ro,,SELECT,",
            "line 2, column 4 (scopes)",
            "needs `scopes`",
        ),
        (
            "analytics,managed,ro,;,SELECT,",
            "line 2, column 4 (scopes)",
            "needs `scopes`",
        ),
        (
            "analytics,managed,ro,a.b.c,SELECT,",
            "line 2, column 4 (scopes)",
            "three parts",
        ),
        (
            "analytics,managed,ro,app;a..b,SELECT,",
            "line 2, column 4 (scopes)",
            "empty part",
        ),
        (
            "analytics,managed,ro,\"app,web\",SELECT,",
            "line 2, column 4 (scopes)",
            "put `;` between scopes",
        ),
        (
            "analytics,managed,ro,app.pg_catalog,SELECT,",
            "line 2, column 4 (scopes)",
            "PostgreSQL's own",
        ),
        (
            "analytics,managed,ro,\"\"\"my.db\",SELECT,",
            "line 2, column 4 (scopes)",
            "not closed",
        ),
        (
            "analytics,managed,ro,\"my.db\".public,SELECT,",
            "line 2, column 4 (scopes)",
            "closing quote",
        ),
        (
            "analytics,managed,ro,app,,",
            "line 2, column 5 (permissions)",
            "needs permissions",
        ),
        (
            "analytics,managed,ro,app,SELEKT,",
            "line 2, column 5 (permissions)",
            "`SELEKT`",
        ),
        (
            "analytics,managed,ro,app,SELECT CONNECT,",
            "line 2, column 5 (permissions)",
            "implied",
        ),
        (
            "analytics,managed,ro,app,SELECT,reader",
            "line 2, column 6 (source_role)",
            "no `source_role`",
        ),
        (
            "analytics,external,ro,,,",
            "line 2, column 6 (source_role)",
            "needs `source_role`",
        ),
        (
            "analytics,external,ro,app,,reader",
            "line 2, column 4 (scopes)",
            "no `scopes`",
        ),
        (
            "analytics,external,ro,,SELECT,reader",
            "line 2, column 5 (permissions)",
            "no `privileges`",
        ),
        (
            "analytics,external,ro,,,public",
            "line 2, column 6 (source_role)",
            "reserved",
        ),
    ] {
        check_row(Roles, row, place, &[fragments]);
    }
    let file = b"resource_name,type,role,scopes,permissions\nanalytics,external,ro,,\n";
    check(
        Roles,
        file,
        &[("line 2, column source_role: an external role needs", &[])],
    );
}

#[test]
fn the_strict_reading_lists_every_bad_row() {
    let file = "resource_name,type,role,scopes,privileges,source_role\n\
        a,managed,ro,app,SELECT,\n\
        \n\
        a,managed,ro,app;web,SELECT,\n\
        b,managed,ro,\"app;\nweb\",SELEKT,\n\
        c,managed,ro\n";
    let message = parse_roles(file, &Prefix::default())
        .unwrap_err()
        .to_string();
    let lines: Vec<&str> = message.lines().collect();
    for (line, expected) in lines.iter().zip([
        "4 rows cannot be used:",
        "  line 2: role `hoopdev_a_ro_",
        "  line 4: role `hoopdev_a_ro_",
        "  line 5, column 5 (permissions): unknown privilege `SELEKT`",
        "  line 7, column 4 (scopes): the row has 3 cells, the header 6",
    ]) {
        assert!(line.starts_with(expected), "{line} is not {expected}");
    }
    assert_eq!(lines.len(), 5);
    assert!(
        message.contains("(a/ro) is also on line 4 and differs in scopes; keep one"),
        "{message}"
    );
}
