//! Whose role is it? Only one that this store made is changed, or one that a person says may be; and
//! so are the logins of a role that has two.

use planner::names::RoleName;
use planner::step::Statement;
use planner::{Catalog, VerifiedPlan};
use store::{How, RolePlace, StoreError};

use super::run::Run;
use crate::OpsError;

/// The roles that the plan's own statements are about: the role, and its logins.
fn touched(plan: &VerifiedPlan) -> Vec<RoleName> {
    let mut roles = vec![plan.role_name().clone()];
    let named = plan
        .steps()
        .iter()
        .filter_map(|step| match &step.statement {
            Statement::AlterRole { role, .. }
            | Statement::SetPassword { role }
            | Statement::GrantMembership { member: role, .. }
            | Statement::RevokeMembership { member: role, .. } => Some(role),
            _ => None,
        });
    for role in named {
        if !roles.contains(role) {
            roles.push(role.clone());
        }
    }
    roles
}

/// The logins that the plan creates.
fn new_logins(plan: &VerifiedPlan) -> impl Iterator<Item = &RoleName> {
    let made = plan
        .steps()
        .iter()
        .filter_map(|step| match &step.statement {
            Statement::CreateRole { role, .. } => Some(role),
            _ => None,
        });
    made.filter(|role| *role != plan.role_name())
}

impl Run<'_> {
    fn place(&self, fresh: &Catalog, role: &RoleName) -> RolePlace {
        RolePlace {
            resource: self.request.resource.clone(),
            system_identifier: fresh.server.system_identifier.clone(),
            role: role.as_str().to_owned(),
        }
    }

    /// The name follows from resource and label: a document can say anything.
    pub(super) fn check_name(&self) -> Result<(), OpsError> {
        let config = self.request.document.role_config();
        let follows = config.item.resolve(&self.bench.prefix);
        match follows {
            Ok(resolved) if resolved.role_name == config.role_name => Ok(()),
            Ok(resolved) => Err(OpsError::NameDoesNotFollow {
                role: config.role_name,
                follows: resolved.role_name,
            }),
            Err(error) => Err(OpsError::UnsoundPlan(error.to_string())),
        }
    }

    /// A role that is there already has to be ours; those that a person says may be are taken over.
    /// Which ones.
    pub(super) async fn check_ours(
        &self,
        plan: &VerifiedPlan,
        fresh: &Catalog,
    ) -> Result<Vec<RolePlace>, OpsError> {
        let made_roles = self.bench.store.made_roles();
        let mut adopted = Vec::new();
        for role in touched(plan) {
            let place = self.place(fresh, &role);
            if !fresh.roles.contains_key(&role) {
                continue;
            }
            match made_roles.get(&place).await {
                Ok(Some(_)) => continue,
                Ok(None) => {}
                // A person's word is as good for it.
                Err(StoreError::RowEdited { .. }) if self.request.adopt => {}
                Err(error) => return Err(error.into()),
            }
            if !self.request.adopt {
                return Err(OpsError::NotOurs {
                    resource: place.resource,
                    role: place.role,
                });
            }
            adopted.push(place);
        }
        if !adopted.is_empty() {
            self.notes().trail.adopted_by = Some(self.bench.os_user.clone());
        }
        Ok(adopted)
    }

    /// Says so, once it is on record.
    pub(super) fn remark_on_adopted(&self, adopted: &[RolePlace]) {
        for place in adopted {
            let what = match place.role == self.role_name().as_str() {
                true => "the role".to_owned(),
                false => format!("login {}", planner::quote::display(&place.role)),
            };
            self.remark(&format!("; {what} was there before and is adopted"));
        }
    }

    /// Logins that are about to be created are ours, said before they are: whoever finds out what
    /// became of a dead apply need not know which of them it came to.
    pub(super) fn logins_to_be_ours(&self, plan: &VerifiedPlan, fresh: &Catalog) -> Vec<RolePlace> {
        new_logins(plan)
            .map(|login| self.place(fresh, login))
            .collect()
    }

    /// What was to be created never was, or went again.
    pub(super) async fn role_is_gone(&self) {
        let gone = std::mem::take(&mut self.notes().made);
        let (made_roles, standing) = (self.bench.store.made_roles(), self.standing());
        for place in gone {
            if let Err(error) = made_roles.forget(&place, &standing).await {
                self.store_failed("the store still counts the role as ours", &error);
            }
        }
    }

    /// The role that was just created: ours, from now on.
    pub(super) fn created_role(&self, fresh: &Catalog) -> (RolePlace, How) {
        let place = self.place(fresh, self.role_name());
        // Where the store cannot note it now, it is noted with the end of the apply.
        self.notes().made.push(place.clone());
        (place, How::Created)
    }
}
