//! One item of plan.yaml, of a roles CSV, or of the command line: the shape that all three share.

use serde::{Deserialize, Serialize};

use super::keys::{KEYS, Key};
use super::logins::span;
use super::{Mode, Prefix, PrivilegeWord, RoleConfig, RoleType, Scope, role_name};
use crate::ground::names::{LONGEST_NAME, ResourceName, RoleName};
use crate::ground::ordered;

/// One desired role as written. Keys beyond the reference document's are optional.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a map with the keys of a role")]
#[cfg_attr(feature = "schema", schemars(transform = super::keys::describe))]
pub struct Item {
    /// The resource in the inventory.
    pub resource_name: ResourceName,
    /// `managed` or `external`.
    #[serde(rename = "type", default)]
    pub role_type: RoleType,
    /// The label.
    pub role: String,
    /// Managed only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scopes: Option<Vec<Scope>>,
    /// Managed only; an empty list means CONNECT and USAGE alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub privileges: Option<Vec<PrivilegeWord>>,
    /// External only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_role: Option<RoleName>,
    /// A new password at the next apply.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub rotate_password: bool,
    /// Managed only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<Mode>,
    /// CONNECTION LIMIT, -1 for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connection_limit: Option<i32>,
    /// VALID UNTIL: RFC 3339 in UTC (`2027-01-31T00:00:00Z`) or `infinity`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<String>,
    /// Managed only. 2: two logins in turn, of which one is in use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logins: Option<i32>,
    /// Managed only. How long the login before keeps working: `24h`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retire_after: Option<String>,
}

/// Why an item is no role.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ItemError {
    /// The key at fault, as in plan.yaml.
    pub key: &'static str,
    /// What is wrong and what to do.
    pub message: String,
}

fn error(key: &'static str, message: impl Into<String>) -> ItemError {
    ItemError {
        key,
        message: message.into(),
    }
}

impl Item {
    /// Checks the item as a whole and gives the role its name.
    ///
    /// # Errors
    /// The first key at fault.
    pub fn resolve(&self, prefix: &Prefix) -> Result<RoleConfig, ItemError> {
        let resource = self.resource_name.as_str();
        if resource.trim().is_empty() {
            return Err(error(
                "resource_name",
                "`resource_name` is empty; name a resource of the inventory",
            ));
        }
        for (key, value) in [("resource_name", resource), ("role", &self.role)] {
            if value.trim() != value {
                let shown = crate::ground::quote::brief(value);
                let message = format!("`{key}` is `{shown}`; remove the blanks around it");
                return Err(error(key, message));
            }
            if value.len() > LONGEST_NAME {
                let message = format!(
                    "`{key}` is {} bytes long; use at most {LONGEST_NAME}",
                    value.len()
                );
                return Err(error(key, message));
            }
        }
        let name =
            role_name(prefix, &self.resource_name, &self.role).map_err(|m| error("role", m))?;
        name.check_as_grantee().map_err(|m| error("role", m))?;
        let source = self.source_role.as_ref();
        let source = source.filter(|name| !name.as_str().is_empty());
        match self.role_type {
            RoleType::Managed => self.check_managed(source)?,
            RoleType::External => self.check_external(source)?,
        }
        if let Some(limit) = self.connection_limit.filter(|limit| *limit < -1) {
            return Err(error(
                "connection_limit",
                format!("`connection_limit` is {limit}; give 0 or more, or -1 for none"),
            ));
        }
        if let Some(until) = &self.valid_until {
            check_timestamp(until).map_err(|m| error("valid_until", m))?;
        }
        self.check_logins()?;
        let managed = self.role_type == RoleType::Managed;
        let item = Self {
            scopes: managed.then(|| self.distinct_scopes()),
            privileges: managed.then(|| self.distinct_privileges()),
            source_role: source.cloned(),
            mode: self.mode.filter(|mode| *mode != Mode::default()),
            logins: self.logins.filter(|logins| *logins != 1),
            ..self.clone()
        };
        Ok(RoleConfig {
            item,
            role_name: name,
            retire_at: None,
        })
    }

    /// Each once, where it first stands.
    fn distinct_scopes(&self) -> Vec<Scope> {
        let all = self.scopes.iter().flatten().enumerate();
        let mut by_scope = ordered::set(all.map(|(at, scope)| (scope, at)));
        by_scope.dedup_by_key(|(scope, _)| *scope);
        let first = ordered::set(by_scope.into_iter().map(|(scope, at)| (at, scope)));
        let mut scopes: Vec<_> = first.into_iter().map(|(_, scope)| scope.clone()).collect();
        scopes.shrink_to_fit();
        scopes
    }

    /// Each once, where it first stands.
    fn distinct_privileges(&self) -> Vec<PrivilegeWord> {
        let mut privileges = Vec::new();
        for word in self.privileges.iter().flatten() {
            if !privileges.contains(word) {
                privileges.push(*word);
            }
        }
        privileges
    }

    fn check_managed(&self, source: Option<&RoleName>) -> Result<(), ItemError> {
        if source.is_some() {
            return Err(error(
                "source_role",
                "a managed role has no `source_role`; remove it, or set `type: external`",
            ));
        }
        if self.scopes.as_ref().is_none_or(Vec::is_empty) {
            return Err(error(
                "scopes",
                "a managed role needs `scopes`: at least one `database` or `database.schema`",
            ));
        }
        if self.privileges.is_none() {
            return Err(error(
                "privileges",
                "a managed role needs `privileges`, such as SELECT (an explicit empty list leaves it CONNECT and USAGE alone)",
            ));
        }
        Ok(())
    }

    fn check_logins(&self) -> Result<(), ItemError> {
        if let Some(logins) = self.logins.filter(|logins| !(1..=2).contains(logins)) {
            return Err(error(
                "logins",
                format!("`logins` is {logins}; write 1, or 2 for two that are used in turn"),
            ));
        }
        if self.logins == Some(2) && self.valid_until.is_some() {
            return Err(error(
                "valid_until",
                "a role of two logins has no `valid_until`: VALID UNTIL says which of them is in use; remove it, or `logins`",
            ));
        }
        if let Some(after) = &self.retire_after {
            span(after).map_err(|m| error("retire_after", m))?;
        }
        Ok(())
    }

    fn check_external(&self, source: Option<&RoleName>) -> Result<(), ItemError> {
        let mut managed = KEYS
            .iter()
            .filter(|key| key.only == Some(RoleType::Managed));
        if let Some(Key { name, .. }) = managed.find(|key| key.value.is_given(self)) {
            return Err(error(
                name,
                format!(
                    "an external role has no `{name}`: it inherits from `source_role`; remove it, or set `type: managed`"
                ),
            ));
        }
        let Some(source) = source else {
            return Err(error(
                "source_role",
                "an external role needs `source_role`: the existing role to inherit from",
            ));
        };
        source
            .check()
            .map_err(|m| error("source_role", format!("{m}; name an existing role")))
    }
}

/// `YYYY-MM-DDTHH:MM:SSZ` or `infinity`: one spelling, so that what is read back compares equal.
fn check_timestamp(text: &str) -> Result<(), String> {
    let wrong = || {
        Err(format!(
            "`valid_until` is `{}`; write it in UTC as 2027-01-31T00:00:00Z, or `infinity`",
            crate::ground::quote::brief(text)
        ))
    };
    if text == "infinity" {
        return Ok(());
    }
    let shape: String = text
        .chars()
        .map(|c| if c.is_ascii_digit() { '9' } else { c })
        .collect();
    if shape != "9999-99-99T99:99:99Z" {
        return wrong();
    }
    let number = |from: usize, to: usize| {
        text.get(from..to)
            .and_then(|s| s.parse::<u32>().ok())
            .unwrap_or(u32::MAX)
    };
    let (year, month, day) = (number(0, 4), number(5, 7), number(8, 10));
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    let sound = (1..=days).contains(&day)
        && year > 0
        && number(11, 13) < 24
        && number(14, 16) < 60
        && number(17, 19) < 60;
    if sound { Ok(()) } else { wrong() }
}
