//! The desired roles: one from options, or many from a file.

use std::path::Path;

use clap::ValueEnum;
use planner::RoleConfig;
use planner::desired::{Item, Mode, Prefix, RoleType, keys, parse_plan_file};
use planner::import::parse_roles;

use crate::error::CommandError;
use crate::files::{self, Input};
use crate::lists;

/// The options that describe a role; a file takes their place.
pub const OPTIONS: [&str; 10] = [
    "name",
    "role",
    "role_type",
    "scopes",
    "privileges",
    "source_role",
    "rotate_password",
    "mode",
    "connection_limit",
    "valid_until",
];

/// One role.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "The role")]
pub struct RoleArgs {
    #[arg(long, value_name = "LABEL", help = keys::help("role"))]
    role: Option<String>,

    #[arg(long = "type", value_enum, value_name = "TYPE", default_value_t = Type::Managed, help = keys::help("type"))]
    role_type: Type,

    #[arg(long, value_name = "SCOPES", help = keys::help("scopes"))]
    scopes: Vec<String>,

    #[arg(long, value_name = "PRIVILEGES", help = keys::help("privileges"))]
    privileges: Vec<String>,

    #[arg(long, value_name = "ROLE", help = keys::help("source_role"))]
    source_role: Option<String>,

    #[arg(long, help = keys::help("rotate_password"))]
    rotate_password: bool,

    #[arg(long, value_enum, value_name = "MODE", help = keys::help("mode"))]
    mode: Option<ModeArg>,

    #[arg(long, value_name = "N", allow_negative_numbers = true, help = keys::help("connection_limit"))]
    connection_limit: Option<i32>,

    #[arg(long, value_name = "TIME", help = keys::help("valid_until"))]
    valid_until: Option<String>,
}

/// Managed or external.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Type {
    /// Its attributes, memberships and privileges are what is desired
    Managed,
    /// It inherits from its source role
    External,
}

/// Authoritative or additive.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum ModeArg {
    /// Grants what is missing, revokes what is not desired
    Authoritative,
    /// Only grants
    Additive,
}

impl RoleArgs {
    /// True where any of it was given.
    pub fn is_given(&self) -> bool {
        self.role.is_some()
            || self.role_type != Type::Managed
            || !self.scopes.is_empty()
            || !self.privileges.is_empty()
            || self.source_role.is_some()
            || self.rotate_password
            || self.mode.is_some()
            || self.connection_limit.is_some()
            || self.valid_until.is_some()
    }
}

/// The role that the options describe.
///
/// # Errors
/// Usage: what is missing or makes no sense.
pub fn from_arguments(
    name: Option<&str>,
    args: &RoleArgs,
    prefix: &Prefix,
) -> Result<RoleConfig, CommandError> {
    const EXAMPLE: &str = "for one role: `rolewright plan NAME --role ro --scopes DATABASE --privileges SELECT`; for many: `rolewright plan -f plan.yaml`";
    let Some(name) = name else {
        return Err(CommandError::usage("name a resource, or give a file with -f").hint(EXAMPLE));
    };
    let Some(role) = &args.role else {
        return Err(
            CommandError::usage("--role is missing: the role's label, such as ro").hint(EXAMPLE),
        );
    };
    let scopes = lists::parse("--scopes", &args.scopes)?;
    let none =
        matches!(args.privileges.as_slice(), [one] if one.trim().eq_ignore_ascii_case("none"));
    let privileges = match none {
        true => Some(Vec::new()),
        false => {
            Some(lists::parse("--privileges", &args.privileges)?).filter(|list| !list.is_empty())
        }
    };
    let item = Item {
        resource_name: name.to_owned(),
        role_type: match args.role_type {
            Type::Managed => RoleType::Managed,
            Type::External => RoleType::External,
        },
        role: role.clone(),
        scopes: (!scopes.is_empty()).then_some(scopes),
        privileges,
        source_role: args.source_role.clone(),
        rotate_password: args.rotate_password,
        mode: args.mode.map(|mode| match mode {
            ModeArg::Authoritative => Mode::Authoritative,
            ModeArg::Additive => Mode::Additive,
        }),
        connection_limit: args.connection_limit,
        valid_until: args.valid_until.clone(),
    };
    item.resolve(prefix).map_err(|error| {
        CommandError::usage(format!("{}: {}", option_of(error.key), error.message))
    })
}

/// The option for a key of plan.yaml.
fn option_of(key: &str) -> String {
    keys::find(key).map(keys::Key::option).unwrap_or_default()
}

/// The roles of a file: CSV by its name or its header, else YAML.
///
/// # Errors
/// The file cannot be read, or holds something else; says where.
pub fn from_file(path: &Path, prefix: &Prefix) -> Result<Vec<RoleConfig>, CommandError> {
    let input = files::read(path, files::WRITTEN)?;
    let within = |error: CommandError| error.within(&input.name);
    if is_csv(path, &input) {
        return parse_roles(&*input.bytes, prefix).map_err(|error| within(error.into()));
    }
    parse_plan_file(input.text()?, prefix).map_err(|error| within(error.into()))
}

fn is_csv(path: &Path, input: &Input) -> bool {
    let extension = path
        .extension()
        .map(|e| e.to_string_lossy().to_ascii_lowercase());
    match extension.as_deref() {
        Some("csv") => true,
        Some("yaml" | "yml" | "json") => false,
        _ => {
            let text = String::from_utf8_lossy(&input.bytes);
            let first = text
                .trim_start_matches('\u{feff}')
                .lines()
                .find(|l| !l.trim().is_empty());
            first.is_some_and(|line| {
                line.contains(',')
                    && line.to_ascii_lowercase().contains("resource_name")
                    && !line.contains(':')
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Args as _;

    #[test]
    fn every_key_of_an_item_has_its_option() {
        let command = RoleArgs::augment_args(clap::Command::new("plan"));
        let options = command.get_arguments().filter_map(clap::Arg::get_long);
        let mut options: Vec<_> = options.map(|long| format!("--{long}")).collect();
        options.insert(0, "NAME".to_owned());
        let mut wanted: Vec<_> = keys::KEYS.iter().map(keys::Key::option).collect();
        options.sort();
        wanted.sort();
        assert_eq!(options, wanted);
    }
}
