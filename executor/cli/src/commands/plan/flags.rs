//! The options that describe a role: one for each row of the table of keys.

use std::collections::BTreeMap;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Arg, ArgAction, ArgMatches, Command};
use planner::desired::keys::{KEYS, Key, Value};
use planner::desired::{Item, Mode, RoleType};

use crate::error::CommandError;
use crate::lists;

/// All of them; a file takes their place. The resource is the command's own argument.
pub fn ids() -> impl Iterator<Item = &'static str> {
    std::iter::once("name").chain(rows().map(|key| key.name))
}

/// The label first: it is what every role needs.
fn rows() -> impl Iterator<Item = &'static Key> {
    let label = |key: &&Key| matches!(key.value, Value::Label(_));
    let other = |key: &&Key| !matches!(key.value, Value::Label(_) | Value::Resource(_));
    KEYS.iter().filter(label).chain(KEYS.iter().filter(other))
}

/// What was given, by key, as written.
#[derive(Clone, Debug, Default)]
pub struct RoleArgs(BTreeMap<&'static str, Vec<String>>);

impl RoleArgs {
    /// True where any of it was given.
    pub fn is_given(&self) -> bool {
        !self.0.is_empty()
    }

    /// The label, without which there is no role.
    pub fn has_label(&self) -> bool {
        self.0.contains_key("role")
    }

    /// The item that they describe.
    ///
    /// # Errors
    /// Usage: an entry of a list that makes no sense.
    pub fn item(&self, name: &str) -> Result<Item, CommandError> {
        let mut item = Item {
            resource_name: name.into(),
            ..Item::default()
        };
        for key in rows() {
            if let Some(values) = self.0.get(key.name) {
                take(key, values, &mut item)?;
            }
        }
        Ok(item)
    }
}

/// What clap has checked already, into the item.
fn take(key: &Key, values: &[String], item: &mut Item) -> Result<(), CommandError> {
    let one = values.first().map(String::as_str).unwrap_or_default();
    match &key.value {
        Value::Resource(field) => *(field.of_mut)(item) = one.into(),
        Value::Label(field) => one.clone_into((field.of_mut)(item)),
        Value::Type(field) => {
            *(field.of_mut)(item) = match one {
                "external" => RoleType::External,
                _ => RoleType::Managed,
            }
        }
        Value::Scopes(field) => {
            *(field.of_mut)(item) = Some(lists::parse(key.option, values)?);
        }
        Value::Privileges(field) => {
            let none = matches!(values, [one] if one.trim().eq_ignore_ascii_case("none"));
            *(field.of_mut)(item) = Some(match none {
                true => Vec::new(),
                false => lists::parse(key.option, values)?,
            });
        }
        Value::Role(field) => *(field.of_mut)(item) = Some(one.into()),
        Value::Flag(field) => *(field.of_mut)(item) = true,
        Value::Mode(field) => {
            *(field.of_mut)(item) = Some(match one {
                "additive" => Mode::Additive,
                _ => Mode::Authoritative,
            });
        }
        Value::Limit(field) => *(field.of_mut)(item) = one.parse().ok(),
        Value::Text(field, _) => *(field.of_mut)(item) = Some(one.to_owned()),
    }
    Ok(())
}

fn option(key: &'static Key) -> Arg {
    let arg = Arg::new(key.name)
        .long(key.option.trim_start_matches("--"))
        .help(key.help)
        .help_heading("The role");
    let words = || {
        let words = key.value.words().iter();
        PossibleValuesParser::new(words.map(|(word, help)| PossibleValue::new(*word).help(*help)))
    };
    let arg = match &key.value {
        Value::Flag(_) => return arg.action(ArgAction::SetTrue),
        Value::Scopes(_) | Value::Privileges(_) => arg.action(ArgAction::Append),
        Value::Type(_) => arg.value_parser(words()).default_value("managed"),
        Value::Mode(_) => arg.value_parser(words()),
        Value::Limit(_) => arg
            .value_parser(clap::value_parser!(i32))
            .allow_negative_numbers(true),
        Value::Resource(_) | Value::Label(_) | Value::Role(_) | Value::Text(..) => arg,
    };
    arg.value_name(key.value.placeholder())
}

impl clap::Args for RoleArgs {
    fn augment_args(command: Command) -> Command {
        command.args(rows().map(option))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl clap::FromArgMatches for RoleArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut given = Self::default();
        given.update_from_arg_matches(matches)?;
        Ok(given)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        for key in rows() {
            let raw = matches.get_raw(key.name).into_iter().flatten();
            let values: Vec<_> = raw.map(|v| v.to_string_lossy().into_owned()).collect();
            // What says no more than the default was not given.
            let default = match &key.value {
                Value::Type(_) => values == ["managed"],
                Value::Flag(_) => !matches.get_flag(key.name),
                _ => values.is_empty(),
            };
            if !default {
                self.0.insert(key.name, values);
            }
        }
        Ok(())
    }
}
