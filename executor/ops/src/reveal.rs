//! A provisioned role's password for a person: the one in force, and on record before it is seen.

use jiff::Timestamp;
use planner::desired::login_names;
use planner::names::RoleName;
use store::{RoleSecret, SecretState, Session, SessionKind};

use crate::{OpsError, Workbench};

/// A role, and the passwords that are kept for it.
#[derive(Debug)]
pub struct KeptPasswords {
    /// The resource that it is of.
    pub resource: String,
    /// The role's name.
    pub role: String,
    /// Of the role itself, or of its two logins: each with the likeliest of its passwords, newest first.
    pub logins: Vec<(RoleName, RoleSecret)>,
}

/// A password, and how sure it is.
#[derive(Debug)]
pub struct LikelyPassword {
    /// The role that logs in with it.
    pub login: RoleName,
    /// The password.
    pub secret: RoleSecret,
    /// That the server holds it, or why that could not be asked.
    pub compared: Result<(), String>,
}

/// Which of those that are kept it is.
#[derive(Debug)]
pub enum Likeliest {
    /// What the server holds; where the server cannot be asked, the likeliest one.
    One(Box<LikelyPassword>),
    /// None of these many is what the server holds.
    None(usize),
}

impl Workbench {
    /// What is kept for a role and its logins.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn kept_passwords(
        &self,
        resource: String,
        role: String,
        label: Option<&str>,
    ) -> Result<KeptPasswords, OpsError> {
        let name = RoleName::new(role.clone());
        let [a, b] = login_names(&name, label);
        let secrets = self.store.role_secrets();
        let mut logins = Vec::new();
        for name in [name, a, b] {
            if let Some(secret) = secrets.current(&resource, name.as_str()).await? {
                logins.push((name, secret));
            }
        }
        logins.sort_by_key(|(_, secret)| std::cmp::Reverse(secret.created_at));
        Ok(KeptPasswords {
            resource,
            role,
            logins,
        })
    }

    /// The password that the server holds. Of two logins that work, the one whose password is newer.
    ///
    /// # Errors
    /// The store cannot be read or written.
    pub async fn likeliest_password(&self, kept: &KeptPasswords) -> Result<Likeliest, OpsError> {
        let (mut unknown, mut count) = (None, 0);
        for (name, _) in &kept.logins {
            let compared = self.password_in_force(&kept.resource, name).await?;
            if let Some(secret) = compared.in_force {
                return Ok(Likeliest::One(Box::new(LikelyPassword {
                    login: name.clone(),
                    secret,
                    compared: Ok(()),
                })));
            }
            unknown = unknown.or(compared.unknown);
            count += compared.all.len();
        }
        let confirmed =
            |(_, secret): &&(RoleName, RoleSecret)| secret.state == SecretState::Confirmed;
        let mut all = kept.logins.iter();
        let likeliest = all.clone().find(confirmed).or_else(|| all.next());
        Ok(match (likeliest, unknown) {
            (Some((login, secret)), Some(why)) => Likeliest::One(Box::new(LikelyPassword {
                login: login.clone(),
                secret: secret.clone(),
                compared: Err(why),
            })),
            _ => Likeliest::None(count),
        })
    }

    /// The session that says to whom a password is shown.
    #[must_use]
    pub fn reveal(&self, resource: &str, role: &str, label: &str) -> Session {
        let now = Timestamp::now();
        Session {
            sid: uuid::Uuid::new_v4().to_string(),
            kind: SessionKind::Reveal,
            resource: resource.to_owned(),
            role_label: label.to_owned(),
            role_name: role.to_owned(),
            status: "success".to_owned(),
            message: format!("the password was shown to {}", self.os_user),
            document: None,
            facts: None,
            plan_sid: None,
            started_at: now,
            finished_at: Some(now),
            expires_at: None,
            os_user: self.os_user.clone(),
        }
    }
}
