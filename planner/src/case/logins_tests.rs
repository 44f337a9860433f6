//! Every state that a role and its two logins can be in, planned in every way.

use crate::access::RoleGraph;
use crate::catalog::{Catalog, Membership, Role};
use crate::desired::{Item, Mode, Prefix, RoleConfig};
use crate::diff::{Context, Use, logins};
use crate::ground::note::Code;
use crate::model;
use crate::plan::{Plan, PlanError};
use crate::session::SessionDocument;

const NOW: &str = "2026-11-26T08:00:00Z";
const SOON: &str = "2026-11-26T20:00:00Z";
const TOMORROW: &str = "2026-11-27T08:00:00Z";
const PAST: &str = "2026-11-25T08:00:00Z";
const USES: [Use; 5] = [Use::Missing, Use::Off, Use::Over, Use::Leaving, Use::Live];

fn role(is: Use) -> Option<Role> {
    let until = match is {
        Use::Missing => return None,
        Use::Off | Use::Live => None,
        Use::Over => Some(PAST),
        Use::Leaving => Some(SOON),
    };
    Some(Role {
        inherit: true,
        login: is != Use::Off,
        valid_until: until.map(str::to_owned),
        expired: is == Use::Over,
        ..Role::default()
    })
}

fn config(logins: i32, rotate: bool, mode: Mode) -> RoleConfig {
    let item = Item {
        resource_name: "analytics".into(),
        role: "ro".to_owned(),
        scopes: Some(vec!["app".parse().unwrap()]),
        privileges: Some(vec!["SELECT".parse().unwrap()]),
        rotate_password: rotate,
        mode: Some(mode),
        logins: Some(logins),
        ..Item::default()
    };
    item.resolve(&Prefix::default()).unwrap()
}

/// A cluster of one database, with the role, `_a` and `_b` as they are used.
fn cluster(version: u32, [role_is, a, b]: [Use; 3]) -> Catalog {
    let text = format!(
        r#"{{"format":"rolewright/catalog/2","taken_at":"{NOW}",
        "server":{{"version_num":{version},"system_identifier":"7300000000000000001"}},
        "taken_by":"postgres","bootstrap":"postgres",
        "roles":{{"postgres":{{"superuser":true,"inherit":true,"login":true}}}},
        "databases":{{"app":{{"owner":"postgres","contents":{{"schemas":{{"public":{{"owner":"postgres",
        "relations":[{{"kind":"table","owner":"postgres","names":["t"]}}]}}}}}}}}}}}}"#
    );
    let mut catalog = Catalog::from_json(&text).unwrap();
    let [own, first, second] = config(2, false, Mode::Authoritative).sign_in_names();
    for (name, is) in [(&own, role_is), (&first, a), (&second, b)] {
        if let Some(role) = role(is) {
            catalog.roles.insert(name.clone(), role);
        }
    }
    for (name, is) in [(&first, a), (&second, b)] {
        if is != Use::Missing && role_is != Use::Missing {
            catalog.memberships.push(Membership {
                member: name.clone(),
                role: own.clone(),
                grantor: "postgres".into(),
                admin: false,
                inherit: true,
                set: version < 160_000,
            });
        }
    }
    catalog.normalise();
    catalog
}

fn uses(config: &RoleConfig, catalog: &Catalog) -> [Use; 3] {
    let graph = RoleGraph::new(catalog);
    let context = Context {
        config,
        catalog,
        graph: &graph,
    };
    let (role, [a, b]) = logins(&context);
    [role.is, a.is, b.is]
}

/// The plan, and the cluster after it.
fn after(config: &RoleConfig, before: &Catalog) -> Result<(Plan, Catalog), PlanError> {
    let plan = crate::plan(config, before)?;
    let after = model::apply(before, &plan.steps).unwrap();
    Ok((plan, after))
}

fn all() -> impl Iterator<Item = [Use; 3]> {
    let twice = USES.into_iter().flat_map(|a| USES.map(|b| (a, b)));
    twice.flat_map(|(a, b)| USES.map(|role| [role, a, b]))
}

fn works(is: Use) -> bool {
    matches!(is, Use::Leaving | Use::Live)
}

#[test]
fn every_state_leads_to_one_login_in_use_and_stays_there() {
    let (mut planned, mut refused) = (0, 0);
    for version in [150_018, 160_000] {
        for state in all() {
            for (logins, rotate, mode) in [
                (1, false, Mode::Authoritative),
                (1, true, Mode::Authoritative),
                (2, false, Mode::Authoritative),
                (2, true, Mode::Authoritative),
                (2, false, Mode::Additive),
                (2, true, Mode::Additive),
            ] {
                let (config, before) = (config(logins, rotate, mode), cluster(version, state));
                let what = format!("{version} {state:?} {logins} {rotate} {mode:?}");
                let Ok((plan, after)) = after(&config, &before) else {
                    refused += 1;
                    assert!(logins == 2 && works(state[1]) && works(state[2]), "{what}");
                    continue;
                };
                planned += 1;
                let now = uses(&config.clone().rotated(), &after);
                let again = crate::plan(&config.clone().rotated(), &after).unwrap();
                assert_eq!(again.sql, "-- no changes\n", "{what}\n{}", plan.sql);
                let passwords = plan.steps.iter().filter_map(|s| s.statement.password_of());
                let passwords: Vec<_> = passwords.collect();
                assert!(passwords.len() <= 1, "{what}\n{}", plan.sql);
                // Somebody can log in, and whoever could before still can: the role's own login is
                // drift once there are others, and so are the others once it has its own.
                let in_use = &now[usize::from(logins == 2)..][..logins as usize];
                if logins == 2 {
                    let both = state[1..] == [Use::Live, Use::Live];
                    let live = in_use.iter().filter(|is| **is == Use::Live).count();
                    assert_eq!(live, if both { 2 } else { 1 }, "{what}\n{}", plan.sql);
                }
                for (was, is) in state.iter().zip(now) {
                    let drift = match logins {
                        2 => was == &state[0] && (works(state[1]) || works(state[2])),
                        _ => state[0] == Use::Live,
                    };
                    assert!(!works(*was) || works(is) || drift, "{what}\n{}", plan.sql);
                }
                // Its document leads to the same again.
                let document = SessionDocument::new("sid", &plan, &before, None);
                assert_eq!(document.role_config(), plan.config, "{what}");
                let same = crate::plan(&document.role_config(), &before).unwrap();
                assert_eq!(same.sql, plan.sql, "{what}");
                let retires = plan.sql.contains(TOMORROW);
                assert_eq!(
                    plan.config.retire_at.as_deref(),
                    retires.then_some(TOMORROW)
                );
            }
        }
    }
    assert!(
        planned > 1_000 && refused > 20,
        "{planned} planned, {refused} refused"
    );
}

#[test]
fn undo_gives_the_logins_back() {
    for state in all() {
        for (logins, rotate) in [(1, false), (1, true), (2, false), (2, true)] {
            let config = config(logins, rotate, Mode::Authoritative);
            let before = cluster(160_000, state);
            let Ok((plan, after)) = after(&config, &before) else {
                continue;
            };
            let undone = model::apply(&after, &plan.undo_steps(&before)).unwrap();
            let shape = |catalog: &Catalog| {
                let roles = catalog.roles.iter().map(|(name, role)| {
                    let until = role.valid_until.clone().unwrap_or("infinity".to_owned());
                    (name.clone(), role.login, until)
                });
                (roles.collect::<Vec<_>>(), catalog.memberships.clone())
            };
            assert_eq!(shape(&undone), shape(&before), "{state:?}\n{}", plan.sql);
        }
    }
}

#[test]
fn a_change_of_login_takes_turns() {
    let rotate = config(2, true, Mode::Authoritative);
    let mut state = cluster(160_000, [Use::Missing; 3]);
    state = after(&config(2, false, Mode::Authoritative), &state)
        .unwrap()
        .1;
    assert_eq!(uses(&rotate, &state), [Use::Off, Use::Live, Use::Missing]);
    for expected in [
        [Use::Off, Use::Leaving, Use::Live],
        [Use::Off, Use::Live, Use::Leaving],
        [Use::Off, Use::Leaving, Use::Live],
    ] {
        let (plan, next) = after(&rotate, &state).unwrap();
        state = next;
        assert_eq!(uses(&rotate, &state), expected, "{}", plan.sql);
        // Not before the time of the one before is over.
        let error = crate::plan(&rotate, &state).unwrap_err();
        assert_eq!(error.notes[0].code, Code::LoginsUnclear, "{error}");
        for role in state.roles.values_mut() {
            role.expired = role.valid_until.as_deref() == Some(TOMORROW);
        }
        let (plan, next) = after(&rotate.clone().rotated(), &state).unwrap();
        state = next;
        assert!(plan.sql.contains("Retired login"), "{}", plan.sql);
        assert!(
            plan.sql.contains("WITH NOLOGIN PASSWORD NULL;"),
            "{}",
            plan.sql
        );
    }
}

#[test]
fn what_this_plan_has_just_retired_is_not_over_for_its_proof() {
    let state = cluster(160_000, [Use::Off, Use::Live, Use::Missing]);
    let (plan, mut state) = after(&config(2, true, Mode::Authoritative), &state).unwrap();
    for role in state.roles.values_mut() {
        role.expired = role.valid_until.as_deref() == Some(TOMORROW);
    }
    let proof = crate::plan(&plan.config.rotated(), &state).unwrap();
    assert_eq!(proof.sql, "-- no changes\n");
}

/// Somebody made the role a member of its own login, which PostgreSQL then lets not become one of it.
#[test]
fn a_role_that_is_in_its_own_login_is_taken_out_or_refused() {
    for version in [150_018, 160_000] {
        let mut state = cluster(version, [Use::Off, Use::Missing, Use::Live]);
        let [own, _, second] = config(2, false, Mode::Authoritative).sign_in_names();
        state.memberships.retain(|m| m.member != second);
        state.memberships.push(Membership {
            member: own,
            role: second,
            grantor: "postgres".into(),
            admin: false,
            inherit: true,
            set: true,
        });
        let authoritative = config(2, false, Mode::Authoritative);
        let (_, then) = after(&authoritative, &state).unwrap();
        let again = crate::plan(&authoritative, &then).unwrap();
        assert_eq!(again.sql, "-- no changes\n");
        let error = crate::plan(&config(2, false, Mode::Additive), &state).unwrap_err();
        assert_eq!(error.notes[0].code, Code::Unsatisfiable, "{error}");
    }
}
