//! The server's messages until it is ready: how it asks who we are, and which process answers.
//!
//! A message is a letter, its length (itself included, big-endian) and a body. Of the two kinds that
//! matter here the first four bytes of the body are looked at, before any of it is passed on.

use super::heard::{Heard, lock_up};
use super::require_auth::{Judge, RequireAuth, Rules, Trust};

/// The letter, the length, and four bytes of the body.
const LOOKED_AT: usize = 9;

/// What has come of the startup so far.
pub(super) struct Startup {
    judge: Judge,
    /// What is looked at of the message that is coming in.
    head: Vec<u8>,
    /// What is passed over of it.
    rest: usize,
    over: bool,
}

impl Startup {
    pub(super) fn new(rules: Rules) -> Self {
        Self {
            judge: Judge::new(rules),
            head: Vec::with_capacity(LOOKED_AT),
            rest: 0,
            over: false,
        }
    }

    /// Of a wire that has none.
    pub(super) fn over() -> Self {
        Self {
            over: true,
            ..Self::new(RequireAuth::default().rules(Trust::Open))
        }
    }

    /// # Errors
    /// What came must not be answered; why is noted in `heard`.
    pub(super) fn hear(&mut self, mut bytes: &[u8], heard: &Heard) -> Result<(), ()> {
        while !self.over && !bytes.is_empty() {
            let passed_over = self.rest.min(bytes.len());
            bytes = bytes.get(passed_over..).unwrap_or_default();
            self.rest -= passed_over;
            let Some((first, later)) = bytes.split_first() else {
                break;
            };
            self.head.push(*first);
            bytes = later;
            self.look(heard)?;
        }
        Ok(())
    }

    fn look(&mut self, heard: &Heard) -> Result<(), ()> {
        let [letter, a, b, c, d, body @ ..] = self.head.as_slice() else {
            return Ok(());
        };
        let length = u32::from_be_bytes([*a, *b, *c, *d]) as usize;
        let body_length = length.saturating_sub(4);
        match (letter, body) {
            (b'R' | b'K', [a, b, c, d]) => {
                let number = i32::from_be_bytes([*a, *b, *c, *d]);
                if *letter == b'K' {
                    lock_up(&heard.backends).announce(number);
                } else if let Err(refused) = self.judge.hear(number) {
                    *lock_up(&heard.refused) = Some(refused);
                    return Err(());
                }
            }
            (b'R' | b'K', _) if body_length >= 4 => return Ok(()),
            (b'Z', _) => self.over = true,
            _ => {}
        }
        self.rest = body_length.saturating_sub(body.len());
        self.head.clear();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::pooler::Pooling;
    use super::*;

    fn message(letter: u8, body: &[u8]) -> Vec<u8> {
        let length = u32::try_from(body.len() + 4).unwrap().to_be_bytes();
        [&[letter], &length[..], body].concat()
    }

    fn heard_of(rules: Rules, bytes: &[u8], at_a_time: usize) -> (Heard, usize) {
        let (mut startup, heard) = (Startup::new(rules), Heard::new());
        let mut passed_on = 0;
        for part in bytes.chunks(at_a_time) {
            if startup.hear(part, &heard).is_err() {
                break;
            }
            passed_on += part.len();
        }
        (heard, passed_on)
    }

    #[test]
    fn however_it_is_cut_the_same_is_heard() {
        let mut bytes = message(b'N', b"SNOTICE\0\0");
        bytes.extend(message(b'R', &5_i32.to_be_bytes()));
        bytes.extend(message(b'R', &0_i32.to_be_bytes()));
        bytes.extend(message(b'S', b"server_version\x0015.1\0"));
        bytes.extend(message(b'K', &[0, 0, 0, 77, 1, 2, 3, 4]));
        bytes.extend(message(b'Z', b"I"));
        // What comes later is no startup message, whatever it looks like.
        bytes.extend(message(b'R', &3_i32.to_be_bytes()));
        for at_a_time in [1, 2, 3, 7, 1000] {
            let (heard, passed_on) = heard_of(Rules::any(false), &bytes, at_a_time);
            assert_eq!(passed_on, bytes.len());
            lock_up(&heard.backends).meet(77);
            assert_eq!(lock_up(&heard.backends).pooling(), Pooling::None);
        }
    }

    #[test]
    fn nothing_is_passed_on_that_asks_for_the_password_in_clear() {
        let notice = message(b'N', b"hello\0\0");
        let asked = [notice.clone(), message(b'R', &3_i32.to_be_bytes())].concat();
        let (heard, passed_on) = heard_of(Rules::any(false), &asked, asked.len());
        assert!(lock_up(&heard.refused).is_some());
        assert_eq!(passed_on, 0);
        // A message that claims to be longer than it is, is judged by its first bytes all the same.
        let long = [b'R', 0, 9, 0, 0, 0, 0, 0, 3];
        let (heard, _) = heard_of(Rules::any(false), &long, 1);
        assert!(lock_up(&heard.refused).is_some());
        let (heard, passed_on) = heard_of(Rules::any(true), &asked, 4);
        assert!(lock_up(&heard.refused).is_none());
        assert_eq!(passed_on, asked.len());
    }
}
