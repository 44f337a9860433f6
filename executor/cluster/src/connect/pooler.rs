//! Is a pooler in between? The process that a server announces at the start is the one that answers;
//! a pooler announces a number of its own.

/// What is known of the way to the server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pooling {
    /// No transaction has been begun yet.
    #[default]
    Unknown,
    /// The server itself.
    None,
    /// Something that speaks the protocol. Whether each transaction gets another session is not known.
    Some,
    /// A pooler that gives each transaction another session.
    Transaction,
}

/// The processes that a connection has met.
#[derive(Debug, Default)]
pub(super) struct Backends {
    announced: Option<i32>,
    met: Option<i32>,
    changed: bool,
}

impl Backends {
    pub(super) fn announce(&mut self, pid: i32) {
        self.announced = Some(pid);
    }

    pub(super) fn meet(&mut self, pid: i32) {
        self.changed |= self.met.is_some_and(|met| met != pid);
        self.met = Some(pid);
    }

    /// Another client met the same process, while this one was still there.
    pub(super) fn handed_around(&mut self) {
        self.changed = true;
    }

    pub(super) fn met(&self) -> Option<i32> {
        self.met
    }

    pub(super) fn pooling(&self) -> Pooling {
        match self.met {
            None => Pooling::Unknown,
            Some(_) if self.changed => Pooling::Transaction,
            met if met == self.announced => Pooling::None,
            Some(_) => Pooling::Some,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn processes_tell() {
        let mut direct = Backends::default();
        direct.announce(7);
        assert_eq!(direct.pooling(), Pooling::Unknown);
        direct.meet(7);
        assert_eq!(direct.pooling(), Pooling::None);
        let mut pooled = Backends::default();
        pooled.announce(7);
        pooled.meet(8);
        assert_eq!(pooled.pooling(), Pooling::Some);
        pooled.meet(9);
        pooled.meet(8);
        assert_eq!(pooled.pooling(), Pooling::Transaction);
    }
}
