//! A session as it is written out: JSON for machines, YAML for people.

use jiff::Timestamp;
use planner::SessionDocument;
use serde::Serialize;

use crate::error::CommandError;
use store::Session;

/// The tag of the format.
pub const FORMAT: &str = "session/1";

/// A session, without its facts (they are for saying what changed).
#[derive(Serialize)]
pub struct Record {
    pub sid: String,
    pub kind: &'static str,
    pub resource: String,
    pub role: String,
    pub role_name: String,
    pub status: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan_sid: Option<String>,
    pub started_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    pub os_user: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<serde_json::Value>,
}

impl From<Session> for Record {
    fn from(session: Session) -> Self {
        // One that this version cannot read is shown as the text it is.
        let document = session.document.map(|text| {
            SessionDocument::from_yaml(&text)
                .ok()
                .and_then(|document| serde_json::to_value(document).ok())
                .unwrap_or(serde_json::Value::String(text))
        });
        Self {
            kind: session.kind.as_str(),
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

impl Record {
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
