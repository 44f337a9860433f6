//! Message authentication with keys that follow from the store's: who has the store's key made it,
//! and nobody else.
//!
//! The key of a purpose is HMAC-SHA-256 of `rolewright/mac/1/<purpose>` with the store's key, so
//! that what is made for one purpose never passes for another, nor says anything about the key that
//! the passwords are sealed with.

use super::{Key, Store};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

const DOMAIN: &[u8] = b"rolewright/mac/1/";
const DOCUMENT: &str = "document";
const FORM: &str = "hmac-sha256:";

impl Store {
    /// The seal of a document: only this store's key makes it. `hmac-sha256:` and hex.
    #[must_use]
    pub fn seal_of(&self, document: &[u8]) -> String {
        text(&self.key, DOCUMENT, document)
    }

    /// Whether it is the seal of this document, made with this store's key. Takes as long where it
    /// is almost right as where it is not at all.
    #[must_use]
    pub fn is_seal(&self, document: &[u8], seal: &str) -> bool {
        is(mac(&self.key, DOCUMENT, document), seal)
    }
}

/// The code of a row: of its columns as a JSON array, so that none runs into the next.
pub(super) fn of_row(key: &Key, purpose: &str, columns: &[&str]) -> String {
    text(key, purpose, &row(columns))
}

/// Whether it is the code of this row.
pub(super) fn is_of_row(key: &Key, purpose: &str, columns: &[&str], code: Option<&str>) -> bool {
    code.is_some_and(|code| is(mac(key, purpose, &row(columns)), code))
}

fn row(columns: &[&str]) -> Vec<u8> {
    serde_json::json!(columns).to_string().into_bytes()
}

/// The code of a message as text.
pub(super) fn text(key: &Key, purpose: &str, message: &[u8]) -> String {
    let code = mac(key, purpose, message).finalize().into_bytes();
    format!("{FORM}{}", hex::encode(code))
}

/// Whether that is its text.
pub(super) fn is(code: Hmac<Sha256>, text: &str) -> bool {
    match text.strip_prefix(FORM).map(hex::decode) {
        Some(Ok(bytes)) => code.verify_slice(&bytes).is_ok(),
        _ => false,
    }
}

/// The code of a message, for one purpose, to be finished or compared.
pub(super) fn mac(key: &Key, purpose: &str, message: &[u8]) -> Hmac<Sha256> {
    let own = keyed(key.bytes())
        .chain_update(DOMAIN)
        .chain_update(purpose.as_bytes());
    let own = Zeroizing::new(<[u8; 32]>::from(own.finalize().into_bytes()));
    keyed(&own).chain_update(message)
}

fn keyed(key: &[u8; 32]) -> Hmac<Sha256> {
    // A key shorter than a block is padded with zeros, which is what HMAC does with it.
    let mut block = Zeroizing::new([0; 64]);
    let (start, _) = block.split_at_mut(key.len());
    start.copy_from_slice(key);
    Hmac::new((&*block).into())
}

#[cfg(test)]
mod tests {
    use super::super::testing;
    use super::*;

    #[test]
    fn codes_are_those_of_rfc_4231_with_a_short_key_and_differ_by_purpose() {
        // RFC 4231, test case 1, whose key has 20 bytes, padded as HMAC pads it.
        let mut key = [0; 32];
        key[..20].fill(0x0b);
        let code = keyed(&key).chain_update(b"Hi There").finalize();
        assert_eq!(
            hex::encode(code.into_bytes()),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        );
        let key = Key::generate().unwrap();
        let of = |purpose| mac(&key, purpose, b"x").finalize().into_bytes();
        assert_ne!(of("document"), of("session"));
    }

    #[tokio::test]
    async fn a_seal_is_of_its_document_and_its_store() {
        let (_directory, store) = testing::store().await;
        let (_elsewhere, other) = testing::store().await;
        let seal = store.seal_of(b"document");
        assert_eq!(seal.len(), FORM.len() + 64);
        assert!(store.is_seal(b"document", &seal));
        assert!(!store.is_seal(b"documents", &seal));
        assert!(!other.is_seal(b"document", &seal));
        let short = &seal[..seal.len() - 2];
        for wrong in ["", "hmac-sha256:", "hmac-sha256:zz", short, &seal[12..]] {
            assert!(!store.is_seal(b"document", wrong), "{wrong}");
        }
    }
}
