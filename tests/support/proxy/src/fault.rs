//! What is to go wrong, and at which request.

use std::fmt;
use std::time::Duration;

use crate::request::Request;

/// When a fault strikes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Moment {
    /// The request came in, and the server does not know of it.
    Before,
    /// The server answered, and the client does not know of it.
    AnswerLost,
    /// The client has the answer, and nothing it sends after it is delivered yet.
    After,
}

/// The connection where a fault strikes.
#[derive(Clone, Copy, Debug)]
pub struct Strike {
    /// The server's process, once it is known.
    pub backend: Option<u32>,
    /// Bytes of the request, or of the answer that is held.
    pub bytes: usize,
}

/// What becomes of the connections after the fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// All goes on.
    Go,
    /// The request is answered as a server answers that was asked to cancel it, and the server does
    /// not know of it. Before a request only.
    Refuse,
    /// The same where it is asked to be cancelled within so long; else all goes on.
    RefuseIfCancelled(Duration),
    /// This connection is cut.
    Cut,
    /// Every connection is cut; new ones are taken.
    CutAll,
    /// So many bytes of what is held are delivered, then the connection is cut.
    CutAfter(usize),
    /// Nothing goes through this connection any more; its sockets stay open.
    Stall,
    /// Nothing goes through any more, new connections as well.
    StallAll,
    /// The same, and the server is never told that the clients are gone: its ends stay open beyond
    /// [`crate::Proxy::heal`], until [`crate::Proxy::bury`].
    VanishAll,
}

type Act = Box<dyn FnOnce(&Strike) -> Verdict + Send>;

/// What is to go wrong, once.
pub struct Fault {
    /// At this request.
    pub at: Request,
    /// When.
    pub moment: Moment,
    /// Does the damage; nothing new is delivered meanwhile.
    pub act: Act,
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fault")
            .field("at", &self.at)
            .field("moment", &self.moment)
            .finish_non_exhaustive()
    }
}
