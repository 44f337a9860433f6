//! Plans to be applied: what result.yaml says of them.

use serde_yaml::Value;

use super::world::World;
use crate::error::Error;

/// One planned role.
pub struct Planned {
    pub sid: String,
    pub role: String,
    /// With `\\connect` lines, for psql.
    pub sql: String,
}

/// Items of plan.yaml: these labels, alike.
pub fn items(resource: &str, labels: &[String], scopes: &[String]) -> String {
    let scopes = scopes.join(", ");
    let item = |label: &String| {
        format!(
            "- {{resource_name: {resource}, type: managed, role: {label}, scopes: [{scopes}], privileges: [SELECT, INSERT, UPDATE]}}\n"
        )
    };
    let items: String = labels.iter().map(item).collect();
    format!("items:\n{items}")
}

impl World<'_> {
    /// Plans what is written in that file, of roles that are not there.
    pub async fn planned(&self, file: &str) -> Result<Vec<Planned>, Error> {
        self.rolewright(&["plan", "-f", file, "-o", "result.yaml"])
            .await?;
        let result = self.read("result.yaml")?;
        let strange = |output: String| Error::Work {
            what: "result.yaml".to_owned(),
            output,
        };
        let result: Value =
            serde_yaml::from_str(&result).map_err(|error| strange(error.to_string()))?;
        let entries = result.get("results").and_then(Value::as_sequence);
        let entries = entries
            .into_iter()
            .flatten()
            .map(planned)
            .collect::<Option<Vec<_>>>();
        entries
            .filter(|entries| !entries.is_empty())
            .ok_or_else(|| strange("it holds another plan than was asked for".to_owned()))
    }
}

fn planned(entry: &Value) -> Option<Planned> {
    let text = |value: &Value, key: &str| value.get(key)?.as_str().map(str::to_owned);
    (text(entry, "status")? == "out-of-sync").then_some(())?;
    Some(Planned {
        sid: text(entry, "sid")?,
        role: text(entry, "role_name")?,
        sql: text(entry.get("session")?, "sql_plan")?,
    })
}
