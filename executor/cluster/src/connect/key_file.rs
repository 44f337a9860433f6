//! What keeps a file of ours from being read as a certificate or a key, in words that name the remedy.

use std::fmt::Display;
use std::path::Path;

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

/// Why there is no key in what it holds: the parser sees none where there is one under a passphrase.
pub(super) fn why_no_key(path: &Path, bytes: &[u8], error: &impl Display) -> String {
    let holds = |words: &str| bytes.windows(words.len()).any(|at| at == words.as_bytes());
    let name = path.display();
    if holds("BEGIN ENCRYPTED PRIVATE KEY") || holds("Proc-Type: 4,ENCRYPTED") {
        return format!(
            "key file {name} is encrypted, which is not supported, with sslpassword or without; name a copy without a passphrase, which only its owner can read (`openssl pkey -in {name} -out KEY`)"
        );
    }
    if holds("BEGIN CERTIFICATE") {
        return format!("key file {name} holds a certificate; name the file of its private key");
    }
    format!("key file {name} cannot be read: {error}")
}
