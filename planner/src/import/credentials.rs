//! credentials.csv, `name,admin_user,password`, and `password_command` where it has that column: the
//! admin account of each resource.
//!
//! No message, no `Debug` and no JSON from here holds a password, nor a cell of which it is not
//! sure that it is none (an unknown column, a row with too many cells).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::LazyLock;

use serde::Serialize;

use super::classified::{Class, FieldChange, Import};
use super::error::ImportError;
use super::header::Format;
use super::nearest::Suggestions;
use super::place::{Fault, Missing};
use super::reader::{Cells, read};
use super::settle::{Entry, Parsed, settle};
use crate::ground::names::RoleName;
use crate::ground::quote::{brief, display};

/// The columns, in the order of the header; a file has to have all but the last.
pub const COLUMNS: [&str; 4] = ["name", "admin_user", "password", "password_command"];
const NAME: usize = 0;
const USER: usize = 1;
const PASSWORD: usize = 2;
const COMMAND: usize = 3;

static FORMAT: LazyLock<Format> = LazyLock::new(|| {
    let mut format = Format::of(&COLUMNS, true);
    format.header = COLUMNS[..COMMAND].join(",");
    for spec in format.columns.iter_mut().skip(COMMAND) {
        spec.required = false;
    }
    format
});

/// A password: `Debug` shows none of it, and it cannot be serialised.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Password(String);

impl Password {
    /// The password itself. Never log it, never put it in a message.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// As [`Password::expose`], by value.
    pub fn into_exposed(self) -> String {
        self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(redacted)")
    }
}

/// How the account logs in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Login {
    /// With this password: exactly the cell, blanks at its ends too: a password may begin or end with
    /// one. Only the quotes of a quoted cell, and blanks outside them, are not part of it. A password
    /// that begins with a quote has to be in a quoted cell.
    Password(Password),
    /// With what this command prints: its words, taken apart as a shell does.
    Command(Vec<String>),
}

impl Login {
    /// The password, where the file has it.
    pub fn password(&self) -> Option<&Password> {
        match self {
            Self::Password(password) => Some(password),
            Self::Command(_) => None,
        }
    }
}

/// The admin account of one resource.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct CredentialEntry {
    /// The resource in the inventory.
    pub name: String,
    /// The role to provision with.
    pub admin_user: String,
    /// How it logs in.
    #[serde(skip)]
    pub password: Login,
}

/// Reads admin credentials. `resources` are the names in the inventory; `existing` maps those that
/// have an admin account to its user. Passwords are not compared with what is stored, so a row for
/// an account that is there is always an update of its password, and none is unchanged.
///
/// # Errors
/// What is wrong with the file as a whole.
pub fn classify(
    text: impl AsRef<[u8]>,
    resources: &BTreeSet<String>,
    existing: &BTreeMap<String, String>,
) -> Result<Import<CredentialEntry>, ImportError> {
    let table = read(text.as_ref(), &FORMAT)?;
    let mut suggestions = Suggestions::default();
    let parsed = table.map_rows(|line, cells| Parsed {
        line,
        subject: cells
            .as_ref()
            .map(|cells| brief(cells.text(NAME)))
            .unwrap_or_default(),
        entry: cells.and_then(|cells| parse(cells, resources, &mut suggestions)),
    });
    Ok(settle(parsed, |entry| match existing.get(&entry.name) {
        None => Class::New { entry },
        Some(user) => {
            let mut changes =
                Vec::from_iter(FieldChange::of(COLUMNS[USER], user, &entry.admin_user));
            changes.push(change_of(&entry.password));
            Class::Updated { entry, changes }
        }
    }))
}

fn change_of(login: &Login) -> FieldChange {
    FieldChange {
        field: match login {
            Login::Password(_) => COLUMNS[PASSWORD],
            Login::Command(_) => COLUMNS[COMMAND],
        },
        old: None,
        new: None,
    }
}

fn parse(
    cells: Cells<'_>,
    resources: &BTreeSet<String>,
    suggestions: &mut Suggestions,
) -> Result<CredentialEntry, Fault> {
    let name = cells.text(NAME);
    super::inventory::check_name(name).map_err(|why| cells.fault(NAME, why))?;
    if !resources.contains(name) {
        return Err(cells.missing(
            NAME,
            Missing::Resource,
            unknown_resource(name, resources, suggestions),
        ));
    }
    let user = cells.text(USER);
    if user.is_empty() {
        return Err(cells.fault(USER, "admin_user is empty; name the role to provision with"));
    }
    if display(user) != user {
        return Err(cells.fault(USER, "admin_user has a control character; remove it"));
    }
    RoleName::from(user)
        .check()
        .map_err(|why| cells.fault(USER, why))?;
    Ok(CredentialEntry {
        name: name.to_owned(),
        admin_user: user.to_owned(),
        password: login(&cells)?,
    })
}

fn login(cells: &Cells<'_>) -> Result<Login, Fault> {
    let (password, command) = (cells.raw(PASSWORD), cells.text(COMMAND));
    match (password.trim().is_empty(), command.is_empty()) {
        (true, true) => Err(cells.fault(
            PASSWORD,
            "password is empty; give the admin account's password",
        )),
        (false, true) => Ok(Login::Password(Password(password.to_owned()))),
        (false, false) => Err(cells.fault(
            COMMAND,
            "password and password_command are both given; keep one of the two",
        )),
        (true, false) => match shlex::split(command) {
            Some(words) if !words.is_empty() => Ok(Login::Command(words)),
            Some(_) => Err(cells.fault(COMMAND, "password_command names no program")),
            None => Err(cells.fault(
                COMMAND,
                "password_command has a quote that is not closed, or ends with a backslash",
            )),
        },
    }
}

/// The sentence for a name that the inventory does not have.
pub(super) fn unknown_resource(
    name: &str,
    resources: &BTreeSet<String>,
    suggestions: &mut Suggestions,
) -> String {
    let near = suggestions.suffix(name, resources);
    let shown = brief(name);
    if near.is_empty() {
        format!("resource `{shown}` is not in the inventory; add it first")
    } else {
        format!("resource `{shown}` is not in the inventory{near} Else add it first")
    }
}

impl Entry for CredentialEntry {
    type Key = String;
    type Value = Self;

    fn key(&self) -> &String {
        &self.name
    }

    fn value(&self) -> Self {
        self.clone()
    }

    fn changes_from(&self, old: &Self) -> Vec<FieldChange> {
        let user = FieldChange::of(COLUMNS[USER], &old.admin_user, &self.admin_user);
        let password = (old.password != self.password).then(|| change_of(&self.password));
        user.into_iter().chain(password).collect()
    }

    fn describe(&self) -> String {
        format!("resource `{}`", brief(&self.name))
    }
}
