//! Which sessions: the options that `list` and `export` share.

use clap::ValueEnum;

use store::{SessionFilter, SessionKind};

#[derive(Clone, Debug, clap::Args)]
pub struct Filter {
    /// Only of this resource
    #[arg(long, value_name = "NAME")]
    resource: Option<String>,

    /// Only of this role: its label or its name
    #[arg(long, value_name = "ROLE")]
    role: Option<String>,

    /// Only of this kind
    #[arg(long, value_enum, value_name = "KIND")]
    kind: Option<Kind>,

    /// Only with this status, such as out-of-sync or failed
    #[arg(long, value_name = "STATUS")]
    status: Option<String>,
}

/// What was done.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    /// A plan was made
    Plan,
    /// A plan was applied
    Apply,
    /// A password was shown
    Reveal,
}

impl Filter {
    /// For the store; a `limit` of 0 is none.
    pub fn of(self, limit: u32) -> SessionFilter {
        SessionFilter {
            resource: self.resource,
            role: self.role,
            kind: self.kind.map(|kind| match kind {
                Kind::Plan => SessionKind::Plan,
                Kind::Apply => SessionKind::Apply,
                Kind::Reveal => SessionKind::Reveal,
            }),
            status: self.status,
            limit: (limit > 0).then_some(limit),
        }
    }
}
