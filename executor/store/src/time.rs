//! Times in the store: the one clock, and the one text form.

use super::StoreError;
use jiff::Timestamp;

/// The only place where the store looks at the clock.
pub(super) fn now() -> String {
    to_text(Timestamp::now())
}

/// RFC 3339 UTC, always nine fraction digits: byte order is order in time.
pub(super) fn to_text(time: Timestamp) -> String {
    format!("{time:.9}")
}

/// Reads [`to_text`]'s form back.
///
/// # Errors
/// [`StoreError::Unreadable`] naming `what`.
pub(super) fn from_text(text: &str, what: &str) -> Result<Timestamp, StoreError> {
    text.parse().map_err(|_| StoreError::Unreadable {
        what: what.to_owned(),
        found: format!("{text:?} where a time belongs"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_sorts_like_time_and_reads_back() {
        let early: Timestamp = "2026-01-02T03:04:05Z".parse().unwrap();
        let late: Timestamp = "2026-01-02T03:04:05.000000001Z".parse().unwrap();
        assert!(to_text(early) < to_text(late));
        assert_eq!(from_text(&to_text(late), "x").unwrap(), late);
        assert!(from_text("yesterday", "the session").is_err());
    }
}
