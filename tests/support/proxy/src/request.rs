//! What a client asks, put together from its messages.

use std::collections::BTreeMap;
use std::io;

use tokio::io::AsyncRead;

use crate::frames::{Frame, Frames};

/// A request as it is recorded. Two runs of one command have the same requests: what is random in
/// the text is left out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Request {
    /// The database of its connection.
    pub database: String,
    /// `startup as NAME`, `password`, `cancel`, `terminate`, or the text of the statements.
    pub text: String,
    /// How many like it came before, in any connection.
    pub nth: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The server answers it.
    Asks,
    /// It does not.
    Tells,
    /// "Do you speak TLS?" The proxy says no.
    AsksForTls,
}

/// A request with its bytes.
#[derive(Debug)]
pub(crate) struct Whole {
    pub kind: Kind,
    pub text: String,
    pub bytes: Vec<u8>,
    /// The server's process that is to cancel what it does.
    pub cancels: Option<u32>,
}

/// Reads requests from one client.
#[derive(Debug)]
pub(crate) struct Requests<R> {
    frames: Frames<R>,
    /// Prepared statements by name.
    prepared: BTreeMap<Vec<u8>, String>,
    pub database: String,
}

const TLS: u32 = 80_877_103;
const GSS: u32 = 80_877_104;
const CANCEL: u32 = 80_877_102;

impl<R: AsyncRead + Unpin> Requests<R> {
    pub fn of(client: R) -> Self {
        Self {
            frames: Frames::of_client(client),
            prepared: BTreeMap::new(),
            database: String::new(),
        }
    }

    /// The next request; an error at the end of the stream.
    pub async fn next(&mut self) -> io::Result<Whole> {
        let mut whole = Whole {
            kind: Kind::Asks,
            text: String::new(),
            bytes: Vec::new(),
            cancels: None,
        };
        loop {
            let frame = self.frames.next().await?;
            whole.bytes.extend(&frame.bytes);
            match frame.kind {
                0 => {
                    self.first(&frame, &mut whole);
                    return Ok(whole);
                }
                b'p' => {
                    whole.text = "password".to_owned();
                    return Ok(whole);
                }
                b'X' => {
                    whole.kind = Kind::Tells;
                    whole.text = "terminate".to_owned();
                    return Ok(whole);
                }
                b'Q' => {
                    whole.says(&strings(frame.body()).next().map(text).unwrap_or_default());
                    return Ok(whole);
                }
                b'P' => {
                    let mut parts = strings(frame.body());
                    let name = parts.next().unwrap_or_default().to_vec();
                    let query = parts.next().map(text).unwrap_or_default();
                    whole.says(&query);
                    self.prepared.insert(name, query);
                }
                b'B' if whole.text.is_empty() => {
                    let name = strings(frame.body()).nth(1).unwrap_or_default();
                    let query = self.prepared.get(name).cloned().unwrap_or_default();
                    whole.says(&query);
                }
                b'S' => return Ok(whole),
                _ => {}
            }
        }
    }

    fn first(&mut self, frame: &Frame, whole: &mut Whole) {
        match frame.number() {
            TLS | GSS => whole.kind = Kind::AsksForTls,
            CANCEL => {
                whole.kind = Kind::Tells;
                whole.text = "cancel".to_owned();
                let process = frame.body().get(4..8).and_then(|four| four.try_into().ok());
                whole.cancels = process.map(u32::from_be_bytes);
            }
            _ => {
                let body = frame.body().get(4..).unwrap_or_default();
                let parts: Vec<_> = strings(body).map(text).collect();
                let value = |key: &str| {
                    let pair = parts.chunks(2).find(|pair| pair[0] == key);
                    pair.and_then(|pair| pair.get(1)).cloned()
                };
                let user = value("user").unwrap_or_default();
                self.database = value("database").unwrap_or_else(|| user.clone());
                whole.text = format!("startup as {user}");
                self.frames.typed();
            }
        }
    }
}

impl Whole {
    fn says(&mut self, query: &str) {
        if !self.text.is_empty() {
            self.text.push_str("; ");
        }
        self.text.push_str(&without_chance(query));
    }
}

fn strings(body: &[u8]) -> impl Iterator<Item = &[u8]> {
    body.split(|byte| *byte == 0)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Without what is another in each run: password verifiers, the ids of sessions, and limits, which
/// are each run's own.
fn without_chance(query: &str) -> String {
    let mut parts = query.split("SCRAM-SHA-256$");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push_str("SCRAM-SHA-256");
        plain.push_str(part.find('\'').and_then(|at| part.get(at..)).unwrap_or(""));
    }
    let mut out = String::new();
    let mut rest = plain.as_str();
    while let Some(first) = rest.chars().next() {
        let sid = rest.get(..36).filter(|s| is_uuid(s));
        let skip = match (sid, limit(rest)) {
            (Some(sid), _) => {
                out.push_str("<sid>");
                sid.len()
            }
            (None, Some(length)) => {
                out.push_str("<limit>");
                length
            }
            (None, None) => {
                out.push(first);
                first.len_utf8()
            }
        };
        rest = rest.get(skip..).unwrap_or_default();
    }
    out
}

/// The length of a limit that a text begins with: `3000ms`.
fn limit(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let is_one = digits > 0 && text.get(digits..)?.starts_with("ms");
    is_one.then_some(digits + 2)
}

fn is_uuid(text: &str) -> bool {
    text.bytes().enumerate().all(|(at, byte)| match at {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_runs_have_the_same_texts() {
        assert_eq!(
            without_chance("ALTER ROLE x PASSWORD 'SCRAM-SHA-256$4096:a=$b=:c=' NOLOGIN"),
            "ALTER ROLE x PASSWORD 'SCRAM-SHA-256' NOLOGIN"
        );
        assert_eq!(
            without_chance("SET é = 'rolewright/986e35ce-f3fc-4f79-b136-512eada7b850'"),
            "SET é = 'rolewright/<sid>'"
        );
        assert_eq!(
            without_chance("-- 2000ms\nset_config('lock_timeout', '2000ms', true)"),
            "-- <limit>\nset_config('lock_timeout', '<limit>', true)"
        );
    }
}
