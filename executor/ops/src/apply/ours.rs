//! Whose role is it? Only one that this store made is changed, or one that a person says may be.

use planner::{Catalog, VerifiedPlan};
use store::{How, RolePlace};

use super::run::Run;
use crate::OpsError;

impl Run<'_> {
    fn place(&self, fresh: &Catalog) -> RolePlace {
        RolePlace {
            resource: self.request.resource.clone(),
            system_identifier: fresh.server.system_identifier.clone(),
            role: self.role_name().as_str().to_owned(),
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

    /// A role that is there already has to be ours.
    pub(super) async fn check_ours(
        &self,
        plan: &VerifiedPlan,
        fresh: &Catalog,
    ) -> Result<(), OpsError> {
        if !fresh.roles.contains_key(plan.role_name()) {
            return Ok(());
        }
        let made_roles = self.bench.store.made_roles();
        let place = self.place(fresh);
        if made_roles.get(&place).await?.is_some() {
            return Ok(());
        }
        if !self.request.adopt {
            return Err(OpsError::NotOurs {
                resource: place.resource,
                role: place.role,
            });
        }
        made_roles.record(&place, &self.sid, How::Adopted).await?;
        self.remark("; the role was there before and is adopted");
        Ok(())
    }

    /// It was never made, or went again.
    pub(super) async fn role_is_gone(&self) {
        let Some(place) = self.notes().made.take() else {
            return;
        };
        if let Err(error) = self.bench.store.made_roles().forget(&place).await {
            self.remark(&format!(
                "; the store still counts the role as ours: {error}"
            ));
        }
    }

    /// From now on it is.
    pub(super) async fn role_is_ours(&self, fresh: &Catalog) {
        let (made_roles, place) = (self.bench.store.made_roles(), self.place(fresh));
        let recorded = made_roles.record(&place, &self.sid, How::Created).await;
        self.notes().made = Some(place);
        if let Err(error) = recorded {
            self.remark(&format!(
                "; the store could not note that the role is ours: {error}"
            ));
        }
    }
}
