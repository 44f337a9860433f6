//! Plans the roles of a lease: all are of one resource, and one snapshot serves them.

use std::sync::Arc;

use ops::{Extent, PlanEntry};
use planner::RoleConfig;
use planner::desired::Item as Desired;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Done, Item, StoreError};

use super::{Hands, failed};
use crate::problem::Problem;
use crate::words;

/// What is to be planned.
#[derive(Serialize, Deserialize)]
pub(crate) struct PlanTask {
    /// As an item of a plan.yaml.
    pub item: Value,
}

pub(super) async fn plan(hands: &Hands<'_>) -> Result<(), StoreError> {
    if let Some(why) = hands.refused().await? {
        return hands.all_failed(&why).await;
    }
    let (mut ended, mut sound, mut configs) = (Vec::new(), Vec::new(), Vec::new());
    for item in &hands.lease.items {
        match config(hands, item) {
            Ok(config) => {
                let same = |other: &RoleConfig| other.role_name == config.role_name;
                match configs.iter().position(same) {
                    None => {
                        sound.push(item);
                        configs.push(config);
                    }
                    Some(_) => ended.push((item, failed("another item is for the same role"))),
                }
            }
            Err(why) => ended.push((item, failed(why))),
        }
    }
    let listener: ops::Listener = Arc::new(|_| {});
    let planned = hands.bench.plan(&configs, Extent::Review, &listener).await;
    match planned {
        Ok(entries) => {
            let reviews: Vec<_> = entries.iter().filter_map(review).collect();
            hands.bench.store.reviews().keep(&reviews).await?;
            let done = entries.into_iter().map(done);
            ended.extend(sound.into_iter().zip(done));
        }
        Err(error) => {
            let why = Problem::from(error).line();
            ended.extend(sound.into_iter().map(|item| (item, failed(why.as_str()))));
        }
    }
    hands.finish(ended).await
}

fn config(hands: &Hands<'_>, item: &Item) -> Result<RoleConfig, String> {
    let task: PlanTask = serde_json::from_str(&item.task).map_err(|error| error.to_string())?;
    let desired: Desired = serde_json::from_value(task.item).map_err(|error| error.to_string())?;
    let resolved = desired.resolve(&hands.bench.prefix);
    resolved.map_err(|error| format!("{}: {}", error.key, error.message))
}

/// What a person reviews of a plan, JSON.
fn review(entry: &PlanEntry) -> Option<(&str, String)> {
    let review = serde_json::to_string(entry.review.as_deref()?).ok()?;
    Some((entry.sid.as_str(), review))
}

fn done(entry: PlanEntry) -> Done {
    let remedy = entry
        .cause
        .as_ref()
        .and_then(|cause| words::operation(cause));
    let message = match remedy {
        Some(remedy) => format!("{}; {remedy}", entry.message),
        None => entry.message,
    };
    let summary = entry.review.and_then(|review| review.summary);
    let result = serde_json::json!({
        "role_name": entry.role_name,
        "summary": summary,
        "checksum": entry.document.as_ref().map(|document| &document.sql_plan_checksum),
    });
    Done {
        state: entry.status.as_str().to_owned(),
        message,
        result: Some(result.to_string()),
        sid: Some(entry.sid),
    }
}
