//! Which of a server's messages ends the answer to a request.

use crate::frames::Frame;

/// What was heard on one connection.
#[derive(Debug, Default)]
pub(crate) struct Answers {
    /// Logged in: from then on a request is answered when the server is ready for the next one.
    ready_once: bool,
    /// The number of the server's process, for the one who wants to end it.
    pub backend: Option<u32>,
}

/// Authentication requests that want nothing of the client: OK, and SCRAM's last word.
const OK: u32 = 0;
const SASL_FINAL: u32 = 12;

impl Answers {
    /// True where this message is the last of an answer.
    pub fn ends_with(&mut self, frame: &Frame) -> bool {
        match frame.kind {
            b'Z' => {
                self.ready_once = true;
                true
            }
            b'R' => !matches!(frame.number(), OK | SASL_FINAL),
            b'E' => !self.ready_once,
            b'K' => {
                self.backend = Some(frame.number());
                false
            }
            _ => false,
        }
    }
}
