//! Which role's password is meant, and which of those that are kept is in force.

use planner::desired::role_name;
use planner::names::RoleName;

use crate::context::Context;
use crate::error::{CommandError, ErrorKind};
use ops::{KeptPasswords, Likeliest, Workbench};
use store::{RoleSecret, SessionFilter, SessionKind};

/// A provisioned role.
#[derive(Debug, clap::Args)]
pub struct RoleArgs {
    /// The role's name, or its label
    pub role: String,

    /// The resource; needed where several have such a role
    #[arg(short, long, value_name = "NAME")]
    pub resource: Option<String>,
}

/// The password that the server holds; where it cannot be asked, the likeliest one and why.
pub async fn in_force(
    workbench: &Workbench,
    kept: &KeptPasswords,
) -> Result<(RoleName, RoleSecret, Result<(), String>), CommandError> {
    match workbench.likeliest_password(kept).await? {
        Likeliest::One(one) => Ok((one.login, one.secret, one.compared)),
        Likeliest::None(count) => Err(CommandError::new(
            ErrorKind::Error,
            format!(
                "no password of role {:?} of {:?} is known to work: the server holds none of the {count} that are kept here, or the role is not there",
                kept.role, kept.resource
            ),
        )
        .hint("`rolewright plan … --rotate-password` and an apply of that give it a new one")),
    }
}

/// Resource, role and label, where it is known.
type Candidate = (String, String, Option<String>);

impl RoleArgs {
    /// The role meant: the one candidate with a password.
    pub async fn find(
        &self,
        context: &Context<'_>,
        workbench: &Workbench,
    ) -> Result<KeptPasswords, CommandError> {
        let mut found = Vec::new();
        for (resource, role, label) in self.candidates(context, workbench).await? {
            let kept = workbench.kept_passwords(resource, role, label.as_deref());
            let kept = kept.await?;
            if !kept.logins.is_empty() {
                found.push(kept);
            }
        }
        let place = self
            .resource
            .as_ref()
            .map(|r| format!(" of {r:?}"))
            .unwrap_or_default();
        match (found.pop(), found.is_empty()) {
        (Some(one), true) => Ok(one),
        (Some(last), false) => {
            found.push(last);
            let names: Vec<_> = found
                .iter()
                .map(|kept| format!("{} of {}", kept.role, kept.resource))
                .collect();
            Err(CommandError::usage(format!(
                "{:?} could be any of {}",
                self.role,
                names.join(", ")
            ))
            .hint("say which: give the role's whole name, and --resource"))
        }
        (None, _) => Err(CommandError::new(
            ErrorKind::Error,
            format!("no password is stored for role {:?}{place}", self.role),
        )
        .hint(
            "an apply that creates the role, or one of a plan with --rotate-password, stores one",
        )),
    }
    }

    /// The roles that sessions speak of, and those that the names could mean.
    async fn candidates(
        &self,
        context: &Context<'_>,
        workbench: &Workbench,
    ) -> Result<Vec<Candidate>, CommandError> {
        let filter = SessionFilter {
            resource: self.resource.clone(),
            role: Some(self.role.clone()),
            ..SessionFilter::default()
        };
        let sessions = workbench.store.sessions().list(&filter).await?;
        let of_sessions = sessions
            .into_iter()
            .filter(|session| session.kind != SessionKind::Reveal)
            .map(|session| {
                let label = Some(session.role_label).filter(|label| !label.is_empty());
                (session.resource, session.role_name, label)
            });
        let mut candidates: Vec<Candidate> = of_sessions.collect();
        if let Some(resource) = &self.resource {
            if let Ok(name) = role_name(context.prefix(), &resource.as_str().into(), &self.role) {
                let label = Some(self.role.clone());
                candidates.push((resource.clone(), name.as_str().to_owned(), label));
            }
            candidates.push((resource.clone(), self.role.clone(), None));
        } else {
            // One of two logins, which no session is of.
            let secrets = workbench.store.role_secrets();
            let named = secrets.resources_of(&self.role).await?.into_iter();
            candidates.extend(named.map(|resource| (resource, self.role.clone(), None)));
        }
        // With its label where one says it.
        candidates.sort_by(|a, b| (&a.0, &a.1, a.2.is_none()).cmp(&(&b.0, &b.1, b.2.is_none())));
        candidates.dedup_by(|a, b| (&a.0, &a.1) == (&b.0, &b.1));
        Ok(candidates)
    }
}
