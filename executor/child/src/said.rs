//! What a command said on stderr, for people.

use std::collections::BTreeSet;

use planner::quote::message;

/// So many bytes of a secret in a row are taken for it.
const TELLING: usize = 6;

/// Escaped and bounded, and wherever a part of the secret stands, dots.
pub(super) fn quoted(stderr: &[u8], secret: &[u8]) -> String {
    let secret = secret.trim_ascii();
    let width = TELLING.min(secret.len());
    if width == 0 {
        return message(String::from_utf8_lossy(stderr).trim());
    }
    let parts: BTreeSet<&[u8]> = secret.windows(width).collect();
    let mut hidden = vec![false; stderr.len()];
    for (at, window) in stderr.windows(width).enumerate() {
        if parts.contains(window) {
            hidden
                .iter_mut()
                .skip(at)
                .take(width)
                .for_each(|h| *h = true);
        }
    }
    let mut shown = Vec::with_capacity(stderr.len());
    let mut before = false;
    for (byte, hide) in stderr.iter().zip(hidden) {
        match (hide, before) {
            (false, _) => shown.push(*byte),
            (true, false) => shown.extend("[…]".as_bytes()),
            (true, true) => {}
        }
        before = hide;
    }
    message(String::from_utf8_lossy(&shown).trim())
}
