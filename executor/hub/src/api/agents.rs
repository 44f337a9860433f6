//! The processes that reach resources. The hub itself is one of them.

use axum::Json as Answer;
use serde::Serialize;
use utoipa::ToSchema;

/// A process that reaches resources.
#[derive(Serialize, ToSchema)]
pub(super) struct Agent {
    /// What resources name it by.
    name: &'static str,
    /// Whether it can be given work.
    online: bool,
    version: &'static str,
}

/// All agents.
#[derive(Serialize, ToSchema)]
pub(super) struct Agents {
    agents: Vec<Agent>,
}

/// The agent that the hub is itself.
pub(super) const LOCAL: &str = "local";

/// The agents.
#[utoipa::path(get, path = "/api/v1/agents", tag = "agents", responses((status = 200, body = Agents)))]
pub(super) async fn list() -> Answer<Agents> {
    let local = Agent {
        name: LOCAL,
        online: true,
        version: planner::VERSION,
    };
    Answer(Agents {
        agents: vec![local],
    })
}
