//! Connections that are not made: the host, the port, the server, the account, TLS.

use super::case::{Case, SECRET};
use super::world::World;

pub fn cases(world: &World) -> Vec<Case> {
    let plan = |name, resource: &str| {
        Case::new(
            name,
            &format!("plan {resource} --role ro --scopes app --privileges SELECT"),
        )
        .recorded()
        .place(&[resource, " at ", "database `postgres`"])
    };
    vec![
        Case::new("a refused port", "health refused")
            .place(&["refused at 127.0.0.1:"])
            .remedy(&["check that the server runs"]),
        plan("a plan at a refused port", "refused").remedy(&["check that the server runs"]),
        Case::new("a snapshot at a refused port", "snapshot refused")
            .place(&["refused at 127.0.0.1:"])
            .remedy(&["check that the server runs"]),
        Case::new("an unknown host", "health nowhere")
            .place(&["nowhere at db.nowhere.invalid:5432"])
            .remedy(&["check the host of resource nowhere in the inventory"]),
        plan("a plan at an unknown host", "nowhere")
            .remedy(&["check the host of resource nowhere"]),
        Case::new("a wrong password", "health badpass")
            .place(&[
                "badpass at ",
                "user `postgres`",
                "password was not accepted",
            ])
            .remedy(&["rolewright credentials set badpass --user postgres"]),
        plan("a plan with a wrong password", "badpass")
            .remedy(&["rolewright credentials set badpass --user postgres"]),
        Case::new(
            "a new password that is wrong",
            "credentials set analytics --user postgres --password-stdin",
        )
        .stdin(SECRET)
        .place(&["analytics at ", "password was not accepted"])
        .remedy(&["nothing was stored"]),
        Case::new("an admin role that is not there", "health nobody")
            .place(&["nobody at ", "user `no_such_admin`"])
            .remedy(&["rolewright credentials set nobody --user no_such_admin"]),
        Case::new(
            "a maintenance database that is not there",
            "health analytics --maintenance-db nosuch",
        )
        .place(&["analytics at ", "database `nosuch`"])
        .remedy(&["check the database's name"]),
        Case::new(
            "a host that does not answer",
            "health silent --connect-timeout 1s",
        )
        .place(&["silent at 127.0.0.1:", "no answer within 1.0 s"])
        .remedy(&["allow more time"]),
        plan("a plan at a host that does not answer", "silent")
            .env("ROLEWRIGHT_CONNECT_TIMEOUT", "500ms")
            .place(&["no answer within 0.5 s"])
            .remedy(&["allow more time"]),
        Case::new("a server of another protocol", "health web")
            .place(&["web at 127.0.0.1:", "the connection broke"])
            .remedy(&["is PostgreSQL"]),
        plan("a plan at a server of another protocol", "web").remedy(&["is PostgreSQL"]),
        Case::new("TLS demanded and not offered", "health analytics")
            .env("PGSSLMODE", "require")
            .place(&["analytics at ", "offers no TLS"])
            .remedy(&["turn on ssl on the server"]),
        plan("a server stopped between import and plan", "gone")
            .remedy(&["check that the server runs"]),
        Case::new(
            "a server stopped between plan and apply",
            "apply -f result.yaml",
        )
        .file("result.yaml", world.gone_result.as_str())
        .recorded()
        .rows()
        .place(&["gone at ", "connection was refused"])
        .remedy(&["check that the server runs"]),
    ]
}
