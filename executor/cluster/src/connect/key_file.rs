//! What keeps a file of ours from being read as a certificate or a key, in words that name the remedy.

use std::fmt::Display;
use std::path::Path;

use pkcs8::{EncryptedPrivateKeyInfoRef, SecretDocument};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use secret::Secret;

/// What is in the way before its text is looked at.
pub(super) fn check(path: &Path, what: &str) -> Result<(), String> {
    match path.is_dir() {
        true => Err(format!(
            "{what} {} is a directory; name the file in it",
            path.display()
        )),
        false => Ok(()),
    }
}

/// The part of a file that is a key under a passphrase (PKCS #8, PEM).
pub(super) fn encrypted(bytes: &[u8]) -> Option<&str> {
    const BEGIN: &str = "-----BEGIN ENCRYPTED PRIVATE KEY-----";
    const END: &str = "-----END ENCRYPTED PRIVATE KEY-----";
    let text = std::str::from_utf8(bytes).ok()?;
    let from = text.get(text.find(BEGIN)?..)?;
    from.get(..from.find(END)? + END.len())
}

/// The key in it.
pub(super) fn decrypted(
    path: &Path,
    encrypted: &str,
    password: Option<&Secret>,
) -> Result<PrivateKeyDer<'static>, String> {
    let name = path.display();
    let Some(password) = password else {
        return Err(format!(
            "key file {name} is encrypted, and there is no passphrase: put it into the service that PGSERVICE names (sslpassword=…), in a file that only its owner can read; or name a copy without a passphrase (`openssl pkey -in {name} -out KEY`)"
        ));
    };
    let odd = |e: &dyn Display| format!("the encrypted key file {name} cannot be read: {e}");
    let (_, document) = SecretDocument::from_pem(encrypted).map_err(|e| odd(&e))?;
    let info = EncryptedPrivateKeyInfoRef::try_from(document.as_bytes()).map_err(|e| odd(&e))?;
    let key = info.decrypt(password.expose()).map_err(|e| {
        format!("key file {name} does not open with the passphrase that sslpassword is ({e})")
    })?;
    Ok(PrivatePkcs8KeyDer::from(key.as_bytes().to_vec()).into())
}

/// Why there is no key in what it holds: the parser sees none where there is one under a passphrase.
pub(super) fn why_no_key(path: &Path, bytes: &[u8], error: &impl Display) -> String {
    let holds = |words: &str| bytes.windows(words.len()).any(|at| at == words.as_bytes());
    let name = path.display();
    if holds("Proc-Type: 4,ENCRYPTED") {
        return format!(
            "key file {name} is encrypted in the form of before PKCS #8, which is not supported, with sslpassword or without; name a copy in the newer form (`openssl pkcs8 -topk8 -in {name} -out KEY`)"
        );
    }
    if holds("BEGIN CERTIFICATE") {
        return format!("key file {name} holds a certificate; name the file of its private key");
    }
    format!("key file {name} cannot be read: {error}")
}
