//! Sealing: what the store keeps encrypted, and the format of it.
//!
//! Envelope: one version byte (1), 24 bytes of random nonce, then the
//! XChaCha20-Poly1305 ciphertext with its 16-byte tag. The associated data is
//! `rolewright/seal/1`, then the purpose and each part of the identity, every
//! one preceded by its length (u64, little-endian). So an envelope opens only
//! in the row it was made for, and no two rows share their associated data.

use super::Key;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use rand::TryRng;
use zeroize::Zeroizing;

const VERSION: u8 = 1;
const NONCE: usize = 24;
const DOMAIN: &[u8] = b"rolewright/seal/1";

/// Why an envelope was not made or does not open. The caller knows whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// Shorter than any envelope.
    #[error("what is stored is no sealed value: it is cut short")]
    Malformed,
    /// Made by a later Rolewright.
    #[error("it is sealed in format {0}, which this Rolewright does not know; use a newer one")]
    UnknownVersion(u8),
    /// Another key, another row, or changed bytes: these cannot be told apart.
    #[error(
        "the key does not open it: it was sealed with another key, changed, or moved here from elsewhere"
    )]
    DoesNotOpen,
    /// No randomness, or a value of more than 256 GiB.
    #[error("it cannot be sealed: the operating system gives no random bytes")]
    CannotSeal,
}

/// Seals `plaintext` for one purpose (`credential`) and identity (`analytics`).
///
/// # Errors
/// [`SealError::CannotSeal`].
pub fn seal(
    key: &Key,
    purpose: &str,
    identity: &[&str],
    plaintext: &[u8],
) -> Result<Vec<u8>, SealError> {
    let mut nonce = [0; NONCE];
    rand::rngs::SysRng
        .try_fill_bytes(&mut nonce)
        .map_err(|_| SealError::CannotSeal)?;
    let aad = associated_data(purpose, identity);
    let ciphertext = cipher(key)
        .encrypt(
            &XNonce::from(nonce),
            Payload {
                msg: plaintext,
                aad: &aad,
            },
        )
        .map_err(|_| SealError::CannotSeal)?;
    Ok([&[VERSION][..], &nonce, &ciphertext].concat())
}

/// Opens what [`seal`] made for the same purpose and identity.
///
/// # Errors
/// Any [`SealError`] but `CannotSeal`.
pub fn open(
    key: &Key,
    purpose: &str,
    identity: &[&str],
    envelope: &[u8],
) -> Result<Zeroizing<Vec<u8>>, SealError> {
    let (version, rest) = envelope.split_first().ok_or(SealError::Malformed)?;
    if *version != VERSION {
        return Err(SealError::UnknownVersion(*version));
    }
    let (nonce, ciphertext) = rest
        .split_first_chunk::<NONCE>()
        .ok_or(SealError::Malformed)?;
    let aad = associated_data(purpose, identity);
    cipher(key)
        .decrypt(
            &XNonce::from(*nonce),
            Payload {
                msg: ciphertext,
                aad: &aad,
            },
        )
        .map(Zeroizing::new)
        .map_err(|_| SealError::DoesNotOpen)
}

fn cipher(key: &Key) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(key.bytes().into())
}

fn associated_data(purpose: &str, identity: &[&str]) -> Vec<u8> {
    let mut data = DOMAIN.to_vec();
    for part in std::iter::once(&purpose).chain(identity) {
        // The length keeps ["a", "bc"] and ["ab", "c"] apart.
        data.extend((part.len() as u64).to_le_bytes());
        data.extend(part.as_bytes());
    }
    data
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opens_only_with_its_key_and_in_its_place() {
        let key = Key::generate().unwrap();
        let sealed = seal(&key, "credential", &["analytics", "admin"], b"hunter2").unwrap();
        let open_as = |key: &Key, purpose, identity: &[&str]| open(key, purpose, identity, &sealed);
        assert_eq!(
            open_as(&key, "credential", &["analytics", "admin"]).unwrap()[..],
            *b"hunter2"
        );
        for (purpose, identity) in [
            ("credential", &["billing", "admin"][..]),
            ("role-secret", &["analytics", "admin"]),
            ("credential", &["analytic", "sadmin"]),
            ("credential", &["analytics"]),
        ] {
            assert_eq!(
                open_as(&key, purpose, identity),
                Err(SealError::DoesNotOpen)
            );
        }
        let other = Key::generate().unwrap();
        let error = open_as(&other, "credential", &["analytics", "admin"]).unwrap_err();
        assert_eq!(error, SealError::DoesNotOpen);
    }

    #[test]
    fn damage_is_noticed_and_nonces_differ() {
        let key = Key::generate().unwrap();
        let sealed = seal(&key, "p", &[], b"x").unwrap();
        assert_eq!(sealed.len(), 1 + NONCE + 1 + 16);
        assert_ne!(sealed, seal(&key, "p", &[], b"x").unwrap());
        for at in 1..sealed.len() {
            let mut damaged = sealed.clone();
            damaged[at] ^= 1;
            assert_eq!(
                open(&key, "p", &[], &damaged),
                Err(SealError::DoesNotOpen),
                "byte {at}"
            );
        }
        assert_eq!(open(&key, "p", &[], &[]), Err(SealError::Malformed));
        assert_eq!(
            open(&key, "p", &[], &sealed[..9]),
            Err(SealError::Malformed)
        );
        assert_eq!(
            open(&key, "p", &[], &[9; 60]),
            Err(SealError::UnknownVersion(9))
        );
    }
}
