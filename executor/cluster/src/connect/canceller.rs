//! Cancel requests: on a connection of their own, made the same way as the one they are about.

use std::time::Duration;

use tokio_postgres::CancelToken;

use super::error::ConnectErrorKind as Kind;
use super::sslmode::Attempt;
use super::watched::{AsItIs, Watched};
use super::wire::Way;

/// How long a request may take to get through.
const PATIENCE: Duration = Duration::from_secs(5);

/// Asks the server to cancel what a connection is doing. Lives apart from the connection, so that a
/// signal can use it while a statement runs.
#[derive(Clone)]
pub struct Canceller {
    pub(super) token: CancelToken,
    pub(super) way: Way,
}

impl Canceller {
    /// Sends the request, with TLS where the connection has it. The server answers nothing: what was
    /// running says whether it was canceled.
    ///
    /// # Errors
    /// It did not get through within five seconds.
    pub async fn cancel(&self) -> Result<(), Kind> {
        let sent = tokio::time::timeout(PATIENCE, self.send()).await;
        sent.unwrap_or(Err(Kind::Timeout(PATIENCE)))
    }

    async fn send(&self) -> Result<(), Kind> {
        // A connection without TLS has no connector in its way.
        let attempt = match self.way.tls {
            Some(_) => Attempt::Tls,
            None => Attempt::Plain,
        };
        let dialled = self.way.dial().await?;
        let wire = self.way.secure(dialled, attempt).await?;
        let sent = self
            .token
            .cancel_query_raw(Watched::unheard(wire), AsItIs)
            .await;
        sent.map_err(|error| super::classify::classify(&error))
    }
}

impl std::fmt::Debug for Canceller {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Canceller").finish_non_exhaustive()
    }
}
