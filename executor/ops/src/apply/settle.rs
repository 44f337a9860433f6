//! What became of an apply that cannot say so itself: found out by looking, under the role's lock,
//! once nothing of it can commit any more.

use std::collections::BTreeSet;

use cluster::apply::{Links, end_leftovers, reconnect};
use cluster::connect::ConnectionParams;
use planner::names::{DatabaseName, RoleName};
use planner::sql::{PASSWORD_PLACEHOLDER, statement};
use planner::step::Phase;
use planner::{Catalog, Plan, SessionDocument};
use store::{
    Claim, Hold, How, Outcome, RolePlace, Session, Standing, StoreError, Trail, UseState, Written,
};

use super::application;
use super::ended::{Ended, is_unread};
use super::found::{Found, place};
use super::journal::{Effects, Word};
use super::run::Run;
use super::verify::which;
use crate::hand_over::Owner;
use crate::{OpsError, Workbench};

/// An apply, and what may be left of it.
pub(super) struct Remains<'a> {
    bench: &'a Workbench,
    sid: String,
    resource: String,
    role: RoleName,
    plan_sid: Option<String>,
    /// What it was to do; `None` where its record cannot be read.
    document: Option<SessionDocument>,
    written: Vec<Written>,
    /// As whom it is written about.
    standing: Standing,
    /// The facts concerned, as they were found.
    pub after: Option<String>,
}

/// True where a login has the end that this plan gives it: the change of login is committed, and the
/// new password with it.
fn changed_over(document: &SessionDocument, fresh: &Catalog) -> bool {
    let Some(retire_at) = document.config.retire_at.as_deref() else {
        return false;
    };
    let names = document.role_config().sign_in_names();
    let mut roles = names.iter().filter_map(|name| fresh.roles.get(name));
    roles.any(|role| role.valid_until.as_deref() == Some(retire_at))
}

impl<'a> Remains<'a> {
    /// Of an apply whose process died.
    pub fn of(bench: &'a Workbench, session: Session, written: Vec<Written>, hold: &Hold) -> Self {
        let document = session.document.as_deref();
        Self {
            bench,
            standing: Standing::locked(hold, &session.sid),
            after: None,
            document: document.and_then(|text| SessionDocument::from_yaml(text).ok()),
            sid: session.sid,
            resource: session.resource,
            role: RoleName::new(session.role_name),
            plan_sid: session.plan_sid,
            written,
        }
    }

    /// Of this one.
    pub fn under_way(run: &Run<'a>, written: Vec<Written>) -> Self {
        Self {
            bench: run.bench,
            standing: run.standing(),
            after: None,
            sid: run.sid.clone(),
            resource: run.request.resource.clone(),
            role: run.role_name().clone(),
            plan_sid: Some(run.request.document.sid.clone()),
            document: Some(run.request.document.clone()),
            written,
        }
    }

    /// Ends what is left of it on the server, takes the role's lock, and says so.
    pub async fn locked(&self, params: &ConnectionParams) -> Result<Links, OpsError> {
        let connection = reconnect(params).await?;
        end_leftovers(&connection, &application(&self.sid)).await?;
        connection.close().await;
        let mut links = Links::open(params, &BTreeSet::new(), self.bench.connections).await?;
        let (role, patience) = (&self.role, self.bench.role_lock);
        let locked = self.bench.lock_role((params, &mut links), role, patience);
        locked.await?;
        let (store, role) = (&self.bench.store, self.role.as_str());
        store.hold(&self.resource, role, &self.sid).await?;
        Ok(links)
    }

    /// Looks, and puts in order what only this apply can have left: a role that holds nothing goes,
    /// and the store learns which password is in force.
    pub async fn settle(
        &mut self,
        params: &ConnectionParams,
        links: &Links,
    ) -> Result<Found, OpsError> {
        let never = !self.written.is_empty() && !Word::Execute.is_in(&self.written);
        let Some(document) = self.document.as_ref().filter(|_| !never) else {
            return Ok(Found::Before); // It never came to any effect.
        };
        end_leftovers(links.maintenance(), &application(&self.sid)).await?;
        let config = document.role_config().rotated();
        let fresh = links.snapshot(params, which(config.clone())).await?;
        let compared = self.compare_passwords(params, links, document).await?;
        let ours = compared || changed_over(document, &fresh);
        if ours && !compared && self.effects().is_some_and(|effects| effects.makes_password) {
            self.bench
                .store
                .role_secrets()
                .confirm(&self.standing)
                .await?;
        }
        let found = match planner::plan(&config, &fresh) {
            Err(error) if is_unread(&error) => return Err(OpsError::Unread(Box::new(error))),
            Err(error) => Found::Impossible(error.to_string()),
            Ok(plan) => {
                let found = self.judged(document, &plan, &fresh, ours);
                self.after = Some(plan.state_checksum);
                found
            }
        };
        let there = fresh.roles.contains_key(&self.role);
        if found == Found::Before {
            self.forget_logins(document, &fresh).await?;
        }
        let found = match found {
            Found::Partly { done, .. } if done.is_empty() => self.take_back(links).await?,
            found => found,
        };
        if self.creates_role() {
            let place = RolePlace {
                resource: self.resource.clone(),
                system_identifier: fresh.server.system_identifier,
                role: self.role.as_str().to_owned(),
            };
            let (made_roles, standing) = (self.bench.store.made_roles(), &self.standing);
            match found {
                Found::Before => drop(made_roles.forget(&place, standing).await?),
                _ if there => made_roles.record(&place, standing, How::Created).await?,
                _ => {}
            }
        }
        if found == Found::Before && !ours {
            let secrets = self.bench.store.role_secrets();
            secrets.discard(&self.standing).await?;
        }
        Ok(found)
    }

    fn effects(&self) -> Option<Effects> {
        Word::Execute.details(&self.written)
    }

    /// True where it made the role: there was none when it held the lock.
    fn creates_role(&self) -> bool {
        let creates = self.effects().is_some_and(|effects| effects.creates_role);
        creates && Word::CreateRole.is_in(&self.written)
    }

    /// Compares the plan's steps with those that would still be needed. `Partly` with nothing done is
    /// a role that holds nothing.
    fn judged(
        &self,
        document: &SessionDocument,
        plan: &Plan,
        fresh: &Catalog,
        password_in_force: bool,
    ) -> Found {
        let still: BTreeSet<_> = plan
            .steps
            .iter()
            .map(|step| {
                (
                    step.database.as_ref(),
                    statement(&step.statement, PASSWORD_PLACEHOLDER),
                )
            })
            .collect();
        let by_sql = document
            .steps
            .iter()
            .filter(|step| !matches!(step.phase, Phase::Role | Phase::Password));
        let (left, mut done): (Vec<_>, Vec<_>) = by_sql
            .map(|step| (step.database.as_ref(), step.sql.clone()))
            .partition(|step| still.contains(step));
        let there = fresh.roles.contains_key(&self.role);
        let creates = self.creates_role();
        if creates && !there {
            return Found::Before;
        }
        if password_in_force && !creates {
            done.push((None, String::new()));
        }
        let places = |steps: &[(Option<&DatabaseName>, String)]| {
            let places: BTreeSet<_> = steps.iter().map(|(database, _)| *database).collect();
            places.into_iter().map(place).collect::<Vec<_>>()
        };
        let rotates = self.effects().is_some_and(|e| e.makes_password) && !creates;
        let is_left = !left.is_empty() || (rotates && !password_in_force);
        match (done.is_empty(), is_left) {
            (_, false) => Found::Planned,
            (true, true) if !creates => Found::Before,
            _ => Found::Partly {
                done: places(&done),
                left: places(&left),
            },
        }
    }

    /// A role that was created and got nothing goes again.
    async fn take_back(&self, links: &Links) -> Result<Found, OpsError> {
        let journal = self.bench.store.journal();
        let word = store::Entry::new(Word::DropRole.as_str(), serde_json::Value::Null);
        journal.write(&self.standing, &word).await?;
        Ok(match links.drop_role(&self.role).await {
            Ok(()) => Found::Before,
            Err(error) => Found::Partly {
                done: vec![format!(
                    "role {}, which could not be dropped again ({error})",
                    self.role
                )],
                left: vec!["its databases".to_owned()],
            },
        })
    }

    /// Tells the store which password the server holds. True where it is this apply's.
    async fn compare_passwords(
        &self,
        params: &ConnectionParams,
        links: &Links,
        document: &SessionDocument,
    ) -> Result<bool, OpsError> {
        let mut ours = false;
        for name in document.role_config().sign_in_names() {
            let compared = self
                .bench
                .compare_passwords(
                    &self.resource,
                    &name,
                    document.config.scopes.first(),
                    (params, links.maintenance()),
                )
                .await?;
            ours |= compared
                .in_force
                .is_some_and(|secret| secret.sid == self.sid);
        }
        Ok(ours)
    }

    /// Logins that it was about to create, and did not, are nobody's.
    async fn forget_logins(
        &self,
        document: &SessionDocument,
        fresh: &Catalog,
    ) -> Result<(), OpsError> {
        for login in document.role_config().login_names() {
            if !fresh.roles.contains_key(&login) {
                let place = RolePlace {
                    resource: self.resource.clone(),
                    system_identifier: fresh.server.system_identifier.clone(),
                    role: login.as_str().to_owned(),
                };
                self.bench
                    .store
                    .made_roles()
                    .forget(&place, &self.standing)
                    .await?;
            }
        }
        Ok(())
    }

    /// The password that it made goes to the command that is to have it.
    async fn hand_over(&self, params: &ConnectionParams, ended: &mut Ended) {
        let Some(document) = &self.document else {
            return;
        };
        let handed_over = async {
            for login in document.role_config().sign_in_names() {
                let owner = Owner::of((&self.resource, &login), &self.sid, document);
                let Some((argv, made)) = self.bench.to_hand_over(&owner).await? else {
                    continue;
                };
                if let Some(password) = made.password() {
                    let word =
                        store::Entry::new(Word::HandOver.as_str(), argv.shown_program().into());
                    self.bench
                        .store
                        .journal()
                        .write(&self.standing, &word)
                        .await?;
                    let given = (password, None);
                    let given = self.bench.give_away(params, &owner, &argv, given);
                    given.await?;
                }
                return Ok(Some(argv.shown()));
            }
            Ok::<_, OpsError>(None)
        };
        match handed_over.await {
            Ok(None) => {}
            Ok(Some(to)) => ended
                .message
                .push_str(&format!("; its password was handed over to `{to}`")),
            Err(error) => ended
                .message
                .push_str(&format!("; but its password stays in the store: {error}")),
        }
    }

    /// As [`Remains::settle`], for an apply whose process died: its record is finished, and its plan
    /// used up or free.
    pub async fn settle_for_the_record(
        &mut self,
        params: &ConnectionParams,
        links: &Links,
    ) -> Result<(), OpsError> {
        let found = self.settle(params, links).await?;
        let mut ended = found.ended("its process ended before it could say how it ended", None);
        Box::pin(self.hand_over(params, &mut ended)).await;
        let (status, message) = (ended.status.as_str(), ended.message.as_str());
        let state = match ended.used {
            true => UseState::Applied,
            false => UseState::Released,
        };
        let claim = self.claim().await?;
        let trail = self.effects().map(|effects| effects.trail);
        let outcome = Outcome {
            status,
            message,
            plan: claim.as_ref().map(|claim| (claim, state)),
            trail: Trail {
                digest_after: self.after.clone(),
                ..trail.unwrap_or_default()
            },
            ..Outcome::default()
        };
        let sessions = self.bench.store.sessions();
        match sessions.finish(&self.standing, outcome).await {
            // It was not dead, but slow, and said itself that it had come to nothing.
            Err(StoreError::SessionFinished { .. }) => {}
            finished => finished?,
        }
        tracing::info!(sid = self.sid, status, message, "settled");
        Ok(())
    }

    /// Its claim on the plan, where it has one. One that was edited stays as it is, and is found.
    async fn claim(&self) -> Result<Option<Claim>, StoreError> {
        let Some(plan_sid) = &self.plan_sid else {
            return Ok(None);
        };
        let last = match self.bench.store.plan_uses().get(plan_sid).await {
            Err(StoreError::RowEdited { .. }) => None,
            last => last?,
        };
        let claimed = last.filter(|last| last.state == UseState::Applying);
        Ok(claimed
            .map(|last| last.claim)
            .filter(|claim| claim.apply_sid == self.sid))
    }
}
