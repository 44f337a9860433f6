//! Bytes to messages.

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt};

/// One message as it was sent. A client's first has no type byte: 0.
#[derive(Debug)]
pub(crate) struct Frame {
    pub kind: u8,
    pub bytes: Vec<u8>,
}

impl Frame {
    /// After type and length.
    pub fn body(&self) -> &[u8] {
        let head = if self.kind == 0 { 4 } else { 5 };
        self.bytes.get(head..).unwrap_or_default()
    }

    /// The number that the body begins with.
    pub fn number(&self) -> u32 {
        let first = self.body().get(..4).and_then(|four| four.try_into().ok());
        first.map_or(0, u32::from_be_bytes)
    }
}

/// Reads messages from one side.
#[derive(Debug)]
pub(crate) struct Frames<R> {
    from: R,
    /// A client's first message has no type.
    typed: bool,
}

impl<R: AsyncRead + Unpin> Frames<R> {
    pub fn of_client(from: R) -> Self {
        Self { from, typed: false }
    }

    pub fn of_server(from: R) -> Self {
        Self { from, typed: true }
    }

    /// The next message; an error at the end of the stream.
    pub async fn next(&mut self) -> io::Result<Frame> {
        let mut bytes = Vec::new();
        let kind = match self.typed {
            true => self.from.read_u8().await?,
            false => 0,
        };
        if self.typed {
            bytes.push(kind);
        }
        let length = self.from.read_u32().await?;
        bytes.extend(length.to_be_bytes());
        let head = bytes.len();
        let rest = usize::try_from(length.saturating_sub(4)).unwrap_or(0);
        bytes.resize(head + rest, 0);
        if let Some(body) = bytes.get_mut(head..) {
            self.from.read_exact(body).await?;
        }
        Ok(Frame { kind, bytes })
    }

    /// What comes now has types.
    pub fn typed(&mut self) {
        self.typed = true;
    }
}
