//! The plan against the cluster as it is now.

use std::collections::BTreeSet;

use cluster::apply::{Links, Wave};
use cluster::connect::ConnectionParams;
use cluster::snapshot::{Taken, Which};
use jiff::Timestamp;
use planner::verify::{Verified, verify};
use planner::{Catalog, RoleConfig, VerifiedPlan};
use store::{Announcement, How, NewSecret, RolePlace};

use super::application;
use super::ended::Ended;
use super::journal::{Effects, Word, entry};
use super::password::{NewPassword, password_of};
use super::run::Run;
use crate::OpsError;

/// What a plan of one role reads.
pub(super) fn which(config: RoleConfig) -> Which<'static> {
    Which::Needed {
        likely: likely([&config]),
        roles: config.sign_in_names().into(),
        ask: Box::new(move |cluster| cluster.databases_to_read([&config])),
    }
}

/// The databases that plans of these roles read in any case.
pub(crate) fn likely<'a>(
    configs: impl IntoIterator<Item = &'a RoleConfig>,
) -> BTreeSet<planner::names::DatabaseName> {
    let scopes = configs.into_iter().flat_map(RoleConfig::scopes);
    scopes.map(|scope| scope.database.clone()).collect()
}

/// To the millisecond: a wait may be short.
fn now() -> String {
    Timestamp::now()
        .strftime("%Y-%m-%dT%H:%M:%S%.3fZ")
        .to_string()
}

impl Run<'_> {
    /// The connection settings, under this apply's name.
    pub(super) async fn params(&self) -> Result<ConnectionParams, OpsError> {
        let mut params = self.bench.params(&self.request.resource).await?;
        params.application_name = application(&self.sid);
        self.notes().trail.admin_account = Some(params.user.as_str().to_owned());
        Ok(params)
    }

    /// Opens a connection to every database that the plan is about.
    pub(super) async fn links(&self, params: &ConnectionParams) -> Result<Links, OpsError> {
        let document = &self.request.document;
        let mut databases = likely([&document.role_config()]);
        let of_steps = document
            .steps
            .iter()
            .filter_map(|step| step.database.clone());
        databases.extend(of_steps);
        let mut links = Box::pin(Links::open(params, &databases, self.bench.connections)).await?;
        if let Some(shared) = &self.bench.shared {
            links.share(shared.of(&self.request.resource));
        }
        Ok(links)
    }

    /// One apply of a role at a time, each in turn: whoever has the lock says so.
    pub(super) async fn lock(
        &self,
        params: &ConnectionParams,
        links: &mut Links,
    ) -> Result<(), OpsError> {
        self.notes().trail.lock_asked_at = Some(now());
        let (role, patience) = (self.role_name(), self.bench.role_lock);
        let locked = self.bench.lock_role((params, links), role, patience);
        locked.await?;
        self.notes().trail.locked_at = Some(now());
        let (store, resource) = (&self.bench.store, &self.request.resource);
        let hold = store.hold(resource, role.as_str(), &self.sid).await?;
        self.notes().hold = Some(hold);
        Ok(())
    }

    /// Of the databases concerned, all that a plan says.
    pub(super) async fn whole_snapshot(
        &self,
        params: &ConnectionParams,
        links: &Links,
    ) -> Result<Taken, OpsError> {
        let which = which(self.request.document.role_config());
        Ok(Box::pin(links.snapshot_with_versions(params, which)).await?)
    }

    /// Of the databases concerned.
    pub(super) async fn snapshot(
        &self,
        params: &ConnectionParams,
        links: &Links,
    ) -> Result<Catalog, OpsError> {
        let which = which(self.request.document.role_config());
        Ok(Box::pin(links.snapshot(params, which)).await?)
    }

    /// The same plan again, or it is refused.
    pub(super) async fn verify(&self, fresh: &Catalog) -> Result<VerifiedPlan, Ended> {
        match verify(&self.request.document, fresh, self.moment())? {
            Verified::InSync => Err(Ended::in_sync()),
            Verified::Apply(plan) => {
                if !plan.moved().is_empty() {
                    let moved = plan.moved().join("; ");
                    self.remark(&format!(
                        "; the SQL is as reviewed though the cluster changed: {moved}"
                    ));
                }
                Ok(*plan)
            }
        }
    }

    /// From here on there may be effects. Says what they are, for whoever has to find out, and keeps
    /// what must not be lost: the new password, and whose the roles are.
    pub(super) async fn announce(
        &self,
        (plan, fresh): (&VerifiedPlan, &Catalog),
        adopted: Vec<RolePlace>,
        password: Option<&NewPassword>,
    ) -> Result<(), OpsError> {
        let effects = self.effects(plan, fresh);
        let mut words = vec![entry(Word::Execute, &effects)];
        if effects.creates_role {
            words.push(entry(Word::CreateRole, ()));
        }
        let logins = self.logins_to_be_ours(plan, fresh);
        let adopted_ones = adopted.iter().map(|place| (place.clone(), How::Adopted));
        let created = logins.iter().map(|place| (place.clone(), How::Created));
        let roles: Vec<_> = adopted_ones.chain(created).collect();
        let announcement = Announcement {
            words: &words,
            roles: &roles,
            secret: password.map(|new| NewSecret {
                resource: &self.request.resource,
                role: new.of.as_str(),
                password: &new.password,
                verifier: Some(new.verifier.expose()),
            }),
        };
        let store = &self.bench.store;
        store.announce(&self.standing(), announcement).await?;
        self.remark_on_adopted(&adopted);
        let mut notes = self.notes();
        notes.made.extend(logins);
        notes.executes = true;
        Ok(())
    }

    /// A wave of databases is about to be committed; `created` is the role, where that was just
    /// created.
    pub(super) async fn announce_wave(
        &self,
        wave: &Wave,
        created: Option<(RolePlace, How)>,
    ) -> Result<(), OpsError> {
        let announcement = Announcement {
            words: &[entry(Word::CommitWave, wave.names())],
            roles: created.as_slice(),
            ..Announcement::default()
        };
        let store = &self.bench.store;
        Ok(store.announce(&self.standing(), announcement).await?)
    }

    fn effects(&self, plan: &VerifiedPlan, fresh: &Catalog) -> Effects {
        let mut notes = self.notes();
        notes.trail.digest_before = Some(plan.plan().state_checksum.clone());
        Effects {
            trail: notes.trail.clone(),
            system_identifier: fresh.server.system_identifier.clone(),
            state_checksum: plan.plan().state_checksum.clone(),
            creates_role: !fresh.roles.contains_key(plan.role_name()),
            makes_password: password_of(plan).is_some(),
        }
    }
}
