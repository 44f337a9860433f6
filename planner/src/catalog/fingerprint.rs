//! The fingerprint of a snapshot: whether two people look at the same facts.

use crate::catalog::Catalog;
use crate::ground::hash::sha256_hex;

/// SHA-256, hex, of the snapshot's compact JSON without `resource`, `taken_at` and `warnings`, which
/// say how it was taken and not what is there.
pub fn fingerprint(catalog: &Catalog) -> String {
    let bare = Catalog {
        resource: None,
        taken_at: None,
        warnings: Vec::new(),
        ..catalog.clone()
    };
    // Every value of a catalog can be written.
    sha256_hex(&serde_json::to_vec(&bare).unwrap_or_default())
}
