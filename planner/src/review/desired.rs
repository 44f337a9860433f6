//! Desired roles while somebody is typing: what is sound, and everything that is not.

use std::collections::BTreeSet;

use serde::Serialize;

use super::Problem;
use crate::desired::{Conflict, Item, PlanFile, PlanFileError, Prefix, RoleConfig, parse_each};
use crate::ground::names::RoleName;
use crate::ground::quote;
use crate::import::Class;
use crate::import::roles::classify;

/// Desired roles as far as they could be read: the sound items, and what is wrong with the others.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Desired {
    /// In the text's order.
    pub items: Vec<DesiredItem>,
    /// In the text's order.
    pub problems: Vec<Problem>,
}

/// One sound item.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DesiredItem {
    /// From 1: the item of the YAML, the row of the CSV.
    pub number: usize,
    /// Where it begins in the text, from 1; only for CSV.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// As written.
    pub item: Item,
    /// Its name in PostgreSQL.
    pub role_name: RoleName,
}

/// Reads a plan.yaml.
pub fn read_yaml(text: &str, prefix: &Prefix) -> Desired {
    let mut desired = Desired::default();
    let pieces = match parse_each(text) {
        Ok(pieces) => pieces,
        Err(error) => {
            desired.problems.push(Problem::from(&error));
            return desired;
        }
    };
    let mut seen: BTreeSet<RoleName> = BTreeSet::new();
    for (index, piece) in pieces.into_iter().enumerate() {
        let item = match piece {
            Ok(item) => item,
            Err(fault) => {
                desired.problems.push(Problem::from(fault));
                continue;
            }
        };
        let config = match item.resolve(prefix) {
            Ok(config) => config,
            Err(error) => {
                let error = PlanFileError::of_item(index, &item, error);
                desired.problems.push(Problem::from(&error));
                continue;
            }
        };
        if !seen.insert(config.role_name.clone()) {
            let conflict = conflict(&desired.items, index, &config);
            desired
                .problems
                .push(Problem::from(&PlanFileError::from(conflict)));
            continue;
        }
        desired.items.push(DesiredItem {
            number: index + 1,
            line: None,
            item,
            role_name: config.role_name,
        });
    }
    desired
}

/// The item at `index` reaches the role name of one before it.
fn conflict(items: &[DesiredItem], index: usize, config: &RoleConfig) -> Conflict {
    let mut items = items.iter();
    let first = items.find(|known| known.role_name == config.role_name);
    let (number, label) = first.map_or((0, ""), |known| (known.number, &known.item.role));
    Conflict {
        first: number,
        first_item: format!("{}/{}", config.resource(), quote::display(label)),
        second: index + 1,
        second_item: config.describe(),
        role_name: config.role_name.clone(),
    }
}

/// Reads a roles CSV.
pub fn read_csv(text: &str, prefix: &Prefix) -> Desired {
    let import = match classify(text, prefix, None) {
        Ok(import) => import,
        Err(error) => {
            return Desired {
                items: Vec::new(),
                problems: vec![Problem::from(&error)],
            };
        }
    };
    let problems = import.problems().iter().map(Problem::from).collect();
    let rows = import.rows.into_iter().enumerate();
    let sound = rows.filter_map(|(index, row)| match row.class {
        Class::New { entry } => Some(DesiredItem {
            number: index + 1,
            line: Some(row.line as usize),
            role_name: entry.config.role_name,
            item: entry.item,
        }),
        _ => None,
    });
    Desired {
        items: sound.collect(),
        problems,
    }
}

/// Items as plan.yaml.
pub fn write_yaml(items: Vec<Item>) -> String {
    if items.is_empty() {
        return "items: []\n".to_owned();
    }
    // Every value of an item can be written.
    serde_yaml::to_string(&PlanFile { items }).unwrap_or_default()
}
