//! Files and rows of an inventory that are wrong: where each message points, and what it says.

use super::Format::{self, Inventory, Roles};

/// Runs one case: the file, and for each message in order where it points and fragments of it.
pub(super) fn check(format: Format, bytes: &[u8], expected: &[(&str, &[&str])]) {
    let (messages, _) = format.run(bytes);
    let file = String::from_utf8_lossy(bytes);
    assert_eq!(
        messages.len(),
        expected.len(),
        "{format:?} {file:?}: {messages:#?}"
    );
    for (message, (place, fragments)) in messages.iter().zip(expected) {
        assert!(
            message.starts_with(place),
            "{file:?}: {message} is not at {place}"
        );
        for fragment in *fragments {
            assert!(
                message.contains(fragment),
                "{file:?}: {message} lacks {fragment}"
            );
        }
    }
}

/// As `check`, for one row under the format's header.
pub(super) fn check_row(format: Format, row: &str, place: &str, fragments: &[&str]) {
    check(
        format,
        format!("{}\n{row}\n", format.header()).as_bytes(),
        &[(place, fragments)],
    );
}

#[test]
fn files_as_a_whole() {
    let cases: &[(Format, &[u8], &str, &[&str])] = &[
        (
            Inventory,
            b"",
            "the file is empty",
            &["`name,type,host,port`"],
        ),
        (Inventory, b"\xEF\xBB\xBF \r\n\n", "the file is empty", &[]),
        (
            Inventory,
            b"name,type,host,port\n",
            "the file has no rows",
            &["below the header"],
        ),
        (
            Inventory,
            b"name,type,host,port\n,,,\n\n",
            "the file has no rows",
            &[],
        ),
        (
            Inventory,
            b"name,type,host,port\na,postgres,h,1\n\xE4,postgres,h,1\n",
            "line 3 is not UTF-8",
            &["CSV UTF-8"],
        ),
        (
            Inventory,
            b"\xFF\xFEn\0a",
            "the file is UTF-16 and damaged",
            &["CSV UTF-8"],
        ),
        (
            Inventory,
            b"name,type,host,port\na,postgres,h\0,1\n",
            "line 2 has a NUL byte",
            &[],
        ),
        (
            Inventory,
            b"name|type|host|port\na|postgres|h|1\n",
            "line 1: cells are separated by `|`",
            &["commas"],
        ),
        (
            Inventory,
            b"sep=;\nname;type;host\na;postgres;h\n",
            "line 2: column `port` is missing",
            &[],
        ),
        (
            Inventory,
            b"name,type,host\na,postgres,h\n",
            "line 1: column `port` is missing",
            &["the header is `name,type,host,port`"],
        ),
        (
            Inventory,
            b"\n\nname,type,hots,port,note\n",
            "line 3: column 3 (`hots`) is unknown",
            &[
                "did you mean `host`?",
                "column 5 (`note`) is unknown;",
                "column `host` is missing",
            ],
        ),
        (
            Inventory,
            b"name,Name ,type,host,port\n",
            "line 1: columns 1 and 2 are both `name`",
            &["remove one"],
        ),
        (
            Inventory,
            b"name,type,,host,port\n",
            "line 1: column 3 has no name",
            &[],
        ),
        (
            Roles,
            b"resource_name,type,role,scopes,permissions,privileges\n",
            "line 1: columns 5 and 6 are both `permissions`",
            &[],
        ),
        (
            Inventory,
            b"analytics,PostgreSQL,db,5432\n",
            "line 1 is no header",
            &["begin the file with"],
        ),
        (
            Inventory,
            b"name,type,host,port\na,postgres,h,1\nb,postgres,\"h,1\nc,postgres,h,1\n",
            "line 3, column 3: a quote opens here",
            &["twice"],
        ),
    ];
    for (format, bytes, place, fragments) in cases {
        check(*format, bytes, &[(place, fragments)]);
    }
}

#[test]
fn rows_with_other_marks_have_their_place_too() {
    let file = "sep=;\r\nname;type;host;port;;\r\n\
        a;postgres;h;1;;\r\n\
        b;postgres;h;1;;x\r\n\
        \"c\r\nd\";mysql;h;1;;\r\n\
        e;postgres;h\r\n\
        f;postgres;h;1;;;\r\n";
    let at = [
        (
            "line 4: the row has 6 cells, the header 4",
            "a semicolon in it",
        ),
        ("line 5, column 1 (name): name `c", "control character"),
        (
            "line 7, column 4 (port): the row has 3 cells",
            "needs its semicolon",
        ),
        ("line 8: the row has 7 cells", "drop semicolons at the end"),
    ];
    let expected: Vec<_> = at
        .iter()
        .map(|(place, say)| (*place, std::slice::from_ref(say)))
        .collect();
    check(Inventory, file.as_bytes(), &expected);
}

#[test]
fn rows_of_an_inventory() {
    for (row, place, fragments) in [
        (
            "a,postgres,h",
            "line 2, column 4 (port): the row has 3 cells, the header 4",
            "needs its comma",
        ),
        ("a", "line 2, column 2 (type): the row has 1 cell,", ""),
        (
            "a,postgres,h,1,x",
            "line 2: the row has 5 cells",
            "in quotes",
        ),
        (
            "\"a\" b,postgres,h,1",
            "line 2, column 1 (name): text follows a closing quote",
            "twice",
        ),
        (
            ",postgres,h,1",
            "line 2, column 1 (name): name is empty",
            "name the resource",
        ),
        (
            "\"a\nb\",postgres,h,1",
            "line 2, column 1 (name)",
            r"`a\u{a}b` has a control",
        ),
        (
            "a,,h,1",
            "line 2, column 2 (type): type is empty",
            "PostgreSQL",
        ),
        (
            "a,mysql,h,1",
            "line 2, column 2 (type): type `mysql`",
            "write PostgreSQL",
        ),
        (
            "a,postgres, ,1",
            "line 2, column 3 (host): host is empty",
            "hostname",
        ),
        (
            "a,postgres,db 1,1",
            "line 2, column 3 (host): host `db 1`",
            "space",
        ),
        (
            "a,postgres,db:6432,1",
            "line 2, column 3 (host): host `db:6432` is `host:port`",
            "write `db` here and 6432",
        ),
        (
            "a,postgres,[::1]:6432,1",
            "line 2, column 3 (host)",
            "without brackets, `::1`",
        ),
        (
            "a,postgres,fe80:::1,1",
            "line 2, column 3 (host)",
            "no IPv6 address",
        ),
        (
            "a,postgres,\"a,b\",1",
            "line 2, column 3 (host)",
            "is a list",
        ),
        (
            "a,postgres,https://db,1",
            "line 2, column 3 (host)",
            "only its host",
        ),
        (
            "a,postgres,192.168.18.256,1",
            "line 2, column 3 (host)",
            "no IPv4 address",
        ),
        (
            "a,postgres,db..x,1",
            "line 2, column 3 (host)",
            "empty part between dots",
        ),
        (
            "a,postgres,-db,1",
            "line 2, column 3 (host)",
            "begins or ends with `-`",
        ),
        ("a,postgres,db!,1", "line 2, column 3 (host)", "a `!` in it"),
        ("a,postgres,dätabase,1", "line 2, column 3 (host)", "xn--"),
        (
            "a,postgres,h,0",
            "line 2, column 4 (port): port `0`",
            "1 to 65535",
        ),
        (
            "a,postgres,h,65536",
            "line 2, column 4 (port)",
            "an empty cell is 5432",
        ),
        ("a,postgres,h,+5432", "line 2, column 4 (port)", "`+5432`"),
        ("a,postgres,h,1e3", "line 2, column 4 (port)", "`1e3`"),
    ] {
        check_row(Inventory, row, place, &[fragments]);
    }
    let long = format!("{},postgres,h,1", "x".repeat(254));
    check_row(
        Inventory,
        &long,
        "line 2, column 1 (name)",
        &["254 bytes", "at most 253"],
    );
    let long = format!("a,postgres,{}.de,1", "x".repeat(64));
    check_row(Inventory, &long, "line 2, column 3 (host)", &["64 bytes"]);
    let long = format!("a,postgres,/{},1", "x".repeat(92));
    check_row(Inventory, &long, "line 2, column 3 (host)", &["93 bytes"]);
}

#[test]
fn a_host_that_may_hold_a_password_is_not_repeated() {
    for (host, fragment) in [
        ("postgres://app:s3cret@db/app", "connection URL"),
        ("PostgreSQL://app:s3cret@db", "connection URL"),
        ("app:s3cret@db", "an `@`"),
        ("host=db password=s3cret", "connection string"),
        ("https://s3cret@db", "URL"),
    ] {
        let file = format!("name,type,host,port\na,postgres,{host},\n");
        check(
            Inventory,
            file.as_bytes(),
            &[("line 2, column 3 (host)", &[fragment])],
        );
        let (messages, all) = Inventory.run(file.as_bytes());
        assert!(!format!("{messages:?}{all}").contains("s3cret"), "{all}");
    }
}
