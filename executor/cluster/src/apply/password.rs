//! New passwords and their SCRAM-SHA-256 verifiers: the server never sees a password.

use rand::distr::{Alphanumeric, SampleString};

use secret::Secret;

/// 62 symbols, about 190 bits.
const LENGTH: usize = 32;

/// A new password from the operating system's generator, without bias.
pub fn generate_password() -> Secret {
    Secret::new(Alphanumeric.sample_string(&mut rand::rng(), LENGTH))
}

/// `SCRAM-SHA-256$<iterations>:<salt>$<StoredKey>:<ServerKey>`. `Debug` shows nothing of it.
pub struct ScramVerifier(Secret);

impl std::fmt::Debug for ScramVerifier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ScramVerifier(…)")
    }
}

impl ScramVerifier {
    /// Computes it with a fresh salt. The server would hash a malformed one as a password in clear
    /// text without a word, so the shape is checked.
    pub fn of(password: &Secret) -> Option<Self> {
        let text = postgres_protocol::password::scram_sha_256(password.expose().as_bytes());
        let rest = text.strip_prefix("SCRAM-SHA-256$")?;
        let (parameters, keys) = rest.split_once('$')?;
        let (iterations, salt) = parameters.split_once(':')?;
        let (stored, server) = keys.split_once(':')?;
        let sound = iterations.parse::<u32>().is_ok()
            && !salt.is_empty()
            && stored.len() == 44
            && server.len() == 44;
        sound.then(|| Self(Secret::new(text)))
    }

    /// For the one statement that sends it.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_differ_and_have_verifiers_that_do_not_show() {
        let (a, b) = (generate_password(), generate_password());
        assert_ne!(a.expose(), b.expose());
        assert_eq!(a.expose().len(), LENGTH);
        let verifier = ScramVerifier::of(&a).unwrap();
        assert!(!verifier.expose().contains(a.expose()));
        assert_eq!(format!("{verifier:?}"), "ScramVerifier(…)");
    }
}
