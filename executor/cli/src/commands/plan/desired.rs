//! The desired roles: one from options, or many from a file.

use std::path::Path;

use planner::RoleConfig;
use planner::desired::{Prefix, keys, parse_plan_file};
use planner::import::parse_roles;

use super::flags::RoleArgs;
use crate::error::CommandError;
use crate::files::{self, Input};

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
    if !args.has_label() {
        return Err(
            CommandError::usage("--role is missing: the role's label, such as ro").hint(EXAMPLE),
        );
    }
    let item = args.item(name)?;
    item.resolve(prefix).map_err(|error| {
        CommandError::usage(format!("{}: {}", option_of(error.key), error.message))
    })
}

/// The option for a key of plan.yaml.
fn option_of(key: &str) -> &'static str {
    keys::find(key).map(|key| key.option).unwrap_or_default()
}

/// The roles of a file: CSV by its name or its header, else YAML.
///
/// # Errors
/// The file cannot be read, or holds something else; says where.
pub fn from_file(path: &Path, prefix: &Prefix) -> Result<Vec<RoleConfig>, CommandError> {
    let input = files::read(path, files::WRITTEN)?;
    let within = |error: CommandError| error.within(&input.name);
    if is_csv(path, &input) {
        return parse_roles(input.bytes, prefix).map_err(|error| within(error.into()));
    }
    parse_plan_file(input.text()?, prefix).map_err(|error| within(error.into()))
}

fn is_csv(path: &Path, input: &Input) -> bool {
    let extension = path
        .extension()
        .map(|e| e.to_string_lossy().to_ascii_lowercase());
    match extension.as_deref() {
        Some("csv" | "tsv") => true,
        Some("yaml" | "yml" | "json") => false,
        _ => is_utf16(&input.bytes) || begins_as_csv(&String::from_utf8_lossy(&input.bytes)),
    }
}

/// Spreadsheets write it; a YAML in it is not read either.
fn is_utf16(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF])
}

fn begins_as_csv(text: &str) -> bool {
    let lines = text.trim_start_matches('\u{feff}').lines();
    let mut first = lines.filter(|line| !line.trim().is_empty());
    first.next().is_some_and(|line| {
        let line = line.to_ascii_lowercase();
        line.starts_with("sep=")
            || line.contains([',', ';', '\t'])
                && line.contains("resource_name")
                && !line.contains(':')
    })
}
