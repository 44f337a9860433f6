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

/// Why no key could be read from it: the parser sees none where there is one under a passphrase.
pub(super) fn why_no_key(path: &Path, error: &impl Display) -> String {
    let text = std::fs::read(path).map(zeroize::Zeroizing::new);
    let holds = |words: &str| {
        let words = words.as_bytes();
        text.as_ref()
            .is_ok_and(|text| text.windows(words.len()).any(|at| at == words))
    };
    let name = path.display();
    if holds("BEGIN ENCRYPTED PRIVATE KEY") || holds("Proc-Type: 4,ENCRYPTED") {
        return format!(
            "key file {name} is encrypted, and there is no way to give its passphrase here; name a copy without one, which only its owner can read (`openssl pkey -in {name} -out KEY`)"
        );
    }
    if holds("BEGIN CERTIFICATE") {
        return format!("key file {name} holds a certificate; name the file of its private key");
    }
    format!("key file {name} cannot be read: {error}")
}
