//! Every route, and who may use it. One that is not here is used by nobody.

use store::Access;

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Anybody who reaches the hub.
    Anybody,
    /// Whoever is logged in, or has a token.
    Users,
    /// Whoever is logged in; no token.
    People,
    /// Users of this access, or more.
    AtLeast(Access),
}

use Access::{Admin, Approver, Operator, Viewer};
use Who::{Anybody, AtLeast, People, Users};

/// Method, path, who.
pub const TABLE: &[(&str, &str, Who)] = &[
    ("GET", "/healthz", Anybody),
    ("GET", "/readyz", Anybody),
    ("GET", "/metrics", AtLeast(Viewer)),
    ("GET", "/api/v1/openapi.json", Users),
    ("POST", "/api/v1/login", Anybody),
    ("POST", "/api/v1/logout", People),
    ("POST", "/api/v1/links/look", Anybody),
    ("POST", "/api/v1/links/redeem", Anybody),
    ("GET", "/api/v1/me", Users),
    ("PUT", "/api/v1/me/password", People),
    ("GET", "/api/v1/tokens", Users),
    ("POST", "/api/v1/tokens", People),
    ("DELETE", "/api/v1/tokens/{id}", Users),
    ("GET", "/api/v1/users", AtLeast(Admin)),
    ("POST", "/api/v1/users", AtLeast(Admin)),
    ("GET", "/api/v1/users/{id}", AtLeast(Admin)),
    ("PATCH", "/api/v1/users/{id}", AtLeast(Admin)),
    ("DELETE", "/api/v1/users/{id}", AtLeast(Admin)),
    ("POST", "/api/v1/users/{id}/link", AtLeast(Admin)),
    ("GET", "/api/v1/attempts", AtLeast(Admin)),
    ("GET", "/api/v1/policies/approval", AtLeast(Viewer)),
    ("PUT", "/api/v1/policies/approval", AtLeast(Admin)),
    ("GET", "/api/v1/agents", AtLeast(Viewer)),
    ("GET", "/api/v1/resources", AtLeast(Viewer)),
    ("POST", "/api/v1/resources", AtLeast(Operator)),
    ("POST", "/api/v1/resources/import", AtLeast(Operator)),
    ("GET", "/api/v1/resources/{name}", AtLeast(Viewer)),
    ("PATCH", "/api/v1/resources/{name}", AtLeast(Operator)),
    ("DELETE", "/api/v1/resources/{name}", AtLeast(Operator)),
    ("PUT", "/api/v1/resources/{name}/account", AtLeast(Operator)),
    (
        "DELETE",
        "/api/v1/resources/{name}/account",
        AtLeast(Operator),
    ),
    ("POST", "/api/v1/accounts", AtLeast(Operator)),
    ("POST", "/api/v1/plans", AtLeast(Operator)),
    ("POST", "/api/v1/applies", AtLeast(Operator)),
    ("POST", "/api/v1/health", AtLeast(Operator)),
    ("GET", "/api/v1/plans/{sid}/review", AtLeast(Viewer)),
    ("GET", "/api/v1/plans/{sid}/approvals", AtLeast(Viewer)),
    ("POST", "/api/v1/plans/{sid}/approvals", AtLeast(Approver)),
    ("GET", "/api/v1/jobs", AtLeast(Viewer)),
    ("GET", "/api/v1/jobs/{id}", AtLeast(Viewer)),
    ("GET", "/api/v1/jobs/{id}/items", AtLeast(Viewer)),
    ("POST", "/api/v1/jobs/{id}/cancel", AtLeast(Operator)),
    ("POST", "/api/v1/jobs/{id}/retry", AtLeast(Operator)),
    ("GET", "/api/v1/events", AtLeast(Viewer)),
    ("GET", "/api/v1/sessions", AtLeast(Viewer)),
    ("GET", "/api/v1/sessions/{sid}", AtLeast(Viewer)),
    ("GET", "/api/v1/sessions/{sid}/document", AtLeast(Viewer)),
    ("POST", "/api/v1/sessions/{sid}/password", AtLeast(Operator)),
];

/// Who may use a route; `None` where it is not here.
pub(crate) fn who(method: &str, path: &str) -> Option<Who> {
    let method = if method == "HEAD" { "GET" } else { method };
    let row = TABLE.iter().find(|row| row.0 == method && row.1 == path);
    row.map(|row| row.2)
}
