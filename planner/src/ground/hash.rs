//! SHA-256, as lower-case hex.

use sha2::{Digest, Sha256};

/// The SHA-256 of the bytes, 64 lower-case hex digits.
///
/// ```
/// assert!(planner::hash::sha256_hex(b"").starts_with("e3b0c442"));
/// ```
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}
