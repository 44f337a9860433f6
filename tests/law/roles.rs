//! What must be true of the role itself, and of its two logins, after a plan.

use planner::catalog::{Catalog, Membership, Role};
use planner::desired::{Mode, RoleType};
use planner::diff::is_provider_role;
use planner::names::RoleName;
use planner::step::Statement;
use planner::{Plan, RoleConfig};
use proptest::prelude::*;

use super::case::Case;
use super::laws::Law;

pub fn roles_are_as_desired(case: &Case, plan: &Plan, after: &Catalog) -> Law {
    attributes_are_as_desired(case, after)?;
    memberships_are_as_desired(case, after)?;
    let its = Logins {
        config: &case.config,
        before: &case.catalog,
        after,
    };
    match (case.config.role_type(), case.config.has_two_logins()) {
        (RoleType::External, _) => Ok(()),
        (RoleType::Managed, true) => its.take_turns(plan),
        (RoleType::Managed, false) => its.are_of_before(),
    }
}

/// Of the role; whether it logs in itself, and until when, is its logins' where it has two.
fn attributes_are_as_desired(case: &Case, after: &Catalog) -> Law {
    let config = &case.config;
    let had = case.catalog.roles.get(&config.role_name).cloned();
    let had = had.unwrap_or(Role {
        inherit: true,
        login: true,
        ..Role::default()
    });
    let mut has = after
        .roles
        .get(&config.role_name)
        .cloned()
        .unwrap_or_default();
    let mut wanted = Role {
        inherit: true,
        login: true,
        connection_limit: config
            .connection_limit()
            .map_or(had.connection_limit, |n| (n != -1).then_some(n)),
        valid_until: config.item.valid_until.clone().or(had.valid_until.clone()),
        ..Role::default()
    };
    if config.mode() == Mode::Additive {
        wanted = Role {
            inherit: true,
            login: true,
            connection_limit: wanted.connection_limit,
            valid_until: wanted.valid_until,
            ..had.clone()
        };
    }
    let had_logins = config
        .login_names()
        .iter()
        .any(|login| case.catalog.roles.contains_key(login));
    if config.has_two_logins() {
        wanted.connection_limit = had.connection_limit;
        (wanted.login, wanted.valid_until) = (has.login, has.valid_until.clone());
    } else if had_logins && config.valid_until().is_none() && !ends(&has) {
        wanted.valid_until = None; // It takes the place of its logins, for good.
    }
    wanted.expired = had.expired && had.valid_until == wanted.valid_until;
    for role in [&mut has, &mut wanted] {
        role.valid_until
            .get_or_insert_with(|| "infinity".to_owned());
    }
    prop_assert_eq!(has, wanted);
    Ok(())
}

fn memberships_are_as_desired(case: &Case, after: &Catalog) -> Law {
    let config = &case.config;
    let of = |catalog| memberships(catalog, &config.role_name);
    if config.mode() == Mode::Additive {
        let kept: Vec<_> = of(&case.catalog)
            .into_iter()
            .filter(|m| Some(&m.role) != config.source_role())
            .collect();
        prop_assert!(kept.iter().all(|m| of(after).contains(m)));
        return Ok(());
    }
    for m in of(after) {
        let fine = Some(&m.role) == config.source_role() || is_provider_role(&m.role);
        prop_assert!(fine, "a membership too many: {:?}", m);
    }
    if let Some(source) = config.source_role() {
        let rows: Vec<_> = of(after)
            .into_iter()
            .filter(|m| &m.role == source)
            .collect();
        prop_assert!(rows.iter().any(|m| m.inherit), "{:?}", rows);
        prop_assert!(rows.iter().all(|m| !m.admin), "{:?}", rows);
    }
    Ok(())
}

fn memberships(catalog: &Catalog, of: &RoleName) -> Vec<Membership> {
    let all = catalog.memberships.iter();
    all.filter(|m| &m.member == of).cloned().collect()
}

/// VALID UNTIL is a moment.
fn ends(role: &Role) -> bool {
    role.valid_until
        .as_deref()
        .is_some_and(|until| until != "infinity")
}

/// Those who may log in for a role, before and after its plan.
struct Logins<'a> {
    config: &'a RoleConfig,
    before: &'a Catalog,
    after: &'a Catalog,
}

fn is(catalog: &Catalog, name: &RoleName, test: impl Fn(&Role) -> bool) -> bool {
    catalog.roles.get(name).is_some_and(test)
}

/// Its password lets it in.
fn works(catalog: &Catalog, name: &RoleName) -> bool {
    is(catalog, name, |role| role.login && !role.expired)
}

/// And will do so for good.
fn is_live(catalog: &Catalog, name: &RoleName) -> bool {
    works(catalog, name) && !is(catalog, name, ends)
}

impl Logins<'_> {
    /// Two logins: one is in use, and nobody who could log in is locked out.
    fn take_turns(&self, plan: &Plan) -> Law {
        let (names, sql) = (self.config.login_names(), &plan.sql);
        let in_use: Vec<_> = names
            .iter()
            .filter(|name| is_live(self.after, name))
            .collect();
        let unclear = names.iter().all(|name| is_live(self.before, name));
        prop_assert_eq!(in_use.len(), if unclear { 2 } else { 1 }, "{}", sql);
        for name in &names {
            let worked = works(self.before, name);
            prop_assert!(!worked || works(self.after, name), "{}\n{}", name, sql);
            if self.after.roles.contains_key(name) {
                self.is_a_login(name, sql)?;
            }
        }
        let taken = in_use.iter().find(|name| !works(self.before, name));
        prop_assert!(
            taken.is_some() || !self.config.rotates_password(),
            "no new login\n{}",
            sql
        );
        if let Some(taken) = taken {
            let new = plan.steps.iter().any(|step| match &step.statement {
                Statement::CreateRole { role, login, .. } => *login && role == *taken,
                Statement::SetPassword { role } => role == *taken,
                _ => false,
            });
            prop_assert!(new, "in use without a new password: {}\n{}", taken, sql);
        }
        // The role itself holds the privileges; at most it is still leaving.
        let role = &self.config.role_name;
        let leaves = works(self.before, role) && is(self.after, role, ends);
        let logs_in = is(self.after, role, |role| role.login);
        prop_assert!(!logs_in || leaves, "{}", sql);
        let all = self.config.sign_in_names();
        all.iter().try_for_each(|name| self.is_not_over(name, sql))
    }

    /// It has what the role has, and nothing of its own.
    fn is_a_login(&self, name: &RoleName, sql: &str) -> Law {
        let has = self.after.roles.get(name).cloned().unwrap_or_default();
        prop_assert!(has.inherit, "{}\n{}", name, sql);
        if let Some(limit) = self.config.connection_limit() {
            prop_assert_eq!(has.connection_limit.unwrap_or(-1), limit, "{}", sql);
        }
        let rows = memberships(self.after, name);
        let of_role: Vec<_> = rows
            .iter()
            .filter(|m| m.role == self.config.role_name)
            .collect();
        prop_assert!(of_role.iter().any(|m| m.inherit), "{}\n{}", name, sql);
        if self.config.mode() == Mode::Additive {
            return Ok(());
        }
        let power = has.superuser || has.createrole || has.createdb;
        prop_assert!(!power && !has.replication && !has.bypassrls, "{:?}", has);
        prop_assert!(of_role.iter().all(|m| !m.admin), "{}\n{}", name, sql);
        let others = rows.iter().filter(|m| m.role != self.config.role_name);
        let strange = others.filter(|m| !is_provider_role(&m.role)).count();
        prop_assert_eq!(strange, 0, "{}\n{}", name, sql);
        Ok(())
    }

    /// One login, the role itself: two of before work for a while yet, if at all.
    fn are_of_before(&self) -> Law {
        let (role, names) = (&self.config.role_name, self.config.login_names());
        for name in &names {
            prop_assert!(!is_live(self.after, name), "{} stays", name);
        }
        let mut all = names.iter().chain([role]);
        let any_worked = all.any(|name| works(self.before, name));
        if any_worked && self.config.valid_until().is_none() {
            prop_assert!(works(self.after, role), "nobody logs in");
        }
        names.iter().try_for_each(|name| self.is_not_over(name, ""))
    }

    /// What PostgreSQL refuses already is taken away.
    fn is_not_over(&self, name: &RoleName, sql: &str) -> Law {
        let over = is(self.after, name, |role| role.login && role.expired);
        prop_assert!(!over, "{} is over\n{}", name, sql);
        Ok(())
    }
}
