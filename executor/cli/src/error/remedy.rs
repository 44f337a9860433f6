//! What to do about the libraries' errors, where that names a command or an option of ours: they
//! are named here and in the commands, and nowhere below.

use cluster::apply::ApplyError;
use cluster::connect::{ConnectError, ConnectErrorKind};
use cluster::snapshot::SnapshotError;
use ops::{OpsError, ResultFileError};
use planner::case::CaseError;
use planner::catalog::CatalogError;
use planner::import::{Fault, Missing};
use store::{Sealed, StoreError};

use crate::words::shell;

/// Always something: the error's own words where they name no command.
pub fn connect(error: &ConnectError) -> String {
    credentials(error).unwrap_or_else(|| match &error.kind {
        ConnectErrorKind::Timeout(_) | ConnectErrorKind::Unreachable(_) => format!(
            "check that {} can be reached from here, or allow more time (`--connect-timeout`, or PGCONNECT_TIMEOUT in seconds)",
            error.conninfo.address()
        ),
        // A plan opens several at once, beside the one to the maintenance database.
        ConnectErrorKind::RoleFull(_)
        | ConnectErrorKind::DatabaseFull(_)
        | ConnectErrorKind::TooManyConnections(_) => {
            format!("{}; `--connections 1` takes fewest at once", error.remedy())
        }
        _ => error.remedy(),
    })
}

fn credentials(error: &ConnectError) -> Option<String> {
    let (resource, user) = (&error.conninfo.resource, &error.conninfo.user);
    let set = format!(
        "`rolewright credentials set {} --user {}`",
        shell(resource.as_str()),
        shell(user.as_str())
    );
    match error.kind {
        ConnectErrorKind::WrongPassword | ConnectErrorKind::PasswordMissing => {
            Some(format!("store the right one with {set}"))
        }
        ConnectErrorKind::PasswordUnwanted => Some(format!("{}: {set}", error.remedy())),
        ConnectErrorKind::NotInPassFile => Some(format!(
            "{}; or store the account in another way: {set}",
            error.remedy()
        )),
        ConnectErrorKind::NoneFromCommand(_) | ConnectErrorKind::WrongFromCommand => Some(format!(
            "{}; {set} names another command, `--command-timeout` gives it more time",
            error.remedy()
        )),
        _ => None,
    }
}

/// For a home that cannot be used, or is another than was meant.
pub const HOME: &str = "ROLEWRIGHT_HOME or `--home` names another directory";

/// For an error of the store.
pub fn store(error: &StoreError) -> Option<String> {
    Some(match error {
        StoreError::NoSuchResource { .. } => "`rolewright resources list` shows what there is, `rolewright resources import -f inventory.csv` adds more".to_owned(),
        StoreError::NoSuchSession { .. } => "`rolewright sessions list` shows what there is".to_owned(),
        StoreError::Untrue { .. } | StoreError::RowEdited { .. } => {
            "`rolewright sessions verify` looks at the whole record".to_owned()
        }
        StoreError::SidTooShort { .. } => "`rolewright sessions list` shows them".to_owned(),
        StoreError::PlanUsed { resource, .. } => format!(
            "make a new one with `rolewright resources plan {}`",
            shell(resource)
        ),
        StoreError::Sealed { what: Sealed::AdminAccount { resource }, .. } => format!(
            "`rolewright credentials set {} --user USER` sets it",
            shell(resource)
        ),
        StoreError::Sealed { what: Sealed::HandOver { resource: Some(resource) }, .. } => format!(
            "`rolewright resources hand-over {} -- COMMAND` sets it",
            shell(resource)
        ),
        StoreError::Sealed { what: Sealed::HandOver { resource: None }, .. } => {
            "`rolewright resources hand-over --all -- COMMAND` sets it".to_owned()
        }
        StoreError::Home(_)
        | StoreError::WrongKey { .. }
        | StoreError::Gone { .. }
        | StoreError::ReadOnly { .. } => HOME.to_owned(),
        _ => return None,
    })
}

/// For an apply that failed, whatever it failed with at first.
pub fn apply(error: &ApplyError) -> Option<String> {
    match error {
        ApplyError::Connect(error) | ApplyError::Snapshot(SnapshotError::Connect(error)) => {
            credentials(error)
        }
        ApplyError::CreateUnknown { source, .. } => apply(source),
        ApplyError::Locked { .. } => Some(
            "wait for it, or allow more time (`--role-lock-timeout`), then plan again".to_owned(),
        ),
        ApplyError::Standby => Some("import the resource with the address of the primary".to_owned()),
        // read_only_sql_transaction: whatever the server's language.
        ApplyError::Statement(error) if error.sqlstate == "25006" => Some(
            "it is a standby, or default_transaction_read_only is on for the admin account: `rolewright health` tells; import the resource with the address of the primary"
                .to_owned(),
        ),
        _ => None,
    }
}

/// For an operation that failed.
pub fn operation(error: &OpsError) -> Option<String> {
    Some(match error {
        OpsError::NoCredentials(resource) => format!(
            "set one with `rolewright credentials set {} --user USER`",
            shell(resource)
        ),
        OpsError::AccountElsewhere { resource, .. } => format!(
            "if that is right, confirm it with `rolewright credentials confirm {}`, or set the account again",
            shell(resource)
        ),
        OpsError::NoSnapshot(resource) => format!("add `--snapshot {}=FILE`", shell(resource)),
        OpsError::Store(error) => return store(error),
        OpsError::Apply(error) => return apply(error),
        OpsError::Connect(error) => connect(error),
        OpsError::Snapshot(error) => match &**error {
            SnapshotError::Connect(error) => connect(error),
            _ => return None,
        },
        OpsError::NotOurs { .. } => {
            "`apply --adopt` takes it over, on record, once you know that nobody else needs it as it is"
                .to_owned()
        }
        OpsError::NameDoesNotFollow { .. } => {
            "`--role-prefix` or ROLEWRIGHT_ROLE_PREFIX is what role names start with".to_owned()
        }
        OpsError::NoApply(_) => "`rolewright sessions list --kind apply` shows those that there are".to_owned(),
        OpsError::StillRunning(_) => "wait until it has ended".to_owned(),
        OpsError::PasswordCommand { resource, .. } => format!(
            "set the account again with `rolewright credentials set {} --user USER`",
            shell(resource)
        ),
        OpsError::HandOverCommand { resource, .. } | OpsError::NoHandOver(resource) => format!(
            "set one with `rolewright resources hand-over {} -- COMMAND`",
            shell(resource)
        ),
        OpsError::NotTaken(_) => "the password stays in the store".to_owned(),
        OpsError::HandedOverBefore { .. } | OpsError::NoneInForce { .. } => {
            "`rolewright plan … --rotate-password` and an apply of that give it a new one".to_owned()
        }
        OpsError::NotForgotten { .. } => "`rolewright credentials hand-over` does it again".to_owned(),
        OpsError::Params(_)
        | OpsError::NoVerifier
        | OpsError::UnsoundPlan(_)
        | OpsError::Refused(_)
        | OpsError::Unread(_)
        | OpsError::ForeignRotation => return None,
    })
}

/// For a snapshot file.
pub fn catalog(error: &CatalogError) -> Option<&'static str> {
    match error {
        CatalogError::Json(_) | CatalogError::NotText { .. } => {
            Some("`rolewright snapshot RESOURCE -o FILE` writes a snapshot")
        }
        CatalogError::Format { .. } | CatalogError::Inconsistent(_) => {
            Some("take it again with `rolewright snapshot`")
        }
        CatalogError::TooOld(_) => None,
    }
}

/// For a case folder.
pub fn case(error: &CaseError) -> Option<String> {
    match error {
        // A file that is no snapshot at all: whoever wrote the case sees why.
        CaseError::Catalog {
            source: CatalogError::Json(_),
            ..
        } => None,
        CaseError::Catalog { source, .. } => catalog(source).map(str::to_owned),
        CaseError::NoCatalog { resource, .. } => Some(format!(
            "take one with `rolewright snapshot {} -o catalog.json`",
            shell(resource.as_str())
        )),
        _ => None,
    }
}

/// For a row of a CSV file.
pub fn row(fault: &Fault) -> Option<&'static str> {
    Some(match fault.missing? {
        Missing::Resource => "`rolewright resources import` does that",
        Missing::AdminAccount => "`rolewright credentials` stores it",
    })
}

/// For a plan result.
pub fn result_file(error: &ResultFileError) -> Option<&'static str> {
    match error {
        ResultFileError::Yaml(_) | ResultFileError::Nested(_) => Some("write one with `plan -o`"),
        ResultFileError::Format(_) | ResultFileError::Mismatch { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_only_reads_is_no_matter_of_rights() {
        let refused = cluster::apply::StatementError {
            database: "the maintenance database".to_owned(),
            sql: "CREATE ROLE x".to_owned(),
            sqlstate: "25006".to_owned(),
            message: "cannot execute CREATE ROLE in a read-only transaction".to_owned(),
            transient: false,
            kept_by: Default::default(),
        };
        let remedy = apply(&ApplyError::Statement(refused)).unwrap();
        assert!(remedy.contains("the primary"), "{remedy}");
    }
}
