//! What must hold for every plan, whatever was expected of it.

use super::planned::document;
use crate::catalog::Catalog;
use crate::desired::RoleConfig;
use crate::model;
use crate::plan::{Plan, plan};
use crate::session::SessionDocument;

/// Checks one role's plan. `before` is the snapshot it was made from; `state` is where the plans of
/// the roles before it have led, and is moved on by this one.
pub(super) fn check(
    config: &RoleConfig,
    planned: &Plan,
    before: &Catalog,
    state: &mut Catalog,
) -> Vec<String> {
    let mut broken = Vec::new();
    round_trip(planned, before, &mut broken);
    match model::apply(before, &planned.steps) {
        Err(refused) => broken.push(format!(
            "a server would not do what the plan says: {refused}"
        )),
        Ok(after) => converges(config, &after, &mut broken),
    }
    // The roles of one batch are planned together and applied one after the other.
    match plan(config, state) {
        Err(error) => broken.push(format!("once the roles before it are applied, {error}")),
        Ok(again) => {
            let same = again.sql == planned.sql && again.state_checksum == planned.state_checksum;
            if !same {
                broken.push("the plan of a role before it makes this one stale".to_owned());
            }
            if let Ok(after) = model::apply(state, &again.steps) {
                *state = after;
            }
        }
    }
    broken
}

fn converges(config: &RoleConfig, after: &Catalog, broken: &mut Vec<String>) {
    // A password is new at each apply: that it was asked for again is not a difference.
    let config = config.clone().rotated();
    match plan(&config, after) {
        Ok(again) if again.is_in_sync() => {}
        Ok(again) => broken.push(format!(
            "planning again after it is not empty:\n{}",
            again.sql
        )),
        Err(error) => broken.push(format!("planning again after it fails: {error}")),
    }
}

/// An apply plans again from the stored document, so the document must hold all of it.
fn round_trip(planned: &Plan, before: &Catalog, broken: &mut Vec<String>) {
    let written = document(planned, before);
    let read = written
        .to_yaml()
        .and_then(|text| SessionDocument::from_yaml(&text));
    match read {
        Ok(read) if read == written && read.role_config() == planned.config => {}
        Ok(_) => broken.push("its session document reads back as another one".to_owned()),
        Err(error) => broken.push(error.to_string()),
    }
}
