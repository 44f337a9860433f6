//! Exit codes: 0 done or in sync · 1 error or any item failed · 2 changes pending · 3 stale ·
//! 4 edited or of elsewhere · 64 usage · 130 interrupted.

use std::process::ExitCode;

/// How a command ended that has said all it had to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done, or nothing to do.
    Done,
    /// An item failed, or something could not be done.
    Failed,
    /// There are changes to apply, and `--detailed-exitcode` asked to be told.
    Changes,
    /// A plan does not fit its cluster any more.
    Stale,
    /// A plan was edited, or belongs elsewhere.
    Edited,
    /// The command line makes no sense (EX_USAGE of sysexits.h).
    Usage,
    /// Ended by a signal.
    Interrupted,
}

impl Exit {
    /// The number.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Changes => 2,
            Self::Stale => 3,
            Self::Edited => 4,
            Self::Usage => 64,
            Self::Interrupted => 130,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        exit.code().into()
    }
}
