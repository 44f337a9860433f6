//! Bytes to text, as spreadsheets write it: UTF-8, or UTF-16 as Excel's "Unicode text" has it.

use std::borrow::Cow;

use super::error::ImportError;
use super::header::number;

/// The text without its byte order mark.
///
/// # Errors
/// It is in no encoding that is read, or no text.
pub(super) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, ImportError> {
    let text = match bytes {
        [0xFF, 0xFE, rest @ ..] => Cow::Owned(utf16(rest, u16::from_le_bytes)?),
        [0xFE, 0xFF, rest @ ..] => Cow::Owned(utf16(rest, u16::from_be_bytes)?),
        _ => Cow::Borrowed(utf8(bytes)?),
    };
    match text.find('\0') {
        Some(at) => Err(ImportError::Nul {
            line: line(text.as_bytes(), at),
        }),
        None => Ok(text),
    }
}

fn utf8(bytes: &[u8]) -> Result<&str, ImportError> {
    let text = std::str::from_utf8(bytes).map_err(|e| ImportError::Encoding {
        line: line(bytes, e.valid_up_to()),
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, ImportError> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(ImportError::Utf16);
    }
    let units = pairs.iter().map(|pair| unit(*pair));
    let text: Result<String, _> = char::decode_utf16(units).collect();
    text.map_err(|_| ImportError::Utf16)
}

/// From 1.
fn line(bytes: &[u8], end: usize) -> u32 {
    let before = bytes.get(..end).unwrap_or_default();
    number(before.iter().filter(|b| **b == b'\n').count())
}
