//! The desired roles: one from options, or many from a file.

use std::path::Path;

use clap::ValueEnum;
use planner::RoleConfig;
use planner::desired::{Item, Mode, Prefix, RoleType, parse_plan_file};
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
    /// Its label, such as ro or rw; becomes part of its name
    #[arg(long, value_name = "LABEL")]
    role: Option<String>,

    /// managed: its privileges are what is desired. external: it inherits from --source-role
    #[arg(long = "type", value_enum, value_name = "TYPE", default_value_t = Type::Managed)]
    role_type: Type,

    /// Managed: a database, or database.schema; comma-separated or repeated. Parts may be quoted as
    /// in SQL: '"my.db".public'
    #[arg(long, value_name = "SCOPES")]
    scopes: Vec<String>,

    /// Managed: SQL privileges such as SELECT,INSERT, or ALL; comma-separated or repeated. NONE
    /// leaves CONNECT and USAGE alone
    #[arg(long, value_name = "PRIVILEGES")]
    privileges: Vec<String>,

    /// External: the existing role to inherit from
    #[arg(long, value_name = "ROLE")]
    source_role: Option<String>,

    /// Make a new password at the next apply
    #[arg(long)]
    rotate_password: bool,

    /// Managed: additive only grants, and revokes nothing [default: authoritative]
    #[arg(long, value_enum, value_name = "MODE")]
    mode: Option<ModeArg>,

    /// How many sessions the role may have at a time; -1 is any number
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    connection_limit: Option<i32>,

    /// When its password expires, in UTC: 2027-01-31T00:00:00Z, or infinity
    #[arg(long, value_name = "TIME")]
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
    match key {
        "resource_name" => "NAME".to_owned(),
        key => format!("--{}", key.replace('_', "-")),
    }
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
