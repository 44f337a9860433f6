//! A session as it is written out: JSON for machines, YAML for people.

use jiff::Timestamp;
use planner::SessionDocument;
use serde::{Deserialize, Serialize};

use crate::error::CommandError;
use store::{Kept, Link, Session, SessionKind, Trail};

/// The tag of the format.
pub const FORMAT: &str = "session/1";

/// A session, without its facts (they are for saying what changed).
#[derive(Serialize, Deserialize)]
pub struct Record {
    pub sid: String,
    pub kind: String,
    pub resource: String,
    pub role: String,
    pub role_name: String,
    pub status: String,
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub message: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub plan_sid: Option<String>,
    pub started_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub finished_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub expires_at: Option<Timestamp>,
    pub os_user: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub document: Option<serde_json::Value>,
    #[serde(flatten)]
    pub trail: Trail,
    /// The seal: absent while it runs.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub chain: Option<Link>,
    /// What is wrong with it, where it is not what was recorded.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub untrue: Option<String>,
}

impl From<Kept> for Record {
    fn from(kept: Kept) -> Self {
        let session = kept.session;
        let document = session.document.map(document);
        Self {
            trail: kept.trail,
            chain: kept.link,
            untrue: (!kept.proof.holds()).then(|| kept.proof.to_string()),
            kind: session.kind.as_str().to_owned(),
            sid: session.sid,
            resource: session.resource,
            role: session.role_label,
            role_name: session.role_name,
            status: session.status,
            message: session.message,
            plan_sid: session.plan_sid,
            started_at: session.started_at,
            finished_at: session.finished_at,
            expires_at: session.expires_at,
            os_user: session.os_user,
            document,
        }
    }
}

/// As JSON. One that this version cannot read, or not without loss, is shown as the text it is.
fn document(text: String) -> serde_json::Value {
    let read = SessionDocument::from_yaml(&text).ok();
    let same = read.filter(|document| document.to_yaml().is_ok_and(|again| again == text));
    same.and_then(|document| serde_json::to_value(document).ok())
        .unwrap_or(serde_json::Value::String(text))
}

impl Record {
    /// The session again, without its facts; `None` where this is none.
    pub fn session(&self) -> Option<Session> {
        let document = match &self.document {
            None => None,
            Some(serde_json::Value::String(text)) => Some(text.clone()),
            Some(value) => {
                let document: SessionDocument = serde_json::from_value(value.clone()).ok()?;
                Some(document.to_yaml().ok()?)
            }
        };
        let kinds = [SessionKind::Plan, SessionKind::Apply, SessionKind::Reveal];
        Some(Session {
            sid: self.sid.clone(),
            kind: kinds.into_iter().find(|kind| kind.as_str() == self.kind)?,
            resource: self.resource.clone(),
            role_label: self.role.clone(),
            role_name: self.role_name.clone(),
            status: self.status.clone(),
            message: self.message.clone(),
            document,
            facts: None,
            plan_sid: self.plan_sid.clone(),
            started_at: self.started_at,
            finished_at: self.finished_at,
            expires_at: self.expires_at,
            os_user: self.os_user.clone(),
        })
    }

    /// One line of JSON, or one YAML document.
    ///
    /// # Errors
    /// None in practice.
    pub fn line(&self) -> Result<String, CommandError> {
        #[derive(Serialize)]
        struct Line<'a> {
            format: String,
            #[serde(flatten)]
            record: &'a Record,
        }
        let line = Line {
            format: format!("rolewright/{FORMAT}"),
            record: self,
        };
        Ok(serde_json::to_string(&line)? + "\n")
    }

    /// A YAML document with its separator.
    ///
    /// # Errors
    /// None in practice.
    pub fn yaml_document(&self) -> Result<String, CommandError> {
        Ok(format!("---\n{}", serde_yaml::to_string(self)?))
    }
}
