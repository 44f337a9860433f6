//! Credentials that are wrong: messages without passwords.

use super::Format::Credentials;
use super::bad::{check, check_row};

#[test]
fn rows_of_credentials() {
    for (row, place, fragments) in [
        (
            ",admin,s3cret",
            "line 2, column 1 (name): name is empty",
            "",
        ),
        (
            "billing,admin,s3cret",
            "line 2, column 1 (name): resource `billing`",
            "add it first",
        ),
        (
            "analytcs,admin,s3cret",
            "line 2, column 1 (name)",
            "did you mean `analytics`?",
        ),
        (
            "analytics, ,s3cret",
            "line 2, column 2 (admin_user): admin_user is empty",
            "",
        ),
        (
            "analytics,public,s3cret",
            "line 2, column 2 (admin_user)",
            "reserved",
        ),
        (
            "analytics,admin,",
            "line 2, column 3 (password): password is empty",
            "",
        ),
        (
            "analytics,admin,\"  \"",
            "line 2, column 3 (password): password is empty",
            "",
        ),
        (
            "analytics,admin,s3cret,x",
            "line 2: the row has 4 cells",
            "in quotes",
        ),
        (
            "analytics,admin,\"s3cret\"x",
            "line 2, column 3 (password): text follows",
            "",
        ),
    ] {
        check_row(Credentials, row, place, &[fragments]);
    }
}

#[test]
fn rows_with_a_command() {
    let file = |row: &str| format!("name,admin_user,password,password_command\n{row}\n");
    for (row, place) in [
        (
            "analytics,admin,s3cret,vault read x",
            "line 2, column 4 (password_command): password and password_command are both given",
        ),
        (
            "analytics,admin,,",
            "line 2, column 3 (password): password is empty",
        ),
        (
            "analytics,admin,,vault 'read",
            "line 2, column 4 (password_command): password_command has a quote",
        ),
        (
            "analytics,admin,,vault \\",
            "line 2, column 4 (password_command): password_command has a quote",
        ),
        (
            "analytics,admin,,# vault",
            "line 2, column 4 (password_command): password_command names no program",
        ),
    ] {
        check(Credentials, file(row).as_bytes(), &[(place, &[])]);
    }
}

#[test]
fn a_cell_that_may_be_a_password_is_never_shown() {
    for file in [
        "analytics,admin,s3cret\n",
        "name,admin_user,s3cret\nanalytics,admin,x\n",
        "password,admin_user,name\nx,s3cret,admin,analytics\n",
        "name,admin_user,password\nanalytics,admin,\"s3cret\n",
        "name,admin_user,password\nanalytics,admin,\"x\" s3cret\n",
        "name|admin_user|password\nanalytics|admin|s3cret\n",
        "name;admin_user;password\nanalytics;admin;s3cret;\n",
        "name,admin_user,password\nanalytics,admin,s3cret\nanalytics,admin,s3cret2\nmarketplace,a,s3cret\n",
    ] {
        let (messages, all) = Credentials.run(file.as_bytes());
        assert!(!messages.is_empty(), "{file}");
        assert!(
            !format!("{messages:?}{all}").contains("s3cret"),
            "{file}: {messages:?}{all}"
        );
    }
    let file = b"name,admin_user,password\nanalytics,admin,a\nanalytics,admin,b\n";
    check(
        Credentials,
        file,
        &[
            (
                "line 2: resource `analytics` is also on line 3 and differs in password",
                &[],
            ),
            ("line 3: resource `analytics` is also on line 2", &[]),
        ],
    );
}
