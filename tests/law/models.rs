//! The planner's model of the server beside the simulation.

use std::collections::BTreeMap;

use planner::catalog::Catalog;
use planner::privilege::Privileges;
use planner::step::Phase;
use planner::{model, plan};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use super::case::Case;
use super::laws::Law;
use super::oracle::{Place, objects};
use super::replay::replay;

/// The planner's model and the simulation predict the same cluster, or the same refusal.
pub fn models_agree(case: &Case) -> Law {
    if order_of_grantors_is_unknown(case) {
        return models_agree_but_for_grantors(case);
    }
    let Ok(plan) = plan(&case.config, &case.catalog) else {
        return Ok(());
    };
    let model = model::apply(&case.catalog, &plan.steps);
    let simulated = replay(&case.past.world, &plan.steps);
    match (model, simulated) {
        (Ok(model), Ok(simulated)) => {
            prop_assert_eq!(
                objects(&model),
                objects(&simulated.snapshot()),
                "{}",
                plan.sql
            );
            let (a, b) = (
                without_dependents(&model),
                without_dependents(&simulated.snapshot()),
            );
            prop_assert_eq!(a, b, "{}", plan.sql);
            Ok(())
        }
        (a, b) => Err(TestCaseError::fail(format!(
            "model: {:?}\nsimulation: {:?}\n{}",
            a.err(),
            b.err(),
            plan.sql
        ))),
    }
}

/// Of two grantors equally near the server takes the older, which no snapshot tells. The plain names
/// are in order of age, the server's own two and a role's logins aside.
pub fn order_of_grantors_is_unknown(case: &Case) -> bool {
    let world = &case.past.world;
    let reaches_own = || {
        world
            .members(None)
            .privileges_list(world.admin)
            .iter()
            .any(|r| *r < 2)
    };
    case.hostile || (world.admin != 0 && (case.past.logins || reaches_own()))
}

/// What everybody holds, whoever gave it.
pub fn held_by_all(
    catalog: &Catalog,
) -> BTreeMap<(Place, Option<String>), (Privileges, Privileges)> {
    let mut all: BTreeMap<_, (Privileges, Privileges)> = BTreeMap::new();
    for (place, object) in objects(catalog) {
        for ((grantee, _), (held, options)) in object.entries {
            let entry = all.entry((place.clone(), grantee)).or_default();
            *entry = (entry.0.union(held), entry.1.union(options));
        }
    }
    all
}

fn models_agree_but_for_grantors(case: &Case) -> Law {
    let Ok(plan) = plan(&case.config, &case.catalog) else {
        return Ok(());
    };
    let model =
        model::apply(&case.catalog, &plan.steps).map_err(|e| TestCaseError::fail(e.to_string()))?;
    let simulated = replay(&case.past.world, &plan.steps).map_err(TestCaseError::fail)?;
    prop_assert_eq!(
        held_by_all(&model),
        held_by_all(&simulated.snapshot()),
        "{}",
        plan.sql
    );
    Ok(())
}

/// `pg_shdepend` is nothing a model keeps.
pub fn without_dependents(catalog: &Catalog) -> Catalog {
    let mut catalog = catalog.clone();
    catalog
        .databases
        .values_mut()
        .for_each(|d| d.dependents.clear());
    catalog
}

/// Transactions that begin after the role's own part was committed do the same: an apply with more
/// databases than connections has those.
pub fn later_transactions_do_the_same(case: &Case) -> Law {
    let Ok(plan) = plan(&case.config, &case.catalog) else {
        return Ok(());
    };
    let (first, later): (Vec<_>, Vec<_>) = plan
        .steps
        .iter()
        .cloned()
        .partition(|step| step.phase <= Phase::Password);
    let world = &case.past.world;
    let at_once = replay(world, &plan.steps).map_err(TestCaseError::fail)?;
    let in_turn = replay(world, &first).and_then(|between| replay(&between, &later));
    let in_turn = in_turn.map_err(|e| TestCaseError::fail(format!("{e}\n{}", plan.sql)))?;
    let (at_once, in_turn) = (at_once.snapshot(), in_turn.snapshot());
    prop_assert_eq!(held_by_all(&at_once), held_by_all(&in_turn), "{}", plan.sql);
    Ok(())
}
