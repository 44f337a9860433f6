//! The laws. Each holds for every case: a cluster with a past and a desired role.

use std::collections::{BTreeMap, BTreeSet};

use planner::catalog::{Catalog, Membership};
use planner::desired::RoleType;
use planner::names::RoleName;
use planner::privilege::Privileges;
use planner::quote::connect_argument;
use planner::step::{At, Statement, Step};
use planner::{Plan, RoleConfig, model, plan};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use super::case::Case;
use super::oracle::{Place, held, objects, others, wanted};
use super::replay::replay_one;
use super::roles::roles_are_as_desired;

pub(super) type Law = Result<(), TestCaseError>;

/// The plan and the cluster after it; `None` where no plan can be made.
pub(super) fn planned(
    config: &RoleConfig,
    catalog: &Catalog,
) -> Result<Option<(Plan, Catalog)>, TestCaseError> {
    let Ok(plan) = plan(config, catalog) else {
        return Ok(None);
    };
    let after = model::apply(catalog, &plan.steps)
        .map_err(|e| TestCaseError::fail(format!("refused: {e}\n{}", plan.sql)))?;
    Ok(Some((plan, after)))
}

/// Planning what a plan leaves finds nothing to do.
pub fn converges(case: &Case) -> Law {
    let Some((first, after)) = planned(&case.config, &case.catalog)? else {
        return Ok(());
    };
    match plan(&case.config.clone().rotated(), &after) {
        Ok(second) => {
            prop_assert_eq!(second.sql, "-- no changes\n", "after:\n{}", first.sql);
            prop_assert!(second.steps.is_empty() && !second.current_state.requires_migration);
            for (place, state) in &second.current_state.scope_states {
                let fine = ["in-sync", "empty-schema"].contains(&state.status.as_str());
                prop_assert!(fine, "{} is {} after\n{}", place, state.status, first.sql);
            }
            Ok(())
        }
        Err(error) => Err(TestCaseError::fail(format!(
            "{error}\nafter:\n{}",
            first.sql
        ))),
    }
}

/// Direct entries, attributes and memberships are what was asked for, no more and no less.
pub fn is_as_desired(case: &Case) -> Law {
    let config = &case.config;
    let Some((plan, after)) = planned(config, &case.catalog)? else {
        return Ok(());
    };
    let role = config.role_name.as_str();
    let before = objects(&case.catalog);
    for (place, object) in objects(&after) {
        let old = before.get(&place);
        let had = old.map_or(Privileges::NONE, |o| held(o, role));
        let has = held(&object, role);
        if config.role_type() == RoleType::External {
            prop_assert_eq!(
                has,
                had,
                "an external role's own entries, {:?}\n{}",
                place,
                plan.sql
            );
            continue;
        }
        let wanted = wanted(config, &after, &place, object.kind);
        if place.schema.is_some() && connect_argument(&place.database).is_none() {
            continue; // No plan can enter it, and it says so.
        }
        if object.owner == role || !config.is_authoritative() {
            prop_assert_eq!(has, had.union(wanted), "{:?}\n{}", place, plan.sql);
            continue;
        }
        prop_assert_eq!(has, wanted, "{:?}\n{}", place, plan.sql);
        for ((grantee, grantor), (_, options)) in &object.entries {
            if grantee.as_deref() == Some(role) {
                prop_assert!(
                    options.is_empty(),
                    "{:?} by {}\n{}",
                    place,
                    grantor,
                    plan.sql
                );
                prop_assert!(
                    grantor != role,
                    "{:?}: a grant to itself\n{}",
                    place,
                    plan.sql
                );
            }
        }
    }
    roles_are_as_desired(case, &plan, &after)
}

/// Other roles' and PUBLIC's entries and every other fact are as before.
pub fn nothing_else_changes(case: &Case) -> Law {
    let role = &case.config.role_name;
    let Some((plan, after)) = planned(&case.config, &case.catalog)? else {
        return Ok(());
    };
    let (was, is) = (objects(&case.catalog), objects(&after));
    prop_assert_eq!(
        others(&was, role.as_str()),
        others(&is, role.as_str()),
        "{}",
        plan.sql
    );
    let its = case.config.sign_in_names();
    let strip = |catalog: &Catalog| {
        let mut rest = catalog.clone();
        rest.roles.retain(|name, _| !its.contains(name));
        // A CREATEROLE account becomes admin of a role it makes (16+).
        let creator =
            |m: &Membership| its.contains(&m.role) && !case.catalog.roles.contains_key(&m.role);
        rest.memberships
            .retain(|m| !its.contains(&m.member) && !creator(m));
        for d in rest.databases.values_mut() {
            d.acl = None;
            for s in d.contents.iter_mut().flat_map(|c| c.schemas.values_mut()) {
                s.acl = None;
                s.columns.clear();
                for g in &mut s.objects {
                    g.acl = None;
                }
            }
        }
        rest.normalise();
        rest
    };
    prop_assert_eq!(strip(&case.catalog), strip(&after), "{}", plan.sql);
    Ok(())
}

/// No REVOKE, and nothing that was held is gone.
pub fn additive_only_adds(case: &Case) -> Law {
    let mut config = case.config.clone();
    config.item.mode = Some(planner::desired::Mode::Additive);
    let Some((plan, after)) = planned(&config, &case.catalog)? else {
        return Ok(());
    };
    for step in &plan.steps {
        let takes = matches!(
            step.statement,
            Statement::Revoke { .. } | Statement::RevokeMembership { .. }
        );
        prop_assert!(!takes, "{}", plan.sql);
    }
    let after = objects(&after);
    for (place, object) in objects(&case.catalog) {
        let now = after.get(&place).map(|o| &o.entries);
        for (key, (held, options)) in &object.entries {
            let kept = now
                .and_then(|e| e.get(key))
                .is_some_and(|(h, o)| h.covers(*held) && o.covers(*options));
            prop_assert!(kept, "{:?} {:?}\n{}", place, key, plan.sql);
        }
    }
    Ok(())
}

/// The objects a step is about.
fn touched(catalog: &Catalog, step: &Step) -> BTreeSet<Place> {
    let (Statement::Grant { on, .. } | Statement::Revoke { on, .. }) = &step.statement else {
        return BTreeSet::new();
    };
    let inside = step
        .database
        .as_ref()
        .map(|d| d.as_str().to_owned())
        .unwrap_or_default();
    let place = |schema: &str, relation: Option<&str>, column: Option<&str>| Place {
        database: inside.clone(),
        schema: Some(schema.to_owned()),
        relation: relation.map(str::to_owned),
        column: column.map(str::to_owned),
    };
    match &on.at {
        At::Database(d) => BTreeSet::from([Place {
            database: d.as_str().to_owned(),
            schema: None,
            relation: None,
            column: None,
        }]),
        At::Schema(s) => BTreeSet::from([place(s.as_str(), None, None)]),
        At::Named(s, names) => names
            .iter()
            .map(|n| place(s.as_str(), Some(n.as_str()), None))
            .collect(),
        At::Column(s, r, c) => {
            BTreeSet::from([place(s.as_str(), Some(r.as_str()), Some(c.as_str()))])
        }
        At::All(s) => objects(catalog)
            .into_iter()
            .filter(|(p, o)| {
                o.kind == on.kind && p.database == inside && p.schema.as_deref() == Some(s.as_str())
            })
            .map(|(p, _)| p)
            .collect(),
    }
}

/// After every single step the role still holds what it held before and shall hold after; and on
/// one object no GRANT follows a REVOKE.
pub fn no_gap(case: &Case) -> Law {
    let Some((plan, after)) = planned(&case.config, &case.catalog)? else {
        return Ok(());
    };
    let role = case.config.role_name.as_str();
    let (was, is) = (objects(&case.catalog), objects(&after));
    let kept: BTreeMap<&Place, Privileges> = was
        .iter()
        .filter_map(|(place, o)| {
            Some((
                place,
                held(o, role).intersection(held(is.get(place)?, role)),
            ))
        })
        .collect();
    let mut world = case.past.world.clone();
    for step in &plan.steps {
        replay_one(&case.past.world, &mut world, step).map_err(TestCaseError::fail)?;
        let now = objects(&world.snapshot());
        for (place, kept) in &kept {
            let has = now.get(*place).map_or(Privileges::NONE, |o| held(o, role));
            prop_assert!(
                has.covers(*kept),
                "{:?} in {:?}\n{}",
                place,
                step.statement,
                plan.sql
            );
        }
    }
    let mut revoked = BTreeSet::new();
    for step in &plan.steps {
        let touched = touched(&case.catalog, step);
        match step.statement {
            Statement::Grant { .. } => prop_assert!(revoked.is_disjoint(&touched), "{}", plan.sql),
            Statement::Revoke { .. } => revoked.extend(touched),
            _ => {}
        }
    }
    let phases: Vec<_> = plan
        .steps
        .iter()
        .filter(|s| s.database.is_none())
        .map(|s| s.phase)
        .collect();
    prop_assert!(phases.is_sorted(), "{:?}", phases);
    let databases: Vec<_> = plan.steps.iter().map(|s| s.database.clone()).collect();
    prop_assert!(
        databases.is_sorted(),
        "one transaction for each database, in byte order\n{}",
        plan.sql
    );
    Ok(())
}

/// Applying the plan of one role changes nothing about the plan of another.
pub fn independent(case: &Case) -> Law {
    let (a, b) = (&case.other, &case.config);
    if entangled(case, a, b) {
        return Ok(());
    }
    let Some((first, between)) = planned(a, &case.catalog)? else {
        return Ok(());
    };
    match (plan(b, &case.catalog), plan(b, &between)) {
        (Ok(alone), Ok(second)) => {
            prop_assert_eq!(&alone.sql, &second.sql, "after\n{}", first.sql);
            prop_assert_eq!(&alone.facts, &second.facts, "after\n{}", first.sql);
            prop_assert_eq!(&alone.state_checksum, &second.state_checksum);
            prop_assert_eq!(&alone.sql_checksum, &second.sql_checksum);
            prop_assert_eq!(alone.undo_sql(&case.catalog), second.undo_sql(&between));
            Ok(())
        }
        (Err(_), Err(_)) => Ok(()),
        (alone, second) => Err(TestCaseError::fail(format!(
            "alone: {:?}\nafter {}: {:?}",
            alone.err(),
            first.sql,
            second.err()
        ))),
    }
}

/// They share a role, or one's entries or memberships stand on the other: then the order does matter.
fn entangled(case: &Case, a: &RoleConfig, b: &RoleConfig) -> bool {
    let (its, theirs, catalog) = (a.sign_in_names(), b.sign_in_names(), &case.catalog);
    let of_both = |name: &RoleName| its.contains(name) || theirs.contains(name);
    let shared = its.iter().any(|name| theirs.contains(name));
    let is_source = [a, b]
        .iter()
        .any(|config| config.source_role().is_some_and(of_both));
    let is_admin = of_both(&catalog.taken_by);
    // A login in its own role is its own affair.
    let own = |m: &Membership| {
        [&its, &theirs]
            .iter()
            .any(|names| names.contains(&m.role) && names.contains(&m.member))
    };
    let mut memberships = catalog.memberships.iter().filter(|m| !own(m));
    let member = memberships.any(|m| of_both(&m.role) || of_both(&m.grantor));
    let by_both = |name: &str| of_both(&name.into());
    let grants = objects(catalog)
        .values()
        .any(|o| by_both(&o.owner) || o.entries.keys().any(|(_, by)| by_both(by)));
    shared || is_source || is_admin || member || grants
}
