//! Whether a plan's time is over, by the clock that set it: the server's.

use crate::ground::moment::is_moment;

/// Compares with when the snapshot was taken, by its server's clock, or with `now` where it does not
/// say that.
pub(super) fn is_over(expires_at: &str, taken_at: Option<&str>, now: &str) -> bool {
    expires_at <= taken_at.filter(|t| is_moment(t)).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::is_over;

    const EXPIRY: &str = "2030-01-01T00:00:00Z";
    const BEFORE: &str = "2029-12-31T23:59:59Z";
    const AFTER: &str = "2030-01-01T00:00:01Z";

    #[test]
    fn the_server_s_clock_goes_before_ours() {
        assert!(!is_over(EXPIRY, Some(BEFORE), AFTER));
        assert!(is_over(EXPIRY, Some(AFTER), BEFORE));
        assert!(is_over(EXPIRY, Some(EXPIRY), BEFORE));
    }

    #[test]
    fn where_it_says_nothing_of_use_ours_decides() {
        for odd in [None, Some(""), Some("1999"), Some("2029-12-31 23:59:59Z")] {
            assert!(is_over(EXPIRY, odd, AFTER), "{odd:?}");
            assert!(!is_over(EXPIRY, odd, BEFORE), "{odd:?}");
        }
    }
}
