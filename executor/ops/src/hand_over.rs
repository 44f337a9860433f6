//! Passwords that were made go to a command, where one is set, instead of staying in the store: one
//! JSON document on its stdin. Once it says that it has it, the store forgets the password and keeps
//! what tells whether it is in force.

use std::collections::BTreeSet;

use child::{Argv, Errand, give};
use cluster::apply::{Links, verifier_of};
use cluster::connect::ConnectionParams;
use jiff::Timestamp;
use planner::SessionDocument;
use planner::names::{DatabaseName, RoleName};
use secret::Secret;
use serde::Serialize;
use store::{Held, Outcome, RoleSecret, SecretState, Session, SessionKind, Standing, StoreError};
use zeroize::Zeroizing;

use crate::{Compared, OpsError, Workbench};

/// The `format` of the document that a command gets.
pub const PASSWORD_FORMAT: &str = "rolewright/password/1";

/// A password that a command has now.
#[derive(Debug)]
pub struct HandedOver {
    /// The session that records it.
    pub sid: String,
    /// The command, as a shell takes it.
    pub to: String,
    /// Why it could not be compared with what the server holds, where that is so.
    pub unknown: Option<String>,
}

/// What a command gets on its stdin.
#[derive(Serialize)]
struct Document<'a> {
    format: &'a str,
    resource: &'a str,
    /// The label.
    role: &'a str,
    host: &'a str,
    port: u16,
    databases: Vec<&'a str>,
    /// Who logs in: the role, or one of its two logins.
    user: &'a str,
    password: &'a str,
}

/// Whose password it is, and what for.
pub(crate) struct Owner<'a> {
    pub resource: &'a str,
    pub label: &'a str,
    /// Who logs in with it.
    pub login: &'a RoleName,
    pub databases: BTreeSet<&'a DatabaseName>,
    /// The session that made it.
    pub sid: &'a str,
}

impl<'a> Owner<'a> {
    /// As the plan of its apply says.
    pub fn of(
        (resource, login): (&'a str, &'a RoleName),
        sid: &'a str,
        document: &'a SessionDocument,
    ) -> Self {
        let role = &document.config.role_name;
        Self {
            resource,
            label: document.role.as_deref().unwrap_or(role.as_str()),
            login,
            databases: document.config.scopes.iter().map(|s| &s.database).collect(),
            sid,
        }
    }
}

impl Workbench {
    /// The command that gets the passwords of a resource; `None`: they stay in the store.
    pub(crate) async fn hand_over_command(&self, resource: &str) -> Result<Option<Argv>, OpsError> {
        let words = self.store.hand_overs().of(resource).await?;
        let refused = |source| OpsError::HandOverCommand {
            resource: resource.to_owned(),
            source,
        };
        words.map(Argv::new).transpose().map_err(refused)
    }

    /// The password that an apply made, where it is in force, a command is to get it, and it is still
    /// here.
    pub(crate) async fn to_hand_over(
        &self,
        owner: &Owner<'_>,
    ) -> Result<Option<(Argv, RoleSecret)>, OpsError> {
        let Some(argv) = self.hand_over_command(owner.resource).await? else {
            return Ok(None);
        };
        let secrets = self.store.role_secrets();
        let made = secrets
            .of_session(owner.resource, owner.login.as_str(), owner.sid)
            .await?;
        let in_force =
            |made: &RoleSecret| made.state == SecretState::Confirmed && made.password().is_some();
        Ok(made.filter(in_force).map(|made| (argv, made)))
    }

    /// Gives it to the command, then forgets it.
    pub(crate) async fn give_away(
        &self,
        params: &ConnectionParams,
        owner: &Owner<'_>,
        argv: &Argv,
        (password, verifier): (&Secret, Option<&Secret>),
    ) -> Result<(), OpsError> {
        let document = document(params, owner, password);
        let errand = Errand {
            argv: argv.clone(),
            env: vec![
                ("ROLEWRIGHT_RESOURCE", owner.resource.to_owned()),
                ("ROLEWRIGHT_ROLE", owner.login.as_str().to_owned()),
            ],
            patience: self.limits.command,
        };
        tokio::select! {
            given = give(&errand, &document, password) => given.map_err(OpsError::NotTaken)?,
            () = self.interrupt.asked() => {
                return Err(cluster::apply::ApplyError::Interrupted.into());
            }
        }
        let place = (owner.resource, owner.login.as_str());
        let secrets = self.store.role_secrets();
        let forgotten = secrets.handed_over(place, owner.sid, argv.words(), verifier);
        forgotten.await.map_err(|source| OpsError::NotForgotten {
            to: argv.shown(),
            source: Box::new(source),
        })
    }

    /// Hands over the password in force of a role's login (the role itself, or one of two), and
    /// records that.
    ///
    /// # Errors
    /// No command is set, the cluster cannot be asked, no password is here that is in force, or the
    /// command does not take it: then it stays in the store.
    pub async fn hand_over(
        &self,
        resource: &str,
        role: &RoleName,
        login: &RoleName,
    ) -> Result<HandedOver, OpsError> {
        let argv = self.hand_over_command(resource).await?;
        let argv = argv.ok_or_else(|| OpsError::NoHandOver(resource.to_owned()))?;
        let params = self.params(resource).await?;
        // Nobody rotates it meanwhile: the command would be left with the older one.
        let mut links = Box::pin(Links::open(&params, &BTreeSet::new(), self.connections)).await?;
        let handed_over = async {
            let patience = self.role_lock;
            let locked = self.lock_role((&params, &mut links), role, patience);
            locked.await?;
            self.hand_over_locked((resource, login), &params, &links, argv)
                .await
        };
        let handed_over = Box::pin(handed_over).await;
        links.close().await;
        handed_over
    }

    async fn hand_over_locked(
        &self,
        (resource, role): (&str, &RoleName),
        params: &ConnectionParams,
        links: &Links,
        argv: Argv,
    ) -> Result<HandedOver, OpsError> {
        let maintenance = links.maintenance();
        let compared = self
            .compare_passwords(resource, role, None, (params, maintenance))
            .await?;
        let is_compared = compared.in_force.is_some();
        let unknown = compared.unknown.clone();
        let secret = self.in_force((resource, role), compared).await?;
        let password = match &secret.held {
            Held::Here(password) => password,
            Held::Elsewhere { to, at } => {
                return Err(OpsError::HandedOverBefore {
                    resource: resource.to_owned(),
                    role: role.as_str().to_owned(),
                    to: shown(to),
                    at: *at,
                });
            }
        };
        // One of before was stored without; another's cannot be in force here.
        let verifier = match is_compared && secret.verifier.is_none() {
            true => verifier_of(maintenance, role).await,
            false => None,
        };
        let made_by = self.store.sessions().get(&secret.sid).await;
        let made_by = made_by.ok().and_then(|session| session.document);
        let made_by = made_by.and_then(|text| SessionDocument::from_yaml(&text).ok());
        let owner = match &made_by {
            Some(document) => Owner::of((resource, role), &secret.sid, document),
            None => Owner {
                resource,
                label: role.as_str(),
                login: role,
                databases: BTreeSet::new(),
                sid: &secret.sid,
            },
        };
        let record = self.begin_record(&owner, &argv).await?;
        let given = self.give_away(params, &owner, &argv, (password, verifier.as_ref()));
        let given = given.await;
        let recorded = self.end_record(record.clone(), given.as_ref().err()).await;
        given?;
        recorded?;
        Ok(HandedOver {
            sid: record.sid,
            to: argv.shown(),
            unknown,
        })
    }

    /// The password that the server holds; where it cannot be asked, the last one known to be in force.
    async fn in_force(
        &self,
        (resource, role): (&str, &RoleName),
        compared: Compared,
    ) -> Result<RoleSecret, OpsError> {
        let likeliest = match (compared.in_force, &compared.unknown) {
            (Some(secret), _) => Some(secret),
            (None, Some(_)) => self
                .store
                .role_secrets()
                .current(resource, role.as_str())
                .await?
                .filter(|secret| secret.state == SecretState::Confirmed),
            (None, None) => None,
        };
        likeliest.ok_or_else(|| OpsError::NoneInForce {
            resource: resource.to_owned(),
            role: role.as_str().to_owned(),
            why: compared.unknown,
        })
    }

    async fn end_record(
        &self,
        record: Session,
        failed: Option<&OpsError>,
    ) -> Result<(), StoreError> {
        let outcome = match failed {
            None => ("success", record.message),
            Some(error) => (
                "failed",
                format!("the password was not handed over: {error}"),
            ),
        };
        let outcome = Outcome {
            status: outcome.0,
            message: &outcome.1,
            ..Outcome::default()
        };
        let standing = Standing::unlocked(&record.sid);
        self.store.sessions().finish(&standing, outcome).await
    }

    /// First the record, then the password: none is handed over that is not on it.
    async fn begin_record(&self, owner: &Owner<'_>, argv: &Argv) -> Result<Session, OpsError> {
        let session = Session {
            sid: uuid::Uuid::new_v4().to_string(),
            kind: SessionKind::Reveal,
            resource: owner.resource.to_owned(),
            role_label: owner.label.to_owned(),
            role_name: owner.login.as_str().to_owned(),
            status: "running".to_owned(),
            message: format!(
                "the password was handed over to `{}` by {}",
                argv.shown(),
                self.os_user
            ),
            document: None,
            facts: None,
            plan_sid: None,
            started_at: Timestamp::now(),
            finished_at: None,
            expires_at: None,
            os_user: self.os_user.clone(),
        };
        self.store.sessions().insert(&session).await?;
        Ok(session)
    }
}

/// The words of a command, for people.
pub(crate) fn shown(words: &[String]) -> String {
    Argv::new(words.to_vec()).map_or_else(|_| words.join(" "), |argv| argv.shown())
}

fn document(params: &ConnectionParams, owner: &Owner<'_>, password: &Secret) -> Zeroizing<Vec<u8>> {
    let document = Document {
        format: PASSWORD_FORMAT,
        resource: owner.resource,
        role: owner.label,
        host: &params.host,
        port: params.port,
        databases: owner.databases.iter().map(|d| d.as_str()).collect(),
        user: owner.login.as_str(),
        password: password.expose(),
    };
    // Room for all of it, were every character escaped: growing would leave copies behind.
    let names = [
        owner.resource,
        owner.label,
        &params.host,
        owner.login.as_str(),
    ];
    let databases = document.databases.iter().map(|d| d.len() + 3);
    let texts = names.iter().map(|text| text.len()).chain(databases);
    let room = 6 * (texts.sum::<usize>() + password.expose().len()) + 512;
    let mut bytes = Zeroizing::new(Vec::with_capacity(room));
    // Texts and a number: they can be written, and the vector takes them.
    let _ = serde_json::to_writer(&mut *bytes, &document);
    bytes.push(b'\n');
    bytes
}
