//! The words for what came of an item.

use crate::Status;

impl Status {
    /// As it stands in sessions and files: `out-of-sync`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InSync => "in-sync",
            Self::OutOfSync => "out-of-sync",
            Self::Success => "success",
            Self::Skipped => "skipped",
            Self::Stale => "stale",
            Self::Failed => "failed",
        }
    }

    /// What [`Status::as_str`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        let all = [
            Self::InSync,
            Self::OutOfSync,
            Self::Success,
            Self::Skipped,
            Self::Stale,
            Self::Failed,
        ];
        all.into_iter().find(|status| status.as_str() == text)
    }
}
