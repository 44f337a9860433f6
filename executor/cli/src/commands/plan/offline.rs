//! Plans from snapshot files: no database, no store.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use planner::names::ResourceName;
use planner::{Catalog, RoleConfig};

use crate::context::Context;
use crate::error::CommandError;
use crate::files;
use ops::{Extent, PlanEntry, plan_offline};

/// Plans every role from the snapshot of its resource.
///
/// # Errors
/// A resource without a snapshot, or a file that is none.
pub fn plan(
    configs: &[RoleConfig],
    snapshots: &[String],
    extent: Extent,
    context: &Context<'_>,
) -> Result<Vec<PlanEntry>, CommandError> {
    let resources: BTreeSet<&str> = configs.iter().map(|c| c.resource().as_str()).collect();
    let files = assign(&resources, snapshots)?;
    let mut catalogs = BTreeMap::new();
    for (resource, file) in files {
        let catalog = read(file.path, resource, context)?;
        file.is_of(resource, catalog.resource.as_ref())?;
        catalogs.insert(resource.to_owned(), catalog);
    }
    Ok(plan_offline(
        configs,
        &catalogs,
        context.global.plan_ttl,
        extent,
    ))
}

/// A snapshot's file.
struct Given<'a> {
    path: &'a str,
    /// Somebody wrote which resource it is for.
    said: bool,
}

impl Given<'_> {
    /// A snapshot that says it is of another resource takes somebody's word.
    fn is_of(&self, resource: &str, found: Option<&ResourceName>) -> Result<(), CommandError> {
        match found.filter(|found| !self.said && found.as_str() != resource) {
            None => Ok(()),
            Some(found) => Err(CommandError::usage(format!(
                "--snapshot {}: it is a snapshot of {found}, and the plan is for {resource}",
                self.path
            ))
            .hint(format!(
                "take one with `rolewright snapshot {resource}`, or write --snapshot {resource}={} where they are one cluster",
                self.path
            ))),
        }
    }
}

/// Which file is for which resource.
fn assign<'a>(
    resources: &BTreeSet<&'a str>,
    snapshots: &'a [String],
) -> Result<BTreeMap<&'a str, Given<'a>>, CommandError> {
    let mut files = BTreeMap::new();
    let mut only = resources.iter().copied();
    let only = only.next().filter(|_| only.next().is_none());
    for given in snapshots {
        // The longest resource that fits, for a resource's name may hold a `=` as well.
        let named = resources
            .iter()
            .filter_map(|name| Some((*name, given.strip_prefix(*name)?.strip_prefix('=')?)))
            .max_by_key(|(name, _)| name.len());
        let said = named.is_some();
        let (resource, path) = match (named, only) {
            (Some(named), _) => named,
            (None, Some(only)) => (only, given.as_str()),
            (None, None) => {
                return Err(CommandError::usage(format!(
                    "--snapshot {given}: which resource is it of?"
                ))
                .hint(format!(
                    "write RESOURCE=FILE; the plan is for {}",
                    list(resources)
                )));
            }
        };
        if let Some(first) = files.insert(resource, Given { path, said }) {
            return Err(CommandError::usage(format!(
                "--snapshot: {} and {path} are both for {resource}; give one",
                first.path
            )));
        }
    }
    let missing: BTreeSet<_> = resources
        .iter()
        .copied()
        .filter(|r| !files.contains_key(r))
        .collect();
    if !missing.is_empty() {
        return Err(
            CommandError::usage(format!("there is no --snapshot for {}", list(&missing))).hint(
                "add --snapshot RESOURCE=FILE; `rolewright snapshot RESOURCE -o FILE` makes one",
            ),
        );
    }
    Ok(files)
}

fn list(names: &BTreeSet<&str>) -> String {
    names.iter().copied().collect::<Vec<_>>().join(", ")
}

fn read(file: &str, resource: &str, context: &Context<'_>) -> Result<Catalog, CommandError> {
    let input =
        files::read(Path::new(file), files::MADE).map_err(|error| match file.contains('=') {
            true => error.hint(format!(
                "as RESOURCE=FILE, this names no resource of the plan ({resource})"
            )),
            false => error,
        })?;
    let catalog = Catalog::from_json(input.text()?)
        .map_err(|error| CommandError::from(error).within(&input.name))?;
    for note in &catalog.warnings {
        context.ui.warning(format_args!("{}: {note}", input.name));
    }
    Ok(catalog)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assigned(resources: &[&str], snapshots: &[&str]) -> Result<String, String> {
        let resources = resources.iter().copied().collect();
        let snapshots: Vec<_> = snapshots.iter().map(|s| (*s).to_owned()).collect();
        assign(&resources, &snapshots)
            .map(|files| {
                let paths = files.iter().map(|(name, file)| (*name, file.path));
                format!("{:?}", paths.collect::<BTreeMap<_, _>>())
            })
            .map_err(|error| error.message)
    }

    #[test]
    fn each_resource_gets_its_file() {
        assert_eq!(assigned(&["a"], &["x.json"]).unwrap(), r#"{"a": "x.json"}"#);
        assert_eq!(
            assigned(&["a"], &["a=x.json"]).unwrap(),
            r#"{"a": "x.json"}"#
        );
        assert_eq!(
            assigned(&["a"], &["x=1.json"]).unwrap(),
            r#"{"a": "x=1.json"}"#
        );
        assert_eq!(
            assigned(&["a", "b"], &["b=1", "a=2"]).unwrap(),
            r#"{"a": "2", "b": "1"}"#
        );
        assert_eq!(
            assigned(&["a", "a=b"], &["a=b=1", "a=2"]).unwrap(),
            r#"{"a": "2", "a=b": "1"}"#
        );
    }

    #[test]
    fn a_snapshot_of_another_resource_takes_a_word() {
        let is_of = |said, found: Option<&str>| {
            let found = found.map(ResourceName::from);
            let given = Given {
                path: "x.json",
                said,
            };
            given.is_of("a", found.as_ref()).map_err(|e| e.message)
        };
        assert_eq!(is_of(false, None), Ok(()));
        assert_eq!(is_of(false, Some("a")), Ok(()));
        assert_eq!(is_of(true, Some("b")), Ok(()));
        let refused = is_of(false, Some("b")).unwrap_err();
        assert!(refused.contains("a snapshot of b"), "{refused}");
    }

    #[test]
    fn none_is_guessed() {
        assert!(
            assigned(&["a", "b"], &["x.json"])
                .unwrap_err()
                .contains("which resource")
        );
        assert!(
            assigned(&["a", "b"], &["a=x"])
                .unwrap_err()
                .contains("no --snapshot for b")
        );
        assert!(
            assigned(&["a"], &["x", "y"])
                .unwrap_err()
                .contains("both for a")
        );
    }
}
