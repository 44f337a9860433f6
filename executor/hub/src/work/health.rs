//! Looks whether a resource can be reached with its admin account.

use store::{Done, StoreError};

use super::{Hands, failed};
use crate::problem::Problem;

pub(super) async fn look(hands: &Hands<'_>) -> Result<(), StoreError> {
    if let Some(why) = hands.refused().await? {
        return hands.all_failed(&why).await;
    }
    let Some(first) = hands.lease.items.first() else {
        return Ok(());
    };
    let done = match hands.bench.health(&first.resource).await {
        Ok(health) => Done {
            state: "success".to_owned(),
            message: format!(
                "PostgreSQL {} as {:?}",
                health.server_version,
                health.user.as_str()
            ),
            result: Some(
                serde_json::json!({
                    "server_version": health.server_version,
                    "user": health.user.as_str(),
                    "standby": health.in_recovery,
                    "tls": health.tls.is_some(),
                    "latency_ms": health.latency.as_secs_f64() * 1000.0,
                })
                .to_string(),
            ),
            sid: None,
        },
        Err(error) => failed(Problem::from(error).line()),
    };
    let items = hands.lease.items.iter();
    hands
        .finish(items.map(|item| (item, done.clone())).collect())
        .await
}
