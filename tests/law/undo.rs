//! The way back.

use std::collections::BTreeMap;

use planner::access::RoleGraph;
use planner::catalog::{Catalog, Role};
use planner::kind::ObjectKind;
use planner::model;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use super::case::Case;
use super::laws::{Law, planned};
use super::oracle::{Object, Place, objects, others};
use super::replay::replay;

/// Running the undo after the plan gives the role back what it had.
pub fn undo_gives_back(case: &Case) -> Law {
    let Some((first, after)) = planned(&case.config, &case.catalog)? else {
        return Ok(());
    };
    if cannot_be_undone(case) {
        return Ok(());
    }
    let undo = first.undo_steps(&case.catalog);
    let mut back = first.clone();
    back.steps = undo;
    let restored = model::apply(&after, &back.steps).map_err(|e| {
        TestCaseError::fail(format!(
            "undo: {e}\n{}\nundo:\n{}",
            first.sql,
            first.undo_sql(&case.catalog)
        ))
    })?;
    let texts = format!("{}\nundo:\n{}", first.sql, first.undo_sql(&case.catalog));
    prop_assert_eq!(
        comparable(&case.catalog),
        comparable(&restored),
        "{}",
        texts
    );
    let world = replay(&case.past.world, &first.steps).and_then(|w| replay(&w, &back.steps));
    let world = world.map_err(|e| TestCaseError::fail(format!("{e}\n{texts}")))?;
    prop_assert_eq!(
        objects_without_empty(&case.catalog),
        objects_without_empty(&world.snapshot()),
        "{}",
        texts
    );
    Ok(())
}

/// Rarities that the server refuses to undo, loudly: a grant option that the role gave to itself
/// while it acted as the owner; left alone by an additive plan, a column privilege that others
/// depend on and that the table's REVOKE would take; and what an admin account without SUPERUSER
/// does through the role itself.
pub fn cannot_be_undone(case: &Case) -> bool {
    let role = case.config.role_name.as_str();
    let (catalog, admin) = (&case.catalog, &case.catalog.taken_by);
    let graph = RoleGraph::new(catalog);
    let mut memberships = catalog.memberships.iter();
    let is_member = memberships.any(|m| m.member == case.config.role_name);
    let reached = if is_member {
        graph.member_of(admin)
    } else {
        graph.inherited(admin)
    };
    if !graph.is_superuser(admin) && reached.contains(&case.config.role_name) {
        return true;
    }
    objects(&case.catalog)
        .values()
        .filter(|o| o.owner != role)
        .any(|o| {
            o.entries.iter().any(|((grantee, grantor), (_, options))| {
                let to_itself = grantee.as_deref() == Some(role) && !options.is_empty();
                grantor == role && (to_itself || o.kind == ObjectKind::Column)
            })
        })
}

type Comparable = (
    BTreeMap<Place, Object>,
    Vec<planner::catalog::Membership>,
    BTreeMap<String, Role>,
);

fn objects_without_empty(catalog: &Catalog) -> BTreeMap<Place, Object> {
    others(&objects(catalog), "")
}

/// A NULL ACL and the same one written out are one thing; before 16 so are all grantors of
/// memberships; and never set is `infinity`.
pub fn comparable(catalog: &Catalog) -> Comparable {
    let mut memberships = catalog.memberships.clone();
    if !catalog.server.has_membership_options() {
        memberships.iter_mut().for_each(|m| {
            m.grantor = "".into();
        });
    }
    memberships.sort();
    let roles = catalog.roles.iter().map(|(name, role)| {
        let mut role = role.clone();
        role.expired = false; // A model has no clock.
        role.valid_until
            .get_or_insert_with(|| "infinity".to_owned());
        (name.as_str().to_owned(), role)
    });
    (objects_without_empty(catalog), memberships, roles.collect())
}
