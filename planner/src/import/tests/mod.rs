//! The imports end to end: `good` files, `bad` ones with the place and words of each message, and
//! `laws` that hold for any bytes.

mod bad;
mod bad_credentials;
mod bad_roles;
mod good;
mod laws;

use std::collections::{BTreeMap, BTreeSet};

use super::{ImportError, ResourceEntry, credentials, inventory, roles};
use crate::desired::Prefix;

fn names(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn resource(name: &str, host: &str, port: u16) -> ResourceEntry {
    ResourceEntry {
        name: name.to_owned(),
        kind: "PostgreSQL".to_owned(),
        host: host.to_owned(),
        port,
    }
}

/// The three formats, for tables of cases.
#[derive(Clone, Copy, Debug)]
enum Format {
    Inventory,
    Credentials,
    Roles,
}

impl Format {
    const ALL: [Self; 3] = [Self::Inventory, Self::Credentials, Self::Roles];

    fn header(self) -> &'static str {
        match self {
            Self::Inventory => "name,type,host,port",
            Self::Credentials => "name,admin_user,password",
            Self::Roles => "resource_name,type,role,scopes,permissions,source_role",
        }
    }

    /// All a person can see: the problems, or the error; and JSON and `Debug` of everything.
    fn run(self, bytes: &[u8]) -> (Vec<String>, String) {
        macro_rules! shown {
            ($result:expr) => {
                match $result {
                    Ok(import) => (
                        import.problems().iter().map(ToString::to_string).collect(),
                        format!("{import:?}{}", serde_json::to_string(&import).unwrap()),
                    ),
                    Err(error) => file_error(&error),
                }
            };
        }
        let known = names(&["analytics", "marketplace"]);
        match self {
            Self::Inventory => shown!(inventory::classify(bytes, &[])),
            Self::Credentials => shown!(credentials::classify(bytes, &known, &BTreeMap::new())),
            Self::Roles => shown!(roles::classify(bytes, &Prefix::default(), Some(&known))),
        }
    }
}

fn file_error(error: &ImportError) -> (Vec<String>, String) {
    let json = serde_json::to_string(error).unwrap();
    (vec![error.to_string()], format!("{error:?}{json}"))
}
