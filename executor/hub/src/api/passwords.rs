//! Passwords of roles. Each time that one is shown is on record first.

use axum::Json as Answer;
use axum::extract::State;
use ops::{Likeliest, Workbench};
use serde::Serialize;
use store::{Held, SecretState, SessionKind};
use utoipa::ToSchema;

use super::body::Named;
use super::moment;
use crate::access::Caller;
use crate::problem::{Kind, Problem};
use crate::state::Shared;

/// A password, for whoever the role is for.
#[derive(Serialize, ToSchema)]
pub(super) struct Password {
    resource: String,
    /// The role that logs in with it.
    role_name: String,
    password: String,
    made_at: String,
    /// The session that says that it was shown.
    sid: String,
    /// Why it could not be compared with what the server holds; absent where it is what that holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    not_compared: Option<String>,
}

/// Shows the password of the role that an apply was of, which goes on record as a session.
#[utoipa::path(post, path = "/api/v1/sessions/{sid}/password", tag = "sessions",
    params(("sid" = String, Path)), responses((status = 200, body = Password)))]
pub(super) async fn show(
    State(hub): State<Shared>,
    caller: Caller,
    Named(sid): Named<String>,
) -> Result<Answer<Password>, Problem> {
    let session = hub.store().sessions().get(&sid).await?;
    if session.kind != SessionKind::Apply {
        let detail = format!("session {} is no apply: none makes a password", session.sid);
        return Err(Problem::bad(detail).remedy("take the session of the apply"));
    }
    let bench = Workbench {
        os_user: caller.user.name,
        ..hub.bench.clone()
    };
    let (resource, role, label) = (session.resource, session.role_name, session.role_label);
    let kept = bench.kept_passwords(resource.clone(), role.clone(), Some(&label));
    let kept = kept.await?;
    if kept.logins.is_empty() {
        let detail = format!("no password is kept for role {role:?} of {resource:?}");
        return Err(Problem::not_found(detail)
            .remedy("a role that logs in has one from the apply that made it or rotated it"));
    }
    let one = match bench.likeliest_password(&kept).await? {
        Likeliest::One(one) => one,
        Likeliest::None(count) => {
            let detail = format!(
                "the server holds none of the {count} passwords that are kept for role {role:?} of {resource:?}, or the role is not there"
            );
            return Err(Problem::new(Kind::Conflict, detail)
                .remedy("plan the role with rotate_password, and apply that"));
        }
    };
    let password = match &one.secret.held {
        Held::Here(password) => password,
        Held::Elsewhere { at, .. } => {
            let detail = format!(
                "the password of role {role:?} of {resource:?} is not kept here: it was handed over to the resource's command at {}",
                moment(*at)
            );
            return Err(Problem::new(Kind::Conflict, detail).remedy("ask where that puts it"));
        }
    };
    // First the record, then the password.
    let record = bench.reveal(&resource, one.login.as_str(), &label);
    hub.store().sessions().insert(&record).await?;
    let pending = match one.secret.state {
        SecretState::Pending => "; the apply that made it has not said that the cluster took it",
        SecretState::Confirmed => "",
    };
    Ok(Answer(Password {
        resource,
        role_name: one.login.as_str().to_owned(),
        password: password.expose().to_owned(),
        made_at: moment(one.secret.created_at),
        sid: record.sid,
        not_compared: one.compared.err().map(|why| format!("{why}{pending}")),
    }))
}
